"""Figures of graduates: counted by hand here, in SQL there, for any past day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from cluster_desktop.query import Condition, Insert, Operation, Query
from cluster_desktop.services import outcome_figures
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.services.outcome_figures import BY_ALL, BY_AVAILABLE, Counts, figures
from tests.databases import Databases, empty
from tests.measuring import best_of, took_ms

CHECKED = date(2025, 10, 1)


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(empty, tmp_path / "cluster.db")
    yield opened
    opened.close()


def add(office: Office, *operations: Operation) -> None:
    office.apply("test", "test", operations)


def speciality(office: Office, code: str) -> UUID:
    made = new_id()
    add(office, Insert("speciality", {"code": code, "name_kk": f"{code} атауы"}, made))
    return made


def graduate(office: Office, state: str | None = None, **values: object) -> UUID:
    """A graduate of 2025, with one outcome of 1 October if a state is given."""
    made = new_id()
    facts = {"full_name": "Түлек", "status": "graduated", "graduation_year": 2025, **values}
    by_speciality = bool(facts.pop("by_speciality", False))
    add(office, Insert("student", facts, made))
    if state is not None:
        outcome(office, made, state, CHECKED, by_speciality=by_speciality)
    return made


def outcome(office: Office, student: UUID, state: str, day: date, **values: object) -> None:
    facts = {"student_id": student, "state": state, "checked_on": day, **values}
    add(office, Insert("outcome", facts, new_id()))


def test_every_state_has_its_column_and_the_self_employed_are_employed(office: Office) -> None:
    trade = speciality(office, "07150500")
    graduate(office, "employed", speciality_id=trade, funding="state", by_speciality=True)
    graduate(office, "employed", speciality_id=trade, funding="paid")
    graduate(office, "self_employed", speciality_id=trade, by_speciality=True)
    # Studying in one's speciality is not work in it: column 7 is a part of column 6.
    graduate(office, "studying", speciality_id=trade, by_speciality=True)
    for state in ("army", "childcare", "left_country", "other_reason", "not_employed"):
        graduate(office, state, speciality_id=trade)
    graduate(office, None, speciality_id=trade)
    found = figures(office, 2025)
    assert found.total == Counts(
        all=10, state_order=1, employed=3, by_speciality=2, self_employed=1, studying=1, army=1,
        childcare=1, left_country=1, other_reason=1, not_employed=1, unknown=1,
    )  # fmt: skip
    (row,) = found.rows
    assert row.speciality is not None
    assert (row.speciality.code, row.counts) == ("07150500", found.total)


def test_rates_by_either_formula_to_one_decimal_half_up() -> None:
    counts = Counts(all=240, employed=166, studying=27, army=12, childcare=6, unknown=30)
    assert counts.rate(BY_ALL) == Decimal("69.2")
    assert counts.rate(BY_AVAILABLE) == Decimal("85.1")
    assert counts.knowledge == Decimal("87.5")
    # 0.25 exactly: Python's own round() would say 0.2.
    assert Counts(all=400, employed=1).rate(BY_ALL) == Decimal("0.3")
    assert Counts().rate(BY_ALL) is None
    assert Counts(all=2, army=2).rate(BY_AVAILABLE) is None


def test_the_newest_outcome_up_to_the_day_counts(databases: Databases, tmp_path: Path) -> None:
    path = tmp_path / "days.db"
    office = databases.open(empty, path, today=date(2026, 7, 1))
    person = graduate(office)
    outcome(office, person, "not_employed", date(2025, 10, 1), checkpoint="3")
    outcome(office, person, "employed", date(2026, 1, 10), checkpoint="6")
    outcome(office, person, "army", date(2026, 6, 2), checkpoint="12")
    seen = []
    for day in ((2025, 6, 30), (2025, 7, 1), (2025, 10, 1), (2026, 1, 10), (2026, 6, 2)):
        then = Office(office.store, today=lambda day=day: date(*day))
        total = figures(then, 2025).total
        seen.append((total.all, total.unknown, total.not_employed, total.employed, total.army))
    office.close()
    assert seen == [
        (0, 0, 0, 0, 0), (1, 1, 0, 0, 0), (1, 0, 1, 0, 0), (1, 0, 0, 1, 0), (1, 0, 0, 0, 1)
    ]  # fmt: skip


def test_the_expelled_other_years_and_the_bin_do_not_count(office: Office) -> None:
    graduate(office, "employed")
    graduate(office, "employed", status="expelled")
    graduate(office, "employed", graduation_year=2024)
    gone = graduate(office, "employed")
    office.delete("student", [gone])
    assert figures(office, 2025).total == Counts(all=1, employed=1)
    assert outcome_figures.years(office) == [2025, 2024]


def test_parts_are_the_qualifications_and_one_speciality_can_be_asked(office: Office) -> None:
    first, second = speciality(office, "04110100"), speciality(office, "07150500")
    skills = {code: new_id() for code in ("3W07150501", "4S07150502")}
    add(office, *(Insert("qualification", {"code": c, "speciality_id": second}, i)
                  for c, i in skills.items()))  # fmt: skip
    graduate(office, "employed", speciality_id=second, qualification_id=skills["4S07150502"])
    graduate(office, "army", speciality_id=second, qualification_id=skills["3W07150501"])
    graduate(office, "army", speciality_id=second)
    graduate(office, "studying", speciality_id=first)
    graduate(office, "studying")
    found = figures(office, 2025)
    assert [row.speciality and row.speciality.code for row in found.rows] == [
        "04110100", "07150500", None,
    ]  # fmt: skip
    parts = found.rows[1].parts
    assert [(p.qualification and p.qualification.code, p.counts.all) for p in parts] == [
        ("3W07150501", 1), ("4S07150502", 1), (None, 1),
    ]  # fmt: skip
    assert figures(office, 2025, speciality=first).total == Counts(all=1, studying=1)
    assert figures(office, 2025, speciality=uuid4()).rows == ()


def test_counts_equal_the_lists_of_the_computed_column(office: Office) -> None:
    trade = speciality(office, "07150500")
    for state in ("employed", "employed", "army", None):
        graduate(office, state, speciality_id=trade)
    total = figures(office, 2025).total
    of_year = Condition("graduation_year", "is", 2025)
    for state, number in (("employed", 2), ("army", 1), ("unknown", 1)):
        query = Query("student", (of_year, Condition("outcome_now", "is", state)))
        assert office.count(query) == number
    assert (total.employed, total.army, total.unknown) == (2, 1, 1)


def test_the_formula_is_a_setting(office: Office) -> None:
    graduate(office, "employed")
    graduate(office, "army")
    assert figures(office, 2025).rate(figures(office, 2025).total) == Decimal("50.0")
    office.put_setting("outcomes.rate", BY_AVAILABLE)
    found = figures(office, 2025)
    assert found.rate(found.total) == Decimal("100.0")
    office.put_setting("outcomes.rate", "nonsense")
    assert figures(office, 2025).formula == BY_ALL


@pytest.mark.timing
def test_twenty_thousand_graduates_are_counted_at_once(office: Office) -> None:
    trades = [speciality(office, f"0715{n:02}00") for n in range(20)]
    made = [new_id() for _ in range(20_000)]
    add(
        office,
        *(
            Insert("student", {"full_name": f"Түлек {n}", "graduation_year": 2025,
                               "status": "graduated", "speciality_id": trades[n % 20]}, record)
            for n, record in enumerate(made)
        ),
        *(
            Insert("outcome", {"student_id": record, "state": "employed", "checked_on": CHECKED},
                   new_id())
            for record in made
        ),
    )  # fmt: skip
    assert figures(office, 2025).total.employed == 20_000
    assert best_of(lambda: took_ms(lambda: figures(office, 2025)), 500) < 500
