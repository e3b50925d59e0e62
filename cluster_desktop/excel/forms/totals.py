"""Cells of a form's total rows: a formula for the workbook, and its result over the rows. Pure.

Results are written beside the formulas, because programs that show a file without working it out
(mail, previews, Excel's protected view) show only those.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cluster_desktop.excel.writer import CellValue, letters
from cluster_desktop.rules.practice import percent

Rows = Sequence[Sequence[CellValue]]


@dataclass(frozen=True, slots=True)
class Total:
    """A cell of a total row; in the formula {area} is the column's rows, {row} the total's own.

    Without a formula the result alone is written: some counts (enterprises by BIN) no formula of a
    sheet can make.
    """

    column: int
    formula: str
    count: Callable[[Rows], CellValue]
    is_share: bool = False
    # What is counted once however many rows name it; forms of several colleges join these.
    keys: Callable[[Rows], frozenset[object]] | None = None


def summed(column: int) -> Total:
    """The sum of the column's numbers."""
    return Total(column, "SUM({area})", lambda rows: _sum(rows, column))


def summed_exactly(column: int) -> Total:
    """The sum of a column of numbers with decimals."""

    def count(rows: Rows) -> Decimal:
        numbers = (row[column] for row in rows)
        return sum(
            (Decimal(number) for number in numbers if isinstance(number, int | Decimal)),
            Decimal(0),
        )

    # The look of a share is the one with a decimal.
    return Total(column, "SUM({area})", count, is_share=True)


def filled(column: int) -> Total:
    """The number of rows where the column holds something."""

    def count(rows: Rows) -> int:
        return sum(row[column] is not None and row[column] != "" for row in rows)

    return Total(column, "COUNTA({area})", count)


def distinct(column: int, keys: Callable[[Rows], frozenset[object]]) -> Total:
    """How many different ones the rows name: only the program can count them."""
    return Total(column, "", lambda rows: len(keys(rows)), keys=keys)


def share(column: int, part: int, whole: int, less: Sequence[int] = ()) -> Total:
    """Percent of `part` in `whole` without the columns `less`, of the sums of the rows."""

    def count(rows: Rows) -> Decimal | None:
        all_of_it = _sum(rows, whole) - sum(_sum(rows, one) for one in less)
        return percent(_sum(rows, part), all_of_it) if all_of_it > 0 else None

    return Total(column, share_formula(part, whole, less), count, is_share=True)


def share_formula(part: int, whole: int, less: Sequence[int] = ()) -> str:
    """The same as a formula of one row, rounded as the program rounds."""
    base = f"{letters(whole)}{{row}}"
    if less:
        base = f"({base}-{'-'.join(f'{letters(one)}{{row}}' for one in less)})"
    return f'IF({base}<=0,"",ROUND({letters(part)}{{row}}/{base}*100,1))'


def _sum(rows: Rows, column: int) -> int:
    numbers = (row[column] for row in rows)
    return sum(number for number in numbers if isinstance(number, int))
