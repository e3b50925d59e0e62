"""Teacher or master of production training: curator of a group, supervisor of a practice."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from cluster_desktop.db import indicators
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.fields import Date, Digits, LongText, Phone, Text, YesNo
from cluster_desktop.i18n import N_


class Teacher(Record):
    """Of the college; leads theory and practice with the mentor (Law on Education, art. 32)."""

    __tablename__ = "teacher"
    about: ClassVar[About] = About(
        label=N_("Teacher"),
        plural=N_("Teachers"),
        icon="person",
        title="full_name",
        duplicates=("iin",),
        computed={
            "on_staff": Computed(YesNo(N_("On the staff"), computed=True), indicators.on_staff),
            "interned": Computed(
                YesNo(N_("Internship in the last three years"), computed=True), indicators.interned
            ),
            "internship_by": Computed(
                Date(N_("Internship is due by"), computed=True, width=110), indicators.internship_by
            ),
        },
    )

    full_name: Mapped[str] = column(
        Text(N_("Full name"), required=True, search=True, sorts=True, listed=True, private=True)
    )
    iin: Mapped[str | None] = column(
        Digits(N_("IIN"), scheme="iin", search=True, width=120, private=True)
    )
    position: Mapped[str | None] = column(Text(N_("Position"), listed=True, inline=True))
    discipline: Mapped[str | None] = column(
        Text(N_("Discipline, module"), search=True, listed=True)
    )
    category: Mapped[str | None] = column(Text(N_("Category"), listed=True))
    hired_on: Mapped[date | None] = column(Date(N_("Works since"), width=96))
    left_on: Mapped[date | None] = column(Date(N_("Left the college on"), width=96))
    phone: Mapped[str | None] = column(Phone(N_("Phone"), search=True, listed=True, private=True))
    email: Mapped[str | None] = column(Text(N_("E-mail"), search=True, private=True))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    full_name_sort: Mapped[str | None] = sort_column()
