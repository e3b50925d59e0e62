"""What needs attention among students, placements, mentors and graduates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, add_months, format_date, ngettext
from cluster_desktop.query import Alert, Condition, Query, Ref
from cluster_desktop.rules.erasure import MARK, WORKING_DAYS, erase_by
from cluster_desktop.services import outcomes

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

PLACEMENTS = ("student_id", "organisation_id", "mentor_id", "starts", "ends", "state")
STUDENTS = ("full_name", "group_id", "speciality_id", "phone", "place")
WITHDRAWN = ("full_name", "withdrawn", "group_id", "status", "phone")
GRADUATES = ("full_name", "graduation_year", "speciality_id", "outcome_now", "outcome_due", "phone")
NO_CONTRACT = ("missing", "unsigned")


def of(office: Office) -> list[Alert | None]:
    """Lines in the order of a day's worry; None where nothing is wrong."""
    return [
        _no_mentor(office),
        _agreement_short(office),
        _no_agreement(office),
        _no_place(office),
        _overloaded(office),
        _diary(office),
        _no_status(office),
        _outcome_due(office),
        _to_erase(office),
    ]


def _placements(condition: Condition, *more: Condition, sort: str) -> Query:
    where = (condition, *more)
    return Query("placement", where, sort=((sort, False),), columns=PLACEMENTS)


def _title(value: Value) -> str:
    return value.title if isinstance(value, Ref) else str(value or "")


def _first(office: Office, query: Query, *columns: str) -> list[str]:
    row = office.rows(Query(query.entity, query.where, sort=query.sort, columns=columns), 1)[0]
    values = [row[name] for name in columns]
    return [format_date(v) if isinstance(v, date) else _title(v) for v in values]


def _no_mentor(office: Office) -> Alert | None:
    query = _placements(
        Condition("current", "is", True), Condition("mentor_id", "empty"), sort="starts"
    )
    n = office.count(query)
    if not n:
        return None
    who, where, day = _first(office, query, "student_id", "organisation_id", "starts")
    said = ngettext("place of practice without a mentor", "places of practice without a mentor", n)
    reason = _("first: {who}, {where}, from {day}").format(who=who, where=where, day=day)
    return Alert("no_mentor", "bad", n, said, reason, query, _("Assign…"), "assign_mentor")


def _agreement_short(office: Office) -> Alert | None:
    query = _placements(Condition("agreement_state", "is", "short"), sort="ends")
    n = office.count(query)
    if not n:
        return None
    where, day = _first(office, query, "organisation_id", "ends")
    said = ngettext(
        "place of practice whose agreement ends before the practice",
        "places of practice whose agreement ends before the practice",
        n,
    )
    reason = _("first: {where}, the practice ends on {day}").format(where=where, day=day)
    return Alert("agreement_short", "bad", n, said, reason, query)


def _no_agreement(office: Office) -> Alert | None:
    query = _placements(Condition("agreement_state", "in", NO_CONTRACT), sort="starts")
    n = office.count(query)
    if not n:
        return None
    where, day = _first(office, query, "organisation_id", "starts")
    said = ngettext(
        "place of practice without a signed contract",
        "places of practice without a signed contract",
        n,
    )
    reason = _("first: {where}, from {day}").format(where=where, day=day)
    return Alert("no_agreement", "soon", n, said, reason, query)


def _no_place(office: Office) -> Alert | None:
    query = Query("student", (Condition("place", "is", "none"),), columns=STUDENTS)
    n = office.count(query)
    if not n:
        return None
    who, group = _first(office, query, "full_name", "group_id")
    said = ngettext("student without a practice place", "students without a practice place", n)
    reason = _("first: {who}, {group}").format(who=who, group=group)
    return Alert("no_place", "bad", n, said, reason, query, _("Place…"), "place")


def _overloaded(office: Office) -> Alert | None:
    query = Query(
        "mentor",
        (Condition("overloaded", "is", True),),
        sort=(("load", True),),
        columns=("full_name", "organisation_id", "load", "limit", "phone"),
    )
    n = office.count(query)
    if not n:
        return None
    who, load, limit = _first(office, query, "full_name", "load", "limit")
    said = ngettext(
        "mentor has more students than the limit", "mentors have more students than the limit", n
    )
    reason = _("most: {who}, {load} of {limit}").format(who=who, load=load, limit=limit)
    return Alert("mentor_over", "soon", n, said, reason, query)


def _diary(office: Office) -> Alert | None:
    query = _placements(Condition("diary_missing", "is", True), sort="ends")
    n = office.count(query)
    if not n:
        return None
    who, day = _first(office, query, "student_id", "ends")
    said = ngettext("diary of a practice is missing", "diaries of a practice are missing", n)
    reason = _("longest: {who}, the practice ended on {day}").format(who=who, day=day)
    return Alert("diary", "soon", n, said, reason, query)


def followed_from(office: Office) -> int:
    """The first year of graduation that is still followed (setting outcomes.follow_months)."""
    months = office.whole_setting("outcomes.follow_months")
    limit = add_months(office.today(), -months)
    year = limit.year
    return year if outcomes.graduation_day(office, year) > limit else year + 1


def _no_status(office: Office) -> Alert | None:
    query = Query(
        "student",
        (
            Condition("outcome_now", "is", "unknown"),
            Condition("graduation_year", "between", (followed_from(office), None)),
            Condition("full_name", "not", MARK),  # nobody can be asked who is erased
        ),
        columns=GRADUATES,
    )
    n = office.count(query)
    if not n:
        return None
    who, year = _first(office, query, "full_name", "graduation_year")
    said = ngettext("graduate without a status", "graduates without a status", n)
    reason = _("first: {who}, {year}").format(who=who, year=year)
    return Alert("no_status", "soon", n, said, reason, query, _("Fill in"), "statuses")


def _outcome_due(office: Office) -> Alert | None:
    query = Query(
        "student",
        (Condition("outcome_due", "filled"), Condition("outcome_now", "not", "unknown")),
        columns=GRADUATES,
    )
    n = office.count(query)
    if not n:
        return None
    who, months = _first(office, query, "full_name", "outcome_due")
    said = ngettext("graduate is to be asked again", "graduates are to be asked again", n)
    reason = _("first: {who}, after {months} months").format(who=who, months=months)
    return Alert("outcome_due", "soon", n, said, reason, query, _("Fill in"), "statuses")


def _to_erase(office: Office) -> Alert | None:
    query = Query(
        "student",
        (Condition("withdrawn", "filled"),),
        sort=(("withdrawn", False),),
        columns=WITHDRAWN,
    )
    n = office.count(query)
    if not n:
        return None
    row = office.rows(query, 1)[0]
    day = erase_by(row["withdrawn"])
    said = ngettext(
        "person's data are to be erased (within {days} working days)",
        "persons' data are to be erased (within {days} working days)",
        n,
    ).format(days=WORKING_DAYS)
    reason = _("first: {who}, by {day}").format(who=row["full_name"], day=format_date(day))
    late = day < office.today()
    return Alert("to_erase", "bad" if late else "soon", n, said, reason, query)
