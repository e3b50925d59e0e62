"""Assessment of a practice by an editable rubric: criteria, and a placement's points for each."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.db.entities.practice_period import KINDS
from cluster_desktop.fields import Choice, Link, Number, Text
from cluster_desktop.i18n import N_


class RubricCriterion(Record):
    """One line of the rubric. Without a kind it is for every practice."""

    __tablename__ = "rubric_criterion"
    about: ClassVar[About] = About(
        label=N_("Criterion"), plural=N_("Assessment rubric"), icon="check", sort="position"
    )

    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True, inline=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True, inline=True)
    )
    most: Mapped[int] = column(
        Number(
            N_("Most points"),
            required=True,
            least=1,
            most=1_000,
            listed=True,
            inline=True,
            width=96,
        )
    )
    kind: Mapped[str | None] = column(
        Choice(N_("Kind of practice"), choices=KINDS, listed=True, width=150)
    )
    position: Mapped[int | None] = column(
        Number(N_("Place in the list"), most=1_000, listed=True, inline=True, width=96)
    )
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class AssessmentMark(Record):
    """Points of one placement for one criterion."""

    __tablename__ = "assessment_mark"
    about: ClassVar[About] = About(
        label=N_("Points"), plural=N_("Assessment"), icon="check", title="criterion_id"
    )

    placement_id: Mapped[UUID] = column(
        Link(N_("Placement"), to="placement", owned=True, required=True)
    )
    criterion_id: Mapped[UUID] = column(
        Link(N_("Criterion"), to="rubric_criterion", required=True, listed=True)
    )
    points: Mapped[int] = column(
        Number(N_("Points"), required=True, most=1_000, listed=True, width=80)
    )
    note: Mapped[str | None] = column(Text(N_("Note"), listed=True))
