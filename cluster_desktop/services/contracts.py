"""Contracts for placed students: one draft for each student and enterprise, all in one action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Insert, Operation, Query, Row, Update
from cluster_desktop.services.agreements import proposed_numbers
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.paper_placement import GIVEN_UP
from cluster_desktop.services.paper_reader import Reader, id_of

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

KINDS = ("dual", "practice")
# A contract in one of these stages stands; a cancelled or terminated one is made anew.
STANDING = ("draft", "approval", "printed", "signed")


@dataclass(frozen=True)
class _Pupil:
    """A student at an enterprise: the placements that one contract covers."""

    student: UUID
    organisation: UUID
    rows: tuple[Row, ...]

    @property
    def starts(self) -> date:
        first: date = min(row["starts"] for row in self.rows)
        return first

    @property
    def ends(self) -> date:
        last: date = max(row["ends"] for row in self.rows)
        return last


def make_contracts(office: Office, placements: Sequence[UUID], kind: str = "dual") -> Changes:
    """A draft contract for each student, with number, dates, hours and compensation.

    A contract that the student has already and that lasts until the end of the placement is kept,
    and the placement is linked to it. A practice contract is made for who stands on none, since a
    frame contract covers many. Raises Refusal where there is nothing to do.
    """
    if kind not in KINDS:
        raise Refusal(_("A contract is made for dual training or for practice."), field="kind")
    reader = Reader(office)
    rows = [row for row in reader.load("placement", placements) if row["state"] not in GIVEN_UP]
    if not rows:
        raise Refusal(_("Choose placements of students first."))
    reader.through(rows, "period_id", "practice_period")
    students = {row.id: row for row in reader.through(rows, "student_id", "student")}
    reader.through(rows, "agreement_id", "agreement")
    numbers = proposed_numbers(office, kind, office.today().year)
    standing = _standing(office, list(students), kind)
    place = _usual_place(office)
    operations: list[Operation] = []
    made = 0
    for pupil in _pupils(rows):
        if kind == "practice" and all(_stands(reader, row) for row in pupil.rows):
            continue
        contract = _lasting(standing, pupil)
        if contract is None:
            values = _values(reader, pupil, kind, students.get(pupil.student)) | place
            contract = new_id()
            operations.append(Insert("agreement", values | {"number": next(numbers)}, contract))
            made += 1
        operations += [
            Update("placement", row.id, {"agreement_id": contract})
            for row in pupil.rows
            if id_of(row["agreement_id"]) != contract
        ]
    if not operations:
        raise Refusal(_("Every student has a contract already."))
    title = Said(N_("New contracts: {n}"), {"n": str(made)})
    return office.apply(title, office.source, operations)


def _stands(reader: Reader, placement: Row) -> bool:
    """Whether a contract sends the student there: a memorandum of the register does not."""
    agreement = reader.row("agreement", placement["agreement_id"])
    return agreement is not None and agreement["kind"] in KINDS


def _pupils(rows: Sequence[Row]) -> list[_Pupil]:
    found: dict[tuple[UUID, UUID], list[Row]] = {}
    for row in rows:
        student, organisation = id_of(row["student_id"]), id_of(row["organisation_id"])
        if student is not None and organisation is not None:
            found.setdefault((student, organisation), []).append(row)
    return [_Pupil(*who, tuple(own)) for who, own in found.items()]


def _standing(office: Office, students: Sequence[UUID], kind: str) -> list[Row]:
    """The students' own contracts of this kind that stand."""
    found: list[Row] = []
    for start in range(0, len(students), 500):
        where = (
            Condition("student_id", "in", tuple(students[start : start + 500])),
            Condition("kind", "is", kind),
            Condition("stage", "in", STANDING),
        )
        columns = ("student_id", "partner_id", "valid_until", "open_ended")
        found += office.rows(Query("agreement", where, columns=columns))
    return found


def _lasting(standing: Sequence[Row], pupil: _Pupil) -> UUID | None:
    """The pupil's contract that lasts until the end of the placements, if there is one."""
    for row in standing:
        who = id_of(row["student_id"]), id_of(row["partner_id"])
        until = row["valid_until"]
        if who == (pupil.student, pupil.organisation) and (
            row["open_ended"] or (until is not None and until >= pupil.ends)
        ):
            return row.id
    return None


def _values(reader: Reader, pupil: _Pupil, kind: str, student: Row | None) -> dict[str, Value]:
    """A draft made today; it holds from today, or from the first day where that has passed."""
    office = reader.office
    periods = [reader.row("practice_period", row["period_id"]) for row in pupil.rows]
    money = [row["compensation"] for row in pupil.rows if row["compensation"]]
    return office.entity("agreement").defaults() | {
        "kind": kind,
        "partner_id": pupil.organisation,
        "student_id": pupil.student,
        "group_id": id_of(student["group_id"]) if student is not None else None,
        "valid_from": min(office.today(), pupil.starts),
        "valid_until": pupil.ends,
        "hours_enterprise": _sum(pupil.rows, periods, "hours_enterprise", "hours"),
        "hours_all": _sum(pupil.rows, periods, "hours_all", "hours_all"),
        "compensation": max(money) if money else None,
        "stage": "draft",
    }


def _sum(rows: Sequence[Row], periods: Sequence[Row | None], own: str, usual: str) -> int | None:
    """Hours of all placements; of a placement without, those of its period."""
    hours = [
        row[own] or (period[usual] if period is not None else None)
        for row, period in zip(rows, periods, strict=True)
    ]
    known = [value for value in hours if isinstance(value, int)]
    return sum(known) if known else None


def _usual_place(office: Office) -> dict[str, Value]:
    """Where the college signed last."""
    query = Query(
        "agreement",
        (Condition("place_kk", "filled"),),
        sort=(("signed_on", True),),
        columns=("place_kk", "place_ru"),
    )
    rows = office.rows(query, 1)
    return {"place_kk": rows[0]["place_kk"], "place_ru": rows[0]["place_ru"]} if rows else {}
