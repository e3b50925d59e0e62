"""Who takes part: the signed list of computers, scopes and sealed scope keys. Pure values.

The region's root key signs an office key for a year, the office key signs lists. Each list is
whole, has a number, and names the one before it by its hash. Names of people and colleges in it are
sealed for members; all else is readable for whoever hands the list on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal
from uuid import UUID

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.sync import crypto
from cluster_desktop.sync.bundle import damaged, forged
from cluster_desktop.sync.keys import DeviceKeys, device_of

MAGIC = b"CLR1"
MOST_FILE = 8 << 20
_SCOPE = re.compile("[a-z2-7]{13}")

# Scope keys are sealed to the root key as well: with the words on paper a lost office reads again.
ROOT = "root"

Role = Literal["college", "region"]
ScopeKeys = Mapping[tuple[str, int], bytes]


class Outdated(Trouble):
    """An older list than the one this computer knows."""


class Foreign(Refusal):
    """A list of another region."""


class Astray(Trouble):
    """A list that does not continue the known one."""


@dataclass(frozen=True)
class Certificate:
    """What a computer is allowed. `owner` and `college` are "" until the names are opened."""

    device: str
    sign_key: bytes
    box_key: bytes
    owner: str
    college: str
    college_id: UUID | None
    role: Role
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    letters: str
    incarnation: int
    since: int
    sponsor: bool

    @property
    def public(self) -> bytes:
        return self.sign_key + self.box_key


@dataclass(frozen=True)
class Revocation:
    """A computer is out. Its bundles up to `last` of each scope stay; of others none does."""

    device: str
    last: Mapping[str, int]
    since: int


@dataclass(frozen=True)
class ScopeInfo:
    """A stream of bundles and the number of the key in use now."""

    name: str
    kind: Literal["college", "registry"]
    college_id: UUID | None
    epoch: int


@dataclass(frozen=True)
class OfficeCertificate:
    """The root's word that this key signs lists. The higher generation overrules the lower."""

    key: bytes
    box: bytes
    region_id: UUID
    generation: int
    valid_from: date
    valid_until: date
    signature: bytes = b""

    def told(self) -> bytes:
        """What the root signs."""
        return crypto.encode(replace(self, signature=b""))

    def is_valid(self, root_key: bytes, on: date) -> bool:
        signed = crypto.verify(root_key, self.told(), self.signature, use="office")
        return signed and self.valid_from <= on <= self.valid_until


@dataclass(frozen=True)
class Roster:
    """The list. `grants`: scope keys of the present epoch sealed to each reader; `past`: each older
    key locked with the one after it."""

    number: int
    prev_hash: str
    region_id: UUID
    region_title: str
    root_key: bytes
    office_cert: OfficeCertificate
    made_at: datetime
    certificates: tuple[Certificate, ...]
    revocations: tuple[Revocation, ...]
    scopes: tuple[ScopeInfo, ...]
    grants: Mapping[tuple[str, int, str], bytes]
    past: Mapping[tuple[str, int], bytes] = field(default_factory=dict)
    names: bytes = b""
    hash: str = ""

    @cached_property
    def _by_device(self) -> dict[str, Certificate]:
        return {each.device: each for each in self.certificates}

    @cached_property
    def _out(self) -> dict[str, Revocation]:
        return {each.device: each for each in self.revocations}

    @cached_property
    def _by_scope(self) -> dict[str, ScopeInfo]:
        return {each.name: each for each in self.scopes}

    @property
    def root_fp(self) -> bytes:
        return crypto.digest(self.root_key)

    @property
    def registry(self) -> ScopeInfo:
        return next(each for each in self.scopes if each.kind == "registry")

    def certificate(self, device: str) -> Certificate | None:
        return self._by_device.get(device)

    def revocation(self, device: str) -> Revocation | None:
        return self._out.get(device)

    def scope(self, name: str) -> ScopeInfo | None:
        return self._by_scope.get(name)

    def scope_of(self, college_id: UUID) -> ScopeInfo | None:
        return next((each for each in self.scopes if each.college_id == college_id), None)

    def is_revoked(self, device: str, scope: str, seq: int) -> bool:
        """True for a bundle above the last one that counts. No date is asked: a thief sets it."""
        out = self._out.get(device)
        return out is not None and seq > out.last.get(scope, 0)

    def may_write(self, device: str, scope: str, seq: int) -> bool:
        """True if that computer's bundle of that number counts in the scope."""
        known = self._by_device.get(device)
        return (
            known is not None and scope in known.writes and not self.is_revoked(device, scope, seq)
        )

    def readers(self, scope: str) -> tuple[Certificate, ...]:
        """The computers that get new keys of the scope: those that read it and are not out."""
        return tuple(
            each
            for each in self.certificates
            if scope in each.reads and each.device not in self._out
        )


@dataclass(frozen=True)
class Rights:
    """A certificate without names, as it lies in the file."""

    device: str
    sign_key: bytes
    box_key: bytes
    college_id: UUID | None
    role: Role
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    letters: str
    incarnation: int
    since: int
    sponsor: bool


@dataclass(frozen=True)
class _Told:
    """A list as it lies in the file."""

    v: int
    number: int
    prev_hash: str
    region_id: UUID
    region_title: str
    root_key: bytes
    office_cert: OfficeCertificate
    made_at: datetime
    certificates: tuple[Rights, ...]
    revocations: tuple[Revocation, ...]
    scopes: tuple[ScopeInfo, ...]
    grants: tuple[tuple[str, int, str, bytes], ...]
    past: tuple[tuple[str, int, bytes], ...]
    names: bytes


@dataclass(frozen=True)
class _Signed:
    told: bytes
    signature: bytes


Names = dict[str, tuple[str, str]]


def write(roster: Roster, office_seed: bytes, names_key: bytes) -> bytes:
    """The file of a list. `names_key`: of the registry, in the present epoch."""
    told = _Told(
        v=1,
        number=roster.number,
        prev_hash=roster.prev_hash,
        region_id=roster.region_id,
        region_title=roster.region_title,
        root_key=roster.root_key,
        office_cert=roster.office_cert,
        made_at=roster.made_at,
        certificates=tuple(rights_of(each) for each in roster.certificates),
        revocations=roster.revocations,
        scopes=roster.scopes,
        grants=tuple((*key, sealed) for key, sealed in sorted(roster.grants.items())),
        past=tuple((*key, locked) for key, locked in sorted(roster.past.items())),
        names=lock_names(roster.certificates, names_key),
    )
    packed = crypto.encode(told)
    return MAGIC + crypto.encode(_Signed(packed, crypto.sign(office_seed, packed, use="roster")))


def rights_of(one: Certificate) -> Rights:
    """The certificate without the names in it."""
    return Rights(
        device=one.device,
        sign_key=one.sign_key,
        box_key=one.box_key,
        college_id=one.college_id,
        role=one.role,
        reads=one.reads,
        writes=one.writes,
        letters=one.letters,
        incarnation=one.incarnation,
        since=one.since,
        sponsor=one.sponsor,
    )


def lock_names(certificates: tuple[Certificate, ...], key: bytes) -> bytes:
    """Owners and colleges, readable for members only."""
    names: Names = {each.device: (each.owner, each.college) for each in certificates}
    return crypto.lock(key, crypto.encode(names), b"names")


def unlock_names(locked: bytes, key: bytes) -> Names:
    """What `lock_names` locked. Raises crypto.Wrong."""
    return crypto.decode(crypto.unlock(key, locked, b"names"), Names)


def read(content: bytes) -> Roster:
    """The list as it says it is: signed by the office key it names, that one by the root key it
    names. Whose root that is `verify` asks. Raises Damaged or Forged."""
    if len(content) > MOST_FILE or content[:4] != MAGIC:
        raise damaged()
    try:
        signed = crypto.decode(content[4:], _Signed)
        told = crypto.decode(signed.told, _Told)
    except crypto.Wrong as why:
        raise damaged() from why
    office = told.office_cert
    if not (
        office.region_id == told.region_id
        and office.is_valid(told.root_key, told.made_at.date())
        and crypto.verify(office.key, signed.told, signed.signature, use="roster")
        and _is_sound(told)
    ):
        raise forged()
    return Roster(
        number=told.number,
        prev_hash=told.prev_hash,
        region_id=told.region_id,
        region_title=told.region_title,
        root_key=told.root_key,
        office_cert=office,
        made_at=told.made_at,
        certificates=tuple(_nameless(each) for each in told.certificates),
        revocations=told.revocations,
        scopes=told.scopes,
        grants={(scope, epoch, device): sealed for scope, epoch, device, sealed in told.grants},
        past={(scope, epoch): locked for scope, epoch, locked in told.past},
        names=told.names,
        hash=crypto.digest(content).hex(),
    )


def _nameless(rights: Rights) -> Certificate:
    return Certificate(
        device=rights.device,
        sign_key=rights.sign_key,
        box_key=rights.box_key,
        owner="",
        college="",
        college_id=rights.college_id,
        role=rights.role,
        reads=rights.reads,
        writes=rights.writes,
        letters=rights.letters,
        incarnation=rights.incarnation,
        since=rights.since,
        sponsor=rights.sponsor,
    )


def certificate_of(rights: Rights, owner: str, college: str) -> Certificate:
    """The certificate with its names."""
    return replace(_nameless(rights), owner=owner, college=college)


def region_of(root_key: bytes) -> UUID:
    """The region's name among machines: of its root key, so the words on paper suffice."""
    return UUID(bytes=crypto.digest(b"region" + root_key)[:16], version=5)


def _is_sound(told: _Told) -> bool:
    """True if the list agrees with itself: every key gives its device, every scope is declared."""
    scopes = {each.name for each in told.scopes}
    devices = {each.device for each in told.certificates}
    return (
        told.number >= 1
        and told.region_id == region_of(told.root_key)
        and len(scopes) == len(told.scopes)
        and len(devices) == len(told.certificates)
        and sum(each.kind == "registry" for each in told.scopes) == 1
        and all(_SCOPE.fullmatch(name) for name in scopes)
        and all(each.epoch >= 1 for each in told.scopes)
        and all(
            len(each.sign_key) == len(each.box_key) == crypto.KEY
            and each.device == device_of(each.sign_key + each.box_key)
            and scopes.issuperset(each.reads)
            and scopes.issuperset(each.writes)
            for each in told.certificates
        )
    )


def verify(content: bytes, root_fp: bytes, newest: Roster | None) -> Roster:
    """The list, if it is this region's and continues the newest known one.

    The same list again is given back. A jump over numbers is taken: every list is whole. A list
    that names another predecessor is taken only from an office key of a later generation, which
    the root signed after the loss of the former office.
    Raises Damaged, Forged, Foreign, Outdated or Astray, each with its sentence.
    """
    roster = read(content)
    if roster.root_fp != root_fp or (newest and roster.region_id != newest.region_id):
        raise Foreign(
            _(
                "This list of computers belongs to another region. Nothing was taken from it. "
                "Choose the region's folder of your own region."
            )
        )
    if newest is None or roster.hash == newest.hash:
        return roster
    generation, known = roster.office_cert.generation, newest.office_cert.generation
    if roster.number < newest.number or generation < known:
        raise Outdated(
            _(
                "The region's folder holds an older list of computers than this computer knows. "
                "The newer one stays in force."
            )
        )
    continues = roster.number > newest.number + 1 or (
        roster.number == newest.number + 1 and roster.prev_hash == newest.hash
    )
    if not continues and generation == known:
        raise Astray(
            _(
                "The regional office has given out two different lists of computers. The one this "
                "computer knows stays in force. Tell the regional office."
            )
        )
    return roster


def scope_keys(roster: Roster, keys: DeviceKeys) -> dict[tuple[str, int], bytes]:
    """The scope keys this computer can open, of every epoch it may read."""
    return opened_grants(roster, keys.device, keys.box_seed)


def opened_grants(roster: Roster, reader: str, box_seed: bytes) -> dict[tuple[str, int], bytes]:
    """Scope keys by (scope, epoch). One that does not open is left out: its bundles wait."""
    found: dict[tuple[str, int], bytes] = {}
    for (scope, granted, device), sealed in roster.grants.items():
        if device != reader:
            continue
        epoch = granted
        try:
            found[(scope, epoch)] = key = crypto.open_sealed(box_seed, sealed)
            while (scope, epoch - 1) in roster.past:
                epoch -= 1
                key = crypto.unlock(key, roster.past[(scope, epoch)], past_label(scope, epoch))
                found[(scope, epoch)] = key
        except crypto.Wrong:
            continue
    return found


def past_label(scope: str, epoch: int) -> bytes:
    """What an older key is bound to, so that it cannot stand under another epoch."""
    return f"past {scope} {epoch}".encode()


def with_names(roster: Roster, known: ScopeKeys) -> Roster:
    """The list with owners and colleges, if this computer has the key of the registry."""
    registry = roster.registry
    key = known.get((registry.name, registry.epoch))
    if key is None:
        return roster
    try:
        names = unlock_names(roster.names, key)
    except crypto.Wrong:
        return roster
    called = tuple(
        replace(each, owner=names[each.device][0], college=names[each.device][1])
        if each.device in names
        else each
        for each in roster.certificates
    )
    return replace(roster, certificates=called)
