"""A requested form as it will look in Excel: sheets of cells that know where they come from.

The same lines that the writer streams, for a page that only shows them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.excel.form_words import Language
from cluster_desktop.excel.forms import layout
from cluster_desktop.excel.forms.by_hand import sheet_of
from cluster_desktop.excel.forms.delivery import Delivery, source_of
from cluster_desktop.excel.forms.sources import RowSource
from cluster_desktop.excel.forms.state import (
    FormState,
    delivery_of,
    hand_figures,
    heading_of_column,
    judged,
)
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.writer import CellValue, Formula, Line, RowValue, SheetOut
from cluster_desktop.i18n import format_date, format_mean, format_number, format_share
from cluster_desktop.i18n import language as spoken
from cluster_desktop.query import Query, Ref, Row
from cluster_desktop.services import form_mappings, reports

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

_LOOKS = {
    "text": Look.TEXT,
    "line": Look.ONE_LINE,
    "number": Look.NUMBER,
    "decimal": Look.DECIMAL,
    "share": Look.SHARE,
    "date": Look.DATE,
    "centre": Look.CENTRE,
}
USUAL_HEIGHT = 15.0


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell: its text, its look, and its column's meaning in a row of the table."""

    text: str
    look: Look = Look.PLAIN
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row of the sheet: cells by column, height in points, and the source of a table's row."""

    cells: dict[int, ShownCell]
    height: float = USUAL_HEIGHT
    source: RowSource | None = None


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A sheet: widths in letters by column, merged areas as (row, column, rows, columns) from 0.

    `name` is the form's own name of the sheet, `title` that of an office's workbook. `headings` are
    the titles of the table's columns, by meaning.
    """

    name: str
    widths: tuple[float, ...]
    lines: tuple[ShownLine, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    headings: dict[str, str] = field(default_factory=dict)
    title: str = ""

    def behind(self, line: int, column: int) -> Query | None:
        """The records that a cell tells of; None where none are known."""
        shown = self.lines[line]
        cell = shown.cells.get(column)
        if shown.source is None or cell is None or not cell.meaning:
            return None
        return shown.source.behind(cell.meaning)

    def place_of(self, row: str, meaning: str) -> tuple[int, int] | None:
        """Line and column of a cell by its row's key and its meaning."""
        for number, line in enumerate(self.lines):
            if line.source is None or line.source.key != row:
                continue
            for column, cell in line.cells.items():
                if cell.meaning == meaning:
                    return number, column
            return number, 0
        return None


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the page of one request shows, made at one moment. No sheets: `state.problem`."""

    row: Row
    state: FormState
    sheets: tuple[ShownSheet, ...]
    by_hand: dict[tuple[str, str, str], str]


def shown(office: Office, request: UUID, language: Language = "both") -> Shown:
    """The form of a request as it stands now. May take a second: call it in a worker."""
    row = reports.get(office, request)
    notes = {(one.sheet, one.row, one.column): one.note for one in hand_figures(office, request)}
    try:
        delivery = delivery_of(office, row)
    except Refusal as why:
        return Shown(row, FormState(problem=why.message), (), notes)
    mapping = row["form_mapping_id"]
    try:
        if isinstance(mapping, Ref):
            sheets = _of_workbook(office, row, mapping.id, delivery, language)
        else:
            sheets = tuple(_sheet(one, language) for one in (delivery, *delivery.also))
    except (Refusal, Trouble) as why:
        state = replace(judged(office, row, delivery), problem=why.message)
        return Shown(row, state, (), notes)
    return Shown(row, judged(office, row, delivery), sheets, notes)


def _of_workbook(
    office: Office, row: Row, mapping: UUID, delivery: Delivery, language: Language
) -> tuple[ShownSheet, ...]:
    """The office's workbook, filled beside and read back."""
    # openpyxl costs 0.2 s to import and is needed only for a given workbook.
    from cluster_desktop.excel.forms.export import export
    from cluster_desktop.excel.forms.shown_mapped import sheets_of_workbook

    with tempfile.TemporaryDirectory() as folder:
        filled = Path(folder) / "form.xlsx"
        export(
            office,
            row["form"],
            filled,
            mapping=mapping,
            period=row["period"] or None,
            language=language,
            count_unknown=True,
            figures=hand_figures(office, row.id),
        )
        body = form_mappings.body_of(office, mapping)
        return sheets_of_workbook(filled, body, delivery)


def _sheet(delivery: Delivery, language: Language) -> ShownSheet:
    cells = [delivery.cells(row, language) for row in delivery.rows]
    out, _mark = layout.sheets_of(
        delivery.form, delivery.heading, cells, language,
        groups=delivery.groups, notes=delivery.notes,
    )  # fmt: skip
    columns = delivery.form.columns
    lines = [_outside(line) for line in out.above]
    first = len(lines) + 1
    taken = 0
    for item in out.rows:
        if isinstance(item, Line):
            lines.append(_outside(item))
            continue
        source = source_of(delivery.rows[taken])
        lines.append(_inside(item, out, [c.meaning for c in columns], source))
        taken += 1
    below = out.below(first, len(lines)) if out.below is not None else ()
    lines += [_outside(line) for line in below]
    named = {c.meaning: heading_of_column(c) for c in columns}
    merged = tuple(_area(area) for area in out.merged)
    return ShownSheet(sheet_of(delivery), tuple(out.widths), tuple(lines), merged, named)


def _outside(line: Line) -> ShownLine:
    made = {cell.column: ShownCell(_text(cell.value, cell.look), cell.look) for cell in line.cells}
    return ShownLine(made, line.height or USUAL_HEIGHT)


def _inside(
    values: Sequence[RowValue], out: SheetOut, meanings: Sequence[str], source: RowSource | None
) -> ShownLine:
    made = {}
    for column, (value, kind, meaning) in enumerate(zip(values, out.kinds, meanings, strict=True)):
        look = _LOOKS[kind]
        plain = value.result if isinstance(value, Formula) else value
        made[column] = ShownCell(_text(plain, look), look, meaning)
    height = out.height(values) if out.height is not None else USUAL_HEIGHT
    return ShownLine(made, height, source)


def _text(value: CellValue, look: Look) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, bool):
        return str(value)
    number = Decimal(str(value)) if isinstance(value, float) else value
    if look in (Look.SHARE, Look.TOTAL_SHARE):
        return format_share(number)
    if look is Look.DECIMAL:
        return format_mean(number)
    if look in (Look.NUMBER, Look.TOTAL_NUMBER):
        return format_number(number)
    # As the General format has it: no groups, no noughts behind.
    plain = f"{number.normalize():f}" if isinstance(number, Decimal) else str(number)
    return plain.replace(".", "," if spoken() in ("kk", "ru") else ".")


def _area(area: str) -> tuple[int, int, int, int]:
    """«B3:D4» as row, column, rows and columns from 0."""
    start, _colon, end = area.partition(":")
    (top, left), (bottom, right) = _cell(start), _cell(end or start)
    return top, left, bottom - top + 1, right - left + 1


def _cell(name: str) -> tuple[int, int]:
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]) - 1, column - 1
