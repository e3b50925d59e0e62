"""Where things stand on A4: measures, levels, and the cutting of levels into pages.

A level is what starts at one height: a clause in kk and ru, or a row of party blocks. When a level
does not fit, its cells are cut at the same height and go on level on the next page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable, Spacer

LEADING = 13.8
QR_SIDE = 14 * mm
QR_BOTTOM = 8 * mm
FOOT_BASELINE = 9.6 * mm
# A clause is not begun for one line at the foot of a page.
FEWEST_LINES = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """Measures of a page. The text ends above the code at the right of the foot.

    A short line (person, place of the seal) may stand beside the code: `bottom_short`.
    """

    width: float
    height: float
    left: float = 20 * mm
    right: float = 15 * mm
    top: float = 15 * mm
    bottom: float = 24 * mm
    bottom_short: float = 14.5 * mm
    gap: float = 6 * mm
    is_framed: bool = False
    """With a frame, the text in the middle of the height."""

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def short_width(self) -> float:
        """Width of what may stand beside the code."""
        return self.column(2) - QR_SIDE - 2 * mm

    def column(self, count: int) -> float:
        """Width of one of so many columns."""
        return (self.text_width - (count - 1) * self.gap) / count

    def columns(self, count: int) -> tuple[float, ...]:
        """Left edges of so many columns."""
        return tuple(self.left + n * (self.column(count) + self.gap) for n in range(count))


PORTRAIT = Sheet(*A4)
SHEETS = {
    "portrait": PORTRAIT,
    "landscape": Sheet(*landscape(A4), bottom=20 * mm),
    "certificate": Sheet(
        *landscape(A4),
        left=24 * mm,
        right=24 * mm,
        top=20 * mm,
        bottom=18 * mm,
        bottom_short=18 * mm,
        gap=16 * mm,
        is_framed=True,
    ),
}


FAR = 842.0  # a height no paragraph of one page exceeds


@dataclass(frozen=True, slots=True)
class Cell:
    """A paragraph, or a rule to sign on, at a place from the left edge.

    `tinted` marks the cell with the value being typed on the live page; `drop` is how far a rule
    lies below the level's upper edge, `pad` the room around the paragraph of a boxed cell.
    """

    x: float
    width: float
    paragraph: Flowable | None
    tinted: bool = False
    drop: float = 0.0
    pad: float = 0.0

    def height(self) -> float:
        if self.paragraph is None:
            return self.drop
        return float(self.paragraph.wrap(self.width - 2 * self.pad, FAR)[1]) + 2 * self.pad


@dataclass(slots=True)
class Level:
    """Cells that start level. `before` falls away at the head of a page.

    A boxed level is a row of a table: lines around its cells, its `heading` again on each page.
    """

    cells: Sequence[Cell]
    before: float = 0.0
    keep_with_next: bool = False
    splits: bool = True
    is_short: bool = False
    new_page: bool = False
    is_boxed: bool = False
    heading: Level | None = None
    height: float = 0.0

    def measure(self) -> float:
        self.height = max((cell.height() for cell in self.cells), default=0.0)
        return self.height

    def least(self) -> float:
        """Height that must be free to begin the level on a page."""
        return min(self.height, FEWEST_LINES * LEADING) if self.splits else self.height


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the height of its upper edge; `box` is the height of the lines around it."""

    cell: Cell
    top: float
    box: float = 0.0


@dataclass(slots=True)
class Page:
    """What one page carries."""

    placed: list[Placed] = field(default_factory=list)


def paginate(levels: Sequence[Level], sheet: Sheet = PORTRAIT) -> list[Page]:
    """The pages of the levels, in order; headings stay with what follows them."""
    for level in levels:
        level.measure()
    pages = [Page()]
    y = sheet.height - sheet.top
    waiting = list(reversed(levels))
    while waiting:
        at_head = not pages[-1].placed
        level = waiting[-1]
        before = 0.0 if at_head else level.before
        if not at_head and _moves(waiting, y, sheet):
            pages.append(Page())
            y = sheet.height - sheet.top
            continue
        waiting.pop()
        if at_head and level.heading is not None:
            _place(pages[-1], level.heading, y)
            y -= level.heading.measure()
        y -= before
        room = y - _bottom(level, sheet)
        if level.height > room and level.splits:
            parts = _cut(level, room)
            if parts is None:
                level.measure()  # a vain attempt to split leaves a paragraph without its lines
            if parts is None and not at_head:
                pages.append(Page())
                y = sheet.height - sheet.top
                waiting.append(level)
                continue
            if parts is not None:
                level, rest = parts
                waiting.append(rest)
        _place(pages[-1], level, y)
        y -= level.height
    return _centred(pages, sheet) if sheet.is_framed else pages


def _place(page: Page, level: Level, y: float) -> None:
    box = level.height if level.is_boxed else 0.0
    page.placed += [Placed(cell, y, box) for cell in level.cells]


def _centred(pages: list[Page], sheet: Sheet) -> list[Page]:
    """What stands in a frame stands in the middle of its height."""
    made = []
    for page in pages:
        lowest = min(item.top - item.cell.height() for item in page.placed)
        down = max(0.0, (lowest - sheet.bottom) / 2)
        made.append(Page([Placed(p.cell, p.top - down, p.box) for p in page.placed]))
    return made


def _bottom(level: Level, sheet: Sheet) -> float:
    return sheet.bottom_short if level.is_short else sheet.bottom


def _begins(waiting: Sequence[Level], y: float, sheet: Sheet) -> bool:
    """Whether the next level, with all that must stay with it, can begin at height y."""
    for level in reversed(waiting):
        y -= level.before + (level.height if level.keep_with_next else level.least())
        if y < _bottom(level, sheet):
            return False
        if not level.keep_with_next:
            break
    return True


def _moves(waiting: Sequence[Level], y: float, sheet: Sheet) -> bool:
    """Whether the next level belongs on a new page.

    A chain higher than a whole page is no reason to leave a page: it is cut where it falls.
    """
    level = waiting[-1]
    if level.new_page:
        return True
    if _begins(waiting, y, sheet):
        return False
    fits_whole = _begins(waiting, sheet.height - sheet.top, sheet)
    return fits_whole or y - level.before - level.least() < _bottom(level, sheet)


def _cut(level: Level, room: float) -> tuple[Level, Level] | None:
    """The level cut at the height left on the page; None where no sensible cut is."""
    heads: list[Cell] = []
    tails: list[Cell] = []
    for cell in level.cells:
        if cell.paragraph is None or cell.height() <= room:
            heads.append(cell)
            if level.is_boxed:  # the row of a table goes on with all its columns
                tails.append(replace(cell, paragraph=Spacer(0, 0)))
            continue
        parts = cell.paragraph.split(cell.width - 2 * cell.pad, room - 2 * cell.pad)
        if len(parts) < 2:
            return None
        heads.append(replace(cell, paragraph=parts[0]))
        tails += [replace(cell, paragraph=part) for part in parts[1:]]
    head = replace(level, cells=heads, keep_with_next=False)
    tail = replace(level, cells=tails, before=0.0, new_page=False)
    head.measure()
    tail.measure()
    return head, tail
