"""The list of computers: this region's, never an older one, and keys for those who may read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.errors import Refusal
from cluster_desktop.sync import bundle, crypto, keys, office_keys
from cluster_desktop.sync import roster as rosters
from cluster_desktop.sync.bundle import Damaged, Forged, Locked
from cluster_desktop.sync.office_keys import Region
from cluster_desktop.sync.roster import Astray, Foreign, Outdated
from tests.sync import regions
from tests.sync.regions import AQTAU, NOW, ORAL, Trio


@pytest.fixture(scope="module")
def three() -> Trio:
    return regions.trio()


def scope_name(region: Region, college: object) -> str:
    return next(each.name for each in region.roster.scopes if each.college_id == college)


def written_by(who: keys.DeviceKeys, region: Region, scope: str, seq: int) -> bytes:
    """A bundle of that computer, sealed with the newest key it knows."""
    known = rosters.scope_keys(region.roster, who)
    epoch = max(epoch for name, epoch in known if name == scope)
    header = bundle.Header(
        1, scope, epoch, who.device, seq, "", region.roster.number, 1, 6, "00", ((scope, seq),)
    )
    return bundle.pack(header, b"changes", known[(scope, epoch)], who.sign_seed)


def test_a_list_is_read_as_it_was_written(three: Trio) -> None:
    roster = rosters.verify(three.region.content, three.region.roster.root_fp, None)

    assert roster.number == 3
    assert roster.hash == crypto.digest(three.region.content).hex()
    named = rosters.with_names(roster, rosters.scope_keys(roster, three.oral))
    assert named == three.region.roster


def test_names_of_people_and_colleges_are_read_by_members_only(three: Trio) -> None:
    content = three.region.content
    roster = rosters.verify(content, three.region.roster.root_fp, None)

    assert [text for text in ("Досов", "Нұрғалиева", "Ақтау") if text.encode() in content] == []
    assert {each.owner for each in roster.certificates} == {""}
    stranger = rosters.with_names(roster, rosters.scope_keys(roster, keys.make()))
    assert {each.owner + each.college for each in stranger.certificates} == {""}
    member = rosters.with_names(roster, rosters.scope_keys(roster, three.aqtau))
    assert "Досов Ержан" in {each.owner for each in member.certificates}


def test_a_computer_opens_the_registry_and_its_own_college_only(three: Trio) -> None:
    roster = three.region.roster
    oral, aqtau = scope_name(three.region, ORAL), scope_name(three.region, AQTAU)
    registry = roster.registry.name

    assert set(rosters.scope_keys(roster, three.oral)) == {(registry, 1), (oral, 1)}
    assert set(rosters.scope_keys(roster, three.aqtau)) == {(registry, 1), (aqtau, 1)}
    assert set(rosters.scope_keys(roster, three.office)) == {
        (registry, 1), (oral, 1), (aqtau, 1),
    }  # fmt: skip
    assert rosters.scope_keys(roster, keys.make()) == {}


def test_a_computer_writes_to_the_registry_and_its_own_college_only(three: Trio) -> None:
    roster = three.region.roster
    oral, aqtau = scope_name(three.region, ORAL), scope_name(three.region, AQTAU)

    assert roster.may_write(three.oral.device, oral, 1)
    assert roster.may_write(three.oral.device, roster.registry.name, 1)
    assert not roster.may_write(three.oral.device, aqtau, 1)
    assert roster.may_write(three.office.device, aqtau, 1)
    assert not roster.may_write(keys.make().device, oral, 1)


def test_fault_12_a_revoked_computer_counts_up_to_its_last_bundle_whatever_its_date(
    three: Trio,
) -> None:
    oral = scope_name(three.region, ORAL)

    region = three.region.revoke(three.oral.device, {oral: 7}, now=NOW)

    device = three.oral.device
    assert region.roster.may_write(device, oral, 7)
    assert not region.roster.may_write(device, oral, 8)
    assert not region.roster.may_write(device, region.roster.registry.name, 1)
    assert region.roster.is_revoked(device, region.roster.registry.name, 1)
    assert not region.roster.is_revoked(three.aqtau.device, oral, 8)


def test_a_revoked_computer_gets_no_key_of_what_it_could_read(three: Trio) -> None:
    oral, aqtau = scope_name(three.region, ORAL), scope_name(three.region, AQTAU)
    registry = three.region.roster.registry.name

    region = three.region.revoke(three.oral.device, {oral: 7}, now=NOW)

    epochs = {each.name: each.epoch for each in region.roster.scopes}
    assert epochs == {oral: 2, registry: 2, aqtau: 1}
    assert rosters.scope_keys(region.roster, three.oral) == {}
    later = written_by(three.office, region, oral, 1)
    old = rosters.scope_keys(three.region.roster, three.oral)
    header = bundle.verify(later, three.office.sign_public)
    with pytest.raises(Locked):
        bundle.unpack(later, header, old[(oral, 1)])


def test_fault_42_one_who_was_away_opens_old_and_new_with_the_new_list(three: Trio) -> None:
    aqtau = scope_name(three.region, AQTAU)
    before = written_by(three.aqtau, three.region, aqtau, 1)
    region = three.region.turn(now=NOW).turn(now=NOW).turn(now=NOW)
    after = written_by(three.office, region, aqtau, 1)

    away = rosters.scope_keys(three.region.roster, three.aqtau)
    header = bundle.verify(after, three.office.sign_public)
    assert (aqtau, header.epoch) == (aqtau, 4)
    assert (aqtau, 4) not in away

    known = rosters.scope_keys(region.roster, three.aqtau)
    assert bundle.unpack(after, header, known[(aqtau, 4)]) == b"changes"
    first = bundle.verify(before, three.aqtau.sign_public)
    assert bundle.unpack(before, first, known[(aqtau, 1)]) == b"changes"


def test_a_computer_that_comes_later_reads_from_the_beginning(three: Trio) -> None:
    oral = scope_name(three.region, ORAL)
    before = written_by(three.oral, three.region, oral, 1)
    late = keys.make()

    region = three.region.turn(now=NOW)
    region, _invite = region.issue(
        regions.request(late), college=regions.COLLEGE, college_id=ORAL, now=NOW
    )

    known = rosters.scope_keys(region.roster, late)
    header = bundle.verify(before, three.oral.sign_public)
    assert bundle.unpack(before, header, known[(oral, header.epoch)]) == b"changes"


def test_a_list_grows_little_by_new_keys(three: Trio) -> None:
    once = three.region.turn(now=NOW)
    often = once
    for _year in range(10):
        often = often.turn(now=NOW)

    assert len(often.content) - len(once.content) < 10 * 3 * 150


def test_fault_13_an_older_list_is_never_taken_back(three: Trio) -> None:
    newer = three.region.turn(now=NOW)
    root = newer.roster.root_fp

    with pytest.raises(Outdated, match="newer one stays in force"):
        rosters.verify(three.region.content, root, newer.roster)

    assert rosters.verify(newer.content, root, newer.roster).number == newer.roster.number


def test_a_jump_over_lists_nobody_brought_is_taken(three: Trio) -> None:
    newer = three.region.turn(now=NOW).turn(now=NOW)

    taken = rosters.verify(newer.content, newer.roster.root_fp, three.region.roster)

    assert taken.number == three.region.roster.number + 2


def test_two_different_lists_of_one_number_are_told_and_the_known_one_stays(three: Trio) -> None:
    one, other = three.region.turn(now=NOW), three.region.turn(now=NOW)
    beyond = other.turn(now=NOW)

    with pytest.raises(Astray, match="two different lists"):
        rosters.verify(other.content, one.roster.root_fp, one.roster)
    with pytest.raises(Astray, match="Tell the regional office"):
        rosters.verify(beyond.content, one.roster.root_fp, one.roster)


def test_a_list_of_another_region_is_not_taken(three: Trio) -> None:
    other = regions.trio()

    with pytest.raises(Foreign, match="another region"):
        rosters.verify(other.region.content, three.region.roster.root_fp, None)


def forged(three: Trio, office_seed: bytes, **changed: object) -> bytes:
    roster = replace(three.region.roster, **changed)  # type: ignore[arg-type]
    return rosters.write(roster, office_seed, crypto.fresh())


def test_a_list_by_whom_the_root_never_named_is_forged(three: Trio) -> None:
    thief = crypto.fresh()
    office = replace(three.region.roster.office_cert, key=crypto.public_of(thief))

    for content in (
        forged(three, thief),
        forged(three, thief, office_cert=office),
        forged(three, thief, office_cert=three.root.certify(crypto.public_of(thief), b"", 1,
                                                             NOW.date() - timedelta(days=800))),
    ):  # fmt: skip
        with pytest.raises(Forged):
            rosters.verify(content, three.region.roster.root_fp, None)


def test_a_list_that_does_not_agree_with_itself_is_forged(three: Trio) -> None:
    roster, seed = three.region.roster, three.region.office_seed
    first, *others = roster.certificates
    changes: list[dict[str, object]] = [
        {"certificates": (replace(first, device=others[0].device), *others)},
        {"certificates": (first, *roster.certificates)},
        {"certificates": (replace(first, sign_key=b"short"), *others)},
        {"certificates": (replace(first, reads=("abcdefghijk23",)), *others)},
        {"scopes": (*roster.scopes, roster.registry)},
        {"scopes": tuple(replace(each, epoch=0) for each in roster.scopes)},
        {"scopes": tuple(replace(each, name="../../x") for each in roster.scopes)},
        {"number": 0},
        {"region_id": ORAL},
    ]

    for changed in changes:
        with pytest.raises(Forged):
            rosters.read(forged(three, seed, **changed))


def test_fault_7_a_flipped_bit_anywhere_in_a_list_is_noticed(three: Trio) -> None:
    content, taken = three.region.content, []
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        try:
            rosters.verify(bytes(changed), three.region.roster.root_fp, None)
            taken.append(place)
        except (Damaged, Forged):
            pass

    assert taken == []


def test_fault_8_a_list_cut_anywhere_is_damaged(three: Trio) -> None:
    for length in range(len(three.region.content)):
        with pytest.raises(Damaged):
            rosters.read(three.region.content[:length])


@given(st.binary(max_size=300), st.booleans())
def test_random_bytes_are_no_list(content: bytes, begins: bool) -> None:
    with pytest.raises((Damaged, Forged)):
        rosters.read(rosters.MAGIC + content if begins else content)


# --- the office ---


def test_the_office_goes_on_from_its_file(three: Trio, tmp_path: Path) -> None:
    path = tmp_path / "office.key"
    three.region.save(path, keys.FileMode())

    again = Region.load(path, keys.FileMode(), three.office, three.region.content)

    assert again == three.region


def test_the_office_key_is_renewed_each_year_and_not_used_beyond(three: Trio) -> None:
    region, later = three.region, NOW + timedelta(days=366)
    assert region.days_left(NOW.date()) == 365
    assert region.days_left(later.date()) == -1
    with pytest.raises(Refusal, match="Renew it with the region's emergency file"):
        region.turn(now=later)

    root = office_keys.root_from_file(three.root_file, regions.PASSPHRASE)
    renewed = Region.renewed(root, three.office, "Досов Ержан", region.content, now=later)

    assert renewed.days_left(later.date()) == 365
    taken = rosters.verify(renewed.content, region.roster.root_fp, region.roster)
    assert taken.number == region.roster.number + 1
    assert len(taken.certificates) == 3
    with pytest.raises(Refusal, match="no longer the regional office"):
        Region.open(three.office, region.office_seed, renewed.content)


def test_a_lost_office_comes_back_with_the_words_on_paper_and_reads_everything(
    three: Trio,
) -> None:
    lost = three.region.turn(now=NOW).turn(now=NOW)  # lists that only some colleges have seen
    aqtau = scope_name(three.region, AQTAU)
    letter = written_by(three.aqtau, three.region, aqtau, 1)
    typed = " ".join(word for line in three.root.recovery_words("kk") for word in line)
    fresh = keys.make()

    root = office_keys.root_from_words(typed, "Батыс Қазақстан облысы")
    back = Region.renewed(root, fresh, "Сейітова Гүлнар", three.region.content, now=NOW)

    header = bundle.verify(letter, three.aqtau.sign_public)
    known = rosters.scope_keys(back.roster, fresh)
    assert bundle.unpack(letter, header, known[(aqtau, header.epoch)]) == b"changes"
    # Who saw the lost lists follows the new office; the former one commands nobody any more.
    after = rosters.verify(back.content, lost.roster.root_fp, lost.roster)
    with pytest.raises(Outdated):
        rosters.verify(lost.turn(now=NOW).content, after.root_fp, after)
    gone = back.revoke(three.office.device, {aqtau: 2}, now=NOW)
    assert not gone.roster.may_write(three.office.device, aqtau, 3)


def test_words_of_another_region_do_not_open_this_one(three: Trio) -> None:
    other = office_keys.Root("Ақмола", crypto.fresh())

    with pytest.raises(Refusal, match="another region"):
        Region.renewed(other, three.office, "Досов", three.region.content, now=NOW)


def test_the_emergency_file_opens_with_its_passphrase_only(three: Trio) -> None:
    assert office_keys.root_from_file(three.root_file, regions.PASSPHRASE) == three.root
    assert three.root.seed not in three.root_file
    with pytest.raises(Refusal, match="does not fit"):
        office_keys.root_from_file(three.root_file, "another passphrase")
    with pytest.raises(Refusal, match="not the region's emergency file"):
        office_keys.root_from_file(three.region.content, regions.PASSPHRASE)
    with pytest.raises(Refusal, match="too short"):
        three.root.to_file("1234")


def test_a_college_has_one_scope_however_many_computers_it_has(three: Trio) -> None:
    region, _invite = three.region.issue(
        regions.request(keys.make()), college=regions.COLLEGE, college_id=ORAL, now=NOW
    )

    assert len(region.roster.scopes) == 3
    letters = [each.letters for each in region.roster.certificates if each.college_id == ORAL]
    assert letters == ["A", "B"]


def test_letters_of_a_revoked_computer_are_not_given_again(three: Trio) -> None:
    region = three.region.revoke(three.oral.device, {}, now=NOW)

    region, _invite = region.issue(
        regions.request(keys.make()), college=regions.COLLEGE, college_id=ORAL, now=NOW
    )

    assert region.roster.certificates[-1].letters == "B"


def test_after_z_letters_go_on() -> None:
    assert [office_keys._written(n) for n in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]


def test_a_second_computer_of_the_region_reads_what_the_office_reads(three: Trio) -> None:
    second = keys.make()

    region, _invite = three.region.issue(
        regions.request(second), college="Облыс", college_id=None, role="region", now=NOW
    )

    known = rosters.scope_keys(region.roster, second)
    assert known == rosters.scope_keys(region.roster, three.office)
    region, _invite = region.issue(
        regions.request(keys.make()), college="Жаңа", college_id=UUID(int=3), now=NOW
    )
    assert len(rosters.scope_keys(region.roster, second)) == 4


def test_a_computer_that_moves_to_another_college_loses_the_keys_of_the_first(
    three: Trio,
) -> None:
    oral = scope_name(three.region, ORAL)

    region, _invite = three.region.issue(
        regions.request(three.oral), college="Ақтау", college_id=AQTAU, now=NOW
    )

    assert (oral, 2) not in rosters.scope_keys(region.roster, three.oral)
    assert {each.name: each.epoch for each in region.roster.scopes}[oral] == 2


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "x" * 301])
def test_a_region_without_a_proper_name_is_not_started(title: str) -> None:
    with pytest.raises(Refusal, match="name of the region") as refusal:
        Region.start(title, regions.PASSPHRASE, keys.make(), "x", now=NOW, cost=regions.CHEAP)

    assert refusal.value.field == "title"


def test_what_the_office_cannot_do_is_said(three: Trio) -> None:
    region = three.region
    with pytest.raises(Refusal, match="no such computer"):
        region.revoke("nobody", {}, now=NOW)
    with pytest.raises(Refusal, match="no such computer"):
        region.set_sponsor("nobody", True, now=NOW)
    with pytest.raises(Refusal, match="cannot exclude itself"):
        region.revoke(three.office.device, {}, now=NOW)
    with pytest.raises(Refusal, match="Choose the college"):
        region.issue(regions.request(keys.make()), college="", college_id=None, now=NOW)
    out = region.revoke(three.oral.device, {}, now=NOW)
    with pytest.raises(Refusal, match="excluded already"):
        out.revoke(three.oral.device, {}, now=NOW)
    with pytest.raises(Refusal, match="cannot come back as it is"):
        out.issue(regions.request(three.oral), college="x", college_id=ORAL, now=NOW)
