"""The same record added in two places, merged and separated through the real exchange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.query import Condition, Query, Ref
from cluster_desktop.services import duplicates, merging
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.sync.region import Computer, admit, computer, found


@pytest.fixture
def share(tmp_path: Path) -> Path:
    return tmp_path / "share"


@pytest.fixture
def three(databases: Databases, tmp_path: Path, share: Path) -> Iterator[list[Computer]]:
    """The office of a region, and a computer of each of two colleges."""
    region = computer(databases, tmp_path / "region", "Өңірлік кеңсе", "")
    first = computer(databases, tmp_path / "a", "Торғай колледжі", "")
    second = computer(databases, tmp_path / "b", "Арқалық колледжі", "")
    found(region, share)
    admit(region, first, share)
    admit(region, second, share)
    computers = [region, first, second]
    yield computers
    for one in computers:
        one.office.close()


def rounds(computers: list[Computer], share: Path, times: int = 5) -> None:
    for _time in range(times):
        for one in computers:
            one.run(share)


def partner_with_mentor(office: Office, name: str) -> tuple[UUID, UUID]:
    (place,) = office.add("organisation", {"name_ru": name}).ids
    (mentor,) = office.add("mentor", {"full_name": "Асан Серік", "organisation_id": place}).ids
    return place, mentor


def place_of(office: Office, mentor: UUID) -> UUID:
    link = office.get("mentor", mentor)["organisation_id"]
    assert isinstance(link, Ref)
    return link.id


def named_by(office: Office, mentor: UUID) -> int:
    return office.count(Query("merged_record", (Condition("winner", "is", str(mentor)),)))


def agree(computers: list[Computer]) -> None:
    """Nobody has anything to decide, and the shared register is the same everywhere."""
    assert [one.exchange.conflicts() for one in computers] == [[] for _one in computers]
    for scope in set.intersection(*(set(one.exchange.digests()) for one in computers)):
        assert len({str(one.exchange.digests()[scope]) for one in computers}) == 1
    assert [merging.settle(one.office) for one in computers] == [None for _one in computers]


def test_fault_33_one_partner_added_in_two_colleges(three: list[Computer], share: Path) -> None:
    region, first, second = three
    here, mentor_here = partner_with_mentor(first.office, "ТОО Дала")
    there, mentor_there = partner_with_mentor(second.office, "«Дала» ЖШС")
    rounds(three, share)
    for one in three:
        assert duplicates.count(one.office, "organisation") == 1

    merging.merge(region.office, "organisation", here, there)
    rounds(three, share)

    assert place_of(second.office, mentor_there) == here
    assert duplicates.count(second.office) == 0
    # What was led on is told to those only who have the record.
    assert named_by(first.office, mentor_there) == 0
    assert named_by(second.office, mentor_there) == 1
    agree(three)

    merging.separate(second.office, "organisation", there)
    rounds(three, share)

    assert place_of(second.office, mentor_there) == there
    assert place_of(first.office, mentor_here) == here
    assert place_of(region.office, mentor_there) == there
    agree(three)


def test_two_colleges_merge_the_same_pair_the_other_way_round(
    three: list[Computer], share: Path
) -> None:
    region, first, second = three
    here, mentor_here = partner_with_mentor(first.office, "ТОО Дала")
    there, mentor_there = partner_with_mentor(second.office, "«Дала» ЖШС")
    rounds(three, share)

    merging.merge(first.office, "organisation", here, there)
    merging.merge(second.office, "organisation", there, here)
    rounds(three, share)

    stays = min(here, there)
    for one in three:
        assert not one.office.is_in_bin("organisation", stays)
        assert one.office.is_in_bin("organisation", max(here, there))
    assert place_of(first.office, mentor_here) == stays
    assert place_of(second.office, mentor_there) == stays
    assert place_of(region.office, mentor_here) == stays
    agree(three)


def test_two_who_merge_the_same_pair_have_nothing_to_decide(
    three: list[Computer], share: Path
) -> None:
    _region, first, second = three
    here, _mentor = partner_with_mentor(first.office, "ТОО Дала")
    there, mentor_there = partner_with_mentor(second.office, "«Дала» ЖШС")
    rounds(three, share)

    merging.merge(first.office, "organisation", here, there)
    merging.merge(second.office, "organisation", here, there)
    rounds(three, share)

    assert place_of(second.office, mentor_there) == here
    agree(three)


def test_what_comes_late_is_led_on(three: list[Computer], share: Path) -> None:
    region, first, second = three
    here, _mentor = partner_with_mentor(first.office, "ТОО Дала")
    there, _other = partner_with_mentor(second.office, "«Дала» ЖШС")
    rounds(three, share)

    merging.merge(region.office, "organisation", here, there)
    (late,) = second.office.add("mentor", {"full_name": "Кеш", "organisation_id": there}).ids
    rounds(three, share)

    for one in (region, second):
        assert place_of(one.office, late) == here
    agree(three)


def test_two_who_merge_with_other_choices_add_them_together(
    three: list[Computer], share: Path
) -> None:
    _region, first, second = three
    here, _mentor = partner_with_mentor(first.office, "ТОО Дала")
    there, _other = partner_with_mentor(second.office, "«Дала» ЖШС")
    first.office.set("organisation", here, {"phone": "+77010000001"})
    second.office.set("organisation", there, {"phone": "+77010000002", "email": "a@b.kz"})
    rounds(three, share)

    merging.merge(first.office, "organisation", here, there, ["phone"])
    merging.merge(second.office, "organisation", here, there)
    rounds(three, share)

    for one in three:
        assert all(c.entity != "merged_record" for c in one.exchange.conflicts())
        row = one.office.get("organisation", here)
        assert (row["phone"], row["email"]) == ("+77010000002", "a@b.kz")

    merging.separate(second.office, "organisation", there)
    rounds(three, share)
    for one in three:
        phones = [one.office.get("organisation", record)["phone"] for record in (here, there)]
        assert phones == ["+77010000001", "+77010000002"]
        assert one.office.get("organisation", here)["email"] is None
