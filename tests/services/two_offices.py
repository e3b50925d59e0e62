"""Two computers with the same records, and an exchange between them in its plainest form.

Of every field the last change stands, on both, as the real exchange decides; new records are added.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cluster_desktop.db.base import business_columns, table_of
from cluster_desktop.db.work import Work
from cluster_desktop.entity import catalogue
from cluster_desktop.services.office import Office

Key = tuple[str, bytes]


@dataclass
class Two:
    """`exchange` brings both to the same records, and settles what it brought."""

    here: Office
    there: Office
    lines: tuple[int, int] = (0, 0)

    def begin(self) -> None:
        self.lines = (last_line(self.here), last_line(self.there))

    def exchange(self) -> None:
        from cluster_desktop.services import merging

        mine = changed(self.here, self.lines[0])
        theirs = changed(self.there, self.lines[1])
        take(self.here, newer(theirs, mine))
        take(self.there, newer(mine, theirs))
        self.begin()
        merging.settle(self.here)
        merging.settle(self.there)


def last_line(office: Office) -> int:
    with office.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT max(id) FROM journal").scalar() or 0)


def changed(office: Office, since: int) -> dict[Key, dict[str, tuple[int, Any, str]]]:
    """By record and field: stamp of the last change, value as stored, title of the action."""
    found: dict[Key, dict[str, tuple[int, Any, str]]] = {}
    with office.store.reading() as connection:
        lines = connection.exec_driver_sql(
            "SELECT j.entity, j.record, j.op, j.old, a.stamp, a.title FROM journal j"
            " JOIN action a ON a.id = j.action WHERE j.id > ? ORDER BY j.id",
            (since,),
        ).all()
        for entity, record, op, old, stamp, title in lines:
            names = business_columns(entity) if op == "i" else list(json.loads(old))
            listed = ", ".join(f'"{name}"' for name in names)
            values = connection.exec_driver_sql(
                f'SELECT {listed} FROM "{entity}" WHERE id = ?', (record,)
            ).one()
            of_record = found.setdefault((entity, bytes(record)), {})
            of_record |= {n: (stamp, v, title) for n, v in zip(names, values, strict=True)}
    return found


def newer(
    theirs: dict[Key, dict[str, tuple[int, Any, str]]],
    mine: dict[Key, dict[str, tuple[int, Any, str]]],
) -> dict[str, dict[Key, dict[str, Any]]]:
    """What of theirs is to be written here, by the title of their actions."""
    found: dict[str, dict[Key, dict[str, Any]]] = {}
    for key, fields in theirs.items():
        for name, (stamp, value, title) in fields.items():
            own = mine.get(key, {}).get(name)
            if own is None or (own[0], repr(own[1])) < (stamp, repr(value)):
                found.setdefault(title, {}).setdefault(key, {})[name] = value
    return found


def take(office: Office, new: dict[str, dict[Key, dict[str, Any]]]) -> None:
    whole: dict[Key, dict[str, Any]] = {}
    for records in new.values():
        for key, values in records.items():
            whole.setdefault(key, {}).update(values)
    for title, records in new.items():
        with office.store.action(title, actor="", source="exchange") as work:
            for (entity, record), values in records.items():
                _write(work, entity, record, values, whole[entity, record])


def _write(
    work: Work, entity: str, record: bytes, values: dict[str, Any], whole: dict[str, Any]
) -> None:
    there = work.connection.exec_driver_sql(
        f'SELECT 1 FROM "{entity}" WHERE id = ?', (record,)
    ).first()
    if there is None:
        marks = ", ".join("?" * (len(whole) + 1))
        listed = ", ".join(["id", *whole])
        statement = f'INSERT INTO "{entity}" ({listed}) VALUES ({marks})'
        work.connection.exec_driver_sql(statement, (record, *whole.values()))
        return
    settings = ", ".join(f'"{name}" = ?' for name in values)
    statement = f'UPDATE "{entity}" SET {settings} WHERE id = ?'
    work.connection.exec_driver_sql(statement, (*values.values(), record))


def content(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Every record with all that is exchanged of it."""
    found = {}
    with office.store.reading() as connection:
        for entity in catalogue.all():
            if not entity.journaled or entity.exchange == "local":
                continue
            table = table_of(entity.name)
            columns = [table.c.id, *(table.c[c] for c in business_columns(entity.name))]
            listed = ", ".join(f'"{c.name}"' for c in columns)
            lines = connection.exec_driver_sql(
                f'SELECT {listed} FROM "{entity.name}" ORDER BY id'
            ).all()
            if lines:
                found[entity.name] = [tuple(line) for line in lines]
    return found
