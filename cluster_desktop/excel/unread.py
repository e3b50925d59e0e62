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
    return [*reading.kind.warn(reading), *_unread(reading)]


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
    finding = Finding(message, severity="warning", code=UNREAD)
    place = reading.table.place(row)
    return [CellFinding(row, first.letter, "", one_line(first.raw), finding, *place)]


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
