"""Statuses of graduates: which check is due, what a word on the same day does, past days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cluster_desktop.db.store import Store
from cluster_desktop.errors import Refusal
from cluster_desktop.query import Query
from cluster_desktop.services import attachments, outcome_figures, outcomes
from cluster_desktop.services.office import Office
from tests.databases import Builder, Databases
from tests.services.practice_records import add

GRADUATES = 6


def with_graduates(office: Office) -> None:
    """Six of 2026, two of 2025, nobody asked yet."""
    for number in range(GRADUATES):
        add(
            office, "student", full_name=f"Түлек {number}", status="graduated", graduation_year=2026
        )
    for number in range(2):
        add(
            office,
            "student",
            full_name=f"Былтырғы {number}",
            status="graduated",
            graduation_year=2025,
        )


@pytest.fixture
def content() -> Builder:
    return with_graduates


def on(databases: Databases, path: Path, day: date) -> Office:
    """The same file as another day sees it."""
    return Office(Store.open(path), today=lambda: day)


def test_unknown_is_never_employed(office: Office) -> None:
    first, second, *_rest = office.rows(outcomes.graduates(2026))
    outcomes.set_status(office, [first.id], "employed", {"employer": "«Арай» ЖШС"})
    outcomes.set_status(office, [second.id], "studying")
    found = outcome_figures.figures(office, 2026)
    assert (found.total.all, found.total.employed, found.total.unknown) == (6, 1, 4)
    assert found.rate(found.total) == Decimal("16.7")
    assert found.total.knowledge == Decimal("33.3")
    office.put_setting("outcomes.rate", "employed/available")
    found = outcome_figures.figures(office, 2026)
    assert found.rate(found.total) == Decimal("20.0")
    assert office.count(outcomes.graduates(2026, None, ("unknown",))) == 4


def test_which_check_is_due_on_which_day(office: Office, databases: Databases) -> None:
    path = office.store.path
    due = [
        (date(2026, 6, 30), {}),
        (date(2026, 9, 30), {}),
        (date(2026, 10, 1), {"3": 6}),
        (date(2026, 12, 31), {"3": 6}),
        (date(2027, 1, 1), {"6": 6}),
        (date(2027, 7, 1), {"12": 6}),
        (date(2028, 1, 1), {}),  # followed for 18 months
    ]
    for day, expected in due:
        then = on(databases, path, day)
        found = then.counts_by(outcomes.graduates(2026), "outcome_due")
        assert {key: n for key, n in found.items() if key} == expected, day
        then.close()


def test_a_check_made_is_no_longer_due(office: Office) -> None:
    first = office.rows(outcomes.graduates(2026))[0].id
    outcomes.set_status(office, [first], "army")
    row = office.get("student", first)
    assert (row["outcome_now"], row["outcome_due"]) == ("army", None)
    (outcome,) = office.rows(Query("outcome", columns=("checkpoint", "checked_on")))
    assert (outcome["checkpoint"], outcome["checked_on"]) == ("3", date(2026, 11, 21))
    due = next(a for a in office.alerts() if a.key == "no_status")
    assert due.count == office.count(due.query) == 7  # type: ignore[arg-type]


def test_a_second_word_on_the_same_day_corrects_the_first(office: Office) -> None:
    first = office.rows(outcomes.graduates(2026))[0].id
    outcomes.set_status(office, [first], "employed", {"employer": "«Арай» ЖШС"})
    outcomes.set_status(office, [first], "studying")
    (row,) = office.rows(Query("outcome", columns=("state", "employer")))
    assert (row["state"], row["employer"]) == ("studying", None)
    office.undo()
    (row,) = office.rows(Query("outcome", columns=("state", "employer")))
    assert (row["state"], row["employer"]) == ("employed", "«Арай» ЖШС")


def test_the_next_check_keeps_employer_and_proof_and_the_past_stays(
    office: Office, databases: Databases
) -> None:
    first = office.rows(outcomes.graduates(2026))[0].id
    outcomes.set_status(
        office,
        [first],
        "employed",
        {"employer": "«Арай» ЖШС", "evidence": "contract", "evidence_text": "№ 12"},
    )
    later = on(databases, office.store.path, date(2027, 1, 15))
    outcomes.set_status(later, [first], "employed")
    newest = outcomes.newest(later, [first])[first]
    assert (newest["employer"], newest["checkpoint"]) == ("«Арай» ЖШС", "6")
    assert (newest["evidence"], newest["evidence_text"]) == ("contract", "№ 12")
    assert later.get("student", first)["outcome_proof"] == "contract"
    outcomes.set_status(later, [first], "not_employed")
    assert later.get("student", first)["outcome_now"] == "not_employed"
    # The document of the work proves nothing of another state.
    assert later.get("student", first)["outcome_proof"] == "none"
    later.close()
    assert office.get("student", first)["outcome_now"] == "employed"


def test_a_proof_that_is_only_a_file_still_shows_at_the_next_check(
    office: Office, databases: Databases, tmp_path: Path
) -> None:
    first = office.rows(outcomes.graduates(2026))[0].id
    outcomes.set_status(office, [first], "employed", {"employer": "«Арай» ЖШС"})
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4")
    known = outcomes.newest(office, [first])[first]
    attachments.attach(office, "outcome", known.id, scan, kind="evidence")
    assert office.get("student", first)["outcome_proof"] == "file"
    later = on(databases, office.store.path, date(2027, 1, 15))
    outcomes.set_status(later, [first], "employed")
    assert later.get("student", first)["outcome_proof"] == "other"
    later.close()


def test_as_above_and_details_and_clear(office: Office) -> None:
    first, second, third, *_rest = (row.id for row in office.rows(outcomes.graduates(2026)))
    with pytest.raises(Refusal):
        outcomes.as_above(office, [second], first)
    with pytest.raises(Refusal):
        outcomes.set_details(office, first, {"employer": "«Арай» ЖШС"})
    outcomes.set_status(office, [first], "employed")
    outcomes.set_details(office, first, {"employer": "«Арай» ЖШС", "hired_on": date(2026, 9, 1)})
    outcomes.as_above(office, [second, third], first)
    assert outcomes.newest(office, [third])[third]["hired_on"] == date(2026, 9, 1)
    outcomes.clear_status(office, [second])
    assert office.get("student", second)["outcome_now"] == "unknown"


def test_who_has_no_year_of_graduation_is_refused(office: Office) -> None:
    made = add(office, "student", full_name="Студент")
    with pytest.raises(Refusal) as refused:
        outcomes.set_status(office, [made], "employed")
    assert refused.value.field == "graduation_year"
    assert office.count("outcome") == 0
