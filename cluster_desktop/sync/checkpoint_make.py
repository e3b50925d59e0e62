"""Making a checkpoint: the records of a scope with their clocks, as pages. Reads only.

What stands in the records must be what their clocks say: nobody may have changed anything since
the last sealing, seen by the same reading transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection

from cluster_desktop.db.journal import Said
from cluster_desktop.db.migrate import HEAD
from cluster_desktop.entity import catalogue
from cluster_desktop.i18n import N_
from cluster_desktop.sync import checkpoint_file, rows, units, wire
from cluster_desktop.sync.checkpoint_body import Kept, Later, Loser, Pager, Sheet
from cluster_desktop.sync.checkpoint_file import Manifest, Packed
from cluster_desktop.sync.rows import Peers
from cluster_desktop.sync.sealing import MIN_READER, waiting_changes
from cluster_desktop.sync.seen import missing
from cluster_desktop.sync.units import Part
from cluster_desktop.sync.wire import Act, Clock, Stored

CHUNK = 2_000  # records of one sheet

PLAIN = Said(N_("Changed by another computer")).stored()


class Maker(Protocol):
    """What making asks of the membership."""

    @property
    def device(self) -> str: ...
    @property
    def sign_seed(self) -> bytes: ...
    @property
    def roster_number(self) -> int: ...

    def epoch(self, scope: str) -> int: ...
    def scope_key(self, scope: str, epoch: int) -> bytes | None: ...


def make(connection: Connection, member: Maker, scope: str, number: int) -> Packed | None:
    """The checkpoint of a scope as it stands; None where something has not been sealed yet or
    is missing here, or there is nothing, or no key."""
    epoch = member.epoch(scope)
    key = member.scope_key(scope, epoch)
    seen = seen_by_device(connection, scope)
    is_whole = not missing(connection, scope)
    if key is None or not seen or not is_whole or waiting_changes(connection):
        return None
    draft = Manifest(
        v=checkpoint_file.VERSION,
        scope=scope,
        epoch=epoch,
        dev=member.device,
        number=number,
        roster=member.roster_number,
        min_reader=MIN_READER,
        schema=int(HEAD),
        hi=int(connection.exec_driver_sql("SELECT max(stamp) FROM action").scalar() or 0),
        seen=seen,
        digest=rows.digest(connection, scope).to_bytes(32, "big"),
        inner=rows.digest(connection, f"{scope}@").to_bytes(32, "big"),
        parts=(),
    )
    pages = list(_Pages(connection, member.device, scope).all()) or [Pager(0).page()]
    return checkpoint_file.pack(draft, pages, key, member.sign_seed)


def seen_by_device(connection: Connection, scope: str) -> dict[str, tuple[int, str]]:
    """Of each computer the last bundle that is in the records here, and its hash."""
    found = connection.exec_driver_sql(
        "SELECT p.device, s.seq, s.hash FROM sync_seen s JOIN sync_peer p ON p.id = s.peer"
        " WHERE s.scope = ? AND s.seq > 0",
        (scope,),
    )
    return {device: (int(seq), str(hashed)) for device, seq, hashed in found}


class _Pages:
    """The content of a scope: conflicts first, then records, owners before what they own."""

    def __init__(self, connection: Connection, device: str, scope: str) -> None:
        self._connection = connection
        self._scope = scope
        self._peers = Peers(connection)
        self._pager = Pager(checkpoint_file.PLAIN_OF_PART)
        self._acts = self._all_acts(device)

    def _all_acts(self, device: str) -> dict[tuple[int, int], Act]:
        """Actions of the journal by stamp and computer; own ones are marked by nobody."""
        found = self._connection.exec_driver_sql(
            "SELECT a.stamp, coalesce(s.peer, p.id), a.actor, a.source, a.title FROM action a"
            " LEFT JOIN sync_action s ON s.action = a.id"
            " LEFT JOIN sync_peer p ON p.device = ?",
            (device,),
        )
        return {(stamp, peer): Act(stamp, *rest) for stamp, peer, *rest in found}

    def all(self) -> Iterator[bytes]:
        yield from self._losers()
        entities = self._connection.exec_driver_sql(
            "SELECT DISTINCT entity FROM sync_row WHERE scope = ?", (self._scope,)
        ).scalars()
        for name in sorted(entities, key=rank):
            part = units.part(name)
            if part is not None:
                yield from self._sheets(part)
        yield from self._kept()
        yield from self._pager.rest()

    def _full(self) -> Iterator[bytes]:
        if self._pager.full():
            yield self._pager.page()

    def _losers(self) -> Iterator[bytes]:
        for line in self._connection.exec_driver_sql(
            "SELECT entity, record, unit, stamp, peer, seq, value, base, actor, kind"
            " FROM sync_loser WHERE scope = ? ORDER BY record, unit, stamp, peer",
            (self._scope,),
        ):
            part, record, unit, stamp, peer, seq, value, base, actor, kind = line
            device = self._pager.device(self._peers.device(peer))
            known = None if base is None else bytes(base)
            self._pager.add_loser(
                Loser(
                    part, bytes(record), unit, stamp, device, seq, bytes(value), known, actor, kind
                )
            )
            yield from self._full()

    def _kept(self) -> Iterator[bytes]:
        for line in self._connection.exec_driver_sql(
            "SELECT entity, record, stamp, peer, seq, operation FROM sync_unknown"
            " WHERE scope = ? ORDER BY id",
            (self._scope,),
        ):
            part, record, stamp, peer, seq, operation = line
            device = self._pager.device(self._peers.device(peer))
            self._pager.add_kept(Kept(part, bytes(record), stamp, device, seq, bytes(operation)))
            yield from self._full()

    def _sheets(self, part: Part) -> Iterator[bytes]:
        listed = ", ".join(f'e."{name}"' for name in part.columns)
        found = self._connection.exec_driver_sql(
            f"SELECT r.record, r.stamp, r.peer, r.seq, r.later, {listed} FROM sync_row r"
            f' JOIN "{part.entity.name}" e ON e.id = r.record'
            " WHERE r.scope = ? AND r.entity = ? ORDER BY r.record",
            (self._scope, part.name),
        )
        while lines := found.fetchmany(CHUNK):
            self._pager.add_sheet(*self._sheet(part, lines))
            yield from self._full()

    def _sheet(self, part: Part, lines: Sequence[Any]) -> tuple[Sheet, int]:
        made: list[int] = []
        later: list[Later] = []
        for at, (_record, stamp, peer, seq, changed, *_values) in enumerate(lines):
            made.append(self._moment(stamp, peer, seq))
            if changed:
                of_unit: Mapping[str, Sequence[int]] = wire.unpack(bytes(changed))
                later += [Later(at, unit, self._moment(*one)) for unit, one in of_unit.items()]
        columns: list[list[Stored]] = [
            [line[5 + n] for line in lines] for n in range(len(part.columns))
        ]
        several = {unit: names for unit, names in part.units.items() if len(names) > 1}
        records = b"".join(bytes(line[0]) for line in lines)
        size = 30 * len(lines) + sum(
            len(value) if isinstance(value, str | bytes) else 2 for one in columns for value in one
        )
        return Sheet(part.name, several, part.columns, records, made, later, columns), size

    def _moment(self, stamp: int, peer: int, seq: int) -> int:
        act = self._acts.get((stamp, peer)) or Act(stamp, "", "exchange", PLAIN)
        return self._pager.made(Clock(stamp, self._peers.device(peer)), seq, act)


def rank(part: str) -> tuple[int, str]:
    """Owners before what they own, inner parts last."""
    if part.endswith(units.INNER):
        return (1_000, part)
    return (_depth(part), part)


def _depth(entity: str) -> int:
    if entity not in catalogue:
        return 999
    owners = [link.to for link in catalogue[entity].links().values() if link.owned]
    return 1 + max(map(_depth, owners), default=0)
