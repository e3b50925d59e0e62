"""Settings: applied at once, found by a word; copies are looked at before they are restored."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.i18n import translated
from cluster_desktop.query import Update
from cluster_desktop.services import safety
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.pages.settings import SettingsPage
from cluster_desktop.ui.pages.settings_about import AboutTab
from cluster_desktop.ui.pages.settings_backup import BackupTab, LookSheet
from cluster_desktop.ui.pages.settings_college import CollegeTab
from cluster_desktop.ui.pages.settings_general import GeneralTab
from cluster_desktop.ui.pages.settings_lists import ListsTab
from cluster_desktop.ui.pages.settings_numbers import NumbersTab
from cluster_desktop.ui.pages.settings_practice import PracticeTab
from cluster_desktop.ui.theme import text_percent
from cluster_desktop.ui.widgets_state import TextLabel
from cluster_desktop.ui.window import MainWindow
from tests.ui.walking import faults

Settle = Callable[[], None]
TypeText = Callable[[QWidget, str], None]


@pytest.fixture
def first_page() -> str:
    return "settings"


@pytest.fixture
def settings(window: MainWindow, settle: Settle) -> SettingsPage:
    window.open_place(Place("settings"))
    settle()
    page = window.page()
    assert isinstance(page, SettingsPage)
    return page


def test_the_text_size_changes_at_once(settings: SettingsPage, settle: Settle) -> None:
    general = settings.tab("general")
    assert isinstance(general, GeneralTab)
    general.text_size.changed.emit("115")
    settle()
    assert text_percent() == 115


def test_a_warning_of_30_days_changes_home_and_the_list(
    qtbot: QtBot, settings: SettingsPage, office: Office, settle: Settle
) -> None:
    general = settings.tab("general")
    assert isinstance(general, GeneralTab)
    editor = general.days["alerts.warn_days"]
    editor.set_value(60)
    editor.input.setFocus()
    editor.input.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(editor.input, "10")
    qtbot.keyClick(editor.input, Qt.Key.Key_Return)
    settle()
    assert office.whole_setting("alerts.warn_days") == 10
    assert "expiring" not in [alert.key for alert in office.alerts()]


def test_the_college_is_saved_field_by_field(
    qtbot: QtBot, settings: SettingsPage, office: Office, settle: Settle, type_text: TypeText
) -> None:
    college = settings.tab("college")
    assert isinstance(college, CollegeTab)
    settings.show_tab("college")
    editor = college.editors["head_kk"]
    editor.input.setFocus()
    type_text(editor.input, "Нұрланов Ерлан Серікұлы")
    qtbot.keyClick(editor.input, Qt.Key.Key_Return)
    settle()
    own = office.college_id()
    assert own is not None
    assert office.get("organisation", own)["head_kk"] == "Нұрланов Ерлан Серікұлы"


def test_a_wrong_bin_of_the_college_is_refused_beside_the_field(
    qtbot: QtBot, settings: SettingsPage, office: Office, settle: Settle
) -> None:
    college = settings.tab("college")
    assert isinstance(college, CollegeTab)
    settings.show_tab("college")
    editor = college.editors["bin"]
    qtbot.keyClicks(editor.input, "123456789012")
    qtbot.keyClick(editor.input, Qt.Key.Key_Return)
    settle()
    assert editor.problem()
    own = office.college_id()
    assert own is not None
    assert office.get("organisation", own)["bin"] is None


def test_the_mask_shows_the_number_it_will_give(
    qtbot: QtBot, settings: SettingsPage, office: Office, settle: Settle
) -> None:
    numbers = settings.tab("numbers")
    assert isinstance(numbers, NumbersTab)
    settings.show_tab("numbers")
    office.put_local_fact("device.letters", "АВ")
    numbers.reload()
    assert numbers.example("memorandum") == "М-АВ001/2026"
    mask = numbers.findChild(QWidget, "mask_memorandum").input  # type: ignore[union-attr]
    mask.selectAll()
    qtbot.keyClicks(mask, "{prefix}/{device}/{year}/{n}")
    assert numbers.example("memorandum") == "М/АВ/2026/1"
    qtbot.keyClick(mask, Qt.Key.Key_Return)
    settle()
    (rule,) = office.lookup("numbering_rule", "kind", ["memorandum"])["memorandum"]
    assert office.get("numbering_rule", rule)["mask"] == "{prefix}/{device}/{year}/{n}"


def numbers_of(settings: SettingsPage) -> NumbersTab:
    settings.show_tab("numbers")
    numbers = settings.tab("numbers")
    assert isinstance(numbers, NumbersTab)
    return numbers


@pytest.mark.parametrize("typed", ["??", "<b>", "=1", ""])
def test_letters_that_are_none_are_refused_and_the_old_ones_kept(
    qtbot: QtBot, settings: SettingsPage, office: Office, settle: Settle, typed: str
) -> None:
    office.put_local_fact("device.letters", "АВ")
    numbers = numbers_of(settings)
    numbers.reload()
    numbers.letters.input.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClick(numbers.letters.input, Qt.Key.Key_Delete)
    qtbot.keyClicks(numbers.letters.input, typed)
    assert numbers.example("memorandum") == "–"
    qtbot.keyClick(numbers.letters.input, Qt.Key.Key_Return)
    settle()
    assert numbers.letters.problem()
    assert office.local_fact("device.letters") == "АВ"
    assert numbers.letters.text() == typed


def test_letters_that_are_fine_reach_the_next_number(
    qtbot: QtBot, settings: SettingsPage, office: Office, settle: Settle
) -> None:
    numbers = numbers_of(settings)
    numbers.letters.input.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(numbers.letters.input, "QZ")
    qtbot.keyClick(numbers.letters.input, Qt.Key.Key_Return)
    settle()
    assert office.local_fact("device.letters") == "QZ"
    assert numbers.example("memorandum") == "М-QZ001/2026"


@pytest.mark.parametrize(
    ("field", "typed"), [("prefix", "??"), ("mask", "nonsense"), ("mask", "{n}/{year}")]
)
def test_a_refused_rule_stays_red_with_its_sentence(
    qtbot: QtBot, settings: SettingsPage, office: Office, settle: Settle, field: str, typed: str
) -> None:
    numbers = numbers_of(settings)
    (rule,) = office.lookup("numbering_rule", "kind", ["memorandum"])["memorandum"]
    before = office.get("numbering_rule", rule)[field]
    editor = numbers.findChild(Editor, f"{field}_memorandum")
    assert editor is not None
    editor.input.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(editor.input, typed)
    assert numbers.example("memorandum") == "–"
    qtbot.keyClick(editor.input, Qt.Key.Key_Return)
    settle()
    assert office.get("numbering_rule", rule)[field] == before
    sentence = numbers.findChild(TextLabel, "problem_memorandum")
    assert sentence is not None
    assert sentence.isVisible()
    assert editor.problem() == sentence.full_text()
    assert editor.input.property("problem")
    settings.show_tab("general")
    settings.show_tab("numbers")
    assert editor.text() == typed
    assert editor.problem()
    qtbot.keyClick(editor.input, Qt.Key.Key_Escape)
    assert (editor.text(), editor.problem()) == (before, None)


def test_a_rule_spoilt_long_ago_shows_a_dash_and_can_be_mended(
    qtbot: QtBot, settings: SettingsPage, office: Office, settle: Settle
) -> None:
    (rule,) = office.lookup("numbering_rule", "kind", ["memorandum"])["memorandum"]
    # As an older program left it: what is applied is not checked again.
    office.apply("spoilt", "program", [Update("numbering_rule", rule, {"prefix": "??"})])
    numbers = numbers_of(settings)
    numbers.reload()
    assert numbers.example("memorandum") == "–"
    editor = numbers.findChild(Editor, "prefix_memorandum")
    assert editor is not None
    editor.input.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(editor.input, "AB")
    qtbot.keyClick(editor.input, Qt.Key.Key_Return)
    settle()
    assert office.get("numbering_rule", rule)["prefix"] == "AB"


def test_a_college_without_any_name_is_refused_beside_the_field(
    qtbot: QtBot, window: MainWindow, settings: SettingsPage, office: Office, settle: Settle
) -> None:
    settings.show_tab("college")
    college = settings.tab("college")
    assert isinstance(college, CollegeTab)
    for name in ("name_kk", "name_ru"):
        line = college.editors[name].input
        line.setFocus()
        line.selectAll()  # type: ignore[attr-defined]
        qtbot.keyClick(line, Qt.Key.Key_Delete)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        settle()
    refused = college.editors["name_ru"]
    assert refused.text() == ""
    assert refused.problem()
    assert window.toasts.current() is None
    own = office.college_id()
    assert own is not None
    assert office.get("organisation", own)["name_ru"]


def test_what_is_being_typed_is_not_lost_when_the_field_before_is_saved(
    qtbot: QtBot, settings: SettingsPage, settle: Settle
) -> None:
    settings.show_tab("college")
    college = settings.tab("college")
    assert isinstance(college, CollegeTab)
    first, second = college.editors["address_ru"].input, college.editors["email"].input
    first.setFocus()
    qtbot.keyClicks(first, "a street")
    second.setFocus()
    qtbot.keyClicks(second, "office@col")
    settle()
    assert college.editors["email"].text() == "office@col"
    assert college.editors["address_ru"].saved_value() == "a street"


def test_a_reference_list_is_opened_when_chosen(settings: SettingsPage, settle: Settle) -> None:
    lists = settings.tab("lists")
    assert isinstance(lists, ListsTab)
    settings.show_tab("lists")
    lists.open("region")
    settle()
    assert lists._lists["region"].count() == 20


def test_a_copy_made_now_stands_in_the_list(
    qtbot: QtBot, settings: SettingsPage, settle: Settle
) -> None:
    settings.show_tab("backup")
    backup = settings.tab("backup")
    assert isinstance(backup, BackupTab)
    qtbot.mouseClick(backup.now, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert len(backup.copies()) == 1


def test_a_copy_is_looked_at_before_it_may_be_restored(
    qtbot: QtBot, window: MainWindow, settings: SettingsPage, office: Office, settle: Settle
) -> None:
    safety.make_backup(office)
    (copy,) = safety.backups(office)
    sheet = LookSheet(window.desk, copy)
    window.desk.sheet.emit(sheet, "middle")
    assert not sheet.go.isEnabled()
    settle()
    assert sheet.go.isEnabled()
    with qtbot.waitSignal(window.desk.restore) as asked:
        qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    assert asked.args == [copy.path]


def test_a_damaged_copy_cannot_be_restored(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    path = safety.make_backup(office)
    (copy,) = safety.backups(office)
    path.write_bytes(path.read_bytes()[:5000])
    sheet = LookSheet(window.desk, copy)
    window.desk.sheet.emit(sheet, "middle")
    settle()
    assert not sheet.go.isEnabled()


def test_a_diagnostics_file_holds_no_name_of_a_partner(
    settings: SettingsPage, tmp_path: Path, settle: Settle
) -> None:
    about = settings.tab("about")
    assert isinstance(about, AboutTab)
    target = tmp_path / "d.zip"
    about.save_diagnostics(target)
    settle()
    with zipfile.ZipFile(target) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert content
    assert "Қостанай агро".encode() not in content


@pytest.mark.parametrize(
    ("text", "tab"), [("text size", "general"), ("diagnostics", "about"), ("letters", "numbers")]
)
def test_the_search_goes_to_the_tab_that_holds_the_setting(
    settings: SettingsPage, settle: Settle, text: str, tab: str
) -> None:
    settings.look_for(text)
    settle()
    assert settings.current() == tab


def test_the_start_page_is_remembered_on_this_computer(
    window: MainWindow, settings: SettingsPage
) -> None:
    general = settings.tab("general")
    assert isinstance(general, GeneralTab)
    general.start.setCurrentIndex(general.start.findData("partners"))
    general.start.activated.emit(general.start.currentIndex())
    assert window.desk.preferences.get("start_page") == "partners"


def test_limits_of_practice_are_kept_as_typed(
    qtbot: QtBot, settings: SettingsPage, settle: Settle
) -> None:
    office = settings.office
    settings.show_tab("practice")
    practice = settings.tab("practice")
    assert isinstance(practice, PracticeTab)

    def enter(key: str, text: str) -> None:
        box = practice.editors[key].input
        box.setFocus()
        box.selectAll()  # type: ignore[attr-defined]
        qtbot.keyClicks(box, text)
        qtbot.keyClick(box, Qt.Key.Key_Return)
        settle()

    enter("mentor.load", "10")
    enter("outcomes.graduation_day", "25.6")
    enter("assessment.marks", "85; 70 50")
    assert office.setting("mentor.load") == "10"
    assert office.at().mentor_load == 10
    assert office.setting("outcomes.graduation_day") == "06-25"
    assert office.setting("assessment.marks") == "85,70,50"
    enter("outcomes.graduation_day", "31.06")
    assert practice.editors["outcomes.graduation_day"].problem()
    assert office.setting("outcomes.graduation_day") == "06-25"
    enter("assessment.marks", "50, 70, 85")
    assert practice.editors["assessment.marks"].problem()
    assert office.setting("assessment.marks") == "85,70,50"


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_a_language_chosen_on_the_page_changes_units_and_shows_every_word_whole(
    settings: SettingsPage, window: MainWindow, settle: Settle, lang: str
) -> None:
    window.resize(1093, 545)
    settings.show_tab("practice")
    settle()
    window.commands.run(f"language_{lang}")
    settle()
    search = settings.search
    word = search.fontMetrics().horizontalAdvance(search.placeholderText())
    assert word + 60 <= search.width()
    tab = settings.tab("practice")
    assert isinstance(tab, PracticeTab)
    assert [line for line in faults(tab) if line.startswith("too low")] == []
    units = [label.text() for label in tab.editors["practice.ahead_days"].findChildren(TextLabel)]
    assert units == [{"kk": "күн", "ru": "дней"}[lang]]
    assert tab.editors["dual.base"].text() == translated("Production training and practice", lang)
