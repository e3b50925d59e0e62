"""The merge rules as plain functions of a set of bundles: what the engine is held against.

Nothing here is incremental and nothing depends on order of arrival. `Replica` is the same once
more, one bundle after the other, as a computer meets them; tests hold both equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

DELETED = "deleted_at"
DECIDED = "decision"

Value = str | None
Unit = tuple[str, str]  # record, unit


class Clock(NamedTuple):
    """The total order of operations: the stamp, then the device; `seq` is that of its bundle."""

    stamp: int
    device: str
    seq: int


@dataclass(frozen=True)
class Op:
    """A new value of one unit of one record, and the clock of the value it replaced."""

    record: str
    unit: str
    value: Value
    clock: Clock
    prev: Clock | None
    erases: bool = False  # empties the unit for good, with the person it told of

    @property
    def of(self) -> Unit:
        return (self.record, self.unit)


@dataclass(frozen=True)
class Bundle:
    """What one device sealed at once; all its operations have the same past, `seen`."""

    device: str
    seq: int
    seen: Mapping[str, int]
    ops: tuple[Op, ...]


class Conflict(NamedTuple):
    """A value that did not win and that nobody has decided upon; the same on every device."""

    record: str
    unit: str
    loser: Clock
    kind: str  # "field", "deleted"


Past = Mapping[tuple[str, int], Mapping[str, int]]  # what the author of each bundle had seen


def heads(ops: Iterable[Op], past: Past) -> list[Op]:
    """Of one unit the operations that no later one built upon, greatest clock first. What was
    written without the knowledge of an erasure is nothing; of erasures only the last one counts."""
    every = list(ops)
    emptied = [op for op in every if op.erases]
    them = [op for op in every if not op.erases and all(knew(op, e, past) for e in emptied)]
    replaced = {op.prev for op in them}
    found = sorted((op for op in them if op.clock not in replaced), key=lambda op: op.clock)[::-1]
    return found or [max(emptied, key=lambda op: op.clock)]


def past_of(bundles: Iterable[Bundle]) -> Past:
    return {(b.device, b.seq): b.seen for b in bundles}


def by_unit(bundles: Iterable[Bundle]) -> dict[Unit, list[Op]]:
    found: dict[Unit, list[Op]] = defaultdict(list)
    for bundle in bundles:
        for op in bundle.ops:
            found[op.of].append(op)
    return found


def rows(bundles: Iterable[Bundle]) -> dict[Unit, tuple[Value, Clock]]:
    """What stands in the rows of whoever holds these bundles."""
    held = list(bundles)
    past = past_of(held)
    first = {of: heads(ops, past)[0] for of, ops in by_unit(held).items()}
    return {of: (op.value, op.clock) for of, op in first.items()}


def decision_of(record: str, unit: str, loser: Clock) -> str:
    """The id of the record that closes a conflict: made of what it decides upon."""
    return f"{record}/{unit}/{loser.stamp}/{loser.device}"


def conflicts(bundles: Iterable[Bundle]) -> set[Conflict]:
    """What waits for people: losers with another value than the winner's, and changes of records
    that somebody sent to the bin without knowing of them."""
    held = list(bundles)
    closed = {
        record
        for (record, unit), ops in by_unit(held).items()
        if unit == DECIDED and heads(ops, past_of(held))[0].value is not None
    }
    return {
        one
        for one in disagreements(held)
        if decision_of(one.record, one.unit, one.loser) not in closed
    }


def disagreements(bundles: Iterable[Bundle]) -> set[Conflict]:
    """The same, whether anybody has decided or not."""
    held = list(bundles)
    past = past_of(held)
    units = by_unit(held)
    found: set[Conflict] = set()
    for (record, unit), ops in units.items():
        winner, *losers = heads(ops, past)
        for loser in losers:
            if not same(unit, loser.value, winner.value):
                found.add(Conflict(record, unit, loser.clock, "field"))
        marks = units.get((record, DELETED))
        bin_mark = heads(marks, past)[0] if marks else None
        if unit == DELETED or winner.erases or bin_mark is None or bin_mark.value is None:
            continue
        if apart(winner, bin_mark, past):  # what lost in its own field is in the list already
            found.add(Conflict(record, unit, winner.clock, "deleted"))
    return found


def same(unit: str, one: Value, other: Value) -> bool:
    """Two who both send a record to the bin do not disagree about the minute."""
    return (one is None) == (other is None) if unit == DELETED else one == other


def apart(one: Op, other: Op, past: Mapping[tuple[str, int], Mapping[str, int]]) -> bool:
    """Neither knew of the other."""
    if one.clock.device == other.clock.device:
        return False
    return not knew(one, other, past) and not knew(other, one, past)


def knew(one: Op, other: Op, past: Mapping[tuple[str, int], Mapping[str, int]]) -> bool:
    if one.clock.device == other.clock.device:
        return one.clock > other.clock
    seen = past[one.clock.device, one.clock.seq]
    return other.clock.seq <= seen.get(other.clock.device, 0)


@dataclass
class Replica:
    """One computer, as the engine works: applies a bundle to what it has, and forgets the rest."""

    device: str
    wall: int = 0
    last: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    current: dict[Unit, Op] = field(default_factory=dict)
    losers: dict[Unit, dict[Clock, Op]] = field(default_factory=lambda: defaultdict(dict))
    past: dict[tuple[str, int], Mapping[str, int]] = field(default_factory=dict)
    drafts: dict[Unit, tuple[Value, int]] = field(default_factory=dict)

    def edit(self, record: str, unit: str, value: Value) -> None:
        """A change of the person here: in the row at once, sealed later."""
        self.last = max(self.last + 1, self.wall)
        self.drafts[record, unit] = (value, self.last)

    def value(self, record: str, unit: str) -> Value:
        draft = self.drafts.get((record, unit))
        if draft is not None:
            return draft[0]
        op = self.current.get((record, unit))
        return None if op is None else op.value

    def seal(self) -> Bundle | None:
        """All edits since the last time as one bundle, one operation a unit."""
        if not self.drafts:
            return None
        seq = self.seen.get(self.device, 0) + 1
        ops = []
        for (record, unit), (value, stamp) in self.drafts.items():
            before = self.current.get((record, unit))
            clock = Clock(stamp, self.device, seq)
            ops.append(Op(record, unit, value, clock, before.clock if before else None))
        bundle = Bundle(self.device, seq, dict(self.seen), tuple(ops))
        self.drafts.clear()
        self.apply(bundle)
        return bundle

    def ready(self, bundle: Bundle) -> bool:
        """Its turn has come: the next one of its device, and all it knew of is known here."""
        if bundle.seq != self.seen.get(bundle.device, 0) + 1:
            return False
        return all(self.seen.get(device, 0) >= seq for device, seq in bundle.seen.items())

    def apply(self, bundle: Bundle) -> None:
        assert not self.drafts, "sealing comes before every apply"
        self.past[bundle.device, bundle.seq] = bundle.seen
        self.seen[bundle.device] = bundle.seq
        for op in bundle.ops:
            self.last = max(self.last, op.clock.stamp)
            self._merge(op)

    def _merge(self, op: Op) -> None:
        now, losers = self.current.get(op.of), self.losers[op.of]
        if now is None or op.prev == now.clock:
            self.current[op.of] = op
            return
        if op.prev is not None:
            losers.pop(op.prev, None)
        if op.clock > now.clock:
            self.current[op.of], op = op, now
        losers[op.clock] = op

    def conflicts(self) -> set[Conflict]:
        found: set[Conflict] = set()
        for of, winner in self.current.items():
            for loser in self.losers[of].values():
                if not same(winner.unit, loser.value, winner.value):
                    found.add(Conflict(*of, loser.clock, "field"))
            mark = self.current.get((winner.record, DELETED))
            if winner.unit == DELETED or mark is None or mark.value is None:
                continue
            if apart(winner, mark, self.past):
                found.add(Conflict(*of, winner.clock, "deleted"))
        return {
            one
            for one in found
            if self.value(decision_of(one.record, one.unit, one.loser), DECIDED) is None
        }

    def decide(self, conflict: Conflict, value: Value) -> None:
        """Somebody chose: the value he wants stands, and the decision travels as a record."""
        if self.value(conflict.record, conflict.unit) != value:
            self.edit(conflict.record, conflict.unit, value)
        self.edit(decision_of(conflict.record, conflict.unit, conflict.loser), DECIDED, "made")
