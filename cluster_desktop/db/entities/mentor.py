"""Mentor (тәлімгер / наставник): a qualified worker of the enterprise who leads practice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import indicators, people
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.db.entities.academic_year import ends_after_it_starts
from cluster_desktop.fields import (
    Choice,
    Date,
    Digits,
    Link,
    LongText,
    Money,
    Number,
    Phone,
    Text,
    YesNo,
)
from cluster_desktop.i18n import N_

PAYMENT = {
    "free": N_("Without pay"),
    "enterprise": N_("Paid by the enterprise"),
    "college": N_("Paid by the college"),
}
ORDER = N_("Order and period")
TRAINING = N_("Qualification")
PAY = N_("Payment")


class Mentor(Record):
    """Labour Code art. 116 sub 8. Load and experience limits are settings, never law here."""

    __tablename__ = "mentor"
    about: ClassVar[About] = About(
        label=N_("Mentor"),
        plural=N_("Mentors"),
        icon="mentors",
        title="full_name",
        duplicates=("iin",),
        search_through=("organisation_id",),
        checks=(ends_after_it_starts,),
        computed={
            "load": Computed(
                Number(N_("Load"), computed=True, listed=True, width=96),
                people.mentor_load,
            ),
            "limit": Computed(Number(N_("Limit"), computed=True, width=64), people.mentor_limit),
            "overloaded": Computed(YesNo(N_("Overloaded"), computed=True), people.overloaded),
            "active_now": Computed(
                YesNo(N_("Has an assignment"), computed=True), indicators.active_now
            ),
            "order_missing": Computed(
                YesNo(N_("Order is missing"), computed=True), people.order_missing
            ),
            "training_ends": Computed(
                YesNo(N_("Training ends"), computed=True), people.training_ends
            ),
            "inexperienced": Computed(
                YesNo(N_("Experience below the limit"), computed=True), people.inexperienced
            ),
        },
    )

    full_name: Mapped[str] = column(
        Text(N_("Full name"), required=True, search=True, sorts=True, listed=True, private=True)
    )
    organisation_id: Mapped[UUID] = column(
        Link(N_("Organisation"), to="organisation", required=True, listed=True)
    )
    iin: Mapped[str | None] = column(
        Digits(N_("IIN"), scheme="iin", search=True, width=120, private=True), index=True
    )
    position: Mapped[str | None] = column(Text(N_("Position"), listed=True, inline=True))
    order_number: Mapped[str | None] = column(
        Text(N_("Order No."), listed=True, inline=True, search=True, width=84, group=ORDER)
    )
    order_date: Mapped[date | None] = column(
        Date(N_("Date of the order"), listed=True, inline=True, width=92, group=ORDER)
    )
    starts: Mapped[date | None] = column(Date(N_("Mentor from"), width=92, group=ORDER))
    ends: Mapped[date | None] = column(Date(N_("Mentor until"), width=92, group=ORDER))
    group_id: Mapped[UUID | None] = column(Link(N_("Group"), to="study_group", group=ORDER))
    load_limit: Mapped[int | None] = column(
        Number(
            N_("Own limit of students"),
            least=1,
            most=100,
            hint=N_("Empty: the limit of the settings"),
            group=ORDER,
        )
    )
    students_reported: Mapped[int | None] = column(
        Number(N_("Students by the list"), most=1_000, group=ORDER)
    )
    education: Mapped[str | None] = column(Text(N_("Education"), group=TRAINING))
    grade: Mapped[str | None] = column(Text(N_("Grade, category"), group=TRAINING))
    experience_years: Mapped[int | None] = column(
        Number(N_("Experience in the speciality"), unit=N_("years"), most=70, group=TRAINING)
    )
    trained_on: Mapped[date | None] = column(Date(N_("Pedagogical course"), group=TRAINING))
    certificate: Mapped[str | None] = column(Text(N_("Certificate No."), group=TRAINING))
    trained_until: Mapped[date | None] = column(
        Date(N_("Training holds until"), listed=True, width=96, group=TRAINING)
    )
    pay_kind: Mapped[str | None] = column(Choice(N_("Payment"), choices=PAYMENT, group=PAY))
    pay: Mapped[Decimal | None] = column(Money(N_("Sum a month"), group=PAY))
    phone: Mapped[str | None] = column(
        Phone(N_("Phone"), search=True, listed=True, width=130, private=True)
    )
    note: Mapped[str | None] = column(LongText(N_("Note")))
    full_name_sort: Mapped[str | None] = sort_column()
