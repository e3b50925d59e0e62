"""Funding (section 9, step 12): sources by year, the development fund, endowments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from cluster_desktop.db import cluster
from cluster_desktop.db.base import About, Computed, Record, column, sort_column
from cluster_desktop.fields import Choice, Date, Link, LongText, Money, Number, Text
from cluster_desktop.i18n import N_

SOURCES = {
    "republican": N_("Republican budget"),
    "local": N_("Local budget"),
    "subsidy": N_("State subsidies"),
    "business": N_("Investments of business"),
    "grant": N_("Grants"),
    "international": N_("International programmes"),
    "sponsor": N_("Sponsorship and donations"),
    "technical_aid": N_("Technical assistance"),
    "own": N_("Own means of the participants"),
    "fund": N_("Cluster development fund"),
    "other": N_("Other lawful sources"),
}
FUNDS = {"development": N_("Cluster development fund"), "endowment": N_("Endowment fund")}
DIRECTIONS = {"income": N_("Income"), "spending": N_("Spending")}


class FinanceLine(Record):
    """A source in a year: planned, confirmed, spent, in full tenge."""

    __tablename__ = "finance_line"
    about: ClassVar[About] = About(
        label=N_("Funding"),
        plural=N_("Finance"),
        icon="reports",
        title="purpose",
        sort="year",
        computed={
            "since": Computed(
                Date(N_("Counts from"), computed=True, width=96), cluster.finance_since
            ),
        },
    )

    source: Mapped[str] = column(
        Choice(N_("Source"), choices=SOURCES, default="local", required=True, listed=True)
    )
    year: Mapped[int] = column(
        Number(N_("Year"), required=True, least=2000, most=2100, listed=True, width=72)
    )
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("Participant"), to="organisation", listed=True)
    )
    purpose: Mapped[str | None] = column(Text(N_("Purpose"), search=True, sorts=True, listed=True))
    planned: Mapped[Decimal | None] = column(Money(N_("Planned"), listed=True, width=120))
    confirmed: Mapped[Decimal | None] = column(Money(N_("Confirmed"), listed=True, width=120))
    spent: Mapped[Decimal | None] = column(Money(N_("Spent"), listed=True, width=120))
    received_on: Mapped[date | None] = column(Date(N_("Received on"), width=96))
    document: Mapped[str | None] = column(Text(N_("Document"), search=True, listed=True))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    purpose_sort: Mapped[str | None] = sort_column()


class Fund(Record):
    """The development fund or an endowment: founder, capital, balance."""

    __tablename__ = "fund"
    about: ClassVar[About] = About(
        label=N_("Fund"),
        plural=N_("Funds"),
        icon="save",
        computed={
            "balance": Computed(
                Money(N_("Balance"), computed=True, listed=True, width=130), cluster.fund_balance
            ),
        },
    )

    name_kk: Mapped[str] = column(
        Text(N_("Name (Kazakh)"), required=True, search=True, sorts=True, listed=True)
    )
    name_ru: Mapped[str | None] = column(Text(N_("Name (Russian)"), search=True, sorts=True))
    founder_id: Mapped[UUID | None] = column(Link(N_("Founder"), to="organisation", listed=True))
    founded_on: Mapped[date | None] = column(Date(N_("Founded on"), listed=True, width=96))
    capital: Mapped[Decimal | None] = column(
        Money(N_("Capital"), hint=N_("Of an endowment: stays, only its income is used"))
    )
    kind: Mapped[str] = column(
        Choice(N_("Kind"), choices=FUNDS, default="development", required=True, listed=True)
    )
    document: Mapped[str | None] = column(Text(N_("Document")))
    note: Mapped[str | None] = column(LongText(N_("Note")))
    name_kk_sort: Mapped[str | None] = sort_column()
    name_ru_sort: Mapped[str | None] = sort_column()


class FundEntry(Record):
    """Income or spending of a fund."""

    __tablename__ = "fund_entry"
    about: ClassVar[About] = About(
        label=N_("Entry of the fund"),
        plural=N_("Entries of the fund"),
        icon="reports",
        title="purpose",
        sort="entered_on",
    )

    fund_id: Mapped[UUID] = column(
        Link(N_("Fund"), to="fund", owned=True, required=True, listed=True)
    )
    entered_on: Mapped[date] = column(Date(N_("Date"), required=True, listed=True, width=96))
    direction: Mapped[str] = column(
        Choice(N_("Kind"), choices=DIRECTIONS, default="income", required=True, listed=True)
    )
    amount: Mapped[Decimal] = column(Money(N_("Amount"), required=True, listed=True))
    organisation_id: Mapped[UUID | None] = column(
        Link(N_("From whom, to whom"), to="organisation", listed=True)
    )
    purpose: Mapped[str | None] = column(Text(N_("Purpose"), search=True, sorts=True, listed=True))
    document: Mapped[str | None] = column(Text(N_("Document"), listed=True))
    purpose_sort: Mapped[str | None] = sort_column()
