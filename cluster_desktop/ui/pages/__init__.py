"""The pages of the rail, by key. One module each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.agreements import AgreementsPage
from cluster_desktop.ui.pages.bin import BinPage
from cluster_desktop.ui.pages.home import HomePage
from cluster_desktop.ui.pages.journal import JournalPage
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.pages.partners import PartnersPage
from cluster_desktop.ui.pages.settings import SettingsPage

PAGES: dict[str, Callable[[Desk, QWidget], Page]] = {
    "home": HomePage,
    "partners": PartnersPage,
    "agreements": AgreementsPage,
    "journal": JournalPage,
    "bin": BinPage,
    "settings": SettingsPage,
}
