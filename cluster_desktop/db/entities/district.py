"""District or city of a region."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Link, Text
from cluster_desktop.i18n import N_


class District(Record):
    """Entered by people: the official list changes too often to be shipped."""

    __tablename__ = "district"
    about: ClassVar[About] = About(
        exchange="reference",
        label=N_("District"),
        plural=N_("Districts"),
        icon="pin",
        duplicates=("kato", "name"),
    )

    region_id: Mapped[UUID | None] = column(Link(N_("Region"), to="region", listed=True))
    kato: Mapped[str | None] = column(
        Text(N_("KATO code"), search=True, listed=True, width=110, limit=9)
    )
    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True, inline=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True, inline=True)
    )
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()
