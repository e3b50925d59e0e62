"""Saving an official form: what must be decided first is asked in the page, then a worker writes.

Personal data are saved with masked identifiers unless the person chooses otherwise; graduates of
whom nothing is known are never counted in silence (form F1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import NeedsAnswer
from cluster_desktop.excel import forms
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.services import outcomes
from cluster_desktop.ui.desk import Desk, place_of
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, TextLabel
from cluster_desktop.ui.work import run

MOST_WARNINGS = 8
WIDE = 620


@dataclass(frozen=True)
class Asked:
    """One form as the person wants it."""

    code: str
    out: Path
    into: Path | None = None
    period: str | None = None
    with_iin: bool = False
    count_unknown: bool = False


class Question(QWidget):
    """Shown in a Floating: what is to be decided, and a button for each answer."""

    answered = Signal(str)
    closed = Signal()

    def __init__(
        self, title: str, text: str, answers: Sequence[tuple[str, str]], parent: QWidget
    ) -> None:
        """`answers` are keys and verbs, the first one the usual choice; without any it is read and
        closed."""
        super().__init__(parent)
        self.setObjectName("form_question")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, role="section", parent=self))
        self._text = TextLabel(text, wrap=True, parent=self)
        column.addWidget(self._text)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        back = Button(_("Cancel") if answers else _("Close"), parent=self)
        back.clicked.connect(self.closed)
        row.addWidget(back)
        self.setFocusProxy(back)
        for key, verb in reversed(answers):
            kind = PrimaryButton if key == answers[0][0] else Button
            button = kind(verb, parent=self)
            button.setObjectName(f"answer_{key}")
            button.clicked.connect(lambda _on=False, chosen=key: self._answer(chosen))
            row.addWidget(button)
            # The usual choice comes last, at the right, and has the focus.
            self.setFocusProxy(button)
        column.addLayout(row)

    def sizeHint(self) -> QSize:
        lines = self._text.heightForWidth(WIDE - 40)
        return QSize(WIDE, max(scaled(180), lines + scaled(140)))

    def _answer(self, key: str) -> None:
        self.closed.emit()
        self.answered.emit(key)


class FormJob(QObject):
    """Writes forms for a page; says what was written and what to look at."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._host = host

    def start(self, asked: Asked) -> None:
        """Ask about personal data where the form holds any, then write."""
        if not forms.KINDS[asked.code].private:
            self._write(asked)
            return
        self._ask(
            _("Personal data"),
            _(
                "This form names people and their identifiers. Save it only where such data may "
                "lie, and give it only to those who may see it."
            ),
            (("masked", _("Save with masked IIN")), ("full", _("Save with IIN in full"))),
            lambda answer: self._write(replace(asked, with_iin=answer == "full")),
        )

    def _write(self, asked: Asked) -> None:
        office = self._desk.office

        def write(_progress: object) -> forms.ExportReport:
            return forms.export(
                office,
                asked.code,
                asked.out,
                into=asked.into,
                period=asked.period,
                with_iin=asked.with_iin,
                count_unknown=asked.count_unknown,
            )

        run(self, write, done=self._told, failed=lambda why: self._failed(asked, why))

    def _failed(self, asked: Asked, why: Exception) -> None:
        if not isinstance(why, NeedsAnswer) or why.question != forms.UNKNOWN:
            self._desk.fail(why)
            return
        self._ask(
            _("Graduates without a status"),
            why.message,
            (("show", _("Show them")), ("count", _("Count in column 13"))),
            lambda answer: self._settle(asked, answer),
        )

    def _settle(self, asked: Asked, answer: str) -> None:
        if answer == "count":
            self._write(replace(asked, count_unknown=True))
            return
        year = int(asked.period) if asked.period and asked.period.isdigit() else None
        place = place_of(outcomes.graduates(year, states=("unknown",)))
        if place is not None:
            self._desk.go.emit(place)

    def _ask(
        self,
        title: str,
        text: str,
        answers: Sequence[tuple[str, str]],
        then: Callable[[str], None],
    ) -> None:
        question = Question(title, text, answers, self._host)
        question.answered.connect(then)
        self._desk.sheet.emit(question, "middle")

    def _told(self, report: forms.ExportReport) -> None:
        said = ngettext(
            "{n} row saved: {file} in {folder}", "{n} rows saved: {file} in {folder}", report.rows
        ).format(n=report.rows, file=report.path.name, folder=report.path.parent)
        self._desk.said.emit(said)
        if report.warnings:
            shown = list(report.warnings[:MOST_WARNINGS])
            if len(report.warnings) > MOST_WARNINGS:
                shown.append(_("and {n} more").format(n=len(report.warnings) - MOST_WARNINGS))
            self._ask(_("Saved. Look at this:"), "\n".join(shown), (), lambda _answer: None)
