"""A paper drawn as PDF by ReportLab: kk and ru in two columns, or one after the other.

Same paper, same bytes: no clock, no random ids; the dates inside are those of the paper.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from cluster_desktop.documents import fonts, page, qr
from cluster_desktop.documents.compose import BlockLine, Look, Paper, Row
from cluster_desktop.documents.escape import clean, markup
from cluster_desktop.documents.page import Cell, Level, Page
from cluster_desktop.documents.places import Text

SIZE, FOOT_SIZE = 12, 9
# Numbers of ReportLab for a paragraph's alignment.
TA_LEFT: Literal[0] = 0
TA_CENTER: Literal[1] = 1
TA_RIGHT: Literal[2] = 2
DRAFT_WORDS = "ЖОБА / ПРОЕКТ"
DRAFT_GREY = HexColor("#E6E6E6")
TINT = "#CDE9EB"  # only on the live page, never on paper
RULE_WIDTH = 0.6
SIGNATURE_ROOM = 26.0
PERSON_GAP = 1.5

# Space before a row of each look, and before each line of a party's block, in points.
BEFORE = {
    Look.TITLE: 0.0, Look.PLACE_AND_DATE: 8.8, Look.PREAMBLE: 8.8, Look.SECTION: 7.6,
    Look.CLAUSE: 3.0,
}  # fmt: skip
PARTIES_BEFORE = 12.0
BLOCK_BEFORE = {"role": 5.5, "address": 3.0, "bin": 3.0, "position": 9.0, "seal": 5.5}
NEXT_PAIR_BEFORE = 18.0


@cache
def _style(alignment: Literal[0, 1, 2], font: str = fonts.REGULAR) -> ParagraphStyle:
    fonts.register()
    return ParagraphStyle(
        f"{font}-{alignment}",
        fontName=font,
        fontSize=SIZE,
        leading=page.LEADING,
        alignment=alignment,
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
        embeddedHyphenation=1,
    )


def render(papers: Sequence[Paper], layout: str, highlight: str = "") -> bytes:
    """One PDF of the papers, each with its own page numbers."""
    return render_each(papers, layout, highlight, before_each=lambda number: None)


def render_each(
    papers: Sequence[Paper],
    layout: str,
    highlight: str,
    *,
    before_each: Callable[[int], None],
) -> bytes:
    """As `render`; `before_each` is told how many papers are done and may raise to cancel."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(page.PAGE_WIDTH, page.PAGE_HEIGHT), invariant=1, lang="kk")
    _describe(canvas, papers[0])
    for number, paper in enumerate(papers):
        before_each(number)
        _draw(canvas, paper, layout, highlight)
    canvas.save()
    return out.getvalue()


def pages_of(paper: Paper, layout: str, highlight: str = "") -> list[Page]:
    """The pages with everything placed, not yet drawn."""
    levels = _columns(paper, highlight) if layout == "columns" else _sequence(paper, highlight)
    return page.paginate(levels)


def is_tinted(sheet: Page) -> bool:
    """Whether the page shows the tinted place."""
    return any(item.cell.tinted for item in sheet.placed)


def _describe(canvas: Canvas, paper: Paper) -> None:
    moment = paper.date or date(2000, 1, 1)
    # ReportLab's own invariant date is 2000-01-01; people sort their folders by the paper's.
    canvas.setDateFormatter(lambda *__: f"D:{moment:%Y%m%d}000000Z")
    canvas.setTitle(clean(f"№ {paper.number}"))
    canvas.setAuthor(clean(paper.blocks[0][1].kk[0]) if paper.blocks and _name(paper) else "")
    canvas.setSubject(paper.digest)
    canvas.setCreator("Cluster Desktop")
    canvas.setProducer("Cluster Desktop")


def _name(paper: Paper) -> bool:
    return bool(paper.blocks[0][1].kk)


def _columns(paper: Paper, highlight: str) -> list[Level]:
    """Kazakh left, Russian right, each row level; then the blocks of the parties."""
    levels = [_level_of(row, highlight) for row in paper.rows]
    if paper.parties_heading is not None:
        heading = _level_of(paper.parties_heading, highlight)
        heading.before = PARTIES_BEFORE
        # Nobody signs a page without text: the last clause goes with the signatures.
        levels[-1].keep_with_next = True
        levels.append(heading)
    return levels + _blocks(paper, "both")


def _level_of(row: Row, highlight: str) -> Level:
    left, right = page.COLUMNS
    cells = _cells(row, "kk", left, page.COLUMN, highlight)
    cells += _cells(row, "ru", right, page.COLUMN, highlight)
    return _level(row, cells)


def _sequence(paper: Paper, highlight: str) -> list[Level]:
    """The whole Kazakh text with its signatures, then the Russian one on a new page."""
    levels: list[Level] = []
    for lang in ("kk", "ru"):
        rows = [*paper.rows, *([paper.parties_heading] if paper.parties_heading else [])]
        own = [
            _level(row, _cells(row, lang, page.LEFT, page.TEXT_WIDTH, highlight)) for row in rows
        ]
        if paper.parties_heading is not None:
            own[-1].before = PARTIES_BEFORE
            own[-2].keep_with_next = True
        own += _blocks(paper, lang)
        if levels and own:
            own[0].new_page = True
        levels += own
    return levels


def _level(row: Row, cells: list[Cell]) -> Level:
    heading = row.look in (Look.SECTION, Look.TITLE)
    return Level(
        cells, before=BEFORE[row.look], keep_with_next=heading, splits=row.look is not Look.TITLE
    )


def _cells(row: Row, lang: str, x: float, width: float, highlight: str) -> list[Cell]:
    text, end = (row.kk, row.kk_end) if lang == "kk" else (row.ru, row.ru_end)
    if row.look in (Look.TITLE, Look.SECTION):
        return [_cell(x, width, text, highlight, _style(TA_CENTER, fonts.BOLD))]
    if row.look is Look.PLACE_AND_DATE:
        # The date needs 40 mm in either language; a long name of a place may take two lines.
        part = width / 2
        return [
            _cell(x, part, text, highlight, _style(TA_LEFT)),
            _cell(x + part, width - part, end, highlight, _style(TA_RIGHT)),
        ]
    # A clause is one paragraph: cut at a line break of its own, ReportLab adds an empty line.
    return [_cell(x, width, text, highlight, _style(TA_LEFT), line_break=" ")]


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
    return Cell(x, width, Paragraph("".join(said), style), tinted)


def _blocks(paper: Paper, lang: str) -> list[Level]:
    """Party blocks two by two, equal requisites at one height; a pair stays on one page."""
    levels: list[Level] = []
    for start in range(0, len(paper.blocks), len(page.COLUMNS)):
        pair = paper.blocks[start : start + len(page.COLUMNS)]
        own = [level for lines in zip(*pair, strict=True) for level in _block_row(lines, lang)]
        for level in own[:-1]:
            level.keep_with_next = True
        if own and start:
            own[0].before = NEXT_PAIR_BEFORE
        levels += own
    return levels


def _block_row(lines: Sequence[BlockLine], lang: str) -> list[Level]:
    key = lines[0].key
    if key == "signature":
        rules = [Cell(x, page.COLUMN, None) for x, __ in zip(page.COLUMNS, lines, strict=False)]
        return [Level(rules, before=SIGNATURE_ROOM, splits=False)]
    cells = []
    for x, line in zip(page.COLUMNS, lines, strict=False):
        said = {"both": line.both, "kk": line.kk, "ru": line.ru}[lang]
        if said:
            style = _style(TA_LEFT, fonts.BOLD if key == "role" else fonts.REGULAR)
            words = "<br/>".join(markup(text) for text in said)
            cells.append(Cell(x, page.COLUMN, Paragraph(words, style)))
    if not cells:
        return []
    before = PERSON_GAP if key == "person" else BLOCK_BEFORE.get(key, 0.0)
    return [Level(cells, before=before, splits=False, is_short=_is_beside_code(key, lines))]


def _is_beside_code(key: str, lines: Sequence[BlockLine]) -> bool:
    """Whether a row is short enough to stand left of the page's code."""
    if key not in ("person", "seal"):
        return False
    words = [text for line in lines for text in line.both]
    return all(stringWidth(clean(text), fonts.REGULAR, SIZE) <= page.SHORT_WIDTH for text in words)


def _draw(canvas: Canvas, paper: Paper, layout: str, highlight: str) -> None:
    pages = pages_of(paper, layout, highlight)
    code = _code(canvas, paper)
    for number, placed in enumerate(pages, start=1):
        if paper.draft:
            _draft_mark(canvas)
        for item in placed.placed:
            cell = item.cell
            if cell.paragraph is None:
                canvas.setLineWidth(RULE_WIDTH)
                canvas.line(cell.x, item.top, cell.x + cell.width, item.top)
            else:
                cell.paragraph.drawOn(canvas, cell.x, item.top - cell.paragraph.height)
        _foot(canvas, paper, number, len(pages))
        canvas.doForm(code)
        canvas.showPage()


def _foot(canvas: Canvas, paper: Paper, number: int, count: int) -> None:
    canvas.setFont(fonts.REGULAR, FOOT_SIZE)
    label = clean(f"№ {paper.number}").replace("\n", " ")
    canvas.drawString(page.LEFT, page.FOOT_BASELINE, label[:60])
    canvas.drawCentredString(page.PAGE_WIDTH / 2, page.FOOT_BASELINE, f"{number} / {count}")


def _code(canvas: Canvas, paper: Paper) -> str:
    """The page's square code as a form drawn once and shown on every page; its name."""
    text = qr.content(paper.record_id, paper.digest)
    name = f"qr{text.replace(':', '')}"
    if canvas.hasForm(name):
        return name
    side, runs = qr.squares(text)
    unit = page.QR_SIDE / side
    x = page.PAGE_WIDTH - page.RIGHT - page.QR_SIDE
    top = page.QR_BOTTOM + page.QR_SIDE
    canvas.beginForm(name)
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for run in runs:
        path.rect(x + run.column * unit, top - (run.row + 1) * unit, run.length * unit, unit)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.endForm()
    return name


def _draft_mark(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillColor(DRAFT_GREY)
    canvas.setFont(fonts.BOLD, 64)
    canvas.translate(page.PAGE_WIDTH / 2, page.PAGE_HEIGHT / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -20, DRAFT_WORDS)
    canvas.restoreState()
