"""Drop-downs of an office's workbook: what we write is the entry of the list that means the same.

A validated cell takes only a text of its list letter by letter, so a speciality is looked up there
by its code and any other word in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import CellCoordinatesException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from cluster_desktop.excel.form_words import Language
from cluster_desktop.excel.forms.delivery import Delivery, Facts
from cluster_desktop.excel.writer import CellValue
from cluster_desktop.i18n import _, fold
from cluster_desktop.services.outcome_figures import Classified

_RANGE = re.compile(r"=?(?:(?P<sheet>'(?:[^']|'')+'|[^!]+)!)?(?P<area>\$?[A-Z]+\$?\d+(:.+)?)")
_FIRST_WORD = re.compile(r"\w+")


class Lists:
    """The lists of the columns of one table; remembers what was not found in them."""

    def __init__(
        self, book: Workbook, sheet: Worksheet, first: int, meanings: Mapping[int, str]
    ) -> None:
        self._missing: dict[tuple[int, str], None] = {}
        self._entries: dict[int, tuple[str, ...]] = {}
        for rule in sheet.data_validations.dataValidation:
            if rule.type != "list" or not rule.formula1:
                continue
            for column in meanings:
                cell = f"{get_column_letter(column)}{first}"
                if any(_holds(str(area), cell) for area in rule.sqref.ranges):
                    entries = tuple(_entries(book, sheet, str(rule.formula1)))
                    self._entries.setdefault(column, entries)

    def chosen(
        self, delivery: Delivery, row: Facts, column: int, meaning: str, language: Language
    ) -> CellValue:
        """What the column says of the row, as its list has it."""
        value = delivery.cell_of(row, meaning, language)
        entries = self._entries.get(column)
        if not entries or not isinstance(value, str):
            return value
        languages: tuple[Language, ...] = (language, "both", "kk", "ru")
        wanted = [str(delivery.cell_of(row, meaning, each)) for each in languages]
        for text in wanted:
            if text in entries:
                return text
        fact = row.get(meaning)
        if isinstance(fact, Classified):
            by_code = [one for one in entries if _first_word(one) == fact.code]
            if len(by_code) == 1:
                return by_code[0]
        folded = {fold(one): one for one in entries}
        for text in wanted:
            if fold(text) in folded:
                return folded[fold(text)]
        self._missing[column, value] = None
        return value

    def warnings(self) -> list[str]:
        """What no entry was found for: it is written in our words."""
        said = _("Column {letter}: “{text}” is not in the office's own list of choices.")
        return [
            said.format(letter=get_column_letter(column), text=text)
            for column, text in self._missing
        ]


def _holds(area: str, cell: str) -> bool:
    return CellRange(cell).issubset(CellRange(area))


def _first_word(text: str) -> str:
    found = _FIRST_WORD.search(text)
    return found[0] if found else ""


def _entries(book: Workbook, sheet: Worksheet, formula: str) -> Iterator[str]:
    """The texts of a list: typed into the rule, a range, or a name of a range."""
    if formula.startswith('"'):
        yield from (part.strip() for part in formula.strip('"').split(","))
        return
    named = book.defined_names.get(formula.lstrip("="))
    if named is not None and named.attr_text:
        formula = named.attr_text
    match = _RANGE.fullmatch(formula)
    if match is None:
        return
    title = (match["sheet"] or sheet.title).strip("'").replace("''", "'")
    if title not in book.sheetnames:
        return
    try:
        cells: Sequence[Sequence[object]] = _cells(book[title], match["area"])
    except (ValueError, CellCoordinatesException):
        return
    yield from (str(value) for row in cells for value in row if value is not None and value != "")


def _cells(sheet: Worksheet, area: str) -> Sequence[Sequence[object]]:
    bounds = CellRange(area.replace("$", ""))
    last = min(bounds.max_row, sheet.max_row)
    return list(
        sheet.iter_rows(
            min_row=bounds.min_row,
            max_row=last,
            min_col=bounds.min_col,
            max_col=bounds.max_col,
            values_only=True,
        )
    )
