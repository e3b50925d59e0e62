"""Workbooks written fast: rows go through a ready-made template straight into the archive.

Cells are typed (text stays text: a leading = is no formula, an IIN keeps its zeros), the same
sheets are the same bytes, and a text that Excel cannot hold is refused, never cut.
Knows no records.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, BinaryIO, Literal, NamedTuple
from xml.sax.saxutils import escape

from cluster_desktop.errors import Refusal, TooBig
from cluster_desktop.excel import styles
from cluster_desktop.excel.package import custom_properties, fixed_parts, workbook_part
from cluster_desktop.excel.styles import Look
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, format_date

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
_CHUNK = 500
_EPOCH = date(1899, 12, 30).toordinal()
# Excel counts a 29.02.1900 that never was: earlier days cannot be numbers.
_FIRST_DAY = date(1900, 3, 1)

# Signs XML forbids, markup, and Excel's own _x0041_ spelling of a sign.
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff&<>]|_x[0-9A-Fa-f]{4}_")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

Kind = Literal["text", "line", "number", "decimal", "share", "date", "centre"]
CellValue = str | int | float | Decimal | date | bool | None


class Formula(NamedTuple):
    """A formula of a row of numbers with its result; {row} stands for the row's number."""

    text: str
    result: int | Decimal


RowValue = CellValue | Formula

_LOOK_OF: dict[str, Look] = {
    "text": Look.TEXT,
    "line": Look.ONE_LINE,
    "number": Look.NUMBER,
    "decimal": Look.DECIMAL,
    "share": Look.SHARE,
    "date": Look.DATE,
    "centre": Look.CENTRE,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell outside the table: value, look, and a formula whose result the value is."""

    column: int
    value: CellValue
    look: Look = Look.PLAIN
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row outside the table, with its height in points if it is not the usual one."""

    cells: tuple[Cell, ...] = ()
    height: float = 0.0


@dataclass(kw_only=True)
class SheetOut:
    """A sheet: lines above, the table's rows, lines below.

    `kinds` and `widths` (in letters) go by column; `rows` are read once, so a query may stream. A
    Line among them is a row of its own looks (a subtotal).
    `below` is asked after the rows, with the number of the first and the last of them; `height`
    gives a row's height in points: not every program fits rows to wrapped text by itself.
    """

    name: str
    kinds: Sequence[Kind] = ()
    widths: Sequence[float] = ()
    above: Sequence[Line] = ()
    rows: Iterable[Sequence[RowValue] | Line] = ()
    below: Callable[[int, int], Sequence[Line]] | None = None
    height: Callable[[Sequence[RowValue]], float] | None = None
    merged: list[str] = field(default_factory=list)
    header_rows: tuple[int, int] = (0, 0)
    frozen_columns: int = 0
    has_filter: bool = False
    hidden: bool = False


def write(
    path: Path, sheets: Sequence[SheetOut], *, made_on: date, about: dict[str, str] | None = None
) -> int:
    """Write the workbook whole or not at all; the number of rows of the tables.

    `made_on` and `about` (the document's own properties) are all that is in it beside the sheets.
    """
    counts: list[int] = []

    def fill(stream: BinaryIO) -> None:
        counts.append(write_stream(stream, sheets, made_on=made_on, about=about))

    write_whole(path, fill)
    return counts[0]


def write_stream(
    stream: BinaryIO,
    sheets: Sequence[SheetOut],
    *,
    made_on: date,
    about: dict[str, str] | None = None,
) -> int:
    """As `write`, into an open file."""
    count = 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in fixed_parts(len(sheets), made_on, has_about=bool(about)).items():
            _put(archive, name, content)
        _put(archive, "xl/styles.xml", styles.xml())
        names = [sheet_name(sheet.name) for sheet in sheets]
        states = [(name, sheet.hidden) for name, sheet in zip(names, sheets, strict=True)]
        repeated = [sheet.header_rows for sheet in sheets]
        _put(archive, "xl/workbook.xml", workbook_part(states, repeated))
        if about:
            _put(archive, "docProps/custom.xml", custom_properties(about))
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                count += _Writing(sheet, part).run()
    return count


def to_bytes(
    sheets: Sequence[SheetOut], *, made_on: date, about: dict[str, str] | None = None
) -> bytes:
    """As `write`, in memory."""
    out = io.BytesIO()
    write_stream(out, sheets, made_on=made_on, about=about)
    return out.getvalue()


def sheet_name(text: str) -> str:
    """A name Excel accepts: 31 letters, none of []:*?/\\, no apostrophe at the ends."""
    safe = re.sub(r"[\[\]:*?/\\]", "-", _FORBIDDEN.sub("", text)).strip().strip("'")[:31]
    return safe.strip().strip("'") or "1"


def letters(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_xml(text: str) -> str:
    """The text as XML: forbidden signs left out, markup escaped."""
    if len(text) > MAX_TEXT:
        said = _("A text of {n} letters does not fit into a cell (at most {most}): {start}…")
        raise Refusal(said.format(n=len(text), most=MAX_TEXT, start=text[:40]))
    if _SPECIAL.search(text) is None:
        return text
    return escape(_CODED.sub("_x005F_", _FORBIDDEN.sub("", text)))


def serial(day: date) -> int:
    """Excel's number of a day."""
    return day.toordinal() - _EPOCH


class _Writing:
    """One sheet on its way into the archive."""

    def __init__(self, sheet: SheetOut, part: IO[bytes]) -> None:
        self._sheet = sheet
        self._part = part
        self._row = 0

    def run(self) -> int:
        sheet = self._sheet
        self._say(_opening(sheet))
        for line in sheet.above:
            self._line(line)
        first = self._row + 1
        for chunk in self._chunks():
            self._say(chunk)
        last = self._row
        for line in sheet.below(first, last) if sheet.below else ():
            self._line(line)
        self._say(_closing(sheet, first, last))
        return last - first + 1

    def _say(self, xml: str) -> None:
        self._part.write(xml.encode())

    def _line(self, line: Line) -> None:
        self._row = self._next(self._row)
        self._say(_line_xml(line, self._row))

    def _chunks(self) -> Iterator[str]:
        """The table's rows as XML, some hundreds at a time."""
        kinds = self._sheet.kinds
        converts = [_CONVERT[kind] for kind in kinds]
        filled = [_cell_template(column, kind) for column, kind in enumerate(kinds)]
        empty = [
            f'<c r="{letters(column)}\0" s="{_LOOK_OF[kind]:d}"/>'
            for column, kind in enumerate(kinds)
        ]
        # One template for each set of empty cells that occurs: few do, and % fills a row at once.
        templates: dict[tuple[int, ...], str] = {}
        lines: list[str] = []
        row = self._row
        height = self._sheet.height
        opening = '<row r="\0" ht="%s" customHeight="1">' if height else '<row r="\0">'
        for values in self._sheet.rows:
            row = self._next(row)
            if isinstance(values, Line):
                lines.append(_line_xml(values, row))
                continue
            said = [
                convert(value)
                for convert, value in zip(converts, values, strict=True)
                if value is not None
            ]
            gaps = tuple(place for place, value in enumerate(values) if value is None)
            template = templates.get(gaps)
            if template is None:
                cells = [
                    empty[place] if place in gaps else filled[place] for place in range(len(kinds))
                ]
                template = templates[gaps] = f"{opening}{''.join(cells)}</row>"
            if height:
                said.insert(0, f"{height(values):g}")
            lines.append((template % tuple(said)).replace("\0", str(row)))
            if len(lines) >= _CHUNK:
                self._row = row
                yield "".join(lines)
                lines.clear()
        self._row = row
        yield "".join(lines)

    @staticmethod
    def _next(row: int) -> int:
        if row >= MAX_ROWS:
            raise TooBig(_("A sheet of Excel holds at most 1,048,576 rows. Filter the list."))
        return row + 1


def _line_xml(line: Line, row: int) -> str:
    height = f' ht="{line.height:g}" customHeight="1"' if line.height else ""
    cells = "".join(one_cell(cell, row) for cell in line.cells)
    return f'<row r="{row}"{height}>{cells}</row>'


def one_cell(cell: Cell, row: int) -> str:
    """A cell outside the table as XML; its value decides its type."""
    place, look, value = f"{letters(cell.column)}{row}", int(cell.look), cell.value
    formula = f"<f>{escape(cell.formula)}</f>" if cell.formula else ""
    if value is None and not formula:
        return f'<c r="{place}" s="{look}"/>'
    if isinstance(value, str):
        if formula:
            return f'<c r="{place}" s="{look}" t="str">{formula}<v>{text_xml(value)}</v></c>'
        return (
            f'<c r="{place}" s="{look}" t="inlineStr"><is><t xml:space="preserve">'
            f"{text_xml(value)}</t></is></c>"
        )
    number = "" if value is None else str(serial(value) if isinstance(value, date) else value)
    return f'<c r="{place}" s="{look}">{formula}<v>{number}</v></c>'


def _cell_template(column: int, kind: Kind) -> str:
    opening = f'<c r="{letters(column)}\0" s="{_LOOK_OF[kind]:d}"'
    if kind in ("text", "line"):
        return f'{opening} t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>'
    # %s of the converter carries the type too: a day before 1900 is a text.
    return f"{opening}%s</c>"


def _text(value: RowValue) -> str:
    text = value if isinstance(value, str) else str(value)
    # Nearly all texts are short and hold nothing to escape; a list has 100,000 of them.
    is_plain = len(text) <= MAX_TEXT and _SPECIAL.search(text) is None
    return text if is_plain else text_xml(text)


def _number(value: RowValue) -> str:
    if isinstance(value, Formula):
        # The row's number is put in where the templates have it, at \0.
        return f"><f>{escape(value.text.replace('{row}', chr(0)))}</f><v>{value.result}</v>"
    if isinstance(value, str):
        return _inline(value)
    return f"><v>{int(value) if isinstance(value, bool) else value}</v>"


def _date(value: RowValue) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        if value >= _FIRST_DAY:
            return f"><v>{value.toordinal() - _EPOCH}</v>"
        return _inline(format_date(value))
    return _inline(str(value))


def _inline(text: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{text_xml(text)}</t></is>'


_CONVERT: dict[str, Callable[[RowValue], str]] = {
    "text": _text,
    "line": _text,
    "number": _number,
    "decimal": _number,
    "share": _number,
    "date": _date,
    "centre": _number,
}


def _opening(sheet: SheetOut) -> str:
    top = sheet.header_rows[1]
    pane = ""
    if top or sheet.frozen_columns:
        corner = f"{letters(sheet.frozen_columns)}{top + 1}"
        sides = f' xSplit="{sheet.frozen_columns}"' if sheet.frozen_columns else ""
        sides += f' ySplit="{top}"' if top else ""
        which = {(True, True): "bottomRight", (False, True): "bottomLeft"}.get(
            (bool(sheet.frozen_columns), bool(top)), "topRight"
        )
        pane = (
            f'<pane{sides} topLeftCell="{corner}" activePane="{which}" state="frozen"/>'
            f'<selection pane="{which}" activeCell="{corner}" sqref="{corner}"/>'
        )
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>'
        for n, width in enumerate(sheet.widths, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/>'
        + (f"<cols>{columns}</cols>" if columns else "")
        + "<sheetData>"
    )


def _closing(sheet: SheetOut, first: int, last: int) -> str:
    filtered = ""
    if sheet.has_filter and sheet.kinds:
        area = f"A{sheet.header_rows[1]}:{letters(len(sheet.kinds) - 1)}{max(last, first - 1)}"
        filtered = f'<autoFilter ref="{area}"/>'
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.merged)
    return (
        "</sheetData>"
        + filtered
        + (f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>' if merged else "")
        + '<pageMargins left="0.59" right="0.39" top="0.59" bottom="0.59" '
        'header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>"
        "</worksheet>"
    )


def _put(archive: zipfile.ZipFile, name: str, content: str) -> None:
    archive.writestr(_entry(name), content.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
