"""A list as paper: landscape A4, the columns of the view, headings on each page, page n of m.

Takes texts only; what they mean was decided by whoever shows the list. The same texts give the
same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from cluster_desktop.documents import charts, fonts
from cluster_desktop.documents.escape import clean
from cluster_desktop.i18n import _
from cluster_desktop.services.passport_content import Chart, Words

WIDTH, HEIGHT = landscape(A4)
LEFT, RIGHT, TOP, BOTTOM = 20 * mm, 15 * mm, 15 * mm, 16 * mm
SIZE, LEADING = 9.0, 11.0
PAD = 3.0
GREY = HexColor("#8A8A8A")
HEAD_FILL = HexColor("#EEEEEE")
# One cell may not fill a page: what is longer is cut, and the list on the screen holds it all.
MOST_CELL = 600
NARROWEST = 14 * mm
CHART_TITLE = 30.0

_CELL = ParagraphStyle("cell", fontName=fonts.REGULAR, fontSize=SIZE, leading=LEADING)
_HEAD = ParagraphStyle("head", parent=_CELL, fontName=fonts.BOLD)


@dataclass(frozen=True)
class ListData:
    """Title, the filter in words, headings, and rows of texts as wide as the headings.

    `weights` share out the width; `day` stands in the foot; `charts` follow the table on pages of
    their own, in the language of the window.
    """

    title: str
    subtitle: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    weights: Sequence[int] = field(default=())
    day: str = ""
    charts: Sequence[Chart] = field(default=())


@dataclass(frozen=True)
class _Line:
    cells: list[Paragraph]
    height: float


def render(data: ListData) -> tuple[bytes, int]:
    """The PDF and its number of pages. Raises Refusal where a letter cannot be printed."""
    rows = [[_short(text) for text in row] for row in data.rows]
    texts = [data.title, data.subtitle, data.day, *data.headings, *(t for row in rows for t in row)]
    fonts.refuse_missing_letters(clean(text) for text in [*texts, *_chart_texts(data.charts)])
    widths = _widths(data.headings, rows, data.weights)
    head = _line(data.headings, widths, _HEAD)
    pages = _pages([_line(row, widths, _CELL) for row in rows], head.height)
    drawn = _chart_pages(data.charts)
    count = len(pages) + len(drawn)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle(clean(data.title))
    for number, lines in enumerate(pages, start=1):
        y = _title(canvas, data) if number == 1 else HEIGHT - TOP
        y = _draw(canvas, head, widths, y, fill=True)
        for line in lines:
            y = _draw(canvas, line, widths, y)
        _foot(canvas, data, number, count)
        canvas.showPage()
    for number, page in enumerate(drawn, start=len(pages) + 1):
        y = HEIGHT - TOP
        for title, drawing in page:
            y = _draw_chart(canvas, title, drawing, y)
        _foot(canvas, data, number, count)
        canvas.showPage()
    canvas.save()
    return stream.getvalue(), count


def _short(text: str) -> str:
    cleaned = clean(text)
    return cleaned if len(cleaned) <= MOST_CELL else cleaned[: MOST_CELL - 1] + "…"


def _widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], weights: Sequence[int]
) -> list[float]:
    """Columns as wide as their longest short text; what is left over goes to the long ones."""
    room = WIDTH - LEFT - RIGHT
    sample = rows[:: max(1, len(rows) // 200)]
    natural: list[float] = []
    for column, heading in enumerate(headings):
        texts = [heading, *(row[column] for row in sample)]
        longest = max(stringWidth(text[:80], fonts.REGULAR, SIZE) for text in texts)
        natural.append(max(NARROWEST, longest + 2 * PAD + 4))
    if sum(natural) <= room:
        spare = (room - sum(natural)) / len(natural)
        return [width + spare for width in natural]
    if len(natural) * NARROWEST > room:
        # Too many columns for the page: nothing may be cut off at its edge, so words are broken.
        return [room / len(natural)] * len(natural)
    least = [min(width, max(NARROWEST, room / len(natural) * 0.6)) for width in natural]
    free = max(0.0, room - sum(least))
    wanted = [width - kept for width, kept in zip(natural, least, strict=True)]
    total = sum(wanted) or 1.0
    return [kept + free * more / total for kept, more in zip(least, wanted, strict=True)]


def _line(texts: Sequence[str], widths: Sequence[float], style: ParagraphStyle) -> _Line:
    cells = [Paragraph(escape(clean(text)).replace("\n", "<br/>"), style) for text in texts]
    heights = [
        cell.wrap(width - 2 * PAD, HEIGHT)[1] for cell, width in zip(cells, widths, strict=True)
    ]
    return _Line(cells, max([LEADING, *heights]) + 2 * PAD)


def _pages(lines: Sequence[_Line], head: float) -> list[list[_Line]]:
    first = HEIGHT - TOP - BOTTOM - head - 36
    room = first
    pages: list[list[_Line]] = [[]]
    for line in lines:
        if line.height > room and pages[-1]:
            pages.append([])
            room = HEIGHT - TOP - BOTTOM - head
        pages[-1].append(line)
        room -= line.height
    return pages


def _chart_texts(some: Sequence[Chart]) -> list[str]:
    return [
        words.here()
        for chart in some
        for words in (chart.title, chart.unit, *chart.categories, *(s.label for s in chart.series))
    ]


def _chart_pages(some: Sequence[Chart]) -> list[list[tuple[str, Drawing]]]:
    """Each chart below its title; what does not fit begins a page."""
    pages: list[list[tuple[str, Drawing]]] = []
    room = 0.0
    for chart in some:
        for drawing in charts.drawings(chart, Words.here, WIDTH - LEFT - RIGHT):
            height = drawing.height + CHART_TITLE
            if not pages or height > room:
                pages.append([])
                room = HEIGHT - TOP - BOTTOM
            pages[-1].append((chart.title.here(), drawing))
            room -= height
    return pages


def _draw_chart(canvas: Canvas, title: str, drawing: Drawing, y: float) -> float:
    canvas.setFillColor(HexColor("#000000"))
    canvas.setFont(fonts.BOLD, SIZE + 2)
    canvas.drawString(LEFT, y - 14, clean(title)[:120])
    drawing.drawOn(canvas, LEFT, y - CHART_TITLE - drawing.height + 6)
    return y - CHART_TITLE - drawing.height


def _title(canvas: Canvas, data: ListData) -> float:
    y = HEIGHT - TOP - 14
    canvas.setFont(fonts.BOLD, 14)
    canvas.drawString(LEFT, y, clean(data.title))
    canvas.setFont(fonts.REGULAR, SIZE)
    canvas.drawString(LEFT, y - 14, clean(data.subtitle)[:160])
    return y - 22


def _draw(
    canvas: Canvas, line: _Line, widths: Sequence[float], y: float, *, fill: bool = False
) -> float:
    x = LEFT
    canvas.setLineWidth(0.4)
    canvas.setStrokeColor(GREY)
    for cell, width in zip(line.cells, widths, strict=True):
        if fill:
            canvas.setFillColor(HEAD_FILL)
        canvas.rect(x, y - line.height, width, line.height, stroke=1, fill=1 if fill else 0)
        canvas.setFillColor(HexColor("#000000"))
        cell.drawOn(canvas, x + PAD, y - PAD - cell.height)
        x += width
    return y - line.height


def _foot(canvas: Canvas, data: ListData, number: int, count: int) -> None:
    canvas.setFont(fonts.REGULAR, SIZE)
    canvas.setFillColor(HexColor("#000000"))
    canvas.drawString(LEFT, 8 * mm, data.day)
    said = _("page {n} of {count}").format(n=number, count=count)
    canvas.drawRightString(WIDTH - RIGHT, 8 * mm, said)
