"""Sealing: what was done here since the last time becomes bundles, in one transaction.

Edits of one unit collapse to the last one. What is sealed is never changed again: a bundle that
was published once may be on a stick in somebody's pocket.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection

from cluster_desktop.db import local
from cluster_desktop.db.base import IdBytes, table_of
from cluster_desktop.db.erasing import emptied_with
from cluster_desktop.db.history import ERASURE
from cluster_desktop.db.migrate import HEAD
from cluster_desktop.entity import catalogue
from cluster_desktop.sync import erasures, rows, units, wire
from cluster_desktop.sync.bundle import VERSION, Header, pack
from cluster_desktop.sync.crypto import hash16
from cluster_desktop.sync.erasures import Erasure, Erasures
from cluster_desktop.sync.rows import Known, Peers, Rows
from cluster_desktop.sync.seen import own_to_come, put_seen, seen_of, vector
from cluster_desktop.sync.units import DELETED, OWNER, Part
from cluster_desktop.sync.wire import NEVER, Act, Body, Clock, Group, Stored

SEALED = "sync.sealed"  # the last line of the journal that was looked at
MAX_RECORDS = 10_000  # of one bundle
MAX_BYTES = 4 * 1024 * 1024
MIN_READER = 1
PROGRAM = "program"  # what the program itself puts in stands on every computer


class Writer(Protocol):
    """What sealing asks of the membership (member.py)."""

    @property
    def device(self) -> str: ...
    @property
    def sign_seed(self) -> bytes: ...
    @property
    def roster_number(self) -> int: ...
    @property
    def is_region(self) -> bool: ...
    @property
    def own_scope(self) -> str: ...
    @property
    def registry(self) -> str: ...
    @property
    def own_college(self) -> bytes | None: ...
    @property
    def writes(self) -> frozenset[str]: ...

    def scope_of(self, college: bytes | None) -> str | None: ...
    def epoch(self, scope: str) -> int: ...
    def scope_key(self, scope: str, epoch: int) -> bytes | None: ...


@dataclass
class _Touched:
    """One record since the last sealing: made here or not, and by field the last action and the
    value before the first."""

    entity: str
    made: int = 0  # the action that made it, 0 if it was there before
    last: int = 0
    erased: int = 0  # the action that emptied it for good
    fields: dict[str, int] = field(default_factory=dict)
    olds: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Item:
    """One operation on its way into a group."""

    part: Part
    unit: str
    record: bytes
    action: int
    prev: Clock
    values: tuple[Stored, ...]
    olds: tuple[Stored, ...]
    erases: bool = False

    def size(self) -> int:
        return 24 + sum(len(v) if isinstance(v, str | bytes) else 4 for v in self.values)


@dataclass(frozen=True)
class Sealed:
    """What a sealing made: bundles, changed records by kind, and those that stay on this computer
    because another office keeps them."""

    bundles: int = 0
    changes: Mapping[str, int] = field(default_factory=dict)
    kept_here: int = 0


_WAITING = (
    " FROM journal j JOIN action a ON a.id = j.action"
    " WHERE j.id > ? AND NOT (j.op = 'i' AND a.source = ?)"
    " AND NOT EXISTS (SELECT 1 FROM sync_action s WHERE s.action = j.action)"
)


def waiting_changes(connection: Connection) -> dict[str, int]:
    """By kind how many records were changed since the last sealing."""
    found = connection.exec_driver_sql(
        f"SELECT j.entity, count(DISTINCT j.record){_WAITING} GROUP BY j.entity",
        (int(local.fact(connection, SEALED) or 0), PROGRAM),
    )
    counts = rows.pairs(found)
    return {name: n for name, n in counts.items() if _travels(name)}


def waiting_records(connection: Connection) -> list[tuple[str, bytes]]:
    """The same, each record."""
    found = connection.exec_driver_sql(
        f"SELECT DISTINCT j.entity, j.record{_WAITING}",
        (int(local.fact(connection, SEALED) or 0), PROGRAM),
    )
    return [(str(name), bytes(record)) for name, record in found if _travels(name)]


def _travels(name: str) -> bool:
    return name in catalogue and bool(units.parts_of(name))


def seal(connection: Connection, member: Writer, *, now: datetime, hello: bool = False) -> Sealed:
    """Make bundles of everything new; `hello` makes one even of nothing, to tell what was seen."""
    touched, end = _touched(connection)
    changes = dict(Counter(entity for entity, _record in touched))
    erased = _erased(connection, touched)
    peers = Peers(connection)
    known = Rows(connection, peers)
    items, kept_here = _items(connection, member, touched, known)
    acts = _acts(connection, {item.action for some in items.values() for item in some})
    if hello and not any(items.values()):
        items[member.own_scope] = []
    made = _write(connection, member, known, items, acts, erased, int(now.timestamp()))
    local.put_fact(connection, SEALED, str(end))
    return Sealed(made, changes, kept_here)


def _touched(connection: Connection) -> tuple[dict[tuple[str, bytes], _Touched], int]:
    """Records with own lines in the journal since the last sealing, and the newest line."""
    start = int(local.fact(connection, SEALED) or 0)
    lines = connection.exec_driver_sql(
        "SELECT j.id, j.action, j.entity, j.record, j.op, j.old, a.source FROM journal j"
        " JOIN action a ON a.id = j.action WHERE j.id > ?"
        " AND NOT EXISTS (SELECT 1 FROM sync_action s WHERE s.action = j.action) ORDER BY j.id",
        (start,),
    )
    found: dict[tuple[str, bytes], _Touched] = {}
    for line, action, entity, record, op, old, source in lines:
        start = max(start, line)
        if entity not in catalogue or not units.parts_of(entity):
            continue
        if op == "i" and source == PROGRAM:
            continue
        one = found.setdefault((entity, bytes(record)), _Touched(entity))
        one.last = action
        if op == "i":
            one.made = action
            continue
        olds = json.loads(old or "{}")
        for name, was in olds.items():
            one.fields[name] = action
            one.olds.setdefault(name, was)
        if source == ERASURE and erasures.empties(units.parts_of(entity)[0], olds):
            one.erased = action
    newest = connection.exec_driver_sql("SELECT max(id) FROM journal").scalar()
    return found, max(start, int(newest or 0))


def _items(
    connection: Connection,
    member: Writer,
    touched: Mapping[tuple[str, bytes], _Touched],
    known: Rows,
) -> tuple[dict[str, list[_Item]], int]:
    """Operations by scope, in the order of the actions, and how many records stay here."""
    by_entity: dict[str, list[bytes]] = defaultdict(list)
    for entity, record in touched:
        by_entity[entity].append(record)
    found: dict[str, list[_Item]] = defaultdict(list)
    kept_here = 0
    for entity, records in by_entity.items():
        for part in units.parts_of(entity):
            known.load(part.name, records)
            whole = rows.stored_values(connection, units.parts_of(entity)[0], records)
            stored = rows.stored_values(connection, part, records) if part.is_inner else whole
            for record in records:
                if record not in stored:
                    continue
                owner = _bytes(whole[record][OWNER])
                scope = _scope(connection, member, part, whole[record], owner)
                if scope is None or scope not in member.writes:
                    kept_here += 1
                    continue
                one = touched[entity, record]
                clocks = known.get(part.name, record)
                found[scope] += _of_record(part, record, one, clocks, stored[record])
    for some in found.values():
        some.sort(key=lambda item: item.action)
    return found, kept_here


def _scope(
    connection: Connection,
    member: Writer,
    part: Part,
    stored: Mapping[str, Stored],
    owner: bytes | None,
) -> str | None:
    """Where a part of a record belongs; None where this computer may not tell others of it."""
    if part.is_inner:
        return None if member.is_region else member.own_scope
    if part.entity.name in units.ABOUT_OTHERS:
        return _scope_of_other(connection, member, str(stored["entity"]), stored)
    exchange = part.entity.exchange
    if exchange == "college":
        # What the office keeps for itself is no college's: everybody would refuse it.
        found = member.scope_of(owner)
        return None if found == member.registry else found
    if exchange == "reference" and not member.is_region and owner != member.own_college:
        return None
    return member.registry


def _scope_of_other(
    connection: Connection, member: Writer, entity: str, stored: Mapping[str, Stored]
) -> str | None:
    """A decision goes where the record is that it speaks of: to everybody who has it."""
    named = str(stored.get("record") or stored.get("winner") or "")
    found = connection.exec_driver_sql(
        "SELECT scope FROM sync_row WHERE record = ? AND entity = ?",
        (UUID(named).bytes if named else b"", entity),
    ).scalar()
    if found is not None:
        return str(found)
    shared = entity in catalogue and catalogue[entity].exchange in ("registry", "reference")
    return member.registry if shared else member.own_scope


def _of_record(
    part: Part, record: bytes, one: _Touched, clocks: Known | None, stored: Mapping[str, Stored]
) -> Iterator[_Item]:
    if one.made and clocks is None:
        as_it_comes = units.come_with(part.entity.name)
        if part.is_inner and all(v == as_it_comes.get(n) for n, v in stored.items()):
            return
        values = tuple(stored[name] for name in part.columns)
        yield _Item(part, "", record, one.last, NEVER, values, ())
        return
    changed = {part.unit_of[name] for name in one.fields if name in part.unit_of}
    emptied: set[str] = set()
    if one.erased:
        emptied = {unit for unit, names in part.units.items() if erasures.empties(part, names)}
    for unit in sorted(changed | emptied):
        names = part.units[unit]
        acts = [one.fields[name] for name in names if name in one.fields]
        action = max(acts, default=one.erased)
        olds = tuple(_old(part, name, one, stored) for name in names)
        values = tuple(stored[name] for name in names)
        prev = NEVER if clocks is None else clocks.of(unit)[0]
        yield _Item(part, unit, record, action, prev, values, olds, unit in emptied)


def _old(part: Part, name: str, one: _Touched, stored: Mapping[str, Stored]) -> Stored:
    """The value before, of the journal, which writes ids as hex."""
    if name not in one.olds:
        return stored[name]
    was = one.olds[name]
    is_id = isinstance(table_of(part.entity.name).columns[name].type, IdBytes)
    return bytes.fromhex(was) if is_id and was is not None else was


def _bytes(value: Stored) -> bytes | None:
    return bytes(value) if isinstance(value, bytes) else None


def _acts(connection: Connection, wanted: set[int]) -> dict[int, Act]:
    found: dict[int, Act] = {}
    ids = sorted(wanted)
    for start in range(0, len(ids), rows.PART):
        some = ids[start : start + rows.PART]
        marks = ", ".join("?" * len(some))
        lines = connection.exec_driver_sql(
            f"SELECT id, stamp, actor, source, title FROM action WHERE id IN ({marks})",
            tuple(some),
        )
        for action, *rest in lines:
            found[action] = Act(*rest)
    return found


def _erased(connection: Connection, touched: dict[tuple[str, bytes], _Touched]) -> dict[bytes, str]:
    """Records that were erased for good: whoever has them forgets what stood there. Those in which
    nothing stood here count as touched as well, for elsewhere something may."""
    found: dict[bytes, str] = {}
    for (entity, record), one in list(touched.items()):
        if not one.erased:
            continue
        found[record] = entity
        for child, ids in emptied_with(connection, {entity: [UUID(bytes=record)]}).items():
            for each in ids:
                line = touched.setdefault((child, each.bytes), _Touched(child, last=one.erased))
                line.erased = line.erased or one.erased
                found[each.bytes] = child
    return found


def _write(
    connection: Connection,
    member: Writer,
    known: Rows,
    items: Mapping[str, list[_Item]],
    acts: Mapping[int, Act],
    erased: Mapping[bytes, str],
    at: int,
) -> int:
    """Bundles of one sealing, as one transaction of their own."""
    pieces = [(scope, piece) for scope in sorted(items) for piece in _pieces(items[scope])]
    if not pieces:
        return 0
    heads: dict[str, tuple[int, str]] = {}
    seqs: list[int] = []
    me = known.peers.number(member.device)
    for scope, _piece in pieces:
        seq, last = heads.get(scope) or seen_of(connection, scope, me)
        heads[scope] = (seq + 1, last)
        seqs.append(seq + 1)
    for (scope, piece), seq in zip(pieces, seqs, strict=True):
        _put_clocks(connection, member, known, scope, piece, acts, seq)
        _keep_erasures(connection, member, known, scope, piece, acts, seq)
    known.flush()
    parts = tuple((scope, seq) for (scope, _p), seq in zip(pieces, seqs, strict=True))
    txn = secrets.token_hex(8)
    prevs = {scope: seen_of(connection, scope, me)[1] for scope in heads}
    for (scope, piece), seq in zip(pieces, seqs, strict=True):
        is_last = seq == heads[scope][0]
        body = _body(connection, known.peers, member.device, scope, piece, acts, erased, is_last)
        epoch = member.epoch(scope)
        key = member.scope_key(scope, epoch)
        if key is None:
            raise KeyError(scope)
        header = Header(
            v=VERSION, scope=scope, epoch=epoch, dev=member.device, seq=seq, prev=prevs[scope],
            roster=member.roster_number, min_reader=MIN_READER, schema=int(HEAD),
            txn=txn, parts=parts,
        )  # fmt: skip
        content = pack(header, wire.encode(body), key, member.sign_seed)
        hashed = hash16(content)
        connection.exec_driver_sql(
            "INSERT INTO sync_bundle (scope, device, seq, hash, prev, state, reason, hi, came_at,"
            " content) VALUES (?, ?, ?, ?, ?, 'own', '', ?, ?, ?)",
            (scope, member.device, seq, hashed, prevs[scope], body.hi, at, content),
        )
        prevs[scope] = hashed
        put_seen(connection, scope, me, seq, hashed)
    return len(pieces)


def _pieces(items: list[_Item]) -> Iterator[list[_Item]]:
    if not items:
        yield []
    piece: list[_Item] = []
    size = 0
    for item in items:
        if piece and (len(piece) >= MAX_RECORDS or size + item.size() > MAX_BYTES):
            yield piece
            piece, size = [], 0
        piece.append(item)
        size += item.size()
    if piece:
        yield piece


def _put_clocks(
    connection: Connection,
    member: Writer,
    known: Rows,
    scope: str,
    piece: list[_Item],
    acts: Mapping[int, Act],
    seq: int,
) -> None:
    for item in piece:
        clock = Clock(acts[item.action].stamp, member.device)
        if item.unit == "":
            known.make(item.part, item.record, scope, clock, seq)
            continue
        if known.get(item.part.name, item.record) is None:
            known.make(item.part, item.record, scope, NEVER, 0)
        known.put(item.part, item.record, item.unit, clock, seq)
        if item.unit == DELETED:  # what was said of the deletion before it is over
            units.forget_deletion(connection, item.record, item.prev.stamp, item.prev.device)


def _keep_erasures(
    connection: Connection,
    member: Writer,
    known: Rows,
    scope: str,
    piece: list[_Item],
    acts: Mapping[int, Act],
    seq: int,
) -> None:
    kept = Erasures(connection, known.peers)
    for item in piece:
        if item.erases:
            act = acts[item.action]
            new = Erasure(Clock(act.stamp, member.device), seq, item.values)
            kept.put(item.part, item.record, item.unit, new, None, scope, act.actor)


def _body(
    connection: Connection,
    peers: Peers,
    device: str,
    scope: str,
    piece: list[_Item],
    acts: Mapping[int, Act],
    erased: Mapping[bytes, str],
    is_last: bool,
) -> Body:
    order = sorted({item.action for item in piece})
    at = {action: n for n, action in enumerate(order)}
    groups: dict[tuple[str, str], list[_Item]] = defaultdict(list)
    for item in piece:
        groups[item.part.name, item.unit].append(item)
    last = b""
    if is_last and not own_to_come(connection, scope, device):
        last = rows.digest(connection, scope).to_bytes(32, "big")
    return Body(
        app=HEAD,
        seen={peers.device(p): q for p, q in vector(connection, scope).items()},
        hi=max((acts[action].stamp for action in order), default=0),
        acts=[acts[action] for action in order],
        groups=[_group(some, at) for some in groups.values()],
        erased=[(erased[r], r) for r in dict.fromkeys(i.record for i in piece) if r in erased],
        digest=last,
    )


def _group(items: list[_Item], at: Mapping[int, int]) -> Group:
    first = items[0]
    names = first.part.units[first.unit] if first.unit else first.part.columns
    return Group(
        part=first.part.name,
        unit=first.unit,
        fields=names,
        records=b"".join(item.record for item in items),
        acts=[at[item.action] for item in items],
        prevs=[item.prev for item in items] if first.unit else [],
        values=[[item.values[n] for item in items] for n in range(len(names))],
        olds=[[item.olds[n] for item in items] for n in range(len(names))] if first.unit else [],
    )
