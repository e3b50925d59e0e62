"""Indicators in the window: facts open their records, a typed one needs a source, quarters lock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from cluster_desktop.query import Condition, Query
from cluster_desktop.services import kpi
from cluster_desktop.services.office import Office
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.pages.cluster import ClusterPage
from cluster_desktop.ui.pages.cluster_kpi import KpiTab
from cluster_desktop.ui.pages.cluster_kpi_out import KpiJob
from cluster_desktop.ui.pages.cluster_kpi_table import FIRST, KEYS
from cluster_desktop.ui.pages.cluster_sheets import ActSheet
from cluster_desktop.ui.trail import Place
from cluster_desktop.ui.window import MainWindow
from tests.databases import Builder, clustered

Settle = Callable[[], None]
YEAR = 2026


def with_typed(office: Office) -> None:
    """The sample college with the usual indicators, and one that is typed."""
    clustered(office)
    kpi.standard(office)
    office.add(
        "kpi", {"number": 900, "code": "ТЕР", "name_kk": "Еріктілер", "name_ru": "Еріктілер"}
    )


@pytest.fixture
def content() -> Builder:
    return with_typed


@pytest.fixture
def first_page() -> str:
    return "journal"


def opened(window: MainWindow, settle: Settle) -> KpiTab:
    window.open_place(Place("cluster", tab="kpi"))
    settle()
    page = window.page()
    assert isinstance(page, ClusterPage)
    tab = page.shown()
    assert isinstance(tab, KpiTab)
    if tab.chosen.value() != "table":
        tab.choose("overview")
        settle()
    return tab


def indicator(office: Office, code: str) -> UUID:
    where = (Condition("code", "is", code),)
    return office.rows(Query("kpi", where))[0].id


def click(tab: KpiTab, index: QModelIndex, *, fact: bool) -> None:
    table = tab.overview.table
    table.scrollTo(index)
    at = table.fact_rect(index).center() if fact else table.visualRect(index).bottomLeft()
    if not fact:
        at.setX(at.x() + 12)
        at.setY(at.y() - 3)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def type_into(tab: KpiTab, **values: str) -> None:
    for name, text in values.items():
        editor = tab.overview.panel.editors[name].input
        editor.setFocus()
        editor.setText(text)  # type: ignore[attr-defined]  # a line of text
    tab.overview.panel.save_button.click()


def stored(office: Office, record: UUID, period: str) -> kpi.Cell:
    return kpi.line(office, record, YEAR).cells[period]


def test_a_click_on_a_counted_fact_opens_exactly_its_records(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    for code, period, entity in (
        ("K01", "4", "student"),
        ("K11", "2", "agreement"),
        ("K12", "3", "mentor"),
        ("K14", "4", "finance_line"),
    ):
        tab = opened(window, settle)
        figure = stored(office, indicator(office, code), period).figure
        assert figure is not None
        assert figure.behind.query.entity == entity
        click(tab, tab.overview.table.index_of(indicator(office, code), period), fact=True)
        settle()
        page = window.page()
        shown = page.shown() if hasattr(page, "shown") else page
        if hasattr(shown, "lists"):
            shown = shown.lists.shown()
        assert shown.list.count() == office.count(figure.behind.query) > 0, code


def test_a_click_beside_the_fact_only_chooses_the_cell(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    tab = opened(window, settle)
    click(tab, tab.overview.table.index_of(indicator(office, "K12"), "2"), fact=False)
    settle()
    spot = tab.overview.panel.spot()
    assert isinstance(window.page(), ClusterPage)
    assert spot is not None
    assert (spot.line.counted, spot.cell.period) == ("K12", "2")
    assert not tab.overview.panel.editors["fact"].isVisible()


def test_a_typed_fact_without_a_source_is_refused_with_a_sentence(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    tab = opened(window, settle)
    record = indicator(office, "ТЕР")
    tab.overview.table.choose(record, "3")
    type_into(tab, plan="40", fact="39")
    settle()
    panel = tab.overview.panel
    assert "Source" in (panel.editors["source"].problem() or "")
    assert stored(office, record, "3").fact is None
    assert panel.editors["fact"].text() == "39"
    type_into(tab, source="Есеп, 05.10.2026")
    settle()
    cell = stored(office, record, "3")
    assert (cell.plan, cell.fact, cell.percent, cell.state) == (
        Decimal(40), Decimal(39), Decimal("97.5"), "unexplained",
    )  # fmt: skip
    index = tab.overview.table.index_of(record, "3")
    assert index.data() == "39 / 40 (97.5 %)"
    assert tab.overview.table.kpi.figure(index) is None
    office.undo()
    assert stored(office, record, "3").record is None


def test_what_was_typed_is_saved_before_another_cell_is_shown(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    tab = opened(window, settle)
    record, table = indicator(office, "ТЕР"), tab.overview.table
    table.choose(record, "1")
    tab.overview.panel.editors["plan"].input.setText("12")  # type: ignore[attr-defined]  # a line
    table.choose(record, "2")
    settle()
    assert stored(office, record, "1").plan == Decimal(12)
    tab.overview.panel.editors["fact"].input.setText("5")  # type: ignore[attr-defined]  # a line
    table.choose(record, "4")
    settle()
    spot = tab.overview.panel.spot()
    assert spot is not None
    assert spot.cell.period == "2"  # refused: it stays, with what was typed
    assert tab.overview.panel.editors["source"].problem()
    assert table.currentIndex().column() == FIRST + KEYS.index("2")


def test_a_quarter_is_closed_with_reasons_and_reopened_with_one(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    tab = opened(window, settle)
    record = indicator(office, "ТЕР")
    kpi.put(office, record, YEAR, "3",
            {"plan": Decimal(40), "fact": Decimal(39), "source": "Есеп"})  # fmt: skip
    settle()
    tab.overview.close_period("3")
    settle()
    ask = window.findChild(Ask)
    assert ask is not None
    verb = ask.findChild(QPushButton, "ask_verb")
    assert verb is not None
    verb.click()
    settle()
    spot = tab.overview.panel.spot()
    assert spot is not None
    assert spot.cell.state == "unexplained"
    for line in kpi.table(office, YEAR):
        if line.cells["3"].state == "unexplained":
            kpi.put(office, line.id, YEAR, "3", {"reason": "Қабылдау аз болды"})
    tab.overview.close_period("3")
    settle()
    tab.overview.table.choose(record, "3")
    settle()
    panel = tab.overview.panel
    assert stored(office, record, "3").closed
    assert panel.save_button.isHidden()
    assert tab.overview.table.kpi.is_closed(FIRST + 2)

    tab.overview.ask_reopen("3")
    settle()
    sheet = window.findChild(ActSheet, "act_sheet")
    assert sheet is not None
    sheet.go.click()
    settle()
    assert stored(office, record, "3").closed
    sheet.editors["reopened_why"].input.setPlainText("Қате сан")  # type: ignore[attr-defined]  # text
    sheet.go.click()
    settle()
    assert not stored(office, record, "3").closed
    assert not panel.save_button.isHidden()


def test_the_table_is_of_any_year_and_day(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    tab = opened(window, settle)
    tab.overview.set_on(date(2026, 5, 15))
    settle()
    (line,) = [one for one in tab.overview.lines() if one.counted == "K01"]
    asked = kpi.line(office, line.id, YEAR, on=date(2026, 5, 15))
    assert line.cells["2"].fact == asked.cells["2"].fact
    assert line.cells["3"].figure is None
    tab.overview.set_on(None)
    tab.overview.set_year(2025)
    settle()
    assert {one.cells["1"].year for one in tab.overview.lines()} == {2025}


def test_the_usual_indicators_are_inserted_by_a_button(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    tab = opened(window, settle)
    assert tab.overview.standard.isHidden()
    office.delete("kpi", [row.id for row in office.rows(Query("kpi"))])
    settle()
    assert tab.overview.nothing.isVisible()
    (button,) = [one for one in tab.overview.nothing.findChildren(QPushButton)
                 if one.text() == "Insert the usual indicators"]  # fmt: skip
    button.click()
    settle()
    assert len(tab.overview.lines()) == 18
    assert tab.overview.table.isVisible()


def test_values_are_listed_and_the_table_is_printed(
    window: MainWindow, office: Office, settle: Settle, tmp_path: Path
) -> None:
    tab = opened(window, settle)
    query = Query("kpi_value", (Condition("year", "is", YEAR),))
    assert tab.show_query(query)
    settle()
    assert tab.lists.shown().list.count() == office.count(query)
    job = KpiJob(window.desk, kpi.table(office, YEAR), YEAR, "")
    data = job.data()
    assert {len(row) for row in data.rows} == {len(data.headings)} == {len(data.weights)}
    job.save("list", "", tmp_path / "kpi.pdf")
    assert (tmp_path / "kpi.pdf").read_bytes().startswith(b"%PDF")
