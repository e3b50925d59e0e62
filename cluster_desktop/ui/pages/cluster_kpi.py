"""Cluster · Indicators: the table of plan and fact, and the lists behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Query
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.cluster_kpi_overview import KpiOverview
from cluster_desktop.ui.pages.cluster_lists import ClusterLists
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.widgets import Segmented

TABLE = "table"
KINDS = frozenset({"kpi", "kpi_value", "kpi_period"})
FORM = "F9"


class KpiLists(ClusterLists):
    """Indicators, their values and the closed periods; chosen by the tab around it."""

    TAB = "kpi"
    LISTS: ClassVar[Mapping[str, str]] = {
        "kpi": "kpi",
        "kpi_value": "kpi_value",
        "kpi_period": "kpi_period",
    }
    EMPTY: ClassVar[Mapping[str, str]] = {
        "kpi": N_("No indicators are chosen."),
        "kpi_value": N_("No plan and no fact is written yet."),
        "kpi_period": N_("No period has been closed yet."),
    }


class KpiTab(Page):
    """The table first, then the lists behind it."""

    KEY = "cluster"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._key = TABLE
        self.chosen = Segmented(parent=self)
        self.chosen.setObjectName("choose_part")
        self.chosen.changed.connect(self._on_chosen)
        self.overview = KpiOverview(desk, self)
        self._lists: KpiLists | None = None
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.overview)
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.addWidget(self.chosen)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self.retranslate()

    @property
    def lists(self) -> KpiLists:
        """Made when a list is shown first: the numbers come before it."""
        if self._lists is None:
            self._lists = KpiLists(self.desk, Segmented(), self)
            self._lists.chosen.hide()
            self._lists.top.setContentsMargins(0, 0, 0, 0)
            self._lists.retitled.connect(self.retitled)
            self._stack.addWidget(self._lists)
        return self._lists

    def _on_chosen(self, key: str) -> None:
        self._show(key)
        self.retitled.emit()

    def _show(self, key: str) -> None:
        self._key = key
        if key != TABLE:
            self.lists.show_list(key)
        self._stack.setCurrentWidget(self.overview if key == TABLE else self.lists)
        self.chosen.set_value(key)

    def title(self) -> str:
        return _("Indicators")

    def help_topic(self) -> str:
        return "kpi"

    def head(self) -> tuple[str, ...]:
        return ("import", "excel", "print", "new") if self._key == TABLE else self.lists.head()

    def can(self, command: str) -> bool:
        own = ("import", "excel", "print", "new", "refresh")
        return command in own if self._key == TABLE else self.lists.can(command)

    def run(self, command: str) -> None:
        if self._key != TABLE:
            self.lists.run(command)
        elif command == "import":
            self.overview.output.import_into("kpi")
        elif command == "excel":
            self.overview.forms.ask_new(FORM)
        elif command == "print":
            self.overview.print_table()
        elif command == "new":
            self._on_chosen("kpi")
            self.lists.run("new")
        else:
            self.overview.reload()

    def place(self) -> Place:
        return Place(self.KEY, tab="kpi") if self._key == TABLE else self.lists.place()

    def show_query(self, query: Query) -> bool:
        """Exactly the records of the query; False for a kind that is shown elsewhere."""
        if query.entity not in KINDS:
            return False
        self._show(query.entity)
        return self.lists.show_query(query)

    def open_record(self, entity: str, record: UUID) -> bool:
        """The panel of one record; False for a kind that is shown elsewhere."""
        if entity not in KINDS:
            return False
        self._show(entity)
        return self.lists.open_record(entity, record)

    def panes(self) -> Sequence[QWidget]:
        if self._key != TABLE:
            return self.lists.panes()
        panel = self.overview.panel
        return (self.chosen, self.overview.table, *((panel,) if panel.isVisible() else ()))

    def start_focus(self) -> None:
        if self._key == TABLE:
            self.overview.table.setFocus()
        else:
            self.lists.start_focus()

    def refresh(self) -> None:
        """Somebody wrote: the numbers are counted anew, the lists listen by themselves."""
        self.overview.refresh()

    def records_changed(self, changes: Changes) -> None:
        """The page around tells it by `refresh`."""

    def retranslate(self) -> None:
        names = [(kind, _(self.office.entity(kind).plural)) for kind in KpiLists.LISTS]
        self.chosen.set_options([(TABLE, _("Plan and fact")), *names])
        self.chosen.set_value(self._key)
        self.chosen.setAccessibleName(_("List"))
        self.overview.retranslate()
        if self._lists is not None:
            self._lists.retranslate()
        self.overview.refresh()
