"""Coming in without a server: request, invitation, words; and those who vouch for others."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.errors import Refusal
from cluster_desktop.sync import enrol, keys, office_keys, words
from cluster_desktop.sync import roster as rosters
from cluster_desktop.sync.office_keys import Region
from cluster_desktop.sync.roster import Certificate
from tests.sync import regions
from tests.sync.regions import COLLEGE, NOW, ORAL, OWNER, Trio


@pytest.fixture(scope="module")
def three() -> Trio:
    return regions.trio()


def made(who: keys.DeviceKeys, **changed: object) -> bytes:
    told = {"owner": OWNER, "college": COLLEGE, "college_bin": "040517650123", "college_id": ORAL}
    return enrol.make_request(who, **{**told, **changed}, at=NOW)  # type: ignore[arg-type]


def typed(three: Trio, lang: str = "kk") -> str:
    return ", ".join(words.fingerprint(three.root.public, lang))


def certificate(three: Trio, who: keys.DeviceKeys) -> Certificate:
    found = three.region.roster.certificate(who.device)
    assert found is not None
    return found


# --- the request ---


def test_a_request_says_who_asks() -> None:
    who = keys.make()

    request = enrol.read_request(made(who))

    assert (request.device, request.public) == (who.device, who.public)
    assert (request.owner, request.college) == (OWNER, COLLEGE)
    assert (request.college_bin, request.college_id) == ("040517650123", ORAL)
    assert request.made_at == NOW


def test_names_in_a_request_can_be_sealed_to_the_office(three: Trio) -> None:
    office = three.region.roster.office_cert.box
    content = enrol.make_request(keys.make(), OWNER, COLLEGE, "", None, at=NOW, office_box=office)

    assert "Нұрғалиева".encode() not in content
    assert enrol.read_request(content, three.office).owner == OWNER
    for other in (three.oral, None):
        with pytest.raises(Refusal, match="regional office only"):
            enrol.read_request(content, other)


def test_a_request_changed_or_cut_anywhere_is_refused() -> None:
    content, taken = made(keys.make()), []
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        for each in (bytes(changed), content[:place]):
            try:
                enrol.read_request(each)
                taken.append(place)
            except Refusal:
                pass

    assert taken == []


@pytest.mark.parametrize(
    "changed",
    [
        {"owner": "x" * 301},
        {"owner": "two\nlines"},
        {"college": "\u202egnorw"},
        {"college_bin": "12345678901²"},
        {"college_bin": "../../etc/pw"},
    ],
)
def test_a_request_with_words_that_no_screen_should_show_is_refused(
    changed: dict[str, object],
) -> None:
    with pytest.raises(Refusal, match="no request"):
        enrol.read_request(made(keys.make(), **changed))


def test_a_request_with_a_key_nobody_can_seal_to_is_refused() -> None:
    class Weak(keys.DeviceKeys):
        @property
        def box_public(self) -> bytes:  # type: ignore[override]
            return bytes(32)

    who = keys.make()
    with pytest.raises(Refusal, match="no request"):
        enrol.read_request(made(Weak(who.sign_seed, who.box_seed)))


@given(st.binary(max_size=300), st.sampled_from([b"", b"CLQ1", b"CLI1", b"CLV1"]))
def test_random_bytes_are_no_request_and_no_invitation(content: bytes, magic: bytes) -> None:
    with pytest.raises(Refusal):
        enrol.read_request(magic + content)
    with pytest.raises(Refusal):
        enrol.read_invite(magic + content, "", keys.make())


# --- the invitation ---


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_an_invitation_admits_its_computer_with_the_words_of_the_region(
    three: Trio, lang: str
) -> None:
    invite = three.region.invite(three.oral.device)

    admitted = enrol.read_invite(invite, typed(three, lang), three.oral)

    assert admitted.certificate == certificate(three, three.oral)
    assert admitted.certificate.owner == OWNER
    assert admitted.roster == three.region.roster
    assert admitted.content == three.region.content
    assert len(admitted.scope_keys) == 2


def test_an_invitation_of_a_region_that_says_it_is_ours_is_refused(three: Trio) -> None:
    thief = Region.start(
        "Батыс Қазақстан облысы", regions.PASSPHRASE, keys.make(), "x", now=NOW, cost=regions.CHEAP
    )
    _region, invite = thief.region.issue(
        regions.request(three.oral), college=COLLEGE, college_id=ORAL, now=NOW
    )

    with pytest.raises(Refusal, match="Compare them with the paper") as refusal:
        enrol.read_invite(invite, typed(three), three.oral)

    assert refusal.value.field == "words"


def test_an_invitation_for_another_computer_is_refused(three: Trio) -> None:
    with pytest.raises(Refusal, match="for another computer"):
        enrol.read_invite(three.region.invite(three.aqtau.device), typed(three), three.oral)


def test_an_invitation_changed_anywhere_is_refused(three: Trio) -> None:
    invite, taken = three.region.invite(three.oral.device), []
    for place in range(0, len(invite), 7):
        changed = bytearray(invite)
        changed[place] ^= 1 << place % 8
        try:
            enrol.read_invite(bytes(changed), typed(three), three.oral)
            taken.append(place)
        except Refusal:
            pass

    assert taken == []


def test_an_excluded_computer_is_not_admitted_by_a_later_list(three: Trio) -> None:
    region = three.region.revoke(three.oral.device, {}, now=NOW)

    with pytest.raises(Refusal, match="excluded this computer"):
        enrol.read_invite(region.invite(three.oral.device), typed(three), three.oral)


def test_a_computer_that_is_not_in_the_list_is_not_admitted(three: Trio) -> None:
    stranger = keys.make()

    with pytest.raises(Refusal, match="no invitation"):
        enrol.read_invite(three.region.invite(stranger.device), typed(three), stranger)


# --- vouching ---


def sponsored(three: Trio, who: keys.DeviceKeys) -> tuple[Region, bytes]:
    """The region in which Oral's computer may admit others, and its certificate for `who`."""
    region = three.region.set_sponsor(three.oral.device, True, now=NOW)
    sponsor = region.roster.certificate(three.oral.device)
    assert sponsor is not None
    given = enrol.sponsored(sponsor, regions.request(who), region.roster, 0)
    known = rosters.scope_keys(region.roster, three.oral)
    return region, enrol.vouch(three.oral, region.roster, given, known)


def test_a_sponsor_admits_a_computer_of_its_college(three: Trio) -> None:
    fresh = keys.make()
    region, file = sponsored(three, fresh)

    invite = enrol.make_invite(region.content, fresh.device, file)
    admitted = enrol.read_invite(invite, typed(three), fresh)

    own = certificate(three, three.oral)
    assert admitted.certificate.reads == own.reads
    assert (admitted.certificate.letters, admitted.certificate.college_id) == ("A1", ORAL)
    assert admitted.certificate.owner == OWNER
    assert admitted.scope_keys == rosters.scope_keys(region.roster, three.oral)
    vouched = enrol.read_vouched(file, region.roster)
    assert (vouched.by, vouched.certificate.device) == (three.oral.device, fresh.device)
    assert "Нұрғалиева".encode() not in file


def test_the_office_takes_over_whom_a_sponsor_admitted(three: Trio) -> None:
    fresh = keys.make()
    region, file = sponsored(three, fresh)

    taken = region.adopt([enrol.read_vouched(file, region.roster)], now=NOW)

    found = taken.roster.certificate(fresh.device)
    assert found is not None
    assert (found.owner, found.letters) == (OWNER, "A1")
    assert taken.adopt([enrol.read_vouched(file, taken.roster)], now=NOW) == taken
    assert len(rosters.scope_keys(taken.roster, fresh)) == 2


def test_a_sponsor_that_was_excluded_vouches_for_nobody(three: Trio) -> None:
    region, file = sponsored(three, keys.make())
    region = region.revoke(three.oral.device, {}, now=NOW)

    with pytest.raises(Refusal):
        enrol.read_vouched(file, region.roster)


def test_a_certificate_changed_anywhere_is_refused(three: Trio) -> None:
    region, file = sponsored(three, keys.make())
    taken = []
    for place in range(len(file)):
        changed = bytearray(file)
        changed[place] ^= 1 << place % 8
        try:
            enrol.read_vouched(bytes(changed), region.roster)
            taken.append(place)
        except Refusal:
            pass

    assert taken == []


def test_a_sponsor_gives_no_more_than_it_has(three: Trio) -> None:
    region = three.region.set_sponsor(three.oral.device, True, now=NOW)
    roster = region.roster
    sponsor = roster.certificate(three.oral.device)
    assert sponsor is not None
    known = rosters.scope_keys(roster, three.oral)
    good = enrol.sponsored(sponsor, regions.request(keys.make()), roster, 0)
    everything = tuple(each.name for each in roster.scopes)

    for bad in (
        replace(good, reads=everything),
        replace(good, writes=everything),
        replace(good, role="region"),
        replace(good, sponsor=True),
        replace(good, college_id=UUID(int=2)),
        replace(good, letters="B"),
        replace(good, incarnation=7),
        replace(good, device=three.aqtau.device),
    ):
        with pytest.raises(Refusal, match="may not admit"):
            enrol.vouch(three.oral, roster, bad, known)


def test_who_is_no_sponsor_admits_nobody(three: Trio) -> None:
    roster = three.region.roster
    own = certificate(three, three.oral)
    given = enrol.sponsored(own, regions.request(keys.make()), roster, 0)

    with pytest.raises(Refusal, match="may not admit"):
        enrol.vouch(three.oral, roster, given, rosters.scope_keys(roster, three.oral))


def test_a_restored_computer_follows_itself_with_new_keys_and_letters(three: Trio) -> None:
    roster, again, third = three.region.roster, keys.make(), keys.make()
    known = rosters.scope_keys(roster, three.oral)

    second = enrol.successor(certificate(three, three.oral), again, roster)
    file = enrol.vouch(three.oral, roster, second, known)

    vouched = enrol.read_vouched(file, roster, known)
    assert vouched.certificate == second
    assert (second.letters, second.incarnation, second.owner) == ("Ab", 2, OWNER)
    assert enrol.granted(vouched, again) == known
    region = three.region.adopt([vouched], now=NOW)
    assert region.roster.may_write(again.device, second.writes[0], 1)
    assert enrol.successor(second, third, region.roster).letters == "Ac"


def test_letters_of_incarnations_do_not_run_out() -> None:
    letters = [enrol._small(number) for number in range(1, 80)]

    assert letters[:3] == ["b", "c", "d"]
    assert len(set(letters)) == len(letters)
    assert set("".join(letters)) <= set("bcdefghijklmnopqrstuvwxyz")


def test_a_region_has_its_words_on_paper(three: Trio) -> None:
    root = office_keys.root_from_file(three.root_file, regions.PASSPHRASE)

    assert words.fingerprint(root.public, "ru") == words.fingerprint(
        three.region.roster.root_key, "ru"
    )
