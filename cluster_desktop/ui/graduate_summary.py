"""The table of the graduates' summary: status × speciality, a number opens its people."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

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
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
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

from cluster_desktop.i18n import N_, _, format_share, language
from cluster_desktop.query import Condition
from cluster_desktop.services import outcomes
from cluster_desktop.services.outcome_figures import Counts, Figures
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes as theme_changes
from cluster_desktop.ui.theme import colours, font, scaled

Index = QModelIndex | QPersistentModelIndex
WORK = ("employed", "self_employed")
NAME_WIDTH, NUMBER_WIDTH, HEAD = 240, 48, 124
_PAD = 8


@dataclass(frozen=True)
class Column:
    """A column of counts and what its people have in common; a rate has no people of its own."""

    name: str
    label: str
    where: tuple[Condition, ...] | None = ()

    def text(self, figures: Figures, counts: Counts) -> str:
        if self.name == "rate":
            return _percent(figures.rate(counts))
        if self.name == "knowledge":
            return _percent(counts.knowledge)
        return str(getattr(counts, self.name))


def _states(*states: str) -> tuple[Condition, ...]:
    return (Condition("outcome_now", "in", states),)


COLUMNS = (
    Column("all", N_("Graduates")),
    Column("state_order", N_("State order"), (Condition("funding", "is", "state"),)),
    Column("employed", N_("Employed"), _states(*WORK)),
    Column(
        "by_speciality",
        N_("in the speciality"),
        (Condition("outcome_by_speciality", "is", True),),
    ),
    Column("self_employed", N_("self-employed"), _states("self_employed")),
    Column("studying", N_("Study"), _states("studying")),
    Column("army", N_("Army"), _states("army")),
    Column("childcare", N_("Childcare"), _states("childcare")),
    Column("left_country", N_("Left the country"), _states("left_country")),
    Column("other_reason", N_("Other reasons"), _states("other_reason")),
    Column("not_employed", N_("Not employed"), _states("not_employed")),
    Column("unknown", N_("Unknown"), _states("unknown")),
    Column("rate", N_("Employed, %"), None),
    Column("knowledge", N_("Known, %"), None),
)


def _percent(share: Decimal | None) -> str:
    return "–" if share is None else format_share(share)


class SummaryModel(QAbstractTableModel):
    """A row for each speciality and one for all; the names stand in the first column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._figures: Figures | None = None

    def show_figures(self, figures: Figures | None) -> None:
        self.beginResetModel()
        self._figures = figures
        self.endResetModel()

    def figures(self) -> Figures | None:
        return self._figures

    def is_total(self, line: int) -> bool:
        return self._figures is not None and line == len(self._figures.rows)

    def counts(self, line: int) -> Counts:
        if self._figures is None:
            return Counts()
        return self._figures.total if self.is_total(line) else self._figures.rows[line].counts

    def people(self, index: Index) -> tuple[Condition, ...] | None:
        """What the people behind a number have in common; None where there is none."""
        if self._figures is None or index.column() < 1:
            return None
        column = COLUMNS[index.column() - 1]
        if column.where is None or not getattr(self.counts(index.row()), column.name):
            return None
        where = list(outcomes.graduates(self._figures.year).where)
        if not self.is_total(index.row()):
            speciality = self._figures.rows[index.row()].speciality
            where.append(Condition("speciality_id", "is", speciality.id if speciality else None))
        return (*where, *column.where)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid() or self._figures is None or not self._figures.rows:
            return 0
        return len(self._figures.rows) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self._figures is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index)
        if role == Qt.ItemDataRole.ToolTipRole and not index.column():
            return self._text(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = self._text(self.index(index.row(), 0))
            title = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{name}, {title}: {self._text(index)}" if index.column() else name
        return None

    def _text(self, index: Index) -> str:
        if self._figures is None:
            return ""
        if index.column():
            return COLUMNS[index.column() - 1].text(self._figures, self.counts(index.row()))
        if self.is_total(index.row()):
            return _("All specialities")
        speciality = self._figures.rows[index.row()].speciality
        if speciality is None:
            return _("Without a speciality")
        first, second = (speciality.name.kk, speciality.name.ru)
        name = (second or first) if language() == "ru" else (first or second)
        return f"{speciality.code} {name}".strip()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _("Speciality") if section == 0 else _(COLUMNS[section - 1].label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if not section else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class UprightHeader(QHeaderView):
    """Long headings over narrow columns of numbers: written upwards, as in the paper form."""

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
        painter.setFont(font("strong" if not logicalIndex else "caption"))
        painter.setPen(c.muted)
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        if not logicalIndex:
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(rect.adjusted(_PAD, 0, -_PAD, -_PAD), flags.value, text)
        else:
            painter.translate(rect.left(), rect.bottom())
            painter.rotate(-90)
            room = QRect(_PAD, 2, rect.height() - _PAD - 2, rect.width() - _PAD)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(room, flags.value | Qt.TextFlag.TextWordWrap.value, text)
        painter.restore()


class SummaryDelegate(QStyledItemDelegate):
    """Numbers with people behind them look like links; the last row is the sum."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        c = colours()
        model = index.model()
        if not isinstance(model, SummaryModel):
            return
        total = model.is_total(index.row())
        painter.save()
        ground = c.header if total else c.alternate if index.row() % 2 else c.surface
        painter.fillRect(option.rect, ground)
        name = COLUMNS[index.column() - 1].name if index.column() else ""
        strong = total or name in ("rate", "employed")
        painter.setFont(font("strong" if strong else "body", tabular=True))
        text = str(index.data() or "")
        ink = c.text if not index.column() or name in ("rate", "knowledge") else c.muted
        if model.people(index) is not None:
            ink = c.ink("soon") if name == "unknown" else c.link
        painter.setPen(ink)
        room = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        side = Qt.AlignmentFlag.AlignLeft if not index.column() else Qt.AlignmentFlag.AlignRight
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, (side | Qt.AlignmentFlag.AlignVCenter).value, shown)
        if option.state & QStyle.StateFlag.State_HasFocus:
            outline(painter, option.rect, None, c.primary, width=2)
        painter.restore()


class SummaryTable(QTableView):
    """`opened`: the people behind a number are wanted, by click or Enter."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summary")
        self.figures = SummaryModel(self)
        header = UprightHeader(self)
        self.setHorizontalHeader(header)
        self.setModel(self.figures)
        self.setItemDelegate(SummaryDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._open)
        theme_changes().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(scaled(30))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.viewport().width()
        number = max(scaled(NUMBER_WIDTH), (room - scaled(NAME_WIDTH)) // (len(COLUMNS) + 1))
        header = self.horizontalHeader()
        for section in range(1, header.count()):
            header.resizeSection(section, number)
        header.resizeSection(0, max(scaled(NAME_WIDTH), room - number * len(COLUMNS)))

    def _open(self, index: QModelIndex) -> None:
        where = self.figures.people(index)
        if where is not None:
            self.opened.emit(where)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.indexAt(event.position().toPoint())
        opens = at.isValid() and self.figures.people(at) is not None
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
        model = self.figures
        across = range(model.columnCount())
        heads = [str(model.headerData(n, Qt.Orientation.Horizontal)) for n in across]
        lines = [
            [str(model.index(line, n).data()) for n in across] for line in range(model.rowCount())
        ]
        return "\n".join("\t".join(cells) for cells in (heads, *lines))
