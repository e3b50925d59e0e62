"""Graduates · Summary: status × speciality as in form F1, both rates apart, the formula in words.

A click on a number opens exactly the people it counts.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Changes
from cluster_desktop.services import outcome_figures
from cluster_desktop.services.outcome_figures import Figures
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.graduate_summary import SummaryTable
from cluster_desktop.ui.listing_parts import ListFrame
from cluster_desktop.ui.widgets import Button, Rule, TextLabel
from cluster_desktop.ui.widgets_feedback import EmptyState
from cluster_desktop.ui.work import run


class SummaryTab(QWidget):
    """The table of a year's figures, the formula beneath."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._office = desk.office
        self._year = desk.office.today().year
        self._speciality: UUID | None = None
        self._awaits_focus = False
        self.table = SummaryTable(self)
        self.table.opened.connect(self._open)
        self.print_button = Button("", icon="print", look="flat", dense=True, parent=self)
        self.print_button.setObjectName("print_graduates")
        self._as_of = TextLabel("", "caption", "muted", self)
        self._nothing = EmptyState(self)
        self._nothing.hide()
        self.formula = QComboBox(self)
        self.formula.setObjectName("formula")
        self.formula.setProperty("dense", True)
        self.formula.activated.connect(lambda _at: self._choose_formula())
        self._said = TextLabel("", "caption", "muted", self, wrap=True)
        self._lay_out()
        desk.bridge.changed.connect(self._on_changed)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 4, 0, 4)
        head.setSpacing(8)
        head.addWidget(self._as_of)
        head.addStretch(1)
        head.addWidget(self.print_button)
        frame = ListFrame(self)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.table, 1)
        inside.addWidget(self._nothing, 1)
        inside.addWidget(Rule(frame))
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.setSpacing(12)
        foot.addWidget(self._said, 1)
        foot.addWidget(self.formula)
        inside.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(frame, 1)

    def show_year(self, year: int, speciality: UUID | None) -> None:
        """The figures of a year; a summary is always of one."""
        self._year, self._speciality = year, speciality
        if self.isVisible():
            self.reload()

    def start_focus(self) -> None:
        """Into the table, as soon as it has rows."""
        self._awaits_focus = True
        self.table.setFocus()

    def reload(self) -> None:
        year, speciality = self._year, self._speciality
        run(
            self, lambda _p: self._read(year, speciality), done=self._show, failed=self._desk.fail
        )  # fmt: skip

    def _read(self, year: int, speciality: UUID | None) -> Figures:
        return outcome_figures.figures(self._office, year, speciality=speciality)

    def _show(self, figures: Figures) -> None:
        self.table.figures.show_figures(figures)
        has_rows = self.table.figures.rowCount() > 0
        self.table.setVisible(has_rows)
        self._nothing.setVisible(not has_rows)
        if has_rows and self._awaits_focus:
            self._awaits_focus = False
            self.table.setFocus()
        empty = _("The list of graduates of {year} is not loaded.").format(year=figures.year)
        self._nothing.set(empty, (), "graduates")
        said = _("Graduates of {year}, as known on {day}")
        self._as_of.setText(said.format(year=figures.year, day=format_date(figures.as_of)))
        self._say_formula(figures.formula)

    def _say_formula(self, formula: str) -> None:
        sentence = outcome_figures.formula_sentence(formula)
        said = _("Employment rate: {formula}. Known: graduates with a status ÷ all × 100.")
        self._said.setText(said.format(formula=sentence))
        self.formula.setCurrentIndex(self.formula.findData(formula))

    def formula_text(self) -> str:
        """The sentence under the table."""
        return self._said.full_text()

    def _choose_formula(self) -> None:
        chosen = str(self.formula.currentData())
        office = self._office
        self._desk.write(self, lambda: office.put_setting("outcomes.rate", chosen), quiet=True)

    def _open(self, where: object) -> None:
        if isinstance(where, tuple):
            self._desk.go.emit(Place("graduates", tab="all", where=where))

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.entities & {"outcome", "student", "setting", "speciality"}:
            self.reload()

    def on_print(self, act: Callable[[], None]) -> None:
        """What the print button does is the page's business."""
        self.print_button.clicked.connect(lambda _on=False: act())

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Summary of graduates"))
        self.print_button.setText(_("Print graduate list"))
        self.formula.setAccessibleName(_("Formula of the employment rate"))
        chosen = self.formula.currentData()
        self.formula.clear()
        self.formula.addItem(_("Rate of all graduates"), outcome_figures.BY_ALL)
        self.formula.addItem(_("Rate of those who could work"), outcome_figures.BY_AVAILABLE)
        self.formula.setCurrentIndex(max(0, self.formula.findData(chosen)))
        figures = self.table.figures.figures()
        if figures is not None:
            self._show(figures)
        header = self.table.horizontalHeader()
        self.table.figures.headerDataChanged.emit(
            Qt.Orientation.Horizontal, 0, max(0, header.count() - 1)
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
