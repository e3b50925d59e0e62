"""Addendum to an agreement: changes its term or its subject after signature."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Choice, Date, Link, LongText, Text
from cluster_desktop.i18n import N_

STAGES = {"draft": N_("Draft"), "signed": N_("Signed"), "cancelled": N_("Cancelled")}


class Addendum(Record):
    """Only a signed addendum counts; the last signed one with a new end sets the term."""

    __tablename__ = "addendum"
    about: ClassVar[About] = About(
        label=N_("Addendum"), plural=N_("Addenda"), icon="document", title="number"
    )

    agreement_id: Mapped[UUID] = column(
        Link(N_("Agreement"), to="agreement", owned=True, required=True)
    )
    number: Mapped[str] = column(
        Text(N_("Number"), required=True, search=True, sorts=True, listed=True, width=98)
    )
    signed_on: Mapped[date | None] = column(Date(N_("Signed"), listed=True, width=92))
    new_until: Mapped[date | None] = column(Date(N_("New end date"), listed=True, width=96))
    subject_kk: Mapped[str | None] = column(LongText(N_("Subject (Kazakh)")))
    subject_ru: Mapped[str | None] = column(LongText(N_("Subject (Russian)")))
    stage: Mapped[str] = column(
        Choice(N_("Stage"), choices=STAGES, default="draft", required=True, listed=True, width=110)
    )
    number_sort: Mapped[str | None] = sort_column()
