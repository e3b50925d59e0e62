"""One unit of work: what an open action writes, in bulk, with the shadows of search and order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, text, update

from cluster_desktop.db.base import IdBytes, classes, table_of
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Bug
from cluster_desktop.fields import Phone, Value
from cluster_desktop.i18n import fold, fold_name, sort_key
from cluster_desktop.query import Changes, Delete, Insert, Operation, Update

BATCH = 1_000
LAST = "\uffff"  # the sort key of an empty cell: after every letter


def shadows(entity: Entity, values: Mapping[str, Value], touched: Iterable[str]) -> dict[str, str]:
    """The derived columns that follow from the touched fields; `values` holds the whole record."""
    names = set(touched)
    made: dict[str, str] = {}
    for name, spec in entity.fields.items():
        if spec.sorts and names.intersection(pair := entity.with_pair(name)):
            shown = next((text for one in pair if (text := values.get(one))), "")
            made[f"{name}_sort"] = sort_key(shown) if shown else LAST
    searched = entity.searched()
    if names.intersection(searched):
        made["folded"] = _folded(entity, [(n, values.get(n)) for n in searched])
    return made


def _folded(entity: Entity, pairs: Sequence[tuple[str, Value]]) -> str:
    parts: dict[str, None] = {}
    for name, value in pairs:
        if not value:
            continue
        typed = str(value)
        parts[fold(typed)] = None
        if name.startswith(entity.title):
            parts[fold_name(typed)] = None
        if isinstance(entity.fields[name], Phone):
            parts["".join(c for c in typed if c.isdigit())] = None
    return "\n".join(parts)


class Work:
    """Writes of one open action. Made by Store.action, dead after it."""

    def __init__(self, connection: Connection, action: int, now: datetime) -> None:
        self.connection = connection
        self.action = action
        self.now = now
        self._touched: dict[str, set[UUID]] = defaultdict(set)

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
        defaults: dict[str, Any] = dict.fromkeys(entity.fields) | entity.defaults()
        lines = []
        for one in inserts:
            values = defaults | dict(one.values)
            if unknown := values.keys() - entity.fields.keys():
                raise Bug(f"{name} has no field {sorted(unknown)}")
            values |= {"id": one.id, "college_id": college}
            lines.append(values | {"folded": ""} | shadows(entity, values, entity.fields))
            self._touched[name].add(one.id)
        for start in range(0, len(lines), BATCH):
            self.connection.execute(insert(classes[name]), lines[start : start + BATCH])

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
        self._touched[name].add(record)

    def mark_deleted(self, name: str, ids: Sequence[UUID], moment: datetime | None) -> None:
        """Into the bin, or out of it with None."""
        table = table_of(name)
        statement = (
            update(table)
            .where(table.c.id == bindparam("one"))
            .values(deleted_at=bindparam("moment"))
        )
        self.connection.execute(statement, [{"one": i, "moment": moment} for i in ids])
        self._touched[name].update(ids)

    def put_back(self, name: str, record: UUID, stored: Mapping[str, Any]) -> None:
        """Stored values from the journal, as they were (links as hex)."""
        table = table_of(name)
        links = {c.name for c in table.columns if isinstance(c.type, IdBytes)}
        values = {
            field: bytes.fromhex(value) if field in links and value is not None else value
            for field, value in stored.items()
        }
        settings = ", ".join(f'"{field}" = :{field}' for field in values)
        self.connection.execute(
            text(f'UPDATE "{name}" SET {settings} WHERE id = :record_id'),
            values | {"record_id": record.bytes},
        )
        self._refold(name, record, stored)
        self._touched[name].add(record)

    def _refold(self, name: str, record: UUID, touched: Iterable[str]) -> None:
        entity = catalogue[name]
        table = table_of(name)
        columns = [table.c[c] for c in entity.fields]
        line = self.connection.execute(select(*columns).where(table.c.id == record)).one()
        new = shadows(entity, dict(zip(entity.fields, line, strict=True)), touched)
        if new:
            self.connection.execute(update(table).where(table.c.id == record).values(**new))

    def changes(self, title: str) -> Changes:
        ids = frozenset(i for found in self._touched.values() for i in found)
        return Changes(frozenset(self._touched), ids, self.action, title)


def _same_insert(first: Insert, other: Operation) -> bool:
    return isinstance(other, Insert) and other.entity == first.entity
