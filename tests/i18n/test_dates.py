"""Dates: official forms in three languages, and everything people type."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.errors import Bug
from cluster_desktop.i18n import (
    LANGUAGES,
    format_date,
    format_moment,
    official_date,
    official_date_case,
    parse_date,
    set_language,
)

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_dates_look_the_same_in_every_language(lang: str) -> None:
    set_language(lang)
    assert format_date(date(2026, 11, 3)) == "03.11.2026"
    assert format_date(None) == ""


def test_a_moment_is_shown_in_the_zone_of_the_computer() -> None:
    moment = datetime(2026, 11, 3, 21, 5, tzinfo=UTC)
    assert format_moment(moment, timezone(timedelta(hours=5))) == "04.11.2026 02:05"
    assert format_moment(moment.replace(tzinfo=None), UTC) == "03.11.2026 21:05"


@pytest.mark.parametrize(
    ("lang", "text"),
    [("kk", "2026 жылғы 1 сәуір"), ("ru", "1 апреля 2026 года"), ("en", "1 April 2026")],
)
def test_the_official_date(lang: str, text: str) -> None:
    assert official_date(date(2026, 4, 1), lang) == text


@pytest.mark.parametrize(
    ("month", "forms"),
    [
        (1, "қаңтар қаңтардан қаңтарға қаңтарда қаңтардағы"),
        (2, "ақпан ақпаннан ақпанға ақпанда ақпандағы"),
        (3, "наурыз наурыздан наурызға наурызда наурыздағы"),
        (4, "сәуір сәуірден сәуірге сәуірде сәуірдегі"),
        (5, "мамыр мамырдан мамырға мамырда мамырдағы"),
        (6, "маусым маусымнан маусымға маусымда маусымдағы"),
        (7, "шілде шілдеден шілдеге шілдеде шілдедегі"),
        (8, "тамыз тамыздан тамызға тамызда тамыздағы"),
        (9, "қыркүйек қыркүйектен қыркүйекке қыркүйекте қыркүйектегі"),
        (10, "қазан қазаннан қазанға қазанда қазандағы"),
        (11, "қараша қарашадан қарашаға қарашада қарашадағы"),
        (12, "желтоқсан желтоқсаннан желтоқсанға желтоқсанда желтоқсандағы"),
    ],
)
def test_kazakh_months_take_their_case_endings(month: int, forms: str) -> None:
    day = date(2026, month, 9)
    cases = [official_date_case(day, "kk", case) for case in ("from", "to", "on", "dated")]
    expected = [f"2026 жылғы 9 {form}" for form in forms.split()]
    assert [official_date(day, "kk"), *cases] == expected


def test_only_kazakh_has_cases_and_only_these_four() -> None:
    assert official_date_case(date(2026, 4, 1), "ru", "dated") == "1 апреля 2026 года"
    with pytest.raises(Bug):
        official_date_case(date(2026, 4, 1), "kk", "into")
    with pytest.raises(Bug):
        official_date(date(2026, 4, 1), "fr")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5", date(2026, 11, 5)),
        ("05", date(2026, 11, 5)),
        ("0512", date(2026, 12, 5)),
        ("051226", date(2026, 12, 5)),
        ("05122026", date(2026, 12, 5)),
        ("5.12", date(2026, 12, 5)),
        ("5.12.26", date(2026, 12, 5)),
        ("1.9.25", date(2025, 9, 1)),
        ("01/09/2025", date(2025, 9, 1)),
        ("01-09-2025", date(2025, 9, 1)),
        ("01 09 2025", date(2025, 9, 1)),
        ("01.09.2025ж.", date(2025, 9, 1)),
        ("01.09.2025 г.", date(2025, 9, 1)),
        ("2025-09-01", date(2025, 9, 1)),
        ("15.03.85", date(1985, 3, 15)),
        ("+30", date(2026, 12, 21)),
        ("-7", date(2026, 11, 14)),
        ("+ 1 жыл", date(2027, 11, 21)),
        ("1 год", date(2027, 11, 21)),
        ("3 жыл", date(2029, 11, 21)),
        ("2 года", date(2028, 11, 21)),
        ("6 ай", date(2027, 5, 21)),
        ("6 мес.", date(2027, 5, 21)),
        ("10 күн", date(2026, 12, 1)),
        ("2025 ж. 1 қыркүйек", date(2025, 9, 1)),
        ("2025 жылғы 1 қыркүйек", date(2025, 9, 1)),
        ("2025 жылғы «06» қаңтар", date(2025, 1, 6)),
        ("2026 жылғы 1 сәуірден", date(2026, 4, 1)),
        ("1 сентября 2025 г.", date(2025, 9, 1)),
        ("1 Сентября 2025 года", date(2025, 9, 1)),
        ("\u00a05.12\u00a0", date(2026, 12, 5)),
    ],
)
def test_what_people_type_is_a_day(typed: str, day: date) -> None:
    assert parse_date(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "", "0", "31", "512", "30.02.2026", "2025-2026", "белгісіз", "бессрочно", "1 брюмера 2025",
        "٠٥.١٢.٢٠٢٦", "5,12,1", "20261205", "05.12.026", "+99999999", "99 99", "1 мешок",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_date(typed, TODAY)


def test_the_thirty_first_exists_in_the_month_of_today_only_if_it_does() -> None:
    assert parse_date("31", date(2026, 12, 1)) == date(2026, 12, 31)


days = st.dates(date(1000, 1, 1), date(9998, 12, 31))


@given(days)
def test_every_shown_date_is_read_back(day: date) -> None:
    assert parse_date(format_date(day), TODAY) == day
    assert parse_date(official_date(day, "kk"), TODAY) == day
    assert parse_date(official_date(day, "ru"), TODAY) == day


@given(st.text(max_size=20) | st.text(alphabet="0123456789.+- годжыл", max_size=12), days)
def test_any_other_text_is_a_value_error(text: str, today: date) -> None:
    with suppress(ValueError):
        assert isinstance(parse_date(text, today), date)
