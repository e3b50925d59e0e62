"""A form filled into an office's workbook by a map: only the cells pointed at change.

Where the rows are enough every byte around them stays (patch.py). Where a table is too short and
may grow, rows like its last one are added and what stands below moves down (room.py).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.cell import column_index_from_string

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.form_words import Language
from cluster_desktop.excel.forms.delivery import ROW_NUMBER, Delivery
from cluster_desktop.excel.forms.fill import Filling, lost_parts, spoken_by
from cluster_desktop.excel.forms.listed import Lists
from cluster_desktop.excel.forms.mapping import keys_of, meanings_of, readable, table_key
from cluster_desktop.excel.forms.patch import Changes, patched_sheets
from cluster_desktop.excel.forms.reach import wrong_totals
from cluster_desktop.excel.forms.room import make_room
from cluster_desktop.excel.forms.surroundings import said_in
from cluster_desktop.excel.writer import CellValue
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.services.form_fields import address
from cluster_desktop.services.form_mappings import TOTAL, FormMap, SheetMap, TableMap

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class _Placed:
    """A table of the map with what the form says in it, on the rows that it has now."""

    map: TableMap
    delivery: Delivery
    first: int
    last: int
    totals: tuple[int, ...]


class _Rows:
    """Where rows of a sheet stand after rows were added above them."""

    def __init__(self) -> None:
        self._added: list[tuple[int, int]] = []

    def add(self, model: int, count: int) -> None:
        """So many rows were added below row `model` of the workbook as it was given."""
        self._added.append((model, count))

    def now(self, row: int) -> int:
        return row + sum(count for model, count in self._added if row > model)


def fill_mapped(
    into: Path, out: Path, delivery: Delivery, body: FormMap, language: Language
) -> list[str]:
    """Write the form into a copy of the workbook; what the person should look at.

    Raises Refusal where the map does not fit the workbook, Trouble.
    """
    # The worker process looks at size, type and content first: the file comes from outside.
    readable(into)
    given = into.read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(given))
    by_key = {table_key(each): each for each in (delivery, *delivery.also)}
    warnings: list[str] = []
    changes: dict[str, Changes] = {}
    filled: list[tuple[_OneSheet, Filling]] = []
    anew = False
    for wanted in body.sheets:
        if wanted.sheet not in book.sheetnames:
            said = _("The map names the sheet “{sheet}”, which this workbook does not have.")
            raise Refusal(said.format(sheet=wanted.sheet))
        one = _OneSheet(book, wanted, by_key, delivery, language)
        filled.append((one, one.filled()))
        warnings += one.warnings
        anew = anew or one.has_room_made
    if anew:
        warnings += lost_parts(into)
        prepared = io.BytesIO()
        book.save(prepared)
        given = prepared.getvalue()
    for one, filling in filled:
        own = changes[one.name] = filling.changes()
        warnings += one.wrong_totals(filling, own)
    write_whole(out, patched_sheets(given, changes))
    return warnings


class _OneSheet:
    """One sheet of the workbook, filled."""

    def __init__(
        self,
        book: Workbook,
        wanted: SheetMap,
        by_key: Mapping[str, Delivery],
        main: Delivery,
        language: Language,
    ) -> None:
        self._book = book
        self._sheet: Worksheet = book[wanted.sheet]
        self.name = wanted.sheet
        self._wanted = wanted
        self._main = main
        self._rows = _Rows()
        self._spoken = spoken_by(list(_headings(self._sheet, wanted)), language)
        self.warnings: list[str] = []
        self.has_room_made = False
        # From above: rows that a table adds move the tables below it.
        ordered = sorted(wanted.tables, key=lambda table: table.first_row)
        self._tables = [self._placed(table, by_key) for table in ordered]

    def filled(self) -> Filling:
        """The values to write, everywhere the map points at."""
        filling = Filling(self._sheet, {})
        for table in self._tables:
            self._fill_rows(filling, table)
            self._fill_totals(filling, table)
        for place, key in self._wanted.cells.items():
            self._fill_cell(filling, place, key)
        return filling

    def wrong_totals(self, filling: Filling, changes: Changes) -> list[str]:
        """What the office's own totals come to, where that is not what the rows make."""
        found: list[str] = []
        for table in self._tables:
            found += wrong_totals(
                filling.formulas, changes.results, table.delivery,
                meanings_of(table.map, table.delivery), (table.first, table.last),
                cells=[table.delivery.cells(row, self._spoken) for row in table.delivery.rows],
                totals=[self._rows.now(row) for row in table.totals],
            )  # fmt: skip
        return found

    def _placed(self, table: TableMap, by_key: Mapping[str, Delivery]) -> _Placed:
        delivery = by_key.get(table.table)
        if delivery is None:
            raise Refusal(_("The form has no table “{table}”.").format(table=table.table))
        room = table.last_row - table.first_row + 1
        lacking = len(delivery.rows) - room
        first = self._rows.now(table.first_row)
        last = first + room - 1
        if lacking > 0 and not table.grows:
            said = _(
                "The table on sheet “{sheet}” has {room} rows, and the form needs {rows}. Let the "
                "table grow, or ask the office for a longer one."
            )
            raise Refusal(said.format(sheet=self._sheet.title, room=room, rows=len(delivery.rows)))
        if lacking > 0:
            make_room(self._book, self._sheet, last, lacking)
            self._rows.add(table.last_row, lacking)
            self.has_room_made = True
            last += lacking
        return _Placed(table, delivery, first, last, table.totals)

    def _fill_rows(self, filling: Filling, table: _Placed) -> None:
        meanings = meanings_of(table.map, table.delivery)
        lists = Lists(self._book, self._sheet, table.first, meanings)
        rows = table.delivery.rows
        for offset in range(table.last - table.first + 1):
            row = rows[offset] if offset < len(rows) else None
            for column, meaning in meanings.items():
                place = table.first + offset
                if row is not None:
                    value = lists.chosen(table.delivery, row, column, meaning, self._spoken)
                    filling.put(place, column, value)
                elif meaning != ROW_NUMBER:
                    # Rows that the office has numbered beforehand keep their numbers.
                    filling.put(place, column, None)
            if row is not None:
                filling.fit(table.first + offset, meanings, keeps=table.delivery.keeps_heights)
        self.warnings += lists.warnings()

    def _fill_totals(self, filling: Filling, table: _Placed) -> None:
        """Totals that the office does not reckon by formulas of its own."""
        totals = {total.column: total for total in table.delivery.form.totals}
        places = {column.meaning: n for n, column in enumerate(table.delivery.form.columns)}
        cells = [table.delivery.cells(row, self._spoken) for row in table.delivery.rows]
        for column, meaning in meanings_of(table.map, table.delivery).items():
            total = totals.get(places[meaning])
            if total is None:
                continue
            for row in table.totals:
                filling.put(self._rows.now(row), column, total.count(cells))

    def _fill_cell(self, filling: Filling, place: str, key: str) -> None:
        at = address(place)
        if at is None:
            raise Refusal(_("There is no cell “{cell}”.").format(cell=place))
        row, column = self._rows.now(at[0]), column_index_from_string(at[1])
        cell = self._sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            # The person pointed into a merged cell: its first cell holds the text.
            area = next(a for a in self._sheet.merged_cells.ranges if cell.coordinate in a)
            row, column = area.min_row, area.min_col
            cell = self._sheet.cell(row, column)
        if key.startswith(TOTAL):
            value = self._total(key.removeprefix(TOTAL))
        else:
            fact = self._main.around.get(key)
            value = said_in(cell, fact, self._spoken) if not isinstance(cell, MergedCell) else None
        filling.put(row, column, None if value == "" else value)

    def _total(self, key: str) -> CellValue:
        meaning = keys_of(self._main).get(key)
        for total in self._main.form.totals:
            if self._main.form.columns[total.column].meaning == meaning:
                rows = [self._main.cells(row, self._spoken) for row in self._main.rows]
                return total.count(rows)
        return None


def _headings(sheet: Worksheet, wanted: SheetMap) -> Iterator[str]:
    for table in wanted.tables:
        for row in sheet.iter_rows(min_row=table.header_first, max_row=table.header_last):
            yield from (cell.value for cell in row if isinstance(cell.value, str))
