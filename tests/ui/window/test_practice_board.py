"""The practice board with real widgets: mouse, keyboard, reasons, undo."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.keys import PHYSICAL
from cluster_desktop.ui.pages.practice import PracticePage
from cluster_desktop.ui.pages.practice_board import BoardTab
from cluster_desktop.ui.pages.practice_sheets import ChoiceSheet, ReasonSheet
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, at_now
from tests.ui.practice_data import fill, fill_and_place, named

Settle = Callable[[], None]
AGRO, BUILDER, BAKERY = "«Қостанай агро» ЖШС", "«Арқалық құрылыс» ЖШС", "«Ақбұлақ нан» ЖШС"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """Two of twelve students are placed."""
    made = databases.open(fill_and_place, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def board(window: MainWindow, settle: Settle) -> BoardTab:
    window.open_place(Place("practice"))
    settle()
    page = window.page()
    assert isinstance(page, PracticePage)
    shown = page.shown()
    assert isinstance(shown, BoardTab)
    return shown


def placements(office: Office) -> list[Row]:
    columns = ("student_id", "organisation_id", "mentor_id", "reason", "locked")
    return office.rows(Query("placement", columns=columns))


def of(office: Office, who: str) -> Row | None:
    """The placement of a student."""
    return next((row for row in placements(office) if row["student_id"].title == who), None)


def spot(board: BoardTab, kind: str, text: str) -> int:
    """Number of a spot on the board."""
    spots = board.cards.spots.spots
    return next(n for n, s in enumerate(spots) if s.kind == kind and s.text == text)


def row_of(board: BoardTab, who: str) -> QPoint:
    """Where a waiting student stands, in the list's viewport."""
    rows = board.waiting.list.rows
    at = next(n for n, one in enumerate(rows.students) if one.name == who)
    return board.waiting.list.visualRect(rows.index(at)).center()


def carry(qtbot: QtBot, source: QWidget, start: QPoint, target: QWidget, end: QPoint) -> None:
    """Press, pull across the page, let go."""
    there = source.mapFromGlobal(target.mapToGlobal(end))
    qtbot.mousePress(source, LEFT, pos=start)
    for share in (0.2, 0.6, 1.0):
        at = start + QPoint(
            round((there.x() - start.x()) * share), round((there.y() - start.y()) * share)
        )
        _pull(source, at)
    qtbot.mouseRelease(source, LEFT, pos=there)


def _pull(source: QWidget, at: QPoint) -> None:
    """A move with the button held: QTest's own moves hold none."""
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(source.mapToGlobal(at)),
        Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(source, event)


def test_the_head_line_counts(board: BoardTab) -> None:
    said = "12 students · 2 placed · 10 without a place · 1 without a mentor"
    assert board.counts.text() == said


def test_cards_say_places_agreement_and_mentors(board: BoardTab) -> None:
    texts = [s.text for s in board.cards.spots.spots]
    assert "The agreement ends on 03.02.2027, before the practice is over." in texts
    assert "No agreement." in texts
    assert board.cards.spots.spots[spot(board, "mentor", "Жақсылықов Т.")].mentor is not None


def test_every_spot_has_words_for_a_screen_reader(board: BoardTab) -> None:
    told = QAccessible.queryAccessibleInterface(board.cards)
    assert told.childCount() == len(board.cards.spots.spots)
    at = spot(board, "student", "Әлиев Дамир")
    said = told.child(at).text(QAccessible.Text.Name)
    assert said == f"Әлиев Дамир, АТ-31, {AGRO}"


def test_one_student_is_carried_onto_a_mentor(
    qtbot: QtBot, board: BoardTab, office: Office, settle: Settle
) -> None:
    line = board.cards.rect_of(spot(board, "mentor", "Петрова Л."))
    source, target = board.waiting.list.viewport(), board.cards.viewport()
    carry(qtbot, source, row_of(board, "Иванов Пётр"), target, line.center())
    settle()
    placed = of(office, "Иванов Пётр")
    assert placed is not None
    assert placed["organisation_id"].title == AGRO
    assert placed["mentor_id"].title == "Петрова Л."
    assert placed["reason"] is None


def test_ticked_students_are_carried_together(
    qtbot: QtBot, board: BoardTab, office: Office, settle: Settle
) -> None:
    source = board.waiting.list.viewport()
    for who in ("Иванов Пётр", "Сейілов Арман"):
        qtbot.mouseClick(source, LEFT, pos=row_of(board, who))
    head = board.cards.rect_of(spot(board, "base", BUILDER))
    carry(qtbot, source, row_of(board, "Иванов Пётр"), board.cards.viewport(), head.center())
    settle()
    for who in ("Иванов Пётр", "Сейілов Арман"):
        placed = of(office, who)
        assert placed is not None
        assert placed["organisation_id"].title == BUILDER
    assert office.undo_title() == f"Placed at {BUILDER} (2)"


def test_esc_puts_back_what_is_carried(
    qtbot: QtBot, board: BoardTab, office: Office, settle: Settle
) -> None:
    source = board.waiting.list.viewport()
    start = row_of(board, "Иванов Пётр")
    qtbot.mousePress(source, LEFT, pos=start)
    _pull(source, start + QPoint(60, 0))
    assert board.carrier.carries()
    qtbot.keyClick(board.waiting.list, Qt.Key.Key_Escape)
    assert not board.carrier.carries()
    qtbot.mouseRelease(source, LEFT, pos=start)
    settle()
    assert len(placements(office)) == 2


def test_carried_back_to_the_waiting_the_place_is_lost_and_undo_gives_it_back(
    qtbot: QtBot, window: MainWindow, board: BoardTab, office: Office, settle: Settle
) -> None:
    there = board.cards.rect_of(spot(board, "student", "Әлиев Дамир"))
    target = board.waiting.list.viewport()
    carry(qtbot, board.cards.viewport(), there.center(), target, target.rect().center())
    settle()
    assert of(office, "Әлиев Дамир") is None
    window.commands.undo()
    settle()
    placed = of(office, "Әлиев Дамир")
    assert placed is not None
    assert placed["mentor_id"].title == "Жақсылықов Т."


def test_after_a_sheet_that_was_put_away_students_are_carried_again(
    qtbot: QtBot, window: MainWindow, board: BoardTab, office: Office, settle: Settle
) -> None:
    source, target = board.waiting.list.viewport(), board.cards.viewport()
    head = board.cards.rect_of(spot(board, "base", BAKERY))
    carry(qtbot, source, row_of(board, "Мусина Жанель"), target, head.center())
    settle()
    layer = window.layer()
    assert layer is not None
    qtbot.keyPress(layer, Qt.Key.Key_Escape)
    settle()
    assert window.layer() is None
    # What Qt keeps alive stays; a wrapper that only Python held would be gone by now.
    del source, target
    gc.collect()
    line = board.cards.rect_of(spot(board, "mentor", "Петрова Л."))
    source, target = board.waiting.list.viewport(), board.cards.viewport()
    carry(qtbot, source, row_of(board, "Иванов Пётр"), target, line.center())
    settle()
    assert of(office, "Иванов Пётр") is not None
    assert not board.carrier.carries()


def test_a_place_over_a_limit_asks_for_a_reason_and_keeps_it(
    qtbot: QtBot,
    window: MainWindow,
    board: BoardTab,
    office: Office,
    settle: Settle,
    type_text: Callable[[QWidget, str], None],
) -> None:
    head = board.cards.rect_of(spot(board, "base", BAKERY))
    source = board.waiting.list.viewport()
    carry(qtbot, source, row_of(board, "Мусина Жанель"), board.cards.viewport(), head.center())
    settle()
    assert of(office, "Мусина Жанель") is None
    layer = window.layer()
    assert layer is not None
    sheet = layer.sheet
    assert isinstance(sheet, ReasonSheet)
    assert not sheet.go.isEnabled()
    type_text(sheet.text, "Продление на подписи")
    qtbot.keyClick(sheet.text, Qt.Key.Key_Return)
    settle()
    placed = of(office, "Мусина Жанель")
    assert placed is not None
    assert placed["reason"] == "Продление на подписи"
    listed = Query("placement", (Condition("reason", "filled"),))
    assert office.count(listed) == 1


def test_without_a_reason_nothing_is_written(
    qtbot: QtBot, window: MainWindow, board: BoardTab, office: Office, settle: Settle
) -> None:
    head = board.cards.rect_of(spot(board, "base", BAKERY))
    source = board.waiting.list.viewport()
    carry(qtbot, source, row_of(board, "Мусина Жанель"), board.cards.viewport(), head.center())
    settle()
    layer = window.layer()
    assert layer is not None
    qtbot.keyPress(layer, Qt.Key.Key_Escape)
    settle()
    assert window.layer() is None
    assert len(placements(office)) == 2


def test_by_keyboard_alone_space_ticks_and_enter_places(
    qtbot: QtBot, window: MainWindow, board: BoardTab, office: Office, settle: Settle
) -> None:
    waiting = board.waiting.list
    waiting.setFocus()
    waiting.setCurrentIndex(waiting.rows.index(2))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(waiting, key)
    qtbot.keyClick(waiting, Qt.Key.Key_Space)
    ticked = [one.name for one in waiting.rows.students if board.chosen.has(one.id)]
    assert ticked == ["Иванов Пётр", "Нұрмұхаммедова Айгерім"]
    assert board.waiting.bar.isVisible()
    qtbot.keyClick(waiting, Qt.Key.Key_Return)
    settle()
    layer = window.layer()
    assert layer is not None
    sheet = layer.sheet
    assert isinstance(sheet, ChoiceSheet)
    # Fitting speciality first, then the most free places.
    assert [entry.title for entry in sheet.entries()][:2] == [AGRO, BUILDER]
    qtbot.keyClick(sheet.input, Qt.Key.Key_Return)
    settle()
    for who in ticked:
        placed = of(office, who)
        assert placed is not None
        assert placed["organisation_id"].title == AGRO
    assert board.counts.text().startswith("12 students · 4 placed · 8 without a place")
    assert not len(board.chosen.load())


def press(view: QWidget, key: Qt.Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(view, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def test_arrows_walk_over_the_cards(board: BoardTab) -> None:
    cards = board.cards
    cards.setFocus()
    cards._make_current(spot(board, "base", BAKERY))
    press(cards, Qt.Key.Key_Right)
    current = cards.current()
    assert current is not None
    assert current.text == BUILDER
    # Agreement, free places, and on to the card below.
    for _n in range(4):
        press(cards, Qt.Key.Key_Down)
    current = cards.current()
    assert current is not None
    assert current.text == "No agreement."


def test_del_m_and_l_on_a_placed_student(
    qtbot: QtBot, window: MainWindow, board: BoardTab, office: Office, settle: Settle
) -> None:
    cards = board.cards
    cards.setFocus()
    cards._make_current(spot(board, "student", "Ким Виктория"))
    press(cards, Qt.Key.Key_L)
    settle()
    placed = of(office, "Ким Виктория")
    assert placed is not None
    assert placed["locked"]
    press(cards, Qt.Key.Key_M)
    settle()
    layer = window.layer()
    assert layer is not None
    sheet = layer.sheet
    assert isinstance(sheet, ChoiceSheet)
    # The mentor with the most room stands first, no mentor at all stands last.
    assert [entry.title for entry in sheet.entries()] == [
        "Петрова Л.", "Жақсылықов Т.", "No mentor",
    ]  # fmt: skip
    qtbot.keyClick(sheet.input, Qt.Key.Key_Return)
    settle()
    placed = of(office, "Ким Виктория")
    assert placed is not None
    assert placed["mentor_id"].title == "Петрова Л."
    current = cards.current()
    assert current is not None
    assert current.text == "Ким Виктория"
    press(cards, Qt.Key.Key_Delete)
    settle()
    assert of(office, "Ким Виктория") is None


def test_letters_are_verbs_by_the_physical_key(
    board: BoardTab, office: Office, settle: Settle
) -> None:
    scan = next(code for code, key in PHYSICAL.items() if key == Qt.Key.Key_L)
    board.cards.setFocus()
    board.cards._make_current(spot(board, "student", "Ким Виктория"))
    event = QKeyEvent(QEvent.Type.KeyPress, 0x414, Qt.KeyboardModifier.NoModifier, scan, 0, 0, "д")
    QApplication.sendEvent(board.cards, event)
    settle()
    placed = of(office, "Ким Виктория")
    assert placed is not None
    assert placed["locked"]


def test_the_painted_button_asks_for_a_mentor(
    qtbot: QtBot, window: MainWindow, board: BoardTab, settle: Settle
) -> None:
    lone = next(
        n
        for n, s in enumerate(board.cards.spots.spots)
        if s.kind == "mentor" and s.mentor is not None and s.mentor.id is None
    )
    rect = board.cards.rect_of(lone)
    at = QPoint(rect.right() - 20, rect.center().y())
    qtbot.mouseClick(board.cards.viewport(), LEFT, pos=at)
    settle()
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, ChoiceSheet)


def test_prepare_opens_a_memorandum_with_that_enterprise(
    qtbot: QtBot, board: BoardTab, office: Office, settle: Settle
) -> None:
    asked: list[object] = []
    board.desk.memorandum.disconnect()
    board.desk.memorandum.connect(asked.append)
    at = spot(board, "agreement", "No agreement.")
    rect = board.cards.rect_of(at)
    click = QPoint(rect.right() - 20, rect.center().y())
    qtbot.mouseClick(board.cards.viewport(), LEFT, pos=click)
    assert asked == [named(office, "organisation", "name_kk", "«Торғай жарық» ЖШС")]


def test_the_agreement_that_a_place_names_stands_on_the_card_and_opens(
    qtbot: QtBot, board: BoardTab, office: Office, settle: Settle
) -> None:
    where = named(office, "organisation", "name_kk", "«Торғай жарық» ЖШС")
    (paper,) = office.add(
        "agreement",
        {"number": "М-7/2026", "partner_id": where, "kind": "memorandum", "stage": "signed",
         "signed_on": date(2026, 9, 1), "valid_until": date(2028, 1, 1), "renewal": "none"},
    ).ids  # fmt: skip
    settle()
    # A memorandum alone lets nobody in; the place must name it.
    assert spot(board, "agreement", "No agreement.") >= 0
    (slots,) = office.lookup("practice_slot", "organisation_id", [where]).values()
    office.set("practice_slot", slots[0], {"agreement_id": paper})
    settle()
    went: list[Place] = []
    board.desk.go.disconnect()
    board.desk.go.connect(went.append)
    board.cards._make_current(spot(board, "agreement", "agreement М-7/2026 until 01.01.2028"))
    qtbot.keyClick(board.cards, Qt.Key.Key_Return)
    assert went == [Place("agreements", record=paper)]


def test_a_group_narrows_the_waiting(board: BoardTab, settle: Settle) -> None:
    board.group.setCurrentIndex(board.group.findText("АТ-32"))
    board.group.activated.emit(board.group.currentIndex())
    settle()
    names = {one.group for one in board.waiting.list.rows.students}
    assert names == {"АТ-32"}
    assert board.group.currentText() == "АТ-32"


def test_the_place_of_another_is_read_anew_and_the_frame_stays(
    board: BoardTab, office: Office, settle: Settle
) -> None:
    board.cards.setFocus()
    board.cards._make_current(spot(board, "student", "Ким Виктория"))
    student = named(office, "student", "full_name", "Ким Виктория")
    office.set("student", student, {"full_name": "Ким Виктория Олеговна"})
    settle()
    current = board.cards.current()
    assert current is not None
    assert current.text == "Ким Виктория Олеговна"


class TestNothingYet:
    """A period without places, and no period at all."""

    @pytest.fixture
    def office(self, databases: Databases, tmp_path: Path) -> Iterator[Office]:
        made = databases.open(fill, tmp_path / "cluster.db", clock=at_now)
        yield made
        made.close()

    def test_a_period_without_places_offers_to_add_them(
        self, board: BoardTab, office: Office, settle: Settle
    ) -> None:
        slots = [row.id for row in office.rows(Query("practice_slot"))]
        office.delete("practice_slot", slots)
        settle()
        assert board._right.currentWidget() is board._no_bases
        assert len(board.waiting.list.rows.students) == 12

    def test_without_a_period_the_board_offers_the_import(
        self, board: BoardTab, office: Office, settle: Settle
    ) -> None:
        office.delete("practice_period", [row.id for row in office.rows(Query("practice_period"))])
        settle()
        assert board._stack.currentWidget() is board._empty
        assert "There is no practice period yet." in board._empty.text()
        assert board.period_id() is None


def test_the_search_of_the_board_puts_the_frame_there(
    qtbot: QtBot,
    window: MainWindow,
    board: BoardTab,
    settle: Settle,
    type_text: Callable[[QWidget, str], None],
) -> None:
    board.run("find")
    settle()
    layer = window.layer()
    assert layer is not None
    sheet = layer.sheet
    assert isinstance(sheet, ChoiceSheet)
    type_text(sheet.input, "алиев")
    qtbot.keyClick(sheet.input, Qt.Key.Key_Return)
    settle()
    current = board.cards.current()
    assert current is not None
    assert current.text == "Әлиев Дамир"
