"""What the frame shows of the records: badges, the college, what can be undone. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from cluster_desktop.query import Alert, Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Desk, place_of
from cluster_desktop.ui.theme import Look
from cluster_desktop.ui.work import run

_WORST: tuple[Look, ...] = ("bad", "soon", "conflict")
_SOON_MS = 50


@dataclass(frozen=True)
class Facts:
    """Read at one moment."""

    alerts: list[Alert]
    college: str
    undo: str
    redo: str

    def badge(self, page: str) -> tuple[int, Look]:
        """How many records of a rail page need action, and the look of the worst."""
        mine = [a for a in self.alerts if a.query and _rail_page(a.query) == page]
        looks = [look for look in _WORST if any(a.severity == look for a in mine)]
        return sum(a.count for a in mine), looks[0] if looks else "bad"


def _rail_page(query: Query) -> str:
    place = place_of(query)
    return place.page if place is not None else ""


class News(QObject):
    """Reads in a worker; many changes in a row are read once."""

    came = Signal(object)

    def __init__(self, office: Office, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._desk = desk
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.read)

    def read_soon(self) -> None:
        self._soon.start()

    def read(self) -> None:
        run(self, lambda _p: self._facts(), done=self.came.emit, failed=self._desk.fail)

    def _facts(self) -> Facts:
        office = self._office
        own = office.setting("college.organisation")
        name = office.title("organisation", UUID(own)) if own else ""
        return Facts(office.alerts(), name, office.undo_title() or "", office.redo_title() or "")
