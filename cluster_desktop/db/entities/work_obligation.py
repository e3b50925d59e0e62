"""Work obligation: months to be worked off after state order, targeted training or a contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import people
from cluster_desktop.db.base import About, Computed, Record, column
from cluster_desktop.fields import Choice, Date, Link, LongText, Money, Number, Text, Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding

KINDS = {
    "state_order": N_("State order"),
    "targeted": N_("Targeted training"),
    "training": N_("Training contract with an employer"),
}
STATES = {
    "active": N_("Being worked off"),
    "fulfilled": N_("Fulfilled"),
    "released": N_("Released"),
    "deferred": N_("Deferred"),
    "reimburse": N_("Costs to be returned"),
}
# Law on Education, article 47, paragraphs 17-2 to 17-5.
RELEASES = {
    "spouse": N_("No vacancy where the spouse lives"),
    "disability": N_("Disability of group I or II"),
    "study": N_("Goes on to study"),
    "child": N_("Pregnancy or a child under three"),
    "service": N_("Military service"),
    "carer": N_("Cares for a disabled person"),
    "other": N_("Other decision of the commission"),
}


def _released_for_a_reason(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    if values.get("state") != "released" or values.get("release_reason"):
        return ()
    said = _("Released: choose the reason; the document goes into the field below.")
    return (Finding(said, field="release_reason", severity="warning"),)


class WorkObligation(Record):
    """Costs are returned in proportion to the months not worked (Labour Code, art. 118 p. 4)."""

    __tablename__ = "work_obligation"
    about: ClassVar[About] = About(
        legal=("state",),
        label=N_("Work obligation"),
        plural=N_("Work obligations"),
        icon="clock",
        title="student_id",
        sort="starts",
        checks=(_released_for_a_reason,),
        computed={
            "done_now": Computed(
                Number(N_("Months worked"), computed=True, listed=True, width=96),
                people.months_done,
            ),
            "to_return": Computed(
                Money(N_("To be returned"), computed=True, listed=True, width=120),
                people.to_return,
            ),
        },
    )

    student_id: Mapped[UUID] = column(Link(N_("Student"), to="student", owned=True, required=True))
    kind: Mapped[str] = column(
        Choice(N_("Kind"), choices=KINDS, default="state_order", required=True, listed=True)
    )
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Employer"), to="organisation", listed=True)
    )
    agreement_id: Mapped[UUID | None] = column(Link(N_("Agreement"), to="agreement"))
    basis: Mapped[str | None] = column(Text(N_("Basis (contract, order)"), search=True))
    starts: Mapped[date] = column(Date(N_("Starts"), required=True, listed=True, width=96))
    months_owed: Mapped[int] = column(
        Number(N_("Months owed"), required=True, least=1, most=600, listed=True, width=96)
    )
    months_done: Mapped[int | None] = column(
        Number(
            N_("Months worked, typed"),
            most=600,
            hint=N_("Empty: whole months from the start to the end of work, or to today"),
        )
    )
    ended_on: Mapped[date | None] = column(Date(N_("Work ended on")))
    cost: Mapped[Decimal | None] = column(Money(N_("Cost of the training"), listed=True))
    state: Mapped[str] = column(
        Choice(N_("State"), choices=STATES, default="active", required=True, listed=True, width=150)
    )
    release_reason: Mapped[str | None] = column(Choice(N_("Reason of release"), choices=RELEASES))
    document: Mapped[str | None] = column(Text(N_("Document")))
    note: Mapped[str | None] = column(LongText(N_("Note")))
