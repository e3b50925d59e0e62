"""Plan and fact by period, closed quarters, and what Home says of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import kpi
from cluster_desktop.services.kpi import Cell
from cluster_desktop.services.office import Office
from tests.databases import Builder

YEAR = 2026


def three_students(office: Office) -> None:
    """Counted: K01, K06. Typed: volunteers, where more is better, and accidents, where less is."""
    for n in range(3):
        office.add("student", {"full_name": f"Студент {n}", "enrolled_on": date(2025, 9, 1)})
    kpi.standard(office)
    for number, name, better in ((90, "Еріктілер", "more"), (91, "Жарақаттар", "less")):
        office.add("kpi", {"number": number, "code": name, "name_kk": name, "better": better})


@pytest.fixture
def content() -> Builder:
    return three_students


def indicator(office: Office, code: str) -> UUID:
    return office.rows(Query("kpi", (Condition("code", "is", code),)))[0].id


def cell(office: Office, code: str, period: str, **asked: Any) -> Cell:
    return kpi.line(office, indicator(office, code), YEAR, **asked).cells[period]


def put(office: Office, code: str, period: str, **values: Any) -> None:
    kpi.put(office, indicator(office, code), YEAR, period, values)


def test_the_usual_set_is_taken_once_and_can_be_taken_back(office: Office) -> None:
    assert office.count("kpi") == 20
    assert kpi.standard(office).ids == frozenset()
    office.delete("kpi", [indicator(office, "K07")])
    assert len(kpi.standard(office).ids) == 1
    office.undo()
    assert office.count("kpi") == 19


def test_a_period_to_come_has_a_plan_but_no_fact(office: Office) -> None:
    next_year = (indicator(office, "Еріктілер"), YEAR + 1, "4")
    kpi.put(office, *next_year, {"plan": Decimal(60), "source": "Есеп"})
    with pytest.raises(Refusal, match="has not begun"):
        kpi.put(office, *next_year, {"fact": Decimal(50)})


def test_every_usual_indicator_has_its_names_unit_and_formula(office: Office) -> None:
    usual = [one for one in kpi.table(office, YEAR) if one.counted]
    assert len(usual) == 18
    for one in usual:
        assert all((*one.name, one.unit.kk, one.unit.ru, one.formula.kk, one.formula.ru)), one.code


def test_a_counted_fact_is_of_the_end_of_its_period_or_of_the_day(office: Office) -> None:
    office.add("student", {"full_name": "Келген", "enrolled_on": date(2026, 5, 5)})
    facts = [c.fact for c in kpi.line(office, indicator(office, "K01"), YEAR).cells.values()]
    assert facts == [3, 4, 4, 4, 4]
    assert cell(office, "K01", "2", on=date(2026, 4, 15)).fact == 3
    assert cell(office, "K01", "3", on=date(2026, 4, 15)).fact is None
    assert cell(office, "K01", "4", on=date(2026, 4, 15)).figure is None


def test_a_typed_fact_names_its_source(office: Office) -> None:
    with pytest.raises(Refusal, match="Source") as refused:
        put(office, "Еріктілер", "3", fact=Decimal(5))
    assert refused.value.field == "source"
    put(office, "Еріктілер", "3", fact=Decimal(5), source="Есеп, 05.10.2026")
    put(office, "Еріктілер", "3", plan=Decimal(4))
    found = cell(office, "Еріктілер", "3")
    assert (found.plan, found.fact, found.percent, found.state) == (
        4,
        5,
        Decimal("125.0"),
        "reached",
    )
    assert office.count("kpi_value") == 1


def test_the_fact_of_a_counted_one_is_not_typed(office: Office) -> None:
    with pytest.raises(Refusal, match="counts the fact itself"):
        put(office, "K01", "3", fact=Decimal(700), source="есеп")


@pytest.mark.parametrize(
    ("plan", "fact", "better", "expected"),
    [
        ("80", "79", "more", "98.8"),
        ("200", "204", "more", "102.0"),
        ("16", "15", "more", "93.8"),
        ("10", "5", "less", "200.0"),
        ("10", "20", "less", "50.0"),
        ("10", "0", "less", "100"),
        ("0", "0", "more", "100"),
        ("0", "3", "more", "100"),
        ("0", "3", "less", "0.0"),
        ("5", "0", "more", "0.0"),
    ],
)
def test_the_percent_of_a_plan(plan: str, fact: str, better: str, expected: str) -> None:
    assert kpi.percent(Decimal(plan), Decimal(fact), better) == Decimal(expected)


def test_without_plan_or_fact_there_is_no_percent() -> None:
    assert kpi.percent(None, Decimal(1)) is None
    assert kpi.percent(Decimal(1), None) is None


def test_a_quarter_below_its_plan_is_closed_with_a_reason_only(office: Office) -> None:
    put(office, "K01", "3", plan=Decimal(10))
    assert cell(office, "K01", "3").state == "unexplained"
    with pytest.raises(Refusal, match="reason is missing") as refused:
        kpi.close(office, YEAR, "3")
    assert "30.0 %" in refused.value.findings[0].message
    put(office, "K01", "3", reason="Қабылдау аз болды")
    assert cell(office, "K01", "3").state == "below"
    kpi.close(office, YEAR, "3")
    assert cell(office, "K01", "3").closed


def test_without_indicators_there_is_nothing_to_close(office: Office) -> None:
    office.delete("kpi", [row.id for row in office.rows(Query("kpi"))])
    with pytest.raises(Refusal, match="there are no indicators"):
        kpi.close(office, YEAR, "3")
    assert office.count("kpi_period") == 0


def test_a_quarter_that_is_not_over_is_not_closed(office: Office) -> None:
    with pytest.raises(Refusal, match=r"01\.01\.2027"):
        kpi.close(office, YEAR, "4")


def test_a_closed_quarter_keeps_its_facts_and_says_that_the_records_changed(
    office: Office,
) -> None:
    kpi.close(office, YEAR, "3")
    office.add("student", {"full_name": "Кеш жазылған", "enrolled_on": date(2026, 9, 1)})
    found = cell(office, "K01", "3")
    assert (found.fact, found.now, found.drifted) == (3, 4, True)
    assert found.figure is not None
    assert office.count(found.figure.behind.query) == 4
    assert "21.11.2026" in found.source
    assert not cell(office, "K01", "2").closed
    assert cell(office, "K06", "3").fact == 0


def test_nothing_of_a_closed_quarter_can_be_written_by_any_way(office: Office) -> None:
    put(office, "Еріктілер", "3", plan=Decimal(4))
    put(office, "Еріктілер", "2", plan=Decimal(3))
    kpi.close(office, YEAR, "3")
    value = cell(office, "Еріктілер", "3").record
    earlier = cell(office, "Еріктілер", "2").record
    (lock,) = office.rows(Query("kpi_period"))
    assert value is not None
    assert earlier is not None
    ways = [
        lambda: put(office, "Еріктілер", "3", plan=Decimal(9)),
        lambda: office.set("kpi_value", value, {"plan": Decimal(9)}),
        lambda: office.delete("kpi_value", [value]),
        lambda: office.set("kpi_value", earlier, {"period": "3"}),
        lambda: office.add(
            "kpi_value", {"kpi_id": indicator(office, "K06"), "year": YEAR, "period": "3"}
        ),
        lambda: office.delete("kpi", [indicator(office, "Еріктілер")]),
        lambda: office.delete("kpi_period", [lock.id]),
    ]
    for way in ways:
        with pytest.raises(Refusal, match="Quarter III 2026 is closed"):
            way()
    with pytest.raises(Refusal, match="why the period is reopened"):
        office.set("kpi_period", lock.id, {"closed": False})
    assert cell(office, "Еріктілер", "3").plan == 4


def test_a_quarter_is_reopened_with_a_reason_that_stays(office: Office) -> None:
    kpi.close(office, YEAR, "3")
    with pytest.raises(Refusal, match="closed already"):
        kpi.close(office, YEAR, "3")
    with pytest.raises(Refusal, match="why the period is reopened"):
        kpi.reopen(office, YEAR, "3", "  ")
    kpi.reopen(office, YEAR, "3", "Есеп түзетілді")
    put(office, "K01", "3", plan=Decimal(3))
    assert not cell(office, "K01", "3").closed
    (period,) = office.rows(Query("kpi_period"))
    assert period["reopened_why"] == "Есеп түзетілді"
    kpi.close(office, YEAR, "3")
    assert office.count("kpi_period") == 1
    with pytest.raises(Refusal, match="is not closed"):
        kpi.reopen(office, YEAR, "1", "қате")


def test_closing_is_one_action_that_can_be_taken_back(office: Office) -> None:
    kpi.close(office, YEAR, "3")
    assert office.undo_title() == "Closed: Quarter III 2026"
    office.undo()
    assert not cell(office, "K01", "3").closed
    assert office.count("kpi_value") == 0


def test_home_says_which_quarters_are_over_and_not_closed(office: Office) -> None:
    assert "quarter_open" not in {one.key for one in office.alerts()}
    put(office, "K01", "2", plan=Decimal(3))
    put(office, "K01", "4", plan=Decimal(3))
    (line,) = [one for one in office.alerts() if one.key == "quarter_open"]
    assert (line.count, line.reason) == (1, "first: Quarter II 2026")
    assert kpi.to_close(office) == [(YEAR, "2")]
    kpi.close(office, YEAR, "2")
    assert "quarter_open" not in {one.key for one in office.alerts()}


def test_home_says_what_is_overdue_in_the_cluster(office: Office) -> None:
    firm = {"name_kk": "«Темір» ЖШС", "kind": "enterprise"}
    office.add("organisation", firm)
    (partner,) = office.lookup("organisation", "name_kk", ["«Темір» ЖШС"])["«Темір» ЖШС"]
    late, soon = date(2026, 11, 1), date(2026, 12, 1)
    for due in (late, soon):
        office.add("plan_item", {"name_kk": f"Іс-шара {due}", "due": due})
        office.add("risk", {"name_kk": f"Тәуекел {due}", "review_on": due})
        problem = {"problem": f"Мәселе {due}", "found_on": date(2026, 9, 1), "due": due}
        office.add("corrective_action", problem)
        office.add("participant_report", {"organisation_id": partner, "year": 2026, "due": due})
    office.add("teacher", {"full_name": "Педагог", "hired_on": date(2023, 12, 15)})
    office.add("teacher", {"full_name": "Жаңа педагог", "hired_on": date(2025, 1, 1)})
    told = {one.key: (one.count, one.sentence, one.reason) for one in office.alerts()}
    assert told["plan_overdue"] == (
        1, "item of the action plan is overdue", "longest: Іс-шара 2026-11-01, due 01.11.2026",
    )  # fmt: skip
    assert told["risk_review"][0] == 1
    assert told["correction_overdue"][0] == 1
    assert told["report_overdue"][2] == "longest: «Темір» ЖШС, due 01.11.2026"
    assert told["internship_due"] == (
        1, "teacher is due for an internship", "first: Педагог, by 15.12.2026",
    )  # fmt: skip
