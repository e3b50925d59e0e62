"""Qualification of a speciality (3W… worker, 4S… mid-level specialist)."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Link, Text
from cluster_desktop.i18n import N_


class Qualification(Record):
    """One level of a speciality, with the code of its own."""

    __tablename__ = "qualification"
    about: ClassVar[About] = About(
        exchange="reference",
        label=N_("Qualification"),
        plural=N_("Qualifications"),
        icon="graduates",
        duplicates=("code",),
        sort="code",
    )

    speciality_id: Mapped[UUID | None] = column(
        Link(N_("Speciality"), to="speciality", listed=True)
    )
    code: Mapped[str] = column(
        Text(N_("Code"), required=True, search=True, sorts=True, listed=True, width=110, limit=12)
    )
    name_kk: Mapped[str | None] = column(
        Text(N_("Name (Kazakh)"), search=True, sorts=True, listed=True, inline=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True, inline=True)
    )
    code_sort: Mapped[str | None] = sort_column()
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()
