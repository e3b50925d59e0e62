"""Rows that an import left out, as a workbook of the same layout with the reason at the end.

The person mends them there or asks the sender to, and imports that file next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from cluster_desktop.excel.importing import Plan
from cluster_desktop.excel.matching import RowState
from cluster_desktop.excel.reader import Broken
from cluster_desktop.excel.reader import Cell as Read
from cluster_desktop.excel.reading import ROW_NUMBER
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.table import Table, column_letter
from cluster_desktop.excel.writer import Cell, CellValue, Kind, Line, SheetOut, write
from cluster_desktop.i18n import _

_REASON_WIDTH = 60.0
_WIDTH = 18.0


def write_left_out(plan: Plan, path: Path) -> int:
    """Write the rows with errors and the skipped ones; their number. Raises Trouble.

    Nothing is written where every row was taken: the number is then 0.
    """
    sheets = [
        _sheet(part, rows)
        for part in plan.parts
        if (rows := part.numbers(RowState.ERROR, RowState.SKIPPED))
    ]
    return write(path, sheets, made_on=plan.today) if sheets else 0


def _sheet(plan: Plan, rows: Sequence[int]) -> SheetOut:
    table = plan.reading.table
    width = max(column.index for column in table.columns) + 1
    kinds = [_kind(plan, column) for column in range(width)]
    top = table.header_rows[0]
    header = len(table.header_rows)
    return SheetOut(
        name=plan.sheet or plan.source.path.stem,
        kinds=[*kinds, "text"],
        widths=[_WIDTH] * width + [_REASON_WIDTH],
        above=[_heading(table, row, width) for row in table.header_rows],
        rows=_rows(plan, rows, width),
        merged=[
            f"{column_letter(left)}{first - top + 2}:{column_letter(right)}{last - top + 2}"
            for first, left, last, right in table.sheet.merged
            if top - 1 <= first and last <= table.header_row - 1 and right < width
        ],
        header_rows=(1, header),
    )


def _heading(table: Table, row: int, width: int) -> Line:
    cells = [
        Cell(column, _written(table.cell(row, column)), Look.HEADER) for column in range(width)
    ]
    if row == table.header_row:
        cells.append(Cell(width, _("Why it was left out"), Look.HEADER))
    return Line(tuple(cells))


def _kind(plan: Plan, column: int) -> Kind:
    """Counts and days stay what they are; all else is text, so that no zero gets lost."""
    if plan.reading.columns.get(ROW_NUMBER) == column:
        return "centre"
    values = plan.reading.table.values(column)
    return "date" if any(isinstance(value, date) for value in values) else "text"


def _rows(plan: Plan, rows: Sequence[int], width: int) -> Iterator[list[CellValue]]:
    for row in rows:
        cells = [_written(plan.reading.cell(row, column)) for column in range(width)]
        yield [*cells, _reason(plan, row)]


def _written(cell: Read) -> CellValue:
    if isinstance(cell, Broken):
        return cell.code
    return None if cell == "" else cell


def _reason(plan: Plan, row: int) -> str:
    wrong = [each for each in plan.row(row).findings if each.severity == "error"]
    if not wrong:
        return _("Skipped by hand.")
    return "\n".join(
        f"{each.cell}: {each.finding.message}" if each.cell else each.finding.message
        for each in wrong
    )
