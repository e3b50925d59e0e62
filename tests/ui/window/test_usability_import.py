"""Usability tasks 4 and 5: an office's form with two wrong IINs goes in, and is taken back.

The budgets are those of the script: a practised user, third try; what is typed is counted, too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Query
from cluster_desktop.rules import identifiers
from cluster_desktop.services.office import Office
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.importing_frame import CHECK, RESULT
from cluster_desktop.ui.importing_rows import RowState
from cluster_desktop.ui.pages.journal import JournalPage
from cluster_desktop.ui.window import MainWindow
from tests.ui.counting import Hand

Settle = Callable[[], None]
STUDENTS = 40


def iin(number: int) -> str:
    """A sound IIN of somebody born in 2008."""
    for order in range(number * 10, 10_000):
        first = f"0803{number % 28 + 1:02}5{order:04}"
        digit = identifiers.check_digit(first)
        if digit is not None:
            return f"{first}{digit}"
    raise AssertionError(number)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form of an akimat: a title, headings of two rows, 40 students, a signature.

    Excel has taken the zero of one IIN, another was mistyped."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Студенттер"
    sheet.append(["Дуальды оқыту бойынша ақпарат / Сведения по дуальному обучению"])
    sheet.append([])
    sheet.append(["№", "Білім алушы / Обучающийся", None, "Топ\nГруппа"])
    sheet.append([None, "Т.А.Ә.\nФ.И.О.", "ЖСН\nИИН", None])
    for merged in ("A3:A4", "B3:C3", "D3:D4", "A1:D1"):
        sheet.merge_cells(merged)
    for n in range(1, STUDENTS + 1):
        number: object = iin(n)
        if n == 17:
            number = int(iin(n))
        if n == 23:
            number = "080230590013"
        sheet.append([n, f"Әлиев Дамир Серікұлы {'абвгдежзик'[n % 10]}{n}", number, "АТ-21"])
    sheet.append([])
    sheet.append(["Орындаған: Ахметова Г."])
    path = tmp_path / "Дуальное_IV_квартал.xlsx"
    book.save(path)
    return path


def opened(window: MainWindow, hand: Hand, form: Path) -> ImportPage:
    """The wizard, from the list of students, with the form dropped into it."""
    button = window.findChild(QAbstractButton, "head_import")
    assert isinstance(button, QAbstractButton)
    hand.click(button)
    page = window.findChild(ImportPage)
    assert isinstance(page, ImportPage)
    hand.drop(page.file_step.zone, form)
    hand.wait(lambda: not page.is_busy())
    return page


def brought_in(window: MainWindow, hand: Hand, form: Path) -> ImportPage:
    """Task 4 as a practised user does it."""
    page = opened(window, hand, form)
    hand.click(page.file_step.use)
    hand.click(page.go_button)
    hand.wait(lambda: page.step() == CHECK and not page.is_busy())
    hand.click(page.check_step.group_bar.go)  # the lost zero
    hand.wait(lambda: not page.is_busy())
    hand.click(page.check_step.next_error)
    hand.type(iin(23), on=page.check_step.table.editor)
    hand.press(Qt.Key.Key_Return, on=page.check_step.table.editor)
    hand.wait(lambda: not page.is_busy())
    return page


@pytest.fixture
def students(window: MainWindow, settle: Settle) -> MainWindow:
    window.open_place(Place("practice", tab="students"))
    settle()
    return window


@pytest.fixture
def first_page() -> str:
    return "journal"


def test_task_4_a_form_with_two_wrong_numbers_goes_in_whole(
    qtbot: QtBot, students: MainWindow, office: Office, form: Path
) -> None:
    hand = Hand(qtbot)
    page = brought_in(students, hand, form)
    found = page.snapshot()
    assert found is not None
    assert found.count(RowState.ERROR) == 0
    assert found.count(RowState.FIXED) == 2
    hand.click(page.go_button)
    hand.wait(lambda: page.step() == RESULT and not page.is_busy())
    hand.click(page.result_step.done)
    assert office.count("student") == STUDENTS
    hand.within(clicks=15, keys=30, with_text=True)


def taken_in(qtbot: QtBot, window: MainWindow, form: Path, settle: Settle) -> None:
    """The form goes in, and the wizard is left."""
    page = brought_in(window, Hand(qtbot), form)
    page.go_button.click()
    qtbot.waitUntil(lambda: page.step() == RESULT and not page.is_busy(), timeout=30_000)
    page.result_step.done.click()
    settle()


def test_task_5_that_import_is_taken_back_and_its_line_remains(
    qtbot: QtBot, students: MainWindow, office: Office, form: Path, settle: Settle
) -> None:
    before = {name: office.count(name) for name in ("student", "study_group", "organisation")}
    taken_in(qtbot, students, form, settle)
    hand = Hand(qtbot)
    hand.click(students.rail.items["journal"])
    settle()
    journal = students.page()
    assert isinstance(journal, JournalPage)
    row = next(row for row in journal.rows() if form.name in row.line.title)
    hand.click(row.take_back)
    settle()
    assert {name: office.count(name) for name in before} == before
    assert any(form.name in line.title and line.undone for line in office.journal())
    hand.within(clicks=3, keys=0)


def test_days_later_what_was_edited_since_is_listed_and_the_rest_goes_back_after_a_yes(
    qtbot: QtBot, students: MainWindow, office: Office, form: Path, settle: Settle
) -> None:
    taken_in(qtbot, students, form, settle)
    edited = office.rows(Query("student", columns=("full_name",)))[0]
    office.set("student", edited.id, {"phone": "8 777 000 00 01"})
    hand = Hand(qtbot)
    hand.click(students.rail.items["journal"])
    settle()
    journal = students.page()
    assert isinstance(journal, JournalPage)
    hand.click(next(row for row in journal.rows() if form.name in row.line.title).take_back)
    settle()
    layer = students.layer()
    assert layer is not None
    assert isinstance(layer.sheet, Ask)
    (listed,) = (label.text() for label in layer.sheet.findChildren(QLabel)
                 if "Phone" in label.text())  # fmt: skip
    assert f"Student: {edited['full_name']} – Phone" in listed
    assert office.count("student") == STUDENTS
    hand.click(layer.sheet.findChild(QAbstractButton, "ask_verb"))
    settle()
    assert [row.id for row in office.rows(Query("student"))] == [edited.id]
    hand.within(clicks=3, keys=0)
