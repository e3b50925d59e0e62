"""Buttons of the exchange: readable when they are off, one that is filled, with its keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.services.office import Office
from cluster_desktop.sync.views import State
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.theme import apply_theme
from cluster_desktop.ui.widgets import Button, PrimaryButton
from cluster_desktop.ui.window import MainWindow
from tests.ui import exchange_scenes as scenes
from tests.ui.exchange_hands import rest
from tests.ui.test_exchange import few, page_of

LEAST = 40  # of 255: how far the darkest stroke stands from its ground


@pytest.fixture
def content() -> object:
    return few


def farthest(image: QImage, room: QRect) -> int:
    ground = image.pixelColor(room.left(), room.top()).lightness()
    inks = (
        QColor(image.pixel(QPoint(x, y))).lightness()
        for x in range(room.left(), room.right())
        for y in range(room.top(), room.bottom())
    )
    return max(abs(ink - ground) for ink in inks)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_icon_of_a_primary_button_that_is_off_is_seen(
    qtbot: QtBot, qapp: QApplication, theme: str
) -> None:
    apply_theme(qapp, theme)
    button = PrimaryButton("", icon="exchange")
    qtbot.addWidget(button)
    button.setEnabled(False)
    button.show()
    middle = button.rect().center()
    room = QRect(middle.x() - 8, middle.y() - 8, 16, 16)
    assert farthest(button.grab().toImage(), room) >= LEAST


def test_one_button_of_the_page_is_filled_and_names_its_keys(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    i18n.set_language("en")
    region = scenes.busy_region(office)
    region.outcome = scenes.receipt(9, conflicts=2)
    window = MainWindow(office, FilePreferences(tmp_path / "p.ini"), exchange=lambda: region)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    rest()
    page = page_of(window)
    page.exchange_now()
    rest()
    filled = [
        one for one in page.findChildren(Button)
        if one.isVisible() and one.isEnabled() and one.property("look") == "primary"
    ]  # fmt: skip
    assert [(one.objectName(), one.toolTip()) for one in filled] == [("exchange_now", "F9")]


def test_ctrl_enter_is_the_main_button_of_each_screen_of_the_first_connection(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    i18n.set_language("en")
    region = scenes.InMemory(State("asked"))
    window = MainWindow(office, FilePreferences(tmp_path / "p.ini"), exchange=lambda: region)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    rest()
    page = page_of(window)
    from cluster_desktop.ui.pages.exchange_first import FirstTab

    first = page.shown()
    assert isinstance(first, FirstTab)
    screen = first.accept_screen
    screen.take("*")
    screen.region_words.edit.setText(" ".join(scenes.WORDS))
    screen.region_words.edit.setFocus()
    assert screen.go.toolTip() == "Ctrl+Enter"
    qtbot.keyClick(screen.region_words.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest()
    assert region.now.stage == "member"
