"""Cluster · Risks: the list with measures, and the matrix of likelihood and impact beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Query
from cluster_desktop.services import risks
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_lists import ClusterList, ClusterLists
from cluster_desktop.ui.risk_matrix import RiskMatrix
from cluster_desktop.ui.widgets import Button, Segmented
from cluster_desktop.ui.work import run

EMPTY = N_("No risks yet. Begin with the four typical ones of the model passport.")
MATRIX_WIDTH = 288
WITH_PANEL = 1280


class RiskList(ClusterList):
    """Risks; an empty list offers the typical ones."""

    HEAD: ClassVar[tuple[str, ...]] = ("import", "excel", "print", "new")

    def __init__(self, tab: RisksTab, desk: Desk, parent: QWidget | None = None) -> None:
        self._risks = tab
        super().__init__("risk", EMPTY, desk, parent)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.set_empty(
            _(EMPTY),
            [
                (_("Add the first one"), "add", lambda: self.run("new"), False),
                (_("Insert the four typical risks"), "warning", self._risks.insert_typical, True),
            ],
        )


class RisksTab(ClusterLists):
    """The list, the matrix at its right; a cell filters the list."""

    TAB = "risks"
    LISTS: ClassVar[Mapping[str, str]] = {"risk": "risk"}

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, Segmented(), parent)
        self.chosen.hide()
        self.top.setContentsMargins(0, 8, 0, 0)
        self.matrix = RiskMatrix(self)
        self.typical = Button("", icon="add", dense=True, parent=self)
        self.typical.setObjectName("typical_risks")
        self.side = QWidget(self)
        self.side.setFixedWidth(MATRIX_WIDTH)
        self._lay_beside()
        self.matrix.opened.connect(self._show_cell)
        self.typical.clicked.connect(lambda _on=False: self.insert_typical())
        shown = self.shown()
        shown.list.query_changed.connect(self._mark_cell)
        shown.retitled.connect(self._share_room)
        self.retranslate()
        self.look()

    def _lay_beside(self) -> None:
        inside = QVBoxLayout(self.side)
        inside.setContentsMargins(0, 0, 16, 8)
        inside.setSpacing(12)
        inside.addWidget(self.matrix)
        inside.addWidget(self.typical)
        inside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(0)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.removeWidget(self._stack)
            row.addWidget(self._stack, 1)
            row.addWidget(self.side)
            column.addLayout(row, 1)

    def make_list(self, entity: str, parent: QWidget) -> ClusterList:
        return RiskList(self, self.desk, parent)

    # ---- the matrix ----

    def look(self) -> None:
        """Count anew in a worker."""
        office = self.office
        run(
            self, lambda _p: (risks.matrix(office), risks.lacks_typical(office)),
            done=self._show_counts, failed=self.desk.fail,
        )  # fmt: skip

    def _show_counts(self, found: tuple[Counter[tuple[int, int]], bool]) -> None:
        counts, is_offered = found
        self.matrix.show_counts(counts)
        self.typical.setVisible(is_offered)
        self._share_room()

    def _show_cell(self, key: tuple[int, int] | None) -> None:
        self.shown().list.set_where(risks.weighing(*key) if key is not None else ())

    def _mark_cell(self) -> None:
        where = tuple(self.shown().list.filters())
        found = [key for key in self.matrix.cells if risks.weighing(*key) == where]
        self.matrix.choose(found[0] if found else None)

    def insert_typical(self) -> None:
        """Those of the four that are not in the list yet."""
        office = self.office

        def tell(changes: Changes) -> None:
            if changes.action is None:
                self.desk.said.emit(_("The four typical risks are in the list already."))

        self.desk.write(self, lambda: risks.insert_typical(office), then=tell)

    def _share_room(self) -> None:
        """The panel of a risk needs the room of the matrix, unless the window is wide."""
        panel = self.shown().panel.isVisibleTo(self)
        self.side.setVisible(not panel or self.width() >= WITH_PANEL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    # ---- what the cluster's page asks ----

    def records_changed(self, changes: Changes) -> None:
        if "risk" in changes.entities:
            self.look()

    def refresh(self) -> None:
        self.look()

    def panes(self) -> tuple[QWidget, ...]:
        return (*self.shown().panes(), self.side)

    def show_query(self, query: Query) -> bool:
        shown = super().show_query(query)
        self._mark_cell()
        return shown

    def help_topic(self) -> str:
        return "plan"

    def retranslate(self) -> None:
        super().retranslate()
        if hasattr(self, "matrix"):
            self.matrix.retranslate()
            self.typical.setText(_("Insert the four typical risks"))
