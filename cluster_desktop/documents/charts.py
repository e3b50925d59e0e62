"""Charts of a paper: bars in greys and hatching that a black-and-white printer tells apart.

Pure shapes: no clock and no random id, so the same chart is the same drawing. Few short names
stand below upright bars; many or long ones stand left of lying bars.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil, floor, log10
from typing import Literal

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from cluster_desktop.documents import fonts
from cluster_desktop.documents.escape import clean
from cluster_desktop.i18n import format_number
from cluster_desktop.services.passport_content import Chart, Words

SIZE, LEADING = 8.5, 10.0
HEIGHT = 170.0
GRID = HexColor("#C8C8C8")
AXIS = HexColor("#505050")
# Steps of grey far enough apart for a bad copy; what repeats is hatched.
GREYS = tuple(HexColor(code) for code in ("#4D4D4D", "#BDBDBD", "#FFFFFF", "#8C8C8C", "#E3E3E3"))
HATCH = 4.0
MOST_UPRIGHT = 10
LABEL_LINES = 3
BAR_ROW = 9.0
# Lying bars of one drawing; more go on in the next one, on the next page if need be.
MOST_ROWS = 24

Say = Callable[[Words], str]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Fill:
    """How the bars of a series look."""

    grey: Color
    is_hatched: bool = False


def fill_of(series: int) -> Fill:
    """The look of the n-th series, from 0."""
    return Fill(GREYS[series % len(GREYS)], is_hatched=series % len(GREYS) == 2 or series >= 5)


@dataclass(frozen=True, slots=True)
class Scale:
    """Ticks of the axis of values, the lowest and the highest at its ends."""

    ticks: tuple[float, ...]

    def at(self, value: float, length: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return (value - low) / (high - low) * length


def scale_of(low: float, high: float) -> Scale:
    """Round steps around the values; nought is always on the axis."""
    low, high = min(0.0, low), max(0.0, high)
    if low == high:
        high = 1.0
    rough = (high - low) / 5
    power = 10.0 ** floor(log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough * 0.999)
    if step < 1 and low == floor(low) and high == floor(high):
        step = 1.0  # people are whole
    first, last = floor(low / step), ceil(high / step)
    return Scale(tuple(step * n for n in range(first, last + 1)))


def drawings(chart: Chart, say: Say, width: float, lang: str | None = None) -> list[Drawing]:
    """The chart in so many points of width; several drawings where it has many lying bars.

    `say` gives a text of the chart as it stands on this paper. Empty for a chart without numbers.
    """
    fonts.register()
    if not chart.categories or all(v is None for one in chart.series for v in one.values):
        return []
    if _stands(chart, say, width):
        return [_upright(chart, say, width, lang)]
    per_row = 1 if chart.stacked else len(chart.series)
    count = max(1, MOST_ROWS // per_row)
    starts = range(0, len(chart.categories), count)
    scale = _scale(chart)
    return [_lying(_part(chart, at, at + count), say, width, scale, lang) for at in starts]


def said(chart: Chart, say: Say, lang: str | None = None) -> str:
    """The numbers of the chart in words, for those who cannot see it."""
    lines = []
    for at, category in enumerate(chart.categories):
        told = ", ".join(
            f"{say(one.label)} {_number(value, lang)}"
            for one in chart.series
            if (value := one.values[at]) is not None
        )
        lines.append(f"{say(category)}: {told}")
    return "; ".join(lines)


def as_pdf(drawing: Drawing) -> bytes:
    """The drawing alone, as a PDF of its size: what is made into a picture."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(drawing.width, drawing.height), invariant=1)
    drawing.drawOn(canvas, 0, 0)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _part(chart: Chart, first: int, last: int) -> Chart:
    series = tuple(replace(one, values=one.values[first:last]) for one in chart.series)
    return replace(chart, categories=chart.categories[first:last], series=series)


def _stands(chart: Chart, say: Say, width: float) -> bool:
    if len(chart.categories) > MOST_UPRIGHT:
        return False
    slot = (width - 40) / len(chart.categories) - 6
    return all(
        len(_wrapped(say(name), slot)) <= LABEL_LINES
        and all(_wide(line) <= slot for line in _wrapped(say(name), slot))
        for name in chart.categories
    )


def _scale(chart: Chart) -> Scale:
    sums: list[float] = []
    for at in range(len(chart.categories)):
        values = [one.values[at] or 0.0 for one in chart.series]
        if chart.stacked:
            sums += [sum(v for v in values if v > 0), sum(v for v in values if v < 0)]
        else:
            sums += values
    return scale_of(min(sums), max(sums))


def _upright(chart: Chart, say: Say, width: float, lang: str | None) -> Drawing:
    scale = _scale(chart)
    left = max(_wide(_number(tick, lang)) for tick in scale.ticks) + 6
    slot = (width - left) / len(chart.categories)
    names = [_wrapped(say(name), slot - 6) for name in chart.categories]
    legend = _legend(chart, say, width)
    below = max(len(lines) for lines in names) * LEADING + 6
    above = 14 + (LEADING if any(chart.unit) else 0)
    length = HEIGHT - below - above - legend.height
    made = Drawing(width, HEIGHT)
    bottom = below + legend.height
    for tick in scale.ticks:
        y = bottom + scale.at(tick, length)
        made.add(Line(left, y, width, y, strokeColor=AXIS if tick == 0 else GRID, strokeWidth=0.5))
        made.add(_text(left - 4, y - 3, _number(tick, lang), "end"))
    made.add(_text(0, HEIGHT - LEADING, say(chart.unit)))
    for at, lines in enumerate(names):
        middle = left + slot * (at + 0.5)
        for row, line in enumerate(lines):
            made.add(_text(middle, bottom - LEADING * (row + 1) - 1, line, "middle"))
        for bar in _bars(chart, at, slot * 0.72):
            x = left + slot * (at + 0.14) + bar.across
            low, high = (bottom + scale.at(v, length) for v in (bar.start, bar.end))
            _box(made, x, min(low, high), bar.thick, abs(high - low), bar.series)
            told = _number(bar.value, lang)
            if _wide(told) <= max(bar.thick, slot * 0.72 / len(chart.series)) + 3:
                _upright_value(made, chart, bar, x + bar.thick / 2, low, high, told)
    made.add(legend.group)
    return made


def _upright_value(
    made: Drawing, chart: Chart, bar: Bar, x: float, low: float, high: float, told: str
) -> None:
    """The number above its bar; inside it where bars are stacked and there is room."""
    if not chart.stacked:
        made.add(_text(x, high + 2 if bar.value >= 0 else high - LEADING + 1, told, "middle"))
    elif abs(high - low) > LEADING + 2:
        _plate(made, x, (low + high) / 2 - 3, told)


def _lying(chart: Chart, say: Say, width: float, scale: Scale, lang: str | None) -> Drawing:
    names_width = min(
        width * 0.42, max(_wide(line) for c in chart.categories for line in say(c).split("\n")) + 4
    )
    names = [_wrapped(say(name), names_width - 6) for name in chart.categories]
    per = 1 if chart.stacked else len(chart.series)
    rows = [max(per * BAR_ROW, len(lines) * LEADING) + 6 for lines in names]
    legend = _legend(chart, say, width)
    below = LEADING + 4 + legend.height
    unit_room = LEADING + 4 if any(chart.unit) else 0
    height = sum(rows) + below + unit_room
    left = names_width
    length = width - left - 30
    made = Drawing(width, height)
    for tick in scale.ticks:
        x = left + scale.at(tick, length)
        colour = AXIS if tick == 0 else GRID
        made.add(Line(x, below, x, below + sum(rows), strokeColor=colour, strokeWidth=0.5))
        made.add(_text(x, below - LEADING, _number(tick, lang), "middle"))
    made.add(_text(left, height - LEADING, say(chart.unit)))
    top = height - unit_room
    for at, (lines, room) in enumerate(zip(names, rows, strict=True)):
        middle = top - room / 2
        for row, line in enumerate(lines):
            y = middle + len(lines) * LEADING / 2 - LEADING * (row + 1) + 2.5
            made.add(_text(left - 5, y, line, "end"))
        for bar in _bars(chart, at, per * BAR_ROW):
            y = middle + per * BAR_ROW / 2 - bar.across - bar.thick
            low, high = (left + scale.at(v, length) for v in (bar.start, bar.end))
            _box(made, min(low, high), y + 0.5, abs(high - low), bar.thick - 1, bar.series)
            told = _number(bar.value, lang)
            if not chart.stacked:
                anchor: Anchor = "start" if bar.value >= 0 else "end"
                made.add(_text(high + (3 if bar.value >= 0 else -3), y + 1.8, told, anchor))
            elif abs(high - low) > _wide(told) + 4:
                _plate(made, (low + high) / 2, y + 1.8, told)
        top -= room
    made.add(legend.group)
    return made


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: series, place across its slot, thickness, and the values it lies between."""

    series: int
    across: float
    thick: float
    start: float
    end: float
    value: float


def _bars(chart: Chart, category: int, room: float) -> Iterator[Bar]:
    """The bars of one category. What is not known has none, nought has a thin one."""
    thick = room if chart.stacked else room / len(chart.series)
    up = down = 0.0
    for number, one in enumerate(chart.series):
        value = one.values[category]
        if value is None:
            continue
        if not chart.stacked:
            yield Bar(number, number * thick, thick, 0.0, value, value)
        elif value >= 0:
            yield Bar(number, 0.0, thick, up, up + value, value)
            up += value
        else:
            yield Bar(number, 0.0, thick, down, down + value, value)
            down += value


def _box(made: Drawing, x: float, y: float, width: float, height: float, series: int) -> None:
    look = fill_of(series)
    made.add(_rect(x, y, width, height, look.grey, black))
    if look.is_hatched:
        for line in _hatching(x, y, width, height):
            made.add(line)


def _hatching(x: float, y: float, width: float, height: float) -> Iterator[Line]:
    """Strokes from upper left to lower right, cut at the edges of the box."""
    for step in range(1, int((width + height) / HATCH) + 1):
        offset = step * HATCH
        start = (x + max(0.0, offset - height), y + min(offset, height))
        end = (x + min(offset, width), y + max(0.0, offset - width))
        if start != end:
            yield Line(*start, *end, strokeColor=black, strokeWidth=0.35)


@dataclass(frozen=True, slots=True)
class Legend:
    """Names of the series with their looks, at the foot of the drawing."""

    group: Group
    height: float


def _legend(chart: Chart, say: Say, width: float) -> Legend:
    group = Group()
    if len(chart.series) < 2 and not any(one.label.kk for one in chart.series):
        return Legend(group, 0.0)
    places: list[tuple[float, int, str]] = []
    x, row = 0.0, 0
    for one in chart.series:
        label = clean(say(one.label)).replace("\n", " / ")
        needed = 14 + _wide(label) + 14
        if x and x + needed > width:
            x, row = 0.0, row + 1
        places.append((x, row, label))
        x += needed
    height = (row + 1) * (LEADING + 2) + 4
    for number, (x, row, label) in enumerate(places):
        y = height - 4 - (row + 1) * (LEADING + 2) + 3
        box = Drawing()
        _box(box, x + 0.5, y - 0.5, 9, 8, number)
        for shape in box.contents:
            group.add(shape)
        group.add(_text(x + 14, y, label))
    return Legend(group, height)


def _plate(made: Drawing, x: float, y: float, told: str) -> None:
    """A number on a white plate: readable on any grey."""
    wide = _wide(told) + 3
    made.add(_rect(x - wide / 2, y - 1.5, wide, SIZE, white, None))
    made.add(_text(x, y, told, "middle"))


def _rect(x: float, y: float, width: float, height: float, fill: Color, edge: Color | None) -> Rect:
    made = Rect(x, y, width, height)
    made.fillColor, made.strokeColor, made.strokeWidth = fill, edge, 0.5
    return made


def _text(x: float, y: float, words: str, anchor: Anchor = "start") -> String:
    words = clean(words).replace("\n", " ")
    return String(x, y, words, fontName=fonts.REGULAR, fontSize=SIZE, textAnchor=anchor)


def _wide(text: str) -> float:
    return float(stringWidth(text, fonts.REGULAR, SIZE))


def _number(value: float, lang: str | None) -> str:
    """Whole numbers as such, others with two decimals at most."""
    return format_number(round(Decimal(str(value)), 2).normalize() + 0, lang)


def _wrapped(text: str, room: float) -> list[str]:
    """The text in lines of at most so many points, words whole."""
    lines: list[str] = []
    for part in clean(text).split("\n"):
        line = ""
        for word in part.split():
            longer = f"{line} {word}".strip()
            if line and _wide(longer) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines
