"""Many new records at once: several rows in one INSERT, their values bound by the columns' types.

One statement for some hundred rows, because SQLite ends each statement that fires triggers by
writing the search index to its pages: record by record that was half of an import. The triggers
still see every row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache, partial
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Column, Connection, Date, Dialect
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from cluster_desktop.db.base import IdBytes, table_of
from cluster_desktop.entity import catalogue

ROWS = 500  # of one statement: more gains nothing
VARIABLES = 32_000  # SQLite takes 32,766 values in one statement
MANY = 2_000  # records that may fill the memory with pages of the database
CACHE_KIB = 1_000  # of such pages: less is not noticed by an import of 10,000

Bind = Callable[[Any], Any]
_DIALECT: Dialect = sqlite.dialect()


class _Column(NamedTuple):
    """A stored column: how its values are bound, and whether SQLite puts NULL where it is left."""

    name: str
    bind: Bind | None
    may_be_left_out: bool


@cache
def _columns(entity: str) -> tuple[_Column, ...]:
    found = []
    for column in table_of(entity).columns:
        if column.primary_key:
            continue
        bind = _bind_of(column)
        is_null = bind is None or bind(None) is None  # a set of words is kept as "" for none
        may_be_left_out = bool(column.nullable) and column.server_default is None and is_null
        found.append(_Column(column.name, bind, may_be_left_out))
    return tuple(found)


def _bind_of(column: Column[Any]) -> Bind | None:
    """As SQLAlchemy binds; ids and days, which are most of all, without its three calls each."""
    bind = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    if isinstance(column.type, IdBytes):
        return _id
    if isinstance(column.type, Date) and bind is not None:
        return partial(_day, bind)
    return bind


def _id(value: UUID | None) -> bytes | None:
    return None if value is None else value.int.to_bytes(16, "big")


def _day(usual: Bind, value: date | None) -> Any:
    return value.isoformat() if type(value) is date else usual(value)


@contextmanager
def sparing(connection: Connection, count: int) -> Iterator[None]:
    """Of many records the written pages go to the disk meanwhile, not all of them at the end."""
    if count < MANY:
        yield
        return
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size=-{CACHE_KIB}")
    try:
        yield
    finally:
        # What went wrong before is what is to be told.
        with suppress(DBAPIError):
            connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


def insert(
    connection: Connection,
    entity: str,
    lines: Sequence[Mapping[str, Any]],
    defaults: Mapping[str, Any],
) -> None:
    """Write new records; what a line does not hold is taken from the defaults, else it is NULL."""
    given: set[str] = set().union(*lines)
    names: list[str] = []
    bound: list[list[Any]] = []
    for name, bind, may_be_left_out in _columns(entity):
        default = defaults.get(name)
        if name not in given:
            if default is None and may_be_left_out:
                continue
            bound.append([default if bind is None else bind(default)] * len(lines))
        else:
            values = [line.get(name, default) for line in lines]
            bound.append(values if bind is None else list(map(bind, values)))
        names.append(name)
    insert_stored(connection, entity, names, list(zip(*bound, strict=True)))


@cache
def stored_defaults(entity: str) -> dict[str, Any]:
    """The defaults of a new record's columns as the database stores them."""
    given = catalogue[entity].defaults()
    binds = {column.name: column.bind for column in _columns(entity)}
    return {
        name: value if (bind := binds[name]) is None else bind(value)
        for name, value in given.items()
    }


def insert_stored(
    connection: Connection, entity: str, names: Sequence[str], lines: list[tuple[Any, ...]]
) -> None:
    """Write new records whose values are as the database stores them, in the order of the names."""
    listed = ", ".join(f'"{name}"' for name in names)
    opening = f'INSERT INTO "{entity}" ({listed}) VALUES '
    one = f"({', '.join('?' * len(names))})"
    for rows in _parts(lines, len(names)):
        sql = opening + ", ".join([one] * len(rows))
        connection.exec_driver_sql(sql, tuple(chain.from_iterable(rows)))


def _parts(rows: list[tuple[Any, ...]], width: int) -> Iterator[list[tuple[Any, ...]]]:
    most = max(1, min(ROWS, VARIABLES // width))
    for start in range(0, len(rows), most):
        yield rows[start : start + most]
