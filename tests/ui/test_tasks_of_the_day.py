"""Tasks of the usability script on the sample college, with every click and key counted.

Each budget is the table's (practised user). Others of the tasks stand beside what they are about:
the import (4, 5), the print job (2, 7), forms to deliver (9).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Condition, Query
from cluster_desktop.services import passport
from cluster_desktop.services.office import Office
from cluster_desktop.ui.pages.cluster import ClusterPage
from cluster_desktop.ui.pages.cluster_passport import PassportTab
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.pages.practice import PracticePage
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.preview import PrintPreview
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, clustered
from tests.ui.counting import CONTROL, Hand
from tests.ui.hands import settle

# Task 13 begins with less than a whole passport, so that the meter can rise.
OPEN_SECTIONS = (5, 8, 9, 10)
TEXT = "Кластер 2030 жылға дейін өңірдің құрылыс саласына кадр даярлайды. " * 3


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    made = databases.open(clustered, tmp_path / "cluster.db")
    made.put_setting("firstrun.done", "yes")
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, office: Office, tmp_path: Path) -> MainWindow:
    made = MainWindow(office, FilePreferences(tmp_path / "preferences.ini"))
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    made.activateWindow()
    settle()
    return made


def named(window: QWidget, name: str, kind: type[QAbstractButton] = QAbstractButton) -> QWidget:
    found = [each for each in window.findChildren(kind, name) if each.isVisible()]
    assert len(found) == 1, f"{name}: {len(found)} on the screen"
    return found[0]


def test_task_3_a_name_is_found_by_its_beginning_in_other_letters(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    added = office.add("student", {"full_name": "Нұрмұхаммедова Айгерім Серікқызы"})
    hand = Hand(qtbot)
    hand.press(Qt.Key.Key_K, CONTROL, on=window)
    hand.type("нурмух")
    palette = window.findChild(QWidget, "palette")
    rows = window.findChild(QAbstractItemView, "palette_rows")
    assert palette is not None
    hand.wait(lambda: rows is not None and rows.model().rowCount() > 0)
    hand.press(Qt.Key.Key_Return)
    hand.wait(lambda: not palette.isVisible())
    hand.within(clicks=1, keys=9, with_text=True)
    page = window.page()
    assert isinstance(page, PracticePage)
    shown = page.shown()
    assert isinstance(shown, ListPage)
    assert shown.panel.isVisible()
    assert {shown.panel.record_id()} == set(added.ids)


def test_task_8_all_agreements_that_end_soon_are_renewed_for_a_year(
    qtbot: QtBot, window: MainWindow, office: Office
) -> None:
    soon = Query("agreement", (Condition("state", "is", "expiring"),))
    before, waiting = office.count("agreement"), office.count(soon)
    assert waiting > 0
    hand = Hand(qtbot)
    hand.wait(lambda: window.findChild(QWidget, "verb_expiring") is not None)
    hand.click(named(window, "verb_expiring"))
    hand.wait(lambda: named(window, "renew_go").isEnabled())
    hand.click(named(window, "renew_go"))
    hand.wait(lambda: office.count("agreement") == before + waiting)
    hand.within(clicks=8, keys=6)
    window.commands.run("undo")
    hand.wait(lambda: office.count("agreement") == before)


def test_task_13_section_5_is_written_and_the_passport_saved(
    qtbot: QtBot,
    window: MainWindow,
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "passport.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(out), ""))
    for number in OPEN_SECTIONS:
        passport.mark(office, number, False)
    passport.set_text(office, 5, {"text_kk": None})
    done_before = passport.completeness(passport.states(office))[0]
    hand = Hand(qtbot)
    hand.click(named(window, "rail_cluster"))
    page = window.page()
    assert isinstance(page, ClusterPage)
    tab = page.shown()
    assert isinstance(tab, PassportTab)
    hand.wait(tab.is_read)
    index = tab.sections.model().index(4, 0)
    hand.click(tab.sections.viewport(), tab.sections.visualRect(index).center())
    hand.wait(tab.is_read)
    tab.open_language("kk")
    hand.clicks += 1
    hand.click(tab.box.edit.viewport())
    hand.type(TEXT)
    hand.click(tab.gaps.mark)
    hand.wait(lambda: passport.completeness(passport.states(office))[0] == done_before + 1)
    assert passport.texts(office)[5]["text_kk"] == TEXT.strip()
    hand.press(Qt.Key.Key_P, CONTROL, on=window)
    hand.wait(lambda: window.findChildren(PrintPreview))
    preview = window.findChildren(PrintPreview)[0]
    hand.wait(lambda: bool(preview.papers()), timeout=60_000)
    hand.click(preview.pdf_button)
    hand.wait(out.exists, timeout=60_000)
    hand.within(clicks=12, keys=200 + 20)
    paper = pypdfium2.PdfDocument(out)
    text = " ".join(page.get_textpage().get_text_range() for page in paper)
    assert "2030 жылға дейін" in " ".join(text.split())
    assert str(done_before + 1) in tab.meter.accessibleName()
