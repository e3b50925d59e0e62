"""Erasing a person reaches the person's records on every computer, and no other record."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cluster_desktop.services import people
from tests.sync.simulation.checkpoints import made_by, merge_into
from tests.sync.simulation.stage import OFFICE, A, B, Stage

DAY = date(2026, 3, 2)


def history(stage: Stage, name: str) -> str:
    """All old values and titles that the journal of that computer has."""
    with stage.office(name).store.reading() as connection:
        journal = connection.exec_driver_sql("SELECT group_concat(old) FROM journal").scalar()
        titles = connection.exec_driver_sql("SELECT group_concat(title) FROM action").scalar()
    return f"{journal}{titles}"


def take_checkpoint(stage: Stage, name: str, of: str) -> None:
    packed = made_by(stage.world, of, stage.region.own_scope(of))
    assert packed is not None
    merge_into(stage.world, name, packed)


def add_student(stage: Stage, name: str, full_name: str = "Оқушы Әлия") -> UUID:
    return stage.add(name, "student", full_name=full_name)


def add_placement(stage: Stage, name: str, student: UUID, mentor: UUID, base: UUID) -> UUID:
    year = stage.add(name, "academic_year", name="2025", starts=DAY, ends=date(2026, 6, 30))
    period = stage.add(
        name, "practice_period", name="Көктем", academic_year_id=year, starts=DAY, ends=DAY
    )
    return stage.add(
        name, "placement", student_id=student, period_id=period, organisation_id=base,
        mentor_id=mentor, starts=DAY, ends=DAY, note="бұрынғы жазба",
    )  # fmt: skip


def test_a_placement_is_not_erased_with_its_mentor(stage: Stage) -> None:
    base = stage.add(A, "organisation", name_kk="«Арай» ЖШС")
    mentor = stage.add(A, "mentor", full_name="Кеткен Тәлімгер", organisation_id=base)
    placement = add_placement(stage, A, add_student(stage, A), mentor, base)
    stage.settle()
    stage.put(A, placement, "placement", note=None)
    stage.settle()
    assert "бұрынғы жазба" in history(stage, A)

    people.erase(stage.office(A), "mentor", mentor, "өтініш бойынша")
    stage.settle()

    assert stage.seen(B, placement, "mentor_id", "placement") is None
    assert "Кеткен" not in history(stage, B)
    stage.put(B, placement, "placement", note="жаңа жазба")
    stage.settle()
    for name in (A, B):
        assert stage.seen(name, placement, "note", "placement") == "жаңа жазба"
        assert "бұрынғы жазба" in history(stage, name)


def test_a_field_that_was_cleared_is_not_an_erased_one(stage: Stage) -> None:
    base = stage.add(A, "organisation", name_kk="«Арай» ЖШС")
    agreement = stage.add(A, "agreement", number="1", partner_id=base, kind="memorandum")
    stage.settle()
    stage.put(A, agreement, "agreement", note="бірінші")
    stage.put(A, agreement, "agreement", note=None)
    stage.put(B, agreement, "agreement", note="екінші")
    stage.settle()
    assert {stage.seen(n, agreement, "note", "agreement") for n in (A, B, OFFICE)} == {"екінші"}
    assert stage.digest(A, stage.region.own_scope(A)) == stage.digest(B, stage.region.own_scope(A))


def test_who_takes_a_checkpoint_keeps_conflicts_and_history_of_what_was_not_erased(
    stage: Stage,
) -> None:
    base = stage.add(A, "organisation", name_kk="«Арай» ЖШС")
    agreement = stage.add(A, "agreement", number="1", partner_id=base, kind="memorandum")
    stage.settle()
    stage.put(B, agreement, "agreement", note="ұмытылмас")
    stage.put(B, agreement, "agreement", note=None)
    stage.put(B, agreement, "agreement", valid_from=date(2026, 2, 1), valid_until=None)
    stage.put(A, agreement, "agreement", valid_from=date(2026, 3, 1), valid_until=None)

    take_checkpoint(stage, B, A)

    assert stage.conflicts(B) == [("valid_from", "field")]
    assert "ұмытылмас" in history(stage, B)


def test_who_takes_a_checkpoint_forgets_who_was_erased_and_what_told_of_him(stage: Stage) -> None:
    student = add_student(stage, A, "Ұмытылған Адам")
    outcome = stage.add(
        A, "outcome", student_id=student, checked_on=DAY, state="employed", employer="Құпия орын"
    )
    stage.settle()
    stage.put(B, student, "student", address="Ұмытылған көше")
    stage.put(B, outcome, "outcome", employer="Құпия орын екінші")
    stage.meet(B, A)
    people.erase(stage.office(A), "student", student, "өтініш бойынша")

    take_checkpoint(stage, B, A)

    assert stage.seen(B, outcome, "employer", "outcome") is None
    assert "Ұмытылған" not in history(stage, B)
    assert "Құпия" not in history(stage, B)
