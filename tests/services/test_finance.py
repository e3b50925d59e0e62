"""Finance: source × year, shares by hand, balances of funds, every sum equal to its lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cluster_desktop.query import Condition, Query
from cluster_desktop.services import finance
from cluster_desktop.services.figures import measured
from cluster_desktop.services.office import Office


@pytest.fixture
def funded(office: Office) -> Office:
    for source, year, planned, spent in (
        ("local", 2026, 52_000_000, 31_200_000),
        ("local", 2026, 3_000_000, None),
        ("business", 2026, 18_000_000, 12_400_000),
        ("sponsor", 2025, 500_000, 500_000),
        ("technical_aid", 2026, 2_000_000, None),
    ):
        values = {"source": source, "year": year, "planned": Decimal(planned)}
        office.add("finance_line", {**values, "spent": None if spent is None else Decimal(spent)})
    return office


def test_a_year_by_source(funded: Office) -> None:
    lines = finance.table(funded, 2026)
    told = {line.source: (line.sums[0].value, line.sums[2].value, line.share) for line in lines}
    assert told == {
        "local": (Decimal(55_000_000), Decimal(31_200_000), Decimal("73.3")),
        "business": (Decimal(18_000_000), Decimal(12_400_000), Decimal("24.0")),
        "technical_aid": (Decimal(2_000_000), Decimal(0), Decimal("2.7")),
        "": (Decimal(75_000_000), Decimal(43_600_000), Decimal("100.0")),
    }
    assert finance.years(funded) == [2026, 2025]
    assert finance.table(funded, 2030)[-1].share is None


def test_every_sum_is_what_its_lines_add_up_to(funded: Office) -> None:
    for line in finance.table(funded, 2026):
        for figure in line.sums:
            assert measured(funded, figure.behind) == figure.value
            there = funded.count(figure.behind.query)
            assert there == (4 if not line.source else 2 if line.source == "local" else 1)


def test_the_balance_of_a_fund_on_a_day(office: Office) -> None:
    office.add(
        "fund", {"kind": "endowment", "name_kk": "Эндаумент", "capital": Decimal(10_000_000)}
    )
    (fund,) = office.rows(Query("fund", columns=("kind",)))
    for day, direction, amount in (
        (date(2026, 3, 1), "income", "250000"),
        (date(2026, 9, 20), "spending", "90000.50"),
        (date(2027, 1, 1), "income", "1000"),
    ):
        values = {"fund_id": fund.id, "entered_on": day, "direction": direction}
        office.add("fund_entry", {**values, "amount": Decimal(amount)})

    def balance(on: date | None) -> object:
        return office.rows(Query("fund", columns=("balance",), on=on))[0]["balance"]

    assert balance(None) == Decimal("159999.50")
    assert balance(date(2026, 3, 1)) == Decimal(250_000)
    assert balance(date(2026, 2, 28)) == 0
    assert office.count(Query("fund", (Condition("balance", "between", (Decimal(1), None)),))) == 1
