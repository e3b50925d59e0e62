"""A proposal of practice places against the same library on an arc for each possible pair."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from uuid import UUID

import networkx

from benchmarks.harness import Case, Clock
from cluster_desktop.rules.matching import (
    Facts,
    MentorFact,
    SlotFact,
    StudentFact,
    left_cost,
    obstacle,
    pair_cost,
)
from cluster_desktop.rules.matching_network import mentors_of, propose, unplaced_cost
from cluster_desktop.services.solver import cheapest_flow

STUDENTS, SLOTS, SPECIALITIES, DISTRICTS = 3_000, 400, 20, 20

CASE = Case(
    name="matching",
    what=f"proposal for {STUDENTS:,} students x {SLOTS} practice slots",
    module=__name__,
    ours="proposal",
    peers=("network_of_all_pairs",),
    targets={"network_of_all_pairs": 0.5},
    runs=3,
)


def prepare(folder: Path) -> None:
    """Nothing: the facts are made anew from the same chance."""


def judge(answers: dict[str, object]) -> None:
    ours, theirs = answers["proposal"], answers["network_of_all_pairs"]
    assert ours == theirs, f"points of the sides differ: {ours} / {theirs}"


def _key(kind: int, number: int) -> UUID:
    return UUID(int=(kind << 64) + number)


def _facts() -> Facts:
    chosen = random.Random(27)
    partners = SLOTS // 3
    students = tuple(
        StudentFact(
            _key(1, n),
            _key(2, n % 60),
            _key(3, n % SPECIALITIES),
            district=_key(4, chosen.randrange(DISTRICTS)),
            wishes=tuple(_key(5, one) for one in chosen.sample(range(partners), 2)),
            needs_dormitory=chosen.random() < 0.2,
        )
        for n in range(STUDENTS)
    )
    slots = tuple(
        SlotFact(
            _key(6, n),
            _key(5, n % partners),
            chosen.randint(2, 14),
            speciality=_key(3, n % SPECIALITIES),
            district=_key(4, n % partners % DISTRICTS),
            distance_km=chosen.randrange(150),
            transport=chosen.random() < 0.3,
            dormitory=chosen.random() < 0.3,
        )
        for n in range(SLOTS)
    )
    mentors = tuple(MentorFact(_key(7, n), _key(5, n % partners), 5) for n in range(2 * partners))
    return Facts(_key(8, 1), date(2027, 2, 1), date(2027, 4, 24), students, slots, mentors)


def proposal(_folder: Path, clock: Clock) -> object:
    facts = _facts()
    clock.start()
    solution = propose(facts, cheapest_flow)
    clock.stop()
    left = len(facts.students) - len(solution.places)
    return solution.cost + left * unplaced_cost(facts)


def network_of_all_pairs(_folder: Path, clock: Clock) -> object:
    facts = _facts()
    clock.start()
    graph = networkx.MultiDiGraph()
    graph.add_node("out", demand=len(facts.students))
    for student in facts.students:
        graph.add_node(student.id, demand=-1)
        left = unplaced_cost(facts) + left_cost(facts.weights, student)
        graph.add_edge(student.id, "out", capacity=1, weight=left)
        for slot in facts.slots:
            if obstacle(facts, student, slot) is None:
                cost = pair_cost(facts.weights, student, slot)
                graph.add_edge(student.id, slot.id, capacity=1, weight=cost)
    for slot in facts.slots:
        there = (slot.id, "there")
        graph.add_edge(slot.id, there, capacity=slot.places, weight=0)
        graph.add_edge(there, "out", capacity=slot.places, weight=facts.weights.mentor)
        for mentor in mentors_of(slot, facts.mentors):
            graph.add_edge(there, mentor.id, capacity=slot.places, weight=0)
    for mentor in facts.mentors:
        for taken in range(mentor.load, mentor.limit):
            graph.add_edge(mentor.id, "out", capacity=1, weight=facts.weights.balance * taken)
    cost = int(networkx.network_simplex(graph)[0])
    clock.stop()
    return cost
