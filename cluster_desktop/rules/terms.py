"""Terms of an agreement: until when it holds, when notice is due, what state it is in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cluster_desktop.i18n.dates import add_months

__all__ = [
    "AgreementStage",
    "AgreementState",
    "Renewal",
    "Terms",
    "add_months",
    "days_left",
    "effective_until",
    "notice_date",
    "renews_itself",
    "state",
]


class AgreementStage(StrEnum):
    """What people did with the paper; stored."""

    DRAFT = "draft"
    APPROVAL = "approval"
    PRINTED = "printed"
    SIGNED = "signed"
    TERMINATED = "terminated"
    CANCELLED = "cancelled"


class AgreementState(StrEnum):
    """What follows from the stage and the dates today; computed, never typed."""

    DRAFT = "draft"
    APPROVAL = "approval"
    PRINTED = "printed"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    RENEWED = "renewed"
    CANCELLED = "cancelled"


class Renewal(StrEnum):
    """Whether the agreement goes on by itself when nobody gives notice."""

    NONE = "none"
    TACIT = "tacit"


@dataclass(frozen=True)
class Terms:
    """The facts of one agreement that decide its dates."""

    stage: AgreementStage
    signed_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    open_ended: bool = False
    renewal: Renewal = Renewal.NONE
    renewal_months: int | None = None
    notice_months: int | None = None
    notice_given_on: date | None = None
    terminated_on: date | None = None
    addenda_until: tuple[date, ...] = ()
    has_successor: bool = False


_WAS_SIGNED = (AgreementStage.SIGNED, AgreementStage.TERMINATED)


def effective_until(terms: Terms, today: date) -> date | None:
    """The last day the agreement holds, as known today; None without an end.

    The newest signed addendum replaces the agreed end; tacit renewal adds whole terms until the
    end is not before today; notice in time stops it; termination ends it earlier.
    """
    end = _agreed_until(terms)
    if end is not None and renews_itself(terms):
        end = _renewed(end, terms, today)
    if terms.stage not in _WAS_SIGNED or terms.terminated_on is None:
        return end
    return terms.terminated_on if end is None else min(end, terms.terminated_on)


def notice_date(terms: Terms, today: date) -> date | None:
    """The last day to say that the agreement shall not renew itself; None where nothing renews.

    It belongs to the term that runs today, so it may have passed: then the renewal is certain.
    """
    if terms.notice_given_on or terms.terminated_on or terms.has_successor:
        return None
    end = effective_until(terms, today)
    if end is None or not renews_itself(terms):
        return None
    return _notice_for(end, terms)


def days_left(terms: Terms, today: date) -> int | None:
    """Days to the effective end: 0 on the last day, negative after it, None without an end."""
    end = effective_until(terms, today)
    return None if end is None else (end - today).days


def state(terms: Terms, today: date, *, warn_days: int = 60) -> AgreementState:
    """The state on that day.

    "Expiring" asks for a decision, so an agreement is not where the decision is made: a successor
    is there, termination is agreed for a later day, or it renews itself.
    """
    if terms.stage not in _WAS_SIGNED:
        return AgreementState(terms.stage.value)
    if _is_terminated(terms, today):
        return AgreementState.TERMINATED
    begins = terms.valid_from or terms.signed_on
    if begins is not None and begins > today:
        return AgreementState.SIGNED
    left = days_left(terms, today)
    if left is None:
        return AgreementState.IN_FORCE
    if left < 0:
        return AgreementState.RENEWED if terms.has_successor else AgreementState.EXPIRED
    is_settled = terms.has_successor or terms.terminated_on or _will_renew(terms)
    soon = left <= warn_days and not is_settled
    return AgreementState.EXPIRING if soon else AgreementState.IN_FORCE


def renews_itself(terms: Terms) -> bool:
    """Whether the papers provide for tacit renewal (notice may still have stopped it).

    Without a length the renewal is unknown, and nothing is guessed.
    """
    return (
        terms.stage in _WAS_SIGNED
        and terms.renewal is Renewal.TACIT
        and bool(terms.renewal_months and terms.renewal_months > 0)
    )


def _will_renew(terms: Terms) -> bool:
    return renews_itself(terms) and not terms.notice_given_on and not terms.terminated_on


def _is_terminated(terms: Terms, today: date) -> bool:
    """Terminated by a date to come, the agreement holds until that date."""
    if terms.terminated_on is not None:
        return terms.terminated_on <= today
    return terms.stage is AgreementStage.TERMINATED


def _agreed_until(terms: Terms) -> date | None:
    if terms.addenda_until:
        return terms.addenda_until[-1]
    return None if terms.open_ended else terms.valid_until


def _renewed(end: date, terms: Terms, today: date) -> date:
    """End of the term that runs on the last day on which anybody let it run on."""
    known = min(today, terms.terminated_on or today)
    given = terms.notice_given_on
    if given is None or given > known:
        return _term_end(end, terms, known)
    term = _term_end(end, terms, given)
    if given <= _notice_for(term, terms) or term == date.max:
        return term
    # Notice after its last day comes too late for this term and stops the next one.
    return _term_end(end, terms, term + timedelta(days=1))


def _term_end(end: date, terms: Terms, day: date) -> date:
    """The first end of a term that is not before `day`, counted from the agreed end."""
    length = terms.renewal_months or 0
    if end >= day or length <= 0:
        return end
    apart = (day.year - end.year) * 12 + day.month - end.month
    terms_passed = max(apart // length, 0)
    # Counted from the agreed end each time: 31 January renews to 28 February and to 31 March.
    while add_months(end, terms_passed * length) < day:
        terms_passed += 1
    return add_months(end, terms_passed * length)


def _notice_for(end: date, terms: Terms) -> date:
    return add_months(end, -(terms.notice_months or 0))
