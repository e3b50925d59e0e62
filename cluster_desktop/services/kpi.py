"""Indicators: the usual set, plan and fact of each period, and closing a quarter.

Plan and fact run from 1 January to the end of the period, so quarter IV and the year have one fact.
A counted indicator takes its fact from the records; closing a period writes it down, and from then
on nothing of the period changes until somebody reopens it with a reason. A typed fact names its
source. A fact below the plan needs a reason before its period can be closed (form F9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from cluster_desktop.db.entities.kpi import FREQUENCIES
from cluster_desktop.db.entities.membership import PERIODS as PERIODS
from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.query import (
    Changes,
    Condition,
    Figure,
    Insert,
    Operation,
    Query,
    Row,
    Update,
)
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import kpi_figures
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.kpi_lock import closed_periods, named_period
from cluster_desktop.services.kpi_standard import STANDARD
from cluster_desktop.services.passport_content import Words

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

ENDS = {"1": (3, 31), "2": (6, 30), "3": (9, 30), "4": (12, 31), "year": (12, 31)}
BEGINS = {"1": 1, "2": 4, "3": 7, "4": 10, "year": 1}
TENTH = Decimal("0.1")
WHOLE = Decimal(100)
TYPED = ("plan", "fact", "source", "reason")
State = Literal["none", "waiting", "reached", "below", "unexplained"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator in one period.

    `figure` is what a click on the fact opens; None for a typed one and before the period begins.
    In a closed period `fact` is the frozen number and `now` what the records say today.
    """

    year: int
    period: str
    record: UUID | None
    plan: Decimal | None
    fact: Decimal | None
    figure: Figure | None
    now: Decimal | None
    source: str
    reason: str
    percent: Decimal | None
    closed: bool

    @property
    def state(self) -> State:
        """none: no plan; waiting: no fact; unexplained: below the plan without a reason."""
        if self.plan is None:
            return "none"
        if self.percent is None:
            return "waiting"
        if self.percent >= WHOLE:
            return "reached"
        return "below" if self.reason else "unexplained"

    @property
    def drifted(self) -> bool:
        """The records changed since the period was closed."""
        return self.closed and self.figure is not None and self.now != self.fact


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator and its cells by period ("1" to "4", "year"); `counted` is its code or ""."""

    id: UUID
    number: int
    code: str
    name: Words
    unit: Words
    formula: Words
    counted: str
    frequency: str
    better: str
    base_year: int | None
    base_value: Decimal | None
    responsible: str
    cells: Mapping[str, Cell]


# Periods


def period_start(year: int, period: str) -> date:
    return date(year, BEGINS[period], 1)


def period_end(year: int, period: str) -> date:
    month, day = ENDS[period]
    return date(year, month, day)


def quarter_of(day: date) -> str:
    """The quarter of a day: "1" to "4"."""
    return str((day.month + 2) // 3)


def to_close(office: Office) -> list[tuple[int, str]]:
    """Quarters with a plan or a fact that are over and not closed, oldest first."""
    asked = Query("kpi_value", (Condition("to_close", "is", True),), columns=("year", "period"))
    return sorted({(row["year"], row["period"]) for row in office.rows(asked)})


# Reading


def table(office: Office, year: int, *, on: date | None = None) -> tuple[Line, ...]:
    """Every indicator with plan and fact of the year's periods; counted as of `on`, else today."""
    day = on or office.today()
    columns = ("kpi_id", "year", "period", "plan", "fact", "source", "reason")
    asked = Query("kpi_value", (Condition("year", "is", year),), columns=columns)
    stored = {(row["kpi_id"].id, row["period"]): row for row in office.rows(asked)}
    closed = {period for of, period in closed_periods(office) if of == year}
    counted: dict[tuple[str, date], Figure] = {}
    return tuple(
        _line(office, row, year, day, stored, closed, counted)
        for row in office.rows(Query("kpi", columns=KPI_COLUMNS, sort=(("number", False),)))
    )


KPI_COLUMNS = (
    "number", "code", "name_kk", "name_ru", "name_en", "unit_kk", "unit_ru", "formula_kk",
    "formula_ru", "counted", "frequency", "better", "base_year", "base_value", "responsible",
)  # fmt: skip


def line(office: Office, kpi: UUID, year: int, *, on: date | None = None) -> Line:
    """One indicator. Raises Refusal where there is none."""
    office.get("kpi", kpi)
    return next(one for one in table(office, year, on=on) if one.id == kpi)


def _line(
    office: Office,
    row: Row,
    year: int,
    day: date,
    stored: Mapping[tuple[UUID, str], Row],
    closed: set[str],
    counted: dict[tuple[str, date], Figure],
) -> Line:
    code = row["counted"] or ""
    cells = {}
    for period in PERIODS:
        until = min(period_end(year, period), day)
        figure = None
        if code and period_start(year, period) <= day:
            if (code, until) not in counted:
                counted[code, until] = kpi_figures.figure(office, code, until)
            figure = counted[code, until]
        cells[period] = _cell(
            (year, period), stored.get((row.id, period)), code, figure, row["better"],
            is_closed=period in closed,
        )  # fmt: skip
    words = {
        one: Words(row[f"{one}_kk"] or "", row[f"{one}_ru"] or "")
        for one in ("name", "unit", "formula")
    }
    return Line(
        id=row.id,
        number=row["number"],
        code=row["code"] or code,
        name=words["name"]._replace(en=row["name_en"] or ""),
        unit=words["unit"],
        formula=words["formula"],
        counted=code,
        frequency=row["frequency"] if row["frequency"] in FREQUENCIES else "quarter",
        better=row["better"],
        base_year=row["base_year"],
        base_value=row["base_value"],
        responsible=row["responsible"] or "",
        cells=cells,
    )


def _cell(
    at: tuple[int, str],
    row: Row | None,
    code: str,
    figure: Figure | None,
    better: str,
    *,
    is_closed: bool,
) -> Cell:
    plan: Decimal | None = row["plan"] if row else None
    written: Decimal | None = row["fact"] if row else None
    now = kpi_figures.shown(code, figure.value) if figure is not None else None
    fact = written if is_closed or not code else now
    return Cell(
        year=at[0],
        period=at[1],
        record=row.id if row else None,
        plan=plan,
        fact=fact,
        figure=figure,
        now=now,
        source=(row["source"] or "") if row else "",
        reason=(row["reason"] or "") if row else "",
        percent=percent(plan, fact, better),
        closed=is_closed,
    )


def percent(plan: Decimal | None, fact: Decimal | None, better: str = "more") -> Decimal | None:
    """How far the plan is reached, one decimal, half up; None where one of both is not known.

    Where less is better, a fact of half the plan is 200 %. A plan of nought is reached by what is
    not worse than it.
    """
    if plan is None or fact is None:
        return None
    part, whole = (fact, plan) if better == "more" else (plan, fact)
    if whole == 0:
        return WHOLE if part >= whole else Decimal(0)
    return (part * 100 / whole).quantize(TENTH, ROUND_HALF_UP)


# Writing


def standard(office: Office) -> Changes:
    """The usual indicators K01–K18 that are not there yet, as one action; none: no change."""
    rows = office.rows(Query("kpi", columns=("number", "code", "counted")))
    there = {row["counted"] for row in rows} | {row["code"] for row in rows}
    number = max((row["number"] for row in rows), default=0)
    operations: list[Operation] = []
    for values in STANDARD:
        if values["code"] not in there:
            number += 1
            whole = {**office.entity("kpi").defaults(), **values, "number": number}
            operations.append(Insert("kpi", whole, new_id()))
    if not operations:
        return Changes()
    return office.apply(Said(N_("The usual indicators"), {}), office.source, operations)


def put(office: Office, kpi: UUID, year: int, period: str, values: Mapping[str, Value]) -> Changes:
    """New plan, fact, source or reason of an indicator in a period, as one action.

    Raises Refusal in a closed period, for the fact of a counted indicator, for a typed fact without
    a source, and for one of a period that has not begun.
    """
    row = office.get("kpi", kpi)
    if period not in PERIODS or not set(values) <= set(TYPED):
        raise Refusal(_("There is no such period or field."))
    old = _stored(office, kpi, year, period)
    new = {name: old[name] if old else None for name in TYPED} | dict(values)
    if row["counted"] and "fact" in values:
        raise Refusal(
            _("{what}: the program counts the fact itself. Click it to see the records.").format(
                what=office.title("kpi", kpi)
            ),
            field="fact",
        )
    if not row["counted"] and new["fact"] is not None and not new["source"]:
        said = _("Source: name where the fact is from, such as a report or a letter.")
        raise Refusal(said, field="source")
    if values.get("fact") is not None and period_start(year, period) > office.today():
        said = _("{period} has not begun: it can have a plan, but no fact yet.")
        raise Refusal(said.format(period=named_period(year, period)), field="fact")
    whole = {"kpi_id": kpi, "year": year, "period": period, **new}
    wrong = [one for one in office.entity("kpi_value").problems(whole) if one.severity == "error"]
    if wrong:
        raise Refusal(wrong[0].message, field=wrong[0].field, findings=wrong)
    if old is not None and all(old[name] == new[name] for name in TYPED):
        return Changes()
    made: Operation = Insert("kpi_value", whole, new_id())
    if old is not None:
        made = Update("kpi_value", old.id, {name: new[name] for name in TYPED})
    title = Said(
        N_("{what}: {fields}"),
        {"what": office.title("kpi", kpi), "fields": named_period(year, period)},
    )
    return office.apply(title, office.source, [made])


def _stored(office: Office, kpi: UUID, year: int, period: str) -> Row | None:
    where = (
        Condition("kpi_id", "is", kpi),
        Condition("year", "is", year),
        Condition("period", "is", period),
    )
    rows = office.rows(Query("kpi_value", where, columns=TYPED), 1)
    return rows[0] if rows else None


def close(office: Office, year: int, period: str) -> Changes:
    """Lock a period that is over; the facts of counted indicators are written down.

    Raises Refusal before its end, where it is closed already or there are no indicators, and naming
    every indicator that is below its plan without a reason.
    """
    if period not in PERIODS:
        raise Refusal(_("There is no such period or field."))
    name, ends = named_period(year, period), period_end(year, period)
    if (year, period) in closed_periods(office):
        raise Refusal(_("{period} is closed already.").format(period=name))
    if ends >= office.today():
        raise Refusal(
            _("{period} is not over: it can be closed from {day} on.").format(
                period=name, day=format_date(date.fromordinal(ends.toordinal() + 1))
            )
        )
    lines = table(office, year)
    if not lines:
        said = _("{period} cannot be closed: there are no indicators. Take the usual ones first.")
        raise Refusal(said.format(period=name))
    open_reasons = [
        Finding(
            _("{what}: {percent} % of the plan, and no reason is written.").format(
                what=one.name.here(), percent=one.cells[period].percent
            ),
            field="reason",
        )
        for one in lines
        if one.cells[period].state == "unexplained"
    ]
    if open_reasons:
        said = _("{period} cannot be closed: a reason is missing where the plan is not reached.")
        raise Refusal(said.format(period=name), findings=open_reasons)
    operations = [_frozen(office, one, one.cells[period]) for one in lines if one.counted]
    closed = {"closed": True, "closed_on": office.today()}
    operations.append(_period(office, year, period, closed))
    title = Said(N_("Closed: {what}"), {"what": name})
    return office.apply(title, office.source, operations)


def _frozen(office: Office, one: Line, cell: Cell) -> Operation:
    said = _("Counted by the program on {day}").format(day=format_date(office.today()))
    kept = {"fact": cell.now, "source": said}
    if cell.record is not None:
        return Update("kpi_value", cell.record, kept)
    whole = {"kpi_id": one.id, "year": cell.year, "period": cell.period, **kept}
    return Insert("kpi_value", whole, new_id())


def _period(office: Office, year: int, period: str, values: Mapping[str, Value]) -> Operation:
    where = (Condition("year", "is", year), Condition("period", "is", period))
    rows = office.rows(Query("kpi_period", where, columns=("closed",)), 1)
    if rows:
        return Update("kpi_period", rows[0].id, values)
    return Insert("kpi_period", {"year": year, "period": period, **values}, new_id())


def reopen(office: Office, year: int, period: str, reason: str) -> Changes:
    """Unlock a closed period. Raises Refusal without a reason, or where it is open."""
    written = " ".join(reason.split())
    name = named_period(year, period)
    if (year, period) not in closed_periods(office):
        raise Refusal(_("{period} is not closed.").format(period=name))
    if not written:
        said = _("Reason: write why the period is reopened. It stays with the period.")
        raise Refusal(said, field="reopened_why")
    values = {"closed": False, "reopened_on": office.today(), "reopened_why": written}
    title = Said(N_("Reopened: {what}"), {"what": name})
    return office.apply(title, office.source, [_period(office, year, period, values)])
