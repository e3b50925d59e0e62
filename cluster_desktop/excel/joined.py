"""Several sheets of one layout as one table: a college keeps a sheet for each group.

The sheets stand one below the other; `Table.place` tells a row's own sheet and number. Pure.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from cluster_desktop.excel.headings import heading_key
from cluster_desktop.excel.reader import Cell, Sheet
from cluster_desktop.excel.table import Part, Table


def layout_of(table: Table) -> Hashable:
    """Equal for tables whose columns stand at the same places under the same headings."""
    return tuple(
        (column.index, heading_key(column.raw), tuple(map(heading_key, column.groups)))
        for column in table.columns
    )


def by_layout(tables: Iterable[Table]) -> list[list[Table]]:
    """The tables that can be joined, in the order of the sheets."""
    found: dict[Hashable, list[Table]] = {}
    for table in tables:
        found.setdefault(layout_of(table), []).append(table)
    return list(found.values())


def join(tables: Sequence[Table]) -> Table:
    """One table of all rows; headings are those of the first."""
    first = tables[0]
    if len(tables) == 1:
        return first
    cells: list[Sequence[Cell]] = []
    merged: list[tuple[int, int, int, int]] = []
    rows: list[int] = []
    skipped: dict[int, str] = {}
    parts: list[Part] = []
    for table in tables:
        shift = len(cells)
        parts.append(Part(table.sheet.name, shift, table.context))
        cells += table.sheet.rows
        rows += (row + shift for row in table.rows)
        skipped |= {row + shift: reason for row, reason in table.skipped.items()}
        merged += (
            (top + shift, left, bottom + shift, right)
            for top, left, bottom, right in table.sheet.merged
        )
    hidden_rows = [
        row + part.shift
        for table, part in zip(tables, parts, strict=True)
        for row in table.sheet.hidden_rows
    ]
    hidden_columns = sorted({each for table in tables for each in table.sheet.hidden_columns})
    cut = next((table.sheet.cut for table in tables if table.sheet.cut), 0)
    return Table(
        sheet=Sheet(
            first.sheet.name, cells, merged, first.sheet.visible, cut, hidden_rows, hidden_columns
        ),
        header_rows=first.header_rows,
        columns=first.columns,
        rows=tuple(rows),
        skipped=skipped,
        context=first.context,
        known=max(table.known for table in tables),
        parts=tuple(parts),
    )
