"""From when to when: «01.09.2025 – 30.06.2026», «09.2025-06.2026», «2025-2026 оқу жылы». Pure.

A month stands for its first or its last day; an academic year lasts from September to June, as
the orders of colleges count it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cluster_desktop.excel.cells import text_of
from cluster_desktop.excel.days import YEARS, find_days, month_of
from cluster_desktop.excel.reader import Cell
from cluster_desktop.i18n import _, fold
from cluster_desktop.rules.findings import Finding

FIRST_MONTH, LAST_MONTH = 9, 6

_MONTHS = re.compile(
    r"(\d{1,2})[./](\d{4})\s*[-–—]+\s*(\d{1,2})[./](\d{4})\s*(?:жж?|гг?)?\.?", re.I
)
_NAMED = re.compile(
    r"([^\W\d_]{3,})\s+(\d{4})\s*(?:г|ж)?\.?\s*[-–—]+\s*([^\W\d_]{3,})\s+(\d{4})\s*(?:г|ж)?\.?",
    re.I,
)
_ACADEMIC = re.compile(r"(?<!\d)(\d{4})\s*[-–—/]\s*(\d{4}|\d{2})(?!\d)", re.I)
_AS_OF = re.compile("|".join(map(fold, ("жағдай", "по состоянию", "на дату"))))


@dataclass(frozen=True)
class Span:
    """Two days, both included; None where it is not told."""

    starts: date | None = None
    ends: date | None = None


def academic_year(first: int) -> Span:
    """The study months of the year that begins in September of `first`."""
    return Span(date(first, FIRST_MONTH, 1), _last_day(first + 1, LAST_MONTH))


def named_year(text: str) -> int | None:
    """The first year of «2025-2026 оқу жылы», «2025/26 уч. г.», None where there is none."""
    for found in _ACADEMIC.finditer(text):
        first = int(found[1])
        last = int(found[2]) if len(found[2]) == 4 else int(found[1][:2] + found[2])
        if first in YEARS and last == first + 1:
            return first
    return None


def year_of(day: date) -> int:
    """The first calendar year of the academic year that a day lies in; August begins the new."""
    return day.year if day.month >= FIRST_MONTH - 1 else day.year - 1


def read_span(cell: Cell) -> tuple[Span, tuple[Finding, ...]]:
    """The span of a cell; one day alone is the beginning."""
    if isinstance(cell, date):
        return Span(cell), ()
    text = text_of(cell)
    found = find_days(text)
    days = [each.day for each in found if each.day is not None]
    if found:
        if len(days) < len(found) or len(days) > 2 or (len(days) == 2 and days[1] < days[0]):
            return Span(), (_unread(text),)
        return Span(days[0], days[1] if len(days) == 2 else None), ()
    span = _of_months(text)
    if span is None and (first := named_year(text)) is not None:
        span = academic_year(first)
    return (Span(), (_unread(text),)) if span is None else (span, ())


def _of_months(text: str) -> Span | None:
    if found := _MONTHS.fullmatch(text):
        first, last = int(found[1]), int(found[3])
    elif found := _NAMED.fullmatch(text):
        first, last = month_of(found[1]) or 0, month_of(found[3]) or 0
    else:
        return None
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    years = int(found[2]), int(found[4])
    if years[0] not in YEARS or years[1] not in YEARS or (years[1], last) < (years[0], first):
        return None
    return Span(date(years[0], first, 1), _last_day(years[1], last))


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _unread(text: str) -> Finding:
    said = _("“{value}” is no period. Type it like 01.09.2025 – 30.06.2026.")
    return Finding(said.format(value=text), code="not_a_period")


def as_of(texts: Iterable[str]) -> date | None:
    """The day that a title block speaks of: «01.01.2026 жағдай бойынша»."""
    for text in texts:
        if _AS_OF.search(fold(text)):
            for found in find_days(text):
                if found.day is not None:
                    return found.day
    return None
