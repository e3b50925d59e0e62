"""Who signs an agreement for a party, where it is not the head of the organisation."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Date, Link, Text
from cluster_desktop.i18n import N_


class Signatory(Record):
    """Name, position and basis as they stand on the paper, in both languages."""

    __tablename__ = "signatory"
    about: ClassVar[About] = About(label=N_("Signatory"), plural=N_("Signatories"), icon="person")

    agreement_id: Mapped[UUID] = column(
        Link(N_("Agreement"), to="agreement", owned=True, required=True)
    )
    organisation_id: Mapped[UUID] = column(
        Link(N_("Organisation"), to="organisation", required=True, listed=True)
    )
    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True, private=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, private=True)
    )
    position_kk: Mapped[str | None] = column(Text(N_("Position (Kazakh)"), listed=True))
    position_ru: Mapped[str | None] = column(Text(N_("Position (Russian)")))
    basis_kk: Mapped[str | None] = column(Text(N_("Acts on the basis of (Kazakh)")))
    basis_ru: Mapped[str | None] = column(Text(N_("Acts on the basis of (Russian)")))
    in_person_kk: Mapped[str | None] = column(Text(N_("In the person of (Kazakh)"), private=True))
    in_person_ru: Mapped[str | None] = column(Text(N_("In the person of (Russian)"), private=True))
    signed_on: Mapped[date | None] = column(Date(N_("Signed"), listed=True, width=96))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()
