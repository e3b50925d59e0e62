"""Home's card of the next deliveries: each form with its day, how full it is and its next step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Row
from cluster_desktop.services import reports
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.form_states import FormStates
from cluster_desktop.ui.pages.home_parts import LEFT, MARGIN, Line, ListCard
from cluster_desktop.ui.reports_table import due_text, gaps_text, verb_of, verb_text
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets import Button, Meter

if TYPE_CHECKING:
    from cluster_desktop.excel.forms.state import FormState

METER = 88


class DeliveryLine(Line):
    """Name, day, bar with percent and gaps; the row opens the form, its button the next step."""

    HEIGHT = 68
    verb_wanted = Signal(str)

    def __init__(self, row: Row, state: FormState | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setObjectName(f"delivery_{row['form']}")
        self.setText(reports.called(row))
        self.setToolTip(reports.called(row))
        self.meter = Meter(self)
        self.button = Button("", dense=True, parent=self)
        self.button.setObjectName(f"delivery_verb_{row['form']}")
        self.button.clicked.connect(lambda: self.verb_wanted.emit(verb_of(self.row, self._state)))
        self._state: FormState | None = None
        self.show_state(state)

    def show_state(self, state: FormState | None) -> None:
        """How full it is, as soon as it is known."""
        self._state = state
        self.meter.setVisible(state is not None and not state.problem)
        if state is not None:
            self.meter.set_value(state.share / 100, None if state.missing else "good")
        self.button.setText(verb_text(verb_of(self.row, state)))
        self.button.setAccessibleName(f"{self.button.text()} {self.text()}")
        self.setAccessibleName(", ".join(filter(None, (self.text(), self._day(), self._said()[0]))))
        self._lay_out()
        self.update()

    def _day(self) -> str:
        day = self.row["due_on"]
        shown = f"{day:%d.%m}" if day is not None else ""
        return " · ".join(filter(None, (shown, due_text(self.row))))

    def _said(self) -> tuple[str, str]:
        """Behind the bar: percent and gaps, and the look of them."""
        state = self._state
        if state is None:
            return "", ""
        if state.problem:
            return _("Cannot be made"), "bad"
        if not state.missing:
            return f"{state.share} %  " + _("Ready"), "good"
        if not state.rows:
            return f"{state.share} %", "soon"
        return f"{state.share} %  {gaps_text(state.missing)}", "soon"

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        width, height = self.button.sizeHint().width(), scaled(28)
        self.button.setGeometry(
            self.width() - MARGIN - width, (self.height() - height) // 2, width, height
        )
        caption = QFontMetrics(font("caption")).height()
        self.meter.setGeometry(MARGIN, self.height() - caption // 2 - 12, METER, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        self.ground(painter)
        room = self.button.x() - MARGIN - 8
        high = QFontMetrics(font("strong")).height()
        low = QFontMetrics(font("caption")).height()
        painter.setFont(font("strong"))
        painter.setPen(c.text)
        self.write(painter, QRect(MARGIN, 8, room, high), self.text(), LEFT)
        painter.setFont(font("caption"))
        late = self.row["now"] == "overdue"
        painter.setPen(c.ink("bad") if late else c.muted)
        self.write(painter, QRect(MARGIN, 8 + high, room, low), self._day(), LEFT)
        said, look = self._said()
        painter.setPen(c.ink(look) if look else c.muted)
        left = MARGIN + METER + 8 if self.meter.isVisible() else MARGIN
        words = QRect(left, self.height() - low - 8, self.button.x() - left - 4, low)
        self.write(painter, words, said, LEFT)
        painter.fillRect(QRect(1, self.height() - 1, self.width() - 2, 1), c.line)

    def sizeHint(self) -> QSize:
        high = QFontMetrics(font("strong")).height() + 2 * QFontMetrics(font("caption")).height()
        return QSize(280, max(scaled(self.HEIGHT), high + 22))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())


class DeliveriesCard(ListCard):
    """The next three; hidden while there are none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._states = FormStates(desk, self)
        self._states.came.connect(self._told)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other deliveries; how full each is arrives later."""
        made: list[QWidget] = []
        for row in rows:
            line = DeliveryLine(row, self._states.of(row.id), self)
            to = Place("reports", tab="deliver", record=row.id)
            line.clicked.connect(lambda _on=False, place=to: self._desk.go.emit(place))
            line.verb_wanted.connect(lambda verb, place=to: self._desk.act.emit(place, verb))
            made.append(line)
        self.set_rows(made)
        self.setVisible(bool(made))
        self._states.ask(rows)

    def lines(self) -> list[DeliveryLine]:
        return [line for line in self.rows() if isinstance(line, DeliveryLine)]

    def _told(self, request: object) -> None:
        for line in self.lines():
            if line.row.id == request:
                line.show_state(self._states.of(line.row.id))

    def retranslate(self) -> None:
        self.set_title(_("Next deliveries"))
