"""What stands on the practice board and where: spots of a card, cards in columns. No widgets.

A spot is a thing that can be pointed at and reached with the arrows. The layout is arithmetic
over plain rectangles, so that a board of 3,000 students is laid out in a few milliseconds and
only what is visible is painted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from PySide6.QtCore import QPoint, QRect

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.services.board import Base, Board, MentorLine, Placed

Kind = Literal["base", "agreement", "warning", "mentor", "student", "free"]
Direction = Literal["up", "down", "left", "right"]

LEAST_CARD = 330
GAP = 12
PAD = 12
INDENT = 24
TWO_COLUMNS = 300
HEAD, LINE, MENTOR, NO_MENTOR, STUDENT, FREE = 40, 26, 30, 40, 26, 84
TWO_LINES = 40
# A letter of a sentence on the average, and what stands beside the sentence: its sign, its verb.
_LETTER, _BESIDE = 6.2, 110
# A step aside counts more than a step in the wanted direction.
_ASIDE = 4


@dataclass(frozen=True)
class Spot:
    """One thing on a card; `base` is the card's number, `organisation` its enterprise."""

    kind: Kind
    base: int
    organisation: UUID
    text: str
    mentor: MentorLine | None = None
    placed: Placed | None = None

    @property
    def key(self) -> tuple[str, UUID, UUID | None]:
        """What stays the same when the board is read anew."""
        if self.placed is not None:
            return (self.kind, self.placed.id, None)
        mentor = self.mentor.id if self.mentor is not None else None
        return (self.kind, self.organisation, mentor)


def bare(sentence: str, name: str) -> str:
    """A finding without the enterprise's name, which stands above it on the card."""
    rest = sentence.removeprefix(f"{name}: ")
    return rest[:1].upper() + rest[1:] if rest != sentence else sentence


def fill(base: Base) -> str:
    """How many of how many."""
    return _("{n} of {total}").format(n=base.placed, total=base.places)


def free_places(base: Base) -> str:
    n = max(0, base.places - base.placed)
    return ngettext("{n} free place", "{n} free places", n).format(n=n)


def spots_of(board: Board) -> list[Spot]:
    """Every spot of the board, card by card in reading order."""
    spots: list[Spot] = []
    for at, base in enumerate(board.bases):
        name, id_ = base.organisation.title, base.organisation.id
        spots.append(Spot("base", at, id_, name))
        if base.agreement:
            spots.append(Spot("agreement", at, id_, bare(base.agreement, name)))
        spots += [Spot("warning", at, id_, bare(said, name)) for said in base.warnings[:1]]
        if not base.placed:
            spots.append(Spot("free", at, id_, free_places(base)))
        for line in base.mentors:
            spots.append(Spot("mentor", at, id_, line.name, mentor=line))
            spots += [
                Spot("student", at, id_, one.name, mentor=line, placed=one)
                for one in line.placements
            ]
    return spots


def said(spot: Spot, board: Board) -> str:
    """The spot as a screen reader says it: everything that is only painted is in words here."""
    base = board.bases[spot.base]
    where = base.organisation.title
    if spot.kind == "base":
        return f"{where}, {fill(base)}"
    if spot.kind == "warning":
        return " ".join(base.warnings)
    if spot.kind == "mentor" and spot.mentor is not None:
        return f"{mentor_said(spot.mentor)}, {where}"
    if spot.placed is not None:
        parts = [spot.text, spot.placed.group, where]
        if spot.placed.locked:
            parts.append(_("locked"))
        if spot.placed.reason:
            parts.append(_("over a limit: {reason}").format(reason=spot.placed.reason))
        return ", ".join(part for part in parts if part)
    return f"{spot.text}, {where}"


def mentor_said(line: MentorLine) -> str:
    if line.id is None:
        return _("No mentor")
    load = load_of(line)
    return _("mentor: {name} ({load})").format(name=line.name, load=load) if load else line.name


def load_of(line: MentorLine) -> str:
    """Students now and the limit."""
    return _("{n} of {total}").format(n=line.load, total=line.limit) if line.limit else ""


def height_of(spot: Spot, width: float) -> int:
    """Pixels of a spot at 100 % text size; a sentence too long for the width has two lines."""
    if spot.kind in ("agreement", "warning"):
        return TWO_LINES if len(spot.text) * _LETTER > width - _BESIDE else LINE
    if spot.kind == "base":
        return HEAD
    if spot.kind == "mentor":
        return NO_MENTOR if spot.mentor is not None and spot.mentor.id is None else MENTOR
    if spot.kind == "free":
        return FREE
    return STUDENT


class BoardLayout:
    """Rectangles of cards and spots for a width. `percent` is the text size."""

    def __init__(self, spots: Sequence[Spot], width: int, percent: int = 100) -> None:
        self.spots = spots
        self.width, self.percent = width, percent
        self.rects: list[QRect] = []
        self.cards: list[QRect] = []
        self.first: list[int] = []
        self.rules: list[int] = []
        self.height = 0
        self._scale = 1 + (percent - 100) / 100 * 0.9
        self._tops: list[int] = []
        self.columns = max(1, (width + GAP) // (round(LEAST_CARD * self._scale) + GAP))
        self._card = max(1, (width - GAP * (self.columns - 1)) // self.columns)
        self._lay_out()

    def _lay_out(self) -> None:
        groups: list[tuple[int, int]] = []
        for at, spot in enumerate(self.spots):
            if not groups or self.spots[groups[-1][0]].base != spot.base:
                groups.append((at, at + 1))
            else:
                groups[-1] = (groups[-1][0], at + 1)
        top = 0
        for row in range(0, len(groups), self.columns):
            made = groups[row : row + self.columns]
            left, heights = 0, []
            for start, stop in made:
                heights.append(self._lay_card(left, top, start, stop))
                left += self._card + GAP
            most = max(heights)
            for number in range(len(made)):
                self.cards.append(QRect(number * (self._card + GAP), top, self._card, most))
                self._tops.append(top)
            top += most + GAP
        self.height = max(0, top - GAP)

    def _lay_card(self, left: int, top: int, start: int, stop: int) -> int:
        """Place the spots of one card; its own height."""
        self.first.append(start)
        inner = self._card - 2 * PAD
        two = self._card >= TWO_COLUMNS
        at, column, rule = top + 2, 0, 0
        for number in range(start, stop):
            spot = self.spots[number]
            tall = round(height_of(spot, inner / self._scale) * self._scale)
            if spot.kind == "student":
                half = (inner - INDENT) // 2 if two else inner - INDENT
                x = left + PAD + INDENT + (half if column else 0)
                if column and two:
                    at -= tall
                self.rects.append(QRect(x, at, half, tall))
                column = 1 - column if two else 0
                at += tall
                continue
            column = 0
            if spot.kind in ("mentor", "free") and not rule:
                rule = at + 2
                at += 8
            elif spot.kind == "mentor":
                at += 4
            self.rects.append(QRect(left + PAD, at, inner, tall))
            at += tall
        self.rules.append(rule or at + 2)
        return at - top + PAD

    def visible(self, top: int, bottom: int) -> Iterator[int]:
        """Cards that show anything between two heights."""
        # The row above may reach down into the part that is looked at.
        start = max(0, bisect_left(self._tops, top) - self.columns)
        for number in range(start, len(self.cards)):
            card = self.cards[number]
            if card.top() > bottom:
                return
            if card.bottom() >= top:
                yield number

    def card_at(self, point: QPoint) -> int | None:
        """The card under a point."""
        found = (n for n in self.visible(point.y(), point.y()) if self.cards[n].contains(point))
        return next(found, None)

    def spots_of_card(self, card: int) -> range:
        stop = self.first[card + 1] if card + 1 < len(self.first) else len(self.spots)
        return range(self.first[card], stop)

    def spot_at(self, point: QPoint) -> int | None:
        """The spot under a point."""
        card = self.card_at(point)
        if card is None:
            return None
        return next((n for n in self.spots_of_card(card) if self.rects[n].contains(point)), None)

    def mentor_at(self, point: QPoint) -> int | None:
        """The mentor's spot whose part of the card is under a point."""
        card = self.card_at(point)
        if card is None:
            return None
        found = None
        for number in self.spots_of_card(card):
            if self.spots[number].kind == "mentor" and self.rects[number].top() <= point.y():
                found = number
        return found

    def step(self, current: int, direction: Direction) -> int:
        """The nearest spot in a direction; the same one where there is none."""
        if not 0 <= current < len(self.rects):
            return 0 if self.rects else -1
        here = self.rects[current]
        best, least = current, 0
        for number, rect in enumerate(self.rects):
            ahead, aside = _distances(here, rect, direction)
            if ahead <= 0:
                continue
            far = ahead + _ASIDE * aside
            if best == current or far < least:
                best, least = number, far
        return best


def _distances(here: QRect, there: QRect, direction: Direction) -> tuple[int, int]:
    """How far ahead in the direction, and how far aside, from one rectangle to another."""
    if direction == "down":
        ahead = there.top() - here.bottom()
    elif direction == "up":
        ahead = here.top() - there.bottom()
    elif direction == "right":
        ahead = there.left() - here.right()
    else:
        ahead = here.left() - there.right()
    if direction in ("up", "down"):
        aside = max(0, there.left() - here.right(), here.left() - there.right())
    else:
        aside = max(0, there.top() - here.bottom(), here.top() - there.bottom())
    return ahead + 1, aside
