"""Random and large matching problems, and two slow ways to solve them exactly.

The slow ways share no code with the program's network or library: one tries everything, the other
sends one student after the other along the cheapest way through a plain network with an arc for
each possible pair.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from uuid import UUID

from hypothesis import strategies as st

from cluster_desktop.rules.matching import (
    Facts,
    MentorFact,
    Obstacle,
    Place,
    SlotFact,
    StudentFact,
    Weights,
    left_cost,
    obstacle,
    pair_cost,
    total_cost,
)

STARTS, ENDS = date(2027, 2, 1), date(2027, 4, 30)
TOO_EARLY = date(2027, 3, 1)
PERIOD, STUDENT, SLOT, MENTOR, ORGANISATION, SPECIALITY, GROUP, DISTRICT = range(1, 9)


def key(kind: int, number: int) -> UUID:
    return UUID(int=(kind << 64) + number)


def facts(
    students: tuple[StudentFact, ...],
    slots: tuple[SlotFact, ...],
    mentors: tuple[MentorFact, ...] = (),
    *,
    weights: Weights | None = None,
    mentor_required: bool = False,
    checks_forbid: bool = True,
) -> Facts:
    return Facts(
        key(PERIOD, 1),
        STARTS,
        ENDS,
        students,
        slots,
        mentors,
        weights or Weights(),
        mentor_required,
        checks_forbid,
    )


def student(number: int, **more: object) -> StudentFact:
    given = {"group": key(GROUP, 1), "speciality": key(SPECIALITY, 1)} | more
    return StudentFact(key(STUDENT, number), **given)  # type: ignore[arg-type]


def slot(number: int, places: int = 1, **more: object) -> SlotFact:
    given = {"organisation": key(ORGANISATION, number), "speciality": key(SPECIALITY, 1)} | more
    return SlotFact(key(SLOT, number), places=places, **given)  # type: ignore[arg-type]


def mentor(number: int, limit: int = 5, *, organisation: int = 1, load: int = 0) -> MentorFact:
    return MentorFact(key(MENTOR, number), key(ORGANISATION, organisation), limit, load)


def made(students: int, slots: int, *, seed: int, specialities: int = 3, most: int = 6) -> Facts:
    """A college's problem of that size; about as many places as students."""
    chosen = random.Random(seed)
    partners = max(slots // 2, 1)
    weights = Weights(
        **{
            name: chosen.randrange(0, 120)
            for name in ("wish", "wish2", "district", "transport", "dormitory", "mentor")
        },
        balance=chosen.randrange(0, 9),
        change=chosen.randrange(0, 30),
        km=chosen.randrange(0, 3),
    )
    return Facts(
        key(PERIOD, 1),
        STARTS,
        ENDS,
        tuple(_student(chosen, n, specialities, partners, slots) for n in range(students)),
        tuple(_slot(chosen, n, specialities, partners, most) for n in range(slots)),
        tuple(
            replace(
                mentor(
                    n, chosen.randint(1, 4), organisation=n % partners, load=chosen.randint(0, 2)
                ),
                listed=(f"{n:05}",),
            )
            for n in range(partners)
        ),
        weights,
        mentor_required=seed % 4 == 0,
    )


def _student(
    chosen: random.Random, number: int, specialities: int, partners: int, slots: int
) -> StudentFact:
    speciality = chosen.randrange(specialities)
    wishes = tuple(
        key(ORGANISATION, n)
        for n in chosen.sample(range(partners), min(chosen.randint(0, 2), partners))
    )
    return StudentFact(
        key(STUDENT, number),
        key(GROUP, speciality * 10 + chosen.randrange(2)),
        key(SPECIALITY, speciality),
        district=chosen.choice([None, *(key(DISTRICT, n) for n in range(4))]),
        wishes=wishes,
        needs_dormitory=chosen.random() < 0.2,
        medical_until=TOO_EARLY if chosen.random() < 0.05 else None,
        planned_slot=key(SLOT, chosen.randrange(slots)) if chosen.random() < 0.2 else None,
        planned=number % 3 == 2,
        # Not the order of the ids.
        listed=(str(number % 2), f"{number:05}"),
    )


def _slot(
    chosen: random.Random, number: int, specialities: int, partners: int, most: int
) -> SlotFact:
    speciality = chosen.randrange(specialities)
    group = key(GROUP, speciality * 10) if chosen.random() < 0.1 else None
    return SlotFact(
        key(SLOT, number),
        key(ORGANISATION, number % partners),
        chosen.randint(0, most),
        speciality=key(SPECIALITY, speciality) if chosen.random() < 0.95 else None,
        group=group,
        ends=TOO_EARLY if chosen.random() < 0.05 else None,
        district=chosen.choice([None, *(key(DISTRICT, n) for n in range(4))]),
        distance_km=chosen.choice([None, chosen.randrange(120)]),
        transport=chosen.random() < 0.3,
        dormitory=chosen.random() < 0.3,
        mentor=key(MENTOR, number % partners) if chosen.random() < 0.1 else None,
        agreement_obstacle=Obstacle.AGREEMENT_ENDS if chosen.random() < 0.1 else None,
        safety_until=TOO_EARLY if chosen.random() < 0.05 else None,
        listed=(str(number % 2), f"{number:05}"),
    )


def tiny_problems() -> st.SearchStrategy[Facts]:
    """Problems small enough to try everything."""
    return st.builds(
        lambda students, slots, seed: made(students, slots, seed=seed, specialities=2, most=2),
        st.integers(1, 4),
        st.integers(1, 3),
        st.integers(0, 10_000),
    )


# Trying everything


def best_by_trying(problem: Facts) -> tuple[int, int]:
    """How many stay without a place at least, and the fewest points then."""
    return min(_outcome(problem, places) for places in _proposals(problem, problem.students))


def turns_by_trying(problem: Facts) -> list[UUID]:
    """Of the best proposals the students of the one whose first turns have places."""
    order = {one.id: n for n, one in enumerate(sorted(problem.students, key=lambda s: s.turn))}
    _best, turns = min(
        (_outcome(problem, places), sorted(order[who] for who in places))
        for places in _proposals(problem, problem.students)
    )
    return [who for who, turn in order.items() if turn in turns]


def _outcome(problem: Facts, places: dict[UUID, Place]) -> tuple[int, int]:
    return len(problem.students) - len(places), total_cost(problem, places)


def _proposals(problem: Facts, students: tuple[StudentFact, ...]) -> Iterator[dict[UUID, Place]]:
    if not students:
        yield {}
        return
    first, others = students[0], students[1:]
    for places in _proposals(problem, others):
        yield places
        for place in _open_places(problem, first, places):
            yield {**places, first.id: place}


def _open_places(problem: Facts, who: StudentFact, taken: dict[UUID, Place]) -> Iterator[Place]:
    for one in problem.slots:
        used = sum(place.slot == one.id for place in taken.values())
        if obstacle(problem, who, one) is not None or used >= one.places:
            continue
        if not problem.mentor_required:
            yield Place(one.id)
        for guide in problem.mentors:
            theirs = sum(place.mentor == guide.id for place in taken.values())
            named = one.mentor in (None, guide.id)
            if guide.organisation == one.organisation and named and theirs < guide.free:
                yield Place(one.id, guide.id)


# One after the other along the cheapest way


def best_by_paths(problem: Facts) -> tuple[int, int]:
    """The same by successive cheapest ways in the plain network of all pairs."""
    network = _Plain(problem)
    placed = 0
    cost = sum(left_cost(problem.weights, who) for who in problem.students)
    while (way := network.cheapest_way()) is not None:
        cost += network.send_one(way)
        placed += 1
    return len(problem.students) - placed, cost


class _Plain:
    """Residual network as adjacency: node -> {node: (capacity, cost)}; nodes are names."""

    def __init__(self, problem: Facts) -> None:
        self.ways: dict[object, dict[object, list[int]]] = {}
        for who in problem.students:
            self._arc("source", who.id, 1, 0)
            for one in problem.slots:
                if obstacle(problem, who, one) is None:
                    gained = pair_cost(problem.weights, who, one)
                    gained -= left_cost(problem.weights, who)
                    self._arc(who.id, one.id, 1, gained)
        for one in problem.slots:
            self._slot(problem, one)
        for guide in problem.mentors:
            for seat in range(guide.load, guide.limit):
                self._arc(guide.id, (guide.id, seat), 1, problem.weights.balance * seat)
                self._arc((guide.id, seat), "sink", 1, 0)

    def _slot(self, problem: Facts, one: SlotFact) -> None:
        self._arc(one.id, (one.id, "out"), one.places, 0)
        if not problem.mentor_required:
            self._arc((one.id, "out"), (one.id, "alone"), one.places, problem.weights.mentor)
            self._arc((one.id, "alone"), "sink", one.places, 0)
        for guide in problem.mentors:
            if guide.organisation == one.organisation and one.mentor in (None, guide.id):
                self._arc((one.id, "out"), guide.id, one.places, 0)

    def _arc(self, tail: object, head: object, capacity: int, cost: int) -> None:
        self.ways.setdefault(tail, {})[head] = [capacity, cost]
        self.ways.setdefault(head, {}).setdefault(tail, [0, -cost])

    def cheapest_way(self) -> list[object] | None:
        best: dict[object, int] = {"source": 0}
        before: dict[object, object] = {}
        waiting: deque[object] = deque(["source"])
        while waiting:
            tail = waiting.popleft()
            for head, (capacity, cost) in self.ways[tail].items():
                reached = best[tail] + cost
                if capacity > 0 and reached < best.get(head, 10**12):
                    best[head] = reached
                    before[head] = tail
                    waiting.append(head)
        if "sink" not in best:
            return None
        way: list[object] = ["sink"]
        while way[-1] != "source":
            way.append(before[way[-1]])
        return way[::-1]

    def send_one(self, way: list[object]) -> int:
        spent = 0
        for tail, head in pairwise(way):
            self.ways[tail][head][0] -= 1
            self.ways[head][tail][0] += 1
            spent += self.ways[tail][head][1]
        return spent
