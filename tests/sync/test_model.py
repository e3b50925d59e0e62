"""The merge rules themselves, without database and files: any order of arrival ends the same."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sync.simulation.model import (
    DELETED,
    Bundle,
    Clock,
    Op,
    Replica,
    by_unit,
    conflicts,
    rows,
)

DEVICES = ("a", "b", "c", "d")
RECORDS = ("mentor", "student")
UNITS = ("name", "phone")
STEP = st.tuples(
    st.sampled_from(
        ("edit", "edit", "edit", "delete", "restore", "seal", "seal", "hear", "decide")
    ),
    st.sampled_from(DEVICES),
    st.sampled_from(RECORDS),
    st.sampled_from(UNITS),
    st.integers(0, 3),
)
STORIES = st.lists(STEP, min_size=5, max_size=60)
SKEWS = st.lists(st.sampled_from((-34_560_000, -60, 0, 0, 21_600)), min_size=4, max_size=4)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told(steps: list, skews: list[int]) -> tuple[list[Replica], list[Bundle], list[Op]]:
    """The computers after the story, all bundles, and all operations that were ever sealed."""
    computers = {d: Replica(d) for d in DEVICES}
    bundles: list[Bundle] = []
    for moment, (what, device, record, unit, choice) in enumerate(steps):
        here = computers[device]
        here.wall = max(0, 40_000_000 + moment + skews[DEVICES.index(device)])
        act(here, what, record, unit, choice, bundles)
    for computer in computers.values():
        seal(computer, bundles)
    return list(computers.values()), bundles, [op for b in bundles for op in b.ops]


def act(here: Replica, what: str, record: str, unit: str, choice: int, all_: list[Bundle]) -> None:
    if what == "edit":
        here.edit(record, unit, f"value {choice}")
    elif what == "delete":
        here.edit(record, DELETED, f"day {choice}")
    elif what == "restore" and here.value(record, DELETED) is not None:
        here.edit(record, DELETED, None)
    elif what == "seal":
        seal(here, all_)
    elif what == "hear":
        seal(here, all_)
        waiting = [b for b in all_ if here.ready(b)]
        if waiting:
            here.apply(waiting[choice % len(waiting)])
    elif what == "decide":
        # Drafts have no clock yet: the window seals before it shows conflicts.
        seal(here, all_)
        found = sorted(here.conflicts())
        if found:
            here.decide(found[choice % len(found)], f"decided {choice}")


def seal(here: Replica, bundles: list[Bundle]) -> None:
    made = here.seal()
    if made is not None:
        bundles.append(made)


def hear_all(here: Replica, bundles: list[Bundle], order: random.Random) -> None:
    while waiting := [b for b in bundles if here.ready(b)]:
        here.apply(order.choice(waiting))


def as_rows(here: Replica) -> dict:
    return {of: (op.value, op.clock) for of, op in here.current.items()}


@QUICK
@given(STORIES, SKEWS, st.integers(0, 1_000_000))
def test_any_causal_order_ends_in_the_same_rows_and_conflicts(
    steps: list, skews: list[int], seed: int
) -> None:
    computers, bundles, _ = told(steps, skews)
    order = random.Random(seed)
    for computer in computers:
        hear_all(computer, bundles, order)
    newcomer = Replica("e")
    hear_all(newcomer, bundles, order)
    for computer in (*computers, newcomer):
        assert as_rows(computer) == rows(bundles)
        assert computer.conflicts() == conflicts(bundles)


@QUICK
@given(STORIES, SKEWS)
def test_every_edit_stands_was_built_upon_or_waits_as_a_loser(
    steps: list, skews: list[int]
) -> None:
    (first, *_), bundles, ops = told(steps, skews)
    hear_all(first, bundles, random.Random(1))
    for op in ops:
        stands = first.current[op.of].clock == op.clock
        waits = op.clock in first.losers[op.of]
        built_upon = any(other.prev == op.clock for other in ops if other.of == op.of)
        assert stands + waits + built_upon == 1


@QUICK
@given(STORIES, SKEWS)
def test_no_value_comes_from_nowhere(steps: list, skews: list[int]) -> None:
    computers, bundles, ops = told(steps, skews)
    written = {(op.of, op.value) for op in ops}
    for computer in computers:
        hear_all(computer, bundles, random.Random(2))
        assert {(of, op.value) for of, op in computer.current.items()} <= written


@QUICK
@given(STORIES, SKEWS)
def test_a_successor_is_always_later_whatever_the_clocks_say(steps: list, skews: list[int]) -> None:
    _, _, ops = told(steps, skews)
    assert all(op.prev is None or op.prev < op.clock for op in ops)
    assert len({(op.of, op.clock) for op in ops}) == len(ops)


@QUICK
@given(STORIES, SKEWS)
def test_the_greatest_clock_of_a_unit_stands(steps: list, skews: list[int]) -> None:
    _, bundles, _ = told(steps, skews)
    for of, ops in by_unit(bundles).items():
        assert rows(bundles)[of][1] == max(op.clock for op in ops)


def two_apart(unit: str, other: str) -> tuple[Replica, list[Bundle]]:
    """A record that a made and b knows; then each changes something without the other."""
    a, b = Replica("a"), Replica("b")
    bundles: list[Bundle] = []
    a.edit("mentor", "name", "Айгүл")
    a.edit("mentor", "phone", "1")
    seal(a, bundles)
    hear_all(b, bundles, random.Random(0))
    a.edit("mentor", unit, "from a")
    b.edit("mentor", other, "from b")
    seal(a, bundles)
    seal(b, bundles)
    hear_all(a, bundles, random.Random(0))
    return a, bundles


def test_different_fields_of_one_record_go_together_silently() -> None:
    a, bundles = two_apart("name", "phone")
    assert a.value("mentor", "name") == "from a"
    assert a.value("mentor", "phone") == "from b"
    assert conflicts(bundles) == set()


def test_one_field_changed_apart_has_one_winner_and_one_conflict() -> None:
    a, bundles = two_apart("name", "name")
    assert a.value("mentor", "name") == "from b"  # equal stamps: the greater device
    assert [(c.unit, c.kind, c.loser.device) for c in conflicts(bundles)] == [
        ("name", "field", "a")
    ]


def test_a_later_edit_leaves_the_conflict_open_and_a_decision_closes_it_for_ever() -> None:
    a, bundles = two_apart("name", "name")
    (conflict,) = conflicts(bundles)
    a.edit("mentor", "name", "a third one")
    seal(a, bundles)
    assert conflicts(bundles) == {conflict}
    a.decide(conflict, "a third one")
    seal(a, bundles)
    assert conflicts(bundles) == set()
    a.edit("mentor", "name", "a fourth one")
    seal(a, bundles)
    assert conflicts(bundles) == set()


def test_a_change_of_a_record_that_went_to_the_bin_elsewhere_waits_for_people() -> None:
    a, bundles = two_apart(DELETED, "phone")
    (conflict,) = conflicts(bundles)
    assert (conflict.unit, conflict.kind, conflict.loser.device) == ("phone", "deleted", "b")
    assert a.value("mentor", DELETED) == "from a"
    a.edit("mentor", DELETED, None)
    seal(a, bundles)
    assert conflicts(bundles) == set()


def test_two_who_send_one_record_to_the_bin_do_not_disagree() -> None:
    _, bundles = two_apart(DELETED, DELETED)
    assert conflicts(bundles) == set()


def test_the_clock_of_an_operation_orders_by_stamp_then_device() -> None:
    assert Clock(2, "a", 9) > Clock(1, "z", 1)
    assert Clock(2, "b", 1) > Clock(2, "a", 9)
