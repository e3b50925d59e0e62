"""The import wizard driven like a person does, with the sample workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cluster_desktop.excel.importing import Plan
from cluster_desktop.excel.reader import read
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.importing_frame import CHECK, COLUMNS, FILE, RESULT
from cluster_desktop.ui.importing_rows import FIRST_CELL, PIECES_ROLE, TICK, RowState
from cluster_desktop.ui.importing_steps import StepLine
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.theme import apply_theme
from tests.ui.desks import REGISTER, HeardDesk, cut_off, nameless, with_college

PARTNERS_AND_COLLEGE = 65
AGREEMENTS = 128
LOST_ZEROS = 8


@pytest.fixture
def desk(office: Office, bridge: OfficeBridge, qapp: QApplication) -> Iterator[HeardDesk]:
    with_college(office)
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


def wait_for(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.waitUntil(lambda: not page.is_busy(), timeout=30_000)


def read_file(qtbot: QtBot, page: ImportPage, path: Path = REGISTER) -> None:
    page.open(path)
    wait_for(qtbot, page)


def to_check(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.mouseClick(page.file_step.use, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.go_button, Qt.MouseButton.LeftButton)
    assert page.step() == CHECK


def count(page: ImportPage, *states: RowState) -> int:
    found = page.snapshot()
    assert found is not None
    return found.count(*states)


def mend_zeros(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.mouseClick(page.check_step.group_bar.go, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page)


def write(qtbot: QtBot, page: ImportPage) -> None:
    qtbot.mouseClick(page.go_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.step() == RESULT, timeout=60_000)
    wait_for(qtbot, page)


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


def plan_of(page: ImportPage) -> Plan:
    checked = page._checked  # the plan is the page's own; tests read it to compare
    assert checked is not None
    return checked.plan


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


# ---- questions ----


def test_two_encodings_are_shown_and_asked(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    path = tmp_path / "тізім.csv"
    text = "БСН;Ұйымның атауы;Шарт №;Шарт күні;Қолданылу мерзімі\n"
    text += "150240903923;«Қарғалы өңдеу» ЖШС;7;01.09.2025;01.09.2028\n"
    path.write_bytes(text.encode("kz1048"))
    read_file(qtbot, page, path)
    question = page.file_step.question
    assert question.isVisible()
    right = next(button for button in question.answers() if button.text() == "KZ-1048")
    right.setChecked(True)
    qtbot.mouseClick(question.go, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page)
    assert page.file_step.found.isVisible()
    found = page.snapshot()
    assert found is not None
    assert "«Қарғалы өңдеу» ЖШС" in next(iter(found.rows.values())).cells


def test_cells_of_the_clipboard_are_a_table(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    heads = ["БИН", "Наименование организации", "№ договора", "Дата договора", "Срок действия"]
    row = ["150240903923", "ТОО «Дала; нан»", "7", "01.09.2025", "01.09.2028"]
    QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in (heads, row, row)))
    qtbot.mouseClick(page.file_step.zone.paste, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page)
    assert desk.refusals == []
    assert page.file_step.found.isVisible()
    found = page.snapshot()
    assert found is not None
    assert next(iter(found.rows.values())).cells[1] == "ТОО «Дала; нан»"
    assert page.files.recent() == []


def test_a_dropped_file_is_read_and_offered_next_time(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    zone = page.file_step.zone
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(REGISTER))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    middle = QPointF(zone.rect().center())
    enter = QDragEnterEvent(middle.toPoint(), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(zone, enter)
    assert enter.isAccepted()
    drop = QDropEvent(middle, Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(zone, drop)
    wait_for(qtbot, page)
    assert page.file_step.found.isVisible()
    assert page.files.recent() == [REGISTER]
    again = ImportPage(desk)
    qtbot.addWidget(again)
    assert again.files.recent() == [REGISTER]


def test_a_cell_that_is_not_shown_is_mended_below_its_row(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    mend_zeros(qtbot, page)
    until = next(g for g in plan_of(page).columns if g.meaning == "agreement.valid_until")
    row = page.check_step.table.rows.rows[20]
    page.check_step.fix_wanted.emit(row, str(until.column.index), "32.13.2025")
    wait_for(qtbot, page)
    mend = page.check_step.table.mend
    assert mend is not None
    assert mend.column is None
    assert mend.text == "32.13.2025"
    editor, bar = page.check_step.table.editor, page.check_step.table.bar
    assert editor.accessibleDescription() == mend.message != ""
    assert not editor.geometry().intersects(bar.skip.geometry().translated(bar.pos()))


def test_a_clipboard_without_a_table_is_refused(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    QGuiApplication.clipboard().setText("сәлем")
    qtbot.mouseClick(page.file_step.zone.paste, Qt.MouseButton.LeftButton)
    assert desk.refusals
    assert page.step() == FILE


def test_what_is_no_table_is_refused_with_a_sentence(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk, tmp_path: Path
) -> None:
    path = tmp_path / "сурет.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    read_file(qtbot, page, path)
    assert desk.refusals
    assert page.step() == FILE


def test_another_meaning_of_a_column_reads_the_file_anew(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page)
    qtbot.mouseClick(page.file_step.use, Qt.MouseButton.LeftButton)
    assert page.step() == COLUMNS
    note = next(g for g in plan_of(page).columns if g.meaning == "agreement.note")
    combo = page.columns_step.combo(note.column.index)
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    qtbot.mouseClick(page.go_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page)
    assert page.step() == CHECK
    assert "agreement.note" not in {g.meaning for g in plan_of(page).columns}


# ---- cancel, files, looks ----


def test_cancel_leaves_the_records_as_they_were(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    before = desk.office.count("organisation")
    read_file(qtbot, page)
    to_check(qtbot, page)
    page.apply()
    page.cancel_work()
    wait_for(qtbot, page)
    assert page.step() == CHECK
    assert desk.office.count("organisation") == before


def test_identifiers_of_people_are_masked_but_where_they_are_mended(
    qtbot: QtBot, page: ImportPage
) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    rows = page.check_step.table.rows
    shown = [rows.view(at).cells[1] for at in range(rows.rowCount())]
    people = [text for text in shown if text.startswith("•")]
    assert people
    assert all(len(text.split()[-1]) == 4 for text in people)
    mended = [rows.view(at) for at in range(rows.rowCount())][:LOST_ZEROS]
    assert all(view.cells[1].isdigit() for view in mended)


def test_the_protocol_names_cells_and_masks_numbers(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk, tmp_path: Path
) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    write(qtbot, page)
    path = tmp_path / "protocol.txt"
    page.files.save_protocol(path, plan_of(page), page._counts(), 5)
    qtbot.waitUntil(lambda: bool(desk.heard), timeout=20_000)
    text = path.read_text("utf-8-sig")
    assert "cell C20" in text
    assert "120  rows added" in text
    assert "8  rows with errors left out" in text


def test_an_empty_template_is_recognised_again(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk, tmp_path: Path
) -> None:
    path = tmp_path / "үлгі.xlsx"
    page.files.save_template(path)
    qtbot.waitUntil(lambda: bool(desk.heard), timeout=20_000)
    read_file(qtbot, page, path)
    assert "Register of partners and agreements" in page.file_step.found_text.text()


def test_only_finished_steps_can_be_clicked(qtbot: QtBot) -> None:
    line = StepLine()
    qtbot.addWidget(line)
    line.set_titles(["File", "Columns", "Check", "Result"])
    line.show()
    line.go(2)
    with qtbot.waitSignal(line.wanted) as told:
        qtbot.mouseClick(line.step(0), Qt.MouseButton.LeftButton)
    assert told.args == [0]
    assert not line.step(3).isEnabled()
    assert "done" in line.step(0).accessibleName()
    line.go(3, locked=True)
    assert not line.step(0).isEnabled()


def test_the_rows_are_a_sound_model(
    qtbot: QtBot, page: ImportPage, qtmodeltester: ModelTester
) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    rows = page.check_step.table.rows
    qtmodeltester.check(rows, force_py=True)
    spoken = rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Row 20, Error: ")


@pytest.mark.parametrize("size", [(1134, 640), (1037, 490)], ids=["1366", "1093"])
@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_everything_fits_and_has_a_name(
    qtbot: QtBot, page: ImportPage, qapp: QApplication, lang: str, size: tuple[int, int]
) -> None:
    speak(qapp, lang)
    apply_theme(qapp, "dark")
    page.resize(*size)
    wrong = []
    read_file(qtbot, page)
    for step in (FILE, COLUMNS, CHECK):
        page._go(step)
        if step == CHECK:
            page.check_step.go_to_error(1)
        qtbot.wait(30)
        wrong += [f"step {step}: {text}" for text in cut_off(page) + nameless(page)]
    write(qtbot, page)
    qtbot.wait(30)
    wrong += cut_off(page) + nameless(page)
    assert wrong == []


def test_what_the_file_does_not_say_is_chosen_for_all_rows(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    read_file(qtbot, page, REGISTER.with_name("10_partners_ru_old.xls"))
    qtbot.mouseClick(page.file_step.use, Qt.MouseButton.LeftButton)
    assert "Cooperation agreement" in page.file_note.text()
    combo = page.columns_step.findChild(QComboBox, "assumed_agreement.kind")
    assert isinstance(combo, QComboBox)
    at = combo.findData("memorandum")
    combo.setCurrentIndex(at)
    combo.activated.emit(at)
    wait_for(qtbot, page)
    assert "Memorandum" in page.file_note.text()
    qtbot.mouseClick(page.go_button, Qt.MouseButton.LeftButton)
    write(qtbot, page)
    kinds = desk.office.counts_by(Query("agreement"), "kind")
    assert set(kinds) == {"memorandum"}
