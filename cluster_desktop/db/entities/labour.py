"""Labour needs (form F8): requests, need by year, matches; supply elsewhere; admission (K18)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import cluster, needs
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.fields import Choice, Date, Link, LongText, Money, Number, Text, YesNo
from cluster_desktop.i18n import N_

SOURCES = {
    "akimat": N_("Local executive body"),
    "enterprise": N_("Enterprise"),
    "employment_centre": N_("Employment centre"),
    "chamber": N_("«Atameken» chamber"),
    "association": N_("Sectoral association"),
}
KINDS = {
    "staff": N_("Need for staff"),
    "training": N_("Training to order"),
    "retraining": N_("Retraining, advanced training of workers"),
}
# Glossary: statuses of an enterprise's request.
STATES = {
    "new": N_("New"),
    "review": N_("Under review"),
    "accepted": N_("Accepted"),
    "in_training": N_("In training"),
    "fulfilled": N_("Fulfilled"),
    "refused": N_("Refused"),
}
BASES = {"9": N_("After grade 9"), "11": N_("After grade 11"), "other": N_("Other")}
MATCHES = {
    "proposed": N_("Proposed"),
    "agreed": N_("Agreed"),
    "hired": N_("Hired"),
    "refused": N_("Refused"),
}


class LabourRequest(Record):
    """A request for staff or training: who asks, for which profession, on what terms."""

    __tablename__ = "labour_request"
    about: ClassVar[About] = About(
        exchange="registry",
        label=N_("Request for staff"),
        plural=N_("Requests for staff"),
        icon="needs",
        title="profession",
        sort="requested_on",
        search_through=("organisation_id", "speciality_id"),
        computed={
            "needed": Computed(
                Number(N_("Needed in all"), computed=True, listed=True, width=90),
                cluster.request_needed,
            ),
            "matched": Computed(
                Number(N_("Found for it"), computed=True, listed=True, width=90),
                cluster.request_matched,
            ),
        },
    )

    kind: Mapped[str] = column(Choice(N_("Kind"), choices=KINDS, default="staff", required=True))
    source: Mapped[str] = column(
        Choice(N_("Source"), choices=SOURCES, default="enterprise", required=True, listed=True)
    )
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Organisation"), to="organisation", listed=True)
    )
    sector: Mapped[str | None] = column(Text(N_("Sector"), search=True))
    profession: Mapped[str] = column(
        Text(N_("Profession"), required=True, search=True, sorts=True, listed=True)
    )
    speciality_id: Mapped[UUID | None] = column(
        Link(N_("Speciality"), to="speciality", listed=True)
    )
    qualification_id: Mapped[UUID | None] = column(Link(N_("Qualification"), to="qualification"))
    district_id: Mapped[UUID | None] = column(Link(N_("District"), to="district"))
    vacancies: Mapped[int | None] = column(
        Number(N_("Vacancies now"), most=100_000, listed=True, width=90)
    )
    requirements: Mapped[str | None] = column(Text(N_("Requirements"), search=True))
    salary_from: Mapped[Decimal | None] = column(Money(N_("Salary from"), width=110))
    salary_to: Mapped[Decimal | None] = column(Money(N_("Salary to"), width=110))
    targeted: Mapped[int | None] = column(
        Number(N_("For targeted training"), most=100_000, listed=True, width=90)
    )
    dual: Mapped[bool] = column(YesNo(N_("Ready for dual training")))
    number: Mapped[str | None] = column(Text(N_("Request No."), search=True, width=90))
    requested_on: Mapped[date | None] = column(Date(N_("Date of the request"), listed=True))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=STATES, default="new", required=True, listed=True, inline=True)
    )
    note: Mapped[str | None] = column(LongText(N_("Note")))
    profession_sort: Mapped[str | None] = sort_column()


class LabourNeed(Record):
    """How many a request asks for in a year."""

    __tablename__ = "labour_need"
    about: ClassVar[About] = About(
        exchange="registry",
        label=N_("Need by year"),
        plural=N_("Need by years"),
        icon="needs",
        title="year",
        computed={
            "speciality": Computed(
                Link(N_("Speciality"), to="speciality", computed=True, listed=True),
                cluster.need_speciality,
            ),
            "organisation": Computed(
                Link(N_("Organisation"), to="organisation", computed=True, listed=True),
                needs.need_organisation,
            ),
            "source": Computed(
                Choice(N_("Source"), choices=SOURCES, computed=True, listed=True),
                needs.need_source,
            ),
            "district": Computed(
                Link(N_("District"), to="district", computed=True), needs.need_district
            ),
            "counts": Computed(
                YesNo(N_("Counts as a need for graduates"), computed=True), needs.need_counts
            ),
        },
    )

    request_id: Mapped[UUID] = column(
        Link(N_("Request for staff"), to="labour_request", owned=True, required=True)
    )
    year: Mapped[int] = column(
        Number(N_("Year"), required=True, least=2000, most=2100, listed=True, width=72)
    )
    persons: Mapped[int] = column(
        Number(N_("Persons"), required=True, most=100_000, listed=True, inline=True, width=80)
    )


class RequestMatch(Record):
    """What a college offers to a request: a student, or so many of a group."""

    __tablename__ = "request_match"
    about: ClassVar[About] = About(
        label=N_("Match of request and offer"),
        plural=N_("Matches of requests and offers"),
        icon="link",
        title="request_id",
    )

    request_id: Mapped[UUID] = column(
        Link(N_("Request for staff"), to="labour_request", owned=True, required=True, listed=True)
    )
    student_id: Mapped[UUID | None] = column(Link(N_("Student"), to="student", listed=True))
    group_id: Mapped[UUID | None] = column(Link(N_("Group"), to="study_group", listed=True))
    persons: Mapped[int] = column(
        Number(N_("Persons"), required=True, least=1, most=10_000, default=1, listed=True)
    )
    offered_on: Mapped[date | None] = column(Date(N_("Offered on"), listed=True, width=96))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=MATCHES, default="proposed", required=True, listed=True)
    )
    note: Mapped[str | None] = column(LongText(N_("Note")))


class OtherSupply(Record):
    """Graduates of another college of the cluster, as it told."""

    __tablename__ = "other_supply"
    about: ClassVar[About] = About(
        exchange="registry",
        label=N_("Graduates of another college"),
        plural=N_("Graduates of other colleges"),
        icon="graduates",
        title="organisation_id",
        sort="year",
        search_through=("organisation_id", "speciality_id"),
        computed={
            "district": Computed(
                Link(N_("District"), to="district", computed=True), needs.other_district
            ),
        },
    )

    organisation_id: Mapped[UUID] = column(
        Link(N_("College"), to="organisation", required=True, listed=True)
    )
    speciality_id: Mapped[UUID] = column(
        Link(N_("Speciality"), to="speciality", required=True, listed=True)
    )
    year: Mapped[int] = column(
        Number(N_("Year"), required=True, least=2000, most=2100, listed=True, width=72)
    )
    persons: Mapped[int] = column(
        Number(N_("Persons"), required=True, most=100_000, listed=True, inline=True, width=80)
    )
    source: Mapped[str | None] = column(Text(N_("Source"), listed=True))


class Admission(Record):
    """Admitted learners by speciality and school base (K18, K10's denominator)."""

    __tablename__ = "admission"
    about: ClassVar[About] = About(
        label=N_("Admission"),
        plural=N_("Admission"),
        icon="graduates",
        title="speciality_id",
        sort="year",
        computed={
            "since": Computed(
                Date(N_("Counts from"), computed=True, width=96), cluster.admission_since
            ),
        },
    )

    year: Mapped[int] = column(
        Number(N_("Year"), required=True, least=2000, most=2100, listed=True, width=72)
    )
    admitted_on: Mapped[date | None] = column(Date(N_("Date of the order"), listed=True, width=96))
    speciality_id: Mapped[UUID | None] = column(
        Link(N_("Speciality"), to="speciality", listed=True)
    )
    base: Mapped[str] = column(
        Choice(N_("School base"), choices=BASES, default="9", required=True, listed=True)
    )
    planned: Mapped[int | None] = column(Number(N_("Planned"), most=100_000, listed=True, width=80))
    admitted: Mapped[int] = column(
        Number(N_("Admitted"), required=True, most=100_000, listed=True, inline=True, width=80)
    )
    targeted: Mapped[int | None] = column(
        Number(N_("Of them targeted"), most=100_000, listed=True, width=90)
    )
    note: Mapped[str | None] = column(LongText(N_("Note")))
