"""What belongs to a record is seen, added and binned in its panel."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Insert, Query
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.belongings import MOST, Belongings
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.window import MainWindow


@pytest.fixture
def agreement(office: Office) -> UUID:
    office.put_setting("firstrun.done", "1")
    (partner,) = office.add("organisation", {"name_kk": "«Қостанай агро» ЖШС"}).ids
    values = {"partner_id": partner, "number": "М-014/2026", "valid_until": date(2026, 12, 3)}
    (made,) = office.add("agreement", values).ids
    return made


@pytest.fixture
def addenda(qtbot: QtBot, office: Office, agreement: UUID, tmp_path: Path) -> Belongings:
    window = MainWindow(office, FilePreferences(tmp_path / "preferences.ini"))
    qtbot.addWidget(window)
    window.resize(1366, 697)
    window.show()
    window.open_place(Place("agreements", record=agreement))
    page = window.page()
    assert isinstance(page, ListPage)
    shown = next(b for b in page.belongings if b.entity.name == "addendum")
    return shown


def test_an_addendum_is_added_in_the_panel_and_listed(
    qtbot: QtBot, office: Office, addenda: Belongings, agreement: UUID
) -> None:
    addenda.add()
    form = addenda.form()
    assert form is not None
    number = form.field("number").input
    number.setFocus()
    qtbot.keyClicks(number, "1")
    qtbot.keyClick(number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(addenda.lines()) == 1, timeout=5_000)
    (row,) = office.rows(Query("addendum", columns=("number", "agreement_id")))
    assert (row["number"], row["agreement_id"].id) == ("1", agreement)


def test_of_many_all_are_counted_and_the_first_are_listed(
    qtbot: QtBot, office: Office, addenda: Belongings, agreement: UUID
) -> None:
    counts: list[int] = []
    addenda.counted.connect(counts.append)
    values = [{"number": str(n), "agreement_id": agreement} for n in range(MOST + 3)]
    defaults = office.entity("addendum").defaults()
    made = [Insert("addendum", defaults | one, new_id()) for one in values]
    office.apply("many", "test", made)
    qtbot.waitUntil(lambda: counts[-1:] == [MOST + 3], timeout=5_000)
    assert len(addenda.lines()) == MOST
    said = [label.text() for label in addenda.findChildren(QLabel) if not label.isHidden()]
    assert "and 3 more" in said


def test_a_line_in_the_bin_leaves_the_list_and_undo_brings_it_back(
    qtbot: QtBot, office: Office, addenda: Belongings, agreement: UUID
) -> None:
    office.add("addendum", {"agreement_id": agreement, "number": "2"})
    qtbot.waitUntil(lambda: len(addenda.lines()) == 1, timeout=5_000)
    addenda.lines()[0].click()
    addenda.to_bin()
    qtbot.waitUntil(lambda: addenda.lines() == [], timeout=5_000)
    office.undo()
    qtbot.waitUntil(lambda: len(addenda.lines()) == 1, timeout=5_000)
