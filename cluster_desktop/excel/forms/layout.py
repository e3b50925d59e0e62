"""How a new form looks: title block, headings, row of column numbers, totals, place to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cluster_desktop.excel.forms import words
from cluster_desktop.excel.forms.words import Language, said
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.writer import Cell, CellValue, Kind, Line, SheetOut, letters
from cluster_desktop.i18n import official_date, official_date_case
from cluster_desktop.services.paper_data import Pair

FORM_VERSION = 1
LINE_HEIGHT, MAX_HEIGHT = 14.4, 409.0
# Width of a Cyrillic letter of the form's face, in digits: what column widths are counted in.
LETTER = 1.0
# By this sheet the program knows its own files again, also after other programs saved them.
MARK_SHEET = "_form"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: what it says (the importer's meaning), its heading, type and width in letters."""

    meaning: str
    heading: Pair
    kind: Kind = "text"
    width: float = 14.0
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A cell of the total row: a formula of the column's area, and its result over the rows."""

    column: int
    formula: str
    count: Callable[[Sequence[CellValue]], int]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an office as we write it anew."""

    code: str
    name: Pair
    columns: tuple[FormColumn, ...]
    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Who reports, and as of which day."""

    organisation: Pair
    bin: str
    place: Pair
    as_of: date


def sheets_of(
    form: Form, heading: Heading, rows: Sequence[Sequence[CellValue]], language: Language
) -> list[SheetOut]:
    """The form's sheet and the hidden one by which the program knows it again."""
    above = _above(form, heading, language)
    count = len(form.columns)
    last = letters(count - 1)
    header = len(above) - 1
    widths = [column.width for column in form.columns]
    sheet = SheetOut(
        name=form.code,
        kinds=[column.kind for column in form.columns],
        widths=widths,
        above=above,
        rows=rows,
        below=lambda first, end: _below(form, rows, language, first, end),
        height=row_height(form),
        merged=[f"A{row}:{last}{row}" for row in range(1, header - 1)],
        header_rows=(header, header + 1),
        frozen_columns=2,
    )
    mark = {
        "form": form.code,
        "version": str(FORM_VERSION),
        "language": language,
        "bin": heading.bin,
        "period": heading.as_of.isoformat(),
    }
    return [sheet, mark_sheet(mark)]


def mark_sheet(facts: Mapping[str, str]) -> SheetOut:
    """The hidden sheet: names and values."""
    rows: Iterable[Sequence[CellValue]] = list(facts.items())
    return SheetOut(name=MARK_SHEET, kinds=("text", "text"), rows=rows, hidden=True)


def facts_of(form: Form, heading: Heading, language: Language) -> dict[str, str]:
    """The same facts as properties of the document."""
    return {
        "ClusterDesktop.form": form.code,
        "ClusterDesktop.version": str(FORM_VERSION),
        "ClusterDesktop.language": language,
        "ClusterDesktop.bin": heading.bin,
        "ClusterDesktop.period": heading.as_of.isoformat(),
    }


def _above(form: Form, heading: Heading, language: Language) -> list[Line]:
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
        (words.COLLEGE, said(heading.organisation, language)),
        (words.BIN, heading.bin),
        (words.PLACE, said(heading.place, language)),
    ):
        if value:
            lines.append(_fact(label, value, language))
    lines.append(Line())
    headings = tuple(
        Cell(n, said(column.heading, language, "\n"), Look.HEADER)
        for n, column in enumerate(form.columns)
    )
    numbers = tuple(Cell(n, n + 1, Look.COLUMN_NUMBER) for n in range(len(form.columns)))
    return [*lines, Line(headings, _header_height(form, language)), Line(numbers)]


def _below(
    form: Form, rows: Sequence[Sequence[CellValue]], language: Language, first: int, last: int
) -> list[Line]:
    if last < first:
        return _signatures(language)
    totals = {total.column: total for total in form.totals}
    cells = []
    for column in range(len(form.columns)):
        total = totals.get(column)
        if total is None:
            text = said(words.TOTAL, language) if column == 1 else None
            cells.append(Cell(column, text, Look.TOTAL_TEXT))
            continue
        letter = letters(column)
        area = f"{letter}{first}:{letter}{last}"
        result = total.count([row[column] for row in rows])
        cells.append(Cell(column, result, Look.TOTAL_NUMBER, total.formula.format(area=area)))
    return [Line(tuple(cells), 18), *_signatures(language)]


def _signatures(language: Language) -> list[Line]:
    lines = [Line()]
    for who, hint in (
        (words.HEAD, words.HEAD_HINT),
        (words.EXECUTOR, words.EXECUTOR_HINT),
        (words.DATE, Pair()),
    ):
        cells = [Cell(1, f"{said(who, language)}:", Look.LABEL)]
        cells += [Cell(n, None, Look.UNDERLINED) for n in (2, 3, 4, 5)]
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


def _header_height(form: Form, language: Language) -> float:
    """High enough for the longest heading at its column's width."""
    # Bold letters are a tenth wider than the digit that widths are counted in.
    return LINE_HEIGHT * max(
        lines_needed(said(column.heading, language, "\n"), column.width / 1.1)
        for column in form.columns
    ) + 4  # fmt: skip


def row_height(form: Form) -> Callable[[Sequence[CellValue]], float]:
    """The height of a data row: as many lines as its longest cell needs."""
    widths = [column.width for column in form.columns]

    def height(values: Sequence[CellValue]) -> float:
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
            long = len(word) * LETTER
            if long > left and left < width:
                count += 1
                left = width
            while long > width:
                count += 1
                long -= width
            left -= long + LETTER
    return count
