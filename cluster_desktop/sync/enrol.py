"""How a computer comes in without a server: a request, an invitation, words read over the phone.

Knows no folders: everything is bytes. `request-<device>.clr` goes to the regional office,
`invite-<device>.cli` comes back. Whoever may vouch – a college head for computers of the college, a
computer for its own successor after a restore – does so with a signed certificate of the same kind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.sync import crypto, words
from cluster_desktop.sync import roster as rosters
from cluster_desktop.sync.bundle import Damaged, Forged
from cluster_desktop.sync.keys import DeviceKeys, device_of
from cluster_desktop.sync.roster import Certificate, Roster, ScopeKeys

_REQUEST, _INVITE, _VOUCHED = b"CLQ1", b"CLI1", b"CLV1"
_MOST_REQUEST = 16 << 10
_LONGEST_NAME = 300


def request_name(device: str) -> str:
    return f"request-{device}.clr"


def invite_name(device: str) -> str:
    return f"invite-{device}.cli"


@dataclass(frozen=True)
class Request:
    """A computer that asks to be admitted. Nothing in it is proven but that it has its keys."""

    device: str
    sign_key: bytes
    box_key: bytes
    owner: str
    college: str
    college_bin: str
    college_id: UUID | None
    made_at: datetime

    @property
    def public(self) -> bytes:
        """What its 8 words are made of."""
        return self.sign_key + self.box_key


@dataclass(frozen=True)
class _Who:
    owner: str
    college: str
    college_bin: str
    college_id: UUID | None


@dataclass(frozen=True)
class _Asked:
    v: int
    sign_key: bytes
    box_key: bytes
    made_at: datetime
    who: bytes
    sealed: bool


@dataclass(frozen=True)
class _Signed:
    told: bytes
    signature: bytes


@dataclass(frozen=True)
class _Invited:
    device: str
    roster: bytes
    vouched: bytes


@dataclass(frozen=True)
class _Vouch:
    by: str
    rights: rosters.Rights
    names: bytes
    names_epoch: int
    grants: tuple[tuple[str, int, bytes], ...]


@dataclass(frozen=True)
class Vouched:
    """A certificate that a computer of the list gave to another one. `file` is handed on whole."""

    by: str
    certificate: Certificate
    grants: tuple[tuple[str, int, bytes], ...]
    file: bytes


@dataclass(frozen=True)
class Invitation:
    """What a computer knows once it is admitted. `content` is the list's file, to be kept."""

    certificate: Certificate
    roster: Roster
    content: bytes
    scope_keys: ScopeKeys
    vouched: bytes = b""


def make_request(
    keys: DeviceKeys,
    owner: str,
    college: str,
    college_bin: str,
    college_id: UUID | None,
    *,
    at: datetime,
    office_box: bytes | None = None,
) -> bytes:
    """The file that asks for admission. With the office's key the names in it are sealed to it."""
    who = crypto.encode(_Who(owner.strip(), college.strip(), college_bin, college_id))
    if office_box is not None:
        who = crypto.seal_to(office_box, who)
    told = crypto.encode(
        _Asked(1, keys.sign_public, keys.box_public, at, who, office_box is not None)
    )
    return _REQUEST + crypto.encode(_Signed(told, crypto.sign(keys.sign_seed, told, use="request")))


def read_request(content: bytes, office: DeviceKeys | None = None) -> Request:
    """The request, signed with the keys it names. Raises Refusal with the reason."""
    asked = _asked(content)
    who = asked.who
    if asked.sealed:
        try:
            who = crypto.open_sealed(office.box_seed if office else b"", who)
        except crypto.Wrong as why:
            raise Refusal(
                _(
                    "This request is meant for the regional office only; this computer cannot "
                    "read it."
                )
            ) from why
    try:
        told = crypto.decode(who, _Who)
    except crypto.Wrong as why:
        raise _bad_request() from why
    if not (is_name(told.owner) and is_name(told.college) and _is_bin(told.college_bin)):
        raise _bad_request()
    return Request(
        device=device_of(asked.sign_key + asked.box_key),
        sign_key=asked.sign_key,
        box_key=asked.box_key,
        owner=told.owner,
        college=told.college,
        college_bin=told.college_bin,
        college_id=told.college_id,
        made_at=asked.made_at,
    )


def _asked(content: bytes) -> _Asked:
    if len(content) > _MOST_REQUEST or content[:4] != _REQUEST:
        raise _bad_request()
    try:
        signed = crypto.decode(content[4:], _Signed)
        asked = crypto.decode(signed.told, _Asked)
        crypto.seal_to(asked.box_key, b"")  # else no invitation could ever be sealed to it
    except crypto.Wrong as why:
        raise _bad_request() from why
    if not crypto.verify(asked.sign_key, signed.told, signed.signature, use="request"):
        raise _bad_request()
    return asked


def is_name(text: str) -> bool:
    """True for what can stand in a line on a screen."""
    return len(text) <= _LONGEST_NAME and all(sign.isprintable() for sign in text)


def _is_bin(text: str) -> bool:
    return not text or (len(text) == 12 and text.isascii() and text.isdigit())


def _bad_request() -> Refusal:
    return Refusal(
        _("This file is no request, or it is damaged. Ask the college to make it once more.")
    )


def make_invite(roster_content: bytes, device: str, vouched: bytes = b"") -> bytes:
    """The file that admits a computer: the whole list, in which its keys are sealed to it."""
    return _INVITE + crypto.encode(_Invited(device, roster_content, vouched))


def read_invite(content: bytes, typed: str, keys: DeviceKeys) -> Invitation:
    """What the invitation gives, if it is this computer's and the region's words are as typed.

    Raises Refusal with what to do; `field` is "words" where the words differ.
    """
    invited = _invited(content)
    if invited.device != keys.device:
        raise Refusal(
            _(
                "This invitation is for another computer. Take the one that the regional office "
                "made for this computer."
            )
        )
    try:
        roster = rosters.read(invited.roster)
    except (Damaged, Forged) as why:
        raise _bad_invite() from why
    if not words.same_fingerprint(typed, roster.root_key):
        raise Refusal(
            _(
                "The words are not those of the region that made this invitation. Compare them "
                "with the paper. If they are typed as they stand there, do not use this "
                "invitation and call the regional office."
            ),
            field="words",
        )
    return _admitted(invited, roster, keys)


def _invited(content: bytes) -> _Invited:
    if len(content) > rosters.MOST_FILE + (1 << 20) or content[:4] != _INVITE:
        raise _bad_invite()
    try:
        return crypto.decode(content[4:], _Invited)
    except crypto.Wrong as why:
        raise _bad_invite() from why


def _admitted(invited: _Invited, roster: Roster, keys: DeviceKeys) -> Invitation:
    known = rosters.scope_keys(roster, keys)
    certificate = roster.certificate(keys.device)
    if invited.vouched:
        try:
            vouched = read_vouched(invited.vouched, roster)
        except Refusal as why:
            raise _bad_invite() from why
        known = granted(vouched, keys)
        certificate = read_vouched(invited.vouched, roster, known).certificate
    if certificate is None or certificate.public != keys.public:
        raise _bad_invite()
    if roster.revocation(keys.device) is not None:
        raise Refusal(
            _("The regional office has excluded this computer. Call the regional office.")
        )
    roster = rosters.with_names(roster, known)
    named = roster.certificate(keys.device) or certificate
    return Invitation(named, roster, invited.roster, known, invited.vouched)


def _bad_invite() -> Refusal:
    return Refusal(
        _(
            "This file is no invitation, or it is damaged. Ask the regional office to make it "
            "once more."
        )
    )


def vouch(keys: DeviceKeys, roster: Roster, certificate: Certificate, known: ScopeKeys) -> bytes:
    """A certificate signed by a computer of the list, with the scope keys sealed to the new one.

    Raises Refusal where this computer may not give it.
    """
    if not _may_vouch(roster, keys.device, certificate):
        raise Refusal(
            _(
                "This computer may not admit that one. Ask the regional office to admit it, or to "
                "give this computer the right to admit computers of its own college."
            )
        )
    registry = roster.registry
    grants = tuple(
        (scope, epoch, crypto.seal_to(certificate.box_key, key))
        for (scope, epoch), key in sorted(known.items())
        if scope in certificate.reads
    )
    told = crypto.encode(
        _Vouch(
            by=keys.device,
            rights=rosters.rights_of(certificate),
            names=rosters.lock_names((certificate,), known[(registry.name, registry.epoch)]),
            names_epoch=registry.epoch,
            grants=grants,
        )
    )
    return _VOUCHED + crypto.encode(_Signed(told, crypto.sign(keys.sign_seed, told, use="vouch")))


def read_vouched(content: bytes, roster: Roster, known: ScopeKeys | None = None) -> Vouched:
    """The certificate, if who signed it is in the list, is not out, and may give it.

    A computer that was revoked vouches for nobody, whenever it signed: only the office can take
    over whom it admitted. Names are "" without the key of the registry. Raises Refusal.
    """
    if len(content) > 1 << 20 or content[:4] != _VOUCHED:
        raise _bad_invite()
    try:
        signed = crypto.decode(content[4:], _Signed)
        told = crypto.decode(signed.told, _Vouch)
    except crypto.Wrong as why:
        raise _bad_invite() from why
    by = roster.certificate(told.by)
    certificate = rosters.certificate_of(told.rights, "", "")
    if (
        by is None
        or not crypto.verify(by.sign_key, signed.told, signed.signature, use="vouch")
        or not _may_vouch(roster, told.by, certificate)
    ):
        raise _bad_invite()
    key = (known or {}).get((roster.registry.name, told.names_epoch))
    if key is not None:
        try:
            owner, college = rosters.unlock_names(told.names, key)[certificate.device]
        except (crypto.Wrong, KeyError) as why:
            raise _bad_invite() from why
        certificate = replace(certificate, owner=owner, college=college)
    return Vouched(told.by, certificate, told.grants, content)


def granted(vouched: Vouched, keys: DeviceKeys) -> dict[tuple[str, int], bytes]:
    """The scope keys that came with a certificate. Those that do not open are left out."""
    found: dict[tuple[str, int], bytes] = {}
    for scope, epoch, sealed in vouched.grants:
        try:
            found[(scope, epoch)] = crypto.open_sealed(keys.box_seed, sealed)
        except crypto.Wrong:
            continue
    return found


def _may_vouch(roster: Roster, device: str, given: Certificate) -> bool:
    """A sponsor for its own college, any computer for its own successor; never more than it may."""
    by = roster.certificate(device)
    if by is None or roster.revocation(device) is not None or not _is_whole(given):
        return False
    within = set(given.reads) <= set(by.reads) and set(given.writes) <= set(by.writes)
    if not within or given.college_id != by.college_id:
        return False
    follows = (
        given.incarnation == by.incarnation + 1
        and given.role == by.role
        and given.sponsor <= by.sponsor
        and given.letters == _next_letters(by)
    )
    sponsored = (
        by.sponsor
        and given.role == "college"
        and not given.sponsor
        and given.incarnation == 1
        and given.letters.startswith(by.letters)
        and given.letters[len(by.letters) :].isdigit()
    )
    return follows or sponsored


def _is_whole(given: Certificate) -> bool:
    return len(given.sign_key) == len(given.box_key) == crypto.KEY and given.device == device_of(
        given.public
    )


def _next_letters(by: Certificate) -> str:
    """Letters of the next incarnation: A, Ab, Ac … so that no number is given twice."""
    return by.letters.rstrip("bcdefghijklmnopqrstuvwxyz") + _small(by.incarnation)


def _small(number: int) -> str:
    """1 is b, 2 is c, … 25 is z, then zb …"""
    return "z" * (number // 25) + (
        "bcdefghijklmnopqrstuvwxyz"[number % 25 - 1] if number % 25 else ""
    )


def successor(former: Certificate, keys: DeviceKeys, roster: Roster) -> Certificate:
    """The certificate of the same computer after a restore, with new keys and letters."""
    return replace(
        former,
        device=keys.device,
        sign_key=keys.sign_public,
        box_key=keys.box_public,
        letters=_next_letters(former),
        incarnation=former.incarnation + 1,
        since=roster.number,
    )


def sponsored(sponsor: Certificate, request: Request, roster: Roster, taken: int) -> Certificate:
    """The certificate a sponsor gives to another computer of its college. `taken`: how many it has
    given already."""
    return Certificate(
        device=request.device,
        sign_key=request.sign_key,
        box_key=request.box_key,
        owner=request.owner,
        college=sponsor.college,
        college_id=sponsor.college_id,
        role="college",
        reads=sponsor.reads,
        writes=sponsor.writes,
        letters=f"{sponsor.letters}{taken + 1}",
        incarnation=1,
        since=roster.number,
        sponsor=False,
    )
