"""Cluster · Surveys · results: means by question and quality, over time, between colleges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, format_date, format_mean, format_share, ngettext
from cluster_desktop.query import Figure, Query
from cluster_desktop.services import surveys
from cluster_desktop.services.office import Office
from cluster_desktop.services.surveys import Compared, Result, Results
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.listing_parts import ListFrame
from cluster_desktop.ui.pages.figure_link import open_figure
from cluster_desktop.ui.pages.home_parts import LEFT, RIGHT, Line
from cluster_desktop.ui.pages.list_page import NARROW_UNDER, PANEL_NARROW, PANEL_WIDE
from cluster_desktop.ui.pages.needs_balance import Picker
from cluster_desktop.ui.pages.needs_panel import PartLine
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets import Rule, TextLabel
from cluster_desktop.ui.widgets_feedback import EmptyState
from cluster_desktop.ui.work import run

MARGIN = 16
BAR, BAR_HEIGHT = 150, 12


@dataclass(frozen=True)
class Shown:
    """A survey's results with what they are compared with, and all surveys to choose from."""

    results: Results | None
    over_time: Sequence[Compared]
    colleges: Sequence[Compared]
    choices: Sequence[tuple[str, UUID]]


def read(office: Office, survey: UUID | None) -> Shown:
    """Of this survey, else of the newest one with questions."""
    columns = ("title", "audience", "starts")
    rows = office.rows(Query("survey", sort=(("starts", True),), columns=columns))
    asked = {
        row["survey_id"].id for row in office.rows(Query("survey_question", columns=("survey_id",)))
    }
    rows = [row for row in rows if row.id in asked]
    # Each year asks the same: the day tells them apart.
    choices = [(f"{format_date(row['starts'])} · {row['title']}", row.id) for row in rows]
    chosen = next((row for row in rows if row.id == survey), rows[0] if rows else None)
    if chosen is None:
        return Shown(None, (), (), choices)
    return Shown(
        surveys.results(office, chosen.id),
        surveys.over_time(office, str(chosen["audience"])),
        surveys.between_colleges(office, chosen.id),
        choices,
    )


class ResultLine(Line):
    """A question or a group of them: words, a bar, the mean and how many answered."""

    HEIGHT = 34

    def __init__(self, result: Result, most: int, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._result, self._most = result, most
        self._strong = result.question is None
        mean = result.mean.value
        self._mean = "–" if mean is None else format_mean(mean)
        count = int(result.answers.value or 0)
        self.setText(text)
        said = ngettext("{n} answer", "{n} answers", count).format(n=count)
        self._count = said
        self.setAccessibleName(f"{text}: {self._mean}, {said}")
        self.setToolTip(f"{text}\n{said}")

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        self.ground(painter)
        right = self.width() - MARGIN
        caption = QFontMetrics(font("caption")).horizontalAdvance(self._count)
        painter.setFont(font("caption"))
        painter.setPen(c.muted)
        painter.drawText(
            QRect(right - caption, 0, caption, self.height()), RIGHT.value, self._count
        )
        right -= max(caption, scaled(80)) + 12
        painter.setFont(font("strong" if self._strong else "body", tabular=True))
        painter.setPen(c.link if self._result.mean.value is not None else c.muted)
        painter.drawText(QRect(right - 44, 0, 44, self.height()), RIGHT.value, self._mean)
        right -= 44 + 12
        width = min(scaled(BAR), self.width() // 4)
        self._bar(painter, QRect(right - width, 0, width, self.height()))
        right -= width + 12
        left = MARGIN if self._strong else MARGIN + 14
        painter.setFont(font("strong" if self._strong else "body"))
        painter.setPen(c.text)
        self.write(painter, QRect(left, 0, right - left, self.height()), self.text(), LEFT)

    def _bar(self, painter: QPainter, room: QRect) -> None:
        c = colours()
        top = room.center().y() - BAR_HEIGHT // 2
        painter.fillRect(QRect(room.left(), top, room.width(), BAR_HEIGHT), c.line)
        mean = self._result.mean.value or Decimal(0)
        filled = round(room.width() * float(mean) / self._most)
        painter.fillRect(QRect(room.left(), top, filled, BAR_HEIGHT), c.chart[0])


class SurveyResults(QWidget):
    """`started` is what the sentence of an empty page offers."""

    new_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("survey_results")
        self._desk = desk
        self._survey: UUID | None = None
        self._shown: Shown | None = None
        self.surveys = Picker("pick_survey", self)
        self.surveys.setMaximumWidth(520)
        self.surveys.activated.connect(lambda _at: self._picked())
        self.whole = TextLabel("", "strong", parent=self)
        self._left, self._rows = _scrolled(self)
        self._right, self._sides = _scrolled(self)
        self.nothing = EmptyState(self)
        self.nothing.hide()
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(0, 8, 0, 8)
        top.setSpacing(12)
        top.addWidget(self.surveys)
        top.addWidget(self.whole)
        top.addStretch(1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self._left)
        self.splitter.addWidget(self._right)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 8)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.nothing, 1)

    def show_survey(self, survey: UUID | None) -> None:
        """The results of a survey; of the newest one for None."""
        self._survey = survey
        self.reload()

    def _picked(self) -> None:
        chosen = self.surveys.currentData()
        self.show_survey(chosen if isinstance(chosen, UUID) else None)

    def reload(self) -> None:
        """Read anew in a worker."""
        office, survey = self._desk.office, self._survey
        run(self, lambda _p: read(office, survey), done=self._show, failed=self._desk.fail)

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        results = shown.results
        self.splitter.setVisible(results is not None)
        self.nothing.setVisible(results is None)
        self.surveys.setVisible(results is not None)
        self.whole.setVisible(results is not None)
        if results is None:
            return
        self._survey = results.survey.id
        self.surveys.fill(list(shown.choices), results.survey.id)
        self.whole.setText(_whole_words(results))
        self._fill_rows(results)
        self._fill_sides(shown)
        self._share_room()

    def _fill_rows(self, results: Results) -> None:
        _empty(self._rows)
        names = surveys.quality_names()
        for quality in results.qualities:
            self._rows.addWidget(self._line(quality, results, names[quality.quality]))
            for one in results.questions:
                if one.quality == quality.quality and one.question is not None:
                    self._rows.addWidget(self._line(one, results, one.question.here()))
            self._rows.addWidget(Rule(self))
        words = int(results.words.value or 0)
        if words:
            said = ngettext("{n} answer in words", "{n} answers in words", words)
            line = PartLine(said.format(n=words), "", words, self)
            line.clicked.connect(lambda _on=False: self._open(results.words))
            self._rows.addWidget(line)
        self._rows.addStretch(1)

    def _line(self, result: Result, results: Results, text: str) -> ResultLine:
        made = ResultLine(result, results.survey.points, text, self)
        made.clicked.connect(lambda _on=False: self._open(result.mean))
        return made

    def _fill_sides(self, shown: Shown) -> None:
        _empty(self._sides)
        self._side(_("Over time"), shown.over_time)
        self._side(_("Between colleges"), shown.colleges)
        self._sides.addStretch(1)

    def _side(self, title: str, compared: Sequence[Compared]) -> None:
        head = TextLabel(title, "section", parent=self)
        head.setContentsMargins(MARGIN, 10, MARGIN, 4)
        self._sides.addWidget(head)
        if not compared:
            none = TextLabel(_("No answers yet."), "caption", "muted", self)
            none.setContentsMargins(MARGIN, 0, MARGIN, 8)
            self._sides.addWidget(none)
        for one in compared:
            share = "–" if one.satisfaction is None else f"{format_share(one.satisfaction)} %"
            text = format_date(one.starts) if one.starts is not None else one.title
            mean = "" if one.mean.value is None else format_mean(one.mean.value)
            line = PartLine(text, mean, share, self)
            line.setToolTip(one.title)
            line.clicked.connect(lambda _on=False, it=one: self._open(it.mean))
            self._sides.addWidget(line)
        self._sides.addWidget(Rule(self))

    def _open(self, figure: Figure) -> None:
        open_figure(self._desk, figure)

    def _share_room(self) -> None:
        panel = PANEL_WIDE if self.width() >= NARROW_UNDER else PANEL_NARROW
        self.splitter.setSizes([max(1, self.splitter.width() - panel - 8), panel])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def retranslate(self) -> None:
        self.surveys.setAccessibleName(_("Survey"))
        self._left.setAccessibleName(_("Results"))
        self._right.setAccessibleName(_("Comparison"))
        self.nothing.set(
            _("No survey yet. Begin with a standard questionnaire."),
            [(_("New survey"), "add", self.new_wanted.emit, True)],
            "question",
        )
        if self._shown is not None:
            # Titles and questions are read in the language of the window.
            self.reload()


def _whole_words(results: Results) -> str:
    count = int(results.sheets.value or 0)
    said = ngettext("{n} questionnaire", "{n} questionnaires", count).format(n=count)
    if results.satisfaction.value is None:
        return said
    share = format_share(results.satisfaction.value)
    return f"{said} · " + _("satisfaction {share} %").format(share=share)


def _scrolled(parent: QWidget) -> tuple[ListFrame, QVBoxLayout]:
    """A framed surface whose lines scroll, and the column for them."""
    frame = ListFrame(parent)
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(1, 1, 1, 1)
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 4, 0, 4)
    column.setSpacing(0)
    scroll = QScrollArea(frame)
    scroll.setWidget(body)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    body.setAutoFillBackground(False)
    scroll.viewport().setAutoFillBackground(False)
    inside.addWidget(scroll)
    return frame, column


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
