"""The one door of user text to a page: cleaned, capped and escaped. Pure.

Layout time grows with the square of the length, so a word of more than 1,000 letters or a
paragraph of more than 10,000 ends with «…», and `too_long` says so before printing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape as xml_escape

from cluster_desktop.i18n import _
from cluster_desktop.rules.findings import Finding

MAX_WORD = 1_000
MAX_PARAGRAPH = 10_000
CUT = "…"

_CAPITAL = "[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]"
# «Сарсеновой Б. Е.», «№ 12»: parts that a line's end must not tear.
_GLUED = re.compile(
    rf"({_CAPITAL}\w*|№) (?={_CAPITAL}\.(?!\w)|\d)|({_CAPITAL}\.) (?={_CAPITAL}\w*)"
)
_LONG_WORD = re.compile(rf"\S{{{MAX_WORD + 1},}}")
_SPACES = re.compile(r"[ \t\v\f\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+")
# What looks the same and is in our faces, for signs that come in from other programs.
_SAME = str.maketrans({"\u2011": "-", "\u2010": "-", "\u00ad": None, "\u202f": "\u00a0"})


# Clauses and parties stand in many papers of one job.
@lru_cache(maxsize=2_048)
def clean(text: str) -> str:
    """Composed letters, plain spaces, no control, direction or private signs, capped lengths."""
    text = unicodedata.normalize("NFC", text).translate(_SAME)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = _SPACES.sub(" ", text)
    if not text.isprintable():
        text = "".join(ch for ch in text if ch == "\n" or unicodedata.category(ch) not in _HIDDEN)
    text = _LONG_WORD.sub(lambda found: found[0][: MAX_WORD - 1] + CUT, text)
    return text if len(text) <= MAX_PARAGRAPH else text[: MAX_PARAGRAPH - 1] + CUT


# Control, format (direction marks, zero-width signs), surrogate, private, unassigned.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@lru_cache(maxsize=2_048)
def markup(text: str, line_break: str = "<br/>") -> str:
    """Cleaned text as ReportLab's paragraph markup; nothing the user typed is a tag."""
    return xml_escape(glued(clean(text))).replace("\n", line_break)


def glued(text: str) -> str:
    """The text with no-break spaces where a line's end must not tear it."""
    return _GLUED.sub(lambda found: f"{found[1] or found[2]}\u00a0", text)


def too_long(texts: Iterable[str]) -> list[Finding]:
    """A finding for each text that the paper would cut."""
    found = []
    for text in texts:
        if len(text) > MAX_PARAGRAPH or _LONG_WORD.search(text):
            said = _("A text is too long for the paper and would be cut: {start}…")
            found.append(Finding(said.format(start=text[:40]), severity="warning", code="cut"))
    return found
