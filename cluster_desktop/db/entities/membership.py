"""Who takes part in the cluster, what they promise, report and produce."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import cluster
from cluster_desktop.db.base import About, Computed, Record, column
from cluster_desktop.db.entities.organisation import KINDS
from cluster_desktop.fields import Choice, Date, Link, LongText, Money, Number, Text, YesNo
from cluster_desktop.i18n import N_

ROLES = {
    "coordinator": N_("Coordinating college"),
    "education": N_("Training of specialists"),
    "employer": N_("Employer, practice base"),
    "career_guidance": N_("Career guidance"),
    "science": N_("Research and projects"),
    "support": N_("Support of the authorities"),
    "finance": N_("Funding"),
    "expertise": N_("Expertise"),
    "other": N_("Other"),
}
STATES = {
    "negotiating": N_("Negotiating"),
    "member": N_("Member"),
    "left": N_("Left the cluster"),
}
REPORTS = {
    "awaited": N_("Awaited"),
    "received": N_("Received"),
    "heard": N_("Heard by the council"),
}
PERIODS = {
    "1": N_("Quarter I"),
    "2": N_("Quarter II"),
    "3": N_("Quarter III"),
    "4": N_("Quarter IV"),
    "year": N_("Year"),
}


class Membership(Record):
    """Section 2 of the passport. A member may leave without breaking the cluster."""

    __tablename__ = "membership"
    about: ClassVar[About] = About(
        label=N_("Cluster participant"),
        plural=N_("Cluster participants"),
        icon="partners",
        title="organisation_id",
        search_through=("organisation_id",),
        duplicates=("organisation_id",),
        computed={
            "kind": Computed(
                Choice(N_("Kind of organisation"), choices=KINDS, computed=True),
                cluster.member_kind,
            ),
            "belongs": Computed(
                YesNo(N_("Takes part today"), computed=True), cluster.member_belongs
            ),
            "has_agreement": Computed(
                YesNo(N_("Agreement in force"), computed=True, listed=True),
                cluster.member_has_agreement,
            ),
            "in_passport": Computed(
                YesNo(N_("Stands in the passport"), computed=True), cluster.member_in_passport
            ),
            "bin": Computed(Text(N_("BIN / IIN"), computed=True), cluster.member_bin),
            "has_head": Computed(
                YesNo(N_("Head is known"), computed=True), cluster.member_has_head
            ),
        },
    )

    organisation_id: Mapped[UUID] = column(
        Link(N_("Organisation"), to="organisation", required=True, listed=True)
    )
    founder: Mapped[bool] = column(YesNo(N_("Founder"), listed=True, width=80))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=STATES, default="member", required=True, listed=True, width=110)
    )
    role: Mapped[str | None] = column(Choice(N_("Role"), choices=ROLES, listed=True, inline=True))
    duty_kk: Mapped[str | None] = column(Text(N_("Role in words (Kazakh)"), search=True))
    duty_ru: Mapped[str | None] = column(Text(N_("Role in words (Russian)"), search=True))
    obligations_kk: Mapped[str | None] = column(
        LongText(N_("Obligations (Kazakh)"), search=True, listed=True)
    )
    obligations_ru: Mapped[str | None] = column(
        LongText(N_("Obligations (Russian)"), search=True, listed=True)
    )
    private_goals: Mapped[str | None] = column(LongText(N_("Private goals in the cluster")))
    joined_on: Mapped[date | None] = column(Date(N_("Joined"), listed=True, width=96))
    left_on: Mapped[date | None] = column(Date(N_("Left"), width=96))
    leaving: Mapped[str | None] = column(Text(N_("Why and by which document it left")))


class ParticipantReport(Record):
    """Report of a participant on tasks and target indicators; the council hears it."""

    __tablename__ = "participant_report"
    about: ClassVar[About] = About(
        label=N_("Report of a participant"),
        plural=N_("Reports of participants"),
        icon="reports",
        title="organisation_id",
        sort="due",
        search_through=("organisation_id",),
    )

    organisation_id: Mapped[UUID] = column(
        Link(N_("Organisation"), to="organisation", required=True, listed=True)
    )
    year: Mapped[int] = column(
        Number(N_("Year"), required=True, least=2000, most=2100, listed=True, width=72)
    )
    period: Mapped[str] = column(
        Choice(N_("Period"), choices=PERIODS, default="year", required=True, listed=True, width=110)
    )
    due: Mapped[date | None] = column(Date(N_("Due"), listed=True, width=96))
    received_on: Mapped[date | None] = column(Date(N_("Received on"), listed=True, width=96))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=REPORTS, default="awaited", required=True, listed=True)
    )
    tasks: Mapped[str | None] = column(LongText(N_("Tasks carried out"), search=True))
    indicators: Mapped[str | None] = column(LongText(N_("Target indicators reached")))
    meeting_id: Mapped[UUID | None] = column(Link(N_("Heard at the meeting"), to="meeting"))
    conclusion: Mapped[str | None] = column(LongText(N_("Conclusion of the council")))


class OutputVolume(Record):
    """K02: goods and services of a participant in a period; part of it may go outside."""

    __tablename__ = "output_volume"
    about: ClassVar[About] = About(
        label=N_("Goods and services"),
        plural=N_("Volume of goods and services"),
        icon="reports",
        title="organisation_id",
        sort="year",
        search_through=("organisation_id",),
        computed={
            "since": Computed(
                Date(N_("Counts from"), computed=True, width=96), cluster.output_since
            ),
        },
    )

    organisation_id: Mapped[UUID] = column(
        Link(N_("Organisation"), to="organisation", required=True, listed=True)
    )
    year: Mapped[int] = column(
        Number(N_("Year"), required=True, least=2000, most=2100, listed=True, width=72)
    )
    period: Mapped[str] = column(
        Choice(N_("Period"), choices=PERIODS, default="year", required=True, listed=True, width=110)
    )
    product: Mapped[str | None] = column(Text(N_("Product or service"), search=True, listed=True))
    amount: Mapped[Decimal] = column(Money(N_("Volume"), required=True, listed=True))
    outside: Mapped[Decimal | None] = column(Money(N_("Of it outside the cluster"), listed=True))
    recipient: Mapped[str | None] = column(Text(N_("To whom outside the cluster"), search=True))
    source: Mapped[str | None] = column(Text(N_("Source"), listed=True))
