"""Computers that exchange over a folder, through the same door as the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Query
from cluster_desktop.services import attachments, people
from cluster_desktop.services.dump import logical_dump
from tests.databases import Databases
from tests.sync.region import PASSPHRASE, Computer, admit, computer, folder_place, found


@pytest.fixture
def share(tmp_path: Path) -> Path:
    return tmp_path / "share"


@pytest.fixture
def three(databases: Databases, tmp_path: Path, share: Path) -> Iterator[list[Computer]]:
    """The office of a region, and two computers of one college."""
    region = computer(databases, tmp_path / "region", "Өңірлік кеңсе", "")
    first = computer(databases, tmp_path / "a", "Торғай колледжі", "")
    second = computer(databases, tmp_path / "b", "Торғай колледжі", "")
    found(region, share)
    admit(region, first, share)
    college = first.office.college_id()
    request = second.exchange.request(second.folder)
    assert request is not None
    asked = region.exchange.read_request(request)
    invitation = region.exchange.invite(asked, second.folder, college_id=college)
    second.exchange.accept(invitation, " ".join(region.exchange.region_words()))
    computers = [region, first, second]
    yield computers
    for one in computers:
        one.office.close()


def rounds(computers: list[Computer], share: Path, times: int = 2) -> None:
    for _time in range(times):
        for one in computers:
            one.run(share)


def test_what_one_adds_all_have(three: list[Computer], share: Path) -> None:
    region, first, second = three
    (record,) = first.office.add("organisation", {"name_ru": "Дала", "note": "тек өзімізге"}).ids
    (student,) = first.office.add("student", {"full_name": "Әлиев Дамир"}).ids
    rounds(three, share)
    assert second.office.get("organisation", record)["note"] == "тек өзімізге"
    assert region.office.get("organisation", record)["name_ru"] == "Дала"
    assert region.office.get("organisation", record)["note"] is None
    assert first.exchange.digests() == second.exchange.digests()
    assert logical_dump(first.office)["organisation"] == logical_dump(second.office)["organisation"]
    assert second.office.get("student", student)["full_name"] == "Әлиев Дамир"
    assert region.office.search("Әлиев")


def test_different_fields_go_together_one_field_is_a_conflict(
    three: list[Computer], share: Path
) -> None:
    _region, first, second = three
    (record,) = first.office.add("organisation", {"name_ru": "Дала", "phone": "+77000000010"}).ids
    rounds(three, share)
    first.office.set("organisation", record, {"phone": "+77000000011"})
    second.office.set("organisation", record, {"phone": "+77000000012"})
    second.office.set("organisation", record, {"email": "dala@example.kz"})
    rounds(three, share, 3)
    for one in three:
        (conflict,) = one.exchange.conflicts()
        (field,) = conflict.fields
        assert {field.mine.value, field.theirs.value} == {"+77000000011", "+77000000012"}
        assert field.base == "+77000000010"
        assert one.office.get("organisation", record)["email"] == "dala@example.kz"
    key = first.exchange.conflicts()[0].fields[0].key
    first.exchange.decide("organisation", record, {key: "mine"})
    rounds(three, share, 3)
    assert [one.exchange.conflicts() for one in three] == [[], [], []]
    assert {one.office.get("organisation", record)["phone"] for one in three} == {"+77000000011"}


def test_who_is_erased_is_forgotten_by_every_computer(three: list[Computer], share: Path) -> None:
    _region, first, second = three
    (student,) = first.office.add("student", {"full_name": "Жоғалған Адам"}).ids
    rounds(three, share)
    second.office.set("student", student, {"full_name": "Жоғалған Адам Екінші"})
    rounds(three, share)
    people.erase(first.office, "student", student, reason="сұрады")
    rounds(three, share)
    for one in three:
        assert "Жоғалған" not in str(one.office.get("student", student).values)
        with one.office.store.reading() as connection:
            olds = connection.exec_driver_sql("SELECT old FROM journal").scalars().all()
            assert not any("Жоғалған" in (old or "") for old in olds)
            titles = connection.exec_driver_sql("SELECT title FROM action").scalars().all()
            assert not any("Жоғалған" in title for title in titles)


def test_erasing_wins_over_an_edit_that_did_not_know(three: list[Computer], share: Path) -> None:
    _region, first, second = three
    (student,) = first.office.add("student", {"full_name": "Жоғалған Адам", "address": "Х"}).ids
    rounds(three, share)
    second.office.set("student", student, {"address": "Құпия көше"})
    people.erase(first.office, "student", student, reason="сұрады")
    for one in (second, first, second, *three, *three):
        one.run(share)
    for one in three:
        assert not one.exchange.conflicts()
        assert one.office.get("student", student)["address"] is None
        with one.office.store.reading() as connection:
            kept = [
                connection.exec_driver_sql(f"SELECT {column} FROM {table}").scalars().all()
                for table, column in (
                    ("journal", "old"), ("action", "title"), ("sync_loser", "value")
                )
            ]  # fmt: skip
        assert "Жоғалған" not in str(kept)
        assert "Құпия" not in str(kept)
    assert first.exchange.digests() == second.exchange.digests()


def test_what_a_run_brought_is_taken_back_whole(three: list[Computer], share: Path) -> None:
    _region, first, second = three
    rounds(three, share)
    before = logical_dump(second.office)
    for name in ("Дала", "Көктем"):
        first.office.add("organisation", {"name_ru": name})
    first.run(share)
    receipt = second.run(share)
    assert receipt.received_changes == {"organisation": 2}
    second.exchange.undo_run(receipt.id)
    assert logical_dump(second.office) == before
    rounds(three, share)
    assert first.office.count("organisation") == second.office.count("organisation")
    (last,) = [one for one in second.exchange.receipts() if one.id == receipt.id]
    assert last.undone


def test_ctrl_z_passes_over_what_others_did(three: list[Computer], share: Path) -> None:
    _region, first, second = three
    rounds(three, share)
    (own,) = second.office.add("organisation", {"name_ru": "Өз"}).ids
    first.office.add("organisation", {"name_ru": "Бөтен"})
    rounds(three, share)
    second.office.undo()
    assert second.office.is_in_bin("organisation", own)


def test_a_line_of_the_region_is_left_to_the_region(three: list[Computer], share: Path) -> None:
    region, first, _second = three
    speciality = first.office.rows(Query("speciality"), 1)[0].id
    with pytest.raises(Refusal, match="regional office"):
        first.office.set("speciality", speciality, {"name_ru": "Басқа"})
    region.office.set("speciality", speciality, {"name_ru": "Жаңа атау"})
    rounds(three, share)
    assert first.office.get("speciality", speciality)["name_ru"] == "Жаңа атау"


def test_a_file_is_fetched_when_somebody_wants_to_see_it(
    three: list[Computer], share: Path
) -> None:
    region, first, _second = three
    (partner,) = first.office.add("organisation", {"name_ru": "Дала"}).ids
    attachments.keep(first.office, "organisation", partner, "М-1.pdf", b"%PDF", kind="scan")
    rounds(three, share)
    (file,) = attachments.of_record(region.office, partner)
    assert not attachments.is_here(region.office, file.id)

    assert region.exchange.bring(file.id)

    assert attachments.content_path(region.office, file.id).read_bytes() == b"%PDF"


def test_who_waits_for_the_invitation_knows_the_own_words(
    databases: Databases, tmp_path: Path
) -> None:
    college = computer(databases, tmp_path / "college", "Торғай колледжі", "")
    assert college.exchange.state().fingerprint == ()
    assert college.exchange.request(college.folder) is not None
    state = college.exchange.state()
    assert state.stage == "asked"
    assert state.device
    assert state.fingerprint == college.exchange.fingerprint()
    college.office.close()


def test_an_excluded_computer_is_told_and_what_it_sent_before_stays(
    three: list[Computer], share: Path
) -> None:
    region, first, second = three
    rounds(three, share)
    (record,) = second.office.add("organisation", {"name_ru": "Дейін"}).ids
    second.run(share)
    region.exchange.revoke(second.exchange.state().device)  # it takes first what lies there
    rounds([region, first], share)
    assert first.office.get("organisation", record)["name_ru"] == "Дейін"
    (late,) = second.office.add("organisation", {"name_ru": "Кейін"}).ids
    with pytest.raises(Refusal, match="excluded this computer"):
        second.run(share)
    assert second.exchange.state().stage == "revoked"
    rounds([region, first], share)
    with pytest.raises(Refusal):
        first.office.get("organisation", late)
    assert region.exchange.digests() == first.exchange.digests()


def test_what_came_of_an_excluded_computer_before_it_was_known_is_told(
    three: list[Computer], share: Path
) -> None:
    region, first, second = three
    rounds(three, share)
    second.office.add("organisation", {"name_ru": "Күдікті"})
    second.run(share)
    first.run(share)
    region.exchange.joining.revoke(second.exchange.state().device, {})
    rounds([region, first], share)
    assert any("excluded computer" in said for said in first.exchange.state().warnings)
    assert region.exchange.state().warnings


def test_a_lost_office_comes_back_on_a_new_computer_by_the_words_on_paper(
    databases: Databases, tmp_path: Path, share: Path
) -> None:
    office = computer(databases, tmp_path / "old", "Өңірлік кеңсе", "")
    college = computer(databases, tmp_path / "a", "Торғай колледжі", "")
    share.mkdir()
    made = office.exchange.start_region("Қостанай облысы", PASSPHRASE, office.folder)
    office.exchange.set_place(office.exchange.prepare(folder_place(share)))
    admit(office, college, share)
    (student,) = college.office.add("student", {"full_name": "Әлиев Дамир"}).ids
    for one in (office, college, office):
        one.run(share)
    new = computer(databases, tmp_path / "new", "Өңірлік кеңсе", "")
    new.exchange.set_place(folder_place(share))
    new.exchange.renew_office(None, " ".join(word for line in made.recovery for word in line))
    for one in (new, college, new):
        one.run(share)
    assert new.exchange.state().role == "region"
    assert new.office.get("student", student)["full_name"] == "Әлиев Дамир"
    college.office.add("student", {"full_name": "Жаңа Адам"})
    for one in (college, new):
        one.run(share)
    assert new.office.count("student") == 2
    for one in (office, college, new):
        one.office.close()
