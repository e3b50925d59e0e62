"""Decisions of the council: voted, turned into dated plan items in the same act, and closed.

A decision with a term is a task; one without a term is carried out by being taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.cluster import OPEN_DECISION, OPEN_PLAN
from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.query import Changes, Condition, Delete, Insert, Operation, Query, Row, Update
from cluster_desktop.rules.council import is_adopted, too_many_votes
from cluster_desktop.services.council_meetings import CLOSED, HELD, Quorum, quorum
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

VOTES = ("votes_for", "votes_against", "abstained")
# What the plan item takes besides what the decision says itself.
OF_PLAN = ("result_kk", "result_ru", "form")


def decide(office: Office, item: UUID, values: Mapping[str, Value]) -> Changes:
    """A decision on an item of the agenda; with a term it becomes a plan item at once.

    `values` are fields of the decision, and of the plan item what it expects (OF_PLAN). Whether it
    is adopted follows from the votes unless it is said. Raises Refusal without a quorum, for more
    votes than members present, and for a decision adopted against the majority.
    """
    question = office.get("agenda_item", item)
    meeting = office.get("meeting", question["meeting_id"].id)
    _refuse_unless_held(meeting)
    state = quorum(office, meeting.id)
    refuse_without(state)
    decision = {name: value for name, value in values.items() if name not in OF_PLAN}
    _refuse_votes(decision, state.present)
    decision = _whole(office, decision, question, meeting)
    made = Insert("decision", decision, new_id())
    operations: list[Operation] = [made]
    if decision["adopted"] and decision.get("due"):
        operations.append(_plan_item(office, made, meeting, values))
    said_of = Said(N_("Decision of the council: {what}"), {"what": _short(decision)})
    return office.apply(said_of, office.source, operations)


def refuse_without(state: Quorum) -> None:
    """Raise Refusal where the council cannot decide."""
    if not state.reached:
        said = _("{quorum} Nothing can be decided.")
        raise Refusal(said.format(quorum=state.sentence()), field="votes_for")


def _refuse_unless_held(meeting: Row) -> None:
    if meeting["state"] == CLOSED:
        raise Refusal(_("The minutes are signed: nothing in the meeting can be changed."))
    if meeting["state"] != HELD:
        raise Refusal(_("Write the attendance first: the meeting was not held yet."))


def _refuse_votes(decision: Mapping[str, Value], present: int) -> None:
    votes = [decision.get(name) for name in VOTES]
    given = too_many_votes(present, *votes)
    if given is not None:
        said = _("{given} votes, but only {present} members were present.")
        raise Refusal(said.format(given=given, present=present), field="votes_for")
    votes_for, against = decision.get("votes_for"), decision.get("votes_against")
    lost = (votes_for or 0) < (against or 0)
    if decision.get("adopted") and lost:
        said = _("More voted against than for: the decision is not adopted.")
        raise Refusal(said, field="adopted")


def _whole(
    office: Office, typed: Mapping[str, Value], question: Row, meeting: Row
) -> dict[str, Value]:
    declared = office.entity("decision")
    whole = declared.defaults() | dict(typed)
    if typed.get("adopted") is None:
        whole["adopted"] = is_adopted(whole.get("votes_for"), whole.get("votes_against"))
    mine = (Condition("agenda_item_id", "is", question.id),)
    others = office.rows(Query("decision", mine, columns=("position",)))
    whole["agenda_item_id"] = question.id
    whole["position"] = max((row["position"] for row in others), default=0) + 1
    due, day = whole.get("due"), meeting["held_on"]
    if due is not None and due < day:
        said = _("The term {due} is before the meeting of {day}.")
        said = said.format(due=format_date(due), day=format_date(day))
        raise Refusal(said, field="due")
    if not whole["adopted"]:
        whole["state"] = "cancelled"
    elif due is None:
        whole["state"], whole["done_on"] = "done", day
    wrong = [one for one in declared.problems(whole) if one.severity == "error"]
    if wrong:
        raise Refusal(wrong[0].message, field=wrong[0].field, findings=wrong)
    return whole


def _plan_item(
    office: Office, decision: Insert, meeting: Row, values: Mapping[str, Value]
) -> Insert:
    """The task of a decision: the next number of its year, from the meeting until the term."""
    said = decision.values
    due: dt.date = said["due"]
    where = (Condition("year", "is", due.year),)
    taken = [row["number"] for row in office.rows(Query("plan_item", where, columns=("number",)))]
    declared = office.entity("plan_item")
    limit = 1_000
    made: dict[str, Value] = {
        **declared.defaults(),
        "number": max(taken, default=0) + 1,
        "year": due.year,
        "name_kk": str(said["text_kk"])[:limit],
        "name_ru": str(said["text_ru"])[:limit] if said.get("text_ru") else None,
        "starts": meeting["held_on"],
        "due": due,
        "responsible": said.get("responsible"),
        "organisation_id": said.get("organisation_id"),
        "decision_id": decision.id,
        **{name: values[name] for name in OF_PLAN if values.get(name)},
    }
    return Insert("plan_item", made, new_id())


def _short(decision: Mapping[str, Value]) -> str:
    text = " ".join(str(decision["text_kk"]).split())
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


# Carried out


def is_open(decision: Row) -> bool:
    """Adopted and not carried out yet."""
    return bool(decision["adopted"]) and decision["state"] in OPEN_DECISION


def finish(office: Office, decision: UUID, on: dt.date, evidence: str = "") -> Changes:
    """The decision is carried out, and with it its plan items, as one action.

    Raises Refusal for one that is not open, or a day before it was taken or after today.
    """
    row = office.get("decision", decision)
    if row["state"] not in OPEN_DECISION:
        raise Refusal(_("This decision is closed already."))
    item = office.get("agenda_item", row["agenda_item_id"].id)
    taken = office.get("meeting", item["meeting_id"].id)["held_on"]
    if not taken <= on <= office.today():
        said = _("The day lies between the meeting, {day}, and today.")
        raise Refusal(said.format(day=format_date(taken)), field="done_on")
    values: dict[str, Value] = {"state": "done", "done_on": on}
    if evidence.strip():
        values["evidence"] = evidence.strip()
    operations: list[Operation] = [Update("decision", decision, values)]
    where = (Condition("decision_id", "is", decision), Condition("state", "in", OPEN_PLAN))
    done: dict[str, Value] = {"state": "done", "done_on": on}
    if evidence.strip():
        done["done_text"] = evidence.strip()
    operations += [
        Update("plan_item", one.id, done) for one in office.rows(Query("plan_item", where))
    ]
    said_of = Said(N_("Decision carried out: {what}"), {"what": _short(row.values)})
    return office.apply(said_of, office.source, operations)


def withdraw(office: Office, decisions: Sequence[UUID]) -> Changes:
    """Decisions written by mistake, into the bin with the plan items they made, as one action.

    Raises Refusal where the minutes are signed or one of the plan items was worked on.
    """
    operations: list[Operation] = []
    for decision in decisions:
        row = office.get("decision", decision)
        item = office.get("agenda_item", row["agenda_item_id"].id)
        _refuse_unless_held(office.get("meeting", item["meeting_id"].id))
        mine = Query("plan_item", (Condition("decision_id", "is", decision),), columns=("state",))
        tasks = office.rows(mine)
        if any(task["state"] != "planned" for task in tasks):
            said = _("Work on the plan item of this decision has begun: {what}")
            raise Refusal(said.format(what=_short(row.values)))
        operations += [Delete("plan_item", task.id) for task in tasks]
        operations.append(Delete("decision", decision))
    title = Said(N_("Decisions withdrawn: {n}"), {"n": str(len(decisions))})
    return office.apply(title, office.source, operations)


def closed_with(office: Office, plan_items: Iterable[UUID], on: dt.date) -> list[Operation]:
    """Updates of the decisions whose last open plan items these are.

    For the action that marks plan items done: the decision closes with its last task.
    """
    going = set(plan_items)
    found: list[Operation] = []
    links = {
        row["decision_id"].id
        for row in office.rows(
            Query(
                "plan_item",
                (Condition("id", "in", tuple(going)), Condition("decision_id", "filled")),
                columns=("decision_id",),
            )
        )
    }
    for decision in sorted(links):
        where = (Condition("decision_id", "is", decision), Condition("state", "in", OPEN_PLAN))
        left = {row.id for row in office.rows(Query("plan_item", where))} - going
        is_open = office.get("decision", decision)["state"] in OPEN_DECISION
        if not left and is_open:
            found.append(Update("decision", decision, {"state": "done", "done_on": on}))
    return found
