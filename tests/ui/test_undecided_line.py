"""A record with a field that waits for a decision says so, and leads to where it is made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.services.office import Office
from cluster_desktop.ui.pages.exchange import ExchangePage
from cluster_desktop.ui.pages.exchange_conflicts import ConflictsTab
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.papers_menu import open_papers
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.trail import Place
from cluster_desktop.ui.undecided_line import UndecidedLine
from cluster_desktop.ui.window import MainWindow
from tests.databases import Builder
from tests.services.practice_records import add
from tests.services.test_undecided import decide, lost
from tests.ui import exchange_scenes as scenes
from tests.ui.desks import add_partner, with_college
from tests.ui.exchange_hands import named, rest


def two_agreements(office: Office) -> None:
    with_college(office)
    office.put_setting("firstrun.done", "yes")
    partner = add_partner(office, name_ru="ТОО «Дала»", bin=None)
    for number in ("7", "8"):
        add(office, "agreement", partner_id=partner, kind="memorandum", number=number)


@pytest.fixture
def content() -> Builder:
    return two_agreements


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


def agreement(office: Office, number: str) -> UUID:
    return office.lookup("agreement", "number", [number])[number][0]


@pytest.fixture
def region(office: Office) -> scenes.InMemory:
    both = [scenes.conflict(agreement(office, number), "agreement") for number in ("8", "7")]
    return replace(scenes.busy_region(office), open=both)


@pytest.fixture
def window(qtbot: QtBot, office: Office, region: scenes.InMemory, tmp_path: Path) -> MainWindow:
    kept = FilePreferences(tmp_path / "preferences.ini")
    made = MainWindow(office, kept, exchange=lambda: region)
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    rest()
    return made


def line_of(window: MainWindow, record: UUID) -> UndecidedLine:
    window.open_place(Place("agreements", record=record))
    rest()
    page = window.page()
    assert isinstance(page, ListPage)
    line = page.panel.findChild(UndecidedLine)
    assert line is not None
    return line


def reviewed(window: MainWindow) -> UUID:
    page = window.page()
    assert isinstance(page, ExchangePage)
    tab = page.shown()
    assert isinstance(tab, ConflictsTab)
    one = tab.current()
    assert one is not None
    return one.record


def press(window: MainWindow, name: str) -> None:
    button = named(window, name)
    assert isinstance(button, QAbstractButton)
    button.click()
    rest()


def test_the_panel_names_the_fields_that_wait(window: MainWindow, office: Office) -> None:
    one = agreement(office, "7")
    lost(office, one, "stage", "terminated")
    lost(office, one, "number", "7/1")

    line = line_of(window, one)

    assert line.isVisible()
    assert line.text() == "Changed in two places at once: No., Stage."
    assert not line_of(window, agreement(office, "8")).isVisible()


def test_it_leads_to_the_decision_of_exactly_this_record(
    window: MainWindow, office: Office
) -> None:
    one = agreement(office, "7")
    lost(office, one, "stage", "terminated")
    line_of(window, one)

    press(window, "decide_record")

    assert reviewed(window) == one


def test_a_second_time_it_leads_to_the_other_record(window: MainWindow, office: Office) -> None:
    for number in ("7", "8"):
        one = agreement(office, number)
        lost(office, one, "stage", "terminated")
        line_of(window, one)
        press(window, "decide_record")

    assert reviewed(window) == agreement(office, "8")


def test_after_the_decision_the_line_is_gone(window: MainWindow, office: Office) -> None:
    one = agreement(office, "7")
    lost(office, one, "stage", "terminated")
    line = line_of(window, one)
    assert line.isVisible()

    decide(office, one, "stage")
    rest()

    assert not line.isVisible()


@pytest.mark.parametrize("numbers", [("7",), ("8", "7")])
def test_the_list_of_papers_leads_there_as_well(
    window: MainWindow, office: Office, numbers: tuple[str, ...]
) -> None:
    one = agreement(office, "7")
    lost(office, one, "stage", "terminated")
    chosen = [agreement(office, number) for number in numbers]
    open_papers(window.desk, "agreement", "agreement", chosen)
    rest()
    papers = window.layer().sheet.list  # type: ignore[union-attr]  # the preview lies on top
    papers.view.setCurrentIndex(papers.model.index(len(chosen) - 1))
    rest()

    press(window, "decide_paper")

    assert reviewed(window) == one
