"""The rows of a paper as levels of a page: kk and ru in two columns, or one after the other.

Paragraphs are ReportLab's; where the pages are cut is the business of `page`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph

from cluster_desktop.documents import fonts, page
from cluster_desktop.documents.both import by_lines, said
from cluster_desktop.documents.broken_lines import words_of
from cluster_desktop.documents.compose import BlockLine, Look, Paper, Row
from cluster_desktop.documents.escape import clean, markup
from cluster_desktop.documents.page import Cell, Level, Sheet
from cluster_desktop.documents.places import Piece, Text, plain
from cluster_desktop.services.paper_data import Pair, TableData

SIZE, SMALL, TABLE_SIZE = 12, 10, 9.5
# Title and name of a certificate.
GREAT, LARGE = 24, 19
# Numbers of ReportLab for a paragraph's alignment.
TA_LEFT: Literal[0] = 0
TA_CENTER: Literal[1] = 1
TA_RIGHT: Literal[2] = 2
TINT = "#CDE9EB"  # only on the live page, never on paper
SIGNATURE_ROOM = 26.0
PERSON_GAP = 1.5

# Space before a row of each look, and before each line of a party's block, in points.
BEFORE = {
    Look.TITLE: 14.0, Look.PLACE_AND_DATE: 8.8, Look.PREAMBLE: 8.8, Look.SECTION: 7.6,
    Look.CLAUSE: 3.0, Look.HEAD: 0.0, Look.CENTRE: 6.0, Look.STRONG: 6.0, Look.SIGN: 20.0,
    Look.TABLE: 9.0, Look.LINES: 6.0,
}  # fmt: skip
CERTIFICATE_BEFORE = {
    Look.PLACE_AND_DATE: 10.0, Look.CENTRE: 7.0, Look.STRONG: 9.0, Look.SIGN: 26.0,
}  # fmt: skip
# Height of an empty line that is written on by hand.
WRITTEN = 24.0
TABLE_PAD = 3.0
# Shares of the width: words before a line to sign on, the line, words after it.
SIGN_PARTS = (0.42, 0.24, 0.34)
PARTIES_BEFORE = 12.0
BLOCK_BEFORE = {
    "role": 5.5, "address": 3.0, "bin": 3.0, "position": 9.0, "seal": 5.5, "guardian_role": 9.0,
}  # fmt: skip
NEXT_PAIR_BEFORE = 18.0


@cache
def _style(
    alignment: Literal[0, 1, 2], font: str = fonts.REGULAR, size: float = SIZE
) -> ParagraphStyle:
    fonts.register()
    return ParagraphStyle(
        f"{font}-{alignment}-{size}",
        fontName=font,
        fontSize=size,
        leading=page.LEADING if size == SIZE else size * 1.16,
        alignment=alignment,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
        embeddedHyphenation=1,
    )


def columns(paper: Paper, highlight: str) -> list[Level]:
    """Kazakh left, Russian right, each row level; then the blocks of the parties."""
    sheet = page.SHEETS[paper.page]
    levels = [level for row in paper.rows for level in _across(row, sheet, highlight)]
    if paper.parties_heading is not None:
        (heading,) = _across(paper.parties_heading, sheet, highlight)
        heading.before = PARTIES_BEFORE
        # Nobody signs a page without text: the last clause goes with the signatures.
        levels[-1].keep_with_next = True
        levels.append(heading)
    return levels + _blocks(paper, "both")


def _across(row: Row, sheet: Sheet, highlight: str) -> list[Level]:
    """The levels of a row in both languages side by side."""
    if row.look in WHOLE_WIDTH:
        return _whole(row, sheet, "both")
    left, right = sheet.columns(2)
    width = sheet.column(2)
    cells = _cells(row, "kk", left, width, sheet, highlight)
    cells += _cells(row, "ru", right, width, sheet, highlight)
    return [_level(row, cells, sheet)]


def sequence(paper: Paper, highlight: str, languages: Sequence[str] = ("kk", "ru")) -> list[Level]:
    """The whole text with its signatures in each language, each on a new page."""
    sheet = page.SHEETS[paper.page]
    levels: list[Level] = []
    for lang in languages:
        own: list[Level] = []
        for row in paper.rows:
            own += _alone(row, lang, sheet, highlight)
        if paper.parties_heading is not None:
            own[-1].keep_with_next = True
            own += _alone(paper.parties_heading, lang, sheet, highlight)
            own[-1].before = PARTIES_BEFORE
        own += _blocks(paper, lang)
        if levels and own:
            own[0].new_page = True
        levels += own
    return levels


def _alone(row: Row, lang: str, sheet: Sheet, highlight: str) -> list[Level]:
    """The levels of a row in one language."""
    if row.look in WHOLE_WIDTH:
        return _whole(row, sheet, lang)
    return [_level(row, _cells(row, lang, sheet.left, sheet.text_width, sheet, highlight), sheet)]


def _before(look: Look, sheet: Sheet) -> float:
    return CERTIFICATE_BEFORE.get(look, BEFORE[look]) if sheet.is_framed else BEFORE[look]


def _level(row: Row, cells: list[Cell], sheet: Sheet) -> Level:
    return Level(
        cells,
        before=_before(row.look, sheet),
        keep_with_next=row.look in (Look.SECTION, Look.TITLE, Look.HEAD),
        splits=row.look is not Look.TITLE,
    )


def _cells(row: Row, lang: str, x: float, width: float, sheet: Sheet, highlight: str) -> list[Cell]:
    text, end = (row.kk, row.kk_end) if lang == "kk" else (row.ru, row.ru_end)
    if row.look in (Look.TITLE, Look.SECTION, Look.STRONG):
        size = {Look.TITLE: GREAT, Look.STRONG: LARGE}.get(row.look, SIZE)
        style = _style(TA_CENTER, fonts.BOLD, size if sheet.is_framed else SIZE)
        return [_cell(x, width, text, highlight, style)]
    if row.look is Look.HEAD:
        return [_cell(x, width, text, highlight, _style(TA_RIGHT))]
    if row.look is Look.CENTRE:
        return [_cell(x, width, text, highlight, _style(TA_CENTER))]
    if row.look is Look.PLACE_AND_DATE:
        if sheet.is_framed:
            both = (*text, Piece(" " if text and end else ""), *end)
            return [_cell(x, width, both, highlight, _style(TA_CENTER))]
        # The date needs 40 mm in either language; a long name of a place may take two lines.
        part = width / 2
        return [
            _cell(x, part, text, highlight, _style(TA_LEFT)),
            _cell(x + part, width - part, end, highlight, _style(TA_RIGHT)),
        ]
    # A clause is one paragraph: cut at a line break of its own, ReportLab adds an empty line.
    return [_cell(x, width, text, highlight, _style(TA_LEFT), line_break=" ")]


# Rows that take the width of the page also where kk and ru stand side by side.
WHOLE_WIDTH = (Look.SIGN, Look.TABLE, Look.LINES)


def _whole(row: Row, sheet: Sheet, lang: str) -> list[Level]:
    if row.look is Look.SIGN:
        return [_signature(row, sheet, lang)]
    levels: list[Level] = []
    words = said(Pair(plain(row.kk), plain(row.ru)), lang, " / ")
    if words:
        cell = Cell(sheet.left, sheet.text_width, Paragraph(markup(words), _style(TA_LEFT)))
        levels.append(Level([cell], before=BEFORE[row.look], keep_with_next=True))
    if row.look is Look.LINES:
        rule = [Cell(sheet.left, sheet.text_width, None, drop=WRITTEN)]
        rules = [Level(rule, splits=False, keep_with_next=True) for __ in range(row.lines)]
        rules[-1].keep_with_next = False
        return levels + rules
    return levels + (_table(row.table, sheet, lang) if row.table is not None else [])


def _signature(row: Row, sheet: Sheet, lang: str) -> Level:
    left = by_lines(plain(row.kk), plain(row.ru), lang)
    right = by_lines(plain(row.kk_end), plain(row.ru_end), lang)
    widths = [sheet.text_width * part for part in SIGN_PARTS]
    x = sheet.left
    style = _style(TA_LEFT)
    cells = [
        Cell(x, widths[0] - 8, Paragraph(markup(left), style)),
        Cell(x + widths[0], widths[1], None, drop=page.LEADING),
        Cell(x + widths[0] + widths[1] + 8, widths[2] - 8, Paragraph(markup(right), style)),
    ]
    return Level(cells, before=_before(row.look, sheet), splits=False)


def _table(table: TableData, sheet: Sheet, lang: str) -> list[Level]:
    """The rows of a table as boxed levels; its heading again on each page."""
    unit = sheet.text_width / sum(table.weights)
    widths = [weight * unit for weight in table.weights]
    heading = _table_row(table.headings, widths, sheet, lang, fonts.BOLD)
    heading.before, heading.keep_with_next = BEFORE[Look.TABLE], True
    rows = []
    for cells in table.rows:
        whole = len(cells) == 1
        own = [sheet.text_width] if whole else widths
        made = _table_row(cells, own, sheet, lang, fonts.BOLD if whole else fonts.REGULAR)
        made.heading, made.keep_with_next = heading, whole
        rows.append(made)
    return [heading, *rows]


# One cell may not fill a page: a note of a mentor stays readable in the list on the screen.
MOST_CELL = 400


def _table_row(
    pairs: Sequence[Pair], widths: Sequence[float], sheet: Sheet, lang: str, font: str
) -> Level:
    cells = []
    x = sheet.left
    style = _style(
        TA_CENTER if font == fonts.BOLD and len(pairs) > 1 else TA_LEFT, font, TABLE_SIZE
    )
    for pair, width in zip(pairs, widths, strict=True):
        words = clean(said(pair, lang))
        words = words if len(words) <= MOST_CELL else words[: MOST_CELL - 1] + "…"
        cells.append(Cell(x, width, Paragraph(markup(words), style), pad=TABLE_PAD))
        x += width
    return Level(cells, splits=False, is_boxed=True)


def _cell(
    x: float,
    width: float,
    text: Text,
    highlight: str,
    style: ParagraphStyle,
    *,
    line_break: str = "<br/>",
) -> Cell:
    """The pieces as one paragraph; the one tag with an attribute is ours, its value constant."""
    said = []
    tinted = False
    for piece in text:
        words = markup(piece.text, line_break)
        if highlight and piece.place == highlight and words:
            words = f'<font backColor="{TINT}">{words}</font>'
            tinted = True
        said.append(words)
    return Cell(x, width, words_of("".join(said), style, width), tinted)


def _blocks(paper: Paper, lang: str) -> list[Level]:
    """Party blocks side by side, equal requisites at one height; they stay on one page."""
    levels: list[Level] = []
    sheet = page.SHEETS[paper.page]
    for start in range(0, len(paper.blocks), paper.abreast):
        some = paper.blocks[start : start + paper.abreast]
        own = [
            level
            for lines in zip(*some, strict=True)
            for level in _block_row(lines, lang, sheet, paper.abreast)
        ]
        for level in own[:-1]:
            level.keep_with_next = True
        if own and start:
            own[0].before = NEXT_PAIR_BEFORE
        levels += own
    return levels


def _block_row(lines: Sequence[BlockLine], lang: str, sheet: Sheet, abreast: int) -> list[Level]:
    key = lines[0].key
    width = sheet.column(abreast)
    places = list(zip(sheet.columns(abreast), lines, strict=False))
    rules = [Cell(x, width, None) for x, line in places if line.is_rule]
    if rules:
        return [Level(rules, before=SIGNATURE_ROOM, splits=False)]
    cells = []
    size = SIZE if abreast <= 2 else SMALL
    for x, line in places:
        own = {"both": line.both, "kk": line.kk, "ru": line.ru}[lang]
        if own:
            heavy = key in ("role", "guardian_role")
            style = _style(TA_LEFT, fonts.BOLD if heavy else fonts.REGULAR, size)
            words = "<br/>".join(markup(text) for text in own)
            cells.append(Cell(x, width, words_of(words, style, width)))
    if not cells:
        return []
    before = PERSON_GAP if key.endswith("person") else BLOCK_BEFORE.get(key, 0.0)
    is_short = abreast == 2 and _is_beside_code(key, lines, sheet)
    return [Level(cells, before=before, splits=False, is_short=is_short)]


def _is_beside_code(key: str, lines: Sequence[BlockLine], sheet: Sheet) -> bool:
    """Whether a row is short enough to stand left of the page's code."""
    if key not in ("person", "seal"):
        return False
    words = [text for line in lines for text in line.both]
    return all(stringWidth(clean(text), fonts.REGULAR, SIZE) <= sheet.short_width for text in words)
