"""What the practice board shows: who waits, what each enterprise offers, and what is wrong there.

Read once for a period and a group, as plain values; services/practice.py changes what is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, format_date, ngettext, sort_key
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.rules import practice as rules
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.practice import MentorFacts, SlotFacts, Span

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

GIVEN_UP = ("interrupted", "failed")
# An agreement of one of these kinds lets the enterprise take students (art. 38: by contract).
CONTRACTS = ("practice", "dual")
SLOT_COLUMNS = (
    *("organisation_id", "speciality_id", "group_id", "places", "placed", "starts", "ends"),
    *("agreement_id", "mentor_id", "distance_km", "note", "supervisor_id", "hours"),
)
PLACEMENT_COLUMNS = (
    *("student_id", "slot_id", "organisation_id", "mentor_id", "locked", "reason", "state"),
    *("starts", "ends"),
)
MENTOR_COLUMNS = ("full_name", "organisation_id", "limit", "experience_years", "ends", "starts")


@dataclass(frozen=True)
class Waiting:
    """A student of the period's groups without a place in it."""

    id: UUID
    name: str
    group: str
    speciality: UUID | None


@dataclass(frozen=True)
class Placed:
    """One placement on the board."""

    id: UUID
    student_id: UUID
    name: str
    group: str
    locked: bool
    reason: str


@dataclass(frozen=True)
class MentorLine:
    """A mentor with those placed; `id` None for those without a mentor."""

    id: UUID | None
    name: str
    load: int
    limit: int
    over: bool
    placements: tuple[Placed, ...]


@dataclass(frozen=True)
class SlotView:
    """One offer of an enterprise."""

    id: UUID
    speciality: str
    group: str
    places: int
    placed: int
    starts: date
    ends: date
    note: str


@dataclass(frozen=True)
class Base:
    """An enterprise on the board; `agreement` is one sentence about its contract.

    `agreement_code` is the finding's code where it is bad, `agreement_id` the contract meant.
    """

    organisation: Ref
    slots: tuple[SlotView, ...]
    places: int
    placed: int
    mentors: tuple[MentorLine, ...]
    agreement: str
    agreement_bad: bool
    warnings: tuple[str, ...]
    agreement_code: str = ""
    agreement_id: UUID | None = None


@dataclass(frozen=True)
class Board:
    """A period: `students_total` study in its groups, `placed` of them have a place."""

    period: Row
    students_total: int
    placed: int
    without_mentor: int
    waiting: tuple[Waiting, ...]
    bases: tuple[Base, ...]


@dataclass(frozen=True)
class PlaceChoice:
    """A slot that students could be placed at, with what would be wrong there in one sentence.

    `warned`: something would go over a limit there.
    """

    slot_id: UUID
    title: str
    matches: bool
    free: int
    sentence: str
    warned: bool = False


def open_periods(office: Office) -> list[Ref]:
    """Every practice period, newest first."""
    rows = office.rows(Query("practice_period", sort=(("starts", True),), columns=("name",)))
    return [Ref(row.id, row["name"]) for row in rows]


def span_of(row: Row) -> Span:
    return Span(row["starts"], row["ends"])


def group_ids(office: Office, period: UUID) -> list[UUID]:
    """The groups that go in the period."""
    where = (Condition("period_id", "is", period),)
    return [row["group_id"].id for row in office.rows(Query("period_group", where))]


def students_of(office: Office, groups: Iterable[UUID]) -> list[Row]:
    """Those of the groups who study now, in the order of the alphabet."""
    where = (Condition("group_id", "in", tuple(groups)), Condition("status", "is", "studying"))
    columns = ("full_name", "group_id", "speciality_id", "medical_until")
    return office.rows(Query("student", where, columns=columns))


def specialities_of_groups(office: Office, groups: Iterable[UUID]) -> dict[UUID, UUID]:
    where = (Condition("id", "in", tuple(groups)),)
    rows = office.rows(Query("study_group", where, columns=("speciality_id",)))
    return {row.id: row["speciality_id"].id for row in rows if row["speciality_id"]}


def placements_of(office: Office, period: UUID) -> list[Row]:
    """Those of the period that take a place."""
    where = (Condition("period_id", "is", period), *live())
    return office.rows(Query("placement", where, columns=PLACEMENT_COLUMNS))


def live() -> tuple[Condition, ...]:
    return tuple(Condition("state", "not", state) for state in GIVEN_UP)


def loads(office: Office, span: Span, mentors: Iterable[UUID]) -> Mapping[UUID, int]:
    """Students of each mentor on any of these days."""
    where = (
        Condition("mentor_id", "in", tuple(mentors)),
        Condition("starts", "between", (None, span.ends)),
        Condition("ends", "between", (span.starts, None)),
        *live(),
    )
    counts: Mapping[Value, int] = office.counts_by(Query("placement", where), "mentor_id")
    return counts


def mentors_of(office: Office, organisations: Iterable[UUID]) -> dict[UUID, list[Row]]:
    """Mentors of each organisation, in the order of the alphabet."""
    where = (Condition("organisation_id", "in", tuple(organisations)),)
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in office.rows(Query("mentor", where, columns=MENTOR_COLUMNS)):
        found[row["organisation_id"].id].append(row)
    return found


def contracts_of(office: Office, organisations: Iterable[UUID]) -> dict[UUID, list[Row]]:
    """Agreements with each organisation that are not with a single student."""
    where = (
        Condition("partner_id", "in", tuple(organisations)),
        Condition("student_id", "empty"),
    )
    columns = ("number", "partner_id", "state", "until", "kind")
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in office.rows(Query("agreement", where, columns=columns)):
        found[row["partner_id"].id].append(row)
    return found


def best_contract(rows: Sequence[Row], span: Span, asked: UUID | None = None) -> Row | None:
    """The one named in the slot, of whatever kind, as the matching takes it.

    Else of practice and dual contracts the signed one that holds longest, else any draft.
    """
    rank = {"in_force": 0, "expiring": 0, "signed": 0, "printed": 1, "approval": 1, "draft": 1}

    def order(row: Row) -> tuple[int, int, int, UUID]:
        until = row["until"] or date.max
        there = rank.get(row["state"], 2)
        return (there, 0 if until >= span.ends else 1, -until.toordinal(), row.id)

    chosen = [row for row in rows if row.id == asked]
    usable = [row for row in rows if row["kind"] in CONTRACTS and rank.get(row["state"], 2) < 2]
    return min(chosen or usable, key=order, default=None)


def _named(slots: Sequence[Row]) -> UUID | None:
    """The agreement that the first slot with one names."""
    return next((slot["agreement_id"].id for slot in slots if slot["agreement_id"]), None)


def slot_facts(
    slot: Row, period: Row, placed: int, contract: Row | None, safety_until: date | None
) -> SlotFacts:
    """A slot's facts for the rules; empty dates of the slot are those of the period."""
    signed = contract is not None and contract["state"] not in ("draft", "approval", "printed")
    speciality = slot["speciality_id"]
    return SlotFacts(
        slot["organisation_id"].title,
        slot["places"],
        placed,
        Span(slot["starts"] or period["starts"], slot["ends"] or period["ends"]),
        frozenset({str(speciality.id)} if speciality else ()),
        "missing" if contract is None else "good" if signed else "unsigned",
        contract["until"] if contract is not None else None,
        contract is not None and contract["state"] == "expired",
        safety_until,
    )


def mentor_facts(row: Row, load: int) -> MentorFacts:
    return MentorFacts(row["full_name"], load, row["limit"], row["experience_years"], row["ends"])


def board(office: Office, period: UUID, group: UUID | None = None) -> Board:
    """The whole board of a period, narrowed to a group where one is given."""
    about = office.get("practice_period", period)
    span = span_of(about)
    groups = group_ids(office, period)
    students = students_of(office, [group] if group else groups)
    placements = placements_of(office, period)
    taken = {row["student_id"].id for row in placements}
    group_of = {
        row.id: row["group_id"].title if row["group_id"] else ""
        for row in _students(office, [*taken])
    }
    own = specialities_of_groups(office, groups)
    waiting = tuple(
        Waiting(
            row.id,
            row["full_name"],
            row["group_id"].title,
            row["speciality_id"].id if row["speciality_id"] else own.get(row["group_id"].id),
        )
        for row in students
        if row.id not in taken
    )
    here = {row.id for row in students}
    return Board(
        about,
        len(students),
        sum(1 for one in taken if one in here),
        sum(1 for row in placements if row["mentor_id"] is None),
        waiting,
        _bases(office, about, span, placements, group_of),
    )


def _students(office: Office, ids: Sequence[UUID]) -> list[Row]:
    return office.rows(
        Query("student", (Condition("id", "in", tuple(ids)),), columns=("group_id",))
    )


def _bases(
    office: Office,
    period: Row,
    span: Span,
    placements: Sequence[Row],
    group_of: Mapping[UUID, str],
) -> tuple[Base, ...]:
    where = (Condition("period_id", "is", period.id),)
    slots: dict[Ref, list[Row]] = defaultdict(list)
    for slot in office.rows(Query("practice_slot", where, columns=SLOT_COLUMNS)):
        slots[slot["organisation_id"]].append(slot)
    placed: dict[Ref, list[Row]] = defaultdict(list)
    for row in placements:
        placed[row["organisation_id"]].append(row)
    organisations = {ref.id: ref for ref in [*slots, *placed]}
    mentors = mentors_of(office, organisations)
    counted = loads(office, span, [row.id for rows in mentors.values() for row in rows])
    contracts = contracts_of(office, organisations)
    safety = _safety(office, organisations)
    least = office.whole_setting("mentor.experience")
    made = []
    for ref in organisations.values():
        of_base = placed.get(ref, [])
        offered = slots.get(ref, [])
        lines = _mentor_lines(mentors.get(ref.id, []), of_base, counted, group_of)
        found = _findings(
            office_slots=offered,
            period=period,
            contracts=contracts.get(ref.id, []),
            safety_until=safety.get(ref.id),
        )
        for row in mentors.get(ref.id, []):
            if counted.get(row.id):
                found += rules.of_mentor(mentor_facts(row, counted[row.id]), span, least)
        contract = best_contract(contracts.get(ref.id, []), span, _named(offered))
        bad = [f for f in found if f.code in ("no_agreement", "unsigned", "agreement_short")]
        made.append(
            Base(
                ref,
                tuple(_slot_view(slot, period) for slot in offered),
                sum(slot["places"] for slot in offered),
                len(of_base),
                lines,
                bad[0].message if bad else _contract_sentence(contract),
                bool(bad),
                tuple(dict.fromkeys(f.message for f in found if f not in bad)),
                bad[0].code if bad else "",
                contract.id if contract is not None else None,
            )
        )
    return tuple(sorted(made, key=lambda base: sort_key(base.organisation.title)))


def _findings(
    *,
    office_slots: Sequence[Row],
    period: Row,
    contracts: Sequence[Row],
    safety_until: date | None,
) -> list[Finding]:
    found: list[Finding] = []
    for slot in office_slots:
        span = span_of(period)
        asked = slot["agreement_id"].id if slot["agreement_id"] else None
        contract = best_contract(contracts, span, asked)
        facts = slot_facts(slot, period, slot["placed"], contract, safety_until)
        found += rules.of_slot(facts, span)
    return found


def _contract_sentence(contract: Row | None) -> str:
    if contract is None:
        return ""
    if contract["until"] is None:
        return _("agreement {number}, without an end").format(number=contract["number"] or "")
    return _("agreement {number} until {day}").format(
        number=contract["number"] or "", day=format_date(contract["until"])
    )


def _safety(office: Office, organisations: Iterable[UUID]) -> dict[UUID, date]:
    where = (
        Condition("id", "in", tuple(organisations)),
        Condition("safety_until", "filled"),
    )
    rows = office.rows(Query("organisation", where, columns=("safety_until",)))
    return {row.id: row["safety_until"] for row in rows}


def _slot_view(slot: Row, period: Row) -> SlotView:
    return SlotView(
        slot.id,
        slot["speciality_id"].title if slot["speciality_id"] else "",
        slot["group_id"].title if slot["group_id"] else "",
        slot["places"],
        slot["placed"],
        slot["starts"] or period["starts"],
        slot["ends"] or period["ends"],
        slot["note"] or "",
    )


def _mentor_lines(
    mentors: Sequence[Row],
    placements: Sequence[Row],
    counted: Mapping[UUID, int],
    group_of: Mapping[UUID, str],
) -> tuple[MentorLine, ...]:
    """Mentors of the enterprise; one whose line was deleted still shows with those placed."""
    by_mentor: dict[UUID | None, list[Placed]] = defaultdict(list)
    names: dict[UUID, str] = {}
    for row in placements:
        ref = row["mentor_id"]
        if ref is not None:
            names[ref.id] = ref.title
        student = row["student_id"]
        by_mentor[ref.id if ref else None].append(
            Placed(
                row.id,
                student.id,
                student.title,
                group_of.get(student.id, ""),
                row["locked"],
                row["reason"] or "",
            )
        )
    lines = [
        MentorLine(
            row.id,
            row["full_name"],
            counted.get(row.id, 0),
            row["limit"],
            counted.get(row.id, 0) > row["limit"],
            tuple(by_mentor.pop(row.id, ())),
        )
        for row in mentors
    ]
    without = by_mentor.pop(None, [])
    lines += [
        MentorLine(id_, names[id_], len(those), 0, False, tuple(those))
        for id_, those in by_mentor.items()
        if id_ is not None
    ]
    if without:
        lines.append(MentorLine(None, "", len(without), 0, False, tuple(without)))
    return tuple(lines)


def places_for(office: Office, students: Sequence[UUID], period: UUID) -> list[PlaceChoice]:
    """Slots for these students: the right speciality first, then the most free places."""
    about = office.get("practice_period", period)
    span = span_of(about)
    wanted = specialities(office, students)
    where = (Condition("period_id", "is", period),)
    slots = office.rows(Query("practice_slot", where, columns=SLOT_COLUMNS))
    organisations = {slot["organisation_id"].id for slot in slots}
    contracts = contracts_of(office, organisations)
    safety = _safety(office, organisations)
    choices = []
    for slot in slots:
        ref = slot["organisation_id"]
        asked = slot["agreement_id"].id if slot["agreement_id"] else None
        contract = best_contract(contracts.get(ref.id, []), span, asked)
        after = slot["placed"] + len(students)
        facts = slot_facts(slot, about, after, contract, safety.get(ref.id))
        found = rules.of_slot(facts, span)
        own = facts.specialities
        free = slot["places"] - slot["placed"]
        said = ngettext("{n} free place", "{n} free places", max(free, 0)).format(n=max(free, 0))
        # What decides first: a long name of the speciality may be cut on the screen.
        parts = [said, *(finding.message for finding in found)]
        parts += [slot["speciality_id"].title] if slot["speciality_id"] else []
        choices.append(
            PlaceChoice(
                slot.id,
                ref.title,
                not own or all(str(one) in own for one in wanted.values() if one),
                free,
                " · ".join(parts),
                bool(found),
            )
        )
    return sorted(choices, key=lambda c: (not c.matches, -c.free, sort_key(c.title)))


def specialities(office: Office, students: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """Each student's speciality: the own one, else the group's."""
    where = (Condition("id", "in", tuple(students)),)
    rows = office.rows(Query("student", where, columns=("speciality_id", "group_id")))
    groups = specialities_of_groups(office, {r["group_id"].id for r in rows if r["group_id"]})
    return {
        row.id: row["speciality_id"].id
        if row["speciality_id"]
        else groups.get(row["group_id"].id)
        if row["group_id"]
        else None
        for row in rows
    }
