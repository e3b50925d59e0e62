"""A form filled into the workbook an office has sent: only cells of recognised columns change.

Looks, merges, widths, formulas, print area, hidden sheets and drop-downs stay: where there are rows
enough, every byte around the cells does. Where rows are short, rows like the last one are added
above the totals.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter

from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.excel.form_words import Language
from cluster_desktop.excel.forms.delivery import ROW_NUMBER, Delivery
from cluster_desktop.excel.forms.layout import LINE_HEIGHT, MAX_HEIGHT, lines_needed
from cluster_desktop.excel.forms.listed import Lists
from cluster_desktop.excel.forms.patch import Changes, Place, patched
from cluster_desktop.excel.forms.reach import wrong_totals
from cluster_desktop.excel.forms.results import Results
from cluster_desktop.excel.forms.room import make_room
from cluster_desktop.excel.forms.surroundings import around
from cluster_desktop.excel.headings import Headings
from cluster_desktop.excel.reader import read
from cluster_desktop.excel.table import (
    COLUMN_NUMBERS,
    EMPTY,
    HEADING_AGAIN,
    SUB_HEADING,
    TOTAL,
    Table,
    find_table,
    one_line,
)
from cluster_desktop.excel.writer import CellValue
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_KAZAKH = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
_USUAL_WIDTH = 8.43
# How offices number columns: 5, 5а, 5.1, (5), №5, гр. 5, «5-бағ.», V, Д, х, «5=6+7».
_MARK = re.compile(
    r"\(?(?:№|гр?\.?|бағ\.?)?\s*(?:\d{1,2}(?:\s*[.,/-]\s*\d{1,2})?[а-яәіa-z]?|[а-яәіa-z]|[ivx]{1,5})"
    r"\s*[.)]?\s*(?:-?\s*(?:гр|бағ)\w*\.?)?(?:\s*=.{1,40})?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """The office's table: its sheet, and meanings by column (from 1)."""

    table: Table
    meanings: Mapping[int, str]
    warnings: tuple[str, ...]


def fill(into: Path, out: Path, delivery: Delivery, language: Language) -> list[str]:
    """Write the delivery into a copy of the workbook; what the person should look at.

    Raises Refusal, NeedsAnswer, Trouble.
    """
    # The worker process looks at size, type and content first: the file comes from outside.
    source = read(into)
    if source.type != "xlsx":
        raise Refusal(_("Only an .xlsx workbook can be filled. Save it as .xlsx in Excel first."))
    headings = headings_of(delivery)
    tables = [find_table(sheet, headings.knows) for sheet in source.sheets]
    found = _choose(tables, headings, delivery)
    warnings = list(found.warnings)
    given = into.read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(given))
    sheet = book[str(found.table.sheet.name)]
    spoken = spoken_by([column.raw for column in found.table.columns], language)
    first, last = area_of(sheet, found.table)
    rows = delivery.rows
    needs_room = len(rows) > last - first + 1
    if needs_room:
        make_room(book, sheet, last, len(rows) - (last - first + 1))
        last = first + len(rows) - 1
    lists = Lists(book, sheet, first, found.meanings)
    header = found.table.header_rows[0]
    filling = Filling(sheet, around(sheet, header, last, delivery.around, spoken))
    for offset in range(last - first + 1):
        row = rows[offset] if offset < len(rows) else None
        for column, meaning in found.meanings.items():
            if row is not None:
                value = lists.chosen(delivery, row, column, meaning, spoken)
                filling.put(first + offset, column, value)
            elif meaning != ROW_NUMBER:
                # Rows that the office has numbered beforehand keep their numbers.
                filling.put(first + offset, column, None)
        if row is not None:
            filling.fit(first + offset, found.meanings, keeps=delivery.keeps_heights)
    if needs_room:
        # Only here does a library write the workbook anew: what it does not know is said as lost.
        warnings += lost_parts(into)
        prepared = io.BytesIO()
        book.save(prepared)
        given = prepared.getvalue()
    changes = filling.changes()
    warnings += wrong_totals(
        filling.formulas, changes.results, delivery, found.meanings, (first, last),
        cells=[delivery.cells(row, spoken) for row in rows],
    )  # fmt: skip
    write_whole(out, patched(given, sheet.title, changes))
    return [*warnings, *lists.warnings()]


def headings_of(delivery: Delivery) -> Headings:
    """The headings of the form: ours, and those that offices use besides."""
    spellings = {name: list(texts) for name, texts in delivery.spellings.items()}
    for column in delivery.form.columns:
        own = [text for text in (column.heading.kk, column.heading.ru) if text]
        spellings[column.meaning] = [*spellings.get(column.meaning, ()), *own]
    return Headings(spellings)


def _choose(tables: Sequence[Table | None], headings: Headings, delivery: Delivery) -> _Found:
    seen = [table for table in tables if table is not None and table.sheet.visible]
    if not seen:
        raise Refusal(delivery.not_found)
    most = max(table.known for table in seen)
    best = [table for table in seen if table.known == most]
    if len(best) > 1:
        names = [str(table.sheet.name) for table in best]
        said = _("Several sheets hold such a table. Choose one: {sheets}.")
        raise NeedsAnswer(said.format(sheets=", ".join(names)), question="sheet", choices=names)
    table = best[0]
    meanings: dict[int, str] = {}
    warnings = []
    for guess in headings.recognise(table.columns, first_only=frozenset({ROW_NUMBER})):
        if guess.meaning:
            meanings[guess.column.index + 1] = guess.meaning
        else:
            said = _("Column {letter} “{heading}” is not known and stays as it is.")
            heading = one_line(guess.column.raw)
            warnings.append(said.format(letter=guess.column.letter, heading=heading))
    if not delivery.needed & set(meanings.values()):
        raise Refusal(delivery.lacks)
    return _Found(table, meanings, tuple(warnings))


def area_of(sheet: Worksheet, table: Table) -> tuple[int, int]:
    """First and last row to write: below the headings, above totals, notes and signatures.

    Raises Refusal where there is none, and for sub-headings among them.
    """
    first = table.header_row + 1
    # Some offices have their total above the rows.
    while table.skipped.get(first) in (COLUMN_NUMBERS, HEADING_AGAIN, TOTAL) or (
        first == table.header_row + 1 and _is_numbering(sheet, first, table)
    ):
        first += 1
    below = [
        row
        for row, reason in table.skipped.items()
        if row >= first and reason not in (COLUMN_NUMBERS, EMPTY)
    ]
    if any(table.skipped[row] == SUB_HEADING for row in below):
        said = _("The table is divided by sub-headings. Give the office's blank form instead.")
        raise Refusal(said)
    last_data = max((row for row in table.rows if row >= first), default=first)
    after = [row for row in below if row > last_data] or below
    end = min(after) - 1 if after else max(last_data, _last_bordered(sheet, first))
    ruled = _last_bordered(sheet, first)
    if sheet.cell(first, 1).border.bottom.style and last_data <= ruled < end:
        # An empty row between the table and what follows is no row of the table.
        end = ruled
    if end < first:
        raise Refusal(_("The form has no empty row under its headings to be filled."))
    return first, end


def _is_numbering(sheet: Worksheet, row: int, table: Table) -> bool:
    """Marks of columns in any fashion: I II III, (1) (2), 1 1.1 1.2, А Б В, «1-бағ.».

    Bolder than the importer's rule may be: the rows of a form to fill are empty, and a row that was
    filled has a name in it.
    """
    values = [sheet.cell(row, column.index + 1).value for column in table.columns]
    marks = [str(value).strip() for value in values if value is not None and str(value).strip()]
    return (
        len(marks) > 2
        and len(marks) * 2 >= len(table.columns)
        and len(set(marks)) * 4 >= len(marks) * 3
        and all(_MARK.fullmatch(mark) for mark in marks)
    )


def _last_bordered(sheet: Worksheet, first: int) -> int:
    """The last ruled row below the headings: a blank form's table ends where its lines end."""
    row = first
    while row < sheet.max_row and sheet.cell(row + 1, 1).border.bottom.style:
        row += 1
    return row


class Filling:
    """Values and heights to write, checked against the sheet as it looks."""

    def __init__(self, sheet: Worksheet, values: Mapping[Place, CellValue]) -> None:
        self._sheet = sheet
        self.values = dict(values)
        self.heights: dict[int, float] = {}
        self.formulas: dict[Place, str] = {}
        self._days: set[Place] = set()

    def put(self, row: int, column: int, value: CellValue) -> None:
        """The value into the cell, unless it is part of a merged one or holds a formula."""
        cell = self._sheet.cell(row, column)
        if isinstance(cell, MergedCell) or cell.data_type == "f":
            return
        if value is None and cell.value is None:
            return
        if isinstance(value, date) and not is_date_format(cell.number_format):
            self._days.add((row, column))
        self.values[row, column] = value

    def fit(self, row: int, columns: Iterable[int], *, keeps: bool) -> None:
        """Make the row higher where wrapped texts need it; never lower than the office did.

        Not every program fits a row without a height to its text by itself (LibreOffice writes
        the lines over one another). With `keeps` a height that is set stays.
        """
        sheet, lines = self._sheet, 1
        for column in columns:
            value = self.values.get((row, column))
            if isinstance(value, str) and sheet.cell(row, column).alignment.wrap_text:
                width = sheet.column_dimensions[get_column_letter(column)].width or _USUAL_WIDTH
                lines = max(lines, lines_needed(value, width))
        needed = min(lines * LINE_HEIGHT, MAX_HEIGHT)
        given = sheet.row_dimensions[row].height
        if lines > 1 and (given is None or (given < needed and not keeps)):
            self.heights[row] = needed

    def changes(self) -> Changes:
        """Everything to write, with the results that formulas of the sheet have now."""
        values: dict[Place, CellValue] = {}
        formulas = self.formulas = {}
        for row in self._sheet.iter_rows():
            for cell in row:
                if cell.row is None or cell.column is None or cell.value is None:
                    continue
                place, value = (cell.row, cell.column), cell.value
                if cell.data_type == "f":
                    formulas[place] = str(value)
                elif isinstance(value, str | int | float | Decimal | date):
                    values[place] = value
                else:
                    # A duration and the like: no result is made of it.
                    values[place] = date.max
        results = Results(values | self.values, formulas)
        found = {place: results.of(place) for place in formulas}
        known = {place: result for place, result in found.items() if result is not None}
        return Changes(self.values, self.heights, known, frozenset(self._days))


def spoken_by(headings: Sequence[str], language: Language) -> Language:
    """The language of the office's headings where the caller did not choose one."""
    if language != "both":
        return language
    if sum("\n" in text or " / " in text for text in headings) * 2 >= len(headings):
        return "both"
    return "kk" if any(_KAZAKH & set(text) for text in headings) else "ru"


def lost_parts(into: Path) -> list[str]:
    """Parts that openpyxl does not keep are said, not lost in silence."""
    with zipfile.ZipFile(into) as archive:
        names = archive.namelist()
    lost = ("xl/drawings/", "xl/charts/", "xl/ctrlProps/", "xl/embeddings/", "xl/media/")
    if any(name.startswith(lost) for name in names):
        return [_("Pictures, shapes and charts may be missing: compare with the office's file.")]
    return []
