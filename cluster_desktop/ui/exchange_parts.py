"""Painted parts of the exchange's page: a place to exchange with, a value to choose, a notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets import (
    BarWithCancel,
    Button,
    Card,
    TextLabel,
    paint_pill,
    pill_width,
)

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
NOTICE_ICONS = {"info": "info", "soon": "warning", "bad": "error", "good": "check",
                "conflict": "conflict"}  # fmt: skip
MOST_LINES = 4
Verb = tuple[str, str, Callable[[], None], bool]
"""Words of a button, its object name, what it does, and whether it is the notice's main one."""


def holds_focus(widget: QWidget) -> bool:
    """Whether keys go to it now. What is hidden or disabled passes the focus on to anywhere, so
    its owner asks this before and gives the focus a place of its own."""
    now = QApplication.focusWidget()
    return now is not None and (now is widget or widget.isAncestorOf(now))


def _radio(painter: QPainter, middle: int, left: int, *, on: bool) -> None:
    c = colours()
    ring = QRect(left, middle - 8, 16, 16)
    outline(painter, ring, c.surface, c.primary if on else c.ctrl, width=2 if on else 1, radius=8)
    if on:
        outline(painter, ring.adjusted(4, 4, -4, -4), c.primary, c.primary, radius=4)


class _Choice(QAbstractButton):
    """One of a group that excludes each other; painted as a card with a ring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def ground(self, painter: QPainter) -> None:
        c = colours()
        on = self.isChecked()
        fill = c.selection if on else c.alternate if self.underMouse() else c.surface
        strong = on or self.hasFocus()
        pen = c.primary if strong else c.separator
        outline(painter, self.rect(), fill, pen, width=2 if strong else 1)


class PlaceChoice(_Choice):
    """A folder or a stick: its name over where it is, its state at the right."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._note = ""
        self._state: tuple[str, str] = ("", "draft")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_texts(self, title: str, note: str, state: tuple[str, str]) -> None:
        self.setText(title)
        self._note, self._state = note, state
        self.setAccessibleName(f"{title}, {state[0]}" if state[0] else title)
        self.setAccessibleDescription(note)
        self.setToolTip(f"{title}\n{note}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, scaled(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, scaled(44))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        self.ground(painter)
        middle = self.height() // 2
        _radio(painter, middle, 12, on=self.isChecked())
        paint_icon(painter, self._icon, QRect(38, middle - 10, 20, 20), c.muted)
        word, look = self._state
        right = self.width() - 8
        if word:
            width = pill_width(word)
            right -= width + 4
            icon = {"good": "check", "soon": "warning"}.get(look, "clock")
            paint_pill(painter, QRect(right, 0, width, self.height()), word, look, icon=icon,
                       tinted=look == "soon")  # fmt: skip
        ink = c.on_selection if self.isChecked() else c.text
        for role, pen, text, top in (
            ("strong", ink, self.text(), middle - scaled(19)),
            ("caption", ink if self.isChecked() else c.muted, self._note, middle + 1),
        ):
            painter.setFont(font(role))  # type: ignore[arg-type]  # two of the roles there are
            painter.setPen(pen)
            room = QRect(68, top, right - 76, scaled(18))
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideMiddle, room.width()
            )
            painter.drawText(room, LEFT.value, shown)


class SideChoice(_Choice):
    """A value of a conflict; as many lines as it needs, up to a few."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def set_value(self, shown: str, said: str) -> None:
        """The words of the value, and what a screen reader says of whose they are."""
        self.setText(shown)
        self.setAccessibleName(said)
        self.setToolTip(shown)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        metrics = QFontMetrics(font())
        room = QRect(0, 0, max(40, width - 46), 10_000)
        wrapped = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap.value, self.text()).height()
        return max(scaled(40), min(wrapped, MOST_LINES * metrics.lineSpacing()) + 16)

    def sizeHint(self) -> QSize:
        return QSize(220, self.heightForWidth(max(self.width(), 160)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, scaled(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        self.ground(painter)
        _radio(painter, self.height() // 2, 11, on=self.isChecked())
        painter.setFont(font())
        painter.setPen(c.on_selection if self.isChecked() else c.text)
        room = self.rect().adjusted(35, 6, -8, -6)
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(self.text()) <= room.width() and "\n" not in self.text():
            painter.drawText(room, LEFT.value, self.text())
            return
        one = self.height() < 2 * metrics.lineSpacing() + 12
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        # From its beginning, whatever does not fit; a word wider than the room is broken.
        wide = any(metrics.horizontalAdvance(w) > room.width() for w in self.text().split())
        wrap = Qt.TextFlag.TextWrapAnywhere if wide else Qt.TextFlag.TextWordWrap
        flags = LEFT.value if one else Qt.AlignmentFlag.AlignLeft.value | wrap.value
        painter.drawText(room, flags, words if one else self.text())


class Notice(QFrame):
    """A tinted line that stays while its cause does: icon, sentence, what can be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = "info"
        self._text = TextLabel(parent=self, wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(42, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self._text, 1)
        self._line = line
        self._buttons: list[Button] = []
        self.hide()

    def show_text(self, look: str, text: str, verbs: Sequence[Verb] = ()) -> None:
        """`look` is one of info, soon, bad, good, conflict."""
        self._look = look
        self._text.set_ink(look)
        self._text.setText(text)
        self.setAccessibleName(text)
        held = holds_focus(self)
        for old in self._buttons:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for words, name, act, main in verbs:
            button = Button(words, look="primary" if main else "plain", dense=True, parent=self)
            button.setObjectName(name)
            button.clicked.connect(lambda _on=False, do=act: do())
            self._line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self._buttons.append(button)
            button.show()  # at once, so that it can be given the focus
        self.setVisible(bool(text))
        if held and self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.update()

    def text(self) -> str:
        return "" if self.isHidden() else self._text.text()

    def first_button(self) -> Button | None:
        """What can be done about it, if anything."""
        return self._buttons[0] if self._buttons and not self.isHidden() else None

    def clear(self) -> None:
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        outline(painter, self.rect(), c.tint(self._look), c.tint(self._look))
        square = QRect(14, self.height() // 2 - 9, 18, 18)
        paint_icon(painter, NOTICE_ICONS[self._look], square, c.ink(self._look))


class PercentBar(BarWithCancel):
    """A run counts its own steps, which say nothing to people: they are told as percent."""

    def take_focus(self) -> None:
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_cancel(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        super()._on_cancel()

    def step(self, done: int, total: int, text: str | None = None) -> None:
        super().step(done, total, text)
        if total:
            share = min(100, round(100 * done / total))
            self._text.setText(f"{self._said} · {share} %")


class CountCard(Card):
    """How much is to be sent or received: the number, and of which kinds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.body.setContentsMargins(16, 0, 16, 10)
        self._note = TextLabel(ink="muted", parent=self, wrap=True)
        self._note.setMinimumHeight(scaled(18))
        self.body.addWidget(self._note)
        self.body.addStretch(1)

    def set_counts(self, title: str, note: str) -> None:
        self.set_title(title)
        self._note.setText(note)
        self.setAccessibleName(f"{title}. {note}")

    def note(self) -> str:
        return self._note.text()
