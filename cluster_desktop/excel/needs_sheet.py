"""The balance of need and graduates as a workbook: a sheet with formulas for gap and sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from cluster_desktop.excel import writer
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.writer import Cell, Formula, Line, RowValue, SheetOut, letters
from cluster_desktop.i18n import _, language
from cluster_desktop.services.needs import Balance, whole
from cluster_desktop.services.needs import Line as Need

NEEDED, OURS, OTHERS, GAP = 2, 3, 4, 5


def write_balance(path: Path, balances: Sequence[Balance], *, about: str, made_on: date) -> int:
    """A sheet for each year; the number of specialities of the first. `about`: what it is of."""
    sheets = [_sheet(one, about) for one in balances]
    return writer.write(path, sheets, made_on=made_on)


def _sheet(balance: Balance, about: str) -> SheetOut:
    year = str(balance.asked.year)
    titles = (
        _("Code"), _("Speciality"), _("Needed"), _("Ours"), _("Other colleges"), _("Difference"),
    )  # fmt: skip
    title = _("Labour needs and graduates, {year}").format(year=year)
    return SheetOut(
        name=year,
        kinds=("line", "text", "number", "number", "number", "number"),
        widths=(12, 52, 11, 11, 16, 11),
        above=(
            Line((Cell(0, title, Look.PLAIN),)),
            Line((Cell(0, about, Look.PLAIN),)),
            Line(tuple(Cell(n, text, Look.HEADER) for n, text in enumerate(titles)), 30),
        ),
        rows=[_row(line) for line in balance.lines],
        below=_sums(balance),
        header_rows=(3, 3),
    )


def _row(line: Need) -> list[RowValue]:
    known = line.speciality
    name = _("Without a speciality")
    if known is not None:
        first, second = known.name.kk, known.name.ru
        name = (second or first) if language() == "ru" else (first or second)
    return [
        known.code if known else None,
        name,
        whole(line.needed),
        whole(line.ours),
        whole(line.others),
        Formula("D{row}+E{row}-C{row}", line.gap),
    ]


def _sums(balance: Balance) -> Callable[[int, int], Sequence[Line]]:
    total = balance.total
    values = (whole(total.needed), whole(total.ours), whole(total.others), total.gap)

    def below(first: int, last: int) -> Sequence[Line]:
        if last < first:
            return ()
        sums = [
            Cell(
                column, value, Look.TOTAL_NUMBER,
                f"SUM({letters(column)}{first}:{letters(column)}{last})",
            )
            for column, value in zip((NEEDED, OURS, OTHERS, GAP), values, strict=True)
        ]  # fmt: skip
        return (
            Line((Cell(0, None, Look.TOTAL_TEXT), Cell(1, _("Total"), Look.TOTAL_TEXT), *sums)),
        )

    return below
