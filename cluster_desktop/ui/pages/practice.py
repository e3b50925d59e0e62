"""Practice and dual training: the board, the placements as a table, students, groups and periods.

The tabs are pages of their own, made when they are opened first; this one only shows one of them
and hands on what the window asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.widgets import Tabs


def _board(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.practice_board import BoardTab

    return BoardTab(desk, parent)


def _table(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.practice_lists import PlacementsTab

    return PlacementsTab(desk, parent)


def _students(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.practice_lists import StudentsTab

    return StudentsTab(desk, parent)


def _hours(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.hours import HoursPage

    return HoursPage(desk, parent)


def _periods(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.practice_periods import PeriodsTab

    return PeriodsTab(desk, parent)


# Loaded when opened first, like the pages of the rail: a page switch is a budget.
MADE: dict[str, Callable[[Desk, QWidget], Page]] = {
    "board": _board,
    "table": _table,
    "students": _students,
    "hours": _hours,
    "periods": _periods,
}


class PracticePage(Page):
    """One tab at a time."""

    KEY = "practice"
    COMMANDS = frozenset({"next_tab", "previous_tab"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._tab = "board"
        self._made: dict[str, Page] = {}
        self.tabs = Tabs(self)
        self.tabs.chosen.connect(self._on_tab)
        self._stack = QStackedWidget(self)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self.tabs)
        top.addStretch(1)
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
            made = MADE[self._tab](self.desk, self._stack)
            made.setObjectName(f"practice_{self._tab}")
            made.retitled.connect(self.retitled)
            self._made[self._tab] = made
            self._stack.addWidget(made)
        return made

    def show_tab(self, key: str) -> Page:
        self._tab = key if key in MADE else "board"
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
        return _("Practice and dual training")

    def head(self) -> tuple[str, ...]:
        return self.shown().head()

    def help_topic(self) -> str:
        return self.shown().help_topic()

    def place(self) -> Place:
        shown = self.shown().place()
        return replace(shown, tab=shown.tab if self._tab == "periods" else self._tab)

    def open_place(self, place: Place) -> None:
        """The tab of the place; a list among groups and periods is named by its own key."""
        key = place.tab or self._tab
        shown = self.show_tab(key if key in MADE else "periods")
        shown.open_place(place if self._tab == "periods" else replace(place, tab=""))

    def can(self, command: str) -> bool:
        return super().can(command) or self.shown().can(command)

    def run(self, command: str) -> None:
        if command in ("next_tab", "previous_tab"):
            keys = list(MADE)
            step = 1 if command == "next_tab" else -1
            self._on_tab(keys[(keys.index(self._tab) + step) % len(keys)])
        else:
            self.shown().run(command)

    def panes(self) -> Sequence[QWidget]:
        return (self.tabs, *self.shown().panes())

    def start_focus(self) -> None:
        self.shown().start_focus()

    def reload(self) -> None:
        self.shown().reload()

    def act(self, verb: str) -> None:
        self.shown().act(verb)

    def retranslate(self) -> None:
        titles = {
            "board": _("Board"),
            "table": _("Table"),
            "students": _("Students"),
            "hours": _("Hours"),
            "periods": _("Groups and periods"),
        }
        self.tabs.setAccessibleName(_("Parts of the page"))
        self.tabs.set_tabs([(key, titles[key], None) for key in MADE])
        self.tabs.choose(self._tab)
