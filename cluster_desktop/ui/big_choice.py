"""A large answer of the first start: icon, words, a line of explanation; one of a group."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours, font, scaled

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class BigChoice(QAbstractButton):
    """A large answer with an icon and a line of explanation; one of a group."""

    def __init__(self, key: str, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self._icon, self._note = icon, ""
        self.setCheckable(True)
        self.setObjectName(f"choice_{key}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_texts(self, text: str, note: str = "") -> None:
        self.setText(text)
        self._note = note
        self.setAccessibleName(text)
        self.setAccessibleDescription(note)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, scaled(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        on = self.isChecked()
        fill = c.selection if on else c.alternate if self.underMouse() else c.surface
        wide = 2 if on or self.hasFocus() else 1
        outline(
            painter, self.rect(), fill, c.primary if on or self.hasFocus() else c.ctrl, width=wide
        )
        ink = c.on_selection if on else c.text
        middle = self.height() // 2
        paint_icon(painter, self._icon, QRect(16, middle - 10, 20, 20), c.primary)
        painter.setPen(ink)
        painter.setFont(font("strong"))
        room = self.width() - 52 - 36
        if self._note:
            painter.drawText(
                QRect(52, middle - scaled(20), room, scaled(20)), LEFT.value, self.text()
            )
            painter.setFont(font("caption"))
            painter.setPen(ink if on else c.muted)
            shown = painter.fontMetrics().elidedText(self._note, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(52, middle, room, scaled(18)), LEFT.value, shown)
        else:
            painter.drawText(QRect(52, 0, room, self.height()), LEFT.value, self.text())
        if on:
            paint_icon(painter, "tick", QRect(self.width() - 32, middle - 9, 18, 18), c.primary)
