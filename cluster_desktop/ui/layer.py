"""Sheets in the middle of the window (search, renewal, questions): dimmed around, Esc closes.

The side sheet of a whole document is `sheet.Overlay`; these differ in where they lie and in that
a click beside them closes them.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.sheet import Overlay
from cluster_desktop.ui.theme import colours

EDGE = 16


class Floating(Overlay):
    """A sheet at its own size, centred; `top` keeps its upper edge there while it grows."""

    def __init__(self, host: QWidget, sheet: QWidget, *, top: int | None = None) -> None:
        self._floating = sheet
        self._top = top
        super().__init__(host, sheet, width=sheet.sizeHint().width())

    def _lay_out(self) -> None:
        host = self.parentWidget()
        if host is None:
            return
        room = host.rect()
        self.setGeometry(room)
        wanted = self._floating.sizeHint()
        width = min(room.width() - 2 * EDGE, wanted.width())
        height = min(room.height() - 2 * EDGE, wanted.height())
        top = (room.height() - height) // 2 if self._top is None else self._top
        top = max(EDGE, min(top, room.height() - height - EDGE))
        self._floating.setGeometry((room.width() - width) // 2, top, width, height)

    def event(self, event: QEvent) -> bool:
        # The sheet's size hint has changed: results came in, a row was added.
        if event.type() == QEvent.Type.LayoutRequest:
            self._lay_out()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint_beneath(painter)
        c = colours()
        painter.fillRect(self.rect(), QColor(10, 13, 16, 140 if c.dark else 90))
        frame = self._floating.geometry().adjusted(-1, -1, 1, 1)
        outline(painter, frame, c.surface, c.ctrl)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._ask_to_close()
