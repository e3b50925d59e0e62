"""What the program says back: toast, banner, empty state, progress; tabs and the search field."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.ui.icons import icon, paint_icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes, colours, font, scaled
from cluster_desktop.ui.widgets_buttons import Button, IconButton, PrimaryButton
from cluster_desktop.ui.widgets_state import TextLabel

Action = Callable[[], None]
EmptyAction = tuple[str, str | None, Action, bool]

_TOAST_MARGIN = 16
_TOAST_FOOT = 40  # the margin of the page and a line of its foot
_BUTTON_ROW = 72  # the row of buttons under a sheet or the import
_SEARCH_DELAY_MS = 200
YOUNG_S = 0.5  # what is said with a step must not go with that step


class Toast(QFrame):
    """One sentence with at most one button; waits while the pointer is over it."""

    gone = Signal()

    def __init__(
        self, host: QWidget, text: str, verb: str, action: Action | None, seconds: float
    ) -> None:
        super().__init__(host)
        self._left_ms = round(seconds * 1000)
        self._action = action
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(12)
        self._text = TextLabel(text, parent=self, wrap=False)
        line.addWidget(self._text, 1)
        if verb and action is not None:
            button = Button(verb, look="flat", dense=True, parent=self)
            button.clicked.connect(self._act)
            line.addWidget(button)
        close = IconButton("close", _("Close"), self, dense=True)
        close.clicked.connect(self.vanish)
        line.addWidget(close)
        self.setAccessibleName(text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.vanish)
        self._timer.start(self._left_ms)

    def text(self) -> str:
        return self._text.text()

    def _act(self) -> None:
        action = self._action
        self.vanish()
        if action is not None:
            action()

    def vanish(self) -> None:
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def enterEvent(self, event: QEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(min(self._left_ms, 3000))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        outline(QPainter(self), self.rect(), c.surface, c.ctrl)


class Toasts(QObject):
    """Shows one toast at a time at the lower right corner of `host`."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._toast: Toast | None = None
        self._of_action: int | None = None
        self._since = 0.0
        self._over_buttons = False
        host.installEventFilter(self)

    def show(
        self,
        text: str,
        *,
        verb: str = "",
        action: Action | None = None,
        seconds: float = 8,
        of_action: int | None = None,
    ) -> Toast:
        """Replace the toast on the screen; the journal keeps what it said.

        `of_action`: the entry of the journal that it speaks of.
        """
        self.clear()
        self._of_action, self._since = of_action, time.monotonic()
        toast = Toast(self._host, text, verb, action, seconds)
        toast.gone.connect(lambda: self._forget(toast))
        self._toast = toast
        self._place()
        toast.show()
        toast.raise_()
        return toast

    def current(self) -> Toast | None:
        return self._toast

    def went_on(self, action: int | None = None) -> None:
        """Away with what is said of something earlier: another page came, or another action."""
        told_now = action is not None and action == self._of_action
        if not told_now and time.monotonic() - self._since >= YOUNG_S:
            self.clear()

    def keep_off_buttons(self, wanted: bool) -> None:
        """Stay above the buttons at the foot of a sheet or of the import while one is open."""
        self._over_buttons = wanted
        self._place()

    def clear(self) -> None:
        if self._toast is not None:
            gone, self._toast = self._toast, None
            gone.vanish()

    def _forget(self, toast: Toast) -> None:
        if self._toast is toast:
            self._toast = None

    def _place(self) -> None:
        if self._toast is None:
            return
        size = self._toast.sizeHint()
        size.setWidth(min(size.width(), self._host.width() - 2 * _TOAST_MARGIN))
        corner = self._host.rect().bottomRight()
        foot = scaled(_BUTTON_ROW) if self._over_buttons else _TOAST_FOOT
        self._toast.setGeometry(
            corner.x() - size.width() - _TOAST_MARGIN,
            corner.y() - size.height() - foot,
            size.width(),
            size.height(),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False


class Banner(QFrame):
    """A red line that stays until the cause is gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(40, 6, 12, 6)
        self._text = TextLabel("", ink="bad", parent=self, wrap=True)
        self._button = Button(dense=True, parent=self)
        self._button.clicked.connect(self._act)
        self._action: Action | None = None
        line.addWidget(self._text, 1)
        line.addWidget(self._button)
        self.hide()

    def show_problem(self, text: str, verb: str = "", action: Action | None = None) -> None:
        self._text.setText(text)
        self._action = action
        self._button.setText(verb)
        self._button.setVisible(bool(verb))
        self.setAccessibleName(text)
        self.show()

    def text(self) -> str:
        return "" if self.isHidden() else self._text.text()

    def clear(self) -> None:
        self.hide()

    def _act(self) -> None:
        if self._action is not None:
            self._action()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        outline(painter, self.rect(), c.tint("bad"), c.ink("bad"))
        square = QRect(12, self.height() // 2 - 9, 18, 18)
        paint_icon(painter, "error", square, c.ink("bad"))


class EmptyState(QWidget):
    """Why there is nothing, and what to do about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addStretch(2)
        self._icon = _BigIcon(self)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._text = TextLabel("", ink="muted", parent=self, wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        row = QWidget(self)
        self._buttons = QHBoxLayout(row)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def set(self, text: str, actions: Sequence[EmptyAction] = (), icon: str | None = None) -> None:
        """Sentence and buttons: (label, icon or None, callback, is primary)."""
        self._icon.set_icon(icon or "")
        self._text.setText(text)
        self.setAccessibleName(text)
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for label, name, callback, primary in actions:
            kind = PrimaryButton if primary else Button
            button = kind(label, icon=name, parent=self)
            button.clicked.connect(lambda _on=False, act=callback: act())
            self._buttons.addWidget(button)

    def text(self) -> str:
        return self._text.text()


class _BigIcon(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = ""
        self.setFixedSize(40, 40)

    def set_icon(self, name: str) -> None:
        self._name = name
        self.setVisible(bool(name))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            paint_icon(QPainter(self), self._name, self.rect(), colours().ctrl)


class BarWithCancel(QWidget):
    """Long work: what is done, "step N of M", time left, and a Cancel that works."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        self._text = TextLabel("", "caption", "muted", self, elide=True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(120)
        self._left = TextLabel("", "caption", "muted", self)
        self._cancel = Button(dense=True, parent=self)
        self._cancel.clicked.connect(self._on_cancel)
        line.addWidget(self._text, 1)
        line.addWidget(self._bar, 1)
        line.addWidget(self._left)
        line.addWidget(self._cancel)
        self._started = 0.0
        self._said = ""
        self.hide()

    def start(self, text: str) -> None:
        self._started = time.monotonic()
        self._said = text
        self._text.setText(text)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(text)
        self._left.setText("")
        self._cancel.setText(_("Cancel"))
        self._cancel.setEnabled(True)
        self.show()

    def step(self, done: int, total: int, text: str | None = None) -> None:
        self._said = text or self._said
        said = _("{what}: {n} of {total}").format(what=self._said, n=done, total=total)
        self._text.setText(said if total else self._said)
        # A progress bar paints itself and all that waits to be painted at each change, at once.
        self._bar.setUpdatesEnabled(False)
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
        self._bar.setUpdatesEnabled(True)
        self._left.setText(time_left(time.monotonic() - self._started, done, total))

    def finish(self) -> None:
        self.hide()

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self.cancelled.emit()


def time_left(spent: float, done: int, total: int) -> str:
    """Sentence for the rest of the work; empty while nobody can know."""
    if done <= 0 or total <= 0 or spent < 2:
        return ""
    seconds = round(spent * (total - done) / done)
    if seconds < 60:
        return ngettext("{n} second left", "{n} seconds left", seconds).format(n=seconds)
    minutes = round(seconds / 60)
    return ngettext("{n} minute left", "{n} minutes left", minutes).format(n=minutes)


class SearchField(QLineEdit):
    """A search field that tells what was typed after a pause."""

    searched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(lambda _text: self._pause.start(_SEARCH_DELAY_MS))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class Tabs(QTabBar):
    """Words in a row with a line under the chosen one; a small count beside a word."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[str] = []
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFont(font())
        # A bound method, not a lambda: Qt drops it together with these tabs.
        changes().changed.connect(self._wear)
        self.currentChanged.connect(self._on_current)

    def _wear(self) -> None:
        self.setFont(font())

    def set_tabs(self, tabs: Sequence[tuple[str, str, int | None]]) -> None:
        """(key, label, count or None); the chosen one stays chosen."""
        current = self.current()
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._keys = [key for key, _label, _count in tabs]
        for _key, label, count in tabs:
            self.addTab(label if count is None else f"{label}  {count}")
        self.blockSignals(False)
        self.choose(current if current in self._keys else self._keys[0])

    def current(self) -> str:
        at = self.currentIndex()
        return self._keys[at] if 0 <= at < len(self._keys) else ""

    def choose(self, key: str) -> None:
        if key in self._keys:
            self.setCurrentIndex(self._keys.index(key))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def _on_current(self, at: int) -> None:
        if 0 <= at < len(self._keys):
            self.chosen.emit(self._keys[at])
