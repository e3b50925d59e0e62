"""A list as a workbook: exactly the rows and columns of a view, typed, ready to filter.

Personal identifiers are masked unless asked for in full (security.md section 5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.entity import Entity
from cluster_desktop.excel import writer
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.writer import Cell, CellValue, Kind, Line, SheetOut
from cluster_desktop.fields import Digits, Field, Value
from cluster_desktop.query import Condition, Query, Ref
from cluster_desktop.rules.identifiers import mask

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Progress = Callable[[int, int], None]

PAGE = 1_000
PIXELS_A_LETTER = 7
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
    entity = office.entity(query.entity)
    columns = query.columns or tuple(entity.listed())
    if only:
        chosen = Condition("id", "in", tuple(only))
        query = Query(query.entity, (chosen,), sort=query.sort, columns=columns, bin=query.bin)
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
