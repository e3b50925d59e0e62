"""Rules of practice and dual training: what a placement goes over, hours, shares, months owed.

Pure. No number of the domain stands here: limits come from the settings (no act within reach
confirms them), so that every finding is a warning that a person may answer with a written reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from cluster_desktop.i18n import _, format_date
from cluster_desktop.rules.findings import Finding

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Codes of what of_agreement finds.
OF_AGREEMENT = ("no_agreement", "unsigned", "agreement_short")
TENTH = Decimal("0.1")
TIYN = Decimal("0.01")


@dataclass(frozen=True)
class Span:
    """Days from the first to the last, both included."""

    starts: date
    ends: date

    def holds(self, other: Span) -> bool:
        return self.starts <= other.starts and other.ends <= self.ends

    def meets(self, other: Span) -> bool:
        return self.starts <= other.ends and other.starts <= self.ends


@dataclass(frozen=True)
class SlotFacts:
    """A slot as a placement meets it: `placed` and the loads already count the new students."""

    enterprise: str
    places: int
    placed: int
    span: Span
    specialities: frozenset[str] = frozenset()
    agreement: Literal["good", "missing", "unsigned"] = "missing"
    agreement_until: date | None = None
    agreement_over: bool = False
    safety_until: date | None = None


@dataclass(frozen=True)
class MentorFacts:
    """A mentor with the students that he or she would have."""

    name: str
    load: int
    limit: int
    experience: int | None = None
    span_until: date | None = None


def of_slot(slot: SlotFacts, span: Span) -> list[Finding]:
    """What placing in that slot for those days goes over."""
    found: list[Finding] = []
    if slot.placed > slot.places:
        said = _("{who}: {placed} students for {places} places.")
        found.append(
            _warning(
                "full", said.format(who=slot.enterprise, placed=slot.placed, places=slot.places)
            )
        )
    if not slot.span.holds(span):
        said = _("{who}: the place is offered from {first} to {last}, the practice is longer.")
        found.append(
            _warning(
                "dates",
                said.format(
                    who=slot.enterprise,
                    first=format_date(slot.span.starts),
                    last=format_date(slot.span.ends),
                ),
            )
        )
    found += of_agreement(slot, span)
    if slot.safety_until is not None and slot.safety_until < span.ends:
        said = _("{who}: the safety check holds until {day}, the practice is longer.")
        found.append(
            _warning("safety", said.format(who=slot.enterprise, day=format_date(slot.safety_until)))
        )
    return found


def of_agreement(slot: SlotFacts, span: Span) -> list[Finding]:
    """An agreement in force for the whole practice (Law on Education, art. 38: by contract)."""
    if slot.agreement == "missing":
        return [_warning("no_agreement", _("{who}: no agreement.").format(who=slot.enterprise))]
    if slot.agreement == "unsigned":
        said = _("{who}: the agreement is not signed.")
        return [_warning("unsigned", said.format(who=slot.enterprise))]
    if slot.agreement_until is None or slot.agreement_until >= span.ends:
        return []
    if slot.agreement_over:
        said = _("{who}: the agreement ended on {day}.")
    else:
        said = _("{who}: the agreement ends on {day}, before the practice is over.")
    return [
        _warning(
            "agreement_short",
            said.format(who=slot.enterprise, day=format_date(slot.agreement_until)),
        )
    ]


def of_mentor(mentor: MentorFacts, span: Span, least_experience: int) -> list[Finding]:
    """Load, experience and the period of a mentor."""
    found: list[Finding] = []
    if mentor.load > mentor.limit:
        said = _("{who}: {load} students, the limit is {limit}.")
        found.append(
            _warning("load", said.format(who=mentor.name, load=mentor.load, limit=mentor.limit))
        )
    if mentor.experience is not None and mentor.experience < least_experience:
        said = _("{who}: {years} years of experience, at least {least} are asked for.")
        found.append(
            _warning(
                "experience",
                said.format(who=mentor.name, years=mentor.experience, least=least_experience),
            )
        )
    if mentor.span_until is not None and mentor.span_until < span.ends:
        said = _("{who}: mentor until {day} only, the practice is longer.")
        found.append(
            _warning(
                "mentor_until", said.format(who=mentor.name, day=format_date(mentor.span_until))
            )
        )
    return found


def of_student(
    name: str, speciality: str, slot: SlotFacts, span: Span, medical_until: date | None
) -> list[Finding]:
    """Whether the place fits the student's speciality, and the medical check holds."""
    found: list[Finding] = []
    if slot.specialities and speciality and speciality not in slot.specialities:
        said = _("{who}: {where} offers places for another speciality.")
        found.append(_warning("speciality", said.format(who=name, where=slot.enterprise)))
    if medical_until is not None and medical_until < span.ends:
        said = _("{who}: the medical check holds until {day}, the practice is longer.")
        found.append(_warning("medical", said.format(who=name, day=format_date(medical_until))))
    return found


def _warning(code: str, sentence: str) -> Finding:
    return Finding(sentence, severity="warning", code=code)


def working_days(span: Span, weekdays: Iterable[str], breaks: Sequence[Span] = ()) -> list[date]:
    """The days at the enterprise: the chosen weekdays of the span, those of breaks excluded."""
    wanted = frozenset(weekdays)
    every = (span.starts + timedelta(days=n) for n in range((span.ends - span.starts).days + 1))
    return [
        day
        for day in every
        if WEEKDAYS[day.weekday()] in wanted
        and not any(one.starts <= day <= one.ends for one in breaks)
    ]


def planned_hours(
    span: Span, weekdays: Iterable[str], hours_per_day: int, breaks: Sequence[Span] = ()
) -> int:
    """Hours at the enterprise that the schedule gives."""
    return len(working_days(span, weekdays, breaks)) * hours_per_day


def dual_share(hours_enterprise: int, base_hours: int | None) -> Decimal | None:
    """Hours at the enterprise as a share of the base, in percent to one decimal, half up.

    The base is a setting: production training and practice, or all hours of study. None where the
    plan does not name it.
    """
    if not base_hours:
        return None
    return percent(hours_enterprise, base_hours)


def percent(part: int, whole: int) -> Decimal:
    """Percent to one decimal, half up, exact: 16 of 240 is 6.7."""
    return (Decimal(part * 100) / Decimal(whole)).quantize(TENTH, ROUND_HALF_UP)


def of_share(share: Decimal | None, least: int) -> list[Finding]:
    """The share below the threshold of the settings."""
    if share is None or share >= least:
        return []
    said = _("The share at the enterprise is {share} %, at least {least} % are asked for.")
    return [_warning("share", said.format(share=str(share).replace(".", ","), least=least))]


def months_worked(starts: date, ended_on: date | None, today: date, owed: int) -> int:
    """Whole months from the start to the end of work, or to today; the last day counts.

    From 1 September to 31 August are twelve months. From nothing up to what is owed.
    """
    after = min(ended_on or today, today) + timedelta(days=1)
    whole = (after.year - starts.year) * 12 + after.month - starts.month
    if after.day < starts.day:
        whole -= 1
    return max(0, min(whole, owed))


def amount_to_return(cost: Decimal, owed: int, done: int) -> Decimal:
    """Cost × (owed − done) ÷ owed, to the tiyn, half up (Labour Code, art. 118 p. 4)."""
    return (cost * (owed - done) / owed).quantize(TIYN, ROUND_HALF_UP)
