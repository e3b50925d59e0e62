"""Finance in the window: sums by source and year, a click opens exactly its lines, the chart."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from cluster_desktop.query import Query
from cluster_desktop.services import finance
from cluster_desktop.services.office import Office
from cluster_desktop.services.passport_content import Chart, Series, Words
from cluster_desktop.ui.charts import ChartView, top_of
from cluster_desktop.ui.pages.cluster import ClusterPage
from cluster_desktop.ui.pages.cluster_finance import FinanceTab
from cluster_desktop.ui.trail import Place
from cluster_desktop.ui.window import MainWindow
from tests.databases import Builder, clustered

Settle = Callable[[], None]


@pytest.fixture
def content() -> Builder:
    return clustered


def opened(window: MainWindow, settle: Settle) -> FinanceTab:
    window.open_place(Place("cluster", tab="finance"))
    settle()
    page = window.page()
    assert isinstance(page, ClusterPage)
    tab = page.shown()
    assert isinstance(tab, FinanceTab)
    return tab


def test_every_sum_opens_exactly_its_lines(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    for line in finance.table(office, 2026):
        figure = line.sums[0]
        tab = opened(window, settle)
        tab.choose("overview")
        settle()
        button = tab.overview.table.findChild(QPushButton, figure.key)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()
        shown = tab.lists.shown()
        assert shown.ENTITY == "finance_line"
        assert shown.list.count() == office.count(figure.behind.query) > 0


def test_the_chart_says_its_numbers_and_follows_the_records(
    window: MainWindow, office: Office, settle: Settle
) -> None:
    tab = opened(window, settle)
    chart = tab.overview.chart
    assert chart.isVisible()
    assert "79" not in chart.accessibleDescription()
    before = chart.accessibleDescription()
    (row,) = office.rows(Query("finance_line", columns=("planned",)), 1)
    office.set("finance_line", row.id, {"planned": Decimal(790_000_000)})
    settle()
    assert chart.accessibleDescription() != before
    assert "790" in chart.accessibleDescription().replace("\u00a0", " ")


def test_the_axis_ends_at_a_round_number() -> None:
    assert [top_of(v) for v in (0, 3, 79_500, 100, 101)] == [4, 4, 80_000, 100, 200]


def test_unknown_is_said_and_not_painted_as_nothing(qtbot: object) -> None:
    words = Words("а", "б")
    view = ChartView()
    view.show_chart(Chart("k", words, (words,), (Series(words, (None,)),)))
    assert "unknown" in view.spoken()
    view.deleteLater()
