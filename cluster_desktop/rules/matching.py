"""Which student may go to which practice slot, and what a pair costs. Pure.

Facts in, verdicts and whole numbers out. How the cheapest whole is found is told in
rules/matching_network.py; sentences are made in services/matching_words.py.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from uuid import UUID

from cluster_desktop.errors import Bug


class Obstacle(StrEnum):
    """Why a slot is not possible for a student; the first that holds is said.

    The last three depend on the others: the slot is possible, but others have it.
    """

    SPECIALITY = "speciality"
    GROUP = "group"
    DATES = "dates"
    AGREEMENT_MISSING = "agreement_missing"
    AGREEMENT_UNSIGNED = "agreement_unsigned"
    AGREEMENT_LATER = "agreement_later"
    AGREEMENT_ENDS = "agreement_ends"
    SAFETY_ENDS = "safety_ends"
    MEDICAL_ENDS = "medical_ends"
    FULL = "full"
    NO_MENTOR = "no_mentor"


AGREEMENT_OBSTACLES = (
    Obstacle.AGREEMENT_MISSING,
    Obstacle.AGREEMENT_UNSIGNED,
    Obstacle.AGREEMENT_LATER,
    Obstacle.AGREEMENT_ENDS,
)
# A check that ends too early forbids the pair, or is only written beside it: a setting.
CHECKS = (Obstacle.SAFETY_ENDS, Obstacle.MEDICAL_ENDS)


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """One agreement: signed or not, and its days; `until` None holds without an end."""

    id: UUID
    kind: str
    signed: bool
    begins: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class StudentFact:
    """One student to place. `wishes` are organisations, the dearest first.

    `planned` is true with any earlier plan; `planned_slot` and `planned_mentor` are of one that is
    still possible. `contracts` are the organisations with which there is a contract of this student
    for the whole practice. `listed` is the place in the list of the college: group, name.
    """

    id: UUID
    group: UUID
    speciality: UUID | None
    district: UUID | None = None
    wishes: tuple[UUID, ...] = ()
    needs_dormitory: bool = False
    medical_until: date | None = None
    planned_slot: UUID | None = None
    planned_mentor: UUID | None = None
    contracts: tuple[UUID, ...] = ()
    planned: bool = False
    listed: tuple[str, ...] = ()

    @property
    def turn(self) -> tuple[int, tuple[str, ...], UUID]:
        """Who comes first of those whose points are equal: a promised place is kept first."""
        plan = 0 if self.planned_slot is not None else 1 if self.planned else 2
        return plan, self.listed, self.id


@dataclass(frozen=True, slots=True)
class SlotFact:
    """Places of one organisation; `places` are those that no placement which stays has taken.

    Empty dates are those of the period, an empty speciality or group means any; `mentor` is the
    only one where the organisation named one.
    """

    id: UUID
    organisation: UUID
    places: int
    speciality: UUID | None = None
    group: UUID | None = None
    starts: date | None = None
    ends: date | None = None
    district: UUID | None = None
    distance_km: int | None = None
    transport: bool = False
    dormitory: bool = False
    mentor: UUID | None = None
    agreement: UUID | None = None
    agreement_obstacle: Obstacle | None = None
    safety_until: date | None = None
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentorFact:
    """A mentor who is there for the whole period; `load`: students at that time who stay."""

    id: UUID
    organisation: UUID
    limit: int
    load: int = 0
    listed: tuple[str, ...] = ()

    @property
    def free(self) -> int:
        return max(self.limit - self.load, 0)


@dataclass(frozen=True, slots=True)
class Weights:
    """Cost of what is less good, in whole points; how many students are placed comes first.

    `km` counts for each kilometre, `balance` for each student that a mentor has already,
    `change` for another slot than the planned one.
    """

    wish: int = 100
    wish2: int = 40
    district: int = 60
    km: int = 1
    unknown_km: int = 30
    transport: int = 20
    dormitory: int = 80
    mentor: int = 50
    balance: int = 2
    change: int = 10


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the proposal of one period depends on."""

    period: UUID
    starts: date
    ends: date
    students: tuple[StudentFact, ...]
    slots: tuple[SlotFact, ...]
    mentors: tuple[MentorFact, ...]
    weights: Weights = Weights()
    mentor_required: bool = False
    checks_forbid: bool = True

    def in_order(self) -> Facts:
        """The same facts whatever the order of reading: students by turn, the rest as listed.

        An id, which is chance, decides only between those whose names are the same.
        """
        return Facts(
            self.period,
            self.starts,
            self.ends,
            tuple(sorted(self.students, key=lambda one: one.turn)),
            tuple(sorted(self.slots, key=lambda one: (one.listed, one.id))),
            tuple(sorted(self.mentors, key=lambda one: (one.listed, one.id))),
            self.weights,
            self.mentor_required,
            self.checks_forbid,
        )

    def fingerprint(self) -> str:
        """The same text for the same facts, whatever the order they were read in."""
        ordered = self.in_order()
        text = repr([getattr(ordered, one.name) for one in fields(ordered)])
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """A slot for one student, with a mentor or without."""

    slot: UUID
    mentor: UUID | None = None


@dataclass(frozen=True)
class Solution:
    """Where each student goes who goes anywhere, and the cost of the whole in points."""

    places: Mapping[UUID, Place] = field(default_factory=dict)
    cost: int = 0


def judge_agreement(
    candidates: Iterable[AgreementFact], starts: date, ends: date, *, preferred: str
) -> tuple[UUID | None, Obstacle | None]:
    """The agreement under which the practice may happen, or what is wrong with the best of them.

    It must be signed and hold from the first to the last day. Of several that do, the preferred
    kind comes first, then the one that holds longest.
    """
    best: tuple[tuple[int, int, int, UUID], UUID, Obstacle | None] | None = None
    for one in candidates:
        wrong = _agreement_obstacle(one, starts, ends)
        depth = 9 if wrong is None else AGREEMENT_OBSTACLES.index(wrong)
        until = (one.until or date.max).toordinal()
        rank = (-depth, 0 if one.kind == preferred else 1, -until, one.id)
        if best is None or rank < best[0]:
            best = (rank, one.id, wrong)
    if best is None:
        return None, Obstacle.AGREEMENT_MISSING
    return (best[1], None) if best[2] is None else (None, best[2])


def _agreement_obstacle(one: AgreementFact, starts: date, ends: date) -> Obstacle | None:
    if not one.signed:
        return Obstacle.AGREEMENT_UNSIGNED
    if one.begins is not None and one.begins > starts:
        return Obstacle.AGREEMENT_LATER
    if one.until is not None and one.until < ends:
        return Obstacle.AGREEMENT_ENDS
    return None


def obstacle(facts: Facts, student: StudentFact, slot: SlotFact) -> Obstacle | None:
    """Why this student cannot go to this slot, whoever else goes there; None where possible."""
    found = fixed_obstacle(facts, student.speciality, student.group, slot)
    if found in AGREEMENT_OBSTACLES and slot.organisation in student.contracts:
        found = None
    if found is None and facts.checks_forbid:
        found = next(iter(ending_checks(facts, student, slot)), None)
    if found is None and slot.places <= 0:
        return Obstacle.FULL
    return found


def fixed_obstacle(
    facts: Facts, speciality: UUID | None, group: UUID, slot: SlotFact
) -> Obstacle | None:
    """The part of `obstacle` that is the same for a whole group."""
    if slot.speciality is not None and slot.speciality != speciality:
        return Obstacle.SPECIALITY
    if slot.group is not None and slot.group != group:
        return Obstacle.GROUP
    if (slot.starts or facts.starts) > facts.starts or (slot.ends or facts.ends) < facts.ends:
        return Obstacle.DATES
    return slot.agreement_obstacle


def ending_checks(facts: Facts, student: StudentFact, slot: SlotFact) -> tuple[Obstacle, ...]:
    """The checks that are written down and end before the practice does."""
    days = (slot.safety_until, student.medical_until)
    return tuple(
        check
        for check, until in zip(CHECKS, days, strict=True)
        if until is not None and until < facts.ends
    )


def near_cost(_weights: Weights, _slot: SlotFact) -> int:
    """In the student's own district: the way from the college says nothing, no bed is needed."""
    return 0


def away_cost(weights: Weights, slot: SlotFact, *, dormitory: bool, home_known: bool) -> int:
    """In another district, or with a home that is not known (then no district is held against)."""
    km = weights.unknown_km if slot.distance_km is None else slot.distance_km
    cost = weights.km * km
    if home_known:
        cost += weights.district
    if not slot.transport:
        cost += weights.transport
    if dormitory and not slot.dormitory:
        cost += weights.dormitory
    return cost


def is_near(student: StudentFact, slot: SlotFact) -> bool:
    return student.district is not None and student.district == slot.district


def wish_cost(weights: Weights, wishes: Sequence[UUID], organisation: UUID) -> int:
    """Nothing for the first wish; the second never costs more than no wish met."""
    if not wishes or organisation == wishes[0]:
        return 0
    return min(weights.wish2, weights.wish) if organisation in wishes else weights.wish


def pair_cost(weights: Weights, student: StudentFact, slot: SlotFact) -> int:
    """Points of this student in this slot, the mentor aside."""
    if is_near(student, slot):
        way = near_cost(weights, slot)
    else:
        way = away_cost(
            weights,
            slot,
            dormitory=student.needs_dormitory,
            home_known=student.district is not None,
        )
    cost = way + wish_cost(weights, student.wishes, slot.organisation)
    moved = student.planned_slot is not None and student.planned_slot != slot.id
    return cost + weights.change if moved else cost


def left_cost(weights: Weights, student: StudentFact) -> int:
    """Points of a student without a place: no wish is met, a plan is lost.

    Without them a student with a wish would be dearer to place than one without.
    """
    cost = weights.wish if student.wishes else 0
    return cost + weights.change if student.planned_slot is not None else cost


def mentors_cost(facts: Facts, places: Iterable[Place]) -> int:
    """Points of the mentors: each place without one, and each further student of one."""
    load = {one.id: one.load for one in facts.mentors}
    cost = 0
    for place in places:
        if place.mentor is None:
            cost += facts.weights.mentor
        else:
            cost += facts.weights.balance * load[place.mentor]
            load[place.mentor] += 1
    return cost


def total_cost(facts: Facts, places: Mapping[UUID, Place]) -> int:
    """Points of a whole proposal; how many have a place is counted apart, before points."""
    slots = {one.id: one for one in facts.slots}
    cost = mentors_cost(facts, places.values())
    for student in facts.students:
        place = places.get(student.id)
        if place is None:
            cost += left_cost(facts.weights, student)
        else:
            cost += pair_cost(facts.weights, student, slots[place.slot])
    return cost


def planned_places(facts: Facts) -> dict[UUID, Place]:
    """The proposal that earlier plans amount to; it may break rules."""
    slots = {one.id for one in facts.slots}
    return {
        one.id: Place(one.planned_slot, one.planned_mentor)
        for one in facts.students
        if one.planned_slot in slots and one.planned_slot is not None
    }


def refuse_violations(facts: Facts, places: Mapping[UUID, Place]) -> None:
    """Raises Bug where a proposal breaks a hard rule: nothing like it may ever be shown."""
    wrong = violation(facts, places)
    if wrong is not None:
        raise Bug(wrong)


def violation(facts: Facts, places: Mapping[UUID, Place]) -> str | None:
    """The first hard rule that a proposal breaks, for the log; None where it breaks none."""
    slots = {one.id: one for one in facts.slots}
    mentors = {one.id: one for one in facts.mentors}
    students = {one.id: one for one in facts.students}
    used: Counter[UUID] = Counter()
    for who, place in places.items():
        slot = slots[place.slot]
        wrong = obstacle(facts, students[who], slot)
        if wrong is not None:
            return f"{who} in {slot.id}: {wrong}"
        used[slot.id] += 1
        if place.mentor is None:
            if facts.mentor_required:
                return f"{who} in {slot.id} without a mentor"
            continue
        used[place.mentor] += 1
        mentor = mentors.get(place.mentor)
        named = slot.mentor in (None, place.mentor)
        if mentor is None or mentor.organisation != slot.organisation or not named:
            return f"{who}: mentor {place.mentor} is not of the slot {slot.id}"
    over = [one.id for one in facts.slots if used[one.id] > one.places]
    over += [one.id for one in facts.mentors if used[one.id] > one.free]
    return f"over the limit: {over}" if over else None
