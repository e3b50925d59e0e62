"""The indicators of any day, against plain loops over what is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from cluster_desktop.db.entities.kpi import COUNTED
from cluster_desktop.i18n import add_months
from cluster_desktop.query import Query, Ref, Row
from cluster_desktop.services import kpi_figures
from cluster_desktop.services.office import Office
from tests.databases import TODAY, Databases
from tests.services.cluster_college import clustered

DAYS = (TODAY, date(2026, 7, 1), date(2026, 3, 31), date(2025, 10, 15))
Records = dict[str, list[Row]]


@pytest.fixture(scope="module")
def office(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Only looked at."""
    opened = databases.open(clustered, tmp_path_factory.mktemp("look") / "cluster.db")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def records(office: Office) -> Records:
    """Everything as it is stored."""
    return {
        entity.name: office.rows(Query(entity.name, columns=tuple(entity.fields)))
        for entity in office.entities()
    }


def linked(rows: Iterable[Row], field: str, row: Row) -> list[Row]:
    return [one for one in rows if isinstance(one[field], Ref) and one[field].id == row.id]


def in_year(day: date, when: date | None) -> bool:
    return when is not None and date(day.year, 1, 1) <= when <= day


def graduated(row: Row, day: date) -> bool:
    year = row["graduation_year"]
    return bool(year) and row["status"] != "expelled" and date(year, 7, 1) <= day


def on_roll(row: Row, day: date) -> bool:
    if row["enrolled_on"] is not None and row["enrolled_on"] > day:
        return False
    if row["left_on"] is not None:
        return row["left_on"] > day
    if row["status"] in ("expelled", "on_leave"):
        return False
    if row["status"] == "graduated" and not row["graduation_year"]:
        return False
    return not graduated(row, day)


def in_force(row: Row, day: date) -> bool:
    """Plain agreements of the college: nothing renews itself there, nothing follows another."""
    if row["stage"] not in ("signed", "terminated"):
        return False
    ended = row["terminated_on"]
    if row["stage"] == "terminated" and ended is None:
        return False
    begun = row["valid_from"] or row["signed_on"]
    until = row["valid_until"]
    return (
        (ended is None or ended > day)
        and (begun is None or begun <= day)
        and (until is None or until >= day)
    )


def students(of: Records, day: date) -> list[Row]:
    return [one for one in of["student"] if on_roll(one, day)]


def holds(row: Row, day: date) -> bool:
    given_up = row["state"] in ("interrupted", "failed")
    return not given_up and row["starts"] <= day <= row["ends"]


def contracts(of: Records, student: Row, kind: str, day: date) -> list[Row]:
    own = linked(of["agreement"], "student_id", student)
    return [one for one in own if one["kind"] == kind and in_force(one, day)]


def is_dual(of: Records, student: Row, day: date) -> bool:
    by_id = {one.id: one for one in of["agreement"]}
    return bool(contracts(of, student, "dual", day)) or any(
        one["kind"] == "dual"
        and holds(one, day)
        and one["agreement_id"] is not None
        and in_force(by_id[one["agreement_id"].id], day)
        for one in linked(of["placement"], "student_id", student)
    )


def percent(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def outcome(of: Records, student: Row, day: date) -> Row | None:
    known = [
        one for one in linked(of["outcome"], "student_id", student) if one["checked_on"] <= day
    ]
    return max(known, key=lambda one: (one["checked_on"], one.id.bytes), default=None)


def leavers(of: Records, day: date) -> list[Row]:
    """Graduates of the newest year that has any."""
    found = [one for one in of["student"] if graduated(one, day)]
    newest = max((one["graduation_year"] for one in found), default=day.year)
    return [one for one in found if one["graduation_year"] == newest]


def at_work(of: Records, day: date) -> list[Row]:
    newest = [outcome(of, one, day) for one in leavers(of, day)]
    return [one for one in newest if one and one["state"] in ("employed", "self_employed")]


def k07(of: Records, day: date) -> Decimal | None:
    there = students(of, day)
    return percent(sum(is_dual(of, one, day) for one in there), len(there))


def k10(of: Records, day: date) -> Decimal | None:
    first = [
        min((c["signed_on"] for c in contracts(of, one, "targeted", day)), default=None)
        for one in students(of, day)
    ]
    admitted = sum(one["admitted"] for one in admission(of, day))
    return percent(sum(in_year(day, one) for one in first), admitted)


def admission(of: Records, day: date) -> list[Row]:
    return [
        one
        for one in of["admission"]
        if in_year(day, one["admitted_on"] or date(one["year"], 9, 1))
    ]


def k12(of: Records, day: date) -> int:
    def active(one: Row) -> bool:
        begins = one["starts"] or one["order_date"]
        ordered = (begins is not None or one["order_number"]) and (begins is None or begins <= day)
        leads = any(holds(p, day) for p in linked(of["placement"], "mentor_id", one))
        return bool(ordered and (one["ends"] is None or one["ends"] >= day)) or leads

    return sum(active(one) for one in of["mentor"])


def k13(of: Records, day: date) -> Decimal | None:
    staff = [
        one
        for one in of["teacher"]
        if (one["hired_on"] is None or one["hired_on"] <= day)
        and (one["left_on"] is None or one["left_on"] > day)
    ]
    interned = [
        one
        for one in staff
        if any(
            i["kind"] in ("internship", "foreign") and i["ends"] <= day < add_months(i["ends"], 36)
            for i in linked(of["teacher_internship"], "teacher_id", one)
        )
    ]
    return percent(len(interned), len(staff))


def k16(of: Records, day: date) -> Decimal | None:
    due = [
        one for one in of["plan_item"] if in_year(day, one["due"]) and one["state"] != "cancelled"
    ]
    done = [
        one
        for one in due
        if one["state"] == "done" and (one["done_on"] is None or one["done_on"] <= day)
    ]
    return percent(len(done), len(due))


def satisfaction(audience: str) -> Callable[[Records, date], Decimal | None]:
    def of_all(of: Records, day: date) -> Decimal | None:
        found = []
        for survey in of["survey"]:
            for sheet in linked(of["survey_sheet"], "survey_id", survey):
                marks = [m["points"] for m in linked(of["survey_mark"], "sheet_id", sheet)]
                when = sheet["answered_on"] or survey["ends"] or survey["starts"]
                if survey["audience"] == audience and marks and in_year(day, when):
                    mean = Decimal(sum(marks)) * 100 / len(marks) / survey["points"]
                    found.append(mean.quantize(Decimal("0.01"), ROUND_HALF_UP))
        if not found:
            return None
        return (sum(found, Decimal(0)) / len(found)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    return of_all


ENDS = {"1": (3, 31), "2": (6, 30), "3": (9, 30), "4": (12, 31), "year": (12, 31)}
EXPECTED: dict[str, Callable[[Records, date], Decimal | int | None]] = {
    "K01": lambda of, day: len(students(of, day)),
    "K02": lambda of, day: sum(
        one["amount"]
        for one in of["output_volume"]
        if in_year(day, date(one["year"], *ENDS[one["period"]]))
    ),
    "K03": satisfaction("students"),
    "K04": satisfaction("employers"),
    "K05": lambda of, day: sum(
        graduated(one, day) and one["graduation_year"] == day.year for one in of["student"]
    ),
    "K06": lambda of, day: sum(
        one["state"] == "introduced" and in_year(day, one["introduced_on"])
        for one in of["innovation_project"]
    ),
    "K07": k07,
    "K08": lambda of, day: percent(len(at_work(of, day)), len(leavers(of, day))),
    "K09": lambda of, day: percent(
        sum(one["by_speciality"] for one in at_work(of, day)), len(at_work(of, day))
    ),
    "K10": k10,
    "K11": lambda of, day: sum(in_force(one, day) for one in of["agreement"]),
    "K12": k12,
    "K13": k13,
    "K14": lambda of, day: sum(
        one["confirmed"] or 0
        for one in of["finance_line"]
        if one["source"] not in ("own", "fund")
        and in_year(day, one["received_on"] or date(one["year"], 1, 1))
    ),
    "K15": lambda of, day: sum(
        one["state"] in ("agreed", "in_use") and in_year(day, one["agreed_on"])
        for one in of["programme_update"]
    ),
    "K16": k16,
    "K17": lambda of, day: sum(
        one["pupils"] or 0
        for one in of["event"]
        if one["kind"] in ("career", "open_day", "job_fair") and in_year(day, one["held_on"])
    ),
    "K18": lambda of, day: sum(one["admitted"] for one in admission(of, day) if one["base"] == "9"),
}


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("code", COUNTED)
def test_an_indicator_of_a_day_is_what_was_written_down_by_then(
    office: Office, records: Records, code: str, day: date
) -> None:
    assert kpi_figures.figure(office, code, day).value == EXPECTED[code](records, day)


def test_the_days_differ_so_that_something_is_tested(office: Office) -> None:
    told = {day: tuple(f.value for f in kpi_figures.every(office, day)) for day in DAYS}
    assert len(set(told.values())) == len(DAYS)
    assert all(any(told[day][n] for day in DAYS) for n in range(len(COUNTED)))


def test_money_and_goods_are_shown_in_thousand_tenge() -> None:
    assert kpi_figures.shown("K14", Decimal("1234567.89")) == Decimal("1234.57")
    assert kpi_figures.shown("K01", Decimal(7)) == Decimal(7)
    assert kpi_figures.shown("K02", None) is None


def test_the_share_of_the_employed_follows_the_formula_of_the_settings(
    databases: Databases, tmp_path: Any
) -> None:
    opened = databases.open(clustered, tmp_path / "cluster.db")
    before = kpi_figures.figure(opened, "K08", TODAY)
    opened.put_setting("outcomes.rate", "employed/available")
    after = kpi_figures.figure(opened, "K08", TODAY)
    assert before.behind == after.behind
    assert before.base is not None
    assert after.base is not None
    assert opened.count(after.base.query) < opened.count(before.base.query)
    opened.close()
