"""Erasing a person, as an operation among others: known by what is kept of it, never guessed from
what stands in a record, for many records never fill the fields that erasing empties.

An erasure gives each unit that it empties a clock, also where nothing stood there. Such an
operation takes the place of everything its author did not know, whatever the clocks say, and what
somebody writes who did not know of it is nothing. It is kept as a line of `sync_loser`. Of two
erasures apart the greater clock stands; one whose author knew the other replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from cluster_desktop.db import erasing
from cluster_desktop.rules.erasure import STAYS
from cluster_desktop.sync import rows, units, wire
from cluster_desktop.sync.coming import Come
from cluster_desktop.sync.rows import Peers
from cluster_desktop.sync.units import Part
from cluster_desktop.sync.wire import Clock, Stored

KIND = "erased"
NAME = "erased:"


class Erasure(NamedTuple):
    """What one erasure put into one unit of a record."""

    clock: Clock
    seq: int
    values: Sequence[Stored]


def empties(part: Part, fields: Iterable[str]) -> bool:
    """Whether erasing a person overwrites some of these fields, which go together."""
    if part.is_inner or part.name not in STAYS:
        return False
    return not erasing.goes(part.entity).keys().isdisjoint(fields)


def knew(come: Come, clock: Clock, seq: int) -> bool:
    """Whether the author of what comes had seen the bundle of that erasure."""
    if come.device == clock.device and come.seq >= seq:
        return True
    return come.body.seen.get(clock.device, 0) >= seq


class Erasures:
    """The erasures that are known here."""

    def __init__(self, connection: Connection, peers: Peers) -> None:
        self._connection = connection
        self._peers = peers

    def of(self, record: bytes, unit: str) -> list[Erasure]:
        lines = self._connection.exec_driver_sql(
            "SELECT stamp, peer, seq, value FROM sync_loser WHERE record = ? AND unit = ?",
            (record, NAME + unit),
        ).all()
        return [
            Erasure(Clock(stamp, self._peers.device(peer)), seq, wire.unpack(bytes(value)))
            for stamp, peer, seq, value in lines
        ]

    def is_unknown_to(self, come: Come, part: Part, records: Sequence[bytes]) -> bool:
        """Whether any of these was erased without the knowledge of who made what comes."""
        for start in range(0, len(records), rows.PART):
            some = records[start : start + rows.PART]
            marks = ", ".join("?" * len(some))
            lines = self._connection.exec_driver_sql(
                "SELECT stamp, peer, seq FROM sync_loser"
                f" WHERE record IN ({marks}) AND kind = ? AND entity = ?",
                (*some, KIND, part.name),
            ).all()
            if any(not knew(come, Clock(s, self._peers.device(p)), q) for s, p, q in lines):
                return True
        return False

    def put(
        self,
        part: Part,
        record: bytes,
        unit: str,
        new: Erasure,
        known: Mapping[str, int] | None,
        scope: str,
        actor: str,
    ) -> None:
        """Keep an erasure; those its author knew (`known`, None: all that are here) are replaced,
        and nothing that was written apart from it is to be decided any more."""
        for old in self.of(record, unit):
            if known is None or known.get(old.clock.device, 0) >= old.seq:
                self._drop(record, NAME + unit, old.clock)
        self._connection.exec_driver_sql(
            "DELETE FROM sync_loser WHERE record = ? AND (unit = ? AND kind = 'field'"
            " OR unit LIKE ? AND kind = 'deleted')",
            (record, unit, f"{units.GONE}{unit}:%"),
        )
        clock = new.clock
        self._connection.exec_driver_sql(
            "INSERT OR REPLACE INTO sync_loser (record, unit, stamp, peer, seq, entity, scope,"
            " value, base, actor, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)",
            (
                record, NAME + unit, clock.stamp, self._peers.number(clock.device), new.seq,
                part.name, scope, wire.pack(list(new.values)), actor, KIND,
            ),
        )  # fmt: skip

    def _drop(self, record: bytes, name: str, clock: Clock) -> None:
        self._connection.exec_driver_sql(
            "DELETE FROM sync_loser WHERE record = ? AND unit = ? AND stamp = ? AND peer = ?",
            (record, name, clock.stamp, self._peers.number(clock.device)),
        )
