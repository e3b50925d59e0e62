"""Step 2 of the import: one line per column of the file, what it is read as, and a doubt if any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.ui import theme
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.widgets import FlowLayout, Rule, TextLabel

# A sheet with more columns than these has a wide tail nobody imports; it stays as recognised.
MOST_COLUMNS = 40
NOT_IMPORTED = ""


@dataclass(frozen=True)
class Assumption:
    """What is taken for all rows because the file has no such column, and what else it may be."""

    path: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ColumnLine:
    """A column of the file: its heading, what its cells look like, what it is taken for."""

    index: int
    heading: str
    example: str
    meaning: str
    look: str
    note: str = ""


class _Sign(QWidget):
    """✔ or ▲ with its word beside the combo box."""

    def __init__(self, look: str, note: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(note)
        self._note = note
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(96, theme.scaled(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        middle = self.height() // 2
        icon = {"good": "tick", "soon": "warning", "bad": "error"}.get(self._look, "")
        if icon:
            paint_icon(painter, icon, QRect(0, middle - 8, 16, 16), colours.ink(self._look))
        painter.setFont(theme.font("caption"))
        painter.setPen(colours.ink(self._look) if self._look == "soon" else colours.muted)
        room = self.rect().adjusted(22, 0, 0, 0)
        shown = painter.fontMetrics().elidedText(
            self._note, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


class _Arrow(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        square = QRect(2, self.height() // 2 - 8, 16, 16)
        paint_icon(QPainter(self), "arrow-right", square, theme.colours().muted)


class ColumnsStep(QScrollArea):
    """The mapping. A change is told at once; the page reads the file anew when it goes on."""

    changed = Signal(int, str)
    """(column of the file, meaning; NOT_IMPORTED for none)"""
    supposed = Signal(str, str)
    """(field, value) for all rows of a file without that column."""
    clears_chosen = Signal(bool)
    """Empty cells of the file clear what we have, or change nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._heads: list[TextLabel] = []
        self._combos: dict[int, QComboBox] = {}
        inner = self._inner = QWidget(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        for column, stretch in enumerate((5, 5, 0, 5, 3)):
            self._grid.setColumnStretch(column, stretch)
        self._assumed = QGridLayout()
        self._assumed.setHorizontalSpacing(12)
        self._assumed.setColumnStretch(1, 1)
        self._assumed.setColumnStretch(2, 2)
        self.blanks_label = TextLabel("", parent=inner)
        self.keep = QRadioButton(inner)
        self.keep.setObjectName("blanks_keep")
        self.clear = QRadioButton(inner)
        self.clear.setObjectName("blanks_clear")
        self.keep.setChecked(True)
        self.clear.clicked.connect(lambda: self.clears_chosen.emit(True))
        self.keep.clicked.connect(lambda: self.clears_chosen.emit(False))
        blanks = FlowLayout()
        self.promise = TextLabel("", "body", "muted", inner, wrap=True)
        self.key_note = TextLabel("", "body", "muted", inner, wrap=True)
        column_box = QVBoxLayout(inner)
        column_box.setContentsMargins(16, 8, 16, 16)
        column_box.setSpacing(12)
        column_box.addLayout(self._grid)
        column_box.addWidget(Rule(inner))
        column_box.addLayout(self._assumed)
        column_box.addLayout(blanks)
        for widget in (self.blanks_label, self.keep, self.clear):
            blanks.addWidget(widget)
        column_box.addWidget(self.promise)
        column_box.addWidget(self.key_note)
        column_box.addStretch(1)
        self.setWidget(inner)
        self.retranslate()

    def retranslate(self) -> None:
        self.promise.setText(
            _("What you choose here is remembered for the next file of this form.")
        )
        self.blanks_label.setText(_("Empty cells of the file:"))
        self.keep.setText(_("keep what we have"))
        self.clear.setText(_("clear it"))
        for button in (self.keep, self.clear):
            button.setAccessibleName(f"{self.blanks_label.text()} {button.text()}")
        for label, text in zip(self._heads, self._titles(), strict=False):
            label.setText(text)

    @staticmethod
    def _titles() -> list[str]:
        return [_("Column of the file"), _("Example"), "", _("Is read as"), _("Found")]

    def set_columns(
        self, lines: Sequence[ColumnLine], meanings: Sequence[tuple[str, str]], key_note: str
    ) -> None:
        """Show the file's columns; `meanings` are (key, label) of what a column may be."""
        self._clear()
        for at, title in enumerate(self._titles()):
            label = TextLabel(title, "caption", "muted", self.widget())
            self._heads.append(label)
            self._grid.addWidget(label, 0, at)
        for at, line in enumerate(lines[:MOST_COLUMNS], start=1):
            self._add(at, line, meanings)
        if len(lines) > MOST_COLUMNS:
            rest = _("{n} more columns stay as recognised").format(n=len(lines) - MOST_COLUMNS)
            self._grid.addWidget(
                TextLabel(rest, "caption", "muted", self.widget()), MOST_COLUMNS + 1, 0, 1, 5
            )
        self.key_note.setText(key_note)
        self.key_note.setVisible(bool(key_note))

    def set_clears(self, *, clears: bool) -> None:
        """What is chosen for empty cells."""
        (self.clear if clears else self.keep).setChecked(True)

    def set_assumptions(self, assumptions: Sequence[Assumption]) -> None:
        """Values for what the file has no column of; each can be changed here."""
        _empty(self._assumed)
        for at, one in enumerate(assumptions):
            said = _("{field}, for all rows:").format(field=one.label)
            label = TextLabel(said, parent=self._inner)
            combo = QComboBox(self._inner)
            combo.setObjectName(f"assumed_{one.path}")
            combo.setProperty("dense", True)
            for value, words in one.options:
                combo.addItem(words, value)
            combo.setCurrentIndex(max(0, combo.findData(one.value)))
            combo.setAccessibleName(said)
            label.setBuddy(combo)
            combo.activated.connect(
                lambda _at, path=one.path, box=combo: self.supposed.emit(
                    path, str(box.currentData())
                )
            )
            self._assumed.addWidget(label, at, 0)
            self._assumed.addWidget(combo, at, 1)

    def combo(self, index: int) -> QComboBox:
        """The choice of a column of the file."""
        return self._combos[index]

    def _add(self, at: int, line: ColumnLine, meanings: Sequence[tuple[str, str]]) -> None:
        host = self._inner
        self._grid.addWidget(TextLabel(line.heading, parent=host, elide=True), at, 0)
        self._grid.addWidget(TextLabel(line.example, "body", "muted", host, elide=True), at, 1)
        self._grid.addWidget(_Arrow(host), at, 2)
        combo = QComboBox(host)
        combo.setProperty("dense", True)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(12)
        combo.addItem(_("(do not import)"), NOT_IMPORTED)
        for key, label in meanings:
            combo.addItem(label, key)
        combo.setCurrentIndex(max(0, combo.findData(line.meaning)))
        combo.setAccessibleName(_("{column}: is read as").format(column=line.heading))
        combo.activated.connect(
            lambda _at, which=line.index, box=combo: self.changed.emit(
                which, str(box.currentData() or NOT_IMPORTED)
            )
        )
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._combos[line.index] = combo
        self._grid.addWidget(combo, at, 3)
        self._grid.addWidget(_Sign(line.look, line.note, host), at, 4)

    def _clear(self) -> None:
        self._heads, self._combos = [], {}
        _empty(self._grid)


def _empty(grid: QGridLayout) -> None:
    """Take every widget out of a grid."""
    while (item := grid.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
