"""Triggers that make the journal: generated from the declarations, so that nothing slips past.

They copy the id of the open action and abort when there is none, so a program that is not ours
cannot write. They use built-in JSON only: trusted_schema=OFF refuses functions of our own. An
insert leaves a thin line; an update the old values of the fields that really changed (links as
hex, since JSON holds no bytes); a physical DELETE is refused.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from sqlalchemy import Connection

from cluster_desktop.db.base import Base, IdBytes, business_columns, classes
from cluster_desktop.entity import Entity, catalogue

NO_ACTION = "no action is open"
NO_DELETE = "records are not deleted"
APPEND_ONLY = "the journal is append only"

_GUARD = f"SELECT RAISE(ABORT, '{NO_ACTION}') WHERE NOT EXISTS (SELECT 1 FROM open_action);"


def statements(tables: Collection[str]) -> list[str]:
    """CREATE TRIGGER for every entity that has its table by now, and for the journal itself."""
    there = [e for e in catalogue.all() if e.name in tables]
    made = [sql for e in there if e.journaled for sql in _of_entity(e)]
    made += [sql for e in there if e.searched() for sql in _of_search(e)]
    return made + _of_journal()


def drop(connection: Connection) -> None:
    """Remove all triggers: a migration rewrites tables, which is no change of a record."""
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type='trigger'"
    ).scalars()
    for name in list(names):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def are_whole(connection: Connection) -> bool:
    """Whether the file has exactly the triggers it should: without them changes leave no trace."""
    there = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type='trigger'")
    return set(there.scalars()) == _expected(frozenset(_tables(connection)))


@cache
def _expected(tables: frozenset[str]) -> frozenset[str]:
    return frozenset(statements(tables))


def recreate(connection: Connection) -> None:
    """Drop and make all triggers. A migration that rebuilds a table loses them."""
    drop(connection)
    for sql in statements(_tables(connection)):
        connection.exec_driver_sql(sql)


def _of_entity(entity: Entity) -> list[str]:
    name = entity.name
    table = classes[name].__table__
    columns = business_columns(name)

    def old(column: str) -> str:
        is_id = isinstance(table.columns[column].type, IdBytes)
        return f'hex(OLD."{column}")' if is_id else f'OLD."{column}"'

    changed = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    values = " UNION ALL ".join(
        f"SELECT '{c}' AS f, CASE WHEN OLD.\"{c}\" IS NULL THEN NULL ELSE {old(c)} END AS v"
        f' WHERE OLD."{c}" IS NOT NEW."{c}"'
        for c in columns
    )
    listed = ", ".join(f'"{c}"' for c in columns)
    return [
        f"""CREATE TRIGGER "{name}_inserted" AFTER INSERT ON "{name}" BEGIN {_GUARD}
            INSERT INTO journal (action, entity, record, op)
            SELECT id, '{name}', NEW.id, 'i' FROM open_action; END""",
        f"""CREATE TRIGGER "{name}_updated" AFTER UPDATE OF {listed} ON "{name}"
            WHEN {changed} BEGIN {_GUARD}
            INSERT INTO journal (action, entity, record, op, old)
            SELECT a.id, '{name}', OLD.id, 'u', (SELECT json_group_object(f, v) FROM ({values}))
            FROM open_action a; END""",
        f"""CREATE TRIGGER "{name}_kept" BEFORE DELETE ON "{name}" BEGIN
            SELECT RAISE(ABORT, '{NO_DELETE}'); END""",
        f"""CREATE TRIGGER "{name}_named" BEFORE UPDATE OF id ON "{name}"
            WHEN OLD.id IS NOT NEW.id BEGIN SELECT RAISE(ABORT, 'an id never changes'); END""",
    ]


def _of_search(entity: Entity) -> list[str]:
    name = entity.name
    put = f'INSERT INTO "{name}_search" (rowid, folded) VALUES (NEW."row", NEW.folded);'
    drop = (
        f"""INSERT INTO "{name}_search" ("{name}_search", rowid, folded)"""
        f""" VALUES ('delete', OLD."row", OLD.folded);"""
    )
    return [
        f'CREATE TRIGGER "{name}_found" AFTER INSERT ON "{name}" BEGIN {put} END',
        f"""CREATE TRIGGER "{name}_refound" AFTER UPDATE OF folded ON "{name}"
            WHEN OLD.folded IS NOT NEW.folded BEGIN {drop} {put} END""",
    ]


def _of_journal() -> list[str]:
    refuse = f"SELECT RAISE(ABORT, '{APPEND_ONLY}');"
    return [
        f"CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal BEGIN {refuse} END",
        f"CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN {refuse} END",
        f"CREATE TRIGGER action_kept BEFORE DELETE ON action BEGIN {refuse} END",
        f"""CREATE TRIGGER action_fixed BEFORE UPDATE OF id, uuid, stamp, actor, source, title,
            undoes ON action BEGIN {refuse} END""",
    ]


def create_search_tables(connection: Connection) -> None:
    """The index of substrings (three letters and more) beside each searchable table."""
    there = _tables(connection)
    for entity in catalogue.all():
        name = f"{entity.name}_search"
        if not entity.searched() or entity.name not in there or name in there:
            continue
        connection.exec_driver_sql(
            f'CREATE VIRTUAL TABLE "{name}" USING fts5('
            f"folded, content='{entity.name}', content_rowid='row', tokenize='trigram')"
        )
        connection.exec_driver_sql(f"""INSERT INTO "{name}" ("{name}") VALUES ('rebuild')""")


def _tables(connection: Connection) -> set[str]:
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")
    return set(names.scalars())


def build_schema(connection: Connection) -> None:
    """A whole new schema, as the newest migration would leave it (tests compare both)."""
    Base.metadata.create_all(connection)
    create_search_tables(connection)
    recreate(connection)
