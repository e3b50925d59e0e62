"""Form F9: plan and fact of the indicators by quarter, and the action plan on a second sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from cluster_desktop.excel import form_words as words
from cluster_desktop.excel import kpi_list, plan_list
from cluster_desktop.excel.forms import periods
from cluster_desktop.excel.forms.delivery import (
    ROW_NUMBER,
    Delivery,
    Facts,
    FactValue,
    Wishes,
    around_of,
    heading_of,
    pair,
)
from cluster_desktop.excel.forms.layout import Form, FormColumn, Heading
from cluster_desktop.excel.forms.sources import ROW_SOURCE, Fix, Owed, RowSource, of_records, only
from cluster_desktop.excel.kpi_list import BASE, NAME, PERIODS, REASON, RESPONSIBLE, SOURCE, UNIT
from cluster_desktop.excel.plan_list import DONE, DUE, ITEM, STATE
from cluster_desktop.i18n import _
from cluster_desktop.query import Query, Row
from cluster_desktop.services import kpi
from cluster_desktop.services.kpi_lock import named_period
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

_PLAN, _FACT = Pair("Жоспар", "План"), Pair("Нақты", "Факт")
_PERCENT = "kpi.percent"
_COUNTED = Pair("бағдарламадағы жазбалар", "записи программы")
_BELOW = ("I", "II", "III", "IV")
# Plan beside fact, from the newest on: what has a fact last is what the percent is of.
_PAIRS = (("I", "N"), ("H", "M"), ("G", "L"), ("F", "K"), ("E", "J"))
_PLAN_COLUMNS = (
    FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
    FormColumn(plan_list.NAME, Pair("Іс-шара", "Мероприятие"), width=36, needed=True,
               in_lines=True),
    FormColumn(f"{ITEM}.form", Pair("Аяқтау нысаны", "Форма завершения"), width=16),
    FormColumn(DUE, Pair("Мерзімі", "Срок"), "date", 16, needed=True),
    FormColumn(
        f"{ITEM}.responsible", Pair("Жауапты орындаушылар", "Ответственные исполнители"),
        width=22, needed=True,
    ),
    FormColumn(
        f"{ITEM}.result", Pair("Күтілетін нәтиже", "Ожидаемый результат"), width=26,
        needed=True, in_lines=True,
    ),
    FormColumn(
        f"{ITEM}.finance", Pair("Қаржыландыру көзі, сомасы", "Источник, сумма"), width=20
    ),
    FormColumn(
        DONE, Pair("Орындалуы туралы ақпарат", "Информация об исполнении"), width=24
    ),
    FormColumn(STATE, Pair("Жағдайы", "Статус"), width=17, one_language=True),
)  # fmt: skip
_PLAN_FIELDS = (
    *("number", "year", "name_kk", "name_ru", "form", "starts", "due", "due_text", "responsible"),
    *("result_kk", "result_ru", "finance", "done_text", "done_on", "state", "now"),
)


def delivery(office: Office, wishes: Wishes) -> Delivery:
    """A year's indicators as known on the last day of the period, and the year's plan."""
    day = _day_of(wishes, office)
    lines = kpi.table(office, day.year, on=min(day, office.today()))
    columns = _columns(lines)
    heading = heading_of(
        office, min(day, office.today()), period=_called(day), period_code=_code(day)
    )
    return Delivery(
        form=Form(
            "F9",
            Pair(
                "Негізгі тиімділік көрсеткіштерінің (KPI) орындалуы",
                "Исполнение ключевых показателей эффективности (KPI)",
            ),
            columns,
            (),
            sheet="KPI",
        ),
        heading=heading,
        rows=[_facts(line, day) for line in lines],
        needed=frozenset({NAME}),
        spellings=kpi_list.KIND.spellings(),
        around=around_of(office, heading),
        not_found=_(
            "No table of indicators was found in this workbook: its headings are not known. "
            "Choose the office's form F9."
        ),
        lacks=_("The workbook has no column for the indicator."),
        warnings=_warnings(lines, day),
        worked_out=_percent_of,
        also=(_plan(office, heading, day.year, min(day, office.today())),),
    )


def _day_of(wishes: Wishes, office: Office) -> date:
    """The last day asked for; without one, today in the newest year that has any values."""
    today = office.today()
    if wishes.period:
        return periods.day_of(wishes.period, today)
    years = [int(year) for year in office.counts_by(Query("kpi_value"), "year") if year is not None]
    newest = max((year for year in years if year <= today.year), default=today.year)
    return min(date(newest, 12, 31), today)


def _called(day: date) -> Pair:
    months = {(3, 31): 3, (6, 30): 6, (9, 30): 9}.get((day.month, day.day))
    if months is None:
        return Pair(f"{day.year} жыл", f"{day.year} год")
    said = "месяца" if months == 3 else "месяцев"
    return Pair(f"{day.year} жыл, {months} ай", f"{day.year} год, {months} {said}")


def _code(day: date) -> str:
    quarter = {(3, 31): "-Q1", (6, 30): "-Q2", (9, 30): "-Q3"}.get((day.month, day.day), "")
    return f"{day.year}{quarter}"


def _columns(lines: Sequence[kpi.Line]) -> tuple[FormColumn, ...]:
    years = {line.base_year for line in lines if line.base_value is not None}
    base = Pair("Бастапқы мәні (жылы)", "Базовое значение (год)")
    if len(years) == 1 and (year := years.pop()) is not None:
        base = Pair(f"Бастапқы мәні ({year})", f"Базовое значение ({year})")
    return (
        FormColumn(ROW_NUMBER, Pair("Р/с №", "№ п/п"), "centre", 5),
        FormColumn(NAME, Pair("Көрсеткіш", "Показатель"), width=34, needed=True, in_lines=True),
        FormColumn(UNIT, Pair("Өлшем бірлігі", "Ед. изм."), width=12, needed=True),
        FormColumn(BASE, base, "centre", 13),
        *_by_period("plan", _PLAN),
        *_by_period("fact", _FACT),
        FormColumn(
            _PERCENT, Pair("Орындалуы, %", "Исполнение, %"), "share", 13, formula=_percent_formula()
        ),
        FormColumn(REASON, Pair("Ауытқу себебі", "Причина отклонения"), width=22),
        FormColumn(SOURCE, Pair("Дереккөз", "Источник"), width=18),
        FormColumn(RESPONSIBLE, Pair("Жауапты", "Ответственный"), width=16),
    )


def _by_period(side: str, group: Pair) -> tuple[FormColumn, ...]:
    names = [*(Pair(each, each) for each in _BELOW), Pair("жыл", "год")]
    return tuple(
        FormColumn(f"kpi.{side}.{period}", name, "centre", 9, group=group)
        for period, name in zip(PERIODS, names, strict=True)
    )


def _percent_formula() -> str:
    formula = '""'
    for plan, fact in reversed(_PAIRS):
        share = f'IF(N({plan}{{row}})=0,"",ROUND({fact}{{row}}/{plan}{{row}}*100,1))'
        formula = f'IF({fact}{{row}}<>"",{share},{formula})'
    return formula


def _facts(line: kpi.Line, day: date) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {
        ROW_SOURCE: _source(line, day),
        ROW_NUMBER: line.number,
        NAME: Pair(line.name.kk, line.name.ru),
        UNIT: Pair(line.unit.kk, line.unit.ru),
        BASE: line.base_value,
        RESPONSIBLE: line.responsible,
    }
    latest: kpi.Cell | None = None
    for column, period in PERIODS.items():
        cell = line.cells[period]
        facts[f"kpi.plan.{column}"] = cell.plan
        if _is_told(cell, day):
            facts[f"kpi.fact.{column}"] = cell.fact
            latest = cell
    if latest is not None:
        facts[REASON] = latest.reason
        facts[SOURCE] = _COUNTED if line.counted else latest.source
        facts[_PERCENT] = latest.percent
        if latest.percent is not None and (line.better == "less" or not latest.plan):
            # The formula of the column is another one: the number stands alone.
            facts[_PERCENT] = float(latest.percent)
    return facts


def _percent_of(row: Facts) -> Facts:
    """How much of the plan the newest fact of the row is, as the column's formula has it."""
    if isinstance(row.get(_PERCENT), float):
        return {_PERCENT: None}  # less is better: no formula of the sheet says how much
    for period in reversed(tuple(PERIODS)):
        fact, plan = row.get(f"kpi.fact.{period}"), row.get(f"kpi.plan.{period}")
        if isinstance(fact, int | Decimal):
            if not isinstance(plan, int | Decimal) or not plan:
                return {_PERCENT: None}
            share = Decimal(fact) / Decimal(plan) * 100
            return {_PERCENT: share.quantize(Decimal("0.1"), ROUND_HALF_UP)}
    return {}


def _source(line: kpi.Line, day: date) -> RowSource:
    """An indicator: it owes the facts of planned periods that are over, and reasons below them."""
    queries: dict[str, Query] = {}
    owed = []
    latest: kpi.Cell | None = None
    for column, period in PERIODS.items():
        cell = line.cells[period]
        meaning = f"kpi.fact.{column}"
        if cell.figure is not None:
            queries[meaning] = cell.figure.behind.query
        if _is_told(cell, day):
            latest = cell
        if cell.plan is None or cell.figure is not None or kpi.period_end(cell.year, period) > day:
            continue
        said = _("{row}: no fact, {period}").format(
            row=line.name.here(), period=named_period(cell.year, period)
        )
        fix = Fix("kpi_value", cell.record, "fact") if cell.record is not None else None
        owed.append(Owed(meaning, said, int(cell.fact is None), 1, only("kpi", line.id), fix))
    if latest is not None and latest.state in ("below", "unexplained"):
        said = _("{row}: why is the plan not reached?").format(row=line.name.here())
        fix = Fix("kpi_value", latest.record, "reason") if latest.record is not None else None
        missing = int(latest.state == "unexplained")
        owed.append(Owed(REASON, said, missing, 1, only("kpi", line.id), fix))
    label = line.name.here()
    return RowSource(str(line.id), label, {"kpi": line.id}, queries=queries, owed=tuple(owed))


def _is_told(cell: kpi.Cell, day: date) -> bool:
    """A typed fact of a period that has begun; a counted one only of a period that is over."""
    if cell.fact is None or kpi.period_start(cell.year, cell.period) > day:
        return False
    return cell.figure is None or cell.closed or kpi.period_end(cell.year, cell.period) <= day


def _warnings(lines: Sequence[kpi.Line], day: date) -> list[str]:
    """Indicators below the plan without a reason: the form asks for it."""
    said = _("{what}: the plan is not reached, and the reason is missing.")
    warnings = []
    for line in lines:
        told = [line.cells[period] for period in PERIODS.values()]
        latest = next((cell for cell in reversed(told) if _is_told(cell, day)), None)
        if latest is not None and latest.state == "unexplained":
            warnings.append(said.format(what=line.name.here()))
    return warnings


# The second sheet


def _plan(office: Office, heading: Heading, year: int, day: date) -> Delivery:
    """The measures of the year as they stood on the day."""
    asked = Query("plan_item", columns=_PLAN_FIELDS, sort=(("number", False),), on=day)
    rows = [row for row in office.rows(asked) if _is_of(row, year)]
    return Delivery(
        form=Form(
            "F9",
            Pair("Кластердің іс-қимыл жоспары", "План действий кластера"),
            _PLAN_COLUMNS,
            (),
            sheet="Іс-шаралар",
        ),
        heading=heading,
        rows=[_measure(row, day) for row in rows],
        needed=frozenset({plan_list.NAME}),
        spellings=plan_list.KIND.spellings(),
        around=around_of(office, heading),
        not_found=_("The workbook has no table of the action plan."),
        lacks=_("The workbook has no column for the measure."),
    )


def _is_of(row: Row, year: int) -> bool:
    """By the year of the plan or of the term; what has neither belongs to every year."""
    years = {row["year"], *(row[name].year for name in ("starts", "due") if row[name])}
    return year in years or years == {None}


def _measure(row: Row, day: date) -> dict[str, FactValue]:
    # What was done after the day was still under way on it.
    later = row["state"] == "done" and row["done_on"] is not None and row["done_on"] > day
    state = words.PLAN_STATES.get("in_progress" if later else row["state"], words.NOTHING)
    if row["now"] == "overdue":
        late = words.OVERDUE
        state = Pair(f"{state.kk}, {late.kk}", f"{state.ru}, {late.ru}")
    return {
        ROW_SOURCE: of_records(
            str(row["name_kk"] or row["name_ru"] or row["number"] or ""), plan_item=row.id
        ),
        ROW_NUMBER: row["number"],
        plan_list.NAME: pair(row, "name"),
        f"{ITEM}.form": row["form"],
        DUE: row["due_text"] or row["due"],
        f"{ITEM}.responsible": row["responsible"],
        f"{ITEM}.result": pair(row, "result"),
        f"{ITEM}.finance": row["finance"],
        DONE: None if later else row["done_text"],
        STATE: state,
    }
