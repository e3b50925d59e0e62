"""The connection to one SQLite file: driver, pragmas, transactions, one writer at a time.

sqlcipher3 is the driver everywhere, so that every machine has the same, current SQLite. Write
transactions begin IMMEDIATE, reading ones deferred. The file lies on a local disk (paths.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event

from cluster_desktop.db.functions import FUNCTIONS

try:
    from sqlcipher3 import dbapi2 as _driver
except ImportError:  # A machine without the wheel may still look at an unencrypted file.
    import sqlite3 as _driver

driver: ModuleType = _driver

# SQLite 3.7.0 to 3.51.2 can corrupt a WAL file when two connections checkpoint together.
WAL_SAFE_FROM = (3, 51, 3)
CACHE_KIB = 64_000


def journal_mode() -> str:
    """ "wal" where this SQLite is safe with it, otherwise "delete"."""
    return "wal" if driver.sqlite_version_info >= WAL_SAFE_FROM else "delete"


def open_engine(path: Path, *, foreign_keys: bool = True) -> Engine:
    """Engine on the file, made when first used.

    `foreign_keys=False` is for migrations only: a rebuilt table would take its children along, and
    inside a transaction the pragma does nothing.
    """
    # URL.create, never a formatted string: a URL un-escapes %41 in a folder's name.
    engine = sqlalchemy.create_engine(
        URL.create("sqlite", database=str(path)),
        module=driver,
        hide_parameters=True,  # parameters are people's data; errors end in logs
        pool_size=8,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # Python's driver would commit DDL behind SQLAlchemy's back; "begin" below is ours.
        connection.isolation_level = None
        cursor = connection.cursor()
        wanted = journal_mode()
        got = cursor.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0]
        if got != wanted:
            raise driver.OperationalError(f"journal mode is {got}, wanted {wanted}")
        for pragma in (
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "busy_timeout=10000",
            "synchronous=FULL",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "mmap_size=0",
            "secure_delete=ON",
            "temp_store=MEMORY",
            f"cache_size=-{CACHE_KIB}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        for name, (arguments, function) in FUNCTIONS.items():
            connection.create_function(name, arguments, function, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        readonly = connection.get_execution_options().get("readonly", False)
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection whose transaction sees one state of the file and takes no lock from writers."""
    with engine.connect().execution_options(readonly=True) as connection, connection.begin():
        yield connection
