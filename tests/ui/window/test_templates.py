"""Templates: an edit is checked, kept as a draft and saved as a new version."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from cluster_desktop.documents.preview import text_of
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import papers, templates
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.agreements import AgreementsPage
from cluster_desktop.ui.pages.template_versions import VersionsSheet
from cluster_desktop.ui.pages.templates import TemplatesTab
from cluster_desktop.ui.preview import PrintPreview
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
    while not page.templates.is_built():
        settle()
    settle()
    return page.templates


def open_memorandum(tab: TemplatesTab, settle: Settle) -> None:
    first = papers.own_record("memorandum", 1)
    at = next(n for n, row in enumerate(tab._rows) if row.id == first)
    tab.list.setCurrentRow(at)
    settle()
    while not tab.is_built():
        settle()


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


def test_looking_at_a_template_shows_all_of_its_text_and_is_no_edit(
    tab: TemplatesTab, settle: Settle
) -> None:
    open_memorandum(tab, settle)
    settle()
    assert not tab._dirty
    assert tab.value() == papers.own_template()
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


def chosen(menu: QMenu, *path: str) -> None:
    """Click through submenus by their words."""
    for words in path[:-1]:
        action = next(one for one in menu.actions() if one.text() == words)
        menu = cast("QMenu", action.menu())
    next(one for one in menu.actions() if one.text() == path[-1]).trigger()


def test_a_clause_is_switched_by_a_field_and_renumbered(
    qtbot: QtBot, tab: TemplatesTab, office: Office, settle: Settle
) -> None:
    open_memorandum(tab, settle)
    row = next(one for one in tab.clauses() if one.number.text() == "1.1.")
    chosen(row.menu(), "Print only when", "A place is empty", "Practice places")
    # The sample has places: the test print leaves the clause out.
    assert row.number.text() == "–"
    assert "“Practice places” is empty" in row.note.text()
    qtbot.mouseClick(tab.save, Qt.MouseButton.LeftButton)
    settle()
    saved = templates.read(office, cast("UUID", tab._record))
    assert [one.unless for one in saved.clauses if "filled:places" in one.unless]
    again = next(one for one in tab.clauses() if one.clause.unless == ("filled:places",))
    chosen(again.menu(), "Print always")
    assert again.number.text() == "1.1."


def test_a_clause_is_added_moved_below_another_and_taken_out(
    tab: TemplatesTab, settle: Settle
) -> None:
    open_memorandum(tab, settle)
    row = next(one for one in tab.clauses() if one.number.text() == "1.1.")
    count = len(tab.clauses())
    chosen(row.menu(), "Add a clause below")
    made = tab.clauses()[tab.clauses().index(row) + 1]
    assert not tab.save.isEnabled()
    made.kk.insertPlainText("Қосымша")
    made.ru.insertPlainText("Дополнение")
    assert tab.save.isEnabled()
    assert made.number.text() == "1.2."
    chosen(made.menu(), "What it is", "Below a clause: 1.1.1.")
    assert made.number.text() == "1.1.1."
    chosen(made.menu(), "Move up")
    assert tab.clauses().index(made) == tab.clauses().index(row) - 1
    chosen(made.menu(), "Take the clause out")
    assert len(tab.clauses()) == count


def test_a_place_is_picked_while_typing_and_its_form_after_a_colon(
    qtbot: QtBot, tab: TemplatesTab, settle: Settle
) -> None:
    open_memorandum(tab, settle)
    edit = tab.clauses()[3].ru
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "{valid un")
    _completer, popup = edit._completer()
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert edit.toPlainText() == "{valid_until}"
    qtbot.keyClick(edit, Qt.Key.Key_Left)
    qtbot.keyClicks(edit, ":quo")
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert edit.toPlainText() == "{valid_until:quoted}"
    assert not tab.clauses()[3].problem.isVisible()
    qtbot.keyClicks(edit, " {valid_until:sum}")
    assert "sum" in tab.clauses()[3].problem.text()
    # Or from the menu, where the cursor was last.
    other = tab.clauses()[4].ru
    other.focused.emit(other)
    tab.insert_place("partner_name")
    assert "{partner_name}" in other.toPlainText()


def test_versions_are_compared_and_the_earlier_one_comes_back(
    qtbot: QtBot, tab: TemplatesTab, office: Office, window: MainWindow, settle: Settle
) -> None:
    before = tab.clauses()[0].ru.toPlainText()
    tab.clauses()[0].ru.insertPlainText("Договорились. ")
    qtbot.mouseClick(tab.save, Qt.MouseButton.LeftButton)
    settle()
    tab.show_versions()
    settle()
    sheet = window.findChild(VersionsSheet)
    assert sheet is not None
    assert "Договорились." in sheet.rows.words.index(0, 2).data()
    qtbot.mouseClick(sheet.back, Qt.MouseButton.LeftButton)
    settle()
    assert tab.clauses()[0].ru.toPlainText() == before
    assert tab._state.text() == "version 3"
    # Taken back: the same template is shown, as it was.
    office.undo()
    settle()
    assert tab._state.text() == "version 2"


def test_a_template_of_ones_own_prints_with_invented_data(
    qtbot: QtBot, tab: TemplatesTab, office: Office, window: MainWindow, settle: Settle
) -> None:
    count = tab.list.count()
    tab.make_new("order")
    settle()
    assert tab.list.count() == count + 1
    assert tab._heads["name"].kk.toPlainText().endswith("(біздікі)")
    qtbot.mouseClick(tab.test, Qt.MouseButton.LeftButton)
    settle()
    preview = window.findChild(PrintPreview)
    assert preview is not None
    (paper,) = preview.papers()
    assert "Үлгі колледжі" in text_of(paper.pdf)
    assert not paper.gaps
