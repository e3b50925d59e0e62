"""How wide the columns of a table of texts are. The same for PDF and docx."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import sqrt

from reportlab.pdfbase.pdfmetrics import stringWidth

from cluster_desktop.documents import fonts
from cluster_desktop.documents.escape import clean, glued

# Rows looked at; a table of a thousand rows is measured by every fifth.
SAMPLE = 200
_WORDS = re.compile(r"[ \n\t]+")
# Share of the room that may be taken by words that are not to be torn.
MOST_FOR_WORDS = 0.8


def column_widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], room: float, size: float, *, pad: float
) -> list[float]:
    """Widths in points that fill `room`: no word is torn while there is room for it, then long
    columns get more than short ones."""
    fonts.register()
    sample = rows[:: max(1, len(rows) // SAMPLE)]
    least, wanted = [], []
    for column, heading in enumerate(headings):
        texts = [row[column] for row in sample]
        least.append(_longest_word([heading, *texts], size) + 2 * pad + 2)
        wanted.append(_wanted([heading, *texts], size) + 2 * pad + 2)
    return _shared(least, wanted, room)


def _longest_word(texts: Sequence[str], size: float) -> float:
    words = {word[:40] for text in texts for word in _WORDS.split(glued(clean(text)))}
    return max((stringWidth(word, fonts.BOLD, size) for word in words), default=0.0)


def _wanted(texts: Sequence[str], size: float) -> float:
    """Width in which the texts take few lines: a short one whole, the root of a long one."""
    most = 0.0
    for text in texts:
        lines = [stringWidth(line[:400], fonts.REGULAR, size) for line in text.split("\n")]
        letters = sum(lines) / size
        roomy = size * (min(letters, 12) + 3.2 * sqrt(max(0.0, letters - 12)))
        most = max(most, min(max(lines), roomy))
    return most


def _shared(least: list[float], wanted: list[float], room: float) -> list[float]:
    wanted = [max(pair) for pair in zip(least, wanted, strict=True)]
    if sum(wanted) <= room:
        return [width * room / sum(wanted) for width in wanted]
    if sum(least) > room * MOST_FOR_WORDS:  # long words are torn: long texts need their width
        limit = _limit(least, room * MOST_FOR_WORDS)
        least = [min(width, limit) for width in least]
    free = room - sum(least)
    more = [want - kept for want, kept in zip(wanted, least, strict=True)]
    return [kept + free * want / sum(more) for kept, want in zip(least, more, strict=True)]


def _limit(widths: Sequence[float], room: float) -> float:
    """The width above which columns are cut so that all fit."""
    left, count = room, len(widths)
    for width in sorted(widths):
        if width * count >= left:
            return left / count
        left -= width
        count -= 1
    return room
