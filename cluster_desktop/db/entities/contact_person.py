"""Whom to call at an organisation."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Link, LongText, Phone, Text
from cluster_desktop.i18n import N_


class ContactPerson(Record):
    """Belongs to its organisation: goes to the bin and comes back with it."""

    __tablename__ = "contact_person"
    about: ClassVar[About] = About(
        exchange="registry",
        label=N_("Contact person"),
        plural=N_("Contact persons"),
        icon="person",
        title="full_name",
    )

    organisation_id: Mapped[UUID] = column(
        Link(N_("Organisation"), to="organisation", owned=True, required=True)
    )
    full_name: Mapped[str] = column(
        Text(N_("Full name"), required=True, search=True, sorts=True, listed=True, private=True)
    )
    phone: Mapped[str | None] = column(
        Phone(N_("Phone"), search=True, listed=True, width=150, private=True)
    )
    position: Mapped[str | None] = column(Text(N_("Position"), listed=True))
    email: Mapped[str | None] = column(Text(N_("E-mail"), search=True, listed=True, private=True))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    full_name_sort: Mapped[str | None] = sort_column()
