"""Needs, indicators and the action plan through the wizard: read, checked, written, twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.paths import resource
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.importing_rows import RowState
from cluster_desktop.ui.speaking import speak
from tests.databases import Builder
from tests.ui.desks import HeardDesk, with_college
from tests.ui.wizards import count, mend_zeros, read_file, to_check, wait_for, write

NEEDS = resource("samples", "06_kadr_qazhettiligi.xlsx")
PLAN_KPI = resource("samples", "07_is_sharalar_zhospary.xlsx")


@pytest.fixture
def content() -> Builder:
    return with_college


@pytest.fixture
def desk(office: Office, bridge: OfficeBridge, qapp: QApplication) -> Iterator[HeardDesk]:
    root = QObject()
    yield HeardDesk(office, bridge, root)
    speak(qapp, "en")


@pytest.fixture
def page(qtbot: QtBot, desk: HeardDesk) -> ImportPage:
    made = ImportPage(desk)
    qtbot.addWidget(made)
    made.resize(1134, 640)
    made.show()
    return made


def test_needs_are_recognised_written_and_then_the_same(
    qtbot: QtBot, page: ImportPage, office: Office
) -> None:
    read_file(qtbot, page, NEEDS)
    assert "Need for staff (17 of 17 headings match)" in page.file_step.found_text.text()
    to_check(qtbot, page)
    # Three BIN have lost their zero in Excel, and get it back.
    mend_zeros(qtbot, page)
    assert (count(page, RowState.NEW), count(page, RowState.FIXED)) == (43, 3)

    write(qtbot, page)

    assert (office.count("labour_request"), office.count("labour_need")) == (46, 198)
    read_file(qtbot, page, NEEDS)
    to_check(qtbot, page)
    mend_zeros(qtbot, page)
    assert count(page, RowState.SAME, RowState.FIXED) == 46


def test_indicators_and_plan_go_in_together_and_the_warning_is_shown(
    qtbot: QtBot, page: ImportPage, office: Office
) -> None:
    read_file(qtbot, page, PLAN_KPI)
    assert page.file_step.found_text.text().split("\n") == [
        "Looks like: Indicators (KPI) (16 of 16 headings match)",
        "Looks like: Action plan (9 of 9 headings match)",
    ]
    to_check(qtbot, page)

    assert [page.tables.itemText(n) for n in range(page.tables.count())] == [
        "Indicators (KPI) · 12 rows",
        "Action plan · 14 rows",
    ]
    assert count(page, RowState.NEW) == 12
    rows = page.check_step.table.rows
    told = [rows.view(at).outcome() for at in range(rows.rowCount())]
    missing = "92.9 % of the plan, and the reason is missing. Type the reason."
    assert [number for number, text in enumerate(told, 1) if missing in text] == [7]

    page.tables.setCurrentIndex(1)
    page.tables.activated.emit(1)
    wait_for(qtbot, page)
    assert count(page, RowState.NEW) == 14
    write(qtbot, page)

    assert (office.count("kpi"), office.count("kpi_value"), office.count("plan_item")) == (
        12,
        60,
        14,
    )


def test_a_register_is_imported_where_its_list_asks_for_it(
    qtbot: QtBot, page: ImportPage, office: Office, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["№", "Вид объекта", "Наименование", "Площадь, кв. м", "Количество мест"])
    sheet.append([1, "мастерская", "Дәнекерлеу шеберханасы", "120,5", 24])
    sheet.append([2, "сарай", "Қойма", 10, 0])
    path = tmp_path / "база.xlsx"
    book.save(path)

    page.open(path, kind="infrastructure")
    wait_for(qtbot, page)
    assert "Material and technical base (5 of 5 headings match)" in (
        page.file_step.found_text.text()
    )
    to_check(qtbot, page)
    assert (count(page, RowState.NEW), count(page, RowState.ERROR)) == (1, 1)

    write(qtbot, page)

    assert office.count("infrastructure") == 1
