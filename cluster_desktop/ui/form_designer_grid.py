"""The office's workbook as a grid, with what its columns, rows and cells take drawn on it.

Shows what it is given and tells what is pointed at; the page decides what that means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cluster_desktop.excel.cells import text_of
from cluster_desktop.excel.reader import Sheet
from cluster_desktop.excel.table import column_letter
from cluster_desktop.i18n import _
from cluster_desktop.services.form_fields import FormFields, Problem, address
from cluster_desktop.services.form_mappings import SheetMap, TableMap
from cluster_desktop.services.form_pointing import table_at
from cluster_desktop.ui import theme
from cluster_desktop.ui.keys import latin_key
from cluster_desktop.ui.sheet_grid import PADDING, ROW, AnyIndex, RowNumbers

LOOK_ROLE = int(Qt.ItemDataRole.UserRole) + 1
# An empty cell that takes something says what; that is drawn otherwise than the sheet's own text.
NAME_ROLE = LOOK_ROLE + 1

HEADING, HEADING_FREE, TAKEN, FREE, TOTAL, CELL, WRONG, OUTSIDE = (
    "heading", "heading free", "taken", "free", "total", "cell", "wrong", "outside",
)  # fmt: skip
ROLE_KEYS = {Qt.Key.Key_1: HEADING, Qt.Key.Key_2: TAKEN, Qt.Key.Key_3: TOTAL}
_SAID_WIDTH = 128
_NARROWEST, _WIDEST = 48, 190
_PIXELS_A_LETTER = 7
# What is drawn of a workbook: forms are small, and a hostile one may be endless.
MOST_ROWS, MOST_COLUMNS, MOST_MERGED = 3_000, 120, 1_500
_ROWS_BELOW, _COLUMNS_BESIDE = 12, 2
_LINES_SEEN = 3


@dataclass(frozen=True)
class Pointed:
    """What is chosen: the current cell (letter "" for the words before a row), first and last row,
    and whether a whole column is."""

    row: int
    letter: str
    first: int
    last: int
    whole_column: bool


class DesignModel(QAbstractTableModel):
    """Column 0 says what a row is; column n + 1 is column n of the sheet."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sheet = Sheet("", [])
        self._width = 0
        self._height = 0
        self._map = SheetMap(sheet="")
        self._fields: FormFields | None = None
        self._roles: dict[int, str] = {}
        self._cells: dict[tuple[int, str], str] = {}
        self._wrong: frozenset[tuple[int, str]] = frozenset()

    def set_sheet(self, sheet: Sheet) -> None:
        """Show another sheet; nothing is drawn on it yet."""
        self.beginResetModel()
        self._sheet = sheet
        wide = max(map(len, sheet.rows), default=0)
        self._width = min(wide + _COLUMNS_BESIDE, MOST_COLUMNS)
        self._height = min(len(sheet.rows) + _ROWS_BELOW, MOST_ROWS)
        self._map = SheetMap(sheet=str(sheet.name))
        self._roles, self._cells, self._wrong = {}, {}, frozenset()
        self.endResetModel()

    def set_map(self, wanted: SheetMap, fields: FormFields, problems: Sequence[Problem]) -> None:
        """Draw what the sheet takes."""
        self._map, self._fields = wanted, fields
        self._roles = {}
        for table in wanted.tables:
            self._roles |= _roles_of(table)
        self._cells = {
            at: key for place, key in wanted.cells.items() if (at := address(place)) is not None
        }
        self._wrong = frozenset(
            (one.row, one.column)
            for one in problems
            if one.severity == "error" and one.sheet == wanted.sheet
        )
        if self._height:
            self.dataChanged.emit(self.index(0, 0), self.index(self._height - 1, self._width))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._height

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or not self._height else self._width + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return _("Is taken for") if section == 0 else column_letter(section - 1)

    def text(self, row: int, column: int) -> str:
        """The sheet's own text in a cell, both from 0."""
        rows = self._sheet.rows
        cells = rows[row] if row < len(rows) else ()
        if column < 0 or column >= len(cells) or cells[column] is None:
            return ""
        return " ".join(text_of(cells[column]).split())

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column() - 1
        if role == LOOK_ROLE:
            return self._look(row + 1, column)
        if role == NAME_ROLE:
            return self.name(row + 1, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            name = self.name(row + 1, column)
            own = self.text(row, column)
            return f"{own} → {name}" if own and name else own or name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            place = f"{self.headerData(column + 1, Qt.Orientation.Horizontal)}{row + 1}"
            said = ", ".join(filter(None, (self.text(row, column), self.name(row + 1, column))))
            return f"{place}: {said or self._shown(row, column)}"
        return None

    def name(self, row: int, column: int) -> str:
        """What the cell takes, in words; empty for nothing. Rows from 1, columns from 0."""
        if self._fields is None or column < 0:
            return ""
        letter = column_letter(column)
        fact = self._cells.get((row, letter))
        if fact is not None:
            found = self._fields.fact(fact)
            return found.text() if found else _("not in this form")
        table = table_at(self._map, row)
        if table is None or not table.header_first <= row <= table.first_row:
            return ""
        key = table.columns.get(letter)
        known = self._fields.table(table.table)
        field = known.column(key) if known is not None and key is not None else None
        return field.text() if field is not None else _("not in this form") if key else ""

    def _shown(self, row: int, column: int) -> str:
        if column < 0:
            return _words_of(self._roles.get(row + 1, ""))
        own = self.text(row, column)
        if own and (row + 1, column_letter(column)) not in self._cells:
            return own
        # Headings are the office's own; the names stand in the first row and in single cells.
        if self._roles.get(row + 1) == HEADING:
            return own
        name = self.name(row + 1, column)
        return f"→ {name}" if name else own

    def _look(self, row: int, column: int) -> str:
        letter = column_letter(column) if column >= 0 else ""
        if (row, letter) in self._wrong or (column < 0 and (row, "") in self._wrong):
            return WRONG
        if (row, letter) in self._cells:
            return CELL
        role = self._roles.get(row, OUTSIDE)
        if role not in (HEADING, TAKEN) or column < 0:
            return role
        table = table_at(self._map, row)
        is_taken = table is not None and letter in table.columns
        if role == HEADING:
            return HEADING if is_taken else HEADING_FREE
        return TAKEN if is_taken else FREE


def _roles_of(table: TableMap) -> Mapping[int, str]:
    rows = dict.fromkeys(range(table.first_row, min(table.last_row, MOST_ROWS) + 1), TAKEN)
    rows |= dict.fromkeys(range(table.header_first, table.header_last + 1), HEADING)
    return rows | dict.fromkeys(table.totals, TOTAL)


def _words_of(role: str) -> str:
    if role == HEADING:
        return _("headings")
    if role == TAKEN:
        return _("row to fill")
    return _("total") if role == TOTAL else ""


class _DesignDelegate(QStyledItemDelegate):
    """Headings, rows, totals and single cells tinted; what is taken is named in words, too."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(_NARROWEST, theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        colours = theme.colours()
        look = str(index.data(LOOK_ROLE))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        back, ink = _colours_of(look, index.column() > 0)
        shown = str(index.data() or "")
        painter.save()
        painter.fillRect(option.rect, colours.selection if selected else back)
        painter.setPen(colours.line)
        painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        is_cell = index.column() > 0
        strong = look == HEADING or (look in (CELL, TAKEN) and shown.startswith("→"))
        wraps = is_cell and option.rect.height() > 1.5 * theme.scaled(ROW)
        small = not is_cell or wraps
        painter.setFont(theme.font("caption" if small else "strong" if strong else "body"))
        painter.setPen(colours.on_selection if selected else ink)
        room = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        if wraps:
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.setClipRect(option.rect)
        else:
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            shown = painter.fontMetrics().elidedText(
                shown, Qt.TextElideMode.ElideRight, room.width()
            )
        painter.drawText(room, int(flags), shown)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(colours.primary, 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()


def _colours_of(look: str, is_cell: bool) -> tuple[QColor, QColor]:
    """(background, ink)"""
    colours = theme.colours()
    if look == HEADING:
        return colours.tint("info"), colours.ink("info")
    if look == HEADING_FREE:
        return colours.header, colours.muted
    if look in (TAKEN, CELL):
        return colours.tint("good"), colours.ink("good")
    if look == TOTAL:
        return colours.tint("soon"), colours.ink("soon")
    if look == WRONG:
        return colours.tint("bad"), colours.ink("bad")
    return (colours.surface if is_cell else colours.window), colours.text


class DesignGrid(QTableView):
    """The sheet; a column, a cell or rows are chosen with the mouse, or with arrows and Shift."""

    pointed = Signal()
    taken = Signal()
    """Enter: on to the fields."""
    role_wanted = Signal(str)
    """1, 2, 3: the chosen rows are headings, rows to fill, totals."""
    cleared = Signal()
    """Del: what is chosen takes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("design_grid")
        self.sheet = DesignModel(self)
        self.setModel(self.sheet)
        self.setItemDelegate(_DesignDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalHeader(RowNumbers(self))
        self.horizontalHeader().setMinimumSectionSize(_NARROWEST)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(True)
        self.setMinimumHeight(120)
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.pointed.emit())
        self.selectionModel().currentChanged.connect(lambda _to, _from: self.pointed.emit())

    def set_sheet(self, sheet: Sheet, headings: Sequence[int] = ()) -> None:
        """Show another sheet; scrolled to the rows of headings (from 1), which are higher."""
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW))
        self.clearSpans()
        self.sheet.set_sheet(sheet)
        rows, columns = self.sheet.rowCount(), self.sheet.columnCount()
        for top, left, bottom, right in list(sheet.merged)[:MOST_MERGED]:
            last_row, last_column = min(bottom, rows - 1), min(right + 1, columns - 1)
            high, wide = last_row - top + 1, last_column - left
            if high > 0 and wide > 0 and (high > 1 or wide > 1):
                self.setSpan(top, left + 1, high, wide)
        self.setColumnWidth(0, theme.scaled(_SAID_WIDTH))
        for column in range(columns - 1):
            self.setColumnWidth(column + 1, self._width_of(column))
        # A model reset keeps the heights of a sheet shown before.
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW) + 1)
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW))
        for row in headings:
            if 1 <= row <= rows:
                self._heighten(row - 1)
        if headings:
            at = self.sheet.index(max(0, headings[0] - 3), 0)
            self.scrollTo(at, QAbstractItemView.ScrollHint.PositionAtTop)

    def _width_of(self, column: int) -> int:
        """For the longest word of the column; headings wrap."""
        texts = [self.sheet.text(row, column) for row in range(min(40, self.sheet.rowCount()))]
        spans = [self.columnSpan(row, column + 1) for row in range(len(texts))]
        own = [text for text, span in zip(texts, spans, strict=True) if span == 1]
        letters = max((len(word) for text in own for word in text.split()), default=0)
        most = max(map(len, own), default=0)
        wide = max(letters + 1, min(most, 14)) * _PIXELS_A_LETTER + 2 * PADDING
        return theme.scaled(max(_NARROWEST, min(_WIDEST, wide)))

    def _heighten(self, row: int) -> None:
        """Two or three lines for headings that would not be read otherwise."""
        lines = 1
        for column in range(1, self.sheet.columnCount()):
            if self.rowSpan(row, column) > 1 or self.columnSpan(row, column) > 1:
                continue
            letters = len(self.sheet.text(row, column - 1)) * _PIXELS_A_LETTER
            room = max(1, self.columnWidth(column) - 2 * PADDING)
            if letters > 1.2 * room and len(self.sheet.text(row, column - 1).split()) > 1:
                lines = max(lines, min(_LINES_SEEN, -(-letters // room)))
        if lines > 1:
            self.setRowHeight(row, theme.scaled(ROW) + (lines - 1) * theme.scaled(16))

    # ---- pointing ----

    def chosen(self) -> Pointed:
        """What is pointed at; row 0 for nothing."""
        current = self.currentIndex()
        chosen = self.selectionModel().selectedIndexes()
        if not current.isValid() or not chosen:
            return Pointed(0, "", 0, 0, whole_column=False)
        rows = [index.row() + 1 for index in chosen]
        column = current.column()
        whole = column > 0 and self.selectionModel().isColumnSelected(column)
        letter = column_letter(column - 1) if column else ""
        return Pointed(current.row() + 1, letter, min(rows), max(rows), whole_column=whole)

    def point_at(self, row: int, column: int, *, last: int = 0) -> None:
        """Choose a cell (row from 1, column from 0), or whole rows down to `last`."""
        start = self.sheet.index(row - 1, column + 1 if not last else 0)
        end = self.sheet.index(last - 1, self.sheet.columnCount() - 1) if last else start
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(start, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(QItemSelection(start, end), select)
        self.scrollTo(start)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = latin_key(event) or event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key in ROLE_KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.role_wanted.emit(ROLE_KEYS[Qt.Key(key)])
        elif key == Qt.Key.Key_Delete:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)
