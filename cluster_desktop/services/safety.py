"""Backup copies, the way back, and the check of the whole database."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cluster_desktop.db import backup
from cluster_desktop.db.backup import Copy as Copy  # the word the window uses for it
from cluster_desktop.entity import catalogue
from cluster_desktop.i18n import _

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office


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
    return path


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
