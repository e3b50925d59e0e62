"""Cluster · Plan: the items of a year with their terms as bars; done and postponed from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QScrollBar, QWidget

from cluster_desktop.errors import Bug
from cluster_desktop.fields import Date, Field, LongText, Value
from cluster_desktop.i18n import N_, _, ngettext
from cluster_desktop.query import Changes, Query
from cluster_desktop.services import plan
from cluster_desktop.ui.button_row import ButtonParts
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.listing import EntityList
from cluster_desktop.ui.pages.cluster_lists import ClusterList, ClusterLists
from cluster_desktop.ui.pages.cluster_sheets import Act, ActSheet
from cluster_desktop.ui.pages.official_forms import FormsButton
from cluster_desktop.ui.plan_strip import PlanLegend, PlanStrip, PlanTable
from cluster_desktop.ui.widgets import Button, Segmented

EMPTY = N_("The action plan is empty.")
DONE = (
    Date(label=N_("Done on"), name="done_on", required=True),
    LongText(label=N_("What was done"), name="done_text"),
)
LATER = (
    Date(label=N_("New term"), name="due", required=True),
    LongText(label=N_("Why it is postponed"), name="reason", required=True),
)
WIDEST, LEAST, HIDDEN_UNDER = 402, 180, 620
LEGEND_FROM = 840
OF_PLAN = frozenset({"plan_item", "setting"})


class YearPicker(QComboBox):
    """Years that have items, the current one, and all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_year")
        self.setProperty("dense", True)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def fill(self, years: Sequence[int], year: int | None) -> None:
        """Other years, without telling anybody."""
        self.blockSignals(True)
        self.clear()
        for one in years:
            self.addItem(_("Year {year}").format(year=one), one)
        self.addItem(_("All years"), None)
        self.choose(year)
        self.blockSignals(False)

    def choose(self, year: int | None) -> None:
        found = [n for n in range(self.count()) if self.itemData(n) == year]
        self.setCurrentIndex(found[0] if found else self.count() - 1)

    def year(self) -> int | None:
        year = self.currentData()
        return year if isinstance(year, int) else None


class PlanItems(EntityList):
    """The list with the bars beside its table, and one scroll bar for both."""

    TABLE = PlanTable
    READ_WHEN_MADE = False  # the year is said first

    def _build(self) -> None:
        super()._build()
        table = self.table
        if not isinstance(table, PlanTable):
            raise Bug("TABLE is the plan's table")
        self.strip = PlanStrip(table, self._office.today, self)
        self.legend = PlanLegend(self)
        self.done_button = Button("", icon="check", look="flat", dense=True, parent=self)
        self._scroll = QScrollBar(self)
        self._lay_beside()
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theirs = table.verticalScrollBar()
        theirs.rangeChanged.connect(lambda *_range: self._share_room())
        theirs.valueChanged.connect(self._scroll.setValue)
        self._scroll.valueChanged.connect(theirs.setValue)
        table.rows.listed.connect(self._share_room)

    def _lay_beside(self) -> None:
        frame = self._stack.parentWidget()
        inside = frame.layout() if frame is not None else None
        if not isinstance(inside, QBoxLayout):
            raise Bug("the list's frame stacks table, bar and sums")
        inside.removeWidget(self._stack)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._stack, 1)
        row.addWidget(self.strip)
        row.addWidget(self._scroll)
        inside.insertLayout(0, row, 1)
        foot = QWidget(self)
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(self.legend)
        line.addStretch(1)
        line.addWidget(self.done_button)
        self.put_in_foot(foot)

    def _share_room(self) -> None:
        """Bars where there is room beside the words; nothing of them in an empty list."""
        has_rows = bool(self.count())
        fits = self.width() >= HIDDEN_UNDER
        self.strip.setVisible(has_rows and fits)
        self.legend.setVisible(has_rows and self.width() >= LEGEND_FROM)
        self.strip.setFixedWidth(min(WIDEST, max(LEAST, self.width() * 35 // 100)))
        theirs = self.table.verticalScrollBar()
        self._scroll.setRange(theirs.minimum(), theirs.maximum())
        self._scroll.setPageStep(theirs.pageStep())
        self._scroll.setSingleStep(theirs.singleStep())
        self._scroll.setValue(theirs.value())
        self._scroll.setVisible(has_rows and theirs.maximum() > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def minimumSizeHint(self) -> QSize:
        return QSize(240, super().minimumSizeHint().height())

    def retranslate(self) -> None:
        super().retranslate()
        self.strip.retranslate()
        self.legend.retranslate()
        self.done_button.setText(_("Mark as done…"))
        self._scroll.setAccessibleName(_("Scroll the list"))


class PlanList(ClusterList):
    """Items of the chosen year; the panel marks them done or postpones them."""

    HEAD: ClassVar[tuple[str, ...]] = ("import", "excel", "print", "new")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.years = YearPicker()
        self._known: list[int] = []
        super().__init__("plan_item", EMPTY, desk, parent)
        # F9 tells of the plan on its second sheet.
        self.forms = FormsButton(desk, "plan_item", self, period=self._form_period)
        head = self.list.head.layout()
        if isinstance(head, QBoxLayout):
            head.insertWidget(0, self.years)
            head.addWidget(self.forms)
        self.years.activated.connect(lambda _at: self.show_year(self.years.year()))
        self.items.done_button.clicked.connect(lambda _on=False: self.ask_done(self.list.ticked()))
        self.list.narrowing.set_chips(lambda: plan.chips(self.office, self.years.year()))
        self._known = self._years()
        self.show_year(self._first_year())

    def _form_period(self) -> str | None:
        year = self.years.year()
        return str(year) if year is not None else None

    def made_list(self) -> EntityList:
        self.items = PlanItems(self.desk.office, self.desk.bridge, "plan_item", self)
        return self.items

    # ---- years ----

    def _years(self) -> list[int]:
        return sorted({*plan.years(self.office), self.office.today().year})

    def _first_year(self) -> int:
        """The current one; the newest planned one where nothing is planned for it."""
        planned, now = plan.years(self.office), self.office.today().year
        return now if now in planned or not planned else planned[-1]

    def show_year(self, year: int | None) -> None:
        """The items of a year, of all years where it is None."""
        self.years.fill(self._known, year)
        self.items.strip.show_years(self._known if year is None else [year])
        self._say_sum()
        self.list.set_base(plan.of_year(year))
        self.list.narrowing.load_chips()

    def year(self) -> int | None:
        return self.years.year()

    def _say_sum(self) -> None:
        said = plan.summary(self.office, self.year())
        self.list.set_summary(lambda _n: [said])

    def records_changed(self, changes: Changes) -> None:
        if not changes.entities & OF_PLAN:
            return
        if self._known != self._years():
            self._known = self._years()
            self.years.fill(self._known, self.year())
        self._say_sum()
        shown = self.panel.record_id()
        if shown in changes.ids and self.panel.isVisible():
            self.record_opened(shown)

    # ---- the panel ----

    def open_new(self) -> None:
        """The next number of the chosen year."""
        year = self.year() or self.office.today().year
        rows = self.office.rows(Query("plan_item", plan.of_year(year), columns=("number",)))
        number = max((row["number"] for row in rows), default=0) + 1
        self._show_panel()
        self.panel.open_new("plan_item", {"year": year, "number": number})

    def record_opened(self, record: UUID) -> None:
        row = self.office.get("plan_item", record)
        buttons: list[ButtonParts] = [
            (_("Mark as done…"), "check", lambda: self.ask_done([record])),
            (_("Postpone…"), "history", lambda: self.ask_later([record])),
        ]
        self.panel.set_buttons(buttons if row["state"] in plan.OPEN else [])

    def ask_done(self, records: Sequence[UUID]) -> None:
        """The day and what was done, for these items."""
        office = self.office

        def act(values: Mapping[str, Value]) -> Changes:
            return plan.mark_done(office, records, values["done_on"], values["done_text"] or "")

        verb, today = _("Mark as done"), office.today()
        self._ask(records, _("Done by the plan"), DONE, verb, act, {"done_on": today})

    def ask_later(self, records: Sequence[UUID]) -> None:
        """A later term and the reason."""
        office = self.office

        def act(values: Mapping[str, Value]) -> Changes:
            return plan.postpone(office, records, values["due"], values["reason"] or "")

        self._ask(records, _("A later term"), LATER, _("Postpone"), act, {})

    def _ask(
        self,
        records: Sequence[UUID],
        title: str,
        fields: Sequence[Field],
        verb: str,
        act: Act,
        values: Mapping[str, Value],
    ) -> None:
        if not records:
            self.desk.refused.emit(_("Choose an item of the plan first."))
            return
        note = self.office.title("plan_item", records[0])
        if len(records) > 1:
            n = len(records)
            note = ngettext("{n} item of the plan", "{n} items of the plan", n).format(n=n)
        sheet = ActSheet(self.desk, title, fields, verb, act, values=values, note=note)
        self.desk.sheet.emit(sheet, "middle")

    def retranslate(self) -> None:
        super().retranslate()
        self.years.setAccessibleName(_("Year"))
        self.years.fill(self._known, self.year())
        self.list.set_verbs(
            [
                ("done", _("Mark as done…"), "check", self.ask_done),
                ("later", _("Postpone…"), "history", self.ask_later),
                ("set_field", _("Set field…"), "edit", self.set_field),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        self.list.set_empty(
            _(EMPTY),
            [
                (_("Import…"), "import", lambda: self.run("import"), False),
                (_("Add the first one"), "add", lambda: self.run("new"), True),
            ],
        )
        self.list.retranslate()
        if self._known:
            self._say_sum()


class PlanTab(ClusterLists):
    """One list; a query or a record of another year shows all years."""

    TAB = "plan"
    LISTS: ClassVar[Mapping[str, str]] = {"plan_item": "plan_item"}

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, Segmented(), parent)
        self.chosen.hide()
        self.top.setContentsMargins(0, 8, 0, 0)
        self.retranslate()

    def make_list(self, entity: str, parent: QWidget) -> ClusterList:
        return PlanList(self.desk, parent)

    def items(self) -> PlanList:
        shown = self.shown()
        if not isinstance(shown, PlanList):
            raise Bug("the plan has one list")
        return shown

    def panes(self) -> Sequence[QWidget]:
        return self.items().panes()

    def show_query(self, query: Query) -> bool:
        if query.entity == "plan_item":
            self.items().show_year(None)
        return super().show_query(query)

    def open_record(self, entity: str, record: UUID) -> bool:
        if entity == "plan_item" and not self.items().list.select(record):
            self.items().show_year(None)
        return super().open_record(entity, record)

    def help_topic(self) -> str:
        return "plan"
