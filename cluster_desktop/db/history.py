"""Looking back and taking back: history of a record, the list of actions, undo."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects import sqlite

from cluster_desktop.db.base import IdBytes, classes
from cluster_desktop.db.journal import Action, JournalLine, moment_of, spoken
from cluster_desktop.db.work import Work
from cluster_desktop.entity import catalogue
from cluster_desktop.fields import Value
from cluster_desktop.query import ActionLine, HistoryLine

_SQLITE = sqlite.dialect()
# Of more records than this the whole table of those that may refer to them is read.
FEW = 500
ERASURE = "erasure"  # the source of an action that erased a person
EXCHANGE = "exchange"  # of one that another computer did


@dataclass(frozen=True)
class Touched:
    """A record that somebody changed, or refers to, after the action that is to be taken back.

    `fields` were changed, the last time at `moment` by `actor`; `used_by` is (entity, record) of
    one that refers to it."""

    entity: str
    record: UUID
    fields: tuple[str, ...] = ()
    moment: datetime | None = None
    actor: str = ""
    used_by: tuple[str, UUID] | None = None


def value_of(entity: str, field: str, stored: Value) -> Value:
    """The Python value of what the journal holds."""
    kind = classes[entity].__table__.columns[field].type
    if stored is None:
        return None
    if isinstance(kind, IdBytes):
        return UUID(hex=stored)
    process = kind.dialect_impl(_SQLITE).result_processor(_SQLITE, None)
    return process(stored) if process else stored


def of_record(connection: Connection, entity: str, record: UUID) -> list[HistoryLine]:
    """Every change of one record, newest first; one line a field."""
    lines = connection.execute(
        select(
            JournalLine.op,
            JournalLine.old,
            Action.id,
            Action.stamp,
            Action.actor,
            Action.source,
            Action.title,
        )
        .join(Action, Action.id == JournalLine.action)
        .where(JournalLine.record == record, JournalLine.entity == entity)
        .order_by(JournalLine.id.desc())
    ).all()
    known = catalogue[entity].fields
    newer = _now(connection, entity, record)
    found: list[HistoryLine] = []
    for op, old, action, stamp, actor, source, title in lines:
        said = (moment_of(stamp), actor, source, spoken(title), action)
        if op == "i":
            found.append(HistoryLine(*said, "", None, None))
            continue
        for field, stored in json.loads(old or "{}").items():
            was = value_of(entity, field, stored)
            if field in known or field == "deleted_at":
                found.append(HistoryLine(*said, field, was, newer[field]))
            newer[field] = was
    return found


def _now(connection: Connection, entity: str, record: UUID) -> dict[str, Any]:
    table = classes[entity].__table__
    line = connection.execute(select(table).where(table.c.id == record)).mappings().one()
    return dict(line)


def actions(connection: Connection, limit: int, before: int | None) -> list[ActionLine]:
    """The last actions, newest first, with how many records of each kind they touched."""
    wanted = select(
        Action.id, Action.stamp, Action.actor, Action.source, Action.title, Action.undone_by
    ).order_by(Action.id.desc())
    if before is not None:
        wanted = wanted.where(Action.id < before)
    lines = connection.execute(wanted.limit(limit)).all()
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    found = connection.execute(
        select(
            JournalLine.action, JournalLine.entity, func.count(func.distinct(JournalLine.record))
        )
        .where(JournalLine.action.in_([line[0] for line in lines]))
        .group_by(JournalLine.action, JournalLine.entity)
    )
    for action, entity, n in found:
        counts[action][entity] = n
    return [
        ActionLine(
            id=action,
            moment=moment_of(stamp),
            actor=actor,
            source=source,
            title=spoken(title),
            entity_counts=counts[action],
            undone=undone is not None,
        )
        for action, stamp, actor, source, title, undone in lines
    ]


def first_moment(connection: Connection) -> datetime | None:
    """When the first action was done."""
    stamp = connection.execute(select(func.min(Action.stamp))).scalar()
    return None if stamp is None else moment_of(stamp)


# Undo


def last_undoable(connection: Connection, *, redo: bool) -> tuple[int, str] | None:
    """(id, title) of the action that Ctrl+Z (or Ctrl+Y) takes back now.

    The newest action of this computer that is not taken back; undoing actions are passed over,
    since redo is the undo of an undo and belongs to Ctrl+Y, which ends with the first new action.
    """
    if redo:
        newest = connection.execute(
            select(Action.id, Action.title)
            .where(Action.undoes.is_not(None), Action.undone_by.is_(None), Action.source == "undo")
            .where(Action.id > _last_plain(connection))
            .order_by(Action.id.desc())
            .limit(1)
        ).first()
        return None if newest is None else (newest[0], spoken(newest[1]))
    passed_over = ("undo", "redo", "program", EXCHANGE)
    line = connection.execute(
        select(Action.id, Action.title)
        .where(Action.undone_by.is_(None), Action.source.not_in(passed_over))
        .order_by(Action.id.desc())
        .limit(1)
    ).first()
    return None if line is None else (line[0], spoken(line[1]))


def _last_plain(connection: Connection) -> int:
    """The newest action that is neither undo nor redo: what was undone before it stays undone."""
    found = connection.execute(
        select(func.max(Action.id)).where(Action.source.not_in(("undo", "redo", EXCHANGE)))
    ).scalar()
    return int(found or 0)


def title_undone_by(connection: Connection, undoing: int) -> str | None:
    """Title of the action that an undoing action took back."""
    undone = connection.execute(select(Action.undoes).where(Action.id == undoing)).scalar()
    return None if undone is None else title_of_action(connection, undone)


def title_of_action(connection: Connection, action: int) -> str | None:
    title = connection.execute(select(Action.title).where(Action.id == action)).scalar()
    return None if title is None else spoken(title)


def is_by_program(connection: Connection, action: int) -> bool:
    """Whether the program itself wrote it: reference lists, templates."""
    source = connection.execute(select(Action.source).where(Action.id == action)).scalar()
    return source in ("program", "setup")


def is_erasure(connection: Connection, action: int) -> bool:
    """Whether it erased a person: nothing is left that could be put back."""
    source = connection.execute(select(Action.source).where(Action.id == action)).scalar()
    return source == ERASURE


def is_undone(connection: Connection, action: int) -> bool:
    return (
        connection.execute(select(Action.undone_by).where(Action.id == action)).scalar() is not None
    )


def touched_since(connection: Connection, action: int) -> list[Touched]:
    """Records of the action whose same fields (or whole, if it made them) changed later, and
    those it made that others refer to since: without them a placement would have no student."""
    mine = _lines(connection, action)
    records = {line.record for line in mine}
    later = _later(connection, action, records)
    made = {line.record for line in mine if line.op == "i"}
    fields: dict[UUID, set[str]] = defaultdict(set)
    for line in mine:
        fields[line.record].update(line.old or {})
    found: dict[UUID, Touched] = {}
    for line in later:
        of_line = line.old or {}
        if line.record in made or fields[line.record].intersection(of_line):
            before = found.get(line.record)
            names = dict.fromkeys((*(before.fields if before else ()), *of_line))
            moment = moment_of(line.stamp)
            found[line.record] = Touched(line.entity, line.record, tuple(names), moment, line.actor)
    for touched in _referred_to(connection, mine):
        found.setdefault(touched.record, touched)
    return list(found.values())


def touched_since_all(connection: Connection, actions: Iterable[int]) -> set[UUID]:
    """Records of these actions that others than these have touched since, or refer to."""
    brought = set(actions)
    found: set[UUID] = set()
    records: dict[UUID, int] = {}
    made: set[UUID] = set()
    for action in brought:
        for line in _lines(connection, action):
            records[line.record] = max(action, records.get(line.record, 0))
            if line.op == "i":
                made.add(line.record)
    for action, record in connection.execute(
        select(JournalLine.action, JournalLine.record)
        .join(Action, Action.id == JournalLine.action)
        .where(
            JournalLine.action > min(brought, default=0),
            Action.undone_by.is_(None),
            Action.undoes.is_(None),
            Action.source != "undo",
        )
    ):
        if action not in brought and record in records and action > records[record]:
            found.add(record)
    for action in brought:
        for touched in _referred_to(connection, _lines(connection, action)):
            if touched.used_by is not None and touched.used_by[1] not in records:
                found.add(touched.record)
    return found


def _referred_to(connection: Connection, lines: Sequence[_Line]) -> list[Touched]:
    """Records that the action made and that a live record of another action links to."""
    made: dict[str, set[UUID]] = defaultdict(set)
    for line in lines:
        if line.op == "i":
            made[line.entity].add(line.record)
    own = set().union(*made.values())
    # A link that the action itself set is taken back with it.
    linked = {(line.record, name) for line in lines for name in line.old or {}}
    found: list[Touched] = []
    for entity in catalogue.all():
        table = classes[entity.name].__table__
        for field, link in entity.links().items():
            if link.to not in made:
                continue
            referring = select(table.c.id, table.c[field]).where(
                table.c.deleted_at.is_(None), table.c[field].is_not(None)
            )
            if len(made[link.to]) <= FEW:
                referring = referring.where(table.c[field].in_(made[link.to]))
            found += [
                Touched(link.to, target, used_by=(entity.name, record))
                for record, target in connection.execute(referring)
                if target in made[link.to] and record not in own and (record, field) not in linked
            ]
    return found


@dataclass(frozen=True)
class _Line:
    entity: str
    record: UUID
    op: str
    old: Mapping[str, Any] | None
    stamp: int = 0
    actor: str = ""


def _lines(connection: Connection, action: int) -> list[_Line]:
    found = connection.execute(
        select(JournalLine.entity, JournalLine.record, JournalLine.op, JournalLine.old)
        .where(JournalLine.action == action)
        .order_by(JournalLine.id.desc())
    )
    return [_Line(e, r, op, json.loads(old) if old else None) for e, r, op, old in found]


def _later(connection: Connection, action: int, records: Iterable[UUID]) -> Sequence[_Line]:
    """Lines of later actions that still hold: not taken back and not taking back; oldest first."""
    line = (JournalLine.entity, JournalLine.record, JournalLine.op, JournalLine.old)
    found = connection.execute(
        select(*line, Action.stamp, Action.actor)
        .join(Action, Action.id == JournalLine.action)
        .where(JournalLine.action > action, Action.undone_by.is_(None), Action.undoes.is_(None))
        .order_by(JournalLine.id)
    )
    wanted = set(records)
    return [
        _Line(e, r, op, json.loads(old) if old else None, stamp, actor or "")
        for e, r, op, old, stamp, actor in found
        if r in wanted
    ]


def take_back(work: Work, action: int, skip: Iterable[UUID] = ()) -> None:
    """Undo every line of the action, newest first, but the skipped records. Marks it as undone."""
    left = set(skip)
    made: dict[str, list[UUID]] = defaultdict(list)
    for line in _lines(work.connection, action):
        if line.record in left:
            continue
        if line.op == "i":
            made[line.entity].append(line.record)
        elif line.old:
            work.put_back(line.entity, line.record, line.old)
    for entity, records in made.items():
        work.mark_deleted(entity, records, work.now)
    work.connection.execute(update(Action).where(Action.id == action).values(undone_by=work.action))
    undoes = work.connection.execute(select(Action.undoes).where(Action.id == action)).scalar()
    if undoes is not None:  # the undo of an undo: the first action holds again
        work.connection.execute(update(Action).where(Action.id == undoes).values(undone_by=None))
