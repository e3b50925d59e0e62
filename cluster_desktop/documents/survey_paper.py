"""A questionnaire on paper: upright A4, boxes to tick, lines to write on. The same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from cluster_desktop.documents import fonts
from cluster_desktop.documents.escape import clean, markup
from cluster_desktop.services.paper_data import Pair
from cluster_desktop.services.surveys import Asked, Questionnaire

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 20 * mm, 15 * mm, 15 * mm, 15 * mm
ROOM = WIDTH - LEFT - RIGHT
NUMBER, BOX = 9 * mm, 9 * mm
PAD = 3.0
WORD_LINES = 4
GREY, FILL = HexColor("#8A8A8A"), HexColor("#EEEEEE")
BLACK = HexColor("#000000")
_TEXT = ParagraphStyle("text", fontName=fonts.REGULAR, fontSize=10.5, leading=12.5)
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=9.5, leading=11.5)
_BOLD = ParagraphStyle("bold", parent=_TEXT, fontName=fonts.BOLD)
_TITLE = ParagraphStyle("title", parent=_BOLD, fontSize=13, leading=16, alignment=TA_CENTER)


def render(
    survey: Questionnaire,
    *,
    languages: str,
    how_to: Pair,
    labels: Sequence[Pair],
    qualities: dict[str, Pair],
) -> tuple[bytes, int]:
    """The PDF and its number of pages. `languages` is "kk", "ru" or "both".

    Raises Refusal where a letter cannot be printed.
    """
    pairs = [Pair(survey.kk, survey.ru), how_to, *labels, *qualities.values()]
    pairs += [Pair(one.kk, one.ru) for one in survey.questions]
    fonts.refuse_missing_letters(clean(text) for pair in pairs for text in (pair.kk, pair.ru))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.setTitle(clean(survey.kk))
    drawing = _Drawing(canvas, survey, languages)
    drawing.paragraph(Pair(survey.kk, survey.ru), _TITLE, 4)
    drawing.paragraph(how_to, _SMALL, 4)
    for label in labels:
        drawing.field(label)
    drawing.space(6)
    drawing.questions(qualities)
    return drawing.finish(stream)


class _Drawing:
    """Goes down the page and begins a new one where there is no room."""

    def __init__(self, canvas: Canvas, survey: Questionnaire, languages: str) -> None:
        self._canvas, self._survey, self._languages = canvas, survey, languages
        self._y = HEIGHT - TOP
        self._pages = 1

    def finish(self, stream: io.BytesIO) -> tuple[bytes, int]:
        self._foot()
        self._canvas.showPage()
        self._canvas.save()
        return stream.getvalue(), self._pages

    def _foot(self) -> None:
        self._canvas.setFont(fonts.REGULAR, 9)
        self._canvas.setFillColor(BLACK)
        self._canvas.drawCentredString(WIDTH / 2, 8 * mm, f"{self._pages}")

    def _need(self, height: float) -> bool:
        """A new page where so much does not fit; True if one was begun."""
        if self._y - height >= BOTTOM:
            return False
        self._foot()
        self._canvas.showPage()
        self._pages += 1
        self._y = HEIGHT - TOP
        return True

    def said(self, pair: Pair, between: str = "\n") -> str:
        """In the wanted languages; in the other one where it is not written."""
        if self._languages == "kk":
            return pair.kk or pair.ru
        if self._languages == "ru":
            return pair.ru or pair.kk
        return between.join(text for text in (pair.kk, pair.ru) if text)

    def _made(
        self, pair: Pair, style: ParagraphStyle, width: float, between: str = "\n"
    ) -> tuple[Paragraph, float]:
        made = Paragraph(markup(self.said(pair, between)), style)
        return made, made.wrap(width, HEIGHT)[1]

    def space(self, points: float) -> None:
        self._y -= points

    def paragraph(self, pair: Pair, style: ParagraphStyle, after: float) -> None:
        made, height = self._made(pair, style, ROOM)
        self._need(height)
        made.drawOn(self._canvas, LEFT, self._y - height)
        self._y -= height + after

    def field(self, pair: Pair) -> None:
        """A label and a line to write on."""
        made, height = self._made(pair, _SMALL, ROOM * 0.46, " / ")
        height = max(height, 15)
        self._need(height + 5)
        made.drawOn(self._canvas, LEFT, self._y - height)
        self._canvas.setStrokeColor(GREY)
        self._canvas.setLineWidth(0.6)
        bottom = self._y - height
        self._canvas.line(LEFT + ROOM * 0.48, bottom, LEFT + ROOM, bottom)
        self._y -= height + 5

    def questions(self, qualities: dict[str, Pair]) -> None:
        """A table: number, question, a box for each point; the scale is said on every page."""
        quality = ""
        self._scale()
        for number, question in enumerate(self._survey.questions, start=1):
            if question.quality != quality:
                quality = question.quality
                self._band(qualities[quality])
            if question.is_points:
                self._points(number, question)
            else:
                self._words(number, question)

    def _cell(self, x: float, width: float, height: float, *, fill: bool = False) -> None:
        self._canvas.setStrokeColor(GREY)
        self._canvas.setFillColor(FILL)
        self._canvas.setLineWidth(0.5)
        self._canvas.rect(x, self._y - height, width, height, stroke=1, fill=1 if fill else 0)
        self._canvas.setFillColor(BLACK)

    def _scale(self) -> None:
        height = 17.0
        boxes = self._survey.points * BOX
        self._cell(LEFT, ROOM - boxes, height, fill=True)
        self._canvas.setFont(fonts.BOLD, 10.5)
        for point in range(self._survey.points):
            x = LEFT + ROOM - boxes + point * BOX
            self._cell(x, BOX, height, fill=True)
            self._canvas.drawCentredString(x + BOX / 2, self._y - 12, str(point + 1))
        self._y -= height

    def _band(self, pair: Pair) -> None:
        made, height = self._made(pair, _BOLD, ROOM - 2 * PAD, " / ")
        height += 2 * PAD
        if self._need(height + 40):
            self._scale()
        self._cell(LEFT, ROOM, height, fill=True)
        made.drawOn(self._canvas, LEFT + PAD, self._y - height + PAD)
        self._y -= height

    def _points(self, number: int, question: Asked) -> None:
        boxes = self._survey.points * BOX
        width = ROOM - NUMBER - boxes
        made, height = self._made(Pair(question.kk, question.ru), _TEXT, width - 2 * PAD)
        height = max(height + 2 * PAD, 20)
        if self._need(height):
            self._scale()
        self._numbered(number, height)
        self._cell(LEFT + NUMBER, width, height)
        made.drawOn(self._canvas, LEFT + NUMBER + PAD, self._y - PAD - made.height)
        side = 3.6 * mm
        for point in range(self._survey.points):
            x = LEFT + ROOM - boxes + point * BOX
            self._cell(x, BOX, height)
            self._canvas.setStrokeColor(BLACK)
            self._canvas.rect(x + (BOX - side) / 2, self._y - (height + side) / 2, side, side)
        self._y -= height

    def _numbered(self, number: int, height: float) -> None:
        self._cell(LEFT, NUMBER, height)
        self._canvas.setFont(fonts.REGULAR, 10.5)
        self._canvas.drawCentredString(LEFT + NUMBER / 2, self._y - 13, str(number))

    def _words(self, number: int, question: Asked) -> None:
        width = ROOM - NUMBER
        made, text = self._made(Pair(question.kk, question.ru), _TEXT, width - 2 * PAD)
        height = text + 2 * PAD + WORD_LINES * 20
        if self._need(height):
            self._scale()
        self._numbered(number, height)
        self._cell(LEFT + NUMBER, width, height)
        made.drawOn(self._canvas, LEFT + NUMBER + PAD, self._y - PAD - made.height)
        self._canvas.setStrokeColor(GREY)
        for line in range(1, WORD_LINES + 1):
            y = self._y - text - 2 * PAD - line * 20 + 6
            self._canvas.line(LEFT + NUMBER + PAD, y, LEFT + ROOM - PAD, y)
        self._y -= height
