"""What of a checkpoint cannot stand in a record here: kinds and fields of a newer version, what
other colleges keep for themselves, and what its maker had put aside in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from cluster_desktop.sync.checkpoint_body import Dot, Page, Sheet, covers
from cluster_desktop.sync.checkpoint_new import Later
from cluster_desktop.sync.coming import Come, Forbidden, group_of, unpack_kept
from cluster_desktop.sync.wire import NEVER, Act, Body, Clock, Operation

if TYPE_CHECKING:
    from cluster_desktop.sync.applying import Applier


class Aside:
    """Keeps operations for later, as bundles would have left them."""

    def __init__(
        self,
        applier: Applier,
        scope: str,
        mine: Mapping[str, int],
        theirs: Mapping[str, int],
        receipt: int | None,
    ) -> None:
        self._applier = applier
        self._connection = applier.connection
        self._scope = scope
        self._mine, self._theirs = mine, theirs
        self._receipt = receipt
        self._met: set[tuple[str, bytes]] = set()
        self._whole: set[tuple[str, bytes]] = set()
        newest = self._connection.exec_driver_sql("SELECT max(id) FROM sync_unknown").scalar()
        self._newest = int(newest or 0)

    def met(self, page: Page, sheet: Sheet) -> None:
        """Note which records the checkpoint holds, and which of them from their making on."""
        for at, record in enumerate(sheet.ids()):
            self._met.add((sheet.part, record))
            if page.clock(sheet.made[at])[0] != NEVER:
                self._whole.add((sheet.part, record))

    # Kinds and fields

    def put_whole(self, page: Page, sheet: Sheet, later: Sequence[Later], why: str) -> None:
        """Records of a kind that has no place here: their making, then what was changed."""
        for at in range(sheet.count()):
            base = page.clock(sheet.made[at])
            if self._is_new(base):
                self._keep(page, sheet, at, sheet.made[at], "", sheet.fields, NEVER, why)
            for unit, made in later[at].items():
                names = sheet.units.get(unit, (unit,))
                if set(names) <= set(sheet.fields):
                    self._put_unit(page, sheet, at, made, unit, names, base, why)

    def put_fields(
        self, page: Page, sheet: Sheet, later: Sequence[Later], unknown: Sequence[str]
    ) -> None:
        """Fields of a known kind that only a newer version knows."""
        unit_of = {name: unit for unit, names in sheet.units.items() for name in names}
        by_unit = {unit_of.get(name, name): name for name in unknown}
        for at in range(sheet.count()):
            base = page.clock(sheet.made[at])
            for unit in by_unit:
                names = sheet.units.get(unit, (unit,))
                made = later[at].get(unit, sheet.made[at])
                self._put_unit(page, sheet, at, made, unit, names, base, "unknown")

    def _put_unit(
        self, page: Page, sheet: Sheet, at: int, made: int, unit: str, names: Sequence[str],
        base: Dot, why: str,
    ) -> None:  # fmt: skip
        dot = page.clock(made)
        if not self._is_new(dot):
            return
        prev = NEVER
        if dot != base:
            prev = self.kept_before(sheet.part, sheet.record(at), unit) or base[0]
        self._keep(page, sheet, at, made, unit, names, prev, why)

    def _is_new(self, dot: Dot) -> bool:
        return dot[0] != NEVER and not covers(self._mine, dot)

    def kept_before(self, part: str, record: bytes, unit: str) -> Clock | None:
        """The last operation on the unit that waits here, if the checkpoint has seen it: what
        comes was built upon it."""
        lines = self._connection.exec_driver_sql(
            "SELECT stamp, peer, seq, operation FROM sync_unknown"
            " WHERE scope = ? AND entity = ? AND record = ? AND id <= ? ORDER BY stamp, id",
            (self._scope, part, record, self._newest),
        ).all()
        found: Clock | None = None
        for stamp, peer, seq, packed in lines:
            clock = Clock(stamp, self._applier.peers.device(peer))
            _act, _seen, op = unpack_kept(bytes(packed))
            if op.unit in ("", unit) and covers(self._theirs, (clock, seq)):
                found = clock
        return found

    def _keep(
        self, page: Page, sheet: Sheet, at: int, made: int, unit: str, names: Sequence[str],
        prev: Clock, why: str,
    ) -> None:  # fmt: skip
        column = {name: n for n, name in enumerate(sheet.fields)}
        clock, seq = page.clock(made)
        act = page.act(made)
        op = Operation(
            part=sheet.part, unit=unit, record=sheet.record(at), fields=tuple(names),
            values=tuple(sheet.values[column[name]][at] for name in names), olds=(), prev=prev,
            act=0,
        )  # fmt: skip
        body = Body(app="", seen=dict(self._theirs), hi=0, acts=[act], groups=[])
        come = Come(self._scope, clock.device, seq, body)
        self._applier.keep_for_later(come, act, op, why)

    # What the maker had put aside

    def kept(self, page: Page) -> None:
        """Operations that waited there: they go the way of all that come, and may wait here."""
        opened = []
        for line in page.kept:
            try:
                act, seen, op = unpack_kept(line.operation)
            except (ValueError, TypeError, msgspec.MsgspecError):
                continue
            dot = (Clock(line.stamp, page.devices[line.device]), line.seq)
            opened.append((dot, act, seen, op))
        waiting = {(op.part, op.record, dot[0]) for dot, _act, _seen, op in opened}
        for dot, act, seen, op in opened:
            if not self._is_new(dot) or act.stamp != dot[0].stamp:
                continue
            self._take(dot, act, seen, self._built_upon(op, waiting))

    def _built_upon(self, op: Operation, waiting: set[tuple[str, bytes, Clock]]) -> Operation:
        """The operation with what stands here as the one it replaced, where the checkpoint had
        seen that, and did not have it waiting itself."""
        known = self._applier.rows.get(op.part, op.record) if op.unit else None
        if known is None:
            return op
        dot = known.of(op.unit)
        if not covers(self._theirs, dot) or (op.part, op.record, dot[0]) in waiting:
            return op
        return Operation(
            part=op.part, unit=op.unit, record=op.record, fields=op.fields, values=op.values,
            olds=op.olds, prev=dot[0], act=0,
        )  # fmt: skip

    def _take(self, dot: Dot, act: Act, seen: Mapping[str, int], op: Operation) -> None:
        body = Body(app="", seen=dict(seen), hi=0, acts=[act], groups=[group_of(op)])
        come = Come(self._scope, dot[0].device, dot[1], body)
        try:
            self._applier.refuse_forbidden(come)
        except Forbidden:
            return
        with self._applier.acting(come, act, self._receipt) as one:
            one.group(body.groups[0], [0])

    def drop_parked(self) -> None:
        """What waited here for a record that the checkpoint has brought as it is now."""
        lines = self._connection.exec_driver_sql(
            "SELECT id, entity, record, stamp, peer, seq FROM sync_unknown"
            " WHERE scope = ? AND why = 'parked' ORDER BY id",
            (self._scope,),
        ).all()
        waits_anew = {
            (part, bytes(record)) for line, part, record, *_ in lines if line > self._newest
        }
        for line, part, record, stamp, peer, seq in lines:
            of = (part, bytes(record))
            dot = (Clock(stamp, self._applier.peers.device(peer)), int(seq))
            if line > self._newest or of not in self._met or not covers(self._theirs, dot):
                continue
            has_come = self._applier.rows.get(*of) is not None
            if has_come or (of in self._whole and of in waits_anew):
                self._connection.exec_driver_sql("DELETE FROM sync_unknown WHERE id = ?", (line,))
