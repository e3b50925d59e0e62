"""A region for tests: an office and computers of colleges, with keys that are the same each time.

Made of the values of `sync.roster` without the ceremony of papers and passphrases, so that a
simulation costs little and a failing seed fails again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from uuid import UUID

from cluster_desktop.db.store import Clock, Store
from cluster_desktop.services import reference_lock
from cluster_desktop.services.office import Office
from cluster_desktop.sync import crypto, roster
from cluster_desktop.sync import keys as key_files
from cluster_desktop.sync.keys import DeviceKeys
from cluster_desktop.sync.member import keep_list, keys_path
from cluster_desktop.sync.names import base32
from cluster_desktop.sync.roster import (
    Certificate,
    OfficeCertificate,
    Revocation,
    Roster,
    ScopeInfo,
)

MADE = datetime(2026, 11, 1, tzinfo=UTC)
OFFICE = "office"


def secret(name: str, size: int = 32) -> bytes:
    """Bytes that look like chance and are the same each time."""
    return blake2b(name.encode(), digest_size=size).digest()


def region_id() -> UUID:
    return roster.region_of(crypto.public_of(secret("root")))


def college_id(name: str) -> UUID:
    return UUID(bytes=secret(f"college {name}", 16), version=4)


def keys_of(name: str) -> DeviceKeys:
    return DeviceKeys(secret(f"sign {name}"), secret(f"box {name}"))


@dataclass(frozen=True)
class Region:
    """Its computers by name ("a1": the first of college a), and its lists, newest last."""

    computers: tuple[str, ...]
    lists: tuple[Roster, ...] = ()
    files: tuple[bytes, ...] = ()
    scope_keys: Mapping[tuple[str, int], bytes] = field(default_factory=dict)

    @property
    def newest(self) -> Roster:
        return self.lists[-1]

    @property
    def root_fp(self) -> bytes:
        return self.newest.root_fp

    @property
    def registry(self) -> str:
        return scope_name("registry")

    def device(self, name: str) -> str:
        return keys_of(name).device

    def name_of(self, device: str) -> str:
        return next(name for name in self.computers if self.device(name) == device)

    def college(self, name: str) -> str:
        return "" if name.startswith(OFFICE) else name[0]

    def own_scope(self, name: str) -> str:
        return scope_name(self.college(name) or "registry")

    def scopes(self) -> list[str]:
        return [each.name for each in self.newest.scopes]

    def revoked(self, name: str, last: Mapping[str, int]) -> Region:
        """The same with a newer list: that computer is out, every scope has a new key."""
        old = self.newest
        out = (*old.revocations, Revocation(self.device(name), last, old.number + 1))
        return self._next(replace(old, revocations=out), turn=True)

    def with_computer(self, name: str) -> Region:
        """The same with a newer list that admits one more."""
        grown = replace(self, computers=(*self.computers, name))
        new = certificate(grown, name, since=self.newest.number + 1)
        admitted = replace(self.newest, certificates=(*self.newest.certificates, new))
        return grown._next(admitted, turn=False)

    def _next(self, changed: Roster, *, turn: bool) -> Region:
        scopes = tuple(replace(s, epoch=s.epoch + turn) for s in changed.scopes)
        number = changed.number + 1
        fresh = replace(changed, number=number, prev_hash=changed.hash, scopes=scopes)
        return self._written(fresh)

    def _written(self, bare: Roster) -> Region:
        keys = dict(self.scope_keys)
        past = dict(bare.past)
        for scope in bare.scopes:
            now = (scope.name, scope.epoch)
            keys.setdefault(now, secret(f"key {scope.name} {scope.epoch}"))
            for epoch in range(1, scope.epoch):
                label = roster.past_label(scope.name, epoch)
                older = keys[scope.name, epoch]
                newer = keys[scope.name, epoch + 1]
                past.setdefault((scope.name, epoch), crypto.lock(newer, older, label))
        grants = {
            (scope.name, scope.epoch, reader.device): crypto.seal_to(
                reader.box_key, keys[scope.name, scope.epoch]
            )
            for scope in bare.scopes
            for reader in bare.readers(scope.name)
        }
        names_key = keys[bare.registry.name, bare.registry.epoch]
        whole = replace(bare, grants=grants, past=past)
        content = roster.write(whole, secret("office key"), names_key)
        done = replace(whole, hash=crypto.digest(content).hex())
        return replace(
            self, lists=(*self.lists, done), files=(*self.files, content), scope_keys=keys
        )


def scope_name(name: str) -> str:
    return base32(secret(f"scope {name}", 8))


def certificate(region: Region, name: str, since: int = 1) -> Certificate:
    keys = keys_of(name)
    college = region.college(name)
    registry = scope_name("registry")
    colleges = sorted({region.college(n) for n in region.computers} - {""})
    scopes = [scope_name(college)] if college else [scope_name(c) for c in colleges]
    return Certificate(
        device=keys.device,
        sign_key=keys.sign_public,
        box_key=keys.box_public,
        owner=f"Қызметкер {name}",
        college=f"Колледж {college}" if college else "Өңірлік кеңсе",
        college_id=college_id(college) if college else None,
        role="college" if college else "region",
        reads=(*scopes, registry),
        writes=(*scopes, registry),
        letters=name.upper(),
        incarnation=1,
        since=since,
        sponsor=False,
    )


def office_certificate() -> OfficeCertificate:
    office = secret("office key")
    bare = OfficeCertificate(
        key=crypto.public_of(office),
        box=crypto.box_of_signer(crypto.public_of(office)),
        region_id=region_id(),
        generation=1,
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 12, 31),
    )
    return replace(bare, signature=crypto.sign(secret("root"), bare.told(), use="office"))


def region_of(*computers: str) -> Region:
    """The region with its first list."""
    bare = Region(computers)
    colleges = sorted({bare.college(name) for name in computers} - {""})
    scopes = (
        ScopeInfo(scope_name("registry"), "registry", None, 1),
        *(ScopeInfo(scope_name(c), "college", college_id(c), 1) for c in colleges),
    )
    first = Roster(
        number=1,
        prev_hash="",
        region_id=region_id(),
        region_title="Ұлытау облысы",
        root_key=crypto.public_of(secret("root")),
        office_cert=office_certificate(),
        made_at=MADE,
        certificates=tuple(certificate(bare, name) for name in computers),
        revocations=(),
        scopes=scopes,
        grants={},
    )
    return bare._written(first)


def furnish(office: Office, region: Region, name: str) -> None:
    """Make that computer's database a member's, as an accepted invitation leaves it."""
    college = region.college(name)
    office.put_local_fact(reference_lock.ROLE, certificate(region, name).role)
    office.put_setting("person.name", f"Қызметкер {name}")
    if college:
        office.put_setting("college.organisation", str(college_id(college)))
    path = keys_path(office.store)
    path.parent.mkdir(parents=True, exist_ok=True)
    key_files.save(keys_of(name), path, key_files.usual_protector())
    first = region.lists[0]
    with office.store.local_writing() as connection:
        keep_list(connection, first.number, crypto.hash16(region.files[0]), region.files[0])


class Templates:
    """A furnished data folder of each computer, made once; copies cost a hundredth of a second."""

    def __init__(self, folder: Path, region: Region, clock: Clock) -> None:
        self.region = region
        self._folder = folder
        for name in region.computers:
            office = Office(Store.open(folder / name / "cluster.db", clock=clock))
            try:
                furnish(office, region, name)
            finally:
                office.close()

    @classmethod
    def of(cls, folder: Path, region: Region) -> Templates:
        """Folders that are there already, one of each computer."""
        made = cls.__new__(cls)
        made.region, made._folder = region, folder
        return made

    def copy(self, name: str, folder: Path) -> None:
        shutil.copytree(self._folder / name, folder)

    def open(self, name: str, folder: Path, clock: Clock, today: Callable[[], date]) -> Office:
        if not folder.exists():
            self.copy(name, folder)
        return Office(Store.open(folder / "cluster.db", clock=clock), today=today)
