"""Alerts follow from dates alone: right after weeks switched off, there until handled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.rules.alerts import (
    AgreementFact,
    AlertKey,
    ObligationFact,
    agreements_alerts,
    backup_alert,
    obligations_alert,
)
from cluster_desktop.rules.terms import AgreementStage, Renewal, Terms, effective_until

TODAY = date(2026, 11, 21)


def uid(number: int) -> UUID:
    return UUID(int=number)


def ends(number: int, days: int) -> AgreementFact:
    """A signed agreement that ends so many days after TODAY."""
    terms = Terms(
        AgreementStage.SIGNED,
        signed_on=date(2020, 1, 1),
        valid_until=TODAY + timedelta(days=days),
    )
    return AgreementFact(uid(number), terms)


def test_ended_agreements_stand_longest_first() -> None:
    alert = agreements_alerts([ends(1, -1), ends(2, -400), ends(3, 5)], TODAY)[AlertKey.EXPIRED]
    assert alert.ids == (uid(2), uid(1))
    assert (alert.severity, alert.worst_days, alert.count) == ("bad", 400, 2)
    assert alert.worst_date == TODAY - timedelta(days=400)


@pytest.mark.parametrize(("days", "warned"), [(0, True), (60, True), (61, False)])
def test_the_last_sixty_days_warn(days: int, warned: bool) -> None:
    assert (AlertKey.EXPIRING in agreements_alerts([ends(1, days)], TODAY)) is warned


def test_the_soonest_end_stands_first() -> None:
    alert = agreements_alerts([ends(1, 40), ends(2, 3)], TODAY)[AlertKey.EXPIRING]
    assert (alert.ids, alert.worst_days, alert.severity) == ((uid(2), uid(1)), -3, "soon")


@pytest.mark.parametrize(
    "handled",
    [
        {"has_successor": True},
        {"stage": AgreementStage.TERMINATED},
        {"stage": AgreementStage.CANCELLED},
        {"addenda_until": (TODAY + timedelta(days=400),)},
        {"renewal": Renewal.TACIT, "renewal_months": 12},
    ],
)
def test_renewing_terminating_or_prolonging_settles_an_ended_agreement(
    handled: dict[str, object],
) -> None:
    fact = ends(1, -30)
    settled = replace(fact, terms=replace(fact.terms, **handled))  # type: ignore[arg-type]
    assert agreements_alerts([fact], TODAY).keys() == {AlertKey.EXPIRED}
    assert agreements_alerts([settled], TODAY) == {}


def test_an_acknowledged_end_is_silent_but_one_acknowledged_before_a_new_end_is_not() -> None:
    said_after = replace(ends(1, -30), acknowledged_on=TODAY - timedelta(days=10))
    said_before = replace(ends(2, -30), acknowledged_on=TODAY - timedelta(days=90))
    alert = agreements_alerts([said_after, said_before], TODAY)[AlertKey.EXPIRED]
    assert alert.ids == (uid(2),)


def test_printed_papers_wait_for_their_signature_oldest_first() -> None:
    printed = Terms(AgreementStage.PRINTED)
    facts = [
        AgreementFact(uid(1), printed, printed_on=TODAY),
        AgreementFact(uid(2), printed, printed_on=TODAY - timedelta(days=20)),
        AgreementFact(uid(3), Terms(AgreementStage.DRAFT)),
        AgreementFact(uid(4), printed),
    ]
    alert = agreements_alerts(facts, TODAY)[AlertKey.UNSIGNED]
    assert (alert.ids, alert.worst_days) == ((uid(4), uid(2), uid(1)), None)
    later = agreements_alerts(facts[:3], TODAY, unsigned_days=14)[AlertKey.UNSIGNED]
    assert (later.ids, later.worst_days) == ((uid(2),), 20)


NOTICE = AgreementFact(
    uid(7),
    Terms(
        AgreementStage.SIGNED,
        valid_until=date(2025, 8, 28),
        renewal=Renewal.TACIT,
        renewal_months=12,
        notice_months=2,
    ),
)


@pytest.mark.parametrize(
    ("today", "near"),
    [
        (date(2026, 5, 28), False),
        (date(2026, 5, 29), True),
        (date(2026, 6, 28), True),
        (date(2026, 6, 29), False),
        (date(2027, 6, 1), True),
    ],
)
def test_the_last_days_to_give_notice_are_named_every_year(today: date, near: bool) -> None:
    assert (AlertKey.NOTICE in agreements_alerts([NOTICE], today)) is near


def test_notice_given_settles_the_notice() -> None:
    given_ = replace(NOTICE, terms=replace(NOTICE.terms, notice_given_on=date(2026, 6, 1)))
    assert AlertKey.NOTICE not in agreements_alerts([given_], date(2026, 6, 2))


def test_the_lines_come_worst_first() -> None:
    facts = [AgreementFact(uid(3), Terms(AgreementStage.PRINTED)), ends(2, 10), ends(1, -10)]
    keys = list(agreements_alerts(facts, TODAY))
    assert keys == [AlertKey.EXPIRED, AlertKey.EXPIRING, AlertKey.UNSIGNED]


def test_no_facts_no_lines() -> None:
    assert agreements_alerts([], TODAY) == {}
    assert obligations_alert([], TODAY) is None


def test_overdue_obligations_stand_oldest_first_and_done_ones_are_gone() -> None:
    facts = [
        ObligationFact(uid(1), TODAY - timedelta(days=1), is_done=False),
        ObligationFact(uid(2), TODAY - timedelta(days=9), is_done=False),
        ObligationFact(uid(3), TODAY - timedelta(days=9), is_done=True),
        ObligationFact(uid(4), TODAY, is_done=False),
        ObligationFact(uid(5), None, is_done=False),
    ]
    alert = obligations_alert(facts, TODAY)
    assert alert is not None
    assert (alert.ids, alert.worst_days, alert.severity) == ((uid(2), uid(1)), 9, "bad")


@pytest.mark.parametrize(
    ("last_on", "days"),
    [(TODAY - timedelta(days=8), 8), (None, None), (TODAY + timedelta(days=30), -30)],
)
def test_an_old_or_missing_backup_is_a_line(last_on: date | None, days: int | None) -> None:
    alert = backup_alert(last_on, TODAY)
    assert alert is not None
    assert alert.worst_days == days


@pytest.mark.parametrize("days", [0, 7])
def test_a_backup_of_the_last_week_is_quiet(days: int) -> None:
    assert backup_alert(TODAY - timedelta(days=days), TODAY) is None


@given(st.lists(st.integers(-900, 900), max_size=30), st.integers(0, 400))
def test_weeks_switched_off_change_nothing(ends_in: list[int], off: int) -> None:
    facts = [ends(number, days) for number, days in enumerate(ends_in, start=1)]
    back = TODAY + timedelta(days=off)
    raised = agreements_alerts(facts, back)
    expired = raised[AlertKey.EXPIRED].ids if AlertKey.EXPIRED in raised else ()
    overdue = {fact.id for fact in facts if (effective_until(fact.terms, back) or back) < back}
    assert set(expired) == overdue
    assert len(expired) == len(overdue)
