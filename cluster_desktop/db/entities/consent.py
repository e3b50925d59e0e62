"""Consent of a student, or of the representative of a minor, to the use of personal data."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column
from cluster_desktop.fields import Choice, Date, Link, LongText
from cluster_desktop.i18n import N_

KINDS = {
    "processing": N_("Collecting and processing"),
    "transfer": N_("Passing on to the place of practice"),
    "photo": N_("Photographs and publication"),
}
GIVERS = {"student": N_("The student"), "guardian": N_("Parent or guardian")}


class Consent(Record):
    """Withdrawn or past its day it no longer holds; the record stays as proof of what was given."""

    __tablename__ = "consent"
    about: ClassVar[About] = About(
        label=N_("Consent"),
        plural=N_("Consents"),
        icon="check",
        title="student_id",
        sort="given_on",
    )

    student_id: Mapped[UUID] = column(Link(N_("Student"), to="student", owned=True, required=True))
    kind: Mapped[str] = column(
        Choice(N_("Consent to"), choices=KINDS, default="processing", required=True, listed=True)
    )
    given_on: Mapped[date] = column(Date(N_("Given"), required=True, listed=True, width=96))
    given_by: Mapped[str] = column(
        Choice(N_("Given by"), choices=GIVERS, default="student", required=True, listed=True)
    )
    until: Mapped[date | None] = column(Date(N_("Holds until"), listed=True, width=96))
    withdrawn_on: Mapped[date | None] = column(Date(N_("Withdrawn"), listed=True, width=96))
    note: Mapped[str | None] = column(LongText(N_("Note")))
