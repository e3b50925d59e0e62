"""Practice slot: places that an enterprise offers in a period, and on which conditions."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import people
from cluster_desktop.db.base import About, Computed, Record, column
from cluster_desktop.db.entities.academic_year import ends_after_it_starts
from cluster_desktop.db.entities.practice_period import KINDS
from cluster_desktop.fields import Choice, Date, Link, LongText, Number, Text, YesNo
from cluster_desktop.i18n import N_

CONDITIONS = N_("Conditions")


class PracticeSlot(Record):
    """More students than places is a warning with a written reason, never forbidden."""

    __tablename__ = "practice_slot"
    about: ClassVar[About] = About(
        label=N_("Practice place"),
        plural=N_("Practice places"),
        icon="practice",
        title="organisation_id",
        search_through=("organisation_id",),
        checks=(ends_after_it_starts,),
        computed={
            "placed": Computed(
                Number(N_("Placed"), computed=True, listed=True, width=80), people.slot_placed
            ),
            "free": Computed(
                Number(N_("Free"), computed=True, listed=True, least=-10_000, width=72),
                people.slot_free,
            ),
        },
    )

    organisation_id: Mapped[UUID] = column(
        Link(N_("Organisation"), to="organisation", required=True, listed=True)
    )
    period_id: Mapped[UUID] = column(
        Link(N_("Practice period"), to="practice_period", owned=True, required=True, listed=True)
    )
    speciality_id: Mapped[UUID | None] = column(
        Link(N_("Speciality"), to="speciality", listed=True)
    )
    group_id: Mapped[UUID | None] = column(
        Link(N_("Only for the group"), to="study_group", listed=True, width=100)
    )
    kind: Mapped[str | None] = column(Choice(N_("Kind of practice"), choices=KINDS, width=150))
    places: Mapped[int] = column(
        Number(N_("Places"), required=True, most=10_000, listed=True, inline=True, width=72)
    )
    starts: Mapped[date | None] = column(Date(N_("Starts"), width=96))
    ends: Mapped[date | None] = column(Date(N_("Ends on"), width=96))
    agreement_id: Mapped[UUID | None] = column(
        Link(N_("Agreement"), to="agreement", listed=True, width=110)
    )
    mentor_id: Mapped[UUID | None] = column(Link(N_("Mentor"), to="mentor"))
    supervisor_id: Mapped[UUID | None] = column(
        Link(N_("Supervisor from the college"), to="teacher")
    )
    weeks: Mapped[int | None] = column(Number(N_("Weeks"), most=60, group=CONDITIONS))
    hours: Mapped[int | None] = column(Number(N_("Hours"), most=10_000, group=CONDITIONS))
    paid_places: Mapped[int | None] = column(
        Number(N_("Paid places"), most=10_000, group=CONDITIONS)
    )
    distance_km: Mapped[int | None] = column(
        Number(N_("Distance"), unit=N_("km"), most=5_000, group=CONDITIONS)
    )
    transport: Mapped[bool] = column(YesNo(N_("Transport is provided"), group=CONDITIONS))
    dormitory: Mapped[bool] = column(YesNo(N_("Dormitory is provided"), group=CONDITIONS))
    transport_text: Mapped[str | None] = column(
        Text(N_("Transport, dormitory in words"), group=CONDITIONS)
    )
    conditions: Mapped[str | None] = column(LongText(N_("Other conditions"), group=CONDITIONS))
    briefing_on: Mapped[date | None] = column(Date(N_("Safety briefing"), group=CONDITIONS))
    note: Mapped[str | None] = column(LongText(N_("Note")))
