"""Lists of the cluster's small registers: what the registers and the participants' tab share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Query
from cluster_desktop.services import cluster
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.official_forms import FormsButton
from cluster_desktop.ui.pages.several_lists import Chooser, OneList, SeveralLists

# Registers that an official form tells of (F7, F10), and those whose lists can be read.
WITH_FORM = frozenset({"infrastructure", "teacher_internship"})
READ = frozenset(
    {"infrastructure", "technology", "innovation_project", "event", "programme_update",
     "teacher_internship", "output_volume", "admission", "finance_line", "goal",
     "corrective_action"}
)  # fmt: skip


class ClusterList(OneList):
    """One register. What belongs to the cluster is born belonging to it."""

    KEY = "cluster"
    HEAD: ClassVar[tuple[str, ...]] = ("excel", "print", "new")

    def __init__(self, entity: str, empty: str, desk: Desk, parent: QWidget | None = None) -> None:
        self._empty = empty
        super().__init__(entity, desk, parent)
        self.add_belongings()
        if entity in WITH_FORM:
            self.forms = FormsButton(desk, entity, self)
            head = self.list.head.layout()
            if head is not None:
                head.addWidget(self.forms)
        self.retranslate()

    def head(self) -> tuple[str, ...]:
        """Import where there is a reader of such lists."""
        return ("import", *self.HEAD) if self.ENTITY in READ else self.HEAD

    def open_new(self) -> None:
        declared = self.office.entity(self.ENTITY)
        defaults = {
            name: cluster.cluster_id(self.office)
            for name, link in declared.links().items()
            if link.owned and link.to == "cluster"
        }
        self._show_panel()
        self.panel.open_new(self.ENTITY, defaults)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.set_verbs(
            [
                ("set_field", _("Set field…"), "edit", self.set_field),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        self.list.set_empty(
            _(self._empty), [(_("Add the first one"), "add", lambda: self.run("new"), True)]
        )
        self.list.retranslate()


class ClusterLists(SeveralLists):
    """Several registers as one tab of the cluster's page."""

    KEY = "cluster"
    TAB = ""
    EMPTY: ClassVar[Mapping[str, str]] = {}

    def __init__(self, desk: Desk, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(desk, chooser, parent)
        self.show_list(self._key)

    def make_list(self, entity: str, parent: QWidget) -> ClusterList:
        empty = self.EMPTY.get(entity, N_("Nothing is here yet."))
        return ClusterList(entity, empty, self.desk, parent)

    def place(self) -> Place:
        shown = self.shown().place()
        query = Query(self.shown().ENTITY, shown.where or ())
        return replace(shown, tab=self.TAB, query=query)

    def show_query(self, query: Query) -> bool:
        """Exactly the records of the query; False for a kind that is shown elsewhere."""
        if query.entity not in self.kinds.values():
            return False
        self.open_place(Place(self.KEY, where=query.where, text=query.text, query=query))
        self.retitled.emit()
        return True

    def open_record(self, entity: str, record: UUID) -> bool:
        """The panel of one record; False for a kind that is shown elsewhere."""
        for key, kind in self.kinds.items():
            if kind == entity:
                shown = self.show_list(key)
                shown.list.select(record)
                shown.open_record(record)
                self.retitled.emit()
                return True
        return False

    def refresh(self) -> None:
        """Each list listens to what others write by itself."""
