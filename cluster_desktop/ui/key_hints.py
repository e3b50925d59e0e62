"""A line under a table that says which keys do what there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cluster_desktop.ui.theme import changes, colours, font, scaled
from cluster_desktop.ui.widgets_buttons import caption_width, key_cap_size, paint_key_cap

_GAP = 14


class KeyHints(QWidget):
    """Keys and what they do, in one line; the last ones leave where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: Sequence[tuple[str, str]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        changes().changed.connect(self.updateGeometry)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Pairs of key and word."""
        self._hints = hints
        said = ", ".join(f"{key} {word}" for key, word in hints)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, scaled(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font("caption"))
        left = 0
        for key, word in self._hints:
            cap = key_cap_size(key)
            width = cap.width() + 6 + caption_width(word)
            if left + width > self.width():
                break
            box = self.rect().adjusted(left, 0, 0, 0)
            box.setWidth(cap.width())
            box.setTop((self.height() - cap.height()) // 2)
            box.setHeight(cap.height())
            paint_key_cap(painter, box, key)
            painter.setPen(colours().muted)
            room = self.rect().adjusted(left + cap.width() + 6, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, word)
            left += width + _GAP
