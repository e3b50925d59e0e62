"""Speciality of the TVET classifier: 8-digit code, or the legacy one of 7 digits."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Date, Text
from cluster_desktop.i18n import N_


class Speciality(Record):
    """Updatable from a file: sources disagree on a few codes (Order No. 500 of 27.09.2018)."""

    __tablename__ = "speciality"
    about: ClassVar[About] = About(
        exchange="reference",
        label=N_("Speciality"),
        plural=N_("Specialities"),
        icon="graduates",
        duplicates=("code",),
        sort="code",
    )

    code: Mapped[str] = column(
        Text(N_("Code"), required=True, search=True, sorts=True, listed=True, width=100, limit=8)
    )
    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True, inline=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True, inline=True)
    )
    valid_from: Mapped[date | None] = column(Date(N_("Valid from"), width=96))
    valid_until: Mapped[date | None] = column(Date(N_("Valid until"), width=96))
    replaced_by: Mapped[str | None] = column(Text(N_("Replaced by code"), width=100, limit=8))
    code_sort: Mapped[str | None] = sort_column()
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()
