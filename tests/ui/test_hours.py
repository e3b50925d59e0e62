"""Hours of a month: ticking, typing, filling, pasting from Excel, undoing; nothing half-written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cluster_desktop.services.hours import Day, Sheet, SheetRow
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.hours_grid import HoursGrid
from cluster_desktop.ui.hours_model import HoursModel
from cluster_desktop.ui.pages.hours import HoursPage
from tests.databases import Databases, at_now
from tests.measuring import best_of, took_ms
from tests.ui.desks import HeardDesk
from tests.ui.graduate_data import AT_PRACTICE, with_practice
from tests.ui.hands import settle, type_text

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(with_practice, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, office: Office, bridge: OfficeBridge) -> HoursPage:
    made = HoursPage(HeardDesk(office, bridge, QApplication.instance()))
    qtbot.addWidget(made)
    made.resize(1100, 500)
    made.show()
    made.open_place(Place("practice"))
    settle()
    made.start_focus()
    return made


def refusals(page: HoursPage) -> list[str]:
    desk = page.desk
    assert isinstance(desk, HeardDesk)
    return desk.refusals


def go(grid: HoursGrid, row: int, day: int, to_row: int | None = None, to_day: int = 0) -> None:
    """Make a day current, or choose a range from it on."""
    grid.go(row, day - 1)
    if to_row is not None:
        for r in range(row, to_row + 1):
            for d in range(day, to_day + 1):
                flag = QItemSelectionModel.SelectionFlag.Select
                grid.selectionModel().select(grid.hours.index(r, d - 1), flag)


def shown(grid: HoursGrid, row: int, first: int, last: int) -> list[str]:
    return [grid.hours.text(row, day - 1) for day in range(first, last + 1)]


def stored(office: Office) -> int:
    return office.count("attendance")


def press(grid: HoursGrid, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(grid, key, held)


def editor_of(grid: HoursGrid) -> QLineEdit:
    line = grid.indexWidget(grid.currentIndex())
    assert isinstance(line, QLineEdit)
    return line


def paste(grid: HoursGrid, text: str) -> None:
    QApplication.clipboard().setText(text)
    press(grid, Qt.Key.Key_V, CTRL)
    settle()


def test_the_month_of_the_period_stands_there_with_its_students(page: HoursPage) -> None:
    model = page.grid.hours
    assert [model.line(n).student for n in range(model.rowCount())] == list(AT_PRACTICE)
    assert model.day_count() == 30
    assert page.month.text() == "November 2026"
    assert [model.is_free_day(day - 1) for day in (1, 5, 9, 14, 15)] == [
        True, True, False, False, True
    ]  # fmt: skip
    assert model.is_today(20)


def test_typing_goes_down_with_enter_and_right_with_tab(page: HoursPage, office: Office) -> None:
    grid = page.grid
    go(grid, 0, 9)
    type_text(grid, "6")
    QTest.keyClick(editor_of(grid), Qt.Key.Key_Return)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 8)
    type_text(grid, "н")
    QTest.keyClick(editor_of(grid), Qt.Key.Key_Tab)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 9)
    type_text(grid, "8")
    QTest.keyClick(editor_of(grid), Qt.Key.Key_Left)  # an arrow ends typing and moves
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (1, 8)
    settle()
    assert shown(grid, 0, 9, 9) == ["6"]
    assert shown(grid, 1, 9, 10) == ["н", "8"]
    assert stored(office) == 3
    assert grid.hours.text(1, grid.hours.day_count()) == "8"


def test_the_number_row_types_digits_under_the_kazakh_layout(page: HoursPage) -> None:
    grid = page.grid
    go(grid, 0, 10)
    event = QKeyEvent(QEvent.Type.KeyPress, 0, NONE, 15, 15, 0, "ү")
    QApplication.sendEvent(grid, event)
    QTest.keyClick(editor_of(grid), Qt.Key.Key_Return)
    assert shown(grid, 0, 10, 10) == ["6"]


def test_space_ticks_full_days_of_the_period_and_takes_them_away(
    page: HoursPage, office: Office
) -> None:
    grid = page.grid
    go(grid, 0, 1, 1, 16)
    press(grid, Qt.Key.Key_Space)
    settle()
    full = ["", "", "", "", "", "", "", "", "7", "7", "7", "7", "7", "7", "", "7"]
    assert shown(grid, 0, 1, 16) == full  # neither the break nor Sundays
    assert stored(office) == 14
    go(grid, 0, 1, 1, 16)
    press(grid, Qt.Key.Key_Space)
    settle()
    assert stored(office) == 0


def test_a_range_from_excel_is_one_action_that_undo_takes_back(
    page: HoursPage, office: Office
) -> None:
    grid = page.grid
    go(grid, 0, 9)
    before = len(office.journal())
    paste(grid, "6\t6\tа\n7,00\t\tн\r\n")
    assert shown(grid, 0, 9, 11) == ["6", "6", "а"]
    assert shown(grid, 1, 9, 11) == ["7", "", "н"]
    assert len(office.journal()) == before + 1
    go(grid, 0, 9, 1, 11)
    press(grid, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "6\t6\tа\n7\t\tн"
    office.undo()
    settle()
    assert shown(grid, 0, 9, 11) == ["", "", ""]
    assert stored(office) == 0


def test_one_copied_cell_fills_the_chosen_range(page: HoursPage) -> None:
    grid = page.grid
    go(grid, 0, 9, 1, 10)
    paste(grid, "5")
    assert shown(grid, 0, 9, 10) + shown(grid, 1, 9, 10) == ["5"] * 4


@pytest.mark.parametrize(
    ("row", "day", "text", "said"),
    [
        (0, 9, "6\t6\n6\t99", "Бекмұрат Сұлтан Ержанұлы, 10.11.2026: A day has at most 24 hours"),
        (0, 9, "6\tх", "Әлиев Дамир Серікұлы, 10.11.2026: “х”"),
        (2, 20, "6\t6", "Ғабитова Әмина Қайратқызы, 21.11.2026: the practice is from"),
        (0, 29, "6\t6\t6", "The copied range has 3 columns"),
        (1, 9, "6\n6\n6", "The copied range has 3 rows"),
    ],
)
def test_a_wrong_paste_names_the_cell_and_writes_nothing(
    page: HoursPage, office: Office, row: int, day: int, text: str, said: str
) -> None:
    go(page.grid, row, day)
    paste(page.grid, text)
    assert [one.startswith(said) for one in refusals(page)] == [True]
    assert "Nothing was written" in refusals(page)[0]
    assert stored(office) == 0


@pytest.mark.parametrize(("text", "said"), [
    ("25", "A day has at most 24 hours, not 25."),
    ("7,5", "“7,5”: type whole hours"),
    ("x", "“x”: type whole hours"),
])  # fmt: skip
def test_a_wrong_hour_stays_in_its_cell_with_the_sentence_under_it(
    page: HoursPage, office: Office, text: str, said: str
) -> None:
    grid = page.grid
    go(grid, 0, 9)
    type_text(grid, text[0])
    line = editor_of(grid)
    type_text(line, text[1:])
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert editor_of(grid) is line
    assert line.text() == text
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (0, 8)
    assert grid.problem.text().startswith(said)
    assert stored(office) == 0
    type_text(line, "6")
    assert grid.problem.text() == ""
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert shown(grid, 0, 9, 9) == ["6"]
    assert grid.currentIndex().row() == 1
    assert refusals(page) == []


def test_a_wrong_hour_that_is_left_by_escape_writes_nothing(
    page: HoursPage, office: Office
) -> None:
    grid = page.grid
    go(grid, 0, 9)
    type_text(grid, "x")
    QTest.keyClick(editor_of(grid), Qt.Key.Key_Tab)
    assert grid.problem.text()
    QTest.keyClick(editor_of(grid), Qt.Key.Key_Escape)
    settle()
    assert grid.problem.text() == ""
    assert shown(grid, 0, 9, 9) == [""]
    assert stored(office) == 0


def test_fill_down_and_right_take_the_first_of_the_range(page: HoursPage, office: Office) -> None:
    grid = page.grid
    go(grid, 0, 9)
    paste(grid, "6\t8")
    go(grid, 0, 9, 2, 10)
    press(grid, Qt.Key.Key_D, CTRL)
    settle()
    assert shown(grid, 2, 9, 10) == ["6", "8"]
    go(grid, 1, 10, 1, 16)
    press(grid, Qt.Key.Key_R, CTRL)
    settle()
    assert shown(grid, 1, 10, 16) == ["8", "8", "8", "8", "8", "", "8"]
    go(grid, 0, 11)
    press(grid, Qt.Key.Key_R, CTRL)
    assert shown(grid, 0, 11, 11) == ["8"]


def test_delete_clears_the_range_as_one_action(page: HoursPage, office: Office) -> None:
    grid = page.grid
    go(grid, 0, 9)
    paste(grid, "6\t6\t6")
    go(grid, 0, 9, 0, 10)
    press(grid, Qt.Key.Key_Delete)
    settle()
    assert shown(grid, 0, 9, 11) == ["", "", "6"]
    office.undo()
    settle()
    assert shown(grid, 0, 9, 11) == ["6", "6", "6"]


def test_shift_and_arrows_choose_a_range(page: HoursPage) -> None:
    grid = page.grid
    go(grid, 0, 9)
    press(grid, Qt.Key.Key_Right, SHIFT)
    press(grid, Qt.Key.Key_Down, SHIFT)
    assert grid.spots() == [(0, 8), (0, 9), (1, 8), (1, 9)]


def test_sums_follow_what_is_typed_and_months_turn(page: HoursPage, office: Office) -> None:
    go(page.grid, 0, 9)
    paste(page.grid, "6\t6\tн")
    assert page.sums.full_text() == "Month: 12 hours · absent: 1"
    page.later.click()
    settle()
    assert page.month.text() == "December 2026"
    assert page.grid.hours.rowCount() == 2  # the third ends in November
    page.earlier.click()
    settle()
    assert shown(page.grid, 0, 9, 11) == ["6", "6", "н"]


def month_of(rows: int) -> Sheet:
    first = date(2026, 10, 1)
    days = [first + timedelta(days=n) for n in range(31)]
    lines = tuple(
        SheetRow(uuid4(), "Нұрмұхаммедова Айгерім", "«Қостанай агро» ЖШС", days[0], days[-1],
                 ("6",) * 31, 186, 6)
        for _n in range(rows)
    )  # fmt: skip
    return Sheet(tuple(Day(day, day.weekday(), False) for day in days), lines)


@pytest.mark.timing
def test_four_hundred_students_stay_quick(qtbot: QtBot) -> None:
    grid = HoursGrid()
    qtbot.addWidget(grid)
    grid.resize(1100, 600)
    block = [["8"] * 31 for _row in range(400)]

    def show() -> None:
        grid.hours.show_sheet(month_of(400), date(2026, 10, 5))
        grid.show()
        grid.grab()

    def paste() -> None:
        grid.hours.show_sheet(month_of(400), date(2026, 10, 5))
        plan = grid.hours.plan_paste((0, 0), block, [(0, 0)])
        grid.hours.put(plan)
        assert len(plan) == 400 * 31

    assert best_of(lambda: took_ms(show), 1_000) < 1_000
    assert best_of(lambda: took_ms(paste), 500) < 500


def test_the_model_keeps_the_promises_of_a_model(qtmodeltester: ModelTester) -> None:
    model = HoursModel()
    model.show_sheet(month_of(3), date(2026, 10, 5))
    qtmodeltester.check(model)
