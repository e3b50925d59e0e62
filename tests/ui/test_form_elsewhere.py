"""A record is changed or binned elsewhere while somebody types in its form: nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from cluster_desktop.db.store import Store
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.form import EntityForm
from cluster_desktop.ui.pages.partners import PartnersPage
from cluster_desktop.ui.widgets_buttons import Button
from tests.ui.desks import HeardDesk
from tests.ui.hands import settle, type_text

MINE, THEIRS = "8 701 555 44 33", "87770000077"
SAID = f"Changed elsewhere meanwhile: {THEIRS}"


def elsewhere(work: Callable[[], object]) -> None:
    """On another thread, as an exchange works; then its news arrive."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    settle()


@pytest.fixture
def partner(office: Office) -> UUID:
    values = {"name_kk": "«Аграрлық» ЖШС", "phone": "87010000000"}
    return next(iter(office.add("organisation", values).ids))


@pytest.fixture
def other(office: Office) -> UUID:
    return next(iter(office.add("organisation", {"name_kk": "«Бидай» ЖШС"}).ids))


@pytest.fixture
def form(qtbot: QtBot, office: Office, bridge: OfficeBridge, partner: UUID) -> EntityForm:
    made = EntityForm(office, bridge, "organisation")
    made.resize(360, 800)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.open(partner)
    return made


def typed(form: EntityForm, text: str = MINE) -> QLineEdit:
    line = form.field("phone").input
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    type_text(line, text)
    assert line.text() == text
    return line


def phone(office: Office, partner: UUID) -> object:
    return office.get("organisation", partner)["phone"]


def button(form: EntityForm, name: str) -> Button | None:
    found = [b for b in form.row("phone").findChildren(Button, name) if b.isVisible()]
    return found[0] if found else None


@pytest.fixture
def clashing(form: EntityForm, office: Office, partner: UUID) -> QLineEdit:
    line = typed(form)
    elsewhere(lambda: office.set("organisation", partner, {"phone": THEIRS}))
    return line


def test_what_is_typed_stays_and_the_received_value_is_told(
    form: EntityForm, clashing: QLineEdit
) -> None:
    assert clashing.text() == MINE
    assert form.row("phone").sentence() == SAID
    assert clashing.accessibleDescription() == SAID
    assert button(form, "keep_mine")
    assert button(form, "take_other")


def test_leaving_the_field_saves_nothing_while_it_is_undecided(
    form: EntityForm, clashing: QLineEdit, office: Office, partner: UUID
) -> None:
    form.field("name_ru").input.setFocus()
    settle()
    assert not form.commit()
    assert phone(office, partner) == THEIRS
    assert clashing.text() == MINE
    assert form.row("phone").sentence() == SAID


def test_keep_mine_saves_what_was_typed(
    qtbot: QtBot, form: EntityForm, clashing: QLineEdit, office: Office, partner: UUID
) -> None:
    keep = button(form, "keep_mine")
    assert keep is not None
    QTest.mouseClick(keep, Qt.MouseButton.LeftButton)
    settle()
    assert phone(office, partner) == MINE
    assert form.row("phone").sentence() == ""
    assert button(form, "keep_mine") is None


def test_take_the_other_shows_the_received_value(
    qtbot: QtBot, form: EntityForm, clashing: QLineEdit, office: Office, partner: UUID
) -> None:
    take = button(form, "take_other")
    assert take is not None
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    form.commit()
    settle()
    assert (clashing.text(), phone(office, partner)) == (THEIRS, THEIRS)
    assert form.row("phone").sentence() == ""


def test_escape_takes_the_received_value(
    form: EntityForm, clashing: QLineEdit, office: Office, partner: UUID
) -> None:
    QTest.keyClick(clashing, Qt.Key.Key_Escape)
    form.commit()
    assert (clashing.text(), phone(office, partner)) == (THEIRS, THEIRS)
    assert not form.field("phone").clashes()


def test_enter_once_more_keeps_what_was_typed(
    form: EntityForm, clashing: QLineEdit, office: Office, partner: UUID
) -> None:
    QTest.keyClick(clashing, Qt.Key.Key_Return)
    settle()
    assert phone(office, partner) == MINE
    assert not form.field("phone").clashes()
    assert not form.row("phone").sentence()


def test_typing_the_same_as_was_received_settles_it(
    form: EntityForm, clashing: QLineEdit, office: Office, partner: UUID
) -> None:
    clashing.selectAll()
    type_text(clashing, THEIRS)
    form.field("name_ru").input.setFocus()
    assert not form.field("phone").clashes()
    assert form.row("phone").sentence() == ""


def test_a_field_with_the_cursor_but_untouched_shows_the_new_value(
    form: EntityForm, office: Office, partner: UUID
) -> None:
    form.field("phone").input.setFocus()
    elsewhere(lambda: office.set("organisation", partner, {"phone": THEIRS}))
    assert form.field("phone").text() == THEIRS
    assert form.row("phone").sentence() == ""


def test_other_fields_of_the_record_follow_without_a_word(
    form: EntityForm, office: Office, partner: UUID
) -> None:
    line = typed(form)
    elsewhere(lambda: office.set("organisation", partner, {"sector": "Ауыл"}))
    assert form.field("sector").text() == "Ауыл"
    assert line.text() == MINE
    line.clearFocus()
    form.commit()
    assert phone(office, partner) == MINE


@pytest.mark.parametrize("enter", [True, False])
def test_a_value_whose_news_are_not_here_yet_is_not_written_over(
    form: EntityForm, office: Office, partner: UUID, tmp_path: Path, enter: bool
) -> None:
    line = typed(form)
    # Another process, such as the command line: tells nothing to the listeners of this one.
    second = Office(Store.open(tmp_path / "cluster.db"))
    second.set("organisation", partner, {"phone": THEIRS})
    second.close()
    if enter:
        QTest.keyClick(line, Qt.Key.Key_Return)
    else:
        form.field("phone").leave()
    assert phone(office, partner) == THEIRS
    assert (line.text(), form.row("phone").sentence()) == (MINE, SAID)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert phone(office, partner) == MINE


def test_only_touched_fields_are_saved(
    form: EntityForm, office: Office, bridge: OfficeBridge
) -> None:
    """A stored value that its field cannot show exactly is not "corrected" by looking at it."""
    values = {"name_kk": "«Егін» ЖШС", "address_kk": "Қостанай\nАбай 1"}
    record = next(iter(office.add("organisation", values).ids))
    stored = office.get("organisation", record).values
    form.open(record)
    for name in list(form._rows):
        form.field(name).input.setFocus()
    assert not form.is_touched()
    typed(form)
    form.commit()
    now = office.get("organisation", record).values
    assert {n for n in now if now[n] != stored[n]} <= {"phone", "version", "changed_at"}


# ---- into the bin elsewhere ----


@pytest.fixture
def page(
    qtbot: QtBot, office: Office, bridge: OfficeBridge, partner: UUID, other: UUID
) -> PartnersPage:
    root = QApplication.instance()
    assert root is not None
    made = PartnersPage(HeardDesk(office, bridge, root))
    made.resize(1300, 700)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    settle()
    made.list.select(partner)
    made.open_record(partner)
    settle()
    return made


def banner(page: PartnersPage) -> str:
    return page.panel._binned.text()


def opened(page: PartnersPage) -> EntityForm:
    assert page.panel.form is not None
    return page.panel.form


def stays(page: PartnersPage, partner: UUID) -> None:
    assert page.panel.isVisible()
    assert page.panel.record_id() == partner
    assert banner(page) == (
        "«Аграрлық» ЖШС was put into the bin meanwhile. What is typed here is not saved."
    )


@pytest.fixture
def binned(page: PartnersPage, office: Office, partner: UUID) -> QLineEdit:
    line = typed(opened(page), "8 701")
    elsewhere(lambda: office.delete("organisation", [partner]))
    settle()
    return line


def test_the_panel_keeps_the_record_that_went_to_the_bin_under_the_fingers(
    page: PartnersPage, binned: QLineEdit, office: Office, partner: UUID, other: UUID
) -> None:
    assert page.list.count() == 1
    stays(page, partner)
    assert binned.hasFocus()
    type_text(binned, " 555")
    assert binned.text() == "8 701 555"
    opened(page).field("name_ru").input.setFocus()
    assert phone(office, partner) == "87010000000"
    assert phone(office, other) is None
    assert binned.text() == "8 701 555"


def test_a_list_that_hears_of_it_first_does_not_turn_the_panel(
    page: PartnersPage, office: Office, bridge: OfficeBridge, partner: UUID, other: UUID
) -> None:
    line = typed(opened(page), "8 701")
    bridge.close()  # the news of the bin never come; the list is read again for another reason
    office.delete("organisation", [partner])
    page.list.reload()
    settle()
    assert page.list.current_id() == other
    stays(page, partner)
    assert line.text() == "8 701"


def test_another_row_does_not_turn_the_panel_before_it_is_closed(
    page: PartnersPage, binned: QLineEdit, partner: UUID, other: UUID
) -> None:
    page.open_record(other)
    stays(page, partner)
    page.panel.close_panel()
    assert not page.panel.isVisible()
    page.open_record(other)
    assert page.panel.record_id() == other
    assert banner(page) == ""
    assert opened(page).field("phone").text() == ""


def test_bring_it_back_lets_the_typed_text_be_saved(
    qtbot: QtBot, page: PartnersPage, binned: QLineEdit, office: Office, partner: UUID
) -> None:
    (back,) = [b for b in page.panel.findChildren(Button) if b.text() == "Bring it back"]
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    settle()
    assert not office.is_in_bin("organisation", partner)
    assert banner(page) == ""
    assert binned.text() == "8 701"
    assert page.panel.record_id() == partner
    page.panel.close_panel()
    assert phone(office, partner) == "8 701"


def test_a_card_that_is_only_looked_at_goes_along_with_the_table(
    page: PartnersPage, office: Office, partner: UUID, other: UUID
) -> None:
    page.list.focus_table()
    elsewhere(lambda: office.delete("organisation", [partner]))
    assert page.list.table.hasFocus()
    assert page.panel.record_id() == page.list.current_id() == other
    assert banner(page) == ""


def test_the_cursor_in_a_field_is_enough_to_keep_the_record(
    page: PartnersPage, office: Office, partner: UUID
) -> None:
    line = opened(page).field("phone").input
    line.setFocus()
    elsewhere(lambda: office.delete("organisation", [partner]))
    stays(page, partner)
    assert line.hasFocus()


def test_an_undecided_field_keeps_the_panel(
    page: PartnersPage, office: Office, partner: UUID, other: UUID
) -> None:
    line = typed(opened(page))
    elsewhere(lambda: office.set("organisation", partner, {"phone": THEIRS}))
    page.list.select(other)
    settle()
    assert (page.panel.record_id(), page.list.current_id()) == (partner, partner)
    page.panel.close_panel()
    assert page.panel.isVisible()
    assert (line.text(), phone(office, partner)) == (MINE, THEIRS)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    page.panel.close_panel()
    assert not page.panel.isVisible()
    assert phone(office, partner) == THEIRS
