"""Import kind "kpi": indicators with plan and fact by quarter (form F9, sheet 1). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from cluster_desktop.excel import cells
from cluster_desktop.excel import people_columns as columns
from cluster_desktop.excel.cells import Around, Read, text_of
from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.reading import CellFinding, ImportKind, Meaning, Reading, Record
from cluster_desktop.excel.table_years import year_of_title
from cluster_desktop.i18n import N_, _, fold, format_number
from cluster_desktop.rules.findings import Finding

NAME, UNIT, BASE, REASON = "kpi.name", "kpi.unit", "kpi.base", "kpi.reason"
SOURCE, RESPONSIBLE = "kpi.source", "kpi.responsible"
NAMES = ("kpi.name_kk", "kpi.name_ru")
YEAR, BASE_YEAR = "kpi.year", "kpi.base_year"
# {column: period as kpi_value stores it}, in the order of the year.
PERIODS: Mapping[str, str] = {"q1": "1", "q2": "2", "q3": "3", "q4": "4", "year": "year"}
LATEST = "kpi.latest"

_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"-?\d[\d\s]*(?:[.,]\d+)?")
_YEARS = range(2015, 2041)
_ROMAN = {"q1": "I", "q2": "II", "q3": "III", "q4": "IV"}
_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")


def number_of(cell: Cell) -> Decimal | None:
    """82.5, «82,5», «84 %», «1 200» as a number with at most two decimals."""
    if type(cell) in (int, float):
        return Decimal(str(cell)).quantize(_HUNDREDTH, ROUND_HALF_UP).normalize() + 0
    found = _NUMBER.match(text_of(cell))
    rest = text_of(cell)[found.end() :].strip() if found else ""
    if found is None or rest not in ("", "%"):
        return None
    typed = Decimal("".join(found[0].split()).replace(",", "."))
    return typed.quantize(_HUNDREDTH, ROUND_HALF_UP).normalize() + 0


def _unit(cell: Cell, around: Around) -> Read:
    """«адам / чел.»; a sign such as «%» is the same in both languages."""
    values, findings = cells.names(UNIT)(cell, around)
    text = text_of(cell)
    if not _LETTER.search(text):
        return {f"{UNIT}_kk": text, f"{UNIT}_ru": text}, findings
    return values, findings


def _period(side: str, period: str) -> Meaning:
    groups = ("Жоспар", "План") if side == "plan" else ("Нақты", "Факт", "Нақты мәні", "Іс жүзінде")
    if period == "year":
        below: tuple[str, ...] = ("жыл", "год", "жылдық", "годовой", "барлығы")
    else:
        roman, arabic = _ROMAN[period], period[1]
        both = (roman, roman.replace("I", "І"), arabic)
        words = ("тоқсан", "квартал", "кв.", "тоқ.")
        below = (*both, *(f"{each} {word}" for each in both for word in words))
    return Meaning(
        f"kpi.{side}.{period}",
        _label(side, period),
        columns.number(f"kpi.{side}.{period}", number_of),
        headings=(
            *(f"{group} | {each}" for group in groups for each in below),
            *(groups if period == "year" else ()),
        ),
    )


def _label(side: str, period: str) -> str:
    return {
        ("plan", "q1"): N_("Plan, quarter I"),
        ("plan", "q2"): N_("Plan, quarter II"),
        ("plan", "q3"): N_("Plan, quarter III"),
        ("plan", "q4"): N_("Plan, quarter IV"),
        ("plan", "year"): N_("Plan, year"),
        ("fact", "q1"): N_("Fact, quarter I"),
        ("fact", "q2"): N_("Fact, quarter II"),
        ("fact", "q3"): N_("Fact, quarter III"),
        ("fact", "q4"): N_("Fact, quarter IV"),
        ("fact", "year"): N_("Fact, year"),
    }[side, period]


_BASES = ("Бастапқы мәні", "Базовое значение", "Бастапқы мәні (жылы)", "Базовое значение (год)")

MEANINGS = (
    columns.NUMBER,
    Meaning(
        NAME,
        N_("Indicator"),
        cells.names(NAME),
        headings=("Көрсеткіш", "Показатель", "Көрсеткіштің атауы", "Наименование показателя"),
    ),
    Meaning(
        UNIT,
        N_("Unit"),
        _unit,
        headings=("Өлшем бірлігі", "Ед. изм.", "Единица измерения", "Өлшем бірл."),
    ),
    Meaning(
        BASE,
        N_("Base value"),
        columns.number(BASE, number_of),
        headings=(*_BASES, *(f"{each} ({year})" for each in _BASES[:2] for year in _YEARS)),
    ),
    *(_period(side, period) for side in ("plan", "fact") for period in PERIODS),
    Meaning(
        "kpi.percent",
        N_("Carried out, %"),
        None,
        headings=("Орындалуы, %", "Исполнение, %", "Орындалу пайызы", "Процент исполнения"),
    ),
    Meaning(
        REASON,
        N_("Reason of the deviation"),
        cells.text(REASON),
        headings=("Ауытқу себебі", "Причина отклонения", "Причины отклонения"),
    ),
    Meaning(
        SOURCE,
        N_("Source"),
        cells.text(SOURCE),
        headings=("Дереккөз", "Источник", "Деректер көзі", "Источник данных"),
    ),
    Meaning(
        RESPONSIBLE,
        N_("Responsible"),
        cells.text(RESPONSIBLE),
        headings=("Жауапты", "Ответственный", "Жауапты тұлға", "Ответственное лицо"),
    ),
)


def key_of(record: Record) -> str:
    """The indicator within its file."""
    return next((fold(str(record.own[name])) for name in NAMES if record.own.get(name)), "")


def _prepare(reading: Reading) -> None:
    del reading


def _group_of(reading: Reading, record: Record) -> str:
    sheet = reading.table.part(record.row).name or ""
    return f"{sheet}|{key_of(record) or record.row}"


def _settle(reading: Reading, records: Sequence[Record]) -> None:
    first: int | None = None
    for record in records:
        record.row_findings = ()
        record.values = dict(record.own)
        if not any(record.own.get(name) for name in NAMES):
            said = _("The indicator is missing. Type its name.")
            columns.report(reading, record, NAME, Finding(said, code="required"))
        elif record.row not in reading.left_out:
            if first is not None:
                said = _("The same indicator stands in row {row}. Leave one of the two.")
                text = said.format(row=columns.where(reading, first))
                columns.report(reading, record, NAME, Finding(text, code="same_as_another_row"))
            first = first or record.row
        _fill(reading, record)


def _fill(reading: Reading, record: Record) -> None:
    values = record.values
    year = year_of_title(reading.context(record.row))
    if year is not None:
        values[YEAR] = year
    elif any(f"kpi.{side}.{each}" in values for side in ("plan", "fact") for each in PERIODS):
        said = _("The year is not named above the table. Type it there, like “2025 жыл”.")
        columns.report(reading, record, NAME, Finding(said, code="no_year"))
    if BASE in values and (based := _base_year(reading)):
        values[BASE_YEAR] = based
    latest = next((each for each in reversed([*PERIODS]) if f"kpi.fact.{each}" in values), None)
    if latest is None:
        return
    values[LATEST] = latest
    percent = percent_of(values.get(f"kpi.plan.{latest}"), values.get(f"kpi.fact.{latest}"))
    if percent is not None and percent < 100 and not values.get(REASON):
        said = _("{percent} % of the plan, and the reason is missing. Type the reason.")
        text = said.format(percent=format_number(percent.quantize(_TENTH, ROUND_HALF_UP)))
        finding = Finding(text, severity="warning", code="reason_missing_below_100_percent")
        columns.report(reading, record, REASON, finding)


def _base_year(reading: Reading) -> int | None:
    """The year in «Бастапқы мәні (2024)»."""
    heading = next((each.column.raw for each in reading.guesses if each.meaning == BASE), "")
    return year_of_title([heading])


def percent_of(plan: object, fact: object) -> Decimal | None:
    """Fact of plan in percent, None where there is no plan to compare with."""
    if not isinstance(plan, Decimal) or not isinstance(fact, Decimal) or not plan:
        return None
    return fact / plan * 100


def _warn(reading: Reading) -> list[CellFinding]:
    del reading
    return []


KIND = ImportKind(
    name="kpi",
    label=N_("Indicators (KPI)"),
    meanings=MEANINGS,
    needed=(
        frozenset({NAME}),
        frozenset(f"kpi.{side}.{each}" for side in ("plan", "fact") for each in PERIODS),
    ),
    prepare=_prepare,
    group_of=_group_of,
    settle=_settle,
    warn=_warn,
    many=True,
    heeds_skips=True,
    subjects=("көрсеткіш",),
    titles=(
        "көрсеткіштер",
        "показателей",
        "индикаторы",
        "kpi",
    ),
)
