"""What points where, for records that are merged: read in bulk, and where links came from.

A file (`attachment`) names its record by text and not by a link; it is followed all the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, or_, select

from cluster_desktop.db.base import table_of
from cluster_desktop.db.history import value_of
from cluster_desktop.db.journal import Action, JournalLine
from cluster_desktop.db.lists import PAGE
from cluster_desktop.db.work import Work
from cluster_desktop.entity import catalogue
from cluster_desktop.fields import Value

FILES = ("attachment", "owner")


class Pointer(NamedTuple):
    """One link of one record."""

    entity: str
    field: str
    record: UUID


@dataclass(frozen=True)
class Merged:
    """One merged_record; `is_live` is False after a separation."""

    id: UUID
    entity: str
    loser: UUID
    winner: UUID
    body: Mapping[str, Any] = field(default_factory=dict)
    is_live: bool = True
    since: datetime | None = None  # when the one that went was put into the bin


def all_merged(connection: Connection) -> list[Merged]:
    """Every merge there ever was, also those that were taken back, in the order of their ids."""
    table = table_of("merged_record")
    wanted = (table.c.id, table.c.entity, table.c.loser, table.c.winner, table.c.body)
    lines = connection.execute(select(*wanted, table.c.deleted_at).order_by(table.c.id))
    found = []
    for record, entity, loser, winner, body, deleted in lines:
        # A kind of record that only a newer version knows is nothing to this one.
        if entity in catalogue:
            ids = UUID(loser), UUID(winner)
            found.append(Merged(record, entity, *ids, json.loads(body or "{}"), deleted is None))
    return found


def binned(connection: Connection, entity: str, records: Collection[UUID]) -> dict[UUID, datetime]:
    """Those of the records that lie in the bin, and since when."""
    table = table_of(entity)
    found: dict[UUID, datetime] = {}
    for part in _parts(records):
        wanted = select(table.c.id, table.c.deleted_at)
        lines = connection.execute(
            wanted.where(table.c.id.in_(part), table.c.deleted_at.is_not(None))
        )
        found.update({line[0]: line[1] for line in lines})
    return found


def colleges_of(
    connection: Connection, entity: str, records: Collection[UUID]
) -> dict[UUID, UUID | None]:
    """To which college records belong."""
    table = table_of(entity)
    wanted = select(table.c.id, table.c.college_id).where(table.c.id.in_(list(records)))
    return {line[0]: line[1] for line in connection.execute(wanted)}


def is_known(connection: Connection, entity: str, record: UUID) -> bool:
    """Whether there is such a record, in the bin or not."""
    table = table_of(entity)
    return connection.execute(select(table.c.row).where(table.c.id == record)).first() is not None


def values_of(connection: Connection, entity: str, record: UUID) -> dict[str, Value]:
    """The stored fields of one record, nothing where it has not been received."""
    table = table_of(entity)
    columns = [table.c[name] for name in catalogue[entity].fields]
    line = connection.execute(select(*columns).where(table.c.id == record)).first()
    return {} if line is None else dict(zip(catalogue[entity].fields, line, strict=True))


def parts(place: str) -> tuple[str, str]:
    """ "kind.field" → (kind, field)."""
    entity, _dot, name = place.partition(".")
    return entity, name


def is_link(place: str) -> bool:
    """Whether "kind.field" is a link of this version of the program."""
    entity, name = parts(place)
    if (entity, name) == FILES:
        return True
    return entity in catalogue and name in catalogue[entity].links()


def links_to(entity: str) -> list[tuple[str, str]]:
    """(kind, field) of every link that leads to records of a kind."""
    return [
        (other.name, name)
        for other in catalogue.all()
        for name, link in other.links().items()
        if link.to == entity
    ]


def pointing(
    connection: Connection, entity: str, targets: Collection[UUID]
) -> Iterator[tuple[Pointer, UUID]]:
    """Links of live records that lead to one of the targets, files of the targets included."""
    for name, link in links_to(entity):
        table = table_of(name)
        for part in _parts(targets):
            wanted = select(table.c.id, table.c[link]).where(
                table.c.deleted_at.is_(None), table.c[link].in_(part)
            )
            for record, target in connection.execute(wanted.order_by(table.c.row)):
                yield Pointer(name, link, record), target
    name, owner = FILES
    table = table_of(name)
    for part in _parts(targets):
        wanted = select(table.c.id, table.c[owner]).where(
            table.c.deleted_at.is_(None),
            table.c.owner_entity == entity,
            table.c[owner].in_([str(one) for one in part]),
        )
        for record, text in connection.execute(wanted.order_by(table.c.row)):
            yield Pointer(name, owner, record), UUID(text)


def targets_of(connection: Connection, pointers: Collection[Pointer]) -> dict[Pointer, UUID]:
    """Where links lead now; links that are empty or not there are left out."""
    by_column: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for one in pointers:
        by_column[one.entity, one.field].append(one.record)
    found: dict[Pointer, UUID] = {}
    for (entity, name), records in by_column.items():
        table = table_of(entity)
        for part in _parts(records):
            wanted = select(table.c.id, table.c[name]).where(table.c.id.in_(part))
            for record, target in connection.execute(wanted):
                if target:
                    found[Pointer(entity, name, record)] = _as_id(target)
    return found


def entity_of(connection: Connection, pointers: Collection[Pointer]) -> dict[Pointer, str]:
    """The kind of record that each link leads to."""
    files = [one.record for one in pointers if (one.entity, one.field) == FILES]
    table = table_of(FILES[0])
    owners: dict[UUID, str] = {}
    for part in _parts(files):
        wanted = select(table.c.id, table.c.owner_entity).where(table.c.id.in_(part))
        owners.update({line[0]: line[1] for line in connection.execute(wanted)})
    return {
        one: owners[one.record]
        if one.record in owners
        else catalogue[one.entity].links()[one.field].to
        for one in pointers
    }


def origins(connection: Connection, msgids: Sequence[str]) -> dict[Pointer, UUID]:
    """Where links led before merging moved them, if nobody else has changed them since.

    `msgids` are the titles of the actions that merge and separate.
    """
    fields: dict[tuple[str, UUID], set[str]] = defaultdict(set)
    # Literally so begins the title of an action (journal.Said).
    heads = [json.dumps({"m": msgid}, ensure_ascii=False)[:-1] for msgid in msgids]
    of_merging = or_(*(func.substr(Action.title, 1, len(head)) == head for head in heads))
    for _action, entity, record, old in _lines(connection, of_merging):
        for name in old:
            if (entity, name) == FILES or name in catalogue[entity].links():
                fields[entity, record].add(name)
    merging = set(connection.execute(select(Action.id).where(of_merging)).scalars())
    found: dict[Pointer, UUID] = {}
    ended: set[Pointer] = set()
    for part in _parts([record for _entity, record in fields]):
        # Newest first: what was before the last change by somebody else is of no interest.
        for action, entity, record, old in _lines(connection, JournalLine.record.in_(part)):
            for name in fields.get((entity, record), set()) & old.keys():
                pointer = Pointer(entity, name, record)
                if action not in merging:
                    ended.add(pointer)
                elif pointer not in ended and (was := value_of(entity, name, old[name])):
                    found[pointer] = _as_id(was)
    return found


def _lines(
    connection: Connection,
    which: Any,
) -> Iterator[tuple[int, str, UUID, dict[str, Any]]]:
    """Changes that still hold, newest first: (action, kind, record, old values)."""
    wanted = (
        select(JournalLine.action, JournalLine.entity, JournalLine.record, JournalLine.old)
        .join(Action, Action.id == JournalLine.action)
        .where(which, JournalLine.op == "u", Action.undone_by.is_(None), Action.undoes.is_(None))
        .order_by(JournalLine.id.desc())
    )
    for action, entity, record, old in connection.execute(wanted).all():
        if entity in catalogue:
            yield action, entity, record, json.loads(old or "{}")


def point(work: Work, new: Mapping[Pointer, UUID | None]) -> None:
    """Let links lead elsewhere; None empties one."""
    by_record: dict[tuple[str, UUID], dict[str, Value]] = defaultdict(dict)
    for pointer, target in new.items():
        is_text = (pointer.entity, pointer.field) == FILES
        value: Value = str(target) if is_text else target
        by_record[pointer.entity, pointer.record][pointer.field] = value
    for (entity, record), values in by_record.items():
        work.update(entity, record, values)


def is_a_college(connection: Connection, organisation: UUID) -> bool:
    """Whether records belong to it: it takes part in the exchange, not only in agreements."""
    for entity in catalogue.all():
        table = table_of(entity.name)
        one = select(table.c.row).where(table.c.college_id == organisation).limit(1)
        if entity.exchange == "college" and connection.execute(one).first() is not None:
            return True
    return False


def _as_id(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _parts(records: Collection[UUID]) -> Iterator[list[UUID]]:
    every = list(dict.fromkeys(records))
    for start in range(0, len(every), PAGE):
        yield every[start : start + PAGE]
