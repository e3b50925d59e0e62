"""Ctrl+K: any spelling, commands in three languages, help; Enter opens."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.services.office import Office
from cluster_desktop.ui.memorandum import MemorandumSheet
from cluster_desktop.ui.pages.partners import PartnersPage
from cluster_desktop.ui.search import SearchPalette
from cluster_desktop.ui.search_rows import Entry, match_spans
from cluster_desktop.ui.window import MainWindow

Settle = Callable[[], None]
TypeText = Callable[[QWidget, str], None]


@pytest.fixture
def first_page() -> str:
    return "partners"


@pytest.fixture
def palette(window: MainWindow, settle: Settle) -> SearchPalette:
    window.commands.run("search")
    settle()
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, SearchPalette)
    return layer.sheet


def entries(palette: SearchPalette) -> list[Entry]:
    return palette._model.entries()


def titles(palette: SearchPalette) -> list[str]:
    return [entry.title for entry in entries(palette) if not entry.is_heading]


@pytest.mark.parametrize("text", ["қостанай", "КОСТАНАЙ", "костанай аг", "останай", "rjcnfyfq"])
def test_a_partner_is_found_in_any_spelling(
    palette: SearchPalette, settle: Settle, text: str
) -> None:
    palette.input.setText(text)
    settle()
    assert entries(palette)[0].title == "Partners"
    assert "Қостанай агро" in titles(palette)[0]


def test_it_opens_with_the_records_touched_last(palette: SearchPalette, settle: Settle) -> None:
    assert entries(palette)[0].title == "Recent"
    assert titles(palette)[0].startswith("М-005/2026")


def test_the_matched_letters_are_marked_through_the_folding() -> None:
    text = "«Қостанай агро» ЖШС"
    spans = match_spans(text, "костанай аг")
    assert [text[start:end] for start, end in spans] == ["Қостанай", "аг"]


def test_letters_typed_in_the_wrong_layout_are_marked_too() -> None:
    text = "ТОО «Костанай агро»"
    assert [text[start:end] for start, end in match_spans(text, "rjcnfyfq")] == ["Костанай"]


def test_enter_opens_the_record_in_its_panel(
    qtbot: QtBot, window: MainWindow, palette: SearchPalette, settle: Settle, partner: UUID
) -> None:
    palette.input.setText("костанай")
    settle()
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    settle()
    page = window.page()
    assert window.layer() is None
    assert isinstance(page, PartnersPage)
    assert page.panel.record_id() == partner


def test_a_command_is_found_by_its_name_in_kazakh_russian_and_english(
    translated: None, palette: SearchPalette, settle: Settle
) -> None:
    for text in ("backup copy", "резервную копию", "сақтық көшірмені"):
        palette.input.setText(text)
        settle()
        assert "backup" in [entry.command for entry in entries(palette)]


def test_a_command_runs_from_the_palette(
    qtbot: QtBot, window: MainWindow, palette: SearchPalette, settle: Settle
) -> None:
    palette.input.setText("dark theme")
    settle()
    qtbot.keyClick(palette.input, Qt.Key.Key_Return)
    settle()
    assert window.actions_of["theme_dark"].isChecked()


def test_a_found_partner_offers_a_memorandum_with_it(
    window: MainWindow, palette: SearchPalette, settle: Settle
) -> None:
    palette.input.setText("костанай")
    settle()
    row = next(n for n, e in enumerate(entries(palette)) if e.partner is not None)
    palette._open(row)
    settle()
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, MemorandumSheet)


def test_a_question_finds_its_help_page(
    window: MainWindow, palette: SearchPalette, settle: Settle
) -> None:
    palette.input.setText("renew agreements")
    settle()
    row = next(n for n, e in enumerate(entries(palette)) if e.topic == "renew")
    palette._open(row)
    settle()
    assert window.help.isVisible()
    assert window.help.topic() == "renew"


def test_an_agreement_shows_its_state(
    palette: SearchPalette, settle: Settle, office: Office
) -> None:
    palette.input.setText("М-003")
    settle()
    (found,) = [entry for entry in entries(palette) if entry.record is not None]
    assert found.pill == ("Expired", "bad")


def test_nothing_found_is_said(palette: SearchPalette, settle: Settle) -> None:
    palette.input.setText("йцуйцу")
    settle()
    assert entries(palette)[0].title == "Nothing found for “йцуйцу”"


def test_a_late_answer_does_not_replace_a_newer_one(palette: SearchPalette, settle: Settle) -> None:
    palette.input.setText("мектеп")
    palette.input.setText("костанай")
    settle()
    assert "Қостанай агро" in titles(palette)[0]


def test_escape_closes_and_gives_the_focus_back(
    qtbot: QtBot, window: MainWindow, palette: SearchPalette, settle: Settle
) -> None:
    qtbot.keyClick(palette.input, Qt.Key.Key_Escape)
    settle()
    assert window.layer() is None
