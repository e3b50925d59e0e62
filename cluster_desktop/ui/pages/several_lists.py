"""A tab that shows one of several lists of records, each made when it is first chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.widgets import Segmented
from cluster_desktop.ui.widgets_choice import GroupedChoice

Chooser = Segmented | GroupedChoice


class OneList(ListPage):
    """List and panel of one kind of record."""

    def __init__(self, entity: str, desk: Desk, parent: QWidget | None = None) -> None:
        # The kind is the instance's, not the class's: twenty classes would say nothing more.
        self.ENTITY = entity  # type: ignore[misc]
        super().__init__(desk, parent)

    def title(self) -> str:
        return _(self.office.entity(self.ENTITY).plural)

    def tab_titles(self) -> list[str]:
        return [self.title()]


class SeveralLists(Page):
    """LISTS says which: key, as a place names it → kind of record."""

    LISTS: ClassVar[Mapping[str, str]] = {}

    def __init__(self, desk: Desk, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.kinds = dict(self.LISTS)
        self._key = next(iter(self.kinds))
        self._lists: dict[str, OneList] = {}
        self.chosen = chooser
        self.chosen.setParent(self)
        self.chosen.setObjectName("choose_list")
        self.chosen.changed.connect(self._on_chosen)
        self._stack = QStackedWidget(self)
        self.top = QHBoxLayout()
        self.top.setContentsMargins(16, 8, 16, 8)
        self.top.addWidget(self.chosen)
        self.top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.top)
        column.addWidget(self._stack, 1)

    def make_list(self, entity: str, parent: QWidget) -> OneList:
        """The list of a kind; tabs give it their verbs."""
        raise NotImplementedError

    def shown(self) -> OneList:
        made = self._lists.get(self._key)
        if made is None:
            made = self.make_list(self.kinds[self._key], self._stack)
            made.setObjectName(f"{self.KEY}_{self._key}")
            made.retitled.connect(self.retitled)
            self._lists[self._key] = made
            self._stack.addWidget(made)
        return made

    def _on_chosen(self, key: str) -> None:
        self.show_list(key)
        self.retitled.emit()

    def show_list(self, key: str) -> OneList:
        """Show the list of this key; the one shown before where there is none."""
        self._key = key if key in self.kinds else self._key
        shown = self.shown()
        self._stack.setCurrentWidget(shown)
        self.chosen.set_value(self._key)
        return shown

    def key_of(self, place: Place) -> str:
        """The list that a place means: by the kind of its query, else by the name of its tab."""
        if place.query is not None:
            kinds = {kind: key for key, kind in self.kinds.items()}
            return kinds.get(place.query.entity, "")
        return place.tab

    def title(self) -> str:
        return self.shown().title()

    def head(self) -> tuple[str, ...]:
        return self.shown().head()

    def place(self) -> Place:
        return replace(self.shown().place(), tab=self._key)

    def open_place(self, place: Place) -> None:
        self.show_list(self.key_of(place)).open_place(replace(place, tab=""))

    def can(self, command: str) -> bool:
        return self.shown().can(command)

    def run(self, command: str) -> None:
        self.shown().run(command)

    def panes(self) -> Sequence[QWidget]:
        return (self.chosen, *self.shown().panes())

    def start_focus(self) -> None:
        self.shown().start_focus()

    def reload(self) -> None:
        self.shown().reload()

    def records_changed(self, changes: Changes) -> None:
        """Each list listens by itself."""

    def retranslate(self) -> None:
        self.chosen.set_value(self._key)
        self.chosen.setAccessibleName(_("List"))
