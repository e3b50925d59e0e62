"""A sheet of a workbook as it stands, with what was found drawn on it. Knows no plan.

The first column says in words what each row is taken for, so that nothing is told by colour
alone. Rows are pointed at with the mouse or the arrows; the owner decides what that means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cluster_desktop.excel.cells import text_of
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.table import column_letter
from cluster_desktop.i18n import _
from cluster_desktop.ui import theme

AnyIndex = QModelIndex | QPersistentModelIndex

HEADING, DATA, LEFT_OUT, OUTSIDE = "heading", "data", "left out", "outside"
LOOK_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW = 24
PADDING = 6
_SAID_WIDTH = 150
_CELL_WIDTH = 120
# The width of a column is that of its longest text among so many rows, within these pixels.
_MEASURED_ROWS = 60
_NARROWEST, _WIDEST = 44, 210
_PIXELS_A_LETTER = 7


@dataclass(frozen=True)
class RowMark:
    """What a row is taken for: a look and its words, translated when they are shown."""

    look: str
    said: str

    def words(self) -> str:
        return _(self.said) if self.said else ""


@dataclass(frozen=True)
class SheetMarks:
    """What was found on a sheet: rows from 1 as Excel counts them, columns from 0.

    `columns` say what each column of the table is read as, empty for one that is not imported;
    they are translated when they are shown."""

    rows: Mapping[int, RowMark] = field(default_factory=dict)
    columns: Mapping[int, str] = field(default_factory=dict)

    def of(self, row: int) -> RowMark:
        return self.rows.get(row, _NOTHING)


_NOTHING = RowMark(OUTSIDE, "")


class SheetModel(QAbstractTableModel):
    """Cells as texts; column 0 says what the row is, column n + 1 is column n of the sheet."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: Sequence[Sequence[Cell]] = ()
        self._width = 0
        self._shown: Callable[[Cell], str] = text_of
        self.marks = SheetMarks()

    def set_sheet(
        self,
        rows: Sequence[Sequence[Cell]],
        marks: SheetMarks,
        shown: Callable[[Cell], str] = text_of,
    ) -> None:
        """Show a sheet; `shown` makes a cell's text."""
        self.beginResetModel()
        self._rows, self.marks, self._shown = rows, marks, shown
        self._width = max(map(len, rows), default=0)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._width + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return _("Is taken for") if section == 0 else column_letter(section - 1)

    def text(self, row: int, column: int) -> str:
        """The text of a cell of the sheet, both from 0."""
        cells = self._rows[row]
        if column >= len(cells) or cells[column] is None:
            return ""
        return " ".join(self._shown(cells[column]).split())

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column() - 1
        mark = self.marks.of(row + 1)
        if role == LOOK_ROLE:
            return mark.look
        if role == Qt.ItemDataRole.DisplayRole:
            return mark.words() if column < 0 else self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._whole(mark, row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = mark.words() if column < 0 else self.text(row, column)
            return f"{self.headerData(column + 1, Qt.Orientation.Horizontal)}{row + 1}: {said}"
        return None

    def _whole(self, mark: RowMark, row: int, column: int) -> str:
        """The text in full, and what a heading is read as."""
        said = mark.words() if column < 0 else self.text(row, column)
        if mark.look == HEADING and column in self.marks.columns:
            label = self.marks.columns[column]
            return f"{said} → {_(label) if label else _('not imported')}"
        return said

    def is_read(self, column: int) -> bool:
        """Whether the column of the sheet goes into some field."""
        return bool(self.marks.columns.get(column))


class SheetDelegate(QStyledItemDelegate):
    """Headings filled, data plain, left-out rows tinted, columns that are not read muted."""

    def __init__(self, model: SheetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(_CELL_WIDTH, theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colours = theme.colours()
        look = str(index.data(LOOK_ROLE))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        column = index.column() - 1
        painter.save()
        painter.fillRect(option.rect, self._back(look, column, selected=selected))
        painter.setPen(colours.line)
        painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        below = self._model.marks.of(index.row() + 2).look
        if look == HEADING and below != HEADING:
            line = option.rect.adjusted(0, option.rect.height() - 2, 0, 0)
            painter.fillRect(line, colours.primary)
        strong = look == HEADING
        painter.setFont(theme.font("strong" if strong else "caption" if column < 0 else "body"))
        painter.setPen(self._ink(look, column, selected=selected))
        room = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        shown = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours.primary, 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _back(self, look: str, column: int, *, selected: bool) -> QColor:
        colours = theme.colours()
        if selected:
            return colours.selection
        if look == LEFT_OUT:
            return colours.tint("soon")
        if look == HEADING:
            is_read = column < 0 or self._model.is_read(column)
            return colours.tint("info") if is_read else colours.header
        return colours.surface if look == DATA else colours.window

    def _ink(self, look: str, column: int, *, selected: bool) -> QColor:
        colours = theme.colours()
        if selected:
            return colours.on_selection
        if look == LEFT_OUT:
            return colours.ink("soon")
        if look == HEADING:
            is_read = column < 0 or self._model.is_read(column)
            return colours.ink("info") if is_read else colours.muted
        is_read = look == DATA and column >= 0 and self._model.is_read(column)
        return colours.text if is_read else colours.muted


class RowNumbers(QHeaderView):
    """The numbers of the rows; the usual header keeps margins that dense rows have no room for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(18)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        last = str(self.model().rowCount()) if self.model() is not None else ""
        wide = QFontMetrics(theme.font("caption", tabular=True)).horizontalAdvance(last)
        return QSize(wide + 3 * PADDING, super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        colours = theme.colours()
        painter.save()
        painter.fillRect(rect, colours.header)
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), colours.separator)
        painter.setFont(theme.font("caption", tabular=True))
        painter.setPen(colours.muted)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(logicalIndex + 1))
        painter.restore()


class SheetGrid(QTableView):
    """The sheet. `pointed` tells of rows chosen by the mouse, Shift and the arrows."""

    pointed = Signal(int, int)
    """First and last row, as Excel counts them; (0, 0) for none."""
    taken = Signal()
    """Enter or a double click on what is pointed at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet_grid")
        self.sheet = SheetModel(self)
        self.setModel(self.sheet)
        self.setItemDelegate(SheetDelegate(self.sheet, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalHeader(RowNumbers(self))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setMinimumSectionSize(_NARROWEST)
        self.setMinimumHeight(140)
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self._tell())
        self.activated.connect(lambda _index: self.taken.emit())

    def set_sheet(
        self,
        rows: Sequence[Sequence[Cell]],
        marks: SheetMarks,
        shown: Callable[[Cell], str] = text_of,
    ) -> None:
        """Show a sheet from its top; nothing is pointed at."""
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW))
        self.sheet.set_sheet(rows, marks, shown)
        self.setColumnWidth(0, theme.scaled(_SAID_WIDTH))
        for column in range(self.sheet.columnCount() - 1):
            self.setColumnWidth(column + 1, self._width_of(column))
        self.pointed.emit(0, 0)

    def _width_of(self, column: int) -> int:
        rows = range(min(self.sheet.rowCount(), _MEASURED_ROWS))
        inside = [row for row in rows if self.sheet.marks.of(row + 1).look != OUTSIDE] or rows
        letters = max((len(self.sheet.text(row, column)) for row in inside), default=0)
        wide = letters * _PIXELS_A_LETTER + 2 * PADDING
        return theme.scaled(max(_NARROWEST, min(_WIDEST, wide)))

    def show_row(self, row: int) -> None:
        """Scroll so that the row, as Excel counts, is near the top."""
        at = self.sheet.index(max(0, row - 3), 0)
        self.scrollTo(at, QAbstractItemView.ScrollHint.PositionAtTop)

    def point_at(self, first: int, last: int) -> None:
        """Choose rows, as Excel counts them."""
        start, end = self.sheet.index(first - 1, 0), self.sheet.index(last - 1, 0)
        flags = (
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows
        )
        self.selectionModel().setCurrentIndex(start, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(QItemSelection(start, end), flags)

    def rows_pointed(self) -> tuple[int, int]:
        """First and last row chosen, (0, 0) for none."""
        rows = [index.row() + 1 for index in self.selectionModel().selectedRows()]
        return (min(rows), max(rows)) if rows else (0, 0)

    def _tell(self) -> None:
        self.pointed.emit(*self.rows_pointed())
