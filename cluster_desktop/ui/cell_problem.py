"""Why the text in an open cell is not taken: one sentence under the cell, until it is changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours
from cluster_desktop.ui.widgets_state import TextLabel


class CellProblem(QFrame):
    """Lies over the table's viewport below its editor; goes with the editor or its next letter."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._host = viewport
        self._line: QLineEdit | None = None
        self._text = TextLabel("", "caption", "bad", self)
        room = QHBoxLayout(self)
        room.setContentsMargins(8, 4, 8, 4)
        room.addWidget(self._text)
        self.hide()

    def text(self) -> str:
        """What is said now; empty while nothing is wrong."""
        return "" if self.isHidden() else self._text.text()

    def say(self, line: QLineEdit, sentence: str) -> None:
        """Say it under the editor, above it where there is no room below."""
        if self._line is not line:
            self._line = line
            line.installEventFilter(self)
            line.textEdited.connect(lambda _text: self.hide())
        self._text.setText(sentence)
        line.setAccessibleDescription(sentence)
        QAccessible.updateAccessibility(QAccessibleEvent(line, QAccessible.Event.Alert))
        self.adjustSize()
        host, cell = self._host, line.geometry()
        left = max(0, min(cell.left(), host.width() - self.width()))
        below = cell.bottom() + 2
        fits = below + self.height() <= host.height()
        self.move(left, below if fits else max(0, cell.top() - 2 - self.height()))
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        gone = (QEvent.Type.Hide, QEvent.Type.Destroy, QEvent.Type.DeferredDelete)
        if watched is self._line and event.type() in gone:
            self._line = None
            self.hide()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        outline(QPainter(self), self.rect(), c.tint("bad"), c.ink("bad"))
