"""Attendance: the hours of one student on one day of practice."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column
from cluster_desktop.fields import Choice, Date, Link, Number
from cluster_desktop.i18n import N_

MARKS = {
    "present": N_("Present"),
    "absent": N_("Absent"),
    "ill": N_("Ill"),
    "excused": N_("Excused"),
}


class Attendance(Record):
    """Edited as a month's grid; two machines may write the same day, the newer value stays."""

    __tablename__ = "attendance"
    about: ClassVar[About] = About(
        label=N_("Attendance"),
        plural=N_("Attendance"),
        icon="clock",
        title="placement_id",
        sort="day",
    )

    placement_id: Mapped[UUID] = column(
        Link(N_("Placement"), to="placement", owned=True, required=True)
    )
    day: Mapped[date] = column(Date(N_("Day"), required=True, listed=True, width=96))
    hours: Mapped[int | None] = column(Number(N_("Hours"), most=24, listed=True, width=72))
    mark: Mapped[str] = column(
        Choice(N_("Mark"), choices=MARKS, default="present", required=True, listed=True, width=110)
    )

    __table_args__ = (Index("ix_attendance_day", "day"),)
