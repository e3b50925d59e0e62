"""Annexes of the passport: participants, plan, finance, KPI; and who signs."""

from __future__ import annotations

from cluster_desktop.db.entities.finance import SOURCES
from cluster_desktop.fields import NEWER, place_in
from cluster_desktop.i18n import sort_key
from cluster_desktop.query import Row
from cluster_desktop.services import passport_sections as sections
from cluster_desktop.services import passport_sections_more as more
from cluster_desktop.services import passport_wording as said
from cluster_desktop.services.passport_content import NOTHING, Signature, Table, Words
from cluster_desktop.services.passport_making import (
    Cells,
    Making,
    day,
    filled,
    joined,
    label,
    number,
    own,
    pair,
    plain,
    table,
)


def annexes(at: Making) -> tuple[Table, ...]:
    """All that have rows, in the order of the recommendations."""
    return (*_participants(at), *_plan(at), *_finance(at), *_kpi(at))


def _participants(at: Making) -> tuple[Table, ...]:
    agreed = sections.agreements(at)
    rows: list[Cells] = []
    for row in sections.members(at):
        link = row["organisation_id"]
        one = at.organisations.get(link.id)
        if one is None:
            continue
        told = sections.said_of_agreements(at, agreed.get(link.id, []))
        if row["state"] == "negotiating":
            told = said.NEGOTIATING
        rows.append(
            (
                joined([pair(one, "name"), said.FOUNDER if row["founder"] else NOTHING], "\n"),
                at.choice("organisation", "kind", one["kind"]),
                plain(one["bin"]),
                head_of(one),
                joined([pair(one, "address"), plain(one["phone"]), plain(one["email"])], "\n"),
                sections.role_of(at, row),
                own(row, "obligations"),
                told,
                day(row["joined_on"]),
            )
        )
    headings = (
        *(said.NUMBER, said.ORGANISATION, said.KIND, said.BIN, said.HEAD, said.CONTACTS),
        *(said.ROLE, said.OBLIGATIONS, said.AGREEMENT, said.JOINED),
    )
    return filled("annex.participants", said.PARTICIPANTS_ANNEX, headings, rows)


def head_of(organisation: Row) -> Words:
    """Position and name of the head."""
    return joined([pair(organisation, "head_position"), pair(organisation, "head")], " ")


def _plan(at: Making) -> tuple[Table, ...]:
    rows: list[Cells] = [
        (
            plain(row["number"]),
            pair(row, "name"),
            plain(row["form"]),
            more.term_of(row),
            more.responsible_of(at, row),
            pair(row, "result"),
            joined([at.choice("plan_item", "now", row["now"]), day(row["done_on"])], " "),
        )
        for row in more.plan_rows(at)
    ]
    headings = (
        *(said.NUMBER, said.MEASURE, said.FORM, said.TERM, said.RESPONSIBLE, said.RESULT),
        said.DONE,
    )
    return (table("annex.plan", said.PLAN_ANNEX, headings, rows),) if rows else ()


def _finance(at: Making) -> tuple[Table, ...]:
    columns = ("source", "year", "organisation_id", "purpose", *more.SUMS, "document")
    found = at.rows("finance_line", columns)
    order = list(SOURCES)
    found.sort(
        key=lambda row: (
            row["year"],
            place_in(order, row["source"]),
            sort_key(row["purpose"] or ""),
            row.id.bytes,
        )
    )
    rows: list[Cells] = [
        (
            plain(row["year"]),
            label(SOURCES.get(row["source"], NEWER)),
            at.organisation(row["organisation_id"]),
            plain(row["purpose"]),
            *(number(row[field]) for field in more.SUMS),
            plain(row["document"]),
        )
        for row in found
    ]
    headings = (
        *(said.NUMBER, said.YEAR, said.SOURCE, said.ORGANISATION, said.PURPOSE),
        *(*more.SUM_WORDS, said.DOCUMENT),
    )
    return filled("annex.finance", said.FINANCE_ANNEX, headings, rows)


def _kpi(at: Making) -> tuple[Table, ...]:
    values = more.values_of(at)
    rows: list[Cells] = []
    for row in more.kpis(at):
        mine = values.get(row.id, {})
        quarters = [_plan_and_fact(mine.get(one)) for one in (*more.QUARTERS, "year")]
        name, unit = pair(row, "name"), pair(row, "unit")
        rows.append(
            (plain(row["number"]), name, unit, more.formula_of(row), more.base_of(row), *quarters)
        )
    year = at.day.year
    columns = [Words(*(f"{q} {year}" for _ in range(3))) for q in ("I", "II", "III", "IV")]
    headings = (
        *(said.NUMBER, said.INDICATOR, said.UNIT, said.FORMULA, said.BASE),
        *columns,
        plain(year),
    )
    title = Words(
        f"{said.KPI_ANNEX.kk} (жоспар / нақты)",
        f"{said.KPI_ANNEX.ru} (план / факт)",
        f"{said.KPI_ANNEX.en} (plan / actual)",
    )
    return (table("annex.kpi", title, headings, rows),) if rows else ()


def _plan_and_fact(row: Row | None) -> Words:
    if row is None:
        return NOTHING
    plan, fact = number(row["plan"]), number(row["fact"])
    if not any((*plan, *fact)):
        return NOTHING
    return Words(*(f"{one or '–'} / {other or '–'}" for one, other in zip(plan, fact, strict=True)))


def signatures(at: Making) -> tuple[Signature, ...]:
    """The head of every participant that belongs to the cluster; those in negotiation sign not."""
    found = []
    for row in sections.members(at):
        one = at.organisations.get(row["organisation_id"].id)
        if one is None or row["state"] == "negotiating":
            continue
        found.append(Signature(pair(one, "name"), pair(one, "head_position"), pair(one, "head")))
    return tuple(found)
