"""The exchange by hand, with real computers over real folders: task 11, and two newcomers.

Every click and key is counted; what stands on the screens is read for words people do not use.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.sync import finding
from cluster_desktop.sync.views import Place
from cluster_desktop.ui.exchange_fields import WordsCard
from cluster_desktop.ui.pages.exchange import ExchangePage
from cluster_desktop.ui.pages.exchange_conflicts import ConflictsTab
from cluster_desktop.ui.pages.exchange_run import RunTab
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases
from tests.sync.region import PASSPHRASE, Computer, admit, computer, found
from tests.ui.counting import Hand
from tests.ui.exchange_hands import named, technical
from tests.ui.hands import settle
from tests.ui.walking import texts

SHARED = "«Дала жарығы» ЖШС"
Open = Callable[[Computer], MainWindow]


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Open:
    def open_one(one: Computer) -> MainWindow:
        one.office.put_setting("firstrun.done", "yes")
        kept = FilePreferences(one.folder / "preferences.ini")
        window = MainWindow(one.office, kept, exchange=lambda: one.exchange)
        qtbot.addWidget(window)
        window.resize(1366, 728)
        window.show()
        window.activateWindow()
        settle()
        return window

    return open_one


@pytest.fixture
def people(databases: Databases, tmp_path: Path) -> Iterator[list[Computer]]:
    """A region's office and two colleges, none of which is connected."""
    made = [
        computer(databases, tmp_path / "region", "Өңірлік кеңсе", ""),
        computer(databases, tmp_path / "torgai", "«Торғай колледжі» МКҚК", ""),
        computer(databases, tmp_path / "kokterek", "«Көктерек колледжі» МКҚК", ""),
    ]
    yield made
    settle()
    for one in made:
        one.office.close()


def is_shown(window: QWidget, name: str) -> bool:
    return any(one.isVisible() for one in window.findChildren(QWidget, name))


def tab_of(window: MainWindow) -> QWidget:
    page = window.page()
    assert isinstance(page, ExchangePage)
    return page.shown()


def run_tab(window: MainWindow) -> RunTab:
    tab = tab_of(window)
    assert isinstance(tab, RunTab)
    return tab


def words_on(window: MainWindow) -> tuple[str, ...]:
    (card,) = [one for one in window.findChildren(WordsCard) if one.isVisible()]
    return card.words()


@pytest.fixture
def stick(people: list[Computer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What lies on the stick all use after another college was here: 22 changes, one of them of a
    record that the first college changed as well. The region's folder cannot be reached."""
    region, college, other = people
    share, found_stick = tmp_path / "share", tmp_path / "KINGSTON"
    found(region, share)
    admit(region, college, share)
    admit(region, other, share)
    found_stick.mkdir()
    way = Place(str(found_stick), "stick", "KINGSTON", "ours")
    region.exchange.prepare(way)
    (record,) = college.office.add("organisation", {"name_kk": SHARED, "phone": "87000000010"}).ids
    for one in (college, region, other, college):
        one.exchange.run(way)
    college.office.set("organisation", record, {"phone": "87000000011"})
    for n in range(13):
        college.office.add("student", {"full_name": f"Әлиев Дамир {n}"})
    other.office.set("organisation", record, {"phone": "87000000012"})
    for n in range(21):
        other.office.add("organisation", {"name_kk": f"«Серіктес {n}» ЖШС"})
    other.exchange.run(way)
    share.rename(tmp_path / "unplugged")

    def sticks(region_id: UUID | None = None) -> list[Place]:
        seen = finding.look_at(str(found_stick), region_id, title="KINGSTON")
        return [Place(seen.path, "stick", seen.title, seen.state, seen.free_mb)]

    monkeypatch.setattr(finding, "sticks", sticks)
    return found_stick


def test_task_11_an_exchange_by_stick_with_one_decision(
    qtbot: QtBot, people: list[Computer], stick: Path, open_window: Open
) -> None:
    college = people[1]
    window = open_window(college)
    hand = Hand(qtbot)
    began = time.monotonic()
    hand.click(named(window, "rail_exchange"))
    hand.wait(lambda: run_tab(window).now.isEnabled())
    hand.wait(lambda: "22" in run_tab(window).receive.accessibleName())
    assert run_tab(window).send.accessibleName().startswith("To send: 14.")
    assert run_tab(window).receive.accessibleName().startswith("To receive: 22.")
    assert technical(texts(window)) == []
    hand.click(named(window, "exchange_now"))
    hand.wait(lambda: run_tab(window).result.text())
    said = run_tab(window).result.text()
    assert said.startswith("Sent: 14. Received: 22.")
    assert said.endswith("1 record needs your decision.")
    hand.click(named(window, "review_conflicts"))
    hand.wait(lambda: is_shown(window, "save_decision"))
    tab = tab_of(window)
    assert isinstance(tab, ConflictsTab)
    (row,) = tab.grid.rows
    assert technical(texts(window)) == []
    hand.click(row.theirs)
    hand.click(named(window, "save_decision"))
    hand.wait(lambda: not college.exchange.conflicts())
    hand.wait(lambda: tab.conflicts() == [])
    hand.within(clicks=8, keys=0)
    assert time.monotonic() - began < 90
    assert window.rail.items["exchange"].badge() == 0
    (record,) = college.office.lookup("organisation", "name_kk", [SHARED])[SHARED]
    assert college.office.get("organisation", record)["phone"] == row.field.theirs.value


def test_two_newcomers_connect_without_help(
    qtbot: QtBot,
    people: list[Computer],
    tmp_path: Path,
    open_window: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The office begins a region; a college asks, both compare words, and they exchange."""
    office, college = people[:2]
    share, safe = tmp_path / "share", tmp_path / "safe"
    share.mkdir()
    safe.mkdir()
    chosen: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(chosen.pop()))
    monkeypatch.setattr(finding, "sticks", lambda _region=None: [])
    at_office, at_college = open_window(office), open_window(college)
    hand = Hand(qtbot)
    screens: set[str] = set()

    def type_into(window: MainWindow, name: str, words: str) -> None:
        field = named(window, name)
        assert isinstance(field, QLineEdit)
        hand.click(field)
        field.clear()
        hand.type(words, on=field)

    # The region's office begins.
    at_office.activateWindow()
    hand.click(named(at_office, "rail_exchange"))
    hand.click(named(at_office, "choice_way_region"))
    screens |= texts(at_office)
    type_into(at_office, "region_title", "Қостанай облысының білім басқармасы")
    type_into(at_office, "region_passphrase", PASSPHRASE)
    type_into(at_office, "region_passphrase_again", PASSPHRASE)
    chosen.append(safe)
    hand.click(named(at_office, "region_folder"))
    hand.click(named(at_office, "begin_region"))
    hand.wait(lambda: is_shown(at_office, "emergency_sheet"))
    assert len(words_on(at_office)) == 36
    assert (safe / "region-root.clk").is_file()
    screens |= texts(at_office)
    hand.click(named(at_office, "begin_region"))  # they are on paper
    hand.wait(lambda: isinstance(tab_of(at_office), RunTab))
    chosen.append(share)
    hand.click(named(at_office, "other_folder"))
    hand.wait(lambda: is_shown(at_office, "connect_place"))
    screens |= texts(at_office)
    hand.click(named(at_office, "connect_place"))
    hand.wait(lambda: run_tab(at_office).can_start())
    # The college asks.
    at_college.activateWindow()
    hand.click(named(at_college, "rail_exchange"))
    screens |= texts(at_college)
    hand.click(named(at_college, "choice_way_college"))
    chosen.append(share)
    hand.click(named(at_college, "ask_folder"))
    hand.click(named(at_college, "ask_region"))
    hand.wait(lambda: is_shown(at_college, "accept_invitation"))
    screens |= texts(at_college)
    read_aloud = words_on(at_college)
    assert len(read_aloud) == 8
    # The office compares the words over the phone and invites.
    at_office.activateWindow()
    page = at_office.page()
    assert isinstance(page, ExchangePage)
    hand.tab(page.tabs, page.keys().index("colleges"))
    hand.wait(lambda: is_shown(at_office, "invite"))
    hand.click(named(at_office, "invite"))
    hand.wait(lambda: is_shown(at_office, "invite_go"))
    assert words_on(at_office) == read_aloud
    screens |= texts(at_office)
    hand.click(named(at_office, "invite_go"))
    hand.wait(lambda: len(office.exchange.members()) == 2)
    told = " ".join(office.exchange.region_words())
    hand.wait(lambda: any(told in text for text in texts(at_office)))
    screens |= texts(at_office)
    # The college accepts and exchanges.
    at_college.activateWindow()
    hand.click(named(at_college, "find_invitation"))
    type_into(at_college, "region_words", told)
    hand.wait(named(at_college, "accept_invitation").isEnabled)
    hand.click(named(at_college, "accept_invitation"))
    hand.wait(lambda: isinstance(tab_of(at_college), RunTab))
    hand.wait(lambda: run_tab(at_college).can_start())
    hand.click(named(at_college, "exchange_now"))
    hand.wait(lambda: run_tab(at_college).result.text())
    screens |= texts(at_college)
    receipt = college.exchange.receipts(1)[0]
    assert receipt.outcome == "done"
    assert college.exchange.state().stage == "member"
    assert technical(screens) == []
    # Three screens for each of them, one folder each, one phone call.
    hand.within(clicks=24, keys=0)
