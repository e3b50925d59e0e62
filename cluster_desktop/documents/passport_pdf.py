"""The cluster passport as PDF: title page, contents with page numbers, sections, annexes, seals.

Levels are made by `passport_levels`, cut into pages by `page`. Same passport, same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.pdfgen.canvas import Canvas

from cluster_desktop.documents import fonts, page, passport_levels, pdf
from cluster_desktop.documents import passport_words as words
from cluster_desktop.documents.escape import clean
from cluster_desktop.documents.page import Page, Sheet
from cluster_desktop.documents.passport_levels import PORTRAIT
from cluster_desktop.documents.passport_parts import Parts
from cluster_desktop.documents.voice import Voice
from cluster_desktop.services.passport_content import Passport


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page with its sheet, and what begins on it: numbers of sections, annexes below nought."""

    sheet: Sheet
    page: Page
    begins: tuple[int, ...] = ()
    has_foot: bool = True


def render(passport: Passport, voices: Sequence[Voice], parts: Parts) -> bytes:
    """One PDF; each voice is a whole paper with its own page numbers."""
    out = io.BytesIO()
    canvas = Canvas(
        out,
        pagesize=(PORTRAIT.width, PORTRAIT.height),
        invariant=1,
        lang=voices[0].languages[0],
    )
    _describe(canvas, passport, voices[0])
    for paper, voice in enumerate(voices):
        leaves = _leaves(passport, voice, parts)
        for number, leaf in enumerate(leaves, start=1):
            _mark(canvas, passport, voice, leaf, paper)
            _draw(canvas, passport, leaf)
            if leaf.has_foot:
                _foot(canvas, passport_levels.foot(passport, voice), leaf, number, len(leaves))
            canvas.showPage()
    canvas.save()
    return out.getvalue()


def starts(passport: Passport, voice: Voice, parts: Parts) -> dict[int, int]:
    """On which page each section (1 to 11) and each annex (-1, -2, …) begins."""
    return _starts(_leaves(passport, voice, parts))


def _describe(canvas: Canvas, passport: Passport, voice: Voice) -> None:
    day = date.fromisoformat(passport.approved_on or passport.made_on)
    canvas.setDateFormatter(lambda *__: f"D:{day:%Y%m%d}000000Z")
    canvas.setTitle(clean(voice.short(passport.name)))
    canvas.setSubject(clean(voice.short(words.edition(passport))))
    canvas.setCreator("Cluster Desktop")
    canvas.setProducer("Cluster Desktop")


def _leaves(passport: Passport, voice: Voice, parts: Parts) -> list[Leaf]:
    title = []
    if parts.title:
        title.append(Leaf(PORTRAIT, passport_levels.title_page(passport, voice), has_foot=False))
    body = _body(passport, voice, parts)
    if not parts.contents:
        return [*title, *body]
    # The contents say where the sections begin, and push them: laid out once, then filled in.
    blank = _contents(passport, voice, parts, {})
    said = _starts([*title, *blank, *body])
    return [*title, *_contents(passport, voice, parts, said), *body]


def _contents(
    passport: Passport, voice: Voice, parts: Parts, begins: Mapping[int, int]
) -> list[Leaf]:
    levels = passport_levels.contents(passport, voice, parts, begins)
    return [Leaf(PORTRAIT, one) for one in page.paginate(levels, PORTRAIT)]


def _body(passport: Passport, voice: Voice, parts: Parts) -> list[Leaf]:
    text: list[passport_levels.Run] = []
    headings: dict[int, int] = {}
    for section in passport.sections:
        if section.number in parts.sections:
            own = passport_levels.section(section, voice)
            headings[id(own[0][1][0].cells[0])] = section.number
            text += own
    made = [
        _leaf(sheet, one, headings)
        for sheet, levels in _joined(text)
        for one in page.paginate(levels, sheet)
    ]
    if parts.annexes:
        for number, table in enumerate(passport.annexes, start=1):
            sheet = passport_levels.sheet_of(table)
            pages = page.paginate(passport_levels.annex(table, number, voice, sheet), sheet)
            made.append(Leaf(sheet, pages[0], (-number,)))
            made += [Leaf(sheet, one) for one in pages[1:]]
    if parts.signatures and passport.signatures:
        levels = passport_levels.signing(passport, voice)
        made += [Leaf(PORTRAIT, one) for one in page.paginate(levels, PORTRAIT)]
    return made


def _joined(runs: Sequence[passport_levels.Run]) -> list[passport_levels.Run]:
    """Sections follow one another on a page, so what has one kind of page is cut together."""
    made: list[passport_levels.Run] = []
    for sheet, levels in runs:
        if made and made[-1][0] is sheet:
            made[-1][1].extend(levels)
        elif levels:
            made.append((sheet, list(levels)))
    return made


def _leaf(sheet: Sheet, one: Page, headings: Mapping[int, int]) -> Leaf:
    found = (headings[id(item.cell)] for item in one.placed if id(item.cell) in headings)
    return Leaf(sheet, one, tuple(found))


def _starts(leaves: Sequence[Leaf]) -> dict[int, int]:
    return {what: number for number, leaf in enumerate(leaves, start=1) for what in leaf.begins}


def _mark(canvas: Canvas, passport: Passport, voice: Voice, leaf: Leaf, paper: int) -> None:
    """The sections of the page in the reader's side panel."""
    for what in leaf.begins:
        key = f"{paper}.{what}"
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(clean(voice.short(words.heading_of(passport, what))), key, 0)


def _draw(canvas: Canvas, passport: Passport, leaf: Leaf) -> None:
    canvas.setPageSize((leaf.sheet.width, leaf.sheet.height))
    if not passport.approved_on:
        pdf.draft_mark(canvas, leaf.sheet)
    for item in leaf.page.placed:
        pdf.draw_cell(canvas, item)


def _foot(canvas: Canvas, label: str, leaf: Leaf, number: int, count: int) -> None:
    """Name and version at the left, the page at the right, below a thin line."""
    canvas.setFont(fonts.REGULAR, pdf.FOOT_SIZE)
    canvas.setLineWidth(pdf.BOX_WIDTH)
    y = page.FOOT_BASELINE
    right = leaf.sheet.width - leaf.sheet.right
    canvas.line(leaf.sheet.left, y + 11, right, y + 11)
    canvas.drawString(leaf.sheet.left, y, label)
    canvas.drawRightString(right, y, f"{number} / {count}")
