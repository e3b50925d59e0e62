"""What became of graduates: writing what is known today. Counts: services/outcome_figures.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, add_months, ngettext
from cluster_desktop.query import Changes, Condition, Delete, Insert, Operation, Query, Row, Update
from cluster_desktop.services import attachments, circumstances
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

CHECKPOINTS = (12, 6, 3, 0)
# What a graduate who is in the same state as before keeps: the old document still proves it.
STAYS = (
    "organisation_id", "employer", "employer_bin", "position", "by_speciality", "hired_on",
    "evidence", "evidence_text",
)  # fmt: skip
AS_ABOVE = ("state", *STAYS)
# The newest of one day is the one written last: ids are UUIDv7.
COLUMNS = ("student_id", "checked_on", "checkpoint", *AS_ABOVE)


def graduation_day(office: Office, year: int) -> date:
    """The day from which 3, 6 and 12 months are counted."""
    month, day = circumstances.of(office).graduation_day.split("-")
    return date(year, int(month), int(day))


def checkpoint_on(office: Office, year: int, day: date) -> str:
    """The newest check that the day has reached: "0", "3", "6" or "12" months."""
    graduated = graduation_day(office, year)
    return next(
        (str(months) for months in CHECKPOINTS if day >= add_months(graduated, months)), "0"
    )


def newest(office: Office, students: Sequence[UUID]) -> dict[UUID, Row]:
    """What is known of each of these graduates today; nothing for those of whom nothing is."""
    where = (
        Condition("student_id", "in", tuple(students)),
        Condition("checked_on", "between", (None, office.today())),
    )
    rows = office.rows(Query("outcome", where, columns=COLUMNS))
    found: dict[UUID, Row] = {}
    for row in sorted(rows, key=lambda one: (one["checked_on"], one.id)):
        found[row["student_id"].id] = row
    return found


def set_status(
    office: Office,
    students: Sequence[UUID],
    state: str,
    values: Mapping[str, Value] | None = None,
) -> Changes:
    """The state of these graduates as known today, as one action.

    A second word on the same day corrects the first; on a later day it is a new check, which
    keeps employer and proof where the state is the same. Raises Refusal for who is no graduate.
    """
    known = newest(office, students)
    operations: list[Operation] = []
    for row in _graduates(office, students):
        operations += _written(
            office, row, known.get(row.id), {"state": state} | dict(values or {})
        )
    return _apply(office, students, operations)


def as_above(office: Office, students: Sequence[UUID], above: UUID) -> Changes:
    """Status, employer, date and proof as those of another graduate, as one action."""
    source = newest(office, [above]).get(above)
    if source is None:
        raise Refusal(_("The row above has no status yet. Choose one there first."))
    copied = {name: _plain(source[name]) for name in AS_ABOVE}
    known = newest(office, students)
    operations: list[Operation] = []
    for row in _graduates(office, students):
        operations += _written(office, row, known.get(row.id), copied)
    return _apply(office, students, operations)


def set_details(office: Office, student: UUID, values: Mapping[str, Value]) -> Changes:
    """Employer, date, proof of what is known now. Raises Refusal where no status is."""
    known = newest(office, [student]).get(student)
    if known is None:
        raise Refusal(_("Choose the status first, then where and since when."))
    return office.set("outcome", known.id, values)


def mark_speciality(office: Office, students: Sequence[UUID], yes: bool) -> Changes:
    """Whether these graduates work in their speciality, as one action; others are left out.

    Raises Refusal where none of them works.
    """
    known = newest(office, students).values()
    ids = [row.id for row in known if row["state"] in ("employed", "self_employed")]
    if not ids:
        raise Refusal(_("Work in the speciality is marked for those who work."))
    return office.set_many("outcome", ids, {"by_speciality": yes})


def clear_status(office: Office, students: Sequence[UUID]) -> Changes:
    """Take away what was written last of these graduates; what was known before shows again."""
    found = newest(office, students)
    operations = [Delete("outcome", row.id) for row in found.values()]
    return _apply(office, students, operations)


def _written(
    office: Office, student: Row, known: Row | None, values: Mapping[str, Value]
) -> list[Operation]:
    today = office.today()
    checkpoint = checkpoint_on(office, student["graduation_year"], today)
    if known is not None and known["checked_on"] == today:
        new = {n: v for n, v in values.items() if _plain(known[n]) != v}
        if known["state"] != values["state"]:
            # Another state: what belonged to the old one (an employer) says nothing of it.
            new = dict.fromkeys(STAYS) | {"by_speciality": False} | new | dict(values)
        return [Update("outcome", known.id, new)] if new else []
    whole = office.entity("outcome").defaults()
    if known is not None and known["state"] == values["state"]:
        whole |= {name: _plain(known[name]) for name in STAYS}
        if not whole["evidence"] and attachments.of_record(office, known.id):
            # The file stays with the check it was attached to; that there is one is said here.
            whole["evidence"] = "other"
    whole |= dict(values) | {
        "student_id": student.id,
        "checkpoint": checkpoint,
        "checked_on": today,
    }
    wrong = [f for f in office.entity("outcome").problems(whole) if f.severity == "error"]
    if wrong:
        raise Refusal(wrong[0].message, field=wrong[0].field, findings=tuple(wrong))
    return [Insert("outcome", whole, new_id())]


def _graduates(office: Office, students: Sequence[UUID]) -> list[Row]:
    where = (Condition("id", "in", tuple(students)),)
    rows = office.rows(Query("student", where, columns=("full_name", "graduation_year")))
    for row in rows:
        if row["graduation_year"] is None:
            said = _("{who}: no year of graduation. Write it into the student's card first.")
            raise Refusal(said.format(who=row["full_name"]), field="graduation_year")
    return rows


def _apply(office: Office, students: Sequence[UUID], operations: Sequence[Operation]) -> Changes:
    if not operations:
        return Changes()
    who = (
        office.title("student", students[0])
        if len(students) == 1
        else ngettext("{n} student", "{n} students", len(students)).format(n=len(students))
    )
    return office.apply(Said(N_("Status: {what}"), {"what": who}), office.source, operations)


def _plain(value: Value) -> Value:
    return getattr(value, "id", value)


def graduates(
    year: int | None, speciality: UUID | None = None, states: Sequence[str] = ()
) -> Query:
    """Exactly the graduates of a year and a speciality that are in one of the states today."""
    where: list[Condition] = [Condition("graduated", "is", True)]
    if year is not None:
        where.append(Condition("graduation_year", "is", year))
    if speciality is not None:
        where.append(Condition("speciality_id", "is", speciality))
    if states:
        where.append(Condition("outcome_now", "in", tuple(states)))
    return Query("student", tuple(where))
