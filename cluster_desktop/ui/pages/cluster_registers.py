"""Cluster · Registers: the small lists that feed the passport, one at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import N_, _
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
    """A drop-down of registers and the list of the chosen one."""

    LISTS = {kind: kind for kinds in GROUPS.values() for kind in kinds}  # noqa: RUF012
    EMPTY = {kind: said for kinds in GROUPS.values() for kind, said in kinds.items()}  # noqa: RUF012

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, GroupedChoice(), parent)
        self.retranslate()

    def help_topic(self) -> str:
        return "registers"

    def retranslate(self) -> None:
        if isinstance(self.chosen, GroupedChoice):
            self.chosen.set_groups(
                [
                    (_(title), [(kind, _(self.office.entity(kind).plural)) for kind in kinds])
                    for title, kinds in GROUPS.items()
                ]
            )
        super().retranslate()
