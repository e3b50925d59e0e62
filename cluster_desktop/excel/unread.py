"""What a person should know of a whole table: columns that are not read. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from cluster_desktop.excel.headings import Guess, heading_key
from cluster_desktop.excel.reading import CellFinding, Reading
from cluster_desktop.excel.table import one_line
from cluster_desktop.i18n import ngettext
from cluster_desktop.rules.findings import Finding

UNREAD = "unread_column"
_MOST_NAMED = 8
_LONGEST = 60


def of_table(reading: Reading) -> list[CellFinding]:
    """The doubts of the kind about the table, then what of it is not read."""
    return [*reading.kind.warn(reading), *_unread(reading), *_hidden(reading)]


def not_recognised(reading: Reading) -> list[Guess]:
    """Columns with something in them that mean nothing to the kind, and nobody left them out."""
    values = reading.table.values
    counted = set(map(heading_key, reading.kind.counted))
    return [
        guess
        for guess in reading.guesses
        if guess.meaning is None
        and not guess.exact
        and counted.isdisjoint(map(heading_key, guess.column.raw.split("\n")))
        and any(cell is not None and cell != "" for cell in values(guess.column.index))
    ]


def free_meanings(reading: Reading) -> list[str]:
    """What a column that is not read may still mean."""
    return [each.name for each in reading.kind.meanings if each.name not in reading.columns]


def _unread(reading: Reading) -> list[CellFinding]:
    lost = not_recognised(reading)
    if not lost:
        return []
    said = ngettext(
        "This column is not read, its heading is not recognised: {columns}. If it is needed, "
        "choose what it means in the step “Columns”, or rename its heading.",
        "These columns are not read, their headings are not recognised: {columns}. If one is "
        "needed, choose what it means in the step “Columns”, or rename its heading.",
        len(lost),
    )
    message = said.format(columns=_named(lost))
    first, row = lost[0].column, reading.table.header_row
    return [_of_table(reading, row, first.letter, first.raw, message, UNREAD)]


def _hidden(reading: Reading) -> list[CellFinding]:
    """What Excel does not show, by a filter or by hand, and is read all the same."""
    table = reading.table
    data = set(table.rows)
    rows = [row + 1 for row in table.sheet.hidden_rows if row + 1 in data]
    found = []
    if rows:
        said = ngettext(
            "{n} hidden row is read, too: {rows}. Leave it out if it is not meant.",
            "{n} hidden rows are read, too: {rows}. Leave them out if they are not meant.",
            len(rows),
        )
        numbers = [str(table.place(row)[1]) for row in rows[:_MOST_NAMED]]
        shown = ", ".join(numbers) + ("…" if len(rows) > _MOST_NAMED else "")
        message = said.format(n=len(rows), rows=shown)
        found.append(_of_table(reading, rows[0], "", "", message, "hidden_rows"))
    hidden = [
        guess
        for guess in reading.guesses
        if guess.meaning is not None and guess.column.index in set(table.sheet.hidden_columns)
    ]
    if hidden:
        said = ngettext(
            "This column is hidden in the sheet and is read: {columns}.",
            "These columns are hidden in the sheet and are read: {columns}.",
            len(hidden),
        )
        first = hidden[0].column
        message = said.format(columns=_named(hidden))
        row = table.header_row
        found.append(_of_table(reading, row, first.letter, first.raw, message, "hidden_columns"))
    return found


def _of_table(
    reading: Reading, row: int, letter: str, typed: str, message: str, code: str
) -> CellFinding:
    finding = Finding(message, severity="warning", code=code)
    return CellFinding(row, letter, "", one_line(typed), finding, *reading.table.place(row))


def _named(lost: Sequence[Guess]) -> str:
    """The headings with their letters; of many the first."""
    named = [f"“{_short(each.column.name)}” ({each.column.letter})" for each in lost]
    more = len(named) - _MOST_NAMED
    if more > 1:
        rest = ngettext("{n} more", "{n} more", more).format(n=more)
        named = [*named[:_MOST_NAMED], rest]
    return ", ".join(named)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
