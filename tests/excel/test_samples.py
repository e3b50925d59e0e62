"""The sample registers are read exactly as their expected files say, field by field."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import cluster_desktop.db.entities  # noqa: F401  (declares the headings)
from cluster_desktop.excel.kinds import read_table
from cluster_desktop.excel.reader import Source
from cluster_desktop.excel.reading import Reading, Record

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
TODAY = date(2026, 2, 1)
FILES = ["01_seriktester_tizilimi.xlsx", "10_partners_ru_old.xls", "11_partners.csv"]

READ: dict[str, tuple[Source, Reading]] = {}


def read(name: str) -> tuple[Source, Reading]:
    if name not in READ:
        READ[name] = read_table(SAMPLES / name, TODAY)
    return READ[name]


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name[:2]}_expected.json").read_text("utf-8"))
    return found


def plain(value: object) -> object:
    return (
        value.isoformat()
        if isinstance(value, date)
        else list(value)
        if isinstance(value, tuple)
        else value
    )


def as_expected(record: Record, reading: Reading, wanted: dict[str, Any]) -> dict[str, object]:
    """The record in the words of the expected file, for the keys it names."""
    values = dict(record.values)
    if values.get("agreement.open_ended"):
        values["agreement.valid_until"] = "open"
    values.setdefault("agreement.specialities", ())
    shown = {key: plain(values.get(key)) for key in wanted if "." in key}
    ordinal = list(reading.records).index(record.row) + 1
    return {"row": record.row, **({"no": ordinal} if "no" in wanted else {}), **shown}


@pytest.mark.parametrize("name", FILES)
def test_every_record_is_as_expected(name: str) -> None:
    _source, reading = read(name)
    wanted = expected(name)["sheets"][0]["records"]

    got = [
        as_expected(r, reading, w) for r, w in zip(reading.records.values(), wanted, strict=True)
    ]

    assert got == wanted


@pytest.mark.parametrize("name", FILES)
def test_the_table_is_found_where_it_is(name: str) -> None:
    source, reading = read(name)
    wanted = expected(name)
    sheet, table = wanted["sheets"][0], reading.table

    assert reading.kind.name == wanted["kind"]
    assert table.sheet.name == sheet["name"]
    assert list(table.header_rows) == sheet["header_rows"]
    assert table.header_row == wanted["header_row"]
    assert (table.rows[0], table.rows[-1]) == (sheet["first_data_row"], sheet["last_data_row"])
    assert len(table.rows) == wanted["rows"]
    assert {str(row): reason for row, reason in table.skipped.items()} == sheet["skipped_rows"]
    assert reading.meanings == wanted["columns"]
    letters = {guess.column.letter: guess.meaning for guess in reading.guesses}
    assert letters == sheet["column_letters"]
    assert source.encoding == wanted.get("encoding")
    assert source.delimiter == wanted.get("delimiter")
    assert source.line_end == wanted.get("line_end")


@pytest.mark.parametrize("name", FILES)
def test_findings_are_those_expected(name: str) -> None:
    _source, reading = read(name)
    wanted = expected(name)

    errors = [f for f in reading.findings() if f.severity == "error"]
    warnings = [f for f in reading.findings() if f.severity == "warning"]

    assert errors == wanted["errors"] == []
    assert [{"row": f.row, "column": f.column, "reason": f.code} for f in warnings] == wanted[
        "warnings"
    ]


def checks_of(reading: Reading) -> dict[str, object]:
    """The figures of the expected file, counted from what was read."""
    records = list(reading.records.values())
    table = reading.table
    by_partner = {r.values["organisation.bin"]: r for r in records}
    codes = Counter(f.code for f in reading.findings())
    full = {
        b: f"{r.values.get('organisation.name_kk')}\n{r.values.get('organisation.name_ru')}"
        for b, r in by_partner.items()
    }
    names = [(r, reading.cell(r.row, reading.columns["organisation.name"])) for r in records]
    bins = table.values(reading.columns["organisation.bin"])
    return {
        "organisations_by_bin": len(by_partner),
        "agreements": len(records),
        "agreements_by_kind": dict(Counter(r.values["agreement.kind"] for r in records)),
        "open_ended": sum(bool(r.values.get("agreement.open_ended")) for r in records),
        "patrons_by_bin": sum(
            bool(r.values.get("organisation.patron")) for r in by_partner.values()
        ),
        "bin_cells_typed_as_number": sum(type(cell) is int for cell in bins),
        "bin_leading_zero_restored": codes["leading_zero"],
        "names_typed_differently": sum(
            cell != full[r.values["organisation.bin"]] for r, cell in names
        ),
        "identifiers_that_are_iin": sum(str(b)[4] in "0123" for b in by_partner),
    }


@pytest.mark.parametrize("name", FILES)
def test_the_counts_are_right(name: str) -> None:
    _source, reading = read(name)
    wanted = expected(name)["checks"]
    # The typed total is compared by the reading itself, the overlap with 01 below.
    wanted = {
        key: value
        for key, value in wanted.items()
        if "typed_total" not in key and "also_in" not in key
    }
    got = checks_of(reading)

    assert {key: got[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", FILES[1:])
def test_partners_of_the_old_lists_are_found_in_the_register(name: str) -> None:
    register = {r.values["organisation.bin"] for r in read(FILES[0])[1].records.values()}
    found = {r.values["organisation.bin"] for r in read(name)[1].records.values()}

    assert len(found & register) == expected(name)["checks"]["organisations_also_in_01"]
