"""A computer that was excluded: what it had is still looked through on the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.errors import Refusal
from cluster_desktop.sync import finding
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.exchange import CONFLICTS, RUN, RUNS, ExchangePage
from cluster_desktop.ui.pages.exchange_conflicts import ConflictsTab
from cluster_desktop.ui.pages.exchange_first import FirstTab
from cluster_desktop.ui.pages.exchange_journal import RunsTab
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases
from tests.sync.region import Computer, admit, computer, found
from tests.ui.counting import Hand
from tests.ui.exchange_hands import named
from tests.ui.hands import settle


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


@pytest.fixture
def out(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Computer]:
    """A college's computer with an open conflict that has just learnt that it is excluded."""
    monkeypatch.setattr(finding, "sticks", lambda _region=None: [])
    region = computer(databases, tmp_path / "region", "Өңірлік кеңсе", "")
    college = computer(databases, tmp_path / "college", "«Торғай колледжі» МКҚК", "")
    share = tmp_path / "share"
    found(region, share)
    admit(region, college, share)
    (one,) = college.office.add("organisation", {"name_kk": "«Дала»", "phone": "87000000010"}).ids
    for each in (region, college, region):
        each.run(share)
    college.office.set("organisation", one, {"phone": "87000000011"})
    region.office.set("organisation", one, {"phone": "87000000012"})
    for each in (region, college):
        each.run(share)
    region.exchange.revoke(college.exchange.state().device)
    region.run(share)
    with pytest.raises(Refusal, match="excluded this computer"):
        college.run(share)
    assert college.exchange.state().stage == "revoked"
    college.office.put_setting("firstrun.done", "yes")
    yield college
    settle()
    for each in (region, college):
        each.office.close()


@pytest.fixture
def window(qtbot: QtBot, out: Computer) -> MainWindow:
    kept = FilePreferences(out.folder / "preferences.ini")
    made = MainWindow(out.office, kept, exchange=lambda: out.exchange)
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    made.activateWindow()
    settle()
    made.open_place(Place("exchange"))
    settle()
    return made


def page_of(window: MainWindow) -> ExchangePage:
    page = window.page()
    assert isinstance(page, ExchangePage)
    return page


def test_conflicts_and_journal_stay_within_reach(
    qtbot: QtBot, out: Computer, window: MainWindow
) -> None:
    page = page_of(window)
    hand = Hand(qtbot)
    assert page.keys() == [RUN, CONFLICTS, RUNS]
    first = page.shown()
    assert isinstance(first, FirstTab)
    assert "has excluded this computer" in first.warnings.text()
    hand.tab(page.tabs, page.keys().index(RUNS))
    runs = page.shown()
    assert isinstance(runs, RunsTab)
    assert len(runs.rows()) == len(out.exchange.receipts())
    assert [row for row in runs.rows() if row.take_back.isVisible()] == []
    hand.tab(page.tabs, page.keys().index(CONFLICTS))
    tab = page.shown()
    assert isinstance(tab, ConflictsTab)
    (row,) = tab.grid.rows
    hand.click(row.theirs)
    hand.click(named(window, "save_decision"))
    hand.wait(lambda: not out.exchange.conflicts())
    assert not page.can("exchange_now")


def test_the_first_tab_still_asks_anew(qtbot: QtBot, window: MainWindow) -> None:
    page = page_of(window)
    hand = Hand(qtbot)
    hand.tab(page.tabs, 2)
    hand.tab(page.tabs, 0)
    first = page.shown()
    assert isinstance(first, FirstTab)
    assert first.current() is first.ask
