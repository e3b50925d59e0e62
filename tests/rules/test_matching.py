"""The proposal is possible, places the most, costs the least, and is always the same."""

from __future__ import annotations

import random
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_desktop.errors import Bug
from cluster_desktop.rules.matching import (
    AgreementFact,
    Facts,
    Obstacle,
    Place,
    Solution,
    Weights,
    ending_checks,
    judge_agreement,
    obstacle,
    pair_cost,
    refuse_violations,
    total_cost,
)
from cluster_desktop.rules.matching_network import propose, unplaced_cost
from cluster_desktop.services.solver import cheapest_flow
from tests.rules.matching_facts import (
    DISTRICT,
    ENDS,
    GROUP,
    MENTOR,
    ORGANISATION,
    SLOT,
    SPECIALITY,
    STARTS,
    STUDENT,
    TOO_EARLY,
    best_by_paths,
    best_by_trying,
    facts,
    key,
    made,
    mentor,
    slot,
    student,
    tiny_problems,
    turns_by_trying,
)


def proposed(problem: Facts) -> Solution:
    return propose(problem, cheapest_flow)


NO_WEIGHTS = Weights(**{one.name: 0 for one in fields(Weights)})


class Renamer:
    """Gives everything another id, as on another computer: the same one for the same old one."""

    def __init__(self, seed: int) -> None:
        self._chosen = random.Random(seed)
        self._new: dict[UUID, UUID] = {}

    def of(self, thing: Any) -> Any:
        if isinstance(thing, UUID):
            return self._new.setdefault(thing, UUID(int=self._chosen.getrandbits(128)))
        if isinstance(thing, tuple):
            return tuple(map(self.of, thing))
        if isinstance(thing, dict):
            return {self.of(old): self.of(value) for old, value in thing.items()}
        if is_dataclass(thing) and not isinstance(thing, type):
            changed = {one.name: self.of(getattr(thing, one.name)) for one in fields(thing)}
            return replace(thing, **changed)
        return thing


def outcome(problem: Facts, solution: Solution) -> tuple[int, int]:
    return len(problem.students) - len(solution.places), solution.cost


def in_slot(solution: Solution, number: int) -> list[UUID]:
    return [who for who, place in solution.places.items() if place.slot == key(SLOT, number)]


# The best there is


@settings(max_examples=60, deadline=None)
@given(problem=tiny_problems())
def test_nothing_better_is_found_by_trying_everything(problem: Facts) -> None:
    assert outcome(problem, proposed(problem)) == best_by_trying(problem)


@pytest.mark.parametrize("seed", range(12))
def test_forty_students_and_fifteen_slots_cost_what_another_method_finds(seed: int) -> None:
    problem = made(40, 15, seed=seed)
    assert outcome(problem, proposed(problem)) == best_by_paths(problem)


def test_the_two_slow_methods_agree_with_each_other() -> None:
    problem = made(4, 3, seed=5, specialities=1, most=2)
    assert best_by_paths(problem) == best_by_trying(problem)


def test_one_student_more_counts_for_more_than_all_points() -> None:
    wishes = (key(ORGANISATION, 2),)
    # Welder 1 wishes the only place where welder 2 may go, and the other one is far.
    problem = facts(
        (student(1, wishes=wishes), student(2, group=key(GROUP, 2))),
        (slot(1, group=key(GROUP, 1), distance_km=5_000), slot(2)),
        weights=Weights(wish=10_000, km=100),
    )
    solution = proposed(problem)
    assert in_slot(solution, 1) == [key(STUDENT, 1)]
    assert in_slot(solution, 2) == [key(STUDENT, 2)]


@settings(max_examples=40, deadline=None)
@given(problem=tiny_problems())
def test_staying_without_a_place_costs_more_than_any_proposal(problem: Facts) -> None:
    assert proposed(problem).cost < unplaced_cost(problem)


def test_a_near_place_a_wish_and_the_plan_are_preferred() -> None:
    home = key(DISTRICT, 1)
    near = facts(
        (student(1, district=home),), (slot(1, district=key(DISTRICT, 2)), slot(2, district=home))
    )
    wished = facts((student(1, wishes=(key(ORGANISATION, 2),)),), (slot(1), slot(2)))
    planned = facts((student(1, planned_slot=key(SLOT, 2)),), (slot(1), slot(2)))
    found = [in_slot(proposed(one), 2) for one in (near, wished, planned)]
    assert found == [[key(STUDENT, 1)]] * 3


def test_of_two_students_for_one_place_the_wish_or_the_plan_decides() -> None:
    plain = student(1)
    wished = student(2, wishes=(key(ORGANISATION, 1),))
    planned = student(3, planned_slot=key(SLOT, 1))
    chosen = [in_slot(proposed(facts((plain, who), (slot(1),))), 1) for who in (wished, planned)]
    assert chosen == [[wished.id], [planned.id]]


@settings(max_examples=60, deadline=None)
@given(problem=tiny_problems(), wish=st.integers(0, 1))
def test_of_equal_proposals_the_first_turns_have_the_places(problem: Facts, wish: int) -> None:
    # So few points that most proposals are equal.
    alike = replace(problem, weights=NO_WEIGHTS, mentor_required=False)
    for one in (problem, alike, replace(alike, weights=replace(NO_WEIGHTS, wish=wish))):
        assert set(proposed(one).places) == set(turns_by_trying(one))


def test_a_promised_place_comes_before_the_list_and_points_before_the_promise() -> None:
    first = student(1, listed=("a",))
    promised = student(2, listed=("b",), planned=True)
    kept = student(3, listed=("c",), planned=True, planned_slot=key(SLOT, 1))
    wished = student(4, listed=("d",), wishes=(key(ORGANISATION, 1),))
    for others in ((first,), (first, promised), (first, promised, kept)):
        here = in_slot(proposed(facts(others, (slot(1),), weights=NO_WEIGHTS)), 1)
        assert here == [others[-1].id]
    assert in_slot(proposed(facts((first, promised, wished), (slot(1),))), 1) == [wished.id]


def test_students_are_shared_out_evenly_among_mentors() -> None:
    problem = facts(
        tuple(student(n) for n in range(6)), (slot(1, 6),), (mentor(1, 6), mentor(2, 6))
    )
    guides = [place.mentor for place in proposed(problem).places.values()]
    assert sorted(guides, key=str) == [key(MENTOR, 1)] * 3 + [key(MENTOR, 2)] * 3


# Hard rules


def test_three_thousand_students_break_no_rule() -> None:
    problem = made(3_000, 400, seed=3, specialities=20, most=14)
    solution = proposed(problem)
    refuse_violations(problem, solution.places)
    assert len(solution.places) > 1_500


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"speciality": key(SPECIALITY, 2)}, Obstacle.SPECIALITY),
        ({"group": key(GROUP, 2)}, Obstacle.GROUP),
        ({"ends": TOO_EARLY}, Obstacle.DATES),
        ({"starts": TOO_EARLY}, Obstacle.DATES),
        ({"agreement_obstacle": Obstacle.AGREEMENT_ENDS}, Obstacle.AGREEMENT_ENDS),
        ({"safety_until": TOO_EARLY}, Obstacle.SAFETY_ENDS),
        ({"places": 0}, Obstacle.FULL),
        ({"speciality": None, "safety_until": ENDS}, None),
    ],
)
def test_a_slot_is_refused_for_its_reason(changed: dict[str, object], why: Obstacle | None) -> None:
    one = slot(1, **{"places": 3, **changed})  # type: ignore[arg-type]
    problem = facts((student(1),), (one,))
    assert obstacle(problem, student(1), one) is why
    assert bool(proposed(problem).places) is (why is None)


def test_a_medical_check_forbids_or_is_only_said() -> None:
    ill = student(1, medical_until=TOO_EARLY)
    strict = facts((ill,), (slot(1),))
    mild = replace(strict, checks_forbid=False)
    assert obstacle(strict, ill, slot(1)) is Obstacle.MEDICAL_ENDS
    assert len(proposed(mild).places) == 1
    assert ending_checks(mild, ill, slot(1)) == (Obstacle.MEDICAL_ENDS,)


def test_a_mentor_at_the_limit_takes_nobody_more() -> None:
    everybody = tuple(student(n) for n in range(3))
    problem = facts(everybody, (slot(1, 3),), (mentor(1, 2, load=1),))
    guides = [place.mentor for place in proposed(problem).places.values()]
    required = proposed(replace(problem, mentor_required=True))
    assert guides.count(None) == 2
    assert guides.count(key(MENTOR, 1)) == 1
    assert len(required.places) == 1


def test_a_slot_with_a_named_mentor_takes_no_other() -> None:
    named = slot(1, 3, mentor=key(MENTOR, 2))
    problem = facts((student(1),), (named,), (mentor(1), mentor(2, load=3)))
    assert proposed(problem).places == {key(STUDENT, 1): Place(key(SLOT, 1), key(MENTOR, 2))}


def test_without_slots_or_students_nothing_is_proposed() -> None:
    assert proposed(facts((student(1),), ())).places == {}
    assert proposed(facts((), (slot(1),))).places == {}


@pytest.mark.parametrize(
    "places",
    [
        {key(STUDENT, 1): Place(key(SLOT, 2))},
        {key(STUDENT, 1): Place(key(SLOT, 1)), key(STUDENT, 2): Place(key(SLOT, 1))},
        {key(STUDENT, 1): Place(key(SLOT, 1), key(MENTOR, 9))},
        {key(STUDENT, 1): Place(key(SLOT, 1), key(MENTOR, 1))},
    ],
)
def test_a_proposal_against_the_rules_is_a_fault_of_the_program(
    places: dict[UUID, Place],
) -> None:
    problem = facts(
        (student(1), student(2)),
        (slot(1), slot(2, speciality=key(SPECIALITY, 2))),
        (mentor(9, organisation=2), mentor(1, 1, load=1)),
    )
    with pytest.raises(Bug):
        refuse_violations(problem, places)


# Always the same


def test_the_order_of_the_facts_changes_nothing() -> None:
    problem = made(40, 15, seed=8)
    chosen = random.Random(1)
    mixed = replace(
        problem,
        students=tuple(chosen.sample(problem.students, 40)),
        slots=tuple(chosen.sample(problem.slots, 15)),
        mentors=tuple(chosen.sample(problem.mentors, len(problem.mentors))),
    )
    assert proposed(mixed) == proposed(problem)
    assert mixed.fingerprint() == problem.fingerprint()


@pytest.mark.parametrize("seed", range(6))
def test_other_ids_change_nothing(seed: int) -> None:
    problem = made(40, 15, seed=seed, specialities=1)
    # With all weights nothing there are ties everywhere.
    for one in (problem, replace(problem, weights=NO_WEIGHTS, mentor_required=False)):
        names = Renamer(seed)
        other = proposed(names.of(one))
        assert other == names.of(proposed(one))


def test_the_fingerprint_tells_a_changed_place() -> None:
    problem = made(5, 3, seed=8)
    first = replace(problem.slots[0], places=problem.slots[0].places + 1)
    changed = replace(problem, slots=(first, *problem.slots[1:]))
    assert changed.fingerprint() != problem.fingerprint()


# Costs and agreements by hand


def test_points_of_a_pair_and_of_the_mentors_by_hand() -> None:
    wishes = (key(ORGANISATION, 9), key(ORGANISATION, 1))
    far = student(
        1,
        district=key(DISTRICT, 1),
        wishes=wishes,
        needs_dormitory=True,
        planned_slot=key(SLOT, 9),
    )
    one = slot(1, 2, district=key(DISTRICT, 2), distance_km=12)
    # 12 km + another district 60 + no transport 20 + no dormitory 80 + second wish 40 + moved 10
    assert pair_cost(Weights(), far, one) == 222
    near = replace(far, district=key(DISTRICT, 2))
    assert pair_cost(Weights(), near, one) == 50
    homeless = replace(near, district=None, wishes=())
    assert pair_cost(Weights(), homeless, replace(one, distance_km=None)) == 140
    problem = facts((far, student(2)), (one,), (mentor(1, load=2),))
    places = {
        key(STUDENT, 1): Place(key(SLOT, 1), key(MENTOR, 1)),
        key(STUDENT, 2): Place(key(SLOT, 1)),
    }
    # the second: 12 km + no transport; the mentor has two already (2 points each); one has none
    assert total_cost(problem, places) == 222 + 32 + 4 + 50


def agreement(number: int, **more: object) -> AgreementFact:
    given = {"kind": "practice", "signed": True, "begins": date(2026, 9, 1)} | more
    return AgreementFact(UUID(int=number), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("candidates", "answer"),
    [
        ((), (None, Obstacle.AGREEMENT_MISSING)),
        ((agreement(1, signed=False),), (None, Obstacle.AGREEMENT_UNSIGNED)),
        ((agreement(1, begins=TOO_EARLY),), (None, Obstacle.AGREEMENT_LATER)),
        ((agreement(1, until=TOO_EARLY),), (None, Obstacle.AGREEMENT_ENDS)),
        ((agreement(1, until=ENDS, begins=STARTS),), (UUID(int=1), None)),
        ((agreement(1, until=TOO_EARLY), agreement(2, until=ENDS)), (UUID(int=2), None)),
        ((agreement(1, kind="dual"), agreement(2, until=ENDS)), (UUID(int=2), None)),
        ((agreement(2, until=ENDS), agreement(1)), (UUID(int=1), None)),
        (
            (agreement(1, signed=False), agreement(2, until=TOO_EARLY)),
            (None, Obstacle.AGREEMENT_ENDS),
        ),
    ],
)
def test_the_agreement_must_hold_for_the_whole_practice(
    candidates: tuple[AgreementFact, ...], answer: tuple[UUID | None, Obstacle | None]
) -> None:
    assert judge_agreement(candidates, STARTS, ENDS, preferred="practice") == answer
