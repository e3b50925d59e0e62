"""The numbers of the exchange are the same wherever they stand, and what came can be opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.sync import finding
from cluster_desktop.sync.views import Place as SharePlace
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.exchange import ExchangePage
from cluster_desktop.ui.pages.exchange_run import RunTab
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases
from tests.sync.region import Computer, admit, computer, folder_place, found
from tests.ui.exchange_hands import named
from tests.ui.hands import settle
from tests.ui.walking import kept_places


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.set_language("en")


class Two:
    """A region's office and a college, a folder of the region and a stick."""

    def __init__(self, databases: Databases, folder: Path) -> None:
        self.region = computer(databases, folder / "region", "Өңірлік кеңсе", "")
        self.college = computer(databases, folder / "college", "«Торғай колледжі» МКҚК", "")
        self.share, self.stick = folder / "share", folder / "stick"
        found(self.region, self.share)
        self.stick.mkdir()
        self.region.exchange.prepare(folder_place(self.stick))
        admit(self.region, self.college, self.share)
        for one in (self.region, self.college, self.region):
            one.run(self.share)


@pytest.fixture
def two(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    made = Two(databases, tmp_path)

    def sticks(region_id: UUID | None = None) -> list[SharePlace]:
        return [replace(finding.look_at(str(made.stick), region_id), kind="stick")]

    monkeypatch.setattr(finding, "sticks", sticks)
    yield made
    settle()
    for one in (made.region, made.college):
        one.office.close()


def window_of(qtbot: QtBot, one: Computer) -> MainWindow:
    window = opened(one)
    qtbot.addWidget(window)
    return window


def opened(one: Computer) -> MainWindow:
    one.office.put_setting("firstrun.done", "yes")
    kept = FilePreferences(one.folder / "preferences.ini")
    window = MainWindow(one.office, kept, exchange=lambda: one.exchange)
    window.resize(1366, 728)
    window.show()
    window.open_place(Place("exchange", tab="exchange"))
    settle()
    return window


def tab_of(window: MainWindow) -> RunTab:
    page = window.page()
    assert isinstance(page, ExchangePage)
    tab = page.shown()
    assert isinstance(tab, RunTab)
    return tab


def told(window: MainWindow) -> tuple[str, str]:
    """What is not sent: by the page, and by the strip below it."""
    page = tab_of(window).send.accessibleName().removeprefix("To send: ").split(".")[0]
    _before, _colon, strip = window.status.exchange.text().partition("not sent: ")
    return page, strip or "0"


def test_the_strip_tells_the_number_of_the_page_for_the_place_that_is_chosen(
    qtbot: QtBot, two: Two
) -> None:
    college = two.college
    (student,) = college.office.add("student", {"full_name": "Әлиев Дамир"}).ids
    college.exchange.set_place(folder_place(two.stick))
    college.run(two.stick)  # there it is, and in the region's folder not yet
    college.exchange.set_place(folder_place(two.share))
    college.office.set("student", student, {"full_name": "Әлиев Дамир Сәкенұлы"})
    window = window_of(qtbot, college)
    tab = tab_of(window)
    seen = []
    for at in range(len(tab.choices)):
        tab.choices[at].click()
        settle()
        seen.append(told(window))
    assert [page for page, _strip in seen] == [strip for _page, strip in seen]
    assert dict(seen)["1"] == "1"


def test_a_record_changed_again_before_it_is_sent_counts_once(two: Two) -> None:
    college = two.college
    (student,) = college.office.add("student", {"full_name": "Әлиев Дамир"}).ids
    college.exchange.run(folder_place(two.stick))
    college.office.set("student", student, {"full_name": "Әлиев Дамир Сәкенұлы"})
    state = college.exchange.state(folder_place(two.share))
    assert dict(state.unsent_changes) == {"student": 1}
    assert college.exchange.ahead(folder_place(two.share)).send == state.unsent == 1


def test_what_comes_is_told_by_kind_and_opened_when_it_has_come(qtbot: QtBot, two: Two) -> None:
    two.region.office.add("organisation", {"name_ru": "ТОО «Бұрынғы»"})
    for n in range(3):
        two.college.office.add("organisation", {"name_ru": f"ТОО «Дала {n}»"})
    two.college.office.add("student", {"full_name": "Әлиев Дамир"})
    two.college.run(two.share)
    window = window_of(qtbot, two.region)
    tab = tab_of(window)
    tab.choices[0].click()
    settle()
    assert "Partners 3 · Students 1" in tab.receive.note()
    tab.now.click()
    settle()
    settle()
    assert [button.text() for button in tab.brought.buttons] == ["Partners 3", "Students 1"]
    button = named(window, "show_organisation")
    qtbot.waitUntil(button.isVisible)
    tab.brought.buttons[0].click()
    settle()
    page = window.page()
    assert isinstance(page, ListPage)
    office = two.region.office
    shown = [row.id for row in office.rows(page.list.query())]
    names = sorted(str(office.get("organisation", one)["name_ru"]) for one in shown)
    assert names == [f"ТОО «Дала {n}»" for n in range(3)]


def test_a_window_that_went_leaves_no_places_of_widgets(two: Two) -> None:
    """Python's object of the layout must go with its widget: held, it keeps what Qt made in it."""
    window = opened(two.region)
    tab = tab_of(window)
    before = len(kept_places())
    window.close()
    window.deleteLater()
    settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(tab)
    assert len(kept_places()) <= before
