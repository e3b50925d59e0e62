"""Results of the few formulas that offices' forms are made of, to be stored beside them. Pure.

A program that shows a workbook without working it out (mail, previews, Excel's protected view)
shows stored results only. What is understood here is small on purpose: sums and counts of ranges,
sums, differences, products and quotients of cells, IF and ROUND. Of anything else no result is
stored, and the next program works it out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from cluster_desktop.excel.writer import CellValue

Place = tuple[int, int]
# None is an empty cell, which counts as nothing and equals an empty text.
Result = Decimal | str | None
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<area>\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+)|(?P<cell>\$?[A-Z]{1,3}\$?\d+)(?![\w(])"
    r"|(?P<name>[A-Z]+)(?=\()|(?P<sign><=|>=|<>|[-+*/(),;=<>]))"
)
_MOST_STEPS = 200_000


class _Unknown(Exception):
    """A formula that is not understood here; it gets no stored result."""


class Results:
    """Works out formulas of one sheet from its values; formulas may refer to one another."""

    def __init__(self, values: Mapping[Place, CellValue], formulas: Mapping[Place, str]) -> None:
        self._values = values
        self._formulas = formulas
        self._known: dict[Place, Result] = {}
        self._steps = 0

    def of(self, place: Place) -> Result | None:
        """The result of the formula there; None where it is not understood."""
        try:
            return self._at(place)
        except (_Unknown, DivisionByZero, InvalidOperation):
            return None
        except RecursionError:
            # A formula that refers to itself, or a tower of brackets.
            return None

    def _at(self, place: Place) -> Result:
        if place in self._known:
            return self._known[place]
        formula = self._formulas.get(place)
        if formula is None:
            return _plain(self._values.get(place))
        found = _Formula(formula, self).value()
        self._known[place] = found
        return found

    def area(self, text: str) -> Iterator[Result]:
        """The values of a range."""
        left, top, right, bottom = range_boundaries(text.replace("$", ""))
        if None in (left, top, right, bottom):
            raise _Unknown
        for row in range(int(top or 0), int(bottom or 0) + 1):
            for column in range(int(left or 0), int(right or 0) + 1):
                self._steps += 1
                if self._steps > _MOST_STEPS:
                    raise _Unknown
                yield self._at((row, column))

    def cell(self, text: str) -> Result:
        """The value of one cell."""
        letters, row = coordinate_from_string(text.replace("$", ""))
        return self._at((row, column_index_from_string(letters)))


class _Formula:
    """One formula read from left to right."""

    def __init__(self, text: str, results: Results) -> None:
        self._tokens = list(_tokens(text.removeprefix("=")))
        self._results = results
        self._at = 0

    def value(self) -> Result:
        found = self._compared()
        if self._at != len(self._tokens):
            raise _Unknown
        return found

    def _compared(self) -> Result:
        left = self._added()
        while (sign := self._sign("=", "<>", "<", ">", "<=", ">=")) is not None:
            right = self._added()
            left = Decimal(_compare(left, sign, right))
        return left

    def _added(self) -> Result:
        left = self._multiplied()
        while (sign := self._sign("+", "-")) is not None:
            right = _number(self._multiplied())
            left = _number(left) + (right if sign == "+" else -right)
        return left

    def _multiplied(self) -> Result:
        left = self._single()
        while (sign := self._sign("*", "/")) is not None:
            right = _number(self._single())
            left = _number(left) * right if sign == "*" else _number(left) / right
        return left

    def _single(self) -> Result:
        if self._sign("-") is not None:
            return -_number(self._single())
        if self._sign("(") is not None:
            inner = self._compared()
            self._need(")")
            return inner
        kind, text = self._next()
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "cell":
            return self._results.cell(text)
        if kind == "name":
            return self._function(text)
        raise _Unknown

    def _function(self, name: str) -> Result:
        self._need("(")
        if name == "IF":
            return self._if()
        if name == "ROUND":
            number = _number(self._compared())
            self._separate()
            digits = _number(self._compared())
            self._need(")")
            return number.quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP)
        made = _FUNCTIONS.get(name)
        if made is None:
            raise _Unknown
        values: list[Result] = []
        while True:
            kind, text = self._next()
            if kind == "area":
                values += self._results.area(text)
            elif kind == "cell":
                values.append(self._results.cell(text))
            else:
                raise _Unknown
            if self._sign(")") is not None:
                return made(values)
            self._separate()

    def _if(self) -> Result:
        """Both branches are read; a quotient by nothing in the one not taken does no harm."""
        is_so = _number(self._compared()) != 0
        self._separate()
        first = self._branch()
        self._separate()
        second = self._branch()
        self._need(")")
        taken = first if is_so else second
        if taken is None:
            raise _Unknown
        return taken[0]

    def _branch(self) -> tuple[Result] | None:
        start = self._at
        try:
            return (self._compared(),)
        except (DivisionByZero, InvalidOperation):
            self._at = _end_of_branch(self._tokens, start)
            return None

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise _Unknown
        self._at += 1
        return self._tokens[self._at - 1]

    def _sign(self, *signs: str) -> str | None:
        if self._at < len(self._tokens):
            kind, text = self._tokens[self._at]
            if kind == "sign" and text in signs:
                self._at += 1
                return text
        return None

    def _need(self, sign: str) -> None:
        if self._sign(sign) is None:
            raise _Unknown

    def _separate(self) -> None:
        if self._sign(",", ";") is None:
            raise _Unknown


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _Unknown
        yield str(found.lastgroup), found[str(found.lastgroup)]
        at = found.end()


def _end_of_branch(tokens: list[tuple[str, str]], start: int) -> int:
    depth = 0
    for at in range(start, len(tokens)):
        _kind, text = tokens[at]
        if depth == 0 and text in (",", ";", ")"):
            return at
        depth += (text == "(") - (text == ")")
    raise _Unknown


def _plain(value: CellValue) -> Result:
    if isinstance(value, bool | date):
        raise _Unknown
    return value if value is None or isinstance(value, str) else Decimal(str(value))


def _number(value: Result) -> Decimal:
    if value is None:
        return Decimal(0)
    if isinstance(value, str):
        raise _Unknown
    return value


def _compare(left: Result, sign: str, right: Result) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        if sign not in ("=", "<>"):
            raise _Unknown
        texts = ["" if value is None else value for value in (left, right)]
        is_same = len({one.casefold() if isinstance(one, str) else one for one in texts}) == 1
        return is_same == (sign == "=")
    one, other = _number(left), _number(right)
    return {
        "=": one == other, "<>": one != other, "<": one < other, ">": one > other,
        "<=": one <= other, ">=": one >= other,
    }[sign]  # fmt: skip


def _sum(values: list[Result]) -> Decimal:
    # Texts and empty cells of a range count nothing, as in every program of tables.
    return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))


_FUNCTIONS: Mapping[str, Callable[[list[Result]], Decimal]] = {
    "SUM": _sum,
    "COUNT": lambda values: Decimal(sum(isinstance(value, Decimal) for value in values)),
    "COUNTA": lambda values: Decimal(sum(value is not None for value in values)),
}
