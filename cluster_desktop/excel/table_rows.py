"""Which rows below the headings are data, and why the others are none. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cluster_desktop.excel.reader import Cell
from cluster_desktop.excel.table_words import (
    NOTE_ROW,
    RULED_LINE,
    SIGNATURE_ROW,
    TOTAL_ROW,
    column_number,
    count,
    is_column_letter,
    is_explanation,
    one_line,
    part_of_column,
)

if TYPE_CHECKING:
    from cluster_desktop.excel.table import Column, Grid

COLUMN_NUMBERS, SUB_HEADING, TOTAL = "column numbers", "sub-heading", "total"
NOTE, SIGNATURE, EMPTY, HEADING_AGAIN = "note", "signature", "empty", "heading again"
EXPLANATION = "explanation"
# So many columns may be gone from a form whose columns are numbered.
_TAKEN_OUT = 6
# Explanations of the headings stand so many rows below them at most.
_EXPLAINED = 3


class Sorter:
    """Tells data rows from what else stands below the headings."""

    def __init__(self, grid: Grid, columns: Sequence[Column], bottom: int) -> None:
        self._grid = grid
        self._bottom = bottom
        self._headings = {
            column.index: {column.name, *map(one_line, (column.raw, *column.groups))}
            for column in columns
        }
        self._count = len(columns)
        self._first = min((column.index for column in columns), default=0)
        self._numbered = self._is_numbered(bottom)

    def _is_numbered(self, bottom: int) -> bool:
        """Does the first column count the rows? What has a text or two is no row of the table."""
        rows = range(bottom + 1, min(len(self._grid.rows), bottom + 500))
        least = min(3, self._count)
        cells = [
            self._grid.cell(row, self._first)
            for row in rows
            if sum(cell is not None and cell != "" for cell in self._grid.rows[row]) >= least
        ]
        filled = [cell for cell in cells if cell is not None and cell != ""]
        numbers = sum(count(cell) is not None for cell in filled)
        return numbers > 1 and numbers >= 0.5 * len(filled)

    def reason(self, row: int) -> str | None:
        """ "" for data, None for nothing at all, else why the row is no data."""
        cells = self._grid.rows[row]
        filled = [(i, cell) for i, cell in enumerate(cells) if cell is not None and cell != ""]
        if not filled:
            # An empty row of a workbook is a gap; an empty record of a text file is a row.
            return EMPTY if any(cell == "" for cell in cells) else None
        first_column, first = filled[0]
        if isinstance(first, str):
            if not first.strip() and all(str(cell).strip() == "" for _i, cell in filled):
                return None
            if TOTAL_ROW.match(first):
                return TOTAL
            if row - self._bottom <= _EXPLAINED and self._explains(filled):
                return EXPLANATION
            if len(filled) <= max(4, self._count // 2):
                lone = self._reason_of_few(row, first_column, first, filled)
                if lone:
                    return lone
        if len(filled) > 2 and self._is_counting(filled, is_top=row == self._bottom + 1):
            return COLUMN_NUMBERS
        if isinstance(first, str) and self._is_heading_again(filled):
            return HEADING_AGAIN
        return ""

    def footers(self, rows: Sequence[int]) -> list[int]:
        """Last rows of a numbered table that have no number and little else, counted from 1.

        «Қабылдау комиссиясының хатшысы … Сәрсенова Г.»
        """
        found: list[int] = []
        for number in reversed(rows if self._numbered else ()):
            cells = self._grid.rows[number - 1]
            filled = sum(cell is not None and cell != "" for cell in cells)
            first = cells[self._first] if self._first < len(cells) else None
            covered = self._grid.is_covered(number - 1, self._first)
            if covered or count(first) is not None or filled > max(2, self._count // 4):
                break
            found.append(number)
        return found if len(found) < len(rows) else []

    def belongs_to_signature(self, row: int) -> bool:
        """A row that would be data, below a line of signature: «(лауазымы, қолы)», «Дата: …»."""
        filled = [cell for cell in self._grid.rows[row] if cell is not None and cell != ""]
        first = filled[0] if filled else None
        if not isinstance(first, str):
            return False
        return len(filled) == 1 or (len(filled) == 2 and first.strip().endswith(":"))

    def _reason_of_few(
        self, row: int, column: int, first: str, filled: Sequence[tuple[int, Cell]]
    ) -> str:
        if NOTE_ROW.match(first):
            return NOTE
        if SIGNATURE_ROW.match(first) or any(RULED_LINE in str(cell) for _i, cell in filled):
            return SIGNATURE
        if len(filled) > 1:
            return ""
        wide = self._grid.width(row, column) * 2 >= self._count
        return SUB_HEADING if wide or self._numbered or column < self._first else ""

    def _is_counting(self, filled: Sequence[tuple[int, Cell]], *, is_top: bool) -> bool:
        """1, 2, 3… in at least most of the columns, in any order where columns were moved.

        Right below the headings numbers may be missing: a column was taken out with its own.
        """
        if len(filled) * 2 < self._count:
            return False
        numbers: set[int] = set()
        parts: list[int] = []
        cells = [cell for _column, cell in filled]
        while is_top and len(cells) > 2 and is_column_letter(cells[0]):
            del cells[0]
        for cell in cells:
            number = count(cell)
            if number is None and is_top:
                number = column_number(cell)
                part = part_of_column(cell) if number is None else None
                if part is not None:
                    parts.append(part)
                    continue
            if number is None or number in numbers:
                return False
            numbers.add(number)
        counted = set(range(1, self._count + _TAKEN_OUT if is_top else len(filled) + 1))
        if parts and (len(numbers) <= 2 or not numbers.issuperset(parts)):
            return False
        return counted.issuperset(numbers)

    def _explains(self, filled: Sequence[tuple[int, Cell]]) -> bool:
        """«12 цифр», «ДД.ММ.ГГГГ», «выбрать из списка»: how the columns are to be filled."""
        texts = [cell for _column, cell in filled if isinstance(cell, str)]
        if len(texts) < len(filled) or count(filled[0][1]) is not None:
            return False
        said = sum(map(is_explanation, texts))
        return said > 0 and said * 2 >= len(texts)

    def _is_heading_again(self, filled: Sequence[tuple[int, Cell]]) -> bool:
        """The headings printed once more on the next page."""
        same = sum(one_line(cell) in self._headings.get(i, ()) for i, cell in filled)
        return same >= 2 and same == len(filled)
