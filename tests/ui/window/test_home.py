"""Home: the worst first, numbers that open what they count, the first day and the calm day."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages.agreements import AgreementsPage
from cluster_desktop.ui.pages.home import HomePage
from cluster_desktop.ui.pages.home_parts import AlertLine, FactLine, KindLine
from cluster_desktop.ui.pages.renew import RenewSheet, SignedSheet
from cluster_desktop.ui.window import MainWindow

Settle = Callable[[], None]


def home(window: MainWindow) -> HomePage:
    page = window.page()
    assert isinstance(page, HomePage)
    return page


def lines(window: MainWindow) -> dict[str, AlertLine]:
    rows = home(window).needs.rows()
    return {row.alert.key: row for row in rows if isinstance(row, AlertLine)}


def agreements_page(window: MainWindow) -> AgreementsPage:
    page = window.page()
    assert isinstance(page, AgreementsPage)
    return page


def test_the_worst_comes_first(window: MainWindow) -> None:
    assert list(lines(window)) == ["expired", "expiring", "unsigned"]


@pytest.mark.parametrize("key", ["expired", "expiring", "unsigned"])
def test_a_number_opens_exactly_the_records_it_counts(
    qtbot: QtBot, window: MainWindow, settle: Settle, agreements: dict[str, UUID], key: str
) -> None:
    line = lines(window)[key]
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    settle()
    page = agreements_page(window)
    assert page.list.count() == line.alert.count == 1
    page.list.focus_table()
    assert page.list.current_id() == agreements[{"unsigned": "printed"}.get(key, key)]


def test_the_button_begins_its_work_on_all_records_of_the_line(
    qtbot: QtBot, window: MainWindow, settle: Settle
) -> None:
    button = lines(window)["expiring"].button
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, RenewSheet)
    assert [one.title for one in layer.sheet.proposed()] == ["М-002/2025"]


def test_a_paper_is_marked_signed_from_its_line(
    qtbot: QtBot, window: MainWindow, settle: Settle, office: Office, agreements: dict[str, UUID]
) -> None:
    button = lines(window)["unsigned"].button
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    layer = window.layer()
    assert layer is not None
    assert isinstance(layer.sheet, SignedSheet)
    qtbot.mouseClick(layer.sheet.go, Qt.MouseButton.LeftButton)
    settle()
    assert office.get("agreement", agreements["printed"])["stage"] == "signed"
    window.open_place(Place("home"))
    settle()
    assert "unsigned" not in lines(window)


def test_the_buttons_of_the_card_are_equally_wide(window: MainWindow) -> None:
    widths = {line.button.width() for line in lines(window).values() if line.button is not None}
    assert len(widths) == 1


def test_when_nothing_is_urgent_one_calm_line_says_so(
    window: MainWindow, settle: Settle, office: Office, agreements: dict[str, UUID]
) -> None:
    office.delete("agreement", [agreements[key] for key in ("expired", "expiring", "printed")])
    settle()
    assert lines(window) == {}
    assert home(window).done.accessibleName() == "Nothing is urgent today."


def test_recent_shows_the_record_changed_last_first(
    window: MainWindow, settle: Settle, office: Office, partner: UUID
) -> None:
    office.set("organisation", partner, {"sector": "Ауыл шаруашылығы"})
    settle()
    first = home(window).recent.rows()[0]
    assert isinstance(first, FactLine)
    assert "Қостанай агро" in first.text()


def test_a_recent_record_opens_in_its_panel(
    qtbot: QtBot, window: MainWindow, settle: Settle, office: Office, agreements: dict[str, UUID]
) -> None:
    office.set("agreement", agreements["in_force"], {"responsible": "Ахметова Г."})
    settle()
    qtbot.mouseClick(home(window).recent.rows()[0], Qt.MouseButton.LeftButton)
    settle()
    page = agreements_page(window)
    assert page.panel.isVisible()
    assert page.panel.record_id() == agreements["in_force"]


def test_a_kind_opens_its_list(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    (line,) = home(window).kinds.rows()
    assert isinstance(line, KindLine)
    assert line.accessibleName() == "Memorandum: 5"
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    settle()
    assert agreements_page(window).list.count() == 5


def test_an_unfinished_memorandum_is_offered_to_be_continued(
    window: MainWindow, settle: Settle, office: Office
) -> None:
    office.save_draft("memorandum", {"title": "«Торғай жарық» ЖШС"})
    home(window).reload()
    settle()
    first = home(window).recent.rows()[0]
    assert isinstance(first, FactLine)
    assert first.text() == "Unfinished: «Торғай жарық» ЖШС"


def test_the_first_day_offers_three_beginnings(
    fresh_office: Office, open_window: Callable[..., MainWindow], settle: Settle
) -> None:
    fresh_office.put_setting("firstrun.done", "yes")
    window = open_window(fresh_office)
    page = home(window)
    shown = [key for key, card in page.starters.items() if card.isVisible()]
    assert shown == ["new_partner", "import", "new_memorandum"]
    assert not page.needs.isVisible()


def test_a_backup_from_home_is_made_and_told(
    window: MainWindow, settle: Settle, office: Office
) -> None:
    window.commands.run("backup")
    settle()
    copies = list((office.store.path.parent / "backups").glob("*.backup"))
    assert len(copies) == 1
    assert home(window)._copy_text.text().startswith("Last backup copy: ")
