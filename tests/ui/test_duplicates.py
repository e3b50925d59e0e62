"""Possible duplicates in the window: told, compared, merged, separated, called different."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from cluster_desktop.i18n import set_language
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import duplicates, merging, start
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.exchange_parts import SideChoice
from cluster_desktop.ui.pages.duplicates import DuplicatesLink, DuplicatesPage
from cluster_desktop.ui.pages.duplicates_compare import CompareSheet
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, at_now
from tests.services.practice_records import add
from tests.ui.desks import cut_off, nameless

LONG = "«Қайнар жарық және жылу жүйелері» жауапкершілігі шектеулі серіктестігі"
ONE, OTHER = "«Қайнар <b>жарық</b>» ЖШС", 'ТОО "Қайнар <b>жарық</b>" & Ко'


def two_partners(office: Office) -> None:
    start.prepare(office)
    start.set_college(office, {"name_kk": "Колледж"})
    one = add(office, "organisation", name_kk="«Қайнар» ЖШС", phone="+7 701 000 00 01")
    add(office, "organisation", name_ru='ТОО "Қайнар"', phone="+7 701 000 00 02", email="a@b.kz")
    add(office, "mentor", full_name="Асан Серік", organisation_id=one)
    office.put_setting("firstrun.done", "1")


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(two_partners, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, office: Office, tmp_path: Path) -> MainWindow:
    made = MainWindow(office, FilePreferences(tmp_path / "preferences.ini"))
    qtbot.addWidget(made)
    made.resize(1366, 697)
    made.show()
    return made


def settle(qtbot: QtBot) -> None:
    for _again in range(2):
        qtbot.waitUntil(lambda: not work.busy(), timeout=10_000)
        qtbot.wait(20)


def the_page(qtbot: QtBot, window: MainWindow) -> DuplicatesPage:
    window.open_place(Place("duplicates", tab="organisation"))
    settle(qtbot)
    page = window.page()
    assert isinstance(page, DuplicatesPage)
    return page


def press(qtbot: QtBot, window: MainWindow, text: str) -> None:
    page = the_page(qtbot, window)
    found = [one for one in page.findChildren(QAbstractButton) if one.text() == text]
    found[-1].click()
    settle(qtbot)


def sheet_of(qtbot: QtBot, window: MainWindow) -> CompareSheet:
    press(qtbot, window, "Compare…")
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, CompareSheet)
    return layer.sheet


def live(office: Office) -> list[UUID]:
    where = (Condition("is_own", "is", False),)
    return [row.id for row in office.rows(Query("organisation", where))]


def test_home_says_it_and_leads_there(qtbot: QtBot, window: MainWindow) -> None:
    window.open_place(Place("home"))
    settle(qtbot)
    verb = window.findChild(QAbstractButton, "verb_duplicates")
    assert verb is not None

    verb.click()
    settle(qtbot)

    assert isinstance(window.page(), DuplicatesPage)


def test_the_list_says_it_and_leads_there(qtbot: QtBot, window: MainWindow) -> None:
    window.open_place(Place("partners"))
    settle(qtbot)
    (link,) = [one for one in window.findChildren(DuplicatesLink) if one.isVisible()]
    assert link.text() == "Possible duplicates: 1"

    link.click()
    settle(qtbot)

    assert isinstance(window.page(), DuplicatesPage)


def test_the_list_is_silent_where_nothing_is_there_twice(qtbot: QtBot, window: MainWindow) -> None:
    window.open_place(Place("mentors"))
    settle(qtbot)
    assert [one for one in window.findChildren(DuplicatesLink) if one.isVisible()] == []


def test_what_will_point_to_it_is_shown_before_and_the_choice_is_made(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    sheet = sheet_of(qtbot, window)
    assert "Goes to the bin: ТОО" in sheet.pointing.text()
    other = sheet.findChild(QAbstractButton, "stays_2")
    assert other is not None

    other.click()
    settle(qtbot)

    assert "Mentors (Organisation) – 1" in sheet.pointing.text()
    assert "Goes to the bin: «Қайнар» ЖШС." in sheet.pointing.text()
    phone = sheet.findChild(QAbstractButton, "value_phone_1")
    assert phone is not None
    phone.click()
    assert sheet.taken() == ["phone"]
    sheet.go.click()
    settle(qtbot)

    (stays,) = live(office)
    row = office.get("organisation", stays)
    assert (row["phone"], row["email"]) == ("+7 701 000 00 01", "a@b.kz")
    assert window.layer() is None


def test_one_undo_takes_the_merge_back(qtbot: QtBot, window: MainWindow, office: Office) -> None:
    sheet = sheet_of(qtbot, window)
    sheet.go.click()
    settle(qtbot)
    assert len(live(office)) == 1

    window.commands.run("undo")
    settle(qtbot)

    assert len(live(office)) == 2
    assert merging.merged(office) == []


def test_what_was_merged_can_be_separated(qtbot: QtBot, window: MainWindow, office: Office) -> None:
    sheet = sheet_of(qtbot, window)
    sheet.go.click()
    settle(qtbot)

    press(qtbot, window, "Separate again")

    assert len(live(office)) == 2


def test_two_different_ones_are_not_shown_again(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    press(qtbot, window, "Two different ones")

    assert duplicates.count(office) == 0
    assert the_page(qtbot, window).cards() == []


def test_two_different_ones_can_be_said_while_comparing(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    sheet = sheet_of(qtbot, window)
    sheet.set_apart()
    settle(qtbot)

    assert duplicates.count(office) == 0
    assert window.layer() is None


def test_a_refusal_stands_in_the_sheet(qtbot: QtBot, window: MainWindow, office: Office) -> None:
    sheet = sheet_of(qtbot, window)
    office.delete("organisation", [merging.proposed(office, "organisation", *live(office))[1]])
    settle(qtbot)

    sheet.go.click()
    settle(qtbot)

    assert "bin" in sheet.problem.text()
    assert window.layer() is not None


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_nothing_is_cut_off_and_everything_has_a_name(
    qtbot: QtBot, window: MainWindow, language: str
) -> None:
    sheet = sheet_of(qtbot, window)
    assert nameless(sheet) == []
    assert cut_off(sheet) == []
    window.commands.run(f"language_{language}")
    window.resize(1093, 545)
    page = the_page(qtbot, window)
    assert cut_off(page) == []
    assert nameless(page) == []
    set_language("en")


def test_signs_of_markup_in_names_stay_letters(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    for name in (ONE, OTHER):
        add(office, "organisation", name_kk=name, bin="990140000017")
    page = the_page(qtbot, window)
    shown = [label.text() for label in page.findChildren(QLabel)]
    assert any("<b>" in text for text in shown)


def test_two_that_are_ticked_are_compared(qtbot: QtBot, window: MainWindow, office: Office) -> None:
    window.open_place(Place("partners"))
    settle(qtbot)
    (link,) = [one for one in window.findChildren(DuplicatesLink) if one.isVisible()]

    page = window.page()
    assert isinstance(page, ListPage)
    page.list.table.rows.tick_all(True)
    settle(qtbot)
    assert link.text() == "Compare the two ticked…"
    link.click()
    settle(qtbot)

    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, CompareSheet)
    page.list.table.rows.tick_all(False)
    assert link.text() == "Possible duplicates: 1"


def test_the_page_stands_under_the_one_of_its_kind(qtbot: QtBot, window: MainWindow) -> None:
    window.open_place(Place("settings"))
    page = the_page(qtbot, window)

    assert window.rail.current() == "partners"
    assert window.titles.title.full_text() == "Partners › Possible duplicates"
    assert page.accessibleName() == "Partners › Possible duplicates"


def test_duplicates_of_all_kinds_stand_under_home(qtbot: QtBot, window: MainWindow) -> None:
    window.open_place(Place("settings"))
    window.open_place(Place("duplicates"))
    settle(qtbot)

    assert window.rail.current() == "home"
    assert window.titles.title.full_text() == "Possible duplicates"


def test_the_keys_go_round_where_the_program_opens_on_duplicates(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    preferences = FilePreferences(tmp_path / "preferences.ini")
    preferences.put("page", "duplicates")
    window = MainWindow(office, preferences)
    qtbot.addWidget(window)
    window.show()
    settle(qtbot)
    assert isinstance(window.page(), DuplicatesPage)

    window.rail.items["bin"].setFocus()
    window.commands.run("previous_pane")
    window.commands.run("next_pane")

    assert window.rail.current() == "home"


def test_a_long_name_is_read_whole_and_stands_in_its_own_quotes(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    first = add(office, "organisation", name_kk=LONG, bin="990140000017")
    other = add(office, "organisation", name_kk="«Жарық» ЖШС", bin="990140000017")
    sheet = CompareSheet(window.desk, "organisation", first, other)
    window.desk.sheet.emit(sheet, "middle")
    settle(qtbot)

    stays = sheet.findChild(SideChoice, "stays_1")
    assert stays is not None
    assert stays.text() == LONG
    assert stays.height() >= stays.heightForWidth(stays.width())
    assert "Goes to the bin: «Жарық» ЖШС." in sheet.pointing.text()
