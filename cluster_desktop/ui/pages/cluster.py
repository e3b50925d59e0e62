"""The cluster: passport, steps, council, plan, indicators and its registers, a tab each.

The tabs are plain widgets, made when opened first. Of a tab the page uses what is there:
`head()` names its buttons in the title row, `can(command)` and `run(command)` its commands,
`show_query(query)` filters its list (False: not mine), `open_record(entity, record)`,
`refresh()` after others wrote, `panes()`, `start_focus()`, `help_topic()`, `retranslate()`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Query
from cluster_desktop.ui.desk import Desk, Place, place_of
from cluster_desktop.ui.pages.cluster_start import ClusterStart
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.widgets import Tabs

Make = Callable[[Desk, QWidget], QWidget]


def _passport(desk: Desk, parent: QWidget) -> QWidget:
    from cluster_desktop.ui.pages.cluster_passport import PassportTab

    return PassportTab(desk, parent)


def _steps(desk: Desk, parent: QWidget) -> QWidget:
    from cluster_desktop.ui.pages.cluster_steps import StepsTab

    return StepsTab(desk, parent)


def _council(desk: Desk, parent: QWidget) -> QWidget:
    from cluster_desktop.ui.pages.cluster_council import CouncilTab

    return CouncilTab(desk, parent)


def _finance(desk: Desk, parent: QWidget) -> QWidget:
    from cluster_desktop.ui.pages.cluster_finance import FinanceTab

    return FinanceTab(desk, parent)


def _participants(desk: Desk, parent: QWidget) -> QWidget:
    from cluster_desktop.ui.pages.cluster_participants import ParticipantsTab

    return ParticipantsTab(desk, parent)


def _registers(desk: Desk, parent: QWidget) -> QWidget:
    from cluster_desktop.ui.pages.cluster_registers import RegistersTab

    return RegistersTab(desk, parent)


def _surveys(desk: Desk, parent: QWidget) -> QWidget:
    from cluster_desktop.ui.pages.cluster_surveys import SurveysTab

    return SurveysTab(desk, parent)


def _plan(desk: Desk, parent: QWidget) -> QWidget:
    from cluster_desktop.ui.pages.cluster_plan import PlanTab

    return PlanTab(desk, parent)


def _kpi(desk: Desk, parent: QWidget) -> QWidget:
    from cluster_desktop.ui.pages.cluster_kpi import KpiTab

    return KpiTab(desk, parent)


def _risks(desk: Desk, parent: QWidget) -> QWidget:
    from cluster_desktop.ui.pages.cluster_risks import RisksTab

    return RisksTab(desk, parent)


# Loaded when opened first, like the pages of the rail: a page switch is a budget.
TABS: dict[str, tuple[str, Make]] = {
    "passport": (N_("Passport"), _passport),
    "steps": (N_("Steps"), _steps),
    "council": (N_("Council"), _council),
    "plan": (N_("Plan"), _plan),
    "kpi": (N_("Indicators"), _kpi),
    "risks": (N_("Risks"), _risks),
    "finance": (N_("Finance"), _finance),
    "participants": (N_("Participants"), _participants),
    "registers": (N_("Registers"), _registers),
    "surveys": (N_("Surveys"), _surveys),
}


class ClusterPage(Page):
    """One tab at a time; a form in their place while there is no cluster."""

    KEY = "cluster"
    COMMANDS = frozenset({"next_tab", "previous_tab", "refresh"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._tab = next(iter(TABS))
        self._made: dict[str, QWidget] = {}
        self._stale: set[str] = set()
        self._start: ClusterStart | None = None
        self._is_there = False
        self.tabs = Tabs(self)
        self.tabs.setObjectName("cluster_tabs")
        # Ten words: where large text leaves no room for all, they scroll instead of being cut.
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.chosen.connect(self._on_tab)
        self._stack = QStackedWidget(self)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        desk.alerted.connect(self._count)
        self.retranslate()

    # ---- tabs ----

    def tab(self) -> str:
        return self._tab

    def has_cluster(self) -> bool:
        # Kept until the page is opened again or a cluster is written: each command asks.
        self._is_there = self._is_there or self.office.count("cluster", 1) > 0
        return self._is_there

    def shown(self) -> QWidget:
        """What is on the screen under the tabs: a tab, or the first form."""
        if not self.has_cluster():
            return self._first_form()
        made = self._made.get(self._tab)
        if made is None:
            made = TABS[self._tab][1](self.desk, self._stack)
            made.setObjectName(f"cluster_{self._tab}")
            retitled = getattr(made, "retitled", None)
            if retitled is not None:
                retitled.connect(self.retitled)
            self._made[self._tab] = made
            self._stack.addWidget(made)
        return made

    def _first_form(self) -> ClusterStart:
        if self._start is None:
            self._start = ClusterStart(self.desk, self._stack)
            self._start.made.connect(self._begun)
            self._stack.addWidget(self._start)
        return self._start

    def _begun(self) -> None:
        """The cluster was made: its passport opens."""
        self._on_tab(next(iter(TABS)))

    def show_tab(self, key: str) -> QWidget:
        self._tab = key if key in TABS else self._tab
        shown = self.shown()
        self.tabs.setVisible(shown is not self._start)
        if self._tab in self._stale:
            self._stale.discard(self._tab)
            _ask(shown, "refresh")
        self._stack.setCurrentWidget(shown)
        self.tabs.choose(self._tab)
        return shown

    def _on_tab(self, key: str) -> None:
        self.show_tab(key)
        self.start_focus()
        self.retitled.emit()

    def _count(self) -> None:
        """Beside a tab's name what needs action there."""
        counts: dict[str, int] = {}
        for alert in self.desk.alerts:
            place = place_of(alert.query) if alert.query is not None else None
            if place is not None and place.page == self.KEY:
                counts[place.tab] = counts.get(place.tab, 0) + alert.count
        titles = [(key, _(tab[0]), counts.get(key)) for key, tab in TABS.items()]
        self.tabs.set_tabs(titles)

    # ---- the page ----

    def title(self) -> str:
        return _("Cluster")

    def head(self) -> tuple[str, ...]:
        found = _ask(self.shown(), "head")
        return found if isinstance(found, tuple) else ()

    def help_topic(self) -> str:
        return str(_ask(self.shown(), "help_topic") or _HELP.get(self._tab, "passport"))

    def place(self) -> Place:
        return Place(self.KEY, tab=self._tab)

    def open_place(self, place: Place) -> None:
        """A tab; with a query its list shows exactly those records."""
        self._is_there = False
        shown = self.show_tab(place.tab or self._tab)
        if shown is self._start:
            return
        query = place.query
        if query is None:
            pass
        elif place.record is not None and _ask(shown, "open_record", query.entity, place.record):
            return
        elif not _ask(shown, "show_query", query):
            self._show_elsewhere(query)
        if place.new:
            _ask(self.shown(), "run", "new")

    def _show_elsewhere(self, query: Query) -> None:
        """A tab without a list of this kind: the registers have one of every kind."""
        if self._tab != "registers" and "registers" in TABS:
            _ask(self.show_tab("registers"), "show_query", query)

    def can(self, command: str) -> bool:
        if self._start is not None and self.shown() is self._start:
            return False
        shown = self.shown()
        own = command in self.head() or bool(_ask(shown, "can", command))
        return own or super().can(command)

    def run(self, command: str) -> None:
        if command in ("next_tab", "previous_tab"):
            keys = list(TABS)
            step = 1 if command == "next_tab" else -1
            self._on_tab(keys[(keys.index(self._tab) + step) % len(keys)])
            return
        shown = self.shown()
        if not _ask(shown, "run", command) and command == "refresh":
            self.reload()

    def panes(self) -> Sequence[QWidget]:
        shown = self.shown()
        found = _ask(shown, "panes")
        return (self.tabs, *(found if isinstance(found, tuple) else (shown,)))

    def start_focus(self) -> None:
        shown = self.shown()
        if hasattr(shown, "start_focus"):
            shown.start_focus()
        else:
            super().start_focus()

    def reload(self) -> None:
        shown = self.shown()
        _ask(shown, "refresh" if hasattr(shown, "refresh") else "reload")

    def act(self, verb: str) -> None:
        _ask(self.shown(), "run", verb)

    def records_changed(self, changes: Changes) -> None:
        """The tab on the screen is refreshed now, the others when they are shown again."""
        if "cluster" in changes.entities:
            self._is_there = False
            self.show_tab(self._tab)
            self.retitled.emit()
        self._stale = set(self._made) - {self._tab}
        if self._tab in self._made:
            _ask(self._made[self._tab], "refresh")

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(_("Parts of the page"))
        self._count()
        self.tabs.choose(self._tab)
        if self._start is not None:
            self._start.retranslate()
        for made in self._made.values():
            _ask(made, "retranslate")


def _ask(tab: QWidget, method: str, *arguments: object) -> object:
    """What the tab answers; None where it has no such method."""
    answer = getattr(tab, method, None)
    return answer(*arguments) if callable(answer) else None


_HELP = {
    "passport": "passport",
    "steps": "steps",
    "council": "council",
    "kpi": "kpi",
    "participants": "registers",
    "registers": "registers",
    "surveys": "surveys",
}
