"""Dates: shown, written officially in Kazakh, Russian and English, and read as typed."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from cluster_desktop.errors import Bug

# Vowel harmony and consonant rules leave no formula for the Kazakh cases: the table is the rule.
# nominative, from, to, on, dated; Russian genitive, Russian nominative.
_MONTH_TABLE = """
қаңтар қаңтардан қаңтарға қаңтарда қаңтардағы января январь
ақпан ақпаннан ақпанға ақпанда ақпандағы февраля февраль
наурыз наурыздан наурызға наурызда наурыздағы марта март
сәуір сәуірден сәуірге сәуірде сәуірдегі апреля апрель
мамыр мамырдан мамырға мамырда мамырдағы мая май
маусым маусымнан маусымға маусымда маусымдағы июня июнь
шілде шілдеден шілдеге шілдеде шілдедегі июля июль
тамыз тамыздан тамызға тамызда тамыздағы августа август
қыркүйек қыркүйектен қыркүйекке қыркүйекте қыркүйектегі сентября сентябрь
қазан қазаннан қазанға қазанда қазандағы октября октябрь
қараша қарашадан қарашаға қарашада қарашадағы ноября ноябрь
желтоқсан желтоқсаннан желтоқсанға желтоқсанда желтоқсандағы декабря декабрь
"""
_MONTH_ROWS = [row.split() for row in _MONTH_TABLE.strip().splitlines()]
_KK_CASES = {"from": 1, "to": 2, "on": 3, "dated": 4}
_RU_GENITIVE, _RU_NOMINATIVE = 5, 6
_MONTHS = {name: month for month, row in enumerate(_MONTH_ROWS, start=1) for name in row}


def format_date(day: date | None) -> str:
    """dd.MM.yyyy in every language; an empty text for no date."""
    # strftime("%Y") does not pad years before 1000 on every system.
    return "" if day is None else f"{day.day:02}.{day.month:02}.{day.year:04}"


def format_moment(moment: datetime, zone: tzinfo | None = None) -> str:
    """dd.MM.yyyy HH:MM in the zone of this computer; the moment is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    local = aware.astimezone(zone)
    return f"{format_date(local.date())} {local.hour:02}:{local.minute:02}"


def official_date(day: date, lang: str) -> str:
    """«2026 жылғы 1 сәуір», «1 апреля 2026 года», "1 April 2026".

    Babel's long kk form, «2026 ж. 1 сәуір», is not the official one.
    """
    if lang == "kk":
        return f"{day.year} жылғы {day.day} {_MONTH_ROWS[day.month - 1][0]}"
    if lang == "ru":
        return f"{day.day} {_MONTH_ROWS[day.month - 1][_RU_GENITIVE]} {day.year} года"
    if lang == "en":
        # The standard library's names follow the system's locale only after setlocale().
        return f"{day.day} {calendar.month_name[day.month]} {day.year}"
    raise Bug(f"unknown language {lang!r}")


def month_title(year: int, month: int, lang: str) -> str:
    """A month as the heading of a sheet: «қараша 2026», «ноябрь 2026», "November 2026"."""
    if lang == "en":
        return f"{calendar.month_name[month]} {year}"
    return f"{_MONTH_ROWS[month - 1][0 if lang == 'kk' else _RU_NOMINATIVE]} {year}"


def official_date_case(day: date, lang: str, case: str) -> str:
    """The official date in a phrase: case "from", "to", "on" or "dated" (-дағы).

    Only Kazakh changes the month; in ru and en the words around the date do that work.
    """
    if case not in _KK_CASES:
        raise Bug(f"unknown case {case!r}")
    if lang != "kk":
        return official_date(day, lang)
    return f"{day.year} жылғы {day.day} {_MONTH_ROWS[day.month - 1][_KK_CASES[case]]}"


def add_months(day: date, months: int) -> date:
    """The same day `months` later (or earlier); the last of the month where it has no such day.

    Beyond the calendar the first or last day there is: a typing slip of 10 000 months must not
    break the list it stands in.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_UNITS = {
    **dict.fromkeys(("жыл", "год", "года", "лет", "г", "year", "years"), 12),
    **dict.fromkeys(("ай", "мес", "месяц", "месяца", "месяцев", "month", "months"), 1),
}
_DAYS = ("күн", "день", "дня", "дней", "дн", "day", "days")
_SPAN = re.compile(r"\+?\s*([0-9]{1,4})\s*([^\W\d_]+)\.?")
_SHIFT = re.compile(r"([+\-−])\s*([0-9]{1,5})")
_PARTS = re.compile(r"([0-9]{1,2})[./,\-\s]([0-9]{1,2})(?:[./,\-\s]([0-9]{4}|[0-9]{2}))?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_RUN = re.compile(r"[0-9]+")
_KK_WORDS = re.compile(r"([0-9]{4})\s*(?:жылғы|жылдың|ж)?\s+([0-9]{1,2})\s+([^\W\d_]+)")
_RU_WORDS = re.compile(r"([0-9]{1,2})\s+([^\W\d_]+)\s+([0-9]{4})")
_YEAR_WORD = re.compile(r"(?<=[0-9])\s*(?:жыл|ж|года|год|г)\.?$")


def parse_date(text: str, today: date) -> date:
    """The day meant by what was typed; `today` is the day that relative forms count from.

    "5" → 5th of this month; "0512", "5.12" → this year; "051226", "5.12.26", "05.12.2026",
    "2026-12-05"; "+30" days; "1 год", "1 жыл", "6 мес" later than `today` (pass another date
    to count from it); «2026 жылғы 5 желтоқсан», «5 декабря 2026 года». Raises ValueError.
    """
    typed = re.sub(r"[\s«»\"“”]+", " ", text.casefold()).strip()
    for read in (_relative, _digits, _numeric, _in_words):
        day = read(typed, today)
        if day is not None:
            return day
    raise ValueError(f"not a date: {text!r}")


def _relative(typed: str, today: date) -> date | None:
    if shift := _SHIFT.fullmatch(typed):
        days = int(shift[2])
        return _moved(today, days if shift[1] == "+" else -days)
    span = _SPAN.fullmatch(typed)
    if span is None:
        return None
    if span[2] in _DAYS:
        return _moved(today, int(span[1]))
    return add_months(today, int(span[1]) * _UNITS[span[2]]) if span[2] in _UNITS else None


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as why:
        raise ValueError("the date is out of range") from why


def _digits(typed: str, today: date) -> date | None:
    if not _RUN.fullmatch(typed):
        return None
    if len(typed) <= 2:
        return date(today.year, today.month, int(typed))
    if len(typed) not in (4, 6, 8):
        return None  # "512" may be the 5th of December or the 51st of February
    year = _year(typed[4:], today) if len(typed) > 4 else today.year
    return date(year, int(typed[2:4]), int(typed[:2]))


def _numeric(typed: str, today: date) -> date | None:
    if iso := _ISO.fullmatch(typed):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    typed = _YEAR_WORD.sub("", typed).rstrip(".")
    if parts := _PARTS.fullmatch(typed):
        year = _year(parts[3], today) if parts[3] else today.year
        return date(year, int(parts[2]), int(parts[1]))
    return None


def _in_words(typed: str, today: date) -> date | None:
    del today
    typed = re.sub(r"(?<=ж)\.", "", typed)
    if kk := _KK_WORDS.fullmatch(typed):
        return date(int(kk[1]), _month(kk[3]), int(kk[2]))
    if ru := _RU_WORDS.fullmatch(_YEAR_WORD.sub("", typed)):
        return date(int(ru[3]), _month(ru[2]), int(ru[1]))
    return None


def _month(name: str) -> int:
    if name not in _MONTHS:
        raise ValueError(f"not a month: {name!r}")
    return _MONTHS[name]


def _year(digits: str, today: date) -> int:
    """Two digits mean the nearest century: contracts reach 30 years ahead, births go back."""
    if len(digits) == 4:
        return int(digits)
    year = today.year - today.year % 100 + int(digits)
    return year - 100 if year > today.year + 30 else year
