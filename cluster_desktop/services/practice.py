"""Placing students: what it would go over, and the changes of the board, each one action.

A limit never forbids; going over one needs a written reason, which stays with the placement and
can be listed ("Why a limit was exceeded" is filled).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, ngettext
from cluster_desktop.query import (
    Changes,
    Condition,
    Delete,
    Insert,
    Operation,
    Query,
    Row,
    Update,
)
from cluster_desktop.rules import practice as rules
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.practice import Span
from cluster_desktop.services import board, own_contracts
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# What cannot be taken from a place by a click: it has happened.
HAPPENED = ("finished", "assessed", "failed", "interrupted")
COPIED_OF_SLOT = (
    *("organisation_id", "speciality_id", "group_id", "kind", "places", "paid_places", "weeks"),
    *("hours", "agreement_id", "transport", "dormitory", "transport_text", "distance_km"),
    *("conditions", "supervisor_id"),
)


def warnings_of_place(
    office: Office,
    students: Sequence[UUID],
    slot: UUID,
    mentor: UUID | None = None,
    *,
    moved: Sequence[UUID] = (),
) -> list[Finding]:
    """What needs a written reason if these students went there.

    `moved` are placements that move, so that nobody is counted twice.
    """
    there = office.get("practice_slot", slot)
    period = office.get("practice_period", there["period_id"].id)
    span = board.span_of(period)
    organisation = there["organisation_id"].id
    contracts = board.contracts_of(office, [organisation]).get(organisation, [])
    asked = there["agreement_id"].id if there["agreement_id"] else None
    staying = _slot_count(office, slot, moved)
    facts = board.slot_facts(
        there,
        period,
        staying + len(students),
        board.best_contract(contracts, span, asked),
        office.get("organisation", organisation)["safety_until"],
    )
    found = rules.of_slot(facts, span)
    own = own_contracts.holding(office, students, span)
    if students and all((one, organisation) in own for one in students):
        found = [one for one in found if one.code not in rules.OF_AGREEMENT]
    wanted = board.specialities(office, students)
    where = (Condition("id", "in", tuple(students)),)
    for row in office.rows(Query("student", where, columns=("full_name", "medical_until"))):
        speciality = str(wanted.get(row.id) or "")
        found += rules.of_student(row["full_name"], speciality, facts, span, row["medical_until"])
    found += rules.of_share(dual_share(office, period, there["hours"]), _least_share(office))
    chosen = mentor or (there["mentor_id"].id if there["mentor_id"] else None)
    if chosen is not None:
        found += _warnings_of_mentor(office, chosen, span, len(students), moved)
    return found


def _slot_count(office: Office, slot: UUID, moved: Sequence[UUID]) -> int:
    where = (Condition("slot_id", "is", slot), *board.live())
    rows = office.rows(Query("placement", where, columns=("state",)))
    return sum(1 for row in rows if row.id not in moved)


def _warnings_of_mentor(
    office: Office, mentor: UUID, span: Span, more: int, moved: Sequence[UUID]
) -> list[Finding]:
    row = office.get("mentor", mentor)
    load = board.loads(office, span, [mentor]).get(mentor, 0)
    where = (Condition("id", "in", tuple(moved)), Condition("mentor_id", "is", mentor))
    load += more - (office.count(Query("placement", where)) if moved else 0)
    least = office.whole_setting("mentor.experience")
    return rules.of_mentor(board.mentor_facts(row, load), span, least)


def _need_reason(findings: Sequence[Finding], reason: str | None) -> str | None:
    """The reason as it is kept: only where a limit is exceeded. Raises Refusal without one."""
    if not findings:
        return None
    written = (reason or "").strip()
    if not written:
        said = _("{what} Write the reason to place all the same.")
        raise Refusal(
            said.format(what=findings[0].message), field="reason", findings=tuple(findings)
        )
    return written


def place(
    office: Office,
    students: Sequence[UUID],
    slot: UUID,
    *,
    mentor: UUID | None = None,
    reason: str | None = None,
) -> Changes:
    """Placements of these students in a slot, as one action.

    Raises Refusal with every finding where a limit is exceeded and no reason is written, and
    where a student already has a place in the period.
    """
    there = office.get("practice_slot", slot)
    _refuse_gone(office, students)
    _refuse_placed(office, students, there["period_id"].id)
    written = _need_reason(warnings_of_place(office, students, slot, mentor), reason)
    values = values_of_slot(office, there) | {"reason": written}
    if mentor is not None:
        values["mentor_id"] = _mentor_of(office, mentor, there["organisation_id"].id)
    own = own_contracts.holding(office, students, Span(values["starts"], values["ends"]))
    frame, base = values["agreement_id"], there["organisation_id"].id
    operations = [
        Insert(
            "placement",
            values | {"student_id": one, "agreement_id": own.get((one, base), frame)},
            new_id(),
        )
        for one in students
    ]
    return office.apply(_title(N_("Placed at {where}"), students, there), office.source, operations)


def values_of_slot(office: Office, slot: Row) -> dict[str, Value]:
    """What a placement takes over from its slot and the period."""
    period = office.get("practice_period", slot["period_id"].id)
    span = board.span_of(period)
    organisation = slot["organisation_id"].id
    contracts = board.contracts_of(office, [organisation]).get(organisation, [])
    asked = slot["agreement_id"].id if slot["agreement_id"] else None
    contract = board.best_contract(contracts, span, asked)
    return office.entity("placement").defaults() | {
        "period_id": period.id,
        "slot_id": slot.id,
        "organisation_id": organisation,
        "kind": slot["kind"] if "kind" in slot.values and slot["kind"] else period["kind"],
        "starts": slot["starts"] or period["starts"],
        "ends": slot["ends"] or period["ends"],
        "mentor_id": slot["mentor_id"].id if slot["mentor_id"] else None,
        "supervisor_id": slot["supervisor_id"].id if slot["supervisor_id"] else None,
        "agreement_id": contract.id if contract is not None else None,
        "hours_enterprise": slot["hours"] or period["hours"] or _planned(office, period),
        "hours_all": period["hours_all"],
    }


def _planned(office: Office, period: Row) -> int | None:
    """Hours that the period's schedule gives, breaks excluded; None without a schedule."""
    if not period["days"] or not period["hours_per_day"]:
        return None
    span = board.span_of(period)
    return rules.planned_hours(
        span, period["days"], period["hours_per_day"], breaks_of(office, period)
    )


def dual_share(office: Office, period: Row, hours: int | None = None) -> Decimal | None:
    """Share of a dual period's hours at the enterprise in the base of the settings, in percent.

    `hours` are those of a slot where it names its own. None for other kinds of practice, and where
    the plan does not say the hours.
    """
    if period["kind"] != "dual":
        return None
    base = "hours_all" if office.setting("dual.base") == "all" else "hours_training"
    at_enterprise = hours or period["hours"] or _planned(office, period)
    return rules.dual_share(at_enterprise, period[base]) if at_enterprise else None


def _least_share(office: Office) -> int:
    return office.whole_setting("dual.share")


def breaks_of(office: Office, period: Row) -> list[Span]:
    """The breaks of the period's academic year; without one, all that touch the period."""
    where: tuple[Condition, ...] = ()
    if period["academic_year_id"] is not None:
        where = (Condition("academic_year_id", "is", period["academic_year_id"].id),)
    rows = office.rows(Query("academic_break", where, columns=("starts", "ends")))
    every = [Span(row["starts"], row["ends"]) for row in rows]
    return [one for one in every if one.meets(board.span_of(period))]


def _refuse_gone(office: Office, students: Sequence[UUID]) -> None:
    """Only who studies goes to practice; no written reason makes up for that."""
    where = (Condition("id", "in", tuple(students)), Condition("status", "not", "studying"))
    gone = office.rows(Query("student", where, columns=("full_name", "status")), limit=1)
    if gone:
        spec = office.entity("student").spec("status")
        said = _("{who}: {status}. Only students who study can be placed.")
        status = spec.format(gone[0]["status"])
        raise Refusal(said.format(who=gone[0]["full_name"], status=status), field="student_id")


def _refuse_placed(office: Office, students: Sequence[UUID], period: UUID) -> None:
    where = (
        Condition("period_id", "is", period),
        Condition("student_id", "in", tuple(students)),
        *board.live(),
    )
    found = office.rows(Query("placement", where, columns=("student_id", "organisation_id")))
    if found:
        said = _("{who} already has a place in this period: {where}. Move the student instead.")
        one = found[0]
        raise Refusal(said.format(who=one["student_id"].title, where=one["organisation_id"].title))


def _mentor_of(office: Office, mentor: UUID, organisation: UUID) -> UUID:
    row = office.get("mentor", mentor)
    if row["organisation_id"] is None or row["organisation_id"].id != organisation:
        said = _("{who} is a mentor of another enterprise. Choose one of this enterprise.")
        raise Refusal(said.format(who=row["full_name"]), field="mentor_id")
    return mentor


def move(
    office: Office,
    placements: Sequence[UUID],
    slot: UUID,
    *,
    mentor: UUID | None = None,
    reason: str | None = None,
) -> Changes:
    """The same placements in another slot of their period, as one action."""
    rows = _going(office, placements)
    there = office.get("practice_slot", slot)
    for row in rows:
        if row["period_id"].id != there["period_id"].id:
            raise Refusal(_("The place belongs to another period. Choose one of this period."))
    students = [row["student_id"].id for row in rows]
    found = warnings_of_place(office, students, slot, mentor, moved=placements)
    values = values_of_slot(office, there) | {"reason": _need_reason(found, reason)}
    if mentor is not None:
        values["mentor_id"] = _mentor_of(office, mentor, there["organisation_id"].id)
    for name in ("state", "locked"):
        values.pop(name, None)
    kept = own_contracts.kept(office, rows)
    own = own_contracts.holding(office, students, Span(values["starts"], values["ends"]))
    operations = [
        Update("placement", row.id, _of_student(values, row, own, row.id in kept)) for row in rows
    ]
    return office.apply(_title(N_("Moved to {where}"), students, there), office.source, operations)


def _of_student(
    values: Mapping[str, Value],
    row: Row,
    own: Mapping[tuple[UUID, UUID], UUID],
    keeps: bool,
) -> dict[str, Value]:
    """The new place of a placement; within its enterprise a good agreement stays."""
    if keeps and row["organisation_id"].id == values["organisation_id"]:
        return {name: value for name, value in values.items() if name != "agreement_id"}
    key = (row["student_id"].id, values["organisation_id"])
    return {**values, "agreement_id": own.get(key, values["agreement_id"])}


def unplace(office: Office, placements: Sequence[UUID]) -> Changes:
    """Take students from their places: the placements go to the bin."""
    rows = _going(office, placements)
    operations: list[Operation] = []
    for row in rows:
        operations += [Delete("placement", row.id)]
    for owned, field in office.owned_by("placement"):
        for ids in office.lookup(owned.name, field, placements).values():
            operations += [Delete(owned.name, one) for one in ids]
    who = _who([row["student_id"].title for row in rows])
    return office.apply(
        Said(N_("Taken from the place: {what}"), {"what": who}), office.source, operations
    )


def _going(office: Office, placements: Sequence[UUID]) -> list[Row]:
    """The placements, refused where the practice has already happened or is not there."""
    where = (Condition("id", "in", tuple(placements)),)
    columns = ("student_id", "period_id", "organisation_id", "state", "starts", "ends", "mentor_id")
    rows = office.rows(Query("placement", where, columns=(*columns, "agreement_id")))
    if len(rows) < len(set(placements)):
        raise Refusal(_("This record is not here any more. Refresh the list."))
    for row in rows:
        if row["state"] in HAPPENED:
            said = _("{who}: this practice is over and stays as it was.")
            raise Refusal(said.format(who=row["student_id"].title))
    return rows


def assign_mentor(
    office: Office, placements: Sequence[UUID], mentor: UUID | None, reason: str | None = None
) -> Changes:
    """A mentor of the same enterprise for these placements, or none; one action."""
    rows = _going(office, placements)
    values: dict[str, Value] = {"mentor_id": mentor}
    name = ""
    if mentor is not None:
        for row in rows:
            _mentor_of(office, mentor, row["organisation_id"].id)
        days = Span(min(row["starts"] for row in rows), max(row["ends"] for row in rows))
        found = _warnings_of_mentor(office, mentor, days, len(rows), placements)
        written = _need_reason(found, reason)
        if written:
            values["reason"] = written
        name = office.title("mentor", mentor)
    who = _who([row["student_id"].title for row in rows])
    title = Said(N_("Mentor {mentor}: {what}"), {"mentor": name or "–", "what": who})
    operations = [Update("placement", row.id, values) for row in rows]
    return office.apply(title, office.source, operations)


def lock(office: Office, placements: Sequence[UUID], locked: bool) -> Changes:
    """Locked placements stay where they are when places are proposed anew."""
    return office.set_many("placement", placements, {"locked": locked})


def copy_period(
    office: Office,
    source: UUID,
    values: Mapping[str, Value],
    *,
    slots: bool = True,
    groups: bool = True,
) -> Changes:
    """A new period like an earlier one: its groups and its slots, no student placed. One action.

    Slots lose their dates, mentors and briefings, which belong to the earlier period.
    """
    old = office.get("practice_period", source)
    kept = ("kind", "weeks", "hours", "days", "hours_per_day", "hours_training", "hours_all")
    whole = office.entity("practice_period").defaults() | {n: old[n] for n in kept} | dict(values)
    wrong = [f for f in office.entity("practice_period").problems(whole) if f.severity == "error"]
    if wrong:
        raise Refusal(wrong[0].message, field=wrong[0].field, findings=tuple(wrong))
    made = Insert("practice_period", whole, new_id())
    operations: list[Operation] = [made]
    if groups:
        operations += [
            Insert("period_group", {"period_id": made.id, "group_id": one}, new_id())
            for one in board.group_ids(office, source)
        ]
    if slots:
        where = (Condition("period_id", "is", source),)
        for row in office.rows(Query("practice_slot", where, columns=COPIED_OF_SLOT)):
            copied = {name: getattr(row[name], "id", row[name]) for name in COPIED_OF_SLOT}
            operations.append(Insert("practice_slot", copied | {"period_id": made.id}, new_id()))
    title = Said(N_("New: {what}"), {"what": str(whole["name"])})
    return office.apply(title, office.source, operations)


def _title(marked: str, students: Sequence[UUID], slot: Row) -> Said:
    where = slot["organisation_id"].title
    return Said(marked, {"where": f"{where} ({len(students)})" if len(students) > 1 else where})


def _who(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return ngettext("{n} student", "{n} students", len(names)).format(n=len(names))
