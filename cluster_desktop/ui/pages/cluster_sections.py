"""The 11 sections of the passport as a list: state, number, title, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.services.passport import SectionState
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes, colours, font, scaled

Index = QModelIndex | QPersistentModelIndex
_STATE = Qt.ItemDataRole.UserRole
_LEFT, _RIGHT, _PAD = 60, 10, 5
_WRAPPED = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value


def said(state: SectionState) -> str:
    """What a section still needs, in a few words; nothing where it only has to be marked."""
    if state.state == "empty":
        return _("empty")
    n = len(state.missing)
    return ngettext("{n} gap", "{n} gaps", n).format(n=n) if n else ""


def spoken(state: SectionState) -> str:
    """The state in words, for those who do not see the circle."""
    if state.state == "complete":
        return _("complete")
    return said(state) or _("not marked as complete")


class SectionModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.states: list[SectionState] = []

    def set_states(self, states: Sequence[SectionState]) -> None:
        if len(states) != len(self.states):
            self.beginResetModel()
            self.states = list(states)
            self.endResetModel()
            return
        self.states = list(states)
        if states:
            self.dataChanged.emit(self.index(0), self.index(len(states) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.states)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.states):
            return None
        state = self.states[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{state.number}. {state.title}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{state.number}. {state.title}: {spoken(state)}"
        return state if role == _STATE else None


class SectionDelegate(QStyledItemDelegate):
    """Icon, number, the title in as many lines as it needs, and what is missing."""

    def _width(self) -> int:
        view = self.parent()
        return view.viewport().width() if isinstance(view, QListView) else 240

    def _title_height(self, state: SectionState, *, strong: bool) -> int:
        room = QRect(0, 0, self._width() - _LEFT - _RIGHT, 1000)
        metrics = QFontMetrics(font("strong" if strong else "body"))
        return metrics.boundingRect(room, _WRAPPED, state.title).height()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        state = index.data(_STATE)
        if not isinstance(state, SectionState):
            return QSize(200, scaled(36))
        # As if chosen: the list must not jump when another section is.
        height = self._title_height(state, strong=True) + 2 * _PAD
        if said(state):
            height += QFontMetrics(font("caption")).height()
        return QSize(self._width(), max(scaled(34), height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state = index.data(_STATE)
        if not isinstance(state, SectionState):
            return
        c = colours()
        rect: QRect = option.rect
        flags: QStyle.StateFlag = option.state
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, c.selection)
            painter.fillRect(rect.left(), rect.top() + 8, 3, rect.height() - 16, c.primary)
        note = said(state)
        words = self._title_height(state, strong=chosen)
        caption = QFontMetrics(font("caption")).height() if note else 0
        top = rect.top() + (rect.height() - words - caption) // 2
        line = QFontMetrics(font("body")).height()
        paint_state(painter, QRect(rect.left() + 12, top + (line - 16) // 2, 16, 16), state.state)
        ink = c.on_selection if chosen else c.text
        painter.setFont(font("body", tabular=True))
        painter.setPen(ink if chosen else c.muted)
        number = QRect(rect.left() + 30, top, 24, line)
        painter.drawText(number, Qt.AlignmentFlag.AlignRight.value, str(state.number))
        painter.setFont(font("strong" if chosen else "body"))
        painter.setPen(ink)
        width = rect.width() - _LEFT - _RIGHT
        painter.drawText(QRect(rect.left() + _LEFT, top, width, words), _WRAPPED, state.title)
        if note:
            painter.setFont(font("caption"))
            painter.setPen(ink if chosen else c.muted)
            room = QRect(rect.left() + _LEFT, top + words, width, caption)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft.value, note)
        if chosen and flags & QStyle.StateFlag.State_HasFocus:
            outline(painter, rect, None, c.primary, width=2)
        painter.restore()


def paint_state(painter: QPainter, square: QRect, state: str) -> None:
    """✔ complete, ◐ started, ○ empty."""
    c = colours()
    if state == "complete":
        paint_icon(painter, "check", square, c.ink("good"))
        return
    ink: QColor = c.ink("soon") if state == "started" else c.ctrl
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    circle = QRectF(square).adjusted(2, 2, -2, -2)
    painter.setPen(QPen(ink, 1.5))
    painter.drawEllipse(circle)
    if state == "started":
        painter.setBrush(ink)
        painter.drawPie(circle, 90 * 16, 180 * 16)
    painter.restore()


class SectionList(QListView):
    """`chosen(number)` when another section is wanted."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passport_sections")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._model = SectionModel(self)
        self.setModel(self._model)
        self.setItemDelegate(SectionDelegate(self))
        self.selectionModel().currentChanged.connect(self._on_current)
        changes().changed.connect(self.scheduleDelayedItemsLayout)

    def set_states(self, states: Sequence[SectionState], current: int) -> None:
        """Show the states; `current` is a section's number."""
        self.selectionModel().blockSignals(True)
        self._model.set_states(states)
        self.selectionModel().blockSignals(False)
        self.scheduleDelayedItemsLayout()
        self.choose(current)

    def choose(self, number: int) -> None:
        """Make a section current without telling."""
        for row, state in enumerate(self._model.states):
            if state.number == number and self.currentIndex().row() != row:
                self.selectionModel().blockSignals(True)
                self.setCurrentIndex(self._model.index(row))
                self.selectionModel().blockSignals(False)
                self.viewport().update()

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self._model.states[now.row()].number)
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
