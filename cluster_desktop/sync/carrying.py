"""What goes along besides a computer's own changes: others' bundles on a stick, checkpoints, files.

A stick is somebody's: a fifth of what is free on it stays free. Own changes come first, then those
of scopes that are read here, then the newest of what is carried unread for others.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cluster_desktop.i18n import _
from cluster_desktop.sync import blobs, checkpoint
from cluster_desktop.sync.checkpoint import Taken, Taker
from cluster_desktop.sync.medium import Full, megabytes
from cluster_desktop.sync.queue import EARLIER, OTHERS, TOGETHER

if TYPE_CHECKING:
    from cluster_desktop.sync.rounds import Round

SHARE_TAKEN = 0.8  # of the free space of a stick


@dataclass(frozen=True)
class Load:
    """A bundle that a place is not known to have."""

    scope: str
    device: str
    seq: int
    hash: str
    state: str
    size: int
    came_at: int

    @property
    def of(self) -> tuple[str, str]:
        return (self.scope, self.device)

    @property
    def told(self) -> tuple[str, str, int, str, str]:
        return (self.scope, self.device, self.seq, self.hash, self.state)


@dataclass(frozen=True)
class Loading:
    """What goes, in this order; of whom something had no room; and what room is left."""

    taken: tuple[Load, ...]
    left_out: frozenset[tuple[str, str]]
    missing: int  # bytes that had no room
    room: int | None


def room_of(free: int | None) -> int | None:
    """Bytes that may be laid on a stick with so many free ones; None where it does not say."""
    return None if free is None else int(free * SHARE_TAKEN)


def loading(wanted: Sequence[Load], room: int | None, reads: Collection[str]) -> Loading:
    """What of the wanted ones goes into the room.

    Of one computer no bundle goes before an earlier one that is wanted as well, and none after one
    that had no room: what nobody could apply yet would only take the place of others. Whose newest
    bundle came last goes first.
    """
    newest: dict[tuple[str, str], int] = {}
    for one in wanted:
        newest[one.of] = max(newest.get(one.of, 0), one.came_at)

    def rank(one: Load) -> tuple[bool, bool, int, str, str, int]:
        return (one.state != "own", one.scope not in reads, -newest[one.of], *one.of, one.seq)

    taken: list[Load] = []
    left_out: set[tuple[str, str]] = set()
    missing = 0
    left = room
    for one in sorted(wanted, key=rank):
        if one.of in left_out or (left is not None and one.size > left):
            left_out.add(one.of)
            missing += one.size
            continue
        left = None if left is None else left - one.size
        taken.append(one)
    return Loading(tuple(taken), frozenset(left_out), missing, left)


class Luggage:
    """The part of a run that is not about the newest changes. `room`: bytes left on a stick."""

    def __init__(self, round_: Round) -> None:
        self._round = round_
        self.room: int | None = None

    def name_files(self) -> None:
        """Before sealing: new files get the name of their sealed copy."""
        if not self._round.own.is_revoked:
            blobs.name_new(self._round.office, self._round.own)

    def loading(self) -> Loading:
        """Which bundles the place gets in this run. Raises Away."""
        on_a_stick = self._round.carry
        room = room_of(self._round.medium.free()) if on_a_stick else None
        found = loading(self._wanted(), room, self._round.own.reads)
        self.room = found.room
        return found

    def _wanted(self) -> list[Load]:
        with self._round.store.reading() as connection:
            lines = connection.exec_driver_sql(
                "SELECT b.scope, b.device, b.seq, b.hash, b.state, length(b.content), b.came_at"
                " FROM sync_bundle b LEFT JOIN sync_place p ON p.place = ?"
                " AND p.scope = b.scope AND p.device = b.device"
                " WHERE b.state IN ('own', 'applied', 'waiting', 'relay', 'held')"
                " AND b.seq > coalesce(p.seq, 0)",
                (self._round.place,),
            ).all()
        return [Load(*line) for line in lines]

    def no_room(self, loading_: Loading) -> None:
        """Tell how much had no room."""
        if loading_.missing:
            self._tell(Full(self._round.medium.name, megabytes(loading_.missing)).message)

    # Checkpoints

    def take(self) -> None:
        """What brings this computer further than the bundles would: before they are fetched."""
        self._note(self._taker().take())

    def take_for_stuck(self) -> bool:
        """After applying: if something waits for bundles that have not come, whether a checkpoint
        stood for them, so that applying can go on."""
        waits: dict[str, set[str]] = {}
        for (scope, device, _seq, _hash), why in self._round.reasons.items():
            if why in (EARLIER, OTHERS, TOGETHER):
                waits.setdefault(scope, set()).add(device)
        if not waits:
            return False
        taken = self._taker().take(waits)
        self._note(taken)
        return taken.count > 0

    def pass_covered(self) -> None:
        """Before applying: what was fetched although a checkpoint had brought it."""
        one = self._round
        with one.store.local_writing() as connection:
            for scope in sorted(one.own.reads):
                checkpoint.pass_covered(connection, scope)

    def _taker(self) -> Taker:
        one = self._round
        return Taker(one.store, one.own, one.medium, receipt=one.number, points=one.points)

    def _note(self, taken: Taken) -> None:
        one = self._round
        one.tally.merged += len(taken.outcome.merged)
        for entity, ids in taken.outcome.touched.items():
            one.touched[entity] |= ids
            one.tally.received[entity] |= {record.bytes for record in ids}
        for said in taken.troubles:
            self._tell(said)

    def _tell(self, said: str) -> None:
        if said not in self._round.tally.troubles:
            self._round.tally.troubles.append(said)

    def lay(self) -> None:
        """Checkpoints that are due or not there yet, then files. Raises Full, ReadOnly, Busy."""
        one = self._round
        if not one.own.is_revoked:
            checkpoint.make_due(one.store, one.own)
        one.points("checkpoint.made")
        self.room, all_there = checkpoint.lay(one.store, one.medium, one.place, self.room)
        if all_there:
            self.room, all_there = blobs.hand_over(
                one.office, one.own, one.medium, one.place, self.room
            )
        if not all_there:
            said = _("Some files had no room on {place}. They go with the next exchange.")
            self._tell(said.format(place=one.medium.name))

    def fetch_files(self) -> None:
        """Files of records, in the background of the run."""
        blobs.fetch_missing(self._round.office, self._round.own, self._round.medium)
