"""Copies of the database that were opened and checked before they count, and the way back.

A live file is never copied: VACUUM INTO writes one consistent file in DELETE mode, which opens
from read-only media too.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from cluster_desktop.db.engine import driver
from cluster_desktop.db.journal import JournalLine
from cluster_desktop.entity import catalogue
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.rules.erasure import MARK

SUFFIX = ".backup"
TRIES = 3


@dataclass(frozen=True)
class Copy:
    """A verified backup: where it lies, when it was made (UTC), its size in bytes, its records."""

    path: Path
    made_at: datetime
    size: int
    records: int


def make(database: Path, folder: Path, at: datetime, *, why: str = "manual") -> Path:
    """A verified copy in the folder, named by moment and reason. Raises Trouble."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = _free_name(folder, f"{at:%Y%m%d-%H%M%S}-{why}")
        part = folder / f".{target.name}.part"
        part.unlink(missing_ok=True)
        before = _copy(database, part)
        found = _counts(part)
        if before and found != before:
            raise Trouble(_("The backup copy is not complete. Choose another disk and try again."))
        with part.open("rb+") as made:
            os.fsync(made.fileno())
        part.replace(target)
    except (OSError, driver.DatabaseError) as why_not:
        raise Trouble(
            _("The backup copy could not be written to {folder}. Your data are untouched.").format(
                folder=folder
            )
        ) from why_not
    return target


def _free_name(folder: Path, stem: str) -> Path:
    """A name that no copy has yet: two copies of one second must not replace each other."""
    target = folder / f"{stem}{SUFFIX}"
    n = 2
    while target.exists():
        target = folder / f"{stem}-{n}{SUFFIX}"
        n += 1
    return target


def _connect(path: Path, *, readonly: bool = True) -> Any:
    mode = "ro" if readonly else "rw"
    connection = driver.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    return connection


def _copy(source: Path, target: Path) -> dict[str, int]:
    """Rows by table of what was copied. Work goes on meanwhile: what was written to between copying
    and counting is copied anew; empty where that never ends, and only the copy can be checked."""
    connection = _connect(source, readonly=False)
    try:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise Trouble(_("The database is damaged. Restore the newest good backup copy."))
        for _turn in range(TRIES):
            target.unlink(missing_ok=True)
            version = _version(connection)
            connection.execute("VACUUM INTO ?", (str(target),))
            counted = _table_counts(connection)
            if _version(connection) == version:
                return counted
        return {}
    finally:
        connection.close()


def _version(connection: Any) -> int:
    """Another number after each write of another connection."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _counts(path: Path) -> dict[str, int]:
    connection = _connect(path)
    try:
        problems = _problems(connection)
        if problems:
            raise Trouble(_("The backup copy is damaged. Choose another disk and try again."))
        return _table_counts(connection)
    finally:
        connection.close()


def _table_counts(connection: Any) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    counted = {}
    for (name,) in names:
        counted[name] = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
    return counted


def _problems(connection: Any) -> list[str]:
    found = [line[0] for line in connection.execute("PRAGMA integrity_check(20)").fetchall()]
    problems = [] if found == ["ok"] else found
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    return problems + [f"{line[0]}: row {line[1]} points at nothing" for line in broken]


def contents(path: Path) -> dict[str, int]:
    """Rows by table of a copy, opened for reading only. Raises Trouble where it is damaged."""
    try:
        return _counts(path)
    except driver.DatabaseError as why:
        raise Trouble(_("This copy is damaged. Choose another one.")) from why


def check_file(path: Path) -> list[str]:
    """What is wrong with a database file, in technical words; empty when it is sound."""
    connection = _connect(path)
    try:
        return _problems(connection)
    except driver.DatabaseError as why:
        return [str(why)]
    finally:
        connection.close()


def copies(folder: Path) -> list[Copy]:
    """The backups in a folder, newest first. Files that are none are passed over."""
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        made = day_of(path)
        if made is None:
            continue
        found.append(Copy(path, made, path.stat().st_size, _records(path)))
    return sorted(found, key=lambda copy: copy.path.name, reverse=True)


def day_of(path: Path) -> datetime | None:
    """When a copy was made, by its name; None for another file."""
    try:
        return datetime.strptime(path.name[:15], "%Y%m%d-%H%M%S").astimezone()
    except ValueError:
        return None


def old(folder: Path, before: datetime, *, least: int) -> list[Path]:
    """Copies made before a moment, but never one of the `least` newest."""
    known = sorted(path for path in folder.glob(f"*{SUFFIX}") if day_of(path) is not None)
    return [one for one in known[:-least] if (day_of(one) or before) < before]


def holds(path: Path, entity: str, record: UUID) -> bool:
    """Whether a copy has this record of a person with its name. A file that cannot be read may."""
    field = catalogue[entity].title
    connection = _connect(path)
    try:
        there = f"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{entity}'"
        if not connection.execute(there).fetchone()[0]:
            return False
        wanted = f'SELECT "{field}" FROM "{entity}" WHERE id = ?'
        found = connection.execute(wanted, (record.bytes,)).fetchone()
    except driver.DatabaseError:
        return True
    finally:
        connection.close()
    return found is not None and found[0] != MARK


def _records(path: Path) -> int:
    connection = _connect(path)
    try:
        line = connection.execute("SELECT count(DISTINCT record) FROM journal").fetchone()
        return int(line[0])
    except driver.DatabaseError:
        return 0
    finally:
        connection.close()


def put_back(copy: Path, database: Path) -> None:
    """Make the copy the database. The caller has closed it and kept a copy of the present one.

    Raises Refusal where the file is no sound backup of this program.
    """
    try:
        problems = check_file(copy)
        tables = _counts(copy) if not problems else {}
    except (driver.DatabaseError, Trouble):
        problems, tables = ["unreadable"], {}
    if problems or JournalLine.__tablename__ not in tables:
        raise Refusal(
            _("{file} is not a sound backup copy of this program. Choose another one.").format(
                file=copy.name
            )
        )
    part = database.with_name(f".{database.name}.restored")
    part.unlink(missing_ok=True)
    connection = _connect(copy)
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
    finally:
        connection.close()
    for beside in ("-wal", "-shm"):
        database.with_name(database.name + beside).unlink(missing_ok=True)
    part.replace(database)


def check_links(connection: Connection, entity: str, field: str, to: str) -> int:
    """Number of live records whose link names a record that does not exist."""
    found = connection.execute(
        text(
            f'SELECT count(*) FROM "{entity}" e WHERE e.deleted_at IS NULL AND e."{field}" IS NOT'
            f' NULL AND NOT EXISTS (SELECT 1 FROM "{to}" t WHERE t.id = e."{field}")'
        )
    )
    return int(found.scalar_one())
