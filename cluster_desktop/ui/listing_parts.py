"""Pieces of a list: its outlined frame, and the line of sums under the table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes, colours, scaled
from cluster_desktop.ui.widgets_state import TextLabel


class ListFrame(QWidget):
    """A surface with a 1 px outline."""

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        outline(QPainter(self), self.rect(), c.surface, c.separator)


class SumLine(QWidget):
    """28 px under the table: how many, and the page's own sums."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._measure()
        changes().changed.connect(self._measure)
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(16)
        self._left = TextLabel("", "caption", "muted", self)
        self._right = TextLabel("", "caption", "muted", self, elide=True)
        self._right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._left)
        line.addWidget(self._right, 1)

    def _measure(self) -> None:
        self.setFixedHeight(scaled(28))

    def put_between(self, widget: QWidget) -> None:
        """Something of the page's own between the number and the sums, in the room they leave."""
        self._line.insertWidget(1, widget, 1)
        self._right.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._line.setStretchFactor(self._right, 0)

    def set_words(self, left: str, right: list[str]) -> None:
        self._left.setText(left)
        self._right.setText("    ".join(right))
