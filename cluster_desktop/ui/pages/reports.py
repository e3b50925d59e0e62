"""Reports & forms: what is to be delivered, the archive, and lists for print; a form opens here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Row
from cluster_desktop.services import reports
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.form_designer_menu import WorkbooksButton
from cluster_desktop.ui.form_states import FormStates
from cluster_desktop.ui.pages.output import Output
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.pages.reports_deliver import DeliverSheet, open_file
from cluster_desktop.ui.reports_table import ReportsTable
from cluster_desktop.ui.widgets import Button, Card, EmptyState, Tabs
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.ui.pages.reports_form import FormView

DELIVER, ARCHIVE, LISTS = "deliver", "archive", "lists"
TITLES = {DELIVER: N_("To deliver"), ARCHIVE: N_("Archive"), LISTS: N_("Lists for print")}


class DeliverTab(Page):
    """The table of what is to be delivered, and over it the form of one request."""

    KEY = "reports"
    COMMANDS = frozenset({"new", "import", "refresh"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.states = FormStates(desk, self)
        self.output = Output(desk, self)
        self._where: tuple[Condition, ...] = ()
        self.choose = Button("", icon="calendar", dense=True, parent=self)
        self.choose.setObjectName("choose_usual")
        self.choose.clicked.connect(self.open_usual)
        self.workbooks = WorkbooksButton(desk, self)
        self.everything = Button("", icon="close", look="flat", dense=True, parent=self)
        self.everything.setObjectName("show_everything")
        self.everything.clicked.connect(lambda: self.show_where(()))
        self.table = ReportsTable(self.states.of, self)
        self.table.opened.connect(self.open_request)
        self.table.verb_wanted.connect(self.do)
        self.states.came.connect(self.table.reports.told)
        self.empty = EmptyState(self)
        self._list = QStackedWidget(self)
        self._list.addWidget(self.table)
        self._list.addWidget(self.empty)
        paper = Card("", self, margin=0)
        paper.body.addWidget(self._list, 1)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 8)
        top.setSpacing(8)
        top.addWidget(self.everything)
        top.addStretch(1)
        top.addWidget(self.workbooks)
        top.addWidget(self.choose)
        self._all = QWidget(self)
        column = QVBoxLayout(self._all)
        column.setContentsMargins(16, 0, 16, 12)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(paper, 1)
        # Its grid and editors are loaded when a form is opened first.
        self._form: FormView | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._all)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.retranslate()

    # ---- the list ----

    def reload(self) -> None:
        """Read the requests; how full each is follows from a worker."""
        if self.is_form():
            self.form().reload()
            return
        office, where = self.office, self._where
        run(
            self, lambda _p: reports.to_deliver(office, *where), done=self._show,
            failed=self.desk.fail,
        )  # fmt: skip

    def _show(self, rows: list[Row]) -> None:
        self.table.show_rows(rows)
        self._list.setCurrentWidget(self.table if rows else self.empty)
        self.states.ask(rows)

    def show_where(self, where: tuple[Condition, ...]) -> None:
        """Only some of them (Home's line of overdue ones); nothing for all."""
        self._where = where
        self.everything.setVisible(bool(where))
        self.reload()

    def open_usual(self) -> None:
        """The usual forms with their due dates."""
        from cluster_desktop.ui.pages.reports_choose import ChooseForms

        self.desk.sheet.emit(ChooseForms(self.desk), "middle")

    def do(self, request: UUID, verb: str) -> None:
        """The next step of a row."""
        if verb == "file":
            open_file(self.desk, self, request)
            return
        if verb == "deliver":
            self.deliver(request)
            return
        self.open_request(request, to_gaps=verb == "fill")
        self.retitled.emit()

    def deliver(self, request: UUID) -> None:
        """The sheet that hands a form in; the form itself where it is not known how full it is."""
        state = self.states.of(request)
        if state is None or state.problem:
            self.open_request(request)
            return
        sheet = DeliverSheet(self.desk, reports.get(self.office, request), state)
        self.desk.sheet.emit(sheet, "middle")

    # ---- the form of one request ----

    def form(self) -> FormView:
        if self._form is None:
            from cluster_desktop.ui.pages.reports_form import FormView

            made = FormView(self.desk, self._stack)
            made.left.connect(self.leave_form)
            made.known.connect(lambda _request: self.retitled.emit())
            self._stack.addWidget(made)
            self._form = made
        return self._form

    def is_form(self) -> bool:
        return self._form is not None and self._stack.currentWidget() is self._form

    def open_request(self, request: UUID, *, to_gaps: bool = False) -> None:
        """The form as it will look in Excel."""
        shown = self.form()
        self._stack.setCurrentWidget(shown)
        shown.open(request, to_gaps=to_gaps)
        self.retitled.emit()

    def leave_form(self) -> None:
        request = self.form().request()
        self._stack.setCurrentWidget(self._all)
        self.reload()
        if request is not None:
            self.table.choose(request)
        self.start_focus()
        self.retitled.emit()

    # ---- the page ----

    def title(self) -> str:
        return (self.form().title() if self.is_form() else "") or _("Reports & forms")

    def head(self) -> tuple[str, ...]:
        return () if self.is_form() else ("import", "new")

    def place(self) -> Place:
        if self.is_form():
            return Place(self.KEY, tab=DELIVER, record=self.form().request())
        return Place(self.KEY, tab=DELIVER, where=self._where or None)

    def open_place(self, place: Place) -> None:
        if place.record is not None:
            self.open_request(place.record)
            return
        self._stack.setCurrentWidget(self._all)
        self.show_where(place.where or ())
        self.retitled.emit()
        if place.new:
            self.run("new")

    def run(self, command: str) -> None:
        if command == "new":
            # Loads the form and its editors.
            from cluster_desktop.ui.pages.reports_card import NewRequest

            sheet = NewRequest(self.desk)
            sheet.created.connect(lambda _entity, _record: self.reload())
            self.desk.sheet.emit(sheet, "right")
        elif command == "import":
            self.output.import_into("")
        elif command == "refresh":
            self.reload()

    def act(self, verb: str) -> None:
        """Home's buttons: fill or deliver the form that the page shows."""
        if not self.is_form():
            return
        request = self.form().request()
        if verb == "fill" and request is not None:
            self.form().open(request, to_gaps=True)
        elif verb == "deliver":
            self.form().deliver_soon()

    def panes(self) -> Sequence[QWidget]:
        if self.is_form():
            form = self.form()
            return (form, form.grid, form.side)
        return (self._all,)

    def start_focus(self) -> None:
        shown = self.form().grid if self.is_form() else self.table
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def records_changed(self, changes: Changes) -> None:
        """Any record may be a figure of a form."""
        if self.isVisible():
            self.reload()

    def retranslate(self) -> None:
        self.choose.setText(_("Usual forms…"))
        self.workbooks.retranslate()
        self.everything.setText(_("Overdue only"))
        self.everything.setAccessibleName(_("Show all forms again"))
        self.everything.setVisible(bool(self._where))
        self.empty.set(
            _("No forms are due soon."),
            [(_("Choose forms"), "calendar", self.open_usual, True)],
            "reports",
        )
        self.table.retranslate()
        if self._form is not None:
            self.form().retranslate()


class ReportsPage(Page):
    """One tab at a time."""

    KEY = "reports"
    COMMANDS = frozenset({"next_tab", "previous_tab"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._tab = DELIVER
        self._made: dict[str, Page] = {}
        self.tabs = Tabs(self)
        self.tabs.setObjectName("reports_tabs")
        self.tabs.chosen.connect(self._on_tab)
        self._stack = QStackedWidget(self)
        self._top = QWidget(self)
        top = QHBoxLayout(self._top)
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._stack, 1)
        desk.alerted.connect(self._count)
        self.retranslate()

    def tab(self) -> str:
        return self._tab

    def shown(self) -> Page:
        """The tab on the screen."""
        made = self._made.get(self._tab)
        if made is None:
            made = self._make()
            made.setObjectName(f"reports_{self._tab}")
            made.retitled.connect(self._retitled)
            self._made[self._tab] = made
            self._stack.addWidget(made)
        return made

    def _make(self) -> Page:
        if self._tab == DELIVER:
            return DeliverTab(self.desk, self._stack)
        # The list loads form and table: a page switch is a budget.
        from cluster_desktop.ui.pages.reports_lists import Archive, ListsForPrint

        return (Archive if self._tab == ARCHIVE else ListsForPrint)(self.desk, self._stack)

    def _retitled(self) -> None:
        shown = self._made.get(self._tab)
        # An open form needs the height; its own button leads back to the tabs.
        self._top.setVisible(not (isinstance(shown, DeliverTab) and shown.is_form()))
        self.retitled.emit()

    def show_tab(self, key: str) -> Page:
        self._tab = key if key in TITLES else DELIVER
        shown = self.shown()
        self._stack.setCurrentWidget(shown)
        self.tabs.choose(self._tab)
        self._retitled()
        return shown

    def _on_tab(self, key: str) -> None:
        self.show_tab(key).open_place(Place(self.KEY))
        self.shown().start_focus()
        self.retitled.emit()

    def _count(self) -> None:
        """Beside the tab how many are overdue."""
        overdue = sum(a.count for a in self.desk.alerts if a.key == "form_overdue")
        counts = {DELIVER: overdue or None}
        self.tabs.set_tabs([(key, _(title), counts.get(key)) for key, title in TITLES.items()])
        self.tabs.choose(self._tab)

    # ---- the page ----

    def title(self) -> str:
        return self.shown().title()

    def head(self) -> tuple[str, ...]:
        return self.shown().head()

    def place(self) -> Place:
        return replace(self.shown().place(), tab=self._tab)

    def open_place(self, place: Place) -> None:
        """A tab; with a record the form of that request."""
        asked = place.where is not None or place.record is not None
        tab = place.tab or (DELIVER if asked else self._tab)
        self.show_tab(tab).open_place(replace(place, tab=""))

    def can(self, command: str) -> bool:
        return super().can(command) or self.shown().can(command)

    def run(self, command: str) -> None:
        if command in ("next_tab", "previous_tab"):
            keys = list(TITLES)
            step = 1 if command == "next_tab" else -1
            self._on_tab(keys[(keys.index(self._tab) + step) % len(keys)])
        elif command == "new":
            self.show_tab(DELIVER).run(command)
        else:
            self.shown().run(command)

    def act(self, verb: str) -> None:
        self.shown().act(verb)

    def panes(self) -> Sequence[QWidget]:
        return (self.tabs, *self.shown().panes())

    def start_focus(self) -> None:
        self.shown().start_focus()

    def reload(self) -> None:
        self.shown().reload()

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(_("Parts of the page"))
        self._count()
