"""Needs (06), indicators and action plan (07) are read exactly as their expected files say."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

import cluster_desktop.db.entities  # noqa: F401  (declares fields and choices)
from cluster_desktop.excel.kinds import read_tables
from cluster_desktop.excel.kpi_list import percent_of
from cluster_desktop.excel.reading import Reading, Record
from tests.excel.samples import NEEDS, PLAN_KPI, SAMPLES

TODAY = date(2026, 11, 21)
FILES = {"06": NEEDS, "07": PLAN_KPI}
# What the program calls the meanings of the expected files.
ENTITIES = {"need.year": "labour_need", "need": "labour_request", "plan": "plan_item"}
QUARTERS = ("q1", "q2", "q3", "q4")


@cache
def readings(number: str) -> list[Reading]:
    return read_tables(FILES[number], TODAY)[1]


def expected(number: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (SAMPLES / f"{number}_expected.json").read_text(encoding="utf-8")
    )
    return found


def our_name(meaning: str) -> str:
    for theirs, ours in ENTITIES.items():
        if meaning.startswith(f"{theirs}."):
            return ours + meaning.removeprefix(theirs)
    return meaning


def sheets() -> list[Any]:
    return [
        pytest.param(number, place, id=f"{number}-{sheet['kind']}")
        for number in FILES
        for place, sheet in enumerate(expected(number)["sheets"])
    ]


def plain(value: object) -> object:
    """As JSON has it; nobody is asked for where nothing stands."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def shown(reading: Reading, record: Record, key: str) -> object:
    values = record.values
    match key:
        case "kpi.plan" | "kpi.fact":
            told = [values.get(f"{key}.{each}") for each in QUARTERS]
            return [plain(each) for each in told if each is not None]
        case "kpi.percent_q3":
            percent = percent_of(values["kpi.plan.q3"], values["kpi.fact.q3"])
            return None if percent is None else float(round(percent, 1))
        case "plan.due_typed" | "plan.due_is_date":
            cell = reading.cell(record.row, reading.columns["plan_item.due"])
            if key == "plan.due_is_date":
                return isinstance(cell, date)
            return cell.isoformat()[:10] if isinstance(cell, date) else cell
        case "plan.state":
            return "late" if values.get("plan.late") else values.get("plan_item.state")
        case _ if key.startswith("need.") and "speciality" not in key:
            return plain(values.get(our_name(key), 0))
        case _:
            return plain(values.get(our_name(key)))


@pytest.mark.parametrize(("number", "place"), sheets())
def test_every_record_is_as_expected(number: str, place: int) -> None:
    wanted = expected(number)["sheets"][place]["records"]
    reading = readings(number)[place]

    got = [
        {"row": record.row} | {key: shown(reading, record, key) for key in want if key != "row"}
        for record, want in zip(reading.records.values(), wanted, strict=True)
    ]

    assert got == wanted


@pytest.mark.parametrize(("number", "place"), sheets())
def test_the_table_is_found_where_it_is(number: str, place: int) -> None:
    reading = readings(number)[place]
    wanted, table = expected(number)["sheets"][place], reading.table

    assert reading.kind.name == wanted["kind"]
    assert table.sheet.name == wanted["name"]
    assert list(table.header_rows) == wanted["header_rows"]
    assert table.header_row == wanted["header_row"]
    assert (table.rows[0], table.rows[-1]) == (wanted["first_data_row"], wanted["last_data_row"])
    assert len(table.rows) == wanted["rows"]
    assert {str(row): reason for row, reason in table.skipped.items()} == wanted["skipped_rows"]
    assert reading.meanings == {
        name: our_name(meaning) for name, meaning in wanted["columns"].items()
    }
    assert {guess.column.letter: guess.meaning for guess in reading.guesses} == {
        letter: our_name(meaning) for letter, meaning in wanted["column_letters"].items()
    }


@pytest.mark.parametrize("number", FILES)
def test_findings_are_those_expected(number: str) -> None:
    found = [
        (reading.table.sheet.name, each)
        for reading in readings(number)
        for each in reading.findings()
    ]
    wanted = expected(number)

    assert [each for _sheet, each in found if each.severity == "error"] == wanted["errors"] == []
    assert [
        {"sheet": sheet, "row": each.row, "column": each.column, "reason": each.code}
        for sheet, each in found
        if each.severity == "warning"
    ] == wanted["warnings"]


def test_the_counts_of_needs_are_right() -> None:
    (reading,) = readings("06")
    values = [record.values for record in reading.records.values()]

    def total(name: str) -> int:
        return sum(int(str(each.get(name, 0))) for each in values)

    assert {
        "requests": len(values),
        "organisations_by_bin": len({each["organisation.bin"] for each in values}),
        "vacancies": total("labour_request.vacancies"),
        "need_by_year": {str(year): total(f"labour_need.{year}") for year in range(2026, 2031)},
        "targeted": total("labour_request.targeted"),
    } == expected("06")["checks"]


def test_the_counts_of_indicators_and_plan_are_right() -> None:
    indicators, plan = ([r.values for r in each.records.values()] for each in readings("07"))
    percents = [percent_of(each["kpi.plan.q3"], each["kpi.fact.q3"]) for each in indicators]
    states = ("late" if "plan.late" in each else str(each["plan_item.state"]) for each in plan)

    assert {
        "kpi": len(indicators),
        "kpi_below_100": sum(each is not None and each < 100 for each in percents),
        "plan_items": len(plan),
        "plan_by_state": dict(Counter(states)),
        "kpi_q4_fact_empty": sum("kpi.fact.q4" not in each for each in indicators),
    } == expected("07")["checks"]
