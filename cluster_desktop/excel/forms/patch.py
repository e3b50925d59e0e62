"""Cells of a given workbook changed in place: every byte of its parts around them stays.

A library that reads a workbook and writes it again loses what it does not know (pictures, forms,
signatures of other programs). Here the places of the cells are found in the sheet's XML, and only
they are written anew. Stored results of formulas are given or dropped: old ones would be wrong.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.forms.dated import with_days
from cluster_desktop.excel.writer import CellValue, serial, text_xml
from cluster_desktop.i18n import _

Place = tuple[int, int]
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Excel for Mac once counted days from 1904.
_EPOCH_1904 = 1462
_HEIGHT = re.compile(rb'\s(?:ht|customHeight)="[^"]*"')
_TYPE = re.compile(rb'\st="[^"]*"')
_CALCULATION = re.compile(rb"<((?:\w+:)?)calcPr\b[^>]*?/?>")
_FULL = re.compile(rb'\sfullCalcOnLoad="[^"]*"')


@dataclass(slots=True)
class _Cell:
    start: int
    head_end: int
    end: int
    column: int
    style: str
    result: tuple[int, int] | None = None
    has_formula: bool = False


@dataclass(slots=True)
class _Row:
    start: int
    head_end: int
    inner_end: int
    number: int
    cells: list[_Cell] = field(default_factory=list)


@dataclass(slots=True)
class _Splice:
    start: int
    end: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes in a sheet, by (row, column) from 1.

    None empties a cell; rows of `heights` become that high; `results` are stored beside formulas,
    those of all others are dropped; cells of `days` show no days by themselves.
    """

    cells: Mapping[Place, CellValue] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    results: Mapping[Place, Decimal | str] = field(default_factory=dict)
    days: frozenset[Place] = frozenset()


def patched(book: bytes, sheet: str, changes: Changes) -> bytes:
    """The workbook with these changes in a sheet.

    Looks stay, formulas stay and are worked out anew when the file is opened. Raises Refusal for a
    text that a cell cannot hold.
    """
    return patched_sheets(book, {sheet: changes})


def patched_sheets(book: bytes, changes: Mapping[str, Changes]) -> bytes:
    """The same with changes in several sheets, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        main = _main_part(old)
        parts = _sheet_parts(old, main)
        for sheet in changes:
            if sheet not in parts:
                raise Refusal(_("There is no sheet “{sheet}” in this file.").format(sheet=sheet))
        epoch = _EPOCH_1904 if b'date1904="1"' in old.read(main) else 0
        names = {part: sheet for sheet, part in parts.items()}
        styles = next((p for p, kind, _n in _relations(old, main) if kind.endswith("/styles")), "")
        looks = {
            look
            for sheet, own in changes.items() if own.days
            for look in _Sheet(old.read(parts[sheet])).looks(own.days)
        }  # fmt: skip
        dressed, twins = with_days(old.read(styles), looks) if looks and styles else (b"", {})
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename in names:
                own = changes.get(names[entry.filename], Changes())
                content = _Sheet(content, twins).changed(own, epoch)
            elif entry.filename == styles and twins:
                content = dressed
            elif entry.filename == main:
                content = _calculated_on_load(content)
            new.writestr(entry, content)
    return out.getvalue()


def _main_part(book: zipfile.ZipFile) -> str:
    for target, kind, _name in _relations(book, ""):
        if kind.endswith("/officeDocument"):
            return target
    raise Refusal(_("This file is no workbook."))


def _sheet_parts(book: zipfile.ZipFile, main: str) -> dict[str, str]:
    """Parts of the sheets by the name of the sheet."""
    targets = {name: target for target, _kind, name in _relations(book, main)}
    found: dict[str, str] = {}
    for tag, attributes in _elements(book.read(main)):
        if tag == f"{_SPACE}sheet":
            part = targets.get(attributes.get(f"{_RELATIONS}id", ""))
            if part is not None:
                found[attributes["name"]] = part
    return found


def _relations(book: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """(target part, kind, id) of what a part refers to."""
    folder, name = posixpath.split(part)
    listed = book.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = []
    for tag, attributes in _elements(listed):
        if tag.endswith("}Relationship") and attributes.get("TargetMode") != "External":
            target = posixpath.join("/", folder, attributes["Target"]).lstrip("/")
            found.append((posixpath.normpath(target), attributes["Type"], attributes["Id"]))
    return found


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []

    def named(text: str) -> str:
        space, gap, name = text.rpartition(" ")
        return f"{{{space}}}{name}" if gap else name

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, attributes: found.append(
        (named(tag), {named(key): value for key, value in attributes.items()})
    )
    parser.Parse(xml, True)
    return found


def _calculated_on_load(book: bytes) -> bytes:
    """Excel works everything out when it opens; it would trust stored results otherwise."""

    def full(found: re.Match[bytes]) -> bytes:
        tag = _FULL.sub(b"", found[0])
        end = b"/>" if tag.endswith(b"/>") else b">"
        return tag.removesuffix(end).rstrip() + b' fullCalcOnLoad="1"' + end

    changed, count = _CALCULATION.subn(full, book, count=1)
    if count:
        return changed
    # The elements that may follow calcPr are rare; it stands right behind names and sheets.
    for before in (b"definedNames", b"sheets"):
        end = re.compile(rb"</((?:\w+:)?)" + before + rb">|<((?:\w+:)?)" + before + rb"\s*/>")
        if match := end.search(book):
            prefix = match[1] or match[2] or b""
            made = b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>'
            return book[: match.end()] + made + book[match.end() :]
    return book


class _Sheet:
    """The places of rows and cells in a sheet's XML."""

    def __init__(self, xml: bytes, twins: Mapping[int, int] | None = None) -> None:
        self._xml = xml
        self._twins = twins or {}
        self._days: frozenset[Place] = frozenset()
        self._rows: list[_Row] = []
        self._prefix = ""
        self._data: list[int] = []
        # What is open: the tag's own name, where it begins, where its content begins.
        self._inside: list[tuple[str, int, int]] = []
        parser = expat.ParserCreate()
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(xml, True)

    def looks(self, places: frozenset[Place]) -> set[int]:
        """The looks that these cells have; 0 for a cell that is not there."""
        found = {(row.number, c.column): int(c.style or 0) for row in self._rows for c in row.cells}
        return {found.get(place, 0) for place in places}

    def changed(self, changes: Changes, epoch: int) -> bytes:
        """The XML with these changes; results of formulas are given or dropped."""
        self._days = changes.days
        by_row: dict[int, dict[int, CellValue]] = {}
        for (line, column), value in changes.cells.items():
            by_row.setdefault(line, {})[column] = value
        heights = changes.heights
        splices: list[_Splice] = []
        for row in self._rows:
            for cell in row.cells:
                if cell.has_formula:
                    splices += self._result(cell, changes.results.get((row.number, cell.column)))
        numbers = [row.number for row in self._rows]
        for number in sorted({*by_row, *heights}):
            values, height = by_row.get(number, {}), heights.get(number)
            place = bisect_left(numbers, number)
            if place < len(numbers) and numbers[place] == number:
                splices += self._in_row(self._rows[place], values, height, epoch)
            else:
                splices += self._new_row(place, number, values, height, epoch)
        return _spliced(self._xml, splices)

    def _result(self, cell: _Cell, result: Decimal | str | None) -> Iterable[_Splice]:
        """The stored result of a formula, and the type that the cell's tag says of it."""
        p = self._prefix
        shown = "" if result is None else f"<{p}v>{_shown(result)}</{p}v>"
        head = self._xml[cell.start : cell.head_end]
        typed = _TYPE.sub(b"", head)
        if isinstance(result, str):
            typed = typed.removesuffix(b">") + b' t="str">'
        if typed != head:
            yield _Splice(cell.start, cell.head_end, typed)
        if cell.result is not None:
            yield _Splice(*cell.result, shown.encode())
        elif shown:
            inner_end = self._xml.rindex(b"</", cell.start, cell.end)
            yield _Splice(inner_end, inner_end, shown.encode())

    def _in_row(
        self, row: _Row, values: Mapping[int, CellValue], height: float | None, epoch: int
    ) -> Iterable[_Splice]:
        known = {cell.column: cell for cell in row.cells}
        added: dict[int, bytes] = {}
        for column, value in sorted(values.items()):
            cell = known.get(column)
            if cell is None:
                made = self._cell(row.number, column, "", value, epoch)
                place = next((c.start for c in row.cells if c.column > column), row.inner_end)
                if value is not None:
                    added[place] = added.get(place, b"") + made
            elif not cell.has_formula:
                text = self._cell(row.number, column, cell.style, value, epoch)
                yield _Splice(cell.start, cell.end, text)
        head = self._xml[row.start : row.head_end]
        if height is not None:
            head = _heightened(head, height)
        if head.endswith(b"/>"):
            if added:
                inner = b"".join(added.values())
                head = head.removesuffix(b"/>") + b">" + inner + f"</{self._prefix}row>".encode()
            added = {}
        if head != self._xml[row.start : row.head_end]:
            yield _Splice(row.start, row.head_end, head)
        for place, text in added.items():
            yield _Splice(place, place, text)

    def _new_row(
        self,
        place: int,
        number: int,
        values: Mapping[int, CellValue],
        height: float | None,
        epoch: int,
    ) -> Iterable[_Splice]:
        inner = b"".join(
            self._cell(number, column, "", value, epoch)
            for column, value in sorted(values.items()) if value is not None
        )  # fmt: skip
        if not inner and height is None:
            return
        head = f'<{self._prefix}row r="{number}">'.encode()
        if height is not None:
            head = _heightened(head, height)
        text = head + inner + f"</{self._prefix}row>".encode()
        if not self._data:
            raise Refusal(_("This file is no workbook."))
        at = self._rows[place].start if place < len(self._rows) else self._data[-1]
        if self._xml[at - 2 : at] == b"/>" and not self._rows:
            # <sheetData/>: a sheet without any row.
            start = self._data[0]
            opened = self._xml[start:at].removesuffix(b"/>") + b">"
            yield _Splice(start, at, opened + text + f"</{self._prefix}sheetData>".encode())
            return
        yield _Splice(at, at, text)

    def _cell(self, row: int, column: int, style: str, value: CellValue, epoch: int) -> bytes:
        name, place = f"{self._prefix}c", f"{get_column_letter(column)}{row}"
        if (row, column) in self._days:
            style = str(self._twins.get(int(style or 0), style))
        looks = f" s={quoteattr(style)}" if style else ""
        if value is None:
            return f'<{name} r="{place}"{looks}/>'.encode()
        p = self._prefix
        if isinstance(value, str):
            # preserve keeps blanks at the ends, which XML would be free to drop
            text = f'<{p}is><{p}t xml:space="preserve">{text_xml(value)}</{p}t></{p}is>'
            return f'<{name} r="{place}"{looks} t="inlineStr">{text}</{name}>'.encode()
        number = serial(value) - epoch if isinstance(value, date) else value
        number = int(number) if isinstance(number, bool) else number
        return f'<{name} r="{place}"{looks}><{p}v>{number}</{p}v></{name}>'.encode()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        at = self._parser.CurrentByteIndex
        above = self._inside[-1][0] if self._inside else ""
        self._inside.append((local, at, self._after(at)))
        if local == "sheetData":
            self._prefix = tag.removesuffix("sheetData")
            self._data = [at]
        elif local == "row" and self._data:
            before = self._rows[-1].number if self._rows else 0
            number = int(attributes.get("r", before + 1))
            self._rows.append(_Row(at, self._after(at), 0, number))
        elif local == "c" and above == "row":
            cells = self._rows[-1].cells
            column = _column(attributes.get("r"), cells[-1].column + 1 if cells else 1)
            cells.append(_Cell(at, self._after(at), 0, column, attributes.get("s", "")))
        elif local == "f" and above == "c":
            self._rows[-1].cells[-1].has_formula = True

    def _end(self, _tag: str) -> None:
        local, start, inner = self._inside.pop()
        above = self._inside[-1][0] if self._inside else ""
        at = self._parser.CurrentByteIndex
        # Of an empty element (<c/>) the parser tells the place behind it.
        is_empty = at == inner and self._xml[at - 2 : at] == b"/>"
        end = at if is_empty else self._after(at)
        if local == "row" and self._rows:
            self._rows[-1].inner_end = at
        elif local == "c" and above == "row":
            self._rows[-1].cells[-1].end = end
        elif local == "v" and above == "c" and self._rows[-1].cells[-1].has_formula:
            self._rows[-1].cells[-1].result = (start, end)
        elif local == "sheetData":
            self._data.append(at)

    def _after(self, at: int) -> int:
        """Behind the tag that begins there; attributes of a sheet's cells hold no >."""
        return self._xml.index(b">", at) + 1


def _column(place: str | None, following: int) -> int:
    return column_index_from_string(coordinate_from_string(place)[0]) if place else following


def _shown(result: Decimal | str) -> str:
    # Sixteen digits are what a number of a workbook keeps.
    return text_xml(result) if isinstance(result, str) else f"{float(result)!r}".removesuffix(".0")


def _heightened(head: bytes, height: float) -> bytes:
    end = b"/>" if head.endswith(b"/>") else b">"
    bare = _HEIGHT.sub(b"", head.removesuffix(end)).rstrip()
    return bare + f' ht="{height:g}" customHeight="1"'.encode() + end


def _spliced(xml: bytes, splices: Iterable[_Splice]) -> bytes:
    parts, at = [], 0
    for one in sorted(splices, key=lambda each: (each.start, each.end)):
        parts += [xml[at : one.start], one.text]
        at = one.end
    return b"".join([*parts, xml[at:]])
