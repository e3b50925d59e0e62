"""The practice page around the board: tabs, places, lists, periods, proposed places, speed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QMenu
from pytestqt.qtbot import QtBot

from cluster_desktop.fields import Value
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import periods
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place, place_of, place_of_record
from cluster_desktop.ui.pages.home import HomePage
from cluster_desktop.ui.pages.home_parts import AlertLine
from cluster_desktop.ui.pages.practice import MADE, PracticePage
from cluster_desktop.ui.pages.practice_board import BoardTab
from cluster_desktop.ui.pages.practice_copy import CopySheet, next_name
from cluster_desktop.ui.pages.practice_lists import PlacementsTab, StudentsTab
from cluster_desktop.ui.pages.practice_periods import PeriodsTab
from cluster_desktop.ui.pages.practice_sheets import ChoiceSheet
from cluster_desktop.ui.pages.practice_trial import TrialSheet
from cluster_desktop.ui.popover import AskPopover
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, at_now
from tests.ui.practice_data import ENDS, STARTS, fill_and_place, named

Settle = Callable[[], None]


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(fill_and_place, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def page(window: MainWindow, settle: Settle) -> PracticePage:
    window.open_place(Place("practice"))
    settle()
    found = window.page()
    assert isinstance(found, PracticePage)
    return found


def shown(page: PracticePage, kind: type) -> object:
    assert isinstance(page.shown(), kind)
    return page.shown()


# Places


def test_records_have_their_tabs() -> None:
    one = uuid4()
    assert place_of_record("student", one) == Place("practice", tab="students", record=one)
    assert place_of_record("study_group", one) == Place("practice", tab="groups", record=one)
    assert place_of_record("obligation", one) is None
    without = (Condition("place", "is", "none"),)
    assert place_of(Query("student", without)) == Place("practice", tab="students", where=without)
    due = (Condition("outcome_due", "filled"),)
    assert place_of(Query("student", due)) == Place("graduates", where=due)


def test_tabs_go_round_by_keyboard(page: PracticePage, settle: Settle) -> None:
    seen = []
    for _n in MADE:
        page.run("next_tab")
        settle()
        seen.append(page.tab())
    assert seen == [*list(MADE)[1:], "board"]
    page.run("previous_tab")
    assert page.tab() == "periods"


def test_back_returns_to_the_tab(window: MainWindow, page: PracticePage, settle: Settle) -> None:
    window.open_place(Place("practice", tab="years"))
    settle()
    window.open_place(Place("partners"))
    settle()
    window.step(forward=False)
    settle()
    assert page.tab() == "periods"
    tab = page.shown()
    assert isinstance(tab, PeriodsTab)
    assert tab.chosen.value() == "years"


@pytest.mark.parametrize(
    ("entity", "field", "name", "tab"),
    [
        ("student", "full_name", "Иванов Пётр", "students"),
        ("study_group", "name", "АТ-31", "periods"),
        ("practice_period", "name", "Spring 2027", "periods"),
    ],
)
def test_the_search_opens_the_record(
    window: MainWindow, office: Office, settle: Settle, entity: str, field: str, name: str, tab: str
) -> None:
    record = named(office, entity, field, name)
    assert any(hit.id == record for hit in office.search(name))
    place = place_of_record(entity, record)
    assert place is not None
    window.open_place(place)
    settle()
    page = window.page()
    assert isinstance(page, PracticePage)
    assert page.tab() == tab
    inner = page.shown()
    opened = inner.shown() if isinstance(inner, PeriodsTab) else inner
    assert isinstance(opened, StudentsTab) or tab == "periods"
    assert opened.panel.record_id() == record  # type: ignore[union-attr]  # both are lists


def test_each_home_line_about_practice_opens_exactly_its_list(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    alerts = [a for a in office.alerts() if a.query and a.query.entity in ("student", "placement")]
    assert {alert.key for alert in alerts} >= {"no_mentor", "no_place"}
    for alert in alerts:
        window.open_place(Place("home"))
        settle()
        home = window.page()
        assert isinstance(home, HomePage)
        assert any(line.isVisible() for line in home.findChildren(AlertLine))
        assert alert.query is not None
        place = place_of(alert.query)
        assert place is not None
        window.open_place(place)
        settle()
        page = window.page()
        assert isinstance(page, PracticePage)
        tab = page.shown()
        assert isinstance(tab, PlacementsTab | StudentsTab)
        assert tab.list.count() == alert.count
        assert tab.list.filters() == list(alert.query.where)


# Table and students


def test_the_table_begins_with_the_period_of_the_board(page: PracticePage, settle: Settle) -> None:
    page._on_tab("table")
    settle()
    tab = page.shown()
    assert isinstance(tab, PlacementsTab)
    assert [c.field for c in tab.list.filters()] == ["period_id"]
    assert tab.list.count() == 2
    tab.list.clear_filters()
    tab.list.choose_chips(["no_mentor"])
    settle()
    assert tab.list.count() == 1


def test_the_table_shows_everything_where_the_period_has_no_placements(
    page: PracticePage, office: Office, settle: Settle
) -> None:
    board = page.shown()
    assert isinstance(board, BoardTab)
    new: dict[str, Value] = {"name": "Autumn 2027", "kind": "production"}
    new |= {"starts": date(2027, 9, 6), "ends": date(2027, 10, 30)}
    (period,) = office.add("practice_period", new).ids
    board.show_period(period)
    settle()
    page._on_tab("table")
    settle()
    tab = page.shown()
    assert isinstance(tab, PlacementsTab)
    assert not tab.list.filters()
    assert tab.list.count() == 2


def test_the_table_assigns_a_mentor_to_ticked_placements(
    qtbot: QtBot, window: MainWindow, page: PracticePage, office: Office, settle: Settle
) -> None:
    page._on_tab("table")
    settle()
    tab = page.shown()
    assert isinstance(tab, PlacementsTab)
    rows = [row.id for row in office.rows(Query("placement"))]
    tab.acts.ask_mentor(rows)
    settle()
    sheet = window.layer().sheet  # type: ignore[union-attr]  # asserted in the next line
    assert isinstance(sheet, ChoiceSheet)
    qtbot.keyClick(sheet.input, Qt.Key.Key_Return)
    settle()
    mentors = {row["mentor_id"].title for row in office.rows(Query("placement"))
               if row["mentor_id"]}  # fmt: skip
    assert mentors == {"Петрова Л."}


def test_students_are_placed_from_their_list(
    qtbot: QtBot, window: MainWindow, page: PracticePage, office: Office, settle: Settle
) -> None:
    page._on_tab("students")
    settle()
    tab = page.shown()
    assert isinstance(tab, StudentsTab)
    tab.list.choose_chips(["no_place"])
    settle()
    assert tab.list.count() == 10
    who = named(office, "student", "full_name", "Сейілов Арман")
    tab.place_at([who])
    settle()
    sheet = window.layer().sheet  # type: ignore[union-attr]  # asserted in the next line
    assert isinstance(sheet, ChoiceSheet)
    qtbot.keyClick(sheet.input, Qt.Key.Key_Return)
    settle()
    assert office.get("student", who)["place"] == "placed"
    assert tab.list.count() == 9


def test_the_panel_of_a_student_holds_what_belongs_to_the_student(
    window: MainWindow, page: PracticePage, office: Office, settle: Settle
) -> None:
    who = named(office, "student", "full_name", "Әлиев Дамир")
    window.open_place(Place("practice", tab="students", record=who))
    settle()
    tab = page.shown()
    assert isinstance(tab, StudentsTab)
    assert {b.entity.name for b in tab.belongings} == {"consent", "outcome", "work_obligation"}
    assert len(tab.placements.findChildren(object, "")) > 0
    section, title = tab._sections["placements"]
    assert title == "Placements"
    assert section.isVisible()


# Groups and periods


def test_groups_are_added_to_a_period_once(office: Office) -> None:
    period = named(office, "practice_period", "name", "Spring 2027")
    known = named(office, "study_group", "name", "АТ-31")
    (new,) = office.add("study_group", {"name": "АТ-33"}).ids
    changes = periods.add_groups(office, period, [known, new, new])
    assert changes.title == "Spring 2027: groups АТ-33"
    where = (Condition("period_id", "is", period),)
    assert office.count(Query("period_group", where)) == 3
    assert periods.add_groups(office, period, [known]).action is None


def test_a_year_in_the_name_counts_on() -> None:
    assert next_name("Весна 2026") == "Весна 2027"
    assert next_name("Практика 1") == "Практика 1"


def test_the_last_period_is_copied_a_year_later(
    qtbot: QtBot, window: MainWindow, page: PracticePage, office: Office, settle: Settle
) -> None:
    board = page.shown()
    assert isinstance(board, BoardTab)
    board.copy_period()
    settle()
    sheet = window.layer().sheet  # type: ignore[union-attr]  # asserted in the next line
    assert isinstance(sheet, CopySheet)
    assert all(box.isChecked() for box in sheet.findChildren(QCheckBox))
    assert sheet.editors["name"].value() == "Spring 2028"
    assert sheet.editors["starts"].value() == date(2028, 1, 11)
    qtbot.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    settle()
    assert board.period.currentText() == "Spring 2028"
    assert len(board.waiting.list.rows.students) == 12
    made = board.board()
    assert made is not None
    assert sum(base.places for base in made.bases) == 15
    assert (made.period["starts"], made.period["ends"]) == (date(2028, 1, 11), date(2028, 4, 30))
    assert STARTS < ENDS


# Proposed places


@pytest.fixture
def trial(window: MainWindow, page: PracticePage, settle: Settle) -> TrialSheet:
    board = page.shown()
    assert isinstance(board, BoardTab)
    board.propose_places()
    settle()
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, TrialSheet)
    return layer.sheet


def test_a_discarded_trial_leaves_nothing(
    qtbot: QtBot, window: MainWindow, trial: TrialSheet, office: Office, settle: Settle
) -> None:
    before = office.journal(1)[0].id
    assert trial.trial() is not None
    qtbot.mouseClick(trial.discard, Qt.MouseButton.LeftButton)
    settle()
    assert window.layer() is None
    assert office.journal(1)[0].id == before
    assert office.count(Query("placement")) == 2


def test_a_trial_says_where_why_and_why_not(trial: TrialSheet, settle: Settle) -> None:
    found = trial.trial()
    assert found is not None
    assert trial.summary.text() == found.summary
    placed = {entry.title: entry.note for entry in trial.lines()}
    assert all(placed.values())
    assert len(placed) == len(found.assigned)
    trial._show_part("unplaced")
    reasons = [entry.note for entry in trial.lines()]
    assert len(reasons) == len(found.unplaced) > 0
    assert all("slot" in reason for reason in reasons)
    trial._show_part("wins")
    assert [entry.title for entry in trial.lines()] == [win.sentence for win in found.wins]


def test_a_trial_taken_over_is_one_action(
    qtbot: QtBot, window: MainWindow, trial: TrialSheet, office: Office, settle: Settle
) -> None:
    found = trial.trial()
    assert found is not None
    qtbot.mouseClick(trial.take, Qt.MouseButton.LeftButton)
    settle()
    assert window.layer() is None
    assert office.count(Query("placement")) == len(found.assigned)
    window.commands.undo()
    settle()
    assert office.count(Query("placement")) == 2


def test_lost_places_are_listed_apart_and_asked_about(
    qtbot: QtBot, window: MainWindow, page: PracticePage, office: Office, settle: Settle
) -> None:
    """Two have plans; after the enterprises have taken everything back they would have none."""
    for row in office.rows(Query("practice_slot", columns=("places",))):
        office.set("practice_slot", row.id, {"places": 0})
    board = page.shown()
    assert isinstance(board, BoardTab)
    board.propose_places()
    settle()
    layer = window.layer()
    assert layer is not None
    sheet = layer.sheet
    assert isinstance(sheet, TrialSheet)
    lost = "2 students would lose the places planned before and get no others."
    assert sheet.summary.text().endswith(lost)
    titles = sheet.titles()
    assert "Lose their place: 2" in titles
    assert not any(title.startswith("Moved") for title in titles)
    qtbot.mouseClick(sheet.take, Qt.MouseButton.LeftButton)
    settle()
    assert office.count(Query("placement")) == 2
    ask = sheet.findChild(AskPopover)
    assert ask is not None
    assert ask.accessibleName() == lost
    qtbot.mouseClick(ask.button, Qt.MouseButton.LeftButton)
    settle()
    assert office.count(Query("placement")) == 0


def test_a_cancelled_search_leaves_no_sheet_and_no_trace(
    qtbot: QtBot,
    window: MainWindow,
    page: PracticePage,
    office: Office,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = threading.Event()

    def slow(_office: Office, _period: UUID, progress: Callable[[int, int], None]) -> None:
        while True:
            begun.set()
            progress(1, 3)
            time.sleep(0.005)

    monkeypatch.setattr("cluster_desktop.services.matching.propose", slow)
    board = page.shown()
    assert isinstance(board, BoardTab)
    board.propose_places()
    assert begun.wait(5)
    layer = window.layer()
    assert layer is not None
    sheet = layer.sheet
    assert isinstance(sheet, TrialSheet)
    assert sheet.bar.isVisible()
    qtbot.mouseClick(sheet.discard, Qt.MouseButton.LeftButton)
    settle()
    assert window.layer() is None
    assert office.count(Query("placement")) == 2


def test_data_changed_meanwhile_are_not_overwritten(
    qtbot: QtBot, window: MainWindow, trial: TrialSheet, office: Office, settle: Settle
) -> None:
    who = named(office, "student", "full_name", "Сейілов Арман")
    office.set("student", who, {"status": "on_leave"})
    settle()
    qtbot.mouseClick(trial.take, Qt.MouseButton.LeftButton)
    settle()
    assert window.layer() is not None
    assert trial.take.isEnabled()
    assert office.count(Query("placement")) == 2


def test_excel_offers_the_list_and_the_forms_of_the_period(
    page: PracticePage, settle: Settle
) -> None:
    page.run("excel")
    settle()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "Placements…"
    assert any("F3" in text for text in texts)
    assert any("F6" in text for text in texts)
    menu.close()


def test_the_command_proposes_places_from_any_page(window: MainWindow, settle: Settle) -> None:
    window.open_place(Place("home"))
    settle()
    assert "propose" in window.actions_of.find("propose places")
    window.commands.run("propose")
    settle()
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, TrialSheet)
