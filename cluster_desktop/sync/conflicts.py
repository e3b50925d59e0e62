"""What two people changed apart: the list to decide, and the decision, an ordinary change.

The list is made of the operations that did not win (`sync_loser`) and that nobody has decided about
(`conflict_decision`): the same on every computer that has the same bundles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection

from cluster_desktop.db import grouping, history, journal, local
from cluster_desktop.db.base import IdBytes, table_of
from cluster_desktop.db.journal import Said, moment_of, spoken
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import LongText, Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Insert, Operation, Update
from cluster_desktop.services import headings, reference_lock
from cluster_desktop.services.undecided import decision_id
from cluster_desktop.sync import rows, units, wire
from cluster_desktop.sync.coming import same
from cluster_desktop.sync.member import Membership
from cluster_desktop.sync.rows import Peers, Rows
from cluster_desktop.sync.units import DELETED, Part
from cluster_desktop.sync.views import Conflict, ConflictField, Side
from cluster_desktop.sync.wire import Clock, Stored

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

BOTH = "\n\n"
DRIFT = "sync.drift"  # computers whose clock was seen to be wrong


@dataclass(frozen=True)
class Open:
    """One operation that did not win and waits for a decision."""

    record: bytes
    unit: str
    clock: Clock
    part: Part
    value: tuple[Stored, ...]
    base: bytes | None
    actor: str
    kind: str

    @property
    def id(self) -> UUID:
        record = UUID(bytes=self.record)
        return decision_id(record, self.unit, self.clock.stamp, self.clock.device)

    @property
    def key(self) -> str:
        return str(self.id)

    @property
    def bare_unit(self) -> str:
        return units.parts_of_gone(self.unit)[0] if self.kind == "deleted" else self.unit


def open_ones(connection: Connection, record: bytes | None = None) -> list[Open]:
    """The conflicts nobody has decided, oldest first."""
    decided = set(
        connection.exec_driver_sql(
            "SELECT id FROM conflict_decision WHERE deleted_at IS NULL"
        ).scalars()
    )
    peers = Peers(connection)
    lines = connection.exec_driver_sql(
        "SELECT record, unit, stamp, peer, entity, value, base, actor, kind FROM sync_loser"
        " WHERE kind <> 'erased' AND (? IS NULL OR record = ?) ORDER BY stamp, unit",
        (record, record),
    ).all()
    found = []
    for one, unit, stamp, peer, entity, value, base, actor, kind in lines:
        part = units.part(entity)
        if part is None or part.entity.name in units.ABOUT_OTHERS:
            continue  # two who decide apart: the later one stands, there is nothing to decide again
        clock = Clock(stamp, peers.device(peer))
        given = tuple(wire.unpack(bytes(value)))
        loser = Open(bytes(one), unit, clock, part, given, base, actor, kind)
        if loser.id.bytes not in decided and _is_open(connection, peers, loser):
            found.append(loser)
    return found


def _is_open(connection: Connection, peers: Peers, one: Open) -> bool:
    """Whether it says anything else than what stands in the record now."""
    names = one.part.units.get(one.bare_unit)
    found = rows.stored_values(connection, one.part, [one.record]).get(one.record)
    if names is None or found is None:
        return False
    if one.kind != "deleted":
        return not same(one.bare_unit, [found[name] for name in names], one.value)
    main = units.parts_of(one.part.entity.name)[0]
    whole = rows.stored_values(connection, main, [one.record])[one.record]
    known = Rows(connection, peers).get(main.name, one.record)
    if whole[DELETED] is None or known is None:
        return False
    _unit, stamp, device = units.parts_of_gone(one.unit)
    is_last = known.of(one.bare_unit)[0] == one.clock
    return is_last and known.of(DELETED)[0] == Clock(stamp, device)


def count(connection: Connection) -> int:
    return len({(one.part.entity.name, one.record) for one in open_ones(connection)})


def listed(office: Office, own: Membership | None) -> list[Conflict]:
    """Every record with something to decide, as the window shows it."""
    with office.store.reading() as connection:
        by_record: dict[tuple[str, bytes], list[Open]] = defaultdict(list)
        for one in open_ones(connection):
            by_record[one.part.entity.name, one.record].append(one)
        teller = _Teller(connection, own)
        found = []
        for (entity, record), some in by_record.items():
            fields = tuple(teller.field(one) for one in some)
            found.append((entity, UUID(bytes=record), fields, teller.merged(some)))
    return [
        Conflict(entity, record, _(office.entity(entity).label),
                 headings.heading(office, entity, record), fields, merged)
        for entity, record, fields, merged in found
    ]  # fmt: skip


class _Teller:
    """Puts the stored values into words."""

    def __init__(self, connection: Connection, own: Membership | None) -> None:
        self.connection = connection
        self.own = own
        self.peers = Peers(connection)
        self.rows = Rows(connection, self.peers)
        self.wrong = set((local.fact(connection, DRIFT) or "").split())

    def field(self, one: Open) -> ConflictField:
        part = one.part
        names = part.units[one.bare_unit]
        stored = rows.stored_values(self.connection, part, [one.record])[one.record]
        known = self.rows.get(part.name, one.record)
        deleted = one.kind == "deleted"
        clock = (
            Clock(0, "") if known is None else known.of(DELETED if deleted else one.bare_unit)[0]
        )
        now = _("in the bin") if deleted else self._shown(part, names, [stored[n] for n in names])
        here = None if deleted else _value(part, names[0], stored[names[0]])
        winner = self._side(clock, here, now, None)
        shown = self._shown(part, names, one.value)
        loser = self._side(one.clock, _value(part, names[0], one.value[0]), shown, one.actor)
        mine_wins = not loser.is_here
        spec = part.entity.fields.get(names[0])
        base = "" if deleted or one.base is None else self._shown(
            part, names, wire.unpack(bytes(one.base))
        )  # fmt: skip
        return ConflictField(
            key=one.key,
            unit=one.bare_unit,
            label=spec.title() if spec is not None else _("In the bin"),
            base=base,
            mine=winner if mine_wins else loser,
            theirs=loser if mine_wins else winner,
            winner="mine" if mine_wins else "theirs",
            kind="deleted" if deleted else "text" if isinstance(spec, LongText) else "field",
            legal=any(name in part.entity.legal for name in names),
        )

    def _side(self, clock: Clock, value: Value, shown: str, actor: str | None) -> Side:
        is_here = self.own is not None and clock.device == self.own.device
        owner = "" if is_here or self.own is None else self.own.title(clock.device)
        at: datetime | None = moment_of(clock.stamp) if clock.stamp else None
        who = self._actor(clock) if actor is None else actor
        unsure = clock.device in self.wrong
        return Side(value, shown, who, owner, at, is_here=is_here, unsure=unsure)

    def _actor(self, clock: Clock) -> str:
        found = self.connection.exec_driver_sql(
            "SELECT a.actor FROM action a LEFT JOIN sync_action s ON s.action = a.id"
            " WHERE a.stamp = ? AND (s.peer = ? OR (s.peer IS NULL AND ? = ?)) LIMIT 1",
            (
                clock.stamp, self.peers.number_if_known(clock.device), clock.device,
                "" if self.own is None else self.own.device,
            ),
        ).scalar()  # fmt: skip
        return str(found or "")

    def _shown(self, part: Part, names: Sequence[str], values: Sequence[Stored]) -> str:
        texts = [self._text(part, n, v) for n, v in zip(names, values, strict=False)]
        return " · ".join(text for text in texts if text)

    def _text(self, part: Part, name: str, stored: Stored) -> str:
        if stored is None:
            return ""
        column = table_of(part.entity.name).columns.get(name)
        if column is not None and isinstance(column.type, IdBytes):
            return self._linked(part, name, stored)
        if name == DELETED:
            return _("in the bin")
        return part.entity.fields[name].format(_value(part, name, stored))

    def _linked(self, part: Part, name: str, stored: Stored) -> str:
        link = part.entity.links().get(name)
        if link is None or not isinstance(stored, bytes):
            return ""
        titles = history_titles(self.connection, link.to, UUID(bytes=stored))
        return titles or _("not yet received")

    def merged(self, some: Sequence[Open]) -> tuple[str, ...]:
        """Fields of the record that others changed and that went together by themselves."""
        part = some[0].part
        if self.own is None:
            return ()
        known = self.rows.get(part.name, some[0].record)
        told = {one.bare_unit for one in some}
        labels = []
        for unit, (clock, _seq) in sorted(known.later.items()) if known is not None else ():
            spec = part.entity.fields.get(unit)
            if unit not in told and spec is not None and clock.device != self.own.device:
                labels.append(spec.title())
        return tuple(labels)


def history_titles(connection: Connection, entity: str, record: UUID) -> str:
    """The text that stands for a record; "" where it is not here."""
    return grouping.titles(connection, entity, [record]).get(record, "")


def _value(part: Part, name: str, stored: Stored) -> Value:
    """The Python value of a stored one."""
    if stored is None:
        return None
    if isinstance(stored, bytes):
        return UUID(bytes=stored)
    return history.value_of(part.entity.name, name, stored)


def decide(
    office: Office,
    own: Membership | None,
    entity: str,
    record: UUID,
    choices: Mapping[str, Value],
) -> Changes:
    """Close conflicts of one record as one action: "mine", "theirs", "both" or a new value.

    Raises Refusal where a conflict is not open any more, or a value does not fit.
    """
    with office.store.reading() as connection:
        open_now = {one.key: one for one in open_ones(connection, record.bytes)}
        teller = _Teller(connection, own)
        told = {key: teller.field(one) for key, one in open_now.items()}
    operations: list[Operation] = []
    values: dict[str, Value] = {}
    kept: set[str] = set()
    restored = False
    for key, choice in choices.items():
        if key not in open_now:
            raise Refusal(_("This was decided already, here or by somebody else."))
        one, field = open_now[key], told[key]
        word = _word(field, choice)
        if one.kind == "deleted":
            restored = restored or word == "loser"
        else:
            values |= _chosen(one, field, word, choice)
        if word == "winner":
            kept |= {DELETED} if one.kind == "deleted" else set(one.part.units[one.bare_unit])
        operations.append(_decision(one, entity, record, word))
    if values:
        _check(office, entity, record, values)
        operations.insert(0, Update(entity, record, values))
    if values or restored:
        changed = values or {DELETED: None}
        reference_lock.refuse_foreign(office, [Update(entity, record, changed)])
    elif not _may_change(office, entity, record, kept):
        kept.clear()
    title = Said(N_("Decided: {what}"), {"what": office.title(entity, record)})
    with office.store.action(title, actor=office.actor(), source=office.source) as work:
        if restored:
            work.mark_deleted(entity, [record], None)
        work.apply(_made_or_back(work.connection, operations), office.college_id())
        if still := sorted(kept - values.keys() - ({DELETED} if restored else set())):
            # Somebody else may be deciding otherwise: two decisions meet like two changes.
            journal.affirm(work.connection, entity, record, still)
        changes = work.changes(spoken(title.stored()))
    return office.tell(changes)


def _may_change(office: Office, entity: str, record: UUID, names: Iterable[str]) -> bool:
    try:
        reference_lock.refuse_foreign(office, [Update(entity, record, dict.fromkeys(names))])
    except Refusal:
        return False
    return True


def _word(field: ConflictField, choice: Value) -> str:
    if choice in ("mine", "theirs"):
        return "winner" if choice == field.winner else "loser"
    if choice == "both":
        if field.kind != "text":
            raise Refusal(_("Both values can be kept of a long text only. Choose one of them."))
        return "both"
    return "other"


def _chosen(one: Open, field: ConflictField, word: str, choice: Value) -> dict[str, Value]:
    names = one.part.units[one.bare_unit]
    if word == "winner":
        return {}
    if word == "loser":
        return {n: _value(one.part, n, v) for n, v in zip(names, one.value, strict=True)}
    if word == "both":
        texts = [str(s.value) for s in (field.mine, field.theirs) if s.value]
        return {names[0]: BOTH.join(dict.fromkeys(texts))}
    if len(names) > 1:
        raise Refusal(_("These fields go together: choose one side."))
    return {names[0]: choice}


def _check(office: Office, entity: str, record: UUID, values: Mapping[str, Value]) -> None:
    for name, value in values.items():
        spec = office.entity(entity).fields.get(name)
        wrong = [] if spec is None else [f for f in spec.problems(value) if f.severity == "error"]
        if wrong:
            raise Refusal(wrong[0].message, field=name)


def _decision(one: Open, entity: str, record: UUID, word: str) -> Insert:
    return Insert(
        "conflict_decision",
        {
            "entity": entity, "record": str(record), "unit": one.unit,
            "stamp": str(one.clock.stamp), "device": one.clock.device, "choice": word,
        },
        one.id,
    )  # fmt: skip


def _made_or_back(connection: Connection, operations: Sequence[Operation]) -> list[Operation]:
    """A decision that was taken back lies in the bin: it is brought back with the new choice."""
    found: list[Operation] = []
    table = table_of("conflict_decision")
    for one in operations:
        if isinstance(one, Insert) and one.entity == "conflict_decision":
            there = connection.execute(table.select().where(table.c.id == one.id)).first()
            if there is not None:
                connection.execute(
                    table.update().where(table.c.id == one.id).values(deleted_at=None)
                )
                found.append(Update(one.entity, one.id, {"choice": one.values["choice"]}))
                continue
        found.append(one)
    return found


def sides(field: ConflictField) -> dict[str, Any]:
    """Both sides and what was before, for the command line."""
    return {"was": field.base, "here": field.mine.shown, "there": field.theirs.shown}
