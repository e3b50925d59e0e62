"""The header of an entity's table: its first section ticks every record of the list."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from cluster_desktop.ui.painting import check_mark
from cluster_desktop.ui.table_model import TICK
from cluster_desktop.ui.theme import colours

TICK_WIDTH = 36


class TickHeader(QHeaderView):
    """A header whose first section ticks every record of the list."""

    ticked_all = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._state = Qt.CheckState.Unchecked
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumSectionSize(TICK_WIDTH)

    def set_state(self, state: Qt.CheckState) -> None:
        if state != self._state:
            self._state = state
            self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        super().paintSection(painter, rect, section)
        if section != TICK:
            return
        c = colours()
        part = {Qt.CheckState.Checked: False, Qt.CheckState.PartiallyChecked: True}.get(self._state)
        fill, pen = (c.surface, c.ctrl) if part is None else (c.primary, c.primary)
        painter.save()
        check_mark(painter, rect, c.on_primary, fill, pen, part=part)
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.logicalIndexAt(event.position().toPoint()) == TICK:
            self.ticked_all.emit(self._state != Qt.CheckState.Checked)
            return
        super().mouseReleaseEvent(event)
