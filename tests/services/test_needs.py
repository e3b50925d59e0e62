"""The balance of need and graduates: counted by hand here, from the records there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cluster_desktop.query import Figure, Query
from cluster_desktop.services import figures, needs
from cluster_desktop.services.needs import Asked, Line
from cluster_desktop.services.office import Office
from tests.databases import Builder, Databases
from tests.services.needs_college import asking


@pytest.fixture
def content() -> Builder:
    return asking


def code(line: Line) -> str:
    return line.speciality.code if line.speciality else ""


def told(office: Office, asked: Asked) -> dict[str, tuple[int, ...]]:
    found = needs.balance(office, asked)
    return {
        code(line): (*(needs.whole(f) for f in (line.needed, line.ours, line.others)), line.gap)
        for line in found.lines
    }


def all_figures(office: Office, asked: Asked) -> list[Figure]:
    found = needs.balance(office, asked)
    shown = [
        f for line in (*found.lines, found.total) for f in (line.needed, line.ours, line.others)
    ]
    for line in found.lines:
        under = needs.behind(office, asked, line.speciality.id if line.speciality else None)
        shown += [part.figure for part in (*under.requests, *under.groups, *under.colleges)]
    return shown


def test_the_gap_is_supply_less_need_the_worst_first(office: Office) -> None:
    assert told(office, Asked(2027)) == {
        "97150500": (20, 3, 5, -12), "98410100": (4, 0, 0, -4), "91013030": (0, 2, 0, 2),
    }  # fmt: skip
    assert list(told(office, Asked(2027))) == ["97150500", "98410100", "91013030"]
    assert needs.balance(office, Asked(2027)).total.gap == -14
    assert told(office, Asked(2028)) == {"97150500": (10, 1, 0, -9)}


def test_of_one_source_only_its_requests_are_needed(office: Office) -> None:
    assert told(office, Asked(2027, source="akimat"))["97150500"] == (6, 3, 5, 2)


def test_of_one_district_only_who_asks_lives_or_teaches_there(office: Office) -> None:
    there = {ref.title: ref.id for ref in needs.districts(office)}
    assert told(office, Asked(2027, district=there["Көктерек ауданы"])) == {
        "97150500": (14, 1, 5, -8), "98410100": (4, 0, 0, -4),
    }  # fmt: skip
    assert told(office, Asked(2027, district=there["Ақбұлақ ауданы"])) == {
        "97150500": (6, 2, 0, -4), "91013030": (0, 2, 0, 2),
    }  # fmt: skip


@pytest.mark.parametrize(
    "on", [None, date(2026, 9, 1), date(2026, 2, 1), date(2020, 1, 1)], ids=str
)
def test_every_number_is_what_its_records_give_on_any_day(office: Office, on: date | None) -> None:
    shown = all_figures(office, Asked(2027, on=on))
    assert len(shown) > 10
    assert [f.value for f in shown] == [figures.measured(office, f.behind) for f in shown]


def test_on_a_past_day_a_later_request_is_not_there(office: Office) -> None:
    assert told(office, Asked(2027, on=date(2026, 10, 1)))["97150500"][0] == 14


def test_what_stands_behind_a_line_is_named(office: Office) -> None:
    welding = next(s for s in needs.balance(office, Asked(2027)).lines if code(s) == "97150500")
    assert welding.speciality is not None
    under = needs.behind(office, Asked(2027), welding.speciality.id)
    assert [(p.who and p.who.title, needs.whole(p.figure), p.dual) for p in under.requests] == [
        ("«Темір» ЖШС", 14, True), ("Ақбұлақ әкімдігі", 6, False),
    ]  # fmt: skip
    assert [(p.who and p.who.title, needs.whole(p.figure)) for p in under.groups] == [
        ("ДІ-23", 2), (None, 1),
    ]  # fmt: skip
    assert [(p.who and p.who.title, needs.whole(p.figure)) for p in under.colleges] == [
        ("Көктерек колледжі", 5),
    ]  # fmt: skip


def test_years_are_those_of_needs_and_those_ahead(office: Office) -> None:
    assert needs.years(office) == [2027, 2028]
    assert needs.next_year(office) == 2027


def test_the_years_of_study_of_the_settings_say_when_a_course_finishes(office: Office) -> None:
    office.put_setting("needs.study_years", "3")
    finishing = {r["full_name"]: r["finishes"] for r in office.rows(
        Query("student", columns=("full_name", "finishes")))}  # fmt: skip
    assert finishing["Келесі Жыл"] == 2027
    assert finishing["Асан Үсен"] == 2027
    assert finishing["Кетті Кенже"] is None


@pytest.mark.parametrize(("day", "year"), [(date(2027, 6, 30), 2027), (date(2027, 7, 1), 2028)])
def test_a_year_whose_graduates_have_gone_is_not_shown_first(
    databases: Databases, tmp_path: Path, day: date, year: int
) -> None:
    office = databases.open(asking, tmp_path / "late.db", today=day)
    assert needs.next_year(office) == year
    office.close()
