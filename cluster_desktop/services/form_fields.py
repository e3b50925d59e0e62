"""What a form has to say, for pointing at places of an office's workbook, and what is wrong there.

Pure: a form tells its columns and facts (excel/forms/mapping.py), a map tells where they go.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from cluster_desktop.i18n import _, language
from cluster_desktop.rules.findings import Severity
from cluster_desktop.services.form_mappings import TOTAL, FormMap, SheetMap, TableMap
from cluster_desktop.services.paper_data import Pair

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
MAX_ROW = 1_048_576


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing a form can say: a column of a table or a fact around it.

    `label` is in the languages of paper; `words` is translated where there is one.
    """

    key: str
    label: Pair
    needed: bool = False
    words: str = ""

    def text(self) -> str:
        """In the language of the window."""
        if self.words:
            return _(self.words).format(column=self.here())
        return self.here()

    def here(self) -> str:
        """The label in the language of the window; the state language where it is not known."""
        return here(self.label)


@dataclass(frozen=True, slots=True)
class TableFields:
    """The columns of a table of the form; a workbook needs one of `needed` to be of use."""

    key: str
    label: Pair
    columns: tuple[FormField, ...]
    needed: frozenset[str]

    def column(self, key: str) -> FormField | None:
        return next((one for one in self.columns if one.key == key), None)


@dataclass(frozen=True, slots=True)
class FormFields:
    """Everything a form can say: its tables, the main one first, and facts for single cells."""

    form: str
    tables: tuple[TableFields, ...]
    facts: tuple[FormField, ...]

    def table(self, key: str) -> TableFields | None:
        return next((one for one in self.tables if one.key == key), None)

    def fact(self, key: str) -> FormField | None:
        return next((one for one in self.facts if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence about a map, and where it is: a sheet, a row from 1 (0 for none), a letter."""

    message: str
    severity: Severity
    sheet: str = ""
    row: int = 0
    column: str = ""


def address(text: str) -> tuple[int, str] | None:
    """(row, column letters) of an address like D8."""
    found = _ADDRESS.fullmatch(text)
    return (int(found[2]), found[1]) if found and int(found[2]) <= MAX_ROW else None


def problems(body: FormMap, fields: FormFields) -> list[Problem]:
    """What keeps the map from being used (errors) and what may be meant otherwise (warnings)."""
    tables = [(one.sheet, table) for one in body.sheets for table in one.tables]
    if not tables and not any(one.cells for one in body.sheets):
        said = _("Nothing is pointed at yet. Click a column and choose what stands in it.")
        return [Problem(said, "error")]
    found: list[Problem] = []
    for sheet in body.sheets:
        found += _of_sheet(sheet, fields)
    for known in fields.tables:
        found += _of_form(known, [each for each in tables if each[1].table == known.key], fields)
    return sorted(found, key=lambda one: one.severity != "error")


def _of_sheet(sheet: SheetMap, fields: FormFields) -> Iterator[Problem]:
    spans = sorted(
        (each.header_first, max(each.last_row, *each.totals, each.header_last))
        for each in sheet.tables
    )
    for before, after in pairwise(spans):
        if before[1] >= after[0]:
            said = _("Two tables share row {row}. Each row belongs to one table.")
            yield Problem(said.format(row=after[0]), "error", sheet.sheet, after[0])
    for table in sheet.tables:
        yield from _of_table(sheet.sheet, table, fields)
    for place, key in sheet.cells.items():
        at = address(place)
        if at is None:
            said = _("There is no cell “{cell}”.")
            yield Problem(said.format(cell=place), "error", sheet.sheet)
            continue
        row, letter = at
        inside = any(each.first_row <= row <= each.last_row for each in sheet.tables)
        if inside:
            said = _("The cell {cell} lies among the rows of the table, which are written anew.")
            yield Problem(said.format(cell=place), "error", sheet.sheet, row, letter)
        if fields.fact(key) is None:
            said = _("The cell {cell} takes something that this form does not have.")
            yield Problem(said.format(cell=place), "error", sheet.sheet, row, letter)


def _of_table(sheet: str, table: TableMap, fields: FormFields) -> Iterator[Problem]:
    known = fields.table(table.table)
    if known is None:
        said = _("The form has no table “{table}”.")
        yield Problem(said.format(table=table.table), "error", sheet, table.header_first)
        return
    if not (1 <= table.header_first <= table.header_last < table.first_row <= table.last_row):
        said = _("Headings come first, then the rows: the first row {first}, the last one {last}.")
        sentence = said.format(first=table.first_row, last=table.last_row)
        yield Problem(sentence, "error", sheet, table.first_row)
    for row in table.totals:
        if table.first_row <= row <= table.last_row:
            said = _("Row {row} is a total and lies among the rows to be filled.")
            yield Problem(said.format(row=row), "error", sheet, row)
        elif table.header_first <= row <= table.header_last:
            said = _("Row {row} is a heading and cannot be a total.")
            yield Problem(said.format(row=row), "error", sheet, row)
    times = Counter(table.columns.values())
    for letter, key in table.columns.items():
        field = known.column(key)
        if field is None:
            said = _("Column {letter} takes something that this form does not have.")
            yield Problem(said.format(letter=letter), "error", sheet, table.header_last, letter)
        elif times[key] > 1:
            said = _("“{field}” is written into several columns.")
            times[key] = 1
            sentence = said.format(field=field.text())
            yield Problem(sentence, "warning", sheet, table.header_last, letter)


def _of_form(
    known: TableFields, placed: list[tuple[str, TableMap]], fields: FormFields
) -> Iterator[Problem]:
    if not placed:
        if known is fields.tables[0]:
            said = _("No table takes the rows of the form.")
            yield Problem(said, "warning")
        else:
            said = _("“{table}” has no table in this workbook and will not be delivered.")
            yield Problem(said.format(table=here(known.label)), "warning")
        return
    sheet, table = placed[0]
    written = {key for _sheet, each in placed for key in each.columns.values()}
    if known.needed and not known.needed & written:
        names = [f"“{one.text()}”" for one in known.columns if one.key in known.needed]
        said = _("No column takes {fields}: nobody could tell the rows apart.")
        sentence = said.format(fields=", ".join(names))
        yield Problem(sentence, "error", sheet, table.header_last)
    for field in known.columns:
        if field.key not in written and field.key not in known.needed:
            said = _("“{field}” of the form has no column here and will not be delivered.")
            sentence = said.format(field=field.text())
            yield Problem(sentence, "warning", sheet, table.header_last)


def total_key(meaning: str) -> str:
    """The fact that is the total of a column."""
    return f"{TOTAL}{meaning}"


def here(pair: Pair) -> str:
    """In the language of the window; the state language where that is none of paper."""
    return (pair.ru if language() == "ru" else pair.kk) or pair.kk
