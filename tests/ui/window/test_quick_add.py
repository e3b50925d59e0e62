"""The line under the partners: a name and Enter; who is there already is shown while typing."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.partners import PartnersPage
from cluster_desktop.ui.window import MainWindow

Settle = Callable[[], None]
TypeText = Callable[[QWidget, str], None]


@pytest.fixture
def first_page() -> str:
    return "partners"


@pytest.fixture
def partners(window: MainWindow, settle: Settle) -> PartnersPage:
    window.open_place(Place("partners"))
    settle()
    page = window.page()
    assert isinstance(page, PartnersPage)
    return page


def test_enter_adds_the_partner_and_the_line_is_ready_for_the_next(
    qtbot: QtBot, partners: PartnersPage, office: Office, settle: Settle, type_text: TypeText
) -> None:
    type_text(partners.quick.input, "«Торғай жарық» ЖШС")
    qtbot.keyClick(partners.quick.input, Qt.Key.Key_Return)
    settle()
    assert partners.quick.input.text() == ""
    assert office.lookup("organisation", "name_kk", ["«Торғай жарық» ЖШС"])
    assert partners.list.count() == 3


def test_a_partner_of_that_name_is_shown_while_it_is_typed(
    qtbot: QtBot, partners: PartnersPage, partner: UUID, settle: Settle, type_text: TypeText
) -> None:
    type_text(partners.quick.input, "костанай агро")
    qtbot.waitUntil(lambda: partners.quick.same() is not None, timeout=3000)
    assert partners.quick.same() == partner
    qtbot.mouseClick(partners.quick.open, Qt.MouseButton.LeftButton)
    settle()
    assert partners.panel.record_id() == partner


def test_enter_on_an_empty_line_adds_nothing(
    qtbot: QtBot, partners: PartnersPage, office: Office, settle: Settle
) -> None:
    qtbot.keyClick(partners.quick.input, Qt.Key.Key_Return)
    settle()
    assert office.count("organisation") == 3
