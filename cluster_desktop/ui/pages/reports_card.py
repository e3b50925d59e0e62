"""The card of a form to deliver: who asks, until when; its state changes by verbs only."""

from __future__ import annotations

from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_sheets import lock
from cluster_desktop.ui.panel import SidePanel

LOCKED = ("state", "delivered_on", "delivered_how", "returned_because", "accepted_on")


class NewRequest(SidePanel):
    """The card of a form that an office asks for, laid over the page until it is made."""

    sheet_width = 480

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.office, desk.bridge)
        self.setObjectName("new_request")
        self.problem.connect(desk.refused)
        self.open_new("report_request", {})
        lock(self, LOCKED)
