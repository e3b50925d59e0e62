"""Dates and terms as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.excel.days import (
    OPEN,
    Term,
    end_after,
    find_days,
    month_of,
    read_day,
    read_term,
)
from cluster_desktop.i18n import format_date, official_date

FIRST = date(2025, 9, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "01.09.2025",
        "1.9.25",
        "01/09/2025",
        "1/9/2025",
        "01.09.2025ж.",
        "01.09.2025 г.",
        "01.09.2025г",
        "01-09-2025",
        "2025-09-01",
        "2025-09-01 00:00:00",
        "2025 ж. 1 қыркүйек",
        "2025 жылғы 1 қыркүйек",
        "2025 жылдың 1 қыркүйегі",
        "2025 жылдың 1-қыркүйегі",
        "2025 жылғы «01» қыркүйек",
        "2025 жылғы 1 қыркүйектегі",
        "2025 жылғы 1 кыркуйек",
        "1 сентября 2025 г.",
        "«1» сентября 2025 года",
        "1 қыркүйек 2025 ж.",
        "от 01.09.2025",
        "до 01.09.2025 г.",
        "01.09.2025 дейін",
        "1 сент. 2025",
        "  01.09.2025 ",
        FIRST,
    ],
)
def test_a_date_is_read_in_every_form(typed: object) -> None:
    assert read_day(typed) == (FIRST, ())


@pytest.mark.parametrize(
    ("typed", "code", "suggestion"),
    [
        ("30.02.2009", "impossible_date", "02.03.2009"),
        ("31.09.2025", "impossible_date", "01.10.2025"),
        ("09.25.2025", "impossible_date", "25.09.2025"),
        ("00.01.2025", "impossible_date", None),
        ("29.02.2025", "impossible_date", "01.03.2025"),
        ("2025", "not_a_date", None),
        ("қыркүйек 2025", "not_a_date", None),
        ("01.09.20255", "not_a_date", None),
        ("01.09", "not_a_date", None),
        ("скоро", "not_a_date", None),
        ("01.09.2025, 05.09.2025", "several_dates", "01.09.2025"),
        (12, "not_a_date", None),
        (True, "not_a_date", None),
        (date(1900, 1, 1), "year_out_of_reach", None),
        ("01.09.1825", "year_out_of_reach", None),
        ("31.12.9999", "year_out_of_reach", None),
        (date(2300, 12, 31), "year_out_of_reach", None),
    ],
)
def test_what_is_no_date_is_an_error_with_a_reason(
    typed: object, code: str, suggestion: str | None
) -> None:
    day, findings = read_day(typed)

    assert day is None
    assert [(f.severity, f.code, f.suggestion) for f in findings] == [("error", code, suggestion)]


def test_a_count_of_days_is_a_date_and_is_said() -> None:
    day, findings = read_day(45901)

    assert day == FIRST
    assert [(f.severity, f.code) for f in findings] == [("repaired", "date_from_number")]
    assert "01.09.2025" in findings[0].message


@pytest.mark.parametrize("typed", ["–", "-", "белгісіз", "неизвестно", "нет"])
def test_an_unknown_date_is_nothing(typed: str) -> None:
    assert read_day(typed) == (None, ())


def test_words_beside_a_date_are_not_lost_in_silence() -> None:
    day, findings = read_day("01.09.2025 (расторгнут)")

    assert day == FIRST
    assert [(f.severity, f.code) for f in findings] == [("warning", "text_beside_date")]
    assert "расторгнут" in findings[0].message


@pytest.mark.parametrize(
    "typed",
    [
        "бессрочно",
        "Бессрочный",
        "мерзімсіз",
        "мерзімсіз / бессрочно",
        "МЕРЗІМСІЗ",
        "без срока",
        "не ограничен",
        "безсрочно",
        "мерзiмсiз",
    ],
)
def test_no_end_is_understood(typed: str) -> None:
    assert read_term(typed) == (Term(until=OPEN), ())


@pytest.mark.parametrize(
    ("typed", "until", "starts"),
    [
        ("2024-2027 гг.", date(2027, 12, 31), date(2024, 1, 1)),
        ("2025-2026 оқу жылы", date(2026, 8, 31), FIRST),
        ("2025-2026 уч. год", date(2026, 8, 31), FIRST),
        ("2025/26 оқу жылы", date(2026, 8, 31), FIRST),
    ],
)
def test_spans_of_years_end_somewhere_and_say_where(typed: str, until: date, starts: date) -> None:
    term, findings = read_term(typed)

    assert (term.until, term.starts) == (until, starts)
    assert [(f.severity, f.code) for f in findings] == [("warning", "term_counted")]


@pytest.mark.parametrize(
    ("typed", "months"),
    [("3 года", 36), ("3 жыл", 36), ("1 год", 12), ("5 лет", 60), ("на 2 года", 24), ("6 ай", 6)],
)
def test_a_length_is_a_term(typed: str, months: int) -> None:
    assert read_term(typed) == (Term(months=months), ())


def test_from_and_until_in_one_cell() -> None:
    term, findings = read_term("01.09.2025 – 31.08.2026")

    assert (term.starts, term.until, findings) == (FIRST, date(2026, 8, 31), ())


def test_a_span_that_runs_backwards_is_no_term() -> None:
    term, findings = read_term("31.08.2026 - 01.09.2025")

    assert term == Term()
    assert [f.severity for f in findings] == ["error"]


def test_an_end_and_no_end_at_once_are_asked() -> None:
    term, findings = read_term("бессрочно, до 31.12.2027")

    assert term == Term()
    assert [f.code for f in findings] == ["term_unclear"]


def test_three_years_end_a_day_before() -> None:
    assert end_after(FIRST, 36) == date(2028, 8, 31)
    assert end_after(date(2024, 2, 29), 12) == date(2025, 2, 27)


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("қаңтар", 1),
        ("ҚАРАША", 11),
        ("мая", 5),
        ("мамыр", 5),
        ("марта", 3),
        ("июля", 7),
        ("ет", None),
    ],
)
def test_months_are_known_in_both_languages(word: str, month: int | None) -> None:
    assert month_of(word) == month


DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_what_we_write_we_read_back(day: date) -> None:
    written = [
        format_date(day),
        day.isoformat(),
        official_date(day, "kk"),
        official_date(day, "ru"),
    ]

    assert [read_day(text)[0] for text in written] == [day] * 4


@given(DAYS, st.integers(0, 9), st.sampled_from("0123456789.- xжг/"))
def test_a_damaged_date_is_itself_or_reported_or_another_date_that_stands_there(
    day: date, place: int, sign: str
) -> None:
    text = format_date(day)
    damaged = text[:place] + sign + text[place + 1 :]

    read, findings = read_day(damaged)

    # A silent value must be spelled out by the text: its digits are the cell's digits.
    silent = read is not None and not findings
    digits = "".join(c for c in damaged if c.isdigit())
    spelled = [f"{read:%d%m%Y}", f"{read.day}{read.month}{read:%Y}"] if read else []
    spelled += [f"{read:%d}{read.month}{read:%Y}", f"{read.day}{read:%m}{read:%Y}"] if read else []
    spelled += (
        [f"{read:%d%m%y}", f"{read.day}{read:%m%y}", f"{read:%d}{read.month}{read:%y}"]
        if read
        else []
    )
    assert not silent or digits in spelled or digits in [s.lstrip("0") for s in spelled]


@given(st.text(max_size=60))
def test_no_text_breaks_the_search_for_dates(text: str) -> None:
    found = find_days(text)

    assert all(0 <= each.start < each.end <= len(text) for each in found)
    read_term(text)


def test_a_year_out_of_reach_names_the_limit() -> None:
    _day, findings = read_day("31.12.2300")

    assert "1950" in findings[0].message
    assert "2100" in findings[0].message
