"""Small widgets: what they say, how they react, what never happens."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.errors import Trouble
from cluster_desktop.ui import crash, work
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.button_row import ButtonRow
from cluster_desktop.ui.popover import NamePopover, TickListPopover
from cluster_desktop.ui.widgets import (
    Badge,
    Banner,
    BarWithCancel,
    Button,
    Chip,
    ChipRow,
    EmptyState,
    FlowLayout,
    IconButton,
    Meter,
    SearchField,
    Segmented,
    Tabs,
    TextLabel,
    Toasts,
)
from cluster_desktop.ui.widgets_feedback import time_left
from tests.ui.hands import settle, type_text


@dataclass(frozen=True)
class Count:
    key: str
    label: str
    count: int
    look: str = "neutral"
    icon: str = ""


COUNTS = [Count("all", "Барлығы", 128), Count("soon", "Бітеді", 7), Count("bad", "Өтті", 3)]


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(800, 500)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def row(qtbot: QtBot) -> ChipRow:
    made = ChipRow()
    made.resize(800, 36)
    qtbot.addWidget(made)
    made.set_chips(COUNTS)
    made.show()
    return made


def test_the_first_chip_is_chosen_until_somebody_chooses(row: ChipRow) -> None:
    assert row.selection() == ("all",)
    row.chips()[1].click()
    assert row.selection() == ("soon",)


def test_ctrl_and_a_click_add_a_chip(row: ChipRow) -> None:
    row.chips()[1].click()
    ctrl = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(row.chips()[2], Qt.MouseButton.LeftButton, ctrl)
    assert row.selection() == ("soon", "bad")


def test_a_chosen_chip_that_is_clicked_away_leaves_the_first(row: ChipRow) -> None:
    row.chips()[1].click()
    row.chips()[1].click()
    assert row.selection() == ("all",)


def test_new_counts_keep_the_choice_and_the_widgets(row: ChipRow) -> None:
    row.chips()[1].click()
    before = row.chips()
    row.set_chips([Count("all", "Барлығы", 1), Count("soon", "Бітеді", 0), Count("bad", "Өтті", 9)])
    assert row.selection() == ("soon",)
    assert row.chips() == before
    assert row.chips()[2].accessibleName() == "Өтті 9"


def test_a_filter_chip_goes_with_a_click_or_the_delete_key(row: ChipRow, qtbot: QtBot) -> None:
    row.set_filters([("0", "Түрі: Меморандум")])
    cross = row.findChildren(Chip)[-1]
    assert cross.accessibleName() == "Remove the filter: Түрі: Меморандум"
    with qtbot.waitSignal(row.filter_removed, timeout=500) as told:
        QTest.keyClick(cross, Qt.Key.Key_Delete)
    assert told.args == ["0"]


def test_the_toast_waits_under_the_pointer_and_its_button_undoes(
    host: QWidget, qtbot: QtBot
) -> None:
    undone: list[bool] = []
    toasts = Toasts(host)
    toast = toasts.show("Сақталды", verb="Қайтару", action=lambda: undone.append(True), seconds=0.2)
    at = QPointF(5, 5)
    QApplication.sendEvent(toast, QEnterEvent(at, at, at))
    qtbot.wait(400)
    assert toasts.current() is toast
    toast.findChildren(Button)[0].click()
    assert undone == [True]
    assert toasts.current() is None


def test_the_toast_goes_by_itself(host: QWidget, qtbot: QtBot) -> None:
    toasts = Toasts(host)
    toasts.show("Сақталды", seconds=0.05)
    qtbot.waitUntil(lambda: toasts.current() is None, timeout=2000)


def test_the_toast_stays_in_the_corner_of_a_smaller_window(host: QWidget) -> None:
    toast = Toasts(host).show("Бір ұзын сөйлем " * 20)
    host.resize(400, 300)
    settle()
    assert host.rect().contains(toast.geometry())


def test_the_banner_stays_until_the_cause_is_gone(host: QWidget) -> None:
    banner = Banner(host)
    banner.show_problem("Диск толып қалды.")
    assert banner.text() == "Диск толып қалды."
    banner.clear()
    assert banner.text() == ""


def test_the_bar_says_the_step_and_cancel_is_heard_once(host: QWidget, qtbot: QtBot) -> None:
    bar = BarWithCancel(host)
    bar.start("Preparing")
    bar.step(17, 40)
    assert bar._text.full_text() == "Preparing: 17 of 40"
    with qtbot.waitSignal(bar.cancelled, timeout=500):
        bar._cancel.click()
    assert not bar._cancel.isEnabled()


@pytest.mark.parametrize(
    ("spent", "done", "total", "said"),
    [(1, 5, 10, ""), (10, 0, 10, ""), (10, 5, 10, "10 seconds left"), (60, 1, 4, "3 minutes left")],
)
def test_time_left_is_said_when_it_can_be_known(
    spent: float, done: int, total: int, said: str
) -> None:
    assert time_left(spent, done, total) == said


def test_a_busy_button_cannot_be_pressed_twice(host: QWidget, qtbot: QtBot) -> None:
    button = Button("Жүктеу", parent=host)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.set_busy(True)
    button.click()
    assert pressed == []
    button.set_busy(False)
    button.click()
    assert pressed == [True]


def test_an_icon_alone_has_a_name(host: QWidget) -> None:
    button = IconButton("close", "Жабу", host)
    assert (button.accessibleName(), button.toolTip()) == ("Жабу", "Жабу")


def test_a_badge_of_nothing_is_not_there(host: QWidget) -> None:
    badge = Badge(0, parent=host)
    assert badge.isHidden()
    badge.set_count(3)
    assert not badge.isHidden()


def test_the_meter_says_its_share(host: QWidget) -> None:
    meter = Meter(host)
    meter.set_parts([1, 0.5, 0, 0.5])
    assert meter.accessibleName() == "50 %"


def test_a_name_with_markup_is_seen_as_typed(host: QWidget) -> None:
    label = TextLabel("<b>&<img src=x>", parent=host)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_words_without_room_are_shortened_and_told_in_full(host: QWidget) -> None:
    label = TextLabel("Өте ұзын атауы бар серіктес ұйым", elide=True, parent=host)
    label.resize(90, 20)
    label.show()
    settle()
    assert label.text().endswith("…")
    assert label.toolTip() == "Өте ұзын атауы бар серіктес ұйым"
    assert label.full_text() == "Өте ұзын атауы бар серіктес ұйым"


def test_segments_are_chosen_by_mouse_and_by_arrow(host: QWidget, qtbot: QtBot) -> None:
    segments = Segmented([("kk", "қаз"), ("ru", "рус"), ("both", "екеуі")], host)
    segments.show()
    parts = segments._parts()
    with qtbot.waitSignal(segments.changed, timeout=500) as told:
        QTest.mouseClick(parts[1], Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert told.args == ["ru"]
    segments.set_value("both")
    assert segments.value() == "both"


def test_tabs_keep_the_chosen_one_when_their_words_change(host: QWidget) -> None:
    tabs = Tabs(host)
    tabs.set_tabs([("card", "Card", None), ("files", "Files", None)])
    tabs.choose("files")
    tabs.set_tabs([("card", "Карточка", None), ("files", "Файлдар", 2)])
    assert tabs.current() == "files"
    assert tabs.tabText(1) == "Файлдар  2"


def test_the_search_field_tells_after_a_pause(host: QWidget, qtbot: QtBot) -> None:
    field = SearchField(host)
    with qtbot.waitSignal(field.searched, timeout=1000) as told:
        type_text(field, "қостанай ")
    assert told.args == ["қостанай"]


def test_the_empty_state_offers_what_to_do(host: QWidget) -> None:
    done: list[str] = []
    empty = EmptyState(host)
    empty.set("Серіктес жоқ.", [("Қосу", "add", lambda: done.append("add"), True)], "partners")
    empty.findChild(Button).click()
    assert done == ["add"]


def test_buttons_without_room_are_in_the_menu(host: QWidget) -> None:
    row = ButtonRow(host)
    done: list[int] = []
    row.set_buttons([(f"Ұзын әрекет {n}", None, lambda n=n: done.append(n)) for n in range(5)])
    row.resize(300, 44)
    row.show()
    settle()
    hidden = [b for b in row.buttons() if b.isHidden()]
    row._fill()
    assert len(row._menu.actions()) == len(hidden) > 0
    row._menu.actions()[-1].trigger()
    assert done == [4]


def test_a_flow_wraps_like_words(host: QWidget) -> None:
    flow = FlowLayout(host, gap=8)
    labels = [QLabel(host) for _n in range(4)]
    [label.setFixedSize(100, 20) for label in labels]
    [flow.addWidget(label) for label in labels]
    settle()
    assert flow.heightForWidth(500) == 20
    assert flow.heightForWidth(220) == 48


def test_a_tick_list_tells_its_order_when_it_closes(host: QWidget, qtbot: QtBot) -> None:
    sheet = TickListPopover(
        host, "Бағандар", [("a", "А"), ("b", "Ә"), ("c", "Б")], ["a"], movable=True
    )
    sheet.show()
    sheet.list.setCurrentRow(2)
    QTest.keyClick(sheet.list, Qt.Key.Key_Space)
    QTest.keyClick(sheet.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    with qtbot.waitSignal(sheet.chosen, timeout=500) as told:
        sheet.close()
    assert told.args == [["a", "c"]]


def test_a_name_without_letters_is_not_taken(host: QWidget, qtbot: QtBot) -> None:
    sheet = NamePopover(host, "Атауы", "Сақтау")
    named: list[str] = []
    sheet.named.connect(named.append)
    sheet.line.setText("   ")
    sheet.button.click()
    sheet.line.setText(" Менің  көрінісім ")
    sheet.button.click()
    assert named == ["Менің көрінісім"]


def test_a_bug_shows_one_sentence_and_logs_no_value(
    host: QWidget, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    crash.install(log_file=Path("logs") / "cluster-desktop.log")
    try:
        with caplog.at_level(logging.ERROR, logger="cluster_desktop"):
            why = ValueError("080101500013 Сәрсенов")
            sys.excepthook(type(why), why, why.__traceback__)
            settle()
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, crash.CrashDialog)]
        words = " ".join(label.text() for label in shown[0].findChildren(QLabel))
        assert "Something went wrong" in words
        assert "cluster-desktop.log" in words
        assert "080101500013" not in words + caplog.text
        assert "ValueError" in caplog.text
        shown[0].accept()
    finally:
        crash.uninstall()


def test_a_trouble_that_reaches_the_last_hook_is_shown_by_the_window(host: QWidget) -> None:
    shown: list[Exception] = []
    work.on_problem(lambda _owner, why: shown.append(why))
    crash.install()
    try:
        why = Trouble("The folder cannot be reached.")
        sys.excepthook(type(why), why, None)
        settle()
    finally:
        crash.uninstall()
        work.on_problem(None)
    assert shown == [why]


def test_diagnostics_are_saved_where_the_person_says(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[Path] = []
    dialog = crash.CrashDialog(saved.append)
    qtbot.addWidget(dialog)
    goal = str(tmp_path / "diagnostics.zip")
    monkeypatch.setattr(crash.QFileDialog, "getSaveFileName", lambda *_a: (goal, ""))
    dialog._on_save()
    assert saved == [Path(goal)]


def test_leaving_the_chip_with_the_pointer_is_harmless(row: ChipRow) -> None:
    QApplication.sendEvent(row.chips()[0], QEvent(QEvent.Type.Leave))
    assert row.selection() == ("all",)


def test_a_question_is_as_high_as_its_words(qtbot: QtBot) -> None:
    text = "2 records were changed or are used since. " * 4
    ask = Ask("Some records were changed later", text, "Take back the rest", lines=["A name"] * 3)
    qtbot.addWidget(ask)
    ask.resize(ask.sizeHint())
    ask.show()
    for label in ask.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
    area = ask.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    assert area.verticalScrollBar().maximum() == 0
