"""Computed columns of labour needs and of who will finish when, as SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Table,
    case,
    cast,
    func,
    or_,
    select,
    type_coerce,
)

from cluster_desktop.db.base import Base, Circumstances, IdBytes

Sql = ColumnElement[Any]
# Workers who are trained anew are no vacancy for a graduate.
COUNTED_KINDS = ("staff", "training")
SCHOOL_YEAR_BEGINS = 9  # month


def _table(name: str) -> Table:
    # The classes import this module, so their tables are looked up when first asked for.
    return Base.metadata.tables[name]


def _text(column: Sql) -> Sql:
    return type_coerce(column, String)


def _alone(query: Select[Any], outer: FromClause) -> Sql:
    return query.correlate(outer).scalar_subquery()


# Requests


def _of_request(wanted: Sql) -> Sql:
    need, request = _table("labour_need"), _table("labour_request")
    return _alone(select(wanted).where(request.c.id == need.c.request_id), need)


def need_source(at: Circumstances) -> Sql:
    return type_coerce(_of_request(_table("labour_request").c.source), String)


def need_organisation(at: Circumstances) -> Sql:
    return type_coerce(_of_request(_table("labour_request").c.organisation_id), IdBytes())


def need_district(at: Circumstances) -> Sql:
    """Of the request; where it says nothing, of who asks."""
    need, request = _table("labour_need"), _table("labour_request")
    asks = _table("organisation")
    found = _alone(
        select(func.coalesce(request.c.district_id, asks.c.district_id))
        .select_from(request.outerjoin(asks, asks.c.id == request.c.organisation_id))
        .where(request.c.id == need.c.request_id),
        need,
    )
    return type_coerce(found, IdBytes())


def need_counts(at: Circumstances) -> Sql:
    """Part of the need for graduates: made by the day, not refused, no retraining of workers."""
    request = _table("labour_request")
    counts = (
        (request.c.state != "refused")
        & request.c.kind.in_(COUNTED_KINDS)
        & request.c.deleted_at.is_(None)
        & or_(
            request.c.requested_on.is_(None),
            _text(request.c.requested_on) <= at.today.isoformat(),
        )
    )
    return type_coerce(func.coalesce(_of_request(counts), False), Boolean)


# Graduates


def other_district(at: Circumstances) -> Sql:
    """Where the other college is."""
    other, college = _table("other_supply"), _table("organisation")
    found = _alone(
        select(college.c.district_id).where(college.c.id == other.c.organisation_id), other
    )
    return type_coerce(found, IdBytes())


def finishes(at: Circumstances) -> Sql:
    """The year in which a student finishes or has finished; null for who left without it.

    The typed year of graduation; else from the course of the group, the end of its academic year
    (of the one of the day where none is given) and the years of study of the settings.
    """
    student, group, year = _table("student"), _table("study_group"), _table("academic_year")
    day = at.today
    this_year = day.year + (day.month >= SCHOOL_YEAR_BEGINS)
    ends = func.coalesce(cast(func.substr(_text(year.c.ends), 1, 4), Integer), this_year)
    left = func.max(at.study_years - group.c.course, 0)
    by_course = _alone(
        select(ends + left)
        .select_from(group.outerjoin(year, year.c.id == group.c.academic_year_id))
        .where(group.c.id == student.c.group_id, group.c.course.is_not(None)),
        student,
    )
    today = day.isoformat()
    gone = (student.c.status == "expelled") & or_(
        student.c.left_on.is_(None), _text(student.c.left_on) <= today
    )
    not_yet = student.c.enrolled_on.is_not(None) & (_text(student.c.enrolled_on) > today)
    return type_coerce(
        case(
            (gone, None),
            (not_yet, None),
            (student.c.graduation_year.is_not(None), student.c.graduation_year),
            else_=by_course,
        ),
        Integer,
    )


def studies(at: Circumstances) -> Sql:
    """The student's speciality; where it is not filled, the group's."""
    student, group = _table("student"), _table("study_group")
    of_group = _alone(
        select(group.c.speciality_id).where(group.c.id == student.c.group_id), student
    )
    return type_coerce(
        case((student.c.speciality_id.is_not(None), student.c.speciality_id), else_=of_group),
        IdBytes(),
    )


def home_district(at: Circumstances) -> Sql:
    """Where the student lives; where that is not filled, where our college is."""
    student, own = _table("student"), _table("organisation")
    ours = (
        select(own.c.district_id)
        .where(own.c.is_own.is_(True), own.c.deleted_at.is_(None))
        .order_by(own.c.row)
        .limit(1)
        .scalar_subquery()
    )
    return type_coerce(func.coalesce(student.c.district_id, ours), IdBytes())
