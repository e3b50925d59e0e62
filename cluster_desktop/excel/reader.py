"""A file from outside as plain tables of cells, read by a process of its own that may be killed.

Knows no database and no Qt. What the worker may answer is decoded by declared types; every refusal
becomes a sentence that names the cause and the next step.
"""

from __future__ import annotations

import codecs
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from cluster_desktop import apart
from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.excel.refusals import refusal_of
from cluster_desktop.excel.wire import FLAG, MAX_COLUMNS, why_unreadable
from cluster_desktop.i18n import _

TIME_LIMIT = 60.0
_MAX_ANSWER = 400 * 1024 * 1024

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that shows something in Excel but holds no value: "#N/A", or "=" never calculated."""

    code: str

    def __str__(self) -> str:
        return self.code


# None is an empty cell of a workbook, "" an empty field between two delimiters.
Cell = str | int | float | bool | date | Broken | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows from the first, cells from column A; merged ranges are (top, left, bottom,
    right) counted from 0. `cut` is the row behind which nothing was read, 0 if all was."""

    name: str | None
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    visible: bool = True
    cut: int = 0
    # Rows and columns, counted from 0, that Excel does not show: by hand or by a filter.
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()


@dataclass(frozen=True)
class Source:
    """What was read: the real type ("xlsx", "xls", "ods", "csv") and its sheets."""

    path: Path
    type: str
    sheets: Sequence[Sheet]
    encoding: str | None = None
    delimiter: str | None = None
    line_end: str | None = None


class EncodingQuestion(NeedsAnswer):
    """Which encoding; `previews` holds some lines as each of the choices would show them."""

    def __init__(self, previews: dict[str, list[str]]) -> None:
        said = _("The letters of this file can be read in several ways. Choose the right one.")
        super().__init__(said, question="encoding", choices=tuple(previews))
        self.previews = previews


_Values = list[str | int | float | bool | None]
_Rows = list[list[int]]


class _WireSheet(msgspec.Struct):
    name: str
    visible: bool
    values: list[bytes]
    rows: list[bytes]
    dates: list[tuple[int, int, int]]
    merged: list[tuple[int, int, int, int]]
    broken: list[tuple[int, int, str]]
    cut: int
    hidden: tuple[list[int], list[int]] = ([], [])


class _Answer(msgspec.Struct):
    type: str = ""
    sheets: list[_WireSheet] = msgspec.field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None
    line_end: str | None = None
    refused: str = ""
    detail: str = ""
    ask: str = ""
    previews: dict[str, list[str]] = msgspec.field(default_factory=dict)


def read(path: Path, *, encoding: str | None = None, progress: Progress | None = None) -> Source:
    """All sheets of the file. Raises Refusal, TooBig, EncodingQuestion; Cancelled from progress."""
    path = Path(path)
    _refuse_no_file(path)
    if encoding is not None:
        _refuse_unknown(encoding)
    answer = _ask_worker(path, encoding, progress)
    if answer.refused:
        raise refusal_of(answer.refused, answer.detail, path)
    if answer.ask:
        raise EncodingQuestion(answer.previews)
    try:
        sheets = [_sheet(wire, named=answer.type != "csv") for wire in answer.sheets]
    except (msgspec.MsgspecError, LookupError) as why:
        raise refusal_of("damaged", type(why).__name__, path) from why
    if not any(sheet.rows for sheet in sheets):
        raise refusal_of("empty_table", "", path)
    return Source(path, answer.type, sheets, answer.encoding, answer.delimiter, answer.line_end)


def _refuse_no_file(path: Path) -> None:
    name = path.name or str(path)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as why:
        raise Refusal(_("There is no file “{file}”. Choose it again.").format(file=name)) from why
    except OSError as why:
        raise refusal_of(*why_unreadable(why), path) from why
    if stat.S_ISDIR(mode):
        raise Refusal(_("“{file}” is a folder. Choose a file in it.").format(file=name))
    if not stat.S_ISREG(mode):
        raise Refusal(_("“{file}” is a device, not a file. Choose a file.").format(file=name))


def _refuse_unknown(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
        # Not empty: Python does not look at the name then. "hex" is a codec and no encoding.
        b"  ".decode(encoding)
    except UnicodeDecodeError:
        return  # an encoding, though not of two blanks
    except (LookupError, ValueError) as why:
        said = _(
            "There is no encoding “{encoding}”. Choose cp1251, kz1048, cp866, koi8-r or utf-8."
        )
        raise Refusal(said.format(encoding=encoding)) from why


def _sheet(wire: _WireSheet, *, named: bool) -> Sheet:
    # One object for all equal texts: they are compared quickly, and take little memory.
    values: list[Cell] = []
    for parcel in wire.values:
        values += msgspec.msgpack.decode(parcel, type=_Values)
    value_at = values.__getitem__
    rows: list[list[Cell]] = []
    for parcel in wire.rows:
        rows += [list(map(value_at, row)) for row in msgspec.msgpack.decode(parcel, type=_Rows)]
    for row, column, ordinal in wire.dates:
        rows[row][column] = date.fromordinal(ordinal)
    for row, column, code in wire.broken:
        if row < len(rows) and column < MAX_COLUMNS:
            cells = rows[row]
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = Broken(code)
    name = wire.name if named else None
    return Sheet(name, rows, wire.merged, wire.visible, wire.cut, *wire.hidden)


def _command() -> list[str]:
    return apart.command("cluster_desktop.excel.worker", FLAG)


def _ask_worker(path: Path, encoding: str | None, progress: Progress | None) -> _Answer:
    request = msgspec.msgpack.encode({"path": os.fsencode(path.resolve()), "encoding": encoding})
    look = None if progress is None else lambda: progress(0, 0)
    try:
        out = apart.ask(_command(), request, seconds=TIME_LIMIT, look=look)
    except apart.Died as why:
        # Killed by its memory limit, or the native reader aborted.
        raise refusal_of("worker_died", "", path) from why
    except apart.TookTooLong as why:
        raise refusal_of("too_slow", "", path) from why
    if len(out) > _MAX_ANSWER:
        raise refusal_of("unpacks_too_big", "", path)
    try:
        return msgspec.msgpack.decode(out, type=_Answer)
    except msgspec.MsgspecError as why:
        raise refusal_of("damaged", type(why).__name__, path) from why
