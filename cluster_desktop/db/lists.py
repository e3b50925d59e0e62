"""From a Query to SQL: columns, order, filters and text search of one entity, as plain rows.

Only names of the catalogue become SQL; every value is bound. Lists are read as tuples, never as
ORM objects.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from cluster_desktop import fields
from cluster_desktop.db.base import Circumstances, classes, table_of
from cluster_desktop.db.finding import (
    Shape,
    is_rare,
    matches_of_shape,
    pattern,
    shape_of,
    spellings,
    text_matches,
    values_of,
)
from cluster_desktop.db.journal import Action, JournalLine
from cluster_desktop.db.work import LAST
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Bug
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, fold, language, sort_key
from cluster_desktop.query import Condition, Query, Ref, Row

Sql = ColumnElement[Any]
PAGE = 500  # row numbers in one IN list
NOT_RECEIVED = N_("not yet received")


@lru_cache(maxsize=256)
def _computed(entity: str, name: str, at: Circumstances) -> Sql:
    """Kept, because making the expression costs more than most of the queries it stands in."""
    return classes[entity].about.computed[name].sql(at)


def value_of(entity: Entity, table: FromClause, name: str, at: Circumstances) -> Sql:
    """A column's value, stored or computed; of a kk/ru pair the filled one."""
    if name in entity.computed:
        return _computed(entity.name, name, at)
    variants = [table.c[v] for v in entity.variants(name)]
    return (
        variants[0]
        if len(variants) == 1
        else func.coalesce(*(func.nullif(v, "") for v in variants))
    )


def title_of(entity: Entity, table: FromClause) -> Sql:
    """The text that stands for a record, in the current language."""
    spec = entity.fields.get(entity.title)
    if isinstance(spec, fields.Link):
        return _linked(spec, table.c[entity.title])
    return value_of(entity, table, entity.title, Circumstances(_NEVER))


_NEVER: Any = None  # a title is never computed from the day


def _linked(link: fields.Link, column: Sql, *, sort: bool = False) -> Sql:
    target = catalogue[link.to]
    other = table_of(link.to).alias()
    made = (
        _order(target, other, target.title, Circumstances(_NEVER))
        if sort
        # NULL is left for a record that is not there.
        else func.coalesce(title_of(target, other), "")
    )
    return select(made).where(other.c.id == column).scalar_subquery()


def _order(entity: Entity, table: FromClause, name: str, at: Circumstances) -> Sql:
    """What a column is sorted by: stored keys, labels of choices, titles of links."""
    spec = entity.spec(name)
    if isinstance(spec, fields.Link):
        return _linked(spec, value_of(entity, table, name, at), sort=True)
    if spec.sorts:
        return table.c[f"{entity.variants(name)[0]}_sort"]
    value = value_of(entity, table, name, at)
    if isinstance(spec, fields.Choice) and not isinstance(spec, fields.Choices):
        labels = {v: sort_key(label) for v, label in spec.options()}
        return case(labels, value=value, else_=value)
    return value


def keys(
    connection: Connection, query: Query, at: Circumstances, limit: int | None = None
) -> array[int]:
    """Row numbers of the records of a query in order, of the first `limit` if that is given."""
    entity = catalogue[query.entity]
    table = table_of(query.entity)
    wanted = [(name, down) for name, down in query.sort if entity.has(name)]
    wanted = wanted or [(entity.sort or entity.title, False)]
    # Of a part of the records that part is sorted. Walking the key's index instead would look up
    # all others, too, one by one: two to three times as long. A page is found soonest by the walk.
    part = limit is None and bool(query.where or query.text.strip())
    order = [_ordered(_order(entity, table, name, at), down, sort=part) for name, down in wanted]
    found = (
        select(table.c.row).where(matches(entity, table, query, at)).order_by(*order, table.c.row)
    )
    if limit is not None:
        # Else thousands of computed columns are worked out to read the first line of a list.
        found = found.limit(limit)
    return array("q", connection.execute(found).scalars())


def _ordered(key: Sql, down: bool, *, sort: bool = False) -> Sql:
    """Empty cells come last in either direction, as in a workbook.

    A stored key says so by itself upwards, so that its index is walked instead of sorting, unless
    sorting is wanted: SQLite takes no index for an expression such as +key.
    """
    stored = isinstance(key, Column) and key.name.endswith("_sort")
    if stored and not down:
        plain: Sql = UnaryExpression(key, operator=custom_op("+"), type_=key.type)
        return plain.asc() if sort else key.asc()
    bare = func.nullif(key, LAST) if stored else key
    return bare.desc().nulls_last() if down else bare.asc().nulls_last()


def best_hits(
    connection: Connection, name: str, text: str, limit: int, at: Circumstances
) -> list[int]:
    """At most `limit` row numbers that match, in the entity's order.

    Few matches are sorted by their key; with many the key's index is walked until the page is
    full, so neither case reads the whole table.
    """
    spelled = spellings(text)
    walk = not is_rare(connection, catalogue[name], spelled)
    wanted = _best(name, shape_of(spelled), walk, at, language())
    values = values_of(spelled) | {"most": limit}
    return list(connection.execute(wanted, values).scalars())


@lru_cache(maxsize=512)
def _best(name: str, shape: Shape, walk: bool, at: Circumstances, _said: str) -> Select[Any]:
    """Kept, because a search over everything asks thirty kinds at each letter."""
    entity = catalogue[name]
    table = table_of(name)
    match = matches_of_shape(entity, table, shape, walk=walk)
    order = _ordered(_order(entity, table, entity.sort or entity.title, at), False)
    wanted = select(table.c.row).where(table.c.deleted_at.is_(None), match)
    return wanted.order_by(order, table.c.row).limit(bindparam("most"))


def count(
    connection: Connection, query: Query, at: Circumstances, at_most: int | None = None
) -> int:
    """Number of the records of a query; no record is looked at after `at_most`."""
    entity = catalogue[query.entity]
    table = table_of(query.entity)
    found = select(table.c.row).where(matches(entity, table, query, at)).limit(at_most)
    return connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()


def counts_by(connection: Connection, query: Query, name: str, at: Circumstances) -> dict[str, int]:
    """Number of records by the value of one column."""
    entity = catalogue[query.entity]
    table = table_of(query.entity)
    value = value_of(entity, table, name, at).label("value")
    rows = connection.execute(
        select(value, func.count()).where(matches(entity, table, query, at)).group_by(value)
    )
    return {value: int(n) for value, n in rows}


def rows(
    connection: Connection,
    name: str,
    columns: Sequence[str],
    keys: Sequence[int],
    at: Circumstances,
) -> list[Row]:
    """The records with these row numbers, in their order, with the asked-for columns."""
    entity = catalogue[name]
    wanted = _page(name, tuple(columns), at, language())
    plan = [(column, isinstance(entity.spec(column), fields.Link)) for column in columns]
    found: dict[int, Row] = {}
    for start in range(0, len(keys), PAGE):
        part = list(keys[start : start + PAGE])
        for line in connection.execute(wanted, {"numbers": part}).all():
            found[line[0]] = Row(line[1], _cells(plan, line))
    return [found[key] for key in keys if key in found]


@lru_cache(maxsize=256)
def _page(name: str, columns: tuple[str, ...], at: Circumstances, _said: str) -> Select[Any]:
    """Records by row number ("numbers"). Kept for a language: making it takes as long as reading.

    First the row number and the id, then each column's value, a link's title behind it.
    """
    entity = catalogue[name]
    table = table_of(name)
    wanted: list[Sql] = [table.c.row, table.c.id]
    for column in columns:
        wanted.append(value_of(entity, table, column, at).label(f"v_{column}"))
        spec = entity.spec(column)
        if isinstance(spec, fields.Link):
            wanted.append(_linked(spec, value_of(entity, table, column, at)).label(f"t_{column}"))
    return select(*wanted).where(table.c.row.in_(bindparam("numbers", expanding=True)))


def _cells(plan: Sequence[tuple[str, bool]], line: Sequence[Any]) -> dict[str, Any]:
    """The columns of a line of `_page`; `plan` says of each whether it is a link."""
    cells: dict[str, Any] = {}
    at = 2
    for column, is_link in plan:
        value = line[at]
        at += 1
        if is_link:
            cells[column] = None if value is None else Ref(value, _title(line[at]))
            at += 1
        else:
            cells[column] = value
    return cells


def _title(found: str | None) -> str:
    """The title of a link's record; the exchange may bring that record later."""
    return _(NOT_RECEIVED) if found is None else found


def row_numbers(connection: Connection, name: str, ids: Iterable[UUID]) -> dict[UUID, int]:
    table = table_of(name)
    wanted = list(ids)
    found: dict[UUID, int] = {}
    for start in range(0, len(wanted), PAGE):
        part = wanted[start : start + PAGE]
        lines = connection.execute(select(table.c.id, table.c.row).where(table.c.id.in_(part)))
        found.update({line[0]: line[1] for line in lines})
    return found


# Filters


def matches(entity: Entity, table: FromClause, query: Query, at: Circumstances) -> Sql:
    """What is true of the records of a query."""
    wanted = [_in_bin(table) if query.bin else table.c.deleted_at.is_(None)]
    wanted += [_condition(entity, table, condition, at) for condition in query.where]
    if query.text.strip():
        wanted.append(text_matches(entity, table, query.text))
    return and_(*wanted)


def _in_bin(table: FromClause) -> Sql:
    """Deleted by somebody; a record whose making was taken back was never there."""
    undone = (
        select(JournalLine.id)
        .join(Action, Action.id == JournalLine.action)
        .where(
            JournalLine.record == table.c.id, JournalLine.op == "i", Action.undone_by.is_not(None)
        )
    )
    return and_(table.c.deleted_at.is_not(None), ~undone.exists())


def _condition(entity: Entity, table: FromClause, wanted: Condition, at: Circumstances) -> Sql:
    spec = entity.spec(wanted.field) if wanted.field != "id" else fields.Link("id", to=entity.name)
    value = table.c.id if wanted.field == "id" else value_of(entity, table, wanted.field, at)
    given = wanted.value
    if wanted.op == "empty":
        return or_(value.is_(None), value == "") if _is_text(spec) else value.is_(None)
    if wanted.op == "filled":
        return and_(value.is_not(None), value != "") if _is_text(spec) else value.is_not(None)
    if wanted.op == "contains":
        return _contains(entity, table, spec, value, str(given))
    if isinstance(spec, fields.Choices):
        has = [value.cast(String).like(f"%{one};%") for one in _many(given)]
        return ~or_(*has) if wanted.op == "not" else or_(*has)
    if wanted.op == "is":
        return value.is_(None) if given is None else value == given
    if wanted.op == "not":
        return value.is_not(None) if given is None else or_(value != given, value.is_(None))
    if wanted.op == "in":
        named = [one for one in _many(given) if one is not None]
        found: Sql = value.in_(named)
        # "(empty)" ticked together with values
        return or_(found, value.is_(None)) if len(named) < len(list(_many(given))) else found
    if wanted.op in ("before", "after"):
        return _compared(value, wanted.op, given)
    if wanted.op == "between":
        least, most = given
        bounds = [*([value >= least] if least is not None else [])]
        return and_(true(), *bounds, *([value <= most] if most is not None else []))
    raise Bug(f"unknown operator {wanted.op!r}")


def _compared(value: Sql, op: str, given: Value) -> Sql:
    earlier: Sql = value < given
    later: Sql = value > given
    return earlier if op == "before" else later


def _many(given: Value) -> Iterable[Value]:
    return given if isinstance(given, tuple | list | set | frozenset) else (given,)


def _is_text(spec: fields.Field) -> bool:
    return isinstance(
        spec, fields.Text | fields.LongText | fields.Digits | fields.Phone | fields.Choices
    )


def _contains(entity: Entity, table: FromClause, spec: fields.Field, value: Sql, text: str) -> Sql:
    if isinstance(spec, fields.Link):
        target = catalogue[spec.to]
        other = table_of(spec.to).alias()
        return value.in_(select(other.c.id).where(text_matches(target, other, text)))
    wanted = pattern(fold(text))
    exact = func.fold(value).like(wanted, escape="\\")
    return and_(table.c.folded.like(wanted, escape="\\"), exact) if spec.search else exact
