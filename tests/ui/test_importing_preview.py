"""The sheet of a file as it stands, what was found on it, and other headings pointed at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.importing_frame import CHECK, COLUMNS, FILE, RESULT
from cluster_desktop.ui.sheet_grid import DATA, HEADING, LEFT_OUT, OUTSIDE
from cluster_desktop.ui.speaking import speak
from tests.databases import Builder
from tests.ui.counting import SHIFT, Hand
from tests.ui.desks import REGISTER, HeardDesk, cut_off, nameless, with_college
from tests.ui.wizards import plan_of, read_file

STUDENT_HEADINGS = ("№", "Ф.И.О. студента", "ИИН", "Группа")
OWN_HEADINGS = ("Кто", "Цифры", "Бумага")


@pytest.fixture
def content() -> Builder:
    return with_college


@pytest.fixture
def page(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, qapp: QApplication
) -> Iterator[ImportPage]:
    root = QObject()
    made = ImportPage(HeardDesk(office, bridge, root))
    qtbot.addWidget(made)
    made.resize(1134, 640)
    made.show()
    yield made
    speak(qapp, "en")


def saved(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Лист"
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def looks(page: ImportPage, *rows: int) -> list[tuple[str, str]]:
    marks = page.file_step.preview.grid.sheet.marks
    return [(marks.of(row).look, marks.of(row).said) for row in rows]


def test_the_found_table_is_drawn_on_the_sheet(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page)
    assert page.file_step.preview.isVisible()
    assert looks(page, 5, 7, 8, 9, 10, 11) == [
        (OUTSIDE, ""),
        (HEADING, "headings"),
        (HEADING, "headings"),
        (LEFT_OUT, "numbers of columns"),
        (LEFT_OUT, "sub-heading"),
        (DATA, "row"),
    ]
    model = page.file_step.preview.grid.sheet
    assert model.marks.columns[2] == "BIN / IIN"
    spoken = model.index(6, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Is taken for7: headings"
    people = [model.text(row, 2) for row in range(model.rowCount())]
    assert any(text.startswith("•") for text in people)


def test_a_second_table_is_pointed_at(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    first = [(n, f"Ахметов Асхат {n}", "", "СТ-21") for n in range(1, 4)]
    second = [(1, "Әлиева Дана", "", "СТ-31")]
    rows = [("Архив",), STUDENT_HEADINGS, *first, (), (), ("Список",), STUDENT_HEADINGS, *second]
    read_file(qtbot, page, saved(tmp_path / "два.xlsx", rows))
    preview, hand = page.file_step.preview, Hand(qtbot)
    hand.cell(preview.grid, 8, 2)
    assert preview.take.text() == "Headings are in row 9"
    hand.click(preview.take)
    hand.wait(lambda: not page.is_busy())
    assert plan_of(page).numbers() == [10]
    assert looks(page, 2, 9, 10) == [(OUTSIDE, ""), (HEADING, "headings"), (DATA, "row")]
    hand.within(clicks=2, keys=0)
    hand.click(preview.as_found)
    hand.wait(lambda: not page.is_busy())
    assert 3 in plan_of(page).numbers()


def test_headings_of_two_rows_are_pointed_at_with_the_keyboard(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    rows = [
        ("Список",), ("№", "Сведения о студенте", "", ""), STUDENT_HEADINGS,
        (1, "Әлиева Дана", "", "СТ-31"),
    ]  # fmt: skip
    read_file(qtbot, page, saved(tmp_path / "две строки.xlsx", rows))
    grid, hand = page.file_step.preview.grid, Hand(qtbot)
    hand.cell(grid, 1, 1)
    hand.press(Qt.Key.Key_Down, SHIFT, on=grid)
    assert grid.rows_pointed() == (2, 3)
    hand.press(Qt.Key.Key_Return, on=grid)
    hand.wait(lambda: not page.is_busy())
    assert plan_of(page).reading.table.header_rows == (2, 3)


def test_what_is_not_recognised_is_shown_and_can_be_pointed_at(
    qtbot: QtBot, page: ImportPage, tmp_path: Path
) -> None:
    rows = [("Справка",), OWN_HEADINGS, ("ТОО «Дала»", "150240903923", "М-7")]
    read_file(qtbot, page, saved(tmp_path / "своё.xlsx", rows))
    one, hand = page.file_step, Hand(qtbot)
    assert one.question.isVisible()
    assert one.preview.grid.sheet.text(1, 0) == "Кто"
    hand.click(one.question.go)  # the register of partners stands first
    hand.wait(lambda: not page.is_busy())
    assert one.problem.isVisible()
    hand.cell(one.preview.grid, 1, 1)
    hand.click(one.preview.take)
    hand.wait(lambda: page.step() == COLUMNS)
    for index, meaning in enumerate(("organisation.name", "organisation.bin", "agreement.number")):
        hand.choose(page.columns_step.combo(index), meaning)
    hand.click(page.go_button)
    hand.wait(lambda: not page.is_busy() and page.step() == CHECK)
    assert plan_of(page).numbers() == [3]
    page._back_to(FILE)
    assert looks(page, 2, 3) == [(HEADING, "headings"), (DATA, "row")]


def test_another_kind_of_list_is_chosen(qtbot: QtBot, page: ImportPage) -> None:
    read_file(qtbot, page, REGISTER.with_name("09_qate_tizim.xlsx"))
    kinds, hand = page.file_step.preview.kinds, Hand(qtbot)
    assert kinds.currentData() == "students"
    hand.choose(kinds, "graduates")
    hand.wait(lambda: not page.is_busy())
    assert kinds.currentData() == "graduates"
    page._go(FILE)
    hand.choose(kinds, "students")
    hand.wait(lambda: not page.is_busy())
    assert plan_of(page).kind.name == "students"


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_a_question_beside_its_sheet_fits(
    qtbot: QtBot, page: ImportPage, qapp: QApplication, lang: str, tmp_path: Path
) -> None:
    speak(qapp, lang)
    page.resize(1037, 490)
    rows = [("Справка",), OWN_HEADINGS, ("ТОО «Дала»", "150240903923", "М-7")]
    read_file(qtbot, page, saved(tmp_path / "своё.xlsx", rows))
    qtbot.wait(30)
    assert page.file_step.question.isVisible()
    assert cut_off(page) + nameless(page) == []


def test_an_unknown_name_is_told_in_two_choices_and_applied(
    qtbot: QtBot, page: ImportPage, office: Office, tmp_path: Path
) -> None:
    (partner,) = office.add(
        "organisation", {"name_ru": "ТОО «Костанай агро»", "kind": "enterprise"}
    ).ids
    rows = [("№", "Наименование организации", "№ договора", "Дата договора")]
    rows += [(str(n), "Кастанай агро", f"М-{n}", "01.09.2026") for n in (1, 2, 3)]
    read_file(qtbot, page, saved(tmp_path / "имя.xlsx", rows))
    hand, bar = Hand(qtbot), page.check_step.name_bar
    hand.click(page.file_step.use)
    hand.click(page.go_button)
    assert bar.sentence.full_text() == "Unknown name in 3 rows: Кастанай агро"
    assert bar.choice.currentText() == "ТОО «Костанай агро»"
    assert bar.choice.itemData(bar.choice.count() - 1) == "new"
    hand.click(bar.go)
    hand.wait(lambda: not page.is_busy())
    assert not bar.isVisible()
    hand.click(page.go_button)
    hand.wait(lambda: page.step() == RESULT and not page.is_busy())
    assert len(office.lookup("agreement", "partner_id", [partner])[partner]) == 3
    hand.within(clicks=4, keys=0)
