"""Where things stand on A4: measures, levels, and the cutting of levels into pages.

A level is what starts at one height: a clause in kk and ru, or a row of party blocks. When a level
does not fit, its cells are cut at the same height and go on level on the next page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, RIGHT, TOP = 20 * mm, 15 * mm, 15 * mm
GAP = 6 * mm
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
COLUMN = (TEXT_WIDTH - GAP) / 2
COLUMNS = (LEFT, LEFT + COLUMN + GAP)
QR_SIDE = 14 * mm
QR_BOTTOM = 8 * mm
FOOT_BASELINE = 9.6 * mm
# The text ends above the code; a short line (person, place of the seal) may stand beside it.
BOTTOM = 24 * mm
BOTTOM_SHORT = 14.5 * mm
SHORT_WIDTH = COLUMN - QR_SIDE - 2 * mm
LEADING = 13.8
# A clause is not begun for one line at the foot of a page.
FEWEST_LINES = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A paragraph, or a rule to sign on, at a place from the left edge.

    `tinted` marks the cell with the value being typed on the live page.
    """

    x: float
    width: float
    paragraph: Flowable | None
    tinted: bool = False

    def height(self) -> float:
        if self.paragraph is None:
            return 0.0
        return float(self.paragraph.wrap(self.width, PAGE_HEIGHT)[1])


@dataclass(slots=True)
class Level:
    """Cells that start level. `before` falls away at the head of a page."""

    cells: Sequence[Cell]
    before: float = 0.0
    keep_with_next: bool = False
    splits: bool = True
    is_short: bool = False
    new_page: bool = False
    height: float = 0.0

    def measure(self) -> float:
        self.height = max((cell.height() for cell in self.cells), default=0.0)
        return self.height

    def least(self) -> float:
        """Height that must be free to begin the level on a page."""
        return min(self.height, FEWEST_LINES * LEADING) if self.splits else self.height


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the height of its upper edge."""

    cell: Cell
    top: float


@dataclass(slots=True)
class Page:
    """What one page carries."""

    placed: list[Placed] = field(default_factory=list)


def paginate(levels: Sequence[Level]) -> list[Page]:
    """The pages of the levels, in order; headings stay with what follows them."""
    for level in levels:
        level.measure()
    pages = [Page()]
    y = PAGE_HEIGHT - TOP
    waiting = list(reversed(levels))
    while waiting:
        at_head = not pages[-1].placed
        level = waiting[-1]
        before = 0.0 if at_head else level.before
        if not at_head and _moves(waiting, y):
            pages.append(Page())
            y = PAGE_HEIGHT - TOP
            continue
        waiting.pop()
        y -= before
        room = y - _bottom(level)
        if level.height > room and level.splits:
            parts = _cut(level, room)
            if parts is None:
                level.measure()  # a vain attempt to split leaves a paragraph without its lines
            if parts is None and not at_head:
                pages.append(Page())
                y = PAGE_HEIGHT - TOP
                waiting.append(level)
                continue
            if parts is not None:
                level, rest = parts
                waiting.append(rest)
        pages[-1].placed += [Placed(cell, y) for cell in level.cells]
        y -= level.height
    return pages


def _bottom(level: Level) -> float:
    return BOTTOM_SHORT if level.is_short else BOTTOM


def _begins(waiting: Sequence[Level], y: float) -> bool:
    """Whether the next level, with all that must stay with it, can begin at height y."""
    for level in reversed(waiting):
        y -= level.before + (level.height if level.keep_with_next else level.least())
        if y < _bottom(level):
            return False
        if not level.keep_with_next:
            break
    return True


def _moves(waiting: Sequence[Level], y: float) -> bool:
    """Whether the next level belongs on a new page.

    A chain higher than a whole page is no reason to leave a page: it is cut where it falls.
    """
    level = waiting[-1]
    if level.new_page:
        return True
    if _begins(waiting, y):
        return False
    return _begins(waiting, PAGE_HEIGHT - TOP) or y - level.before - level.least() < _bottom(level)


def _cut(level: Level, room: float) -> tuple[Level, Level] | None:
    """The level cut at the height left on the page; None where no sensible cut is."""
    heads: list[Cell] = []
    tails: list[Cell] = []
    for cell in level.cells:
        if cell.paragraph is None or cell.height() <= room:
            heads.append(cell)
            continue
        parts = cell.paragraph.split(cell.width, room)
        if len(parts) < 2:
            return None
        heads.append(Cell(cell.x, cell.width, parts[0], cell.tinted))
        tails += [Cell(cell.x, cell.width, part, cell.tinted) for part in parts[1:]]
    head = Level(heads, keep_with_next=False)
    tail = Level(tails, keep_with_next=level.keep_with_next)
    head.measure()
    tail.measure()
    return head, tail
