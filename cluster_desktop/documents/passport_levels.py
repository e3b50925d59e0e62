"""The parts of a passport as levels of a page. Texts and table cells come in as `Words`.

Where pages are cut is the business of `page`, which parts there are of `passport_pdf`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph
from reportlab.platypus.flowables import Flowable

from cluster_desktop.documents import charts, fonts, page, pdf
from cluster_desktop.documents import passport_words as words
from cluster_desktop.documents.column_widths import column_widths
from cluster_desktop.documents.escape import clean, markup
from cluster_desktop.documents.marks import as_markup, paragraphs
from cluster_desktop.documents.page import Cell, Level, Page, Placed, Sheet
from cluster_desktop.documents.passport_parts import Parts
from cluster_desktop.documents.voice import Voice
from cluster_desktop.services.passport_content import (
    Chart,
    Fact,
    Passport,
    Section,
    Signature,
    Table,
    Words,
)

PORTRAIT = Sheet(*A4, top=15 * mm, bottom=18 * mm, bottom_short=18 * mm)
LANDSCAPE = Sheet(*landscape(A4), left=15 * mm, top=20 * mm, bottom=18 * mm, bottom_short=18 * mm)
# An annex of more columns than these lies across.
MOST_UPRIGHT_COLUMNS = 4
# So does a table in the text with more than these: a turned page in the text is a nuisance.
MOST_COLUMNS_IN_TEXT = 7

Run = tuple[Sheet, list[Level]]
"""Levels that go on pages of one kind."""

LEFT: Literal[0] = 0
CENTRE: Literal[1] = 1
RIGHT: Literal[2] = 2
SIZE, TABLE_SIZE, TITLE_SIZE, NAME_SIZE = 12.0, 9.0, 16.0, 20.0
PAD = 3.0
# A row with more letters in a cell may go on on the next page.
LONG_CELL = 500
SIGN_ROOM = 26.0
_NUMBER = re.compile(r"[-–−+]?[\d\s.,]*(?:[%₸])?|[—–-]")


@cache
def _style(
    alignment: Literal[0, 1, 2] = LEFT, font: str = fonts.REGULAR, size: float = SIZE
) -> ParagraphStyle:
    fonts.register()
    return ParagraphStyle(
        f"passport-{font}-{alignment}-{size}",
        fontName=font,
        fontSize=size,
        leading=page.LEADING if size == SIZE else size * 1.16,
        alignment=alignment,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
    )


def _line(
    text: str,
    alignment: Literal[0, 1, 2] = LEFT,
    font: str = fonts.REGULAR,
    size: float = SIZE,
) -> Paragraph:
    return Paragraph(markup(text), _style(alignment, font, size))


# ---- title page ----


def title_page(passport: Passport, voice: Voice) -> Page:
    """The mark of approval at the right, the name in the middle, region and version below."""
    sheet = PORTRAIT
    made = Page()
    y = sheet.height - sheet.top
    half = sheet.text_width * 0.5
    for number, line in enumerate(words.approval(passport)):
        bold = fonts.BOLD if number == 0 else fonts.REGULAR
        said = voice.short(line) if number == 0 else voice.said(line)
        y = _put(made, sheet.left + half, half, _line(said, LEFT, bold), y - (0, 6, 10)[number])
        if number == 1:
            y = _put(made, sheet.left + half, half * 0.9, None, y)
    y = min(y - 40, sheet.height * 0.66)
    y = _middle(made, voice.said(words.TITLE), TITLE_SIZE, y)
    for text in dict.fromkeys(t for t in voice.columns(passport.name) if t):
        y = _middle(made, text, NAME_SIZE, y - 16)
    if short := voice.short(passport.short):
        y = _middle(made, f"({short})", SIZE, y - 8, fonts.REGULAR)
    foot = _line(
        "\n".join(filter(None, (voice.said(passport.region), voice.said(words.edition(passport))))),
        CENTRE,
    )
    _wide, high = foot.wrap(sheet.text_width, page.FAR)
    _put(made, sheet.left, sheet.text_width, foot, min(y - 20, sheet.bottom + high))
    return made


def _middle(made: Page, text: str, size: float, y: float, font: str = fonts.BOLD) -> float:
    return _put(made, PORTRAIT.left, PORTRAIT.text_width, _line(text, CENTRE, font, size), y)


def _put(made: Page, x: float, width: float, what: Flowable | None, y: float) -> float:
    """Place a paragraph, or a line to sign on, below y; the height below it."""
    cell = Cell(x, width, what, drop=SIGN_ROOM)
    made.placed.append(Placed(cell, y))
    return y - cell.height()


# ---- contents ----


def contents(
    passport: Passport, voice: Voice, parts: Parts, begins: Mapping[int, int]
) -> list[Level]:
    """«№ | Бөлім атауы | Мазмұны | Беті»; a page that is not known yet is left blank."""
    rows = [
        (str(one.number), voice.said(one.title), voice.said(words.CONTENT_OF[one.number]),
         str(begins.get(one.number, "")))
        for one in passport.sections
        if one.number in parts.sections
    ]  # fmt: skip
    if parts.annexes:
        rows += [
            ("", voice.said(words.annex(at)), voice.said(table.title), str(begins.get(-at, "")))
            for at, table in enumerate(passport.annexes, start=1)
        ]
    headings = [voice.said(one) for one in words.CONTENTS_HEADINGS]
    room = PORTRAIT.text_width
    widths = [9 * mm, room * 0.36, room - 9 * mm - room * 0.36 - 14 * mm, 14 * mm]
    title = _line(voice.short(words.CONTENTS), CENTRE, fonts.BOLD)
    return [
        Level([Cell(PORTRAIT.left, room, title)], keep_with_next=True),
        *_boxed(headings, rows, widths, PORTRAIT, size=10.0),
    ]


# ---- sections ----


def section(one: Section, voice: Voice) -> list[Run]:
    """Heading, typed text, facts, tables and charts; the first cell is that of the heading."""
    title = words.numbered(one.number, one.title)
    head = _abreast([_line(text, LEFT, fonts.BOLD) for text in voice.columns(title)])
    levels = [replace(head, before=18.0, keep_with_next=True, splits=False)]
    levels += _text(one.text, voice)
    levels += _text(words.clause(one, voice), voice)
    levels += [_fact(fact, voice) for fact in one.facts]
    runs = [(PORTRAIT, levels)]
    for table in one.tables:
        sheet = sheet_of(table, MOST_COLUMNS_IN_TEXT)
        runs.append((sheet, _table(table, voice, sheet)))
    runs += [(PORTRAIT, _chart(chart, voice)) for chart in one.charts]
    return (
        runs if len(runs) + len(levels) > 2 else [(PORTRAIT, levels + _text(words.NO_DATA, voice))]
    )


def _text(text: Words, voice: Voice) -> list[Level]:
    """Paragraph beside paragraph, each pair level."""
    columns = [paragraphs(one) for one in voice.columns(text)]
    levels = []
    for at in range(max(len(lines) for lines in columns)):
        lines = [column[at] if at < len(column) else "" for column in columns]
        level = _abreast([Paragraph(as_markup(line), _style()) for line in lines])
        levels.append(replace(level, before=4.0))
    return levels


def _fact(fact: Fact, voice: Voice) -> Level:
    columns = zip(voice.columns(fact.label), voice.columns(fact.value), strict=True)
    said = [f"<b>{markup(label)}:</b> {markup(value)}" if label else "" for label, value in columns]
    return replace(_abreast([Paragraph(one, _style()) for one in said]), before=3.0)


def _abreast(cells: Sequence[Flowable]) -> Level:
    width = PORTRAIT.column(len(cells))
    places = zip(PORTRAIT.columns(len(cells)), cells, strict=True)
    return Level([Cell(x, width, cell) for x, cell in places])


def _chart(chart: Chart, voice: Voice) -> list[Level]:
    room = PORTRAIT.text_width
    drawings = charts.drawings(chart, voice.short, room, voice.languages[0])
    if not drawings:
        return []
    levels = [_caption(voice.said(chart.title), PORTRAIT)]
    levels += [_drawn(one, room) for one in drawings]
    return levels


def _drawn(drawing: Drawing, room: float) -> Level:
    return Level([Cell(PORTRAIT.left, room, drawing)], before=6.0, splits=False)


# ---- tables ----


def sheet_of(table: Table, most: int = MOST_UPRIGHT_COLUMNS) -> Sheet:
    """Upright for narrow tables, across for wide ones."""
    return LANDSCAPE if len(table.headings) > most else PORTRAIT


def annex(table: Table, number: int, voice: Voice, sheet: Sheet) -> list[Level]:
    """An annex from a new page: its mark, its title, its table."""
    mark = _line(voice.short(words.annex(number)), RIGHT)
    level = Level([Cell(sheet.left, sheet.text_width, mark)], keep_with_next=True)
    return [level, *_table(table, voice, sheet, alignment=CENTRE)]


def _table(
    table: Table, voice: Voice, sheet: Sheet, alignment: Literal[0, 1, 2] = LEFT
) -> list[Level]:
    headings = [voice.said(one) for one in table.headings]
    rows = [[voice.said(cell) for cell in row] for row in table.rows]
    levels = []
    if title := voice.said(table.title):
        levels.append(_caption(title, sheet, alignment))
    if not rows:
        none = _line(voice.said(words.NO_DATA, " "))
        return [*levels, Level([Cell(sheet.left, sheet.text_width, none)], before=3.0)]
    widths = column_widths(headings, rows, sheet.text_width, TABLE_SIZE, pad=PAD)
    return levels + _boxed(headings, rows, widths, sheet)


def _caption(title: str, sheet: Sheet, alignment: Literal[0, 1, 2] = LEFT) -> Level:
    cell = Cell(sheet.left, sheet.text_width, _line(title, alignment, fonts.BOLD, 11.0))
    return Level([cell], before=10.0, keep_with_next=True, splits=False)


def _boxed(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    sheet: Sheet,
    size: float = TABLE_SIZE,
) -> list[Level]:
    """Rows with lines around; the headings again on each page."""
    heads = [_style(CENTRE, fonts.BOLD, size)] * len(headings)
    heading = _row(headings, widths, sheet, heads)
    heading.before, heading.keep_with_next, heading.splits = 4.0, True, False
    levels = [heading]
    numeric = numeric_columns(rows)
    styles = [
        _style(RIGHT if at in numeric else LEFT, fonts.REGULAR, size) for at in range(len(widths))
    ]
    for row in rows:
        level = _row(row, widths, sheet, styles)
        level.heading = heading
        level.splits = any(len(text) > LONG_CELL for text in row)
        levels.append(level)
    return levels


def numeric_columns(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """Columns that hold numbers only: they stand at the right, one under the other."""
    return frozenset(
        at
        for at in range(len(rows[0]) if rows else 0)
        if any(row[at] for row in rows) and all(_NUMBER.fullmatch(row[at]) for row in rows)
    )


def _row(
    texts: Sequence[str],
    widths: Sequence[float],
    sheet: Sheet,
    styles: Sequence[ParagraphStyle],
) -> Level:
    cells = []
    x = sheet.left
    for text, width, style in zip(texts, widths, styles, strict=True):
        cells.append(Cell(x, width, Paragraph(markup(text), style), pad=PAD))
        x += width
    return Level(cells, is_boxed=True)


# ---- signatures ----


def signing(passport: Passport, voice: Voice) -> list[Level]:
    """A block for each organisation, two abreast, each whole on one page."""
    title = _line(voice.short(words.SIGNATURES), CENTRE, fonts.BOLD)
    cell = Cell(PORTRAIT.left, PORTRAIT.text_width, title)
    levels = [Level([cell], keep_with_next=True, splits=False)]
    for at in range(0, len(passport.signatures), 2):
        levels += _signed(passport.signatures[at : at + 2], voice)
    return levels


def _signed(some: Sequence[Signature], voice: Voice) -> list[Level]:
    def row(texts: Sequence[str], before: float, font: str = fonts.REGULAR) -> Level:
        cells = [
            Cell(x, PORTRAIT.column(2), _line(text, LEFT, font))
            for x, text in zip(PORTRAIT.columns(2), texts, strict=False)
        ]
        return Level(cells, before=before, splits=False, keep_with_next=True)

    rules = [Cell(x, PORTRAIT.column(2) * 0.8, None)
             for x, _one in zip(PORTRAIT.columns(2), some, strict=False)]  # fmt: skip
    return [
        row([voice.said(one.organisation) for one in some], 22.0, fonts.BOLD),
        row([voice.said(one.position) for one in some], 4.0),
        Level(rules, before=SIGN_ROOM, splits=False, keep_with_next=True),
        row([voice.said(one.name) for one in some], 2.0),
        replace(row([voice.short(words.SEAL)] * len(some), 5.0), keep_with_next=False),
    ]


# ---- foot ----


def foot(passport: Passport, voice: Voice) -> str:
    """Name and version in one line, cut where the page ends."""
    version = f"{voice.short(words.edition(passport))}"
    room = PORTRAIT.text_width - 50 - stringWidth(version, fonts.REGULAR, pdf.FOOT_SIZE)
    name = clean(voice.columns(passport.short)[0] or voice.columns(passport.name)[0])
    while name and stringWidth(f"{name}… · ", fonts.REGULAR, pdf.FOOT_SIZE) > room:
        name = name[:-1].rstrip()
    whole = clean(voice.columns(passport.short)[0] or voice.columns(passport.name)[0])
    return f"{name}{'' if name == whole else '…'} · {version}" if name else version
