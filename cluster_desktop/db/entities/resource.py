"""Technologies and resources (section 8), their exchange (step 8), infrastructure (F7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import cluster
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.db.entities.finance import SOURCES
from cluster_desktop.db.entities.organisation import KINDS
from cluster_desktop.fields import Choice, Date, Link, LongText, Measure, Money, Number, Text, YesNo
from cluster_desktop.i18n import N_

TECHNOLOGIES = {
    "technology": N_("Technology"),
    "equipment": N_("Equipment"),
    "platform": N_("Digital platform"),
    "laboratory": N_("Laboratory"),
    "solution": N_("Innovative solution"),
    "literature": N_("Literature, library"),
}
DIRECTIONS = {"request": N_("Request"), "offer": N_("Offer")}
EXCHANGES = {
    "new": N_("New"),
    "agreed": N_("Agreed"),
    "delivered": N_("Delivered"),
    "returned": N_("Returned"),
    "refused": N_("Refused"),
}
OBJECTS = {
    "classroom": N_("Classroom"),
    "laboratory": N_("Laboratory"),
    "workshop": N_("Workshop"),
    "production": N_("Production capacity"),
    "hostel": N_("Dormitory"),
    "gym": N_("Gymnasium"),
    "canteen": N_("Canteen"),
    "library": N_("Library"),
    "other": N_("Other"),
}
CONDITIONS = {
    "good": N_("Good"),
    "fair": N_("Satisfactory"),
    "repair": N_("Needs repair"),
    "outdated": N_("Outdated"),
}


class Technology(Record):
    """A technology or resource: who owns it, who may use it, on what agreement."""

    __tablename__ = "technology"
    about: ClassVar[About] = About(
        label=N_("Technology or resource"), plural=N_("Technologies and resources"), icon="settings"
    )

    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True)
    )
    kind: Mapped[str] = column(
        Choice(N_("Kind"), choices=TECHNOLOGIES, default="equipment", required=True, listed=True)
    )
    owner_id: Mapped[UUID | None] = column(Link(N_("Owner"), to="organisation", listed=True))
    access_kk: Mapped[str | None] = column(Text(N_("Who may use it (Kazakh)"), listed=True))
    access_ru: Mapped[str | None] = column(Text(N_("Who may use it (Russian)"), listed=True))
    agreement_id: Mapped[UUID | None] = column(Link(N_("Agreement"), to="agreement", listed=True))
    since_on: Mapped[date | None] = column(Date(N_("In use since"), width=96))
    note: Mapped[str | None] = column(LongText(N_("Description")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class ResourceExchange(Record):
    """A request or an offer between participants, up to the delivery (step 8)."""

    __tablename__ = "resource_exchange"
    about: ClassVar[About] = About(
        label=N_("Exchange of resources"),
        plural=N_("Exchange of resources"),
        icon="exchange",
        title="what",
        sort="asked_on",
    )

    what: Mapped[str] = column(
        Text(N_("What"), required=True, search=True, sorts=True, listed=True)
    )
    direction: Mapped[str] = column(
        Choice(N_("Kind"), choices=DIRECTIONS, default="request", required=True, listed=True)
    )
    technology_id: Mapped[UUID | None] = column(Link(N_("Resource"), to="technology", listed=True))
    from_id: Mapped[UUID | None] = column(Link(N_("From"), to="organisation", listed=True))
    to_id: Mapped[UUID | None] = column(Link(N_("To"), to="organisation", listed=True))
    amount: Mapped[str | None] = column(Text(N_("How much")))
    asked_on: Mapped[date] = column(Date(N_("Date"), required=True, listed=True, width=96))
    needed_by: Mapped[date | None] = column(Date(N_("Needed by"), listed=True, width=96))
    delivered_on: Mapped[date | None] = column(Date(N_("Delivered on"), listed=True, width=96))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=EXCHANGES, default="new", required=True, listed=True)
    )
    document: Mapped[str | None] = column(Text(N_("Document")))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    what_sort: Mapped[str | None] = sort_column()


class Infrastructure(Record):
    """An object of the material base (section 10, form F7)."""

    __tablename__ = "infrastructure"
    about: ClassVar[About] = About(
        label=N_("Object of the material base"),
        plural=N_("Material and technical base"),
        icon="home",
        computed={
            "owner_kind": Computed(
                Choice(N_("Kind of owner"), choices=KINDS, computed=True), cluster.owner_kind
            ),
        },
    )

    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True)
    )
    kind: Mapped[str] = column(
        Choice(
            N_("Kind of object"), choices=OBJECTS, default="classroom", required=True, listed=True
        )
    )
    owner_id: Mapped[UUID | None] = column(Link(N_("Owner"), to="organisation", listed=True))
    address: Mapped[str | None] = column(Text(N_("Address")))
    count: Mapped[int | None] = column(Number(N_("Count"), most=10_000, listed=True, width=80))
    area: Mapped[Decimal | None] = column(Measure(N_("Area"), unit=N_("m²"), listed=True, width=90))
    places: Mapped[int | None] = column(Number(N_("Places"), most=100_000, listed=True, width=80))
    specialities: Mapped[str | None] = column(Text(N_("Specialities")))
    equipment: Mapped[str | None] = column(LongText(N_("Main equipment"), search=True))
    made_year: Mapped[int | None] = column(Number(N_("Year of make"), least=1900, most=2100))
    condition: Mapped[str | None] = column(
        Choice(N_("Condition"), choices=CONDITIONS, listed=True, width=110)
    )
    renewed_year: Mapped[int | None] = column(Number(N_("Last renewed"), least=1900, most=2100))
    funding: Mapped[str | None] = column(Choice(N_("Source of funding"), choices=SOURCES))
    cost: Mapped[Decimal | None] = column(Money(N_("Cost")))
    shared: Mapped[bool] = column(YesNo(N_("Open to the cluster's participants"), listed=True))
    access: Mapped[str | None] = column(Text(N_("Conditions of access")))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()
