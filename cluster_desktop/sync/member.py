"""This computer as a member of the region: its keys, the list of computers, what it may read."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from cluster_desktop.db.store import Store
from cluster_desktop.sync import keys as key_files
from cluster_desktop.sync import roster as lists
from cluster_desktop.sync.keys import DeviceKeys, Protector
from cluster_desktop.sync.roster import Certificate, Roster

FOLDER = "exchange"
KEYS = "computer.clk"
ROSTER = "roster"


class Membership:
    """What the list of computers says, for this computer. Immutable; made anew of a newer list."""

    def __init__(self, keys: DeviceKeys, roster: Roster) -> None:
        self._keys = keys
        self.scope_keys = lists.scope_keys(roster, keys)
        self.roster = lists.with_names(roster, self.scope_keys)
        mine = self.roster.certificate(keys.device)
        if mine is None:
            raise KeyError(keys.device)
        self.me: Certificate = mine
        self.reads = frozenset(mine.reads)
        self.writes = frozenset(mine.writes)
        self.registry = self.roster.registry.name
        own = None if mine.college_id is None else self.roster.scope_of(mine.college_id)
        self.own_scope = self.registry if own is None else own.name

    def renewed(self, roster: Roster) -> Membership:
        return Membership(self._keys, roster)

    @property
    def device(self) -> str:
        return self._keys.device

    @property
    def sign_seed(self) -> bytes:
        return self._keys.sign_seed

    @property
    def roster_number(self) -> int:
        return self.roster.number

    @property
    def is_region(self) -> bool:
        return self.me.role == "region"

    @property
    def own_college(self) -> bytes | None:
        return None if self.me.college_id is None else self.me.college_id.bytes

    @property
    def is_revoked(self) -> bool:
        return self.roster.revocation(self.device) is not None

    def scope_of(self, college: bytes | None) -> str | None:
        """The scope of a college's records; the own one for those of nobody."""
        if college is None or college == self.own_college:
            return self.own_scope
        found = self.roster.scope_of(UUID(bytes=college))
        return None if found is None else found.name

    def college_of(self, scope: str) -> bytes | None:
        found = self.roster.scope(scope)
        return None if found is None or found.college_id is None else found.college_id.bytes

    def epoch(self, scope: str) -> int:
        found = self.roster.scope(scope)
        return 0 if found is None else found.epoch

    def scope_key(self, scope: str, epoch: int) -> bytes | None:
        return self.scope_keys.get((scope, epoch))

    def certificate(self, device: str) -> Certificate | None:
        return self.roster.certificate(device)

    def is_region_device(self, device: str) -> bool:
        known = self.roster.certificate(device)
        return known is not None and known.role == "region"

    def college_of_device(self, device: str) -> bytes | None:
        known = self.roster.certificate(device)
        return None if known is None or known.college_id is None else known.college_id.bytes

    def title(self, device: str) -> str:
        """Whose computer it is, for people."""
        known = self.roster.certificate(device)
        if known is None:
            return ""
        return known.college or known.owner


def keys_path(store: Store) -> Path:
    return store.path.parent / FOLDER / KEYS


def own_keys(store: Store, protector: Protector | None = None) -> DeviceKeys:
    """The keys of this computer, made when first asked for. Raises Refusal, Trouble."""
    path = keys_path(store)
    guard = protector or key_files.usual_protector()
    if path.exists():
        return key_files.load(path, guard)
    made = key_files.make()
    path.parent.mkdir(parents=True, exist_ok=True)
    key_files.save(made, path, guard)
    return made


def newest_list(connection: Connection) -> Roster | None:
    """The list in force, as it was verified when it came."""
    found = connection.exec_driver_sql(
        "SELECT content FROM sync_document WHERE kind = ? ORDER BY number DESC LIMIT 1", (ROSTER,)
    ).first()
    return None if found is None else lists.read(bytes(found[0]))


def keep_list(connection: Connection, number: int, hashed: str, content: bytes) -> None:
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO sync_document (kind, number, hash, content) VALUES (?, ?, ?, ?)",
        (ROSTER, number, hashed, content),
    )
