"""The page of the exchange keeps what people chose and where their keys go; nothing is said that
is not so any more. The façade is one in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.services.office import Office
from cluster_desktop.sync import words
from cluster_desktop.sync.office_keys import SHORTEST_PASSPHRASE
from cluster_desktop.sync.views import Conflict, ConflictField, Side, State
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.exchange_fields import WordsCard
from cluster_desktop.ui.exchange_members import STATE
from cluster_desktop.ui.exchange_review import ColumnHead
from cluster_desktop.ui.pages.exchange import ExchangePage
from cluster_desktop.ui.pages.exchange_begin import SHORTEST
from cluster_desktop.ui.pages.exchange_conflicts import ConflictsTab
from cluster_desktop.ui.pages.exchange_first import FirstTab
from cluster_desktop.ui.pages.exchange_journal import RunsTab
from cluster_desktop.ui.pages.exchange_region import RegionTab
from cluster_desktop.ui.pages.exchange_run import RunTab
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
    made = scenes.busy_region(office)
    made.open = [by_number(one) for one in made.open]
    return made


def by_number(one: Conflict) -> Conflict:
    """As real ones are: a field is named by its unit, what is decided by a number."""
    fields = [replace(field, key=f"{one.record}-{field.unit}") for field in one.fields]
    return replace(one, fields=tuple(fields))


Open = Callable[[str], tuple[MainWindow, QWidget]]


@pytest.fixture
def open_tab(qtbot: QtBot, office: Office, region: scenes.InMemory, tmp_path: Path) -> Open:
    def open_one(tab: str) -> tuple[MainWindow, QWidget]:
        kept = FilePreferences(tmp_path / "preferences.ini")
        window = MainWindow(office, kept, exchange=lambda: region)
        qtbot.addWidget(window)
        window.resize(1366, 728)
        window.show()
        window.activateWindow()
        rest()
        window.open_place(Place("exchange", tab=tab))
        rest()
        return window, shown(window)

    return open_one


def shown(window: MainWindow) -> QWidget:
    page = window.page()
    assert isinstance(page, ExchangePage)
    return page.shown()


def conflicts_of(window: MainWindow) -> ConflictsTab:
    tab = shown(window)
    assert isinstance(tab, ConflictsTab)
    return tab


def is_in(widget: QWidget) -> bool:
    now = QApplication.focusWidget()
    return now is not None and (now is widget or widget.isAncestorOf(now))


# ---- conflicts ----


def test_a_real_conflict_can_be_given_a_value_of_its_own(
    open_tab: Open, region: scenes.InMemory
) -> None:
    window, _tab = open_tab("conflicts")
    tab = conflicts_of(window)
    row = tab.grid.rows[0]
    assert row.edit is not None
    assert row.edit.isVisible()
    row.edit.click()
    assert row.editor is not None
    row.editor.show_value("+77001234567")
    tab.go.click()
    rest()
    ((_deed, choices),) = region.told
    assert isinstance(choices, dict)
    assert "7001234567" in str(choices[row.field.key])


def test_what_was_chosen_is_there_again_when_one_comes_back(open_tab: Open) -> None:
    window, _tab = open_tab("conflicts")
    tab = conflicts_of(window)
    tab.grid.rows[0].take("theirs")
    tab.grid.rows[1].write_own()
    editor = tab.grid.rows[1].editor
    assert editor is not None
    editor.show_value("Омаров Т.")
    tab.step(1)
    assert next(iter(tab.grid.choices().values())) == "mine"
    tab.step(1)
    chosen = list(tab.grid.choices().values())
    assert chosen == ["theirs", "Омаров Т.", "mine"]
    window.commands.set_look("language", "ru")
    rest()
    assert list(conflicts_of(window).grid.choices().values()) == chosen


def test_conflicts_are_read_in_the_language_there_is(
    open_tab: Open, region: scenes.InMemory
) -> None:
    window, _tab = open_tab("conflicts")
    region.open = [replace(one, title="«Қостанай агро» ЖШС") for one in region.open]
    window.commands.set_look("language", "kk")
    rest()
    assert conflicts_of(window).title.text() == "«Қостанай агро» ЖШС"


def test_all_are_decided_by_keys_alone(
    qtbot: QtBot, open_tab: Open, region: scenes.InMemory
) -> None:
    window, _tab = open_tab("conflicts")
    tab = conflicts_of(window)
    assert is_in(tab.grid)
    hand = Hand(qtbot)
    for left in (1, 0):
        focus = QApplication.focusWidget()
        assert focus is not None
        hand.press(Qt.Key.Key_Return, CONTROL, on=focus)
        rest()
        assert len(region.open) == left
        assert is_in(tab)


def test_the_moment_of_a_change_is_seen_beside_a_long_name(open_tab: Open) -> None:
    window, _tab = open_tab("conflicts")
    for head in conflicts_of(window).grid.heads[1:3]:
        assert isinstance(head, ColumnHead)
        assert head.when.isVisible()
        needed = head.when.fontMetrics().horizontalAdvance(head.when.text())
        assert 0 < needed <= head.when.width()


def test_nobody_sends_a_record_to_the_bin_by_going_on(
    open_tab: Open, region: scenes.InMemory
) -> None:
    one = region.open[0]
    binned = Side(None, "in the bin", "Серікбаев М.", "Көктерек колледжі", scenes.NOW)
    changed = Side("87000000099", "87000000099", "Ахметова Г.", "", scenes.NOW, is_here=True)
    field = ConflictField("n", "phone", "Phone", "", changed, binned, "theirs", kind="deleted")
    region.open = [replace(one, fields=(field,))]
    window, _tab = open_tab("conflicts")
    tab = conflicts_of(window)
    (row,) = tab.grid.rows
    assert row.label.text() == "The whole record"
    assert row.theirs.text() == "leave the whole record in the bin"
    assert row.mine.text() == "keep the record, with Phone: 87000000099"
    tab.go.click()
    rest()
    assert region.told == []
    row.mine.click()
    tab.go.click()
    rest()
    assert region.told == [("decide", {"n": "mine"})]


# ---- the run ----


def test_once_everything_is_decided_the_page_asks_no_more(
    open_tab: Open, region: scenes.InMemory
) -> None:
    window, tab = open_tab("exchange")
    assert isinstance(tab, RunTab)
    region.outcome = scenes.receipt(9, conflicts=2)
    tab.now.click()
    rest()
    assert tab.result.text().endswith("2 records need your decision.")
    region.open = region.open[:1]
    window.desk.exchange.read()
    rest()
    assert tab.result.text().endswith("1 record needs your decision.")
    region.open = []
    window.desk.exchange.read()
    rest()
    assert tab.result.text().endswith("2 records needed a decision.")
    assert tab.result.first_button() is None


def test_the_journal_tells_of_decisions_as_of_what_was(open_tab: Open) -> None:
    _window, tab = open_tab("journal")
    assert isinstance(tab, RunsTab)
    assert tab.rows()[0].accessibleName().endswith("1 record needed a decision.")


def test_a_run_is_taken_back_in_the_journal(
    qtbot: QtBot, open_tab: Open, region: scenes.InMemory
) -> None:
    window, tab = open_tab("journal")
    assert isinstance(tab, RunsTab)
    offered = [row.receipt.id for row in tab.rows() if row.take_back.isVisible()]
    assert offered == [4, 3]  # the others brought nothing, or are taken back
    tab.rows()[0].take_back.click()
    rest()
    assert [one.id for one in region.runs if one.undone] == [1]
    Hand(qtbot).click(named(window, "ask_verb"))
    rest()
    assert [one.id for one in region.runs if one.undone] == [4, 1]
    assert not tab.rows()[0].take_back.isVisible()


def test_the_keys_stay_with_the_run(qtbot: QtBot, open_tab: Open, region: scenes.InMemory) -> None:
    _window, tab = open_tab("exchange")
    assert isinstance(tab, RunTab)
    where: list[bool] = []
    tab.link.began.connect(lambda: where.append(is_in(tab.bar)))
    tab.now.setFocus()
    Hand(qtbot).press(Qt.Key.Key_Space, on=tab.now)
    rest()
    assert where == [True]
    assert QApplication.focusWidget() is tab.now
    region.outcome = scenes.receipt(9, conflicts=2)
    Hand(qtbot).press(Qt.Key.Key_Space, on=tab.now)
    rest()
    assert QApplication.focusWidget() is tab.result.first_button()


def test_the_keys_stay_on_the_page_when_a_place_is_connected(
    qtbot: QtBot, open_tab: Open, region: scenes.InMemory
) -> None:
    region.found = [scenes.EMPTY]
    window, tab = open_tab("exchange")
    assert isinstance(tab, RunTab)
    button = named(window, "connect_place")
    button.setFocus()
    Hand(qtbot).press(Qt.Key.Key_Space, on=button)
    rest()
    assert QApplication.focusWidget() is tab.now


def test_a_notice_follows_the_language(open_tab: Open, region: scenes.InMemory) -> None:
    region.found = [scenes.EMPTY]
    window, tab = open_tab("exchange")
    assert isinstance(tab, RunTab)
    before = tab.notice.text()
    window.commands.set_look("language", "ru")
    rest()
    assert tab.notice.text() not in ("", before)


def test_f9_while_places_are_looked_for_is_not_lost(
    open_tab: Open, region: scenes.InMemory
) -> None:
    window, _tab = open_tab("conflicts")
    window.commands.run("exchange_now")  # opens the tab; its places are not known yet
    rest()
    assert len(region.runs) == 5


def test_trying_again_looks_whether_the_place_is_back(
    open_tab: Open, region: scenes.InMemory
) -> None:
    window, tab = open_tab("exchange")
    assert isinstance(tab, RunTab)
    region.outcome = scenes.not_there()
    region.found = [scenes.AWAY]
    tab.now.click()
    rest()
    assert not tab.now.isEnabled()
    region.found, region.outcome = [scenes.SHARE], None
    named(window, "exchange_again").click()  # type: ignore[attr-defined]
    rest()
    assert tab.result.text().startswith("Sent: 21.")


def test_a_failure_is_not_told_of_another_place(open_tab: Open, region: scenes.InMemory) -> None:
    _window, tab = open_tab("exchange")
    assert isinstance(tab, RunTab)
    region.outcome = scenes.not_there()
    tab.now.click()
    rest()
    assert tab.result.text()
    tab.choices[1].click()
    rest()
    assert not tab.result.text().startswith("The region's folder cannot be reached.")


# ---- words ----


def test_the_words_of_a_region_stay_until_they_are_on_paper(
    qtbot: QtBot, open_tab: Open, region: scenes.InMemory
) -> None:
    region.now, region.open = State("off"), []
    window, tab = open_tab("exchange")
    assert isinstance(tab, FirstTab)
    Hand(qtbot).press(Qt.Key.Key_Return, on=tab.region)
    rest()
    assert tab.current() is tab.begin
    region.now = scenes.member(role="region")
    tab.begin.on_started(scenes.Paper())
    for _turn in range(2):
        window.commands.run("refresh")
        rest()
    assert shown(window) is tab
    assert len(tab.begin.words.words()) == 36
    assert tab.begin.words.isVisible()
    assert not window.close()
    assert tab.begin.problem.text().startswith("These words are shown only now")
    tab.begin.go.click()
    rest()
    assert isinstance(shown(window), RunTab)


@pytest.mark.parametrize(("own", "other"), [("kk", "ru"), ("ru", "kk"), ("en", "ru")])
def test_words_are_compared_with_somebody_who_works_in_the_other_language(
    qtbot: QtBot, own: str, other: str
) -> None:
    i18n.set_language(own)
    card = WordsCard()
    qtbot.addWidget(card)
    key = bytes(range(32))
    card.set_words(words.fingerprint(key), compared=True)
    assert card.words() == words.fingerprint(key, own)
    assert card.also() == words.fingerprint(key, other)


def test_the_question_of_excluding_names_person_and_college_in_full(
    qtbot: QtBot, open_tab: Open
) -> None:
    window, _tab = open_tab("colleges")
    Hand(qtbot).click(named(window, "exclude"))
    ask = named(window, "ask")
    told = " ".join(label.text() for label in ask.findChildren(QWidget) if hasattr(label, "text"))
    assert "Серікбаева Мөлдір 0" in told
    assert "«Көктерек аграрлық-техникалық колледжі № 0» МКҚК" in told


def test_the_list_of_computers_shows_whose_changes_are_held(open_tab: Open) -> None:
    _window, tab = open_tab("colleges")
    assert isinstance(tab, RegionTab)
    model = tab.table.members
    held = [model.members[row].device for row in range(model.rowCount())
            if model.index(row, STATE).data() == "waits for the office"]  # fmt: skip
    assert held == ["d8"]


def test_the_page_asks_for_as_long_a_passphrase_as_the_file_needs() -> None:
    assert SHORTEST == SHORTEST_PASSPHRASE
