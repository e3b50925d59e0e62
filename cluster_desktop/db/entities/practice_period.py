"""Practice period (Law on Education, art. 38): when it is, and which groups go."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import people
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.db.entities.academic_year import ends_after_it_starts
from cluster_desktop.fields import Choice, Choices, Date, Link, LongText, Number, Text
from cluster_desktop.i18n import N_

KINDS = {
    "study": N_("Study practice"),
    "production": N_("Production practice"),
    "diploma": N_("Pre-diploma practice"),
    "dual": N_("Dual training"),
}
WEEKDAYS = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
}
SCHEDULE = N_("Schedule and hours")


class PracticePeriod(Record):
    """Hours at the enterprise follow from the days and the academic year's breaks."""

    __tablename__ = "practice_period"
    about: ClassVar[About] = About(
        together=(("starts", "ends"),),
        label=N_("Practice period"),
        plural=N_("Practice periods"),
        icon="practice",
        duplicates=("name",),
        sort="starts",
        checks=(ends_after_it_starts,),
        computed={
            "placed": Computed(
                Number(N_("Placed"), computed=True, listed=True, width=80), people.period_placed
            )
        },
    )

    name: Mapped[str] = column(
        Text(N_("Name"), required=True, search=True, sorts=True, listed=True, limit=120)
    )
    kind: Mapped[str] = column(
        Choice(
            N_("Kind of practice"),
            choices=KINDS,
            default="production",
            required=True,
            listed=True,
            width=150,
        )
    )
    starts: Mapped[date] = column(Date(N_("Starts"), required=True, listed=True, width=96))
    ends: Mapped[date] = column(Date(N_("Ends on"), required=True, listed=True, width=96))
    academic_year_id: Mapped[UUID | None] = column(Link(N_("Academic year"), to="academic_year"))
    weeks: Mapped[int | None] = column(Number(N_("Weeks"), most=60, group=SCHEDULE))
    hours: Mapped[int | None] = column(
        Number(N_("Hours of the practice"), most=10_000, group=SCHEDULE)
    )
    days: Mapped[tuple[str, ...]] = column(
        Choices(N_("Days at the enterprise"), choices=WEEKDAYS, group=SCHEDULE)
    )
    hours_per_day: Mapped[int | None] = column(
        Number(N_("Hours a day"), least=1, most=12, group=SCHEDULE)
    )
    hours_training: Mapped[int | None] = column(
        Number(
            N_("Hours of production training and practice"),
            most=20_000,
            hint=N_("Of the whole programme in this period: the base of the dual share"),
            group=SCHEDULE,
        )
    )
    hours_all: Mapped[int | None] = column(
        Number(N_("All hours of study"), most=20_000, group=SCHEDULE)
    )
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_sort: Mapped[str | None] = sort_column()


class PeriodGroup(Record):
    """A group that goes in the period: a row of its own, so that two machines lose none."""

    __tablename__ = "period_group"
    about: ClassVar[About] = About(
        label=N_("Group of a period"),
        plural=N_("Groups of periods"),
        icon="graduates",
        title="group_id",
    )

    period_id: Mapped[UUID] = column(
        Link(N_("Practice period"), to="practice_period", owned=True, required=True)
    )
    group_id: Mapped[UUID] = column(Link(N_("Group"), to="study_group", required=True, listed=True))
