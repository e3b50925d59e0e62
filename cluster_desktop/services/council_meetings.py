"""Meetings of the council: planned, held with attendance and quorum, closed with signed minutes.

Each verb is one action. Who may chair: the chair, or a deputy while the chair is absent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.query import Changes, Condition, Insert, Operation, Query, Ref, Row, Update
from cluster_desktop.rules.council import quorum_needed
from cluster_desktop.services.council import CHAIR, DEPUTY, SECRETARY, Member, members
from cluster_desktop.services.council_agenda import Proposal, as_operations
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

PERCENT = "council.quorum_percent"
PLANNED, HELD, CLOSED, CANCELLED = "planned", "held", "closed", "cancelled"
ATTENDANCE = ("member_id", "present", "represented_by", "reason")


@dataclass(frozen=True)
class Quorum:
    """Whether a meeting can decide. `members` and `percent` are those of its day."""

    members: int
    present: int
    needed: int
    percent: int

    @property
    def reached(self) -> bool:
        return self.present >= self.needed

    def sentence(self) -> str:
        said = (
            _("Present {present} of {members}, {needed} needed: there is a quorum.")
            if self.reached
            else _("Present {present} of {members}, {needed} needed: there is no quorum.")
        )
        return said.format(present=self.present, members=self.members, needed=self.needed)


@dataclass(frozen=True)
class Present:
    """Who came: members present, who stood in for an absent one, and why somebody is absent.

    A member whose stand-in may vote counts as present; the statute of the council says whether.
    """

    members: frozenset[UUID]
    represented: Mapping[UUID, str] = field(default_factory=dict)
    reasons: Mapping[UUID, str] = field(default_factory=dict)


def meeting(office: Office, record: UUID) -> Row:
    """The meeting with all its fields. Raises Refusal."""
    return office.get("meeting", record)


def next_number(office: Office, year: int) -> str:
    """The number after the greatest of the year; minutes are numbered anew each year."""
    within = Condition("held_on", "between", (dt.date(year, 1, 1), dt.date(year, 12, 31)))
    taken = [
        int(row["number"])
        for row in office.rows(Query("meeting", (within,), columns=("number",)))
        if str(row["number"]).isascii() and str(row["number"]).isdigit()
    ]
    return str(max(taken, default=0) + 1)


def plan(office: Office, values: Mapping[str, Value], agenda: Sequence[Proposal] = ()) -> Changes:
    """A new meeting with its agenda as one action; without a number it gets the next one.

    Raises Refusal for a number that another meeting of the year has.
    """
    declared = office.entity("meeting")
    whole = declared.defaults() | dict(values)
    day = whole.get("held_on")
    if isinstance(day, dt.date):
        whole["number"] = whole.get("number") or next_number(office, day.year)
        _refuse_taken(office, str(whole["number"]), day.year)
    if whole.get("secretary_id") is None and isinstance(day, dt.date):
        secretaries = [one for one in members(office, day) if one.role == SECRETARY]
        whole["secretary_id"] = secretaries[0].id if len(secretaries) == 1 else None
    wrong = [one for one in declared.problems(whole) if one.severity == "error"]
    if wrong:
        raise Refusal(wrong[0].message, field=wrong[0].field, findings=wrong)
    made = Insert("meeting", whole, new_id())
    title = Said(N_("Meeting of the council: {what}"), {"what": format_date(day)})
    return office.apply(
        title, office.source, [made, *as_operations(office, made.id, agenda, first=1)]
    )


def _refuse_taken(office: Office, number: str, year: int) -> None:
    within = Condition("held_on", "between", (dt.date(year, 1, 1), dt.date(year, 12, 31)))
    if office.count(Query("meeting", (Condition("number", "is", number), within))):
        said = _("Minutes No. {number} of {year} exist already.")
        raise Refusal(said.format(number=number, year=year), field="number")


# Attendance and quorum


def attendance(office: Office, record: UUID) -> dict[UUID, Row]:
    """What is written of each member's presence, by the member's id."""
    where = (Condition("meeting_id", "is", record),)
    rows = office.rows(Query("meeting_attendance", where, columns=ATTENDANCE))
    return {row["member_id"].id: row for row in rows if isinstance(row["member_id"], Ref)}


def quorum(office: Office, record: UUID) -> Quorum:
    """The quorum of a meeting: by the members and the percent kept when it was held."""
    row = meeting(office, record)
    return _quorum(office, row, int(row["present"] or 0))


def _quorum(office: Office, row: Row, present: int) -> Quorum:
    count, percent = row["members_then"], row["quorum_percent"]
    if count is None:
        count = len(members(office, row["held_on"]))
    if percent is None:
        percent = office.whole_setting(PERCENT)
    return Quorum(count, present, quorum_needed(count, percent), percent)


def hold(office: Office, record: UUID, who: Present, *, chaired_by: UUID | None = None) -> Changes:
    """Write attendance, who chairs, and the number of members of the day: the meeting is held.

    Without a quorum it is held, too, but nothing can be decided at it. Raises Refusal where
    neither the chair nor a deputy is present, or somebody is named who did not serve that day.
    """
    row = meeting(office, record)
    refuse_unless_due(office, row)
    day: dt.date = row["held_on"]
    served = members(office, day)
    if not served:
        raise Refusal(_("The council has no members on that day. Add them first."))
    _refuse_strangers(office, who.members, served)
    chair = _chair(served, who.members, chaired_by)
    changes: dict[str, Value] = {
        "state": HELD,
        "chaired_by_id": chair.id,
        "acting": chair.role != CHAIR,
        "members_then": len(served),
        "quorum_percent": office.whole_setting(PERCENT),
    }
    operations: list[Operation] = [Update("meeting", record, changes)]
    known = attendance(office, record)
    operations += [_attended(record, one, who, known.get(one.id)) for one in served]
    title = Said(N_("Attendance of the meeting: {what}"), {"what": format_date(day)})
    return office.apply(title, office.source, operations)


def refuse_unless_due(office: Office, row: Row) -> None:
    """Raises Refusal where no attendance can be written: signed, cancelled, or still to come."""
    _refuse_unless_open(row)
    if row["held_on"] > office.today():
        said = _("The meeting is on {day}: attendance is written when it takes place.")
        raise Refusal(said.format(day=format_date(row["held_on"])), field="held_on")


def _attended(record: UUID, member: Member, who: Present, known: Row | None) -> Operation:
    values: dict[str, Value] = {
        "present": member.id in who.members,
        "represented_by": who.represented.get(member.id) or None,
        "reason": who.reasons.get(member.id) or None,
    }
    if known is not None:
        return Update("meeting_attendance", known.id, values)
    named = {"meeting_id": record, "member_id": member.id}
    return Insert("meeting_attendance", {**named, **values}, new_id())


def _refuse_strangers(office: Office, named: Collection[UUID], served: Sequence[Member]) -> None:
    strangers = set(named) - {one.id for one in served}
    if strangers:
        names = ", ".join(sorted(office.title("council_member", one) for one in strangers))
        said = _("Not in the council on that day: {names}.")
        raise Refusal(said.format(names=names), field="members")


def _chair(served: Sequence[Member], present: Collection[UUID], chosen: UUID | None) -> Member:
    """The chair where present, else the deputy who is; a chosen one must be one of these."""
    here = [one for one in served if one.id in present]
    if chosen is not None:
        found = next((one for one in here if one.id == chosen), None)
        if found is None:
            raise Refusal(_("Who chairs the meeting must be present."), field="chaired_by_id")
        if found.role not in (CHAIR, DEPUTY):
            said = _("{name} is neither the chair nor a deputy.")
            raise Refusal(said.format(name=found.name), field="chaired_by_id")
        return found
    for role in (CHAIR, DEPUTY):
        able = [one for one in here if one.role == role]
        if able:
            return able[0]
    said = _("Neither the chair nor a deputy is present: nobody can chair the meeting.")
    raise Refusal(said, field="chaired_by_id")


def _refuse_unless_open(row: Row) -> None:
    if row["state"] == CLOSED:
        raise Refusal(_("The minutes are signed: nothing in the meeting can be changed."))
    if row["state"] == CANCELLED:
        raise Refusal(_("The meeting was cancelled."))


# The end


def heard(office: Office, item: UUID, values: Mapping[str, Value]) -> Changes:
    """What was heard on an item, who spoke. Raises Refusal once the minutes are signed."""
    question = office.get("agenda_item", item)
    _refuse_unless_open(meeting(office, question["meeting_id"].id))
    return office.set("agenda_item", item, values)


def agenda(office: Office, record: UUID) -> list[Row]:
    """The items of a meeting's agenda in their order, with all fields."""
    columns = tuple(office.entity("agenda_item").fields)
    where = (Condition("meeting_id", "is", record),)
    return office.rows(Query("agenda_item", where, sort=(("position", False),), columns=columns))


def decisions_of(office: Office, items: Sequence[Row]) -> dict[UUID, list[Row]]:
    """The decisions on these items, by the item's id, in their order."""
    columns = (*office.entity("decision").fields, "now")
    where = (Condition("agenda_item_id", "in", tuple(item.id for item in items)),)
    found: dict[UUID, list[Row]] = {item.id: [] for item in items}
    if items:
        asked = Query("decision", where, sort=(("position", False),), columns=columns)
        for row in office.rows(asked):
            found[row["agenda_item_id"].id].append(row)
    return found


def close(office: Office, record: UUID) -> Changes:
    """The minutes are signed: reports on the agenda count as heard, nothing changes any more.

    Raises Refusal for a meeting that was not held, or whose agenda has an item on which nothing
    was heard and nothing decided.
    """
    row = meeting(office, record)
    _refuse_unless_open(row)
    if row["state"] != HELD:
        raise Refusal(_("Write the attendance first: the meeting was not held yet."))
    items = agenda(office, record)
    if not items:
        raise Refusal(_("The agenda is empty: there is nothing to sign."))
    decided = decisions_of(office, items)
    empty = [
        str(item["position"])
        for item in items
        if not (decided[item.id] or item["heard_kk"] or item["heard_ru"])
    ]
    if empty:
        said = _("Nothing was heard or decided on item {items} of the agenda.")
        raise Refusal(said.format(items=", ".join(empty)))
    where = (Condition("meeting_id", "is", record), Condition("state", "is", "received"))
    reports = office.rows(Query("participant_report", where))
    heard: list[Operation] = [
        Update("participant_report", one.id, {"state": "heard"}) for one in reports
    ]
    title = Said(N_("Minutes signed: {what}"), {"what": f"№ {row['number']}"})
    return office.apply(
        title, office.source, [Update("meeting", record, {"state": CLOSED}), *heard]
    )


def cancel(office: Office, record: UUID, reason: str) -> Changes:
    """A meeting that will not take place; its reason is kept. Raises Refusal for a held one."""
    row = meeting(office, record)
    if row["state"] != PLANNED:
        raise Refusal(_("Only a planned meeting can be cancelled."))
    if not reason.strip():
        raise Refusal(_("Write why the meeting is cancelled."), field="note")
    title = Said(N_("Meeting cancelled: {what}"), {"what": format_date(row["held_on"])})
    values: dict[str, Value] = {"state": CANCELLED, "note": reason.strip()}
    where = (
        Condition("meeting_id", "is", record),
        Condition("state", "in", ("awaited", "received")),
    )
    freed: list[Operation] = [
        Update("participant_report", one.id, {"meeting_id": None})
        for one in office.rows(Query("participant_report", where))
    ]
    return office.apply(title, office.source, [Update("meeting", record, values), *freed])
