"""Beside the workbook: what is pointed at, the fields it may take, what rows are, what is wrong.

Shows what it is given and tells what was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.services.form_fields import Problem
from cluster_desktop.ui.form_designer_grid import HEADING, TAKEN, TOTAL
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.sheet_grid import AnyIndex
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, IconButton, TextLabel

KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_CHECKS_HIGH, _CHECKS_LOW = 92, 60


@dataclass(frozen=True)
class Line:
    """A line of a list: what it stands for, its words, and an icon with the colour of a role."""

    key: str
    words: str
    icon: str = ""
    role: str = "muted"
    where: str = ""


class Lines(QAbstractListModel):
    """Lines of a list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: Sequence[Line] = ()

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Other lines; those that only changed their words keep what is chosen."""
        same = [one.key for one in lines] == [one.key for one in self._lines]
        if same:
            self._lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 0))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, row: int) -> Line:
        return self._lines[row]

    def row_of(self, key: str) -> int:
        """The row of that key, -1 for none."""
        return next((n for n, one in enumerate(self._lines) if one.key == key), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        words = f"{line.where} · {line.words}" if line.where else line.words
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return words
        if role == Qt.ItemDataRole.DecorationRole and line.icon:
            return icon(line.icon, line.role)
        return line.key if role == KEY_ROLE else None


class ChoiceList(QListView):
    """One click or Enter chooses a line."""

    taken = Signal(str)
    """Key of the line."""
    left = Signal()
    """Esc: back to the workbook."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.lines = Lines(self)
        self.setModel(self.lines)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # What one chooses by is read whole: long names go on in the next line.
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        self.clicked.connect(lambda index: self.taken.emit(str(index.data(KEY_ROLE))))

    def choose(self, key: str) -> None:
        """Put the mark on a line without telling."""
        row = self.lines.row_of(key)
        if row < 0:
            self.clearSelection()
            return
        self.setCurrentIndex(self.lines.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.taken.emit(str(self.currentIndex().data(KEY_ROLE)))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SidePart(QWidget):
    """The column of choices beside the workbook."""

    field_chosen = Signal(str)
    """Key of a field; empty for nothing."""
    role_wanted = Signal(str)
    """What the chosen rows are: HEADING, TAKEN, TOTAL; empty: there is no table."""
    grows_wanted = Signal(bool)
    table_wanted = Signal(str)
    problem_chosen = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = TextLabel("", "strong", parent=self, elide=True)
        self.found = TextLabel("", "caption", "muted", self, elide=True)
        self.table_label = TextLabel("", parent=self)
        self.tables = QComboBox(self)
        self.tables.setObjectName("table_of_form")
        self.tables.setProperty("dense", True)
        self.tables.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.fields = ChoiceList("fields_of_form", self)
        self.rows_label = TextLabel("", "strong", parent=self, elide=True)
        self.roles: dict[str, Button | IconButton] = {
            role: Button("", dense=True, key=key, parent=self)
            for role, key in ((HEADING, "1"), (TAKEN, "2"), (TOTAL, "3"))
        }
        self.no_table = IconButton("bin", parent=self, dense=True)
        self.roles[""] = self.no_table
        for role, button in self.roles.items():
            button.setObjectName(f"role_{role or 'none'}")
            button.clicked.connect(lambda _on=False, to=role: self.role_wanted.emit(to))
        self.grows = QCheckBox(self)
        self.grows.setObjectName("table_grows")
        self.checks_label = TextLabel("", "strong", parent=self, elide=True)
        self.checks = ChoiceList("checks_of_map", self)
        self._lay_out()
        self.fields.taken.connect(self.field_chosen)
        self.fields.left.connect(self.left)
        self.checks.taken.connect(lambda key: self.problem_chosen.emit(int(key)))
        self.checks.left.connect(self.left)
        self.grows.clicked.connect(self.grows_wanted)
        self.tables.activated.connect(
            lambda _at: self.table_wanted.emit(str(self.tables.currentData()))
        )
        self.retranslate()

    def _lay_out(self) -> None:
        table = QHBoxLayout()
        table.setSpacing(8)
        table.addWidget(self.table_label)
        table.addWidget(self.tables, 1)
        roles = QHBoxLayout()
        roles.setSpacing(6)
        for button in self.roles.values():
            roles.addWidget(button)
        roles.addStretch(1)
        self.fields.setMinimumHeight(72)
        self.set_low(low=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.place)
        column.addWidget(self.found)
        column.addLayout(table)
        column.addWidget(self.fields, 1)
        column.addWidget(self.rows_label)
        column.addLayout(roles)
        column.addWidget(self.grows)
        column.addWidget(self.checks_label)
        column.addWidget(self.checks)

    def retranslate(self) -> None:
        self.fields.setAccessibleName(_("What it takes"))
        self.table_label.setText(_("Table of the form:"))
        self.tables.setAccessibleName(_("Table of the form:"))
        for role, words in (
            (HEADING, _("Headings")),
            (TAKEN, _("Rows to fill")),
            (TOTAL, _("Total")),
        ):
            self.roles[role].setText(words)
        self.no_table.set_name(_("No table"))
        self.grows.setText(_("Add rows where they are too few"))
        self.checks_label.setText(_("Checks"))
        self.checks.setAccessibleName(_("Checks"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def set_low(self, *, low: bool) -> None:
        """Less of the checks at once where the window is low."""
        self.checks.setFixedHeight(scaled(_CHECKS_LOW if low else _CHECKS_HIGH))

    # ---- what is shown ----

    def show_place(self, place: str, found: str) -> None:
        """What is pointed at, and the office's words there."""
        self.place.setText(place)
        self.found.setText(found)
        self.found.setVisible(bool(found))

    def show_fields(self, lines: Sequence[Line], chosen: str) -> None:
        """The fields to choose from, and the one that stands there now."""
        self.fields.lines.set_lines(lines)
        self.fields.setEnabled(bool(lines))
        self.fields.choose(chosen)

    def show_tables(self, tables: Sequence[tuple[str, str]], chosen: str) -> None:
        """The tables of a form that has several; hidden for others."""
        self.tables.clear()
        for key, words in tables:
            self.tables.addItem(words, key)
        self.tables.setCurrentIndex(max(0, self.tables.findData(chosen)))
        several = len(tables) > 1
        self.tables.setVisible(several)
        self.table_label.setVisible(several)

    def show_rows(self, said: str, may: Mapping[str, bool], *, grows: bool | None) -> None:
        """What may be said of the chosen rows; `grows` is None without a table."""
        self.rows_label.setText(said)
        for role, button in self.roles.items():
            button.setEnabled(may.get(role, False))
        self.grows.setEnabled(grows is not None)
        self.grows.setChecked(bool(grows))

    def show_checks(self, problems: Sequence[Problem]) -> None:
        """What keeps the map from being used comes first."""
        looks = {"error": ("error", "bad"), "warning": ("warning", "soon")}
        lines = [
            Line(str(n), one.message, *looks.get(one.severity, ("info", "info")))
            for n, one in enumerate(problems)
        ]
        if not lines:
            lines = [Line("-1", _("Everything of the form has its place."), "check", "good")]
        self.checks.lines.set_lines(lines)
