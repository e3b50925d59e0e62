"""The records of a query counted and added up by one or two of their fields, in SQL.

A field of days is grouped by "FIELD:year" or "FIELD:month"; a record with several words in a field
is counted at each of them, so that totals are asked for and never added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Connection,
    FromClause,
    String,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from cluster_desktop import fields
from cluster_desktop.db import lists
from cluster_desktop.db.base import COLUMN_TYPES, Circumstances, table_of
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Bug
from cluster_desktop.fields import Value
from cluster_desktop.query import Query

# Letters of an ISO day that make its year, its month.
PARTS = {"year": 4, "month": 7}
_TEXTS = (fields.Text, fields.LongText, fields.Digits, fields.Phone)


class Group(NamedTuple):
    """Records that agree in the fields asked for. `filled` of them have the number added up."""

    keys: tuple[Value, ...]
    records: int
    filled: int
    total: Value


def grouped(
    connection: Connection, query: Query, axes: Sequence[str], added: str, at: Circumstances
) -> list[Group]:
    """The groups of the query's records by these fields; `added` names the number to add up."""
    entity = catalogue[query.entity]
    table = table_of(query.entity)
    source: FromClause = table
    keys: list[lists.Sql] = []
    for number, axis in enumerate(axes):
        key, source = _key(entity, table, source, axis, number, at)
        keys.append(key)
    numbers: list[Any] = [func.count(), literal(0), null()]
    if added:
        value = lists.value_of(entity, table, added, at)
        kind = COLUMN_TYPES[type(entity.spec(added))]
        numbers[1:] = [func.count(value), type_coerce(func.sum(value), kind)]
    asked = (
        select(*keys, *numbers)
        .select_from(source)
        .where(lists.matches(entity, table, query, at))
        .group_by(*keys)
    )
    n = len(keys)
    return [Group(tuple(row[:n]), *row[n:]) for row in connection.execute(asked)]


def _key(
    entity: Entity,
    table: FromClause,
    source: FromClause,
    axis: str,
    number: int,
    at: Circumstances,
) -> tuple[lists.Sql, FromClause]:
    """What a group is named by, and where it comes from."""
    name, _colon, part = axis.partition(":")
    spec = entity.spec(name)
    value = lists.value_of(entity, table, name, at)
    if part:
        if part not in PARTS or not isinstance(spec, fields.Date):
            raise Bug(f"no part {axis!r} of a day")
        return func.substr(type_coerce(value, String()), 1, PARTS[part]), source
    if isinstance(spec, fields.Choices):
        words = union_all(*(select(literal(word).label("word")) for word in spec.choices))
        each = words.subquery(f"words_{number}")
        # As a filter finds them: the records behind a number are those it opens.
        has = type_coerce(value, String()).like(literal("%") + each.c.word + literal(";%"))
        return each.c.word, source.outerjoin(each, has)
    return (func.nullif(value, "") if isinstance(spec, _TEXTS) else value), source


def titles(connection: Connection, name: str, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The texts that stand for records, in the current language."""
    entity, table = catalogue[name], table_of(name)
    found: dict[UUID, str] = {}
    for start in range(0, len(ids), lists.PAGE):
        part = list(ids[start : start + lists.PAGE])
        asked = select(table.c.id, lists.title_of(entity, table)).where(table.c.id.in_(part))
        found.update({row[0]: str(row[1] or "") for row in connection.execute(asked)})
    return found
