"""A proposal of places as people read it: who goes where and why, who not and why, what to win.

Sentences are made when asked for, in the language of that moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.rules.matching import (
    Facts,
    Obstacle,
    SlotFact,
    StudentFact,
    ending_checks,
    is_near,
)

# Why slots are not possible, in the order in which a sentence names them.
_ORDER = (
    *(Obstacle.FULL, Obstacle.NO_MENTOR, Obstacle.AGREEMENT_ENDS, Obstacle.AGREEMENT_LATER),
    *(Obstacle.AGREEMENT_UNSIGNED, Obstacle.AGREEMENT_MISSING, Obstacle.DATES, Obstacle.GROUP),
    *(Obstacle.SAFETY_ENDS, Obstacle.MEDICAL_ENDS),
)


@dataclass(frozen=True)
class Assignment:
    """One student in one slot; `load` are all students of the mentor, this one among them.

    `planned_before` is the place of an earlier plan that this one replaces.
    """

    student: UUID
    name: str
    slot: UUID
    organisation: UUID
    where: str
    mentor: UUID | None
    mentor_name: str
    load: int
    limit: int
    planned_before: str
    fact: StudentFact = field(repr=False)
    offer: SlotFact = field(repr=False)
    checks: tuple[Obstacle, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why this place, each a short fact: same speciality, 12 km, first wish, mentor."""
        found = [self._fits(), self._way(), self._wish(), *self._conditions(), self._mentor()]
        if self.fact.planned_slot == self.slot:
            found.append(_("as planned before"))
        elif self.planned_before:
            found.append(_("planned before: {where}").format(where=self.planned_before))
        found += [check_sentence(check, self.fact, self.offer) for check in self.checks]
        return tuple(reason for reason in found if reason)

    @property
    def sentence(self) -> str:
        """The whole in one sentence."""
        said = _("{who}: {where} ({reasons}).")
        return said.format(who=self.name, where=self.where, reasons=", ".join(self.reasons))

    def _fits(self) -> str:
        if self.offer.group is not None:
            return _("offered to the group")
        return _("same speciality") if self.offer.speciality is not None else ""

    def _way(self) -> str:
        if is_near(self.fact, self.offer):
            return _("in the home district")
        if self.offer.distance_km is None:
            return _("distance not known")
        return _("{n} km").format(n=self.offer.distance_km)

    def _wish(self) -> str:
        if not self.fact.wishes:
            return ""
        if self.organisation == self.fact.wishes[0]:
            return _("first wish")
        return _("second wish") if self.organisation in self.fact.wishes else _("not a wish")

    def _conditions(self) -> list[str]:
        if is_near(self.fact, self.offer):
            return []
        found = [_("transport is provided")] if self.offer.transport else []
        if self.fact.needs_dormitory:
            found.append(
                _("dormitory is provided") if self.offer.dormitory else _("no dormitory there")
            )
        return found

    def _mentor(self) -> str:
        if self.mentor is None:
            return _("no mentor is free")
        said = _("mentor {name}, {n} of {limit} students")
        return said.format(name=self.mentor_name, n=self.load, limit=self.limit)


@dataclass(frozen=True)
class Unplaced:
    """One student without a place, and how many slots of the speciality are not possible why.

    `planned_before` is the place of an earlier plan that is taken back.
    """

    student: UUID
    name: str
    counts: Mapping[Obstacle, int]
    speciality_known: bool
    planned_before: str = ""

    @property
    def reason(self) -> str:
        """Such as: 3 slots: 2 full, 1 agreement ends before the practice."""
        if not self.speciality_known and not self.counts:
            return _("The speciality of the student and of the group is not filled in.")
        if not self.counts:
            return _("No enterprise offers places for the speciality in this period.")
        total = sum(self.counts.values())
        said = ngettext("{n} slot: {reasons}.", "{n} slots: {reasons}.", total)
        parts = [_counted(why, self.counts[why]) for why in _ORDER if self.counts.get(why)]
        return said.format(n=total, reasons=", ".join(parts))

    @property
    def sentence(self) -> str:
        said = _("{who}: no place. {reason}").format(who=self.name, reason=self.reason)
        if not self.planned_before:
            return said
        taken = _("{said} The planned place at {where} is taken back.")
        return taken.format(said=said, where=self.planned_before)


@dataclass(frozen=True)
class Staying:
    """A placement that the proposal leaves as it is.

    Locked, placed with a written reason, sent, or further on.
    """

    placement: UUID
    student: UUID
    name: str
    where: str
    locked: bool
    planned: bool
    reason: str = ""

    @property
    def sentence(self) -> str:
        if self.locked:
            said = _("{who}: stays at {where}, the placement is locked.")
        elif self.planned and self.reason:
            said = _("{who}: stays at {where}, placed with a written reason: {reason}")
            return said.format(who=self.name, where=self.where, reason=self.reason)
        elif self.planned:
            said = _("{who}: stays at {where}, the student is not among those to place.")
        else:
            said = _("{who}: stays at {where}, the practice is already arranged.")
        return said.format(who=self.name, where=self.where)


@dataclass(frozen=True)
class Win:
    """What would help next, and how many students it would help.

    places: new places for a speciality in a district; agreement: one that lets the enterprise take
    students; mentor: mentors for students placed without one.
    """

    kind: Literal["places", "agreement", "mentor"]
    count: int
    speciality: UUID | None = None
    district: UUID | None = None
    organisation: UUID | None = None
    names: Mapping[UUID, str] = field(default_factory=dict, repr=False)

    @property
    def sentence(self) -> str:
        where = self.names.get(self.organisation, "") if self.organisation else ""
        if self.kind == "agreement":
            said = ngettext(
                "{where}: with an agreement for the whole practice {n} student could go there.",
                "{where}: with an agreement for the whole practice {n} students could go there.",
                self.count,
            )
            return said.format(where=where, n=self.count)
        if self.kind == "mentor":
            said = ngettext(
                "{where}: {n} student would be without a mentor.",
                "{where}: {n} students would be without a mentor.",
                self.count,
            )
            return said.format(where=where, n=self.count)
        return self._places()

    def _places(self) -> str:
        speciality = self.names.get(self.speciality, "") if self.speciality else ""
        trade = speciality or _("speciality not filled in")
        if self.district is None:
            said = ngettext(
                "{n} student without a place: {speciality}; the home district is not known.",
                "{n} students without a place: {speciality}; the home district is not known.",
                self.count,
            )
            return said.format(n=self.count, speciality=trade)
        said = ngettext(
            "{n} student without a place: {speciality}, {district}.",
            "{n} students without a place: {speciality}, {district}.",
            self.count,
        )
        district = self.names.get(self.district, "")
        return said.format(n=self.count, speciality=trade, district=district)


@dataclass(frozen=True)
class Trial:
    """A proposal that nobody has written yet. `cost` are its points; fewer are better.

    `fingerprint` names the facts it was made from: commit refuses when they have changed.
    """

    period: UUID
    title: str
    assigned: tuple[Assignment, ...]
    unplaced: tuple[Unplaced, ...]
    staying: tuple[Staying, ...]
    wins: tuple[Win, ...]
    cost: int
    fingerprint: str
    facts: Facts = field(repr=False)

    @property
    def everybody(self) -> tuple[Assignment | Unplaced | Staying, ...]:
        """One line for each student: placed, without a place, staying."""
        return (*self.assigned, *self.unplaced, *self.staying)

    @property
    def lost(self) -> tuple[Unplaced, ...]:
        """Those who have a planned place now and would have none."""
        return tuple(one for one in self.unplaced if one.planned_before)

    @property
    def losing(self) -> str:
        """What taking over would take away, in one sentence; empty where nothing."""
        if not self.lost:
            return ""
        said = ngettext(
            "{n} student would lose the place planned before and get no other.",
            "{n} students would lose the places planned before and get no others.",
            len(self.lost),
        )
        return said.format(n=len(self.lost))

    @property
    def summary(self) -> str:
        """What was found, in one sentence."""
        everybody = len(self.assigned) + len(self.unplaced)
        said = _(
            "{placed} of {all} students have a proposed place, {moved} move from an earlier one."
        )
        moved = sum(bool(one.planned_before) for one in self.assigned)
        text = said.format(placed=len(self.assigned), all=everybody, moved=moved)
        if self.staying:
            stay = ngettext(
                "{said} {n} placement stays as it is.",
                "{said} {n} placements stay as they are.",
                len(self.staying),
            )
            text = stay.format(said=text, n=len(self.staying))
        return f"{text} {self.losing}" if self.lost else text


def check_sentence(check: Obstacle, student: StudentFact, slot: SlotFact) -> str:
    """A check that ends before the practice, with its day."""
    if check is Obstacle.SAFETY_ENDS:
        day, said = slot.safety_until, _("safety check of the enterprise only until {day}")
    else:
        day, said = student.medical_until, _("medical check only until {day}")
    return said.format(day=format_date(day) if day else "")


def shown_checks(facts: Facts, student: StudentFact, slot: SlotFact) -> tuple[Obstacle, ...]:
    """Checks to mention: where they forbid, nobody is placed against them."""
    return () if facts.checks_forbid else ending_checks(facts, student, slot)


def _counted(why: Obstacle, n: int) -> str:
    said = {
        Obstacle.FULL: ngettext("{n} full", "{n} full", n),
        Obstacle.NO_MENTOR: ngettext("{n} without a free mentor", "{n} without a free mentor", n),
        Obstacle.AGREEMENT_ENDS: ngettext(
            "{n} agreement ends before the practice",
            "{n} agreements end before the practice",
            n,
        ),
        Obstacle.AGREEMENT_LATER: ngettext(
            "{n} agreement begins after the practice has started",
            "{n} agreements begin after the practice has started",
            n,
        ),
        Obstacle.AGREEMENT_UNSIGNED: ngettext(
            "{n} agreement not signed", "{n} agreements not signed", n
        ),
        Obstacle.AGREEMENT_MISSING: ngettext(
            "{n} without an agreement", "{n} without an agreement", n
        ),
        Obstacle.DATES: ngettext("{n} on other dates", "{n} on other dates", n),
        Obstacle.GROUP: ngettext("{n} for another group", "{n} for another group", n),
        Obstacle.SAFETY_ENDS: ngettext(
            "{n} safety check ends before the practice",
            "{n} safety checks end before the practice",
            n,
        ),
        Obstacle.MEDICAL_ENDS: ngettext(
            "{n} refused because the medical check ends before the practice",
            "{n} refused because the medical check ends before the practice",
            n,
        ),
    }
    return said[why].format(n=n)


def counts_of(reasons: Counter[Obstacle]) -> dict[Obstacle, int]:
    """The reasons to tell: slots of other specialities are not this student's."""
    return {why: reasons[why] for why in _ORDER if reasons[why]}


STATUS_SAID: Mapping[str, str] = {
    "on_leave": N_("{who}: on academic leave, takes no part."),
    "expelled": N_("{who}: expelled, takes no part."),
    "graduated": N_("{who}: has graduated, takes no part."),
}


__all__ = [
    "STATUS_SAID",
    "Assignment",
    "Staying",
    "Trial",
    "Unplaced",
    "Win",
    "check_sentence",
    "counts_of",
    "shown_checks",
]
