"""The rows of the search palette: what they hold, which letters matched, how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cluster_desktop.i18n import fold, wrong_layout
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets_buttons import key_cap_size, paint_key_cap
from cluster_desktop.ui.widgets_state import paint_pill, pill_width

AnyIndex = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Entry:
    """One line. Without an icon it is the heading of a group."""

    title: str
    icon: str = ""
    note: str = ""
    key: str = ""
    pill: tuple[str, str] | None = None
    spans: tuple[tuple[int, int], ...] = field(default=())
    note_spans: tuple[tuple[int, int], ...] = field(default=())
    record: tuple[str, UUID] | None = None
    command: str = ""
    partner: UUID | None = None
    topic: str = ""

    @property
    def is_heading(self) -> bool:
        return not self.icon


def match_spans(text: str, query: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of the letters of `text` that the query's words matched, any spelling."""
    folded = "".join((fold(letter) or " ")[:1] for letter in text)
    words = fold(query).split()
    turned = wrong_layout(query)
    if turned is not None:
        words += fold(turned).split()
    marked = [False] * len(text)
    for word in words:
        start = folded.find(word)
        if start >= 0:
            marked[start : start + len(word)] = [True] * len(word)
    spans: list[tuple[int, int]] = []
    for at, hit in enumerate(marked):
        if hit and spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        elif hit:
            spans.append((at, at + 1))
    return tuple(spans)


class EntryModel(QAbstractListModel):
    """The palette's lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def set_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def entries(self) -> list[Entry]:
        return list(self._entries)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " – ".join(part for part in (entry.title, entry.note) if part)
        return entry if role == ENTRY else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        entry = self.entry(index.row())
        if entry is None or entry.is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class EntryDelegate(QStyledItemDelegate):
    """Paints headings, and rows of icon, title, note and key cap; matched letters in primary."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        entry = index.data(ENTRY)
        heading = isinstance(entry, Entry) and entry.is_heading
        return QSize(200, scaled(30 if heading else 36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        c = colours()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.is_heading:
            face = font("caption")
            face.setWeight(face.Weight.DemiBold)
            painter.setFont(face)
            painter.setPen(c.muted)
            painter.drawText(rect.adjusted(12, 6, -8, 0), LEFT.value, entry.title)
        else:
            state: QStyle.StateFlag = option.state
            self._row(painter, rect, entry, bool(state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _row(self, painter: QPainter, rect: QRect, entry: Entry, chosen: bool) -> None:
        c = colours()
        if chosen:
            outline(painter, rect, c.selection, c.selection)
        middle = rect.center().y() + 1
        ink = c.on_selection if chosen else c.text
        icon_box = QRect(rect.left() + 12, middle - 10, 20, 20)
        paint_icon(painter, entry.icon, icon_box, ink if chosen else c.muted)
        right = rect.right() - 12
        key = "Enter" if chosen and not entry.key else entry.key
        if entry.pill is not None:
            width = pill_width(entry.pill[0])
            box = QRect(right - width, rect.top(), width, rect.height())
            paint_pill(painter, box, entry.pill[0], entry.pill[1])
            right -= width + 8
        elif key:
            cap = key_cap_size(key)
            box = QRect(right - cap.width(), middle - cap.height() // 2, cap.width(), cap.height())
            paint_key_cap(painter, box, key)
            right -= cap.width() + 8
        left = rect.left() + 44
        painter.setFont(font())
        used = self._spanned(painter, QRect(left, rect.top(), right - left, rect.height()),
                             entry.title, entry.spans, ink)  # fmt: skip
        if entry.note and left + used + 12 < right:
            room = QRect(left + used + 12, rect.top(), right - left - used - 12, rect.height())
            muted = c.on_selection if chosen else c.muted
            self._spanned(painter, room, entry.note, entry.note_spans, muted)

    def _spanned(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        spans: Sequence[tuple[int, int]],
        ink: object,
    ) -> int:
        """Text in pieces, matched ones bold in primary. Returns the pixels used."""
        plain, strong = painter.font(), font("strong")
        if QFontMetrics(strong).horizontalAdvance(text) > room.width():
            metrics = QFontMetrics(strong)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        at, left = 0, room.left()
        for start, end in [*spans, (len(text), len(text))]:
            start, end = min(start, len(text)), min(end, len(text))
            for piece, face, pen in (
                (text[at:start], plain, ink), (text[start:end], strong, colours().primary)
            ):  # fmt: skip
                painter.setFont(face)
                painter.setPen(pen)
                painter.drawText(QRect(left, room.top(), room.width(), room.height()),
                                 LEFT.value, piece)  # fmt: skip
                left += QFontMetrics(face).horizontalAdvance(piece)
            at = end
        painter.setFont(plain)
        return left - room.left()
