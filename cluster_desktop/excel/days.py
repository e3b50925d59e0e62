"""Dates, terms and contract cells as people type them in Kazakh and Russian registers.

Everything here is pure. A text is never half understood in silence: what is left over beside a
date is reported, an impossible day is an error with a suggestion, two contracts in one cell wait
for a person (docs: akimat forms, section 2).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cluster_desktop.i18n import _, add_months, fold, format_date
from cluster_desktop.rules.findings import Finding

OPEN = "open"
YEARS = range(1950, 2101)
_SERIALS = range(18264, 73416)  # 01.01.1950 … 31.12.2100 as Excel counts days
_EXCEL_ZERO = date(1899, 12, 30)

_STEMS = tuple(
    (fold(stem), month)
    for month, stems in enumerate(
        (
            "қаңтар|январ",
            "ақпан|феврал",
            "наурыз|март",
            "сәуір|апрел",
            "мамыр",
            "маусым|июн",
            "шілде|июл",
            "тамыз|август",
            "қыркүйе|сентябр",
            "қазан|октябр",
            "қараша|ноябр",
            "желтоқсан|декабр",
        ),
        start=1,
    )
    for stem in stems.split("|")
)
_SHORT_MONTHS = {
    **dict.fromkeys(("май", "мая", "мае"), 5),
    **{short: number for number, short in enumerate(["янв", "фев", "мар", "апр"], 1)},
    **{"авг": 8, "сен": 9, "сент": 9, "окт": 10, "ноя": 11, "нояб": 11, "дек": 12},
}

_YEAR_WORD = r"(?:\s*(?:жыл[ғг]ы|жылды[ңн]|жылы|жыл|года|год|ж|г)(?![^\W\d_])\.?)?"
_NUMERIC = re.compile(
    r"(?<![\d.])(\d{1,2})\s?([./])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![./]?\d)" + _YEAR_WORD, re.I
)
_DASHED = re.compile(r"(?<!\d)(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)" + _YEAR_WORD, re.I)
_ISO = re.compile(r"(?<!\d)(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?!\d)(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?")
_FULL_YEAR = re.compile(r"\d{4}[-./]")
_WORD = re.compile(r"[^\W\d_]{3}")
_KAZAKH = re.compile(
    r"(?<!\d)(\d{4})" + _YEAR_WORD + r"\s*[«\"“]?(\d{1,2})[»\"”]?[\s-]*([^\W\d_]{3,})", re.I
)
_RUSSIAN = re.compile(
    r"(?<!\d)[«\"“]?(\d{1,2})[»\"”]?[\s-]*([^\W\d_]{3,})\.?,?\s*(\d{4})(?!\d)" + _YEAR_WORD, re.I
)

_OPEN_WORDS = re.compile(
    "|".join(fold(word) for word in ("мерзімсіз", "бессроч", "безсроч", "шектелмеген", "шектеусіз"))
    + r"|не\s*ограничен|без\s+(?:ограничения\s+)?срока"
)
_UNKNOWN_WORDS = frozenset(
    fold(word) for word in ("белгісіз", "анықталмаған", "неизвестно", "не определен", "нет", "жоқ")
)
_SPAN = re.compile(r"(?:на\s+)?(\d{1,2})\s*-?\s*(жил|год|лет|ай|мес)[а-я]*\.?")
_ACADEMIC = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4}|\d{2})\s*(?:-?ші\s+)?(?:оқу|уч)", re.I)
_YEAR_SPAN = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})\s*(?:гг|жж|ж\.\s?ж|г|ж)?[.\s]*")
_FILLERS = re.compile(
    r"(?<![^\W\d_])(?:от|до|по|с|со|г|гг|год|года|ж|жж|жыл|жылғы|жылы|дейін|бастап|күні|дата)(?![^\W\d_])"
    r"|[^\w№]+",
    re.I,
)


@dataclass(frozen=True)
class Found:
    """A date in a text; `day` is None where there is no such day, `wanted` is then a suggestion.

    `far`: there is such a day, but its year is none that a paper of ours could bear.
    """

    start: int
    end: int
    day: date | None
    wanted: date | None = None
    far: bool = False


@dataclass(frozen=True)
class Term:
    """When something ends: a day, OPEN, or months from its beginning; all may be None."""

    until: date | str | None = None
    starts: date | None = None
    months: int | None = None


def month_of(word: str) -> int | None:
    """1–12 for a month's name in any case form, None for another word."""
    folded = fold(word)
    if folded in _SHORT_MONTHS:
        return _SHORT_MONTHS[folded]
    return next((month for stem, month in _STEMS if folded.startswith(stem)), None)


def find_days(text: str) -> list[Found]:
    """Every date in the text from left to right, impossible ones included."""
    found: list[Found] = []
    for match in _NUMERIC.finditer(text):
        found.append(_found(match, match[4], match[3], match[1]))
    if "-" in text:
        for match in _DASHED.finditer(text):
            found.append(_found(match, match[3], match[2], match[1]))
    if _FULL_YEAR.search(text):
        for match in _ISO.finditer(text):
            found.append(_found(match, match[1], match[3], match[4]))
    if _WORD.search(text):
        for match in _KAZAKH.finditer(text):
            if (month := month_of(match[3])) is not None:
                found.append(_found(match, match[1], str(month), match[2]))
        for match in _RUSSIAN.finditer(text):
            if (month := month_of(match[2])) is not None:
                found.append(_found(match, match[3], str(month), match[1]))
    return _apart(found) if len(found) > 1 else found


def _found(match: re.Match[str], year: str, month: str, day: str) -> Found:
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)
    try:
        real = date(full, int(month), int(day))
    except ValueError:
        return Found(match.start(), match.end(), None, _near(full, int(month), int(day)))
    if full not in YEARS:
        return Found(match.start(), match.end(), None, far=True)
    return Found(match.start(), match.end(), real)


def _near(year: int, month: int, day: int) -> date | None:
    """What may have been meant: day and month swapped, or the days counted on from the month."""
    if year not in YEARS:
        return None
    if month > 12 and 1 <= day <= 12 and month <= 31:
        return date(year, day, month)
    if 1 <= month <= 12 and 1 <= day <= 31:
        return date(year, month, 1) + timedelta(days=day - 1)
    return None


def _apart(found: list[Found]) -> list[Found]:
    """Without overlaps; of two the longer reading counts."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: one.start)


def left_over(text: str, found: Sequence[Found]) -> str:
    """What the text says beside its dates, without the small words around dates."""
    rest, start = "", 0
    for each in found:
        rest += text[start : each.start] + " "
        start = each.end
    rest += text[start:]
    return rest.strip() if _FILLERS.sub("", rest) else ""


def read_day(cell: object) -> tuple[date | None, tuple[Finding, ...]]:
    """The date of a cell. A number is taken as Excel's count of days, and said so."""
    if isinstance(cell, date):
        if cell.year in YEARS:
            return cell, ()
        return None, (year_out_of_reach(format_date(cell)),)
    if isinstance(cell, bool):
        return None, (_no_date(str(cell)),)
    if isinstance(cell, int | float):
        return _serial(cell)
    text = str(cell).strip()
    if text.isascii() and text.isdigit() and int(text[:9]) in _SERIALS:
        return _serial(int(text))
    if fold(text) in _UNKNOWN_WORDS or not re.search(r"\w", text):
        return None, ()
    found = find_days(text)
    if not found:
        return None, (_no_date(text),)
    if len(found) > 1:
        said = _("“{value}” holds several dates. Leave one.").format(value=text)
        return None, (Finding(said, code="several_dates", suggestion=_shown(found[0].day)),)
    if found[0].far:
        return None, (year_out_of_reach(text),)
    if found[0].day is None:
        return None, (_impossible(text, found[0].wanted),)
    return found[0].day, _said_besides(left_over(text, found))


def _serial(number: float) -> tuple[date | None, tuple[Finding, ...]]:
    if number not in _SERIALS:
        return None, (_no_date(str(number)),)
    day = _EXCEL_ZERO + timedelta(days=int(number))
    said = _("The number {number} was read as the date {date}.")
    text = said.format(number=int(number), date=format_date(day))
    return day, (
        Finding(text, severity="repaired", suggestion=_shown(day), code="date_from_number"),
    )


def _no_date(value: str) -> Finding:
    said = _("“{value}” is no date. Type it like 01.09.2025.")
    return Finding(said.format(value=value), code="not_a_date")


def _impossible(value: str, wanted: date | None) -> Finding:
    said = _("There is no such day: “{value}”. Check it against the paper.")
    return Finding(said.format(value=value), suggestion=_shown(wanted), code="impossible_date")


def year_out_of_reach(value: str) -> Finding:
    """The error of a day whose year is too early or too late."""
    said = _(
        "The year of “{value}” is out of reach: it may be {first} to {last}. "
        "Check it against the paper."
    ).format(value=value, first=YEARS[0], last=YEARS[-1])
    return Finding(said, code="year_out_of_reach")


def _said_besides(rest: str) -> tuple[Finding, ...]:
    if not rest:
        return ()
    said = _("Only the date is taken; “{rest}” is left out.").format(rest=rest)
    return (Finding(said, severity="warning", code="text_beside_date"),)


def _shown(day: date | None) -> str | None:
    return format_date(day) if day else None


def read_term(cell: object) -> tuple[Term, tuple[Finding, ...]]:
    """When it ends: a date, «бессрочно», «3 года», an academic year or a span of years."""
    if not isinstance(cell, str):
        day, findings = read_day(cell)
        return Term(until=day), findings
    text = " ".join(cell.split())
    folded = fold(text)
    found = find_days(text)
    if _OPEN_WORDS.search(folded):
        if not found:
            return Term(until=OPEN), ()
        said = _("“{value}” names a date and no end at once. Leave one.").format(value=text)
        return Term(), (Finding(said, code="term_unclear"),)
    if len(found) == 2 and all(each.day for each in found):
        return _between(text, found)
    if not found and (spelled := _spelled_term(folded, text)) is not None:
        return spelled
    day, findings = read_day(text)
    return Term(until=day), findings


def _between(text: str, found: Sequence[Found]) -> tuple[Term, tuple[Finding, ...]]:
    first, last = found[0].day, found[1].day
    if first is None or last is None or last < first:
        return Term(), (_no_date(text),)
    return Term(until=last, starts=first), _said_besides(left_over(text, found))


def _spelled_term(folded: str, text: str) -> tuple[Term, tuple[Finding, ...]] | None:
    if span := _SPAN.fullmatch(folded):
        months = int(span[1]) * (1 if span[2] in {"ай", "мес"} else 12)
        return Term(months=months), ()
    academic = _ACADEMIC.match(text)
    years = academic or _YEAR_SPAN.fullmatch(text)
    if years is None:
        return None
    first = int(years[1])
    last = int(years[2]) if len(years[2]) == 4 else int(years[1][:2] + years[2])
    if first not in YEARS or last not in YEARS or last < first or (academic and last != first + 1):
        return Term(), (_no_date(text),)
    if academic:
        term = Term(until=date(last, 8, 31), starts=date(first, 9, 1))
    else:
        term = Term(until=date(last, 12, 31), starts=date(first, 1, 1))
    said = _("“{value}” was taken as the end {date}.")
    day = date(last, 8, 31) if academic else date(last, 12, 31)
    shown = said.format(value=text, date=format_date(day))
    return term, (Finding(shown, severity="warning", suggestion=_shown(day), code="term_counted"),)


def end_after(start: date, months: int) -> date:
    """The last day of a term of so many months: three years from 01.09.2025 end on 31.08.2028."""
    return add_months(start, months) - timedelta(days=1)
