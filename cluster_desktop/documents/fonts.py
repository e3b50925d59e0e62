"""The faces of papers: registered once with ReportLab, and the check that every letter is in them.

A letter that a face lacks is dropped by ReportLab without a word, and from the text too; therefore
no text goes to a page before `refuse_missing_letters`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cache

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from cluster_desktop.errors import Bug, Refusal
from cluster_desktop.i18n import _
from cluster_desktop.paths import resource

# A name such as <img src="http://…"> must never read a file or reach the network. The texts are
# escaped as well; this is the second wall (security.md section 5).
rl_config.trustedSchemes = []
rl_config.trustedHosts = None
# Page streams as plain bytes: the text form of old mail programs costs a quarter more.
rl_config.useA85 = 0

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
FILES = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}
# So many places of letters that cannot be printed are told, with so many letters on each side.
PLACES, AROUND = 3, 24
# Alphabets of kk, ru, en, digits and signs: a face without one of them is not for our papers.
NEEDED = (
    "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    " \u00a0.,:;!?()[]/\\+=-–—«»“”„’'\"№₸%&<>@_*#°…•"
)
_lock = threading.Lock()


@cache
def register() -> frozenset[str]:
    """Make the faces known, once (it costs as much as three papers); the letters they all have."""
    with _lock:
        letters: set[int] | None = None
        for name, file in FILES.items():
            font = TTFont(name, str(resource("fonts", file)))
            pdfmetrics.registerFont(font)
            own = set(font.face.charToGlyph)
            letters = own if letters is None else letters & own
        pdfmetrics.registerFontFamily(
            REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC
        )
    present = frozenset(map(chr, letters or ()))
    if absent := sorted(set(NEEDED) - present):
        raise Bug(f"the fonts of the program lack {absent}")
    return present


@cache
def _known() -> frozenset[str]:
    return register() | {"\n"}


def width_mm(text: str, size: float) -> float:
    """How wide a line of upright letters is."""
    register()
    return float(pdfmetrics.stringWidth(text, REGULAR, size)) * 25.4 / 72


def refuse_missing_letters(texts: Iterable[str]) -> None:
    """Raise Refusal naming the letters of the texts that cannot be printed, and their places."""
    known = _known()
    absent: set[str] = set()
    places: dict[str, None] = {}
    for text in texts:
        if not known.issuperset(text):
            wrong = set(text) - known
            absent |= wrong
            places[_around(text, wrong)] = None
    if absent:
        said = _(
            "These signs cannot be printed: {letters}. They stand in: {places}. "
            "Replace them and print again."
        )
        letters = ", ".join(_named(letter) for letter in sorted(absent)[:20])
        shown = [f"«{place}»" for place in list(places)[:PLACES]]
        more = ["…"] if len(places) > PLACES else []
        raise Refusal(said.format(letters=letters, places=", ".join(shown + more)))


def _around(text: str, wrong: set[str]) -> str:
    """The words around the first of these letters: enough to search for."""
    at = next(i for i, letter in enumerate(text) if letter in wrong)
    start, stop = max(0, at - AROUND), at + AROUND
    found = "".join(one if one.isprintable() else " " for one in text[start:stop])
    return ("…" if start else "") + " ".join(found.split()) + ("…" if stop < len(text) else "")


def _named(letter: str) -> str:
    # A control sign shows nothing, its code alone is named.
    code = f"U+{ord(letter):04X}"
    return f"{letter} ({code})" if letter.isprintable() else code
