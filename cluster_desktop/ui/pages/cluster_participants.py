"""Cluster · Participants: who takes part, with which role and duties, and what they report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes
from cluster_desktop.services import participants
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_lists import ClusterLists
from cluster_desktop.ui.widgets import Button, Segmented


class ParticipantsTab(ClusterLists):
    """Participants and their reports."""

    TAB = "participants"
    LISTS: ClassVar[Mapping[str, str]] = {
        "membership": "membership",
        "participant_report": "participant_report",
    }
    EMPTY: ClassVar[Mapping[str, str]] = {
        "membership": N_("No participants yet. Take over the partners with an agreement in force."),
        "participant_report": N_("No reports of participants yet."),
    }

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, Segmented(), parent)
        self.take_over = Button("", icon="partners", dense=True, parent=self)
        self.take_over.setObjectName("take_over_partners")
        self.take_over.clicked.connect(self._take_over)
        self.top.addWidget(self.take_over)
        self.retranslate()

    def help_topic(self) -> str:
        return "registers"

    def _take_over(self) -> None:
        office = self.office

        def tell(changes: Changes) -> None:
            if changes.action is None:
                self.desk.said.emit(_("Every partner with an agreement in force takes part."))

        self.desk.write(self, lambda: participants.add_from_agreements(office), then=tell)

    def retranslate(self) -> None:
        if isinstance(self.chosen, Segmented):
            self.chosen.set_options(
                [(kind, _(self.office.entity(kind).plural)) for kind in self.LISTS]
            )
        super().retranslate()
        self.take_over.setText(_("Take over partners"))
        self.take_over.setToolTip(
            _("Everybody with an agreement in force becomes a participant; you give the duties.")
        )
