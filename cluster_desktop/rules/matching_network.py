"""The proposal as a flow of least cost: which network stands for the facts, how it is read. Pure.

Students flow to slots, from there to a mentor or to "no mentor", and out. Drawing an arc for each
possible pair would make a million of them. Most of a pair's cost is the same for many students,
so alike students share nodes:

    students alike ──(wish, change)──► their district ──(near)──► slots in the district
          │                                  └──(0)──► away ──(away)──► all their slots
          ├──(exact cost)──► slots of a wish, the planned slot
          └──(more than everything else together)──► without a place

A shared way never costs less than the pair (a wish met or a near slot only takes points away), and
each pair has a way that costs exactly as much; so the cheapest flow is the cheapest proposal.
The cost of staying without a place is larger than the points of any proposal, hence as many as
possible are placed first.

Where several proposals are as good, turns decide who stays without a place: who has a plan, then
the order of the list. All turns together weigh less than one point, so each student has an arc of
their own there, the dearer the earlier the turn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from cluster_desktop.errors import Bug
from cluster_desktop.rules.matching import (
    Facts,
    MentorFact,
    Place,
    SlotFact,
    Solution,
    StudentFact,
    Weights,
    away_cost,
    left_cost,
    near_cost,
    obstacle,
    pair_cost,
    planned_places,
    refuse_violations,
    total_cost,
    violation,
)


class Arc(NamedTuple):
    """Way from node to node: how many may go, what each costs."""

    tail: int
    head: int
    capacity: int
    cost: int


# The nodes' supplies (negative: demand) and the arcs; answers how many go along each arc.
Solver = Callable[[Sequence[int], Sequence[Arc]], Sequence[int]]


class _Kind(NamedTuple):
    """What makes students alike."""

    slots: tuple[int, ...]
    dormitory: bool
    district: UUID | None
    wishes: tuple[UUID, ...]
    planned: UUID | None


@dataclass
class _Network:
    """Nodes are numbers; an arc's place in the list is its name."""

    # So many turns make one point.
    point: int
    supplies: list[int] = field(default_factory=list)
    arcs: list[Arc] = field(default_factory=list)
    out: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def node(self, supply: int = 0) -> int:
        self.supplies.append(supply)
        return len(self.supplies) - 1

    def arc(self, tail: int, head: int, capacity: int, points: int, turns: int = 0) -> None:
        self.out[tail].append(len(self.arcs))
        self.arcs.append(Arc(tail, head, capacity, points * self.point + turns))


def propose(facts: Facts, solve: Solver) -> Solution:
    """The proposal that places the most students, of those the one with the fewest points.

    The same facts give the same proposal, in whatever order they come. Earlier plans that are as
    good as the best are the proposal, so that proposing again after writing changes nothing.
    """
    ordered = facts.in_order()
    built = _Built(ordered)
    flows = solve(built.network.supplies, built.network.arcs)
    places = built.read(flows)
    refuse_violations(ordered, places)
    cost = total_cost(ordered, places)
    paid = sum(flow * arc.cost for flow, arc in zip(flows, built.network.arcs, strict=True))
    if paid != built.price(places, cost):
        raise Bug(f"the flow costs {paid}, its proposal {cost}")
    plans = planned_places(ordered)
    as_many = len(plans) == len(places) and violation(ordered, plans) is None
    if as_many and total_cost(ordered, plans) == cost:
        return Solution(plans, cost)
    return Solution(places, cost)


def unplaced_cost(facts: Facts) -> int:
    """More than the points of any proposal, so that one student more always counts for more."""
    weights = facts.weights
    dearest = max(
        (away_cost(weights, slot, dormitory=True, home_known=True) for slot in facts.slots),
        default=0,
    )
    fullest = max((mentor.limit for mentor in facts.mentors), default=0)
    with_mentor = max(weights.mentor, weights.balance * fullest)
    pair = dearest + max(weights.wish, weights.wish2) + weights.change + with_mentor
    return pair * len(facts.students) + 1


class _Built:
    """The network of the facts, and the way back from flows to places."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        # Turns of those without a place: the last student has 0, the one before 1, and so on.
        everybody = range(len(facts.students))
        self._turns = dict(zip((one.id for one in facts.students), everybody[::-1], strict=True))
        self.network = _Network(sum(everybody) + 1)
        self.unplaced = unplaced_cost(facts)
        self.alike = _alike(facts)
        self._sink = self.network.node(-len(facts.students))
        self._into = [self.network.node() for _slot in facts.slots]
        self._from = [self.network.node() for _slot in facts.slots]
        self._mentors = {mentor.id: self.network.node() for mentor in facts.mentors}
        self._slot_at = {node: index for index, node in enumerate(self._into)}
        self._mentor_at = {node: mentor for mentor, node in self._mentors.items()}
        self._shared: dict[tuple[tuple[int, ...], bool, UUID | None], int] = {}
        self._away: dict[tuple[tuple[int, ...], bool], int] = {}
        self._kinds: dict[_Kind, int] = {}
        self._draw_students()
        self._draw_slots()

    def price(self, places: Mapping[UUID, Place], cost: int) -> int:
        """What a flow must cost that stands for these places of so many points."""
        left = [self._turns[one.id] for one in self.facts.students if one.id not in places]
        return (cost + self.unplaced * len(left)) * self.network.point + sum(left)

    def _draw_students(self) -> None:
        weights = self.facts.weights
        for kind, students in self.alike.items():
            node = self.network.node(len(students))
            self._kinds[kind] = node
            if kind.slots:
                self._draw_ways(node, kind, students)
            left = self.unplaced + left_cost(weights, students[0])
            # After the ways to a place: of those alike the last stay without one.
            for student in students:
                self.network.arc(node, self._sink, 1, left, self._turns[student.id])

    def _draw_ways(self, node: int, kind: _Kind, students: Sequence[StudentFact]) -> None:
        weights = self.facts.weights
        # Neither wish nor plan are met on the shared way.
        common = left_cost(weights, students[0])
        self.network.arc(node, self._district(kind), len(students), common)
        for index in kind.slots:
            slot = self.facts.slots[index]
            if slot.organisation in kind.wishes or slot.id == kind.planned:
                exact = pair_cost(weights, students[0], slot)
                self.network.arc(node, self._into[index], len(students), exact)

    def _district(self, kind: _Kind) -> int:
        key = (kind.slots, kind.dormitory, kind.district)
        if key in self._shared:
            return self._shared[key]
        node = self._shared[key] = self.network.node()
        if kind.district is None:
            self._draw_away(node, kind, home_known=False)
            return node
        for index in kind.slots:
            slot = self.facts.slots[index]
            if slot.district == kind.district:
                cost = near_cost(self.facts.weights, slot)
                self.network.arc(node, self._into[index], slot.places, cost)
        if kind[:2] not in self._away:
            self._away[kind[:2]] = self.network.node()
            self._draw_away(self._away[kind[:2]], kind, home_known=True)
        self.network.arc(node, self._away[kind[:2]], len(self.facts.students), 0)
        return node

    def _draw_away(self, node: int, kind: _Kind, *, home_known: bool) -> None:
        for index in kind.slots:
            slot = self.facts.slots[index]
            cost = away_cost(
                self.facts.weights, slot, dormitory=kind.dormitory, home_known=home_known
            )
            self.network.arc(node, self._into[index], slot.places, cost)

    def _draw_slots(self) -> None:
        weights = self.facts.weights
        for index, slot in enumerate(self.facts.slots):
            if slot.places <= 0:
                continue
            self.network.arc(self._into[index], self._from[index], slot.places, 0)
            for mentor in mentors_of(slot, self.facts.mentors):
                node = self._mentors[mentor.id]
                self.network.arc(self._from[index], node, min(slot.places, mentor.free), 0)
            if not self.facts.mentor_required:
                self.network.arc(self._from[index], self._sink, slot.places, weights.mentor)
        for mentor in self.facts.mentors:
            # One arc a student, each dearer than the one before: loads come out even.
            for taken in range(mentor.load, mentor.limit):
                self.network.arc(self._mentors[mentor.id], self._sink, 1, weights.balance * taken)

    def read(self, flows: Sequence[int]) -> dict[UUID, Place]:
        """Who goes where: those alike by turn, nodes in the order they were drawn."""
        waiting: defaultdict[int, list[UUID]] = defaultdict(list)
        for kind, students in self.alike.items():
            waiting[self._kinds[kind]] = [student.id for student in students]
        ways = [*self._kinds.values(), *self._shared.values(), *self._away.values()]
        self._pass_on(ways, flows, waiting)
        slots: dict[UUID, UUID] = {}
        for node, index in self._slot_at.items():
            slots |= dict.fromkeys(waiting[node], self.facts.slots[index].id)
        self._pass_on(self._into, flows, waiting)
        self._keep_mentors(flows, waiting)
        mentors: dict[UUID, UUID] = {}
        for node, mentor in self._mentor_at.items():
            mentors |= dict.fromkeys(waiting[node], mentor)
        return {who: Place(slots[who], mentors.get(who)) for who in self._by_turn(slots)}

    def _by_turn(self, students: Iterable[UUID]) -> list[UUID]:
        return sorted(students, key=self._turns.__getitem__, reverse=True)

    def _keep_mentors(self, flows: Sequence[int], waiting: defaultdict[int, list[UUID]]) -> None:
        """From slots to mentors.

        Within one organisation it costs the same who of its students goes to whom, so a planned
        mentor stays where the flow leaves room.
        """
        planned = {one.id: one.planned_mentor for one in self.facts.students}
        offers: defaultdict[tuple[UUID, UUID | None], list[int]] = defaultdict(list)
        for node, slot in zip(self._from, self.facts.slots, strict=True):
            offers[slot.organisation, slot.mentor].append(node)
        for nodes in offers.values():
            room: Counter[int] = Counter()
            for number in (number for node in nodes for number in self.network.out[node]):
                room[self.network.arcs[number].head] += flows[number]
            moving = []
            for who in self._by_turn(who for node in nodes for who in waiting[node]):
                guide = planned[who]
                head = self._mentors.get(guide, -1) if guide is not None else -1
                if room[head] > 0:
                    room[head] -= 1
                    waiting[head].append(who)
                else:
                    moving.append(who)
            rest = iter(moving)
            for head in sorted(room):
                waiting[head] += [next(rest) for _one in range(room[head])]

    def _pass_on(
        self, nodes: Iterable[int], flows: Sequence[int], waiting: defaultdict[int, list[UUID]]
    ) -> None:
        for node in nodes:
            # Where students of several kinds meet, the order of the kinds says nothing.
            here = iter(self._by_turn(waiting[node]))
            for number in self.network.out[node]:
                head = self.network.arcs[number].head
                waiting[head] += [next(here) for _one in range(flows[number])]


def mentors_of(slot: SlotFact, mentors: Sequence[MentorFact]) -> list[MentorFact]:
    """Who may guide students of the slot: the one it names, else all of its organisation."""
    return [
        one
        for one in mentors
        if one.organisation == slot.organisation and slot.mentor in (None, one.id) and one.free
    ]


def _alike(facts: Facts) -> dict[_Kind, list[StudentFact]]:
    """Students that no cost and no rule tells apart, in the order of the facts."""
    possible: dict[tuple[object, ...], tuple[int, ...]] = {}
    found: dict[_Kind, list[StudentFact]] = {}
    for student in facts.students:
        key = (student.speciality, student.group, student.medical_until, student.contracts)
        if key not in possible:
            possible[key] = tuple(
                index
                for index, slot in enumerate(facts.slots)
                if obstacle(facts, student, slot) is None
            )
        kind = _Kind(
            possible[key],
            student.needs_dormitory,
            student.district,
            student.wishes,
            student.planned_slot,
        )
        found.setdefault(kind, []).append(student)
    return found


__all__ = ["Arc", "Solver", "Weights", "mentors_of", "propose", "unplaced_cost"]
