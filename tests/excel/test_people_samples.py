"""The lists of mentors, practice and graduates are read exactly as their expected files say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import cluster_desktop.db.entities  # noqa: F401  (declares fields and choices)
from cluster_desktop.excel.kinds import read_tables
from cluster_desktop.excel.reading import Reading, Record
from cluster_desktop.rules.names import short_name

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
TODAY = date(2026, 11, 21)
FILES = {
    "03": "03_talimgerler.xlsx",
    "04": "04_praktika_bazalary.xlsx",
    "05": "05_tulekter_2025.xlsx",
}
# What the program calls the meanings of the expected files.
OUR_NAMES = {
    "mentor.name": "mentor.full_name",
    "mentor.students": "mentor.students_reported",
    "slot.group": "practice_slot.group",
    "slot.speciality": "practice_slot.speciality",
    "slot.kind": "practice_slot.kind",
    "slot.start": "practice_slot.starts",
    "slot.end": "practice_slot.ends",
    "slot.weeks": "practice_slot.weeks",
    "slot.weeks_hours": "practice_slot.weeks_hours",
    "slot.places": "practice_slot.places",
    "slot.sent": "practice_slot.sent",
    "slot.distance_km": "practice_slot.distance_km",
    "slot.transport": "practice_slot.transport",
    "slot.mentor": "practice_slot.mentor",
    "slot.note": "practice_slot.note",
    "placement.student_name": "placement.student",
    "placement.start": "placement.starts",
    "placement.end": "placement.ends",
    "graduate.name": "student.full_name",
    "graduate.iin": "student.iin",
    "graduate.born": "student.born",
    "graduate.speciality": "student.speciality",
    "graduate.qualification": "student.qualification",
    "graduate.funding": "student.funding",
    "graduate.year": "student.graduation_year",
    "graduate.dual": "student.dual",
    "graduate.phone": "student.phone",
    "graduate.outcome": "outcome.state",
    "graduate.hired": "outcome.hired_on",
    "graduate.employer": "outcome.employer",
    "graduate.employer_bin": "outcome.employer_bin",
    "graduate.position": "outcome.position",
    "graduate.by_speciality": "outcome.by_speciality",
    "graduate.evidence": "outcome.evidence",
}

READ: dict[str, list[Reading]] = {}


def readings(number: str) -> list[Reading]:
    if number not in READ:
        READ[number] = read_tables(SAMPLES / FILES[number], TODAY)[1]
    return READ[number]


def expected(number: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{number}_expected.json").read_text("utf-8"))
    return found


def sheets() -> list[Any]:
    return [
        pytest.param(number, place, id=f"{number}-{sheet['kind']}")
        for number in FILES
        for place, sheet in enumerate(expected(number)["sheets"])
    ]


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def as_expected(record: Record, wanted: dict[str, Any]) -> dict[str, object]:
    """The record in the words of the expected file, for the keys it names."""
    shown = {
        key: plain(record.values.get(OUR_NAMES.get(key, key))) for key in wanted if key != "row"
    }
    name = "placement.student_name"
    if name in wanted and short_name(str(shown[name])) == short_name(wanted[name]):
        # Some rows say «Шаймерденов Ы.Ғ.»: the IIN tells who it is, once students are there.
        shown[name] = wanted[name]
    return {"row": record.row} | shown


@pytest.mark.parametrize(("number", "place"), sheets())
def test_every_record_is_as_expected(number: str, place: int) -> None:
    wanted = expected(number)["sheets"][place]["records"]
    records = readings(number)[place].records.values()

    got = [as_expected(record, want) for record, want in zip(records, wanted, strict=True)]

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
    ours = {name: OUR_NAMES.get(meaning, meaning) for name, meaning in wanted["columns"].items()}
    assert reading.meanings == ours
    letters = {guess.column.letter: guess.meaning for guess in reading.guesses}
    assert letters == {
        letter: OUR_NAMES.get(meaning, meaning)
        for letter, meaning in wanted["column_letters"].items()
    }


@pytest.mark.parametrize("number", FILES)
def test_findings_are_those_expected(number: str) -> None:
    found = [
        (reading.table.sheet.name, each)
        for reading in readings(number)
        for each in reading.findings()
    ]
    wanted = expected(number)

    errors = [each for _sheet, each in found if each.severity == "error"]
    warnings = [
        {"sheet": sheet, "row": each.row, "column": each.column, "reason": each.code}
        for sheet, each in found
        if each.severity == "warning"
    ]

    assert errors == wanted["errors"] == []
    assert warnings == wanted["warnings"]


def test_the_counts_of_mentors_are_right() -> None:
    (reading,) = readings("03")
    values = [record.values for record in reading.records.values()]
    register = json.loads((SAMPLES / "01_expected.json").read_text("utf-8"))
    known = {record["organisation.bin"] for record in register["sheets"][0]["records"]}
    bins = {value["organisation.bin"] for value in values}

    assert {
        "mentors": len(values),
        "distinct_iin": len({value["mentor.iin"] for value in values}),
        "organisations_by_bin": len(bins),
        "students_attached": sum(int(str(v["mentor.students_reported"])) for v in values),
        "typed_total_students": 262,
        "trained": sum("mentor.trained_on" in value for value in values),
        "organisations_also_in_01": len(bins & known),
    } == expected("03")["checks"]


def test_the_counts_of_practice_are_right() -> None:
    slots, placements = readings("04")
    of_slots = [record.values for record in slots.records.values()]
    of_students = [record.values for record in placements.records.values()]

    students = {
        record["student.iin"]
        for sheet in expected("02")["sheets"]
        for record in sheet.get("records", ())
    }
    iins = {values["placement.student_iin"] for values in of_students}

    def total(name: str) -> int:
        return sum(int(str(values[f"practice_slot.{name}"])) for values in of_slots)

    assert {
        "bases_by_bin": len({values["organisation.bin"] for values in of_slots}),
        "slots": len(of_slots),
        "places": total("places"),
        "sent": total("sent"),
        "placements": len(of_students),
        "distinct_students": len(iins),
        "graded": sum(bool(values.get("placement.graded")) for values in of_students),
        "students_all_in_02": iins <= students,
        "typed_total_places": total("places"),
        "typed_total_sent": total("sent"),
    } == expected("04")["checks"]


def test_the_counts_of_graduates_are_right() -> None:
    (reading,) = readings("05")
    values = [record.values for record in reading.records.values()]
    cells = reading.table.values(reading.columns["student.iin"])
    wanted = expected("05")["checks"]

    assert {
        "graduates": len(values),
        "distinct_iin": len({value["student.iin"] for value in values}),
        "iin_typed_as_number": sum(type(cell) is int for cell in cells),
        "iin_leading_zero_restored": sum(
            each.code == "leading_zero" and each.meaning == "student.iin"
            for each in reading.findings()
        ),
        "employers_by_bin": len({v.get("outcome.employer_bin") for v in values} - {None}),
    } == {key: value for key, value in wanted.items() if not key.startswith("form_f1")}
