"""An empty workbook to fill in and import: headings that the import kind itself knows.

A list that is a form of the office looks like the form; any other one has a title and a row of
headings in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cluster_desktop.errors import Bug
from cluster_desktop.excel.forms import layout
from cluster_desktop.excel.forms.delivery import Wishes
from cluster_desktop.excel.forms.export import KINDS as FORMS
from cluster_desktop.excel.kinds import kind_named
from cluster_desktop.excel.reading import ROW_NUMBER, ImportKind, Meaning
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.writer import Cell, CellValue, Line, SheetOut, letters, write
from cluster_desktop.i18n import translated

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# {import kind: (form, which of its tables)}
_FORM_OF: Mapping[str, tuple[str, int]] = {
    "agreements": ("F4", 0),
    "graduates": ("F2", 0),
    "mentors": ("F5", 0),
    "practice_slots": ("F6", 0),
    "infrastructure": ("F7", 0),
    "needs": ("F8", 0),
    "kpi": ("F9", 0),
    "plan": ("F9", 1),
    "teacher_internship": ("F10", 0),
}
# Rows to write in: texts, so that Excel drops no zero of a BIN or an IIN.
ROWS = 50
_NUMBER_WIDTH, _WIDTH = 6.0, 18.0
# Said by two other columns, which leave nothing to guess.
_TWICE = frozenset({"placement.period"})


def write_empty(office: Office, kind: str, path: Path) -> None:
    """Write the empty list of an import kind, whole or not at all. Raises Trouble."""
    found = kind_named(kind)
    if found is None:
        raise Bug(f"no import kind {kind!r}")
    if kind in _FORM_OF:
        _write_form(office, *_FORM_OF[kind], path)
    else:
        write(path, [_sheet(found)], made_on=office.today())


def _write_form(office: Office, code: str, table: int, path: Path) -> None:
    whole = FORMS[code].deliver(office, Wishes())
    wanted = (whole, *whole.also)[table]
    form = replace(wanted.form, totals=())
    blank: list[list[CellValue]] = [[None] * len(form.columns) for _row in range(ROWS)]
    write(
        path,
        layout.sheets_of(form, wanted.heading, blank, "both"),
        made_on=office.today(),
        about=layout.facts_of(form, wanted.heading, "both"),
    )


def _sheet(kind: ImportKind) -> SheetOut:
    spellings = kind.spellings()
    meanings = list(_asked_for(kind))
    titles = [_both(spellings[meaning.name]) for meaning in meanings]
    widths = [
        _NUMBER_WIDTH if meaning.name == ROW_NUMBER else _width(title)
        for meaning, title in zip(meanings, titles, strict=True)
    ]
    lines = [
        layout.lines_needed(title, width / layout.BOLD_LETTER)
        for title, width in zip(titles, widths, strict=True)
    ]
    name = {language: translated(kind.label, language) for language in ("kk", "ru")}
    return SheetOut(
        name=name["kk"],
        kinds=["centre" if each.name == ROW_NUMBER else "text" for each in meanings],
        widths=widths,
        above=(
            Line((Cell(0, f"{name['kk']}\n{name['ru']}", Look.TITLE),), 40),
            Line(),
            Line(
                tuple(Cell(n, title, Look.HEADER) for n, title in enumerate(titles)),
                layout.LINE_HEIGHT * max(lines) + 4,
            ),
        ),
        rows=([None] * len(meanings) for _row in range(ROWS)),
        merged=[f"A1:{letters(len(meanings) - 1)}1"],
        header_rows=(3, 3),
    )


def _asked_for(kind: ImportKind) -> Iterator[Meaning]:
    """The columns of the template: what is read, each thing once."""
    names = {meaning.name for meaning in kind.meanings}
    for meaning in kind.meanings:
        in_languages = {f"{meaning.name}_kk", f"{meaning.name}_ru"} <= names
        if meaning.name in _TWICE or in_languages:
            continue
        if meaning.read is not None or meaning.name == ROW_NUMBER:
            yield meaning


def _both(spellings: Sequence[str]) -> str:
    """The heading in Kazakh, and below it in Russian; English ones are the program's own."""
    local = [text for text in spellings if not text.isascii()] or spellings
    return "\n".join(dict.fromkeys(local[:2]))


def _width(title: str) -> float:
    longest = max(map(len, title.replace("\n", " ").split()))
    return max(_WIDTH, longest * layout.BOLD_LETTER + 1)
