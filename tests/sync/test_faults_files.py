"""Faults of processes and files, on whole computers: killed, cut, flipped, swapped, replayed.

The index of all 44 is docs/exchange-faults.md.
"""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from cluster_desktop.sync import sealing, share
from cluster_desktop.sync.crypto import hash16
from cluster_desktop.sync.names import roster_path
from tests.sync.simulation import media
from tests.sync.simulation.intruder import forged, intrude, lay
from tests.sync.simulation.media import MemoryMedium
from tests.sync.simulation.region import keys_of, region_id, scope_name
from tests.sync.simulation.stage import OFFICE, OTHER, A, B, Stage


def test_fault_01_killed_while_sealing_the_edits_are_still_to_be_sent(stage: Stage) -> None:
    record = stage.add(A)
    stage.crash(A, "seal.before_commit")
    assert stage.states(A, A) == []
    stage.meet(A, B)
    assert stage.seen(B, record) == "Әлия"


def test_fault_02_killed_after_sealing_the_same_bytes_go_out_next_time(stage: Stage) -> None:
    record = stage.add(A)
    stage.crash(A, "seal.committed")
    with stage.office(A).store.reading() as connection:
        sealed = connection.exec_driver_sql("SELECT content FROM sync_bundle").scalar_one()
    assert stage.files_of(A) == []
    stage.meet(A, B)
    (path,) = stage.files_of(A)
    assert stage.share.files[path] == bytes(sealed)
    assert stage.seen(B, record) == "Әлия"


@pytest.mark.parametrize("point", ["part", "laid"])
def test_fault_03_04_killed_while_a_file_is_laid_it_is_laid_anew(stage: Stage, point: str) -> None:
    record = stage.add(A)
    stage.crash(A, point, nth=2)  # the list of computers is laid first
    stage.meet(A, B)
    assert len(stage.files_of(A)) == 1
    assert stage.seen(B, record) == "Әлия"


@pytest.mark.parametrize(
    "point", ["fetch.kept", "apply.begun", "apply.before_commit", "apply.committed"]
)
def test_fault_05_killed_while_applying_it_is_all_or_nothing(stage: Stage, point: str) -> None:
    record = stage.add(A, full_name="Әлия", position="әдіскер")
    stage.meet(A)
    stage.crash(B, point)
    committed = point == "apply.committed"
    assert stage.seen(B, record, "position") == ("әдіскер" if committed else None)
    stage.meet(B)
    scope = stage.region.own_scope(A)
    assert stage.seen(B, record, "position") == "әдіскер"
    assert stage.digest(B, scope) == stage.digest(A, scope)
    assert stage.meet(B).received == 0


@pytest.mark.parametrize("damage", [media.ghost, media.cut, media.flip, media.empty_file])
def test_fault_06_07_08_a_damaged_file_waits_and_is_healed_by_its_author(
    stage: Stage, damage: media.Mishap
) -> None:
    record = stage.add(A)
    stage.meet(A)
    damage(stage.share, stage.files_of(A)[0], random.Random(5))
    assert stage.meet(B).rejected == 0
    assert stage.seen(B, record) is None
    healed = stage.meet(A)
    assert healed.healed == 1
    stage.meet(B)
    assert stage.seen(B, record) == "Әлия"


def test_fault_07_a_change_that_fits_its_name_is_refused_with_a_reason(stage: Stage) -> None:
    record = stage.add(A)
    other = stage.add(OTHER)
    stage.meet(A, OTHER)
    (path,) = stage.files_of(A)
    content = bytearray(stage.share.files.pop(path))
    content[-100] ^= 1
    lay(stage.share, bytes(content))
    receipt = stage.meet(OFFICE)
    assert receipt.rejected == 1
    assert [w.refused for w in receipt.why] == [True]
    assert receipt.why[0].why
    assert stage.seen(OFFICE, record) is None
    assert stage.seen(OFFICE, other) == "Әлия"


def test_fault_09_a_file_under_another_ones_name_stops_nobody(stage: Stage) -> None:
    first, second = stage.add(A), stage.add(B)
    stage.meet(A, B)
    one, two = stage.files_of(A)[0], stage.files_of(B)[0]
    files = stage.share.files
    files[one], files[two] = files[two], files[one]
    stage.meet(OFFICE)
    assert stage.seen(OFFICE, first) is None
    stage.meet(A, B, OFFICE)
    assert stage.seen(OFFICE, first) == "Әлия"
    assert stage.seen(OFFICE, second) == "Әлия"


def test_fault_10_a_strangers_file_is_neither_applied_nor_handed_on(stage: Stage) -> None:
    stranger = keys_of("nobody knows me")
    scope = stage.region.own_scope(A)
    path = lay(stage.share, forged(stranger.device, scope, 1, stranger))
    receipt = stage.meet(A)
    assert (receipt.applied, receipt.received) == (0, 1)
    stick = stage.world.sticks[0]
    stage.meet(A, medium=stick)
    assert path not in stick.files
    assert stage.count(A, "teacher") == 0


def test_fault_10_whoever_was_unknown_counts_once_the_region_names_him(stage: Stage) -> None:
    grown = stage.region.with_computer("a3")
    keys = keys_of("a3")
    scope = stage.region.own_scope(A)
    key = stage.region.scope_keys[scope, 1]
    lay(stage.share, forged(keys.device, scope, 1, keys, key))
    stage.meet(A)
    assert stage.count(A, "teacher") == 0
    lay_list(stage, grown.files[-1], 2)
    stage.meet(A)
    assert stage.count(A, "teacher") == 1


def lay_list(stage: Stage, content: bytes, number: int) -> None:
    stage.share.files[roster_path(number, hash16(content))] = content


def test_fault_11_a_member_writes_outside_his_scope_and_nobody_takes_it(stage: Stage) -> None:
    scope = scope_name("a")
    lay(stage.share, forged(keys_of(OTHER).device, scope, 1, keys_of(OTHER),
                            stage.region.scope_keys[scope, 1]))  # fmt: skip
    for name in (OFFICE, A, B):
        assert stage.meet(name).rejected == 1
        assert stage.count(name, "teacher") == 0


def test_fault_11_a_college_changes_the_regions_list_and_nobody_takes_it(stage: Stage) -> None:
    record = stage.add(OFFICE, "speciality", code="06130100", name_kk="Бағдарламалау")
    stage.settle()
    with stage.office(A).store.local_writing() as connection:  # a program that asks nobody
        connection.exec_driver_sql("DELETE FROM local WHERE key = 'sync.role'")
    stage.put(A, record, "speciality", name_kk="Басқа")
    honest = stage.add(A)
    stage.settle()
    for name in (OFFICE, B, OTHER):
        assert stage.seen(name, record, "name_kk", "speciality") == "Бағдарламалау"
    assert stage.seen(B, honest) == "Әлия"


def test_fault_11_what_else_was_sealed_with_it_goes_everywhere_alike(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what belongs together another college reads only the part of the registry."""
    usual = sealing._scope

    def misled(connection: Any, member: Any, part: Any, *rest: Any) -> str | None:
        if part.name == "contact_person":  # a record of the registry in the scope of a college
            return str(member.own_scope)
        return usual(connection, member, part, *rest)

    partner = stage.add(A, "organisation", name_kk="«Арай» ЖШС")
    person = stage.add(A, "contact_person", organisation_id=partner, full_name="Досов")
    monkeypatch.setattr(sealing, "_scope", misled)
    stage.meet(A)
    monkeypatch.undo()

    stage.settle()

    for name in (OFFICE, B, OTHER):
        assert stage.seen(name, partner, "name_kk", "organisation") == "«Арай» ЖШС"
        assert stage.seen(name, person, "full_name", "contact_person") is None
        assert stage.digest(name, stage.region.registry) == stage.digest(
            OTHER, stage.region.registry
        )


def test_fault_12_above_its_last_number_a_revoked_computer_counts_nowhere(stage: Stage) -> None:
    kept = stage.add(A)
    stage.settle()
    last = {stage.region.own_scope(A): 1, stage.region.registry: 0}
    later = stage.region.revoked(A, last)
    stage.world.computers[A].skew = timedelta(days=-30)  # the thief sets the clock back
    lost = stage.add(A, full_name="кейін жазылған")
    stage.meet(A)
    lay_list(stage, later.files[-1], 2)
    for name in (OFFICE, B):
        stage.meet(name)
        assert stage.seen(name, kept) == "Әлия"
        assert stage.seen(name, lost) is None
    assert stage.meet(OFFICE).troubles == ()


def test_fault_13_an_older_list_put_back_changes_nothing(stage: Stage) -> None:
    later = stage.region.revoked(OTHER, {})
    lay_list(stage, later.files[-1], 2)
    stage.meet(A)
    for path in [p for p in stage.share.files if "roster-00000002" in p]:
        del stage.share.files[path]
    stage.meet(A)
    assert stage.world.membership(A).roster.number == 2
    assert any("roster-00000002" in path for path in stage.share.files)


def test_fault_14_the_same_bundles_on_three_media_are_taken_once(stage: Stage) -> None:
    record = stage.add(A)
    for medium in stage.world.media:
        stage.meet(A, medium=medium)
    first = stage.meet(B)
    again = [stage.meet(B, medium=stick) for stick in stage.world.sticks]
    assert first.applied >= 1
    assert [one.received for one in again] == [0, 0]
    with stage.office(B).store.reading() as connection:
        lines = connection.exec_driver_sql(
            "SELECT count(*) FROM journal WHERE record = ?", (record.bytes,)
        ).scalar()
    assert lines == 1


def test_fault_15_bundles_that_come_in_disorder_wait_for_their_turn(stage: Stage) -> None:
    record = stage.add(A)
    stage.meet(A)
    for number in range(4):
        stage.put(A, record, full_name=f"Әлия {number}")
        stage.meet(A)
    files = stage.files_of(A)
    stage.share.hidden.update(files[:3])
    receipt = stage.meet(OFFICE)
    assert (receipt.applied, receipt.waiting) == (0, len(files) - 3)
    assert [w.why for w in receipt.why] != [""]
    assert stage.seen(OFFICE, record) is None
    stage.share.hidden.clear()
    stage.meet(OFFICE)
    assert stage.seen(OFFICE, record) == "Әлия 3"
    assert stage.conflicts(OFFICE) == []


def test_fault_16_a_lost_bundle_comes_again_from_whoever_holds_it(stage: Stage) -> None:
    record = stage.add(A)
    stage.meet(A, OFFICE)
    stage.put(A, record, full_name="Әлия Қасымқызы")
    stage.meet(A)
    del stage.share.files[stage.files_of(A)[0]]
    assert stage.meet(B).waiting >= 1
    stage.meet(OFFICE, B)  # not the author: the office holds a whole copy
    assert stage.seen(B, record) == "Әлия Қасымқызы"


def test_fault_16_what_is_lost_for_good_holds_nobody_up_for_ever(stage: Stage) -> None:
    record = stage.add(A)
    stage.meet(A)
    stage.put(A, record, full_name="Әлия Қасымқызы")
    second = stage.add(A, full_name="Болат")
    stage.meet(A)
    del stage.share.files[stage.files_of(A)[0]]
    stage.meet(B)
    for _day in range(4):  # the author never comes back
        stage.tick(days=9)
        stage.meet(B)
    assert stage.seen(B, second) == "Болат"


def test_fault_17_18_an_emptied_share_deletes_nothing_and_is_refilled(stage: Stage) -> None:
    record = stage.add(A)
    stage.settle()
    media.wipe(stage.share)
    assert share.state_of(stage.share, region_id()) == "empty"
    runs = len(stage.world.computers[B].receipts)
    stage.world.meet(B, stage.share)  # finds it empty and leaves it
    assert len(stage.world.computers[B].receipts) == runs
    assert stage.share.files == {}
    assert stage.seen(B, record) == "Әлия"
    stage.world.refill(stage.share)
    stage.meet(OFFICE)
    assert len(stage.files_of(A)) == 1


def test_fault_17_another_regions_share_is_left_alone(stage: Stage) -> None:
    stage.add(A)
    other = MemoryMedium("other")
    share.write_mark(other, "0192f3c4-0000-7000-8000-000000000001", b"\1" * 32)
    assert "other" in stage.world.meet(A, other)
    assert list(other.files) == ["cluster-share.id"]


def test_fault_38_what_an_antivirus_takes_away_is_laid_again_and_counted(stage: Stage) -> None:
    stage.add(A)
    stage.meet(A)
    healed = []
    for _time in range(3):
        del stage.share.files[stage.files_of(A)[0]]
        healed.append(stage.meet(A).healed)
    assert healed == [1, 1, 1]
    assert len(stage.files_of(A)) == 1


def test_fault_39_a_stick_pulled_in_writing_is_whole_after_the_next_time(stage: Stage) -> None:
    for number in range(5):
        stage.add(A, full_name=f"Әлия {number}")
        stage.meet(A)
    stick = stage.world.sticks[0]
    stage.world.share, real = stick, stage.world.share
    stage.crash(A, "part", nth=3)
    stage.crash(A, "laid", nth=3)
    stage.world.share = real
    stage.meet(A, medium=stick)
    stage.meet(B, medium=stick)
    assert stage.count(B, "teacher") == 5


def test_fault_39_forgeries_of_every_kind_change_nothing(stage: Stage) -> None:
    stage.add(A)
    stage.settle()
    chance = random.Random(7)
    for _time in range(30):
        intrude(stage.share, stage.region, chance.choice((A, B, OTHER)), chance)
    stage.settle()
    assert [stage.count(name, "teacher") for name in (OFFICE, A, B, OTHER)] == [1, 1, 1, 0]
    record = stage.add(A, full_name="соңғы")
    stage.settle()
    assert stage.seen(OFFICE, record) == "соңғы"
