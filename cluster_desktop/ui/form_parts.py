"""Parts of a form: a section that folds and remembers, made when first opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours, font, scaled

FIELD_GAP = 6


class _SectionHead(QAbstractButton):
    """Arrow, name, and at the right a note such as "8 of 12"."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.note = ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(160, scaled(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        if self.underMouse():
            outline(painter, self.rect(), c.header, c.header)
        name = "chevron-down" if self.isChecked() else "chevron-right"
        middle = self.height() // 2
        paint_icon(painter, name, QRect(0, middle - 8, 16, 16), c.muted)
        painter.setFont(font())
        painter.setPen(c.text)
        room = self.rect().adjusted(22, 0, -8, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, self.text())
        painter.setPen(c.muted)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, flags.value, self.note)
        if self.hasFocus():
            outline(painter, self.rect(), None, c.primary, width=2)


class Section(QWidget):
    """A heading over a body that is made when it is opened first."""

    unfolded = Signal(bool)

    def __init__(
        self,
        make: Callable[[QWidget], None],
        parent: QWidget | None = None,
        *,
        opened: bool = False,
    ) -> None:
        super().__init__(parent)
        self._make: Callable[[QWidget], None] | None = make
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(FIELD_GAP)
        self.head = _SectionHead(self)
        self.head.toggled.connect(self._on_toggled)
        column.addWidget(self.head)
        self.body = QWidget(self)
        lines = QVBoxLayout(self.body)
        lines.setContentsMargins(0, 0, 0, 4)
        lines.setSpacing(FIELD_GAP)
        self.body.hide()
        column.addWidget(self.body)
        if opened:
            self.open()

    def set_title(self, title: str, note: str = "") -> None:
        self.head.setText(title)
        self.head.note = note
        self.head.setAccessibleName(f"{title} {note}".strip())
        self.head.update()

    def is_open(self) -> bool:
        return self.head.isChecked()

    def is_made(self) -> bool:
        return self._make is None

    def open(self) -> None:
        self.head.setChecked(True)

    def _on_toggled(self, opened: bool) -> None:
        if opened and self._make is not None:
            make, self._make = self._make, None
            make(self.body)
        self.body.setVisible(opened)
        self.unfolded.emit(opened)
