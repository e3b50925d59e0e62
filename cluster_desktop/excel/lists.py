"""A list as a workbook: exactly the rows and columns of a view, typed, ready to filter.

Personal identifiers are masked unless asked for in full (security.md section 5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.entity import Entity
from cluster_desktop.excel import csv_out, writer
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.writer import Cell, CellValue, Kind, Line, SheetOut
from cluster_desktop.fields import Choice, Digits, Field, Value, YesNo
from cluster_desktop.query import Condition, Query, Ref
from cluster_desktop.rules.identifiers import mask
from cluster_desktop.services.summary import TOTAL, Summary

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Progress = Callable[[int, int], None]

PAGE = 1_000
PIXELS_A_LETTER = 7
_PHONE = re.compile(r"\+[0-9 ()\-;,+\u00a0]*")
STRETCHED, NARROWEST = 40.0, 10.0
_KINDS: dict[str, Kind] = {
    "number": "number",
    "money": "decimal",
    "measure": "decimal",
    "date": "date",
}


def write_list(
    office: Office,
    query: Query,
    path: Path,
    *,
    title: str,
    only: Sequence[UUID] = (),
    in_full: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write what the query shows, or only the chosen records of it; the number of rows.

    Pages are read while they are written. Cancelled raised in `progress` leaves no file.
    """
    entity, query, columns = _asked(office, query, only)
    specs = [entity.spec(name) for name in columns]
    heading = tuple(
        Cell(n, entity.column_title(name), Look.HEADER) for n, name in enumerate(columns)
    )
    sheet = SheetOut(
        name=title,
        kinds=[_KINDS.get(spec.KIND, "line") for spec in specs],
        widths=[_letters(spec) for spec in specs],
        above=(Line(heading, 30),),
        rows=_rows(office, entity, query, columns, in_full=in_full, progress=progress),
        header_rows=(1, 1),
        has_filter=True,
    )
    return writer.write(path, [sheet], made_on=office.today())


def write_csv(
    office: Office,
    query: Query,
    path: Path,
    *,
    only: Sequence[UUID] = (),
    in_full: bool = False,
    progress: Progress | None = None,
) -> int:
    """The same as `write_list` as a CSV file that runs no formula; the number of rows."""
    entity, query, columns = _asked(office, query, only)
    rows = _rows(office, entity, query, columns, in_full=in_full, progress=progress)
    phones = [entity.spec(name).KIND == "phone" for name in columns]
    headings = [entity.column_title(name) for name in columns]
    return csv_out.write(path, headings, (_plain(row, phones) for row in rows))


def _plain(row: Sequence[CellValue], phones: Sequence[bool]) -> list[csv_out.CsvValue]:
    """A phone number as we format it begins with a plus and is no formula."""
    made: list[csv_out.CsvValue] = []
    for value, is_phone in zip(row, phones, strict=True):
        kept = csv_out.Phone(value) if is_phone and _is_phone(value) else value
        made.append(Decimal(str(kept)) if isinstance(kept, float) else kept)
    return made


def _is_phone(value: CellValue) -> bool:
    return isinstance(value, str) and _PHONE.fullmatch(value) is not None


def _asked(
    office: Office, query: Query, only: Sequence[UUID]
) -> tuple[Entity, Query, tuple[str, ...]]:
    """The query as shown, or only the chosen records of it, with its columns."""
    entity = office.entity(query.entity)
    columns = query.columns or tuple(entity.listed())
    if only:
        chosen = Condition("id", "in", tuple(only))
        # Columns of a past day stay those of that day.
        query = Query(
            query.entity, (chosen,), sort=query.sort, columns=columns, bin=query.bin, on=query.on
        )
    return entity, query, columns


def write_summary(made: Summary, path: Path, *, title: str, made_on: date) -> int:
    """A summary as a workbook: numbers as numbers, totals bold; the number of its rows."""
    headings, lines = made.table()
    columns = made.column_order()
    decimal: Kind = "number" if made.asked.measure == "count" else "decimal"
    look = Look.TOTAL_NUMBER if decimal == "number" else Look.DECIMAL
    body = [
        [made.rows[at].label, *(_figure(made.number(at, column)) for column in columns)]
        for at in range(len(made.rows))
    ]
    total = Line(
        (
            Cell(0, lines[-1][0], Look.TOTAL_TEXT),
            *(
                Cell(n, _figure(made.number(TOTAL, column)), look)
                for n, column in enumerate(columns, start=1)
            ),
        )
    )
    sheet = SheetOut(
        name=title,
        kinds=["line", *(decimal for _column in columns)],
        widths=[STRETCHED, *(14.0 for _column in columns)],
        above=(Line(tuple(Cell(n, said, Look.HEADER) for n, said in enumerate(headings)), 45),),
        rows=body,
        below=lambda _first, _last: (total,),
        header_rows=(1, 1),
        frozen_columns=1,
    )
    return writer.write(path, [sheet], made_on=made_on)


def summary_csv(made: Summary, path: Path) -> int:
    """A summary as a CSV file; the number of its rows, the total included."""
    headings, lines = made.table()
    columns = made.column_order()
    rows = [
        [line[0], *(made.number(at, column) for column in columns)]
        for at, line in zip(made.row_order(), lines, strict=True)
    ]
    return csv_out.write(path, headings, rows)


def _figure(number: Decimal | None) -> CellValue:
    """Nought is not written in a crosstab: what is there stands out."""
    return None if not number else _typed(number)


def _rows(
    office: Office,
    entity: Entity,
    query: Query,
    columns: Sequence[str],
    *,
    in_full: bool,
    progress: Progress | None,
) -> Iterator[list[CellValue]]:
    listing = office.listing(query)
    plain = [_plainer(entity.spec(name), in_full=in_full) for name in columns]
    for start in range(0, listing.count, PAGE):
        if progress is not None:
            progress(start, listing.count)
        for row in office.page(listing, start, start + PAGE):
            yield [make(row[name]) for make, name in zip(plain, columns, strict=True)]
    if progress is not None:
        progress(listing.count, listing.count)


def _plainer(spec: Field, *, in_full: bool) -> Callable[[Value], CellValue]:
    """How a value of the field stands in a cell: numbers and days as such, the rest as read."""
    if spec.KIND in _KINDS:
        return _typed
    if isinstance(spec, Choice | YesNo):
        # A few words for thousands of rows: each is translated once.
        empty = (None, (), "")
        return cache(lambda value: None if value in empty else spec.format(value) or None)
    is_masked = isinstance(spec, Digits) and spec.private and not in_full

    def text(value: Value) -> CellValue:
        if value is None or value == () or value == "":
            return None
        if isinstance(value, Ref):
            return value.title or None
        said = spec.format(value)
        return (mask(said) if is_masked else said) or None

    return text


def _typed(value: Value) -> CellValue:
    if isinstance(value, datetime):
        return value.date()
    return int(value) if isinstance(value, Decimal) and value == value.to_integral() else value


def _letters(spec: Field) -> float:
    """The view's width in letters; a column that stretches there is wide here."""
    return max(spec.width / PIXELS_A_LETTER, NARROWEST) if spec.width else STRETCHED
