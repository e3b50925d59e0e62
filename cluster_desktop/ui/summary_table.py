"""A summary as a table: words at the left, numbers at the right, totals strong. A cell is a click.

Knows the summary as plain values; opening the records behind a number is its owner's business.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.services.summary import TOTAL, Summary
from cluster_desktop.ui.theme import face, font, scaled

Index = QModelIndex | QPersistentModelIndex
FIRST_WIDTH, LEAST_WIDTH, MOST_WIDTH = 260, 80, 200
PADDING = 28


class SummaryModel(QAbstractTableModel):
    """Rows and columns of a summary; the last of each is the total."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.made: Summary | None = None
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._headings: list[str] = []
        self._lines: list[list[str]] = []

    def set_summary(self, made: Summary | None) -> None:
        self.beginResetModel()
        self.made = made
        self._headings, self._lines = made.table() if made is not None else ([], [])
        self._rows = made.row_order() if made is not None else []
        self._columns = made.column_order() if made is not None else []
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._headings)

    def cell(self, index: Index) -> tuple[int, int]:
        """Row and column of the summary; the words at the left stand for the whole row."""
        column = TOTAL if index.column() == 0 else self._columns[index.column() - 1]
        return self._rows[index.row()], column

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and section < len(self._headings):
            if role == Qt.ItemDataRole.DisplayRole:
                return _short(self._headings[section], FIRST_WIDTH if not section else MOST_WIDTH)
            if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                return self._headings[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _aligned(section)
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(index.column())
        if role == Qt.ItemDataRole.FontRole:
            is_total = TOTAL in self.cell(index) and index.column() > 0
            strong = is_total or self._rows[index.row()] == TOTAL
            return font("strong", tabular=True) if strong else font(tabular=True)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = line[index.column()] or _("nothing")
            return f"{line[0]}, {self._headings[index.column()]}: {said}"
        return None


def _short(text: str, width: int) -> str:
    """A header at the right edge would lose the beginning of its words."""
    _font, metrics = face("strong")
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, scaled(width - PADDING))


def _aligned(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class SummaryTable(QTableView):
    """Read only; a click or Enter on a number wants its records."""

    wanted = Signal(int, int)
    """Row and column of the summary whose records are wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers = SummaryModel(self)
        self.setModel(self.numbers)
        self.setObjectName("summary_table")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.clicked.connect(self._on_clicked)

    def show_summary(self, made: Summary | None) -> None:
        self.numbers.set_summary(made)
        self.verticalHeader().setDefaultSectionSize(scaled(30))
        for column in range(self.numbers.columnCount()):
            if column == 0:
                self.setColumnWidth(0, scaled(FIRST_WIDTH))
                continue
            wanted = self.horizontalHeader().sectionSizeHint(column) + scaled(12)
            wanted = max(scaled(LEAST_WIDTH), self.sizeHintForColumn(column), wanted)
            self.setColumnWidth(column, min(scaled(MOST_WIDTH), wanted))
        if self.numbers.rowCount():
            self.setCurrentIndex(self.numbers.index(0, min(1, self.numbers.columnCount() - 1)))

    def _on_clicked(self, index: QModelIndex) -> None:
        self.wanted.emit(*self.numbers.cell(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self._on_clicked(self.currentIndex())
            return
        super().keyPressEvent(event)
