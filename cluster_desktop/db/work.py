"""One unit of work: what an open action writes, in bulk, with the shadows of search and order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, text, update

from cluster_desktop.db import bulk
from cluster_desktop.db.base import IdBytes, table_of
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Bug
from cluster_desktop.fields import Phone, Value
from cluster_desktop.i18n import fold, fold_name, sort_key
from cluster_desktop.query import Changes, Delete, Insert, Operation, Update

LAST = "\uffff"  # the sort key of an empty cell: after every letter


class _Shadows(NamedTuple):
    """What an entity's derived columns are made of, looked up once for thousands of records."""

    sorts: tuple[tuple[str, tuple[str, ...]], ...]  # sort column, the field and its pair
    searched: tuple[tuple[str, bool, bool], ...]  # field, is it a name, is it a phone
    fields: frozenset[str]  # those of `searched`


@cache
def _shadows_of(name: str) -> _Shadows:
    entity = catalogue[name]
    searched = entity.searched()
    return _Shadows(
        tuple((f"{n}_sort", entity.with_pair(n)) for n, f in entity.fields.items() if f.sorts),
        tuple(
            (name, name.startswith(entity.title), isinstance(entity.fields[name], Phone))
            for name in searched
        ),
        frozenset(searched),
    )


# Heads, places and sectors stand in many records of one import.
_fold = lru_cache(maxsize=4_096)(fold)
# Where a record has its name in one language only, it is sorted by it in the other one, too.
_sort_key = lru_cache(maxsize=16)(sort_key)


def shadows(
    entity: Entity, values: Mapping[str, Value], touched: Collection[str] | None = None
) -> dict[str, str]:
    """The derived columns that follow from the touched fields, from all fields where none are
    named; `values` holds the whole record."""
    about = _shadows_of(entity.name)
    made: dict[str, str] = {}
    for column, pair in about.sorts:
        if touched is None or not set(pair).isdisjoint(touched):
            shown = values.get(pair[0]) or (values.get(pair[1]) if len(pair) > 1 else "")
            made[column] = _sort_key(shown) if shown else LAST
    if about.searched and (touched is None or not about.fields.isdisjoint(touched)):
        made["folded"] = _folded(about, values)
    return made


def _folded(about: _Shadows, values: Mapping[str, Value]) -> str:
    parts: dict[str, None] = {}
    for name, is_name, is_phone in about.searched:
        value = values.get(name)
        if not value:
            continue
        typed = str(value)
        if typed.isdigit() and typed.isascii():
            parts[typed] = None  # folded already, however it is looked for
            continue
        parts[_fold(typed)] = None
        if is_name:
            parts[fold_name(typed)] = None
        if is_phone:
            parts["".join(filter(str.isdigit, typed))] = None
    return "\n".join(parts)


class Work:
    """Writes of one open action. Made by Store.action, dead after it."""

    def __init__(self, connection: Connection, action: int, now: datetime) -> None:
        self.connection = connection
        self.action = action
        self.now = now
        # With repetitions: only who asks for them all needs sets.
        self._touched: dict[str, list[UUID]] = defaultdict(list)

    def apply(self, operations: Sequence[Operation], college: UUID | None) -> None:
        """All operations in their order; runs of inserts into one entity go in bulk."""
        start = 0
        while start < len(operations):
            first = operations[start]
            end = start + 1
            if isinstance(first, Insert):
                while end < len(operations) and _same_insert(first, operations[end]):
                    end += 1
                inserts = [op for op in operations[start:end] if isinstance(op, Insert)]
                self.insert(first.entity, inserts, college)
            elif isinstance(first, Update):
                self.update(first.entity, first.id, first.values)
            elif isinstance(first, Delete):
                self.mark_deleted(first.entity, [first.id], self.now)
            start = end

    def insert(self, name: str, inserts: Sequence[Insert], college: UUID | None) -> None:
        """New records with the entity's defaults for what is not given."""
        entity = catalogue[name]
        defaults: dict[str, Any] = entity.defaults() | {"college_id": college, "folded": ""}
        given = {n: defaults[n] for n in entity.shadowed() if n in defaults}
        fields = entity.fields.keys()
        has_shadows = any(_shadows_of(name))
        lines = []
        for one in inserts:
            if not fields >= one.values.keys():
                raise Bug(f"{name} has no field {sorted(one.values.keys() - fields)}")
            line: dict[str, Any] = {**given, **one.values, "id": one.id}
            if has_shadows:
                line.update(shadows(entity, line))
            lines.append(line)
        bulk.insert(self.connection, name, lines, defaults)
        self._touched[name] += [one.id for one in inserts]

    def update(self, name: str, record: UUID, values: Mapping[str, Value]) -> None:
        """New values of some fields. A record that is not there is a bug of the caller."""
        entity = catalogue[name]
        table = table_of(name)
        new = dict(values)
        if needs_whole := set(new).intersection(entity.shadowed()):
            columns = [table.c[c] for c in entity.fields]
            line = self.connection.execute(select(*columns).where(table.c.id == record)).one()
            whole = dict(zip(entity.fields, line, strict=True)) | dict(values)
            new |= shadows(entity, whole, {*values, *needs_whole})
        else:
            new |= shadows(entity, new, new)
        done = self.connection.execute(update(table).where(table.c.id == record).values(**new))
        if done.rowcount != 1:
            raise Bug(f"{name}: no record to change")
        self._touched[name].append(record)

    def mark_deleted(self, name: str, ids: Sequence[UUID], moment: datetime | None) -> None:
        """Into the bin, or out of it with None."""
        table = table_of(name)
        statement = (
            update(table)
            .where(table.c.id == bindparam("one"))
            .values(deleted_at=bindparam("moment"))
        )
        self.connection.execute(statement, [{"one": i, "moment": moment} for i in ids])
        self._touched[name] += ids

    def put_back(self, name: str, record: UUID, stored: Mapping[str, Any]) -> None:
        """Stored values from the journal, as they were (links as hex)."""
        table = table_of(name)
        links = {c.name for c in table.columns if isinstance(c.type, IdBytes)}
        self.put_stored(
            name,
            record,
            {
                field: bytes.fromhex(value) if field in links and value is not None else value
                for field, value in stored.items()
            },
        )

    def put_stored(self, name: str, record: UUID, stored: Mapping[str, Any]) -> None:
        """Values of some columns as the database stores them."""
        settings = ", ".join(f'"{field}" = :{field}' for field in stored)
        self.connection.execute(
            text(f'UPDATE "{name}" SET {settings} WHERE id = :record_id'),
            {**stored, "record_id": record.bytes},
        )
        if any(_shadows_of(name)) and not catalogue[name].shadowed().isdisjoint(stored):
            self._refold(name, record, stored)
        self._touched[name].append(record)

    def insert_stored(
        self, name: str, columns: Sequence[str], lines: Sequence[Sequence[Any]]
    ) -> None:
        """New records as the database stores them; `columns` begin with the id. What is not among
        them has its default in the database."""
        entity = catalogue[name]
        derived = sorted(shadows(entity, {}))
        whole = []
        for line in lines:
            made = shadows(entity, dict(zip(columns, line, strict=True)))
            whole.append((*line, *(made[one] for one in derived)))
        bulk.insert_stored(self.connection, name, [*columns, *derived], whole)
        self._touched[name] += [UUID(bytes=line[0]) for line in lines]

    def _refold(self, name: str, record: UUID, touched: Collection[str]) -> None:
        entity = catalogue[name]
        table = table_of(name)
        columns = [table.c[c] for c in entity.fields]
        line = self.connection.execute(select(*columns).where(table.c.id == record)).one()
        new = shadows(entity, dict(zip(entity.fields, line, strict=True)), touched)
        if new:
            self.connection.execute(update(table).where(table.c.id == record).values(**new))

    def touched(self) -> Mapping[str, set[UUID]]:
        """The records written so far, by kind."""
        return {name: set(ids) for name, ids in self._touched.items()}

    def changes(self, title: str) -> Changes:
        ids: frozenset[UUID] = frozenset().union(*self._touched.values())
        return Changes(frozenset(self._touched), ids, self.action, title)


def _same_insert(first: Insert, other: Operation) -> bool:
    return isinstance(other, Insert) and other.entity == first.entity
