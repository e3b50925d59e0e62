"""Templates: an edit is checked, kept as a draft and saved as a new version."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Condition, Query
from cluster_desktop.services import papers
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.agreements import AgreementsPage
from cluster_desktop.ui.pages.templates import TemplatesTab
from cluster_desktop.ui.window import MainWindow

Settle = Callable[[], None]


@pytest.fixture
def first_page() -> str:
    return "agreements"


@pytest.fixture
def tab(window: MainWindow, settle: Settle) -> TemplatesTab:
    window.open_place(Place("agreements", tab="templates"))
    settle()
    page = window.page()
    assert isinstance(page, AgreementsPage)
    return page.templates


def test_an_edit_becomes_the_version_in_use_and_the_old_one_stays(
    qtbot: QtBot, tab: TemplatesTab, office: Office, settle: Settle
) -> None:
    before = office.count("document_template")
    tab.clauses()[0].kk.insertPlainText("Тараптар келісті. ")
    tab.clauses()[0].ru.insertPlainText("Стороны договорились. ")
    assert tab.save.isEnabled()
    qtbot.mouseClick(tab.save, Qt.MouseButton.LeftButton)
    settle()
    current = Query("document_template", (Condition("version", "is", 2),), columns=("is_current",))
    assert [row["is_current"] for row in office.rows(current)] == [True]
    assert office.count("document_template") == before + 1


def test_an_unknown_place_is_named_and_cannot_be_saved(tab: TemplatesTab) -> None:
    tab.clauses()[0].kk.insertPlainText("{қате}")
    assert "қате" in tab._problem.text()
    assert not tab.save.isEnabled()


def test_a_place_from_the_list_goes_where_the_cursor_was(tab: TemplatesTab) -> None:
    clause = tab.clauses()[3].ru
    clause.setFocus()
    clause.focused.emit(clause)
    tab.insert_place("partner_name")
    assert "{partner_name}" in clause.toPlainText()


def test_a_clause_shows_all_of_its_text(tab: TemplatesTab, settle: Settle) -> None:
    for clause in tab.clauses():
        for edit in (clause.kk, clause.ru):
            assert edit.verticalScrollBar().maximum() == 0


def test_what_was_typed_is_there_again_after_the_power_went(
    tab: TemplatesTab,
    office: Office,
    open_window: Callable[[], MainWindow],
    settle: Settle,
) -> None:
    tab.clauses()[0].kk.insertPlainText("Жарық сөнді. ")
    tab._keep_draft()
    settle()
    again = open_window()
    again.open_place(Place("agreements", tab="templates"))
    settle()
    page = again.page()
    assert isinstance(page, AgreementsPage)
    assert page.templates.clauses()[0].kk.toPlainText().startswith("Жарық сөнді. ")
    assert papers.own_template().clauses[0].text.kk not in ("",)
