"""Databases made once a session and copied for each test; one cache of compiled SQL for all.

A builder is a plain function of a module that fills an open, empty office: `prepared` below,
`with_college` of `tests/ui/desks.py`, or one of your own test module. The first test that asks for
it pays for it; every later one gets a copy of the file, which takes a hundredth of a second.

Copies of one builder's file share what was drawn by chance when it was made: ids, the letters of
the device. A test that needs two computers of different origin builds the second one itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

from cluster_desktop.db.store import Clock, Store, utc_now
from cluster_desktop.services import start
from cluster_desktop.services.office import Office

Builder = Callable[[Office], object]

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 32, tzinfo=UTC)


def at_now() -> datetime:
    """The clock of window tests: it stands still."""
    return NOW


def empty(office: Office) -> None:
    """The schema alone."""


def prepared(office: Office) -> None:
    """Reference lists, numbering rules, the program's templates: what a first start makes."""
    start.prepare(office)


def sampled(office: Office) -> None:
    """The sample college with the workbooks of its people imported, as the demo does first."""
    # Loaded here: it brings readers and writers of files along, which most tests do without.
    from cluster_desktop import demo

    start.prepare(office)
    demo.load_workbooks(office)


def clustered(office: Office) -> None:
    """The sample college and its cluster, as the demo leaves them."""
    from cluster_desktop import demo_cluster

    sampled(office)
    demo_cluster.load(office)


class Databases:
    """Makes the file of a builder once, and copies of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[str, Clock, date], Path] = {}

    def made(self, builder: Builder, *, clock: Clock = utc_now, today: date = TODAY) -> Path:
        """The builder's own file. Only to copy from: whoever opens it spoils it for the others."""
        # Another clock leaves other moments in the journal, another day other records.
        key = (f"{builder.__module__}.{builder.__qualname__}", clock, today)
        if key not in self._made:
            path = self._folder / str(len(self._made)) / "cluster.db"
            office = Office(Store.open(path, clock=clock), today=lambda: today)
            try:
                builder(office)
            finally:
                # Closing the last connection brings the -wal into the file: one file to copy.
                office.close()
            assert [file.name for file in path.parent.glob("*-wal")] == []
            self._made[key] = path
        return self._made[key]

    def copy(
        self, builder: Builder, path: Path, *, clock: Clock = utc_now, today: date = TODAY
    ) -> Path:
        """The builder's database under a path of the test's own."""
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.made(builder, clock=clock, today=today), path)
        return path

    def open(
        self, builder: Builder, path: Path, *, clock: Clock = utc_now, today: date = TODAY
    ) -> Office:
        """An office on a copy. The caller closes it."""
        store = Store.open(self.copy(builder, path, clock=clock, today=today), clock=clock)
        return Office(store, today=lambda: today)


def share_compiled_statements(patch: pytest.MonkeyPatch) -> None:
    """Let all engines of the session use one cache of compiled SQL.

    The program opens one engine and compiles each statement once; the tests open hundreds, and
    compiling anew for each was half of their time. SQLAlchemy keys the cache by dialect, too: all
    of ours are alike (one driver), so they count as one.
    """
    create: Callable[..., Engine] = sqlalchemy.create_engine
    cache: LRUCache[Any, Any] = LRUCache(2_000)
    alike: dict[type, type] = {}

    def same_kind(one: object, other: object) -> bool:
        return type(one) is type(other)

    def counts_as_one(kind: type) -> type:
        members = {"__eq__": same_kind, "__hash__": lambda _one: hash(kind)}
        # SQLAlchemy caches nothing of a dialect whose own class does not say that it may.
        return type(kind.__name__, (kind,), {**members, "supports_statement_cache": True})

    def create_alike(*arguments: Any, **options: Any) -> Engine:
        engine = create(*arguments, **options)
        kind = type(engine.dialect)
        engine.dialect.__class__ = alike.setdefault(kind, counts_as_one(kind))
        engine._compiled_cache = cache
        return engine

    patch.setattr(sqlalchemy, "create_engine", create_alike)
