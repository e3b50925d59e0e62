"""Beside the table of needs: one speciality, its three numbers, and who stands behind each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Figure
from cluster_desktop.services.needs import Behinds, Line, Part, source_names, whole
from cluster_desktop.ui.listing_parts import ListFrame
from cluster_desktop.ui.needs_table import look_of, name_of, signed
from cluster_desktop.ui.pages.home_parts import LEFT, RIGHT
from cluster_desktop.ui.pages.home_parts import Line as HomeLine
from cluster_desktop.ui.theme import colours, font
from cluster_desktop.ui.widgets import Button, IconButton, Rule, TextLabel

MARGIN = 16


class PartLine(HomeLine):
    """A name like a link, a muted word, and the number at the right."""

    def __init__(
        self, text: str, note: str, number: int | str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._note, self._number = note, str(number)
        self.setText(text)
        self.setToolTip(f"{text}, {note}" if note else text)
        self.setAccessibleName(", ".join(part for part in (text, note, self._number) if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        self.ground(painter)
        strong, caption = font("strong", tabular=True), font("caption")
        number = max(QFontMetrics(strong).horizontalAdvance(self._number), 28)
        note = QFontMetrics(caption).horizontalAdvance(self._note)
        right = self.width() - MARGIN
        painter.setFont(strong)
        painter.setPen(c.text)
        painter.drawText(QRect(right - number, 0, number, self.height()), RIGHT.value, self._number)
        right -= number + 12
        if self._note:
            painter.setFont(caption)
            painter.setPen(c.muted)
            painter.drawText(QRect(right - note, 0, note, self.height()), RIGHT.value, self._note)
            right -= note + 12
        painter.setFont(font())
        painter.setPen(c.link)
        self.write(painter, QRect(MARGIN, 0, right - MARGIN, self.height()), self.text(), LEFT)


class NeedsPanel(ListFrame):
    """`opened`: the records of a Figure are wanted; `request_wanted`: that request."""

    opened = Signal(object)
    request_wanted = Signal(object)
    students_wanted = Signal()
    print_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("needs_panel")
        self._line: Line | None = None
        self._parts: Behinds | None = None
        self._title = TextLabel("", "section", parent=self, wrap=True)
        self._under = TextLabel("", "caption", "muted", self)
        self.close_button = IconButton("close", "", self)
        self.close_button.clicked.connect(self.closed)
        self._numbers = QWidget(self)
        self._three = QHBoxLayout(self._numbers)
        self._three.setContentsMargins(MARGIN, 0, MARGIN, 12)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(0)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._body)
        self._scroll.setWidgetResizable(True)
        # The panel's own surface shows through.
        self._body.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.students_button = Button("", icon="graduates", dense=True, parent=self)
        self.students_button.clicked.connect(lambda _on=False: self.students_wanted.emit())
        self.print_button = Button("", icon="print", dense=True, parent=self)
        self.print_button.clicked.connect(lambda _on=False: self.print_wanted.emit())
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._under)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 12, 8, 8)
        head.addLayout(words, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 8, MARGIN, 8)
        foot.setSpacing(8)
        foot.addWidget(self.students_button)
        foot.addWidget(self.print_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._numbers)
        column.addWidget(self._scroll, 1)
        column.addWidget(Rule(self))
        column.addLayout(foot)

    def line(self) -> Line | None:
        return self._line

    def speciality(self) -> UUID | None:
        known = self._line.speciality if self._line is not None else None
        return known.id if known is not None else None

    def show_line(self, line: Line, parts: Behinds) -> None:
        """A speciality with everything behind it."""
        self._line, self._parts = line, parts
        self._fill()

    def _fill(self) -> None:
        line, parts = self._line, self._parts
        if line is None or parts is None:
            return
        self._title.setText(name_of(line))
        code = line.speciality.code if line.speciality else ""
        year = _("Year {year}").format(year=line.year)
        self._under.setText(f"{code} · {year}" if code else year)
        _empty(self._three)
        lacks = line.gap < 0
        look = look_of(line)
        for number, word, ink in (
            (str(whole(line.needed)), _("needed"), "text"),
            (str(line.supply), _("graduates"), "text"),
            (signed(line.gap), _("lacking") if lacks else _("difference"), look or "text"),
        ):
            self._three.addLayout(self._big(number, word, ink), 1)
        _empty(self._column)
        self._section(_("Requests of employers"), line.needed, parts.requests)
        self._section(_("Our graduates"), line.ours, parts.groups)
        self._section(_("Other colleges"), line.others, parts.colleges)
        self._column.addStretch(1)
        self.students_button.setEnabled(bool(whole(line.ours)))

    def _big(self, number: str, word: str, ink: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(TextLabel(number, "number", ink, self._numbers))
        column.addWidget(TextLabel(word, "caption", "muted", self._numbers))
        return column

    def _section(self, title: str, figure: Figure, parts: Sequence[Part]) -> None:
        self._column.addWidget(Rule(self._body))
        row = QWidget(self._body)
        line = QHBoxLayout(row)
        line.setContentsMargins(MARGIN, 10, MARGIN, 4)
        line.addWidget(TextLabel(title, "strong", parent=row), 1)
        line.addWidget(TextLabel(str(whole(figure)), "strong", parent=row))
        self._column.addWidget(row)
        for part in parts:
            self._column.addWidget(self._part(part))

    def _part(self, part: Part) -> PartLine:
        name = part.who.title if part.who is not None else _("Not filled in")
        note = _("dual") if part.dual else source_names().get(part.source, "")
        made = PartLine(name, note, whole(part.figure), self._body)
        if part.record is not None:
            made.clicked.connect(lambda _on=False, one=part.record: self.request_wanted.emit(one))
        else:
            made.clicked.connect(lambda _on=False, one=part.figure: self.opened.emit(one))
        return made

    def retranslate(self) -> None:
        self.setAccessibleName(_("Speciality"))
        self.close_button.set_name(_("Close"))
        self.students_button.setText(_("Show students"))
        self.print_button.setText(_("Print"))
        self._fill()


def _empty(layout: QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            _empty(inner)
