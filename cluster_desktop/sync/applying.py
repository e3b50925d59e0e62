"""Applying: what others did goes into the records, as actions of theirs, whole or not at all.

For each unit the operations that no later one built upon are its heads. The greatest clock stands
in the record; the others wait in `sync_loser` for somebody's decision. Which these are depends on
the operations alone, not on the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from cluster_desktop.db import erasing, journal
from cluster_desktop.db.work import Work
from cluster_desktop.sync import erasures, units
from cluster_desktop.sync.allowed import Allowed
from cluster_desktop.sync.coming import (
    LONGEST,
    PLAIN,
    Come,
    Forbidden,
    Outcome,
    Reader,
    existing,
    group_of,
    pack_kept,
    safe_title,
    unpack_kept,
)
from cluster_desktop.sync.erasures import Erasures
from cluster_desktop.sync.operating import One
from cluster_desktop.sync.rows import Peers, Rows
from cluster_desktop.sync.wire import Act, Body, Group, Operation

EXCHANGE = "exchange"


class Applier:
    """Applies bundles inside one open transaction of the caller."""

    def __init__(self, connection: Connection, member: Reader, now: datetime) -> None:
        self.connection = connection
        self.member = member
        self.now = now
        self.peers = Peers(connection)
        self.rows = Rows(connection, self.peers)
        self.outcome = Outcome()
        self.forced: set[bytes] = set()  # records that the bundle erases
        self.erasures = Erasures(connection, self.peers)
        self.refuse_forbidden = Allowed(connection, member).refuse_forbidden

    def apply(self, come: Come, receipt: int | None = None) -> None:
        """One bundle. Raises Forbidden before anything is written."""
        self.refuse_forbidden(come)
        erased = self._erased(come.body)
        self.forced = {one.bytes for one in erased.ids()} if erased is not None else set()
        hidden = self._tells_of_erased(come)
        order = self._by_act(come.body)
        for at, act in enumerate(come.body.acts):
            if hidden:  # its title may name whom nobody is to remember
                act = Act(act.stamp, act.actor, act.source, PLAIN.stored())
            with self.acting(come, act, receipt) as one:
                for group, places in order[at]:
                    one.group(group, places)
        if erased is not None:
            self.forget(erased)

    def finish(self) -> Outcome:
        """Write clocks and digests, try again what waited for its parent."""
        self.rows.flush()
        self._retry()
        return self.outcome

    @contextmanager
    def acting(self, come: Come, act: Act, receipt: int | None) -> Iterator[One]:
        """An action of another computer: what is written inside stands in the journal as his."""
        action = journal.open_action(
            self.connection,
            actor=act.actor[:LONGEST],
            source=EXCHANGE,
            title=safe_title(act.title),
            now=self.now,
            stamp=act.stamp,
        )
        self.connection.exec_driver_sql(
            "INSERT INTO sync_action (action, peer, seq, scope, receipt) VALUES (?, ?, ?, ?, ?)",
            (action, self.peers.number(come.device), come.seq, come.scope, receipt),
        )
        self.outcome.actions.append(action)
        one = One(self, come, act, Work(self.connection, action, self.now))
        yield one
        journal.close_action(self.connection)
        for name, ids in one.work.touched().items():
            self.outcome.touched[name].update(ids)

    def keep_for_later(self, come: Come, act: Act, op: Operation, why: str) -> None:
        """Put aside an operation: "parked" till its record comes, "unknown" till the program is
        newer, "inner" for good, since it is another college's own."""
        self.connection.exec_driver_sql(
            "INSERT INTO sync_unknown (scope, entity, record, stamp, peer, seq, operation, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                come.scope, op.part, op.record, act.stamp, self.peers.number(come.device),
                come.seq, pack_kept(act, come.body.seen, op), why,
            ),
        )  # fmt: skip
        if why == "parked":
            self.outcome.parked += 1

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

    def _erased(self, body: Body) -> erasing.Reach | None:
        """What names the persons that were erased there, as long as it still stands here."""
        by_entity: dict[str, list[UUID]] = defaultdict(list)
        for entity, record in body.erased:
            part = units.part(entity)
            if part is not None and not part.is_inner:
                by_entity[entity].append(UUID(bytes=record))
        return erasing.traces(self.connection, by_entity) if by_entity else None

    def _tells_of_erased(self, come: Come) -> bool:
        """Whether it changes a record as if that had not been erased here."""
        for group in come.body.groups:
            part = units.part(group.part)
            if part is None or not group.unit or not erasures.empties(part, group.fields):
                continue
            records = [group.record(n) for n in range(group.count())]
            if self.erasures.is_unknown_to(come, part, records):
                return True
        return False

    def forget(self, erased: erasing.Reach) -> None:
        """After an erasure elsewhere: the journal here forgets as well."""
        erasing.forget_history(self.connection, erased)
        for entity, ids in erased.records.items():
            self.outcome.erased += [(entity, one) for one in ids]

    # What waited

    def _retry(self) -> None:
        """Parked operations whose record or parent has come, until no more of them can go."""
        before = -1
        while True:
            waiting = self.connection.exec_driver_sql(
                "SELECT id, scope, stamp, peer, seq, operation FROM sync_unknown"
                " WHERE why = 'parked' ORDER BY id"
            ).all()
            can = [line for line in waiting if self._may_go(unpack_kept(bytes(line[5]))[2])]
            if not can or len(waiting) == before:
                return
            before = len(waiting)
            self._replay(can)
            self.rows.flush()

    def _may_go(self, op: Operation) -> bool:
        part = units.part(op.part)
        if part is None:
            return False
        here = op.record in existing(self.connection, part.entity.name, [op.record])
        if here or op.unit or part.is_inner:
            return here
        for name, link in part.entity.links().items():
            parent = op.values[op.fields.index(name)] if name in op.fields else None
            if not link.owned or not isinstance(parent, bytes):
                continue
            if bytes(parent) not in existing(self.connection, link.to, [bytes(parent)]):
                return False
        return True

    def fold_unknown(self) -> None:
        """After an update of the program: what it had not understood before."""
        self._replay(
            self.connection.exec_driver_sql(
                "SELECT id, scope, stamp, peer, seq, operation FROM sync_unknown"
                " WHERE why = 'unknown' ORDER BY id"
            ).all(),
            folding=True,
        )
        self.rows.flush()

    def _replay(self, kept: Sequence[Any], *, folding: bool = False) -> None:
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
                self.refuse_forbidden(come)
            except Forbidden:
                continue
            with self.acting(come, act, None) as one:
                one.folding = folding
                one.group(come.body.groups[0], [0])
