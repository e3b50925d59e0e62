"""When forms are due and for which period, by the days that offices ask them for. Pure.

Source: deadlines seen in practice: every quarter, and snapshots on 1 October (the academic year has
begun), 1 January and 1 July. Offices set others: these are proposals, each is changed in the card.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.I)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_ACADEMIC = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4})")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_BY_ACADEMIC_YEAR = ("F3", "F5", "F6")


@dataclass(frozen=True, slots=True)
class Usual:
    """A form of the usual set: due on these days (month, day) of a year, and how it repeats."""

    key: str
    form: str
    due: Sequence[tuple[int, int]]
    repeats: str


USUAL = (
    Usual("F1-10", "F1", ((10, 1),), "yearly"),
    Usual("F1-01", "F1", ((1, 1),), "yearly"),
    Usual("F1-07", "F1", ((7, 1),), "yearly"),
    Usual("F2-10", "F2", ((10, 1),), "yearly"),
    Usual("F3", "F3", ((3, 25), (6, 25), (9, 25), (12, 25)), "quarterly"),
    Usual("F4", "F4", ((1, 1), (4, 1), (7, 1), (10, 1)), "quarterly"),
    Usual("F5-10", "F5", ((10, 1),), "yearly"),
    Usual("F6-10", "F6", ((10, 1),), "yearly"),
    Usual("F7-01", "F7", ((1, 1),), "yearly"),
    Usual("F8-01", "F8", ((1, 1),), "yearly"),
    Usual("F9", "F9", ((1, 10), (4, 10), (7, 10), (10, 10)), "quarterly"),
    Usual("F10-01", "F10", ((1, 1),), "yearly"),
)


def next_due(usual: Usual, today: date) -> date:
    """The first of its days that is not over."""
    days = [date(year, *day) for year in (today.year, today.year + 1) for day in usual.due]
    return min(day for day in days if day >= today)


def period_at(form: str, due: date) -> str:
    """The period that a form due on this day tells of, as the form itself is asked for it."""
    if form in _BY_ACADEMIC_YEAR:
        return academic_year(due)
    if form in ("F1", "F2"):
        # Who graduated in summer is counted from 1 October on.
        return str(due.year if due.month >= 9 else due.year - 1)
    if form == "F9":
        before = date(due.year, due.month, 1).toordinal() - 1
        end = date.fromordinal(before)
        return f"{end.year}-Q{(end.month + 2) // 3}"
    if form == "F8":
        return str(due.year if due.month < 9 else due.year + 1)
    if form == "F10":
        return str(due.year if due.month >= 9 else due.year - 1)
    return _written(due)


def later(day: date, repeats: str) -> date:
    """The same day one month, quarter or year later; the last of a shorter month."""
    months = day.month - 1 + MONTHS[repeats]
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def period_after(period: str, repeats: str, due: date) -> str:
    """The period that follows; the same where it has no order (a practice by its name).

    `due` is the day the old one was due: years of graduation go by years only, academic years
    follow the due day.
    """
    text = period.strip()
    if match := _QUARTER.fullmatch(text):
        first = date(int(match[1]), int(match[2]) * 3 - 2, 1)
        new = later(first, repeats if repeats != "monthly" else "quarterly")
        return f"{new.year}-Q{(new.month + 2) // 3}"
    if match := _MONTH.fullmatch(text):
        new = later(date(int(match[1]), int(match[2]), 1), repeats)
        return f"{new.year}-{new.month:02}"
    if match := _DAY.fullmatch(text):
        return _written(later(date(int(match[3]), int(match[2]), int(match[1])), repeats))
    if match := _ACADEMIC.fullmatch(text):
        if text == academic_year(due):
            return academic_year(later(due, repeats))
        shift = int(repeats == "yearly")
        return f"{int(match[1]) + shift}-{int(match[2]) + shift}"
    if _YEAR.fullmatch(text) and repeats == "yearly":
        return str(int(text) + 1)
    return _shifted_day(text, repeats)


def academic_year(day: date) -> str:
    """«2026-2027» for a day of it; a new one begins in September."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}-{first + 1}"


def _shifted_day(text: str, repeats: str) -> str:
    try:
        return later(date.fromisoformat(text), repeats).isoformat()
    except ValueError:
        return text


def _written(day: date) -> str:
    return f"{day:%d.%m.%Y}"
