"""Plan and fact of the indicators by period: year and day, closing a quarter, what is printed."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Date
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.query import Figure, Query
from cluster_desktop.services import kpi, kpi_lock
from cluster_desktop.services.kpi import Line
from cluster_desktop.services.kpi_lock import named_period
from cluster_desktop.services.kpi_standard import STANDARD
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import DateEdit
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.listing_parts import ListFrame
from cluster_desktop.ui.pages.cluster_kpi_panel import KpiPanel
from cluster_desktop.ui.pages.cluster_kpi_table import KpiTable, Spot
from cluster_desktop.ui.pages.cluster_sheets import ActSheet, CardSheet
from cluster_desktop.ui.pages.figure_link import open_figure
from cluster_desktop.ui.pages.list_page import NARROW_UNDER, PANEL_NARROW, PANEL_WIDE
from cluster_desktop.ui.pages.needs_balance import Picker
from cluster_desktop.ui.pages.official_forms import FormsButton
from cluster_desktop.ui.pages.output import Output
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, TextLabel
from cluster_desktop.ui.widgets_feedback import EmptyState
from cluster_desktop.ui.work import run

Read = tuple[list[int], tuple[Line, ...], frozenset[tuple[int, str]]]


class KpiOverview(QWidget):
    """Year and day above, the table of plan and fact, the panel of the chosen cell."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kpi_overview")
        self._desk = desk
        self._year = desk.office.today().year
        self._on: date | None = None
        self._lines: tuple[Line, ...] = ()
        self._closed: frozenset[tuple[int, str]] = frozenset()
        self._reading = self._again = False
        self._stale = True
        self._panel_wanted = True
        self.output = Output(desk, self)
        self.years = Picker("choose_year", self)
        self.day_label = TextLabel("", "body", "muted", self)
        self.day = DateEdit(Date(N_("As of"), name="on_day"), desk.office.today, self)
        self.day.setFixedWidth(scaled(132))
        self.periods = Button("", icon="lock", look="flat", dense=True, parent=self)
        self.periods.setObjectName("kpi_periods")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.periods.setMenu(self._menu)
        self.forms = FormsButton(desk, "kpi", self, period=lambda: str(self._year))
        self.standard = Button("", icon="add", look="flat", dense=True, parent=self)
        self.standard.setObjectName("kpi_standard")
        self.table = KpiTable(self)
        self.nothing = EmptyState(self)
        self.note = TextLabel("", "caption", "muted", self, elide=True)
        self.panel = KpiPanel(desk, self)
        for hidden in (self.nothing, self.panel, self.standard):
            hidden.hide()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 8)
        top.setSpacing(8)
        for widget in (self.years, self.day_label, self.day, self.periods, self.forms):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.standard)
        frame = ListFrame(self)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.nothing, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 4)
        foot.addWidget(self.note, 1)
        inside.addLayout(foot)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(frame)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.years.activated.connect(lambda _at: self._leave(self._pick_year))
        self.day.committed.connect(lambda day: self._leave(lambda: self.set_on(day)))
        self.standard.clicked.connect(lambda _on=False: self.insert_standard())
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._chosen)
        self.table.fill_in.connect(self._edit)
        self.panel.opened.connect(self._open)
        self.panel.card.connect(self.ask_card)
        self.panel.closed.connect(self._close_panel)

    # ---- reading ----

    def lines(self) -> tuple[Line, ...]:
        return self._lines

    def year(self) -> int:
        return self._year

    def set_year(self, year: int) -> None:
        self._year = year
        self.reload()

    def _pick_year(self) -> None:
        year = self.years.currentData()
        self.set_year(year if isinstance(year, int) else self._year)

    def set_on(self, day: object) -> None:
        """Reckon by a day; without one by today."""
        self._on = day if isinstance(day, date) else None
        self.day.set_value(self._on or self._desk.office.today())
        if self._on is not None:
            self._year = self._on.year
        self.reload()

    def refresh(self) -> None:
        """Somebody wrote: what is on the screen is read now, else when it is shown."""
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def reload(self) -> None:
        """Count everything anew in a worker; once more afterwards where it was asked meanwhile."""
        self._stale = False
        self._again = self._reading
        if self._reading:
            return
        self._reading = True
        office, year, on = self._desk.office, self._year, self._on

        def read() -> Read:
            counts = office.counts_by(Query("kpi_value"), "year")
            years = {int(one) for one in counts if one is not None}
            years |= {year, *range(office.today().year - 1, office.today().year + 2)}
            return sorted(years), kpi.table(office, year, on=on), kpi_lock.closed_periods(office)

        run(self, lambda _p: read(), done=self._came, failed=self._failed)

    def _came(self, read: Read) -> None:
        self._reading = False
        if self._again:
            self.reload()
        else:
            self._show(read)

    def _failed(self, why: Exception) -> None:
        self._reading = False
        self._desk.fail(why)

    def _show(self, read: Read) -> None:
        years, self._lines, self._closed = read
        named = [(_("Year {year}").format(year=one), one) for one in years]
        self.years.fill(named, self._year)
        there = {line.counted for line in self._lines} | {line.code for line in self._lines}
        has_rows = bool(self._lines)
        missing = any(one["code"] not in there for one in STANDARD)
        self.standard.setVisible(has_rows and missing)
        self.table.setVisible(has_rows)
        self.nothing.setVisible(not has_rows)
        old = self.panel.spot()
        self.table.show_lines(self._lines)
        if not has_rows:
            self.panel.hide()
            return
        today = self._on or self._desk.office.today()
        at = (self._lines[0].id, kpi.quarter_of(today))
        if old is not None:
            at = (old.line.id, old.cell.period)
        self.table.choose(*at, quiet=True)
        self._show_chosen(opens=self.width() >= NARROW_UNDER)

    # ---- the panel ----

    def _show_chosen(self, *, opens: bool = True) -> None:
        """The current cell in the panel; where there is little room it opens when one is chosen."""
        spot = self.table.spot()
        if spot is None:
            return
        self.panel.show_spot(spot)
        if opens and self._panel_wanted and not self.panel.isVisible():
            self.panel.show()
            self._share_room()

    def _chosen(self, spot: object) -> None:
        """Another cell; what was typed for the one before is saved first."""
        old = self.panel.spot()
        is_other = isinstance(spot, Spot) and old is not None and (
            spot.line.id != old.line.id or spot.cell.period != old.cell.period
        )  # fmt: skip
        if not is_other or old is None or not self.panel.is_changed():
            self._show_chosen()
            return
        back = partial(self.table.choose, old.line.id, old.cell.period, quiet=True)
        self.panel.save(then=self._show_chosen, refused=back)

    def _leave(self, act: object) -> None:
        """Do what shows other numbers, once the panel is saved."""
        if not callable(act):
            return
        if self.panel.is_changed():
            self.panel.save(then=act, refused=lambda: self.years.fill(*self._year_options()))
        else:
            act()

    def _year_options(self) -> tuple[list[tuple[str, object]], int]:
        box = self.years
        return [(box.itemText(n), box.itemData(n)) for n in range(box.count())], self._year

    def _edit(self) -> None:
        if self.table.spot() is not None:
            self._panel_wanted = True
            self._show_chosen()
            self.panel.edit()

    def _close_panel(self) -> None:
        self._panel_wanted = False
        self.panel.hide()
        self.table.setFocus()

    def _share_room(self) -> None:
        panel = PANEL_WIDE if self.width() >= NARROW_UNDER else PANEL_NARROW
        self.splitter.setSizes([max(1, self.splitter.width() - panel - 8), panel])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.panel.isVisible():
            self._share_room()

    def _open(self, figure: object) -> None:
        if isinstance(figure, Figure):
            open_figure(self._desk, figure)

    def ask_card(self) -> None:
        """The card of the current indicator: its names, unit, base and formula."""
        spot = self.panel.spot()
        if spot is not None:
            self._desk.sheet.emit(CardSheet(self._desk, "kpi", spot.line.id), "right")

    # ---- periods ----

    def _fill_menu(self) -> None:
        self._menu.clear()
        for key in kpi.PERIODS:
            name = named_period(self._year, key)
            if (self._year, key) in self._closed:
                said = _("Reopen: {period}…").format(period=name)
                made = self._menu.addAction(icon("undo", "muted"), said)
                made.triggered.connect(lambda _on=False, one=key: self.ask_reopen(one))
            else:
                said = _("Close: {period}").format(period=name)
                made = self._menu.addAction(icon("lock", "muted"), said)
                made.triggered.connect(lambda _on=False, one=key: self.close_period(one))
                made.setEnabled(kpi.period_end(self._year, key) < self._desk.office.today())

    def close_period(self, period: str) -> None:
        """Lock a period; what keeps it open is listed and can be gone to."""
        office, year = self._desk.office, self._year
        run(
            self, lambda _p: kpi.close(office, year, period),
            done=self._desk.done.emit, failed=partial(self._not_closed, period),
        )  # fmt: skip

    def _not_closed(self, period: str, why: Exception) -> None:
        if not isinstance(why, Refusal) or not why.findings:
            self._desk.fail(why)
            return
        title = named_period(self._year, period)
        lines = [one.message for one in why.findings]
        sheet = Ask(title, why.message, _("Write the reason"), lines=lines)
        sheet.agreed.connect(lambda: self._to_first_unexplained(period))
        self._desk.sheet.emit(sheet, "middle")

    def _to_first_unexplained(self, period: str) -> None:
        for line in self._lines:
            if line.cells[period].state == "unexplained":
                self.table.choose(line.id, period)
                self._panel_wanted = True
                self._show_chosen()
                self.panel.editors["reason"].setFocus()
                return

    def ask_reopen(self, period: str) -> None:
        """Unlock a period; a reason is asked."""
        office, year = self._desk.office, self._year
        name = named_period(year, period)
        field = office.entity("kpi_period").spec("reopened_why")
        sheet = ActSheet(
            self._desk, _("Reopen: {period}").format(period=name), [field], _("Reopen"),
            lambda values: kpi.reopen(office, year, period, str(values["reopened_why"] or "")),
            note=_("Its numbers can be changed again. The reason stays with the period."),
        )  # fmt: skip
        self._desk.sheet.emit(sheet, "middle")

    def insert_standard(self) -> None:
        """The usual indicators that are not there yet."""
        office = self._desk.office
        self._desk.write(self, lambda: kpi.standard(office))

    # ---- out ----

    def print_table(self) -> None:
        if not self._lines:
            self._desk.refused.emit(_("There is nothing to print: no indicators are chosen yet."))
            return
        # Loads ReportLab and the print system: paid by the first print.
        from cluster_desktop.ui.pages.cluster_kpi_out import KpiJob
        from cluster_desktop.ui.preview import PrintPreview

        day = self._on or self._desk.office.today()
        about = _("As of {date}").format(date=format_date(day))
        preview = PrintPreview(self._desk)
        preview.options.show_layouts(is_shown=False)
        self._desk.sheet.emit(preview, "right")
        preview.open_job(KpiJob(self._desk, self._lines, self._year, about))

    def retranslate(self) -> None:
        self.years.setAccessibleName(_("Year"))
        self.day_label.setText(_("As of"))
        self.day.name_it()
        self.day.set_value(self._on or self._desk.office.today())
        self.periods.setText(_("Periods"))
        self.periods.setAccessibleName(_("Close or reopen a period"))
        self.forms.retranslate()
        self.standard.setText(_("Insert the usual indicators"))
        self.table.retranslate()
        self.panel.retranslate()
        self.note.setText(_("Fact / plan from 1 January on. A coloured fact opens its records."))
        self.nothing.set(
            _("No indicators are chosen."),
            [
                (_("Import…"), "import", lambda: self.output.import_into("kpi"), False),
                (_("Insert the usual indicators"), "add", self.insert_standard, True),
            ],
            "reports",
        )
