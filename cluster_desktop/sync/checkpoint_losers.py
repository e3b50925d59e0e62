"""Conflicts of a checkpoint and of this computer, merged: those stay open that are open on both
sides, or on one while the other has not seen both values yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from cluster_desktop.sync import erasures, units, wire
from cluster_desktop.sync.checkpoint_body import Dot, Loser, Page, Sheet, covers
from cluster_desktop.sync.checkpoint_new import Later
from cluster_desktop.sync.coming import LONGEST, same
from cluster_desktop.sync.units import DELETED, Part
from cluster_desktop.sync.wire import Clock, Stored

if TYPE_CHECKING:
    from cluster_desktop.sync.applying import Applier

Heads = dict[str, set[Dot]]  # by unit


class Losers:
    """The heads that are no winners, of both sides. `deleted` lines pair an edit with a deletion
    whose author did not know of it: such a pair is over when one of the two was built upon."""

    def __init__(
        self, applier: Applier, scope: str, mine: Mapping[str, int], theirs: Mapping[str, int]
    ) -> None:
        self._applier = applier
        self._connection = applier.connection
        self._scope = scope
        self._mine, self._theirs = mine, theirs
        self._lines: list[tuple[Loser, Dot]] = []
        self._there: dict[bytes, Heads] = defaultdict(lambda: defaultdict(set))
        self._met: set[tuple[str, bytes]] = set()
        self._erased: dict[tuple[str, bytes], list[tuple[Loser, Dot]]] = defaultdict(list)
        found = self._connection.exec_driver_sql(
            "SELECT DISTINCT record FROM sync_loser WHERE scope = ?", (scope,)
        ).scalars()
        self._with_losers = {bytes(record) for record in found}

    def read(self, page: Page) -> None:
        for loser in page.losers:
            dot = (Clock(loser.stamp, page.devices[loser.device]), loser.seq)
            if not self._is_sound(loser):
                continue
            self._lines.append((loser, dot))
            self._with_losers.add(loser.record)
            if loser.kind == erasures.KIND and not covers(self._mine, dot):
                self._erased[loser.part, loser.record].append((loser, dot))
            if loser.kind == "field":
                self._there[loser.record][loser.unit].add(dot)

    def _is_sound(self, loser: Loser) -> bool:
        """Whether its value could be put into the record, if somebody chose it."""
        part = units.part(loser.part)
        unit = loser.unit
        try:
            if loser.kind == "deleted":
                unit, _stamp, _device = units.parts_of_gone(loser.unit)
            elif loser.kind == erasures.KIND:
                unit = loser.unit.removeprefix(erasures.NAME)
            values = wire.unpack(loser.value)
        except (ValueError, msgspec.MsgspecError):
            return False
        names = () if part is None else part.units.get(unit, ())
        return (
            part is not None
            and loser.kind in ("field", "deleted", erasures.KIND)
            and isinstance(values, list)
            and len(values) == len(names)
            and all(wire.fits(part, n, value) for n, value in zip(names, values, strict=True))
        )

    def meet(self, page: Page, sheet: Sheet, part: Part, later: Sequence[Later]) -> None:
        """Note what stands there in records that have a conflict on either side."""
        if not self._with_losers:
            return
        for at, record in enumerate(sheet.ids()):
            if record not in self._with_losers:
                continue
            self._met.add((part.name, record))
            for unit in part.units:
                made = later[at].get(unit, sheet.made[at])
                self._there[record][unit].add(page.clock(made))

    def is_head_there(self, record: bytes, unit: str, dot: Dot) -> bool:
        return record in self._there and dot in self._there[record][unit]

    def erased(self, part: str, record: bytes) -> Mapping[str, Sequence[tuple[Loser, Dot]]]:
        """By unit the erasures of the checkpoint that are new here."""
        found: dict[str, list[tuple[Loser, Dot]]] = defaultdict(list)
        for loser, dot in self._erased.get((part, record), ()):
            found[loser.unit.removeprefix(erasures.NAME)].append((loser, dot))
        return found

    def merge(self) -> None:
        self._drop_settled()
        self._put([(one, dot) for one, dot in self._lines if one.kind == erasures.KIND])
        self._put([(one, dot) for one, dot in self._lines if one.kind == "field"])
        self._put([(one, dot) for one, dot in self._lines if one.kind == "deleted"])

    # Those of this computer

    def _drop_settled(self) -> None:
        """What the checkpoint has seen and built upon."""
        lines = self._connection.exec_driver_sql(
            "SELECT entity, record, unit, stamp, peer, seq, kind FROM sync_loser"
            " WHERE scope = ? AND kind <> ?",
            (self._scope, erasures.KIND),
        ).all()
        for part, record, unit, stamp, peer, seq, kind in lines:
            if (part, bytes(record)) not in self._met:
                continue
            dot = (Clock(stamp, self._applier.peers.device(peer)), int(seq))
            if self._is_settled(part, bytes(record), unit, dot, kind):
                self._connection.exec_driver_sql(
                    "DELETE FROM sync_loser"
                    " WHERE record = ? AND unit = ? AND stamp = ? AND peer = ?",
                    (record, unit, stamp, peer),
                )

    def _is_settled(self, part: str, record: bytes, unit: str, dot: Dot, kind: str) -> bool:
        if kind == "field":
            return self._built_upon_there(record, unit, dot)
        edited, stamp, device = units.parts_of_gone(unit)
        deletion = self._head_here(part, record, DELETED, Clock(stamp, device))
        if self._built_upon_there(record, edited, dot):
            return True
        return deletion is not None and self._built_upon_there(record, DELETED, deletion)

    def _built_upon_there(self, record: bytes, unit: str, dot: Dot) -> bool:
        return covers(self._theirs, dot) and not self.is_head_there(record, unit, dot)

    def _head_here(self, part: str, record: bytes, unit: str, clock: Clock) -> Dot | None:
        """The operation of that clock, if nothing here was built upon it."""
        known = self._applier.rows.get(part, record)
        if known is not None and known.of(unit)[0] == clock:
            return known.of(unit)
        line = self._connection.exec_driver_sql(
            "SELECT seq FROM sync_loser WHERE record = ? AND unit = ? AND stamp = ? AND peer = ?"
            " AND kind = 'field'",
            (record, unit, clock.stamp, self._applier.peers.number_if_known(clock.device)),
        ).first()
        return None if line is None else (clock, int(line[0]))

    # Those of the checkpoint

    def _put(self, lines: Sequence[tuple[Loser, Dot]]) -> None:
        for loser, dot in lines:
            if (loser.part, loser.record) not in self._met or not self._is_open_here(loser, dot):
                continue
            clock, seq = dot
            added = self._connection.exec_driver_sql(
                "INSERT OR IGNORE INTO sync_loser (record, unit, stamp, peer, seq, entity, scope,"
                " value, base, actor, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    loser.record, loser.unit, clock.stamp,
                    self._applier.peers.number(clock.device), seq, loser.part, self._scope,
                    loser.value, loser.base, loser.actor[:LONGEST], loser.kind,
                ),
            )  # fmt: skip
            if loser.kind == erasures.KIND:
                continue
            if added.rowcount and (loser.kind == "deleted" or self._differs(loser)):
                self._applier.outcome.conflicts += 1

    def _is_open_here(self, loser: Loser, dot: Dot) -> bool:
        if loser.kind != "deleted":
            return not covers(self._mine, dot)
        unit, stamp, device = units.parts_of_gone(loser.unit)
        deletion = Clock(stamp, device)
        return (
            self._head_here(loser.part, loser.record, unit, dot[0]) is not None
            and self._head_here(loser.part, loser.record, DELETED, deletion) is not None
        )

    def _differs(self, loser: Loser) -> bool:
        part = units.part(loser.part)
        if part is None:
            return False
        names = ", ".join(f'"{name}"' for name in part.units[loser.unit])
        line = self._connection.exec_driver_sql(
            f'SELECT {names} FROM "{part.entity.name}" WHERE id = ?', (loser.record,)
        ).first()
        value: Sequence[Stored] = wire.unpack(loser.value)
        return line is not None and not same(loser.unit, tuple(line), value)
