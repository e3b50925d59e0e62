"""Settings: tabs of plain forms whose changes apply at once, and a search over all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, fold
from cluster_desktop.query import Changes
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.pages.settings_about import AboutTab
from cluster_desktop.ui.pages.settings_backup import BackupTab
from cluster_desktop.ui.pages.settings_college import CollegeTab
from cluster_desktop.ui.pages.settings_exchange import ExchangeTab
from cluster_desktop.ui.pages.settings_general import GeneralTab
from cluster_desktop.ui.pages.settings_lists import ListsTab
from cluster_desktop.ui.pages.settings_numbers import NumbersTab
from cluster_desktop.ui.pages.settings_parts import SettingsTab
from cluster_desktop.ui.pages.settings_practice import PracticeTab
from cluster_desktop.ui.theme import changes
from cluster_desktop.ui.widgets import SearchField, Tabs

SEARCH_WIDTH = 240
AROUND_WORD = 76  # the glass before the word, room for the cross behind it
Tab = SettingsTab | ListsTab
TABS: dict[str, Callable[[Desk, QWidget], Tab]] = {
    "general": GeneralTab,
    "college": CollegeTab,
    "practice": PracticeTab,
    "numbers": NumbersTab,
    "lists": ListsTab,
    "exchange": ExchangeTab,
    "backup": BackupTab,
    "about": AboutTab,
}
RELOADS = {
    "organisation": ("college",),
    "setting": ("general", "practice"),
    "numbering_rule": ("numbers",),
}


class SettingsPage(Page):
    """Tabs are made when first shown, or when the search looks into them."""

    KEY = "settings"
    COMMANDS = frozenset({"next_tab", "previous_tab", "find", "refresh"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._tab = "general"
        self._made: dict[str, Tab] = {}
        self.tabs = Tabs(self)
        self.tabs.chosen.connect(self._on_tab)
        self.search = SearchField(self)
        self.search.setObjectName("settings_search")
        self.search.searched.connect(self.look_for)
        self._stack = QStackedWidget(self)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.addWidget(self.tabs, 1)
        self._top.addWidget(self.search)
        changes().changed.connect(self._lay_out)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(self._stack, 1)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """The search shows its whole word, and stands above the tabs where both do not fit."""
        word = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setFixedWidth(max(SEARCH_WIDTH, word + AROUND_WORD))
        ways = QBoxLayout.Direction
        fits = self.tabs.sizeHint().width() + self.search.width() + 48 <= self.width()
        self._top.setDirection(ways.LeftToRight if fits else ways.BottomToTop)

    def title(self) -> str:
        return _("Settings")

    def place(self) -> Place:
        return Place(self.KEY, tab=self._tab)

    def open_place(self, place: Place) -> None:
        self.show_tab(place.tab or self._tab)

    def _on_tab(self, key: str) -> None:
        self.show_tab(key)

    def show_tab(self, key: str) -> None:
        self._tab = key if key in TABS else "general"
        tab = self.tab(self._tab)
        self._stack.setCurrentWidget(tab)
        self.tabs.choose(self._tab)
        tab.reload()

    def tab(self, key: str) -> Tab:
        """A tab, made if it was not there yet."""
        if key not in self._made:
            self._made[key] = TABS[key](self.desk, self)
            self._stack.addWidget(self._made[key])
        return self._made[key]

    def current(self) -> str:
        return self._tab

    def run(self, command: str) -> None:
        keys = list(TABS)
        if command == "find":
            self.search.setFocus()
        elif command == "refresh":
            self.tab(self._tab).reload()
        else:
            step = 1 if command == "next_tab" else -1
            self.show_tab(keys[(keys.index(self._tab) + step) % len(keys)])

    def look_for(self, text: str) -> None:
        """Go to the first tab that holds the words and mark what holds them."""
        words = fold(text).split()
        hits = [key for key in TABS if self.tab(key).look_for(words)]
        if hits and self._tab not in hits:
            self.show_tab(hits[0])
            self.tab(hits[0]).look_for(words)

    def panes(self) -> Sequence[QWidget]:
        return (self.tabs, self._stack)

    def records_changed(self, changes: Changes) -> None:
        for entity, keys in RELOADS.items():
            for key in keys:
                if entity in changes.entities and key in self._made:
                    self._made[key].reload()

    def reload(self) -> None:
        self.tab(self._tab).reload()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Settings"))
        titles = (
            _("General"), _("College"), _("Practice and graduates"), _("Numbering and templates"),
            _("Reference lists"), _("Exchange"), _("Backup"), _("About"),
        )  # fmt: skip
        self.tabs.set_tabs([(key, title, None) for key, title in zip(TABS, titles, strict=True)])
        self.tabs.choose(self._tab)
        self.tabs.setAccessibleName(_("Parts of the page"))
        self.search.setPlaceholderText(_("Search in the settings"))
        self.search.setAccessibleName(_("Search in the settings"))
        for tab in self._made.values():
            tab.retranslate()
        self._lay_out()
