"""Cluster · Registers: the small lists that feed the passport, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Query
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_lists import ClusterLists
from cluster_desktop.ui.widgets_choice import GroupedChoice

# Group of the chooser → kinds of record and what an empty list of them says.
GROUPS = {
    N_("Strategy"): {
        "goal": N_("No goals yet. The passport needs a short-term and a long-term one."),
        "strategy_review": N_("No review of the strategy yet."),
        "specialisation": N_("No fields of specialisation yet. Give each its specialities."),
        "cluster_factor": N_("No factors yet: what helps the cluster and what hinders it?"),
    },
    N_("Foundation"): {
        "founding_document": N_("No founding document yet: the order or the decision."),
        "cluster_territory": N_("No districts or cities yet. The passport names them."),
    },
    N_("Resources"): {
        "technology": N_("No technologies yet. Name the owner and who may use it."),
        "resource_exchange": N_("No requests or offers of resources yet."),
        "infrastructure": N_("No objects yet: classrooms, laboratories, production capacity."),
    },
    N_("Development"): {
        "innovation_project": N_("No innovation projects yet."),
        "event": N_("No events yet. Career guidance counts the pupils it reached."),
        "programme_update": N_("No programmes updated yet."),
        "scholarship": N_("No scholarships or grants yet."),
        "teacher_internship": N_("No internships of teachers yet."),
        "expert": N_("No independent experts yet."),
        "expert_conclusion": N_("No conclusions of experts yet."),
    },
    N_("Results"): {
        "admission": N_("No admission yet: how many came, after which grade?"),
        "output_volume": N_("No goods and services of participants yet."),
        "corrective_action": N_("No corrective actions yet."),
    },
}


class RegistersTab(ClusterLists):
    """A drop-down of registers and the list of the chosen one.

    A number elsewhere may open any kind of record of the cluster here.
    """

    TAB = "registers"
    LISTS: ClassVar[Mapping[str, str]] = {kind: kind for kinds in GROUPS.values() for kind in kinds}
    EMPTY: ClassVar[Mapping[str, str]] = {
        kind: said for kinds in GROUPS.values() for kind, said in kinds.items()
    }

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, GroupedChoice(), parent)
        self.retranslate()

    def help_topic(self) -> str:
        return "registers"

    def show_query(self, query: Query) -> bool:
        self._know(query.entity)
        return super().show_query(query)

    def open_record(self, entity: str, record: UUID) -> bool:
        self._know(entity)
        return super().open_record(entity, record)

    def _know(self, kind: str) -> None:
        """A kind without a register of its own gets one while it is looked at."""
        if kind not in self.kinds:
            self.kinds[kind] = kind
            self._name_entries()

    def _name_entries(self) -> None:
        if not isinstance(self.chosen, GroupedChoice):
            return
        groups = [(_(title), list(kinds)) for title, kinds in GROUPS.items()]
        more = [kind for kind in self.kinds if kind not in self.LISTS]
        if more:
            groups.append((_("Opened from a number"), more))
        self.chosen.set_groups(
            [
                (title, [(kind, _(self.office.entity(kind).plural)) for kind in kinds])
                for title, kinds in groups
            ]
        )

    def retranslate(self) -> None:
        self._name_entries()
        super().retranslate()
