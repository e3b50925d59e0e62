"""The coordinating council (chapter 5): members, meetings, votes, decisions, working groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import cluster
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.db.entities.academic_year import ends_after_it_starts
from cluster_desktop.fields import Choice, Date, Link, LongText, Number, Phone, Text, Value, YesNo
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding

GROUPS = {
    "education": N_("Heads of education and research organisations"),
    "enterprise": N_("Representatives of enterprises"),
    "state": N_("Representatives of local executive bodies"),
    "expert": N_("Experts and consultants"),
}
ROLES = {
    "chair": N_("Chair"),
    "deputy": N_("Deputy chair"),
    "secretary": N_("Secretary"),
    "member": N_("Member"),
}
MEETINGS = {
    "planned": N_("Planned"),
    "held": N_("Held"),
    "closed": N_("Minutes signed"),
    "cancelled": N_("Cancelled"),
}
# Glossary: statuses of a council's decision; overdue is computed.
DECISIONS = {
    "to_do": N_("To do"),
    "in_progress": N_("In progress"),
    "done": N_("Done"),
    "cancelled": N_("Cancelled"),
}
DECISION_NOW = {**DECISIONS, "overdue": N_("Overdue")}
CONFLICTS = {"open": N_("Not settled"), "settled": N_("Settled")}


class CouncilMember(Record):
    """A person of one of the four groups, for a term."""

    __tablename__ = "council_member"
    about: ClassVar[About] = About(
        label=N_("Council member"),
        plural=N_("Council members"),
        icon="person",
        title="full_name",
        checks=(ends_after_it_starts,),
        computed={
            "serves": Computed(YesNo(N_("In the council today"), computed=True), cluster.serves),
        },
    )

    full_name: Mapped[str] = column(
        Text(N_("Full name"), required=True, search=True, sorts=True, listed=True, private=True)
    )
    position_kk: Mapped[str | None] = column(Text(N_("Position (Kazakh)"), listed=True))
    position_ru: Mapped[str | None] = column(Text(N_("Position (Russian)"), listed=True))
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Organisation"), to="organisation", listed=True)
    )
    council_group: Mapped[str] = column(
        Choice(N_("Group"), choices=GROUPS, default="education", required=True, listed=True)
    )
    role: Mapped[str] = column(
        Choice(N_("Role"), choices=ROLES, default="member", required=True, listed=True, width=120)
    )
    starts: Mapped[date | None] = column(Date(N_("Starts"), listed=True, width=96))
    ends: Mapped[date | None] = column(Date(N_("Ends on"), listed=True, width=96))
    phone: Mapped[str | None] = column(Phone(N_("Phone"), private=True))
    email: Mapped[str | None] = column(Text(N_("E-mail"), private=True))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    full_name_sort: Mapped[str | None] = sort_column()


class ConflictOfInterest(Record):
    """A declared conflict of interest of a council member, and how it was settled."""

    __tablename__ = "conflict_of_interest"
    about: ClassVar[About] = About(
        label=N_("Conflict of interest"),
        plural=N_("Conflicts of interest"),
        icon="conflict",
        title="matter",
        sort="declared_on",
    )

    member_id: Mapped[UUID] = column(
        Link(N_("Council member"), to="council_member", owned=True, required=True, listed=True)
    )
    matter: Mapped[str] = column(
        Text(N_("Matter"), required=True, search=True, sorts=True, listed=True)
    )
    declared_on: Mapped[date] = column(Date(N_("Declared on"), required=True, listed=True))
    measure: Mapped[str | None] = column(LongText(N_("Measure"), listed=True))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=CONFLICTS, default="open", required=True, listed=True)
    )
    settled_on: Mapped[date | None] = column(Date(N_("Settled on"), listed=True))
    matter_sort: Mapped[str | None] = sort_column()


_TIME = re.compile(r"([01]?\d|2[0-3])[:.-][0-5]\d")


def begins_at_a_time(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    """Hours and minutes of a day: the minutes print them."""
    begins = values.get("begins")
    if not begins or _TIME.fullmatch(str(begins)):
        return ()
    said = _("Time: “{text}” is no time of day. Write hours and minutes, such as 10:30.")
    return (Finding(said.format(text=begins), field="begins"),)


class Meeting(Record):
    """A meeting: agenda, attendance and quorum, votes, minutes. A deputy may act for the chair."""

    __tablename__ = "meeting"
    about: ClassVar[About] = About(
        label=N_("Council meeting"),
        plural=N_("Council meetings"),
        icon="calendar",
        title="number",
        sort="held_on",
        checks=(begins_at_a_time,),
        computed={
            "present": Computed(
                Number(N_("Present"), computed=True, listed=True, width=80), cluster.present
            ),
            "decided": Computed(
                Number(N_("Decisions"), computed=True, listed=True, width=80), cluster.decided
            ),
        },
    )

    number: Mapped[str] = column(
        Text(N_("Minutes No."), required=True, search=True, sorts=True, listed=True, width=90)
    )
    held_on: Mapped[date] = column(Date(N_("Date"), required=True, listed=True, width=96))
    begins: Mapped[str | None] = column(Text(N_("Time"), width=70))
    place_kk: Mapped[str | None] = column(Text(N_("Place (Kazakh)"), listed=True))
    place_ru: Mapped[str | None] = column(Text(N_("Place (Russian)"), listed=True))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=MEETINGS, default="planned", required=True, listed=True)
    )
    chaired_by_id: Mapped[UUID | None] = column(
        Link(N_("Chaired by"), to="council_member", listed=True)
    )
    acting: Mapped[bool] = column(YesNo(N_("The deputy acts for the chair")))
    secretary_id: Mapped[UUID | None] = column(Link(N_("Secretary"), to="council_member"))
    invited_kk: Mapped[str | None] = column(LongText(N_("Invited (Kazakh)")))
    invited_ru: Mapped[str | None] = column(LongText(N_("Invited (Russian)")))
    members_then: Mapped[int | None] = column(
        Number(N_("Members on the day"), hint=N_("Kept when the meeting was held"), most=500)
    )
    quorum_percent: Mapped[int | None] = column(Number(N_("Quorum"), unit="%", most=100))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    number_sort: Mapped[str | None] = sort_column()


class MeetingAttendance(Record):
    """Whether a member was present, or who stood in."""

    __tablename__ = "meeting_attendance"
    about: ClassVar[About] = About(
        label=N_("Attendance at the meeting"),
        plural=N_("Attendance at the meeting"),
        icon="person",
        title="member_id",
    )

    meeting_id: Mapped[UUID] = column(Link(N_("Meeting"), to="meeting", owned=True, required=True))
    member_id: Mapped[UUID] = column(
        Link(N_("Council member"), to="council_member", required=True, listed=True)
    )
    present: Mapped[bool] = column(YesNo(N_("Present"), listed=True))
    represented_by: Mapped[str | None] = column(Text(N_("Represented by"), listed=True))
    reason: Mapped[str | None] = column(Text(N_("Reason of absence"), listed=True))


class AgendaItem(Record):
    """An item of the agenda; what came back from earlier names the plan item or decision."""

    __tablename__ = "agenda_item"
    about: ClassVar[About] = About(
        label=N_("Item of the agenda"), plural=N_("Agenda"), title="title", sort="position"
    )

    meeting_id: Mapped[UUID] = column(Link(N_("Meeting"), to="meeting", owned=True, required=True))
    position: Mapped[int] = column(
        Number(N_("No."), required=True, least=1, most=99, default=1, listed=True, width=60)
    )
    title_kk: Mapped[str] = column(
        Text(N_("Question (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    title_ru: Mapped[str | None] = column(
        Text(N_("Question (Russian)"), search=True, sorts=True, listed=True)
    )
    speaker_kk: Mapped[str | None] = column(Text(N_("Speaker (Kazakh)"), listed=True))
    speaker_ru: Mapped[str | None] = column(Text(N_("Speaker (Russian)")))
    heard_kk: Mapped[str | None] = column(LongText(N_("Heard (Kazakh)")))
    heard_ru: Mapped[str | None] = column(LongText(N_("Heard (Russian)")))
    about_plan_id: Mapped[UUID | None] = column(Link(N_("About the plan item"), to="plan_item"))
    about_decision_id: Mapped[UUID | None] = column(
        Link(N_("About the earlier decision"), to="decision")
    )
    title_kk_sort: Mapped[str | None] = sort_column()
    title_ru_sort: Mapped[str | None] = sort_column()


class Decision(Record):
    """A decision with votes; with a date it becomes a plan item and returns until closed."""

    __tablename__ = "decision"
    about: ClassVar[About] = About(
        label=N_("Decision"),
        plural=N_("Decisions"),
        icon="check",
        title="text",
        sort="due",
        computed={
            "now": Computed(
                Choice(N_("Now"), choices=DECISION_NOW, computed=True, listed=True),
                cluster.decision_now,
            ),
        },
    )

    agenda_item_id: Mapped[UUID] = column(
        Link(N_("Item of the agenda"), to="agenda_item", owned=True, required=True)
    )
    position: Mapped[int] = column(
        Number(N_("No."), required=True, least=1, most=99, default=1, width=60)
    )
    text_kk: Mapped[str] = column(
        LongText(N_("Decision (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    text_ru: Mapped[str | None] = column(
        LongText(N_("Decision (Russian)"), search=True, sorts=True, listed=True)
    )
    responsible: Mapped[str | None] = column(Text(N_("Responsible"), search=True, listed=True))
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Responsible organisation"), to="organisation", listed=True)
    )
    due: Mapped[date | None] = column(Date(N_("Due"), listed=True, width=96))
    votes_for: Mapped[int | None] = column(Number(N_("For"), most=500, width=60))
    votes_against: Mapped[int | None] = column(Number(N_("Against"), most=500, width=60))
    abstained: Mapped[int | None] = column(Number(N_("Abstained"), most=500, width=60))
    adopted: Mapped[bool] = column(YesNo(N_("Adopted"), default=True, listed=True))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=DECISIONS, default="to_do", required=True, width=110)
    )
    done_on: Mapped[date | None] = column(Date(N_("Done on"), width=96))
    evidence: Mapped[str | None] = column(LongText(N_("Evidence")))
    text_kk_sort: Mapped[str | None] = sort_column()
    text_ru_sort: Mapped[str | None] = sort_column()


class WorkingGroup(Record):
    """A working group of the council for a project or a question."""

    __tablename__ = "working_group"
    about: ClassVar[About] = About(
        label=N_("Working group"), plural=N_("Working groups"), icon="partners"
    )

    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True)
    )
    task: Mapped[str | None] = column(LongText(N_("Task"), search=True, listed=True))
    project_id: Mapped[UUID | None] = column(
        Link(N_("Project"), to="innovation_project", listed=True)
    )
    decision_id: Mapped[UUID | None] = column(Link(N_("Formed by the decision"), to="decision"))
    formed_on: Mapped[date | None] = column(Date(N_("Formed on"), listed=True, width=96))
    ended_on: Mapped[date | None] = column(Date(N_("Ended on"), listed=True, width=96))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class WorkingGroupMember(Record):
    """A person in a working group, from the council or from outside."""

    __tablename__ = "working_group_member"
    about: ClassVar[About] = About(
        label=N_("Member of the working group"),
        plural=N_("Members of the working group"),
        icon="person",
        title="full_name",
    )

    group_id: Mapped[UUID] = column(
        Link(N_("Working group"), to="working_group", owned=True, required=True)
    )
    full_name: Mapped[str] = column(
        Text(N_("Full name"), required=True, search=True, sorts=True, listed=True, private=True)
    )
    member_id: Mapped[UUID | None] = column(Link(N_("Council member"), to="council_member"))
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Organisation"), to="organisation", listed=True)
    )
    leads: Mapped[bool] = column(YesNo(N_("Leads the group"), listed=True))
    full_name_sort: Mapped[str | None] = sort_column()
