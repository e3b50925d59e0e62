"""A list summed up by two fields: from the view menu to the records, to a file and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office
from cluster_desktop.services.summary import TOTAL
from cluster_desktop.ui.pages.agreements import AgreementsPage
from cluster_desktop.ui.pages.list_summary import SummarySheet
from cluster_desktop.ui.preview import PrintPreview
from cluster_desktop.ui.window import MainWindow

Settle = Callable[[], None]


@pytest.fixture
def first_page() -> str:
    return "agreements"


@pytest.fixture
def page(window: MainWindow, settle: Settle) -> AgreementsPage:
    settle()
    page = window.page()
    assert isinstance(page, AgreementsPage)
    return page


def opened(window: MainWindow, page: AgreementsPage, settle: Settle) -> SummarySheet:
    """Through the menu of views."""
    views = page.list.layout_of.views
    views.fill()
    next(one for one in views.menu().actions() if one.text().startswith("Sum up")).trigger()
    settle()
    sheet = window.findChild(SummarySheet)
    assert sheet is not None
    return sheet


def choose(sheet: SummarySheet, rows: str, columns: str, settle: Settle) -> None:
    sheet.rows.setCurrentIndex(sheet.rows.findData(rows))
    sheet.columns.setCurrentIndex(sheet.columns.findData(columns))
    sheet.columns.activated.emit(sheet.columns.currentIndex())
    settle()


def test_a_number_opens_exactly_its_records(
    qtbot: QtBot, window: MainWindow, page: AgreementsPage, settle: Settle
) -> None:
    page.list.add_filter(Condition("number", "not", "М-005/2026"))
    settle()
    sheet = opened(window, page, settle)
    choose(sheet, "partner_id", "stage", settle)
    assert sheet.made is not None
    assert sheet.made.number(TOTAL, TOTAL) == 4
    table = sheet.table
    at = next(
        (row, column)
        for row in range(table.numbers.rowCount())
        for column in range(1, table.numbers.columnCount() - 1)
        if table.numbers.index(row, column).data() == "2"
    )
    place = table.visualRect(table.numbers.index(*at)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert page.list.count() == 2
    assert {one.field for one in page.list.filters()} == {"number", "partner_id", "stage"}


def test_a_summary_is_saved_as_a_view_and_opens_again(
    window: MainWindow, page: AgreementsPage, office: Office, settle: Settle
) -> None:
    sheet = opened(window, page, settle)
    choose(sheet, "stage", "valid_until:year", settle)
    sheet.save_wanted.emit("Жылдар бойынша", sheet.asked())
    settle()
    sheet.closed.emit()
    settle()
    views = page.list.layout_of.views
    views.fill()
    next(one for one in views.menu().actions() if one.text() == "Жылдар бойынша").trigger()
    settle()
    again = [one for one in window.findChildren(SummarySheet) if one.isVisible()]
    assert [one.asked().packed() for one in again] == [["stage", "valid_until:year", "count", ""]]
    assert office.count(Query("saved_view")) == 1


def test_rows_and_columns_change_places_and_too_much_is_said(
    qtbot: QtBot, window: MainWindow, page: AgreementsPage, settle: Settle
) -> None:
    sheet = opened(window, page, settle)
    choose(sheet, "partner_id", "stage", settle)
    qtbot.mouseClick(sheet.turn, Qt.MouseButton.LeftButton)
    settle()
    assert sheet.asked().packed()[:2] == ["stage", "partner_id"]
    choose(sheet, "stage", "stage", settle)
    assert sheet.made is None
    assert not sheet.table.isVisible()
    assert not sheet.excel.isEnabled()


def test_a_summary_goes_to_paper_and_to_files(
    window: MainWindow, page: AgreementsPage, settle: Settle, tmp_path: Path
) -> None:
    sheet = opened(window, page, settle)
    choose(sheet, "partner_id", "stage", settle)
    made = sheet.made
    assert made is not None
    for name in ("a.xlsx", "a.csv"):
        page.output.save_summary(tmp_path / name, made, "Келісімдер")
        settle()
        assert (tmp_path / name).stat().st_size
    page.output.save_excel(tmp_path / "list.csv", page.list.query(), "Келісімдер")
    settle()
    assert len((tmp_path / "list.csv").read_text("utf-8-sig").splitlines()) == 6
    page.output.print_summary(made, sheet.title())
    settle()
    preview = window.findChild(PrintPreview)
    assert preview is not None
    assert [paper.pages for paper in preview.papers()] == [1]
