"""Mentors: the list with the record's panel."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.list_page import ListPage


class MentorsPage(ListPage):
    """All mentors."""

    KEY = "mentors"
    ENTITY = "mentor"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_belongings()
        self.retranslate()

    def title(self) -> str:
        return _("Mentors")

    def tab_titles(self) -> list[str]:
        return [_("Mentors")]

    def retranslate(self) -> None:
        super().retranslate()
        self.list.retranslate()
