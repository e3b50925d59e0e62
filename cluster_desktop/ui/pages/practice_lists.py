"""Practice · Table and Students: the same data as the board for keyboard, filter and print."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.list_page import ListPage


class PlacementsTab(ListPage):
    """All placements; the board's period is a filter that can be taken away."""

    KEY = "practice"
    ENTITY = "placement"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_belongings()
        self.retranslate()

    def title(self) -> str:
        return _("Placements")

    def tab_titles(self) -> list[str]:
        return [_("Placements")]

    def retranslate(self) -> None:
        super().retranslate()
        self.list.retranslate()


class StudentsTab(ListPage):
    """All students."""

    KEY = "practice"
    ENTITY = "student"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_belongings()
        self.retranslate()

    def title(self) -> str:
        return _("Students")

    def tab_titles(self) -> list[str]:
        return [_("Students")]

    def retranslate(self) -> None:
        super().retranslate()
        self.list.retranslate()
