"""The clocks of records, their hashes and the digest of a scope. Inside one writing transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection

from cluster_desktop.sync import wire
from cluster_desktop.sync.units import Part
from cluster_desktop.sync.units import part as part_of
from cluster_desktop.sync.wire import NEVER, Clock, Stored

PART = 400  # ids in one IN list
SPACE = 2**256


def pairs(found: Iterable[Any]) -> dict[Any, Any]:
    """The two columns of a result as keys and values."""
    return {key: value for key, value in found}  # noqa: C416 - rows are no plain pairs


@dataclass
class Known:
    """The clocks of one part of a record: (clock, seq) of its making and of later changed units."""

    scope: str
    base: Clock
    base_seq: int
    later: dict[str, tuple[Clock, int]] = field(default_factory=dict)
    hash: bytes = b""
    is_new: bool = False

    def of(self, unit: str) -> tuple[Clock, int]:
        return self.later.get(unit, (self.base, self.base_seq))


class Peers:
    """Computers by the small number that stands in the clocks of rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        found = connection.exec_driver_sql("SELECT id, device FROM sync_peer")
        self._device: dict[int, str] = {0: "", **pairs(found)}
        self._number: dict[str, int] = {d: n for n, d in self._device.items()}

    def number(self, device: str) -> int:
        if device not in self._number:
            new = max(self._device) + 1
            self._connection.exec_driver_sql("INSERT INTO sync_peer VALUES (?, ?)", (new, device))
            self._device[new], self._number[device] = device, new
        return self._number[device]

    def number_if_known(self, device: str) -> int:
        """Its number, 0 where nothing was ever heard of it; writes nothing."""
        return self._number.get(device, 0)

    def device(self, number: int) -> str:
        return self._device[number]


class Rows:
    """Clocks of records, read when asked for and written at the end by `flush`."""

    def __init__(self, connection: Connection, peers: Peers) -> None:
        self.connection = connection
        self.peers = peers
        self._known: dict[tuple[str, bytes], Known | None] = {}
        self._changed: dict[tuple[str, bytes], Part] = {}

    def load(self, part: str, records: Iterable[bytes]) -> None:
        """Read the clocks of many records at once."""
        wanted = [one for one in records if (part, one) not in self._known]
        for start in range(0, len(wanted), PART):
            some = wanted[start : start + PART]
            marks = ", ".join("?" * len(some))
            found = self.connection.exec_driver_sql(
                "SELECT record, scope, stamp, peer, seq, later, hash FROM sync_row"
                f" WHERE entity = ? AND record IN ({marks})",
                (part, *some),
            )
            for one in some:
                self._known[part, one] = None
            for record, scope, stamp, peer, seq, later, hashed in found:
                self._known[part, bytes(record)] = Known(
                    scope,
                    Clock(stamp, self.peers.device(peer)),
                    seq,
                    self._unpacked(later),
                    bytes(hashed),
                )

    def _unpacked(self, later: bytes | None) -> dict[str, tuple[Clock, int]]:
        if not later:
            return {}
        found: dict[str, Sequence[int]] = wire.unpack(bytes(later))
        return {u: (Clock(s, self.peers.device(p)), q) for u, (s, p, q) in found.items()}

    def leave(self) -> None:
        """Keep nothing in memory: of a checkpoint there may be a hundred thousand records."""
        self.flush()
        self._known.clear()

    def get(self, part: str, record: bytes) -> Known | None:
        if (part, record) not in self._known:
            self.load(part, [record])
        return self._known[part, record]

    def make(self, part: Part, record: bytes, scope: str, base: Clock, seq: int) -> Known:
        """Clocks of a record that had none."""
        made = Known(scope, base, seq, is_new=True)
        self._known[part.name, record] = made
        self._changed[part.name, record] = part
        return made

    def put(self, part: Part, record: bytes, unit: str, clock: Clock, seq: int) -> None:
        """The unit of the record has this clock from now on."""
        known = self.get(part.name, record)
        if known is None:
            raise KeyError(part.name)
        known.later[unit] = (clock, seq)
        self._changed[part.name, record] = part

    def touch(self, part: Part, record: bytes) -> None:
        """Its clocks are as they were; its content is not."""
        self._changed[part.name, record] = part

    def rebase(self, part: Part, record: bytes, base: Clock, seq: int) -> None:
        """A second computer made the same record: the older making is its base, whoever came
        first; what stood at the newer one keeps it by name. What a college keeps for itself of
        another's record may have been changed before its making came: that is the base then."""
        known = self.get(part.name, record)
        if known is None:
            return
        is_older = base < known.base and known.base != NEVER
        if not is_older and not (part.is_inner and known.base == NEVER != base):
            return
        for unit in part.units if is_older else ():
            known.later.setdefault(unit, (known.base, known.base_seq))
        known.base, known.base_seq = base, seq
        self._changed[part.name, record] = part

    def flush(self) -> None:
        """Hash every changed record as it stands now, write its clocks, mend the digests."""
        by_part: dict[str, list[bytes]] = {}
        for part_name, record in self._changed:
            by_part.setdefault(part_name, []).append(record)
        sums: dict[str, int] = {}
        lines = []
        for part_name, records in by_part.items():
            part = self._changed[part_name, records[0]]
            stored = stored_values(self.connection, part, records)
            for record in records:
                known = self._known[part_name, record]
                if known is None or record not in stored:
                    continue
                new = hash_of(part, record, stored[record], known)
                old = int.from_bytes(known.hash, "big")
                name = digest_name(known.scope, part)
                sums[name] = sums.get(name, 0) + int.from_bytes(new, "big") - old
                known.hash, known.is_new = new, False
                lines.append(self._line(part_name, record, known))
        if lines:
            self.connection.exec_driver_sql(
                "INSERT OR REPLACE INTO sync_row"
                " (record, entity, scope, stamp, peer, seq, later, hash)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                lines,
            )
        for name, added in sums.items():
            put_digest(self.connection, name, (digest(self.connection, name) + added) % SPACE)
        self._changed.clear()

    def _line(self, part: str, record: bytes, known: Known) -> tuple[Any, ...]:
        number = self.peers.number
        later = {u: (c.stamp, number(c.device), q) for u, (c, q) in sorted(known.later.items())}
        packed = wire.pack(later) if later else None
        base = known.base
        return (
            record, part, known.scope, base.stamp, number(base.device), known.base_seq, packed,
            known.hash,
        )  # fmt: skip


def stored_values(
    connection: Connection, part: Part, records: Sequence[bytes]
) -> dict[bytes, dict[str, Stored]]:
    """The part's columns of records as the database stores them."""
    listed = ", ".join(f'"{c}"' for c in part.columns)
    found: dict[bytes, dict[str, Stored]] = {}
    for start in range(0, len(records), PART):
        some = records[start : start + PART]
        marks = ", ".join("?" * len(some))
        lines = connection.exec_driver_sql(
            f'SELECT id, {listed} FROM "{part.entity.name}" WHERE id IN ({marks})', tuple(some)
        )
        for record, *values in lines:
            found[bytes(record)] = dict(zip(part.columns, values, strict=True))
    return found


def hash_of(part: Part, record: bytes, stored: Mapping[str, Stored], known: Known) -> bytes:
    """16 bytes of the record's content and clocks; empty fields leave no trace in it, so that a
    version with more fields makes the same. Of a record of the program itself only what somebody
    changed counts: versions bring different ones."""
    later = [[u, c.stamp, c.device] for u, (c, _q) in sorted(known.later.items())]
    counted = sorted(
        name for name in stored if known.base != NEVER or part.unit_of[name] in known.later
    )
    filled = [[name, stored[name]] for name in counted if stored[name] not in (None, "", 0)]
    content = wire.pack([part.name, record, known.base.stamp, known.base.device, later, filled])
    return blake2b(content, digest_size=16).digest()


def digest_name(scope: str, part: Part) -> str:
    """Inner parts are summed apart: the region holds those of no college."""
    return f"{scope}@" if part.is_inner else scope


def digest(connection: Connection, name: str) -> int:
    found = connection.exec_driver_sql("SELECT digest FROM sync_scope WHERE scope = ?", (name,))
    line = found.first()
    return 0 if line is None else int.from_bytes(bytes(line[0]), "big")


def put_digest(connection: Connection, name: str, value: int) -> None:
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO sync_scope (scope, digest) VALUES (?, ?)",
        (name, value.to_bytes(32, "big")),
    )


def digest_anew(connection: Connection, name: str) -> int:
    """The digest made of the rows themselves: for the check, and for tests."""
    from_rows = 0
    peers = Peers(connection)
    scope = name.removesuffix("@")
    entities = connection.exec_driver_sql(
        "SELECT DISTINCT entity FROM sync_row WHERE scope = ?", (scope,)
    ).scalars()
    for entity in list(entities):
        part = part_of(entity)
        if part is None or digest_name(scope, part) != name:
            continue
        records = connection.exec_driver_sql(
            "SELECT record FROM sync_row WHERE scope = ? AND entity = ?", (scope, entity)
        )
        ids = [bytes(one) for one in records.scalars()]
        rows = Rows(connection, peers)
        rows.load(entity, ids)
        stored = stored_values(connection, part, ids)
        for record in ids:
            known = rows.get(entity, record)
            if known is not None and record in stored:
                hashed = hash_of(part, record, stored[record], known)
                from_rows += int.from_bytes(hashed, "big")
    return from_rows % SPACE
