"""An office's workbook proposed as a map, and known again by its headings.

The proposal takes the same table and labels that filling without a map would take (fill.py,
surroundings.py); the person corrects it by pointing. See services/form_mappings.py for the map.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.forms.delivery import ROW_NUMBER, Delivery
from cluster_desktop.excel.forms.fill import area_of, headings_of
from cluster_desktop.excel.forms.layout import FormColumn
from cluster_desktop.excel.forms.reach import Formulas, formulas_of
from cluster_desktop.excel.forms.surroundings import LABELLED, labelled_places
from cluster_desktop.excel.headings import heading_key
from cluster_desktop.excel.reader import Sheet, Source, read
from cluster_desktop.excel.table import TOTAL, Table, find_table
from cluster_desktop.i18n import N_, _
from cluster_desktop.services import form_mappings
from cluster_desktop.services.form_fields import FormField, FormFields, TableFields, total_key
from cluster_desktop.services.form_mappings import FormMap, SheetMap, TableMap
from cluster_desktop.services.paper_data import Pair

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

    from cluster_desktop.query import Row
    from cluster_desktop.services.office import Office

FACTS: Mapping[str, str] = {
    "college.name": N_("Name of the college"),
    "college.bin": N_("BIN of the college"),
    "college.place": N_("Region and district"),
    "period": N_("Period of the report"),
    "head.sign_name": N_("Head: name for the signature"),
    "executor.name": N_("Who made it"),
    "executor.phone": N_("Phone of who made it"),
    "date": N_("Date of the form"),
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DIGITS = re.compile(r"\d+")
# Rows below the headings that are looked through for a total.
_MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Known:
    """A kept workbook that a given one has the headings of; `body` names the given one's sheets."""

    id: UUID
    name: str
    body: FormMap


@dataclass(frozen=True, slots=True)
class Proposal:
    """A workbook as it is shown, and what is supposed of it."""

    source: Source
    body: FormMap
    fields: FormFields
    formulas: Formulas = field(default_factory=dict)


def keys_of(delivery: Delivery) -> dict[str, str]:
    """{key of the map: meaning of the column}: a column of a year is kept by its place.

    The form of next year has other years; "labour_need.2027" is the first of five, #1.
    """
    found: dict[str, str] = {}
    years: dict[str, int] = {}
    for column in delivery.form.columns:
        key = column.meaning
        if _YEAR.search(key):
            bare = _YEAR.sub("#", key)
            years[bare] = years.get(bare, 0) + 1
            key = f"{bare}{years[bare]}"
        found[key] = column.meaning
    return found


def fields_of(delivery: Delivery) -> FormFields:
    """What the form can say: columns of its tables, facts around them, totals of columns."""
    tables = [delivery, *delivery.also]
    facts = [FormField(key, Pair(), words=FACTS[key]) for key in FACTS if key in delivery.around]
    own = {meaning: key for key, meaning in keys_of(delivery).items()}
    for total in delivery.form.totals:
        column = delivery.form.columns[total.column]
        key = total_key(own[column.meaning])
        facts.append(FormField(key, label_of(column), words=N_("Total: {column}")))
    return FormFields(
        delivery.form.code, tuple(_table_fields(each) for each in tables), tuple(facts)
    )


def label_of(column: FormColumn) -> Pair:
    """The heading, its group before it."""
    if not column.group:
        return column.heading
    return Pair(
        ": ".join(filter(None, (column.group.kk, column.heading.kk))),
        ": ".join(filter(None, (column.group.ru, column.heading.ru))),
    )


def _table_fields(delivery: Delivery) -> TableFields:
    keys = {meaning: key for key, meaning in keys_of(delivery).items()}
    columns = tuple(
        FormField(keys[column.meaning], label_of(column), column.needed)
        for column in delivery.form.columns
    )
    return TableFields(
        table_key(delivery),
        delivery.form.name,
        columns,
        frozenset(keys[each] for each in delivery.needed if each in keys),
    )


def table_key(delivery: Delivery) -> str:
    """How a map names the table: a form with several names each by its sheet."""
    return delivery.form.sheet


def propose(path: Path, delivery: Delivery) -> Proposal:
    """The map of a workbook as far as its headings tell. Raises Refusal, Trouble."""
    # The worker process looks at size, type and content first: the file comes from outside.
    source = readable(path)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    placed = _placed(source, [delivery, *delivery.also])
    body = FormMap()
    for sheet in source.sheets:
        name = str(sheet.name)
        own = [(each, table) for each, table in placed if table.sheet.name == sheet.name]
        if not own or name not in book.sheetnames:
            continue
        tables = tuple(_table_map(book, table, each) for each, table in own)
        body = body.with_sheet(
            SheetMap(sheet=name, tables=tables, cells=_cells(book, name, tables))
        )
    return Proposal(source, body, fields_of(delivery), formulas_of(book))


def as_kept(path: Path, body: FormMap, fields: FormFields) -> Proposal:
    """A workbook whose map is there already. Raises Refusal, Trouble."""
    source = readable(path)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    return Proposal(source, body, fields, formulas_of(book))


def readable(path: Path) -> Source:
    """The workbook as plain cells. Raises Refusal for what cannot be filled."""
    source = read(path)
    if source.type != "xlsx":
        raise Refusal(_("Only an .xlsx workbook can be filled. Save it as .xlsx in Excel first."))
    return source


def _placed(source: Source, tables: Sequence[Delivery]) -> list[tuple[Delivery, Table]]:
    """Each table of the form with the place that knows most of its headings; a place has one."""
    found = []
    for order, each in enumerate(tables):
        headings = headings_of(each)
        for sheet in source.sheets:
            table = find_table(sheet, headings.knows) if sheet.visible else None
            if table is not None:
                found.append((table.known, -order, each, table))
    placed: list[tuple[Delivery, Table]] = []
    for _known, _order, each, table in sorted(found, key=lambda one: one[:2], reverse=True):
        taken = any(other is each for other, _table in placed)
        here = any(
            one.sheet.name == table.sheet.name and set(one.header_rows) & set(table.header_rows)
            for _other, one in placed
        )
        if not taken and not here:
            placed.append((each, table))
    return placed


def _table_map(book: Workbook, table: Table, delivery: Delivery) -> TableMap:
    sheet = book[str(table.sheet.name)]
    try:
        first, last = area_of(sheet, table)
    except Refusal:
        # Sub-headings among the rows, or no row at all: the person says where the rows are.
        first = table.header_row + 1
        last = max([first, *table.rows])
    columns: dict[str, str] = {}
    keys = {meaning: key for key, meaning in keys_of(delivery).items()}
    headings = headings_of(delivery)
    for guess in headings.recognise(table.columns, first_only=frozenset({ROW_NUMBER})):
        if guess.meaning in keys:
            columns[get_column_letter(guess.column.index + 1)] = keys[guess.meaning]
    totals = [
        row
        for row, reason in table.skipped.items()
        if reason == TOTAL and not first <= row <= last and row <= first + _MOST_ROWS
    ]
    return TableMap(
        table=table_key(delivery),
        header_first=table.header_rows[0],
        header_last=table.header_row,
        first_row=first,
        last_row=last,
        totals=tuple(totals),
        columns=columns,
    )


def _cells(book: Workbook, name: str, tables: Sequence[TableMap]) -> dict[str, str]:
    """Single cells beside labels around the tables."""
    first = min(table.header_first for table in tables)
    last = max(table.last_row for table in tables)
    found: dict[str, str] = {}
    for meaning, cell, _row in labelled_places(book[name], first, last, LABELLED):
        if meaning not in found.values():
            found[cell.coordinate] = meaning
    return found


# Known again


def signature_of(source: Source, body: FormMap) -> str | None:
    """The same for all workbooks with these headings and totals in these places.

    Numbers do not count: headings name years. None where a sheet is missing.
    """
    lines: list[str] = []
    for wanted in body.sheets:
        sheet = _sheet(source, wanted.sheet, body)
        if sheet is None:
            return None
        for table in wanted.tables:
            for row in (*range(table.header_first, table.header_last + 1), *table.totals):
                lines += _texts(sheet, row, table)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def known(office: Office, form: str, path: Path) -> Known | None:
    """The kept workbook that has the headings of this one; None where there is none.

    Raises Refusal, Trouble for a file that cannot be read.
    """
    rows = form_mappings.of_form(office, form)
    if not rows:
        return None
    return known_among(rows, readable(path))


def known_among(rows: Sequence[Row], source: Source) -> Known | None:
    """The first of these kept workbooks that the given one has the headings of."""
    for row in rows:
        try:
            body = form_mappings.decoded(str(row["body"]))
        except Refusal:
            continue
        if signature_of(source, body) == row["signature"]:
            return Known(row.id, str(row["name"]), fitted(source, body))
    return None


def fitted(source: Source, body: FormMap) -> FormMap:
    """The map with the names that its sheets have in this workbook."""
    sheets = []
    for wanted in body.sheets:
        sheet = _sheet(source, wanted.sheet, body)
        name = str(sheet.name) if sheet is not None else wanted.sheet
        sheets.append(msgspec.structs.replace(wanted, sheet=name))
    return msgspec.structs.replace(body, sheets=tuple(sheets))


def _sheet(source: Source, name: str, body: FormMap) -> Sheet | None:
    """By its name; where a map has one sheet, the only visible one under another name."""
    for sheet in source.sheets:
        if sheet.name == name:
            return sheet
    visible = [sheet for sheet in source.sheets if sheet.visible]
    return visible[0] if len(visible) == len(body.sheets) == 1 else None


def _texts(sheet: Sheet, row: int, table: TableMap) -> Iterator[str]:
    if row > len(sheet.rows):
        yield f"{row - table.header_first}"
        return
    for place, cell in enumerate(sheet.rows[row - 1]):
        if isinstance(cell, str) and cell.strip():
            text = _DIGITS.sub("#", heading_key(cell))
            yield f"{get_column_letter(place + 1)}{row}:{text}"


def meanings_of(table: TableMap, delivery: Delivery) -> dict[int, str]:
    """Meanings by column (from 1); what the form has no more is left out."""
    keys = keys_of(delivery)
    return {
        column_index_from_string(letter): keys[key]
        for letter, key in table.columns.items()
        if key in keys
    }
