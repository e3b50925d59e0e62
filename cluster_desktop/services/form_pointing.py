"""Changes of a map by pointing: a column, a cell or rows of a sheet get what was chosen. Pure.

Each function gives the changed map; the one it was given stays. Rows are counted from 1, columns
are letters.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from cluster_desktop.services.form_mappings import FormMap, SheetMap, TableMap


def table_at(sheet: SheetMap, row: int) -> TableMap | None:
    """The table that the row belongs to."""
    for table in sheet.tables:
        first, last = span_of(table)
        if first <= row <= last:
            return table
    return None


def table_near(sheet: SheetMap, row: int) -> TableMap | None:
    """The table of the row; the only one of the sheet for any row."""
    return table_at(sheet, row) or (sheet.tables[0] if len(sheet.tables) == 1 else None)


def span_of(table: TableMap) -> tuple[int, int]:
    """From the first heading to the last row, totals counted."""
    rows = (table.header_first, table.header_last, table.first_row, table.last_row, *table.totals)
    return min(rows), max(rows)


def with_column(body: FormMap, name: str, row: int, letter: str, key: str | None) -> FormMap:
    """The column takes this field, or nothing; a field stands in one column of its table."""
    sheet = body.sheet(name)
    table = table_near(sheet, row)
    if table is None:
        return body
    columns = {at: each for at, each in table.columns.items() if at != letter and each != key}
    if key is not None:
        columns[letter] = key
    ordered = dict(sorted(columns.items(), key=lambda one: (len(one[0]), one[0])))
    return _put(body, sheet, table, replace(table, columns=ordered))


def with_cell(body: FormMap, name: str, place: str, key: str | None) -> FormMap:
    """The cell takes this fact, or nothing; other cells may take the same."""
    sheet = body.sheet(name)
    cells = {at: each for at, each in sheet.cells.items() if at != place}
    if key is not None:
        cells[place] = key
    return body.with_sheet(replace(sheet, cells=cells))


def with_headings(body: FormMap, name: str, first: int, last: int, key: str) -> FormMap:
    """The headings stand in these rows: of the table there, or of a new one named `key`.

    The rows of a new table are those below its headings, until they are pointed at.
    """
    sheet = body.sheet(name)
    table = next((t for row in (first, last) if (t := table_at(sheet, row))), None)
    if table is None and len(sheet.tables) == 1 and sheet.tables[0].table == key:
        # The same table pointed at in another place.
        table = sheet.tables[0]
    if table is None:
        made = TableMap(
            header_first=first, header_last=last, first_row=last + 1, last_row=last + 1, table=key
        )
        return body.with_sheet(replace(sheet, tables=(*sheet.tables, made)))
    start = max(table.first_row, last + 1)
    changed = replace(
        table,
        header_first=first,
        header_last=last,
        first_row=start,
        last_row=max(table.last_row, start),
        totals=tuple(row for row in table.totals if not first <= row <= last),
    )
    return _put(body, sheet, table, changed)


def joined(sheet: SheetMap, first: int, last: int, *, headings: bool) -> tuple[int, int]:
    """The headings, or rows to fill, that these rows stand right above or below, and these too.

    Rows among them, or apart from them, stand for themselves.
    """
    table = next((t for row in (first - 1, last + 1) if (t := table_at(sheet, row))), None)
    if table is None:
        return first, last
    top, bottom = (
        (table.header_first, table.header_last) if headings else (table.first_row, table.last_row)
    )
    if last + 1 == top:
        return first, bottom
    return (top, last) if first - 1 == bottom else (first, last)


def with_rows(body: FormMap, name: str, first: int, last: int) -> FormMap:
    """These rows are filled; totals and last headings among them are none any more."""
    sheet = body.sheet(name)
    table = table_near(sheet, first)
    if table is None:
        return body
    totals = tuple(row for row in table.totals if not first <= row <= last)
    heads = first - 1 if table.header_first < first <= table.header_last else table.header_last
    changed = replace(table, first_row=first, last_row=last, totals=totals, header_last=heads)
    return _put(body, sheet, table, changed)


def with_totals(body: FormMap, name: str, rows: Sequence[int]) -> FormMap:
    """These rows are totals; the rows to fill end before them, or begin behind them.

    Rows that are totals already, all of them, are none any more.
    """
    sheet = body.sheet(name)
    table = table_near(sheet, rows[0]) if rows else None
    if table is None:
        return body
    if set(rows) <= set(table.totals):
        left = tuple(row for row in table.totals if row not in rows)
        return _put(body, sheet, table, replace(table, totals=left))
    first, last = table.first_row, table.last_row
    if min(rows) <= first <= max(rows) < last:
        first = max(rows) + 1
    elif first < min(rows) <= last:
        last = min(rows) - 1
    totals = tuple(sorted({*table.totals, *rows}))
    changed = replace(table, totals=totals, first_row=first, last_row=last)
    return _put(body, sheet, table, changed)


def growing(body: FormMap, name: str, row: int, *, grows: bool) -> FormMap:
    """Whether rows are added where they are too few."""
    sheet = body.sheet(name)
    table = table_near(sheet, row)
    return body if table is None else _put(body, sheet, table, replace(table, grows=grows))


def as_table(body: FormMap, name: str, row: int, key: str) -> FormMap:
    """Another table of the form stands there; fields of the old one are not its own."""
    sheet = body.sheet(name)
    table = table_near(sheet, row)
    if table is None or table.table == key:
        return body
    return _put(body, sheet, table, replace(table, table=key, columns={}))


def without_table(body: FormMap, name: str, row: int) -> FormMap:
    """There is no table."""
    sheet = body.sheet(name)
    table = table_near(sheet, row)
    if table is None:
        return body
    return body.with_sheet(replace(sheet, tables=tuple(t for t in sheet.tables if t is not table)))


def _put(body: FormMap, sheet: SheetMap, old: TableMap, new: TableMap) -> FormMap:
    tables = tuple(new if table is old else table for table in sheet.tables)
    return body.with_sheet(replace(sheet, tables=tables))
