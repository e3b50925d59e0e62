"""The sample lists of students are read exactly as their expected files say, field by field."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import cluster_desktop.db.entities  # noqa: F401  (declares the headings)
from cluster_desktop.excel.cells import Around
from cluster_desktop.excel.kinds import read_tables
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.excel.student_list import above
from cluster_desktop.i18n import parse_date
from cluster_desktop.rules.identifiers import parse_phones

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
TODAY = date(2026, 2, 1)
GROUPS, FAULTS = "02_studentter.xlsx", "09_qate_tizim.xlsx"
# What the expected files call what we call otherwise.
REASONS = {"check_digit": "iin_control_digit", "leading_zero": "iin_lost_leading_zero"}
FACTS = {
    "group": "student.group",
    "speciality": "student.speciality",
    "qualification": "student.qualification",
    "course": "group.course",
    "language": "student.language",
    "curator": "group.curator",
}

READ: dict[str, Reading] = {}


def codes() -> frozenset[str]:
    lines = (SAMPLES.parent / "reference" / "specialities.csv").read_text("utf-8").splitlines()
    return frozenset(line.split(",")[0] for line in lines[1:])


def read(name: str) -> Reading:
    if name not in READ:
        _source, (reading,) = read_tables(
            SAMPLES / name, TODAY, around=Around(TODAY, specialities=codes())
        )
        READ[name] = reading
    return READ[name]


def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name[:2]}_expected.json").read_text("utf-8"))
    return found


def as_expected(record: Record, reading: Reading, wanted: dict[str, Any]) -> dict[str, object]:
    shown: dict[str, object] = {"row": reading.table.place(record.row)[1]}
    for key in wanted:
        value = record.values.get(key)
        if key.endswith("phone") and value:
            (phone,) = parse_phones(str(value))
            value = phone.e164
        if "." in key:
            shown[key] = value.isoformat() if isinstance(value, date) else value
    return shown


@pytest.mark.parametrize("name", [GROUPS, FAULTS])
def test_every_record_is_as_expected(name: str) -> None:
    reading = read(name)
    wanted = [record for sheet in expected(name)["sheets"] for record in sheet["records"]]

    got = [
        as_expected(r, reading, w) for r, w in zip(reading.records.values(), wanted, strict=True)
    ]

    assert got == wanted


@pytest.mark.parametrize("name", [GROUPS, FAULTS])
def test_the_tables_are_found_where_they_are(name: str) -> None:
    reading, wanted = read(name), expected(name)
    table = reading.table

    assert reading.kind.name == wanted["kind"]
    assert reading.meanings == wanted["columns"]
    assert [part.name for part in table.parts] == [sheet["name"] for sheet in wanted["sheets"]]
    assert table.header_row == wanted["header_row"]
    assert len(table.rows) == wanted["rows"]
    for part, sheet in zip(table.parts, wanted["sheets"], strict=True):
        rows = [row - part.shift for row in table.rows if table.part(row) is part]
        skipped = {
            str(row - part.shift): why
            for row, why in table.skipped.items()
            if table.part(row) is part
        }
        assert (rows[0], rows[-1], len(rows)) == (
            sheet["first_data_row"],
            sheet["last_data_row"],
            sheet["rows"],
        )
        assert skipped == sheet["skipped_rows"]
        assert list(table.header_rows) == sheet["header_rows"]
    letters = {guess.column.letter: guess.meaning for guess in reading.guesses}
    assert all(letters == sheet["column_letters"] for sheet in wanted["sheets"])


def test_the_facts_above_each_list_are_found() -> None:
    reading = read(GROUPS)
    table = reading.table
    first = {
        part.name: next(r for r in table.rows if table.part(r) is part) for part in table.parts
    }

    for sheet in expected(GROUPS)["sheets"]:
        facts = above(reading, first[sheet["name"]])
        assert {name: facts.get(path) for name, path in FACTS.items()} == sheet["context"]
        assert facts["group.academic_year"] == "2025-2026"


def test_the_clean_list_has_nothing_to_say() -> None:
    severities = Counter(each.severity for each in read(GROUPS).findings())

    assert severities == {"repaired": expected(GROUPS)["checks"]["iin_leading_zero_restored"]}


def test_the_counts_are_right() -> None:
    reading = read(GROUPS)
    records = [record.values for record in reading.records.values()]
    cells = reading.table.values(reading.columns["student.iin"])
    found = {
        "students": len(records),
        "groups": len({values["student.group"] for values in records}),
        "distinct_iin": len({values["student.iin"] for values in records}),
        "iin_text": sum(type(cell) is str for cell in cells),
        "iin_typed_as_number": sum(type(cell) is int for cell in cells),
        "iin_leading_zero_restored": sum(f.code == "leading_zero" for f in reading.findings()),
        "paid": sum(values["student.funding"] == "paid" for values in records),
        "on_leave": sum(bool(values["student.on_leave"]) for values in records),
        "female": sum(values["student.sex"] == "f" for values in records),
        "by_speciality": dict(Counter(values["student.speciality"] for values in records)),
    }

    assert found == expected(GROUPS)["checks"]


def as_finding(found: CellFinding) -> dict[str, object]:
    said: dict[str, object] = {
        "row": found.row,
        "column": found.column,
        "cell": found.cell,
        "value": found.value,
        "reason": REASONS.get(found.code, found.code),
        "severity": found.severity,
    }
    suggestion = found.finding.suggestion
    if suggestion and found.column == "D":
        suggestion = parse_date(suggestion, TODAY).isoformat()
    if suggestion:
        said["suggestion"] = suggestion
    if found.same_as:
        said["same_as_row"] = found.same_as
    return said


def test_the_faults_are_exactly_those_expected() -> None:
    reading, wanted = read(FAULTS), expected(FAULTS)

    assert [as_finding(each) for each in reading.findings()] == wanted["errors"]
    wrong = [record for record in reading.records.values() if record.is_wrong]
    assert len(wrong) == wanted["checks"]["rows_rejected"]
    assert len(reading.records) - len(wrong) == wanted["checks"]["rows_to_take"]
