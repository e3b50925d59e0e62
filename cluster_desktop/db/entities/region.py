"""Region: an oblast or a city of republican significance (KATO prefix)."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Text
from cluster_desktop.i18n import N_


class Region(Record):
    """Loaded from resources/reference/regions.csv; may be corrected in Settings."""

    __tablename__ = "region"
    about: ClassVar[About] = About(
        exchange="reference",
        label=N_("Region"),
        plural=N_("Regions"),
        icon="pin",
        duplicates=("kato",),
    )

    kato: Mapped[str] = column(
        Text(N_("KATO code"), required=True, search=True, listed=True, width=110, limit=9)
    )
    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True, inline=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True, inline=True)
    )
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()
