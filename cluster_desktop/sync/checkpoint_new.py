"""Records of a checkpoint that are new here: many at once, with the journal as it would have been.

A hundred thousand records come as some thousand actions of others. One by one these would take
minutes, so the lines of the journal are written beside the records, not by the trigger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from cluster_desktop.db.work import Work
from cluster_desktop.sync import units
from cluster_desktop.sync.checkpoint_body import Page, Sheet
from cluster_desktop.sync.coming import LONGEST, Come, existing, safe_title
from cluster_desktop.sync.units import Part
from cluster_desktop.sync.wire import NEVER, Act, Body, Clock, Operation

if TYPE_CHECKING:
    from cluster_desktop.sync.applying import Applier

EXCHANGE = "exchange"
Later = Mapping[str, int]  # unit → number of its moment in the page


class NewRecords:
    """Writes them inside the transaction of an Applier."""

    def __init__(
        self, applier: Applier, scope: str, seen: Mapping[str, int], receipt: int | None
    ) -> None:
        self._applier = applier
        self._connection = applier.connection
        self._scope = scope
        self._seen = seen
        self._receipt = receipt
        self._actions: dict[tuple[Clock, Act], int] = {}

    def put(
        self, page: Page, sheet: Sheet, part: Part, places: Sequence[int], later: Sequence[Later]
    ) -> None:
        """The records of these places; those whose owner has not come wait for it."""
        ready = self._with_parents(part, sheet, places)
        waiting = set(places) - set(ready)
        for at in sorted(waiting):
            self._park(page, sheet, part, at, later[at])
        if not ready:
            return
        actions = self._actions_of(page, sheet, ready, later)
        if part.is_inner:
            self._put_inner(sheet, part, ready, actions)
        else:
            self._insert(sheet, part, ready, actions)
        self._put_clocks(page, sheet, part, ready, later)

    def _with_parents(self, part: Part, sheet: Sheet, places: Sequence[int]) -> list[int]:
        if part.is_inner:
            here = existing(self._connection, part.entity.name, [sheet.record(n) for n in places])
            return [at for at in places if sheet.record(at) in here]
        left = list(places)
        for name, link in part.entity.links().items():
            if not link.owned or name not in sheet.fields:
                continue
            column = sheet.values[sheet.fields.index(name)]
            parents = {value for at in left if isinstance(value := column[at], bytes)}
            here = existing(self._connection, link.to, sorted(parents))
            left = [at for at in left if column[at] is None or column[at] in here]
        return left

    # Actions

    def _actions_of(
        self, page: Page, sheet: Sheet, places: Sequence[int], later: Sequence[Later]
    ) -> dict[int, int]:
        """The action here of each moment of these records, made where it is new."""
        wanted = {sheet.made[at] for at in places}
        wanted.update(made for at in places for made in later[at].values())
        found: dict[int, int] = {}
        for made in sorted(wanted, key=lambda n: page.made[n].stamp):
            clock, seq = page.clock(made)
            act = page.act(made)
            if (clock, act) not in self._actions:
                self._actions[clock, act] = self._action(clock, seq, act)
            found[made] = self._actions[clock, act]
        return found

    def _action(self, clock: Clock, seq: int, act: Act) -> int:
        made = self._connection.exec_driver_sql(
            "INSERT INTO action (uuid, stamp, actor, source, title) VALUES (?, ?, ?, ?, ?)",
            (uuid4().bytes, clock.stamp, act.actor[:LONGEST], EXCHANGE, safe_title(act.title)),
        )
        action = int(made.lastrowid)
        self._connection.exec_driver_sql(
            "INSERT INTO sync_action (action, peer, seq, scope, receipt) VALUES (?, ?, ?, ?, ?)",
            (action, self._applier.peers.number(clock.device), seq, self._scope, self._receipt),
        )
        self._applier.outcome.actions.append(action)
        return action

    # Rows

    def _insert(
        self, sheet: Sheet, part: Part, ready: Sequence[int], actions: Mapping[int, int]
    ) -> None:
        name = part.entity.name
        columns = [one for one in part.columns if one in sheet.fields]
        given = [sheet.values[sheet.fields.index(one)] for one in columns]
        extra = {n: v for n, v in units.come_with(name).items() if n not in columns}
        tail = tuple(extra.values())
        lines = [(sheet.record(at), *(column[at] for column in given), *tail) for at in ready]
        work = Work(self._connection, 0, self._applier.now)
        with self._told_by_us(name):
            work.insert_stored(name, ["id", *columns, *extra], lines)
            self._connection.exec_driver_sql(
                "INSERT INTO journal (action, entity, record, op) VALUES (?, ?, ?, 'i')",
                [(actions[sheet.made[at]], name, sheet.record(at)) for at in ready],
            )
        self._note(work)

    @contextmanager
    def _told_by_us(self, entity: str) -> Iterator[None]:
        """The trigger that writes a new record's line of the journal rests, in this transaction
        only: after an error it is there again with everything else."""
        name = f"{entity}_inserted"
        kept = self._connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", (name,)
        ).scalar_one()
        self._connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        yield
        self._connection.exec_driver_sql(kept)

    def _put_inner(
        self, sheet: Sheet, part: Part, ready: Sequence[int], actions: Mapping[int, int]
    ) -> None:
        """What this college keeps for itself of a record that everybody has."""
        columns = [one for one in part.columns if one in sheet.fields]
        given = [sheet.values[sheet.fields.index(one)] for one in columns]
        for at in ready:
            action = actions[sheet.made[at]]
            self._connection.exec_driver_sql("INSERT INTO open_action (id) VALUES (?)", (action,))
            work = Work(self._connection, action, self._applier.now)
            values = {name: column[at] for name, column in zip(columns, given, strict=True)}
            work.put_stored(part.entity.name, UUID(bytes=sheet.record(at)), values)
            self._connection.exec_driver_sql("DELETE FROM open_action")
            self._note(work)

    def _note(self, work: Work) -> None:
        for name, ids in work.touched().items():
            self._applier.outcome.touched[name].update(ids)

    def _put_clocks(
        self, page: Page, sheet: Sheet, part: Part, ready: Sequence[int], later: Sequence[Later]
    ) -> None:
        for at in ready:
            clock, seq = page.clock(sheet.made[at])
            known = self._applier.rows.make(part, sheet.record(at), self._scope, clock, seq)
            for unit, made in later[at].items():
                known.later[unit] = page.clock(made)

    # What waits for its owner

    def _park(self, page: Page, sheet: Sheet, part: Part, at: int, later: Later) -> None:
        """The record as it was made, and its later units, as the operations that they were."""
        fields = tuple(name for name in sheet.fields if name in part.unit_of)
        self._keep(page, sheet, at, sheet.made[at], "", fields, NEVER)
        base, _seq = page.clock(sheet.made[at])
        for unit, made in later.items():
            names = part.units.get(unit, ())
            if names and set(names) <= set(fields):
                self._keep(page, sheet, at, made, unit, names, base)

    def _keep(
        self, page: Page, sheet: Sheet, at: int, made: int, unit: str, names: tuple[str, ...],
        prev: Clock,
    ) -> None:  # fmt: skip
        clock, seq = page.clock(made)
        op = Operation(
            part=sheet.part, unit=unit, record=sheet.record(at), fields=names,
            values=tuple(sheet.values[sheet.fields.index(name)][at] for name in names), olds=(),
            prev=prev, act=0,
        )  # fmt: skip
        act = page.act(made)
        body = Body(app="", seen=dict(self._seen), hi=0, acts=[act], groups=[])
        come = Come(self._scope, clock.device, seq, body)
        self._applier.keep_for_later(come, act, op, "parked")
