"""Sections 7–11 of the passport from the records: facts and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from cluster_desktop.db.entities.finance import FUNDS, SOURCES
from cluster_desktop.db.entities.kpi import FREQUENCIES
from cluster_desktop.db.entities.plan import STATES
from cluster_desktop.db.entities.resource import OBJECTS, TECHNOLOGIES
from cluster_desktop.fields import NEWER, Value, place_in
from cluster_desktop.i18n import format_date, format_share, sort_key
from cluster_desktop.query import Condition, Figure, Query, Row
from cluster_desktop.services import kpi_figures
from cluster_desktop.services import passport_wording as said
from cluster_desktop.services.passport_content import NOTHING, Table, Words
from cluster_desktop.services.passport_making import (
    Cells,
    Making,
    filled,
    label,
    number,
    own,
    pair,
    plain,
    table,
)
from cluster_desktop.services.passport_sections import Part

# 7. Action plan

GOING = Condition("state", "not", "cancelled")
PLAN = (
    *("number", "name_kk", "name_ru", "form", "starts", "due", "due_text", "responsible"),
    *("organisation_id", "result_kk", "result_ru", "state", "done_on", "now"),
)


def plan(at: Making) -> Part:
    """7: how much is planned, done, overdue; by year. The whole plan is an annex."""
    facts = (
        at.count("7.items", said.ITEMS, Query("plan_item", (GOING,))),
        at.count("7.done", said.ITEMS_DONE, _plan(Condition("now", "is", "done"))),
        at.count("7.overdue", said.ITEMS_OVERDUE, _plan(Condition("now", "is", "overdue"))),
    )
    years = sorted(
        {row["of_year"] for row in at.rows("plan_item", ("of_year",), (GOING,))} - {None}
    )
    rows = [_plan_year(at, year) for year in years]
    headings = (said.YEAR, said.ITEMS, said.ITEMS_DONE, said.ITEMS_OPEN, said.ITEMS_OVERDUE)
    by_year = (table("7.by_year", said.PLAN_BY_YEAR, headings, rows),) if rows else ()
    return Part(facts, by_year)


def _plan(*more: Condition) -> Query:
    return Query("plan_item", (GOING, *more))


def _plan_year(at: Making, year: int) -> Cells:
    due = Condition("of_year", "is", year)
    going = Condition("now", "in", tuple(now for now in ("soon", *STATES) if now != "done"))
    return (
        plain(year),
        at.cell(f"7.{year}.items", _plan(due)),
        at.cell(f"7.{year}.done", _plan(due, Condition("now", "is", "done"))),
        at.cell(f"7.{year}.open", _plan(due, going)),
        at.cell(f"7.{year}.overdue", _plan(due, Condition("now", "is", "overdue"))),
    )


def plan_rows(at: Making) -> list[Row]:
    """The items in the order of the plan."""
    rows = at.rows("plan_item", PLAN, (GOING,))
    rows.sort(key=lambda row: (row["number"] is None, row["number"] or 0, row.id.bytes))
    return rows


def term_of(row: Row) -> Words:
    """The term in words where there are any, else its dates."""
    if row["due_text"]:
        return plain(row["due_text"])
    dates = [format_date(row[one]) for one in ("starts", "due") if row[one]]
    return plain(" – ".join(dates))


def responsible_of(at: Making, row: Row) -> Words:
    """Who is responsible: the person or body in words, else the organisation."""
    if row["responsible"]:
        return plain(row["responsible"])
    return at.organisation(row["organisation_id"])


# 8. Technologies


def technologies(at: Making) -> Part:
    """8: technologies and resources with owner and access; innovation projects."""
    introduced = Query("innovation_project", (Condition("state", "is", "introduced"),))
    facts = (
        at.count("8.technologies", said.TECHNOLOGIES, Query("technology")),
        at.count("8.projects", said.PROJECTS, Query("innovation_project")),
        at.count("8.introduced", said.INTRODUCED, introduced),
    )
    columns = ("kind", "name_kk", "name_ru", "owner_id", "access_kk", "access_ru", "agreement_id")
    found = at.rows("technology", columns)
    order = list(TECHNOLOGIES)
    found.sort(
        key=lambda row: (place_in(order, row["kind"]), sort_key(row["name_kk"]), row.id.bytes)
    )
    rows: list[Cells] = [
        (
            label(TECHNOLOGIES.get(row["kind"], NEWER)),
            pair(row, "name"),
            at.organisation(row["owner_id"]),
            pair(row, "access"),
            plain(f"№ {row['agreement_id'].title}" if row["agreement_id"] else ""),
        )
        for row in found
    ]
    headings = (said.NUMBER, said.KIND, said.NAME, said.OWNER, said.ACCESS, said.AGREEMENT)
    tables = filled("8.technologies", said.TECHNOLOGIES, headings, rows)
    return Part(facts, tables + _projects(at))


def _projects(at: Making) -> tuple[Table, ...]:
    columns = ("name_kk", "name_ru", "organisation_id", "state", "starts", "ends", "result")
    found = at.rows("innovation_project", columns)
    found.sort(key=lambda row: (sort_key(row["name_kk"]), row.id.bytes))
    rows: list[Cells] = [
        (
            pair(row, "name"),
            at.organisation(row["organisation_id"]),
            at.choice("innovation_project", "state", row["state"]),
            plain(" – ".join(format_date(row[one]) for one in ("starts", "ends") if row[one])),
            plain(row["result"]),
        )
        for row in found
    ]
    headings = (said.NUMBER, said.NAME, said.LEADS, said.STATE, said.TERM, said.OUTCOME)
    return filled("8.projects", said.PROJECTS, headings, rows)


# 9. Money

SUMS = ("planned", "confirmed", "spent")
SUM_WORDS = (said.PLANNED, said.CONFIRMED, said.SPENT)


def money(at: Making) -> Part:
    """9: source by year in full tenge, and the funds with their balance."""
    rows = at.rows("finance_line", ("source", "year", *SUMS))
    facts = [
        at.sum(f"9.{field}", words, Query("finance_line"), field)
        for field, words in zip(SUMS, SUM_WORDS, strict=True)
    ]
    development = Query("fund", (Condition("kind", "is", "development"),))
    facts.append(at.sum("9.fund", said.FUND_BALANCE, development, "balance"))
    return Part(tuple(facts), (*_by_source(at, rows), *_funds(at)))


def _by_source(at: Making, rows: Sequence[Row]) -> tuple[Table, ...]:
    if not rows:
        return ()
    totals: dict[tuple[str, int], dict[str, Decimal]] = {}
    for row in rows:
        one = totals.setdefault((row["source"], row["year"]), dict.fromkeys(SUMS, Decimal(0)))
        for field in SUMS:
            one[field] += row[field] or 0
    order = list(SOURCES)
    cells: list[Cells] = []
    for source, year in sorted(totals, key=lambda one: (order.index(one[0]), one[1])):
        where = (Condition("source", "is", source), Condition("year", "is", year))
        query = Query("finance_line", where)
        sums = [
            at.kept(f"9.{source}.{year}.{field}", totals[source, year][field], query, field)
            for field in SUMS
        ]
        cells.append((label(SOURCES[source]), plain(year), *sums))
    whole = [sum(one[field] for one in totals.values()) for field in SUMS]
    cells.append((said.TOTAL, NOTHING, *(number(one) for one in whole)))
    headings = (said.SOURCE, said.YEAR, *SUM_WORDS)
    return (table("9.by_source", said.FINANCE_BY_YEAR, headings, cells),)


def _funds(at: Making) -> tuple[Table, ...]:
    found = at.rows("fund", ("kind", "name_kk", "name_ru", "founder_id", "capital", "balance"))
    order = list(FUNDS)
    found.sort(
        key=lambda row: (place_in(order, row["kind"]), sort_key(row["name_kk"]), row.id.bytes)
    )
    rows: list[Cells] = [
        (
            pair(row, "name"),
            label(FUNDS.get(row["kind"], NEWER)),
            at.organisation(row["founder_id"]),
            number(row["capital"]),
            at.cell(f"9.fund.{row.id}", Query("fund", (Condition("id", "is", row.id),)), "balance"),
        )
        for row in found
    ]
    headings = (said.NUMBER, said.FUND, said.KIND, said.FOUNDER, said.CAPITAL, said.BALANCE)
    return filled("9.funds", said.FUNDS, headings, rows)


# 10. Material base


def base(at: Making) -> Part:
    """10: objects of the material base with their owners."""
    capacity = Query("infrastructure", (Condition("kind", "is", "production"),))
    shared = Query("infrastructure", (Condition("shared", "is", True),))
    facts = (
        at.count("10.objects", said.OBJECTS, Query("infrastructure")),
        at.count("10.capacities", said.CAPACITIES, capacity),
        at.count("10.shared", said.SHARED, shared),
        at.sum("10.area", said.AREA, Query("infrastructure"), "area"),
        at.sum("10.places", said.PLACES, Query("infrastructure"), "places"),
    )
    columns = (
        *("kind", "name_kk", "name_ru", "owner_id", "count", "area", "places", "equipment"),
        *("condition", "made_year", "shared"),
    )
    found = at.rows("infrastructure", columns)
    order = list(OBJECTS)

    def place(row: Row) -> tuple[object, ...]:
        owner = sort_key(at.organisation(row["owner_id"]).kk)
        return (owner, place_in(order, row["kind"]), sort_key(row["name_kk"]), row.id.bytes)

    rows: list[Cells] = [
        (
            at.organisation(row["owner_id"]),
            label(OBJECTS.get(row["kind"], NEWER)),
            pair(row, "name"),
            number(row["count"]),
            number(row["area"]),
            number(row["places"]),
            plain(row["equipment"]),
            at.choice("infrastructure", "condition", row["condition"]),
            said.YES if row["shared"] else said.NO,
        )
        for row in sorted(found, key=place)
    ]
    headings = (
        *(said.NUMBER, said.OWNER, said.KIND, said.NAME, said.AMOUNT, said.AREA, said.PLACES),
        *(said.EQUIPMENT, said.CONDITION, said.SHARED),
    )
    return Part(facts, filled("10.objects", said.OBJECTS, headings, rows))


# 11. Monitoring

KPI = (
    *("number", "code", "counted", "name_kk", "name_ru", "name_en", "unit_kk", "unit_ru"),
    *("formula_kk", "formula_ru", "frequency", "base_year", "base_value", "responsible"),
)
QUARTERS = ("1", "2", "3", "4")


def monitoring(at: Making) -> Part:
    """11: the indicators with plan and fact of the year."""
    facts = (
        at.count("11.kpis", said.KPIS, Query("kpi")),
        at.count("11.surveys", said.SURVEYS, Query("survey")),
    )
    values = values_of(at)
    rows: list[Cells] = [
        (
            plain(row["number"]),
            pair(row, "name"),
            pair(row, "unit"),
            label(FREQUENCIES.get(row["frequency"], NEWER)),
            plain(row["responsible"]),
            _plan_of(values.get(row.id, {})),
            fact_of(at, row, values.get(row.id, {})),
        )
        for row in kpis(at)
    ]
    headings = (
        *(said.NUMBER, said.INDICATOR, said.UNIT, said.FREQUENCY, said.RESPONSIBLE),
        *(_of_year(said.PLAN, at.day.year), _of_year(said.FACT, at.day.year)),
    )
    tables = (table("11.kpis", said.KPI_ANNEX, headings, rows),) if rows else ()
    return Part(facts, tables)


def _of_year(words: Words, year: int) -> Words:
    return Words(*(f"{one}, {year}" for one in words))


def kpis(at: Making) -> list[Row]:
    rows = at.rows("kpi", KPI)
    rows.sort(key=lambda row: (row["number"], row.id.bytes))
    return rows


def values_of(at: Making) -> Mapping[UUID, Mapping[str, Row]]:
    """Plan and fact of the year of the passport by indicator and period."""
    columns = ("kpi_id", "period", "plan", "fact", "source")
    found: dict[UUID, dict[str, Row]] = {}
    for row in at.rows("kpi_value", columns, (Condition("year", "is", at.day.year),)):
        found.setdefault(row["kpi_id"].id, {})[row["period"]] = row
    return found


def _plan_of(values: Mapping[str, Row]) -> Words:
    """The plan of the year, else of its last planned quarter."""
    return number(_newest(values, "plan"))


def _newest(values: Mapping[str, Row], field: str) -> Value:
    for period in ("year", *reversed(QUARTERS)):
        if period in values and values[period][field] is not None:
            return values[period][field]
    return None


def fact_of(at: Making, row: Row, values: Mapping[str, Row]) -> Words:
    """What the program counts on the day; else the newest typed fact of the year."""
    if not row["counted"]:
        return number(_newest(values, "fact"))
    figure = kpi_figures.figure(at.office, row["counted"], at.day)
    key = f"11.{row['counted']}"
    at.figures[key] = Figure(key, figure.value, figure.behind, figure.base)
    value = kpi_figures.shown(row["counted"], figure.value)
    if value is None or figure.base is None:
        return number(value)
    return Words(*(format_share(value, lang) for lang in ("kk", "ru", "en")))


def formula_of(row: Row) -> Words:
    return own(row, "formula")


def base_of(row: Row) -> Words:
    """The base value and its year."""
    if row["base_value"] is None:
        return NOTHING
    year = f" ({row['base_year']})" if row["base_year"] else ""
    return Words(*(f"{one}{year}" for one in number(row["base_value"])))
