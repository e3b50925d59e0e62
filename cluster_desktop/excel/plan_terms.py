"""Terms of a plan: «30.09.2025», «2025 жылғы қыркүйек», «2026 ж. II тоқсан», «тоқсан сайын». Pure.

Words that name a month, a quarter or a year give the first and last day they mean and are kept as
they were typed; words that name no day («белгісіз», «ай сайын») are kept alone. No word is lost.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from cluster_desktop.excel.cells import text_of
from cluster_desktop.excel.days import YEARS, find_days, left_over, month_of, read_day
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.spans import academic_year, named_year, read_span
from cluster_desktop.i18n import fold
from cluster_desktop.rules.findings import Finding

_YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMERAL = r"(?<!\w)(iv|i{1,3}|и{1,3}|ив|[1-4])(?!\d)"
_PARTS = rf"{_NUMERAL}(?:\s*[-–—,]\s*{_NUMERAL})?\s*[-–]?\s*(?:ши|шы|й|ый|ой)?\s*"
_QUARTERS = re.compile(_PARTS + r"(?:токсан|квартал|кв\b)")
_HALVES = re.compile(_PARTS + r"(?:жарты|полугод)")
_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "и": 1, "ии": 2, "иии": 3, "ив": 4}
_DASHED = re.compile(r"\d\s*(?:[гж]\.?)?\s*[-–—]\s*\d")
# What may stand beside a year that is itself the term: «2026 жыл ішінде», «в течение 2026 года».
_BESIDE_YEAR = re.compile(
    r"\d{4}|жыл\w*|год\w*|ишинде|в течение|жил\w*|бойи|[гж]г?\.?(?!\w)|[^\w]+", re.I
)


@dataclass(frozen=True)
class PlanTerm:
    """First and last day of a term, None where it names none; `words` where it is no plain day."""

    starts: date | None = None
    due: date | None = None
    words: str = ""


def read_term(cell: Cell) -> tuple[PlanTerm, tuple[Finding, ...]]:
    """The term of a cell; a finding where it names a day that does not exist."""
    if not isinstance(cell, str):
        day, findings = read_day(cell)
        return PlanTerm(due=day), findings
    text = text_of(cell)
    found = find_days(text)
    if not found:
        starts, due = _of_words(fold(text)) or (None, None)
        return PlanTerm(starts, due, text), ()
    if len(found) == 1:
        day, findings = read_day(text)
        if day is None:
            return PlanTerm(words=text), findings
        return PlanTerm(due=day, words=text if left_over(text, found) else ""), ()
    if len(found) == 2 and _DASHED.search(text):
        span, wrong = read_span(text)
        if not wrong and span.ends:
            return PlanTerm(span.starts, span.ends, text if left_over(text, found) else ""), ()
    days = [each.day for each in found if each.day is not None]
    return PlanTerm(due=max(days, default=None), words=text), ()


def _of_words(text: str) -> tuple[date, date] | None:
    if (first := named_year(text)) is not None:
        span = academic_year(first)
        return (span.starts, span.ends) if span.starts and span.ends else None
    years = {int(year) for year in _YEAR.findall(text)}
    if len(years) != 1 or (year := years.pop()) not in YEARS:
        return None
    for pattern, months in ((_QUARTERS, 3), (_HALVES, 6)):
        if said := pattern.search(text):
            first, last = _number(said[1]), _number(said[2] or said[1])
            if last * months > 12 or last < first:
                return None
            return _months(year, (first - 1) * months + 1, last * months)
    named = [month for word in _WORD.findall(text) if (month := month_of(word)) is not None]
    if named:
        return _months(year, named[0], named[-1]) if named[0] <= named[-1] else None
    return _months(year, 1, 12) if not _BESIDE_YEAR.sub("", text) else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMERALS[text]


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
