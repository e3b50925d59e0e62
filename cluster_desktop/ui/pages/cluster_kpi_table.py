"""The table of indicators: plan and fact of each period in one cell; a counted fact is a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cluster_desktop.i18n import N_, _, format_number, format_share
from cluster_desktop.query import Figure
from cluster_desktop.services.kpi import PERIODS, Cell, Line
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes as theme_changes
from cluster_desktop.ui.theme import colours, font, scaled

Index = QModelIndex | QPersistentModelIndex
NO, NAME, UNIT, BASE, FIRST = range(5)
KEYS = tuple(PERIODS)
TITLES = (N_("No."), N_("Indicator"), N_("Unit"), N_("Base"))
ROW, HEAD, PAD, MARK = 44, 32, 8, 14
NO_WIDTH, UNIT_WIDTH, BASE_WIDTH, PERIOD_WIDTH, PERIOD_MOST = 36, 112, 92, 70, 132
NAME_LEAST, NAME_WISHED = 150, 260
STATES = {
    "none": N_("no plan"),
    "waiting": N_("no fact yet"),
    "reached": N_("reached"),
    "below": N_("below the plan, with a reason"),
    "unexplained": N_("below the plan, a reason is missing"),
}
_LOOKS = {"reached": "good", "below": "soon", "unexplained": "bad"}
_ICONS = {"reached": "check", "below": "warning", "unexplained": "error"}
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value


@dataclass(frozen=True)
class Spot:
    """One cell of the table: the indicator and its period."""

    line: Line
    cell: Cell


def number(value: Decimal | None) -> str:
    """The number, or a dash where nothing is known."""
    return "–" if value is None else format_number(value)


def percent_of(cell: Cell) -> str:
    return "" if cell.percent is None else f"{format_share(cell.percent)} %"


def base_of(line: Line) -> str:
    """ "420 (2025)"; the year is left out where it is not known."""
    if line.base_value is None:
        return "–"
    shown = format_number(line.base_value)
    return f"{shown} ({line.base_year})" if line.base_year else shown


def way_of(line: Line) -> str:
    """Where the facts are from."""
    return _("auto") if line.counted else _("by hand")


def said(cell: Cell) -> str:
    """Everything about a cell, for tooltips and the screen reader."""
    parts = [
        _("fact {fact}, plan {plan}").format(fact=number(cell.fact), plan=number(cell.plan)),
        percent_of(cell),
        _(STATES[cell.state]),
        _("closed") if cell.closed else "",
        _("the records say {now} now").format(now=number(cell.now)) if cell.drifted else "",
        cell.reason,
    ]
    return ", ".join(part for part in parts if part)


class KpiModel(QAbstractTableModel):
    """A row for each indicator."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def line(self, index: Index) -> Line | None:
        return self.lines[index.row()] if 0 <= index.row() < len(self.lines) else None

    def cell(self, index: Index) -> Cell | None:
        """The cell of a period; None for the columns before them."""
        line = self.line(index)
        return None if line is None or index.column() < FIRST else _cell(line, index.column())

    def figure(self, index: Index) -> Figure | None:
        """What a click on the fact opens."""
        cell = self.cell(index)
        return cell.figure if cell is not None and cell.fact is not None else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else FIRST + len(KEYS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index)
        if line is None:
            return None
        text = self.text(line, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role not in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        cell = self.cell(index)
        if cell is None:
            whole = f"{text}. {line.formula.here()}".rstrip(". ")
            return whole if index.column() == NAME else text
        return f"{line.name.here()}, {_(PERIODS[cell.period])}: {said(cell)}"

    @staticmethod
    def text(line: Line, column: int) -> str:
        """A cell as copied: the fact of a plan, and the percent."""
        if column >= FIRST:
            cell = _cell(line, column)
            if cell.fact is None and cell.plan is None:
                return "–"
            shown = f"{number(cell.fact)} / {number(cell.plan)}"
            return f"{shown} ({percent_of(cell)})" if cell.percent is not None else shown
        before = (str(line.number), line.name.here(), line.unit.here(), base_of(line))
        return before[column]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        long = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        if role not in (Qt.ItemDataRole.DisplayRole, *long):
            return None
        if section < FIRST:
            return _(TITLES[section])
        key = KEYS[section - FIRST]
        if role in long:
            titled = _("{period}: fact and plan").format(period=_(PERIODS[key]))
            return f"{titled}, {_('closed')}" if self.is_closed(section) else titled
        return _("Year") if key == "year" else ("I", "II", "III", "IV")[section - FIRST]

    def is_closed(self, section: int) -> bool:
        return section >= FIRST and bool(self.lines) and _cell(self.lines[0], section).closed


def _cell(line: Line, column: int) -> Cell:
    return line.cells[KEYS[column - FIRST]]


class KpiHeader(QHeaderView):
    """Titles; a closed period has a lock."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), scaled(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        c = colours()
        model = self.model()
        painter.save()
        painter.fillRect(rect, c.header)
        painter.setPen(c.muted)
        painter.setFont(font("strong" if logicalIndex == NAME else "caption"))
        room = rect.adjusted(PAD, 0, -PAD, 0)
        text = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        words = painter.fontMetrics()
        shown = words.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        side = _LEFT if logicalIndex in (NAME, UNIT) else _RIGHT
        painter.drawText(room, side, shown)
        if isinstance(model, KpiModel) and model.is_closed(logicalIndex):
            left = room.right() - words.horizontalAdvance(shown) - MARK - 6
            paint_icon(painter, "lock", _square(left, room), c.muted)
        painter.restore()


def _square(left: int, room: QRect) -> QRect:
    return QRect(left, room.center().y() - MARK // 2 + 1, MARK, MARK)


def _halves(room: QRect) -> tuple[QRect, QRect]:
    """The upper and the lower line of a cell."""
    upper, under = QFontMetrics(font()).height(), QFontMetrics(font("caption")).height()
    top = room.top() + (room.height() - upper - under) // 2
    return (
        QRect(room.left(), top, room.width(), upper),
        QRect(room.left(), top + upper, room.width(), under),
    )


class KpiDelegate(QStyledItemDelegate):
    """Name over badge and unit; fact and plan over the percent with the sign of its state."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        line = model.line(index) if isinstance(model, KpiModel) else None
        if line is None or not isinstance(model, KpiModel):
            return
        c = colours()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = c.alternate if index.row() % 2 else c.surface
        painter.save()
        painter.fillRect(option.rect, c.selection if chosen else ground)
        room = option.rect.adjusted(PAD, 0, -PAD, 0)
        cell = model.cell(index)
        if cell is not None:
            self._period(painter, room, cell, is_link=model.figure(index) is not None)
        elif index.column() == NAME:
            self._name(painter, room, line)
        else:
            painter.setFont(font("body" if index.column() == UNIT else "caption", tabular=True))
            painter.setPen(c.muted)
            side = _LEFT if index.column() == UNIT else _RIGHT
            self._write(painter, room, side, str(index.data()))
        if chosen:
            outline(painter, option.rect, None, c.primary, width=2)
        painter.restore()

    @staticmethod
    def _write(painter: QPainter, room: QRect, side: int, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side, shown)

    def _name(self, painter: QPainter, room: QRect, line: Line) -> None:
        c = colours()
        upper, under = _halves(room)
        painter.setPen(c.text)
        painter.setFont(font())
        self._write(painter, upper, _LEFT, line.name.here())
        painter.setFont(font("caption"))
        painter.setPen(c.muted)
        sign = "reports" if line.counted else "edit"
        paint_icon(painter, sign, _square(under.left(), under), c.muted)
        parts = [way_of(line)]
        view = self.parent()
        if isinstance(view, QTableView):
            parts += [line.unit.here()] if view.isColumnHidden(UNIT) else []
            is_base_told = view.isColumnHidden(BASE) and line.base_value is not None
            parts += [_("base {base}").format(base=base_of(line))] if is_base_told else []
        words = " · ".join(part for part in parts if part)
        self._write(painter, under.adjusted(MARK + 4, 0, 0, 0), _LEFT, words)

    def _period(self, painter: QPainter, room: QRect, cell: Cell, *, is_link: bool) -> None:
        c = colours()
        upper, under = _halves(room)
        fact, plan = _parts(upper, cell)
        painter.setFont(font("strong", tabular=True))
        painter.setPen(c.link if is_link else c.text if cell.fact is not None else c.muted)
        self._write(painter, fact, _RIGHT, number(cell.fact))
        if cell.drifted:
            paint_icon(painter, "conflict", _square(fact.left() - MARK - 2, upper), c.ink("soon"))
        painter.setFont(font("caption", tabular=True))
        painter.setPen(c.muted)
        painter.drawText(plan, _RIGHT, _plan_of(cell))
        look = _LOOKS.get(cell.state)
        if look:
            painter.setPen(c.ink(look))
            told = percent_of(cell)
            painter.drawText(under, _RIGHT, told)
            left = under.right() - painter.fontMetrics().horizontalAdvance(told) - MARK - 4
            paint_icon(painter, _ICONS[cell.state], _square(left, under), c.ink(look))


def _plan_of(cell: Cell) -> str:
    return "" if cell.plan is None else f" / {number(cell.plan)}"


def _parts(upper: QRect, cell: Cell) -> tuple[QRect, QRect]:
    """Where the fact of a cell is painted, and the plan behind it."""
    plan = QFontMetrics(font("caption", tabular=True)).horizontalAdvance(_plan_of(cell))
    fact = QFontMetrics(font("strong", tabular=True)).horizontalAdvance(number(cell.fact)) + 1
    right = upper.right() + 1 - plan
    left = max(upper.left(), right - fact)
    return (
        QRect(left, upper.top(), right - left, upper.height()),
        QRect(right, upper.top(), plan, upper.height()),
    )


class KpiTable(QTableView):
    """`opened`: the records of a Figure are wanted; `chosen`: a Spot is current; `fill_in`: F2."""

    opened = Signal(object)
    chosen = Signal(object)
    fill_in = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kpi_table")
        self.kpi = KpiModel(self)
        self._widest = 0
        self._pressed: Figure | None = None
        self.setHorizontalHeader(KpiHeader(self))
        self.setModel(self.kpi)
        self.setItemDelegate(KpiDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        theme_changes().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        fact = QFontMetrics(font("strong", tabular=True))
        plan = QFontMetrics(font("caption", tabular=True))
        widths = [
            fact.horizontalAdvance(number(cell.fact)) + plan.horizontalAdvance(_plan_of(cell))
            for line in self.kpi.lines
            for cell in line.cells.values()
        ]
        self._widest = max(widths, default=0)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Unit and base have columns of their own where there is room; else they stand below."""
        room = self.viewport().width()
        header = self.horizontalHeader()
        period = min(max(scaled(PERIOD_WIDTH), self._widest + 2 * PAD + 2), scaled(PERIOD_MOST))
        taken = scaled(NO_WIDTH) + period * len(KEYS)
        more = scaled(UNIT_WIDTH) + scaled(BASE_WIDTH)
        wide = room - taken - more >= scaled(NAME_WISHED)
        for section, width in ((UNIT, UNIT_WIDTH), (BASE, BASE_WIDTH)):
            self.setColumnHidden(section, not wide)
            if wide:
                header.resizeSection(section, scaled(width))
        taken += more if wide else 0
        header.resizeSection(NO, scaled(NO_WIDTH))
        for section in range(FIRST, FIRST + len(KEYS)):
            header.resizeSection(section, period)
        header.resizeSection(NAME, max(scaled(NAME_LEAST), room - taken))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Indicators: plan and fact"))
        last = self.kpi.columnCount() - 1
        self.kpi.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
        self._lay_out()
        self.viewport().update()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Other numbers; nothing is current until somebody chooses."""
        self.kpi.show_lines(lines)
        self._measure()

    def spot(self, index: Index | None = None) -> Spot | None:
        """The indicator and period of a cell, else of the current one."""
        asked = self.currentIndex() if index is None else index
        line, cell = self.kpi.line(asked), self.kpi.cell(asked)
        return Spot(line, cell) if line is not None and cell is not None else None

    def index_of(self, record: object, period: str) -> QModelIndex:
        """The cell of an indicator's id; the first row where it is gone."""
        ids = [one.id for one in self.kpi.lines]
        row = ids.index(record) if record in ids else 0  # type: ignore[arg-type]  # any id may be asked
        return self.kpi.index(row, FIRST + KEYS.index(period))

    def choose(self, record: object, period: str, *, quiet: bool = False) -> None:
        """Make a cell current; `quiet` tells nobody."""
        self.blockSignals(quiet)
        index = self.index_of(record, period)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)
        self.blockSignals(False)
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        spot = self.spot(current) if current.isValid() else None
        if spot is not None:
            self.chosen.emit(spot)

    # ---- facts as links ----

    def fact_rect(self, index: Index) -> QRect:
        """Where the fact of a cell is painted: there a click opens its records."""
        upper, _under = _halves(self.visualRect(index).adjusted(PAD, 0, -PAD, 0))
        cell = self.kpi.cell(index)
        return QRect() if cell is None else _parts(upper, cell)[0].adjusted(-4, -2, 2, 2)

    def _figure_at(self, at: QPoint) -> Figure | None:
        index = self.indexAt(at)
        figure = self.kpi.figure(index) if index.isValid() else None
        return figure if figure is not None and self.fact_rect(index).contains(at) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Choosing a cell may open the panel, and the cell is elsewhere when the button is let go.
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._figure_at(event.position().toPoint()) if is_left else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        figure, self._pressed = self._pressed, None
        if figure is not None:
            self.opened.emit(figure)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        opens = self._figure_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        figure = self.kpi.figure(self.currentIndex())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and figure is not None:
            self.opened.emit(figure)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.fill_in.emit()
        elif ctrl and event.key() == Qt.Key.Key_C:
            QApplication.clipboard().setText(self.copied())
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """The whole table as rows and tabs, with its headings."""
        model = self.kpi
        across = range(model.columnCount())
        rows: list[list[Any]] = [[model.headerData(n, Qt.Orientation.Horizontal) for n in across]]
        rows += [[model.text(line, n) for n in across] for line in model.lines]
        return "\n".join("\t".join(str(cell) for cell in row) for row in rows)
