"""Outcome of a graduate: what is known on a day, and by which proof."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db.base import About, Record, column
from cluster_desktop.fields import Choice, Date, Digits, Link, LongText, Text, Value, YesNo
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding

STATES = {
    "employed": N_("Employed"),
    "self_employed": N_("Self-employed, own business"),
    "studying": N_("Continues to study"),
    "army": N_("Military service"),
    "childcare": N_("On childcare leave"),
    "left_country": N_("Left the country"),
    "other_reason": N_("Other reasons"),
    "not_employed": N_("Not employed"),
}
CHECKPOINTS = {
    "0": N_("At graduation"),
    "3": N_("After 3 months"),
    "6": N_("After 6 months"),
    "12": N_("After 12 months"),
}
EVIDENCE = {
    "contract": N_("Labour contract"),
    "certificate": N_("Certificate from work"),
    "pension": N_("Pension contributions"),
    "business": N_("Certificate of a sole entrepreneur"),
    "study": N_("Certificate from the place of study"),
    "military": N_("Certificate of the military office"),
    "other": N_("Other document"),
}


def _employed_names_the_employer(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    if values.get("state") != "employed":
        return ()
    if values.get("employer") or values.get("organisation_id"):
        return ()
    said = _("Place of work: name the employer of an employed graduate.")
    return (Finding(said, field="employer", severity="warning"),)


class Outcome(Record):
    """Form F2. The newest record up to a day is what was known on that day; none is unknown."""

    __tablename__ = "outcome"
    about: ClassVar[About] = About(
        together=(("state", "organisation_id", "employer"),),
        legal=("state",),
        label=N_("Outcome of a graduate"),
        plural=N_("Outcomes of graduates"),
        icon="graduates",
        title="student_id",
        sort="checked_on",
        checks=(_employed_names_the_employer,),
    )

    student_id: Mapped[UUID] = column(Link(N_("Student"), to="student", owned=True, required=True))
    checkpoint: Mapped[str] = column(
        Choice(
            N_("Checked"), choices=CHECKPOINTS, default="0", required=True, listed=True, width=120
        )
    )
    checked_on: Mapped[date] = column(Date(N_("Checked on"), required=True, listed=True, width=96))
    state: Mapped[str] = column(
        Choice(N_("Employment status"), choices=STATES, required=True, listed=True, width=160)
    )
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Employer from the list of partners"), to="organisation")
    )
    employer: Mapped[str | None] = column(Text(N_("Place of work"), listed=True, search=True))
    employer_bin: Mapped[str | None] = column(
        Digits(N_("BIN of the employer"), scheme="bin_or_iin", search=True, width=120)
    )
    position: Mapped[str | None] = column(Text(N_("Position"), listed=True))
    by_speciality: Mapped[bool] = column(YesNo(N_("In the speciality"), width=90))
    hired_on: Mapped[date | None] = column(Date(N_("Hired on"), listed=True, width=96))
    evidence: Mapped[str | None] = column(
        Choice(N_("Proof"), choices=EVIDENCE, listed=True, width=150)
    )
    evidence_text: Mapped[str | None] = column(Text(N_("Proof: number, date, remarks")))
    source: Mapped[str | None] = column(Text(N_("Source")))
    targeted_number: Mapped[str | None] = column(Text(N_("Targeted training contract No.")))
    note: Mapped[str | None] = column(LongText(N_("Note")))
