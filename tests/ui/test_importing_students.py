"""Lists of students through the wizard: five faults settled in it, 24 sheets in one go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.paths import resource
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui import theme
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.importing_find import FindPopover
from cluster_desktop.ui.importing_paint import ROW
from cluster_desktop.ui.importing_rows import RowState
from cluster_desktop.ui.importing_table import ImportTable
from cluster_desktop.ui.speaking import speak
from tests.databases import Builder
from tests.ui.desks import HeardDesk, with_college
from tests.ui.hands import type_text
from tests.ui.wizards import count, mend_zeros, plan_of, read_file, to_check, wait_for, write

FAULTS = resource("samples", "09_qate_tizim.xlsx")
GROUPS = resource("samples", "02_studentter.xlsx")
RIGHT_IIN = "090615699890"
OTHER_IIN = "090301590219"


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


def opened(qtbot: QtBot, page: ImportPage, row: int) -> ImportTable:
    """The table with that row open to be mended."""
    table = page.check_step.table
    qtbot.waitUntil(
        lambda: not page.is_busy() and table.mend is not None and table.mend.row == row,
        timeout=10_000,
    )
    return table


def answer(qtbot: QtBot, table: ImportTable, text: str) -> None:
    table.editor.selectAll()
    type_text(table.editor, text)
    qtbot.keyClick(table.editor, Qt.Key.Key_Return)


def outcomes(page: ImportPage) -> dict[int, str]:
    """What the table says of the rows that wait."""
    rows = page.check_step.table.rows
    views = [rows.view(at) for at in range(rows.rowCount())]
    return {view.index: view.outcome() for view in views if view.state is RowState.ERROR}


def to_faults(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page, FAULTS)
    assert "List of students (9 of 9 headings match)" in page.file_step.found_text.text()
    to_check(qtbot, page)


def to_duplicate(qtbot: QtBot, page: ImportPage) -> ImportTable:
    to_faults(qtbot, page)
    qtbot.keyClick(page.check_step.table, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    return opened(qtbot, page, 38)


def names(office: Office) -> list[str]:
    return [row["full_name"] for row in office.rows(Query("student", columns=("full_name",)))]


# ---- the five findings ----


def test_exactly_the_five_findings_are_shown(qtbot: QtBot, page: ImportPage) -> None:
    to_faults(qtbot, page)

    said = outcomes(page)

    assert list(said) == [16, 23, 31, 35, 38]
    assert "do not fit together" in said[16]
    assert "dropped the zeros" in said[23]
    assert "no such day" in said[31]
    assert "07999900" in said[35]
    assert "row 12" in said[38]
    assert page.check_step.group_bar.go.text() == "Put 0 first in 1 row"
    mend_zeros(qtbot, page)
    assert list(outcomes(page)) == [16, 31, 35, 38]
    assert page.go_button.text() == "Import 36 rows"
    rows = page.check_step.table.rows
    views = [rows.view(at) for at in range(rows.rowCount())]
    assert next(v for v in views if v.index == 9).outcome() == "new record, БҚ-25-2, Paid"


def test_all_five_are_settled_in_the_wizard_and_every_row_goes_in(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    office = desk.office
    to_faults(qtbot, page)
    mend_zeros(qtbot, page)
    qtbot.keyClick(page.check_step.table, Qt.Key.Key_F3)

    # The identifier is typed from the identity card.
    answer(qtbot, opened(qtbot, page, 16), RIGHT_IIN)
    # The day is what the IIN says.
    table = opened(qtbot, page, 31)
    assert table.bar.suggestion.text() == "Take “02.03.2009”"
    qtbot.mouseClick(table.bar.suggestion, Qt.MouseButton.LeftButton)
    # The code is chosen from the list; the one of the group stands first.
    table = opened(qtbot, page, 35)
    qtbot.mouseClick(table.bar.find_button, Qt.MouseButton.LeftButton)
    popover = page.findChild(FindPopover)
    assert popover is not None
    found = popover.findChild(QListWidget, "find_list")
    line = popover.findChild(QLineEdit, "find_line")
    assert found is not None
    assert line is not None
    assert found.item(0).text().startswith("08410100")
    type_text(line, "дәнекерлеу")
    assert found.item(found.count() - 1).text().startswith("07150500")
    line.selectAll()
    type_text(line, "ветеринария")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    # The person who stands twice goes in once.
    table = opened(qtbot, page, 38)
    assert table.bar.skip.text() == "Same person: skip this row"
    assert table.bar.other.text() == "Keep this one, skip row 12"
    qtbot.mouseClick(table.bar.skip, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page)

    assert outcomes(page) == {}
    assert count(page, RowState.SKIPPED) == 1
    assert page.go_button.text() == "Import 39 rows"
    assert office.count("student") == 0
    write(qtbot, page)
    assert office.count("student") == 39
    columns = ("full_name", "iin", "born", "speciality_id")
    stored = {row["full_name"]: row for row in office.rows(Query("student", columns=columns))}
    assert len(stored) == 39
    assert stored["Тәжібаева Жанар"]["iin"] == RIGHT_IIN
    assert stored["Мұқанова Меруерт Үмбетқызы"]["iin"] == "090406695069"
    assert stored["Кенжебеков Санжар Сағатұлы"]["born"] == date(2009, 3, 2)
    code = office.get("speciality", stored["Әлімбаев Олжас Ғалымұлы"]["speciality_id"].id)["code"]
    assert code == "08410100"


def test_the_other_row_of_two_can_be_left_out(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    table = to_duplicate(qtbot, page)
    qtbot.mouseClick(table.bar.other, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page)

    snapshot = page.snapshot()
    assert snapshot is not None
    assert snapshot.states[12] is RowState.SKIPPED
    assert snapshot.states[38] is RowState.FIXED
    write(qtbot, page)
    assert names(desk.office).count("Құрманғалиев Айбек Асқарұлы") == 1


def test_two_people_of_one_name_go_in_with_an_iin_each(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    table = to_duplicate(qtbot, page)
    assert table.mend is not None
    assert table.mend.text == "090301590388"
    answer(qtbot, table, OTHER_IIN)
    wait_for(qtbot, page)

    write(qtbot, page)
    assert names(desk.office).count("Құрманғалиев Айбек Асқарұлы") == 2


def test_a_double_stays_one_when_its_iin_is_cleared(qtbot: QtBot, page: ImportPage) -> None:
    table = to_duplicate(qtbot, page)

    answer(qtbot, table, "")

    qtbot.waitUntil(lambda: not page.is_busy() and table.mend is not None, timeout=10_000)
    assert table.mend is not None
    assert (table.mend.row, table.mend.other_row) == (38, 12)
    assert table.bar.other.isVisible()
    snapshot = page.snapshot()
    assert snapshot is not None
    assert snapshot.states[38] is RowState.ERROR


def test_a_new_name_of_an_iin_is_taken_only_when_it_is_said_so(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    desk.office.add("student", {"full_name": "Ким Олег", "iin": "090301590388"})
    to_faults(qtbot, page)
    page.check_step.mend_wanted.emit(12, -1)
    table = opened(qtbot, page, 12)
    assert "Ким Олег" in outcomes(page)[12]

    qtbot.mouseClick(table.bar.agree, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page)

    snapshot = page.snapshot()
    assert snapshot is not None
    assert snapshot.states[12] is RowState.FIXED
    write(qtbot, page)
    assert "Ким Олег" not in names(desk.office)


def test_the_sentence_of_an_opened_row_is_whole(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    name = "Сейітмағамбетова Айгерім Құрманғалиқызы"
    desk.office.add("student", {"full_name": name, "iin": "090301590388"})
    to_faults(qtbot, page)
    page.resize(800, 640)
    page.check_step.mend_wanted.emit(12, -1)
    table = opened(qtbot, page, 12)

    assert table.mend is not None
    metrics = QFontMetrics(theme.font())
    wide = table.columnWidth(table.rows.outcome_column) - 40
    room = QRect(0, 0, wide, 1_000)
    text = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, table.mend.message)
    at = table.rows.place_of(12)
    assert table.rows.wraps
    assert table.rowHeight(at) >= text.height() + 8
    table.close_mend()
    assert table.rowHeight(at) == theme.scaled(ROW)


def test_the_bar_says_what_it_will_write(qtbot: QtBot, page: ImportPage) -> None:
    to_faults(qtbot, page)
    mend_zeros(qtbot, page)
    wait_for(qtbot, page)

    assert "“02.03.2009” will be written" in page.check_step.group_bar.sentence.text()


def test_the_list_of_codes_is_walked_by_keyboard(qtbot: QtBot, page: ImportPage) -> None:
    to_faults(qtbot, page)
    page.check_step.mend_wanted.emit(35, -1)
    table = opened(qtbot, page, 35)
    table.bar.find_button.setFocus()
    qtbot.keyClick(table.bar.find_button, Qt.Key.Key_Space)
    popover = page.findChild(FindPopover)
    assert popover is not None
    second = popover.list.item(1).text()[:8]
    qtbot.keyClick(popover.line, Qt.Key.Key_Down)
    qtbot.keyClick(popover.line, Qt.Key.Key_Return)
    wait_for(qtbot, page)

    snapshot = page.snapshot()
    assert snapshot is not None
    assert snapshot.states[35] is RowState.FIXED
    assert second in snapshot.rows[35].cells


def test_escape_in_the_list_changes_nothing(qtbot: QtBot, page: ImportPage) -> None:
    to_faults(qtbot, page)
    page.check_step.mend_wanted.emit(35, -1)
    table = opened(qtbot, page, 35)
    qtbot.mouseClick(table.bar.find_button, Qt.MouseButton.LeftButton)
    popover = page.findChild(FindPopover)
    assert popover is not None
    qtbot.keyClick(popover.line, Qt.Key.Key_Escape)
    assert 35 in outcomes(page)


# ---- many sheets ----


def test_the_sheets_of_all_groups_go_in_together(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    office = desk.office
    read_file(qtbot, page, GROUPS)
    assert "24 sheets: ВТ-25-1, ВТ-24-1, ВТ-23-1…, 600 rows" in page.file_step.found_note.text()
    assert page.file_step.preview.sheets.currentText() == "All that fit"
    to_check(qtbot, page)
    assert count(page, RowState.ERROR) == 205
    view = page.check_step.table.rows.view(0)
    assert view.number == "ВТ-25-1 · 23"
    mend_zeros(qtbot, page)
    assert page.go_button.text() == "Import 600 rows"
    write(qtbot, page)
    assert (office.count("student"), office.count("study_group")) == (600, 24)


def test_one_of_the_sheets_can_be_chosen_and_all_again(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page, GROUPS)
    sheets = page.file_step.preview.sheets
    for name, rows in (("АК-24-1", 25), ("", 600)):
        sheets.setCurrentIndex(sheets.findData(name))
        sheets.activated.emit(sheets.currentIndex())
        wait_for(qtbot, page)
        assert sheets.currentData() == name
        assert plan_of(page).count("all") == rows


# ---- tables of two kinds ----


@pytest.fixture
def two_tables(tmp_path: Path) -> Path:
    """Students of two layouts: they cannot stand one below the other."""
    book = Workbook()
    first, second = book.active, book.create_sheet("АК-25-1")
    assert first is not None
    first.title = "ВТ-25-1"
    first.append(["№", "Т.А.Ә.", "ЖСН", "Туған күні"])
    first.append([1, "Ахметов Жандос", "100206592243", "06.02.2010"])
    second.append(["№", "Т.А.Ә.", "Туған күні", "ЖСН"])
    second.append([1, "Әлімбаева Меруерт", "11.11.2009", "091111690860"])
    path = tmp_path / "топтар.xlsx"
    book.save(path)
    return path


def test_tables_of_two_layouts_are_shown_in_turn_and_written_together(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk, two_tables: Path
) -> None:
    office = desk.office
    read_file(qtbot, page, two_tables)
    to_check(qtbot, page)
    assert page.tables.isVisible()
    assert [page.tables.itemText(n) for n in range(page.tables.count())] == [
        "List of students · 1 row",
        "List of students · 1 row · 1 error",
    ]
    assert page.go_button.text() == "Import 1 row"
    # The next error stands in the other table.
    qtbot.mouseClick(page.check_step.next_error, Qt.MouseButton.LeftButton)
    assert page.tables.currentIndex() == 1
    qtbot.mouseClick(page.check_step.next_error, Qt.MouseButton.LeftButton)
    answer(qtbot, opened(qtbot, page, 2), "091111690866")
    wait_for(qtbot, page)
    assert page.go_button.text() == "Import 2 rows"
    assert not page.check_step.next_error.isVisible()
    page.tables.setCurrentIndex(0)
    page.tables.activated.emit(0)
    assert page.check_step.table.rows.view(0).cells[0] == "Ахметов Жандос"
    before = len(office.journal())
    write(qtbot, page)
    assert len(office.journal()) == before + 1
    assert sorted(names(office)) == ["Ахметов Жандос", "Әлімбаева Меруерт"]
