"""Computed columns of students, mentors, practice and graduates, as SQL.

Lists filter, sort and count by them, so a number on a page equals the list that it opens. Days are
ISO text here. Rules with arithmetic (months worked, amount to return) are also plain functions in
rules/, and property tests hold both equal.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from cluster_desktop.db import terms
from cluster_desktop.db.base import Base, Circumstances, Tenge
from cluster_desktop.entity import catalogue
from cluster_desktop.i18n import add_months
from cluster_desktop.rules.erasure import MARK

Sql = ColumnElement[Any]
# A placement in one of these states no longer takes a place.
GIVEN_UP = ("interrupted", "failed")
GOING = ("planned", "sent", "in_progress")


def _table(name: str) -> Table:
    # The classes import this module, so their tables are looked up when first asked for.
    return Base.metadata.tables[name]


def _text(column: Sql) -> Sql:
    return type_coerce(column, String)


def _today(at: Circumstances) -> str:
    return at.today.isoformat()


def _days_from(at: Circumstances, days: int) -> Sql:
    return func.date(literal(_today(at)), f"{int(days):+d} days", type_=String)


def _yes(condition: Sql) -> Sql:
    """A condition as a column that is never null."""
    return type_coerce(func.coalesce(condition, False), Boolean)


def _number_of(query: Select[Any], outer: FromClause) -> Sql:
    return query.correlate(outer).scalar_subquery()


# Groups, periods, slots


def group_size(at: Circumstances) -> Sql:
    """Students of the group who study or are on leave."""
    group, student = _table("study_group"), _table("student")
    return _number_of(
        select(func.count()).where(
            student.c.group_id == group.c.id,
            student.c.deleted_at.is_(None),
            student.c.status.in_(("studying", "on_leave")),
        ),
        group,
    )


def _placed_where(outer: Table, link: str) -> Sql:
    placement = _table("placement")
    return _number_of(
        select(func.count()).where(
            placement.c[link] == outer.c.id,
            placement.c.deleted_at.is_(None),
            placement.c.state.not_in(GIVEN_UP),
        ),
        outer,
    )


def period_placed(at: Circumstances) -> Sql:
    """Placements of the period that take a place."""
    return _placed_where(_table("practice_period"), "period_id")


def slot_placed(at: Circumstances) -> Sql:
    """Placements in the slot that take a place."""
    return _placed_where(_table("practice_slot"), "slot_id")


def slot_free(at: Circumstances) -> Sql:
    """Places left; negative where more students are placed than there are places."""
    return _table("practice_slot").c.places - slot_placed(at)


# Students and graduates


def place(at: Circumstances) -> Sql:
    """Whether every open period of the student's group has a place for the student.

    Open: not over, and it starts within the days of the setting. Null where none is open.
    """
    student, group = _table("student"), _table("period_group")
    period, placement = _table("practice_period"), _table("placement")
    has_one = exists(
        select(placement.c.row).where(
            placement.c.student_id == student.c.id,
            placement.c.period_id == period.c.id,
            placement.c.deleted_at.is_(None),
            placement.c.state.not_in(GIVEN_UP),
        )
    ).correlate(student, period)
    goes = (
        select(group.c.group_id)
        .join(period, group.c.period_id == period.c.id)
        .where(
            group.c.deleted_at.is_(None),
            period.c.deleted_at.is_(None),
            _text(period.c.ends) >= _today(at),
            _text(period.c.starts) <= _days_from(at, at.ahead_days),
        )
    )
    # Asked once for all students; only those of the few open groups are looked at one by one.
    any_open = and_(student.c.status == "studying", student.c.group_id.in_(goes))
    lacks = exists(goes.where(group.c.group_id == student.c.group_id, ~has_one)).correlate(student)
    return type_coerce(
        case((~func.coalesce(any_open, False), None), (lacks, "none"), else_="placed"), String
    )


def _newest_year(at: Circumstances, months: int = 0) -> int:
    """The newest year whose graduates have graduated at least so many months ago.

    A number made once: comparing days with it row by row took half of a search's time.
    """
    month, day = (int(part) for part in at.graduation_day.split("-"))
    for year in range(at.today.year, date.min.year, -1):
        last = monthrange(year, month)[1]
        if add_months(date(year, month, min(day, last)), months) <= at.today:
            return year
    return date.min.year


def graduated(at: Circumstances) -> Sql:
    """Whether the day of graduation has come: 1 July of the year, or the day of the setting."""
    student = _table("student")
    return _yes(
        and_(
            student.c.graduation_year <= _newest_year(at),
            student.c.status.not_in(("expelled",)),
        )
    )


def outcome_now(at: Circumstances) -> Sql:
    """The state of the newest outcome known on the day; "unknown" for a graduate without one."""
    newest = _of_newest(at, _table("outcome").c.state)
    return type_coerce(case((graduated(at), func.coalesce(newest, "unknown")), else_=None), String)


def _of_newest(at: Circumstances, wanted: Sql) -> Sql:
    """A column of the student's newest outcome that was known on the day."""
    student, outcome = _table("student"), _table("outcome")
    return (
        select(wanted)
        .where(
            outcome.c.student_id == student.c.id,
            outcome.c.deleted_at.is_(None),
            _text(outcome.c.checked_on) <= _today(at),
        )
        .order_by(outcome.c.checked_on.desc(), outcome.c.id.desc())
        .limit(1)
        .correlate(student)
        .scalar_subquery()
    )


def outcome_employer(at: Circumstances) -> Sql:
    """Where the graduate is: the partner's name in the current language, else the text."""
    outcome, partner = _table("outcome"), _table("organisation")
    names = [func.nullif(partner.c[one], "") for one in catalogue["organisation"].variants("name")]
    linked = (
        select(func.coalesce(*names))
        .where(partner.c.id == outcome.c.organisation_id)
        .correlate(outcome)
        .scalar_subquery()
    )
    return type_coerce(_of_newest(at, func.coalesce(linked, outcome.c.employer)), String)


def outcome_since(at: Circumstances) -> Sql:
    """The day of hiring in the newest outcome."""
    return type_coerce(_of_newest(at, _table("outcome").c.hired_on), Date)


def outcome_by_speciality(at: Circumstances) -> Sql:
    """Whether the newest outcome is work in the speciality."""
    outcome = _table("outcome")
    works = outcome.c.state.in_(("employed", "self_employed"))
    return _yes(_of_newest(at, and_(works, outcome.c.by_speciality)))


def outcome_proof(at: Circumstances) -> Sql:
    """The proof of the newest outcome: its kind, "file" for a file alone, "none" without any."""
    outcome, file = _table("outcome"), _table("attachment")
    named = terms.id_as_text(outcome.c.id)
    has_file = exists(
        select(file.c.row).where(file.c.owner == named, file.c.deleted_at.is_(None))
    ).correlate(outcome)
    said = func.nullif(outcome.c.evidence, "")
    kind = case((said.is_not(None), said), (has_file, "file"), else_="none")
    return type_coerce(_of_newest(at, kind), String)


def outcome_due(at: Circumstances) -> Sql:
    """The newest check (3, 6, 12 months) that the day has reached and nobody has made yet."""
    student, outcome = _table("student"), _table("outcome")

    def reached(months: int) -> Sql:
        # SQLAlchemy has no type for a comparison of Any.
        when: Sql = student.c.graduation_year <= _newest_year(at, months)
        return when

    def made(months: int) -> Sql:
        return exists(
            select(outcome.c.row).where(
                outcome.c.student_id == student.c.id,
                outcome.c.deleted_at.is_(None),
                cast(outcome.c.checkpoint, Integer) >= months,
                _text(outcome.c.checked_on) <= _today(at),
            )
        ).correlate(student)

    def due(months: int) -> Sql:
        return case((made(months), None), else_=str(months))

    return type_coerce(
        case(
            (or_(~graduated(at), reached(at.follow_months), student.c.full_name == MARK), None),
            (reached(12), due(12)),
            (reached(6), due(6)),
            (reached(3), due(3)),
            else_=None,
        ),
        String,
    )


def minor(at: Circumstances) -> Sql:
    """Under 18 on the day."""
    born = _text(_table("student").c.born)
    return _yes(func.date(born, "+18 years", "ceiling", type_=String) > _today(at))


def withdrawn(at: Circumstances) -> Sql:
    """Since when no consent to processing holds; null where one holds, none was ever given, or
    the person is erased already."""
    student, consent = _table("student"), _table("consent")
    meant = and_(consent.c.kind == "processing", consent.c.deleted_at.is_(None))
    gone = _text(consent.c.withdrawn_on) <= _today(at)
    # Few withdraw: asked once for all, only those few are looked at one by one.
    some = student.c.id.in_(select(consent.c.student_id).where(meant, gone))
    holds = exists(
        select(consent.c.row).where(
            consent.c.student_id == student.c.id,
            meant,
            func.coalesce(~gone, True),
            _text(consent.c.given_on) <= _today(at),
            func.coalesce(_text(consent.c.until) >= _today(at), True),
        )
    ).correlate(student)
    newest = (
        select(func.max(consent.c.withdrawn_on))
        .where(consent.c.student_id == student.c.id, meant, gone)
        .correlate(student)
        .scalar_subquery()
    )
    wanted = and_(some, student.c.full_name != MARK, ~holds)
    return type_coerce(case((wanted, newest), else_=None), Date)


# Placements


def current(at: Circumstances) -> Sql:
    """Planned or under way, and its last day has not passed."""
    return _current(_table("placement"), at)


def _current(placement: Any, at: Circumstances) -> Sql:
    return _yes(and_(placement.c.state.in_(GOING), _text(placement.c.ends) >= _today(at)))


def agreement_state(at: Circumstances) -> Sql:
    """What is wrong with the agreement of a placement that is not over; null where nothing is."""
    placement, agreement = _table("placement"), _table("agreement")
    later = agreement.alias()
    longer = exists(
        select(later.c.row).where(
            later.c.previous_id == agreement.c.id,
            later.c.deleted_at.is_(None),
            later.c.stage == "signed",
            or_(later.c.open_ended, _text(later.c.valid_until) >= _text(placement.c.ends)),
        )
    ).correlate(agreement, placement)
    until = _text(terms.effective_until(at))
    wrong = (
        select(
            case(
                (agreement.c.stage.not_in(("signed", "terminated")), "unsigned"),
                (and_(until < _text(placement.c.ends), ~longer), "short"),
                else_=None,
            )
        )
        .where(agreement.c.id == placement.c.agreement_id, agreement.c.deleted_at.is_(None))
        .correlate(placement)
        .scalar_subquery()
    )
    there = exists(
        select(agreement.c.row).where(
            agreement.c.id == placement.c.agreement_id, agreement.c.deleted_at.is_(None)
        )
    ).correlate(placement)
    return type_coerce(case((~current(at), None), (~there, "missing"), else_=wrong), String)


def diary_missing(at: Circumstances) -> Sql:
    """Over for longer than the days of the setting, without diary and without mark."""
    placement, student = _table("placement"), _table("student")
    erased = exists(
        select(student.c.row).where(
            student.c.id == placement.c.student_id, student.c.full_name == MARK
        )
    ).correlate(placement)
    return _yes(
        and_(
            placement.c.diary_on.is_(None),
            placement.c.state.not_in((*GIVEN_UP, "assessed")),
            _text(placement.c.ends) < _days_from(at, -at.diary_days),
            ~erased,
        )
    )


def mentor_over(at: Circumstances) -> Sql:
    """The placement is not over and its mentor has more students than the limit."""
    placement, mentor = _table("placement"), _table("mentor")
    over = exists(
        select(mentor.c.row).where(mentor.c.id == placement.c.mentor_id, overloaded(at))
    ).correlate(placement)
    return _yes(and_(current(at), over))


# Mentors


def mentor_load(at: Circumstances) -> Sql:
    """The most students at one time, now or ahead.

    The number is highest on the first day of some placement, so only those days are looked at.
    """
    mentor = _table("mentor")
    one, other = _table("placement").alias(), _table("placement").alias()
    together = _number_of(
        select(func.count()).where(
            other.c.mentor_id == one.c.mentor_id,
            other.c.deleted_at.is_(None),
            _current(other, at),
            _text(other.c.starts) <= _text(one.c.starts),
            _text(other.c.ends) >= _text(one.c.starts),
        ),
        one,
    )
    most = select(func.max(together)).where(
        one.c.mentor_id == mentor.c.id, one.c.deleted_at.is_(None), _current(one, at)
    )
    return func.coalesce(_number_of(most, mentor), 0, type_=Integer)


def mentor_limit(at: Circumstances) -> Sql:
    """The mentor's own limit, or that of the settings."""
    return func.coalesce(_table("mentor").c.load_limit, at.mentor_load)


def overloaded(at: Circumstances) -> Sql:
    """More students at one time than the limit."""
    return _yes(mentor_load(at) > mentor_limit(at))


def _active(at: Circumstances) -> Sql:
    mentor = _table("mentor")
    ends = _text(mentor.c.ends)
    return and_(or_(ends.is_(None), ends >= _today(at)), mentor.c.full_name != MARK)


def order_missing(at: Circumstances) -> Sql:
    """Mentor now, and no order of the enterprise is written down."""
    number = _table("mentor").c.order_number
    return _yes(and_(_active(at), func.coalesce(number, "") == ""))


def training_ends(at: Circumstances) -> Sql:
    """The pedagogical course is over, or will be within the days of the setting."""
    until = _text(_table("mentor").c.trained_until)
    return _yes(and_(_active(at), until <= _days_from(at, at.training_days)))


def inexperienced(at: Circumstances) -> Sql:
    """Fewer years in the speciality than the setting asks."""
    return _yes(_table("mentor").c.experience_years < at.mentor_experience)


# Work obligations


def months_done(at: Circumstances) -> Sql:
    """Months worked: typed, or whole months from the start to the end of work or the day.

    The last day counts as worked: from 1 September to 31 August are twelve months.
    """
    one = _table("work_obligation")
    last = func.min(func.coalesce(_text(one.c.ended_on), _today(at)), _today(at), type_=String)
    until = func.date(last, "+1 day", type_=String)
    starts = _text(one.c.starts)

    def part(day: Sql, form: str) -> Sql:
        return cast(func.strftime(form, day), Integer)

    whole = (
        (part(until, "%Y") - part(starts, "%Y")) * 12
        + (part(until, "%m") - part(starts, "%m"))
        - case((part(until, "%d") < part(starts, "%d"), 1), else_=0)
    )
    counted = func.coalesce(one.c.months_done, whole, type_=Integer)
    return func.max(0, func.min(counted, one.c.months_owed), type_=Integer)


def to_return(at: Circumstances) -> Sql:
    """Cost × (owed − done) ÷ owed, to the tiyn, half up; nothing once fulfilled or released."""
    one = _table("work_obligation")
    tiyn = type_coerce(one.c.cost, Integer)
    owed = one.c.months_owed
    # Integer division of SQL cuts off, hence the half in the numerator.
    exact = (tiyn * (owed - months_done(at)) * 2 + owed) // (owed * 2)
    closed = one.c.state.in_(("fulfilled", "released"))
    return type_coerce(case((closed, 0), else_=exact), Tenge())
