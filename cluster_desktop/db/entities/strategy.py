"""Goals, specialisation, the 12 steps of creation, and reviews of the strategy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import cluster
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.fields import (
    Choice,
    Date,
    Link,
    LongText,
    Measure,
    Number,
    Text,
    Value,
    YesNo,
)
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding

HORIZONS = {"short": N_("Short-term (1–3 years)"), "long": N_("Long-term (5–10 years)")}
YEARS_OF = cluster.YEARS_OF
SECTORS = {
    "engineering": N_("Engineering"),
    "education": N_("Education"),
    "services": N_("Services"),
    "agriculture": N_("Agriculture"),
    "construction": N_("Architecture and construction"),
    "transport": N_("Transport"),
    "energy": N_("Energy"),
    "mining": N_("Mining and metallurgy"),
    "it": N_("Information technology"),
    "health": N_("Health care"),
    "culture": N_("Culture and arts"),
    "other": N_("Other"),
}
# Methodical recommendations, chapter 4.
STEPS = {
    "1": N_("Define the goals"),
    "2": N_("Choose participants"),
    "3": N_("Analyse needs"),
    "4": N_("Partnership with enterprises"),
    "5": N_("Develop teaching staff"),
    "6": N_("Stimulate learners"),
    "7": N_("Keep programmes updated"),
    "8": N_("Develop the network"),
    "9": N_("Innovation projects"),
    "10": N_("Monitor and evaluate"),
    "11": N_("Sustainable development"),
    "12": N_("Financial sustainability"),
}
STEP_STATES = {
    "not_started": N_("Not started"),
    "in_progress": N_("In progress"),
    "done": N_("Done"),
}


def _inside_its_horizon(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    first, target = values.get("base_year"), values.get("target_year")
    if first is None or target is None or values.get("horizon") not in YEARS_OF:
        return ()
    least, most = YEARS_OF[values["horizon"]]
    if least <= target - first <= most:
        return ()
    said = _("Target year: for this horizon from {first} to {last}.")
    text = said.format(first=first + least, last=first + most)
    return (Finding(text, field="target_year", severity="warning"),)


class Goal(Record):
    """A goal with numbers: from a base year and value to a target (section 5)."""

    __tablename__ = "goal"
    about: ClassVar[About] = About(
        label=N_("Goal"),
        plural=N_("Goals"),
        icon="check",
        checks=(_inside_its_horizon,),
        computed={
            "is_set": Computed(
                YesNo(N_("Has a number and a year"), computed=True), cluster.goal_is_set
            ),
        },
    )

    name_kk: Mapped[str] = column(
        Text(N_("Goal (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Goal (Russian)"), search=True, sorts=True, listed=True)
    )
    horizon: Mapped[str] = column(
        Choice(N_("Horizon"), choices=HORIZONS, default="short", required=True, listed=True)
    )
    indicator_kk: Mapped[str | None] = column(Text(N_("Indicator (Kazakh)"), listed=True))
    indicator_ru: Mapped[str | None] = column(Text(N_("Indicator (Russian)"), listed=True))
    unit: Mapped[str | None] = column(Text(N_("Unit"), listed=True, width=80))
    base_year: Mapped[int | None] = column(
        Number(N_("Base year"), least=2000, most=2100, listed=True, width=80)
    )
    base_value: Mapped[Decimal | None] = column(Measure(N_("Base value"), listed=True, width=90))
    target_year: Mapped[int | None] = column(
        Number(N_("Target year"), least=2000, most=2100, listed=True, width=80)
    )
    target_value: Mapped[Decimal | None] = column(Measure(N_("Target"), listed=True, width=90))
    actual_value: Mapped[Decimal | None] = column(
        Measure(N_("Actual"), listed=True, inline=True, width=90)
    )
    actual_on: Mapped[date | None] = column(Date(N_("Actual on"), width=96))
    responsible: Mapped[str | None] = column(Text(N_("Responsible"), search=True))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class StrategyReview(Record):
    """Step 11: a look at a strategic programme or a goal, what was found and what follows."""

    __tablename__ = "strategy_review"
    about: ClassVar[About] = About(
        label=N_("Review of the strategy"),
        plural=N_("Reviews of the strategy"),
        icon="history",
        title="subject",
        sort="reviewed_on",
    )

    reviewed_on: Mapped[date] = column(Date(N_("Date"), required=True, listed=True, width=96))
    subject: Mapped[str] = column(
        Text(N_("What was reviewed"), required=True, search=True, sorts=True, listed=True)
    )
    goal_id: Mapped[UUID | None] = column(Link(N_("Goal"), to="goal", listed=True))
    actual_value: Mapped[Decimal | None] = column(Measure(N_("Actual"), listed=True, width=90))
    conclusion: Mapped[str | None] = column(LongText(N_("Conclusion"), search=True, listed=True))
    next_on: Mapped[date | None] = column(Date(N_("Next review"), listed=True, width=96))
    subject_sort: Mapped[str | None] = sort_column()


class Specialisation(Record):
    """A field of specialisation (section 6); the order is that of the passport."""

    __tablename__ = "specialisation"
    about: ClassVar[About] = About(
        label=N_("Field of specialisation"),
        plural=N_("Fields of specialisation"),
        icon="practice",
        sort="position",
        computed={
            "codes": Computed(
                Number(N_("Specialities"), computed=True, listed=True, width=100),
                cluster.field_codes,
            ),
        },
    )

    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(Text(N_("Name (Russian)"), search=True, sorts=True))
    sector: Mapped[str] = column(
        Choice(N_("Sector"), choices=SECTORS, default="engineering", required=True, listed=True)
    )
    position: Mapped[int] = column(
        Number(N_("No."), required=True, least=1, most=99, listed=True, width=60, default=1)
    )
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class SpecialisationCode(Record):
    """A speciality of the classifier in a field; taught by at least one member college."""

    __tablename__ = "specialisation_code"
    about: ClassVar[About] = About(
        label=N_("Speciality of the field"),
        plural=N_("Specialities of the field"),
        icon="practice",
        title="speciality_id",
        computed={
            "taught": Computed(
                YesNo(N_("Taught in the cluster"), computed=True, listed=True),
                cluster.code_taught,
            ),
        },
    )

    specialisation_id: Mapped[UUID] = column(
        Link(N_("Field of specialisation"), to="specialisation", owned=True, required=True)
    )
    speciality_id: Mapped[UUID] = column(
        Link(N_("Speciality"), to="speciality", required=True, listed=True)
    )
    college_taught_id: Mapped[UUID | None] = column(
        Link(N_("Taught by the college"), to="organisation", listed=True)
    )


class CreationStep(Record):
    """One of the 12 steps; its proof is files, words, and the records it leads to."""

    __tablename__ = "creation_step"
    about: ClassVar[About] = About(
        label=N_("Step of creation"), plural=N_("Steps of creation"), icon="check", title="step"
    )

    step: Mapped[str] = column(Choice(N_("Step"), choices=STEPS, required=True, listed=True))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=STEP_STATES, default="not_started", required=True, listed=True)
    )
    starts: Mapped[date | None] = column(Date(N_("Starts"), width=96, listed=True))
    due: Mapped[date | None] = column(Date(N_("Due"), width=96, listed=True))
    done_on: Mapped[date | None] = column(Date(N_("Done on"), width=96, listed=True))
    responsible: Mapped[str | None] = column(
        Text(N_("Responsible"), search=True, listed=True, inline=True)
    )
    evidence: Mapped[str | None] = column(LongText(N_("Evidence"), search=True))
    note: Mapped[str | None] = column(LongText(N_("Note")))
