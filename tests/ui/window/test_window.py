"""The frame: rail, back and forward, badges, undo, themes, languages, menus, panes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.services.office import Office
from cluster_desktop.ui import widgets_feedback
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.importing import ImportPage
from cluster_desktop.ui.pages import PAGES
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.pages.partners import PartnersPage
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.theme import apply_text_size, colours
from cluster_desktop.ui.widgets_buttons import PrimaryButton
from cluster_desktop.ui.widgets_feedback import Toast
from cluster_desktop.ui.window import MainWindow
from tests.ui.hands import type_text

Settle = Callable[[], None]


def toast_texts(window: MainWindow) -> list[str]:
    return [toast.text() for toast in window.findChildren(Toast) if toast.isVisible()]


def test_the_rail_opens_the_page_it_names(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    qtbot.mouseClick(window.rail.items["partners"], Qt.MouseButton.LeftButton)
    settle()
    assert window.titles.title.full_text() == "Partners"
    assert window.rail.current() == "partners"


def test_the_badge_counts_what_needs_action_and_nothing_else(window: MainWindow) -> None:
    assert window.rail.items["agreements"].badge() == 3
    assert window.rail.items["partners"].badge() == 0


def test_the_head_of_the_rail_says_the_college(window: MainWindow) -> None:
    assert "Ақбұлақ политехникалық" in window.rail.head.accessibleName()
    assert "Ақбұлақ" in window.windowTitle()


def test_ctrl_and_digits_open_pages(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert window.rail.current() == "agreements"


def test_back_and_forward_walk_as_in_a_browser(window: MainWindow, settle: Settle) -> None:
    window.open_place(Place("partners"))
    window.open_place(Place("settings", tab="backup"))
    settle()
    window.commands.run("back")
    assert window.rail.current() == "partners"
    window.commands.run("back")
    assert window.rail.current() == "home"
    window.commands.run("forward")
    window.commands.run("forward")
    settle()
    page = window.page()
    assert page is not None
    assert page.place() == Place("settings", tab="backup")


def test_the_program_opens_on_the_page_it_was_left_on(
    window: MainWindow, open_window: Callable[[], MainWindow], settle: Settle
) -> None:
    window.open_place(Place("agreements"))
    settle()
    window.close()
    assert open_window().rail.current() == "agreements"


def test_a_chosen_start_page_comes_before_the_last_one(
    agreements: dict[str, UUID],
    preferences: FilePreferences,
    open_window: Callable[[], MainWindow],
) -> None:
    preferences.put("page", "agreements")
    preferences.put("start_page", "partners")
    assert open_window().rail.current() == "partners"


def test_under_1200_pixels_the_rail_shows_icons_only(window: MainWindow, settle: Settle) -> None:
    assert window.rail.width() == 232
    window.resize(1093, 545)
    settle()
    assert window.rail.width() == 56
    window.resize(1300, 600)
    settle()
    assert window.rail.width() == 232


def test_undo_takes_the_last_action_back_and_redo_does_it_again(
    window: MainWindow, office: Office, partner: UUID, settle: Settle
) -> None:
    office.set("organisation", partner, {"sector": "Ауыл шаруашылығы"})
    settle()
    assert "Ауыл" not in window.actions_of["undo"].text()
    assert window.actions_of["undo"].text().replace("&", "").startswith("Undo: ")
    window.commands.run("undo")
    settle()
    assert office.get("organisation", partner)["sector"] is None
    (said,) = toast_texts(window)
    assert said.startswith("Undo: ")
    assert said.count("Undo") == 1
    window.commands.run("redo")
    settle()
    assert office.get("organisation", partner)["sector"] == "Ауыл шаруашылығы"


def test_a_toast_ends_with_another_page_or_the_next_action(
    window: MainWindow,
    office: Office,
    partner: UUID,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(widgets_feedback, "YOUNG_S", 0.0)
    window.open_place(Place("partners"))
    window.desk.write(window, lambda: office.set("organisation", partner, {"sector": "Наубайхана"}))
    settle()
    assert toast_texts(window)  # its own action does not take it away
    office.set("organisation", partner, {"sector": "Асхана"})
    settle()
    assert toast_texts(window) == []
    window.commands.run("undo")
    settle()
    assert toast_texts(window)
    window.open_place(Place("home"))
    assert toast_texts(window) == []


def test_a_page_that_fails_to_open_leaves_the_rail_at_the_page_that_is_seen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_place(Place("partners"))

    class Broken(Page):
        def __init__(self, *_given: object) -> None:
            raise ValueError("a bug")

    monkeypatch.setitem(PAGES, "graduates", Broken)
    window.rail.set_current("graduates")  # as a click does
    with pytest.raises(ValueError, match="a bug"):
        window.open_place(Place("graduates"))
    assert window.rail.current() == "partners"
    assert window.rail_page == "partners"
    assert window.titles.isVisible()
    window.open_place(Place("home"))
    assert window.rail.current() == "home"


def test_a_toast_offers_to_take_back_what_was_done(
    qtbot: QtBot, window: MainWindow, office: Office, partner: UUID, settle: Settle
) -> None:
    window.desk.write(window, lambda: office.set("organisation", partner, {"sector": "Наубайхана"}))
    settle()
    (toast,) = [t for t in window.findChildren(Toast) if t.isVisible()]
    verb = next(
        b for b in toast.findChildren(type(window.status.saved).__mro__[1]) if b.text() == "Undo"
    )
    qtbot.mouseClick(verb, Qt.MouseButton.LeftButton)
    settle()
    assert office.get("organisation", partner)["sector"] is None


def test_undo_asks_before_it_leaves_out_records_changed_since(
    window: MainWindow, office: Office, agreements: dict[str, UUID], settle: Settle
) -> None:
    both = [agreements["in_force"], agreements["expiring"]]
    batch = office.set_many("agreement", both, {"responsible": "Ахметова Г."})
    office.set("agreement", both[0], {"responsible": "Сәрсенов Б."})
    settle()
    window.commands.tell_done(batch)
    window.commands._undo(batch.action, force=False)
    settle()
    layer = window.layer()
    assert layer is not None
    layer.sheet.agreed.emit()  # type: ignore[attr-defined]
    settle()
    assert office.get("agreement", both[0])["responsible"] == "Сәрсенов Б."
    assert office.get("agreement", both[1])["responsible"] is None


def test_the_status_strip_says_when_it_was_saved(
    window: MainWindow, office: Office, partner: UUID, settle: Settle
) -> None:
    assert window.status.saved.text() == "Everything is saved on this computer"
    office.set("organisation", partner, {"sector": "Құрылыс"})
    settle()
    assert window.status.saved.text().startswith("All saved ")


def test_a_failure_of_the_disk_stays_as_a_banner_until_saving_works(
    window: MainWindow, office: Office, partner: UUID, settle: Settle
) -> None:
    window.desk.trouble.emit("The disk C: is full.")
    assert window.banner.isVisible()
    assert window.status.saved.text() == "Not saved"
    office.set("organisation", partner, {"sector": "Құрылыс"})
    settle()
    assert not window.banner.isVisible()


def test_the_language_switches_while_the_program_runs(
    qtbot: QtBot, window: MainWindow, settle: Settle, translated: None
) -> None:
    qtbot.mouseClick(window.status.findChild(object, "language_kk"), Qt.MouseButton.LeftButton)  # type: ignore[call-overload]
    settle()
    assert window.rail.items["partners"].text() == "Серіктестер"
    assert window.titles.title.full_text() == "21 қараша, сенбі"
    window.commands.run("language_ru")
    settle()
    assert window.rail.items["partners"].text() == "Партнёры"
    assert window.titles.title.full_text() == "21 ноября, суббота"


def test_the_theme_switches_at_once_and_is_remembered(
    window: MainWindow, preferences: FilePreferences, settle: Settle
) -> None:
    before = window.grab().toImage().pixelColor(700, 690)
    window.commands.run("theme_dark")
    settle()
    assert colours().dark
    assert window.grab().toImage().pixelColor(700, 690).lightness() < before.lightness() - 100
    assert preferences.get("theme") == "dark"
    assert window.actions_of["theme_dark"].isChecked()


def test_f6_goes_round_the_panes(window: MainWindow, qtbot: QtBot, settle: Settle) -> None:
    window.activateWindow()
    window.rail.items["home"].setFocus()
    panes = []
    for _step in range(6):
        window.walk_panes(1)
        focused = QApplication.focusWidget()
        panes.append(focused is not None and window.rail.isAncestorOf(focused))
    assert panes.count(True) == 1
    assert panes[-1] or panes[-2]


def test_alt_shows_the_menu_with_every_command(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.menu.is_visible()
    qtbot.keyPress(window, Qt.Key.Key_Alt)
    qtbot.keyRelease(window, Qt.Key.Key_Alt)
    assert window.menu.is_visible()
    listed = {a for menu in window.menu.menus() for a in menu.menu().actions()}  # type: ignore[union-attr]
    assert set(window.actions_of.all()) <= listed
    qtbot.keyPress(window, Qt.Key.Key_Alt)
    qtbot.keyRelease(window, Qt.Key.Key_Alt)
    assert not window.menu.is_visible()


def test_a_command_of_a_list_is_off_where_there_is_no_list(
    window: MainWindow, settle: Settle
) -> None:
    assert not window.actions_of["excel"].isEnabled()
    window.open_place(Place("partners"))
    settle()
    assert window.actions_of["excel"].isEnabled()


def test_help_opens_at_the_side_and_follows_the_page(window: MainWindow, settle: Settle) -> None:
    window.commands.run("help")
    assert window.help.isVisible()
    assert window.help.topic() == "home"
    window.open_place(Place("partners"))
    assert window.help.topic() == "partners"
    window.commands.run("help")
    assert not window.help.isVisible()


def test_a_sheet_keeps_its_own_keys(
    qtbot: QtBot, window: MainWindow, agreements: dict[str, UUID], settle: Settle
) -> None:
    window.open_place(Place("agreements"))
    settle()
    window.commands.new_memorandum(None)
    settle()
    assert not window.actions_of["print"].isEnabled()
    layer = window.layer()
    assert layer is not None
    layer.close_sheet()
    settle()
    assert window.actions_of["print"].isEnabled()


def test_a_running_sheet_is_not_left_by_the_rail_or_by_closing(
    window: MainWindow, settle: Settle
) -> None:
    class Busy(QWidget):
        running = True

        def may_close(self) -> bool:
            return not self.running

    busy = Busy()
    window.desk.page.emit(busy)
    window.open_place(Place("partners"))
    assert window.rail.current() == "home"
    assert not window.close()
    busy.running = False
    window.open_place(Place("partners"))
    settle()
    assert window.rail.current() == "partners"


def test_commands_of_the_list_do_not_reach_it_under_the_import(
    window: MainWindow, settle: Settle
) -> None:
    window.open_place(Place("partners"))
    settle()
    window.desk.page.emit(QWidget())
    assert not window.actions_of["excel"].isEnabled()
    window.open_place(Place("partners"))
    settle()
    assert window.actions_of["excel"].isEnabled()


def test_the_rail_closes_the_sheet_that_lies_over_the_page(
    qtbot: QtBot, window: MainWindow, agreements: dict[str, UUID], settle: Settle
) -> None:
    window.desk.papers.emit([agreements["draft"]])
    settle()
    assert window.layer() is not None
    qtbot.mouseClick(window.rail.items["partners"], Qt.MouseButton.LeftButton)
    settle()
    assert window.layer() is None
    assert window.rail.current() == "partners"
    assert window.titles.title.isVisible()
    assert window.actions_of["new"].isEnabled()


def test_a_busy_sheet_stays_and_the_rail_keeps_its_mark(
    qtbot: QtBot, window: MainWindow, settle: Settle
) -> None:
    class Busy(QWidget):
        running = True

        def may_close(self) -> bool:
            return not self.running

    busy = Busy()
    window.desk.sheet.emit(busy, "right")
    qtbot.mouseClick(window.rail.items["partners"], Qt.MouseButton.LeftButton)
    settle()
    assert window.layer() is not None
    assert window.rail.current() == "home"
    assert toast_texts(window) == ["Something is still running here. Cancel it first."]
    window.commands.run("back")
    assert window.layer() is not None
    busy.running = False
    qtbot.mouseClick(window.rail.items["partners"], Qt.MouseButton.LeftButton)
    settle()
    assert window.layer() is None
    assert window.rail.current() == "partners"


def test_the_rail_leaves_the_import(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    window.open_place(Place("settings"))
    window.desk.page.emit(ImportPage(window.desk))
    settle()
    assert window.rail.current() == "settings"
    qtbot.mouseClick(window.rail.items["settings"], Qt.MouseButton.LeftButton)
    settle()
    assert window.pages.currentWidget() is window.page()
    assert window.titles.isVisible()


@pytest.mark.parametrize("percent", [100, 130])
@pytest.mark.parametrize("cover", ["import", "papers", "memorandum"])
def test_a_toast_leaves_the_buttons_of_a_sheet_free(
    qtbot: QtBot,
    window: MainWindow,
    agreements: dict[str, UUID],
    settle: Settle,
    cover: str,
    percent: int,
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_text_size(app, percent)
    if cover == "import":
        window.desk.page.emit(ImportPage(window.desk))
    elif cover == "papers":
        window.desk.papers.emit([agreements["draft"]])
    else:
        window.commands.new_memorandum(None)
    settle()
    toast = window.toasts.show("Something was done")
    settle()
    taken = QRect(toast.mapTo(window, QPoint(0, 0)), toast.size())
    covered = [
        button.text()
        for button in window.findChildren(PrimaryButton)
        if button.isVisible()
        and taken.intersects(QRect(button.mapTo(window, QPoint(0, 0)), button.size()))
    ]
    assert not covered


def test_the_window_stays_while_a_typed_value_is_undecided(
    window: MainWindow, office: Office, partner: UUID, settle: Settle
) -> None:
    window.open_place(Place("partners", record=partner))
    settle()
    page = window.page()
    assert isinstance(page, PartnersPage)
    form = page.panel.form
    assert form is not None
    line = form.field("phone").input
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    type_text(line, "8 701 555 44 33")
    office.set("organisation", partner, {"phone": "87770000077"})
    settle()
    window.open_place(Place("journal"))
    assert not window.close()
    assert window.isVisible()
    assert window.page() is page
    assert form.clashing() == "phone"
    form.drop_typed()
    assert window.close()
