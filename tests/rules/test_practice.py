"""Hours, shares, months and amounts: worked out by hand, agreeing to the last digit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.rules.practice import (
    MentorFacts,
    SlotFacts,
    Span,
    amount_to_return,
    dual_share,
    months_worked,
    of_mentor,
    of_share,
    of_slot,
    of_student,
    percent,
    planned_hours,
    working_days,
)

SPRING = Span(date(2027, 2, 1), date(2027, 3, 28))
WEEK = ("mon", "tue", "wed", "thu", "fri")
NAURYZ = Span(date(2027, 3, 21), date(2027, 3, 25))


def test_eight_weeks_of_three_days_and_a_break() -> None:
    # 1 February 2027 is a Monday: eight Mondays, Tuesdays and Wednesdays, six hours each; the
    # break takes Monday 22, Tuesday 23 and Wednesday 24 March.
    days = ("mon", "tue", "wed")
    assert planned_hours(SPRING, days, 6) == 144
    assert planned_hours(SPRING, days, 6, [NAURYZ]) == 126
    assert dual_share(126, 216) == Decimal("58.3")
    assert dual_share(144, 216) == Decimal("66.7")


def test_a_break_on_other_days_takes_nothing() -> None:
    weekend = Span(date(2027, 3, 20), date(2027, 3, 21))
    assert planned_hours(SPRING, WEEK, 8, [weekend]) == planned_hours(SPRING, WEEK, 8) == 320


def test_the_share_is_rounded_half_up_and_compared_with_the_threshold() -> None:
    assert dual_share(1, 16) == Decimal("6.3")  # 6.25
    assert dual_share(600, 1000) == Decimal("60.0")
    assert dual_share(100, 0) is None
    assert dual_share(100, None) is None
    assert of_share(Decimal("60.0"), 60) == []
    (warning,) = of_share(Decimal("58.3"), 60)
    assert warning.severity == "warning"
    assert "58,3 %" in warning.message


@pytest.mark.parametrize(
    ("starts", "ended", "today", "months"),
    [
        (date(2023, 9, 1), date(2024, 8, 31), date(2026, 11, 21), 12),
        (date(2023, 9, 1), date(2024, 8, 30), date(2026, 11, 21), 11),
        (date(2023, 9, 1), None, date(2026, 11, 21), 36),  # owed 36, 38 have passed
        (date(2025, 9, 1), None, date(2026, 11, 21), 14),
        (date(2025, 9, 1), None, date(2025, 9, 30), 1),
        (date(2025, 9, 1), None, date(2025, 9, 29), 0),
        (date(2026, 12, 1), None, date(2026, 11, 21), 0),  # not begun
        (date(2024, 1, 31), date(2024, 2, 29), date(2026, 1, 1), 1),
    ],
)
def test_months_worked(starts: date, ended: date | None, today: date, months: int) -> None:
    assert months_worked(starts, ended, today, 36) == months


def test_the_amount_to_return() -> None:
    # 1 000 000 × (36 − 14) ÷ 36 = 611 111.111…
    assert amount_to_return(Decimal(1_000_000), 36, 14) == Decimal("611111.11")
    assert amount_to_return(Decimal("850000.50"), 24, 0) == Decimal("850000.50")
    assert amount_to_return(Decimal("0.03"), 2, 1) == Decimal("0.02")  # 0.015, half up
    assert amount_to_return(Decimal(500), 36, 36) == 0


@given(st.integers(1, 600), st.data())
def test_what_was_worked_and_what_is_returned_add_up(owed: int, data: st.DataObject) -> None:
    cost = Decimal(data.draw(st.integers(0, 10**9)))
    done = data.draw(st.integers(0, owed))
    back = amount_to_return(cost, owed, done)
    kept = amount_to_return(cost, owed, owed - done)
    assert abs(back + kept - cost) <= Decimal("0.01")


def test_percent_is_exact() -> None:
    assert percent(166, 240) == Decimal("69.2")
    assert percent(166, 195) == Decimal("85.1")


ENDS = date(2027, 3, 28)
GOOD = SlotFacts("«Темір қанат» ЖШС", 5, 5, SPRING, agreement="good", agreement_until=ENDS)


def codes(facts: SlotFacts) -> list[str]:
    return [finding.code for finding in of_slot(facts, SPRING)]


def test_what_a_slot_goes_over() -> None:
    assert codes(GOOD) == []
    over = SlotFacts("А", 5, 6, SPRING, agreement="good")
    assert codes(over) == ["full"]
    assert "6" in of_slot(over, SPRING)[0].message
    short = SlotFacts("А", 5, 1, SPRING, agreement="good", agreement_until=date(2027, 3, 27))
    assert codes(short) == ["agreement_short"]
    assert codes(SlotFacts("А", 5, 1, SPRING)) == ["no_agreement"]
    assert codes(SlotFacts("А", 5, 1, SPRING, agreement="unsigned")) == ["unsigned"]
    narrow = Span(date(2027, 2, 8), ENDS)
    assert codes(SlotFacts("А", 5, 1, narrow, agreement="good")) == ["dates"]
    unsafe = SlotFacts("А", 5, 1, SPRING, agreement="good", safety_until=date(2027, 3, 1))
    assert codes(unsafe) == ["safety"]


def test_what_a_mentor_goes_over() -> None:
    assert of_mentor(MentorFacts("Б", 5, 5, 3), SPRING, 3) == []
    over = MentorFacts("Б", 6, 5, 2, date(2027, 3, 1))
    assert [f.code for f in of_mentor(over, SPRING, 3)] == ["load", "experience", "mentor_until"]


def test_a_student_of_another_speciality_or_an_old_medical_check() -> None:
    own = SlotFacts("А", 5, 1, SPRING, frozenset({"welding"}), agreement="good")
    assert of_student("К", "welding", own, SPRING, ENDS) == []
    found = of_student("К", "cooking", own, SPRING, date(2027, 3, 1))
    assert [f.code for f in found] == ["speciality", "medical"]


@given(st.sets(st.sampled_from(WEEK)))
def test_no_hour_falls_into_a_break(days: set[str]) -> None:
    found = working_days(SPRING, days, [NAURYZ])
    assert not any(NAURYZ.starts <= day <= NAURYZ.ends for day in found)
    assert len(found) + len(working_days(NAURYZ, days)) == len(working_days(SPRING, days))
