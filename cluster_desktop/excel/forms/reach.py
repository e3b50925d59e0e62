"""Whether an office's totals take all the rows that are filled, and what those rows hold already.

A total that leaves a row out is wrong in silence: the office adds up what it is sent. Before the
filling the map is looked at (`doubts`), after it the results are compared (`wrong_totals`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string

from cluster_desktop.excel.forms.delivery import ROW_NUMBER, Delivery
from cluster_desktop.excel.reader import Sheet, Source
from cluster_desktop.excel.writer import CellValue
from cluster_desktop.i18n import _, format_number
from cluster_desktop.services.form_fields import Problem
from cluster_desktop.services.form_mappings import FormMap, TableMap

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

Place = tuple[int, int]
# {sheet: {(row, column from 1): formula}}
Formulas = Mapping[str, Mapping[Place, str]]

# References of a formula to its own sheet; texts in quotes and other sheets are passed over.
_REFERENCE = re.compile(
    r"\"(?:[^\"]|\"\")*\"|(?:'(?:[^']|'')+'|[^\W\d]\w*)!\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?"
    r"|(?<![\w$])\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?(?![\w(])"
)
# Rows and formulas that are looked through: a hostile workbook may be endless.
_MOST_ROWS, _MOST_FORMULAS, _MOST_STEPS = 3_000, 4_000, 100_000
_MOST_COLUMNS = 50
_MOST_SHOWN = 40
# Less is a matter of rounding.
_AGREES = Decimal("0.05")


def formulas_of(book: Workbook) -> dict[str, dict[Place, str]]:
    """The formulas of each sheet."""
    found: dict[str, dict[Place, str]] = {}
    for sheet in book.worksheets:
        own = found.setdefault(sheet.title, {})
        for row in sheet.iter_rows():
            for cell in row:
                is_one = cell.data_type == "f" and isinstance(cell.value, str)
                if is_one and len(own) < _MOST_FORMULAS:
                    own[cell.row or 0, cell.column or 0] = str(cell.value)
    return found


def doubts(source: Source, formulas: Formulas, body: FormMap) -> list[Problem]:
    """What in the workbook speaks against the rows that the map fills; all are warnings."""
    sheets = {str(sheet.name): sheet for sheet in source.sheets}
    found: list[Problem] = []
    for wanted in body.sheets:
        own = formulas.get(wanted.sheet, {})
        for table in wanted.tables:
            sheet = sheets.get(wanted.sheet)
            if sheet is not None:
                found += _of_rows(sheet, own, table)
            found += _of_totals(wanted.sheet, own, table)
    return found


def wrong_totals(
    formulas: Mapping[Place, str],
    results: Mapping[Place, Decimal | str | None],
    delivery: Delivery,
    columns: Mapping[int, str],
    rows: tuple[int, int],
    *,
    cells: Sequence[Sequence[CellValue]],
    totals: Collection[int] = (),
) -> list[str]:
    """Totals by the office's formulas that do not come to what the rows make, one a row.

    `columns` are meanings by column from 1, `rows` the first and last one filled, `cells` what the
    form says in them, `totals` the rows that are totals for certain.
    """
    wanted = _sums(delivery, columns, cells)
    found: dict[int, str] = {}
    for (row, column), formula in sorted(formulas.items()):
        right, result = wanted.get(column), results.get((row, column))
        if row in found or right is None or not isinstance(result, Decimal):
            continue
        is_total = row in totals or len(_taken(formula, rows).get(column, ())) > 1
        if not is_total or rows[0] <= row <= rows[1] or abs(result - right) < _AGREES:
            continue
        said = _(
            "The office's total in {cell} comes to {found}, but the rows make {wanted}: see which "
            "rows its formula takes, {formula}"
        )
        found[row] = said.format(
            cell=f"{get_column_letter(column)}{row}", found=format_number(result),
            wanted=format_number(right), formula=_short(formula),
        )  # fmt: skip
    return list(found.values())


def _sums(
    delivery: Delivery, columns: Mapping[int, str], cells: Sequence[Sequence[CellValue]]
) -> dict[int, Decimal]:
    """What the totals of these columns come to; shares are reckoned by each office in its way."""
    places = {column.meaning: n for n, column in enumerate(delivery.form.columns)}
    totals = {total.column: total for total in delivery.form.totals}
    found: dict[int, Decimal] = {}
    for column, meaning in columns.items():
        total = totals.get(places.get(meaning, -1))
        if total is None or not total.formula.startswith("SUM("):
            continue
        number = total.count(cells)
        if isinstance(number, int | Decimal):
            found[column] = Decimal(number)
    return found


def _of_rows(sheet: Sheet, formulas: Mapping[Place, str], table: TableMap) -> Iterator[Problem]:
    """Rows to fill that hold something: numbers of columns, a heading, somebody's figures."""
    columns = [
        column_index_from_string(letter)
        for letter, key in table.columns.items()
        if key != ROW_NUMBER
    ]
    held = []
    last = min(table.last_row, len(sheet.rows), table.first_row + _MOST_ROWS)
    for row in range(table.first_row, last + 1):
        cells = sheet.rows[row - 1]
        if any(
            column <= len(cells)
            and str(cells[column - 1] if cells[column - 1] is not None else "").strip()
            and (row, column) not in formulas
            for column in columns
        ):
            held.append(row)
    if held:
        said = _("Rows to fill hold something that will be written over: {rows}. Is it a heading?")
        yield Problem(said.format(rows=spans(held)), "warning", str(sheet.name), held[0])


def _of_totals(sheet: str, formulas: Mapping[Place, str], table: TableMap) -> Iterator[Problem]:
    """Formulas over some of the rows to fill, and totals among those rows."""
    rows = (table.first_row, table.last_row)
    told: set[tuple[int, str]] = set()
    steps = 0
    for (row, column), formula in sorted(formulas.items()):
        letter = get_column_letter(column)
        by_column = _taken(formula, rows)
        steps += sum(map(len, by_column.values()))
        if steps > _MOST_STEPS:
            # This is asked at each pointing; what the totals come to is compared when filled.
            return
        for taken in by_column.values():
            if len(taken - {row}) < 2:
                continue
            if rows[0] <= row <= rows[1]:
                if (row, "") not in told:
                    told.add((row, ""))
                    said = _("Row {row} is a total and lies among the rows to be filled.")
                    yield Problem(said.format(row=row), "warning", sheet, row)
                continue
            left_out = [one for one in range(rows[0], rows[1] + 1) if one not in taken]
            text = spans(left_out)
            if left_out and (row, text) not in told:
                told.add((row, text))
                said = _("The total in {cell} leaves out rows that are filled: {rows}. {formula}")
                sentence = said.format(cell=f"{letter}{row}", rows=text, formula=_short(formula))
                yield Problem(sentence, "warning", sheet, row, letter)


def _taken(formula: str, rows: tuple[int, int]) -> dict[int, set[int]]:
    """{column: the rows from first to last that the formula refers to}"""
    found: dict[int, set[int]] = {}
    for left, top, right, bottom in _references(formula):
        among = range(max(top, rows[0]), min(bottom, rows[1], rows[0] + _MOST_ROWS) + 1)
        for column in range(left, right + 1) if among else ():
            found.setdefault(column, set()).update(among)
    return found


@lru_cache(maxsize=_MOST_FORMULAS)
def _references(formula: str) -> tuple[tuple[int, int, int, int], ...]:
    """The (left, top, right, bottom) of what the formula refers to on its own sheet."""
    found = []
    for reference in _REFERENCE.finditer(formula):
        column, row, end_column, end_row = reference.groups()
        if column is not None:
            top, bottom = sorted((int(row), int(end_row or row)))
            left = column_index_from_string(column)
            right = column_index_from_string(end_column or column)
            found.append((left, top, min(right, left + _MOST_COLUMNS), bottom))
    return tuple(found)


def spans(numbers: Sequence[int]) -> str:
    """1, 2, 3, 7 → «1–3, 7»."""
    parts = []
    for _gap, group in groupby(enumerate(numbers), lambda one: one[1] - one[0]):
        own = [number for _n, number in group]
        parts.append(str(own[0]) if len(own) == 1 else f"{own[0]}–{own[-1]}")
    return ", ".join(parts)


def _short(formula: str) -> str:
    return formula if len(formula) <= _MOST_SHOWN else f"{formula[:_MOST_SHOWN]}…"
