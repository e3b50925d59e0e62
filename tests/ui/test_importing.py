"""The import wizard driven like a person does, with the sample workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.excel.reader import read
from cluster_desktop.fields import Value
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.importing_rows import FIRST_CELL, PIECES_ROLE, TICK, RowState
from cluster_desktop.ui.speaking import speak
from tests.databases import Builder
from tests.ui.desks import REGISTER, HeardDesk, with_college
from tests.ui.wizards import count, mend_zeros, plan_of, read_file, to_check, wait_for, write

PARTNERS_AND_COLLEGE = 65
AGREEMENTS = 128
LOST_ZEROS = 8


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


# ---- the whole way ----


def test_a_register_goes_in_and_can_be_taken_back(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    office = desk.office
    before = (office.count("organisation"), office.count("agreement"))
    read_file(qtbot, page)
    assert "15 of 15" in page.file_step.found_text.text()
    to_check(qtbot, page)
    assert count(page, RowState.ERROR) == LOST_ZEROS
    mend_zeros(qtbot, page)
    assert count(page, RowState.ERROR) == 0
    assert count(page, RowState.FIXED) == LOST_ZEROS
    assert page.go_button.text() == f"Import {AGREEMENTS} rows"
    assert (office.count("organisation"), office.count("agreement")) == before
    write(qtbot, page)
    assert office.count("organisation") == PARTNERS_AND_COLLEGE
    assert office.count("agreement") == AGREEMENTS
    qtbot.mouseClick(page.result_step.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.result_step.undo.isEnabled(), timeout=30_000)
    assert (office.count("organisation"), office.count("agreement")) == before


def test_the_same_file_again_changes_nothing(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    for _time in range(2):
        read_file(qtbot, page)
        to_check(qtbot, page)
        mend_zeros(qtbot, page)
        write(qtbot, page)
    assert page.result_step.sentence.text() == "Nothing had to be changed."
    assert not page.result_step.undo.isVisible()
    assert desk.office.count("agreement") == AGREEMENTS


def test_a_backup_point_is_made_first(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk, tmp_path: Path
) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    write(qtbot, page)
    assert len(list((tmp_path / "backups").iterdir())) == 1


# ---- mending ----


def test_the_first_error_opens_in_its_cell_and_enter_goes_on(
    qtbot: QtBot, page: ImportPage
) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    table = page.check_step.table
    qtbot.keyClick(table, Qt.Key.Key_F3)
    first = table.mend
    assert first is not None
    assert first.text == "40840972892"
    assert table.editor.isVisible()
    assert table.editor.property("problem")
    assert QApplication.focusWidget() is table.editor
    table.editor.selectAll()
    qtbot.keyClicks(table.editor, "040840972892")
    qtbot.keyClick(table.editor, Qt.Key.Key_Return)
    wait_for(qtbot, page)
    qtbot.waitUntil(lambda: table.mend is not None and table.mend.row != first.row)
    assert count(page, RowState.ERROR) == LOST_ZEROS - 1
    found = page.snapshot()
    assert found is not None
    assert found.states[first.row] is RowState.FIXED


def test_a_wrong_mend_keeps_the_row_open(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    page.check_step.go_to_error(1)
    table = page.check_step.table
    row = table.mend.row if table.mend else 0
    table.editor.setText("123456789012")
    qtbot.keyClick(table.editor, Qt.Key.Key_Return)
    wait_for(qtbot, page)
    qtbot.waitUntil(lambda: table.mend is not None and table.mend.text == "123456789012")
    assert table.mend is not None
    assert table.mend.row == row
    assert count(page, RowState.ERROR) == LOST_ZEROS


def test_the_suggestion_puts_the_zero_first(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    page.check_step.go_to_error(1)
    bar = page.check_step.table.bar
    assert bar.suggestion.text() == "Put 0 first"
    qtbot.mouseClick(bar.suggestion, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page)
    assert count(page, RowState.FIXED) == 1


def test_f3_goes_round_and_shift_f3_back(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    seen = []
    for _error in range(LOST_ZEROS + 1):
        page.check_step.go_to_error(1)
        mend = page.check_step.table.mend
        assert mend is not None
        seen.append(mend.row)
    assert len(set(seen)) == LOST_ZEROS
    assert seen[-1] == seen[0]
    page.check_step.go_to_error(-1)
    assert page.check_step.table.mend is not None
    assert page.check_step.table.mend.row == seen[-2]


def test_ctrl_d_takes_the_cell_above(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    table = page.check_step.table
    page.check_step.chips.select(("all",))
    page.check_step.go_to_error(-1)
    assert table.mend is not None
    row, column = table.mend.row, int(table.mend.field)
    order = list(table.rows.rows)
    above = order[order.index(row) - 1]
    before = page.snapshot()
    assert before is not None
    wanted = before.rows[above].cells[column]
    qtbot.keyClick(table.editor, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, page)
    after = page.snapshot()
    assert after is not None
    assert after.rows[row].cells[column] == wanted


def test_a_skipped_row_stays_out_and_goes_to_the_left_out_file(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk, tmp_path: Path
) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    mend_zeros(qtbot, page)
    table = page.check_step.table
    table.setCurrentIndex(table.rows.index(0, FIRST_CELL))
    row = table.current_row()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    wait_for(qtbot, page)
    assert count(page, RowState.SKIPPED) == 1
    write(qtbot, page)
    assert desk.office.count("agreement") == AGREEMENTS - 1
    assert page.result_step.left_out.isVisible()
    plan = plan_of(page)
    page.files.save_left_out(tmp_path / "left.xlsx", plan)
    qtbot.waitUntil(lambda: bool(desk.heard), timeout=20_000)
    rows = read(tmp_path / "left.xlsx").sheets[0].rows
    name = plan.row(row).cells[1].split("\n")[0]
    assert sum(name in " ".join(str(cell) for cell in line) for line in rows) == 1
    assert rows[-1][-1] == "Skipped by hand."


def test_delete_again_takes_the_row_back(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    table = page.check_step.table
    table.setCurrentIndex(table.rows.index(20, FIRST_CELL))
    for wanted in (1, 0):
        qtbot.keyClick(table, Qt.Key.Key_Delete)
        wait_for(qtbot, page)
        assert count(page, RowState.SKIPPED) == wanted


def test_an_unticked_change_is_not_written(qtbot: QtBot, page: ImportPage, desk: HeardDesk) -> None:
    office = desk.office
    read_file(qtbot, page)
    to_check(qtbot, page)
    mend_zeros(qtbot, page)
    write(qtbot, page)
    partner = office.lookup("organisation", "bin", ["150240903923"])["150240903923"][0]
    office.set("organisation", partner, {"head_kk": "Басқа Адам"})
    read_file(qtbot, page)
    to_check(qtbot, page)
    mend_zeros(qtbot, page)
    page.check_step.chips.select((RowState.CHANGED.value,))
    page.check_step.chips.changed.emit((RowState.CHANGED.value,))
    table = page.check_step.table
    assert table.rows.rowCount() == count(page, RowState.CHANGED) > 0
    pieces = table.rows.index(0, table.rows.outcome_column).data(PIECES_ROLE)
    assert ("Басқа Адам", "old") in [(piece.text, piece.look) for piece in pieces]
    for at in range(table.rows.rowCount()):
        table.setCurrentIndex(table.rows.index(at, TICK))
        qtbot.keyClick(table, Qt.Key.Key_Space)
        wait_for(qtbot, page)
    assert count(page, RowState.CHANGED) == 0
    write(qtbot, page)
    assert office.get("organisation", partner)["head_kk"] == "Басқа Адам"


def test_an_opened_change_tells_every_field_old_and_new(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    office = desk.office
    read_file(qtbot, page)
    to_check(qtbot, page)
    write(qtbot, page)
    partner = office.lookup("organisation", "bin", ["150240903923"])["150240903923"][0]
    others: dict[str, Value] = dict.fromkeys(("head_kk", "head_ru", "address_kk", "phone"), "Басқа")
    office.set("organisation", partner, others)
    read_file(qtbot, page)
    to_check(qtbot, page)
    found = page.snapshot()
    assert found is not None
    row = next(row for row, state in found.states.items() if state is RowState.CHANGED)
    page.check_step.table.mend_wanted.emit(row, FIRST_CELL)
    mend = page.check_step.table.mend
    assert mend is not None
    assert not mend.is_wrong
    assert len(mend.message.split("\n")) == len(found.rows[row].changes) >= 3
    assert "Басқа → " in mend.message


def test_each_suggestion_for_a_group_can_be_looked_at(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page, REGISTER.with_name("09_qate_tizim.xlsx"))
    to_check(qtbot, page)
    bar = page.check_step.group_bar
    assert bar.next.text() == "1 of 2"
    first = bar.sentence.full_text()
    qtbot.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    assert bar.next.text() == "2 of 2"
    assert bar.sentence.full_text() != first
    qtbot.mouseClick(bar.go, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page)
    assert not bar.next.isVisible()
    assert bar.sentence.full_text() == first


def test_columns_say_how_many_cells_were_understood(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page, REGISTER.with_name("09_qate_tizim.xlsx"))
    qtbot.mouseClick(page.file_step.use, Qt.MouseButton.LeftButton)
    words = page._words
    assert words is not None
    notes = {line.meaning: (line.look, line.note) for line in words.column_lines()}
    assert notes["student.iin"] == ("soon", "37 of 40 read")
    assert notes["student.group"] == ("good", "40 of 40 read")
    assert "key: IIN" in page.file_note.full_text()
