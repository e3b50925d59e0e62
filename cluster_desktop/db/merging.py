"""Merges as they are kept, and what points where: read in bulk.

`merged_record` holds four things: a merge (which record stands for which), a link that a merge
moved, a field that it filled or whose values it exchanged, and two records that only look alike.
Each is a record of its own with nothing in it that two computers could say differently.
A file (`attachment`) names its record by text and not by a link; it is followed all the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from cluster_desktop.db.base import table_of
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
    """One merge; `is_live` is False after a separation, `ended` says since when."""

    id: UUID
    entity: str
    loser: UUID
    winner: UUID
    ended: datetime | None = None
    since: datetime | None = None  # when the one that went was put into the bin

    @property
    def is_live(self) -> bool:
        return self.ended is None


@dataclass(frozen=True)
class Moved:
    """A link that led to `loser`, a record of the kind `of`, and was led to `put` by its merge."""

    id: UUID
    pointer: Pointer
    of: str
    loser: UUID
    put: UUID


@dataclass(frozen=True)
class Taken:
    """A field of the winner that a merge filled from the loser ("filled"), or whose values both
    exchanged ("swapped")."""

    id: UUID
    entity: str
    loser: UUID
    winner: UUID
    field: str
    how: str


@dataclass(frozen=True)
class Kept:
    """All that is known of merges. `apart`: pairs that somebody called different."""

    merges: tuple[Merged, ...]
    moved: tuple[Moved, ...]
    taken: tuple[Taken, ...]
    apart: tuple[tuple[str, UUID, UUID], ...]


def kept(connection: Connection) -> Kept:
    """Every merge there ever was, also those that were taken back; links, fields and different
    pairs only where they still hold. In the order of their ids."""
    table = table_of("merged_record")
    wanted = (table.c.id, table.c.entity, table.c.loser, table.c.winner, table.c.body)
    lines = connection.execute(select(*wanted, table.c.deleted_at).order_by(table.c.id))
    merges, moved, taken, apart = [], [], [], []
    for record, entity, loser, winner, text, ended in lines:
        body: dict[str, Any] = json.loads(text or "{}")
        if "link" in body:
            # A link that only a newer version knows is nothing to this one.
            if ended is None and is_link(entity, body["link"]):
                pointer = Pointer(entity, body["link"], UUID(winner))
                moved.append(Moved(record, pointer, body["of"], UUID(loser), UUID(body["put"])))
        elif "field" in body:
            if ended is None and entity in catalogue:
                pair = UUID(loser), UUID(winner)
                taken.append(Taken(record, entity, *pair, body["field"], body["how"]))
        elif body.get("apart"):
            if ended is None:
                apart.append((entity, UUID(loser), UUID(winner)))
        elif entity in catalogue:
            merges.append(Merged(record, entity, UUID(loser), UUID(winner), ended))
    return Kept(tuple(merges), tuple(moved), tuple(taken), tuple(apart))


def merged_with(connection: Connection, entity: str, record: UUID) -> list[UUID]:
    """The record, and all that were merged with it on any way and were not separated again."""
    pairs = [
        {one.loser, one.winner}
        for one in kept(connection).merges
        if one.is_live and one.entity == entity
    ]
    found = [record]
    for known in found:  # grows while it is walked
        found += [other for pair in pairs if known in pair for other in pair - set(found)]
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
    """To which college records belong; those that are not there are left out."""
    table = table_of(entity)
    found: dict[UUID, UUID | None] = {}
    for part in _parts(records):
        wanted = select(table.c.id, table.c.college_id).where(table.c.id.in_(part))
        found.update({line[0]: line[1] for line in connection.execute(wanted)})
    return found


def values_of(connection: Connection, entity: str, record: UUID) -> dict[str, Value]:
    """The stored fields of one record, nothing where it has not been received."""
    table = table_of(entity)
    columns = [table.c[name] for name in catalogue[entity].fields]
    line = connection.execute(select(*columns).where(table.c.id == record)).first()
    return {} if line is None else dict(zip(catalogue[entity].fields, line, strict=True))


def is_link(entity: str, name: str) -> bool:
    """Whether this version of the program knows such a link."""
    return (entity, name) == FILES or (entity in catalogue and name in catalogue[entity].links())


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
