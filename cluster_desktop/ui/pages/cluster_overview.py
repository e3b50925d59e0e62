"""A tab of the cluster with an overview first and the lists that it is made of behind it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Query
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.cluster_lists import ClusterLists
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.widgets import Segmented

OVERVIEW = "overview"


class OverviewTab(Page):
    """The overview is made by the tab; its lists, when one of them is shown first."""

    KEY = "cluster"
    BEHIND: ClassVar[type[ClusterLists]] = ClusterLists

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._key = OVERVIEW
        self._lists: ClusterLists | None = None
        self.chosen = Segmented(parent=self)
        self.chosen.setObjectName("choose_part")
        self.chosen.changed.connect(self.choose)
        self._stack = QStackedWidget(self)
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.addWidget(self.chosen)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def overview_title(self) -> str:
        """The word for the overview among those for the lists."""
        raise NotImplementedError

    def is_overview(self) -> bool:
        return self._key == OVERVIEW

    @property
    def lists(self) -> ClusterLists:
        """Made when a list is shown first: the numbers come before it."""
        if self._lists is None:
            self._lists = self.BEHIND(self.desk, Segmented(), self)
            self._lists.chosen.hide()
            self._lists.top.setContentsMargins(0, 0, 0, 0)
            self._lists.retitled.connect(self.retitled)
            self._stack.addWidget(self._lists)
        return self._lists

    def choose(self, key: str) -> None:
        """The overview, or the list of a kind."""
        self._show(key)
        self.retitled.emit()

    def _show(self, key: str) -> None:
        self._key = key
        if key == OVERVIEW:
            self._stack.setCurrentIndex(0)
        else:
            self.lists.show_list(key)
            self._stack.setCurrentWidget(self.lists)
        self.chosen.set_value(key)

    def place(self) -> Place:
        return Place(self.KEY, tab=self.BEHIND.TAB) if self.is_overview() else self.lists.place()

    def show_query(self, query: Query) -> bool:
        """Exactly the records of the query; False for a kind that is shown elsewhere."""
        if query.entity not in self.BEHIND.LISTS:
            return False
        self._show(query.entity)
        return self.lists.show_query(query)

    def open_record(self, entity: str, record: UUID) -> bool:
        """The panel of one record; False for a kind that is shown elsewhere."""
        if entity not in self.BEHIND.LISTS:
            return False
        self._show(entity)
        return self.lists.open_record(entity, record)

    def retranslate(self) -> None:
        names = [(kind, _(self.office.entity(kind).plural)) for kind in self.BEHIND.LISTS]
        self.chosen.set_options([(OVERVIEW, self.overview_title()), *names])
        self.chosen.set_value(self._key)
        self.chosen.setAccessibleName(_("List"))
        if self._lists is not None:
            self._lists.retranslate()
