"""The office's blank of sample 08 as the office changed it by tomorrow: a column more, rows moved.

The total stands above the rows under a name of its own, the period below the table, a new column
is between «Всего» and «по госзаказу», and one heading is in words nobody has used before.
"""

from __future__ import annotations

import re
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string

from tests.excel_out.graduates import BLANK

ADDED = 5  # the new column is E; what stood there and behind it moves to the right
TOTAL, FIRST, LAST = 14, 15, 28
PERIOD = "D36"
_REFERENCE = re.compile(r"\b([A-Z]{1,2})(\d+)\b")


def changed_blank(path: Path) -> Path:
    """The workbook, written there."""
    book = openpyxl.load_workbook(BLANK)
    sheet = book["1-нысан"]
    merged = [area.bounds for area in sheet.merged_cells.ranges]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    rows = {28: TOTAL} | {row: row + 1 for row in range(14, 28)}
    cells: dict[tuple[int, int], tuple[Any, Any]] = {}
    for row in sheet.iter_rows():
        for cell in row:
            place = (rows.get(cell.row, cell.row), _right(cell.column))
            cells[place] = (_moved(cell.value, rows), copy(cell._style))
    for row in sheet.iter_rows(max_col=sheet.max_column + 1):
        for cell in row:
            cell.value, cell._style = cells.get((cell.row, cell.column), (None, cell._style))
    for left, top, right, bottom in merged:
        sheet.merge_cells(
            start_row=rows.get(top, top), end_row=rows.get(bottom, bottom),
            start_column=_right(left), end_column=_right(right),
        )  # fmt: skip
    for row in range(10, LAST + 1):
        sheet.cell(row, ADDED)._style = copy(sheet.cell(row, ADDED - 1)._style)
    sheet.merge_cells(start_row=10, end_row=12, start_column=ADDED, end_column=ADDED)
    sheet.cell(10, ADDED).value = "Қыздар\nДевушки"
    sheet["D10"] = "Оқу бітіргендер легі\nПоток окончивших"
    sheet["A14"] = "Колледж бойынша / По колледжу"
    sheet["A8"], sheet["D8"] = None, None
    sheet["A36"] = "Есепті кезең / Отчётный период:"
    sheet[PERIOD]._style = copy(sheet["D7"]._style)
    book.save(path)
    return path


def letter(before: str) -> str:
    """Where a column of the sample stands now."""
    return get_column_letter(_right(column_index_from_string(before)))


def _right(column: int) -> int:
    return column + 1 if column >= ADDED else column


def _moved(value: Any, rows: dict[int, int]) -> Any:
    """A formula with its references moved; totals stay totals of the same rows."""
    if not isinstance(value, str) or not value.startswith("="):
        return value
    return _REFERENCE.sub(
        lambda found: f"{letter(found[1])}{rows.get(int(found[2]), int(found[2]))}", value
    )
