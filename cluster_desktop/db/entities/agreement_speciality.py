"""Which specialities an agreement is about: one row a link."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column
from cluster_desktop.fields import Link
from cluster_desktop.i18n import N_


class AgreementSpeciality(Record):
    """A row of its own, so that two machines can add different specialities and lose none."""

    __tablename__ = "agreement_speciality"
    about: ClassVar[About] = About(
        label=N_("Speciality of an agreement"),
        plural=N_("Specialities of agreements"),
        icon="graduates",
        title="speciality_id",
    )

    agreement_id: Mapped[UUID] = column(
        Link(N_("Agreement"), to="agreement", owned=True, required=True)
    )
    speciality_id: Mapped[UUID] = column(
        Link(N_("Speciality"), to="speciality", required=True, listed=True)
    )
