"""The first start: four screens, Back everywhere, resumed after a kill, nothing asked twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.services.office import Office
from cluster_desktop.ui.firstrun import FirstRun
from cluster_desktop.ui.window import MainWindow

Settle = Callable[[], None]
TypeText = Callable[[QWidget, str], None]


@pytest.fixture
def fresh(fresh_office: Office, open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window(fresh_office)


def first(window: MainWindow) -> FirstRun:
    found = window.first_run()
    assert found is not None
    return found


def press_next(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    qtbot.mouseClick(first(window).next, Qt.MouseButton.LeftButton)
    settle()


def test_a_database_without_a_college_begins_with_the_language(fresh: MainWindow) -> None:
    assert first(fresh).isVisible()
    assert first(fresh).step() == 0
    assert not first(fresh).back.isVisible()


def test_a_language_is_spoken_as_soon_as_it_is_chosen(
    qtbot: QtBot, translated: None, fresh: MainWindow, settle: Settle
) -> None:
    qtbot.mouseClick(first(fresh).languages["kk"], Qt.MouseButton.LeftButton)
    settle()
    assert i18n.language() == "kk"
    assert first(fresh).next.text() == "Келесі"


def test_a_college_without_any_name_is_asked_for(
    qtbot: QtBot, fresh: MainWindow, fresh_office: Office, settle: Settle
) -> None:
    press_next(qtbot, fresh, settle)
    press_next(qtbot, fresh, settle)
    assert first(fresh).step() == 1
    assert fresh_office.college_id() is None
    assert "fill in" in first(fresh)._problem.text()


def test_four_screens_lead_to_home_with_the_college_named(
    qtbot: QtBot,
    fresh: MainWindow,
    fresh_office: Office,
    settle: Settle,
    type_text: TypeText,
) -> None:
    press_next(qtbot, fresh, settle)
    type_text(first(fresh).college["name_kk"].input, "«Арқалық колледжі» МКҚК")
    press_next(qtbot, fresh, settle)
    press_next(qtbot, fresh, settle)
    press_next(qtbot, fresh, settle)
    assert fresh.first_run() is None
    assert fresh.rail.current() == "home"
    assert "Арқалық колледжі" in fresh.windowTitle()
    assert fresh_office.setting("firstrun.done") == "yes"


def test_after_a_kill_it_goes_on_from_the_same_screen_with_the_college_kept(
    qtbot: QtBot,
    fresh: MainWindow,
    fresh_office: Office,
    open_window: Callable[..., MainWindow],
    settle: Settle,
    type_text: TypeText,
) -> None:
    press_next(qtbot, fresh, settle)
    type_text(first(fresh).college["name_ru"].input, "Аркалыкский колледж")
    press_next(qtbot, fresh, settle)
    assert first(fresh).step() == 2
    again = open_window(fresh_office)  # the first window was never closed properly
    assert first(again).step() == 2
    qtbot.mouseClick(first(again).back, Qt.MouseButton.LeftButton)
    assert first(again).college["name_ru"].value() == "Аркалыкский колледж"


def test_sample_data_are_wanted_in_a_database_of_their_own(
    qtbot: QtBot,
    fresh: MainWindow,
    fresh_office: Office,
    settle: Settle,
    type_text: TypeText,
) -> None:
    press_next(qtbot, fresh, settle)
    type_text(first(fresh).college["name_kk"].input, "Колледж")
    press_next(qtbot, fresh, settle)
    qtbot.mouseClick(first(fresh).begin["sample"], Qt.MouseButton.LeftButton)
    press_next(qtbot, fresh, settle)
    with qtbot.waitSignal(fresh.sample_wanted):
        qtbot.mouseClick(first(fresh).skip, Qt.MouseButton.LeftButton)
    settle()
    assert fresh_office.count("agreement") == 0


def test_sample_data_carry_their_bar_and_one_click_leaves_them(
    qtbot: QtBot, office: Office, preferences: object, settle: Settle
) -> None:
    window = MainWindow(office, preferences, sample=True)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    settle()
    assert window.sample_bar.isVisible()
    with qtbot.waitSignal(window.leave_sample_wanted):
        qtbot.mouseClick(window.sample_bar._leave, Qt.MouseButton.LeftButton)
