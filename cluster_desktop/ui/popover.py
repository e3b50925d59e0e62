"""Small sheets that open beside what was pressed and close with Esc. Never modal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours
from cluster_desktop.ui.widgets_buttons import Button, PrimaryButton
from cluster_desktop.ui.widgets_state import TextLabel


class Popover(QWidget):
    """An outlined sheet under (or above) a button; deletes itself when closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(8)

    def open_under(self, widget: QWidget) -> None:
        """Beneath the widget, above it where there is no room; never beyond the screen."""
        self.adjustSize()
        at = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        screen = widget.screen().availableGeometry()
        if at.y() + self.height() > screen.bottom():
            at.setY(max(screen.top(), widget.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2))
        at.setX(max(screen.left(), min(at.x(), screen.right() - self.width())))
        self.move(at)
        self.show()
        first = self.focusWidget() or self.nextInFocusChain()
        if first is not None:
            first.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        outline(QPainter(self), self.rect(), c.surface, c.ctrl)


class AskPopover(Popover):
    """What will happen, in lines, and one button with the verb."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        lines: Sequence[str],
        verb: str,
        action: Callable[[], None],
        *,
        danger: bool = False,
    ) -> None:
        super().__init__(parent)
        self._action = action
        self.setAccessibleName(title)
        self.body.addWidget(TextLabel(title, "strong", wrap=True))
        for line in lines:
            self.body.addWidget(TextLabel(line, "caption", "muted", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        look = "danger" if danger else "primary"
        self.button = Button(verb, look=look, dense=True, parent=self)
        self.button.clicked.connect(self._act)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.setMinimumWidth(320)
        self.setMaximumWidth(520)
        self.button.setFocus()

    def _act(self) -> None:
        self.close()
        self._action()


class NamePopover(Popover):
    """Asks for one name."""

    named = Signal(str)

    def __init__(self, parent: QWidget, title: str, verb: str, text: str = "") -> None:
        super().__init__(parent)
        self.body.addWidget(TextLabel(title, "strong"))
        self.line = QLineEdit(text, self)
        self.line.setAccessibleName(title)
        self.line.selectAll()
        self.line.returnPressed.connect(self._act)
        self.body.addWidget(self.line)
        row = QHBoxLayout()
        row.addStretch(1)
        self.button = PrimaryButton(verb, dense=True, parent=self)
        self.button.clicked.connect(self._act)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.setMinimumWidth(280)
        self.line.setFocus()

    def _act(self) -> None:
        text = " ".join(self.line.text().split())
        if text:
            self.close()
            self.named.emit(text)


class TickListPopover(Popover):
    """Words to tick; with `movable` their order can be changed by dragging or Alt+Up/Down."""

    chosen = Signal(list)

    def __init__(
        self,
        parent: QWidget,
        name: str,
        options: Sequence[tuple[str, str]],
        ticked: Sequence[str],
        *,
        movable: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(parent)
        self._before = list(ticked)
        self.body.setContentsMargins(8, 8, 8, 8)
        if hint:
            self.body.addWidget(TextLabel(hint, "caption", "muted", wrap=True))
        self.list = _TickList(movable, self)
        self.list.setAccessibleName(name)
        for key, label in options:
            item = QListWidgetItem(label, self.list)
            item.setData(Qt.ItemDataRole.UserRole, key)
            on = Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked
            item.setCheckState(on)
        row = max(26, self.list.sizeHintForRow(0))
        self.list.setFixedHeight(min(14, max(2, len(options))) * row + 4)
        self.body.addWidget(self.list)
        self.setMinimumWidth(260)
        self.list.setFocus()

    def ticked(self) -> list[str]:
        """Keys of the ticked words in the order of the list."""
        items = [self.list.item(n) for n in range(self.list.count())]
        on = Qt.CheckState.Checked
        return [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() == on]

    def hideEvent(self, event: object) -> None:
        if self.ticked() != self._before:
            self._before = self.ticked()
            self.chosen.emit(self._before)


class _TickList(QListWidget):
    def __init__(self, movable: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._movable = movable
        self._pressed: Qt.CheckState | None = None
        if movable:
            self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.itemPressed.connect(self._on_pressed)
        self.itemClicked.connect(self._on_clicked)

    def _on_pressed(self, item: QListWidgetItem) -> None:
        self._pressed = item.checkState()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        # A click on the box has flipped it already; a click on the word flips it here.
        if item.checkState() == self._pressed:
            on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        at = self.currentRow()
        if self._movable and alt and step and 0 <= at + step < self.count():
            item = self.takeItem(at)
            self.insertItem(at + step, item)
            self.setCurrentRow(at + step)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.window().close()
            return
        super().keyPressEvent(event)
