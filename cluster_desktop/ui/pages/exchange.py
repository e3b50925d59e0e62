"""Data exchange: a run, what needs a decision, the journal of runs, and the region's computers.

Before a computer takes part, the page is the assistant of its first connection.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.exchange_link import sample_sentence
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.widgets import EmptyState, Tabs

RUN, CONFLICTS, RUNS, COLLEGES = "exchange", "conflicts", "journal", "colleges"
FIRST = "first"


class Tab(Protocol):
    """What the page asks of each of its tabs."""

    def reload(self) -> None: ...

    def retranslate(self) -> None: ...

    def panes(self) -> Sequence[QWidget]: ...

    def start_focus(self) -> None: ...


class SampleTab(EmptyState):
    """Why sample data are not exchanged."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("no_exchange_of_samples")
        self.retranslate()

    def reload(self) -> None:
        """Nothing is read."""

    def retranslate(self) -> None:
        self.set(sample_sentence(), [], "exchange")

    def panes(self) -> Sequence[QWidget]:
        return (self,)

    def start_focus(self) -> None:
        self.setFocus()


def _make(key: str, desk: Desk, parent: QWidget) -> QWidget:
    """Tabs load what they are made of when first shown: a page switch is a budget."""
    if key == RUN:
        from cluster_desktop.ui.pages.exchange_run import RunTab

        return RunTab(desk, parent)
    if key == CONFLICTS:
        from cluster_desktop.ui.pages.exchange_conflicts import ConflictsTab

        return ConflictsTab(desk, parent)
    if key == RUNS:
        from cluster_desktop.ui.pages.exchange_journal import RunsTab

        return RunsTab(desk, parent)
    if key == COLLEGES:
        from cluster_desktop.ui.pages.exchange_region import RegionTab

        return RegionTab(desk, parent)
    if key == FIRST:
        from cluster_desktop.ui.pages.exchange_first import FirstTab

        return FirstTab(desk, parent)
    return SampleTab(desk, parent)


class ExchangePage(Page):
    """One tab at a time; which ones there are depends on where the exchange stands."""

    KEY = "exchange"
    COMMANDS = frozenset({"next_tab", "previous_tab", "refresh", "exchange_now"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.link = desk.exchange
        self._tab = RUN
        self._record: UUID | None = None  # whose conflict is to be shown
        self._shown = ""
        self._telling = False
        self._made: dict[str, QWidget] = {}
        self.tabs = Tabs(self)
        self.tabs.setObjectName("exchange_tabs")
        self.tabs.chosen.connect(self._on_chosen)
        self._stack = QStackedWidget(self)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self.link.came.connect(self._on_state)
        self.link.ended.connect(lambda _receipt: self._run_over())
        self.retranslate()

    # ---- which tab ----

    def is_member(self) -> bool:
        return self.link.is_member() and not self._is_held()

    def _is_held(self) -> bool:
        """The words of a region just begun stay until somebody says that they are on paper."""
        from cluster_desktop.ui.pages.exchange_first import FirstTab

        first = self._made.get(FIRST)
        return isinstance(first, FirstTab) and first.begin.started() is not None

    def keys(self) -> list[str]:
        """The tabs there are now. Who was excluded still looks at what there was until then."""
        if self.link.is_out():
            return [RUN, CONFLICTS, RUNS]
        if not self.is_member():
            return []
        return [RUN, CONFLICTS, RUNS, *([COLLEGES] if self.link.is_region() else [])]

    def tab(self) -> str:
        return self._tab

    def made(self, key: str) -> QWidget:
        if key not in self._made:
            tab = _make(key, self.desk, self._stack)
            self._made[key] = tab
            self._stack.addWidget(tab)
            wanted = getattr(tab, "review_wanted", None)
            if wanted is not None:
                wanted.connect(lambda: self._on_tab(CONFLICTS))
        return self._made[key]

    def _wanted(self) -> str:
        if self.link.is_sample():
            return "sample"
        if self.link.is_out():
            return FIRST if self._tab == RUN else self._tab
        return self._tab if self.is_member() else FIRST

    def shown(self) -> QWidget:
        """What is on the screen."""
        return self.made(self._wanted())

    def _as_tab(self) -> Tab:
        shown: Tab = self.shown()  # type: ignore[assignment]  # every widget of _make is one
        return shown

    def show_tab(self, key: str) -> None:
        """A tab, read anew."""
        self._tab = key if key in self.keys() else RUN
        self._stack.setCurrentWidget(self.shown())
        self._shown = self._wanted()
        self._tell_tabs()
        self._as_tab().reload()
        self._show_record()
        self.retitled.emit()

    def _show_record(self) -> None:
        """The conflict that somebody came for."""
        show = getattr(self.shown(), "show_record", None)
        if show is not None and self._record is not None:
            show(self._record)
            self._record = None

    def _on_chosen(self, key: str) -> None:
        if not self._telling:
            self._on_tab(key)

    def _on_tab(self, key: str) -> None:
        self.show_tab(key)
        self._as_tab().start_focus()

    def _on_state(self) -> None:
        """Where the exchange stands was read: the assistant may give way to the tabs."""
        if not self.isVisible():
            return
        if self._wanted() != self._shown:
            self.show_tab(self._tab)
            self._as_tab().start_focus()
            self._collect()
        else:
            self._tell_tabs()
            self.retitled.emit()

    def _collect(self) -> None:
        """An office that was just brought back has nothing yet: its first exchange follows."""
        from cluster_desktop.ui.pages.exchange_first import FirstTab

        first = self._made.get(FIRST)
        if isinstance(first, FirstTab) and first.back.is_back and self.is_member():
            first.back.is_back = False
            self.exchange_now()

    def _run_over(self) -> None:
        """Lists that a run changed are read anew when they are looked at; those seen, now."""
        if self.isVisible() and self._shown in (CONFLICTS, RUNS, COLLEGES):
            self._as_tab().reload()

    def _tell_tabs(self) -> None:
        keys = self.keys()
        self.tabs.setVisible(bool(keys))
        if not keys:
            return
        titles = {RUN: _("Exchange"), CONFLICTS: _("Conflicts"), RUNS: _("Journal"),
                  COLLEGES: _("Colleges")}  # fmt: skip
        state = self.link.state
        counts = {CONFLICTS: (state.conflicts or None) if state is not None else None}
        # Making the tabs anew chooses one of them, which is nobody's wish.
        self._telling = True
        self.tabs.set_tabs([(key, titles[key], counts.get(key)) for key in keys])
        self.tabs.choose(self._tab)
        self._telling = False

    # ---- the page ----

    def title(self) -> str:
        return _("Data exchange")

    def head(self) -> tuple[str, ...]:
        return ("exchange_now",) if self.is_member() and self._tab != RUN else ()

    def place(self) -> Place:
        return Place(self.KEY, tab=self._tab)

    def open_place(self, place: Place) -> None:
        if self.link.state is None:
            self.link.read()
        self._tab, self._record = place.tab or self._tab, place.record
        self.show_tab(self._tab) if self.keys() else self._show_first()

    def _show_first(self) -> None:
        """The wanted tab is kept until it is known whether there are tabs."""
        self._stack.setCurrentWidget(self.shown())
        self._shown = self._wanted()
        self._tell_tabs()
        if self.link.state is not None or self.link.is_sample():
            self._as_tab().reload()

    def can(self, command: str) -> bool:
        if command in ("next_tab", "previous_tab"):
            return bool(self.keys())
        if command == "exchange_now":
            return self.is_member()
        return super().can(command)

    def run(self, command: str) -> None:
        keys = self.keys()
        if command == "refresh":
            self.reload()
        elif command == "exchange_now":
            self.exchange_now()
        elif keys:
            step = 1 if command == "next_tab" else -1
            self._on_tab(keys[(keys.index(self._tab) + step) % len(keys)])

    def exchange_now(self) -> None:
        """F9 on this page: the run, seen on its tab."""
        from cluster_desktop.ui.pages.exchange_run import RunTab

        if self._tab != RUN:
            self._on_tab(RUN)
        tab = self.shown()
        if isinstance(tab, RunTab):
            tab.start()

    def panes(self) -> Sequence[QWidget]:
        own = self._as_tab().panes()
        return (self.tabs, *own) if self.keys() else own

    def start_focus(self) -> None:
        self._as_tab().start_focus()

    def reload(self) -> None:
        self.link.read()
        self._as_tab().reload()

    def records_changed(self, changes: Changes) -> None:
        if self.isVisible() and self._shown == CONFLICTS:
            self._as_tab().reload()

    def retranslate(self) -> None:
        self.setAccessibleName(_("Data exchange"))
        self.tabs.setAccessibleName(_("Parts of the page"))
        self._tell_tabs()
        for tab in self._made.values():
            told: Tab = tab  # type: ignore[assignment]  # as in _as_tab
            told.retranslate()
