"""An office's workbook as it was filled for a request, to be shown: cells that know their records.

Read back from the filled file itself, so that the page shows what is handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cluster_desktop.excel.forms.by_hand import sheet_of
from cluster_desktop.excel.forms.delivery import Delivery, source_of
from cluster_desktop.excel.forms.mapping import meanings_of, table_key
from cluster_desktop.excel.forms.shown import USUAL_HEIGHT, ShownCell, ShownLine, ShownSheet
from cluster_desktop.excel.forms.sources import RowSource
from cluster_desktop.excel.forms.state import heading_of_column
from cluster_desktop.excel.styles import Look
from cluster_desktop.i18n import format_date, format_number
from cluster_desktop.services.form_mappings import FormMap, SheetMap

USUAL_WIDTH = 8.43
# More is not shown: a page that scrolls through a million empty rows helps nobody.
MOST_ROWS, MOST_COLUMNS = 3_000, 60

_Marks = dict[int, tuple[RowSource | None, Mapping[int, str]]]


def sheets_of_workbook(path: Path, body: FormMap, delivery: Delivery) -> tuple[ShownSheet, ...]:
    """The visible sheets of the filled workbook that the map fills."""
    book = openpyxl.load_workbook(path, data_only=True)
    tables = {table_key(each): each for each in (delivery, *delivery.also)}
    return tuple(
        _sheet(book[one.sheet], one, tables, delivery)
        for one in body.sheets
        if one.sheet in book.sheetnames
    )


def _sheet(
    sheet: Worksheet, wanted: SheetMap, tables: Mapping[str, Delivery], main: Delivery
) -> ShownSheet:
    name, headings, marks = sheet_of(main), dict[str, str](), _Marks()
    added = 0
    for number, table in enumerate(sorted(wanted.tables, key=lambda each: each.first_row)):
        delivery = tables.get(table.table, main if not table.table else None)
        if delivery is None:
            continue
        if not number:
            name = sheet_of(delivery)
        headings |= {c.meaning: heading_of_column(c) for c in delivery.form.columns}
        meanings = meanings_of(table, delivery)
        first = table.first_row + added
        for offset, row in enumerate(delivery.rows):
            marks[first + offset] = (source_of(row), meanings)
        room = table.last_row - table.first_row + 1
        added += max(0, len(delivery.rows) - room) if table.grows else 0
    columns = min(sheet.max_column, MOST_COLUMNS)
    lines = tuple(
        _line(sheet, row, columns, *marks.get(row, (None, {})))
        for row in range(1, min(sheet.max_row, MOST_ROWS) + 1)
    )
    widths = tuple(
        sheet.column_dimensions[get_column_letter(n)].width or USUAL_WIDTH
        for n in range(1, columns + 1)
    )
    merged = tuple(
        (area.min_row - 1, area.min_col - 1, area.size["rows"], area.size["columns"])
        for area in sheet.merged_cells.ranges
        if area.max_col <= columns and area.max_row <= len(lines)
    )
    return ShownSheet(name, widths, lines, merged, headings, title=sheet.title)


def _line(
    sheet: Worksheet,
    row: int,
    columns: int,
    source: RowSource | None,
    meanings: Mapping[int, str],
) -> ShownLine:
    made = {}
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        meaning = meanings.get(column, "")
        if isinstance(cell, MergedCell):
            continue
        text = _text(cell.value)
        if text or meaning or cell.border.bottom.style:
            made[column - 1] = ShownCell(text, _look(cell, meaning), meaning)
    height = sheet.row_dimensions[row].height or USUAL_HEIGHT
    return ShownLine(made, height, source)


def _look(cell: Cell, meaning: str) -> Look:
    ruled = bool(cell.border.bottom.style or cell.border.left.style)
    number = isinstance(cell.value, int | float | Decimal)
    if cell.font.bold and ruled and not meaning:
        return Look.TOTAL_NUMBER if number else Look.HEADER
    if number:
        return Look.NUMBER if ruled or meaning else Look.PLAIN
    if ruled or meaning:
        return Look.TEXT
    return Look.TITLE if cell.font.bold and cell.alignment.horizontal == "center" else Look.LABEL


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return format_date(value.date())
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return format_number(Decimal(str(value)))
    return str(value)
