"""A page that is a list of records with the record's panel beside it, and its tabs above.

Generic over the entity; partners and agreements add their verbs and their parts of the panel.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Query
from cluster_desktop.services.people import PERSONS
from cluster_desktop.ui.desk import Desk, Place, place_of_record
from cluster_desktop.ui.form_parts import Section
from cluster_desktop.ui.listing import EntityList
from cluster_desktop.ui.pages.belongings import Belongings
from cluster_desktop.ui.pages.bulk import BulkEdit
from cluster_desktop.ui.pages.duplicates import DuplicatesLink
from cluster_desktop.ui.pages.output import Output
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.pages.person_rights import PersonMenu
from cluster_desktop.ui.panel import SidePanel
from cluster_desktop.ui.undecided_line import decision_place
from cluster_desktop.ui.widgets import Tabs

PANEL_WIDE, PANEL_NARROW = 351, 320
# Lists that say how many of their records may be there twice.
COMPARED = frozenset({"organisation", "student", "mentor"})
NARROW_UNDER = 1080


class ListPage(Page):
    """List and panel of ENTITY on the first tab; further tabs are widgets by key."""

    ENTITY: ClassVar[str] = ""
    HEAD: ClassVar[tuple[str, ...]] = ("import", "excel", "print", "new")
    COMMANDS = frozenset(
        {"new", "excel", "print", "find", "history", "related", "refresh", "wide_panel",
         "next_tab", "previous_tab", "import"}
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.output = Output(desk, self)
        self.tabs = Tabs(self)
        self.tabs.chosen.connect(self._on_tab)
        self._tab_keys = ["all"]
        self._tab = "all"
        self.list = self.made_list()
        self.panel = SidePanel(desk.office, desk.bridge, self)
        self.panel.hide()
        self._wide_panel = False
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._left = QWidget(self)
        self._under = QVBoxLayout(self._left)
        self._under.setContentsMargins(0, 0, 0, 0)
        self._under.setSpacing(4)
        self._under.addWidget(self.list, 1)
        self.splitter.addWidget(self._left)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setChildrenCollapsible(False)
        self._records = QWidget(self)
        lines = QVBoxLayout(self._records)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        # Chips run over list and panel, as far as the page is wide.
        lines.addWidget(self.list.head)
        lines.addWidget(self.splitter, 1)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self._records)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(0)
        # The row of the tabs; a page may put what is common to them at its right end.
        self.top = QHBoxLayout()
        self.top.setSpacing(8)
        self.top.addWidget(self.tabs)
        self.top.addStretch(1)
        column.addLayout(self.top)
        column.addWidget(self.stack, 1)
        self.list.opened.connect(self.open_record)
        self.list.current_changed.connect(self._follow)
        self.list.new_wanted.connect(lambda: self.run("new"))
        self.list.acted.connect(desk.done)
        self.list.problem.connect(desk.refused)
        self.list.summary_wanted.connect(self.sum_up)
        self.panel.closed.connect(self._panel_closed)
        self.panel.created.connect(self._on_created)
        self.panel.link_opened.connect(self._open_link)
        self.panel.problem.connect(desk.refused)
        self.panel.decide_wanted.connect(lambda one: desk.go.emit(decision_place(one)))
        self.panel.wide_wanted.connect(self._toggle_wide)
        head = self.list.head.layout()
        if self.ENTITY in COMPARED and head is not None:
            self.duplicates = DuplicatesLink(desk, self.ENTITY, self.list.head)
            head.addWidget(self.duplicates)
            self.list.ticked_changed.connect(self.duplicates.set_ticked)
        if self.ENTITY in PERSONS:
            rights = PersonMenu(desk, self.ENTITY, self.panel.record_id, self.panel.close_panel)
            self.panel.put_in_head(rights)
        self._sections: dict[str, tuple[Section, str]] = {}
        self.belongings: list[Belongings] = []

    def made_list(self) -> EntityList:
        """The list of the first tab; a page with a list of its own kind makes that."""
        return EntityList(self.desk.office, self.desk.bridge, self.ENTITY, self)

    def under_list(self, widget: QWidget) -> None:
        """A line of the page's own below the list."""
        self._under.addWidget(widget)

    # ---- tabs ----

    def add_tab(self, key: str, widget: QWidget) -> None:
        self._tab_keys.append(key)
        self.stack.addWidget(widget)

    def tab_titles(self) -> list[str]:
        """Titles of all tabs in order, in the current language."""
        return []

    def tab(self) -> str:
        return self._tab

    def _on_tab(self, key: str) -> None:
        self.show_tab(key)
        self.retitled.emit()

    def show_tab(self, key: str) -> None:
        self._tab = key if key in self._tab_keys else "all"
        self.stack.setCurrentIndex(self._tab_keys.index(self._tab))
        self.tabs.choose(self._tab)

    # ---- the page ----

    def place(self) -> Place:
        record = self.panel.record_id() if self.panel.isVisible() else None
        where = tuple(self.list.filters()) or None
        return Place(self.KEY, tab=self._tab, where=where, record=record)

    def open_place(self, place: Place) -> None:
        self.show_tab(place.tab or "all")
        if place.where is not None or place.text:
            self.list.set_where(place.where or ())
            self.list.set_text(place.text)
            self.list.set_on(place.query.on if place.query is not None else None)
        if place.record is not None:
            self.list.select(place.record)
            self.open_record(place.record)
        if place.new:
            self.run("new")

    def panes(self) -> Sequence[QWidget]:
        if self._tab != "all":
            shown = self.stack.currentWidget()
            return (shown,) if shown is not None else ()
        return (self.list.head, self.list, self.panel) if self.panel.isVisible() else (
            self.list.head, self.list)  # fmt: skip

    def start_focus(self) -> None:
        if self._tab == "all":
            self.list.focus_table()

    def can(self, command: str) -> bool:
        if command in ("next_tab", "previous_tab"):
            return len(self._tab_keys) > 1
        if command in ("history", "related", "wide_panel"):
            return self._tab == "all" and self.panel.isVisible()
        return super().can(command)

    def run(self, command: str) -> None:
        if command == "new":
            self.show_tab("all")
            self.open_new()
        elif command == "import":
            self.output.import_into(self.ENTITY)
        elif command == "excel":
            self.output.to_excel(self.list.query(), self.title())
        elif command == "print":
            self.print_chosen()
        elif command == "find":
            self.list.focus_search()
        elif command == "refresh":
            self.list.reload()
        elif command == "history":
            self.panel.show_tab("history")
        elif command == "related":
            self.go_to_related()
        elif command == "wide_panel":
            self._toggle_wide()
        elif command in ("next_tab", "previous_tab"):
            step = 1 if command == "next_tab" else -1
            at = (self._tab_keys.index(self._tab) + step) % len(self._tab_keys)
            self._on_tab(self._tab_keys[at])

    def print_chosen(self) -> None:
        """Print: the list as it is shown, unless the page prints papers of records."""
        self.output.print_list(self.list.query(), self.title())

    def go_to_related(self) -> None:
        """Ctrl+G: the record this one belongs to; pages know which."""

    def sum_up(self, packed: tuple[str, ...] = ()) -> None:
        """The list as it is shown, summed up by two of its fields."""
        # Not needed to see a list: loaded when somebody sums one up.
        from cluster_desktop.services.summary import unpacked
        from cluster_desktop.ui.pages.list_summary import SummarySheet

        try:
            asked = unpacked(packed) if packed else None
        except Refusal as why:
            self.desk.refused.emit(why.message)
            return
        sheet = SummarySheet(self.desk, self.list.query(), self.title(), asked)
        sheet.records_wanted.connect(self._show_records)
        sheet.excel_wanted.connect(self.output.summary_to_file)
        sheet.print_wanted.connect(self.output.print_summary)
        views = self.list.layout_of.views
        sheet.save_wanted.connect(lambda name, said: views.save(name, tuple(said.packed())))
        self.desk.sheet.emit(sheet, "right")

    def _show_records(self, query: Query) -> None:
        """The records behind a number of a summary, in this very list."""
        self.list.set_where(self.list.narrowing.without_base(query.where))
        self.list.set_text(query.text)
        self.list.set_on(query.on)
        self.list.focus_table()

    # ---- panel ----

    def open_new(self) -> None:
        self._show_panel()
        self.panel.open_new(self.ENTITY, {})

    def open_record(self, record: object) -> None:
        if isinstance(record, UUID):
            self._show_panel()
            if self.panel.open(self.ENTITY, record):
                self._fill_panel(record)

    def _fill_panel(self, record: UUID) -> None:
        for belongings in self.belongings:
            belongings.open(record)
        self.record_opened(record)

    def record_opened(self, record: UUID) -> None:
        """The panel shows another record: fill the page's own parts of it."""

    def _follow(self, record: object) -> None:
        """Up and down in the table moves the panel along."""
        if isinstance(record, UUID) and self.panel.isVisible() and record != self.panel.record_id():
            if self.panel.open(self.ENTITY, record):
                self._fill_panel(record)
            else:
                QTimer.singleShot(0, self, self._stay)

    def _stay(self) -> None:
        """The panel keeps its record: so does the table, where the record is in it."""
        self.list.table.select(self.panel.record_id())

    def _show_panel(self) -> None:
        if self.panel.isVisible():
            return
        self.panel.show()
        self._lay_out()
        self.retitled.emit()

    def _panel_closed(self) -> None:
        self.panel.hide()
        self._wide_panel = False
        self._left.show()
        self.list.head.show()
        self._lay_out()
        self.list.focus_table()
        self.retitled.emit()

    def _on_created(self, _entity: str, record: object) -> None:
        if isinstance(record, UUID):
            self.list.reload()
            self.list.select(record)
            self._fill_panel(record)

    def _open_link(self, entity: str, record: object) -> None:
        place = place_of_record(entity, record) if isinstance(record, UUID) else None
        if place is not None:
            self.desk.go.emit(place)

    def _toggle_wide(self) -> None:
        self._wide_panel = not self._wide_panel
        self._left.setVisible(not self._wide_panel)
        self.list.head.setVisible(not self._wide_panel)
        self._lay_out()

    def _lay_out(self) -> None:
        if not self.panel.isVisible():
            return
        panel = PANEL_WIDE if self.width() >= NARROW_UNDER else PANEL_NARROW
        if not self._wide_panel:
            self.splitter.setSizes([max(1, self.splitter.width() - panel - 8), panel])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def add_section(self, key: str, widget: QWidget, *, opened: bool = False) -> None:
        """A folded group under the fields that holds `widget`."""
        widget.hide()

        def make(body: QWidget) -> None:
            layout = body.layout()
            if layout is not None:
                layout.addWidget(widget)
                widget.show()

        self._sections[key] = (self.panel.add_section("", make, opened=opened), "")

    def add_belongings(self, *, without: Collection[str] = ()) -> None:
        """Last of the groups; called when the page has added its own.

        `without` names kinds that the page shows in another way.
        """
        for entity, link in self.office.owned_by(self.ENTITY):
            if entity.name in without:
                continue
            made = Belongings(self.office, self.desk.bridge, entity, link, self)
            if entity.name in PERSONS:
                rights = PersonMenu(self.desk, entity.name, made.shown, made.close_form, made)
                made.put_in_row(rights)
            made.counted.connect(partial(self.set_note, entity.name))
            made.saved.connect(self.desk.done)
            made.problem.connect(self.desk.refused)
            self.belongings.append(made)
            self.add_section(entity.name, made)

    def title_section(self, key: str, title: str) -> None:
        section, _old = self._sections[key]
        self._sections[key] = (section, title)
        section.set_title(title)

    def set_note(self, key: str, count: int) -> None:
        """The number behind a group's title."""
        section, title = self._sections[key]
        section.set_title(title, str(count) if count else "")

    # ---- verbs of the selection bar ----

    def set_field(self, records: list[UUID]) -> None:
        """Bulk edit of the ticked records."""
        if records:
            self.desk.sheet.emit(BulkEdit(self.desk, self.ENTITY, records), "middle")

    def excel_of(self, records: list[UUID]) -> None:
        self.output.to_excel(self.list.query(), self.title(), only=records)

    def to_bin(self, records: list[UUID]) -> None:
        """Into the bin; more than twenty are shown first."""
        if self.panel.record_id() in records:
            self.panel.close_panel()
        self.list.to_bin(records)

    def retranslate(self) -> None:
        titles = self.tab_titles()
        self.tabs.setVisible(len(titles) > 1)
        self.tabs.setAccessibleName(_("Parts of the page"))
        self.tabs.set_tabs([(k, t, None) for k, t in zip(self._tab_keys, titles, strict=True)])
        for belongings in self.belongings:
            self.title_section(belongings.entity.name, _(belongings.entity.plural))
        self.tabs.choose(self._tab)
