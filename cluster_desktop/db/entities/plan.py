"""Action plan (section 7, form F9), risks, and corrective actions."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import cluster
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.fields import Choice, Date, Link, LongText, Number, Text, YesNo
from cluster_desktop.i18n import N_

# Glossary: statuses of a plan item; overdue is computed.
STATES = {
    "planned": N_("Not started"),
    "in_progress": N_("In progress"),
    "done": N_("Done"),
    "partly": N_("Partly done"),
    "postponed": N_("Postponed"),
    "cancelled": N_("Cancelled"),
}
NOW = {
    "overdue": N_("Overdue"),
    "soon": N_("Due soon"),
    **STATES,
}
RISK_STATES = {
    "open": N_("Not closed"),
    "watched": N_("Watched"),
    "happened": N_("Happened"),
    "closed": N_("Closed"),
}
LEVELS = {
    "low": N_("Low"),
    "medium": N_("Medium"),
    "high": N_("High"),
}
CORRECTIONS = {
    "found": N_("Found"),
    "in_progress": N_("In progress"),
    "mended": N_("Mended"),
    "checked": N_("Checked, closed"),
}


class PlanItem(Record):
    """A measure with term, responsible party, expected result, and what came of it."""

    __tablename__ = "plan_item"
    about: ClassVar[About] = About(
        label=N_("Plan item"),
        plural=N_("Action plan"),
        icon="calendar",
        sort="number",
        computed={
            "now": Computed(
                Choice(N_("Now"), choices=NOW, computed=True, listed=True, width=120),
                cluster.plan_now,
            ),
            "of_year": Computed(Number(N_("Of the year"), computed=True), cluster.plan_year),
            "done": Computed(YesNo(N_("Done by the day"), computed=True), cluster.plan_done),
            "days_left": Computed(
                Number(N_("Days left"), computed=True, least=-100_000, width=80),
                cluster.plan_days_left,
            ),
        },
    )

    number: Mapped[int] = column(
        Number(N_("No."), required=True, least=1, most=9_999, listed=True, width=72, default=1)
    )
    year: Mapped[int | None] = column(
        Number(N_("Year"), least=2000, most=2100, listed=True, width=72)
    )
    heading: Mapped[str | None] = column(Text(N_("Part of the plan"), search=True))
    name_kk: Mapped[str] = column(
        Text(N_("Measure (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Measure (Russian)"), search=True, sorts=True, listed=True)
    )
    form: Mapped[str | None] = column(Text(N_("Form of completion"), listed=True))
    starts: Mapped[date | None] = column(Date(N_("Starts"), width=96))
    due: Mapped[date | None] = column(Date(N_("Due"), listed=True, width=96))
    due_text: Mapped[str | None] = column(
        Text(N_("Term in words"), hint=N_("“every quarter”, “during the year”"))
    )
    responsible: Mapped[str | None] = column(
        Text(N_("Responsible"), search=True, listed=True, inline=True)
    )
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Responsible organisation"), to="organisation")
    )
    result_kk: Mapped[str | None] = column(LongText(N_("Expected result (Kazakh)"), listed=True))
    result_ru: Mapped[str | None] = column(LongText(N_("Expected result (Russian)"), listed=True))
    finance: Mapped[str | None] = column(Text(N_("Source and sum of funding")))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=STATES, default="planned", required=True, width=120)
    )
    done_on: Mapped[date | None] = column(Date(N_("Done on"), width=96))
    done_text: Mapped[str | None] = column(LongText(N_("What was done"), search=True))
    decision_id: Mapped[UUID | None] = column(Link(N_("By the decision"), to="decision"))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class Risk(Record):
    """A risk with likelihood × impact (each 1–5) and the measure against it."""

    __tablename__ = "risk"
    about: ClassVar[About] = About(
        label=N_("Risk"),
        plural=N_("Risks"),
        icon="warning",
        computed={
            "level": Computed(
                Choice(N_("Level"), choices=LEVELS, computed=True, listed=True, width=100),
                cluster.risk_level,
            ),
        },
    )

    name_kk: Mapped[str] = column(
        Text(N_("Risk (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Risk (Russian)"), search=True, sorts=True, listed=True)
    )
    probability: Mapped[int] = column(
        Number(N_("Likelihood"), required=True, least=1, most=5, default=3, listed=True, width=90)
    )
    impact: Mapped[int] = column(
        Number(N_("Impact"), required=True, least=1, most=5, default=3, listed=True, width=90)
    )
    measure_kk: Mapped[str | None] = column(LongText(N_("Measure (Kazakh)"), listed=True))
    measure_ru: Mapped[str | None] = column(LongText(N_("Measure (Russian)"), listed=True))
    responsible: Mapped[str | None] = column(Text(N_("Responsible"), search=True, listed=True))
    review_on: Mapped[date | None] = column(Date(N_("Next review"), listed=True, width=96))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=RISK_STATES, default="open", required=True, listed=True)
    )
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class CorrectiveAction(Record):
    """A problem found, its cause and its correction (fast detection and correction)."""

    __tablename__ = "corrective_action"
    about: ClassVar[About] = About(
        label=N_("Corrective action"),
        plural=N_("Corrective actions"),
        icon="check",
        title="problem",
        sort="found_on",
    )

    problem: Mapped[str] = column(
        Text(N_("Problem"), required=True, search=True, sorts=True, listed=True)
    )
    found_on: Mapped[date] = column(Date(N_("Found on"), required=True, listed=True, width=96))
    found_by: Mapped[str | None] = column(Text(N_("Found by"), listed=True))
    cause: Mapped[str | None] = column(LongText(N_("Cause"), listed=True))
    action: Mapped[str | None] = column(LongText(N_("What is done"), listed=True))
    responsible: Mapped[str | None] = column(Text(N_("Responsible"), search=True, listed=True))
    due: Mapped[date | None] = column(Date(N_("Due"), listed=True, width=96))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=CORRECTIONS, default="found", required=True, listed=True)
    )
    mended_on: Mapped[date | None] = column(Date(N_("Mended on"), listed=True, width=96))
    result: Mapped[str | None] = column(LongText(N_("Result")))
    problem_sort: Mapped[str | None] = sort_column()
