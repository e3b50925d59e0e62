"""A form as it will look in Excel: a grid that is only read, with cells that open their records."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cluster_desktop.excel.forms.shown import ShownCell, ShownSheet
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.writer import letters
from cluster_desktop.i18n import _
from cluster_desktop.query import Query
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes as theme_changes
from cluster_desktop.ui.theme import colours, font, scaled

Index = QModelIndex | QPersistentModelIndex
# Pixels of a letter of a column's width and of a point of a row's height, at 100 %.
LETTER, POINT = 6.6, 1.2
WIDEST = 260
_BARE = (Look.PLAIN, Look.TITLE, Look.SUBTITLE, Look.LABEL, Look.NOTE)
_HEADS = (Look.HEADER, Look.COLUMN_NUMBER)
_TOTALS = (Look.TOTAL_TEXT, Look.TOTAL_NUMBER, Look.TOTAL_SHARE)
_RIGHT = (Look.NUMBER, Look.DECIMAL, Look.SHARE, Look.TOTAL_NUMBER, Look.TOTAL_SHARE)
_MIDDLE = (Look.HEADER, Look.COLUMN_NUMBER, Look.TITLE, Look.SUBTITLE, Look.CENTRE, Look.DATE)


@dataclass(frozen=True)
class Marks:
    """Cells that need a look, as (row's key, meaning): gaps, figures by hand, changed figures."""

    gaps: frozenset[tuple[str, str]] = frozenset()
    by_hand: frozenset[tuple[str, str]] = frozenset()
    changed: frozenset[tuple[str, str]] = frozenset()


class GridModel(QAbstractTableModel):
    """One sheet of a form."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: ShownSheet | None = None
        self._marks = Marks()

    def show_sheet(self, sheet: ShownSheet | None, marks: Marks) -> None:
        self.beginResetModel()
        self._sheet, self._marks = sheet, marks
        self.endResetModel()

    def sheet(self) -> ShownSheet | None:
        return self._sheet

    def cell(self, index: Index) -> ShownCell | None:
        if self._sheet is None or not index.isValid():
            return None
        return self._sheet.lines[index.row()].cells.get(index.column())

    def key(self, index: Index) -> tuple[str, str] | None:
        """The row's key and the meaning of a cell of the table; None outside of it."""
        cell = self.cell(index)
        if self._sheet is None or cell is None or not cell.meaning:
            return None
        source = self._sheet.lines[index.row()].source
        return (source.key, cell.meaning) if source is not None else None

    def label(self, index: Index) -> str:
        """What the row of a cell is called."""
        source = self._sheet.lines[index.row()].source if self._sheet is not None else None
        return source.label if source is not None else ""

    def behind(self, index: Index) -> Query | None:
        """The records that a cell tells of."""
        if self._sheet is None or not index.isValid():
            return None
        return self._sheet.behind(index.row(), index.column())

    def mark(self, index: Index) -> str:
        """gap, hand, changed or nothing."""
        key = self.key(index)
        if key is None:
            return ""
        if key in self._marks.by_hand:
            return "hand"
        if key in self._marks.changed:
            return "changed"
        return "gap" if key in self._marks.gaps else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._sheet is None else len(self._sheet.widths)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text if cell is not None else ""
        if cell is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.text or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index, cell)
        return None

    def _spoken(self, index: Index, cell: ShownCell) -> str:
        sheet = self._sheet
        if sheet is None or not cell.meaning:
            return cell.text
        told = {"gap": _("missing"), "hand": _("put by hand"), "changed": _("changed since")}
        parts = (self.label(index), sheet.headings.get(cell.meaning, ""), cell.text,
                 told.get(self.mark(index), ""))  # fmt: skip
        return ", ".join(part for part in parts if part)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return letters(section) if orientation == Qt.Orientation.Horizontal else section + 1


class GridHeader(QHeaderView):
    """Letters above, numbers at the left, as small as the cells' text."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(8)

    def sizeHint(self) -> QSize:
        high = scaled(24)
        across = self.orientation() == Qt.Orientation.Horizontal
        return QSize(super().sizeHint().width(), high) if across else QSize(scaled(40), 0)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        c = colours()
        painter.save()
        painter.fillRect(rect, c.header)
        painter.setPen(c.separator)
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(c.muted)
        painter.setFont(font("caption", tabular=True))
        text = str(self.model().headerData(logicalIndex, self.orientation()))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter.value, text)
        painter.restore()


class GridDelegate(QStyledItemDelegate):
    """A cell as the workbook has it: borders, bold, grey headings; marks in colour."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, GridModel):
            return
        c = colours()
        cell = model.cell(index)
        look = cell.look if cell is not None else Look.PLAIN
        mark = model.mark(index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        ground = c.header if look in (*_HEADS, *_TOTALS) else c.surface
        tint = {"gap": "soon", "hand": "info", "changed": "conflict"}.get(mark)
        painter.fillRect(option.rect, c.selection if chosen else c.tint(tint) if tint else ground)
        self._borders(painter, option.rect, look)
        if cell is not None and cell.text:
            self._text(painter, option.rect.adjusted(3, 1, -3, -1), cell, link=(
                model.behind(index) is not None and look in _RIGHT))  # fmt: skip
        if mark:
            corner = option.rect.topRight()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.ink(tint or "info"))
            points = (corner, corner.__class__(corner.x() - 7, corner.y()),
                      corner.__class__(corner.x(), corner.y() + 7))  # fmt: skip
            painter.drawPolygon(QPolygon(list(points)))
        if option.state & QStyle.StateFlag.State_HasFocus:
            outline(painter, option.rect, None, c.primary, width=2)
        painter.restore()

    @staticmethod
    def _borders(painter: QPainter, rect: QRect, look: Look) -> None:
        c = colours()
        painter.setPen(QPen(c.separator, 1))
        if look in _BARE:
            return
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if look is not Look.UNDERLINED:
            painter.drawLine(rect.topRight(), rect.bottomRight())
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.topLeft(), rect.bottomLeft())

    @staticmethod
    def _text(painter: QPainter, room: QRect, cell: ShownCell, *, link: bool) -> None:
        c = colours()
        look = cell.look
        used = QFont(font("strong" if look in (*_HEADS[:1], *_TOTALS, Look.TITLE) else "caption"))
        if look is not Look.TITLE:
            used.setPointSizeF(font("caption").pointSizeF())
        painter.setFont(used)
        muted = look in (Look.NOTE, Look.COLUMN_NUMBER, Look.LABEL)
        painter.setPen(c.link if link else c.muted if muted else c.text)
        flags = Qt.TextFlag.TextWordWrap.value
        if look in _RIGHT:
            flags |= Qt.AlignmentFlag.AlignRight.value
        elif look in _MIDDLE:
            flags |= Qt.AlignmentFlag.AlignHCenter.value
        middle = look in (*_HEADS, *_TOTALS, Look.TITLE, Look.SUBTITLE, Look.LABEL)
        flags |= (Qt.AlignmentFlag.AlignVCenter if middle else Qt.AlignmentFlag.AlignTop).value
        if look is Look.NOTE or (look is Look.LABEL and room.width() < 120):
            # An unwrapped text runs over its empty neighbours, as in Excel.
            flags &= ~Qt.TextFlag.TextWordWrap.value
            painter.setClipping(False)
            room = room.adjusted(0, 0, 600, 0)
        painter.drawText(room, flags, cell.text)


class FormGrid(QTableView):
    """`opened(query)`: the records of a cell; `chosen(index)`: another cell is current."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form_grid")
        self.grid = GridModel(self)
        self.setModel(self.grid)
        self.setItemDelegate(GridDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(GridHeader(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(GridHeader(Qt.Orientation.Vertical, self))
        self.doubleClicked.connect(self._open)
        theme_changes().changed.connect(self._measure)

    def show_sheet(self, sheet: ShownSheet | None, marks: Marks) -> None:
        """Another sheet, or the same one made anew: then the place on the screen stays."""
        old = self.grid.sheet()
        same = old is not None and sheet is not None and old.name == sheet.name
        current = (self.currentIndex().row(), self.currentIndex().column())
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.clearSpans()
        self.grid.show_sheet(sheet, marks)
        for row, column, rows, columns in sheet.merged if sheet is not None else ():
            if rows > 1 or columns > 1:
                self.setSpan(row, column, rows, columns)
        self._measure()
        if same:
            if current[0] >= 0:
                self.setCurrentIndex(self.grid.index(*current))
            self.horizontalScrollBar().setValue(across)
            self.verticalScrollBar().setValue(down)
        else:
            # The rows have their heights, but the scroll bar its range only in the next turn.
            QTimer.singleShot(0, self, self._pass_titles)

    def _pass_titles(self) -> None:
        """In a low window begin with the headings: what stands above them is known."""
        sheet = self.grid.sheet()
        lines = sheet.lines if sheet is not None else ()
        heads = [
            row
            for row, line in enumerate(lines)
            if any(cell.look is Look.HEADER for cell in line.cells.values())
        ]
        first = next((row for row, line in enumerate(lines) if line.source is not None), 0)
        above = sum(self.rowHeight(row) for row in range(first))
        if heads and 2 * above > self.viewport().height():
            at = self.grid.index(heads[0], 0)
            self.scrollTo(at, QAbstractItemView.ScrollHint.PositionAtTop)

    def _measure(self) -> None:
        sheet = self.grid.sheet()
        if sheet is None:
            return
        for column, width in enumerate(sheet.widths):
            self.horizontalHeader().resizeSection(
                column, min(scaled(WIDEST), round(_grown(width * LETTER)) + 6)
            )
        rows = self.verticalHeader()
        usual = scaled(24)
        rows.setDefaultSectionSize(usual)
        for number, line in enumerate(sheet.lines):
            height = max(usual, round(_grown(line.height * POINT)))
            # A reset keeps the heights of the sheet before.
            if rows.sectionSize(number) != height:
                rows.resizeSection(number, height)

    def go_to(self, row: str, meaning: str) -> bool:
        """Make the cell of a row current and visible; False where it is not on this sheet."""
        sheet = self.grid.sheet()
        place = sheet.place_of(row, meaning) if sheet is not None and row else None
        if place is None:
            return False
        index = self.grid.index(*place)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current)

    def _open(self, index: QModelIndex) -> None:
        query = self.grid.behind(index)
        if query is not None:
            self.opened.emit(query)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        opens = self.grid.behind(self.indexAt(event.position().toPoint())) is not None
        shape = Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.setAccessibleName(_("The form as it will look in Excel"))


def _grown(pixels: float) -> float:
    """As the size of the text grows, so do the cells around it."""
    return pixels * scaled(1000) / 1000
