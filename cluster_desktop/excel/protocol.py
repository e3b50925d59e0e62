"""The protocol of an import: what came in, what was changed from what, what was left out and why.

As a text, as a workbook, or as the texts of a paper. Numbers of persons are masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cluster_desktop.excel.importing import Plan
from cluster_desktop.excel.matching import RowState
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.writer import Cell, Line, SheetOut, write
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.rules import identifiers

_WIDTHS = (14.0, 10.0, 44.0, 70.0)


@dataclass(frozen=True)
class ProtocolRow:
    """One thing that is told of a row: its cell in the file, what stands there, what became."""

    number: str
    cell: str
    value: str
    said: str


@dataclass(frozen=True)
class Protocol:
    """Facts of the import, counts with their words, and the rows worth telling of."""

    title: str
    facts: Sequence[tuple[str, str]]
    counts: Sequence[tuple[int, str]]
    rows: Sequence[ProtocolRow]

    @property
    def headings(self) -> list[str]:
        return [_("Row"), _("Cell"), _("What stood there"), _("What became of it")]

    def table(self) -> list[list[str]]:
        """The rows as texts under the headings."""
        return [[row.number, row.cell, row.value, row.said] for row in self.rows]


def protocol_of(plan: Plan, counts: Sequence[tuple[int, str]], action: int | None) -> Protocol:
    """Of all tables of the file; `counts` are those that the person saw."""
    facts = [(_("File"), plan.source.path.name)]
    for part in plan.parts:
        facts.append((_("Sheet"), ", ".join(part.sheets) or "–"))
        facts.append((_("List"), _(part.kind.label)))
    facts.append((_("Action in the journal"), str(action) if action is not None else "–"))
    rows = [row for part in plan.parts for row in (*_findings(part), *_left_out(part))]
    rows += [row for part in plan.parts for row in _changes(part)]
    return Protocol(_("Import protocol"), facts, counts, rows)


def _findings(plan: Plan) -> list[ProtocolRow]:
    return [
        ProtocolRow(str(each.number), each.cell or "–", _masked(each.value), each.finding.message)
        for each in plan.findings()
    ]


def _left_out(plan: Plan) -> list[ProtocolRow]:
    """Rows that a person left out; errors speak for themselves."""
    return [
        ProtocolRow(_number(plan, row), "–", _first_text(plan, row), _("left out by hand"))
        for row in plan.numbers(RowState.SKIPPED)
    ]


def _changes(plan: Plan) -> list[ProtocolRow]:
    """Old → new of every field of the rows that changed a record."""
    found = []
    for row in plan.numbers(RowState.CHANGED):
        name = _first_text(plan, row)
        for change in plan.row(row).changes:
            old, new = (_masked(text) or _("empty") for text in change.shown())
            said = _("{field}: {old} → {new}").format(field=change.label, old=old, new=new)
            found.append(ProtocolRow(_number(plan, row), "–", name, said))
    return found


def _number(plan: Plan, row: int) -> str:
    sheet, line = plan.reading.table.place(row)
    return f"{sheet} · {line}" if sheet else str(line)


def _first_text(plan: Plan, row: int) -> str:
    """What tells the row from others: its first cell that is no number."""
    cells = (" ".join(text.split()) for text in plan.row(row).cells)
    return next((text for text in cells if text and not text.isdigit()), "")


def _masked(text: str) -> str:
    sound = identifiers.check_bin_or_iin(text).value or identifiers.restore_zeros(text)
    return identifiers.mask(sound) if sound is not None else text


def as_text(protocol: Protocol) -> str:
    """The protocol to read in any program."""
    lines = [protocol.title]
    lines += [_("{name}: {value}").format(name=name, value=value)
              for name, value in protocol.facts]  # fmt: skip
    lines += ["", *(f"{number}  {words}" for number, words in protocol.counts), ""]
    said = _("Row {row}, cell {cell}: {message} (“{value}”)")
    lines += [
        said.format(row=row.number, cell=row.cell, message=row.said, value=row.value)
        for row in protocol.rows
    ]
    return "\n".join(lines) + "\n"


def save(protocol: Protocol, path: Path, plan: Plan) -> None:
    """A text or a workbook, as the ending says. Raises Trouble."""
    if path.suffix.casefold() == ".xlsx":
        write(path, [_sheet(protocol)], made_on=plan.today)
    else:
        write_whole(path, as_text(protocol).encode("utf-8-sig"))


def _sheet(protocol: Protocol) -> SheetOut:
    above = [Line((Cell(0, protocol.title, Look.TITLE),))]
    above += [
        Line((Cell(0, name, Look.LABEL), Cell(2, value, Look.PLAIN)))
        for name, value in protocol.facts
    ]
    above.append(Line())
    above += [
        Line((Cell(0, number, Look.NUMBER), Cell(2, words, Look.PLAIN)))
        for number, words in protocol.counts
    ]
    above.append(Line())
    above.append(
        Line(tuple(Cell(at, text, Look.HEADER) for at, text in enumerate(protocol.headings)))
    )
    return SheetOut(
        name=protocol.title,
        kinds=["text"] * len(_WIDTHS),
        widths=_WIDTHS,
        above=above,
        rows=protocol.table(),
        header_rows=(len(above), len(above)),
        has_filter=bool(protocol.rows),
    )
