"""The table of forms to deliver: name, period, due day, how full it is, state, and one verb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
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

from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.query import Row
from cluster_desktop.services import reports
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes as theme_changes
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets_state import paint_pill, pill_width

if TYPE_CHECKING:
    from cluster_desktop.excel.forms.state import FormState

Index = QModelIndex | QPersistentModelIndex
NAME, PERIOD, DUE, FILLED, STATE, VERB = range(6)
TITLES = (
    N_("Form"), N_("Period"), N_("Due"), N_("Filled"), N_("State"), N_("Next step"),
)  # fmt: skip
LOOKS = {
    "draft": "draft", "checked": "good", "delivered": "info", "returned": "bad", "accepted": "good",
}  # fmt: skip
ROW, HEAD, PAD = 44, 32, 8
WIDTHS = {PERIOD: 96, DUE: 104, FILLED: 150, STATE: 150}
FILLED_NARROW = 108
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
_MIDDLE = Qt.AlignmentFlag.AlignCenter.value
States = Callable[[UUID], "FormState | None"]


def verb_of(row: Row, state: FormState | None) -> str:
    """The key of the next step: fill, open, deliver or file."""
    if row["state"] in ("delivered", "accepted"):
        return "file"
    if state is None or state.problem:
        return "open"
    if state.missing:
        return "fill" if state.gaps and state.rows else "open"
    return "deliver"


def verb_text(key: str) -> str:
    """What the button of a step says."""
    said = {
        "file": _("File"), "open": _("Open"), "fill": _("Fill gaps"), "deliver": _("Deliver…"),
    }  # fmt: skip
    return said[key]


def gaps_text(count: int) -> str:
    return ngettext("{n} gap", "{n} gaps", count).format(n=count)


def due_text(row: Row) -> str:
    """How long it is until the due day, while the form is to be delivered."""
    days = row["days_left"]
    if days is None or row["due_on"] is None:
        return ""
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("{n} day late", "{n} days late", -days).format(n=-days)
    return ngettext("in {n} day", "in {n} days", days).format(n=days)


def state_of_row(row: Row, state: FormState | None) -> tuple[str, str]:
    """What the state column says, and its look."""
    key = row["state"]
    if key == "delivered":
        if state is not None and state.changes:
            n = len(state.changes)
            said = ngettext("{n} figure has changed since", "{n} figures have changed since", n)
            return said.format(n=n), "soon"
        day = row["delivered_on"]
        said = _("Handed in {day}")
        return said.format(day=f"{day:%d.%m}" if isinstance(day, date) else ""), "info"
    if key == "returned":
        return _(reports.STATES[str(key)]), "bad"
    if row["now"] == "overdue":
        return _("Overdue"), "bad"
    if state is not None and state.problem:
        return _("Cannot be made"), "bad"
    if key == "checked":
        return _(reports.STATES[str(key)]), "good"
    if state is not None and not state.missing:
        return _("All is filled"), "good"
    if state is not None and state.missing and state.rows:
        return gaps_text(state.missing), "soon"
    return _(reports.STATES[str(key)]), LOOKS[str(key)]


class ReportsModel(QAbstractTableModel):
    """A row for each request; how full it is arrives later."""

    def __init__(self, states: States, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._states = states

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def request(self, index: Index) -> Row | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def state(self, index: Index) -> FormState | None:
        row = self.request(index)
        return self._states(row.id) if row is not None else None

    def row_of(self, request: object) -> int:
        """The row of a request; -1 where it is not shown."""
        ids = [row.id for row in self._rows]
        return ids.index(request) if request in ids else -1  # type: ignore[arg-type]  # any object

    def told(self, request: object) -> None:
        """The state of a request has come."""
        row = self.row_of(request)
        if row >= 0:
            self.dataChanged.emit(self.index(row, 0), self.index(row, VERB))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.request(index)
        if row is None:
            return None
        text = self._text(row, index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row['name']}, {_(TITLES[index.column()])}: {text}"
        return None

    def _text(self, row: Row, index: Index) -> str:
        state = self._states(row.id)
        column = index.column()
        if column == NAME:
            return str(row["name"])
        if column == PERIOD:
            return str(row["period"] or "")
        if column == DUE:
            return ", ".join(filter(None, (format_date(row["due_on"]), due_text(row))))
        if column == FILLED:
            return "" if state is None or state.problem else f"{state.share} %"
        if column == STATE:
            return state_of_row(row, state)[0]
        return verb_text(verb_of(row, state))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "" if section == VERB and not role else _(TITLES[section])
        return None


class ReportsHeader(QHeaderView):
    """Quiet titles."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), scaled(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        c = colours()
        painter.save()
        painter.fillRect(rect, c.header)
        painter.setPen(c.muted)
        painter.setFont(font("caption"))
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        room = rect.adjusted(PAD, 0, -PAD, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _LEFT, shown)
        painter.restore()


class ReportsDelegate(QStyledItemDelegate):
    """Name over form and office, a bar, a pill, and a button in the last column."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        row = model.request(index) if isinstance(model, ReportsModel) else None
        if row is None or not isinstance(model, ReportsModel):
            return
        c = colours()
        state = model.state(index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = c.alternate if index.row() % 2 else c.surface
        painter.save()
        painter.fillRect(option.rect, c.selection if chosen else ground)
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                         c.line)  # fmt: skip
        room = option.rect.adjusted(PAD, 0, -PAD, 0)
        column = index.column()
        if column == NAME:
            under = " · ".join(filter(None, (row["form"], _asker(row))))
            two_lines(painter, room, str(row["name"]), under)
        elif column == DUE:
            late = row["now"] == "overdue"
            two_lines(painter, room, format_date(row["due_on"]), due_text(row),
                      look="bad" if late else "soon" if row["now"] == "soon" else "",
                      strong=False)  # fmt: skip
        elif column == FILLED:
            if state is not None and not state.problem:
                paint_filled(painter, room, state)
        elif column == STATE:
            text, look = state_of_row(row, state)
            paint_pill(painter, room, text, look, tinted=look != "draft")
        elif column == VERB:
            hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
            paint_button(painter, button_rect(option.rect), str(index.data()), hover=hover)
        else:
            painter.setFont(font())
            painter.setPen(c.text)
            text = painter.fontMetrics().elidedText(
                str(index.data()), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, _LEFT, text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            outline(painter, option.rect, None, c.primary, width=2)
        painter.restore()


def _asker(row: Row) -> str:
    where = row["asked_by_id"]
    return str(getattr(where, "title", "") or row["asked_by"] or "")


def two_lines(
    painter: QPainter, room: QRect, upper: str, under: str, *, look: str = "", strong: bool = True
) -> None:
    """A line and a smaller one below it, in the middle of the room."""
    c = colours()
    painter.setFont(font("strong" if strong else "body"))
    painter.setPen(c.text)
    high, low = painter.fontMetrics().height(), QFontMetrics(font("caption")).height()
    top = room.top() + (room.height() - high - (low if under else 0)) // 2
    elide = Qt.TextElideMode.ElideRight
    shown = painter.fontMetrics().elidedText(upper, elide, room.width())
    painter.drawText(QRect(room.left(), top, room.width(), high), _LEFT, shown)
    painter.setFont(font("caption"))
    painter.setPen(c.ink(look) if look else c.muted)
    shown = painter.fontMetrics().elidedText(under, elide, room.width())
    painter.drawText(QRect(room.left(), top + high, room.width(), low), _LEFT, shown)


def paint_filled(painter: QPainter, room: QRect, state: FormState) -> None:
    """The bar and its percent."""
    c = colours()
    painter.setFont(font("body", tabular=True))
    text = f"{state.share} %"
    words = painter.fontMetrics().horizontalAdvance("100 %")
    painter.setPen(c.text)
    painter.drawText(room, _RIGHT, text)
    bar = QRect(room.left(), room.center().y() - 4, max(20, room.width() - words - 8), 8)
    outline(painter, bar, c.line, c.line, radius=4)
    filled = bar.width() * state.share // 100
    if filled:
        painter.save()
        painter.setClipRect(bar.left(), bar.top(), filled, bar.height())
        ink = c.ink("good") if not state.missing else c.primary
        outline(painter, bar, ink, ink, radius=4)
        painter.restore()


def button_rect(cell: QRect) -> QRect:
    height = scaled(28)
    return QRect(cell.left() + PAD, cell.center().y() - height // 2, cell.width() - 2 * PAD, height)


def paint_button(painter: QPainter, box: QRect, text: str, *, hover: bool) -> None:
    """A button that is part of a row."""
    c = colours()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline(painter, box, c.header if hover else c.surface, c.ctrl, radius=4)
    painter.setFont(font())
    painter.setPen(c.text)
    painter.drawText(box, _MIDDLE, text)


class ReportsTable(QTableView):
    """`opened(request)`: the form is wanted; `verb_wanted(request, key)`: the row's next step."""

    opened = Signal(object)
    verb_wanted = Signal(object, str)

    def __init__(self, states: States, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reports_table")
        self.reports = ReportsModel(states, self)
        self.setHorizontalHeader(ReportsHeader(self))
        self.setModel(self.reports)
        self.setItemDelegate(ReportsDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(self._on_double)
        theme_changes().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.viewport().width()
        header = self.horizontalHeader()
        body = QFontMetrics(font())
        verbs = max(body.horizontalAdvance(verb_text(key)) for key in ("fill", "deliver", "file"))
        widths = {column: scaled(width) for column, width in WIDTHS.items()}
        if room < 900:
            widths[FILLED] = scaled(FILLED_NARROW)
        late = ngettext("{n} day late", "{n} days late", 125).format(n=125)
        ahead = ngettext("in {n} day", "in {n} days", 125).format(n=125)
        caption = QFontMetrics(font("caption"))
        said = max(caption.horizontalAdvance(text) for text in (late, ahead))
        widths[DUE] = max(widths[DUE], said + 2 * PAD + 4)
        changed = ngettext("{n} figure has changed since", "{n} figures have changed since", 12)
        wanted = pill_width(changed.format(n=12)) + 2 * PAD
        widths[VERB] = verbs + 2 * PAD + 24
        free = room - sum(widths.values())
        widths[STATE] = min(wanted, widths[STATE] + max(0, free - scaled(260)))
        widths[NAME] = max(scaled(180), room - sum(widths.values()))
        for column, width in widths.items():
            header.resizeSection(column, width)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other requests; the current one stays current."""
        before = self.reports.request(self.currentIndex())
        column = max(0, self.currentIndex().column())
        self.reports.show_rows(rows)
        row = self.reports.row_of(before.id) if before is not None else -1
        if row < 0 and self.reports.rowCount():
            row = 0
        if row >= 0:
            self.setCurrentIndex(self.reports.index(row, column))

    def choose(self, request: UUID) -> None:
        row = self.reports.row_of(request)
        if row >= 0:
            self.setCurrentIndex(self.reports.index(row, NAME))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Forms to deliver"))
        self.reports.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(TITLES) - 1)
        self._lay_out()
        self.viewport().update()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == VERB:
            self._do(index)

    def _on_double(self, index: QModelIndex) -> None:
        if index.column() != VERB:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        row = self.reports.request(index)
        if row is not None:
            self.opened.emit(row.id)

    def _do(self, index: QModelIndex) -> None:
        row = self.reports.request(index)
        if row is not None:
            self.verb_wanted.emit(row.id, verb_of(row, self.reports.state(index)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        on_verb = self.indexAt(event.position().toPoint()).column() == VERB
        shape = Qt.CursorShape.PointingHandCursor if on_verb else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.currentIndex()
            if index.column() == VERB:
                self._do(index)
            else:
                self._open(index)
        else:
            super().keyPressEvent(event)
