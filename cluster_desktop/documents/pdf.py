"""A paper drawn as PDF by ReportLab: kk and ru in two columns, or one after the other.

Same paper, same bytes: no clock, no random ids; the dates inside are those of the paper.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from cluster_desktop.documents import fonts, levels, page, qr
from cluster_desktop.documents.compose import Paper
from cluster_desktop.documents.escape import clean
from cluster_desktop.documents.page import Level, Page, Placed, Sheet

FOOT_SIZE = 9
DRAFT_WORDS = "ЖОБА / ПРОЕКТ"
DRAFT_GREY = HexColor("#E6E6E6")
RULE_WIDTH = 0.6
BOX_WIDTH = 0.4
TABLE_GREY = HexColor("#707070")
FRAME = 26.0  # from the edge of a certificate to its frame


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
    first = page.SHEETS[papers[0].page]
    canvas = Canvas(out, pagesize=(first.width, first.height), invariant=1, lang="kk")
    _describe(canvas, papers[0])
    for number, paper in enumerate(papers):
        before_each(number)
        _draw(canvas, paper, layout, highlight)
    canvas.save()
    return out.getvalue()


# Gaps between the lines of a certificate and its upper and lower edge, one after the other.
TIGHTER = ((0.6, 18 * mm), (0.4, 15 * mm), (0.2, 14 * mm))


def pages_of(paper: Paper, layout: str, highlight: str = "") -> list[Page]:
    """The pages with everything placed, not yet drawn."""
    made = _levels_of(layout)
    sheet = page.SHEETS[paper.page]
    pages = page.paginate(made(paper, highlight), sheet)
    if not sheet.is_framed:
        return pages
    # A certificate hangs on a wall: long names move its lines together, not to a second sheet.
    wanted = 2 if layout == "sequence" else 1
    for share, edge in TIGHTER:
        if len(pages) <= wanted:
            break
        closer = made(paper, highlight)
        for level in closer:
            level.before *= share
        roomy = replace(sheet, top=min(sheet.top, edge), bottom=min(sheet.bottom, edge))
        pages = page.paginate(closer, roomy)
    return pages


def _levels_of(layout: str) -> Callable[[Paper, str], list[Level]]:
    if layout == "columns":
        return levels.columns
    languages = ("kk", "ru") if layout == "sequence" else (layout,)
    return lambda paper, highlight: levels.sequence(paper, highlight, languages)


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


def _draw(canvas: Canvas, paper: Paper, layout: str, highlight: str) -> None:
    pages = pages_of(paper, layout, highlight)
    sheet = page.SHEETS[paper.page]
    code = _code(canvas, paper, sheet)
    for number, placed in enumerate(pages, start=1):
        canvas.setPageSize((sheet.width, sheet.height))
        if paper.draft:
            draft_mark(canvas, sheet)
        if sheet.is_framed:
            _frame(canvas, sheet)
        for item in placed.placed:
            draw_cell(canvas, item)
        if not sheet.is_framed:
            _foot(canvas, paper, sheet, number, len(pages))
        canvas.doForm(code)
        canvas.showPage()


def draw_cell(canvas: Canvas, item: Placed) -> None:
    """A cell of a page with its lines."""
    cell = item.cell
    if item.box:
        canvas.setLineWidth(BOX_WIDTH)
        canvas.setStrokeColor(TABLE_GREY)
        canvas.rect(cell.x, item.top - item.box, cell.width, item.box)
        canvas.setStrokeGray(0)
    if cell.paragraph is None:
        canvas.setLineWidth(RULE_WIDTH)
        canvas.line(cell.x, item.top - cell.drop, cell.x + cell.width, item.top - cell.drop)
    else:
        top = item.top - cell.pad
        cell.paragraph.drawOn(canvas, cell.x + cell.pad, top - cell.paragraph.height)


def _frame(canvas: Canvas, sheet: Sheet) -> None:
    """A strong and a fine line around a certificate."""
    for inset, width in ((FRAME, 2.2), (FRAME + 5.0, 0.6)):
        canvas.setLineWidth(width)
        canvas.rect(inset, inset, sheet.width - 2 * inset, sheet.height - 2 * inset)


def _foot(canvas: Canvas, paper: Paper, sheet: Sheet, number: int, count: int) -> None:
    canvas.setFont(fonts.REGULAR, FOOT_SIZE)
    label = clean(f"№ {paper.number}" if paper.number else "").replace("\n", " ")
    canvas.drawString(sheet.left, page.FOOT_BASELINE, label[:60])
    canvas.drawCentredString(sheet.width / 2, page.FOOT_BASELINE, f"{number} / {count}")


def _code(canvas: Canvas, paper: Paper, sheet: Sheet) -> str:
    """The page's square code as a form drawn once and shown on every page; its name."""
    text = qr.content(paper.record_id, paper.digest)
    name = f"qr{text.replace(':', '')}"
    if canvas.hasForm(name):
        return name
    side, runs = qr.squares(text)
    unit = page.QR_SIDE / side
    inset = FRAME + 10.0 if sheet.is_framed else 0.0
    x = sheet.width - (inset or sheet.right) - page.QR_SIDE
    top = (inset or page.QR_BOTTOM) + page.QR_SIDE
    canvas.beginForm(name)
    canvas.setFillGray(0)
    # Squares of the code are the units here: whole numbers, which cost nothing to write.
    canvas.transform(unit, 0, 0, unit, x, top)
    rectangles = [f"{run.column} {-run.row - 1} {run.length} 1 re" for run in runs]
    canvas.drawPath(PDFPathObject(rectangles), stroke=0, fill=1)
    canvas.endForm()
    return name


def draft_mark(canvas: Canvas, sheet: Sheet) -> None:
    """The grey words of a draft across the page."""
    canvas.saveState()
    canvas.setFillColor(DRAFT_GREY)
    canvas.setFont(fonts.BOLD, 64)
    canvas.translate(sheet.width / 2, sheet.height / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -20, DRAFT_WORDS)
    canvas.restoreState()
