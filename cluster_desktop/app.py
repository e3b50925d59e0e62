"""The composition root: puts paths, log, database, office and window together.

Imports everything; only the command line imports it. The window's side is loaded when a window is
wanted: commands never make a QApplication.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cluster_desktop import log, paths
from cluster_desktop.db.locks import replacing, starting
from cluster_desktop.db.store import Store, utc_now
from cluster_desktop.errors import Trouble
from cluster_desktop.files import reason_of
from cluster_desktop.i18n import _
from cluster_desktop.services import people, safety, start
from cluster_desktop.services.office import Office

if TYPE_CHECKING:
    from cluster_desktop.sync.exchange import Exchange

Today = Callable[[], date]


@dataclass(frozen=True)
class Options:
    """What the command line says for every command."""

    data: Path | None = None
    language: str | None = None
    today: date | None = None

    def places(self) -> paths.Places:
        return paths.places(self.data)

    def clock(self) -> Today | None:
        fixed = self.today
        return None if fixed is None else lambda: fixed


def open_office(options: Options, *, source: str) -> Office:
    """The office of the chosen data folder, made if there is none yet.

    Raises Refusal for a folder on a share or a stick, Trouble for a damaged file or a folder
    that cannot be written to.
    """
    places = _usable(options)
    with starting(places.data):
        office = Office(Store.open(places.database), today=options.clock(), source=source)
        try:
            start.prepare(office)
            people.finish(office)
        except BaseException:
            office.close()
            raise
    return office


def exchange(office: Office, *, is_sample: bool = False) -> Exchange:
    """The exchange of an office. Loaded when asked for: signing and packing take time to load."""
    from cluster_desktop.sync.exchange import Exchange

    return Exchange(office, is_sample=is_sample)


def restore(options: Options, copy: Path) -> Path | None:
    """Make a backup copy the database of the chosen folder. Returns the copy of the former one.

    Raises Trouble while a window has the data open.
    """
    places = _usable(options)
    logging.getLogger(__name__).info("restore")
    with replacing(places.data):
        return safety.restore(places.database, copy, utc_now())


def _usable(options: Options) -> paths.Places:
    """The folders of the options, made and open for writing. Raises Refusal or Trouble."""
    places = options.places()
    paths.refuse_unless_local(places.data)
    try:
        places.data.mkdir(parents=True, exist_ok=True)
        log.start(places.logs)
    except OSError as why:
        raise Trouble(
            _(
                "The data folder {folder} cannot be used: {why} Choose another folder with --data."
            ).format(folder=places.data, why=reason_of(why, places.data))
        ) from why
    return places
