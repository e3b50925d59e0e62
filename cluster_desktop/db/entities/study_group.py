"""Group of students of one speciality and course."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import people
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.fields import Choice, Link, LongText, Number, Text
from cluster_desktop.i18n import N_

LANGUAGES = {
    "kk": N_("Kazakh"),
    "ru": N_("Russian"),
    "en": N_("English"),
    "mixed": N_("Mixed"),
}


class StudyGroup(Record):
    """The list of its students is made of the students' own links."""

    __tablename__ = "study_group"
    about: ClassVar[About] = About(
        label=N_("Group"),
        plural=N_("Groups"),
        icon="graduates",
        duplicates=("name",),
        search_through=("speciality_id",),
        computed={
            "students": Computed(
                Number(N_("Students"), computed=True, listed=True, width=88), people.group_size
            )
        },
    )

    name: Mapped[str] = column(
        Text(N_("Group"), required=True, search=True, sorts=True, listed=True, width=110, limit=60)
    )
    speciality_id: Mapped[UUID | None] = column(
        Link(N_("Speciality"), to="speciality", listed=True)
    )
    qualification_id: Mapped[UUID | None] = column(Link(N_("Qualification"), to="qualification"))
    course: Mapped[int | None] = column(
        Number(N_("Course"), least=1, most=6, listed=True, inline=True, width=64)
    )
    language: Mapped[str | None] = column(
        Choice(N_("Language of study"), choices=LANGUAGES, listed=True, width=110)
    )
    academic_year_id: Mapped[UUID | None] = column(
        Link(N_("Academic year"), to="academic_year", listed=True, width=110)
    )
    curator_id: Mapped[UUID | None] = column(Link(N_("Curator"), to="teacher", listed=True))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_sort: Mapped[str | None] = sort_column()
