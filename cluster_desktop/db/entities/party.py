"""A third or further party of an agreement."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column
from cluster_desktop.fields import Link, Number, Text
from cluster_desktop.i18n import N_


class Party(Record):
    """The college and the agreement's partner are parties by themselves; these come after them."""

    __tablename__ = "party"
    about: ClassVar[About] = About(
        label=N_("Party"), plural=N_("Parties"), icon="partners", title="organisation_id"
    )

    agreement_id: Mapped[UUID] = column(
        Link(N_("Agreement"), to="agreement", owned=True, required=True)
    )
    organisation_id: Mapped[UUID] = column(
        Link(N_("Organisation"), to="organisation", required=True, listed=True)
    )
    position: Mapped[int | None] = column(Number(N_("Order"), listed=True, width=60))
    role_kk: Mapped[str | None] = column(Text(N_("Role (Kazakh)"), listed=True))
    role_ru: Mapped[str | None] = column(Text(N_("Role (Russian)"), listed=True))
