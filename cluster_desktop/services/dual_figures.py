"""Dual training by speciality, qualification and course: who is in it, where, how many hours.

The one source of form F3. Covered is who is marked as a dual student or has a placement of that
kind in the span. Enterprises are counted by BIN, never by rows. Hours are those of one student;
the share is worked out from all of them, so a mixed row is exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Connection, Select, String, and_, func, or_, select, type_coerce

from cluster_desktop.db import colleges
from cluster_desktop.db.base import table_of
from cluster_desktop.db.people import GIVEN_UP
from cluster_desktop.query import Condition, Query, Ref
from cluster_desktop.rules.practice import Span, dual_share, percent
from cluster_desktop.services.outcome_figures import Classified
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

CONCLUDED = ("signed", "terminated")


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An enterprise of dual training; `key` is its BIN, or its record where it has none."""

    key: str
    name: Pair
    bin: str


@dataclass(frozen=True, slots=True)
class Contract:
    """A concluded contract; `until` is None for one without an end."""

    id: UUID
    number: str
    signed_on: date | None
    until: date | None
    is_individual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DualRow:
    """One speciality, qualification and course; the records behind its numbers."""

    speciality: Classified | None
    qualification: Classified | None
    course: int | None
    contingent: int
    covered: int
    state_order: int
    compensated: int
    enterprises: tuple[Enterprise, ...]
    contracts: tuple[Contract, ...]
    mentors: frozenset[UUID]
    hours_all: int | None
    hours_enterprise: int | None
    share: Decimal | None
    students: frozenset[UUID] = frozenset()
    covered_students: frozenset[UUID] = frozenset()
    organisations: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class DualFigures:
    """Rows by code and course; the threshold and base of the share as the settings have them."""

    rows: tuple[DualRow, ...]
    least_share: int
    base: str


@dataclass(slots=True)
class _Found:
    """One row while it is counted."""

    students: set[UUID] = field(default_factory=set)
    state: set[UUID] = field(default_factory=set)
    covered: set[UUID] = field(default_factory=set)
    compensated: set[UUID] = field(default_factory=set)
    organisations: set[UUID] = field(default_factory=set)
    contracts: set[UUID] = field(default_factory=set)
    mentors: set[UUID] = field(default_factory=set)
    hours: list[tuple[int, int]] = field(default_factory=list)


_Key = tuple[UUID | None, UUID | None, int | None]


def figures(
    office: Office,
    span: Span,
    *,
    academic_year: UUID | None = None,
    practice: UUID | None = None,
) -> DualFigures:
    """Dual training of these days, of the groups of an academic year or of one practice."""
    base = "all" if office.setting("dual.base") == "all" else "practice"
    found: dict[_Key, _Found] = defaultdict(_Found)
    with office.store.reading() as connection:
        where: dict[UUID, _Key] = {}
        seen = colleges.among(table_of("student"), office.colleges)
        for one in connection.execute(_students(academic_year, practice).where(seen)):
            key = (one.speciality, one.qualification, one.course)
            where[one.id] = key
            row = found[key]
            row.students.add(one.id)
            if one.funding == "state":
                row.state.add(one.id)
            if one.dual:
                row.covered.add(one.id)
        for one in connection.execute(_placements(span, practice)):
            if one.student_id in where:
                _take(found[where[one.student_id]], one, base)
        trades = _classified(connection, "speciality", [key[0] for key in found])
        skills = _classified(connection, "qualification", [key[1] for key in found])
    contracts = _contracts(office, span, where, found)
    enterprises = _enterprises(office, {o for row in found.values() for o in row.organisations})
    rows = [
        _row(key, row, trades, skills, contracts, enterprises)
        for key, row in found.items()
        if row.students
    ]
    return DualFigures(tuple(sorted(rows, key=_order)), office.whole_setting("dual.share"), base)


def coverage(row: DualRow) -> Decimal | None:
    """Share of the covered in the contingent, in percent to one decimal."""
    return percent(row.covered, row.contingent) if row.contingent else None


def _students(academic_year: UUID | None, practice: UUID | None) -> Select[Any]:
    student, group = table_of("student"), table_of("study_group")
    wanted = (
        select(
            student.c.id,
            func.coalesce(student.c.speciality_id, group.c.speciality_id).label("speciality"),
            func.coalesce(student.c.qualification_id, group.c.qualification_id)
            .label("qualification"),
            group.c.course,
            student.c.funding,
            student.c.dual,
        )
        .join(group, group.c.id == student.c.group_id)
        .where(
            student.c.deleted_at.is_(None),
            group.c.deleted_at.is_(None),
            student.c.status.in_(("studying", "on_leave")),
        )
    )  # fmt: skip
    if practice is not None:
        goes = table_of("period_group")
        of_practice = select(goes.c.group_id).where(
            goes.c.period_id == practice, goes.c.deleted_at.is_(None)
        )
        return wanted.where(group.c.id.in_(of_practice))
    if academic_year is not None:
        year = group.c.academic_year_id
        return wanted.where(or_(year == academic_year, year.is_(None)))
    return wanted


def _placements(span: Span, practice: UUID | None) -> Select[Any]:
    placement, period = table_of("placement"), table_of("practice_period")
    starts, ends = (type_coerce(c, String) for c in (placement.c.starts, placement.c.ends))
    kind = func.coalesce(placement.c.kind, period.c.kind)
    return (
        select(
            placement.c.student_id,
            placement.c.organisation_id,
            placement.c.agreement_id,
            placement.c.mentor_id,
            placement.c.hours_enterprise,
            placement.c.compensation,
            func.coalesce(placement.c.hours_all, period.c.hours_all).label("hours_all"),
            period.c.hours_training,
        )
        .join(period, period.c.id == placement.c.period_id)
        .where(
            placement.c.deleted_at.is_(None),
            placement.c.state.not_in(GIVEN_UP),
            kind == "dual",
            placement.c.period_id == practice
            if practice is not None
            else and_(starts <= span.ends.isoformat(), ends >= span.starts.isoformat()),
        )
    )


def _take(row: _Found, placement: Any, base: str) -> None:  # noqa: ANN401 - a row of the select
    student = placement.student_id
    row.covered.add(student)
    row.organisations.add(placement.organisation_id)
    if placement.agreement_id is not None:
        row.contracts.add(placement.agreement_id)
    if placement.mentor_id is not None:
        row.mentors.add(placement.mentor_id)
    if placement.compensation:
        row.compensated.add(student)
    whole = placement.hours_all if base == "all" else placement.hours_training
    if whole and placement.hours_enterprise is not None:
        row.hours.append((placement.hours_enterprise, whole))


def _contracts(
    office: Office, span: Span, where: dict[UUID, _Key], found: dict[_Key, _Found]
) -> dict[UUID, Contract]:
    """Concluded contracts by id; those with one student are added to the student's row."""
    concluded = (Condition("stage", "in", CONCLUDED),)
    names = ("number", "signed_on", "until", "kind", "student_id", "partner_id", "compensation")
    made: dict[UUID, Contract] = {}
    for one in office.rows(Query("agreement", concluded, columns=names)):
        student, until = one["student_id"], one["until"]
        made[one.id] = Contract(
            one.id, one["number"] or "", one["signed_on"], until, student is not None
        )
        if not isinstance(student, Ref) or one["kind"] != "dual" or student.id not in where:
            continue
        if (until or date.max) < span.starts or (one["signed_on"] or date.min) > span.ends:
            continue
        row = found[where[student.id]]
        if student.id in row.covered:
            row.contracts.add(one.id)
            row.organisations.add(one["partner_id"].id)
            if one["compensation"]:
                row.compensated.add(student.id)
    return made


def _enterprises(office: Office, records: Iterable[UUID]) -> dict[UUID, Enterprise]:
    where = (Condition("id", "in", tuple(records)),)
    rows = office.rows(Query("organisation", where, columns=("name_kk", "name_ru", "bin")))
    return {
        row.id: Enterprise(
            row["bin"] or str(row.id), Pair(row["name_kk"] or "", row["name_ru"] or ""),
            row["bin"] or "",
        )
        for row in rows
    }  # fmt: skip


def _classified(
    connection: Connection, name: str, records: Sequence[UUID | None]
) -> dict[UUID, Classified]:
    table = table_of(name)
    wanted = select(table.c.id, table.c.code, table.c.name_kk, table.c.name_ru).where(
        table.c.id.in_({one for one in records if one is not None})
    )
    return {
        one.id: Classified(one.id, one.code or "", Pair(one.name_kk or "", one.name_ru or ""))
        for one in connection.execute(wanted)
    }


def _row(
    key: _Key,
    row: _Found,
    trades: dict[UUID, Classified],
    skills: dict[UUID, Classified],
    contracts: dict[UUID, Contract],
    enterprises: dict[UUID, Enterprise],
) -> DualRow:
    by_key = {enterprises[o].key: enterprises[o] for o in row.organisations if o in enterprises}
    concluded = [contracts[one] for one in row.contracts if one in contracts]
    at_enterprise, whole = (sum(part) for part in zip(*row.hours, strict=True)) if row.hours else (
        0, 0,
    )  # fmt: skip
    return DualRow(
        speciality=trades.get(key[0]) if key[0] else None,
        qualification=skills.get(key[1]) if key[1] else None,
        course=key[2],
        contingent=len(row.students),
        covered=len(row.covered),
        state_order=len(row.covered & row.state),
        compensated=len(row.compensated),
        enterprises=tuple(sorted(by_key.values(), key=lambda one: (one.name.kk, one.key))),
        contracts=tuple(
            sorted(concluded, key=lambda one: (one.is_individual, one.signed_on or date.min,
                                               one.number))
        ),
        mentors=frozenset(row.mentors),
        hours_all=_mean(whole, len(row.hours)),
        hours_enterprise=_mean(at_enterprise, len(row.hours)),
        share=dual_share(at_enterprise, whole),
        students=frozenset(row.students),
        covered_students=frozenset(row.covered),
        organisations=frozenset(row.organisations),
    )  # fmt: skip


def _mean(hours: int, students: int) -> int | None:
    if not students:
        return None
    return int((Decimal(hours) / students).quantize(Decimal(1), ROUND_HALF_UP))


def _order(row: DualRow) -> tuple[bool, str, str, int]:
    trade, skill = row.speciality, row.qualification
    return trade is None, trade.code if trade else "", skill.code if skill else "", row.course or 0
