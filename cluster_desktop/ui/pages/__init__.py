"""The pages of the rail, by key. One module each, loaded when the page is opened first:
start-up is a budget, and a page nobody opens is not loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from cluster_desktop.ui.desk import Desk
    from cluster_desktop.ui.pages.page import Page


def _home(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.home import HomePage

    return HomePage(desk, parent)


def _partners(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.partners import PartnersPage

    return PartnersPage(desk, parent)


def _agreements(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.agreements import AgreementsPage

    return AgreementsPage(desk, parent)


def _practice(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.practice import PracticePage

    return PracticePage(desk, parent)


def _mentors(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.mentors import MentorsPage

    return MentorsPage(desk, parent)


def _graduates(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.graduates import GraduatesPage

    return GraduatesPage(desk, parent)


def _cluster(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.cluster import ClusterPage

    return ClusterPage(desk, parent)


def _needs(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.needs import NeedsPage

    return NeedsPage(desk, parent)


def _reports(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.reports import ReportsPage

    return ReportsPage(desk, parent)


def _exchange(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.exchange import ExchangePage

    return ExchangePage(desk, parent)


def _journal(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.journal import JournalPage

    return JournalPage(desk, parent)


def _duplicates(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.duplicates import DuplicatesPage

    return DuplicatesPage(desk, parent)


def _bin(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.bin import BinPage

    return BinPage(desk, parent)


def _settings(desk: Desk, parent: QWidget) -> Page:
    from cluster_desktop.ui.pages.settings import SettingsPage

    return SettingsPage(desk, parent)


PAGES: dict[str, Callable[[Desk, QWidget], Page]] = {
    "home": _home,
    "partners": _partners,
    "agreements": _agreements,
    "practice": _practice,
    "mentors": _mentors,
    "graduates": _graduates,
    "cluster": _cluster,
    "needs": _needs,
    "reports": _reports,
    "exchange": _exchange,
    "journal": _journal,
    "duplicates": _duplicates,
    "bin": _bin,
    "settings": _settings,
}
