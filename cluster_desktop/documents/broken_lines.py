"""Paragraphs whose lines are broken once: hundreds of papers of one job share most clauses.

Used by one paper at a time (press.PRESS).
"""

from __future__ import annotations

from functools import lru_cache

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph


class BrokenOnce(Paragraph):
    """A paragraph of one width. It may stand in many places: what splits is a twin of it."""

    def __init__(self, words: str, style: ParagraphStyle, width: float) -> None:
        super().__init__(words, style)
        self._words = words
        self._own_width = width
        self._size: tuple[float, float] | None = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        if self._size is None or availWidth != self._own_width:
            self._size = super().wrap(availWidth, availHeight)
            self._own_width = availWidth
        return self._size

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        twin = Paragraph(self._words, self.style)
        return list(twin.split(availWidth, availHeight))


@lru_cache(maxsize=512)
def words_of(words: str, style: ParagraphStyle, width: float) -> BrokenOnce:
    """The paragraph of a markup in that style and width, made when first asked for."""
    return BrokenOnce(words, style, width)
