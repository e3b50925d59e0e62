"""Erasing a person reaches the person's records on every computer, and no other record."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cluster_desktop.services import people
from tests.sync.simulation import checks
from tests.sync.simulation.checkpoints import made_by, merge_into
from tests.sync.simulation.stage import OFFICE, A, B, Stage

DAY = date(2026, 3, 2)


def history(stage: Stage, name: str) -> str:
    """All old values and titles that the journal of that computer has."""
    with stage.office(name).store.reading() as connection:
        journal = connection.exec_driver_sql("SELECT group_concat(old) FROM journal").scalar()
        titles = connection.exec_driver_sql("SELECT group_concat(title) FROM action").scalar()
    return f"{journal}{titles}"


def erase(stage: Stage, name: str, person: UUID, entity: str = "student") -> None:
    stage.tick()
    people.erase(stage.office(name), entity, person, "өтініш бойынша")


def all_alike(stage: Stage) -> None:
    """Everybody has exchanged: the same records, clocks and conflicts in each scope."""
    stage.settle()
    checks.alike(stage.world)
    assert stage.conflicts(A) == stage.conflicts(B) == stage.conflicts(OFFICE)


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


def test_what_others_wrote_apart_is_no_conflict_where_somebody_erased(stage: Stage) -> None:
    student = add_student(stage, A, "Кеткен Адам")
    stage.settle()
    stage.put(A, student, "student", full_name="Кеткен Бірінші")
    stage.put(B, student, "student", full_name="Кеткен Екінші")
    stage.meet(A, B)
    assert stage.conflicts(B) == [("full_name", "field")]

    erase(stage, B, student)

    assert stage.conflicts(B) == []
    all_alike(stage)


def test_conflicts_on_what_stays_of_a_person_stay(stage: Stage) -> None:
    student = add_student(stage, A)
    stage.settle()
    stage.put(A, student, "student", graduation_year=2027)
    stage.put(B, student, "student", graduation_year=2028)
    stage.meet(A, B, OFFICE)

    erase(stage, B, student)
    all_alike(stage)

    assert stage.conflicts(OFFICE) == [("graduation_year", "field")]


def test_who_clears_a_field_of_one_who_is_erased_elsewhere(stage: Stage) -> None:
    """What stands there is the same; whose word it is must be the same, too."""
    teacher = stage.add(A, full_name="Кеткен Адам", note="жазба")
    stage.settle()
    erase(stage, A, teacher, "teacher")
    stage.put(B, teacher, note=None)
    all_alike(stage)


def test_who_did_not_know_fills_no_empty_field_of_an_erased_person(stage: Stage) -> None:
    student = add_student(stage, A)
    stage.settle()
    erase(stage, A, student)
    stage.put(B, student, "student", note="Кеткен Адам туралы")
    stage.put(OFFICE, student, "student", note="Кеткен Адам жайында")

    all_alike(stage)

    assert stage.seen(B, student, "note", "student") is None
    assert stage.conflicts(A) == []


def test_fields_that_go_together_go_together(stage: Stage) -> None:
    student = add_student(stage, A)
    outcome = stage.add(
        A, "outcome", student_id=student, checked_on=DAY, state="employed", employer="Құпия орын"
    )
    stage.settle()
    erase(stage, A, student)
    stage.put(B, outcome, "outcome", state="studying", employer="Құпия орын екінші")

    all_alike(stage)

    assert stage.seen(B, outcome, "employer", "outcome") is None


@pytest.mark.parametrize("first", [(OFFICE, A, B), (B, OFFICE, A)])
def test_who_knew_may_write_into_an_erased_record(stage: Stage, first: tuple[str, ...]) -> None:
    student = add_student(stage, A, "Кеткен Адам")
    stage.settle()
    erase(stage, A, student)
    stage.meet(A, OFFICE)
    stage.put(OFFICE, student, "student", note="кеңсе жазбасы")
    stage.put(B, student, "student", full_name="Кеткен Жаңа", note="Жаңа туралы")
    stage.meet(*first)

    all_alike(stage)

    assert stage.seen(B, student, "note", "student") == "кеңсе жазбасы"
    assert stage.seen(B, student, "full_name", "student") == "—"


def test_an_edit_that_follows_at_once_does_not_hide_the_erasure(stage: Stage) -> None:
    student = add_student(stage, A, "Кеткен Адам")
    stage.settle()
    stage.put(B, student, "student", address="Кеткен көше")
    stage.settle()
    erase(stage, A, student)
    stage.put(A, student, "student", note="жазба")

    all_alike(stage)

    assert stage.seen(B, student, "note", "student") == "жазба"
    assert "Кеткен" not in history(stage, B)


def test_two_erase_apart_and_somebody_writes_between(stage: Stage) -> None:
    student = add_student(stage, A, "Кеткен Адам")
    stage.settle()
    erase(stage, A, student)
    stage.meet(A, OFFICE)
    stage.put(OFFICE, student, "student", note="кеңсе жазбасы")
    stage.meet(OFFICE, A)
    erase(stage, B, student)

    all_alike(stage)

    assert stage.seen(A, student, "note", "student") is None


def test_nobody_is_asked_about_an_erased_field_of_what_is_in_the_bin(stage: Stage) -> None:
    teacher = stage.add(A, full_name="Кеткен Адам")
    course = stage.add(A, "teacher_internship", teacher_id=teacher, hours=72, starts=DAY, ends=DAY)
    stage.settle()
    erase(stage, A, teacher, "teacher")
    stage.put(B, course, "teacher_internship", hours=36)
    stage.bin(OFFICE, teacher)

    all_alike(stage)

    assert stage.conflicts(B) == [("hours", "deleted")]


def test_an_empty_record_of_an_erased_person_is_forgotten_everywhere(stage: Stage) -> None:
    base = stage.add(A, "organisation", name_kk="«Арай» ЖШС")
    mentor = stage.add(A, "mentor", full_name="Тәлімгер", organisation_id=base)
    student = add_student(stage, A)
    placement = add_placement(stage, A, student, mentor, base)
    stage.put(A, placement, "placement", state="finished")
    stage.settle()
    stage.put(A, placement, "placement", note=None)
    stage.settle()
    assert "бұрынғы жазба" in history(stage, B)

    erase(stage, A, student)
    all_alike(stage)

    assert "бұрынғы жазба" not in history(stage, A)
    assert "бұрынғы жазба" not in history(stage, B)


def test_a_note_that_was_not_sent_yet_is_not_taken_for_an_erased_one(stage: Stage) -> None:
    base = stage.add(A, "organisation", name_kk="«Арай» ЖШС")
    mentor = stage.add(A, "mentor", full_name="Кеткен Тәлімгер", organisation_id=base)
    placement = add_placement(stage, A, add_student(stage, A), mentor, base)
    stage.settle()
    stage.put(A, placement, "placement", note="жаңа жазба")
    erase(stage, A, mentor, "mentor")

    all_alike(stage)

    assert stage.seen(B, placement, "note", "placement") == "жаңа жазба"
    assert "бұрынғы жазба" in history(stage, B)


def test_erasing_wins_in_a_checkpoint_as_well(stage: Stage) -> None:
    student = add_student(stage, A, "Кеткен Адам")
    stage.settle()
    erase(stage, A, student)
    stage.put(B, student, "student", full_name="Кеткен Жаңа", note="Жаңа туралы")

    take_checkpoint(stage, B, A)

    assert stage.seen(B, student, "full_name", "student") == "—"
    assert stage.seen(B, student, "note", "student") is None
    assert "Кеткен" not in history(stage, B)
    all_alike(stage)


def test_who_is_ahead_of_a_checkpoint_keeps_the_erasure(stage: Stage) -> None:
    student = add_student(stage, A, "Кеткен Адам")
    stage.settle()
    erase(stage, B, student)
    stage.put(A, student, "student", full_name="Кеткен Жаңа")

    take_checkpoint(stage, B, A)

    assert stage.seen(B, student, "full_name", "student") == "—"
    all_alike(stage)


def test_what_follows_an_erasure_comes_with_a_checkpoint(stage: Stage) -> None:
    student = add_student(stage, A, "Кеткен Адам")
    stage.settle()
    erase(stage, A, student)
    stage.meet(A)
    stage.put(A, student, "student", note="кейінгі жазба")
    stage.put(B, student, "student", note="Кеткен Адам туралы")

    take_checkpoint(stage, B, A)

    assert stage.seen(B, student, "note", "student") == "кейінгі жазба"
    assert stage.conflicts(B) == []
    stage.put(OFFICE, student, "student", note="Кеткен Адам жайында")
    all_alike(stage)
