"""Computed columns of the cluster's records, as SQL, by the day and the settings."""

from __future__ import annotations

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
from cluster_desktop.db.base import Base, Circumstances, IdBytes, Tenge

Sql = ColumnElement[Any]
IN_FORCE = ("in_force", "expiring")
OPEN_PLAN = ("planned", "in_progress", "partly", "postponed")
OPEN_DECISION = ("to_do", "in_progress")
# Likelihood × impact, each 1–5.
HIGH_RISK, MEDIUM_RISK = 15, 6
# Methodical recommendations, chapter 6, section 5: years from the base to the target.
YEARS_OF = {"short": (1, 3), "long": (5, 10)}
INTERNSHIP_YEARS = 3  # Law on Education, article 37, paragraph 4


def _table(name: str) -> Table:
    # The classes import this module, so their tables are looked up when first asked for.
    return Base.metadata.tables[name]


def _text(column: Sql) -> Sql:
    return type_coerce(column, String)


def _today(at: Circumstances) -> str:
    return at.today.isoformat()


def _yes(condition: Sql) -> Sql:
    return type_coerce(func.coalesce(condition, False), Boolean)


def _alone(query: Select[Any], outer: FromClause) -> Sql:
    return query.correlate(outer).scalar_subquery()


def _runs(table: Table, starts: str, ends: str, at: Circumstances) -> Sql:
    """Begun by today or without a beginning, and not over."""
    day = _today(at)
    return (table.c[starts].is_(None) | (_text(table.c[starts]) <= day)) & (
        table.c[ends].is_(None) | (_text(table.c[ends]) >= day)
    )


# Participants


def member_kind(at: Circumstances) -> Sql:
    member, organisation = _table("membership"), _table("organisation")
    return _alone(
        select(organisation.c.kind).where(organisation.c.id == member.c.organisation_id), member
    )


def member_belongs(at: Circumstances) -> Sql:
    """A member today: joined by now, not left; negotiating is not yet belonging."""
    member = _table("membership")
    left = or_(member.c.left_on.is_(None), _text(member.c.left_on) > _today(at))
    joined = or_(member.c.joined_on.is_(None), _text(member.c.joined_on) <= _today(at))
    gone_undated = (member.c.state == "left") & member.c.left_on.is_(None)
    return _yes((member.c.state != "negotiating") & left & joined & ~gone_undated)


def member_in_passport(at: Circumstances) -> Sql:
    """A member today, or in negotiation: section 2 lists both."""
    member = _table("membership")
    return _yes(member_belongs(at) | (member.c.state == "negotiating"))


def member_has_agreement(at: Circumstances) -> Sql:
    """The partner or a further party of an agreement in force today.

    The own college is a party of all of them.
    """
    member, organisation = _table("membership"), _table("organisation")
    party, agreement = _table("party"), _table("agreement")
    live = agreement.c.deleted_at.is_(None) & terms.state(at).in_(IN_FORCE)
    is_partner = agreement.c.partner_id == member.c.organisation_id
    is_own = exists(
        select(organisation.c.row).where(
            organisation.c.id == member.c.organisation_id, organisation.c.is_own.is_(True)
        )
    ).correlate(member)
    is_party = exists(
        select(party.c.row).where(
            party.c.agreement_id == agreement.c.id,
            party.c.organisation_id == member.c.organisation_id,
            party.c.deleted_at.is_(None),
        )
    ).correlate(member, agreement)
    return _yes(
        exists(select(agreement.c.row).where(live, or_(is_partner, is_own, is_party))).correlate(
            member
        )
    )


def _of_its_organisation(outer: Table, link: str, name: str) -> Sql:
    organisation = _table("organisation").alias()
    return _alone(select(organisation.c[name]).where(organisation.c.id == outer.c[link]), outer)


def member_bin(at: Circumstances) -> Sql:
    return type_coerce(_of_its_organisation(_table("membership"), "organisation_id", "bin"), String)


def member_has_head(at: Circumstances) -> Sql:
    """The head of the organisation is known in Kazakh or in Russian."""
    member = _table("membership")
    heads = [_of_its_organisation(member, "organisation_id", one) for one in ("head_kk", "head_ru")]
    return _yes(func.coalesce(*(func.nullif(_text(one), "") for one in heads)).is_not(None))


# Goals, fields of specialisation, infrastructure


def goal_is_set(at: Circumstances) -> Sql:
    """Has a numeric target and a year inside its horizon, from the base year or from this one."""
    goal = _table("goal")
    ahead = goal.c.target_year - func.coalesce(goal.c.base_year, at.today.year)
    inside = or_(
        *((goal.c.horizon == name) & ahead.between(*years) for name, years in YEARS_OF.items())
    )
    return _yes(goal.c.target_value.is_not(None) & inside)


def field_codes(at: Circumstances) -> Sql:
    """How many specialities of the classifier a field of specialisation has."""
    field, code = _table("specialisation"), _table("specialisation_code")
    return _alone(
        select(func.count()).where(
            code.c.specialisation_id == field.c.id, code.c.deleted_at.is_(None)
        ),
        field,
    )


def code_taught(at: Circumstances) -> Sql:
    """Taught by a college that takes part today, or by a group of our own college."""
    code, group = _table("specialisation_code"), _table("study_group")
    member, organisation = _table("membership"), _table("organisation")
    by_member = exists(
        select(member.c.row)
        .join(organisation, organisation.c.id == member.c.organisation_id)
        .where(
            member.c.organisation_id == code.c.college_taught_id,
            member.c.deleted_at.is_(None),
            organisation.c.kind == "college",
            member_belongs(at),
        )
    ).correlate(code)
    by_us = exists(
        select(group.c.row).where(
            group.c.speciality_id == code.c.speciality_id, group.c.deleted_at.is_(None)
        )
    ).correlate(code)
    return _yes(or_(by_member, by_us))


def owner_kind(at: Circumstances) -> Sql:
    """Kind of the organisation that owns an object of the material base."""
    return type_coerce(_of_its_organisation(_table("infrastructure"), "owner_id", "kind"), String)


# Council


def serves(at: Circumstances) -> Sql:
    return _yes(_runs(_table("council_member"), "starts", "ends", at))


def present(at: Circumstances) -> Sql:
    meeting, attendance = _table("meeting"), _table("meeting_attendance")
    return _alone(
        select(func.count()).where(
            attendance.c.meeting_id == meeting.c.id,
            attendance.c.deleted_at.is_(None),
            attendance.c.present.is_(True),
        ),
        meeting,
    )


def decided(at: Circumstances) -> Sql:
    meeting, item, decision = _table("meeting"), _table("agenda_item"), _table("decision")
    return _alone(
        select(func.count())
        .select_from(decision.join(item, item.c.id == decision.c.agenda_item_id))
        .where(
            item.c.meeting_id == meeting.c.id,
            item.c.deleted_at.is_(None),
            decision.c.deleted_at.is_(None),
            decision.c.adopted.is_(True),
        ),
        meeting,
    )


def decision_now(at: Circumstances) -> Sql:
    """Overdue by the day; what was done after the day was still to be done."""
    decision = _table("decision")
    later = (decision.c.state == "done") & (_text(decision.c.done_on) > _today(at))
    going = _yes(decision.c.state.in_(OPEN_DECISION) | later)
    late = going & (_text(decision.c.due) < _today(at))
    return case((late, "overdue"), (going & later, "in_progress"), else_=decision.c.state)


# Plan and risks


def _done_later(at: Circumstances) -> Sql:
    plan = _table("plan_item")
    return _yes((plan.c.state == "done") & (_text(plan.c.done_on) > _today(at)))


def plan_now(at: Circumstances) -> Sql:
    """Overdue and due soon by the day; the typed state otherwise.

    What was done after the day was still under way on it.
    """
    plan = _table("plan_item")
    going = plan.c.state.in_(OPEN_PLAN) | _done_later(at)
    soon = func.date(literal(_today(at)), "+30 days", type_=String)
    return case(
        (going & (_text(plan.c.due) < _today(at)), "overdue"),
        (going & (_text(plan.c.due) <= soon), "soon"),
        (_done_later(at), "in_progress"),
        else_=plan.c.state,
    )


def plan_done(at: Circumstances) -> Sql:
    """Done by the day; what is done without a day counts as done."""
    return _yes((_table("plan_item").c.state == "done") & ~_done_later(at))


def plan_year(at: Circumstances) -> Sql:
    """The typed year of the plan, else that of the term."""
    plan = _table("plan_item")
    day = func.coalesce(_text(plan.c.due), _text(plan.c.starts))
    return type_coerce(func.coalesce(plan.c.year, cast(func.substr(day, 1, 4), Integer)), Integer)


def plan_days_left(at: Circumstances) -> Sql:
    plan = _table("plan_item")
    days = func.julianday(_text(plan.c.due)) - func.julianday(_today(at))
    return case((plan.c.state.in_(OPEN_PLAN), cast(days, Integer)), else_=None)


def risk_level(at: Circumstances) -> Sql:
    risk = _table("risk")
    weight = risk.c.probability * risk.c.impact
    return case((weight >= HIGH_RISK, "high"), (weight >= MEDIUM_RISK, "medium"), else_="low")


# Finance


def _since(day: Sql, year: Sql, month_and_day: str) -> Sql:
    """A day; where nobody wrote it, a day of the year."""
    return type_coerce(func.coalesce(_text(day), func.printf(f"%04d-{month_and_day}", year)), Date)


def finance_since(at: Circumstances) -> Sql:
    """From when the money counts as attracted: received, else the first day of its year."""
    line = _table("finance_line")
    return _since(line.c.received_on, line.c.year, "01-01")


def admission_since(at: Circumstances) -> Sql:
    """From when the admission counts: the order, else the first day of the academic year."""
    line = _table("admission")
    return _since(line.c.admitted_on, line.c.year, "09-01")


def output_since(at: Circumstances) -> Sql:
    """The last day of the period: its volume is known from then on."""
    line = _table("output_volume")
    ends = case({"1": "03-31", "2": "06-30", "3": "09-30"}, value=line.c.period, else_="12-31")
    return type_coerce(func.printf("%04d-%s", line.c.year, ends), Date)


def fund_balance(at: Circumstances) -> Sql:
    """Income less spending up to today, in tenge."""
    fund, entry = _table("fund"), _table("fund_entry")
    signed = case((entry.c.direction == "income", 1), else_=-1) * type_coerce(
        entry.c.amount, Integer
    )
    total = _alone(
        select(func.coalesce(func.sum(signed), 0)).where(
            entry.c.fund_id == fund.c.id,
            entry.c.deleted_at.is_(None),
            _text(entry.c.entered_on) <= _today(at),
        ),
        fund,
    )
    return type_coerce(total, Tenge())


# Indicators


def quarter_to_close(at: Circumstances) -> Sql:
    """A plan or fact of a quarter that is over and that nobody has closed."""
    value, period = _table("kpi_value"), _table("kpi_period")
    ends = case({"1": "03-31", "2": "06-30", "3": "09-30"}, value=value.c.period, else_="12-31")
    closed = exists(
        select(period.c.row).where(
            period.c.year == value.c.year,
            period.c.period == value.c.period,
            period.c.closed.is_(True),
            period.c.deleted_at.is_(None),
        )
    ).correlate(value)
    over = func.printf("%04d-%s", value.c.year, ends, type_=String) < _today(at)
    known = value.c.plan.is_not(None) | value.c.fact.is_not(None)
    return _yes((value.c.period != "year") & over & known & ~closed)


# Surveys


def survey_answers(at: Circumstances) -> Sql:
    survey, sheet = _table("survey"), _table("survey_sheet")
    return _alone(
        select(func.count()).where(
            sheet.c.survey_id == survey.c.id,
            sheet.c.deleted_at.is_(None),
            or_(sheet.c.answered_on.is_(None), _text(sheet.c.answered_on) <= _today(at)),
        ),
        survey,
    )


def survey_satisfaction(at: Circumstances) -> Sql:
    """Mean of all points as a share of the most points, in percent to a hundredth; else null."""
    survey, sheet = _table("survey"), _table("survey_sheet")
    mark, question = _table("survey_mark"), _table("survey_question")
    mean = _alone(
        select(func.avg(mark.c.points) * 10_000.0)
        .select_from(
            mark.join(sheet, sheet.c.id == mark.c.sheet_id).join(
                question, question.c.id == mark.c.question_id
            )
        )
        .where(
            sheet.c.survey_id == survey.c.id,
            mark.c.deleted_at.is_(None),
            sheet.c.deleted_at.is_(None),
            question.c.deleted_at.is_(None),
            or_(sheet.c.answered_on.is_(None), _text(sheet.c.answered_on) <= _today(at)),
        ),
        survey,
    )
    return type_coerce(cast(func.round(mean / survey.c.points), Integer), Tenge())


def _of_survey(wanted: Sql) -> Sql:
    survey, sheet = _table("survey"), _table("survey_sheet")
    return _alone(select(wanted).where(survey.c.id == sheet.c.survey_id), sheet)


def sheet_audience(at: Circumstances) -> Sql:
    """Who was asked."""
    return type_coerce(_of_survey(_table("survey").c.audience), String)


def sheet_day(at: Circumstances) -> Sql:
    """When it was answered; else the last, else the first day of the survey."""
    survey, sheet = _table("survey"), _table("survey_sheet")
    of_survey = func.coalesce(_text(survey.c.ends), _text(survey.c.starts))
    return type_coerce(func.coalesce(_text(sheet.c.answered_on), _of_survey(of_survey)), Date)


def sheet_satisfaction(at: Circumstances) -> Sql:
    """Mean of its points as a share of the most points, in percent to a hundredth; else null."""
    sheet, mark, question = _table("survey_sheet"), _table("survey_mark"), _table("survey_question")
    mean = _alone(
        select(func.avg(mark.c.points) * 10_000.0)
        .select_from(mark.join(question, question.c.id == mark.c.question_id))
        .where(
            mark.c.sheet_id == sheet.c.id,
            mark.c.deleted_at.is_(None),
            question.c.deleted_at.is_(None),
        ),
        sheet,
    )
    most = _of_survey(_table("survey").c.points)
    return type_coerce(cast(func.round(mean / most), Integer), Tenge())


# Teachers


def internship_next(at: Circumstances) -> Sql:
    done = _table("teacher_internship")
    later = func.date(_text(done.c.ends), f"+{INTERNSHIP_YEARS} years", "floor")
    return type_coerce(later, Date)


# Labour market


def request_needed(at: Circumstances) -> Sql:
    request, need = _table("labour_request"), _table("labour_need")
    return _alone(
        select(func.coalesce(func.sum(need.c.persons), 0)).where(
            need.c.request_id == request.c.id, need.c.deleted_at.is_(None)
        ),
        request,
    )


def request_matched(at: Circumstances) -> Sql:
    """Persons offered to the request and not refused."""
    request, match = _table("labour_request"), _table("request_match")
    return _alone(
        select(func.coalesce(func.sum(match.c.persons), 0)).where(
            match.c.request_id == request.c.id,
            match.c.deleted_at.is_(None),
            match.c.state != "refused",
        ),
        request,
    )


def need_speciality(at: Circumstances) -> Sql:
    need, request = _table("labour_need"), _table("labour_request")
    return type_coerce(
        _alone(select(request.c.speciality_id).where(request.c.id == need.c.request_id), need),
        IdBytes(),
    )
