"""Student, who stays the same record as a graduate; and the consents given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import indicators, needs, people
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.db.entities.outcome import EVIDENCE
from cluster_desktop.db.entities.outcome import STATES as OUTCOMES
from cluster_desktop.db.entities.study_group import LANGUAGES
from cluster_desktop.fields import (
    Choice,
    Date,
    Digits,
    Link,
    LongText,
    Number,
    Phone,
    Text,
    Value,
    YesNo,
)
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding
from cluster_desktop.rules.identifiers import check_iin, read_iin

SEXES = {"m": N_("Male"), "f": N_("Female")}
FUNDING = {
    "state": N_("State order"),
    "paid": N_("Paid"),
    "enterprise": N_("At the enterprise's cost"),
}
STATUSES = {
    "studying": N_("Studies"),
    "on_leave": N_("On academic leave"),
    "expelled": N_("Expelled"),
    "graduated": N_("Graduated"),
}
PLACES = {"none": N_("Without a place"), "placed": N_("Has a place")}
DUE = {"3": N_("After 3 months"), "6": N_("After 6 months"), "12": N_("After 12 months")}
NOW = {**OUTCOMES, "unknown": N_("Unknown")}
PROOFS = {**EVIDENCE, "file": N_("File"), "none": N_("No document")}
FAMILY = N_("Parent or guardian")
STUDY = N_("Study")
PRACTICE = N_("Practice")


def _birthday_of_the_iin(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    iin, born = values.get("iin"), values.get("born")
    said_by_iin = read_iin(iin).born if iin and check_iin(iin).value else None
    if born is None or said_by_iin is None or born == said_by_iin:
        return ()
    said = _("Date of birth: the IIN says {day}. Check both.").format(
        day=said_by_iin.strftime("%d.%m.%Y")
    )
    return (Finding(said, field="born", severity="warning"),)


class Student(Record):
    """A legal representative signs with who is under 18 on the day of the paper."""

    __tablename__ = "student"
    about: ClassVar[About] = About(
        label=N_("Student"),
        plural=N_("Students"),
        icon="person",
        title="full_name",
        duplicates=("iin",),
        search_through=("group_id",),
        checks=(_birthday_of_the_iin,),
        computed={
            "place": Computed(
                Choice(N_("Practice place"), choices=PLACES, computed=True, width=126),
                people.place,
            ),
            "graduated": Computed(YesNo(N_("Graduate"), computed=True), people.graduated),
            "on_roll": Computed(YesNo(N_("On the roll"), computed=True), indicators.on_roll),
            "dual_now": Computed(
                YesNo(N_("Dual contract in force"), computed=True), indicators.dual_now
            ),
            "targeted_now": Computed(
                YesNo(N_("Targeted contract in force"), computed=True), indicators.targeted_now
            ),
            "targeted_since": Computed(
                Date(N_("Targeted contract since"), computed=True, width=96),
                indicators.targeted_since,
            ),
            "outcome_now": Computed(
                Choice(N_("Employment status"), choices=NOW, computed=True, width=172),
                people.outcome_now,
            ),
            "outcome_due": Computed(
                Choice(N_("Check is due"), choices=DUE, computed=True, width=120),
                people.outcome_due,
            ),
            "outcome_employer": Computed(
                Text(N_("Where"), computed=True, width=160), people.outcome_employer
            ),
            "outcome_since": Computed(
                Date(N_("Since"), computed=True, width=96), people.outcome_since
            ),
            "outcome_proof": Computed(
                Choice(N_("Proof"), choices=PROOFS, computed=True, width=120), people.outcome_proof
            ),
            "outcome_by_speciality": Computed(
                YesNo(N_("Works in the speciality"), computed=True), people.outcome_by_speciality
            ),
            "finishes": Computed(
                Number(N_("Finishes in"), computed=True, width=96), needs.finishes
            ),
            "studies": Computed(
                Link(N_("Speciality of study"), to="speciality", computed=True, width=160),
                needs.studies,
            ),
            "home_district": Computed(
                Link(N_("District of the home or the college"), to="district", computed=True),
                needs.home_district,
            ),
            "minor": Computed(YesNo(N_("Under 18"), computed=True, width=80), people.minor),
            "withdrawn": Computed(
                Date(N_("Consent withdrawn"), computed=True, width=96), people.withdrawn
            ),
        },
    )

    full_name: Mapped[str] = column(
        Text(N_("Full name"), required=True, search=True, sorts=True, listed=True, private=True)
    )
    iin: Mapped[str | None] = column(
        Digits(N_("IIN"), scheme="iin", search=True, listed=True, width=120, private=True),
        index=True,
    )
    born: Mapped[date | None] = column(
        Date(N_("Date of birth"), listed=True, width=96, private=True)
    )
    sex: Mapped[str | None] = column(Choice(N_("Sex"), choices=SEXES, width=80))
    group_id: Mapped[UUID | None] = column(
        Link(N_("Group"), to="study_group", listed=True, width=100)
    )
    speciality_id: Mapped[UUID | None] = column(
        Link(N_("Speciality"), to="speciality", group=STUDY)
    )
    qualification_id: Mapped[UUID | None] = column(
        Link(N_("Qualification"), to="qualification", group=STUDY)
    )
    funding: Mapped[str | None] = column(
        Choice(N_("Funding"), choices=FUNDING, listed=True, width=110, group=STUDY)
    )
    language: Mapped[str | None] = column(
        Choice(N_("Language of study"), choices=LANGUAGES, group=STUDY)
    )
    status: Mapped[str] = column(
        Choice(
            N_("Status"),
            choices=STATUSES,
            default="studying",
            required=True,
            listed=True,
            width=120,
            group=STUDY,
        ),
        index=True,
    )
    enrolled_on: Mapped[date | None] = column(Date(N_("Enrolled on"), width=96, group=STUDY))
    left_on: Mapped[date | None] = column(
        Date(
            N_("Left the college on"),
            hint=N_("Graduated, expelled; empty for a graduate: the day of graduation"),
            width=96,
            group=STUDY,
        )
    )
    dual: Mapped[bool] = column(YesNo(N_("In dual training"), group=STUDY))
    graduation_year: Mapped[int | None] = column(
        Number(N_("Year of graduation"), least=1990, most=2100, width=96, group=STUDY),
        index=True,
    )
    phone: Mapped[str | None] = column(
        Phone(N_("Phone"), search=True, listed=True, width=130, private=True)
    )
    address: Mapped[str | None] = column(Text(N_("Address"), private=True))
    district_id: Mapped[UUID | None] = column(Link(N_("District"), to="district"))
    id_card: Mapped[str | None] = column(Text(N_("ID card No."), private=True))
    id_card_issued: Mapped[str | None] = column(Text(N_("ID card: issued by, date"), private=True))
    guardian_name: Mapped[str | None] = column(
        Text(N_("Parent or guardian"), search=True, private=True, group=FAMILY)
    )
    guardian_phone: Mapped[str | None] = column(
        Phone(N_("Phone of the parent"), search=True, private=True, group=FAMILY)
    )
    guardian_iin: Mapped[str | None] = column(
        Digits(N_("IIN of the parent"), scheme="iin", private=True, group=FAMILY)
    )
    wish_id: Mapped[UUID | None] = column(
        Link(N_("Wishes to go to"), to="organisation", group=PRACTICE)
    )
    wish2_id: Mapped[UUID | None] = column(
        Link(N_("Second wish"), to="organisation", group=PRACTICE)
    )
    needs_dormitory: Mapped[bool] = column(YesNo(N_("Needs a dormitory"), group=PRACTICE))
    medical_until: Mapped[date | None] = column(
        Date(N_("Medical check holds until"), private=True, group=PRACTICE)
    )
    note: Mapped[str | None] = column(LongText(N_("Note")))
    full_name_sort: Mapped[str | None] = sort_column()
