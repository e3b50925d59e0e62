"""The table of labour needs: speciality, numbers that open records, the gap and a bar."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
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

from cluster_desktop.i18n import N_, _, language, ngettext
from cluster_desktop.query import Figure
from cluster_desktop.services.needs import Balance, Line, whole
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes as theme_changes
from cluster_desktop.ui.theme import colours, font, scaled

Index = QModelIndex | QPersistentModelIndex
NAME, NEEDED, OURS, OTHERS, GAP, BAR = range(6)
TITLES = (
    N_("Speciality"), N_("Needed"), N_("Ours"), N_("Other colleges"), N_("Difference"),
    N_("Need and graduates"),
)  # fmt: skip
SHORT = {OTHERS: N_("Others")}
NUMBER_WIDTH, GAP_WIDTH = 64, 84
ROW, HEAD = 38, 32
PAD = 8
BAR_HEIGHT = 13
# A gap of less than a third of the need can still be closed by other colleges.
GRAVE = 3
STEPS = (1, 2, 5)
MINUS = "\N{MINUS SIGN}"


def signed(number: int) -> str:
    """With its sign; nought has none."""
    return f"+{number}" if number > 0 else f"{MINUS}{-number}" if number < 0 else "0"


def step_of(most: int) -> int:
    """The distance of three or so marks on a scale up to `most`: 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for step in STEPS:
            if step * power * 4 >= most:
                return step * power
        power *= 10


def look_of(line: Line) -> str:
    """How bad a gap is: lacking a third of the need or more, lacking, or enough."""
    if line.gap >= 0:
        return ""
    return "bad" if -line.gap * GRAVE >= whole(line.needed) else "soon"


def name_of(line: Line) -> str:
    """The speciality in the language of the window."""
    if line.speciality is None:
        return _("Without a speciality")
    first, second = line.speciality.name.kk, line.speciality.name.ru
    return (second or first) if language() == "ru" else (first or second)


class NeedsModel(QAbstractTableModel):
    """A row for each speciality, the sum last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._balance: Balance | None = None
        self.most = 1

    def show_balance(self, balance: Balance | None) -> None:
        self.beginResetModel()
        self._balance = balance
        lines = balance.lines if balance is not None else ()
        self.most = max([1, *(max(whole(one.needed), one.supply) for one in lines)])
        self.endResetModel()

    def balance(self) -> Balance | None:
        return self._balance

    def line(self, row: int) -> Line | None:
        """The line of a row; the sum's for the last one."""
        if self._balance is None or not 0 <= row <= len(self._balance.lines):
            return None
        return self._balance.total if self.is_total(row) else self._balance.lines[row]

    def is_total(self, row: int) -> bool:
        return self._balance is not None and row == len(self._balance.lines)

    def row_of(self, key: object) -> int:
        """The row of a speciality's id; -1 where it has none."""
        lines = self._balance.lines if self._balance is not None else ()
        ids = [one.speciality.id if one.speciality else None for one in lines]
        return ids.index(key) if key in ids else -1  # type: ignore[arg-type]  # any object may be asked

    def figure(self, index: Index) -> Figure | None:
        """The number that a cell opens; None where there is nothing behind it."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        shown = {NEEDED: line.needed, OURS: line.ours, OTHERS: line.others}.get(index.column())
        return shown if shown is not None and whole(shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid() or self._balance is None or not self._balance.lines:
            return 0
        return len(self._balance.lines) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        text = self._text(line, index)
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (NAME, BAR):
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column():
            return f"{self._name(line, index.row())}, {_(TITLES[index.column()])}: {text}"
        return text if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _name(self, line: Line, row: int) -> str:
        if self.is_total(row):
            n = row
            said = ngettext("Total of {n} speciality", "Total of {n} specialities", n)
            return said.format(n=n)
        code = line.speciality.code if line.speciality else ""
        return f"{name_of(line)} {code}".strip()

    def _text(self, line: Line, index: Index) -> str:
        if index.column() == NAME:
            return self._name(line, index.row())
        if index.column() == GAP:
            return signed(line.gap)
        if index.column() == BAR:
            said = _("needed {needed}, ours {ours}, other colleges {others}")
            return said.format(
                needed=whole(line.needed), ours=whole(line.ours), others=whole(line.others)
            )
        return str(whole({NEEDED: line.needed, OURS: line.ours}.get(index.column(), line.others)))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(SHORT.get(section, TITLES[section]))
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return _(TITLES[section])
        return None


class NeedsHeader(QHeaderView):
    """Titles, and over the bars their scale."""

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
        room = rect.adjusted(PAD, 0, -PAD, 0)
        model = self.model()
        if logicalIndex == BAR and isinstance(model, NeedsModel):
            painter.setFont(font("caption", tabular=True))
            self._scale(painter, room, model.most)
        else:
            painter.setFont(font("strong" if logicalIndex == NAME else "caption"))
            side = Qt.AlignmentFlag.AlignLeft if not logicalIndex else Qt.AlignmentFlag.AlignRight
            text = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, (side | Qt.AlignmentFlag.AlignVCenter).value, shown)
        painter.restore()

    @staticmethod
    def _scale(painter: QPainter, room: QRect, most: int) -> None:
        step = step_of(most)
        flags = (Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter).value
        for mark in range(0, most + 1, step):
            middle = room.left() + round(room.width() * mark / most)
            words = painter.fontMetrics().horizontalAdvance(str(mark))
            left = min(max(middle - words // 2, room.left()), room.right() - words)
            painter.drawText(QRect(left, room.top(), words + 1, room.height()), flags, str(mark))


class NeedsDelegate(QStyledItemDelegate):
    """Name over code, numbers like links, the gap with its sign, the bar; the sum comes last."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        line = model.line(index.row()) if isinstance(model, NeedsModel) else None
        if line is None or not isinstance(model, NeedsModel):
            return
        c = colours()
        total = model.is_total(index.row())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = c.header if total else c.alternate if index.row() % 2 else c.surface
        painter.save()
        painter.fillRect(option.rect, c.selection if chosen and not total else ground)
        room = option.rect.adjusted(PAD, 0, -PAD, 0)
        if index.column() == NAME:
            self._name(painter, room, line, str(index.data()), total=total)
        elif index.column() == GAP:
            self._gap(painter, room, line, total=total)
        elif index.column() == BAR:
            if not total:
                bar(painter, room, line, model.most)
        else:
            strong = total or index.column() == NEEDED
            painter.setFont(font("strong" if strong else "body", tabular=True))
            painter.setPen(c.muted if model.figure(index) is None else c.link)
            painter.drawText(room, _RIGHT, str(index.data()))
        if option.state & QStyle.StateFlag.State_HasFocus:
            outline(painter, option.rect, None, c.primary, width=2)
        painter.restore()

    @staticmethod
    def _name(painter: QPainter, room: QRect, line: Line, said: str, *, total: bool) -> None:
        c = colours()
        painter.setPen(c.text)
        painter.setFont(font("strong" if total else "body"))
        code = line.speciality.code if line.speciality and not total else ""
        name = said if total or not code else name_of(line)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        if not code:
            painter.drawText(room, _LEFT, shown)
            return
        upper = painter.fontMetrics().height()
        under = QFontMetrics(font("caption")).height()
        top = room.top() + (room.height() - upper - under) // 2
        painter.drawText(QRect(room.left(), top, room.width(), upper), _LEFT, shown)
        painter.setFont(font("caption", tabular=True))
        painter.setPen(c.muted)
        painter.drawText(QRect(room.left(), top + upper, room.width(), under), _LEFT, code)

    @staticmethod
    def _gap(painter: QPainter, room: QRect, line: Line, *, total: bool) -> None:
        c = colours()
        look = look_of(line)
        painter.setFont(font("strong" if total or look else "body", tabular=True))
        painter.setPen(c.ink(look) if look else c.muted)
        text = signed(line.gap)
        painter.drawText(room, _RIGHT, text)
        if look and not total:
            left = room.right() - painter.fontMetrics().horizontalAdvance(text) - 22
            box = QRect(left, room.center().y() - 7, 15, 15)
            paint_icon(painter, "warning", box, c.ink(look))


_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value


def bar(painter: QPainter, room: QRect, line: Line, most: int) -> None:
    """Ours, then other colleges', then what lacks (broken outline); a line at the need."""
    c = colours()

    def at(number: int) -> int:
        return room.left() + round(room.width() * number / most)

    top = room.center().y() - BAR_HEIGHT // 2
    ours, supply, needed = whole(line.ours), line.supply, whole(line.needed)
    for start, stop, colour in ((0, ours, c.chart[0]), (ours, supply, c.chart[5])):
        if stop > start:
            painter.fillRect(QRect(at(start), top, at(stop) - at(start), BAR_HEIGHT), colour)
    if needed > supply:
        lacks = QRect(at(supply), top, at(needed) - at(supply), BAR_HEIGHT)
        painter.fillRect(lacks, c.tint("bad"))
        painter.setPen(QPen(c.ink("bad"), 1, Qt.PenStyle.DashLine))
        painter.drawRect(lacks.adjusted(0, 0, -1, -1))
    if needed:
        painter.fillRect(QRect(at(needed) - 1, top - 3, 2, BAR_HEIGHT + 6), c.text)


class NeedsTable(QTableView):
    """`opened`: the records of a Figure are wanted; `chosen`: a row (a Line) is current."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("needs_table")
        self.needs = NeedsModel(self)
        self.setHorizontalHeader(NeedsHeader(self))
        self.setModel(self.needs)
        self.setItemDelegate(NeedsDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._open)
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
        caption = QFontMetrics(font("caption"))
        taken = 0
        for section in (NEEDED, OURS, OTHERS, GAP):
            title = str(self.needs.headerData(section, Qt.Orientation.Horizontal) or "")
            least = GAP_WIDTH if section == GAP else NUMBER_WIDTH
            width = max(scaled(least), caption.horizontalAdvance(title) + 2 * PAD + 2)
            header.resizeSection(section, width)
            taken += width
        name = max(scaled(150), (room - taken) * 56 // 100)
        header.resizeSection(NAME, name)
        header.resizeSection(BAR, max(scaled(60), room - taken - name))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Labour needs and graduates"))
        self.needs.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(TITLES) - 1)
        self._lay_out()

    def show_balance(self, balance: Balance | None) -> None:
        """The lines; their sum is the foot's."""
        self.needs.show_balance(balance)
        last = self.needs.rowCount() - 1
        if last >= 0:
            self.setRowHidden(last, True)

    def choose(self, row: int) -> None:
        """Make a row current."""
        self.setCurrentIndex(self.needs.index(row, NAME))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.chosen.emit(self.needs.line(current.row()))

    def _open(self, index: QModelIndex) -> None:
        figure = self.needs.figure(index)
        if figure is not None:
            self.opened.emit(figure)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at: QPoint = event.position().toPoint()
        opens = self.needs.figure(self.indexAt(at)) is not None
        shape = Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif ctrl and event.key() == Qt.Key.Key_C:
            QApplication.clipboard().setText(self.copied())
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """The whole table as rows and tabs, with its headings."""
        across = range(BAR)
        heads = [_(TITLES[n]) for n in across]
        lines = [
            [str(self.needs.index(row, n).data()) for n in across]
            for row in range(self.needs.rowCount())
        ]
        return "\n".join("\t".join(cells) for cells in (heads, *lines))


class NeedsFoot(QTableView):
    """The sum under the table: its last row, always to be seen, with the table's columns."""

    opened = Signal(object)

    def __init__(self, table: NeedsTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("needs_total")
        self._table = table
        self.setModel(table.needs)
        self.setItemDelegate(NeedsDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for off in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            off(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._open)
        table.horizontalHeader().sectionResized.connect(self._follow)
        table.needs.modelReset.connect(self._only_the_sum)
        theme_changes().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        self.setFixedHeight(scaled(ROW))

    def _follow(self, section: int, _old: int, width: int) -> None:
        self.setColumnWidth(section, width)

    def _only_the_sum(self) -> None:
        last = self._table.needs.rowCount() - 1
        for row in range(last + 1):
            self.setRowHidden(row, row != last)
        header = self._table.horizontalHeader()
        for section in range(header.count()):
            self.setColumnWidth(section, header.sectionSize(section))
        if last >= 0:
            self.setCurrentIndex(self._table.needs.index(last, NAME))

    def _open(self, index: QModelIndex) -> None:
        figure = self._table.needs.figure(index)
        if figure is not None:
            self.opened.emit(figure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)
