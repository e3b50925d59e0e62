"""The form designer driven by hand: sample 08 changed by the office is repaired by pointing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from cluster_desktop.excel import forms
from cluster_desktop.services import form_mappings
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.form_designer import FormDesigner
from cluster_desktop.ui.form_designer_grid import TOTAL as TOTAL_ROLE
from cluster_desktop.ui.form_designer_history import HistorySheet
from tests.databases import Databases
from tests.excel_out.changed_forms import FIRST, LAST, PERIOD, TOTAL, changed_blank, letter
from tests.excel_out.graduates import BLANK, TODAY, expected, with_graduates
from tests.ui.counting import Hand
from tests.ui.desks import HeardDesk

CHECKS = expected()["checks"]
LETTERS = {
    meaning: letter(old) for old, meaning in expected()["sheets"][0]["column_letters"].items()
}
NUMBERS = [name for name in CHECKS["expected_total"] if not name.startswith("percent")]


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(with_graduates, tmp_path / "cluster.db", today=TODAY)
    yield opened
    opened.close()


@pytest.fixture
def desk(office: Office, qtbot: QtBot) -> HeardDesk:
    bridge = OfficeBridge(office)
    return HeardDesk(office, bridge, bridge)


def opened(qtbot: QtBot, desk: HeardDesk, file: Path) -> FormDesigner:
    page = FormDesigner(desk, file=file)
    qtbot.addWidget(page)
    page.resize(1134, 680)
    page.show()
    qtbot.waitUntil(lambda: not page.is_busy() and page.opened() is not None, timeout=30_000)
    return page


def point(hand: Hand, page: FormDesigner, cell: str) -> None:
    row, column = openpyxl.utils.cell.coordinate_to_tuple(cell)
    hand.cell(page.grid, row - 1, column)


def take(hand: Hand, page: FormDesigner, key: str) -> None:
    """A click on the field in the list."""
    hand.cell(page.side.fields, page.side.fields.lines.row_of(key), 0)


def repaired(qtbot: QtBot, desk: HeardDesk, blank: Path) -> tuple[FormDesigner, Hand]:
    page, hand = opened(qtbot, desk, blank), Hand(qtbot)
    # The column that the program does not know by its new heading.
    header = page.grid.horizontalHeader()
    place = header.sectionViewportPosition(LETTER_D) + 10
    hand.click(header.viewport(), QPoint(place, 8))
    take(hand, page, "all")
    # The total has moved above the rows.
    point(hand, page, f"A{TOTAL}")
    hand.click(page.side.roles[TOTAL_ROLE])
    # The period has moved below the table.
    point(hand, page, PERIOD)
    take(hand, page, "period")
    return page, hand


LETTER_D = 4  # column 0 says what a row is


def test_the_changed_blank_is_repaired_by_pointing_and_delivers_right(
    qtbot: QtBot, desk: HeardDesk, office: Office, tmp_path: Path
) -> None:
    blank = changed_blank(tmp_path / "1-нысан өзгерген.xlsx")
    page, hand = repaired(qtbot, desk, blank)
    assert not [one for one in page.found_problems() if one.severity == "error"]
    with qtbot.waitSignal(page.closed, timeout=30_000):
        hand.click(page.save_button)
    hand.within(clicks=7, keys=0)
    out = forms.export(office, "F1", tmp_path / "out.xlsx", into=blank, period="2025").path
    sheet = openpyxl.load_workbook(out)["1-нысан"]
    shown = openpyxl.load_workbook(out, data_only=True)["1-нысан"]
    for row, wanted in enumerate(CHECKS["expected_rows"], start=FIRST):
        assert {name: sheet[f"{LETTERS[name]}{row}"].value for name in NUMBERS} == {
            name: wanted[name] for name in NUMBERS
        }
    total = {name: shown[f"{LETTERS[name]}{TOTAL}"].value for name in NUMBERS}
    assert total == {name: CHECKS["expected_total"][name] for name in NUMBERS}
    assert sheet[PERIOD].value == "2025 жыл / 2025 год"
    assert sheet["D7"].value == "950140900017"


def test_nothing_but_what_was_pointed_at_is_touched(
    qtbot: QtBot, desk: HeardDesk, office: Office, tmp_path: Path
) -> None:
    blank = changed_blank(tmp_path / "blank.xlsx")
    page, __ = repaired(qtbot, desk, blank)
    with qtbot.waitSignal(page.kept, timeout=30_000) as kept:
        page.save_button.click()
    (record,) = kept.args or [None]
    out = forms.export(office, "F1", tmp_path / "out.xlsx", mapping=record, period="2025").path
    pointed = {f"{LETTERS[name]}{row}" for name in LETTERS for row in range(FIRST, LAST + 1)}
    pointed |= set(page.body().sheets[0].cells)
    before, after = openpyxl.load_workbook(blank), openpyxl.load_workbook(out)
    for old in before.worksheets:
        new = after[old.title]
        assert new.merged_cells.ranges == old.merged_cells.ranges
        for row in old.iter_rows():
            for cell in row:
                other = new[cell.coordinate]
                assert repr(other.font) == repr(cell.font)
                if cell.coordinate not in pointed:
                    assert other.value == cell.value, cell.coordinate
    with ZipFile(blank) as given, ZipFile(out) as made:
        changed = [name for name in given.namelist() if made.read(name) != given.read(name)]
    assert changed == ["xl/worksheets/sheet1.xml"]


def test_ctrl_z_takes_a_pointing_back_and_no_action_of_the_records(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    page = opened(qtbot, desk, changed_blank(tmp_path / "blank.xlsx"))
    window = QShortcut(QKeySequence("Ctrl+Z"), page)
    ours = QSignalSpy(window.activated)
    proposed = page.body()
    point(Hand(qtbot), page, f"A{TOTAL}")
    qtbot.keyClick(page.grid, Qt.Key.Key_3)
    pointed = page.body()
    assert pointed != proposed
    qtbot.keyClick(page.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.body() == proposed
    qtbot.keyClick(page.grid, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert page.body() == pointed
    assert ours.count() == 0


def test_the_map_is_a_record_with_history_and_is_known_again(
    qtbot: QtBot, desk: HeardDesk, office: Office, tmp_path: Path
) -> None:
    blank = changed_blank(tmp_path / "blank.xlsx")
    page, hand = repaired(qtbot, desk, blank)
    with qtbot.waitSignal(page.kept, timeout=30_000) as kept:
        hand.click(page.save_button)
    (record,) = kept.args or [None]
    again = opened(qtbot, desk, blank)
    found = again.opened()
    assert found is not None
    assert (found.mapping, again.body()) == (record, page.body())
    point(hand, again, "C11")
    hand.press(Qt.Key.Key_Delete, on=again.grid)
    with qtbot.waitSignal(again.kept, timeout=30_000):
        hand.click(again.save_button)
    assert "C" not in form_mappings.body_of(office, record).sheets[0].tables[0].columns
    assert [line.field for line in office.history("form_mapping", record)] == ["body", ""]
    kept_now = FormDesigner(desk, mapping_id=record)
    qtbot.addWidget(kept_now)
    qtbot.waitUntil(lambda: kept_now.opened() is not None, timeout=30_000)
    sheets: list[HistorySheet] = []
    desk.sheet.connect(lambda sheet, _anchor: sheets.append(sheet))
    kept_now.show_history()
    qtbot.waitUntil(lambda: len(sheets[0].list.entries()) == 2, timeout=10_000)
    told = sheets[0].list.entries()[0]
    assert "1-нысан C: Біліктілік коды және атауы → –" in told
    office.undo()
    assert "C" in form_mappings.body_of(office, record).sheets[0].tables[0].columns


def test_what_was_not_saved_is_there_after_a_power_cut(
    qtbot: QtBot, desk: HeardDesk, office: Office, tmp_path: Path
) -> None:
    page, hand = opened(qtbot, desk, BLANK), Hand(qtbot)
    point(hand, page, "P11")
    take(hand, page, "")
    qtbot.waitUntil(lambda: bool(office.local_fact("designer.unsaved")), timeout=5_000)
    again = opened(qtbot, desk, BLANK)
    assert "P" not in again.body().sheets[0].tables[0].columns
    hand.click(again.undo_button)
    assert again.body().sheets[0].tables[0].columns["P"] == "note"


def test_keys_alone_say_what_rows_are(qtbot: QtBot, desk: HeardDesk) -> None:
    page, hand = opened(qtbot, desk, BLANK), Hand(qtbot)
    page.grid.setFocus()
    page.grid.point_at(14, 0)
    hand.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, times=4, on=page.grid)
    hand.press(Qt.Key.Key_2, on=page.grid)
    table = page.body().sheets[0].tables[0]
    assert (table.first_row, table.last_row) == (14, 18)
    hand.press(Qt.Key.Key_Return, on=page.grid)
    assert page.side.fields.hasFocus()


def test_a_row_beside_the_headings_joins_them_and_a_total_is_checked(
    qtbot: QtBot, desk: HeardDesk
) -> None:
    page, hand = opened(qtbot, desk, BLANK), Hand(qtbot)
    page.grid.point_at(13, 0)
    hand.press(Qt.Key.Key_2, on=page.grid)
    (held, total) = page.found_problems()
    assert (held.row, total.row) == (13, 28)
    assert "leaves out rows that are filled: 13" in total.message
    hand.press(Qt.Key.Key_1, on=page.grid)
    table = page.body().sheets[0].tables[0]
    assert (table.header_first, table.header_last, table.first_row) == (10, 13, 14)
    assert page.found_problems() == []


def test_after_filling_the_keys_are_where_they_were(
    qtbot: QtBot, desk: HeardDesk, tmp_path: Path
) -> None:
    page = opened(qtbot, desk, BLANK)
    page.try_button.setFocus()
    page.fill_and_open(tmp_path / "try.xlsx", show=False)
    qtbot.waitUntil(lambda: not page.is_busy(), timeout=30_000)
    assert page.try_button.hasFocus()


def test_a_map_with_errors_cannot_be_saved_and_the_check_leads_there(
    qtbot: QtBot, desk: HeardDesk
) -> None:
    page, hand = opened(qtbot, desk, BLANK), Hand(qtbot)
    point(hand, page, "B11")
    take(hand, page, "")
    assert not page.save_button.isEnabled()
    assert page.found_problems()[0].severity == "error"
    point(hand, page, "C13")
    hand.cell(page.side.checks, 0, 0)
    assert page.grid.chosen().row == 12
    hand.click(page.undo_button)
    assert page.save_button.isEnabled()


def test_a_kept_workbook_goes_to_the_bin_and_comes_back(
    qtbot: QtBot, desk: HeardDesk, office: Office
) -> None:
    page, hand = opened(qtbot, desk, BLANK), Hand(qtbot)
    with qtbot.waitSignal(page.kept, timeout=30_000):
        hand.click(page.save_button)
    again = opened(qtbot, desk, BLANK)
    with qtbot.waitSignal(again.closed, timeout=10_000):
        hand.click(again.bin_button)
    assert form_mappings.of_form(office) == []
    office.undo()
    assert len(form_mappings.of_form(office, "F1")) == 1


def test_try_fill_writes_a_copy(qtbot: QtBot, desk: HeardDesk, tmp_path: Path) -> None:
    page = opened(qtbot, desk, BLANK)
    page.fill_and_open(tmp_path / "try.xlsx", show=False)
    qtbot.waitUntil(lambda: not page.is_busy(), timeout=30_000)
    sheet = openpyxl.load_workbook(tmp_path / "try.xlsx")["1-нысан"]
    assert sheet["D14"].value == CHECKS["expected_rows"][0]["all"]
    assert any("8" in said for said in desk.heard)
