"""What was found in a file, drawn on its sheets: headings, rows, rows left out and why. No widgets.

Made in a worker: a sheet may have a hundred thousand rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cluster_desktop.excel.cells import text_of
from cluster_desktop.excel.headings import Guess
from cluster_desktop.excel.reader import Cell, Source
from cluster_desktop.excel.reading import ImportKind
from cluster_desktop.excel.table import (
    COLUMN_NUMBERS,
    EMPTY,
    EXPLANATION,
    HEADING_AGAIN,
    NOTE,
    SIGNATURE,
    SUB_HEADING,
    TOTAL,
    Table,
    one_line,
)
from cluster_desktop.i18n import N_
from cluster_desktop.rules import identifiers
from cluster_desktop.ui.sheet_grid import DATA, HEADING, LEFT_OUT, RowMark, SheetMarks

_REASONS: Mapping[str, str] = {
    COLUMN_NUMBERS: N_("numbers of columns"),
    SUB_HEADING: N_("sub-heading"),
    TOTAL: N_("total, left out"),
    NOTE: N_("note, left out"),
    SIGNATURE: N_("signature, left out"),
    EMPTY: N_("empty row"),
    EXPLANATION: N_("how to fill, left out"),
    HEADING_AGAIN: N_("headings once more"),
}
_MASKED = 8
# Headings stand near the top of a sheet (table.py).
_SEARCHED = 100


@dataclass(frozen=True)
class Found:
    """A table of the file and what its columns are read as."""

    kind: ImportKind
    table: Table
    guesses: Sequence[Guess]


@dataclass(frozen=True)
class SheetShown:
    """A sheet to be looked at. `name` is None in a file without sheets; `first` is the row of its
    headings, 0 where no table was found; `count` the number of its rows that are read."""

    name: str | None
    rows: Sequence[Sequence[Cell]]
    marks: SheetMarks
    first: int
    count: int


def sheets_shown(source: Source, found: Sequence[Found]) -> list[SheetShown]:
    """Every sheet that holds anything, with what was found on it."""
    return [_sheet_shown(sheet.name, sheet.rows, found) for sheet in source.sheets if sheet.rows]


def _sheet_shown(
    name: str | None, cells: Sequence[Sequence[Cell]], found: Sequence[Found]
) -> SheetShown:
    rows: dict[int, RowMark] = {}
    columns: dict[int, str] = {}
    firsts = []
    for each in found:
        for at, part in enumerate(each.table.parts):
            if part.name != name:
                continue
            share = _rows_of(each.table, at)
            rows |= share
            firsts += [row for row, mark in share.items() if mark.look == HEADING]
            columns |= _columns_of(each)
    count = sum(mark.look == DATA for mark in rows.values())
    return SheetShown(name, cells, SheetMarks(rows, columns), min(firsts, default=0), count)


def _rows_of(table: Table, at: int) -> dict[int, RowMark]:
    """The marks of one sheet's share of a table, by the sheet's own row numbers."""
    shift = table.parts[at].shift
    last = at + 1 == len(table.parts)
    end = len(table.sheet.rows) if last else table.parts[at + 1].shift
    heading, data = RowMark(HEADING, N_("headings")), RowMark(DATA, N_("row"))
    marks = {}
    for row in _heading_rows(table, at, shift, end):
        marks[row - shift] = heading
    for row in table.rows:
        if shift < row <= end:
            marks[row - shift] = data
    for row, reason in table.skipped.items():
        if shift < row <= end:
            marks[row - shift] = RowMark(LEFT_OUT, _REASONS.get(reason, reason))
    return marks


def _heading_rows(table: Table, at: int, shift: int, end: int) -> Sequence[int]:
    """The rows of the headings on one of the sheets; joined sheets repeat those of the first."""
    if at == 0:
        return table.header_rows
    high = len(table.header_rows)
    for row in range(shift + high, min(end, shift + _SEARCHED) + 1):
        same = [one_line(table.cell(row, c.index) or "") == one_line(c.raw) for c in table.columns]
        if 2 * sum(same) > len(same):
            return range(row - high + 1, row + 1)
    return ()


def _columns_of(found: Found) -> dict[int, str]:
    """What each column is read as; empty where it is not."""
    labels = {meaning.name: meaning.label for meaning in found.kind.meanings}
    return {guess.column.index: labels.get(guess.meaning or "", "") for guess in found.guesses}


def masked_text(cell: Cell) -> str:
    """A cell's text; of a person's number the last four digits alone."""
    text = text_of(cell)
    if len(text) != identifiers.LENGTH:
        return text
    clean = identifiers.check_bin_or_iin(text).value
    if clean is None or not identifiers.is_person(clean):
        return text
    return "•" * _MASKED + " " + clean[_MASKED:]
