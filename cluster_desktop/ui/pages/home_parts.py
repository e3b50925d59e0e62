"""Painted parts of Home: a line that needs action, a recent record, a bar of a kind, a starter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from cluster_desktop.query import Alert
from cluster_desktop.ui.icons import LOOK_ICONS, paint_icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets import Button, Card, Meter, PrimaryButton, Rule, TextLabel

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MARGIN = 16
_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Line(QAbstractButton):
    """A row of a card: lights up under the pointer, opens on click or Enter."""

    HEIGHT = 28

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._by_key = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame shows where the keyboard is, not that the page was just opened."""
        self._by_key = event.reason() in _KEYS
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_key = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, scaled(self.HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, scaled(self.HEIGHT))

    def ground(self, painter: QPainter) -> None:
        """Highlight and focus frame."""
        c = colours()
        if self.underMouse():
            painter.fillRect(self.rect().adjusted(1, 1, -1, -1), c.alternate)
        if self.hasFocus() and self._by_key:
            outline(painter, self.rect().adjusted(2, 1, -2, -1), None, c.primary, width=2)

    def write(self, painter: QPainter, rect: QRect, text: str, flags: Qt.AlignmentFlag) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, flags.value, shown)


class AlertLine(Line):
    """Icon, number, sentence over reason, one button, chevron. The row opens the list."""

    HEIGHT = 52
    NUMBER_RIGHT = 85
    TEXT_LEFT = 101
    BUTTON = QSize(120, 28)

    verb_wanted = Signal()

    def __init__(self, alert: Alert, verb: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.alert = alert
        self.setObjectName(f"alert_{alert.key}")
        self.setAccessibleName(f"{alert.count} {alert.sentence}")
        self.setAccessibleDescription(alert.reason)
        self.setToolTip(f"{alert.count} {alert.sentence}\n{alert.reason}")
        self.button: Button | None = None
        self._button_width = 0
        if verb:
            self.button = Button(verb, dense=True, parent=self)
            self.button.setObjectName(f"verb_{alert.key}")
            self.button.setAccessibleName(f"{alert.verb} {alert.count} {alert.sentence}")
            self.button.clicked.connect(self.verb_wanted)
        self.setEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def button_width(self) -> int:
        """What the words of the button need."""
        wanted = self.button.sizeHint().width() if self.button is not None else 0
        return max(self.BUTTON.width(), wanted)

    def set_button_width(self, width: int) -> None:
        """All buttons of the card are equally wide."""
        self._button_width = width
        self._lay_out()

    def _lay_out(self) -> None:
        if self.button is None:
            return
        width = self._button_width or self.button_width()
        height = scaled(self.BUTTON.height())
        self.button.setGeometry(
            self.width() - 40 - width, (self.height() - height) // 2, width, height
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        self.ground(painter)
        look = self.alert.severity
        middle = self.height() // 2
        paint_icon(painter, LOOK_ICONS[look], QRect(MARGIN, middle - 10, 20, 20), c.ink(look))
        painter.setFont(font("number", tabular=True))
        painter.setPen(c.ink(look))
        number = QRect(self.NUMBER_RIGHT - 60, 0, 60, self.height())
        painter.drawText(number, RIGHT.value, str(self.alert.count))
        right = self.button.x() - 12 if self.button is not None else self.width() - 40
        room = right - self.TEXT_LEFT
        half = scaled(18)
        painter.setFont(font())
        painter.setPen(c.text)
        top = middle - half + 1
        self.write(painter, QRect(self.TEXT_LEFT, top, room, half), self.alert.sentence, LEFT)
        painter.setFont(font("caption"))
        painter.setPen(c.muted)
        self.write(painter, QRect(self.TEXT_LEFT, middle, room, half), self.alert.reason, LEFT)
        if self.alert.query is not None:
            arrow = QRect(self.width() - 30, middle - 8, 16, 16)
            paint_icon(painter, "chevron-right", arrow, c.muted)
        painter.fillRect(QRect(1, self.height() - 1, self.width() - 2, 1), c.line)


class FactLine(Line):
    """Icon, words, and a muted note at the right."""

    def __init__(
        self, icon: str, text: str, note: str, parent: QWidget | None = None, *, look: str = ""
    ) -> None:
        super().__init__(parent)
        self._icon, self._note, self._look = icon, note, look
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(f"{text}, {note}" if note else text)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        self.ground(painter)
        middle = self.height() // 2
        paint_icon(painter, self._icon, QRect(MARGIN, middle - 9, 18, 18), c.muted)
        painter.setFont(font("caption"))
        note = QFontMetrics(font("caption")).horizontalAdvance(self._note)
        painter.setPen(c.ink(self._look) if self._look else c.muted)
        right = QRect(self.width() - MARGIN - note, 0, note, self.height())
        painter.drawText(right, RIGHT.value, self._note)
        painter.setFont(font())
        painter.setPen(c.text)
        words = QRect(46, 0, self.width() - 46 - MARGIN - note - 12, self.height())
        self.write(painter, words, self.text(), LEFT)


class KindLine(Line):
    """A kind of agreement: word, count, and its share as a bar."""

    HEIGHT = 44

    def __init__(self, text: str, count: int, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = count
        self.setText(text)
        self.setAccessibleName(f"{text}: {count}")
        self.meter = Meter(self)
        self.meter.set_value(share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.meter.setGeometry(MARGIN, self.height() - 15, self.width() - 2 * MARGIN, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        self.ground(painter)
        painter.setFont(font("strong", tabular=True))
        painter.setPen(c.text)
        line = QRect(MARGIN, 4, self.width() - 2 * MARGIN, self.height() - 20)
        painter.drawText(line, RIGHT.value, str(self._count))
        painter.setFont(font())
        self.write(painter, line.adjusted(0, 0, -48, 0), self.text(), LEFT)


class DoneLine(QWidget):
    """One calm line: nothing (else) is urgent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, scaled(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        middle = self.height() // 2
        paint_icon(painter, "check", QRect(MARGIN + 1, middle - 8, 16, 16), c.ink("good"))
        painter.setFont(font("caption"))
        painter.setPen(c.muted)
        painter.drawText(self.rect().adjusted(41, 0, -8, 0), LEFT.value, self._text)


class Starter(Card):
    """A first step: what it gives, and one button."""

    chosen = Signal()

    def __init__(self, icon: str, primary: bool, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._icon = icon
        self._title = TextLabel(role="section", parent=self, wrap=True)
        self._text = TextLabel(ink="muted", parent=self, wrap=True)
        made = PrimaryButton if primary else Button
        self.button = made(parent=self)
        self.button.clicked.connect(self.chosen)
        self.body.addSpacing(40)
        self.body.addWidget(self._title)
        self.body.addWidget(self._text)
        self.body.addStretch(1)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def set_texts(self, title: str, text: str, verb: str) -> None:
        self._title.setText(title)
        self._text.setText(text)
        self.button.setText(verb)
        self.setAccessibleName(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_icon(QPainter(self), self._icon, QRect(16, 16, 32, 32), colours().primary)


class ListCard(Card):
    """A card whose body is rows from edge to edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.body.setContentsMargins(0, 0, 0, 8)
        self.body.insertWidget(0, Rule(self))
        self.body.setSpacing(0)
        self._shown: list[QWidget] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)

    def set_rows(self, rows: Sequence[QWidget]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._shown = list(rows)
        for row in rows:
            self._rows.addWidget(row)

    def rows(self) -> list[QWidget]:
        return list(self._shown)
