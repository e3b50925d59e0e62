"""What a party has promised in an agreement, and whether it was done."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Choice, Date, Link, LongText, Text
from cluster_desktop.i18n import N_

STATES = {
    "to_do": N_("To do"),
    "in_progress": N_("In progress"),
    "done": N_("Done"),
    "cancelled": N_("Cancelled"),
}


class Obligation(Record):
    """Due on a day, or in every period; overdue is computed from the day, never typed."""

    __tablename__ = "obligation"
    about: ClassVar[About] = About(
        label=N_("Obligation"), plural=N_("Obligations"), icon="check", title="text"
    )

    agreement_id: Mapped[UUID] = column(
        Link(N_("Agreement"), to="agreement", owned=True, required=True)
    )
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Organisation"), to="organisation", listed=True)
    )
    text_kk: Mapped[str] = column(
        Text(N_("Obligation (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    text_ru: Mapped[str | None] = column(Text(N_("Obligation (Russian)"), search=True, sorts=True))
    due: Mapped[date | None] = column(Date(N_("Due"), listed=True, width=96))
    period: Mapped[str | None] = column(Text(N_("Period"), hint=N_("Where it recurs: every year")))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=STATES, default="to_do", required=True, listed=True, width=120)
    )
    evidence: Mapped[str | None] = column(LongText(N_("Evidence")))
    text_kk_sort: Mapped[str | None] = sort_column()
    text_ru_sort: Mapped[str | None] = sort_column()
