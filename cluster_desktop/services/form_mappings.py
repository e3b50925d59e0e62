"""Workbooks of offices as data: which column and cell takes which field of a form.

A mapping is a record (history, undo, exchange) whose body is the JSON of `FormMap`; the office's
blank is kept as its file. Rows are counted from 1 and columns named by letters, as Excel shows
them. Knows no workbook: excel/forms/mapping.py proposes a map, excel/forms/mapped.py fills by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Insert, Operation, Query, Row, Update
from cluster_desktop.services import attachments
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

ENTITY = "form_mapping"
BLANK = "blank"
VERSION = 1
# A cell that takes a total of the form and no fact around it: "total:" and the column's meaning.
TOTAL = "total:"
_COLUMNS = ("form", "name", "sender", "signature", "body", "note")


class TableMap(msgspec.Struct, frozen=True, kw_only=True):
    """One table on a sheet. `table` names the form's own ("") or its further one by its sheet.

    The rows from `first_row` to `last_row` take the form's rows; more are added below the last one
    if it `grows`. `totals` are rows of totals, wherever they stand.
    """

    header_first: int
    header_last: int
    first_row: int
    last_row: int
    table: str = ""
    grows: bool = True
    totals: tuple[int, ...] = ()
    columns: dict[str, str] = msgspec.field(default_factory=dict)


class SheetMap(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet: its tables, and single cells by address: {"D8": "period"}."""

    sheet: str
    tables: tuple[TableMap, ...] = ()
    cells: dict[str, str] = msgspec.field(default_factory=dict)


class FormMap(msgspec.Struct, frozen=True, kw_only=True):
    """What takes what in a whole workbook."""

    sheets: tuple[SheetMap, ...] = ()
    version: int = VERSION

    def sheet(self, name: str) -> SheetMap:
        """The sheet of that name; an empty one where nothing is pointed at."""
        return next((one for one in self.sheets if one.sheet == name), SheetMap(sheet=name))

    def with_sheet(self, changed: SheetMap) -> FormMap:
        """The same with one sheet changed; a sheet without anything is left out."""
        names = [one.sheet for one in self.sheets]
        sheets = [changed if one.sheet == changed.sheet else one for one in self.sheets]
        if changed.sheet not in names:
            sheets.append(changed)
        kept = tuple(one for one in sheets if one.tables or one.cells)
        return msgspec.structs.replace(self, sheets=kept)


def encoded(body: FormMap) -> str:
    """As it is stored: the same map gives the same text."""
    return msgspec.json.format(msgspec.json.encode(body, order="sorted"), indent=0).decode()


def decoded(text: str) -> FormMap:
    """The stored map; read by declared types, since it may have come from another computer.

    Raises Refusal for one that is damaged or of a newer program.
    """
    try:
        body = msgspec.json.decode(text.encode(), type=FormMap)
    except msgspec.MsgspecError as why:
        raise Refusal(
            _("What is kept of this workbook cannot be read. Point at its columns again.")
        ) from why
    if body.version > VERSION:
        raise Refusal(_("This was made by a newer version of the program. Update the program."))
    return body


def of_form(office: Office, form: str | None = None) -> list[Row]:
    """The kept workbooks, of one form if it is named; the newest first."""
    where = (Condition("form", "is", form),) if form else ()
    rows = office.rows(Query(ENTITY, where, columns=_COLUMNS))
    return sorted(rows, key=lambda row: row.id.bytes, reverse=True)


def body_of(office: Office, mapping: UUID) -> FormMap:
    """Raises Refusal."""
    return decoded(str(office.get(ENTITY, mapping)["body"]))


def blank_of(office: Office, mapping: UUID) -> Path:
    """Where the office's blank lies; it is only read. Raises Refusal and Trouble."""
    for row in attachments.of_record(office, mapping):
        if row["kind"] == BLANK:
            return attachments.content_path(office, row.id)
    raise Refusal(_("The blank workbook is not kept with it. Open it and save it again."))


def named_blank(office: Office, mapping: UUID) -> str:
    """The file name that the blank came under; empty without one."""
    rows = attachments.of_record(office, mapping)
    return next((str(row["name"]) for row in rows if row["kind"] == BLANK), "")


def add(
    office: Office,
    *,
    form: str,
    name: str,
    sender: str | None,
    body: FormMap,
    signature: str,
    blank: Path,
    note: str | None = None,
) -> tuple[UUID, Changes]:
    """Keep a workbook of an office with its blank, as one action. Raises Refusal and Trouble."""
    record = new_id()
    values: dict[str, Value] = {
        "form": form, "name": name.strip(), "sender": (sender or "").strip() or None,
        "signature": signature, "body": encoded(body), "note": note,
    }  # fmt: skip
    _refuse_wrong(office, values)
    operations: list[Operation] = [
        Insert(ENTITY, office.entity(ENTITY).defaults() | values, record),
        _blank(office, record, blank, blank.name),
    ]
    title = Said(N_("Workbook of an office: {name}"), {"name": name.strip()})
    return record, office.apply(title, office.source, operations)


def change(
    office: Office,
    mapping: UUID,
    values: Mapping[str, Value],
    *,
    body: FormMap | None = None,
    blank: Path | None = None,
) -> Changes:
    """New values, map or blank of a kept workbook, as one action; nothing where all is the same."""
    stored = office.get(ENTITY, mapping)
    wanted = {**values, **({"body": encoded(body)} if body is not None else {})}
    whole = {name: stored[name] for name in _COLUMNS} | wanted
    _refuse_wrong(office, whole)
    new = {name: value for name, value in wanted.items() if stored[name] != value}
    operations: list[Operation] = [Update(ENTITY, mapping, new)] if new else []
    if blank is not None and not _is_kept(office, mapping, blank):
        operations.append(_blank(office, mapping, blank, blank.name))
    if not operations:
        return Changes()
    title = Said(N_("Workbook of an office: {name}"), {"name": str(whole["name"])})
    return office.apply(title, office.source, operations)


def _refuse_wrong(office: Office, values: Mapping[str, Value]) -> None:
    found = [one for one in office.check(ENTITY, values) if one.severity == "error"]
    if found:
        raise Refusal(found[0].message, field=found[0].field, findings=found)


def _is_kept(office: Office, mapping: UUID, blank: Path) -> bool:
    try:
        return blank_of(office, mapping).read_bytes() == blank.read_bytes()
    except (Refusal, Trouble, OSError):
        return False


def _blank(office: Office, record: UUID, path: Path, name: str) -> Insert:
    try:
        content = path.read_bytes()
    except OSError as why:
        said = _("{name} could not be read. Nothing was attached.")
        raise Trouble(said.format(name=name)) from why
    if len(content) > attachments.MAX_BYTES:
        said = _("{name} is larger than 25 MB. Ask the office for a smaller one.")
        raise Refusal(said.format(name=name))
    kept = attachments.safe_name(name)
    return attachments.stored(office, ENTITY, record, kept, content, kind=BLANK)
