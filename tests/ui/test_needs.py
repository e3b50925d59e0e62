"""Labour needs: numbers open their records, the panel names them, a match is made from a list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.needs_table import GAP, NAME, NEEDED, OTHERS, OURS, step_of
from cluster_desktop.ui.pages.needs import NeedsPage
from cluster_desktop.ui.pages.needs_balance import NeedsBalance
from cluster_desktop.ui.pages.needs_lists import NeedsList
from cluster_desktop.ui.pages.needs_panel import PartLine
from cluster_desktop.ui.pages.practice_sheets import ChoiceSheet
from tests.databases import Databases, at_now, empty
from tests.services.needs_college import asking
from tests.ui.desks import HeardDesk
from tests.ui.hands import settle


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(asking, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, office: Office, bridge: OfficeBridge) -> NeedsPage:
    made = NeedsPage(HeardDesk(office, bridge, qapp))
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.open_place(Place("needs", tab="balance"))
    settle()
    return made


def balance(page: NeedsPage) -> NeedsBalance:
    shown = page.shown()
    assert isinstance(shown, NeedsBalance)
    return shown


def desk(page: NeedsPage) -> HeardDesk:
    assert isinstance(page.desk, HeardDesk)
    return page.desk


def cells(page: NeedsPage, row: int) -> list[str]:
    model = balance(page).table.needs
    return [str(model.index(row, n).data()) for n in (NAME, NEEDED, OURS, OTHERS, GAP)]


def test_the_table_shows_the_worst_gap_first_and_the_sum_last(page: NeedsPage) -> None:
    assert cells(page, 0) == ["Дәнекерлеу ісі 97150500", "20", "3", "5", "−12"]
    assert cells(page, 2)[1:] == ["0", "2", "0", "+2"]
    assert cells(page, 3)[1:] == ["24", "5", "5", "−14"]


@pytest.mark.parametrize("column", [NEEDED, OURS, OTHERS])
def test_a_click_on_a_number_opens_the_records_it_counts(
    page: NeedsPage, office: Office, column: int
) -> None:
    went: list[Place] = []
    desk(page).go.connect(went.append)
    table = balance(page).table
    at = table.visualRect(table.needs.index(0, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    (place,) = went
    entity = {NEEDED: "labour_need", OURS: "student", OTHERS: "other_supply"}[column]
    assert place.where is not None
    rows = office.rows(Query(entity, place.where))
    assert len(rows) == {NEEDED: 2, OURS: 3, OTHERS: 1}[column]


def test_the_place_of_a_number_opens_its_list(page: NeedsPage) -> None:
    where = (Condition("year", "is", 2027), Condition("counts", "is", True))
    page.open_place(Place("needs", where=where, query=Query("labour_need", where)))
    settle()
    shown = page.shown()
    assert isinstance(shown, NeedsList)
    assert (page.tab(), shown.list.count()) == ("years", 3)


def test_the_panel_names_who_asks_and_who_finishes(page: NeedsPage) -> None:
    lines = balance(page).panel.findChildren(PartLine)
    said = [one.accessibleName() for one in lines]
    assert "«Темір» ЖШС, dual, 14" in said
    assert "ДІ-23, 2" in said
    assert "Көктерек колледжі, 5" in said


def test_another_source_is_another_balance(page: NeedsPage) -> None:
    shown = balance(page)
    shown.sources.setCurrentIndex(shown.sources.findData("akimat"))
    shown.sources.activated.emit(shown.sources.currentIndex())
    settle()
    rows = [cells(page, n) for n in range(shown.table.needs.rowCount())]
    assert ["Дәнекерлеу ісі 97150500", "6", "3", "5", "+2"] in rows


def test_the_workbook_says_what_the_table_says(page: NeedsPage, tmp_path: Path) -> None:
    balance(page).save_excel(tmp_path / "needs.xlsx")
    settle()
    book = openpyxl.load_workbook(tmp_path / "needs.xlsx")
    assert book.sheetnames == ["2027", "2028"]
    first = [cell.value for cell in book["2027"][4]]
    assert first == ["97150500", "Дәнекерлеу ісі", 20, 3, 5, "=D4+E4-C4"]


def test_graduates_are_offered_for_a_request_from_a_list(page: NeedsPage, office: Office) -> None:
    sheets: list[object] = []
    desk(page).sheet.connect(lambda sheet, _where: sheets.append(sheet))
    page.open_place(Place("needs", tab="requests"))
    settle()
    shown = page.shown()
    assert isinstance(shown, NeedsList)
    where = (Condition("needed", "is", 24),)
    (request,) = [row.id for row in office.rows(Query("labour_request", where))]
    shown.find_graduates([request])
    settle()
    (sheet,) = sheets
    assert isinstance(sheet, ChoiceSheet)
    sheet.taken.emit(sheet.entries()[0])
    settle()
    (match,) = office.rows(Query("request_match", columns=("group_id", "persons", "state")))
    assert (match["group_id"].title, match["persons"], match["state"]) == ("ДІ-23", 2, "proposed")


def test_an_empty_database_says_how_to_begin(
    qtbot: QtBot, qapp: QApplication, databases: Databases, tmp_path: Path, bridge: OfficeBridge
) -> None:
    bare = databases.open(empty, tmp_path / "bare.db")
    made = NeedsBalance(HeardDesk(bare, bridge, qapp))
    qtbot.addWidget(made)
    made.show()
    made.reload()
    settle()
    assert made.nothing.isVisible()
    assert "No requests yet" in made.nothing.text()
    bare.close()


@pytest.mark.parametrize(("most", "step"), [(1, 1), (4, 1), (5, 2), (45, 20), (100, 50)])
def test_a_scale_has_a_few_round_marks(most: int, step: int) -> None:
    assert step_of(most) == step


def test_the_sum_stands_under_the_table_and_opens_all_of_it(
    page: NeedsPage, office: Office
) -> None:
    went: list[Place] = []
    desk(page).go.connect(went.append)
    total = balance(page).total
    last = balance(page).table.needs.rowCount() - 1
    assert balance(page).table.isRowHidden(last)
    at = total.visualRect(balance(page).table.needs.index(last, NEEDED)).center()
    QTest.mouseClick(total.viewport(), Qt.MouseButton.LeftButton, pos=at)
    (place,) = went
    assert place.where is not None
    assert office.count(Query("labour_need", place.where)) == 3
