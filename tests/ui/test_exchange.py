"""The page of the exchange: what it says, and that nothing happens by itself. The façade is one in
memory; real exchanges are in test_exchange_tasks.py."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.errors import Refusal
from cluster_desktop.services.office import Office
from cluster_desktop.sync.views import State
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.exchange import ExchangePage, SampleTab
from cluster_desktop.ui.pages.exchange_conflicts import ConflictsTab
from cluster_desktop.ui.pages.exchange_first import FirstTab
from cluster_desktop.ui.pages.exchange_region import RegionTab
from cluster_desktop.ui.pages.exchange_renew import RenewSheet
from cluster_desktop.ui.pages.exchange_run import RunTab
from cluster_desktop.ui.pages.home_parts import AlertLine
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.window import MainWindow
from tests.databases import Builder
from tests.ui import exchange_scenes as scenes
from tests.ui.counting import CONTROL, Hand
from tests.ui.desks import add_partner, with_college
from tests.ui.exchange_hands import named, rest


def few(office: Office) -> None:
    with_college(office)
    office.put_setting("firstrun.done", "yes")
    for n in range(2):
        add_partner(office, name_ru=f"ТОО «Партнёр {n}»", bin=None)


@pytest.fixture
def content() -> Builder:
    return few


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


@pytest.fixture
def region(office: Office) -> scenes.InMemory:
    return scenes.busy_region(office)


Open = Callable[..., MainWindow]


@pytest.fixture
def open_window(qtbot: QtBot, office: Office, region: scenes.InMemory, tmp_path: Path) -> Open:
    def open_one(*, sample: bool = False) -> MainWindow:
        kept = FilePreferences(tmp_path / "preferences.ini")
        window = MainWindow(office, kept, sample=sample, exchange=lambda: region)
        qtbot.addWidget(window)
        window.resize(1366, 728)
        window.show()
        window.activateWindow()
        rest()
        return window

    return open_one


def page_of(window: MainWindow, tab: str = "exchange") -> ExchangePage:
    window.open_place(Place("exchange", tab=tab))
    rest()
    page = window.page()
    assert isinstance(page, ExchangePage)
    return page


def run_tab(window: MainWindow) -> RunTab:
    tab = page_of(window).shown()
    assert isinstance(tab, RunTab)
    return tab


# ---- before and after a run ----


def test_what_would_be_exchanged_is_seen_before_anything_happens(
    open_window: Open, region: scenes.InMemory
) -> None:
    tab = run_tab(open_window())
    assert tab.send.accessibleName() == "To send: 14. Students 6 · Agreements 5 · Partners 3"
    assert tab.receive.accessibleName() == (
        "To receive: 22. from 3 colleges: Partners 18 · Need by years 4"
    )
    assert region.told == []
    assert len(region.runs) == 4


def test_after_a_run_a_sentence_tells_the_result(
    open_window: Open, region: scenes.InMemory
) -> None:
    region.outcome = scenes.receipt(9, merged=4)
    tab = run_tab(open_window())
    tab.now.click()
    rest()
    assert tab.result.text() == (
        "Sent: 21. Received: 9. Merged by themselves: 4. Nothing needs a decision."
    )


def test_a_run_with_decisions_leads_to_them(
    qtbot: QtBot, open_window: Open, region: scenes.InMemory
) -> None:
    region.outcome = scenes.receipt(9, conflicts=2)
    window = open_window()
    tab = run_tab(window)
    tab.now.click()
    rest()
    assert tab.result.text().endswith("2 records need your decision.")
    Hand(qtbot).click(named(window, "review_conflicts"))
    rest()
    page = window.page()
    assert isinstance(page, ExchangePage)
    assert isinstance(page.shown(), ConflictsTab)


def test_a_failure_says_why_and_what_to_do(open_window: Open, region: scenes.InMemory) -> None:
    region.outcome = scenes.not_there()
    window = open_window()
    tab = run_tab(window)
    tab.now.click()
    rest()
    assert tab.result.text() == ("The region's folder cannot be reached. Your work is saved here.")
    assert named(window, "exchange_again").isEnabled()
    assert tab.now.isEnabled()
    region.outcome = None
    named(window, "exchange_again").click()  # type: ignore[attr-defined]
    rest()
    assert tab.result.text().startswith("Sent: 21.")


def test_a_run_is_cancelled_and_says_that_nothing_is_lost(
    qtbot: QtBot, open_window: Open, region: scenes.InMemory
) -> None:
    going = threading.Event()

    def wait(progress: Callable[[int, int, str], None]) -> None:
        going.set()
        for n in range(5_000):
            progress(n, 5_000, "…")
            threading.Event().wait(0.002)

    region.wait = wait
    window = open_window()
    tab = run_tab(window)
    tab.now.click()
    qtbot.waitUntil(lambda: going.is_set() and tab.bar.isVisible())
    assert not tab.now.isEnabled()
    tab.bar.cancelled.emit()
    qtbot.waitUntil(lambda: not tab.bar.isVisible(), timeout=1_000)
    rest()
    assert tab.result.text().startswith("Stopped.")
    assert tab.now.isEnabled()


def test_while_it_runs_work_goes_on_and_the_strip_tells(
    qtbot: QtBot, open_window: Open, region: scenes.InMemory
) -> None:
    going, go_on = threading.Event(), threading.Event()

    def wait(progress: Callable[[int, int, str], None]) -> None:
        progress(1, 4, "Көктерек")
        going.set()
        go_on.wait(10)

    region.wait = wait
    window = open_window()
    run_tab(window).now.click()
    qtbot.waitUntil(going.is_set)
    window.open_place(Place("partners"))
    qtbot.waitUntil(lambda: window.status.exchange.text() == "Exchanging: Көктерек")
    go_on.set()
    qtbot.waitUntil(lambda: not window.desk.exchange.is_running())
    rest()
    toast = window.toasts.current()
    assert toast is not None
    assert toast.text().startswith("Sent: 21. Received: 9.")
    assert window.status.exchange.text() == "Exchange: 3 days ago, everything is sent"


# ---- places ----


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("empty", "This place is empty"),
        ("other", "Here lie other data"),
        ("away", "The region's folder is not available now"),
    ],
)
def test_a_place_that_is_not_ours_is_never_written_to(
    open_window: Open, region: scenes.InMemory, state: str, said: str
) -> None:
    region.found = [replace(scenes.SHARE, state=state)]  # type: ignore[arg-type]
    window = open_window()
    tab = run_tab(window)
    assert tab.notice.text().startswith(said)
    assert not tab.now.isEnabled()
    window.commands.run("exchange_now")
    rest()
    assert len(region.runs) == 4
    assert region.told == []


def test_an_empty_place_is_filled_only_after_a_yes(
    qtbot: QtBot, open_window: Open, region: scenes.InMemory
) -> None:
    region.found = [scenes.EMPTY]
    window = open_window()
    tab = run_tab(window)
    Hand(qtbot).click(named(window, "connect_place"))
    rest()
    assert [deed for deed, _what in region.told] == ["prepare", "place"]
    assert tab.notice.text() == ""
    assert tab.now.isEnabled()


def test_a_stick_is_offered_where_the_folder_is_away(
    open_window: Open, region: scenes.InMemory
) -> None:
    region.found = [scenes.AWAY, scenes.STICK]
    tab = run_tab(open_window())
    assert tab.chosen() == scenes.STICK
    assert tab.now.isEnabled()


# ---- decisions ----


def conflicts_tab(window: MainWindow) -> ConflictsTab:
    tab = page_of(window, "conflicts").shown()
    assert isinstance(tab, ConflictsTab)
    return tab


def test_each_field_begins_with_the_value_that_is_seen_now(open_window: Open) -> None:
    tab = conflicts_tab(open_window())
    assert tab.grid.choices() == {"phone": "mine", "head_ru": "theirs", "notes": "mine"}


def test_looking_at_conflicts_and_leaving_decides_nothing(
    open_window: Open, region: scenes.InMemory
) -> None:
    window = open_window()
    tab = conflicts_tab(window)
    tab.later.click()
    tab.grid.take_all("theirs")
    window.open_place(Place("home"))
    rest()
    assert region.told == []
    assert len(region.open) == 2


def test_a_decision_is_saved_by_ctrl_enter_and_the_next_one_comes(
    qtbot: QtBot, open_window: Open, region: scenes.InMemory
) -> None:
    tab = conflicts_tab(open_window())
    first = tab.current()
    tab.grid.take_all("theirs")
    hand = Hand(qtbot)
    hand.press(Qt.Key.Key_Return, CONTROL, on=tab.grid.rows[0].theirs)
    rest()
    assert region.told == [("decide", {"phone": "theirs", "head_ru": "theirs", "notes": "theirs"})]
    assert tab.current() not in (None, first)


def test_a_value_neither_had_can_be_written_and_both_texts_kept(
    open_window: Open, region: scenes.InMemory
) -> None:
    tab = conflicts_tab(open_window())
    phone, _head, notes = tab.grid.rows
    phone.write_own()
    assert phone.editor is not None
    phone.editor.show_value("+77001234567")
    notes.keep_both()
    assert "Келісілді" in notes.result_text()
    assert "қайта қоңырау" in notes.result_text()
    tab.go.click()
    rest()
    ((_deed, choices),) = region.told
    assert isinstance(choices, dict)
    assert choices["notes"] == "both"
    assert choices["head_ru"] == "theirs"
    assert "7001234567" in str(choices["phone"])


def test_a_value_that_is_none_stays_with_its_sentence(
    open_window: Open, region: scenes.InMemory
) -> None:
    region.outcome = Refusal("Phone: eleven digits are needed.", field="phone")
    window = open_window()
    tab = conflicts_tab(window)
    row = tab.grid.rows[0]
    row.write_own()
    assert row.editor is not None
    row.editor.show_value("12")
    tab.go.click()
    rest()
    assert len(tab.conflicts()) == 2
    assert row.editor.problem() == "Phone: eleven digits are needed."
    toast = window.toasts.current()
    assert toast is not None
    assert toast.text() == "Phone: eleven digits are needed."


def test_choices_on_the_screen_survive_news_of_the_office(
    open_window: Open, office: Office
) -> None:
    window = open_window()
    tab = conflicts_tab(window)
    tab.grid.rows[0].take("theirs")
    office.put_setting("college.coordinator", "Ахметова Г.")
    rest()
    assert tab.grid.choices()["phone"] == "theirs"


def test_what_needs_a_decision_is_told_everywhere_and_hinders_nobody(
    open_window: Open, region: scenes.InMemory
) -> None:
    window = open_window()
    window.open_place(Place("home"))
    rest()
    assert window.rail.items["exchange"].badge() == 2
    assert window.status.conflicts.text() == "2 records need a decision"
    assert window.status.exchange.text() == "Exchange: 3 days ago, not sent: 14"
    assert window.layer() is None
    (line,) = [one for one in window.findChildren(AlertLine) if one.alert.severity == "conflict"]
    line.click()
    rest()
    page = window.page()
    assert isinstance(page, ExchangePage)
    assert page.tab() == "conflicts"
    region.open = []
    window.desk.exchange.read()
    rest()
    assert window.rail.items["exchange"].badge() == 0
    assert not window.status.conflicts.isVisible()


# ---- region ----


def test_the_office_sees_who_is_silent_first(open_window: Open) -> None:
    tab = page_of(open_window(), "colleges").shown()
    assert isinstance(tab, RegionTab)
    shown = [one.device for one in tab.table.members.members]
    assert shown[:3] == ["d0", "d8", "d6"]
    assert shown[-1] == "d7"  # excluded


def test_excluding_asks_and_says_what_it_cannot_do(
    qtbot: QtBot, open_window: Open, region: scenes.InMemory
) -> None:
    window = open_window()
    page_of(window, "colleges")
    hand = Hand(qtbot)
    hand.click(named(window, "exclude"))
    assert region.told == []
    hand.click(named(window, "ask_verb"))
    rest()
    assert region.told == [("revoke", "d0")]


def test_what_would_empty_much_is_let_through_after_a_question(
    qtbot: QtBot, open_window: Open, region: scenes.InMemory
) -> None:
    window = open_window()
    tab = page_of(window, "colleges").shown()
    assert isinstance(tab, RegionTab)
    assert not tab.release.isVisible()
    hand = Hand(qtbot)
    hand.cell(tab.table, 1, 0)
    hand.click(named(window, "let_through"))
    assert region.told == []
    hand.click(named(window, "ask_verb"))
    rest()
    assert region.told == [("release", "d8")]


def test_the_right_of_the_office_is_renewed_by_file_or_words(
    qtbot: QtBot, open_window: Open, region: scenes.InMemory
) -> None:
    window = open_window()
    page_of(window, "colleges")
    hand = Hand(qtbot)
    hand.click(named(window, "renew_office_right"))
    sheet = named(window, "renew_office")
    assert isinstance(sheet, RenewSheet)
    assert not sheet.go.isEnabled()
    sheet.file.set_path("E:/region-root.clk")
    sheet.phrase.edit.setText("басқа фраза")
    hand.click(sheet.go)
    rest()
    assert sheet.problem.text() == "This passphrase does not open the file."
    sheet.phrase.edit.setText(scenes.PHRASE)
    hand.click(sheet.go)
    rest()
    assert region.told == [("renew", Path("E:/region-root.clk"))]
    assert window.layer() is None


def test_a_college_sees_no_tab_of_the_office(open_window: Open, region: scenes.InMemory) -> None:
    region.now = scenes.member()
    page = page_of(open_window())
    assert page.keys() == ["exchange", "conflicts", "journal"]


# ---- keys, first connection, samples ----


def test_f9_opens_the_page_and_there_it_exchanges(
    qtbot: QtBot, open_window: Open, region: scenes.InMemory
) -> None:
    window = open_window()
    hand = Hand(qtbot)
    hand.press(Qt.Key.Key_F9, on=window)
    rest()
    assert window.rail_page == "exchange"
    assert len(region.runs) == 4
    hand.press(Qt.Key.Key_F9, on=window)
    rest()
    assert len(region.runs) == 5


def test_who_is_not_connected_is_led_through_the_first_connection(
    open_window: Open, region: scenes.InMemory
) -> None:
    region.now, region.open = State("off"), []
    window = open_window()
    page = page_of(window)
    tab = page.shown()
    assert isinstance(tab, FirstTab)
    assert not page.tabs.isVisible()
    assert not window.status.exchange.isVisible()
    tab.college.click()
    rest()
    tab.ask.go.click()
    rest()
    assert tab.current() is tab.accept_screen
    assert tab.accept_screen.words.words() == scenes.WORDS
    tab.accept_screen.take("E:/invite.cli")
    tab.accept_screen.region_words.edit.setText("айна айна")
    tab.accept_screen.go.click()
    rest()
    assert tab.accept_screen.problem.text() == "These are not the words of the region."
    tab.accept_screen.region_words.edit.setText(" ".join(scenes.WORDS))
    tab.accept_screen.go.click()
    rest()
    assert isinstance(page.shown(), RunTab)


def test_a_request_that_waits_opens_where_it_was_left(
    open_window: Open, region: scenes.InMemory
) -> None:
    region.now, region.open = State("asked", fingerprint=scenes.WORDS), []
    window = open_window()
    tab = page_of(window).shown()
    assert isinstance(tab, FirstTab)
    assert tab.current() is tab.accept_screen
    assert window.status.exchange.text() == "Exchange: the invitation is awaited"


def test_sample_data_are_not_exchanged(open_window: Open, region: scenes.InMemory) -> None:
    window = open_window(sample=True)
    page = page_of(window)
    tab = page.shown()
    assert isinstance(tab, SampleTab)
    assert tab.text().startswith("These are sample data. They are not exchanged")
    window.commands.run("exchange_now")
    rest()
    assert len(region.runs) == 4
    assert not window.status.exchange.isVisible()
