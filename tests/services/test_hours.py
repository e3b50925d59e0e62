"""Hours by month: what can be typed, all or nothing, one undo; and marks by the rubric."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Query
from cluster_desktop.services import assessment, hours, practice
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.hours import Cell, parse_cell
from cluster_desktop.services.office import Office
from tests.databases import Builder
from tests.services.practice_records import add, named, of_period, practice_school


def with_a_placement(office: Office) -> None:
    practice_school(office)
    students = [named(office, "student", name) for name in ("Әлиев", "Ким")]
    (slot,) = [
        row.id
        for row in office.rows(Query("practice_slot"))
        if row["organisation_id"].title == "Темір"
    ]
    practice.place(office, students, slot)


@pytest.fixture
def content() -> Builder:
    return with_a_placement


def march(office: Office) -> hours.Sheet:
    return hours.sheet(office, named(office, "practice_period", "Spring 2027"), 2027, 3)


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("", None),
        ("6", Cell(6, "present")),
        (" 08 ", Cell(8, "present")),
        ("Н", Cell(None, "absent")),
        ("а", Cell(None, "ill")),
        ("С", Cell(None, "excused")),
    ],
)
def test_what_a_cell_may_hold(typed: str, cell: Cell | None) -> None:
    assert parse_cell(typed) == cell


@pytest.mark.parametrize("typed", ["25", "6,5", "-1", "x", "нн", "1e1", "٣"])
def test_what_a_cell_may_not_hold(typed: str) -> None:
    with pytest.raises(Refusal):
        parse_cell(typed)


@given(st.integers(0, 24) | st.sampled_from(["absent", "ill", "excused"]))
def test_what_is_shown_can_be_typed_again(value: int | str) -> None:
    cell = Cell(value, "present") if isinstance(value, int) else Cell(None, value)
    assert parse_cell(cell.text()) == cell


def test_the_month_knows_its_breaks_and_sums(office: Office) -> None:
    first, _second = (row.placement for row in march(office).rows)
    hours.write(office, {(first, date(2027, 3, 1)): "6", (first, date(2027, 3, 2)): "н"})
    found = march(office)
    assert [day.date.day for day in found.days if day.is_break] == [21, 22, 23, 24, 25]
    assert found.rows[0].cells[:3] == ("6", "н", "")
    assert [row.total for row in found.rows] == [6, 0]
    assert found.rows[0].full_day == 6
    assert hours.total(office, [first]) == {first: 6}


def test_a_paste_is_one_action_and_one_undo(office: Office) -> None:
    placements = [row.placement for row in march(office).rows]
    before = logical_dump(office)
    cells = {(one, date(2027, 3, day)): "6" for one in placements for day in range(1, 20)}
    changes = hours.write(office, cells)
    assert len(changes.ids) == 38
    assert [row.total for row in march(office).rows] == [114, 114]
    office.undo()
    assert logical_dump(office) == before


def test_nothing_of_a_wrong_paste_is_written(office: Office) -> None:
    first = march(office).rows[0].placement
    cells = {
        (first, date(2027, 3, 1)): "6",
        (first, date(2027, 3, 2)): "сегіз",
        (first, date(2027, 4, 1)): "6",  # the practice ends on 28 March
    }
    with pytest.raises(Refusal) as refused:
        hours.write(office, cells)
    said = [finding.message for finding in refused.value.findings]
    assert len(said) == 2
    assert "Әлиев Дамир, 02.03.2027" in said[0]
    assert "28.03.2027" in said[1]
    assert office.count("attendance") == 0


def test_the_same_again_changes_nothing_and_empty_clears(office: Office) -> None:
    first = march(office).rows[0].placement
    cell = (first, date(2027, 3, 1))
    hours.write(office, {cell: "6"})
    assert hours.write(office, {cell: "6"}).action is None
    hours.write(office, {cell: ""})
    assert march(office).rows[0].cells[0] == ""


def criteria(office: Office) -> tuple[UUID, UUID]:
    office.delete("rubric_criterion", of_period(office, "rubric_criterion"))
    first = add(office, "rubric_criterion", name_kk="Сапа", most=60, position=1)
    second = add(office, "rubric_criterion", name_kk="Күнделік", most=40, position=2)
    add(office, "rubric_criterion", name_kk="Басқа", most=10, kind="study")
    return first, second


@pytest.mark.parametrize(("points", "mark"), [(50, 5), (49, 4), (35, 4), (34, 3), (10, 3), (9, 2)])
def test_points_give_the_mark(office: Office, points: int, mark: int) -> None:
    first, second = criteria(office)
    placement = of_period(office)[0]
    assessment.assess(office, placement, {first: points})
    assert office.get("placement", placement)["grade"] is None  # one criterion is still open
    assessment.assess(office, placement, {second: 40})
    row = office.get("placement", placement)
    assert row["grade"] == mark
    assert row["state"] == ("failed" if mark == 2 else "assessed")


def test_more_points_than_there_are_are_refused(office: Office) -> None:
    first, second = criteria(office)
    placement = of_period(office)[0]
    with pytest.raises(Refusal, match="Күнделік"):
        assessment.assess(office, placement, {first: 60, second: 41})
    assert office.count("assessment_mark") == 0
