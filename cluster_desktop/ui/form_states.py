"""How full requested forms are, worked out one after the other in a worker. Knows no page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from cluster_desktop.query import Row
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.work import Progress, run

if TYPE_CHECKING:
    from cluster_desktop.excel.forms.state import FormState

# Read without making the form: what was accepted does not change any more.
DONE = ("accepted",)


class FormStates(QObject):
    """`came(request)` tells that the state of one request is known, or known anew."""

    came = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: dict[UUID, FormState] = {}
        self._waiting: list[UUID] = []
        self._busy = False

    def of(self, request: UUID) -> FormState | None:
        """The state as it was known last; None while nobody has worked it out."""
        return self._known.get(request)

    def ask(self, requests: Sequence[Row]) -> None:
        """Work out the states of these anew; those asked for before and not begun are dropped."""
        self._waiting = [row.id for row in requests if row["state"] not in DONE]
        self._go_on()

    def _go_on(self) -> None:
        if self._busy or not self._waiting:
            return
        request = self._waiting.pop(0)
        self._busy = True
        run(self, _read(self._desk, request), done=self._take, failed=self._skip)

    def _take(self, found: tuple[UUID, FormState]) -> None:
        request, state = found
        self._busy = False
        self._known[request] = state
        self.came.emit(request)
        self._go_on()

    def _skip(self, why: Exception) -> None:
        """A request that has gone meanwhile: the others are worked out."""
        self._busy = False
        self._go_on()


def _read(desk: Desk, request: UUID) -> Callable[[Progress], tuple[UUID, FormState]]:
    def read(_progress: Progress) -> tuple[UUID, FormState]:
        # Loads the forms, 0.3 s: paid in the worker.
        from cluster_desktop.excel.forms import state

        return request, state.state_of(desk.office, request)

    return read
