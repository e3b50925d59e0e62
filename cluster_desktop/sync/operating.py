"""One operation among the heads of its unit: what stands in the record, what is to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.work import Work
from cluster_desktop.sync import erasures, rows, units, wire
from cluster_desktop.sync.coming import LONGEST, Come, existing, only, owners, same
from cluster_desktop.sync.erasures import Erasure
from cluster_desktop.sync.rows import Known
from cluster_desktop.sync.units import DELETED, Part
from cluster_desktop.sync.wire import NEVER, Act, Clock, Group, Operation

if TYPE_CHECKING:
    from cluster_desktop.sync.applying import Applier


class One:
    """One action of a bundle on its way into the records."""

    folding = False  # what an older version of the program had put aside

    def __init__(self, applier: Applier, come: Come, act: Act, work: Work) -> None:
        self.applier = applier
        self.act = act
        self.work = work
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
            group = only(group, known_fields)
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
        defaults = units.come_with(part.entity.name)
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
        self.rows.rebase(part, whole.record, self.clock, self.come.seq)
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

    def operate(self, part: Part, op: Operation, *, erases: bool = False) -> None:
        """Put one operation among the heads of its unit."""
        is_emptied = erasures.empties(part, op.fields)
        erases = is_emptied and (erases or op.record in self.applier.forced)
        if erases:  # also where the record has not come yet
            self._keep_erasure(part, op)
        known = self.rows.get(part.name, op.record)
        if known is None:
            known = self._first_clock(part, op)
            if known is None:
                return
        if erases:
            self._erase(part, op, known)
            return
        if is_emptied and self._is_void(op):
            return  # erasing wins over whoever did not know of it
        if op.unit == DELETED:
            self._meet_edits(part, op, known)
        elif not part.is_inner:
            self._meet_bin(part, op, known)
        current, seq = known.of(op.unit)
        if current == self.clock:
            if (self.folding or part.is_inner) and op.unit not in known.later:
                self._fill_in(part, op)
            else:
                self._meet_twin(part, op, seq)
            return
        if op.prev == current:
            self._win(part, op)
            return
        self._drop_loser(op.record, op.unit, op.prev)
        if (self.clock, wire.pack(op.values)) > (current, b""):
            self._lose_current(part, op, current, seq)
            self._win(part, op)
        else:
            self._lose(op.record, op.unit, self.clock, self.come.seq, op, self.act.actor)
            self._count(part, op)
        self.applier.outcome.merged.discard(op.record)  # not by itself: somebody must decide

    # Erased

    def _keep_erasure(self, part: Part, op: Operation) -> None:
        new = Erasure(self.clock, self.come.seq, op.values)
        seen, scope = self.come.body.seen, self.come.scope
        actor = self.act.actor[:LONGEST]
        self.applier.erasures.put(part, op.record, op.unit, new, seen, scope, actor)

    def _erase(self, part: Part, op: Operation, known: Known) -> None:
        """Of all erasures the last one stands, against everything whose author did not know."""
        last = max(self.applier.erasures.of(op.record, op.unit), key=lambda one: one.clock)
        if known.of(op.unit)[0] == last.clock:
            return
        values = dict(zip(op.fields, last.values, strict=True))
        self.work.put_stored(part.entity.name, UUID(bytes=op.record), values)
        self.rows.put(part, op.record, op.unit, last.clock, last.seq)
        self._note_own(part, op)

    def _is_void(self, op: Operation) -> bool:
        known = self.applier.erasures.of(op.record, op.unit)
        return any(not erasures.knew(self.come, one.clock, one.seq) for one in known)

    def _is_erasure(self, part: Part, record: bytes, unit: str, clock: Clock) -> bool:
        """Whether the operation of that clock is one: nobody is asked about it."""
        if not erasures.empties(part, part.units[unit]):
            return False
        return any(one.clock == clock for one in self.applier.erasures.of(record, unit))

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

    def _fill_in(self, part: Part, op: Operation) -> None:
        """A field of a new record that the program did not know when the record came, or that came
        after others of it: it has the record's own clock, and nothing of it stands here yet."""
        values = dict(zip(op.fields, op.values, strict=True))
        self.work.put_stored(part.entity.name, UUID(bytes=op.record), values)
        self.rows.touch(part, op.record)

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
        if not same(op.unit, values, op.values):
            self.applier.outcome.conflicts += 1
        self._lose(op.record, op.unit, clock, seq, lost, self._actor_of(clock))

    def _count(self, part: Part, op: Operation) -> None:
        stored = rows.stored_values(self.connection, part, [op.record])[op.record]
        if not same(op.unit, tuple(stored[name] for name in op.fields), op.values):
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
    ) -> None:
        self.connection.exec_driver_sql(
            "INSERT OR REPLACE INTO sync_loser (record, unit, stamp, peer, seq, entity, scope,"
            " value, base, actor, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                record, unit, clock.stamp, self.applier.peers.number(clock.device), seq, op.part,
                self.come.scope, wire.pack(list(op.values)),
                wire.pack(list(op.olds)) if op.olds else None, actor[:LONGEST], kind,
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
        """An edit of a record that somebody sent to the bin without knowing of it."""
        self.connection.exec_driver_sql(
            "DELETE FROM sync_loser WHERE record = ? AND kind = 'deleted' AND unit LIKE ?"
            " AND stamp = ? AND peer = ?",
            (
                op.record, f"{units.GONE}{op.unit}:%", op.prev.stamp,
                self.applier.peers.number_if_known(op.prev.device),
            ),
        )  # fmt: skip
        for clock, seq in self._deletions(part, op.record, known):
            if not self._covered(clock, seq):
                self._meet(op, self.clock, self.come.seq, self.act.actor, clock)

    def _meet_edits(self, part: Part, op: Operation, known: Known) -> None:
        """Into the bin, or out of it, by somebody who did not know of changes that are here."""
        units.forget_deletion(self.connection, op.record, op.prev.stamp, op.prev.device)
        if op.values[0] is None:
            return
        stored = rows.stored_values(self.connection, part, [op.record])[op.record]
        for unit, (clock, seq) in known.later.items():
            names = part.units.get(unit, ())
            if unit == DELETED or not names or self._covered(clock, seq):
                continue
            if self._is_erasure(part, op.record, unit, clock):
                continue
            edit = Operation(
                part=part.name, unit=unit, record=op.record, fields=names,
                values=tuple(stored[name] for name in names), olds=(), prev=NEVER, act=0,
            )  # fmt: skip
            self._meet(edit, clock, seq, self._actor_of(clock), self.clock)
        for unit, clock, seq, value, actor in self._losers(op.record):
            names = part.units.get(unit, ())
            if unit == DELETED or not names or self._covered(clock, seq):
                continue
            edit = Operation(
                part=part.name, unit=unit, record=op.record, fields=names,
                values=tuple(wire.unpack(value)), olds=(), prev=NEVER, act=0,
            )  # fmt: skip
            self._meet(edit, clock, seq, actor, self.clock)

    def _meet(self, edit: Operation, clock: Clock, seq: int, actor: str, deletion: Clock) -> None:
        unit = units.gone(edit.unit, deletion.stamp, deletion.device)
        self._lose(edit.record, unit, clock, seq, edit, actor, "deleted")
        self.applier.outcome.conflicts += 1

    def _deletions(self, part: Part, record: bytes, known: Known) -> list[tuple[Clock, int]]:
        """Heads of the bin mark that are deletions."""
        found = [known.of(DELETED)] if self._in_bin(part, record) else []
        for unit, clock, seq, value, _actor in self._losers(record):
            if unit == DELETED and wire.unpack(value)[0] is not None:
                found.append((clock, seq))
        return found

    def _losers(self, record: bytes) -> list[tuple[str, Clock, int, bytes, str]]:
        lines = self.connection.exec_driver_sql(
            "SELECT unit, stamp, peer, seq, value, actor FROM sync_loser"
            " WHERE record = ? AND kind = 'field'",
            (record,),
        ).all()
        return [
            (unit, Clock(stamp, self.applier.peers.device(peer)), seq, bytes(value), actor)
            for unit, stamp, peer, seq, value, actor in lines
        ]

    def _in_bin(self, part: Part, record: bytes) -> bool:
        found = self.connection.exec_driver_sql(
            f'SELECT deleted_at FROM "{part.entity.name}" WHERE id = ?', (record,)
        ).scalar()
        return found is not None

    # What cannot be put anywhere yet

    def _keep(self, op: Operation, why: str) -> None:
        self.applier.keep_for_later(self.come, self.act, op, why)

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
