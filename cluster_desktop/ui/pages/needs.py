"""Labour needs: the balance with graduates, requests, need by years, matches, other colleges.

The tabs are pages of their own, made when they are opened first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import N_, _
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.needs_balance import NeedsBalance
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.widgets import Tabs

BALANCE = "balance"
# Tab → the kind of record it lists.
LISTS = {
    "requests": "labour_request",
    "years": "labour_need",
    "matches": "request_match",
    "others": "other_supply",
}
TITLES = {
    BALANCE: N_("Needs and graduates"),
    "requests": N_("Requests"),
    "years": N_("By years"),
    "matches": N_("Matches"),
    "others": N_("Other colleges"),
}


class NeedsPage(Page):
    """One tab at a time."""

    KEY = "needs"
    COMMANDS = frozenset({"next_tab", "previous_tab", "new", "import"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._tab = BALANCE
        self._made: dict[str, Page] = {}
        self.tabs = Tabs(self)
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
        self.retranslate()

    def tab(self) -> str:
        return self._tab

    def shown(self) -> Page:
        """The tab on the screen."""
        made = self._made.get(self._tab)
        if made is None:
            made = self._make()
            made.setObjectName(f"needs_{self._tab}")
            made.retitled.connect(self.retitled)
            self._made[self._tab] = made
            self._stack.addWidget(made)
        return made

    def _make(self) -> Page:
        if self._tab == BALANCE:
            return NeedsBalance(self.desk, self._stack)
        # The lists load form and table: a page switch is a budget.
        from cluster_desktop.ui.pages.needs_lists import NeedsList

        return NeedsList(LISTS[self._tab], self.desk, self._stack)

    def show_tab(self, key: str) -> Page:
        self._tab = key if key in TITLES else BALANCE
        shown = self.shown()
        self._stack.setCurrentWidget(shown)
        self.tabs.choose(self._tab)
        return shown

    def _on_tab(self, key: str) -> None:
        self.show_tab(key).open_place(Place(self.KEY))
        self.shown().start_focus()
        self.retitled.emit()

    # ---- the page ----

    def title(self) -> str:
        return _("Labour needs")

    def head(self) -> tuple[str, ...]:
        return self.shown().head()

    def place(self) -> Place:
        return replace(self.shown().place(), tab=self._tab)

    def open_place(self, place: Place) -> None:
        """The tab of the place, or of the kind of record that it asks for."""
        kinds = {kind: tab for tab, kind in LISTS.items()}
        key = kinds.get(place.query.entity, "") if place.query is not None else place.tab
        self.show_tab(key or place.tab or self._tab).open_place(replace(place, tab=""))

    def can(self, command: str) -> bool:
        return super().can(command) or self.shown().can(command)

    def run(self, command: str) -> None:
        if command in ("next_tab", "previous_tab"):
            keys = list(TITLES)
            step = 1 if command == "next_tab" else -1
            self._on_tab(keys[(keys.index(self._tab) + step) % len(keys)])
        elif command in ("new", "import") and self._tab not in ("requests", "others"):
            self.show_tab("requests").run(command)
            self.retitled.emit()
        else:
            self.shown().run(command)

    def panes(self) -> Sequence[QWidget]:
        return (self.tabs, *self.shown().panes())

    def start_focus(self) -> None:
        self.shown().start_focus()

    def reload(self) -> None:
        self.shown().reload()

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(_("Parts of the page"))
        self.tabs.set_tabs([(key, _(title), None) for key, title in TITLES.items()])
        self.tabs.choose(self._tab)
