"""Cluster · Indicators: the table of plan and fact, and the lists behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import N_, _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_kpi_overview import KpiOverview
from cluster_desktop.ui.pages.cluster_lists import ClusterLists
from cluster_desktop.ui.pages.cluster_overview import OverviewTab

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


class KpiTab(OverviewTab):
    """The table of plan and fact first."""

    BEHIND = KpiLists

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.overview = KpiOverview(desk, self)
        self._stack.addWidget(self.overview)
        self.retranslate()

    def overview_title(self) -> str:
        return _("Plan and fact")

    def title(self) -> str:
        return _("Indicators")

    def help_topic(self) -> str:
        return "kpi"

    def head(self) -> tuple[str, ...]:
        return ("import", "excel", "print", "new") if self.is_overview() else self.lists.head()

    def can(self, command: str) -> bool:
        own = ("import", "excel", "print", "new", "refresh")
        return command in own if self.is_overview() else self.lists.can(command)

    def run(self, command: str) -> None:
        if not self.is_overview():
            self.lists.run(command)
        elif command == "import":
            self.overview.output.import_into("kpi")
        elif command == "excel":
            self.overview.forms.ask_new(FORM)
        elif command == "print":
            self.overview.print_table()
        elif command == "new":
            self.choose("kpi")
            self.lists.run("new")
        else:
            self.overview.reload()

    def panes(self) -> Sequence[QWidget]:
        if not self.is_overview():
            return self.lists.panes()
        panel = self.overview.panel
        return (self.chosen, self.overview.table, *((panel,) if panel.isVisible() else ()))

    def start_focus(self) -> None:
        if self.is_overview():
            self.overview.table.setFocus()
        else:
            self.lists.start_focus()

    def refresh(self) -> None:
        """Somebody wrote: the numbers are counted anew, the lists listen by themselves."""
        self.overview.refresh()

    def retranslate(self) -> None:
        super().retranslate()
        self.overview.retranslate()
        self.overview.refresh()
