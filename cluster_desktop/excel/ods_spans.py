"""Merged cells of an .ods, which the native reader does not tell. Standard library only.

Without them a value merged down over its rows would be the first row's alone, in silence. Runs
inside the worker process, after sniff.py refused document types and bombs.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.parsers import expat

# Behind these nothing is read (worker.py); a hostile range may be endless.
LAST_ROW, LAST_COLUMN = 102_000, 400
_MOST_FOUND = 100_000
_PART = "content.xml"
_MARK = b"-spanned="
_PIECE = 256 * 1024

Span = tuple[int, int, int, int]


def spans(path: Path) -> dict[str, list[Span]]:
    """By sheet name: (top, left, bottom, right) of every merged range, counted from 0."""
    with zipfile.ZipFile(path) as archive:
        if not _has_any(archive):
            return {}
        reader = _Reader()
        with archive.open(_PART) as part:
            while chunk := part.read(_PIECE):
                reader.feed(chunk)
    return reader.found


def _has_any(archive: zipfile.ZipFile) -> bool:
    """Most sheets merge nothing, and a mark is found much sooner than an element is read."""
    if _PART not in archive.namelist():
        return False
    tail = b""
    with archive.open(_PART) as part:
        while chunk := part.read(_PIECE):
            if _MARK in tail + chunk:
                return True
            tail = chunk[1 - len(_MARK) :]
    return False


class _Reader:
    """Follows rows and cells of the outermost tables; others stand inside cells."""

    def __init__(self) -> None:
        self.found: dict[str, list[Span]] = {}
        self._sheet: list[Span] = []
        self._depth = 0
        self._row = self._repeats = self._column = self._count = 0
        self._next_row = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = self.found.setdefault(_said(attributes, "name", ""), [])
                self._next_row = 0
        elif self._depth != 1:
            return
        elif name == "table-row":
            self._row = self._next_row
            self._repeats = _number(attributes, "number-rows-repeated")
            self._next_row += self._repeats
            self._column = 0
        elif name in ("table-cell", "covered-table-cell"):
            if len(attributes) > 1:
                self._note(attributes)
            self._column += _number(attributes, "number-columns-repeated") if attributes else 1

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "table":
            self._depth -= 1

    def _note(self, attributes: dict[str, str]) -> None:
        height = _number(attributes, "number-rows-spanned")
        width = _number(attributes, "number-columns-spanned")
        if (height == 1 and width == 1) or self._column > LAST_COLUMN:
            return
        right = min(self._column + width - 1, LAST_COLUMN)
        # Rows that are alike are written once, with what is merged within each.
        for top in range(self._row, min(self._row + self._repeats, LAST_ROW)):
            if self._count >= _MOST_FOUND:
                return
            self._count += 1
            self._sheet.append((top, self._column, min(top + height - 1, LAST_ROW), right))


def _said(attributes: dict[str, str], name: str, default: str) -> str:
    """An attribute, whatever prefix the program gave to its namespace."""
    if (said := attributes.get(f"table:{name}")) is not None:
        return said
    return next((v for key, v in attributes.items() if key.rpartition(":")[2] == name), default)


def _number(attributes: dict[str, str], name: str) -> int:
    """A count of at least 1; what is none is 1."""
    said = _said(attributes, name, "1")
    return max(int(said), 1) if said.isdecimal() and len(said) < 10 else 1
