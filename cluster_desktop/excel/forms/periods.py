"""Periods that forms are asked for: a day, a year of graduation, an academic year, a practice."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, fold
from cluster_desktop.query import Condition, Query, Row
from cluster_desktop.rules.practice import Span
from cluster_desktop.services import outcome_figures
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

_YEAR = re.compile(r"(\d{4})")
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.I)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_ACADEMIC = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4}|\d{2})(?:\s+.*)?")
_DATED = ("name", "starts", "ends")


@dataclass(frozen=True, slots=True)
class Period:
    """Days of an academic year or of a practice; `practice` names the one practice."""

    span: Span
    name: Pair
    code: str
    practice: UUID | None = None
    academic_year: UUID | None = None


def day_of(period: str | date | None, today: date) -> date:
    """The last day of a period: a day (01.10.2025, 2025-10-01), 2025, 2025-10, 2025-Q3; today
    for none."""
    if period is None or period == "":
        return today
    if isinstance(period, date):
        return period
    text = period.strip()
    try:
        if match := _QUARTER.fullmatch(text):
            return _end_of_month(int(match[1]), int(match[2]) * 3)
        if match := _MONTH.fullmatch(text):
            return _end_of_month(int(match[1]), int(match[2]))
        if match := _YEAR.fullmatch(text):
            return date(int(match[1]), 12, 31)
        if match := _DAY.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError as why:
        said = _("There is no period “{period}”. Type it like 2025, 2025-Q3, 2025-10, 2025-10-01.")
        raise Refusal(said.format(period=period), field="period") from why


def year_of(period: str | date | None, office: Office) -> int:
    """A year of graduation; the newest that has graduates for none."""
    if isinstance(period, date):
        return period.year
    text = (period or "").strip()
    if not text:
        known = outcome_figures.years(office)
        return known[0] if known else office.today().year
    if not _YEAR.fullmatch(text):
        said = _("“{period}” is no year of graduation. Type it like 2025.")
        raise Refusal(said.format(period=text), field="period")
    return int(text)


def period_of(period: str | date | None, office: Office) -> Period | None:
    """An academic year or a practice by its name; None for none. Raises Refusal."""
    if isinstance(period, date):
        return academic_year_at(office, period)
    text = (period or "").strip()
    if not text:
        return None
    if match := _ACADEMIC.fullmatch(text):
        first = int(match[1])
        if int(match[2][-2:]) == (first + 1) % 100:
            return _academic_year(office, first)
    folded = fold(text)
    for row in office.rows(Query("practice_period", columns=_DATED)):
        if fold(str(row["name"])) == folded:
            span = Span(row["starts"], row["ends"])
            return Period(span, Pair(str(row["name"])), str(row["name"]), practice=row.id)
    said = _("There is no practice “{period}”. Type its name as in the list, or 2025-2026.")
    raise Refusal(said.format(period=text), field="period")


def newest_with_groups(office: Office) -> Period:
    """The newest academic year that has begun and has groups; the one of today without any."""
    today = office.today()
    begun = (Condition("starts", "between", (None, today)),)
    asked = Query("academic_year", begun, sort=(("starts", True),), columns=_DATED)
    years = office.rows(asked)
    groups: Mapping[Value, int] = office.counts_by(Query("study_group"), "academic_year_id")
    for row in years:
        if groups.get(row.id):
            return _of_record(row)
    return academic_year_at(office, today)


def academic_year_at(office: Office, day: date) -> Period:
    """The academic year that the day lies in."""
    return _academic_year(office, day.year if day.month >= 9 else day.year - 1)


def _academic_year(office: Office, first: int) -> Period:
    """As it is recorded; from 1 September to 31 August where nobody has recorded it."""
    name = f"{first}-{first + 1}"
    for row in office.rows(Query("academic_year", columns=_DATED)):
        match = _ACADEMIC.fullmatch(str(row["name"]).strip())
        if match and int(match[1]) == first:
            return _of_record(row)
    return Period(Span(date(first, 9, 1), date(first + 1, 8, 31)), _called(name), name)


def _of_record(row: Row) -> Period:
    name = str(row["name"])
    span = Span(row["starts"], row["ends"])
    return Period(span, _called(name), name, academic_year=row.id)


def _called(name: str) -> Pair:
    return Pair(f"{name} оқу жылы", f"{name} учебный год")


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
