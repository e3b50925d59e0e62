"""Journal and bin: batches taken back, records brought back with what went along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cluster_desktop.query import Insert
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.bin import BinPage
from cluster_desktop.ui.pages.journal import JournalPage
from cluster_desktop.ui.widgets import TextLabel
from cluster_desktop.ui.window import MainWindow

Settle = Callable[[], None]


@pytest.fixture
def first_page() -> str:
    return "journal"


def journal(window: MainWindow, settle: Settle) -> JournalPage:
    window.open_place(Place("journal"))
    settle()
    page = window.page()
    assert isinstance(page, JournalPage)
    return page


def bin_page(window: MainWindow, settle: Settle) -> BinPage:
    window.open_place(Place("bin"))
    settle()
    page = window.page()
    assert isinstance(page, BinPage)
    return page


def test_a_batch_is_taken_back_from_the_journal_and_its_line_stays(
    qtbot: QtBot, window: MainWindow, office: Office, settle: Settle
) -> None:
    batch = [
        Insert("organisation", {"name_kk": f"«Серіктес {n}» ЖШС", "kind": "enterprise"}, new_id())
        for n in range(30)
    ]
    office.apply("Import of partners", "import", batch)
    page = journal(window, settle)
    row = page.rows()[0]
    assert row.line.title == "Import of partners"
    assert "Partners: 30" in row.accessibleName()
    qtbot.mouseClick(row.take_back, Qt.MouseButton.LeftButton)
    settle()
    assert office.count("organisation") == 3
    kept = next(r for r in page.rows() if r.line.title == "Import of partners")
    assert kept.line.undone
    assert not kept.take_back.isVisible()


def test_records_changed_since_are_named_before_the_rest_is_taken_back(
    window: MainWindow, office: Office, agreements: dict[str, UUID], settle: Settle
) -> None:
    both = [agreements["in_force"], agreements["draft"]]
    batch = office.set_many("agreement", both, {"responsible": "Ахметова Г."})
    office.set("agreement", both[0], {"responsible": "Сәрсенов Б."})
    page = journal(window, settle)
    assert batch.action is not None
    page.take_back(batch.action)
    settle()
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, Ask)
    assert office.get("agreement", both[1])["responsible"] == "Ахметова Г."
    layer.sheet.agreed.emit()
    settle()
    assert office.get("agreement", both[1])["responsible"] is None


def test_more_than_a_page_of_actions_is_read_when_asked_for(
    qtbot: QtBot, window: MainWindow, office: Office, partner: UUID, settle: Settle
) -> None:
    for n in range(60):
        office.set("organisation", partner, {"sector": f"Сала {n}"})
    page = journal(window, settle)
    assert len(page.rows()) == 50
    qtbot.mouseClick(page.more, Qt.MouseButton.LeftButton)
    settle()
    assert len(page.rows()) > 60


def test_the_way_to_earlier_actions_stays_when_the_page_is_read_anew(
    window: MainWindow, office: Office, partner: UUID, settle: Settle
) -> None:
    for n in range(60):
        office.set("organisation", partner, {"sector": f"Сала {n}"})
    page = journal(window, settle)

    window.commands.run("refresh")
    settle()

    assert page.more.isVisible()
    page.more.click()
    settle()
    assert not page.more.isVisible()
    window.commands.run("refresh")
    settle()
    assert not page.more.isVisible()


def test_an_agreement_comes_back_from_the_bin_with_its_addendum(
    window: MainWindow, office: Office, agreements: dict[str, UUID], settle: Settle
) -> None:
    owner = agreements["in_force"]
    values = {"agreement_id": owner, "number": "1", "signed_on": date(2026, 5, 1)}
    (addendum,) = office.add("addendum", values).ids
    office.delete("agreement", [owner])
    assert office.is_in_bin("addendum", addendum)
    page = bin_page(window, settle)
    assert [card.objectName() for card in page.cards()] == ["bin_agreement"]
    page.take_out("agreement", [owner])
    settle()
    assert not office.is_in_bin("agreement", owner)
    assert not office.is_in_bin("addendum", addendum)
    assert page.cards() == []


def test_an_agreement_in_the_bin_is_told_by_number_day_and_partner(
    window: MainWindow, office: Office, agreements: dict[str, UUID], settle: Settle
) -> None:
    one = agreements["in_force"]
    office.set_many("agreement", [one], {"number": "М-7", "signed_on": date(2026, 4, 3)})
    partner = office.get("agreement", one)["partner_id"].title
    office.delete("agreement", [one])

    page = bin_page(window, settle)

    shown = [label.full_text() for label in page.findChildren(TextLabel)]
    assert f"М-7 · 03.04.2026 · {partner}" in shown


def test_an_empty_bin_says_so(window: MainWindow, settle: Settle) -> None:
    page = bin_page(window, settle)
    assert page.empty.isVisible()
