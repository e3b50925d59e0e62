"""What needs attention today, from facts and dates alone. Pure.

Nothing is "fired once": each call says what is true on that day, so that the list is right after
weeks with the computer switched off, and a line stays until somebody has dealt with it.
Only data: sentences and buttons belong to the services.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

from cluster_desktop.rules.terms import (
    AgreementStage,
    AgreementState,
    Terms,
    effective_until,
    notice_date,
    state,
)


class AlertKey(StrEnum):
    """The reasons, worst first."""

    EXPIRED = "expired"
    OBLIGATION_OVERDUE = "obligation_overdue"
    EXPIRING = "expiring"
    NOTICE = "notice"
    UNSIGNED = "unsigned"
    BACKUP = "backup"


_BAD = (AlertKey.EXPIRED, AlertKey.OBLIGATION_OVERDUE)


@dataclass(frozen=True)
class AgreementFact:
    """What the alerts need of an agreement. `acknowledged_on`: the day somebody said "leave it"."""

    id: UUID
    terms: Terms
    printed_on: date | None = None
    acknowledged_on: date | None = None


@dataclass(frozen=True)
class ObligationFact:
    """What the alerts need of an obligation."""

    id: UUID
    due: date | None
    is_done: bool


@dataclass(frozen=True)
class RaisedAlert:
    """One line: whom it concerns (worst first), and the date and days of the worst.

    `worst_days` counts from the worst date to today: positive is overdue, negative is to come;
    None where no date is known.
    """

    key: AlertKey
    severity: Literal["bad", "soon"]
    ids: tuple[UUID, ...]
    worst_date: date | None = None
    worst_days: int | None = None

    @property
    def count(self) -> int:
        """How many records the line is about."""
        return len(self.ids)


def agreements_alerts(
    facts: Sequence[AgreementFact],
    today: date,
    *,
    warn_days: int = 60,
    notice_days: int = 30,
    unsigned_days: int = 0,
) -> dict[AlertKey, RaisedAlert]:
    """The lines about agreements that are true today, worst first; a line without ids is absent.

    Expired: ended, and neither renewed nor terminated nor acknowledged. Expiring: ends within
    warn_days and will not renew itself. Notice: the last day to stop a tacit renewal is within
    notice_days. Unsigned: printed at least unsigned_days ago and not signed.
    """
    found: dict[AlertKey, list[_Dated]] = {key: [] for key in AlertKey}
    for fact in facts:
        for key, day in _reasons(fact, today, warn_days, notice_days, unsigned_days):
            found[key].append((fact.id, day))
    raised = {key: _raised(key, dated, today) for key, dated in found.items()}
    return {key: alert for key, alert in raised.items() if alert is not None}


def obligations_alert(facts: Iterable[ObligationFact], today: date) -> RaisedAlert | None:
    """The obligations whose day has passed without being done, the oldest first."""
    overdue: list[_Dated] = [
        (fact.id, fact.due)
        for fact in facts
        if not fact.is_done and fact.due is not None and fact.due < today
    ]
    return _raised(AlertKey.OBLIGATION_OVERDUE, overdue, today)


def backup_alert(last_on: date | None, today: date, *, max_days: int = 7) -> RaisedAlert | None:
    """Whether the last backup is older than max_days, or there never was one.

    A backup dated after today (the clock was set back) says nothing: it counts as none.
    """
    if last_on is not None and 0 <= (today - last_on).days <= max_days:
        return None
    days = None if last_on is None else (today - last_on).days
    return RaisedAlert(AlertKey.BACKUP, "soon", (), last_on, days)


_Dated = tuple[UUID, date | None]


def _reasons(
    fact: AgreementFact, today: date, warn_days: int, notice_days: int, unsigned_days: int
) -> list[_Reason]:
    now = state(fact.terms, today, warn_days=warn_days)
    end = effective_until(fact.terms, today)
    reasons: list[_Reason] = []
    if now is AgreementState.EXPIRED and not _is_acknowledged(fact, end):
        reasons.append((AlertKey.EXPIRED, end))
    if now is AgreementState.EXPIRING:
        reasons.append((AlertKey.EXPIRING, end))
    last_day = notice_date(fact.terms, today)
    if last_day is not None and 0 <= (last_day - today).days <= notice_days:
        reasons.append((AlertKey.NOTICE, last_day))
    printed = fact.printed_on
    waits_long = printed is None or (today - printed).days >= unsigned_days
    if fact.terms.stage is AgreementStage.PRINTED and waits_long:
        reasons.append((AlertKey.UNSIGNED, printed))
    return reasons


_Reason = tuple[AlertKey, date | None]


def _is_acknowledged(fact: AgreementFact, end: date | None) -> bool:
    """ "Leave it" said before the end was about something else: an earlier end, since prolonged."""
    return fact.acknowledged_on is not None and end is not None and fact.acknowledged_on > end


def _raised(key: AlertKey, dated: list[_Dated], today: date) -> RaisedAlert | None:
    if not dated:
        return None
    # Without a date first: nobody knows how long it has waited. The id settles equal days.
    dated = sorted(dated, key=lambda each: (each[1] or date.min, each[0].bytes))
    worst = dated[0][1]
    return RaisedAlert(
        key,
        "bad" if key in _BAD else "soon",
        tuple(id_ for id_, _day in dated),
        worst,
        None if worst is None else (today - worst).days,
    )
