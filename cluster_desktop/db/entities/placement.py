"""Placement (практика орны / место практики): one student at one enterprise in one period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from cluster_desktop.db import people
from cluster_desktop.db.base import About, Computed, Record, column
from cluster_desktop.db.entities.academic_year import ends_after_it_starts
from cluster_desktop.db.entities.practice_period import KINDS
from cluster_desktop.fields import Choice, Date, Link, LongText, Money, Number, Text, YesNo
from cluster_desktop.i18n import N_

STATES = {
    "planned": N_("Planned"),
    "sent": N_("Sent"),
    "in_progress": N_("In progress"),
    "interrupted": N_("Interrupted"),
    "finished": N_("Finished"),
    "assessed": N_("Assessed"),
    "failed": N_("Failed"),
}
AGREEMENT = {
    "missing": N_("No agreement"),
    "unsigned": N_("Agreement not signed"),
    "short": N_("Agreement ends before the practice"),
}
PAPERS = N_("Order and papers")
RESULT = N_("Result")
HOURS = N_("Hours")


class Placement(Record):
    """The chain of a practice: order, referral, briefing, diary, report, mark (art. 38)."""

    __tablename__ = "placement"
    about: ClassVar[About] = About(
        together=(("starts", "ends"),),
        legal=("state",),
        label=N_("Placement"),
        plural=N_("Placements"),
        icon="practice",
        title="student_id",
        search_through=("student_id", "organisation_id"),
        checks=(ends_after_it_starts,),
        computed={
            "current": Computed(YesNo(N_("Not over yet"), computed=True), people.current),
            "agreement_state": Computed(
                Choice(N_("Agreement holds"), choices=AGREEMENT, computed=True, width=160),
                people.agreement_state,
            ),
            "diary_missing": Computed(
                YesNo(N_("Diary is missing"), computed=True), people.diary_missing
            ),
            "mentor_over": Computed(
                YesNo(N_("Mentor is overloaded"), computed=True), people.mentor_over
            ),
        },
    )

    student_id: Mapped[UUID] = column(
        Link(N_("Student"), to="student", owned=True, required=True, listed=True)
    )
    period_id: Mapped[UUID] = column(
        Link(N_("Practice period"), to="practice_period", owned=True, required=True, listed=True)
    )
    organisation_id: Mapped[UUID] = column(
        Link(N_("Organisation"), to="organisation", required=True, listed=True)
    )
    slot_id: Mapped[UUID | None] = column(Link(N_("Practice place"), to="practice_slot"))
    mentor_id: Mapped[UUID | None] = column(Link(N_("Mentor"), to="mentor", listed=True))
    supervisor_id: Mapped[UUID | None] = column(
        Link(N_("Supervisor from the college"), to="teacher")
    )
    kind: Mapped[str | None] = column(Choice(N_("Kind of practice"), choices=KINDS, width=150))
    starts: Mapped[date] = column(
        Date(N_("Starts"), required=True, listed=True, inline=True, width=92)
    )
    ends: Mapped[date] = column(
        Date(N_("Ends on"), required=True, listed=True, inline=True, width=92)
    )
    state: Mapped[str] = column(
        Choice(
            N_("State"), choices=STATES, default="planned", required=True, listed=True, width=110
        )
    )
    locked: Mapped[bool] = column(
        YesNo(N_("Stays when places are proposed anew"), inline=True, width=90)
    )
    reason: Mapped[str | None] = column(
        LongText(N_("Why a limit was exceeded"), hint=N_("Written by who decided it"))
    )
    agreement_id: Mapped[UUID | None] = column(
        Link(N_("Agreement"), to="agreement", width=110, group=PAPERS)
    )
    order_number: Mapped[str | None] = column(
        Text(N_("Order No."), inline=True, search=True, width=90, group=PAPERS)
    )
    order_date: Mapped[date | None] = column(
        Date(N_("Date of the order"), inline=True, width=92, group=PAPERS)
    )
    referral_number: Mapped[str | None] = column(Text(N_("Referral No."), group=PAPERS))
    briefing_on: Mapped[date | None] = column(
        Date(N_("Safety briefing"), inline=True, width=92, group=PAPERS)
    )
    diary_on: Mapped[date | None] = column(
        Date(N_("Diary handed in"), inline=True, width=92, group=PAPERS)
    )
    report_on: Mapped[date | None] = column(
        Date(N_("Report handed in"), inline=True, width=92, group=PAPERS)
    )
    hours_enterprise: Mapped[int | None] = column(
        Number(N_("Hours at the enterprise"), most=10_000, inline=True, width=96, group=HOURS)
    )
    hours_all: Mapped[int | None] = column(
        Number(N_("All hours"), most=20_000, inline=True, width=80, group=HOURS)
    )
    compensation: Mapped[Decimal | None] = column(
        Money(N_("Compensation payment a month"), group=HOURS)
    )
    grade: Mapped[int | None] = column(
        Number(N_("Mark"), most=100, inline=True, width=64, group=RESULT)
    )
    grade_text: Mapped[str | None] = column(Text(N_("Mark in words"), group=RESULT))
    certificate_number: Mapped[str | None] = column(Text(N_("Certificate No."), group=RESULT))
    certificate_on: Mapped[date | None] = column(Date(N_("Certificate issued"), group=RESULT))
    note: Mapped[str | None] = column(LongText(N_("Note")))

    # "Has this student a place in this period" is asked for every student of a list.
    __table_args__ = (Index("ix_placement_student_period", "student_id", "period_id"),)
