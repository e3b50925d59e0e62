"""The plan and the risks of the cluster in the window: bars, chips, done, postponed, the matrix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cluster_desktop.query import Condition, Query
from cluster_desktop.services import plan, risks
from cluster_desktop.services.office import Office
from cluster_desktop.ui.pages.cluster import ClusterPage
from cluster_desktop.ui.pages.cluster_plan import PlanTab
from cluster_desktop.ui.pages.cluster_risks import RisksTab
from cluster_desktop.ui.pages.cluster_sheets import ActSheet
from cluster_desktop.ui.plan_strip import kind_of, scale_of
from cluster_desktop.ui.trail import Place
from cluster_desktop.ui.window import MainWindow
from tests.databases import Builder
from tests.ui.window.conftest import fresh

Settle = Callable[[], None]


def planned(office: Office) -> None:
    """A cluster with five items; today is 21 November 2026."""
    fresh(office)
    office.put_setting("firstrun.done", "yes")
    office.add("cluster", {"name_kk": "Кластер"})
    for number, values in enumerate(
        (
            {"starts": date(2026, 1, 10), "due": date(2026, 3, 1), "state": "done",
             "done_on": date(2026, 2, 20)},
            {"starts": date(2026, 10, 1), "due": date(2026, 11, 18), "responsible": "Ахметова Г."},
            {"starts": date(2026, 10, 1), "due": date(2026, 12, 30), "state": "in_progress"},
            {"due": date(2026, 12, 25)},
            {"year": 2027, "due_text": "жыл бойы"},
        ),
        1,
    ):  # fmt: skip
        office.add("plan_item", {"number": number, "name_kk": f"{number}-шара", **values})


@pytest.fixture
def content() -> Builder:
    return planned


@pytest.fixture
def first_page() -> str:
    return "cluster"


@pytest.fixture
def ids(office: Office) -> dict[int, UUID]:
    rows = office.rows(Query("plan_item", columns=("number",)))
    return {row["number"]: row.id for row in rows}


@pytest.fixture
def opened(window: MainWindow, settle: Settle) -> Callable[[str], QWidget]:
    def open_tab(key: str) -> QWidget:
        window.open_place(Place("cluster", tab=key))
        settle()
        page = window.page()
        assert isinstance(page, ClusterPage)
        return page.shown()

    return open_tab


@pytest.fixture
def tab(opened: Callable[[str], QWidget]) -> PlanTab:
    shown = opened("plan")
    assert isinstance(shown, PlanTab)
    return shown


def test_the_current_year_is_shown_with_its_counts(tab: PlanTab, settle: Settle) -> None:
    items = tab.items()
    chips = {chip.key: chip.count() for chip in items.list.narrowing.row.chips()}
    assert chips == {"all": 4, "overdue": 1, "quarter": 3}
    assert items.list.count() == 4
    items.list.choose_chips(["overdue"])
    settle()
    assert items.list.count() == 1
    items.list.choose_chips(["all"])
    items.years.choose(None)
    items.years.activated.emit(items.years.currentIndex())
    settle()
    assert items.list.count() == 5
    assert [word for _day, word in items.items.strip.scale().marks] == ["2026", "2027"]


def test_bars_stand_where_the_days_are(tab: PlanTab) -> None:
    strip, table = tab.items().items.strip, tab.items().list.table
    assert strip.isVisible()
    rows = [table.rows.row(n) for n in range(4)]
    values = [row.values for row in rows if row is not None]
    assert [kind_of(one) for one in values] == ["done", "overdue", "going", "planned"]
    scale, width = scale_of([2026]), strip.width() - 1
    late = strip.box(values[1], 0, 30)
    assert late is not None
    assert late.left() == scale.at(date(2026, 10, 1), width)
    assert late.left() + late.width() == scale.at(date(2026, 11, 18), width)
    mark = strip.box(values[3], 0, 30)  # a term alone is a mark that ends there
    assert mark is not None
    assert mark.left() + mark.width() == scale.at(date(2026, 12, 25), width)


def test_a_click_on_a_bar_chooses_its_row(tab: PlanTab) -> None:
    table = tab.items().list.table
    at = QPoint(20, table.head().height() + table.rowViewportPosition(2) + 5)
    QTest.mouseClick(tab.items().items.strip, Qt.MouseButton.LeftButton, pos=at)
    assert table.currentIndex().row() == 2


def sheet_of(window: MainWindow) -> ActSheet:
    found = [one for one in window.findChildren(ActSheet) if one.isVisible()]
    return found[-1]


def test_done_is_said_with_day_and_words_in_the_panel(
    window: MainWindow, tab: PlanTab, office: Office, ids: dict[int, UUID], settle: Settle
) -> None:
    tab.items().open_record(ids[2])
    settle()
    tab.items().ask_done([ids[2]])
    settle()
    sheet = sheet_of(window)
    assert sheet.editors["done_on"].value() == date(2026, 11, 21)
    sheet.editors["done_on"].set_value(date(2026, 11, 20))
    sheet.editors["done_text"].set_value("Курс өтті")
    QTest.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    settle()
    row = office.get("plan_item", ids[2])
    assert (row["state"], row["done_on"]) == ("done", date(2026, 11, 20))
    assert row["done_text"] == "Курс өтті"
    chips = {chip.key: chip.count() for chip in tab.items().list.narrowing.row.chips()}
    assert chips["overdue"] == 0


def test_a_refused_day_is_said_in_the_sheet(
    window: MainWindow, tab: PlanTab, office: Office, ids: dict[int, UUID], settle: Settle
) -> None:
    tab.items().ask_later([ids[3], ids[4]])
    settle()
    sheet = sheet_of(window)
    sheet.editors["due"].set_value(date(2026, 12, 26))
    sheet.editors["reason"].set_value("Қаражат кешікті")
    QTest.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    settle()
    assert sheet.isVisible()
    assert office.get("plan_item", ids[4])["state"] == "planned"
    sheet.editors["due"].set_value(date(2027, 1, 15))
    QTest.mouseClick(sheet.go, Qt.MouseButton.LeftButton)
    settle()
    assert {office.get("plan_item", ids[n])["due"] for n in (3, 4)} == {date(2027, 1, 15)}


def test_home_s_overdue_items_and_records_of_other_years_are_found(
    tab: PlanTab, office: Office, ids: dict[int, UUID], settle: Settle
) -> None:
    assert tab.show_query(Query("plan_item", (plan.OVERDUE,)))
    settle()
    assert tab.items().list.count() == 1
    assert tab.open_record("plan_item", ids[5])
    settle()
    assert tab.items().panel.record_id() == ids[5]
    assert not tab.show_query(Query("risk"))


def test_a_new_item_has_the_next_number_of_the_year(tab: PlanTab, settle: Settle) -> None:
    tab.run("new")
    settle()
    form = tab.items().panel.form
    assert form is not None
    assert form.field("number").value() == 5
    assert form.field("year").value() == 2026


def test_typical_risks_are_inserted_and_the_matrix_opens_exactly_its_risks(
    opened: Callable[[str], QWidget], office: Office, settle: Settle
) -> None:
    shown = opened("risks")
    assert isinstance(shown, RisksTab)
    shown.insert_typical()
    settle()
    assert office.count("risk") == shown.shown().list.count() == 4
    office.add("risk", {"name_kk": "Жаңа", "probability": 4, "impact": 5})
    settle()
    cell = shown.matrix.cells[(4, 5)]
    assert cell.count() == 1
    assert cell.accessibleName() == "Likelihood 4, impact 5, High: 1 risk"
    assert not shown.matrix.cells[(1, 1)].isEnabled()
    QTest.mouseClick(cell, Qt.MouseButton.LeftButton)
    settle()
    assert shown.shown().list.count() == 1
    QTest.mouseClick(cell, Qt.MouseButton.LeftButton)
    settle()
    assert shown.shown().list.count() == 5
    assert shown.show_query(Query("risk", risks.weighing(3, 3)))
    settle()
    assert shown.matrix.cells[(3, 3)].isChecked()
    assert shown.show_query(Query("risk", (Condition("state", "is", "closed"),)))
    settle()
    assert not shown.matrix.cells[(3, 3)].isChecked()
