"""Terms: ends, renewals, notice and states through the years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.rules.terms import (
    AgreementStage,
    AgreementState,
    Renewal,
    Terms,
    add_months,
    days_left,
    effective_until,
    notice_date,
    state,
)

SIGNED = Terms(
    AgreementStage.SIGNED,
    signed_on=date(2024, 8, 28),
    valid_from=date(2024, 8, 28),
    valid_until=date(2025, 8, 28),
)
TACIT = replace(SIGNED, renewal=Renewal.TACIT, renewal_months=12, notice_months=2)


def test_notice_for_an_agreement_that_renewed_itself_belongs_to_the_running_term() -> None:
    today = date(2026, 2, 11)
    assert effective_until(TACIT, today) == date(2026, 8, 28)
    assert notice_date(TACIT, today) == date(2026, 6, 28)
    assert state(TACIT, today) is AgreementState.IN_FORCE


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2024, 9, 1), date(2025, 8, 28)),
        (date(2025, 8, 28), date(2025, 8, 28)),
        (date(2025, 8, 29), date(2026, 8, 28)),
        (date(2030, 1, 1), date(2030, 8, 28)),
    ],
)
def test_tacit_renewal_adds_whole_terms_until_today_is_inside(today: date, until: date) -> None:
    assert effective_until(TACIT, today) == until


@pytest.mark.parametrize(
    ("given_on", "until"),
    [
        (date(2025, 6, 28), date(2025, 8, 28)),
        (date(2025, 6, 29), date(2026, 8, 28)),
        (date(2026, 6, 1), date(2026, 8, 28)),
    ],
)
def test_notice_in_time_stops_its_term_and_late_notice_the_next(
    given_on: date, until: date
) -> None:
    terms = replace(TACIT, notice_given_on=given_on)
    assert effective_until(terms, date(2029, 1, 1)) == until
    assert state(terms, date(2029, 1, 1)) is AgreementState.EXPIRED
    assert notice_date(terms, date(2025, 7, 1)) is None


def test_late_notice_is_known_to_lose_before_the_term_ends() -> None:
    terms = replace(TACIT, notice_given_on=date(2025, 7, 15))
    assert effective_until(terms, date(2025, 7, 16)) == date(2026, 8, 28)


def test_tacit_renewal_without_a_length_is_not_guessed() -> None:
    terms = replace(TACIT, renewal_months=None)
    assert effective_until(terms, date(2026, 2, 11)) == date(2025, 8, 28)
    assert state(terms, date(2026, 2, 11)) is AgreementState.EXPIRED


def test_the_last_addendum_wins_even_if_it_shortens() -> None:
    terms = replace(SIGNED, addenda_until=(date(2027, 1, 31), date(2026, 5, 31)))
    assert effective_until(terms, date(2025, 1, 1)) == date(2026, 5, 31)


def test_an_addendum_may_end_an_open_ended_agreement() -> None:
    terms = replace(SIGNED, valid_until=None, open_ended=True)
    assert effective_until(terms, date(2040, 1, 1)) is None
    assert days_left(terms, date(2040, 1, 1)) is None
    assert state(terms, date(2040, 1, 1)) is AgreementState.IN_FORCE
    ended = replace(terms, addenda_until=(date(2027, 1, 31),))
    assert effective_until(ended, date(2026, 1, 1)) == date(2027, 1, 31)


@pytest.mark.parametrize("stage", ["draft", "approval", "printed", "cancelled"])
def test_unsigned_papers_keep_their_stage_whatever_the_dates(stage: str) -> None:
    terms = replace(TACIT, stage=AgreementStage(stage))
    assert state(terms, date(2030, 1, 1)) == stage
    assert effective_until(terms, date(2030, 1, 1)) == date(2025, 8, 28)
    assert notice_date(terms, date(2025, 6, 1)) is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2024, 8, 27), AgreementState.SIGNED),
        (date(2024, 8, 28), AgreementState.IN_FORCE),
        (date(2025, 6, 28), AgreementState.IN_FORCE),
        (date(2025, 6, 29), AgreementState.EXPIRING),
        (date(2025, 8, 28), AgreementState.EXPIRING),
        (date(2025, 8, 29), AgreementState.EXPIRED),
    ],
)
def test_the_state_follows_the_dates(today: date, expected: AgreementState) -> None:
    assert state(SIGNED, today) is expected


def test_a_successor_settles_the_end() -> None:
    terms = replace(SIGNED, has_successor=True)
    assert state(terms, date(2025, 8, 1)) is AgreementState.IN_FORCE
    assert state(terms, date(2025, 8, 29)) is AgreementState.RENEWED


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 5, 30), AgreementState.IN_FORCE),
        (date(2025, 5, 31), AgreementState.TERMINATED),
        (date(2030, 1, 1), AgreementState.TERMINATED),
    ],
)
def test_termination_counts_from_its_day(today: date, expected: AgreementState) -> None:
    terms = replace(TACIT, stage=AgreementStage.TERMINATED, terminated_on=date(2025, 5, 31))
    assert state(terms, today) is expected
    assert effective_until(terms, today) == date(2025, 5, 31)
    assert notice_date(terms, today) is None


def test_termination_without_a_day_is_termination() -> None:
    terms = replace(SIGNED, stage=AgreementStage.TERMINATED)
    assert state(terms, date(2024, 9, 1)) is AgreementState.TERMINATED


@pytest.mark.parametrize(("today", "left"), [(date(2025, 8, 27), 1), (date(2025, 8, 30), -2)])
def test_days_left_are_negative_after_the_end(today: date, left: int) -> None:
    assert days_left(SIGNED, today) == left


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
        (date(2026, 1, 15), 120_000, date.max),
    ],
)
def test_months_end_on_the_last_day_there_is(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_renewal_counts_from_the_agreed_end_not_from_a_short_month() -> None:
    terms = replace(TACIT, valid_until=date(2026, 1, 31), renewal_months=1)
    assert effective_until(terms, date(2026, 3, 15)) == date(2026, 3, 31)


days = st.dates(date(1990, 1, 1), date(2080, 12, 31))
any_terms = st.builds(
    Terms,
    stage=st.sampled_from(AgreementStage),
    signed_on=st.none() | days,
    valid_from=st.none() | days,
    valid_until=st.none() | days,
    open_ended=st.booleans(),
    renewal=st.sampled_from(Renewal),
    renewal_months=st.none() | st.integers(-3, 120),
    notice_months=st.none() | st.integers(0, 24),
    notice_given_on=st.none() | days,
    terminated_on=st.none() | days,
    addenda_until=st.lists(days, max_size=3).map(tuple),
    has_successor=st.booleans(),
)


@given(any_terms, days)
def test_the_end_is_never_before_the_agreed_end_unless_terminated(
    terms: Terms, today: date
) -> None:
    agreed = terms.addenda_until[-1] if terms.addenda_until else terms.valid_until
    end = effective_until(replace(terms, terminated_on=None), today)
    assert end is None or (agreed is not None and end >= agreed)


@given(any_terms, days)
def test_while_it_renews_itself_the_end_is_not_in_the_past(terms: Terms, today: date) -> None:
    running = replace(
        terms, stage=AgreementStage.SIGNED, renewal=Renewal.TACIT, renewal_months=6,
        notice_given_on=None, terminated_on=None,
    )  # fmt: skip
    end = effective_until(running, today)
    assert end is None or end >= today
    assert state(running, today) not in {AgreementState.EXPIRED, AgreementState.EXPIRING}


@given(any_terms, days, st.integers(0, 4000))
def test_as_days_pass_the_end_never_comes_nearer(terms: Terms, today: date, later: int) -> None:
    unnoticed = replace(terms, notice_given_on=None, terminated_on=None)
    now = effective_until(unnoticed, today)
    then = effective_until(unnoticed, today + timedelta(days=later))
    assert (now is None) == (then is None)
    assert now is None or then is None or then >= now


@given(any_terms, days)
def test_notice_is_never_after_the_end(terms: Terms, today: date) -> None:
    last_day = notice_date(terms, today)
    end = effective_until(terms, today)
    assert last_day is None or (end is not None and last_day <= end)


@given(any_terms, days)
def test_expired_means_past_its_end_and_expiring_before_it(terms: Terms, today: date) -> None:
    left = days_left(terms, today)
    now = state(terms, today, warn_days=45)
    assert now is not AgreementState.EXPIRED or (left is not None and left < 0)
    assert now is not AgreementState.EXPIRING or (left is not None and 0 <= left <= 45)
