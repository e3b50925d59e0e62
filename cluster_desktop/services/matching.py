"""Proposing practice places for a period, and writing the proposal as one action.

For the page and the command line:

    trial = propose(office, period_id, progress)   # reads and thinks, writes nothing
    trial.assigned, trial.unplaced, trial.wins      # each with a `sentence`; trial.summary
    explain(office, trial, student_id)              # one sentence about any student
    changes = commit(office, trial)                 # one action, one undo takes it back

What a proposal may touch: students of the period's groups who study. Placements that are locked,
placed with a written reason, sent or further on stay, count as taken, and their students take no
part. Other plans may be given another slot; a plan for which there is no possible place any more is
taken back, once the person has said that this is meant.
Nothing goes over a limit, so no written reason is needed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, format_date, sort_key
from cluster_desktop.query import (
    Changes,
    Condition,
    Delete,
    Insert,
    Operation,
    Query,
    Ref,
    Row,
    Update,
)
from cluster_desktop.rules.matching import (
    AGREEMENT_OBSTACLES,
    Facts,
    Obstacle,
    Place,
    SlotFact,
    Solution,
    StudentFact,
    obstacle,
)
from cluster_desktop.rules.matching_network import propose as cheapest
from cluster_desktop.rules.practice import Span
from cluster_desktop.services import board, matching_facts, own_contracts, practice, solver
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.matching_facts import Material
from cluster_desktop.services.matching_words import (
    STATUS_SAID,
    Assignment,
    Staying,
    Trial,
    Unplaced,
    Win,
    counts_of,
    shown_checks,
)

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office, Progress

__all__ = ["Assignment", "Staying", "Trial", "Unplaced", "Win", "commit", "explain", "propose"]

_STEPS = 3
# Of a placement, what a proposal decides; the rest of an earlier plan stays as it was.
_DECIDED = (
    *("slot_id", "organisation_id", "mentor_id", "agreement_id", "starts", "ends", "reason"),
)


def propose(
    office: Office, period_id: UUID, progress: Progress | None = None, *, past: bool = False
) -> Trial:
    """The best proposal for the period as it is now. `progress(done, all)` may raise Cancelled.

    Raises Refusal where the period is over; `past` is for samples, whose days stand still.
    """
    say = progress or (lambda _done, _all: None)
    say(0, _STEPS)
    period = office.get("practice_period", period_id)
    if period["ends"] < office.today() and not past:
        said = _("The period “{period}” ended on {day}. Choose one that is not over.")
        raise Refusal(said.format(period=period["name"], day=format_date(period["ends"])))
    material = matching_facts.read(office, period_id)
    say(1, _STEPS)
    solution = cheapest(material.facts, solver.cheapest_flow)
    say(2, _STEPS)
    trial = _trial(office.title("practice_period", period_id), material, solution)
    say(_STEPS, _STEPS)
    return trial


def commit(
    office: Office, trial: Trial, progress: Progress | None = None, *, losing: bool = False
) -> Changes:
    """Write the proposal as one action; no action where everything is so already.

    Raises Refusal where anything that the proposal rests on has changed since it was made, and
    where students would lose a planned place without another: `losing` says that this is meant.
    """
    if trial.lost and not losing:
        raise Refusal(trial.losing)
    material = matching_facts.read(office, trial.period)
    if material.fingerprint != trial.fingerprint:
        raise Refusal(
            _("The data have changed since this proposal was made. Propose the places again.")
        )
    operations = _operations(office, trial, material)
    if not operations:
        return Changes()
    places = {"period": trial.title, "n": str(len(trial.assigned))}
    title = Said(N_("Places for {period}: {n} students"), places)
    return office.apply(title, office.source, operations, progress=progress)


def explain(office: Office, trial: Trial, student_id: UUID) -> str:
    """One sentence about a student: where and why, why not, or why the student takes no part."""
    for one in trial.everybody:
        if one.student == student_id:
            return one.sentence
    row = office.get("student", student_id)
    said = STATUS_SAID.get(row["status"])
    if said is not None:
        return _(said).format(who=row["full_name"])
    said = _("{who}: the group does not go in the period “{period}”.")
    return said.format(who=row["full_name"], period=trial.title)


# The trial


def _trial(title: str, material: Material, solution: Solution) -> Trial:
    facts, places = material.facts, solution.places
    assigned = _assigned(material, places)
    unplaced = _unplaced(material, places)
    return Trial(
        facts.period,
        title,
        assigned,
        unplaced,
        tuple(
            Staying(
                row.id,
                row["student_id"].id,
                row["student_id"].title,
                row["organisation_id"].title,
                bool(row["locked"]),
                row["state"] == "planned",
                row["reason"] or "",
            )
            for row in sorted(material.staying, key=_by_name)
        ),
        _wins(material, assigned, unplaced),
        solution.cost,
        material.fingerprint,
        facts,
    )


def _by_name(row: Row) -> tuple[str, UUID]:
    return sort_key(row["student_id"].title), row.id


def _assigned(material: Material, places: Mapping[UUID, Place]) -> tuple[Assignment, ...]:
    facts, names = material.facts, material.names
    slots = {slot.id: slot for slot in facts.slots}
    guides = {mentor.id: mentor for mentor in facts.mentors}
    load = Counter({mentor.id: mentor.load for mentor in facts.mentors})
    load.update(place.mentor for place in places.values() if place.mentor is not None)
    made = []
    for student in facts.students:
        place = places.get(student.id)
        if place is None:
            continue
        slot = slots[place.slot]
        guide = guides.get(place.mentor) if place.mentor else None
        before = _planned_at(material, student.id)
        made.append(
            Assignment(
                student.id,
                names[student.id],
                slot.id,
                slot.organisation,
                names[slot.organisation],
                place.mentor,
                names[guide.id] if guide else "",
                load[guide.id] if guide else 0,
                guide.limit if guide else 0,
                before if student.planned_slot != slot.id else "",
                student,
                slot,
                shown_checks(facts, student, slot),
            )
        )
    return tuple(sorted(made, key=lambda one: (sort_key(one.name), one.student)))


def _planned_at(material: Material, student: UUID) -> str:
    plans = material.movable.get(student, ())
    return str(plans[0]["organisation_id"].title) if plans else ""


def _unplaced(material: Material, places: Mapping[UUID, Place]) -> tuple[Unplaced, ...]:
    facts = material.facts
    used = Counter(place.slot for place in places.values())
    made = []
    for student in facts.students:
        if student.id in places:
            continue
        reasons = Counter(_why_not(facts, student, slot, used[slot.id]) for slot in facts.slots)
        made.append(
            Unplaced(
                student.id,
                material.names[student.id],
                counts_of(reasons),
                student.speciality is not None,
                _planned_at(material, student.id),
            )
        )
    return tuple(sorted(made, key=lambda one: (sort_key(one.name), one.student)))


def _why_not(facts: Facts, student: StudentFact, slot: SlotFact, used: int) -> Obstacle:
    """Of a slot that is possible: others have its places, or its mentors have no room."""
    found = obstacle(facts, student, slot)
    if found is not None:
        return found
    return Obstacle.FULL if used >= slot.places else Obstacle.NO_MENTOR


def _wins(
    material: Material, assigned: Sequence[Assignment], unplaced: Sequence[Unplaced]
) -> tuple[Win, ...]:
    """Most students first; the names settle equal numbers."""
    facts = material.facts
    waiting = {one.student for one in unplaced}
    left = [student for student in facts.students if student.id in waiting]
    homes = Counter((student.speciality, student.district) for student in left)
    found = [
        Win("places", n, speciality, district, names=material.names)
        for (speciality, district), n in homes.items()
    ]
    contracts: defaultdict[UUID, int] = defaultdict(int)
    for slot in facts.slots:
        could = sum(1 for s in left if obstacle(facts, s, slot) in AGREEMENT_OBSTACLES)
        contracts[slot.organisation] += min(could, slot.places)
    alone = Counter(one.organisation for one in assigned if one.mentor is None)
    found += [
        Win("agreement", n, organisation=base, names=material.names)
        for base, n in contracts.items()
        if n
    ]
    found += [
        Win("mentor", n, organisation=base, names=material.names) for base, n in alone.items()
    ]
    order = ("places", "agreement", "mentor")
    return tuple(sorted(found, key=lambda w: (order.index(w.kind), -w.count, sort_key(w.sentence))))


# Writing


def _operations(office: Office, trial: Trial, material: Material) -> list[Operation]:
    values = _values_of_slots(office, trial)
    plans_there = [plan for rows in material.movable.values() for plan in rows]
    kept = own_contracts.kept(office, plans_there)
    found: list[Operation] = []
    given_up: list[UUID] = []
    for one in trial.assigned:
        wanted = values[one.slot] | {"mentor_id": one.mentor}
        wanted["agreement_id"] = material.own.get(
            (one.student, one.organisation), wanted["agreement_id"]
        )
        plans = material.movable.get(one.student, ())
        if not plans:
            found.append(Insert("placement", wanted | {"student_id": one.student}, new_id()))
            continue
        alone = _left_alone(trial.facts, plans[0], one, agreement=plans[0].id in kept)
        changed = _changed(plans[0], wanted, alone)
        if changed:
            found.append(Update("placement", plans[0].id, changed))
        given_up += [plan.id for plan in plans[1:]]
    for left in trial.unplaced:
        given_up += [plan.id for plan in material.movable.get(left.student, ())]
    found += [Delete("placement", one) for one in given_up]
    for owned, link in office.owned_by("placement"):
        for ids in office.lookup(owned.name, link, given_up).values():
            found += [Delete(owned.name, one) for one in ids]
    return found


def _left_alone(facts: Facts, plan: Row, one: Assignment, *, agreement: bool) -> set[str]:
    """What an earlier plan keeps as it is, whatever would be chosen now.

    At the same enterprise its agreement, if that one is good; in the same slot its days, if they
    are those of the slot or within the period.
    """
    found: set[str] = set()
    if agreement and plan["organisation_id"].id == one.organisation:
        found.add("agreement_id")
    if plan["slot_id"] and plan["slot_id"].id == one.slot:
        span = board.span_of(plan)
        offered = Span(one.offer.starts or facts.starts, one.offer.ends or facts.ends)
        if span == offered or Span(facts.starts, facts.ends).holds(span):
            found |= {"starts", "ends"}
    return found


def _changed(row: Row, wanted: Mapping[str, Value], alone: set[str]) -> dict[str, Value]:
    """What is new in an earlier plan. In the same slot its hours and supervisor are left alone."""
    stored = {n: row[n].id if isinstance(row[n], Ref) else row[n] for n in matching_facts.PLACEMENT}
    names = [name for name in _DECIDED if name not in alone]
    if stored["slot_id"] != wanted["slot_id"]:
        names += ["supervisor_id", "kind", "hours_enterprise", "hours_all"]
    return {name: wanted[name] for name in names if wanted[name] != stored[name]}


def _values_of_slots(office: Office, trial: Trial) -> dict[UUID, dict[str, Value]]:
    """What the placements of each slot have in common; the practice lasts as long as the period."""
    facts = trial.facts
    offers = {one.slot: one.offer for one in trial.assigned}
    where = (Condition("id", "in", tuple(offers)),)
    columns = (
        *("period_id", "organisation_id", "kind", "starts", "ends", "hours", "agreement_id"),
        *("mentor_id", "supervisor_id"),
    )
    common = {
        "starts": facts.starts,
        "ends": facts.ends,
        "state": "planned",
        "locked": False,
        "reason": None,
    }
    return {
        row.id: practice.values_of_slot(office, row)
        | common
        | {"agreement_id": offers[row.id].agreement}
        for row in office.rows(Query("practice_slot", where, columns=columns))
    }
