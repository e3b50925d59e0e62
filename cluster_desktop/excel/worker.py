"""The process that opens files from outside: limits first, then parse, then send plain cells back.

It holds no database and no window, and imports only calamine, msgspec and the standard library, so
that it starts in a tenth of a second. Native readers can abort a process; here only this one dies.

How it is started: a plain child process with two pipes (reader.py), not multiprocessing. Spawned
multiprocessing children import the main module again (Qt, SQLAlchemy), start a second helper
process on Linux and speak pickle; what comes back from a process that parses hostile input must
never be unpickled. The answer is msgpack: texts, numbers, lists, nothing that can run.
In a frozen program the executable starts itself with FLAG; `serve_if_asked` is the first line of
its main module.
"""

from __future__ import annotations

import gc
import io
import math
import os
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import msgspec
import python_calamine

from cluster_desktop import apart
from cluster_desktop.excel import broken, ods_spans, sniff, text_table
from cluster_desktop.excel.sniff import Refused
from cluster_desktop.excel.wire import FLAG, why_unreadable
from cluster_desktop.excel.wire import MAX_COLUMNS as MAX_COLUMNS

MEMORY = 1024**3
SECONDS = 60
MAX_ROWS = 100_000
EMPTY_ROWS = 1_000
# Rows travel in parcels: unpacking one holds up the window for a few milliseconds only.
PARCEL = 1_000
VALUES = 20_000

_MIDNIGHT = time()


def serve_if_asked(arguments: list[str]) -> None:
    """Become the worker and end, when the program was started as one."""
    if arguments[1:2] == [FLAG]:
        main()
        sys.exit(0)


def main() -> None:
    """Read one request from standard input, write one answer to standard output."""
    # Nothing here makes cycles; going over a million cells again and again frees nothing.
    gc.disable()
    request = msgspec.msgpack.decode(os.fdopen(0, "rb").read())
    _limit()
    path = Path(os.fsdecode(request["path"]))
    answer = msgspec.msgpack.encode(_packed(_answer(path, request["encoding"])))
    with os.fdopen(1, "wb") as out:
        out.write(answer)


def _limit() -> None:
    """1 GB of memory, 60 s of processor, no file may grow; see apart.py for Windows."""
    apart.limit(MEMORY, SECONDS)


def _packed(answer: dict[str, Any]) -> dict[str, Any]:
    """Every different cell once, and rows of places among them: most words of a list are said
    in thousands of its rows."""
    for sheet in answer.get("sheets", ()):
        places = _Places()
        rows = [places.of(row) for row in sheet["rows"]]
        values = [key[0] if type(key) is tuple else key for key in places]
        sheet["values"] = _parcels(values, VALUES)
        sheet["rows"] = _parcels(rows, PARCEL)
    return answer


class _Places(dict[object, int]):
    """The place of every value, which it is given when it is first met."""

    def __missing__(self, key: object) -> int:
        self[key] = place = len(self)
        return place

    def of(self, row: list[object]) -> list[int]:
        if bool in map(type, row):
            # 1 and True are equal, but not the same cell; whole floats are ints by now.
            row = [(cell,) if type(cell) is bool else cell for cell in row]
        return list(map(self.__getitem__, row))


def _parcels(items: list[Any], most: int) -> list[bytes]:
    starts = range(0, len(items), most)
    return [msgspec.msgpack.encode(items[at : at + most]) for at in starts]


def _answer(path: Path, encoding: str | None) -> dict[str, object]:
    try:
        unpacked: dict[str, bytes] = {}
        kind = sniff.sniff(path, unpacked)
        if kind == "text":
            return _text(path, encoding)
        return {"type": kind, "sheets": _sheets(path, kind, unpacked)}
    except Refused as why:
        return {"refused": why.code, "detail": why.detail}
    except text_table.AskEncoding as question:
        return {"ask": "encoding", "previews": question.previews}
    except python_calamine.PasswordError:
        return {"refused": "password", "detail": ""}
    except (python_calamine.CalamineError, EOFError, ValueError) as why:
        return {"refused": "damaged", "detail": type(why).__name__}
    except MemoryError:
        return {"refused": "unpacks_too_big", "detail": ""}
    except OSError as why:
        code, detail = why_unreadable(why)
        return {"refused": code, "detail": detail}


def _text(path: Path, encoding: str | None) -> dict[str, object]:
    read = text_table.read_records(path, encoding, MAX_ROWS)
    rows: list[list[str]] = read.pop("rows")  # type: ignore[assignment]
    if any(len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]) for row in rows):
        raise Refused("too_many_columns", str(MAX_COLUMNS))
    plain = {"dates": [], "merged": [], "broken": [], "cut": 0}
    return {"type": "csv", "sheets": [{"name": "", "visible": True, "rows": rows, **plain}], **read}


def _opened(path: Path, kind: str) -> python_calamine.CalamineWorkbook:
    """calamine believes the ending of a path; where that lies, it is given the content alone."""
    if path.suffix.lower() == f".{kind}":
        return python_calamine.CalamineWorkbook.from_path(path)
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


def _sheets(path: Path, kind: str, unpacked: dict[str, bytes]) -> list[dict[str, object]]:
    # Only xlsx can be asked: calamine shows neither errors nor formulas, and for xls and ods there
    # is no second reader in the program. A missing required value is still an error of its row.
    hidden: dict[str, broken.Hidden] = {}
    lost = broken.broken_cells(path, unpacked, hidden) if kind == "xlsx" else {}
    unpacked.clear()
    # calamine tells the merged ranges of the others.
    spans = ods_spans.spans(path) if kind == "ods" else {}
    with _opened(path, kind) as workbook:
        tables = [
            each
            for each in workbook.sheets_metadata
            if each.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        if not tables:
            raise Refused("no_sheets")
        left = MAX_ROWS
        sheets = []
        for table in tables:
            visible = table.visible == python_calamine.SheetVisibleEnum.Visible
            sheet = _sheet(workbook.get_sheet_by_name(table.name), lost.get(table.name, []))
            sheet["merged"] += spans.get(table.name, [])
            sheet["hidden"] = hidden.get(table.name, ([], []))
            left -= len(sheet["rows"])
            if left < 0:
                raise Refused("too_many_rows", str(MAX_ROWS))
            sheets.append({**sheet, "name": table.name, "visible": visible})
    return sheets


def _sheet(
    sheet: python_calamine.CalamineSheet, lost: list[tuple[int, int, str]]
) -> dict[str, Any]:
    """Cells as None, text, int, float or bool; days apart as (row, column, ordinal)."""
    # `end` is the last filled cell; total_width is one too small.
    height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    if width > MAX_COLUMNS:
        raise Refused("too_many_columns", str(MAX_COLUMNS))
    most = MAX_ROWS + EMPTY_ROWS + 1
    rows: list[list[object]] = []
    dates: list[tuple[int, int, int]] = []
    empty = cut = 0
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False, nrows=most)):
        row = _row(cells, number, dates)
        rows.append(row)
        filled = _has_date(dates, number) or any(cell is not None for cell in row)
        empty = 0 if filled else empty + 1
        if empty >= EMPTY_ROWS:
            cut = number + 1 if height > number + 1 else 0
            break
    if empty:
        del rows[-empty:]
    if len(rows) > MAX_ROWS:
        raise Refused("too_many_rows", str(MAX_ROWS))
    merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or []]
    return {"rows": rows, "dates": dates, "merged": merged, "broken": lost, "cut": cut}


def _has_date(dates: list[tuple[int, int, int]], row: int) -> bool:
    return bool(dates) and dates[-1][0] == row


def _row(cells: list[Any], number: int, dates: list[tuple[int, int, int]]) -> list[object]:
    row: list[object] = []
    for cell in cells:
        kind = type(cell)
        if kind is str:
            row.append(cell or None)
        elif kind is float:
            # Excel keeps every number as a float; whole ones are counts and identifiers.
            if cell.is_integer():
                row.append(int(cell) if abs(cell) < 1e15 else cell)
            else:
                # Excel has no such numbers, a damaged file may: as text they are an error.
                row.append(cell if math.isfinite(cell) else str(cell))
        elif kind is date:
            dates.append((number, len(row), cell.toordinal()))
            row.append(None)
        elif kind is datetime:
            if cell.time() == _MIDNIGHT:
                dates.append((number, len(row), cell.toordinal()))
                row.append(None)
            else:
                row.append(cell.isoformat(sep=" "))
        elif kind in {time, timedelta}:
            row.append(str(cell))
        else:
            row.append(cell)
    return row


if __name__ == "__main__":
    main()
