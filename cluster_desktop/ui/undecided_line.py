"""Above the fields of a record: which of them wait for a decision, and the way to make it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import _
from cluster_desktop.services import undecided
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.exchange_parts import Notice
from cluster_desktop.ui.trail import Place
from cluster_desktop.ui.work import run


def decision_place(record: UUID) -> Place:
    """Where the values of this record are chosen."""
    return Place("exchange", tab="conflicts", record=record)


class UndecidedLine(Notice):
    """Hidden while nothing waits; `wanted` names the record somebody wants to decide."""

    wanted = Signal(object)

    def __init__(self, office: Office, bridge: OfficeBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("undecided")
        self._office = office
        self._shown: tuple[str, UUID] | None = None
        bridge.changed.connect(lambda _changes: self.read())

    def open(self, entity: str, record: UUID | None) -> None:
        """Of this record from now on; None for one that is not there yet."""
        wanted = (entity, record) if record is not None else None
        if wanted != self._shown:
            self.clear()
        self._shown = wanted
        self.read()

    def read(self) -> None:
        shown = self._shown
        if shown is not None:
            entity, record = shown
            run(
                self, lambda _p: undecided.waiting(self._office, entity, record),
                done=lambda fields: self._show(record, fields),
            )  # fmt: skip

    def _show(self, record: UUID, fields: tuple[str, ...]) -> None:
        if self._shown is None or self._shown[1] != record:
            return  # another one was opened meanwhile
        if not fields:
            self.clear()
            return
        said = _("Changed in two places at once: {fields}.").format(fields=", ".join(fields))
        decide = (_("Decide…"), "decide_record", lambda: self.wanted.emit(record), False)
        self.show_text("conflict", said, [decide])
