"""The table inside a messy sheet: where its headings and data rows are, and what the rest is.

People keep a title above, sub-headings inside, totals, notes and signatures below, and merge cells
at will (docs: akimat forms). Rows are counted from 1, as Excel shows them; columns from 0.
Knows nothing of what a heading means: `knows` tells it which texts are headings of the kind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cluster_desktop.excel.reader import Cell, Sheet
from cluster_desktop.excel.table_rows import COLUMN_NUMBERS as COLUMN_NUMBERS
from cluster_desktop.excel.table_rows import EMPTY as EMPTY
from cluster_desktop.excel.table_rows import EXPLANATION as EXPLANATION
from cluster_desktop.excel.table_rows import HEADING_AGAIN as HEADING_AGAIN
from cluster_desktop.excel.table_rows import NOTE as NOTE
from cluster_desktop.excel.table_rows import SIGNATURE as SIGNATURE
from cluster_desktop.excel.table_rows import SUB_HEADING as SUB_HEADING
from cluster_desktop.excel.table_rows import TOTAL as TOTAL
from cluster_desktop.excel.table_rows import Sorter
from cluster_desktop.excel.table_words import one_line as one_line

# A heading block lies near the top and has at most five rows (seen: one to three, rarely five).
SEARCHED_ROWS = 100
MOST_HEADER_ROWS = 5
_LEAST_KNOWN = 2

_YEAR = range(1990, 2101)

# (heading, its groups from the lowest up) → is it a heading of this kind
Knows = Callable[[str, Sequence[str]], bool]


@cache
def column_letter(column: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Column:
    """A column with a heading. `raw` keeps its line breaks, `name` is unique within the table."""

    index: int
    raw: str
    groups: tuple[str, ...]
    name: str

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True)
class Part:
    """One sheet's share of a table: row n of the sheet is row n + `shift` of the table.

    `context` are the texts above its headings, with the sheet's own row numbers."""

    name: str | None
    shift: int
    context: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Table:
    """What was found on one sheet, or on several of one layout, one below the other (joined.py).

    `rows` are the numbers of the data rows."""

    sheet: Sheet
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    skipped: Mapping[int, str]
    context: tuple[tuple[int, str], ...]
    known: int
    parts: tuple[Part, ...]
    # Other sheets of the file go in beside this one: a place is nothing without its sheet.
    beside_others: bool = False

    @property
    def header_row(self) -> int:
        return self.header_rows[-1]

    def part(self, row: int) -> Part:
        """The sheet that the row stands on."""
        return self.parts[bisect_right(self.parts, row - 1, key=lambda part: part.shift) - 1]

    def place(self, row: int) -> tuple[str, int]:
        """(sheet, the row's number there); no sheet is named where there is only one."""
        part = self.part(row)
        is_one_of_many = self.beside_others or len(self.parts) > 1
        return (part.name or "") if is_one_of_many else "", row - part.shift

    def sub_headings(self) -> list[tuple[int, str]]:
        """(row, text) of the sub-headings from above, and (row, "") where a sheet begins."""
        found = [(part.shift, "") for part in self.parts]
        for row, reason in self.skipped.items():
            if reason == SUB_HEADING:
                texts = [str(cell).strip() for cell in self.cells(row) if cell not in (None, "")]
                found.append((row, texts[0] if texts else ""))
        return sorted(found)

    def cells(self, row: int) -> Sequence[Cell]:
        return self.sheet.rows[row - 1]

    def cell(self, row: int, column: int) -> Cell:
        cells = self.sheet.rows[row - 1]
        return cells[column] if column < len(cells) else None

    def values(self, column: int) -> list[Cell]:
        """The cells of the data rows in one column."""
        rows = self.sheet.rows
        data = [rows[number - 1] for number in self.rows]
        try:
            return [cells[column] for cells in data]
        except IndexError:
            return [cells[column] if column < len(cells) else None for cells in data]


def find_table(
    sheet: Sheet | Grid, knows: Knows, pointed: tuple[int, int] | None = None
) -> Table | None:
    """The table with the most known headings, None where fewer than two are known.

    `pointed` are the first and last row of the headings (from 1) where a person showed them."""
    grid = sheet if isinstance(sheet, Grid) else Grid(sheet)
    if pointed is not None:
        return _pointed_table(grid, knows, *pointed)
    best = max(blocks(grid, knows), key=lambda block: block.score, default=None)
    if best is None:
        return None
    bottom = grid.with_details(best.top, best.bottom)
    return _table(grid, grid.with_groups(best.top, bottom), bottom, best.known)


@dataclass(frozen=True)
class Block:
    """Rows that may be headings, counted from 0; `known` of their different `headings` are."""

    top: int
    bottom: int
    known: int
    headings: int

    @property
    def score(self) -> tuple[int, int]:
        """Of two blocks that know the same the flatter one is taken."""
        return self.known, self.top - self.bottom


def blocks(grid: Grid, knows: Knows, rows: Iterable[int] | None = None) -> Iterator[Block]:
    """Every block with at least two known headings that ends in one of the rows (from 0)."""
    upper: Iterable[int] = range(min(len(grid.rows), SEARCHED_ROWS))
    if grid.bottoms is not None:
        upper = grid.bottoms
    for bottom in upper if rows is None else rows:
        for top in range(bottom, max(-1, bottom - MOST_HEADER_ROWS), -1):
            if not grid.may_be_heading(top):
                break
            # A group title merged over several columns is one heading, and seldom the lowest.
            headings = {(c.raw, c.groups) for c in grid.columns(top, bottom)}
            known = sum(knows(raw, groups) for raw, groups in headings)
            if known >= _LEAST_KNOWN:
                yield Block(top, bottom, known, len(headings))


def _pointed_table(grid: Grid, knows: Knows, first: int, last: int) -> Table | None:
    """The table under the headings a person showed, however few of them are known."""
    top, bottom = first - 1, last - 1
    if not 0 <= top <= bottom < len(grid.rows):
        return None
    if top == bottom:
        top = grid.with_groups(top, bottom)  # who shows one row means the lowest of its block
    columns = grid.columns(top, bottom)
    known = len({c.name for c in columns if knows(c.raw, c.groups)})
    return _table(grid, top, bottom, known) if columns else None


def _table(grid: Grid, top: int, bottom: int, known: int) -> Table:
    """The rows below these headings, sorted once for all kinds that ask."""
    if (top, bottom) not in grid.tables:
        grid.tables[top, bottom] = _sorted_table(grid, top, bottom)
    return replace(grid.tables[top, bottom], known=known)


def _sorted_table(grid: Grid, top: int, bottom: int) -> Table:
    columns = _named(grid.with_data(top, bottom))
    sheet = grid.filled_down(bottom + 1)
    sorter = Sorter(grid, columns, bottom)
    rows: list[int] = []
    skipped: dict[int, str] = {}
    signed = False
    for number in range(bottom + 1, len(sheet.rows)):
        reason = sorter.reason(number)
        if signed and reason in {"", SUB_HEADING} and sorter.belongs_to_signature(number):
            reason = SIGNATURE
        if reason is not None:
            signed = reason == SIGNATURE
        if reason == "":
            rows.append(number + 1)
        elif reason is not None:
            skipped[number + 1] = reason
    for number in sorter.footers(rows):
        rows.remove(number)
        skipped[number] = SIGNATURE
    for number, reason in skipped.items():
        # A lone text behind the data is nobody's sub-heading.
        if reason == SUB_HEADING and (not rows or number > rows[-1]):
            skipped[number] = NOTE
    context = tuple(
        (number + 1, str(cell).strip())
        for number in range(top)
        for cell in sheet.rows[number]
        if cell is not None and str(cell).strip()
    )
    header_rows = tuple(range(top + 1, bottom + 2))
    parts = (Part(sheet.name, 0, context),)
    return Table(sheet, header_rows, columns, tuple(rows), skipped, context, 0, parts)


def _named(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Names made unique: the group before equal headings, then the letter where it is needed."""
    times = Counter(column.name for column in columns)
    grouped = [
        f"{one_line(column.groups[0])} | {column.name}"
        if times[column.name] > 1 and column.groups
        else column.name
        for column in columns
    ]
    again = Counter(grouped)
    return tuple(
        Column(
            column.index,
            column.raw,
            column.groups,
            name if again[name] == 1 else f"{name} ({column.letter})",
        )
        for column, name in zip(columns, grouped, strict=True)
    )


class Grid:
    """A sheet whose merged ranges can be asked; what was found on it is kept for the next kind."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows = sheet.rows
        self.tables: dict[tuple[int, int], Table] = {}
        # Rows (from 0) in which headings may end, where somebody looked; else any near the top.
        self.bottoms: Sequence[int] | None = None
        self._headings: dict[int, bool] = {}
        self._columns: dict[tuple[int, int], list[Column]] = {}
        self._covered: dict[tuple[int, int], tuple[int, int]] = {}
        self._widths: dict[tuple[int, int], int] = {}
        for top, left, bottom, right in sheet.merged:
            self._widths[top, left] = right - left + 1
            # Only the upper part of a sheet can hold headings; a hostile range may be endless.
            for row in range(top, min(bottom, SEARCHED_ROWS + MOST_HEADER_ROWS) + 1):
                for column in range(left, min(right, 255) + 1):
                    self._covered[row, column] = (top, left)

    def cell(self, row: int, column: int) -> Cell:
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def is_covered(self, row: int, column: int) -> bool:
        """Whether a cell above or to the left is merged over it."""
        return self._covered.get((row, column), (row, column)) != (row, column)

    def width(self, row: int, column: int) -> int:
        """Over how many columns the cell is merged, 1 for an ordinary one."""
        return self._widths.get((row, column), 1)

    def texts(self, row: int) -> list[str]:
        return [cell for cell in self.rows[row] if isinstance(cell, str) and cell.strip()]

    def may_be_heading(self, row: int) -> bool:
        """Texts only; years may head columns as numbers (needs by year)."""
        if row not in self._headings:
            self._headings[row] = self._is_all_texts(row)
        return self._headings[row]

    def _is_all_texts(self, row: int) -> bool:
        cells = [cell for cell in self.rows[row] if cell is not None and cell != ""]
        years = sum(type(cell) is int and cell in _YEAR for cell in cells)
        texts = sum(isinstance(cell, str) for cell in cells)
        return years + texts == len(cells) and (texts > 0 or years > 1)

    def columns(self, top: int, bottom: int) -> Sequence[Column]:
        """Headings of the block: the lowest filled cell of each column, what is above as groups."""
        if (top, bottom) not in self._columns:
            self._columns[top, bottom] = self._headed(top, bottom)
        return self._columns[top, bottom]

    def _headed(self, top: int, bottom: int) -> list[Column]:
        width = max((len(self.rows[row]) for row in range(top, bottom + 1)), default=0)
        found = []
        for column in range(width):
            texts = self._texts_above(top, bottom, column)
            if texts:
                found.append(Column(column, texts[0], tuple(texts[1:]), one_line(texts[0])))
        return found

    def with_data(self, top: int, bottom: int) -> list[Column]:
        """The columns, without those under another's merged heading that have nothing below."""
        return [
            column
            for column in self.columns(top, bottom)
            if self._covered.get((bottom, column.index), (0, column.index))[1] == column.index
            or any(
                self.cell(row, column.index) not in (None, "")
                for row in range(bottom + 1, len(self.rows))
            )
        ]

    def _texts_above(self, top: int, bottom: int, column: int) -> list[str]:
        """From the lowest row up; a merged cell counts once, and only if it begins in the block."""
        texts: list[str] = []
        seen: set[tuple[int, int]] = set()
        for row in range(bottom, top - 1, -1):
            origin = self._covered.get((row, column), (row, column))
            if origin in seen or origin[0] < top:
                continue
            seen.add(origin)
            cell = self.cell(*origin)
            if cell is not None and str(cell).strip():
                texts.append(str(cell).strip())
        return texts

    def is_group_row(self, row: int, bottom: int) -> bool:
        """Group titles above the headings; a title over the whole table is none."""
        if row < 0 or not self.may_be_heading(row):
            return False
        filled = [i for i, cell in enumerate(self.rows[row]) if cell is not None and cell != ""]
        table_width = len([cell for cell in self.rows[bottom] if cell is not None]) or 1
        if len(filled) > 1:
            return any(
                self.width(row, i) > 1 or self._covered.get((row + 1, i)) == (row, i)
                for i in filled
            )
        return filled[0] > 0 and 1 < self.width(row, filled[0]) <= 0.6 * table_width

    def with_groups(self, top: int, bottom: int) -> int:
        """The top of the block once the group titles above it are counted in."""
        while bottom - top + 1 < MOST_HEADER_ROWS and self.is_group_row(top - 1, bottom):
            top -= 1
        return top

    def with_details(self, top: int, bottom: int) -> int:
        """The bottom of the block once the rows are counted in over which headings are merged."""
        while bottom - top + 1 < MOST_HEADER_ROWS and self._is_detail_row(bottom + 1, top):
            bottom += 1
        return bottom

    def _is_detail_row(self, row: int, top: int) -> bool:
        if row >= len(self.rows) or not self.may_be_heading(row):
            return False
        width = max(map(len, self.rows[top:row]))
        above = (self._covered.get((row, column), (row, column))[0] for column in range(width))
        return any(top <= origin < row for origin in above)

    def filled_down(self, first: int) -> Sheet:
        """The sheet with cells merged downwards repeated in every data row they stand for."""
        tall = [
            (top, left, min(bottom, len(self.rows) - 1))
            for top, left, bottom, right in self.sheet.merged
            if top >= first and bottom > top and left == right
        ]
        if not tall:
            return self.sheet
        rows = [list(row) for row in self.rows]
        for top, left, bottom in tall:
            for row in range(top + 1, bottom + 1):
                rows[row].extend([None] * (left + 1 - len(rows[row])))
                rows[row][left] = self.cell(top, left)
        sheet = self.sheet
        return replace(sheet, rows=rows)
