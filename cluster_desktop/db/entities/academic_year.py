"""Academic year and its breaks: the calendar that practice hours are counted by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column, sort_column
from cluster_desktop.fields import Date, Link, Text, Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding


def ends_after_it_starts(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    """Of a record with `starts` and `ends`: the end may not lie before the beginning."""
    starts, ends = values.get("starts"), values.get("ends")
    if starts is None or ends is None or ends >= starts:
        return ()
    return (Finding(_("Ends: the end lies before the beginning. Check both dates."), field="ends"),)


class AcademicYear(Record):
    """«2025-2026 оқу жылы»; begins on 1 September by default."""

    __tablename__ = "academic_year"
    about: ClassVar[About] = About(
        label=N_("Academic year"),
        plural=N_("Academic years"),
        icon="calendar",
        duplicates=("name",),
        checks=(ends_after_it_starts,),
    )

    name: Mapped[str] = column(
        Text(
            N_("Academic year"),
            required=True,
            search=True,
            sorts=True,
            listed=True,
            hint=N_("Like 2026-2027"),
            limit=20,
        )
    )
    starts: Mapped[date] = column(Date(N_("Starts"), required=True, listed=True, width=96))
    ends: Mapped[date] = column(Date(N_("Ends on"), required=True, listed=True, width=96))
    name_sort: Mapped[str | None] = sort_column()


class AcademicBreak(Record):
    """Holidays of students: no hours are planned or counted on these days."""

    __tablename__ = "academic_break"
    about: ClassVar[About] = About(
        label=N_("Break"),
        plural=N_("Breaks"),
        icon="calendar",
        sort="starts",
        checks=(ends_after_it_starts,),
    )

    academic_year_id: Mapped[UUID] = column(
        Link(N_("Academic year"), to="academic_year", owned=True, required=True)
    )
    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True)
    )
    starts: Mapped[date] = column(Date(N_("Starts"), required=True, listed=True, width=96))
    ends: Mapped[date] = column(Date(N_("Ends on"), required=True, listed=True, width=96))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()
