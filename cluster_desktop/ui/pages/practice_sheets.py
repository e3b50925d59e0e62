"""Small sheets of the practice page: choose one of a list by typing, and write a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _, fold
from cluster_desktop.rules.findings import Finding
from cluster_desktop.ui.icons import icon, paint_icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, TextLabel

Index = QModelIndex | QPersistentModelIndex
ROW = 48
MOST_SAID = 6
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Entry:
    """One thing to choose: title, a sentence under it, an icon and the look of the icon."""

    id: UUID | None
    title: str
    note: str = ""
    icon: str = "partners"
    look: str = "muted"


class EntryModel(QAbstractListModel):
    """Those entries that hold every typed word."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: Sequence[Entry] = ()
        self._folded: list[str] | None = None  # made by the first search: thousands may be shown
        self.shown: list[Entry] = []

    def set_entries(self, entries: Sequence[Entry], text: str = "") -> None:
        self._all = entries
        self._folded = None
        self.narrow(text)

    def narrow(self, text: str) -> None:
        words = fold(text).split()
        self.beginResetModel()
        self.shown = self._holding(words) if words else list(self._all)
        self.endResetModel()

    def _holding(self, words: Sequence[str]) -> list[Entry]:
        if self._folded is None:
            self._folded = [fold(f"{entry.title} {entry.note}") for entry in self._all]
        return [
            entry
            for entry, folded in zip(self._all, self._folded, strict=True)
            if all(word in folded for word in words)
        ]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.shown):
            return None
        entry = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{entry.title}: {entry.note}" if entry.note else entry.title
        return entry if role == _ENTRY else None


class EntryDelegate(QStyledItemDelegate):
    """Two lines: title, sentence."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(_ENTRY)
        if not isinstance(entry, Entry):
            return
        c = colours()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            outline(painter, rect, c.selection, c.selection)
        ink = c.ink(entry.look) if entry.look in c.pairs else c.muted
        square = QRect(rect.left() + 12, rect.center().y() - 9, 20, 20)
        paint_icon(painter, entry.icon, square, c.on_selection if chosen else ink)
        room = QRect(rect.left() + 44, rect.top() + 4, rect.width() - 56, rect.height() // 2 - 4)
        lines = (
            (entry.title, "strong" if entry.note else "body", c.on_selection if chosen else c.text),
            (entry.note, "caption", c.on_selection if chosen else c.muted),
        )
        if not entry.note:
            room.setHeight(rect.height() - 8)
        for text, role, pen in lines:
            face = font(
                "strong" if role == "strong" else "caption" if text == entry.note else "body"
            )
            painter.setFont(face)
            painter.setPen(pen)
            shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, shown)
            room.translate(0, room.height())
        painter.restore()


class ChoiceSheet(QWidget):
    """Shown in a Floating: type to narrow, arrows to choose, Enter takes."""

    closed = Signal()
    taken = Signal(object)
    """The chosen Entry."""

    def __init__(self, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("choice")
        self.setAccessibleName(title)
        self._empty = empty
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        column.addWidget(TextLabel(title, "section", parent=self, elide=True))
        self.input = QLineEdit(self)
        self.input.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.input.setPlaceholderText(_("Type a part of the name"))
        self.input.setAccessibleName(_("Type a part of the name"))
        self.input.installEventFilter(self)
        self.input.textChanged.connect(self._narrow)
        column.addWidget(self.input)
        self.rows = QListView(self)
        self.rows.setAccessibleName(title)
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setUniformItemSizes(True)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = EntryModel(self)
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(EntryDelegate(self.rows))
        self.rows.clicked.connect(lambda index: self._take(index.row()))
        column.addWidget(self.rows, 1)
        self._nothing = TextLabel("", ink="muted", parent=self, wrap=True)
        self._nothing.hide()
        column.addWidget(self._nothing)
        self._foot = QHBoxLayout()
        keys = TextLabel(_("Enter takes, Esc closes"), "caption", "muted", self, elide=True)
        self._foot.addWidget(keys, 1)
        column.addLayout(self._foot)
        self.setFocusProxy(self.input)

    def sizeHint(self) -> QSize:
        return QSize(620, scaled(440))

    def add_button(self, button: Button) -> None:
        """A way out beside the list, such as making what is missing."""
        self._foot.addWidget(button)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        self._model.set_entries(entries)
        self._narrow(self.input.text())

    def entries(self) -> list[Entry]:
        """Those on the screen."""
        return list(self._model.shown)

    def _narrow(self, text: str) -> None:
        self._model.narrow(text)
        found = bool(self._model.shown)
        if found:
            self.rows.setCurrentIndex(self._model.index(0))
        self.rows.setVisible(found)
        self._nothing.setVisible(not found)
        said = _("Nothing found for “{text}”").format(text=text.strip())
        self._nothing.setText(said if text.strip() else self._empty)

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._model.shown):
            entry = self._model.shown[row]
            self.closed.emit()
            self.taken.emit(entry)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        row, last = self.rows.currentIndex().row(), len(self._model.shown) - 1
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.rows.setCurrentIndex(self._model.index(max(0, min(last, row + step))))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(row)
        else:
            return False
        return True


class ReasonSheet(QWidget):
    """Shown in a Floating: what would be exceeded, and the reason to do it all the same."""

    closed = Signal()
    written = Signal(str)

    def __init__(
        self, findings: Sequence[Finding], verb: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reason")
        title = _("A limit is exceeded")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(TextLabel(title, "section", parent=self))
        messages = list(dict.fromkeys(finding.message for finding in findings))
        shown = messages[:MOST_SAID]
        if len(messages) > MOST_SAID:
            shown.append(_("and {n} more").format(n=len(messages) - MOST_SAID))
        for message in shown:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(_Sign(self), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(TextLabel(message, parent=self, wrap=True), 1)
            column.addLayout(row)
        said = _("It is allowed with a written reason. The reason stays with the placement.")
        column.addWidget(TextLabel(said, "caption", "muted", self, wrap=True))
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("reason_text")
        self.text.setAccessibleName(_("Reason"))
        self.text.setPlaceholderText(_("Reason"))
        self.text.setTabChangesFocus(True)
        self.text.setProperty("field", True)
        self.text.document().setDocumentMargin(6)
        self.text.setFixedHeight(scaled(72))
        self.text.textChanged.connect(self._judge)
        self.text.installEventFilter(self)
        column.addWidget(self.text)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        back = Button(_("Cancel"), parent=self)
        back.clicked.connect(self.closed)
        self.go = PrimaryButton(verb, key="Ctrl+Enter", parent=self)
        self.go.setObjectName("reason_go")
        self.go.clicked.connect(self._write)
        buttons.addWidget(back)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self._lines = len(shown)
        self.setFocusProxy(self.text)
        self._judge()

    def sizeHint(self) -> QSize:
        return QSize(600, scaled(240 + 40 * self._lines))

    def _judge(self) -> None:
        self.go.setEnabled(bool(self.text.toPlainText().strip()))

    def _write(self) -> None:
        reason = self.text.toPlainText().strip()
        if reason:
            self.closed.emit()
            self.written.emit(reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter writes a new line only with Shift: one line is the usual reason."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._write()
            return True
        return False


class _Sign(QWidget):
    """The warning sign before a sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(18, scaled(20))

    def paintEvent(self, event: object) -> None:
        square = QRect(0, self.height() // 2 - 8, 16, 16)
        paint_icon(QPainter(self), "warning", square, colours().ink("soon"))
