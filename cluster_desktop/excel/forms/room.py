"""Room for more rows in a given sheet: everything below moves down, and formulas follow.

openpyxl's own insert_rows leaves formulas, merges, heights, validations and print areas where they
were; an office's form would come back broken. Here they move as Excel moves them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

# A reference, perhaps to another sheet: 'Sheet 1'!$A$1:B$20. Texts in quotes are passed over.
_REFERENCE = re.compile(
    r"""("(?:[^"]|"")*")"""
    r"""|((?:'(?:[^']|'')+'|[^\W\d]\w*)!)?(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?(?![\w(])""",
    re.X,
)


def make_room(book: Workbook, sheet: Worksheet, model: int, added: int) -> None:
    """Add so many rows below row `model`, which looks like them; what stood below moves down.

    A range that ends in the model row grows over the new rows, so that totals stay totals.
    """
    if added <= 0:
        return
    shifted = _Shift(model, added)
    _move_cells(sheet, shifted)
    _move_merges(sheet, shifted)
    _move_heights(sheet, shifted)
    for each in book.worksheets:
        _follow_formulas(each, shifted, own=each is sheet, title=sheet.title)
    _follow_names(book, sheet, shifted)
    _follow_areas(sheet, shifted)
    for row in range(model + 1, model + added + 1):
        _like_model(sheet, model, row)


class _Shift:
    """Where a row, or a range of rows, stands after the rows were added."""

    def __init__(self, model: int, added: int) -> None:
        self.model = model
        self.added = added

    def row(self, row: int) -> int:
        return row + self.added if row > self.model else row

    def span(self, first: int, last: int) -> tuple[int, int]:
        grown = last + self.added if last >= self.model >= first else self.row(last)
        return self.row(first), grown

    def formula(self, text: str, applies: Callable[[str], bool]) -> str:
        """The formula with its references moved; `applies` tells by the sheet's prefix."""

        def moved(found: re.Match[str]) -> str:
            quoted, prefix, column, row, end_column, end_row = found.groups()
            if quoted is not None or not applies(prefix or ""):
                return found[0]
            if end_row is None:
                return f"{prefix or ''}{column}{self.row(int(row))}"
            first, last = self.span(int(row), int(end_row))
            return f"{prefix or ''}{column}{first}:{end_column}{last}"

        return _REFERENCE.sub(moved, text)

    def area(self, text: str) -> str:
        """A list of ranges: "A1:C5 E1:E5"."""
        return " ".join(self.formula(part, lambda prefix: True) for part in text.split())


def _move_cells(sheet: Worksheet, shifted: _Shift) -> None:
    below = [place for place in sheet._cells if place[0] > shifted.model]
    for row, column in sorted(below, reverse=True):
        cell = sheet._cells.pop((row, column))
        cell.row = row + shifted.added
        sheet._cells[cell.row, column] = cell


def _move_merges(sheet: Worksheet, shifted: _Shift) -> None:
    for area in list(sheet.merged_cells.ranges):
        if area.min_row > shifted.model:
            area.shift(row_shift=shifted.added)
        elif area.max_row > shifted.model:
            area.expand(down=shifted.added)


def _move_heights(sheet: Worksheet, shifted: _Shift) -> None:
    for row in sorted((r for r in sheet.row_dimensions if r > shifted.model), reverse=True):
        moved = copy(sheet.row_dimensions[row])
        moved.index = row + shifted.added
        sheet.row_dimensions[row + shifted.added] = moved
        del sheet.row_dimensions[row]
    for page_break in sheet.row_breaks.brk:
        page_break.id = shifted.row(page_break.id)


def _follow_formulas(sheet: Worksheet, shifted: _Shift, *, own: bool, title: str) -> None:
    names = {f"{title}!", "'" + title.replace("'", "''") + "'!"}

    def applies(prefix: str) -> bool:
        return prefix in names if prefix else own

    for cell in sheet._cells.values():
        if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.data_type == "f":
            cell.value = shifted.formula(cell.value, applies)


def _follow_names(book: Workbook, sheet: Worksheet, shifted: _Shift) -> None:
    names = {f"{sheet.title}!", "'" + sheet.title.replace("'", "''") + "'!"}
    scopes = [book.defined_names, *(each.defined_names for each in book.worksheets)]
    for scope in scopes:
        for name in scope.values():
            if isinstance(name.attr_text, str):
                name.attr_text = shifted.formula(name.attr_text, lambda prefix: prefix in names)


def _follow_areas(sheet: Worksheet, shifted: _Shift) -> None:
    """Print area, filter, validations and conditional formats."""
    if sheet.print_area:
        areas = (
            sheet.print_area if isinstance(sheet.print_area, str) else ",".join(sheet.print_area)
        )
        plain = [part.rpartition("!")[2] for part in areas.split(",")]
        sheet.print_area = ",".join(shifted.area(part) for part in plain)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = shifted.area(sheet.auto_filter.ref)
    for rule in sheet.data_validations.dataValidation:
        ranges = [CellRange(shifted.area(str(area))) for area in rule.sqref.ranges]
        rule.sqref.ranges = set(ranges)
    formats = sheet.conditional_formatting
    kept = [(str(entry.sqref), entry.rules) for entry in formats]
    sheet.conditional_formatting = type(formats)()
    for area, rules in kept:
        for rule in rules:
            rule.formula = [shifted.formula(f, lambda prefix: not prefix) for f in rule.formula]
            sheet.conditional_formatting.add(shifted.area(area), rule)


def _like_model(sheet: Worksheet, model: int, row: int) -> None:
    """Looks, height, merges and row formulas of the model row for an added row."""
    if model in sheet.row_dimensions:
        like = copy(sheet.row_dimensions[model])
        like.index = row
        sheet.row_dimensions[row] = like
    for column in range(1, sheet.max_column + 1):
        source = sheet._cells.get((model, column))
        if source is None or isinstance(source, MergedCell):
            continue
        target = sheet.cell(row, column)
        # openpyxl has no public way to give a cell all looks of another at once.
        setattr(target, "_style", copy(getattr(source, "_style")))  # noqa: B009, B010
        if source.data_type == "f" and isinstance(source.value, str):
            moved = Translator(source.value, origin=source.coordinate)
            target.value = moved.translate_formula(target.coordinate)
    for area in list(sheet.merged_cells.ranges):
        if area.min_row == area.max_row == model:
            sheet.merge_cells(
                start_row=row, end_row=row, start_column=area.min_col, end_column=area.max_col
            )
