"""The regional office's side: the root key, the office key, new lists of computers. Knows no files.

The root key lies locked in a file and as words on paper and is needed once a year and after a loss.
The office key lies beside the database and signs every list. Each method gives a new `Region`: what
the caller does not keep has not happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.sync import crypto, enrol, words
from cluster_desktop.sync import keys as secrets
from cluster_desktop.sync import roster as rosters
from cluster_desktop.sync.keys import DeviceKeys, Passphrase, Protector
from cluster_desktop.sync.roster import (
    ROOT,
    Certificate,
    OfficeCertificate,
    Revocation,
    Roster,
    ScopeInfo,
    ScopeKeys,
)

ROOT_FILE = "region-root.clk"
SHORTEST_PASSPHRASE = 12
_ROOT_MAGIC = b"CLK1"
_YEAR = timedelta(days=365)
# After a loss the office may not know the newest lists: its next number is beyond all of them.
_LEAP = 1000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class _RootFile:
    title: str
    public: bytes
    wrapped: bytes


@dataclass(frozen=True)
class Root:
    """The region's root key, open. Keep it no longer than the step that needs it."""

    title: str
    seed: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        return crypto.public_of(self.seed)

    def recovery_words(self, language: str) -> tuple[tuple[str, ...], ...]:
        """The lines for the emergency sheet."""
        return words.recovery(self.seed, language)

    def to_file(self, passphrase: str, cost: crypto.Cost | None = None) -> bytes:
        """The locked file. Raises Refusal for a passphrase that is too short."""
        check_passphrase(passphrase)
        wrapped = Passphrase(passphrase, cost).wrap(self.seed)
        return _ROOT_MAGIC + crypto.encode(_RootFile(self.title, self.public, wrapped))

    def certify(self, office: bytes, box: bytes, generation: int, today: date) -> OfficeCertificate:
        """The root's word for an office key, good for a year."""
        told = OfficeCertificate(
            key=office,
            box=box,
            region_id=rosters.region_of(self.public),
            generation=generation,
            # A day of room: the day may be another one in Greenwich.
            valid_from=today - timedelta(days=1),
            valid_until=today + _YEAR,
        )
        return replace(told, signature=crypto.sign(self.seed, told.told(), use="office"))


def check_passphrase(passphrase: str) -> None:
    """Raises Refusal for what could be guessed from the locked file."""
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise Refusal(
            _("The passphrase is too short. Take four or five words, 12 letters at the least."),
            field="passphrase",
        )


def root_from_file(content: bytes, passphrase: str) -> Root:
    """Raises Refusal for another file or another passphrase."""
    try:
        if content[:4] != _ROOT_MAGIC:
            raise crypto.Wrong("no root file")
        kept = crypto.decode(content[4:], _RootFile)
    except crypto.Wrong as why:
        raise Refusal(
            _("This is not the region's emergency file, or it is damaged. Take another copy of it.")
        ) from why
    root = Root(kept.title, Passphrase(passphrase).unwrap(kept.wrapped))
    if len(root.seed) != crypto.KEY or root.public != kept.public:
        raise Refusal(_("The region's emergency file is damaged. Take another copy of it."))
    return root


def root_from_words(typed: str, title: str) -> Root:
    """Raises Refusal that names the line with the mistake."""
    return Root(title, words.recovered(typed))


@dataclass(frozen=True)
class Started:
    """A new region: what the office works with, and what it locks away."""

    region: Region
    root: Root
    root_file: bytes


@dataclass(frozen=True)
class Region:
    """The regional office at work: its keys and the newest list. `content` is the list's file."""

    keys: DeviceKeys
    office_seed: bytes = field(repr=False)
    roster: Roster
    content: bytes = field(repr=False)
    scope_keys: ScopeKeys = field(repr=False)

    # --- beginning, opening, keeping ---

    @staticmethod
    def start(
        title: str,
        passphrase: str,
        keys: DeviceKeys,
        owner: str,
        *,
        now: datetime,
        college_id: UUID | None = None,
        cost: crypto.Cost | None = None,
    ) -> Started:
        """A new region with this computer as its office; `college_id` is the office's own record,
        whose scope holds what the office itself writes. Raises Refusal for a weak passphrase."""
        if not title.strip() or not enrol.is_name(title.strip()):
            raise Refusal(_("Type the name of the region, in one line."), field="title")
        root = Root(title.strip(), crypto.fresh())
        locked = root.to_file(passphrase, cost)
        office = crypto.fresh()
        registry = ScopeInfo(_new_scope(), "registry", None, 1)
        first = Roster(
            number=0,
            prev_hash="",
            region_id=rosters.region_of(root.public),
            region_title=root.title,
            root_key=root.public,
            office_cert=root.certify(crypto.public_of(office), keys.box_public, 1, now.date()),
            made_at=now,
            certificates=(),
            revocations=(),
            scopes=(registry,),
            grants={},
        )
        blank = Region(keys, office, first, b"", {(registry.name, 1): crypto.fresh()})
        blank = blank._with_college(college_id)
        asked = _own_request(keys, owner, title, now)
        mine = blank._certificate(asked, title, college_id, "region")
        return Started(blank._published(now, certificates=(mine,)), root, locked)

    @staticmethod
    def open(keys: DeviceKeys, office_seed: bytes, content: bytes) -> Region:
        """The office over the newest list. Raises Refusal where the list names another office."""
        roster = rosters.read(content)
        known = rosters.scope_keys(roster, keys)
        if roster.office_cert.key != crypto.public_of(office_seed):
            raise Refusal(
                _(
                    "This computer is no longer the regional office: another one took its place. "
                    "To take it back, use the emergency file or the words on paper."
                )
            )
        return Region(keys, office_seed, rosters.with_names(roster, known), content, known)

    def save(self, path: Path, protector: Protector) -> None:
        """Keep the office key in a file beside the database. Raises Trouble."""
        secrets.save_secret(path, "office", self.office_seed, protector)

    @staticmethod
    def load(path: Path, protector: Protector, keys: DeviceKeys, content: bytes) -> Region:
        """Raises Refusal or Trouble."""
        return Region.open(keys, secrets.load_secret(path, "office", protector), content)

    @staticmethod
    def renewed(
        root: Root, keys: DeviceKeys, owner: str, content: bytes, *, now: datetime
    ) -> Region:
        """An office key for another year, or after a loss on a new computer, over the newest list
        that is known. Lists of the former office key are refused from then on."""
        roster = rosters.read(content)
        if roster.root_key != root.public:
            raise of_another_region()
        known = rosters.opened_grants(roster, ROOT, crypto.box_seed_of_signer(root.seed))
        roster = rosters.with_names(roster, known)
        office = crypto.fresh()
        certificate = root.certify(
            crypto.public_of(office),
            keys.box_public,
            roster.office_cert.generation + 1,
            now.date(),
        )
        known_here = roster.certificate(keys.device)
        is_loss = known_here is None or roster.office_cert.box != keys.box_public
        roster = replace(
            roster, office_cert=certificate, number=roster.number + (_LEAP if is_loss else 0)
        )
        region = Region(keys, office, roster, content, known)
        if known_here is not None:
            return region._published(now)
        request = _own_request(keys, owner, roster.region_title, now)
        # The office's own records stay its own: the new computer writes where the lost one did.
        offices = (one for one in roster.certificates if one.role == "region")
        record = next((one.college_id for one in offices if one.college_id is not None), None)
        mine = region._certificate(request, roster.region_title, record, "region")
        return region._published(now, certificates=(*roster.certificates, mine))

    def days_left(self, today: date) -> int:
        """Days until the office key must be renewed with the emergency file; below 0 it is late."""
        return (self.roster.office_cert.valid_until - today).days

    # --- computers ---

    def issue(
        self,
        request: enrol.Request,
        *,
        college: str,
        college_id: UUID | None,
        now: datetime,
        role: rosters.Role = "college",
        sponsor: bool = False,
    ) -> tuple[Region, bytes]:
        """A list with the computer in it, and its invitation. The office compared its 8 words.

        Asked again for a computer of the list, it gives the rights anew. Raises Refusal for one
        that was excluded, or a college without its record.
        """
        if self.roster.revocation(request.device) is not None:
            raise Refusal(
                _(
                    "This computer was excluded and cannot come back as it is. Let its owner set "
                    "up the exchange anew and send a new request."
                )
            )
        if role == "college" and college_id is None:
            raise Refusal(_("Choose the college this computer belongs to."), field="college_id")
        region = self._with_college(college_id) if role == "college" else self
        made = region._certificate(request, college, college_id, role, sponsor=sponsor)
        before = region.roster.certificate(made.device)
        if before is not None:  # moved to another college: what it read so far gets new keys
            region = region._turned(set(before.reads) - set(made.reads))
        others = (each for each in region.roster.certificates if each.device != made.device)
        region = region._published(now, certificates=(*others, made))
        return region, region.invite(made.device)

    def invite(self, device: str) -> bytes:
        """The invitation of a computer of the list, made once more."""
        return enrol.make_invite(self.content, device)

    def adopt(self, vouched: Iterable[enrol.Vouched], *, now: datetime) -> Region:
        """Take computers that colleges or their former selves vouched for into the list."""
        known = {each.device for each in self.roster.certificates}
        read = [
            enrol.read_vouched(each.file, self.roster, self.scope_keys).certificate
            for each in vouched
        ]
        fresh = {each.device: each for each in read if each.device not in known}
        if not fresh:
            return self
        return self._published(now, certificates=(*self.roster.certificates, *fresh.values()))

    def set_sponsor(self, device: str, sponsor: bool, *, now: datetime) -> Region:
        """Give or take the right to admit computers of its own college."""
        if self.roster.certificate(device) is None:
            raise _no_such()
        certificates = tuple(
            replace(each, sponsor=sponsor and each.role == "college")
            if each.device == device
            else each
            for each in self.roster.certificates
        )
        return self._published(now, certificates=certificates)

    def revoke(self, device: str, last: Mapping[str, int], *, now: datetime) -> Region:
        """Exclude a computer: bundles above `last` of each scope count nowhere, and every scope it
        could read gets a new key for the others. What it has read already it keeps."""
        gone = self.roster.certificate(device)
        if gone is None:
            raise _no_such()
        if device == self.keys.device:
            raise Refusal(
                _("This is the computer of the regional office itself: it cannot exclude itself.")
            )
        if self.roster.revocation(device) is not None:
            raise Refusal(_("This computer is excluded already."))
        out = Revocation(device, dict(last), self.roster.number + 1)
        roster = replace(self.roster, revocations=(*self.roster.revocations, out))
        return replace(self, roster=roster)._turned(gone.reads)._published(now)

    def turn(self, *, now: datetime, scopes: Iterable[str] | None = None) -> Region:
        """New keys for these scopes, all by default: once a year, and after an erasure."""
        wanted = [each.name for each in self.roster.scopes] if scopes is None else scopes
        return self._turned(wanted)._published(now)

    # --- making ---

    def _with_college(self, college_id: UUID | None) -> Region:
        """The same with a scope for the college; every computer of the region reads it."""
        roster = self.roster
        if college_id is None or roster.scope_of(college_id) is not None:
            return self
        scope = ScopeInfo(_new_scope(), "college", college_id, 1)
        certificates = tuple(
            replace(each, reads=(*each.reads, scope.name), writes=(*each.writes, scope.name))
            if each.role == "region"
            else each
            for each in roster.certificates
        )
        roster = replace(roster, scopes=(*roster.scopes, scope), certificates=certificates)
        known = {**self.scope_keys, (scope.name, 1): crypto.fresh()}
        return replace(self, roster=roster, scope_keys=known)

    def _certificate(
        self,
        request: enrol.Request,
        college: str,
        college_id: UUID | None,
        role: rosters.Role,
        *,
        sponsor: bool = False,
    ) -> Certificate:
        roster = self.roster
        scopes = tuple(
            each.name
            for each in roster.scopes
            if role == "region" or each.kind == "registry" or each.college_id == college_id
        )
        before = roster.certificate(request.device)
        return Certificate(
            device=request.device,
            sign_key=request.sign_key,
            box_key=request.box_key,
            owner=request.owner,
            college=college,
            college_id=college_id,
            role=role,
            reads=scopes,
            writes=scopes,
            letters=before.letters if before else _letters(roster, college_id),
            incarnation=before.incarnation if before else 1,
            since=before.since if before else roster.number + 1,
            sponsor=sponsor and role == "college",
        )

    def _turned(self, scopes: Iterable[str]) -> Region:
        """The same with a new key for each scope; each old key is locked with the new one."""
        wanted = frozenset(scopes)
        known, past = dict(self.scope_keys), dict(self.roster.past)
        turned = []
        for each in self.roster.scopes:
            if each.name in wanted:
                old = (each.name, each.epoch)
                new = (each.name, each.epoch + 1)
                known[new] = crypto.fresh()
                past[old] = crypto.lock(known[new], known[old], rosters.past_label(*old))
                turned.append(replace(each, epoch=each.epoch + 1))
            else:
                turned.append(each)
        roster = replace(self.roster, scopes=tuple(turned), past=past)
        return replace(self, roster=roster, scope_keys=known)

    def _grants(self, roster: Roster) -> dict[tuple[str, int, str], bytes]:
        """Present keys sealed to each reader and to the root; those given before stay as they are,
        so that a list grows by what is new only."""
        grants: dict[tuple[str, int, str], bytes] = {}
        root = crypto.box_of_signer(roster.root_key)
        for scope in roster.scopes:
            readers = [(each.device, each.box_key) for each in roster.readers(scope.name)]
            for reader, box in (*readers, (ROOT, root)):
                place = (scope.name, scope.epoch, reader)
                before = roster.grants.get(place)
                key = self.scope_keys[(scope.name, scope.epoch)]
                grants[place] = crypto.seal_to(box, key) if before is None else before
        return grants

    def _published(
        self, now: datetime, *, certificates: tuple[Certificate, ...] | None = None
    ) -> Region:
        """The next list, signed, and read again as everybody will read it."""
        roster = self.roster
        if not roster.office_cert.is_valid(roster.root_key, now.date()):
            raise Refusal(
                _(
                    "The right of this computer to admit and exclude others has run out, or its "
                    "date is wrong. Renew it with the region's emergency file."
                )
            )
        roster = replace(
            roster,
            number=roster.number + 1,
            prev_hash=crypto.digest(self.content).hex() if self.content else "",
            made_at=now,
            certificates=roster.certificates if certificates is None else certificates,
        )
        roster = replace(roster, grants=self._grants(roster))
        registry = roster.registry
        names_key = self.scope_keys[(registry.name, registry.epoch)]
        content = rosters.write(roster, self.office_seed, names_key)
        made = rosters.with_names(rosters.read(content), self.scope_keys)
        return replace(self, roster=made, content=content)


def of_another_region() -> Refusal:
    return Refusal(
        _("These words or this file belong to another region. Take those of your region.")
    )


def _no_such() -> Refusal:
    return Refusal(_("There is no such computer in the region."))


def _own_request(keys: DeviceKeys, owner: str, title: str, now: datetime) -> enrol.Request:
    return enrol.Request(
        device=keys.device,
        sign_key=keys.sign_public,
        box_key=keys.box_public,
        owner=owner,
        college=title,
        college_bin="",
        college_id=None,
        made_at=now,
    )


def _new_scope() -> str:
    return crypto.base32(crypto.fresh(8))


def _letters(roster: Roster, college_id: UUID | None) -> str:
    """The next letters of the college: A … Z, AA, AB … never given twice, not even after a
    revocation."""
    taken = {each.letters for each in roster.certificates if each.college_id == college_id}
    number = 0
    while _written(number) in taken:
        number += 1
    return _written(number)


def _written(number: int) -> str:
    more, rest = divmod(number, len(_LETTERS))
    return (_written(more - 1) if more else "") + _LETTERS[rest]
