"""Ranges of cells to and from Excel: copy as rows and tabs, paste as a plan that is shown first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from PySide6.QtCore import QModelIndex

from cluster_desktop.entity import Entity
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Link, Value
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Row, Update
from cluster_desktop.ui.table_model import TICK, EntityTableModel


@dataclass(frozen=True)
class PastedCell:
    """One cell that would change: where, and from what to what, as people read it."""

    record: UUID
    field: str
    old: str
    new: str
    value: Value


@dataclass
class PastePlan:
    """What a paste would do, and what it leaves out and why."""

    entity: Entity
    cells: list[PastedCell] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def columns(self) -> int:
        return len({cell.field for cell in self.cells})

    def sentence(self) -> str:
        """Counts for the preview: "12 cells in 3 columns"."""
        cells = ngettext("{n} cell", "{n} cells", len(self.cells)).format(n=len(self.cells))
        columns = ngettext("{n} column", "{n} columns", self.columns()).format(n=self.columns())
        return _("Paste: {cells}, {columns}").format(cells=cells, columns=columns)

    def operations(self) -> list[Update]:
        """One update for each record, all for one action."""
        values: dict[UUID, dict[str, Value]] = {}
        for cell in self.cells:
            values.setdefault(cell.record, {})[cell.field] = cell.value
        return [Update(self.entity.name, record, new) for record, new in values.items()]


def copied(model: EntityTableModel, indexes: Sequence[QModelIndex]) -> str:
    """Text of a range, its holes as empty cells; a cell of its own line breaks is quoted."""
    cells = {(i.row(), i.column()): i for i in indexes if i.column() != TICK}
    if not cells:
        return ""
    rows = sorted({row for row, _column in cells})
    columns = sorted({column for _row, column in cells})
    lines = []
    for row in rows:
        texts = [_text(model, cells.get((row, column))) for column in columns]
        lines.append("\t".join(texts))
    return "\n".join(lines)


def _text(model: EntityTableModel, index: QModelIndex | None) -> str:
    if index is None:
        return ""
    row = model.row(index.row())
    name = model.column_name(index.column())
    text = model.cell_text(name, row.values.get(name)) if row is not None else ""
    if any(mark in text for mark in '\t\n"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def read_cells(text: str) -> list[list[str]]:
    """Rows and cells of what Excel puts on the clipboard, quoted cells included."""
    rows: list[list[str]] = [[]]
    cell, quoted, at = "", False, 0
    while at < len(text):
        letter = text[at]
        if quoted:
            if letter == '"' and text[at + 1 : at + 2] == '"':
                cell, at = cell + '"', at + 1
            elif letter == '"':
                quoted = False
            else:
                cell += letter
        elif letter == '"' and not cell:
            quoted = True
        elif letter == "\t":
            rows[-1].append(cell)
            cell = ""
        elif letter == "\n":
            rows[-1].append(cell)
            rows.append([])
            cell = ""
        elif letter != "\r":
            cell += letter
        at += 1
    rows[-1].append(cell)
    return rows[:-1] if len(rows) > 1 and rows[-1] == [""] else rows


def plan(model: EntityTableModel, start: QModelIndex, text: str, today: date) -> PastePlan:
    """What pasting `text` at `start` would change. Only editable columns take part."""
    made = PastePlan(model.entity)
    if not start.isValid() or not text:
        return made
    for down, cells in enumerate(read_cells(text)):
        row = model.row(start.row() + down) if start.row() + down < model.count() else None
        if row is None:
            made.problems.append(_("The list ends before the copied rows do."))
            break
        for right, typed in enumerate(cells):
            section = start.column() + right
            if section >= model.columnCount() or not model.editable(section):
                continue
            _plan_cell(made, model, section, row, typed, today)
    return made


def _plan_cell(
    made: PastePlan, model: EntityTableModel, section: int, row: Row, typed: str, today: date
) -> None:
    name = model.stored_field(section)
    spec = made.entity.fields[name]
    if isinstance(spec, Link):
        return  # a name is no id: links are chosen, not pasted
    shown = model.column_name(section)
    old = model.cell_text(shown, row.values.get(shown))
    try:
        value = spec.parse(typed, today)
    except Refusal as why:
        made.problems.append(why.message)
        return
    wrong = [f for f in spec.problems(value) if f.severity == "error"]
    if wrong:
        made.problems.append(wrong[0].message)
    elif spec.format(value) != old:
        made.cells.append(PastedCell(row.id, name, old, spec.format(value), value))
