"""A sheet that holds several tables, cut into pieces with one table each. Pure.

Tables stand below each other, each with its title, or side by side behind an empty column. A piece
is the sheet with everything else blanked, so that rows and columns keep their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from cluster_desktop.excel.reader import Cell, Sheet
from cluster_desktop.excel.table import (
    MOST_HEADER_ROWS,
    SEARCHED_ROWS,
    Block,
    Grid,
    Knows,
    blocks,
    one_line,
)
from cluster_desktop.excel.wording import is_heading_like

# A further table has so many known headings, which are so much of all of its headings.
_LEAST_KNOWN = 3
_MOST = 0.6
# So many cells of a row of headings have words that are known.
_ALIKE = 0.3

# Whether columns of these headings hold all that some kind needs.
Suffices = Callable[[Grid, int, int], bool]


def pieces(
    grid: Grid, kinds: Sequence[Knows], words: Collection[str], suffices: Suffices
) -> list[Grid]:
    """The grid itself where it holds one table, else one grid a table, from above.

    `words` are those of all headings: only rows of such words are looked at."""
    grid.bottoms = _bottoms(grid, words)
    heads = _heads(grid, kinds)
    if not heads:
        return [grid]
    if len(heads) == 1 and len(_runs(grid, heads[0], 0, len(grid.rows))) < 2:
        return [grid]
    found: list[Grid] = []
    starts = _starts(grid, heads)
    for start, (stop, block) in zip(
        starts, [*zip(starts[1:], heads, strict=False), (len(grid.rows), heads[-1])], strict=True
    ):
        found += _beside(grid, block, start, stop, suffices)
    if len(found) < 2:
        return [grid]
    for piece in found:
        piece.bottoms = _bottoms(piece, words)
    return found


def _heads(grid: Grid, kinds: Sequence[Knows]) -> list[Block]:
    """Heading blocks that begin tables of their own, from above."""
    strong = [
        block
        for knows in kinds
        for block in blocks(grid, knows)
        if block.known >= _LEAST_KNOWN and block.known >= _MOST * block.headings
    ]
    chosen: list[Block] = []
    for block in sorted(strong, key=lambda each: each.score, reverse=True):
        if all(block.top > other.bottom or block.bottom < other.top for other in chosen):
            chosen.append(block)
    chosen.sort(key=lambda each: each.top)
    return [block for n, block in enumerate(chosen) if n == 0 or _is_new(grid, chosen, n)]


def _bottoms(grid: Grid, words: Collection[str]) -> list[int]:
    """Rows of texts that are words of headings, and the few rows of texts below each. Far from the
    top only those that stand behind a gap or a title."""
    found: set[int] = set()
    above: tuple[bool, ...] = (False, False)
    for row, cells in enumerate(grid.rows):
        is_near_gap = any(above)
        above = above[1], _is_sparse(cells)
        if (row >= SEARCHED_ROWS and not is_near_gap) or not grid.may_be_heading(row):
            continue
        texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
        alike = sum(is_heading_like(text, words) for text in texts)
        if alike < 2 or alike < _ALIKE * len(texts):
            continue
        for below in range(row, min(row + MOST_HEADER_ROWS, len(grid.rows))):
            if not grid.may_be_heading(below):
                break
            found.add(below)
    return sorted(found)


def _is_sparse(cells: Sequence[Cell]) -> bool:
    """Whether at most one cell is filled."""
    return len(cells) - cells.count(None) - cells.count("") < 2


def _is_new(grid: Grid, blocks_: Sequence[Block], n: int) -> bool:
    """Headings printed again on the next page, or for the next group, begin no other table,
    unless several lines of title stand above them."""
    block, before = blocks_[n], blocks_[n - 1]
    if _texts(grid, block) != _texts(grid, before):
        return True
    return sum(0 < _filled(grid, row) <= 2 for row in _between(grid, before, block)) > 1


def _between(grid: Grid, before: Block, block: Block) -> list[int]:
    """The rows of titles and gaps above the block."""
    found = []
    for row in range(block.top - 1, before.bottom, -1):
        if _filled(grid, row) > 2 or _starts_with_number(grid, row):
            break
        found.append(row)
    return found


def _starts(grid: Grid, heads: Sequence[Block]) -> list[int]:
    """Where each table's piece begins: its title belongs to it."""
    starts = [0]
    for before, block in pairwise(heads):
        titles = [row for row in _between(grid, before, block) if _filled(grid, row)]
        gaps = [row for row in _between(grid, before, block) if not _filled(grid, row)]
        if gaps:
            # What stands above a gap is a total or a signature of the table before.
            titles = [row for row in titles if row > gaps[-1]] or titles
        starts.append(min(titles, default=block.top))
    return starts


def _texts(grid: Grid, block: Block) -> list[tuple[int, str]]:
    return [(column.index, column.name) for column in grid.columns(block.top, block.bottom)]


def _filled(grid: Grid, row: int) -> int:
    if not 0 <= row < len(grid.rows):
        return 0
    return sum(cell is not None and one_line(cell) != "" for cell in grid.rows[row])


def _starts_with_number(grid: Grid, row: int) -> bool:
    first = next((cell for cell in grid.rows[row] if cell not in (None, "")), None)
    return type(first) in (int, float)


def _runs(grid: Grid, block: Block, start: int, stop: int) -> list[tuple[int, int]]:
    """The columns with headings, first and end excluded, divided by empty columns."""
    taken = {column.index for column in grid.columns(block.top, block.bottom)}
    width = max((len(row) for row in grid.rows[start:stop]), default=0)
    empty = [
        column
        for column in range(min(taken), max(taken))
        if column not in taken
        and all(grid.cell(row, column) in (None, "") for row in range(block.top, stop))
    ]
    edges = [0, *(column + 1 for column in empty), width]
    runs = [(left, right) for left, right in pairwise(edges) if left < right]
    return [run for run in runs if any(run[0] <= column < run[1] for column in taken)]


def _beside(grid: Grid, block: Block, start: int, stop: int, suffices: Suffices) -> list[Grid]:
    """The piece, or its parts divided by empty columns where each is a table by itself."""
    runs = _runs(grid, block, start, stop)
    if len(runs) > 1:
        shown = [_only(grid.sheet, start, stop, *run) for run in runs]
        if all(suffices(each, block.top, block.bottom) for each in shown):
            return shown
    width = max((len(row) for row in grid.rows[start:stop]), default=0)
    return [_only(grid.sheet, start, stop, 0, width)]


def _only(sheet: Sheet, start: int, stop: int, left: int, right: int) -> Grid:
    """The sheet with nothing outside of these rows and columns, counted from 0, end excluded."""
    blank: list[Cell] = []
    rows = [
        [*[None] * left, *row[left:right]] if start <= number < stop else blank
        for number, row in enumerate(sheet.rows[:stop])
    ]
    merged = [each for each in sheet.merged if start <= each[0] < stop and left <= each[1] < right]
    return Grid(replace(sheet, rows=rows, merged=merged))
