"""Merging a checkpoint: safe for a device in any state, from the empty one to one that is ahead.

Both sides hold, of each unit, the operations that no later one built upon, and know which bundles
they have seen. What one side lacks although it has seen its bundle was built upon there; what it
lacks and has not seen is new to it. So the merged state is the one that applying all bundles of
both sides would have made, and nothing that is newer here is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from cluster_desktop.db import erasing
from cluster_desktop.i18n import _
from cluster_desktop.sync import units, wire
from cluster_desktop.sync.checkpoint_aside import Aside
from cluster_desktop.sync.checkpoint_body import Dot, Loser, Page, Sheet, Vector, covers
from cluster_desktop.sync.checkpoint_file import Manifest
from cluster_desktop.sync.checkpoint_losers import Losers
from cluster_desktop.sync.checkpoint_new import EXCHANGE, Later, NewRecords
from cluster_desktop.sync.coming import PLAIN, Come, Forbidden, existing
from cluster_desktop.sync.rows import Known
from cluster_desktop.sync.seen import missing, vector
from cluster_desktop.sync.units import Part
from cluster_desktop.sync.wire import NEVER, Act, Body, Clock, Group, Operation

if TYPE_CHECKING:
    from cluster_desktop.sync.applying import Applier

Seen = Mapping[str, int]


class Head(NamedTuple):
    """An operation of the checkpoint that is new here: it goes among the heads of its unit."""

    part: Part
    op: Operation
    dot: Dot
    act: Act
    erases: bool = False


class Merger:
    """Puts the pages of one checkpoint into the records, in one transaction of the caller, after
    everything of this computer has been sealed."""

    def __init__(self, applier: Applier, manifest: Manifest, receipt: int | None = None) -> None:
        self.applier = applier
        self.manifest = manifest
        self.scope = manifest.scope
        self.receipt = receipt
        self.rows = applier.rows
        self.theirs: Seen = {device: seq for device, (seq, _h) in manifest.seen.items()}
        found = vector(applier.connection, self.scope)
        self.mine: Seen = Vector(
            {applier.peers.device(peer): seq for peer, seq in found.items()},
            missing(applier.connection, self.scope),
        )
        self._new = NewRecords(applier, self.scope, self.theirs, receipt)
        self._losers = Losers(applier, self.scope, self.mine, self.theirs)
        self._aside = Aside(applier, self.scope, self.mine, self.theirs, receipt)

    def page(self, page: Page) -> None:
        """One page, in the order of the checkpoint. Raises Forbidden; the caller rolls back."""
        self._refuse_stamps(page)
        self._refuse_contents(page)
        self._losers.read(page)
        for sheet in page.sheets:
            self._sheet(page, sheet)
        self._aside.kept(page)
        self.rows.leave()

    def finish(self) -> None:
        """Conflicts; and what waited for a record that has come."""
        self._losers.merge()
        self._aside.drop_parked()
        self.applier.finish()

    # What may be believed

    def _refuse_stamps(self, page: Page) -> None:
        for made in page.made:
            clock = Clock(made.stamp, page.devices[made.device])
            if not 0 <= made.stamp <= self.manifest.hi or not covers(
                self.theirs, (clock, made.seq)
            ):
                raise Forbidden(_("It holds changes that it does not own up to."))

    def _refuse_contents(self, page: Page) -> None:
        """As of a bundle of the checkpoint's maker that brings all these records."""
        groups = [
            Group(
                part=sheet.part, unit="", fields=sheet.fields, records=sheet.records,
                acts=[0] * sheet.count(), prevs=[], values=sheet.values, olds=[],
            )
            for sheet in page.sheets
        ]  # fmt: skip
        body = Body(app="", seen=dict(self.theirs), hi=0, acts=[], groups=groups)
        maker, number = self.manifest.dev, self.manifest.number
        self.applier.refuse_forbidden(Come(self.scope, maker, number, body))

    # Records

    def _sheet(self, page: Page, sheet: Sheet) -> None:
        part = units.part(sheet.part)
        later = by_record(sheet)
        foreign = part is not None and part.is_inner and self.scope != self.applier.member.own_scope
        self._aside.met(page, sheet)
        if part is None or foreign:
            self._aside.put_whole(page, sheet, later, "inner" if foreign else "unknown")
            return
        self._losers.meet(page, sheet, part, later)
        self.rows.load(part.name, sheet.ids())
        there = existing(self.applier.connection, part.entity.name, sheet.ids())
        heads: list[Head] = []
        new: list[int] = []
        for at, record in enumerate(sheet.ids()):
            known = self.rows.get(part.name, record)
            is_whole = page.clock(sheet.made[at])[0] != NEVER
            if known is None and is_whole and (part.is_inner or record not in there):
                new.append(at)
            else:
                heads += self._newer(page, sheet, part, at, later[at])
        self._new.put(page, sheet, part, new, later)
        erased = self._erased(part, heads, there)
        self._operate(heads)
        if erased is not None:
            self.applier.forget(erased)
        unknown = [name for name in sheet.fields if name not in part.unit_of]
        if unknown:
            self._aside.put_fields(page, sheet, later, unknown)

    def _erased(
        self, part: Part, heads: Iterable[Head], there: Collection[bytes]
    ) -> erasing.Reach | None:
        """What names the persons that were erased meanwhile, as long as it still stands here."""
        found = {head.op.record for head in heads if head.erases} & set(there)
        ids = [UUID(bytes=one) for one in sorted(found)]
        return erasing.traces(self.applier.connection, {part.entity.name: ids}) if ids else None

    def _newer(self, page: Page, sheet: Sheet, part: Part, at: int, later: Later) -> list[Head]:
        """The units of a record whose value in the checkpoint has not been seen here."""
        found: list[Head] = []
        record = sheet.record(at)
        known = self.rows.get(part.name, record)
        base, seq = page.clock(sheet.made[at])
        if known is not None and base != NEVER:
            self.rows.rebase(part, record, base, seq)
        column = {name: n for n, name in enumerate(sheet.fields)}
        erased = self._losers.erased(part.name, record)
        for unit, names in part.units.items():
            made = later.get(unit, sheet.made[at])
            dot = page.clock(made)
            erasures = [
                self._erasure(part, record, unit, one, page.act(made) if of == dot else None, of)
                for one, of in erased.get(unit, ())
            ]
            found += erasures
            if any(one.dot == dot for one in erasures):
                continue
            if covers(self.mine, dot) or not all(name in column for name in names):
                continue
            op = Operation(
                part=part.name,
                unit=unit,
                record=record,
                fields=names,
                values=tuple(sheet.values[column[name]][at] for name in names),
                olds=(),
                prev=max((one.dot[0] for one in erasures), default=None)
                or self._replaced(part, record, unit, known),
                act=0,
            )
            found.append(Head(part, op, dot, page.act(made)))
        return found

    def _erasure(
        self, part: Part, record: bytes, unit: str, one: Loser, act: Act | None, dot: Dot
    ) -> Head:
        op = Operation(
            part=part.name, unit=unit, record=record, fields=part.units[unit],
            values=tuple(wire.unpack(one.value)), olds=(), prev=NEVER, act=0,
        )  # fmt: skip
        told = act or Act(one.stamp, one.actor, EXCHANGE, PLAIN.stored())
        return Head(part, op, dot, told, erases=True)

    def _replaced(self, part: Part, record: bytes, unit: str, known: Known | None) -> Clock:
        """The clock that stands here (or waits for the record), if the checkpoint has seen it and
        built upon it."""
        if known is None:
            return self._aside.kept_before(part.name, record, unit) or NEVER
        dot = known.of(unit)
        built_upon = covers(self.theirs, dot) and not self._losers.is_head_there(record, unit, dot)
        return dot[0] if built_upon else NEVER

    def _operate(self, heads: Iterable[Head]) -> None:
        """As others' actions, oldest first; what one action changed goes together."""
        by_act: dict[tuple[Clock, int, Act], list[Head]] = defaultdict(list)
        for head in heads:
            by_act[(*head.dot, head.act)].append(head)
        for (clock, seq, act), some in sorted(by_act.items(), key=lambda item: item[0][:2]):
            body = Body(app="", seen=dict(self.theirs), hi=0, acts=[act], groups=[])
            come = Come(self.scope, clock.device, seq, body)
            with self.applier.acting(come, act, self.receipt) as one:
                for head in some:
                    one.operate(head.part, head.op, erases=head.erases)


def by_record(sheet: Sheet) -> Sequence[Later]:
    """Of each record of the sheet its later units."""
    found: list[dict[str, int]] = [{} for _record in range(sheet.count())]
    for one in sheet.later:
        found[one.record][one.unit] = one.made
    return found
