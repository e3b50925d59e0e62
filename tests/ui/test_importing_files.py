"""The import wizard's questions, files and looks, with the sample workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cluster_desktop.excel.kinds import KINDS
from cluster_desktop.excel.reader import read
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.importing_frame import CHECK, COLUMNS, FILE
from cluster_desktop.ui.importing_rows import RowState
from cluster_desktop.ui.importing_steps import StepLine
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.theme import apply_theme
from tests.databases import Builder
from tests.ui.desks import REGISTER, HeardDesk, cut_off, nameless, with_college
from tests.ui.wizards import mend_zeros, plan_of, read_file, to_check, wait_for, write

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
    assert desk.refusals == []
    said = page.file_step.problem.text()
    assert "сурет.xlsx" in said
    assert page.file_step.problem.isVisible()
    assert page.step() == FILE
    qtbot.wait(50)
    assert page.file_step.problem.text() == said
    read_file(qtbot, page)
    assert page.file_step.problem.text() == ""


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


def test_the_protocol_is_a_workbook_or_a_paper_too(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk, tmp_path: Path
) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    write(qtbot, page)
    workbook, paper = tmp_path / "protocol.xlsx", tmp_path / "protocol.pdf"
    for path in (workbook, paper):
        page.files.save_protocol(path, plan_of(page), page._counts(), 5)
    qtbot.waitUntil(lambda: len(desk.heard) == 2, timeout=20_000)
    rows = read(workbook).sheets[0].rows
    assert ["Row", "Cell", "What stood there", "What became of it"] in [list(r) for r in rows]
    lines = [row for row in rows if row and row[0] == "20"]
    assert lines
    assert lines[0][1] == "C20"
    assert paper.read_bytes().startswith(b"%PDF")


def test_an_empty_template_is_recognised_again(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk, tmp_path: Path
) -> None:
    path = tmp_path / "үлгі.xlsx"
    page.files.save_template(path, "agreements")
    qtbot.waitUntil(lambda: bool(desk.heard), timeout=20_000)
    read_file(qtbot, page, path)
    assert "no rows below them" in page.file_step.problem.text()
    filled = load_workbook(path)
    sheet = filled.active
    assert sheet is not None
    for column, text in enumerate(("1", "«Қайнар» ЖШС", "150240903923"), start=1):
        sheet.cell(8, column, text)
    filled.save(path)
    read_file(qtbot, page, path)
    assert "Register of partners and agreements" in page.file_step.found_text.text()
    assert list(plan_of(page).reading.table.rows) == [8]


def test_the_empty_template_is_that_of_the_list_that_is_imported(
    qtbot: QtBot, page: ImportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(page.files, "_ask", lambda _title, name, _kinds: asked.append(name))
    step = page.file_step
    page.open(kind="students")
    qtbot.mouseClick(step.template, Qt.MouseButton.LeftButton)
    assert asked == ["List of students.xlsx"]
    page.open()
    qtbot.mouseClick(step.template, Qt.MouseButton.LeftButton)
    offered = {action.data(): action for action in step.template_menu.actions()}
    assert list(offered) == list(KINDS)
    offered["mentors"].trigger()
    step.template_menu.close()
    assert asked == ["List of students.xlsx", "List of mentors.xlsx"]


def test_ctrl_z_in_the_wizard_takes_no_action_of_the_records_back(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk
) -> None:
    read_file(qtbot, page)
    to_check(qtbot, page)
    window = QShortcut(QKeySequence("Ctrl+Z"), page)
    ours = QSignalSpy(window.activated)
    page.check_step.focus_rows()
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ours.count() == 0
    assert "Nothing is written yet" in desk.heard[-1]


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


def test_empty_cells_clear_what_we_have_only_where_that_is_chosen(
    qtbot: QtBot, page: ImportPage, desk: HeardDesk, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["№", "Ф.И.О. студента", "ИИН", "Группа", "Телефон"])
    sheet.append([1, "Әлиева Дана Серікқызы", None, "СТ-21", "8 777 000 00 01"])
    book.save(tmp_path / "first.xlsx")
    sheet["E2"] = None
    book.save(tmp_path / "later.xlsx")
    read_file(qtbot, page, tmp_path / "first.xlsx")
    to_check(qtbot, page)
    write(qtbot, page)
    read_file(qtbot, page, tmp_path / "later.xlsx")
    qtbot.mouseClick(page.file_step.use, Qt.MouseButton.LeftButton)
    assert page.columns_step.keep.isChecked()
    qtbot.mouseClick(page.columns_step.clear, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    wait_for(qtbot, page)
    qtbot.mouseClick(page.go_button, Qt.MouseButton.LeftButton)
    found = page.snapshot()
    assert found is not None
    assert found.count(RowState.CHANGED) == 1
    write(qtbot, page)
    (student,) = desk.office.rows(Query("student", columns=("phone",)))
    assert student["phone"] is None
