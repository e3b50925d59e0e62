"""Colours of both themes, the switch at run time, text sizes, icons."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from cluster_desktop.errors import Bug
from cluster_desktop.ui import theme as theme_module
from cluster_desktop.ui.icons import ICON_FOLDER, icon
from cluster_desktop.ui.theme import (
    DARK,
    LIGHT,
    Colours,
    apply_text_size,
    apply_theme,
    colours,
    font,
    scaled,
)
from cluster_desktop.ui.widgets import Chip, Pill, TextLabel
from tests.ui.hands import settle


def luminance(colour: QColor) -> float:
    parts = []
    for value in (colour.redF(), colour.greenF(), colour.blueF()):
        parts.append(value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
LOOKS = pytest.mark.parametrize("look", ["good", "soon", "bad", "info", "draft", "conflict"])


@THEMES
@LOOKS
def test_a_state_is_readable_on_its_tint_and_on_a_selected_row(theme: Colours, look: str) -> None:
    assert contrast(theme.ink(look), theme.tint(look)) >= 4.5
    assert contrast(theme.ink(look), theme.selection) >= 4.5


@THEMES
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("text", "surface"),
        ("text", "alternate"),
        ("muted", "surface"),
        ("muted", "header"),
        ("on_selection", "selection"),
        ("on_primary", "primary"),
        ("link", "surface"),
        ("primary", "surface"),
    ],
)
def test_text_is_readable(theme: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@THEMES
def test_outlines_of_fields_are_seen(theme: Colours) -> None:
    assert contrast(theme.ctrl, theme.surface) >= 3
    assert contrast(theme.ctrl, theme.window) >= 3


def pixels(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_a_switch_reaches_widgets_and_icons_that_are_on_the_screen(
    qtbot: QtBot, qapp: QApplication
) -> None:
    line, label, chip = QLineEdit("ә"), TextLabel("Мәтін"), Chip("a", "Барлығы", count=3)
    button = QPushButton()
    button.setIcon(icon("home"))
    for widget in (line, label, chip, button):
        qtbot.addWidget(widget)
        widget.show()

    apply_theme(qapp, "dark")
    settle()

    assert line.palette().color(QPalette.ColorRole.Base) == DARK.surface
    assert label.palette().color(QPalette.ColorRole.WindowText) == DARK.text
    assert DARK.header.name() in pixels(chip.grab().toImage())
    drawn = button.icon().pixmap(QSize(20, 20)).toImage()
    assert DARK.text.name() in pixels(drawn)


def test_the_dark_theme_is_in_force_after_the_choice(qapp: QApplication) -> None:
    apply_theme(qapp, "dark")
    assert colours().dark
    apply_theme(qapp, "light")
    assert not colours().dark


def test_text_size_scales_fonts_and_rows(qapp: QApplication, qtbot: QtBot) -> None:
    label = TextLabel("Келісім", "title")
    qtbot.addWidget(label)
    apply_text_size(qapp, 130)
    assert label.font().pointSizeF() == pytest.approx(19.5)
    assert font().pointSizeF() == pytest.approx(13)
    apply_text_size(qapp, 115)
    assert scaled(30) == 34


def test_kazakh_letters_are_in_the_interface_font(qapp: QApplication) -> None:
    raw = QRawFont.fromFont(font())
    wanted = "әғқңөұүһіӘҒҚҢӨҰҮҺІ₸№«»–"
    assert [letter for letter in wanted if not raw.supportsCharacter(ord(letter))] == []


@pytest.mark.parametrize("name", sorted(file.stem for file in ICON_FOLDER.glob("*.svg")))
def test_each_icon_draws_something_in_the_colour_of_the_theme(name: str, qtbot: QtBot) -> None:
    drawn = icon(name).pixmap(QSize(40, 40)).toImage()
    assert LIGHT.text.name() in pixels(drawn)


def test_an_icon_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(Bug, match="no icon"):
        icon("no-such-icon")


def test_a_pill_says_its_state_in_words(qtbot: QtBot) -> None:
    pill = Pill("Қолданыста", "good")
    qtbot.addWidget(pill)
    assert pill.accessibleName() == "Қолданыста"
    assert pill.sizeHint().width() > 36


def test_the_palette_of_a_high_contrast_system_stands(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme_module, "high_contrast", lambda: True)
    apply_theme(qapp, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) != DARK.window
    assert colours().text == qapp.palette().color(QPalette.ColorRole.Text)
    assert colours().ctrl == colours().text
