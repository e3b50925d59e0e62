"""Figures put by hand over what the records say: into a delivery, before it is laid out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.forms.delivery import Delivery, Facts, FactValue, WorkedOut, source_of
from cluster_desktop.excel.forms.layout import FormColumn
from cluster_desktop.excel.writer import CellValue
from cluster_desktop.i18n import _

# Not 007 nor +7: such signs are more than a number.
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][\d\u00a0 ]*)(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class HandFigure:
    """One of them: its cell by sheet, row and column, what it says, and why."""

    sheet: str
    row: str
    column: str
    value: str
    note: str


def put(delivery: Delivery, figures: Sequence[HandFigure]) -> Delivery:
    """The delivery and its further tables with the figures in place of their own.

    A figure of a row that the form no longer has is left out.
    """
    if not figures:
        return delivery
    also = [put(one, figures) for one in delivery.also]
    mine = [one for one in figures if one.sheet == sheet_of(delivery)]
    if not mine:
        return replace(delivery, also=also)
    columns = {column.meaning: column for column in delivery.form.columns}
    by_row: dict[str, dict[str, FactValue]] = {}
    for one in mine:
        if one.column in columns:
            by_row.setdefault(one.row, {})[one.column] = value_of(columns[one.column], one.value)
    rows = [_changed(row, by_row, delivery.worked_out) for row in delivery.rows]
    return replace(delivery, rows=rows, also=also)


def sheet_of(delivery: Delivery) -> str:
    """The sheet of a table as figures and pages name it."""
    return delivery.form.sheet or delivery.form.code


def value_of(column: FormColumn, typed: str) -> CellValue:
    """What was typed, of the column's kind. Raises Refusal where it is none."""
    text = typed.strip()
    if not text:
        return None
    if column.kind == "date":
        return _day(text)
    if column.kind in ("number", "decimal", "share"):
        return _number(column, text)
    if column.kind == "centre" and _PLAIN_NUMBER.fullmatch(text):
        # A figure in the middle of its cell is still one that others are worked out of.
        return _number(column, text)
    return text


def _number(column: FormColumn, text: str) -> CellValue:
    try:
        number = Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation as why:
        raise Refusal(_("“{text}” is no number.").format(text=text), field="value") from why
    if column.formula:
        # A decimal number there would be taken for the formula's result.
        return float(number)
    return int(number) if number == number.to_integral_value() else number


def _day(text: str) -> CellValue:
    try:
        day, month, year = (int(part) for part in text.split("."))
        return date(year, month, day)
    except ValueError as why:
        said = _("“{text}” is no day. Type it like 01.10.2026.")
        raise Refusal(said.format(text=text), field="value") from why


def _changed(
    row: Facts, by_row: Mapping[str, Mapping[str, FactValue]], worked_out: WorkedOut | None
) -> Facts:
    source = source_of(row)
    mine = by_row.get(source.key) if source is not None else None
    if not mine:
        return row
    changed = {**row, **mine}
    again = worked_out(changed) if worked_out is not None else {}
    return {**changed, **again, **mine}
