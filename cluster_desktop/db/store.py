"""One open database: reading, and actions that write. The only way to write records.

One writer at a time in one process; the file itself lets no second program in (ui/instance.py).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

import cluster_desktop.db.entities
import cluster_desktop.db.exchange  # noqa: F401  (declares its tables)
from cluster_desktop.db import erasing, journal, triggers
from cluster_desktop.db.engine import open_engine, reading
from cluster_desktop.db.journal import Said
from cluster_desktop.db.locks import Use
from cluster_desktop.db.migrate import upgrade
from cluster_desktop.db.work import Work
from cluster_desktop.errors import Trouble
from cluster_desktop.i18n import _

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """The database of one folder. `close` it before the file is moved or replaced."""

    def __init__(
        self, engine: Engine, path: Path, *, clock: Clock = utc_now, use: Use | None = None
    ) -> None:
        self.path = path
        self.engine = engine
        self.clock = clock
        self._use = use
        self._writer = threading.RLock()

    @classmethod
    def open(cls, path: Path, *, clock: Clock = utc_now) -> Store:
        """The database in that file: made if absent, brought to the newest schema if old.

        Raises Refusal where the file is newer than the program, Trouble where it is damaged.
        """
        use = Use(path.parent)
        try:
            upgrade(path, clock())
            engine = open_engine(path)
            _mend_triggers(engine)
        except BaseException:
            use.release()
            raise
        return cls(engine, path, clock=clock, use=use)

    def close(self) -> None:
        """End the use: the file may be replaced from now on."""
        self.engine.dispose()
        if self._use is not None:
            self._use.release()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with reading(self.engine) as connection:
            yield connection

    @contextmanager
    def action(
        self, title: str | Said, *, actor: str, source: str, undoes: int | None = None
    ) -> Iterator[Work]:
        """One unit of work: everything inside is written, or nothing. Raises Trouble."""
        with self._writer, _told_why(self.path), self.engine.begin() as connection:
            now = self.clock()
            made = journal.open_action(
                connection, actor=actor, source=source, title=title, now=now, undoes=undoes
            )
            yield Work(connection, made, now)
            journal.close_action(connection)

    @contextmanager
    def local_writing(self) -> Iterator[Connection]:
        """Write what belongs to this computer only and is no record (drafts, device)."""
        with self._writer, _told_why(self.path), self.engine.begin() as connection:
            yield connection

    def scrub(self) -> bool:
        """Leave no byte of what was overwritten; False while somebody reads. Raises Trouble."""
        with self._writer, _told_why(self.path):
            return erasing.scrub(self.engine)


def _mend_triggers(engine: Engine) -> None:
    """A tool that rebuilds a table loses its triggers: nothing is written before they are back."""
    with reading(engine) as connection:
        if triggers.are_whole(connection):
            return
    logging.getLogger(__name__).warning("triggers were missing or changed; they are made anew")
    with engine.begin() as connection:
        triggers.recreate(connection)


@contextmanager
def _told_why(path: Path) -> Iterator[None]:
    try:
        yield
    except OperationalError as why:
        said = str(why.orig)
        if "disk is full" in said:
            raise Trouble(
                _(
                    "The disk {drive} is full. Nothing was written and your text is still here: "
                    "free some space and leave the field again."
                ).format(drive=path.anchor or path.parent)
            ) from why
        if "readonly" in said or "read-only" in said:
            raise Trouble(
                _(
                    "The folder {folder} cannot be written to. Nothing was changed: ask for the "
                    "right to write there."
                ).format(folder=path.parent)
            ) from why
        if "locked" in said:
            raise Trouble(
                _("The database is busy. Nothing was written: try again in a minute.")
            ) from why
        if "disk I/O error" in said or "malformed" in said:
            raise Trouble(
                _(
                    "The disk reported an error. Nothing was written. Make a backup copy to "
                    "another disk and run the check."
                )
            ) from why
        raise
