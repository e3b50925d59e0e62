"""How a stranger's workbook is made: cells anywhere on a sheet, saved as .xlsx, .xls, .ods, .csv.

Also the invented people and organisations in them: numbers with right control digits and serial
parts from 9, which nobody has.
"""

from __future__ import annotations

import csv
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import coordinate_to_tuple, range_boundaries

from cluster_desktop.rules.identifiers import check_digit

from ..files import open_document

Value = str | int | float | bool | date | None
TODAY = date(2026, 2, 1)


@dataclass(frozen=True)
class Table:
    """What a right reading finds in one table.

    `columns` by letter, None for one that is not imported; `rows` are the data rows as Excel counts
    them; `errors` and `warnings` are "C12 code"; `values` are some of what the rows must say.
    """

    kind: str
    header_row: int
    columns: Mapping[str, str | None]
    rows: Sequence[int]
    errors: Sequence[str] = ()
    warnings: Sequence[str] = ()
    values: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    sheets: Sequence[str] = ()


@dataclass(frozen=True)
class Stranger:
    """A workbook with the tables in it; `refused` is a word of the refusal where there are none,
    `asked` the question it raises."""

    name: str
    make: Callable[[Path], Path]
    tables: Sequence[Table] = ()
    refused: str = ""
    asked: str = ""


@dataclass
class Page:
    """One sheet. Rows and columns are counted from 1, as openpyxl does."""

    title: str
    state: str = "visible"
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()

    def put(self, place: str, *rows: Sequence[Value]) -> Page:
        """Rows from this cell on."""
        top, left = coordinate_to_tuple(place)
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                if value is not None:
                    self.cells[top + down, left + right] = value
        return self

    def merge(self, *ranges: str) -> Page:
        self.merged += ranges
        return self

    def lines(self) -> list[list[Value]]:
        """All rows from the first, cells from column A."""
        height = max(row for row, _column in self.cells)
        width = max(column for _row, column in self.cells)
        return [
            [self.cells.get((row, column)) for column in range(1, width + 1)]
            for row in range(1, height + 1)
        ]


def save(path: Path, *pages: Page) -> Path:
    """The pages as a file of the type that the name says."""
    match path.suffix:
        case ".xlsx":
            return _xlsx(path, pages)
        case ".csv":
            with path.open("w", encoding="utf-8-sig", newline="") as out:
                csv.writer(out, delimiter=";").writerows(map(_texts, pages[0].lines()))
            return path
        case ".ods":
            page = pages[0]
            return open_document(path, [_texts(line) for line in page.lines()], page.merged)
        case _:
            return _xls(path, pages)


def _texts(line: Sequence[Value]) -> list[str]:
    return [
        ""
        if value is None
        else value.strftime("%d.%m.%Y")
        if isinstance(value, date)
        else str(value)
        for value in line
    ]


def _xlsx(path: Path, pages: Sequence[Page]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        sheet = book.create_sheet(page.title)
        sheet.sheet_state = page.state
        for (row, column), value in page.cells.items():
            sheet.cell(row, column, value)
        for each in page.merged:
            sheet.merge_cells(each)
        for row in page.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for letter in page.hidden_columns:
            sheet.column_dimensions[letter].hidden = True
    book.save(path)
    return path


# An old binary workbook, as small as readers accept it ([MS-XLS], [MS-CFB]): labels and numbers.

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _xls(path: Path, pages: Sequence[Page]) -> Path:
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0x41, 0x06)
    names = [page.title.encode("utf-16-le") for page in pages]
    bodies = [_biff_sheet(page) for page in pages]
    at = len(begin) + sum(4 + 8 + len(name) for name in names) + 4
    book = begin
    for name, body in zip(names, bodies, strict=True):
        book += struct.pack("<HHIHBB", 0x0085, 8 + len(name), at, 0, len(name) // 2, 1) + name
        at += len(body)
    book += struct.pack("<HH", 0x000A, 0) + b"".join(bodies)
    path.write_bytes(_compound("Workbook", book))
    return path


def _biff_sheet(page: Page) -> bytes:
    out = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0010, 0x0DBB, 0x07CC, 0x41, 0x06)
    for (row, column), value in sorted(page.cells.items()):
        if isinstance(value, int | float):
            out += struct.pack("<HHHHHd", 0x0203, 14, row - 1, column - 1, 15, value)
        else:
            text = _texts([value])[0].encode("utf-16-le")
            head = struct.pack("<HHHHB", row - 1, column - 1, 15, len(text) // 2, 1)
            out += struct.pack("<HH", 0x0204, len(head) + len(text)) + head + text
    ranges = [range_boundaries(each) for each in page.merged]
    if ranges:
        out += struct.pack("<HHH", 0x00E5, 2 + 8 * len(ranges), len(ranges))
        for left, top, right, bottom in ranges:
            out += struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1)
    return out + struct.pack("<HH", 0x000A, 0)


def _compound(name: str, stream: bytes) -> bytes:
    """One stream in a compound file: header, table of sectors, directory, the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, sectors + 2), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    head += struct.pack("<HHHHH6xIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096)
    head += struct.pack("<IIII", _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    root = _entry("Root Entry", 5, child=1, start=_END, size=0)
    entries = root + _entry(name, 2, child=_FREE, start=2, size=len(stream))
    empty = bytes(64) + struct.pack("<HBBIII", 0, 0, 0, _FREE, _FREE, _FREE) + bytes(48)
    return head + table + entries + empty * 2 + stream


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack(
        "<HBBIII", len(text) + 2, kind, 1, _FREE, _FREE, child
    )
    return head + bytes(36) + struct.pack("<IQ", start, size)


# People and organisations


@cache
def bin_(number: int) -> str:
    """The BIN of an invented organisation."""
    for serial in range(90_000 + number * 10, 99_999):
        first = f"{10 + number % 15:02}{1 + number % 12:02}40{serial}"
        if (digit := check_digit(first)) is not None:
            return f"{first}{digit}"
    raise AssertionError


@cache
def iin(number: int, *, year: int = 2008, male: bool = True) -> str:
    """The IIN of an invented person born in the year."""
    century = (3 if male else 4) if year < 2000 else (5 if male else 6)
    for serial in range(9_000 + number, 9_999):
        first = f"{year % 100:02}{1 + number % 12:02}{1 + number % 28:02}{century}{serial}"
        if (digit := check_digit(first)) is not None:
            return f"{first}{digit}"
    raise AssertionError


def born(number: int, year: int = 2008) -> date:
    """The birthday in the IIN of that number."""
    return date(year, 1 + number % 12, 1 + number % 28)


def lost_zero(identifier: str) -> int:
    """The identifier as Excel keeps it that takes it for a number."""
    return int(identifier)


PEOPLE = (
    "Әбдірахманов Сұлтан Асқарұлы",
    "Құрманғалиева Айым Ержанқызы",
    "Жүнісов Темірлан Қайратұлы",
    "Петрова Анна Сергеевна",
    "Өмірбеков Әлихан Ғабитұлы",
    "Ысқақова Меруерт Нұрланқызы",
    "Иванов Пётр Николаевич",
    "Тілеубергенов Ұлан Бақытұлы",
    "Сейітқали Нұрай Серікқызы",
    "Ким Виктория Олеговна",
)
ENTERPRISES = (
    ("«Алтын дән» ЖШС", "ТОО «Алтын дән»"),
    ("«Тұлпар-Сервис» ЖШС", "ТОО «Тулпар-Сервис»"),
    ("«Көктем сүті» ЖШС", "ТОО «Коктем суті»"),
    ("«Жетісу құрылыс» АҚ", "АО «Жетысу курылыс»"),
    ("«Самал нан» ЖШС", "ТОО «Самал нан»"),
    ("«Байтерек аурухана» КММ", "КГУ «Больница Байтерек»"),
)
