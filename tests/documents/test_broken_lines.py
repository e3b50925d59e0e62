"""A paragraph that many papers share: measured once, and whole again for the next paper."""

from __future__ import annotations

from reportlab.lib.styles import ParagraphStyle

from cluster_desktop.documents import fonts
from cluster_desktop.documents.broken_lines import words_of

LONG = "Тараптар ынтымақтастық туралы осы меморандумды жасады. " * 12


def _style() -> ParagraphStyle:
    fonts.register()
    return ParagraphStyle("text", fontName=fonts.REGULAR, fontSize=12, leading=13.8)


def test_the_same_words_of_one_width_are_one_paragraph() -> None:
    style = _style()

    assert words_of(LONG, style, 247.0) is words_of(LONG, style, 247.0)
    assert words_of(LONG, style, 247.0) is not words_of(LONG, style, 480.0)


def test_each_width_has_its_height() -> None:
    style = _style()

    narrow, wide = words_of(LONG, style, 247.0), words_of(LONG, style, 480.0)

    assert narrow.wrap(247.0, 800)[1] > wide.wrap(480.0, 800)[1] == wide.wrap(480.0, 800)[1]


def test_a_paragraph_cut_for_one_paper_is_whole_for_the_next() -> None:
    shared = words_of(LONG, _style(), 247.0)
    height = shared.wrap(247.0, 800)[1]

    parts = shared.split(247.0, height / 2)

    assert len(parts) == 2
    assert sum(part.wrap(247.0, 800)[1] for part in parts) == height
    assert shared.wrap(247.0, 800)[1] == height
    assert shared.split(247.0, 5) == []
    assert shared.wrap(247.0, 800)[1] == height
