"""Agreement: a paper between the college, a partner and, where there are more, further parties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import terms
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.fields import (
    Choice,
    Choices,
    Date,
    Link,
    LongText,
    Measure,
    Money,
    Number,
    Text,
    Value,
    YesNo,
)
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding

KINDS = {
    "memorandum": N_("Memorandum"),
    "cooperation": N_("Cooperation agreement"),
    "dual": N_("Dual training"),
    "practice": N_("Practice"),
    "targeted": N_("Targeted training"),
    "employment_guarantee": N_("Employment guarantee"),
    "sponsorship": N_("Sponsorship"),
    "consortium": N_("Consortium"),
}
STAGES = {
    "draft": N_("Draft"),
    "approval": N_("On approval"),
    "printed": N_("Printed, not signed"),
    "signed": N_("Signed"),
    "terminated": N_("Terminated"),
    "cancelled": N_("Cancelled"),
}
STATES = {
    "draft": N_("Draft"),
    "approval": N_("On approval"),
    "printed": N_("Printed"),
    "signed": N_("Signed"),
    "in_force": N_("In force"),
    "expiring": N_("Ends soon"),
    "expired": N_("Expired"),
    "terminated": N_("Terminated"),
    "renewed": N_("Renewed"),
    "cancelled": N_("Cancelled"),
}
ATTENTION = {
    "expired": N_("Expired"),
    "expiring": N_("Ends soon"),
    "notice": N_("Notice is due"),
    "unsigned": N_("Printed, not signed"),
}
RENEWALS = {"none": N_("Ends"), "tacit": N_("Renews itself")}
# Directions of social partnership: Law on Education, article 45-1, paragraph 2.
DIRECTIONS = {
    "standards": N_("Employers take part in standards, curricula and programmes"),
    "practice": N_("Practice of students with a mentor, internships of teachers"),
    "workplaces": N_("Workplaces for practice"),
    "employment": N_("Training and employment"),
    "specialists": N_("Experienced specialists take part in teaching"),
    "quality": N_("Quality control"),
    "funding": N_("Employers' money for development"),
}
TERM = N_("Term")
CONTENT = N_("Content")
PAPER = N_("Paper")
STUDENT = N_("Training of a student")
TARGETED = N_("Targeted training of employees")
CONSORTIUM = N_("Consortium agreement")


def _ends_after_it_begins(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    begins = values.get("valid_from") or values.get("signed_on")
    ends = values.get("valid_until")
    if begins is None or ends is None or ends >= begins:
        return ()
    said = _("Valid until: the end lies before the beginning. Check both dates.")
    return (Finding(said, field="valid_until"),)


def _signed_has_a_date(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    if values.get("stage") != "signed" or values.get("signed_on"):
        return ()
    said = _("Signed: a signed agreement should have the date of signature.")
    return (Finding(said, field="signed_on", severity="warning"),)


def _renewal_has_a_length(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    if values.get("renewal") != "tacit" or values.get("renewal_months"):
        return ()
    said = _("Renewed for: say for how many months the agreement renews itself.")
    return (Finding(said, field="renewal_months", severity="warning"),)


class Agreement(Record):
    """The stage is typed, the state is computed: rules/terms.py, in SQL db/terms.py."""

    __tablename__ = "agreement"
    about: ClassVar[About] = About(
        together=(("valid_from", "valid_until"), ("renewal", "renewal_months")),
        legal=("stage",),
        label=N_("Agreement"),
        plural=N_("Agreements"),
        icon="agreements",
        title="number",
        checks=(_ends_after_it_begins, _signed_has_a_date, _renewal_has_a_length),
        duplicates=("number",),
        search_through=("partner_id",),
        computed={
            "until": Computed(
                Date(N_("Until"), computed=True, listed=True, width=88), terms.effective_until
            ),
            "state": Computed(
                Choice(N_("State"), choices=STATES, computed=True, listed=True, width=122),
                terms.state,
            ),
            "days_left": Computed(
                Number(N_("Days left"), computed=True, least=-(10**6), width=80), terms.days_left
            ),
            "attention": Computed(
                Choice(N_("Needs attention"), choices=ATTENTION, computed=True, width=122),
                terms.attention,
            ),
            "notice_until": Computed(
                Date(N_("Notice until"), computed=True, width=96), terms.notice_until
            ),
            "has_scan": Computed(
                YesNo(N_("Scan attached"), computed=True, width=96), terms.has_scan
            ),
        },
    )

    number: Mapped[str | None] = column(
        Text(N_("No."), search=True, sorts=True, listed=True, width=98, limit=60)
    )
    partner_id: Mapped[UUID] = column(
        Link(N_("Partner"), to="organisation", required=True, listed=True)
    )
    kind: Mapped[str] = column(
        Choice(
            N_("Kind"),
            choices=KINDS,
            default="memorandum",
            required=True,
            listed=True,
            width=112,
            headings=("Құжаттың түрі", "Вид документа", "Түрі", "Вид"),
        )
    )
    signed_on: Mapped[date | None] = column(
        Date(N_("Signed"), listed=True, width=92, headings=("Күні", "Дата", "Дата договора"))
    )
    valid_from: Mapped[date | None] = column(
        Date(N_("Valid from"), width=92, headings=("Басталуы", "Начало"))
    )
    valid_until: Mapped[date | None] = column(
        Date(
            N_("Valid until"),
            width=92,
            headings=(
                "Қолданылу мерзімі",
                "Срок действия",
                "Аяқталуы",
                "Окончание",
                "Действует до",
            ),
        )
    )
    open_ended: Mapped[bool] = column(YesNo(N_("Without an end")))
    stage: Mapped[str] = column(
        Choice(N_("Stage"), choices=STAGES, default="draft", required=True, width=130)
    )
    template_id: Mapped[UUID | None] = column(Link(N_("Template"), to="document_template"))
    official_number: Mapped[str | None] = column(
        Text(N_("Official registry No."), inline=True, search=True, width=110)
    )
    renewal: Mapped[str] = column(
        Choice(N_("At the end"), choices=RENEWALS, default="none", group=TERM)
    )
    renewal_months: Mapped[int | None] = column(
        Number(N_("Renewed for"), unit=N_("months"), least=1, most=600, group=TERM)
    )
    notice_months: Mapped[int | None] = column(
        Number(N_("Notice before the end"), unit=N_("months"), most=120, group=TERM)
    )
    notice_given_on: Mapped[date | None] = column(Date(N_("Notice given"), group=TERM))
    terminated_on: Mapped[date | None] = column(Date(N_("Terminated on"), group=TERM))
    terminated_reason: Mapped[str | None] = column(Text(N_("Reason of termination"), group=TERM))
    acknowledged_on: Mapped[date | None] = column(
        Date(N_("Left as ended on"), hint=N_("No reminder after this day"), group=TERM)
    )
    previous_id: Mapped[UUID | None] = column(Link(N_("Renews"), to="agreement", group=TERM))
    student_id: Mapped[UUID | None] = column(
        Link(
            N_("Student"),
            to="student",
            hint=N_("Only in a contract with one student"),
            group=STUDENT,
        )
    )
    group_id: Mapped[UUID | None] = column(Link(N_("Group"), to="study_group", group=STUDENT))
    hours_all: Mapped[int | None] = column(Number(N_("All hours"), most=20_000, group=STUDENT))
    hours_enterprise: Mapped[int | None] = column(
        Number(N_("Hours at the enterprise"), most=20_000, group=STUDENT)
    )
    compensation: Mapped[Decimal | None] = column(
        Money(N_("Compensation payment a month"), group=STUDENT)
    )
    prior_service_years: Mapped[int | None] = column(
        Number(N_("Service before the training"), unit=N_("years"), most=60, group=TARGETED)
    )
    recommendation: Mapped[str | None] = column(
        Text(N_("Recommendation of the enterprise"), group=TARGETED)
    )
    fee_share: Mapped[Decimal | None] = column(
        Measure(N_("Share of the fee paid by the enterprise"), unit="%", group=TARGETED)
    )
    obligation_years: Mapped[int | None] = column(
        Number(N_("Work after the training"), unit=N_("years"), most=60, group=TARGETED)
    )
    consortium_purpose: Mapped[str | None] = column(
        LongText(N_("Project and aim of the consortium"), group=CONSORTIUM)
    )
    consortium_resources: Mapped[str | None] = column(
        LongText(N_("Resources that the parties combine"), group=CONSORTIUM)
    )
    consortium_rules: Mapped[str | None] = column(
        LongText(N_("Rules of joint work"), group=CONSORTIUM)
    )
    consortium_risks: Mapped[str | None] = column(
        LongText(N_("How risks are covered"), group=CONSORTIUM)
    )
    directions: Mapped[tuple[str, ...]] = column(
        Choices(
            N_("Directions of cooperation"),
            choices=DIRECTIONS,
            group=CONTENT,
            headings=("Ынтымақтастық бағыттары", "Направления сотрудничества"),
        )
    )
    places: Mapped[int | None] = column(
        Number(N_("Practice places a year"), inline=True, most=10_000, group=CONTENT)
    )
    aid: Mapped[str | None] = column(
        Text(
            N_("Aid given (sum, kind)"),
            group=CONTENT,
            headings=("Көрсетілген көмек (сомасы, түрі)", "Оказанная помощь (сумма, вид)"),
        )
    )
    responsible: Mapped[str | None] = column(
        Text(
            N_("Responsible"),
            inline=True,
            search=True,
            group=CONTENT,
            headings=("Жауапты", "Ответственный"),
        )
    )
    note: Mapped[str | None] = column(
        LongText(N_("Note"), group=CONTENT, headings=("Ескертпе", "Примечание"))
    )
    place_kk: Mapped[str | None] = column(Text(N_("Place of signing (Kazakh)"), group=PAPER))
    place_ru: Mapped[str | None] = column(Text(N_("Place of signing (Russian)"), group=PAPER))
    printed_on: Mapped[date | None] = column(Date(N_("Printed"), group=PAPER))
    printed_hash: Mapped[str | None] = column(Text(N_("Checksum of the print"), group=PAPER))
    printed_version: Mapped[int | None] = column(Number(N_("Printed version"), group=PAPER))
    number_sort: Mapped[str | None] = sort_column()
