"""The rights of a person in the window: a card as a file, erasure seen before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Query
from cluster_desktop.rules.erasure import MARK
from cluster_desktop.services import safety
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.desk import Place, place_of_record
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.pages.person_rights import EraseSheet, PersonMenu
from cluster_desktop.ui.pages.settings_backup import BackupTab
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, at_now
from tests.services.persons import NAME, one_student, the_mentor, the_student
from tests.services.practice_records import add, named
from tests.ui.desks import cut_off, nameless


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(one_student, tmp_path / "cluster.db", clock=at_now)
    made.put_setting("firstrun.done", "1")
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
    qtbot.waitUntil(lambda: not work.busy(), timeout=10_000)
    qtbot.wait(20)
    qtbot.waitUntil(lambda: not work.busy(), timeout=10_000)


def open_person(qtbot: QtBot, window: MainWindow, place: Place | None) -> PersonMenu:
    assert place is not None
    window.open_place(place)
    settle(qtbot)
    menus = [one for one in window.findChildren(PersonMenu) if one.isVisible()]
    (found,) = menus
    return found


def sheet_of(qtbot: QtBot, window: MainWindow) -> EraseSheet:
    settle(qtbot)
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, EraseSheet)
    return layer.sheet


def test_a_student_is_erased_after_a_reason(
    qtbot: QtBot, office: Office, window: MainWindow
) -> None:
    student = the_student(office)
    menu = open_person(qtbot, window, place_of_record("student", student))
    menu.erase.trigger()
    sheet = sheet_of(qtbot, window)
    told = "\n".join(label.text() for label in sheet.findChildren(QLabel))
    assert NAME in told
    assert "cannot be taken back" in told
    assert "Placements: 1" in told
    assert (cut_off(sheet), nameless(sheet)) == ([], [])
    assert not sheet.go.isEnabled()
    sheet.reason.setText(NAME.split()[0])
    sheet.go.click()
    qtbot.waitUntil(lambda: "without the person's name" in sheet.problem.text(), timeout=5_000)
    sheet.reason.clear()
    qtbot.keyClicks(sheet.reason, "request No 7")
    sheet.go.click()
    qtbot.waitUntil(lambda: window.layer() is None, timeout=10_000)
    settle(qtbot)
    assert office.get("student", student)["full_name"] == MARK
    assert office.search(NAME) == []


def test_what_is_being_typed_does_not_come_back(
    qtbot: QtBot, office: Office, window: MainWindow
) -> None:
    mentor = the_mentor(office)
    menu = open_person(qtbot, window, place_of_record("mentor", mentor))
    page = window.page()
    assert isinstance(page, ListPage)
    assert page.panel.form is not None
    typed = page.panel.form.field("position").input
    typed.setFocus()
    qtbot.keyClicks(typed, "x")
    menu.erase.trigger()
    sheet = sheet_of(qtbot, window)
    sheet.reason.setText("request No 8")
    sheet.go.click()
    qtbot.waitUntil(lambda: window.layer() is None, timeout=10_000)
    settle(qtbot)
    row = office.get("mentor", mentor)
    assert (row["full_name"], row["position"]) == (MARK, None)


def test_a_card_is_saved_as_a_file(
    qtbot: QtBot, office: Office, window: MainWindow, tmp_path: Path
) -> None:
    student = the_student(office)
    menu = open_person(qtbot, window, place_of_record("student", student))
    menu.save_card(tmp_path / "карта", student)
    settle(qtbot)
    assert (tmp_path / "карта.pdf").read_bytes().startswith(b"%PDF")


def contact(office: Office) -> tuple[UUID, UUID]:
    partner = named(office, "organisation", "Темір")
    return partner, add(office, "contact_person", organisation_id=partner, full_name="Қ. Әлі")


def test_a_contact_person_has_the_same_beside_its_line(
    qtbot: QtBot, office: Office, window: MainWindow
) -> None:
    partner, person = contact(office)
    window.open_place(Place("partners", record=partner))
    settle(qtbot)
    page = window.page()
    assert isinstance(page, ListPage)
    contacts = next(b for b in page.belongings if b.entity.name == "contact_person")
    (menu,) = contacts.findChildren(PersonMenu)
    menu.erase.trigger()
    settle(qtbot)
    assert window.layer() is None  # no line is looked at
    contacts.show_one(person)
    menu.erase.trigger()
    sheet = sheet_of(qtbot, window)
    sheet.reason.setText("he left")
    sheet.go.click()
    qtbot.waitUntil(lambda: window.layer() is None, timeout=10_000)
    settle(qtbot)
    assert office.count(Query("contact_person")) == 0


def test_how_long_copies_are_kept_is_a_setting(
    qtbot: QtBot, office: Office, window: MainWindow
) -> None:
    window.open_place(Place("settings", tab="backup"))
    settle(qtbot)
    (tab,) = [one for one in window.findChildren(BackupTab) if one.isVisible()]
    assert tab.keep.value() == 365
    tab.keep.committed.emit(180)
    settle(qtbot)
    assert safety.keep_days(office) == 180
