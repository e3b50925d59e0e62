"""Mentors, graduates and hours in the window: their keys, Ctrl+Z, names for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.graduates import GraduatesPage
from cluster_desktop.ui.pages.hours import HoursPage
from cluster_desktop.ui.pages.mentors import MentorsPage
from cluster_desktop.ui.pages.practice import PracticePage
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, at_now
from tests.ui.desks import cut_off, nameless
from tests.ui.graduate_data import GRADUATES, states, with_graduates, with_practice

Settle = Callable[[], None]
CTRL = Qt.KeyboardModifier.ControlModifier


def with_both(office: Office) -> None:
    with_graduates(office)
    with_practice(office)


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(with_both, tmp_path / "cluster.db", clock=at_now)
    yield made
    made.close()


@pytest.fixture
def first_page() -> str:
    return "graduates"


def test_the_pages_open_by_their_keys_and_name_all_their_controls(
    window: MainWindow, settle: Settle
) -> None:
    for key, kind in ((Qt.Key.Key_5, MentorsPage), (Qt.Key.Key_6, GraduatesPage)):
        QTest.keyClick(window, key, CTRL)
        settle()
        page = window.page()
        assert isinstance(page, kind)
        assert nameless(page) == []
        assert cut_off(page) == []


def test_ctrl_z_takes_back_the_last_status(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    page = window.page()
    assert isinstance(page, GraduatesPage)
    page.start_focus()
    QTest.keyClick(page.table, Qt.Key.Key_E)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_A)
    settle()
    QTest.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    settle()
    assert states(office) == {"employed": 1, "unknown": GRADUATES - 1}
    assert page.table.currentIndex().row() == 1


def test_ctrl_z_takes_a_pasted_range_of_hours_back_as_one(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    window.open_place(Place("practice", tab="hours"))
    settle()
    outer = window.page()
    assert isinstance(outer, PracticePage)
    page = outer.shown()
    assert isinstance(page, HoursPage)
    grid = page.grid
    grid.go(0, 8)
    QApplication.clipboard().setText("6\t6\n6\tн")
    QTest.keyClick(grid, Qt.Key.Key_V, CTRL)
    settle()
    assert office.count("attendance") == 4
    assert "Hours: 4 days" in window.toasts.current().text()  # type: ignore[union-attr]
    QTest.keyClick(grid, Qt.Key.Key_Z, CTRL)
    settle()
    assert office.count("attendance") == 0
    assert [grid.hours.text(0, n) for n in (8, 9)] == ["", ""]
    assert nameless(page) == []
