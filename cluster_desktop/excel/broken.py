"""Cells of an .xlsx that hold no usable value though Excel shows one. Standard library only.

calamine gives "" for an error (#N/A) and for a formula that was never calculated, as if the cell
were empty; an import would then lose it in silence. This module finds both in the sheet's XML.
Runs inside the worker process, after sniff.py refused document types and bombs.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

NO_STORED_VALUE = "="

_CELL = rb"<(?:\w+:)?c\b([^<>]*)>"
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*\bt=[\"']e[\"'][^<>]*)>(?:\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>))?"
    rb"\s*<(?:\w+:)?v>([^<]*)<"
)
_FORMULA = re.compile(
    _CELL + rb"\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
# A text that lies among the shared ones is named by a whole number; else it would be any of them.
# Each begins with plain letters: only then Python looks for them as fast as memory is read.
_NO_TEXT = tuple(
    re.compile(mark + rb"[^<>]*>\s*<(?:\w+:)?v>(?!\s*[0-9]+\s*<)[^<]*<")
    for mark in (rb't="s"', rb"t='s'")
)
_DOUBLE_QUOTED = re.compile(rb't="(?=[es]")')
# One sign of their own to begin with: a pattern looks for it twice as fast as `in` for two.
_FORMULA_MARKS = re.compile(rb":(?=f)"), re.compile(rb"<(?=f)")
_OPENING = re.compile(_CELL)
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")
_MAX_FOUND = 20_000
_HIDDEN = re.compile(rb"<(?:\w+:)?(row|col)\s[^<>]*?\bhidden=[\"'](?:1|true)[\"'][^<>]*>")
_ROW_NUMBER = re.compile(rb"\br=[\"']([0-9]{1,7})[\"']")
_FIRST = re.compile(rb"\bmin=[\"']([0-9]{1,5})[\"']")
_LAST = re.compile(rb"\bmax=[\"']([0-9]{1,5})[\"']")
_MAX_COLUMNS = 200

Hidden = tuple[list[int], list[int]]
"""Rows and columns."""


def broken_cells(
    path: Path, unpacked: Mapping[str, bytes], hidden: dict[str, Hidden] | None = None
) -> dict[str, list[tuple[int, int, str]]]:
    """By sheet name: (row, column, code) counted from 0; code is "#N/A"… or NO_STORED_VALUE.

    `unpacked` are parts that were read before, by name; `hidden` takes, by sheet name, the rows
    and columns that Excel does not show.
    """
    found: dict[str, list[tuple[int, int, str]]] = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _sheet_parts(archive).items():
            xml = unpacked[part] if part in unpacked else archive.read(part)
            if cells := _scan(xml):
                found[name] = cells
            if hidden is not None and b"hidden=" in xml:
                hidden[name] = _hidden(xml)
    return found


def _hidden(xml: bytes) -> Hidden:
    """Hidden rows, by hand or by a filter, and hidden columns, counted from 0."""
    rows, columns = [], []
    for match in _HIDDEN.finditer(xml):
        if match[1] == b"row":
            place = _ROW_NUMBER.search(match[0])
            rows += [int(place[1]) - 1] if place else []
        else:
            ends = _FIRST.search(match[0]), _LAST.search(match[0])
            if ends[0] and ends[1]:
                last = min(int(ends[1][1]), _MAX_COLUMNS)
                columns += list(range(int(ends[0][1]) - 1, last))
    return rows[:_MAX_FOUND], columns[:_MAX_COLUMNS]


def _scan(xml: bytes) -> list[tuple[int, int, str]]:
    cells: list[tuple[int, int, str]] = []
    # Most sheets have none of these marks, and that is found out first.
    double, single = _DOUBLE_QUOTED.search(xml) is not None, b"'" in xml
    if (double and b't="e"' in xml) or (single and b"t='e'" in xml):
        for match in _ERROR.finditer(xml):
            cells += _placed(match[1], match[2].decode("ascii", "backslashreplace"))
    if double or single:
        cells += _without_text(xml)
    if any(mark.search(xml) for mark in _FORMULA_MARKS):
        for match in _FORMULA.finditer(xml):
            # A stored empty text is a value; an absent or empty <v> of a number is none.
            if match[2] is None or not _TEXT_RESULT.search(match[1]):
                cells += _placed(match[1], NO_STORED_VALUE)
    return cells[:_MAX_FOUND]


def _without_text(xml: bytes) -> list[tuple[int, int, str]]:
    cells: list[tuple[int, int, str]] = []
    for pattern in _NO_TEXT:
        for match in pattern.finditer(xml):
            cell = _OPENING.match(xml, xml.rfind(b"<", 0, match.start()))
            cells += _placed(cell[1], NO_STORED_VALUE) if cell else []
    return cells


def _placed(attributes: bytes, code: str) -> list[tuple[int, int, str]]:
    place = _PLACE.search(attributes)
    if place is None:
        return []
    column = 0
    for letter in place[1]:
        column = column * 26 + letter - 64
    return [(int(place[2]) - 1, column - 1, code)]


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → name of its part, through the workbook's relations."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {
        each.get("Id", ""): posixpath.normpath(posixpath.join("/xl", each.get("Target", "")))[1:]
        for each in _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    parts: dict[str, str] = {}
    for sheet in _elements(archive.read("xl/workbook.xml"), "sheet"):
        link = next((value for key, value in sheet.items() if key.split(":")[-1] == "id"), "")
        if targets.get(link) in names:
            parts[sheet.get("name", "")] = targets[link]
    return parts


def _elements(xml: bytes, name: str) -> list[dict[str, str]]:
    """Attributes of every element of that local name. expat loads nothing from outside."""
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.split(":")[-1] == name:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        return []
    return found
