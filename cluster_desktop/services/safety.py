"""Backup copies, the way back, and the check of the whole database."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db import backup
from cluster_desktop.db.backup import Copy as Copy  # the word the window uses for it
from cluster_desktop.entity import catalogue
from cluster_desktop.i18n import _

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office


# However old, so that the last sound copies are never deleted by a clock that is wrong.
ALWAYS_KEPT = 5


@dataclass(frozen=True)
class Held:
    """A copy that still holds a person, and the day after which it is deleted (None: by hand)."""

    path: Path
    made_on: date
    until: date | None


@dataclass(frozen=True)
class CheckResult:
    """`damage`: what SQLite found in the file; `dangling`: links to records that do not exist."""

    damage: tuple[str, ...]
    dangling: tuple[str, ...]
    records: int

    @property
    def is_clean(self) -> bool:
        return not self.damage and not self.dangling


def backups_folder(office: Office) -> Path:
    """Beside the data, or where Settings say (a second disk)."""
    chosen = office.setting("backup.folder")
    return Path(chosen) if chosen else office.store.path.parent / "backups"


def make_backup(office: Office, folder: Path | None = None, *, why: str = "manual") -> Path:
    """A verified copy. Raises Trouble where it cannot be written."""
    path = backup.make(
        office.store.path, folder or backups_folder(office), office.store.clock(), why=why
    )
    logging.getLogger(__name__).info("backup made (%s)", why)
    if folder is None:
        _drop_old(office)
    return path


def keep_days(office: Office) -> int:
    """For how many days copies are kept; 0 means until somebody deletes them."""
    return office.whole_setting("backup.keep_days")


def _drop_old(office: Office) -> None:
    """Copies past their term, after a new one was made and checked: they hold data of persons."""
    days = keep_days(office)
    if not days:
        return
    before = office.store.clock() - timedelta(days=days)
    for path in backup.old(backups_folder(office), before, least=ALWAYS_KEPT):
        try:
            path.unlink()
        except OSError:
            # Held open by another program: the next copy tries again.
            logging.getLogger(__name__).warning("an old backup copy could not be deleted")


def copies_with(office: Office, entity: str, record: UUID) -> list[Held]:
    """The copies on this computer that still hold a person, oldest first, each with its last day.

    Copies somebody has carried elsewhere are not known here.
    """
    days = keep_days(office)
    own = office.store.path
    folders = dict.fromkeys((backups_folder(office), own.parent / "backups"))
    paths = [path for folder in folders for path in sorted(folder.glob(f"*{backup.SUFFIX}"))]
    held = []
    for path in paths:
        made = backup.day_of(path)
        if made is not None and backup.holds(path, entity, record):
            until = made.date() + timedelta(days=days) if days else None
            held.append(Held(path, made.date(), until))
    # A damaged file that was put aside is no copy, but may hold everything.
    for path in sorted(own.parent.glob(f"{own.stem}-damaged-*{own.suffix}")):
        held.append(Held(path, datetime.fromtimestamp(path.stat().st_mtime, UTC).date(), None))
    return held


def backups(office: Office) -> list[Copy]:
    """The copies in the usual folder, newest first."""
    folder = backups_folder(office)
    return backup.copies(folder) if folder.is_dir() else []


def look_into(copy: Path) -> dict[str, int]:
    """Records in a copy by entity, read without changing anything. Raises Trouble if damaged."""
    tables = backup.contents(copy)
    return {e.name: tables[e.name] for e in catalogue.all() if e.name in tables}


def restore(database: Path, copy: Path, at: datetime) -> Path | None:
    """Make the copy the database; the present one is kept as a copy first, whose path is returned.

    The database must be closed. Raises Refusal where the copy is not sound, Trouble where the
    present one cannot be kept: then nothing has changed. A damaged present file is kept as it is,
    under a name that says so.
    """
    kept: Path | None = None
    if database.exists() and backup.check_file(database):
        kept = database.with_name(f"{database.stem}-damaged-{at:%Y%m%d-%H%M%S}{database.suffix}")
        database.rename(kept)
    elif database.exists():
        kept = backup.make(database, database.parent / "backups", at, why="before-restore")
    backup.put_back(copy, database)
    return kept


def check(office: Office) -> CheckResult:
    """Damage of the file, hanging links, number of live records."""
    damage = backup.check_file(office.store.path)
    dangling: list[str] = []
    records = 0
    with office.store.reading() as connection:
        for entity in catalogue.all():
            for field, link in entity.links().items():
                n = backup.check_links(connection, entity.name, field, link.to)
                if n:
                    said = _("{entity}, {field}: {n} links lead nowhere")
                    dangling.append(said.format(entity=_(entity.plural), field=link.title(), n=n))
    for entity in catalogue.all():
        records += office.count(entity.name)
    return CheckResult(tuple(damage), tuple(dangling), records)
