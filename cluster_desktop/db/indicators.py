"""Who counts in the indicators on a day: students, mentors, teachers, as SQL computed columns.

Days decide where somebody wrote them down; without them the state does.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Select,
    String,
    Table,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    type_coerce,
)

from cluster_desktop.db import terms
from cluster_desktop.db.base import Base, Circumstances
from cluster_desktop.db.people import GIVEN_UP, graduated

Sql = ColumnElement[Any]
IN_FORCE = ("in_force", "expiring")
# Once in three years: Law on Education, article 37, paragraph 4. A course is none.
INTERNSHIPS = ("internship", "foreign")
INTERNSHIP_YEARS = 3


def _table(name: str) -> Table:
    # The classes import this module, so their tables are looked up when first asked for.
    return Base.metadata.tables[name]


def _text(column: Sql) -> Sql:
    return type_coerce(column, String)


def _today(at: Circumstances) -> str:
    return at.today.isoformat()


def _yes(condition: Sql) -> Sql:
    """A condition as a column that is never null."""
    return type_coerce(func.coalesce(condition, False), Boolean)


def _number_of(query: Select[Any], outer: FromClause) -> Sql:
    return query.correlate(outer).scalar_subquery()


# Students


def _holds(placement: Table, at: Circumstances) -> Sql:
    """The placement covers the day; one that was given up covers none."""
    return and_(
        placement.c.state.not_in(GIVEN_UP),
        _text(placement.c.starts) <= _today(at),
        _text(placement.c.ends) >= _today(at),
    )


def on_roll(at: Circumstances) -> Sql:
    """Studies on the day: enrolled by then and not gone yet; without days the status decides.

    Who is on academic leave is not counted: nobody writes down when a leave began.
    """
    student = _table("student")
    enrolled, left = _text(student.c.enrolled_on), _text(student.c.left_on)
    closed = student.c.status.in_(("expelled", "on_leave"))
    undated = and_(student.c.status == "graduated", student.c.graduation_year.is_(None))
    gone = case(
        (left.is_not(None), left <= _today(at)),
        (or_(closed, undated), True),
        else_=graduated(at),
    )
    return _yes(and_(or_(enrolled.is_(None), enrolled <= _today(at)), ~gone))


def _has_contract(at: Circumstances, kind: str) -> Sql:
    """An agreement of the kind with this student alone is in force on the day."""
    student, agreement = _table("student"), _table("agreement")
    return exists(
        select(agreement.c.row).where(
            agreement.c.student_id == student.c.id,
            agreement.c.kind == kind,
            agreement.c.deleted_at.is_(None),
            terms.state(at).in_(IN_FORCE),
        )
    ).correlate(student)


def dual_now(at: Circumstances) -> Sql:
    """On the roll, with a dual contract in force: the student's own, or that of a dual placement
    which covers the day."""
    student, placement, agreement = _table("student"), _table("placement"), _table("agreement")
    placed = exists(
        select(placement.c.row)
        .join(agreement, agreement.c.id == placement.c.agreement_id)
        .where(
            placement.c.student_id == student.c.id,
            placement.c.kind == "dual",
            placement.c.deleted_at.is_(None),
            agreement.c.deleted_at.is_(None),
            _holds(placement, at),
            terms.state(at).in_(IN_FORCE),
        )
    ).correlate(student)
    return _yes(and_(on_roll(at), or_(_has_contract(at, "dual"), placed)))


def targeted_now(at: Circumstances) -> Sql:
    """On the roll, with a contract of targeted training in force."""
    return _yes(and_(on_roll(at), _has_contract(at, "targeted")))


def targeted_since(at: Circumstances) -> Sql:
    """The day of the first contract of targeted training that is in force on the day."""
    student, agreement = _table("student"), _table("agreement")
    begins = func.coalesce(_text(agreement.c.signed_on), _text(agreement.c.valid_from))
    first = _number_of(
        select(func.min(begins)).where(
            agreement.c.student_id == student.c.id,
            agreement.c.kind == "targeted",
            agreement.c.deleted_at.is_(None),
            terms.state(at).in_(IN_FORCE),
        ),
        student,
    )
    return type_coerce(case((on_roll(at), first), else_=None), Date)


# Mentors


def active_now(at: Circumstances) -> Sql:
    """Has an assignment on the day: an order whose term covers it, or a student who is led.

    The term begins with the day of the order where nothing else is written.
    """
    mentor, placement = _table("mentor"), _table("placement")
    begins = func.coalesce(_text(mentor.c.starts), _text(mentor.c.order_date))
    ends = _text(mentor.c.ends)
    ordered = or_(begins.is_not(None), func.coalesce(mentor.c.order_number, "") != "")
    leads = exists(
        select(placement.c.row).where(
            placement.c.mentor_id == mentor.c.id,
            placement.c.deleted_at.is_(None),
            _holds(placement, at),
        )
    ).correlate(mentor)
    within = and_(
        ordered,
        or_(begins.is_(None), begins <= _today(at)),
        or_(ends.is_(None), ends >= _today(at)),
    )
    return _yes(or_(within, leads))


# Teachers


def on_staff(at: Circumstances) -> Sql:
    """Works at the college on the day; days that nobody wrote down do not stand against it."""
    teacher = _table("teacher")
    hired, left = _text(teacher.c.hired_on), _text(teacher.c.left_on)
    return _yes(
        and_(or_(hired.is_(None), hired <= _today(at)), or_(left.is_(None), left > _today(at)))
    )


def _last_internship(at: Circumstances) -> Sql:
    teacher, done = _table("teacher"), _table("teacher_internship")
    return _number_of(
        select(func.max(_text(done.c.ends))).where(
            done.c.teacher_id == teacher.c.id,
            done.c.deleted_at.is_(None),
            done.c.kind.in_(INTERNSHIPS),
            _text(done.c.ends) <= _today(at),
        ),
        teacher,
    )


def _years_later(day: Sql) -> Sql:
    return func.date(day, f"+{INTERNSHIP_YEARS} years", "floor", type_=String)


def interned(at: Circumstances) -> Sql:
    """An internship was finished in the three years before the day."""
    return _yes(_years_later(_last_internship(at)) > _today(at))


def internship_by(at: Circumstances) -> Sql:
    """Until when the next internship is due: three years after the last one, else after hiring.

    Null for who is not on the staff and where neither day is known.
    """
    since = func.coalesce(_last_internship(at), _text(_table("teacher").c.hired_on))
    return type_coerce(case((on_staff(at), _years_later(since)), else_=None), Date)
