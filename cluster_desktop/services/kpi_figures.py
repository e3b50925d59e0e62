"""Indicators K01–K18 as figures of any day: each opens exactly the records it was counted from.

Meanings: checklist of the passport, section 6. Numbers of a state (students, contracts, mentors,
shares) are those of the day; numbers of what happened run from 1 January of the year to the day, as
plans are written (quarter II holds quarter I too). Records in the bin count on no day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cluster_desktop.db.entities.kpi import COUNTED
from cluster_desktop.db.entities.student import NOW
from cluster_desktop.query import Behind, Condition, Figure, Query
from cluster_desktop.services import figures, outcome_figures

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

EMPLOYED = ("employed", "self_employed")
AWAY = ("studying", "army", "childcare")  # whom the labour market could not have had
IN_FORCE = ("in_force", "expiring")
GUIDANCE = ("career", "open_day", "excursion", "job_fair")
AGREED = ("agreed", "in_use")
# Means that come from outside of the participants; the fund only hands on what it got.
ATTRACTED = (
    "republican",
    "local",
    "subsidy",
    "business",
    "grant",
    "international",
    "sponsor",
    "technical_aid",
    "other",
)
# Shown in thousand tenge; the figure itself is in tenge.
IN_THOUSANDS = frozenset({"K02", "K14"})

STUDENTS = ("full_name", "group_id", "speciality_id", "status", "enrolled_on", "left_on")
GRADUATES = ("full_name", "graduation_year", "speciality_id", "outcome_now", "outcome_employer")


def figure(office: Office, code: str, day: date) -> Figure:
    """An indicator as of a day. Raises KeyError for a code that is not counted."""
    return _MADE[code](office, code, day)


def every(office: Office, day: date) -> list[Figure]:
    """All of them, in order."""
    return [figure(office, code, day) for code in COUNTED]


def shown(code: str, value: Decimal | None) -> Decimal | None:
    """The number in the indicator's unit."""
    if value is None or code not in IN_THOUSANDS:
        return value
    return (value / 1000).quantize(figures.CENTS)


def _asked(
    entity: str, day: date, *where: Condition, columns: tuple[str, ...] = (), sort: str = ""
) -> Query:
    order = ((sort, False),) if sort else ()
    return Query(entity, where, sort=order, columns=columns, on=day)


def _is(field: str, value: object = True) -> Condition:
    return Condition(field, "is", value)


def _this_year(field: str, day: date) -> Condition:
    return Condition(field, "between", (date(day.year, 1, 1), day))


def _students(office: Office, code: str, day: date) -> Figure:
    return figures.counted(office, code, _on_roll(day))


def _on_roll(day: date, *more: Condition) -> Query:
    return _asked("student", day, _is("on_roll"), *more, columns=STUDENTS)


def _output(office: Office, code: str, day: date) -> Figure:
    query = _asked("output_volume", day, _this_year("since", day))
    return figures.summed(office, code, query, "amount")


def _satisfaction(audience: str) -> Callable[[Office, str, date], Figure]:
    def made(office: Office, code: str, day: date) -> Figure:
        columns = ("respondent", "organisation_id", "answered", "satisfaction")
        query = _asked(
            "survey_sheet",
            day,
            _is("audience", audience),
            _this_year("answered", day),
            Condition("satisfaction", "filled"),
            columns=columns,
        )
        return figures.mean(office, code, query, "satisfaction")

    return made


def _graduates(day: date, year: int, *more: Condition) -> Query:
    where = (_is("graduated"), _is("graduation_year", year), *more)
    return _asked("student", day, *where, columns=GRADUATES)


def _trained(office: Office, code: str, day: date) -> Figure:
    return figures.counted(office, code, _graduates(day, day.year))


def _innovations(office: Office, code: str, day: date) -> Figure:
    where = (_is("state", "introduced"), _this_year("introduced_on", day))
    return figures.counted(office, code, _asked("innovation_project", day, *where))


def _dual(office: Office, code: str, day: date) -> Figure:
    part = Behind(_on_roll(day, _is("dual_now")))
    return figures.share(office, code, part, Behind(_on_roll(day)))


def last_graduation(office: Office, day: date) -> int:
    """The newest year with graduates by the day; the year of the day where there are none."""
    known = office.counts_by(_asked("student", day, _is("graduated")), "graduation_year")
    return max((int(year) for year in known if year), default=day.year)


def _employed(office: Office, code: str, day: date) -> Figure:
    """By the formula of the settings, of the last graduation."""
    year = last_graduation(office, day)
    base = _graduates(day, year)
    if outcome_figures.formula_of(office) == outcome_figures.BY_AVAILABLE:
        counted = tuple(one for one in NOW if one not in AWAY)
        base = _graduates(day, year, Condition("outcome_now", "in", counted))
    part = _graduates(day, year, Condition("outcome_now", "in", EMPLOYED))
    return figures.share(office, code, Behind(part), Behind(base))


def _in_speciality(office: Office, code: str, day: date) -> Figure:
    """Of those who work."""
    work = Condition("outcome_now", "in", EMPLOYED)
    year = last_graduation(office, day)
    part = _graduates(day, year, work, _is("outcome_by_speciality"))
    return figures.share(office, code, Behind(part), Behind(_graduates(day, year, work)))


def _targeted(office: Office, code: str, day: date) -> Figure:
    """Students whose contract was made this year, of the year's admission."""
    part = Behind(_on_roll(day, _this_year("targeted_since", day)))
    return figures.share(office, code, part, Behind(_admission(day), "sum", "admitted"))


def _admission(day: date, *more: Condition) -> Query:
    return _asked("admission", day, _this_year("since", day), *more)


def _contracts(office: Office, code: str, day: date) -> Figure:
    query = _asked("agreement", day, Condition("state", "in", IN_FORCE))
    return figures.counted(office, code, query)


def _mentors(office: Office, code: str, day: date) -> Figure:
    return figures.counted(office, code, _asked("mentor", day, _is("active_now")))


def _interned(office: Office, code: str, day: date) -> Figure:
    columns = ("full_name", "position", "discipline", "interned", "internship_by")
    staff = _asked("teacher", day, _is("on_staff"), columns=columns)
    part = _asked("teacher", day, _is("on_staff"), _is("interned"), columns=columns)
    return figures.share(office, code, Behind(part), Behind(staff))


def _money(office: Office, code: str, day: date) -> Figure:
    where = (_this_year("since", day), Condition("source", "in", ATTRACTED))
    return figures.summed(office, code, _asked("finance_line", day, *where), "confirmed")


def _programmes(office: Office, code: str, day: date) -> Figure:
    where = (Condition("state", "in", AGREED), _this_year("agreed_on", day))
    return figures.counted(office, code, _asked("programme_update", day, *where))


def _plan(office: Office, code: str, day: date) -> Figure:
    """Of the items whose term has come by the day; cancelled ones count in neither."""
    due = (_this_year("due", day), Condition("state", "not", "cancelled"))
    part = _asked("plan_item", day, *due, _is("done"))
    return figures.share(office, code, Behind(part), Behind(_asked("plan_item", day, *due)))


def _guidance(office: Office, code: str, day: date) -> Figure:
    where = (Condition("kind", "in", GUIDANCE), _this_year("held_on", day))
    return figures.summed(office, code, _asked("event", day, *where), "pupils")


def _after_nine(office: Office, code: str, day: date) -> Figure:
    return figures.summed(office, code, _admission(day, _is("base", "9")), "admitted")


_MADE: Mapping[str, Callable[[Office, str, date], Figure]] = {
    "K01": _students,
    "K02": _output,
    "K03": _satisfaction("students"),
    "K04": _satisfaction("employers"),
    "K05": _trained,
    "K06": _innovations,
    "K07": _dual,
    "K08": _employed,
    "K09": _in_speciality,
    "K10": _targeted,
    "K11": _contracts,
    "K12": _mentors,
    "K13": _interned,
    "K14": _money,
    "K15": _programmes,
    "K16": _plan,
    "K17": _guidance,
    "K18": _after_nine,
}
