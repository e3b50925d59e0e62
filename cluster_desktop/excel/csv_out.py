"""Texts as a CSV file that Excel opens at once: UTF-8 with its mark, semicolons, no formulas.

A text that a spreadsheet would run is written with an apostrophe before it (security.md 4); numbers
are written as numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from cluster_desktop.files import write_whole
from cluster_desktop.i18n import format_date


class Phone(str):
    """A number we have formatted ourselves: its plus is no formula."""


CsvValue = str | int | Decimal | date | bool | None
# What begins a formula in one spreadsheet or another.
_STARTS = ("=", "+", "-", "@", "\t", "\r")
MARK = b"\xef\xbb\xbf"


def write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[CsvValue]]) -> int:
    """Write the file whole or not at all; the number of rows."""
    counts: list[int] = []

    def fill(stream: BinaryIO) -> None:
        stream.write(MARK)
        text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
        try:
            out = csv.writer(text, delimiter=";", lineterminator="\r\n")
            out.writerow([cell(heading) for heading in headings])
            count = 0
            for row in rows:
                out.writerow([cell(value) for value in row])
                count += 1
            counts.append(count)
        finally:
            # The file is its owner's to close.
            text.detach()

    write_whole(path, fill)
    return counts[0]


def cell(value: CsvValue) -> str:
    """How a value stands in the file. A comma parts decimals: so Excel reads them here."""
    if value is None:
        return ""
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int | Decimal):
        return str(value).replace(".", ",")
    is_ours = isinstance(value, Phone)
    return f"'{value}" if value.startswith(_STARTS) and not is_ours else value
