"""Faults of clocks, copies, people and versions, on whole computers.

The index of all 44 is docs/exchange-faults.md.
"""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from cluster_desktop.db import triggers
from cluster_desktop.db.store import Store
from cluster_desktop.errors import Refusal
from cluster_desktop.services import reference_lock
from cluster_desktop.sync import queue, seen
from cluster_desktop.sync.crypto import hash16
from cluster_desktop.sync.names import roster_path
from tests.sync.simulation.stage import OFFICE, OTHER, A, B, Stage

NIGHTS = 21


def stamps(stage: Stage, name: str) -> list[int]:
    """Of what was done on that computer, in the order in which it was done."""
    with stage.office(name).store.reading() as connection:
        return list(
            connection.exec_driver_sql(
                "SELECT stamp FROM action a WHERE NOT EXISTS"
                " (SELECT 1 FROM sync_action s WHERE s.action = a.id) ORDER BY id"
            ).scalars()
        )


# 26, 27: clocks


@pytest.mark.parametrize("days", [0.25, -400, -9_800])
def test_fault_26_a_wrong_clock_loses_no_edit(stage: Stage, days: float) -> None:
    record = stage.add(B)
    stage.settle()
    stage.world.computers[A].skew = timedelta(days=days)
    stage.put(A, record, full_name="дұрыс емес сағатпен")
    stage.meet(A, B)
    assert stage.seen(B, record) == "дұрыс емес сағатпен"
    stage.put(B, record, full_name="кейін, дұрыс сағатпен")
    stage.world.computers[A].skew = timedelta()
    stage.settle()
    assert {stage.seen(name, record) for name in (A, B, OFFICE)} == {"кейін, дұрыс сағатпен"}
    assert stage.conflicts(A) == []


def test_fault_26_the_clock_jumps_while_somebody_works(stage: Stage) -> None:
    record = stage.add(A)
    for days in (0, -3, 1 / 24, -1 / 24, -400, 0.25):
        stage.world.computers[A].skew = timedelta(days=days)
        stage.put(A, record, full_name=f"{days} күн")
        stage.meet(A)
    stage.world.computers[A].skew = timedelta()
    assert all(one < next_one for one, next_one in pairwise(stamps(stage, A)))
    stage.settle()
    assert stage.seen(OFFICE, record) == "0.25 күн"


def test_fault_26_what_is_dated_in_the_future_waits_and_says_so(stage: Stage) -> None:
    stage.world.computers[A].skew = timedelta(days=3)
    record = stage.add(A)
    stage.meet(A)
    receipt = stage.meet(B)
    assert (receipt.applied, receipt.waiting) == (0, 1)
    assert receipt.why[0].why == queue.CLOCK
    stage.tick(days=3)
    stage.meet(B)
    assert stage.seen(B, record) == "Әлия"


def test_fault_26_a_person_lets_in_what_was_dated_years_ahead(stage: Stage) -> None:
    record = stage.add(B)
    stage.settle()
    stage.world.computers[A].skew = timedelta(days=3 * 365)
    stage.put(A, record, full_name="үш жыл кейін")
    stage.meet(A)
    stage.world.computers[A].skew = timedelta()
    stage.put(A, record, full_name="сағат түзелген соң")
    assert stage.meet(A, B).waiting == 2
    with stage.office(B).store.local_writing() as connection:
        queue.release(connection, stage.region.device(A))
    stage.meet(B)
    assert stage.seen(B, record) == "сағат түзелген соң"


def test_fault_26_who_was_ahead_once_goes_on_telling_what_it_has_seen(stage: Stage) -> None:
    stage.add(A)
    stage.world.computers[A].skew = timedelta(days=3 * 365)
    stage.meet(A)
    stage.world.computers[A].skew = timedelta()
    assert len(stage.states(A, A)) == 1
    stage.add(B)

    stage.meet(B, A)
    stage.tick(days=2)
    stage.meet(A, A)  # it reads only

    assert len(stage.states(A, A)) == 2


def test_fault_26_a_computer_behind_the_others_is_told(stage: Stage) -> None:
    newest = int((stage.world.now + timedelta(hours=30)).timestamp() * 1000) << 16
    assert seen.is_behind(newest, stage.world.now)
    assert not seen.is_behind(newest, stage.world.now + timedelta(hours=10))


def test_fault_27_seventy_thousand_actions_in_one_millisecond_keep_their_order() -> None:
    from cluster_desktop.db.journal import moment_of, tick

    now = datetime(2026, 11, 21, tzinfo=UTC)
    last, first = 0, tick(0, now)
    for _action in range(70_000):
        following = tick(last, now)
        assert following > last
        last = following
    assert last == first + 69_999
    assert moment_of(last) - now == timedelta(milliseconds=1)


# 28, 29: restored and copied databases


def test_fault_28_a_database_of_last_month_takes_its_own_bundles_back(stage: Stage) -> None:
    record = stage.add(A)
    stage.meet(A, B)
    backup = stage.world.computers[A].folder.with_name("backup")
    stage.office(A).close()
    shutil.copytree(stage.world.computers[A].folder, backup)
    reopen(stage, A)
    for text in ("бірінші", "екінші"):
        stage.put(A, record, full_name=text)
        stage.meet(A)
    stage.meet(B)
    stage.office(A).close()
    shutil.rmtree(stage.world.computers[A].folder)
    shutil.move(backup, stage.world.computers[A].folder)
    reopen(stage, A)
    new = stage.add(A, full_name="сақтық көшірмеден кейін")
    stage.meet(A, B, A, B)
    assert stage.seen(A, record) == "екінші"
    assert stage.seen(B, record) == "екінші"
    assert stage.seen(B, new) == "сақтық көшірмеден кейін"
    numbers = [path.rsplit("/", 1)[1][:8] for path in stage.files_of(A)]
    assert len(numbers) == len(set(numbers))
    stage.settle()
    for name in (A, B, OFFICE):
        with stage.office(name).store.reading() as connection:
            alarms = connection.exec_driver_sql(
                "SELECT count(*) FROM local WHERE key LIKE 'sync.alarm.%' AND value <> ''"
            ).scalar_one()
            assert not alarms  # both have the same, and nobody is told otherwise
            assert not seen.is_forked(connection, stage.region.device(A))


def test_fault_29_two_copies_of_one_computer_are_noticed_and_lose_nothing(stage: Stage) -> None:
    shared = stage.add(A)
    stage.meet(A, B)
    computer = stage.world.computers[A]
    stage.office(A).close()
    twin_folder = computer.folder.with_name("twin")
    shutil.copytree(computer.folder, twin_folder)
    reopen(stage, A)
    one = stage.add(A, full_name="бірінші ноутбукте")
    stage.put(A, shared, full_name="бірінші ноутбуктен")
    stage.meet(A)
    original, computer.folder = computer.folder, twin_folder
    stage.office(A).close()
    reopen(stage, A)
    # The copy had no share for a while and took a stick: it gives the same number once more.
    two = stage.add(A, full_name="екінші ноутбукте")
    stage.meet(A, medium=stage.world.sticks[0])
    stage.meet(B, medium=stage.world.sticks[0])
    stage.meet(B, OFFICE)
    assert stage.seen(B, one) == "бірінші ноутбукте"
    assert stage.seen(B, two) == "екінші ноутбукте"
    stage.office(A).close()
    computer.folder = original
    reopen(stage, A)
    stage.meet(B, A)
    with stage.office(A).store.reading() as connection:
        assert seen.is_forked(connection, stage.region.device(A))
    assert stage.seen(A, two) == "екінші ноутбукте"


def reopen(stage: Stage, name: str) -> None:
    computer = stage.world.computers[name]
    computer.office = stage.world.templates.open(
        name, computer.folder, lambda: stage.world.now, lambda: stage.world.now.date()
    )


# 30, 31, 32: two people and one record


def test_fault_30_one_field_for_three_weeks_is_one_winner_and_one_conflict(stage: Stage) -> None:
    record = stage.add(A)
    stage.settle()
    for night in range(NIGHTS):
        stage.put(A, record, full_name=f"А {night}")
        stage.put(B, record, full_name=f"Б {night}")
        stage.tick(days=1)
    stage.settle()
    for name in (A, B, OFFICE):
        assert stage.seen(name, record) == f"Б {NIGHTS - 1}"
        assert stage.conflicts(name) == [("full_name", "field")]


def test_fault_30_a_decision_travels_and_does_not_come_back(stage: Stage) -> None:
    record = stage.add(A)
    stage.settle()
    stage.put(A, record, full_name="А")
    stage.put(B, record, full_name="Б")
    stage.settle()
    stage.decide(A, record, "mine")
    for number in range(10):
        stage.put(B, record, position=f"{number}")
        stage.settle()
        for name in (A, B, OFFICE):
            assert stage.conflicts(name) == []
            assert stage.seen(name, record) == "А"


def test_fault_31_different_fields_go_together_without_a_word(stage: Stage) -> None:
    record = stage.add(A)
    stage.settle()
    stage.put(A, record, full_name="Әлия Қасымқызы")
    stage.put(B, record, position="әдіскер")
    stage.settle()
    for name in (A, B, OFFICE):
        assert stage.seen(name, record) == "Әлия Қасымқызы"
        assert stage.seen(name, record, "position") == "әдіскер"
        assert stage.conflicts(name) == []


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_fault_32_deleted_here_and_changed_there_is_asked_and_restored_in_one_step(
    stage: Stage, choice: str
) -> None:
    record = stage.add(A)
    stage.settle()
    stage.bin(A, record)
    stage.put(B, record, position="әдіскер")
    stage.settle()
    for name in (A, B, OFFICE):
        assert stage.conflicts(name) == [("position", "deleted")]
        assert stage.seen(name, record, "deleted_at") is not None
    stage.decide(B, record, choice)  # on B the change is "mine"
    stage.settle()
    for name in (A, B, OFFICE):
        assert stage.conflicts(name) == []
        assert (stage.seen(name, record, "deleted_at") is None) == (choice == "mine")


@pytest.mark.parametrize("point", ["seal.committed", "publish.laid", "fetch.kept"])
def test_who_goes_on_working_during_an_exchange_loses_nothing(stage: Stage, point: str) -> None:
    record, other = stage.add(A), stage.add(A)
    stage.settle()
    stage.put(B, record, full_name="Б")
    stage.meet(B)
    stage.put(A, other, position="бұрынғы өзгеріс")  # so that there is something to lay
    done: list[str] = []

    def somebody_types(what: str) -> None:
        if what == point and not done:
            done.append(what)
            stage.put(A, record, full_name="А, алмасу кезінде")

    stage.tick()
    stage.world.meet(A, stage.share, somebody_types)
    assert done
    stage.settle()
    for name in (A, B, OFFICE):
        assert stage.seen(name, record) == "А, алмасу кезінде"
        assert stage.conflicts(name) == [("full_name", "field")]


# 40, 41, 44: the database itself


@pytest.mark.parametrize(
    "harm",
    [
        "DROP TRIGGER teacher_updated",
        "CREATE TRIGGER stranger AFTER INSERT ON teacher BEGIN SELECT 1; END",
    ],
)
def test_fault_40_triggers_that_are_lost_or_strange_are_mended_at_the_start(
    stage: Stage, harm: str
) -> None:
    record = stage.add(A)
    with stage.office(A).store.local_writing() as connection:
        connection.exec_driver_sql(harm)
    stage.world.restart(A)
    stage.put(A, record, full_name="көрінетін өзгеріс")
    stage.settle()
    assert stage.seen(OFFICE, record) == "көрінетін өзгеріс"
    with stage.office(A).store.reading() as connection:
        assert triggers.are_whole(connection)


def test_fault_41_a_program_that_is_not_ours_cannot_write(stage: Stage) -> None:
    from sqlalchemy.exc import DatabaseError

    record = stage.add(A)
    with (
        pytest.raises(DatabaseError, match="no action is open"),
        stage.office(A).store.local_writing() as connection,
    ):
        connection.exec_driver_sql(
            "UPDATE teacher SET full_name = 'басқа' WHERE id = ?", (record.bytes,)
        )
    stage.settle()
    assert stage.seen(OFFICE, record) == "Әлия"


def test_fault_44_two_programs_on_one_database_tell_others_one_story(stage: Stage) -> None:
    second = Store.open(
        stage.world.computers[A].folder / "cluster.db", clock=lambda: stage.world.now
    )
    try:
        from cluster_desktop.services.office import Office

        window = Office(second, today=lambda: date(2026, 11, 21))
        stage.add(A, full_name="бірінші терезеде")
        window.add("teacher", {"full_name": "екінші терезеде"})
        stage.settle()
    finally:
        second.close()
    assert stage.count(OFFICE, "teacher") == 2
    numbers = [path.rsplit("/", 1)[1][:8] for path in stage.files_of(A)]
    assert len(numbers) == len(set(numbers))


# 42, 43: keys and thieves


def test_fault_42_who_missed_new_keys_waits_until_the_list_comes(stage: Stage) -> None:
    later = stage.region.revoked(OTHER, {})
    path = roster_path(2, hash16(later.files[-1]))
    stage.share.files[path] = later.files[-1]
    stage.meet(A)
    del stage.share.files[path]
    record = stage.add(A)
    stick = stage.world.sticks[0]
    stage.meet(A, medium=stick)
    for one in [p for p in stick.files if "roster-00000002" in p]:
        del stick.files[one]
    receipt = stage.meet(B, medium=stick)
    assert receipt.waiting == 1
    assert receipt.why[0].why == queue.NO_KEY
    stage.share.files[path] = later.files[-1]
    stage.meet(B)
    assert stage.seen(B, record) == "Әлия"


def test_fault_43_who_empties_much_at_once_is_held_until_somebody_looks(stage: Stage) -> None:
    records = [stage.add(A, full_name=f"{n}") for n in range(60)]
    stage.settle()
    stage.office(A).delete("teacher", records)
    stage.tick()
    stage.meet(A)
    receipt = stage.meet(OFFICE)
    assert receipt.waiting == 1
    assert receipt.why[0].why == queue.MASS
    assert stage.seen(OFFICE, records[0], "deleted_at") is None
    with stage.office(OFFICE).store.local_writing() as connection:
        (hashed,) = connection.exec_driver_sql(
            "SELECT hash FROM sync_bundle WHERE state IN ('waiting', 'held')"
        ).scalars()
        queue.release(connection, hashed)
    stage.meet(OFFICE)
    assert stage.seen(OFFICE, records[0], "deleted_at") is not None
    stage.office(OFFICE).restore("teacher", records)  # one action brings all of it back
    stage.settle()
    assert stage.seen(B, records[59], "deleted_at") is None


def test_fault_43_what_lies_in_the_bin_already_makes_no_deletion_small(stage: Stage) -> None:
    for year in range(6):
        former = [stage.add(A, full_name=f"{year} {n}") for n in range(50)]
        stage.meet(A, B)
        stage.office(A).delete("teacher", former)
        stage.meet(A, B)
    records = [stage.add(A, full_name=f"{n}") for n in range(60)]
    stage.meet(A, B)
    assert stage.seen(B, records[0], "deleted_at") is None
    stage.office(A).delete("teacher", records)

    stage.meet(A)

    assert stage.meet(B).waiting == 1
    assert stage.seen(B, records[0], "deleted_at") is None


# Lines that the region keeps


def test_no_way_leads_round_the_regions_lines(stage: Stage) -> None:
    record = stage.add(OFFICE, "speciality", code="06130100", name_kk="Бағдарламалау")
    stage.settle()
    assert stage.office(A).local_fact(reference_lock.ROLE) == reference_lock.MEMBER
    with pytest.raises(Refusal, match="kept by the regional office"):
        stage.put(A, record, "speciality", name_kk="Басқа")
    stage.bin(OFFICE, record, "speciality")
    stage.settle()
    with pytest.raises(Refusal, match="kept by the regional office"):
        stage.office(A).restore("speciality", [record])


# Two who decide one conflict apart


def disagree(stage: Stage) -> UUID:
    """One teacher, two values; both computers are asked."""
    record = stage.add(A)
    stage.settle()
    stage.put(A, record, full_name="бірі")
    stage.put(B, record, full_name="екіншісі")
    stage.settle()
    return record


def test_two_who_decide_otherwise_are_asked_again(stage: Stage) -> None:
    record = disagree(stage)
    stage.decide(A, record, "үшіншісі")
    stage.decide(B, record, "mine")  # the value that is shown: nothing of the record changes
    stage.settle()
    assert stage.seen(A, record) == stage.seen(B, record) == "екіншісі"
    assert stage.conflicts(A) == stage.conflicts(B) == [("full_name", "field")]
    stage.decide(A, record, "mine" if stage.seen(A, record) == "үшіншісі" else "theirs")
    stage.settle()
    assert stage.conflicts(A) == stage.conflicts(B) == []


def test_two_who_decide_alike_are_not_asked_again(stage: Stage) -> None:
    record = disagree(stage)
    stage.decide(A, record, "theirs")
    stage.decide(B, record, "mine")
    stage.settle()
    assert stage.seen(A, record) == stage.seen(B, record) == "екіншісі"
    assert stage.conflicts(A) == stage.conflicts(B) == []


def test_the_bin_and_the_edit_chosen_apart_are_asked_again(stage: Stage) -> None:
    record = stage.add(A)
    stage.settle()
    stage.bin(A, record)
    stage.put(B, record, full_name="өзгертілді")
    stage.settle()
    assert stage.conflicts(A) == stage.conflicts(B) == [("full_name", "deleted")]
    stage.decide(A, record, "mine")  # stays in the bin
    stage.decide(B, record, "mine")  # the change
    stage.settle()
    assert stage.conflicts(A) == stage.conflicts(B) == [("deleted_at", "field")]
