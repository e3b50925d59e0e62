"""Applying: what others did goes into the records, as actions of theirs, whole or not at all.

For each unit the operations that no later one built upon are its heads. The greatest clock stands
in the record; the others wait in `sync_loser` for somebody's decision. Which these are depends on
the operations alone, not on the order in which they came.
"""

from __future__ import annotations

import json
import string
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection

from cluster_desktop.db import bulk, erasing, journal
from cluster_desktop.db.work import Work
from cluster_desktop.i18n import N_, _
from cluster_desktop.sync import rows, units, wire
from cluster_desktop.sync.rows import Known, Peers, Rows
from cluster_desktop.sync.units import DELETED, OWNER, Part
from cluster_desktop.sync.wire import NEVER, Act, Body, Clock, Group, Operation, Stored

EXCHANGE = "exchange"
GONE = "deleted_at:"  # before the unit's name: changed by somebody who did not know of the bin
LONGEST = 300  # letters of a name or title from outside


class Reader(Protocol):
    """What applying asks of the membership (member.py)."""

    @property
    def device(self) -> str: ...
    @property
    def own_scope(self) -> str: ...
    @property
    def registry(self) -> str: ...

    def college_of(self, scope: str) -> bytes | None: ...
    def is_region_device(self, device: str) -> bool: ...
    def college_of_device(self, device: str) -> bytes | None: ...


@dataclass(frozen=True)
class Come:
    """A bundle ready to be applied."""

    scope: str
    device: str
    seq: int
    body: Body


@dataclass
class Outcome:
    """What applying changed: for the receipt, and for those who show the records."""

    touched: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    actions: list[int] = field(default_factory=list)
    conflicts: int = 0
    merged: set[bytes] = field(default_factory=set)
    parked: int = 0
    erased: list[tuple[str, UUID]] = field(default_factory=list)


class Forbidden(Exception):
    """Its author may not write this: the whole bundle is refused. The text is for people."""


class Applier:
    """Applies bundles inside one open transaction of the caller."""

    def __init__(self, connection: Connection, member: Reader, now: datetime) -> None:
        self.connection = connection
        self.member = member
        self.now = now
        self.peers = Peers(connection)
        self.rows = Rows(connection, self.peers)
        self.outcome = Outcome()

    def apply(self, come: Come, receipt: int | None = None) -> None:
        """One bundle. Raises Forbidden before anything is written."""
        self._refuse_forbidden(come)
        one = _One(self, come)
        order = self._by_act(come.body)
        for at, act in enumerate(come.body.acts):
            action = journal.open_action(
                self.connection,
                actor=act.actor[:LONGEST],
                source=EXCHANGE,
                title=safe_title(act.title),
                now=self.now,
                stamp=act.stamp,
            )
            self._mark(action, come, receipt)
            one.act = act
            one.work = Work(self.connection, action, self.now)
            for group, places in order[at]:
                one.group(group, places)
            journal.close_action(self.connection)
            self._note(one.work)
        self._forget(come.body)

    def finish(self) -> Outcome:
        """Write clocks and digests, try again what waited for its parent."""
        self.rows.flush()
        self._retry()
        return self.outcome

    # What may be written

    def _refuse_forbidden(self, come: Come) -> None:
        for group in come.body.groups:
            part = units.part(group.part)
            if part is None:
                continue  # of a newer version; looked at again when it is understood
            self._refuse_values(part, group)
            self._refuse_scope(part, come)
            self._refuse_owner(part, group, come)

    def _refuse_values(self, part: Part, group: Group) -> None:
        for name, column in zip(group.fields, group.values, strict=True):
            if name in part.unit_of and not all(wire.fits(part, name, v) for v in column):
                raise Forbidden(_("It holds a value that does not fit its field."))

    def _refuse_scope(self, part: Part, come: Come) -> None:
        shared = part.entity.exchange in ("registry", "reference") and not part.is_inner
        if shared != (come.scope == self.member.registry):
            raise Forbidden(_("It brings records to a place where they do not belong."))

    def _refuse_owner(self, part: Part, group: Group, come: Come) -> None:
        region = self.member.is_region_device(come.device)
        shared = come.scope == self.member.registry
        if part.is_inner or (shared and (region or part.entity.exchange == "registry")):
            return
        owner = self.member.college_of_device(come.device) if shared else None
        college = owner if shared else self.member.college_of(come.scope)
        allowed = {college} if shared else {college, None}
        given: Sequence[Stored] = ()
        if OWNER in group.fields:
            given = group.values[group.fields.index(OWNER)]
        if any(one not in allowed for one in given):
            raise Forbidden(_("It changes records of another college."))
        records = [group.record(n) for n in range(group.count())]
        for one in owners(self.connection, part, records).values():
            if one not in allowed:
                raise Forbidden(_("It changes records of another college."))

    # Order, marks

    def _by_act(self, body: Body) -> dict[int, list[tuple[Group, list[int]]]]:
        """By action the places in each group: new records first, then inner parts, then units."""
        found: dict[int, dict[int, list[int]]] = defaultdict(dict)
        ranked = sorted(
            range(len(body.groups)),
            key=lambda n: (body.groups[n].unit != "", body.groups[n].part.endswith(units.INNER)),
        )
        for n in ranked:
            for place, at in enumerate(body.groups[n].acts):
                found[at].setdefault(n, []).append(place)
        order: dict[int, list[tuple[Group, list[int]]]] = defaultdict(list)
        for at, places in found.items():
            order[at] = [(body.groups[n], some) for n, some in places.items()]
        return order

    def _mark(self, action: int, come: Come, receipt: int | None) -> None:
        self.connection.exec_driver_sql(
            "INSERT INTO sync_action (action, peer, seq, scope, receipt) VALUES (?, ?, ?, ?, ?)",
            (action, self.peers.number(come.device), come.seq, come.scope, receipt),
        )
        self.outcome.actions.append(action)

    def _note(self, work: Work) -> None:
        for name, ids in work.touched().items():
            self.outcome.touched[name].update(ids)

    def _forget(self, body: Body) -> None:
        by_entity: dict[str, list[UUID]] = defaultdict(list)
        for part, record in body.erased:
            if units.part(part) is not None:
                by_entity[part].append(UUID(bytes=record))
                self.connection.exec_driver_sql(
                    "DELETE FROM sync_loser WHERE record = ?", (record,)
                )
        for entity, ids in by_entity.items():
            erasing.forget_history(self.connection, entity, ids)
            self.outcome.erased += [(entity, one) for one in ids]

    # What waited

    def _retry(self) -> None:
        waiting = self.connection.exec_driver_sql(
            "SELECT id, scope, stamp, peer, seq, operation FROM sync_unknown"
            " WHERE why = 'parked' ORDER BY id"
        ).all()
        if not waiting:
            return
        self._replay(waiting)
        self.rows.flush()

    def fold_unknown(self) -> None:
        """After an update of the program: what it had not understood before."""
        self._replay(
            self.connection.exec_driver_sql(
                "SELECT id, scope, stamp, peer, seq, operation FROM sync_unknown"
                " WHERE why = 'unknown' ORDER BY id"
            ).all()
        )
        self.rows.flush()

    def _replay(self, kept: Sequence[Any]) -> None:
        for line, scope, _stamp, peer, seq, packed in kept:
            self.connection.exec_driver_sql("DELETE FROM sync_unknown WHERE id = ?", (line,))
            act, seen, operation = unpack_kept(bytes(packed))
            come = Come(
                scope,
                self.peers.device(peer),
                seq,
                Body(app="", seen=seen, hi=0, acts=[act], groups=[group_of(operation)]),
            )
            try:
                self._refuse_forbidden(come)
            except Forbidden:
                continue
            action = journal.open_action(
                self.connection,
                actor=act.actor[:LONGEST],
                source=EXCHANGE,
                title=safe_title(act.title),
                now=self.now,
                stamp=act.stamp,
            )
            self._mark(action, come, None)
            one = _One(self, come)
            one.act, one.work = act, Work(self.connection, action, self.now)
            one.group(come.body.groups[0], [0])
            journal.close_action(self.connection)
            self._note(one.work)


class _One:
    """One bundle on its way into the records."""

    act: Act
    work: Work

    def __init__(self, applier: Applier, come: Come) -> None:
        self.applier = applier
        self.come = come
        self.connection = applier.connection
        self.rows = applier.rows

    @property
    def clock(self) -> Clock:
        return Clock(self.act.stamp, self.come.device)

    def group(self, group: Group, places: Sequence[int]) -> None:
        part = units.part(group.part)
        records = [group.record(at) for at in places]
        foreign = part is not None and part.is_inner and not self._is_own()
        known_fields = () if part is None else [n for n in group.fields if n in part.unit_of]
        if part is None or foreign or not known_fields:
            why = "inner" if foreign else "unknown"
            for at in places:
                self._keep(self._operation(group, at), why)
            return
        if len(known_fields) < len(group.fields):
            self._keep_unknown_fields(part, group, places)
            group = _only(group, known_fields)
        self.rows.load(part.name, records)
        if group.unit:
            for at in places:
                self.operate(part, self._operation(group, at))
        elif part.is_inner:
            self._inner(part, group, places)
        else:
            self._insert(part, group, places)

    def _is_own(self) -> bool:
        return self.come.scope == self.applier.member.own_scope

    def _operation(self, group: Group, at: int) -> Operation:
        return Operation(
            part=group.part,
            unit=group.unit,
            record=group.record(at),
            fields=group.fields,
            values=tuple(column[at] for column in group.values),
            olds=tuple(column[at] for column in group.olds),
            prev=group.prevs[at] if group.unit else NEVER,
            act=0,
        )

    # New records

    def _insert(self, part: Part, group: Group, places: Sequence[int]) -> None:
        there = owners(self.connection, part, [group.record(at) for at in places])
        new = [at for at in places if group.record(at) not in there]
        for at in places:
            if group.record(at) in there:
                self._each_unit(part, self._operation(group, at))
        columns = [n for n in part.columns if n in group.fields]
        ready = self._with_parents(part, group, new)
        if not ready:
            return
        at_column = [group.values[group.fields.index(n)] for n in columns]
        defaults = bulk.stored_defaults(part.entity.name)
        extra = {n: v for n, v in defaults.items() if n not in columns}
        lines = [
            (group.record(at), *(column[at] for column in at_column), *extra.values())
            for at in ready
        ]
        self.work.insert_stored(part.entity.name, ["id", *columns, *extra], lines)
        for at in ready:
            self.rows.make(part, group.record(at), self.come.scope, self.clock, self.come.seq)

    def _with_parents(self, part: Part, group: Group, places: Sequence[int]) -> list[int]:
        """Those whose owner is here; the others wait for it."""
        left = list(places)
        for name, link in part.entity.links().items():
            if not link.owned or name not in group.fields:
                continue
            column = group.values[group.fields.index(name)]
            parents = {bytes(v) for at in left if isinstance(v := column[at], bytes)}
            here = existing(self.connection, link.to, sorted(parents))
            for at in left:
                value = column[at]
                if isinstance(value, bytes) and bytes(value) not in here:
                    self._keep(self._operation(group, at), "parked")
            left = [at for at in left if column[at] is None or column[at] in here]
        return left

    def _each_unit(self, part: Part, whole: Operation) -> None:
        """A record that is here already: made by two computers, or by the program itself."""
        values = dict(zip(whole.fields, whole.values, strict=True))
        for unit, names in part.units.items():
            given = [name for name in names if name in values]
            if len(given) == len(names):
                self.operate(
                    part,
                    Operation(
                        part=part.name,
                        unit=unit,
                        record=whole.record,
                        fields=names,
                        values=tuple(values[name] for name in names),
                        olds=(),
                        prev=NEVER,
                        act=0,
                    ),
                )

    def _inner(self, part: Part, group: Group, places: Sequence[int]) -> None:
        here = existing(self.connection, part.entity.name, [group.record(at) for at in places])
        for at in places:
            operation = self._operation(group, at)
            if operation.record not in here:
                self._keep(operation, "parked")
            elif self.rows.get(part.name, operation.record) is None:
                self.work.put_stored(
                    part.entity.name,
                    UUID(bytes=operation.record),
                    dict(zip(operation.fields, operation.values, strict=True)),
                )
                scope, seq = self.come.scope, self.come.seq
                self.rows.make(part, operation.record, scope, self.clock, seq)
            else:
                self._each_unit(part, operation)

    # One unit

    def operate(self, part: Part, op: Operation) -> None:
        """Put one operation among the heads of its unit."""
        known = self.rows.get(part.name, op.record)
        if known is None:
            known = self._first_clock(part, op)
            if known is None:
                return
        if op.unit == DELETED:
            self._meet_edits(part, op, known)
        elif not part.is_inner:
            self._meet_bin(part, op, known)
        current, seq = known.of(op.unit)
        if current == self.clock:
            self._meet_twin(part, op, seq)
            return
        if op.prev == current:
            self._win(part, op)
            return
        self._drop_loser(op.record, op.unit, op.prev)
        self._note_merge(part, op, known)
        if (self.clock, wire.pack(op.values)) > (current, b""):
            self._lose_current(part, op, current, seq)
            self._win(part, op)
        else:
            self._lose(op.record, op.unit, self.clock, self.come.seq, op, self.act.actor)
            self._count(part, op)

    def _first_clock(self, part: Part, op: Operation) -> Known | None:
        """Clocks of a record that has none: the program's own, or not here."""
        entity = part.entity.name
        there = owners(self.connection, units.parts_of(entity)[0], [op.record])
        if op.record not in there:
            self._keep(op, "parked")
            return None
        of_nobody = there[op.record] is None
        if of_nobody and part.entity.exchange == "college" and not self._is_own():
            self._keep(op, "inner")
            return None
        return self.rows.make(part, op.record, self.come.scope, NEVER, 0)

    def _win(self, part: Part, op: Operation) -> None:
        self.work.put_stored(
            part.entity.name,
            UUID(bytes=op.record),
            dict(zip(op.fields, op.values, strict=True)),
        )
        self.rows.put(part, op.record, op.unit, self.clock, self.come.seq)
        self._note_own(part, op)

    def _note_own(self, part: Part, op: Operation) -> None:
        """Whether this computer changed the record meanwhile as well, in another unit."""
        known = self.rows.get(part.name, op.record)
        me = self.applier.member.device
        if known is None:
            return
        seen = self.come.body.seen.get(me, 0)
        clocks = [(known.base, known.base_seq), *known.later.values()]
        if any(clock.device == me and seq > seen for clock, seq in clocks):
            self.applier.outcome.merged.add(op.record)

    def _note_merge(self, part: Part, op: Operation, known: Known) -> None:
        self.applier.outcome.merged.discard(op.record)

    def _meet_twin(self, part: Part, op: Operation, seq: int) -> None:
        """The same clock: the same operation again, or a copy of one computer that went its own
        way; then the greater value stands, on every computer alike."""
        stored = rows.stored_values(self.connection, part, [op.record])[op.record]
        here = wire.pack([stored[name] for name in op.fields])
        if here == wire.pack(list(op.values)):
            return
        if wire.pack(list(op.values)) > here:
            self._lose_current(part, op, self.clock, seq)
            self._win(part, op)
        else:
            self._lose(op.record, op.unit, self.clock, self.come.seq, op, self.act.actor)
            self._count(part, op)

    # Those that did not win

    def _lose_current(self, part: Part, op: Operation, clock: Clock, seq: int) -> None:
        stored = rows.stored_values(self.connection, part, [op.record])[op.record]
        values = tuple(stored[name] for name in op.fields)
        lost = Operation(
            part=op.part, unit=op.unit, record=op.record, fields=op.fields, values=values,
            olds=op.olds, prev=NEVER, act=0,
        )  # fmt: skip
        if values != op.values:
            self.applier.outcome.conflicts += 1
        self._lose(op.record, op.unit, clock, seq, lost, self._actor_of(clock))

    def _count(self, part: Part, op: Operation) -> None:
        stored = rows.stored_values(self.connection, part, [op.record])[op.record]
        if tuple(stored[name] for name in op.fields) != op.values:
            self.applier.outcome.conflicts += 1

    def _lose(
        self,
        record: bytes,
        unit: str,
        clock: Clock,
        seq: int,
        op: Operation,
        actor: str,
        kind: str = "field",
        base: bytes | None = None,
    ) -> None:
        self.connection.exec_driver_sql(
            "INSERT OR REPLACE INTO sync_loser (record, unit, stamp, peer, seq, entity, scope,"
            " value, base, actor, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                record, unit, clock.stamp, self.applier.peers.number(clock.device), seq, op.part,
                self.come.scope, wire.pack(list(op.values)),
                base if base is not None else wire.pack(list(op.olds)) if op.olds else None,
                actor[:LONGEST], kind,
            ),
        )  # fmt: skip

    def _drop_loser(self, record: bytes, unit: str, clock: Clock) -> bool:
        if clock == NEVER:
            return False
        done = self.connection.exec_driver_sql(
            "DELETE FROM sync_loser WHERE record = ? AND unit = ? AND stamp = ? AND peer = ?",
            (record, unit, clock.stamp, self.applier.peers.number(clock.device)),
        )
        return done.rowcount > 0

    def _actor_of(self, clock: Clock) -> str:
        """Who did what has this clock, as the journal knows."""
        if clock.device == self.applier.member.device:
            own = "NOT EXISTS (SELECT 1 FROM sync_action s WHERE s.action = a.id)"
            given: tuple[int, ...] = (clock.stamp,)
        else:
            own = "EXISTS (SELECT 1 FROM sync_action s WHERE s.action = a.id AND s.peer = ?)"
            given = (clock.stamp, self.applier.peers.number(clock.device))
        found = self.connection.exec_driver_sql(
            f"SELECT a.actor FROM action a WHERE a.stamp = ? AND {own} LIMIT 1", given
        ).scalar()
        return str(found or "")

    # Changed there, in the bin here

    def _covered(self, clock: Clock, seq: int) -> bool:
        """Whether the author of this bundle had seen that operation."""
        return (
            clock == NEVER
            or clock.device == self.come.device
            or self.come.body.seen.get(clock.device, 0) >= seq
        )

    def _meet_bin(self, part: Part, op: Operation, known: Known) -> None:
        """An edit of a record that is in the bin, by somebody who did not know."""
        self._drop_loser(op.record, GONE + op.unit, op.prev)
        clock, seq = known.of(DELETED)
        if not self._in_bin(part, op.record) or self._covered(clock, seq):
            return
        base = wire.pack([clock.stamp, clock.device])
        self._lose(
            op.record, GONE + op.unit, self.clock, self.come.seq, op, self.act.actor, "deleted",
            base,
        )  # fmt: skip
        self.applier.outcome.conflicts += 1

    def _meet_edits(self, part: Part, op: Operation, known: Known) -> None:
        """Into the bin, or out of it, by somebody who did not know of changes that are here."""
        for line in self.connection.exec_driver_sql(
            "SELECT unit, stamp, peer, seq FROM sync_loser WHERE record = ? AND kind = 'deleted'",
            (op.record,),
        ).all():
            unit, stamp, peer, seq = line
            clock = Clock(stamp, self.applier.peers.device(peer))
            if self._covered(clock, seq):
                self._drop_loser(op.record, unit, clock)
        if op.values[0] is None:
            return
        stored = rows.stored_values(self.connection, part, [op.record])[op.record]
        base = wire.pack([self.clock.stamp, self.clock.device])
        for unit, (clock, seq) in known.later.items():
            if unit == DELETED or self._covered(clock, seq):
                continue
            names = part.units.get(unit, ())
            lost = Operation(
                part=part.name, unit=unit, record=op.record, fields=names,
                values=tuple(stored[name] for name in names), olds=(), prev=NEVER, act=0,
            )  # fmt: skip
            actor = self._actor_of(clock)
            self._lose(op.record, GONE + unit, clock, seq, lost, actor, "deleted", base)
            self.applier.outcome.conflicts += 1

    def _in_bin(self, part: Part, record: bytes) -> bool:
        found = self.connection.exec_driver_sql(
            f'SELECT deleted_at FROM "{part.entity.name}" WHERE id = ?', (record,)
        ).scalar()
        return found is not None

    # What cannot be put anywhere yet

    def _keep(self, op: Operation, why: str) -> None:
        self.connection.exec_driver_sql(
            "INSERT INTO sync_unknown (scope, entity, record, stamp, peer, seq, operation, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.come.scope, op.part, op.record, self.act.stamp,
                self.applier.peers.number(self.come.device), self.come.seq,
                pack_kept(self.act, self.come.body.seen, op), why,
            ),
        )  # fmt: skip
        if why == "parked":
            self.applier.outcome.parked += 1

    def _keep_unknown_fields(self, part: Part, group: Group, places: Iterable[int]) -> None:
        """Fields that only a newer version knows, one by one."""
        for at in places:
            for n, name in enumerate(group.fields):
                if name in part.unit_of:
                    continue
                self._keep(
                    Operation(
                        part=part.name, unit=name, record=group.record(at), fields=(name,),
                        values=(group.values[n][at],),
                        olds=(group.olds[n][at],) if group.olds else (),
                        prev=group.prevs[at] if group.unit else NEVER, act=0,
                    ),
                    "unknown",
                )  # fmt: skip


def _only(group: Group, names: Sequence[str]) -> Group:
    places = [group.fields.index(name) for name in names]
    return Group(
        part=group.part, unit=group.unit, fields=tuple(names), records=group.records,
        acts=group.acts, prevs=group.prevs, values=[group.values[n] for n in places],
        olds=[group.olds[n] for n in places] if group.olds else [],
    )  # fmt: skip


def group_of(op: Operation) -> Group:
    """One operation as a group of its own."""
    return Group(
        part=op.part, unit=op.unit, fields=op.fields, records=op.record, acts=[0],
        prevs=[op.prev] if op.unit else [], values=[[value] for value in op.values],
        olds=[[value] for value in op.olds],
    )  # fmt: skip


def pack_kept(act: Act, seen: Mapping[str, int], op: Operation) -> bytes:
    return wire.pack([wire.pack(act), dict(seen), wire.pack_operation(op)])


def unpack_kept(packed: bytes) -> tuple[Act, dict[str, int], Operation]:
    act, seen, operation = wire.unpack(packed)
    stamp, actor, source, title = wire.unpack(act)
    return Act(stamp, actor, source, title), seen, wire.unpack_operation(operation)


def owners(connection: Connection, part: Part, records: Sequence[bytes]) -> dict[bytes, Any]:
    """The colleges of those of the records that are here."""
    found: dict[bytes, Any] = {}
    for start in range(0, len(records), rows.PART):
        some = records[start : start + rows.PART]
        marks = ", ".join("?" * len(some))
        lines = connection.exec_driver_sql(
            f'SELECT id, college_id FROM "{part.entity.name}" WHERE id IN ({marks})', tuple(some)
        )
        for record, college in lines:
            found[bytes(record)] = None if college is None else bytes(college)
    return found


def existing(connection: Connection, entity: str, records: Sequence[bytes]) -> set[bytes]:
    return set(owners(connection, units.parts_of(entity)[0], records))


def safe_title(title: str) -> str:
    """A title from outside, if this program can say it; else a plain one."""
    plain = journal.Said(N_("Changed by another computer")).stored()
    if not title.startswith('{"m":'):
        return title[:LONGEST]
    try:
        said = json.loads(title)
        places = {name for _text, name, _spec, _conv in string.Formatter().parse(said["m"]) if name}
        if not all(name.isidentifier() for name in places) or not places <= set(said["p"]):
            return plain
        journal.spoken(title)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return plain
    return title[: 10 * LONGEST]
