"""When forms are due, and which period follows."""

from __future__ import annotations

from datetime import date

import pytest

from cluster_desktop.rules import reporting


@pytest.mark.parametrize(
    ("period", "repeats", "following"),
    [
        ("2026-Q4", "quarterly", "2027-Q1"),
        ("2026-Q4", "yearly", "2027-Q4"),
        ("2026-12", "monthly", "2027-01"),
        ("2026-11", "quarterly", "2027-02"),
        ("31.10.2026", "monthly", "30.11.2026"),
        ("2026-10-01", "quarterly", "2027-01-01"),
        ("2026", "yearly", "2027"),
        ("2026", "quarterly", "2026"),
        ("2026-2027", "yearly", "2027-2028"),
        ("Көктем 2027", "yearly", "Көктем 2027"),
    ],
)
def test_the_period_that_follows(period: str, repeats: str, following: str) -> None:
    assert reporting.period_after(period, repeats, date(2026, 10, 1)) == following


def test_an_academic_year_follows_the_due_day() -> None:
    assert reporting.period_after("2025-2026", "quarterly", date(2026, 6, 25)) == "2026-2027"
    assert reporting.period_after("2026-2027", "quarterly", date(2026, 9, 25)) == "2026-2027"


def test_a_day_that_a_month_lacks_is_its_last() -> None:
    assert reporting.later(date(2026, 1, 31), "monthly") == date(2026, 2, 28)
    assert reporting.later(date(2028, 2, 29), "yearly") == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("form", "due", "period"),
    [
        ("F1", date(2026, 10, 1), "2026"),
        ("F1", date(2027, 7, 1), "2026"),
        ("F3", date(2026, 12, 25), "2026-2027"),
        ("F4", date(2027, 1, 1), "01.01.2027"),
        ("F8", date(2026, 10, 1), "2027"),
        ("F9", date(2027, 1, 10), "2026-Q4"),
        ("F10", date(2027, 1, 1), "2026"),
    ],
)
def test_what_a_form_due_on_a_day_tells_of(form: str, due: date, period: str) -> None:
    assert reporting.period_at(form, due) == period


def test_the_usual_set_comes_with_the_next_due_days() -> None:
    due = {one.key: reporting.next_due(one, date(2026, 11, 21)) for one in reporting.USUAL}
    assert due["F1-10"] == date(2027, 10, 1)
    assert due["F1-01"] == date(2027, 1, 1)
    assert due["F3"] == date(2026, 12, 25)
    assert reporting.next_due(reporting.USUAL[0], date(2026, 10, 1)) == date(2026, 10, 1)
