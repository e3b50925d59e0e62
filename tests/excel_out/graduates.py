"""Graduates for the tests of forms: those of the sample register, made from its figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Insert, Operation
from cluster_desktop.services import start
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from tests.excel_out.made_records import COLLEGE

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
BLANK = SAMPLES / "08_akimat_F1_bos_nysan.xlsx"
STATES = (
    "studying", "army", "childcare", "left_country", "other_reason", "not_employed",
)  # fmt: skip
TODAY = date(2026, 1, 1)


def expected() -> dict[str, Any]:
    """What the office's form must say when it is filled from the sample graduates."""
    found: dict[str, Any] = json.loads((SAMPLES / "08_expected.json").read_text("utf-8"))
    return found


def with_graduates(office: Office) -> None:
    """The college, and 240 graduates of 2025 with the outcomes of the sample."""
    start.prepare(office)
    start.set_college(office, COLLEGE | {"phone": "+7 714 302 11 22"})
    office.put_setting("person.name", "Сейітова А. Қ.")
    codes = {}
    for row in expected()["checks"]["expected_rows"]:
        code = row["speciality"]
        (codes[code],) = office.lookup("speciality", "code", [code])[code]
    operations: list[Operation] = []
    for row in expected()["checks"]["expected_rows"]:
        for number, (state, by_speciality) in enumerate(_outcomes(row)):
            operations += graduate(
                f"{row['speciality']} {number:02}",
                state,
                speciality_id=codes[row["speciality"]],
                funding="state" if number < row["state_order"] else "paid",
                by_speciality=by_speciality,
            )
    office.apply("test", "test", operations)


def _outcomes(row: Mapping[str, int]) -> Iterator[tuple[str, bool]]:
    for n in range(row["employed"]):
        yield (
            "self_employed" if n < row["self_employed"] else "employed",
            n < row["by_speciality"],
        )
    for state in STATES:
        for _n in range(row[state]):
            yield state, False


def graduate(
    name: str,
    state: str | None,
    *,
    by_speciality: bool = False,
    about: Mapping[str, Value] | None = None,
    **values: Value,
) -> list[Operation]:
    """A graduate of 2025 and, if a state is given, what became of him or her."""
    student: UUID = new_id()
    facts = {"full_name": name, "status": "graduated", "graduation_year": 2025, **values}
    made: list[Operation] = [Insert("student", facts, student)]
    if state is not None:
        outcome = {
            "student_id": student, "state": state, "checked_on": date(2025, 12, 1),
            "by_speciality": by_speciality, **(about or {}),
        }  # fmt: skip
        made.append(Insert("outcome", outcome, new_id()))
    return made
