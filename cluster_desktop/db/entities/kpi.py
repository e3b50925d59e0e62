"""KPI (section 11, form F9): indicators, plan and fact by period, closed quarters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import cluster
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.db.entities.membership import PERIODS
from cluster_desktop.fields import Choice, Date, Link, LongText, Measure, Number, Text, Value, YesNo
from cluster_desktop.i18n import N_, _
from cluster_desktop.rules.findings import Finding

FREQUENCIES = {
    "month": N_("Monthly"),
    "quarter": N_("Quarterly"),
    "half": N_("Twice a year"),
    "year": N_("Yearly"),
}
BETTER = {"more": N_("More is better"), "less": N_("Less is better")}
# What the program can count by itself; the meaning of each stands in services/kpi_figures.
COUNTED = {
    "K01": N_("Students"),
    "K02": N_("Volume of goods and services"),
    "K03": N_("Satisfaction of students"),
    "K04": N_("Satisfaction of employers"),
    "K05": N_("Specialists trained"),
    "K06": N_("Innovations introduced"),
    "K07": N_("Share in dual training"),
    "K08": N_("Share of employed graduates"),
    "K09": N_("Share employed in the speciality"),
    "K10": N_("Share of targeted training"),
    "K11": N_("Contracts and memoranda in force"),
    "K12": N_("Mentors"),
    "K13": N_("Share of teachers with an internship"),
    "K14": N_("Means attracted"),
    "K15": N_("Programmes updated"),
    "K16": N_("Plan carried out"),
    "K17": N_("Pupils reached by career guidance"),
    "K18": N_("Admitted after grade 9"),
}


def _reopened_for_a_reason(values: Mapping[str, Value]) -> tuple[Finding, ...]:
    if values.get("closed") or values.get("reopened_why"):
        return ()
    said = _("Reason: write why the period is reopened. It stays with the period.")
    return (Finding(said, field="reopened_why"),)


class Kpi(Record):
    """An indicator; with `counted` the program works it out, else it is typed with a source."""

    __tablename__ = "kpi"
    about: ClassVar[About] = About(
        label=N_("Indicator"), plural=N_("Indicators"), icon="reports", sort="number"
    )

    number: Mapped[int] = column(
        Number(N_("No."), required=True, least=1, most=999, default=1, listed=True, width=72)
    )
    code: Mapped[str | None] = column(Text(N_("Code"), search=True, listed=True, width=64))
    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(
        Text(N_("Name (Russian)"), search=True, sorts=True, listed=True)
    )
    name_en: Mapped[str | None] = column(Text(N_("Name (English)")))
    unit_kk: Mapped[str | None] = column(Text(N_("Unit (Kazakh)"), listed=True, width=90))
    unit_ru: Mapped[str | None] = column(Text(N_("Unit (Russian)"), listed=True, width=90))
    counted: Mapped[str | None] = column(
        Choice(N_("Counted by the program"), choices=COUNTED, listed=True)
    )
    formula_kk: Mapped[str | None] = column(LongText(N_("Formula (Kazakh)")))
    formula_ru: Mapped[str | None] = column(LongText(N_("Formula (Russian)")))
    frequency: Mapped[str] = column(
        Choice(N_("Frequency"), choices=FREQUENCIES, default="quarter", required=True, listed=True)
    )
    better: Mapped[str] = column(
        Choice(N_("Direction"), choices=BETTER, default="more", required=True)
    )
    base_year: Mapped[int | None] = column(Number(N_("Base year"), least=2000, most=2100))
    base_value: Mapped[Decimal | None] = column(Measure(N_("Base value"), width=90))
    responsible: Mapped[str | None] = column(Text(N_("Responsible"), search=True, listed=True))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class KpiValue(Record):
    """Plan and fact of an indicator in a period. A typed fact names its source."""

    __tablename__ = "kpi_value"
    about: ClassVar[About] = About(
        label=N_("Value of the indicator"),
        plural=N_("Values of the indicators"),
        icon="reports",
        title="kpi_id",
        sort="year",
        computed={
            "to_close": Computed(
                YesNo(N_("Quarter is over and not closed"), computed=True), cluster.quarter_to_close
            ),
        },
    )

    kpi_id: Mapped[UUID] = column(
        Link(N_("Indicator"), to="kpi", owned=True, required=True, listed=True)
    )
    year: Mapped[int] = column(
        Number(N_("Year"), required=True, least=2000, most=2100, listed=True, width=72)
    )
    period: Mapped[str] = column(
        Choice(N_("Period"), choices=PERIODS, default="year", required=True, listed=True)
    )
    plan: Mapped[Decimal | None] = column(Measure(N_("Plan"), listed=True, width=90))
    fact: Mapped[Decimal | None] = column(Measure(N_("Fact"), listed=True, width=90))
    source: Mapped[str | None] = column(Text(N_("Source"), listed=True))
    reason: Mapped[str | None] = column(LongText(N_("Reason of the deviation"), listed=True))


class KpiPeriod(Record):
    """A quarter that was closed: its values stay until it is reopened with a reason."""

    __tablename__ = "kpi_period"
    about: ClassVar[About] = About(
        label=N_("Closed period"),
        plural=N_("Closed periods"),
        icon="lock",
        title="period",
        checks=(_reopened_for_a_reason,),
    )

    year: Mapped[int] = column(
        Number(N_("Year"), required=True, least=2000, most=2100, listed=True, width=72)
    )
    period: Mapped[str] = column(Choice(N_("Period"), choices=PERIODS, required=True, listed=True))
    closed: Mapped[bool] = column(YesNo(N_("Closed"), default=True, listed=True))
    closed_on: Mapped[date | None] = column(Date(N_("Closed on"), listed=True))
    reopened_on: Mapped[date | None] = column(Date(N_("Reopened on"), listed=True))
    reopened_why: Mapped[str | None] = column(LongText(N_("Why it was reopened"), listed=True))
