"""How a new form looks: title block, headings, row of column numbers, totals, place to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cluster_desktop.excel import form_words as words
from cluster_desktop.excel.form_words import Language, said
from cluster_desktop.excel.forms.totals import Total
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.writer import (
    Cell,
    CellValue,
    Formula,
    Kind,
    Line,
    RowValue,
    SheetOut,
    letters,
)
from cluster_desktop.i18n import official_date, official_date_case
from cluster_desktop.services.paper_data import Pair

FORM_VERSION = 1
LINE_HEIGHT, MAX_HEIGHT = 14.4, 409.0
# Width of a Cyrillic letter of the form's face, in digits: what column widths are counted in.
LETTER = 1.0
BOLD_LETTER = 1.2
# By how much a capital is wider: «ШЖҚ МКК» takes a third more than seven small letters.
CAPITAL = 0.35
# By this sheet the program knows its own files again, also after other programs saved them.
MARK_SHEET = "_form"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: what it says (the importer's meaning), its heading, type and width in letters.

    `group` is the heading over it and its neighbours; `formula` works its number out from others
    of the row ({row} is the row's number); `in_lines` puts the languages of a cell one below the
    other, `one_language` says only one of them.
    """

    meaning: str
    heading: Pair
    kind: Kind = "text"
    width: float = 14.0
    needed: bool = False
    group: Pair = words.NOTHING
    formula: str = ""
    in_lines: bool = False
    one_language: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an office as we write it anew; `sheet` names its sheet where it has several."""

    code: str
    name: Pair
    columns: tuple[FormColumn, ...]
    totals: tuple[Total, ...]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Who reports, as of which day, for which period; who signs."""

    organisation: Pair
    bin: str
    place: Pair
    as_of: date
    period: Pair = words.NOTHING
    period_code: str = ""
    head: str = ""
    executor: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """So many rows that follow each other and have a total of their own if they are several.

    One with a `title` has it above its rows and always has a total; `parts` are groups within.
    """

    label: Pair
    rows: int
    title: Pair = words.NOTHING
    parts: tuple[Group, ...] = ()


Rows = Sequence[Sequence[CellValue]]


def sheets_of(
    form: Form,
    heading: Heading,
    rows: Rows,
    language: Language,
    *,
    groups: Sequence[Group] = (),
    notes: Sequence[Pair] = (),
) -> list[SheetOut]:
    """The form's sheet and the hidden one by which the program knows it again.

    `notes` stand under the table. `groups`, if any, cover all rows.
    """
    above = _title_block(form, heading, language)
    titles = len(above) - 1
    headings, merged = _headings(form, language, len(above) + 1)
    above += headings
    last = letters(len(form.columns) - 1)
    grouped = any(group.rows > 1 or group.title for group in groups)
    table = _Table(form, rows, language, groups if grouped else (), len(above) + 1)
    sheet = SheetOut(
        name=form.sheet or form.code,
        kinds=[column.kind for column in form.columns],
        widths=[width_of(column) for column in form.columns],
        above=above,
        rows=table.lines(),
        below=lambda first, end: _below(table, heading, notes, first, end),
        height=row_height(form),
        merged=[
            *(f"A{row}:{last}{row}" for row in range(1, titles + 1)),
            *merged,
            *(f"A{row}:{last}{row}" for row in table.titles()),
        ],
        header_rows=(titles + 2, len(above)),
        frozen_columns=2,
    )
    return [sheet, mark_sheet(_facts(form, heading, language))]


def mark_sheet(facts: Mapping[str, str]) -> SheetOut:
    """The hidden sheet: names and values."""
    rows: Rows = list(facts.items())
    return SheetOut(name=MARK_SHEET, kinds=("text", "text"), rows=rows, hidden=True)


def facts_of(form: Form, heading: Heading, language: Language) -> dict[str, str]:
    """The same facts as properties of the document."""
    facts = _facts(form, heading, language)
    return {f"ClusterDesktop.{name}": value for name, value in facts.items()}


def _facts(form: Form, heading: Heading, language: Language) -> dict[str, str]:
    return {
        "form": form.code,
        "version": str(FORM_VERSION),
        "language": language,
        "bin": heading.bin,
        "period": heading.period_code or heading.as_of.isoformat(),
    }


def _title_block(form: Form, heading: Heading, language: Language) -> list[Line]:
    code = f"{form.code} {said(words.FORM, language)}"
    day = _as_of(heading.as_of)
    lines = [
        Line((Cell(0, code, Look.LABEL),), 18),
        Line(
            (Cell(0, said(form.name, language, "\n"), Look.TITLE),), _high(form.name, language, 20)
        ),
        Line((Cell(0, said(day, language), Look.SUBTITLE),), 18),
    ]
    for label, value in (
        (words.PERIOD, said(heading.period, language)),
        (words.COLLEGE, said(heading.organisation, language)),
        (words.BIN, heading.bin),
        (words.PLACE, said(heading.place, language)),
    ):
        if value:
            lines.append(_fact(label, value, language))
    return [*lines, Line()]


def _headings(form: Form, language: Language, first: int) -> tuple[list[Line], list[str]]:
    """Heading rows and the row of column numbers, and what is merged in them.

    A column without a group has its heading over both rows.
    """
    columns = form.columns
    texts = [said(column.heading, language, "\n") for column in columns]
    numbers = Line(tuple(Cell(n, n + 1, Look.COLUMN_NUMBER) for n in range(len(columns))))
    lower = [Cell(n, text, Look.HEADER) for n, text in enumerate(texts)]
    height = _header_height(form, texts)
    if not any(column.group for column in columns):
        return [Line(tuple(lower), height), numbers], []
    upper: list[Cell] = []
    merged: list[str] = []
    start = 0
    while start < len(columns):
        group, end = columns[start].group, start + 1
        while group and end < len(columns) and columns[end].group == group:
            end += 1
        upper.append(
            Cell(start, said(group, language) if group else texts[start], Look.HEADER),
        )
        upper += [Cell(n, None, Look.HEADER) for n in range(start + 1, end)]
        if group:
            merged.append(f"{letters(start)}{first}:{letters(end - 1)}{first}")
        else:
            lower[start] = Cell(start, None, Look.HEADER)
            merged.append(f"{letters(start)}{first}:{letters(start)}{first + 1}")
        start = end
    return [Line(tuple(upper), 2 * LINE_HEIGHT + 4), Line(tuple(lower), height), numbers], merged


class _Table:
    """The rows with their formulas, and the totals of groups between them."""

    def __init__(
        self, form: Form, rows: Rows, language: Language, groups: Sequence[Group], first: int
    ) -> None:
        self.form = form
        self.rows = rows
        self.language: Language = language
        self._groups = groups
        self._first = first

    def lines(self) -> Iterator[Sequence[RowValue] | Line]:
        """The rows of each group, then its total where the group has several."""
        if not self._groups:
            yield from map(self._row, self.rows)
            return
        taken, row = 0, self._first
        for group in self._groups:
            for line in self._group(group, taken, row):
                yield line
                row += 1
            taken += group.rows

    def _group(self, group: Group, taken: int, row: int) -> Iterator[Sequence[RowValue] | Line]:
        """Title, rows or parts, total; the first line of it stands in `row`."""
        own = self.rows[taken : taken + group.rows]
        if group.title:
            yield Line((Cell(0, said(group.title, self.language), Look.TOTAL_TEXT),), 18)
            row += 1
        first = row
        if any(part.rows > 1 for part in group.parts):
            for part in group.parts:
                for line in self._group(part, taken, row):
                    yield line
                    row += 1
                taken += part.rows
        else:
            yield from map(self._row, own)
            row += len(own)
        if self.form.totals and (group.rows > 1 or group.title):
            yield self.total(group.label, own, first, row - 1)

    def titles(self) -> list[int]:
        """The rows in which titles of groups stand."""
        found, row, taken = [], self._first, 0
        for group in self._groups:
            if group.title:
                found.append(row)
            row += sum(1 for _line in self._group(group, taken, row))
            taken += group.rows
        return found

    def _row(self, values: Sequence[CellValue]) -> Sequence[RowValue]:
        if not any(column.formula for column in self.form.columns):
            return values
        return [
            Formula(column.formula, value)
            if column.formula and value is not None and not isinstance(value, str | date | float)
            else value
            for column, value in zip(self.form.columns, values, strict=True)
        ]

    def total(self, label: Pair, rows: Rows, first: int, last: int) -> Line:
        """A total of these rows, which stand from `first` to `last`."""
        totals = {total.column: total for total in self.form.totals}
        cells = []
        for column in range(len(self.form.columns)):
            total = totals.get(column)
            if total is None:
                text = said(label, self.language) if column == 1 else None
                cells.append(Cell(column, text, Look.TOTAL_TEXT))
                continue
            letter = letters(column)
            formula = total.formula.format(area=f"{letter}{first}:{letter}{last}", row=last + 1)
            if self._groups:
                # Totals of groups stand in the same column: SUBTOTAL leaves its like out.
                formula = formula.replace("SUM(", "SUBTOTAL(9,").replace("COUNTA(", "SUBTOTAL(3,")
            look = Look.TOTAL_SHARE if total.is_share else Look.TOTAL_NUMBER
            result = total.count(rows)
            # A formula has a result: an empty text where there is nothing to divide by.
            shown = "" if formula and result is None else result
            cells.append(Cell(column, shown, look, formula))
        return Line(tuple(cells), 18)


def _below(
    table: _Table, heading: Heading, notes: Sequence[Pair], first: int, last: int
) -> list[Line]:
    has_total = bool(table.form.totals) and last >= first
    lines = [table.total(words.TOTAL, table.rows, first, last)] if has_total else []
    # A note is long and unwrapped: each language has a line of its own.
    halves = [said(note, table.language, "\n").split("\n") for note in notes]
    lines += [Line((Cell(1, half, Look.NOTE),)) for note in halves for half in note]
    return [*lines, *_signatures(heading, table.language)]


def _signatures(heading: Heading, language: Language) -> list[Line]:
    lines = [Line()]
    for who, hint, name in (
        (words.HEAD, words.HEAD_HINT, heading.head),
        (words.EXECUTOR, words.EXECUTOR_HINT, heading.executor),
        (words.DATE, words.NOTHING, ""),
    ):
        cells = [Cell(1, f"{said(who, language)}:", Look.LABEL)]
        cells += [Cell(n, name if n == 4 and name else None, Look.UNDERLINED) for n in (2, 3, 4, 5)]
        lines.append(Line(tuple(cells), 24))
        if hint:
            lines.append(Line((Cell(2, said(hint, language), Look.NOTE),)))
    return lines


def _fact(label: Pair, value: str, language: Language) -> Line:
    return Line((Cell(0, f"{said(label, language)}: {value}", Look.LABEL),), 18)


def _as_of(day: date) -> Pair:
    kk = f"{official_date_case(day, 'kk', 'dated')} жағдай бойынша"
    return Pair(kk, f"по состоянию на {official_date(day, 'ru')}")


def _high(name: Pair, language: Language, line: float) -> float:
    return line * (1 + said(name, language, "\n").count("\n"))


def _header_height(form: Form, texts: Sequence[str]) -> float:
    """High enough for the longest heading at its column's width."""
    # Bold letters are a tenth wider than the digit that widths are counted in.
    return LINE_HEIGHT * max(
        lines_needed(text, width_of(column) / 1.1)
        for text, column in zip(texts, form.columns, strict=True)
    ) + 4  # fmt: skip


def width_of(column: FormColumn) -> float:
    """The column's width, enough for the longest word of its heading in bold."""
    words_of = f"{column.heading.kk} {column.heading.ru}".replace("–", " ").split()
    return max(column.width, max(map(len, words_of), default=0) * BOLD_LETTER + 1)


def row_height(form: Form) -> Callable[[Sequence[RowValue]], float]:
    """The height of a data row: as many lines as its longest cell needs."""
    widths = [width_of(column) for column in form.columns]

    def height(values: Sequence[RowValue]) -> float:
        lines = [
            lines_needed(value, width)
            for value, width in zip(values, widths, strict=True)
            if isinstance(value, str)
        ]
        return min(LINE_HEIGHT * max(lines, default=1), MAX_HEIGHT)

    return height


def lines_needed(text: str, width: float) -> int:
    """Lines the text takes in a column so many digits wide, words kept whole where they fit."""
    count = 0
    for line in text.split("\n"):
        left = width
        count += 1
        for word in line.split(" "):
            long = len(word) * LETTER + CAPITAL * sum(map(str.isupper, word))
            if long > left and left < width:
                count += 1
                left = width
            while long > width:
                count += 1
                long -= width
            left -= long + LETTER
    return count
