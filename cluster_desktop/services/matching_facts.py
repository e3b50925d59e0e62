"""What a proposal of places depends on, read from the office. Decides only who takes part."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.i18n import sort_key
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.rules.matching import (
    AgreementFact,
    Facts,
    MentorFact,
    SlotFact,
    StudentFact,
    Weights,
    judge_agreement,
    obstacle,
)
from cluster_desktop.services import board, own_contracts

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

WEIGHTS = (
    *("wish", "wish2", "district", "km", "transport", "dormitory", "mentor", "balance", "change"),
)
_STUDENT = (
    *("full_name", "group_id", "speciality_id", "district_id", "wish_id", "wish2_id"),
    *("needs_dormitory", "medical_until"),
)
_SLOT = (
    *("organisation_id", "speciality_id", "group_id", "places", "starts", "ends", "agreement_id"),
    *("mentor_id", "transport", "dormitory", "distance_km"),
)
_AGREEMENT = (
    *("kind", "partner_id", "stage", "state", "signed_on", "valid_from", "until", "renewal"),
    *("renewal_months", "notice_given_on", "terminated_on", "student_id", "previous_id"),
)
PLACEMENT = (
    *("student_id", "slot_id", "organisation_id", "mentor_id", "supervisor_id", "agreement_id"),
    *("kind", "starts", "ends", "state", "locked", "reason", "hours_enterprise", "hours_all"),
)


@dataclass(frozen=True)
class Material:
    """The facts, what people call them, and the placements of the period that there are.

    `movable` are those of the proposal's students that are only planned, not locked, and without
    a written reason: that one tells that a person decided. Every other placement stays, its student
    takes no part. `own` are contracts by student and organisation.
    """

    facts: Facts
    names: Mapping[UUID, str]
    staying: tuple[Row, ...]
    movable: Mapping[UUID, tuple[Row, ...]]
    own: Mapping[tuple[UUID, UUID], UUID]

    @property
    def fingerprint(self) -> str:
        """Another text as soon as anything changed that the proposal depends on or replaces."""
        plans = sorted((row.id, *_stored(row)) for rows in self.movable.values() for row in rows)
        return hashlib.sha256(f"{self.facts.fingerprint()} {plans!r}".encode()).hexdigest()


def _stored(row: Row) -> tuple[str, ...]:
    return tuple(str(_id(row[name])) for name in PLACEMENT)


def _id(value: Value) -> Value:
    return value.id if isinstance(value, Ref) else value


def read(office: Office, period_id: UUID) -> Material:
    """Everything about one period. Raises Refusal where there is no such period."""
    period = office.get("practice_period", period_id)
    names: dict[UUID, str] = {}
    groups = board.group_ids(office, period_id)
    students = _students(office, groups)
    ids = {row.id for row in students}
    placements = _placements(office, period_id)
    staying = tuple(row for row in placements if not _may_move(row, ids))
    settled = {row["student_id"].id for row in staying}
    movable: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in placements:
        if _may_move(row, ids) and row["student_id"].id not in settled:
            movable[row["student_id"].id].append(row)
    left = [row for row in students if row.id not in settled]
    plans = {who: tuple(sorted(rows, key=lambda row: row.id)) for who, rows in movable.items()}
    own = _specialities(office, groups)
    slots = _slots(office, period, staying, names)
    signed = own_contracts.holding(office, [row.id for row in left], board.span_of(period))
    contracts: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for student, organisation in signed:
        contracts[student].append(organisation)
    facts = Facts(
        period_id,
        period["starts"],
        period["ends"],
        tuple(_student(row, own, plans.get(row.id, ()), contracts[row.id], names) for row in left),
        slots,
        _mentors(office, period, {one.organisation: one.listed[0] for one in slots}, plans, names),
        _weights(office),
        office.setting("matching.mentor_required") == "yes",
        office.setting("matching.checks") != "warn",
    )
    return Material(_without_lost_plans(facts).in_order(), names, staying, plans, signed)


def _without_lost_plans(facts: Facts) -> Facts:
    """A plan that is no longer possible must not speak against the student's other places."""
    slots = {one.id: one for one in facts.slots}
    students = []
    for student in facts.students:
        planned = slots.get(student.planned_slot) if student.planned_slot else None
        if planned is None or obstacle(facts, student, planned) is not None:
            student = replace(student, planned_slot=None, planned_mentor=None)
        students.append(student)
    return replace(facts, students=tuple(students))


def _may_move(row: Row, students: set[UUID]) -> bool:
    planned = row["state"] == "planned" and not row["locked"] and not row["reason"]
    return planned and row["student_id"].id in students


def _weights(office: Office) -> Weights:
    points = {name: office.whole_setting(f"matching.weight_{name}") for name in WEIGHTS}
    return Weights(**points, unknown_km=office.whole_setting("matching.unknown_km"))


# Students and what is there already


def _students(office: Office, groups: Sequence[UUID]) -> list[Row]:
    where = (Condition("group_id", "in", tuple(groups)), Condition("status", "is", "studying"))
    return office.rows(Query("student", where, columns=_STUDENT))


def _placements(office: Office, period: UUID) -> list[Row]:
    where = (Condition("period_id", "is", period), *board.live())
    return office.rows(Query("placement", where, columns=PLACEMENT))


def _specialities(office: Office, groups: Sequence[UUID]) -> dict[UUID, Ref]:
    where = (Condition("id", "in", tuple(groups)),)
    rows = office.rows(Query("study_group", where, columns=("speciality_id",)))
    return {row.id: row["speciality_id"] for row in rows if row["speciality_id"]}


def _student(
    row: Row,
    own: Mapping[UUID, Ref],
    plans: Sequence[Row],
    contracts: Sequence[UUID],
    names: dict[UUID, str],
) -> StudentFact:
    speciality = row["speciality_id"] or own.get(row["group_id"].id)
    named = (speciality, row["district_id"], row["group_id"], row["wish_id"], row["wish2_id"])
    names |= {ref.id: ref.title for ref in named if ref is not None}
    names[row.id] = row["full_name"]
    wishes = [ref.id for ref in (row["wish_id"], row["wish2_id"]) if ref is not None]
    return StudentFact(
        row.id,
        row["group_id"].id,
        _id(speciality),
        _id(row["district_id"]),
        tuple(dict.fromkeys(wishes)),
        row["needs_dormitory"],
        row["medical_until"],
        next((_id(plan["slot_id"]) for plan in plans), None),
        next((_id(plan["mentor_id"]) for plan in plans), None),
        tuple(sorted(contracts)),
        bool(plans),
        (sort_key(row["group_id"].title), sort_key(row["full_name"])),
    )


# What the enterprises offer


def _slots(
    office: Office, period: Row, staying: Sequence[Row], names: dict[UUID, str]
) -> tuple[SlotFact, ...]:
    where = (Condition("period_id", "is", period.id),)
    rows = office.rows(Query("practice_slot", where, columns=_SLOT))
    taken = Counter(row["slot_id"].id for row in staying if row["slot_id"])
    bases = _bases(office, {row["organisation_id"].id for row in rows})
    contracts = _contracts(office, bases, rows)
    codes = _codes(office, {row["speciality_id"].id for row in rows if row["speciality_id"]})
    made = []
    for row in rows:
        base = bases.get(row["organisation_id"].id)
        names[row["organisation_id"].id] = row["organisation_id"].title
        asked = _id(row["agreement_id"])
        there = contracts.get(row["organisation_id"].id, ())
        named = [one for one in there if one.id == asked]
        preferred = "dual" if period["kind"] == "dual" else "practice"
        agreement, wrong = judge_agreement(
            # Where the slot names one, that is the paper under which its students come.
            named or [one for one in there if one.kind in board.CONTRACTS],
            period["starts"],
            period["ends"],
            preferred=preferred,
        )
        km = row["distance_km"]
        made.append(
            SlotFact(
                row.id,
                row["organisation_id"].id,
                max(row["places"] - taken[row.id], 0),
                _id(row["speciality_id"]),
                _id(row["group_id"]),
                row["starts"],
                row["ends"],
                _id(base["district_id"]) if base else None,
                km if km is not None or base is None else base["distance_km"],
                row["transport"],
                row["dormitory"],
                _id(row["mentor_id"]),
                agreement,
                wrong,
                base["safety_until"] if base else None,
                _listed(row, base, codes),
            )
        )
    return tuple(made)


def _bases(office: Office, organisations: Iterable[UUID]) -> dict[UUID, Row]:
    columns = ("district_id", "distance_km", "safety_until", "name_kk", "name_ru")
    where = (Condition("id", "in", tuple(organisations)),)
    return {row.id: row for row in office.rows(Query("organisation", where, columns=columns))}


def _codes(office: Office, specialities: Iterable[UUID]) -> dict[UUID, str]:
    where = (Condition("id", "in", tuple(specialities)),)
    rows = office.rows(Query("speciality", where, columns=("code",)))
    return {row.id: row["code"] for row in rows}


def _listed(slot: Row, base: Row | None, codes: Mapping[UUID, str]) -> tuple[str, ...]:
    """Where a slot stands in the list, the same in each language: enterprise, speciality, group."""
    name = (base["name_kk"] or base["name_ru"] or "") if base else ""
    speciality, group = slot["speciality_id"], slot["group_id"]
    return (
        sort_key(name),
        codes.get(speciality.id, "") if speciality else "",
        sort_key(group.title) if group else "",
        str(slot["starts"] or ""),
    )


def _contracts(
    office: Office, organisations: Iterable[UUID], slots: Sequence[Row]
) -> dict[UUID, list[AgreementFact]]:
    """By organisation: practice and dual contracts of the college, and those that slots name."""
    named = {
        row["agreement_id"].id: row["organisation_id"].id for row in slots if row["agreement_id"]
    }
    partners = (Condition("partner_id", "in", tuple(organisations)),)
    rows = office.rows(Query("agreement", partners, columns=_AGREEMENT))
    asked = (Condition("id", "in", tuple(named)),)
    rows += office.rows(Query("agreement", asked, columns=_AGREEMENT))
    every = {row.id: row for row in rows if row["stage"] != "cancelled"}
    after = {
        row["previous_id"].id: row
        for row in every.values()
        if row["previous_id"] and row["stage"] == "signed"
    }
    found: defaultdict[UUID, dict[UUID, AgreementFact]] = defaultdict(dict)
    for row in every.values():
        if row.id in named:
            found[named[row.id]][row.id] = _agreement(row, after)
        if row["kind"] in board.CONTRACTS and row["student_id"] is None:
            found[row["partner_id"].id][row.id] = _agreement(row, after)
    return {organisation: list(facts.values()) for organisation, facts in found.items()}


def _agreement(row: Row, after: Mapping[UUID, Row]) -> AgreementFact:
    signed = row["stage"] in ("signed", "terminated")
    begins = row["valid_from"] or row["signed_on"]
    return AgreementFact(row.id, row["kind"], signed, begins, _until(row, after))


def _until(row: Row, after: Mapping[UUID, Row]) -> date | None:
    """The last day; a signed successor without a gap carries on, tacit renewal has no end yet."""
    seen = {row.id}
    while True:
        until: date | None = row["until"]
        if row["state"] == "terminated":
            return min(until or date.max, row["terminated_on"] or date.min)
        if until is None or _renews_itself(row):
            return None
        later = after.get(row.id)
        if later is None or later.id in seen:
            return until
        begins = later["valid_from"] or later["signed_on"]
        if begins is not None and begins > until + timedelta(days=1):
            return until
        seen.add(later.id)
        row = later


def _renews_itself(row: Row) -> bool:
    stopped = row["notice_given_on"] or row["terminated_on"]
    return row["renewal"] == "tacit" and bool(row["renewal_months"]) and not stopped


def _mentors(
    office: Office,
    period: Row,
    organisations: Mapping[UUID, str],
    plans: Mapping[UUID, Sequence[Row]],
    names: dict[UUID, str],
) -> tuple[MentorFact, ...]:
    """Mentors for the whole period, with the students they have in those days and keep.

    `organisations` are asked for, each with the key of its name.
    """
    where = (Condition("organisation_id", "in", tuple(organisations)),)
    rows = office.rows(Query("mentor", where, columns=board.MENTOR_COLUMNS))
    span = board.span_of(period)
    load = Counter(board.loads(office, span, [row.id for row in rows]))
    load.subtract(
        plan["mentor_id"].id
        for planned in plans.values()
        for plan in planned
        if plan["mentor_id"] and board.span_of(plan).meets(span)
    )
    there = [
        row
        for row in rows
        if (row["starts"] or date.min) <= period["starts"]
        and (row["ends"] or date.max) >= period["ends"]
    ]
    names |= {row.id: row["full_name"] for row in there}
    return tuple(
        MentorFact(
            row.id,
            row["organisation_id"].id,
            row["limit"],
            max(load[row.id], 0),
            (organisations[row["organisation_id"].id], sort_key(row["full_name"])),
        )
        for row in there
    )
