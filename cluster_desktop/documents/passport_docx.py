"""The cluster passport as .docx, for those who edit it on: the same parts, words and pictures.

Page numbers of the contents are fields: Word works them out, until then they are those of the PDF.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as PageSection
from docx.shared import Mm, Pt
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph
from reportlab.lib.units import mm

from cluster_desktop.documents import charts, marks, passport_levels, passport_pdf, preview
from cluster_desktop.documents import docx_parts as parts_of
from cluster_desktop.documents import passport_words as words
from cluster_desktop.documents.column_widths import column_widths
from cluster_desktop.documents.escape import clean
from cluster_desktop.documents.page import Sheet
from cluster_desktop.documents.passport_levels import (
    MOST_COLUMNS_IN_TEXT,
    PAD,
    PORTRAIT,
    TABLE_SIZE,
)
from cluster_desktop.documents.passport_parts import Parts
from cluster_desktop.documents.pdf import DRAFT_WORDS
from cluster_desktop.documents.voice import Voice
from cluster_desktop.services.passport_content import Chart, Fact, Passport, Section, Table, Words

CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
# A chart as a picture: sharp on paper, small in a file.
PICTURE_DPI = 200
GAP_MM = 6.0


@dataclass(slots=True)
class Writer:
    """One paper in one voice, written from top to bottom."""

    document: DocumentType
    passport: Passport
    voice: Voice
    paper: int
    sheet: Sheet = PORTRAIT

    def line(
        self,
        text: str = "",
        *,
        bold: bool = False,
        size: float | None = None,
        before: float = 0.0,
        align: WD_ALIGN_PARAGRAPH | None = None,
        holds: bool = False,
    ) -> Paragraph:
        """A paragraph over the width of the page."""
        made = self.document.add_paragraph()
        shape(made, before=before, align=align, holds=holds)
        parts_of.run(made, clean(text), bold=bold, size=size)
        return made

    def columns(self, count: int) -> DocxTable:
        """A table without lines for texts side by side, with gaps between its columns."""
        width = (self.sheet.text_width / mm - (count - 1) * GAP_MM) / count
        widths = [width]
        for __ in range(count - 1):
            widths += [GAP_MM, width]
        return parts_of.table_of(self.document, widths)


def shape(
    line: Paragraph,
    *,
    before: float = 0.0,
    align: WD_ALIGN_PARAGRAPH | None = None,
    holds: bool = False,
) -> None:
    """Room above a paragraph, its side, and whether it stays with the next one."""
    line.paragraph_format.space_before = Pt(before)
    line.paragraph_format.keep_with_next = holds or None
    if align is not None:
        line.alignment = align


def render(passport: Passport, voices: Sequence[Voice], parts: Parts) -> bytes:
    """The file's bytes; only the passport decides them."""
    document = Document()
    parts_of.set_normal(document)
    day = date.fromisoformat(passport.approved_on or passport.made_on)
    title, subject = voices[0].short(passport.name), voices[0].short(words.edition(passport))
    parts_of.describe(document, clean(title), clean(subject), day)
    for paper, voice in enumerate(voices):
        writer = Writer(document, passport, voice, paper)
        if paper:
            document.add_section(WD_SECTION.NEW_PAGE)
        _page(writer, document.sections[-1], PORTRAIT, is_title=parts.title)
        _paper(writer, parts)
    out = io.BytesIO()
    document.save(out)
    return parts_of.same_bytes(out.getvalue())


def _paper(writer: Writer, parts: Parts) -> None:
    if parts.title:
        _title(writer)
    begins = passport_pdf.starts(writer.passport, writer.voice, parts)
    if parts.contents:
        _contents(writer, parts, begins, on_new_page=parts.title)
    chosen = [one for one in writer.passport.sections if one.number in parts.sections]
    if chosen and (parts.title or parts.contents):
        _turn(writer, PORTRAIT)
    for one in chosen:
        _section(writer, one)
    if parts.annexes:
        for number, table in enumerate(writer.passport.annexes, start=1):
            _annex(writer, table, number)
    if parts.signatures and writer.passport.signatures:
        _signing(writer)


# ---- pages ----


def _page(writer: Writer, section: PageSection, sheet: Sheet, *, is_title: bool = False) -> None:
    """Measures of a part, its foot, and the mark of a draft above it."""
    section.page_width, section.page_height = Pt(sheet.width), Pt(sheet.height)
    across = sheet.width > sheet.height
    section.orientation = WD_ORIENTATION.LANDSCAPE if across else WD_ORIENTATION.PORTRAIT
    section.left_margin, section.right_margin = Pt(sheet.left), Pt(sheet.right)
    section.top_margin, section.bottom_margin = Pt(sheet.top), Pt(sheet.bottom)
    section.header_distance, section.footer_distance = Mm(7), Mm(9)
    section.different_first_page_header_footer = is_title
    section.footer.is_linked_to_previous = section.header.is_linked_to_previous = False
    line = section.footer.paragraphs[0]
    parts_of.clear_tabs(writer.document, line)
    line.paragraph_format.tab_stops.add_tab_stop(Pt(sheet.text_width), WD_TAB_ALIGNMENT.RIGHT)
    parts_of.run(line, passport_levels.foot(writer.passport, writer.voice) + "\t", size=9)
    parts_of.field(line, "PAGE")
    parts_of.run(line, " / ", size=9)
    parts_of.field(line, "NUMPAGES")
    if not writer.passport.approved_on:
        heads = [section.header, *([section.first_page_header] if is_title else [])]
        for head in heads:
            head.is_linked_to_previous = False
            shape(head.paragraphs[0], align=RIGHT)
            parts_of.run(head.paragraphs[0], DRAFT_WORDS, bold=True, size=9)
    writer.sheet = sheet


def _turn(writer: Writer, sheet: Sheet) -> None:
    """A new page on such a sheet."""
    _page(writer, writer.document.add_section(WD_SECTION.NEW_PAGE), sheet)


def _on(writer: Writer, sheet: Sheet) -> None:
    """Go on on such a sheet; the page is turned only where it is another one."""
    if writer.sheet is not sheet:
        _turn(writer, sheet)


# ---- title page and contents ----


def _title(writer: Writer) -> None:
    passport, voice = writer.passport, writer.voice
    half = writer.sheet.text_width / mm / 2
    table = parts_of.table_of(writer.document, [half, half])
    mark, who, day = words.approval(passport)
    for said, bold, before in (
        (voice.short(mark), True, 0), (voice.said(who), False, 6), ("", False, 18),
        (voice.said(day), False, 8),
    ):  # fmt: skip
        line = parts_of.new_row(table)[1].paragraphs[0]
        shape(line, before=before)
        if said:
            parts_of.run(line, clean(said), bold=bold)
        else:
            parts_of.rule_below(line)
    writer.line(voice.said(words.TITLE), bold=True, size=16, before=130, align=CENTRE)
    for text in dict.fromkeys(t for t in voice.columns(passport.name) if t):
        writer.line(text, bold=True, size=20, before=14, align=CENTRE)
    if short := voice.short(passport.short):
        writer.line(f"({short})", before=10, align=CENTRE)
    writer.line(voice.said(passport.region), before=150, align=CENTRE)
    writer.line(voice.said(words.edition(passport)), align=CENTRE)


def _contents(writer: Writer, parts: Parts, begins: dict[int, int], *, on_new_page: bool) -> None:
    voice, passport = writer.voice, writer.passport
    title = writer.line(voice.short(words.CONTENTS), bold=True, align=CENTRE, holds=True)
    title.paragraph_format.page_break_before = on_new_page
    title.paragraph_format.space_after = Pt(4)
    rows: list[tuple[str, Words, Words, int]] = [
        (str(one.number), one.title, words.CONTENT_OF[one.number], one.number)
        for one in passport.sections
        if one.number in parts.sections
    ]
    if parts.annexes:
        rows += [
            ("", words.annex(at), table.title, -at)
            for at, table in enumerate(passport.annexes, start=1)
        ]
    room = writer.sheet.text_width / mm
    table = parts_of.table_of(writer.document, [9, room * 0.36, room - 23 - room * 0.36, 14])
    table.style = "Table Grid"
    _heads(table, [voice.said(one) for one in words.CONTENTS_HEADINGS], 10)
    for number, name, told, what in rows:
        cells = parts_of.new_row(table)
        for cell, text in zip(cells, (number, voice.said(name), voice.said(told)), strict=False):
            parts_of.run(cell.paragraphs[0], clean(text), size=10)
        link = f"PAGEREF {_bookmark(writer.paper, what)} \\h"
        parts_of.field(cells[3].paragraphs[0], link, str(begins.get(what, "")), 10)
    _tidy(table)


def _bookmark(paper: int, what: int) -> str:
    return f"p{paper}_annex{-what}" if what < 0 else f"p{paper}_section{what}"


def _name(line: Paragraph, paper: int, what: int) -> None:
    """A bookmark around a heading: the contents ask for its page."""
    number = str(paper * 100 + (what if what > 0 else 50 - what))
    for kind, at in (("w:bookmarkStart", 0), ("w:bookmarkEnd", len(line._p))):
        mark = OxmlElement(kind)
        mark.set(qn("w:id"), number)
        if not at:
            mark.set(qn("w:name"), _bookmark(paper, what))
        line._p.append(mark)


# ---- sections ----

# A paragraph in each language of the page.
Row = tuple[Sequence[marks.Run], ...]


def _section(writer: Writer, one: Section) -> None:
    voice = writer.voice
    title = voice.columns(words.numbered(one.number, one.title))
    rows: list[Row] = [tuple([marks.Run(text, bold=True)] for text in title)]
    rows += _rows(one.text, voice)
    rows += _rows(words.clause(one, voice), voice)
    rows += [_fact(fact, voice) for fact in one.facts]
    if len(rows) == 1 and not one.tables and not one.charts:
        rows += _rows(words.NO_DATA, voice)
    _name(_write(writer, rows), writer.paper, one.number)
    for table in one.tables:
        _on(writer, passport_levels.sheet_of(table, MOST_COLUMNS_IN_TEXT))
        _table(writer, table)
    for chart in one.charts:
        _chart(writer, chart)


def _rows(text: Words, voice: Voice) -> list[Row]:
    columns = [marks.paragraphs(one) for one in voice.columns(text)]
    return [tuple(marks.runs(line) for line in row) for row in zip_longest(*columns, fillvalue="")]


def _fact(fact: Fact, voice: Voice) -> Row:
    columns = zip(voice.columns(fact.label), voice.columns(fact.value), strict=True)
    return tuple(
        [marks.Run(f"{label}: ", bold=True), marks.Run(value)] if label else []
        for label, value in columns
    )


def _write(writer: Writer, rows: Sequence[Row]) -> Paragraph:
    """The rows one below the other, their languages side by side; the paragraph of the heading."""
    _on(writer, PORTRAIT)
    count = len(rows[0])
    table = writer.columns(count) if count > 1 else None
    firsts: list[Paragraph] = []
    for at, row in enumerate(rows):
        if table is None:
            lines = [writer.document.add_paragraph()]
        else:
            lines = [cell.paragraphs[0] for cell in parts_of.new_row(table)[::2]]
        for line, runs in zip(lines, row, strict=True):
            shape(line, before=16 if at == 0 else 4, holds=at == 0)
            for one in runs:
                made = parts_of.run(line, clean(one.text), bold=one.bold)
                made.italic = one.italic or None
        firsts.append(lines[0])
    return firsts[0]


# ---- tables and charts ----


def _annex(writer: Writer, table: Table, number: int) -> None:
    _turn(writer, passport_levels.sheet_of(table))
    mark = writer.line(writer.voice.short(words.annex(number)), align=RIGHT, holds=True)
    _name(mark, writer.paper, -number)
    _table(writer, table, align=CENTRE)


def _table(writer: Writer, table: Table, align: WD_ALIGN_PARAGRAPH | None = None) -> None:
    """A table with lines; Word repeats its heading on each page."""
    voice = writer.voice
    headings = [voice.said(one) for one in table.headings]
    rows = [[voice.said(cell) for cell in row] for row in table.rows]
    if title := voice.said(table.title):
        writer.line(title, bold=True, size=11, before=10, align=align, holds=True)
    if not rows:
        writer.line(voice.said(words.NO_DATA, " "), before=3)
        return
    widths = column_widths(headings, rows, writer.sheet.text_width, TABLE_SIZE, pad=PAD)
    made = parts_of.table_of(writer.document, [width / mm for width in widths])
    made.style = "Table Grid"
    _heads(made, headings, TABLE_SIZE)
    numeric = passport_levels.numeric_columns(rows)
    for row in rows:
        for at, (cell, text) in enumerate(zip(parts_of.new_row(made), row, strict=True)):
            line = cell.paragraphs[0]
            parts_of.run(line, clean(text), size=TABLE_SIZE)
            if at in numeric:
                line.alignment = RIGHT
    _tidy(made)
    writer.line(size=4)


def _heads(table: DocxTable, headings: Sequence[str], size: float) -> None:
    for cell, text in zip(parts_of.new_row(table), headings, strict=True):
        shape(cell.paragraphs[0], align=CENTRE)
        parts_of.run(cell.paragraphs[0], clean(text), bold=True, size=size)
    parts_of.repeat_heading(table)


def _tidy(table: DocxTable) -> None:
    """Room between letters and lines, and rows that stay whole."""
    for margin in table._tbl.tblPr.iter(qn("w:left"), qn("w:right")):
        if margin.getparent().tag == qn("w:tblCellMar"):
            margin.set(qn("w:w"), str(round(PAD * 20)))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _chart(writer: Writer, chart: Chart) -> None:
    voice, room = writer.voice, PORTRAIT.text_width
    pictures = charts.drawings(chart, voice.short, room, voice.languages[0])
    if not pictures:
        return
    _on(writer, PORTRAIT)
    writer.line(voice.said(chart.title), bold=True, size=11, before=10, holds=True)
    told = charts.said(chart, voice.short, voice.languages[0])
    for drawing in pictures:
        line = writer.line(before=4)
        shown = preview.page_rgba(charts.as_pdf(drawing), 0, round(room / 72 * PICTURE_DPI))
        picture = io.BytesIO(preview.png(*shown))
        shape_of = line.add_run().add_picture(picture, width=Pt(room))
        about = shape_of._inline.docPr
        about.set("title", clean(voice.short(chart.title)))
        about.set("descr", clean(told))


# ---- signatures ----


def _signing(writer: Writer) -> None:
    _turn(writer, PORTRAIT)
    voice = writer.voice
    writer.line(voice.short(words.SIGNATURES), bold=True, align=CENTRE, holds=True)
    table = writer.columns(2)
    for at in range(0, len(writer.passport.signatures), 2):
        some = writer.passport.signatures[at : at + 2]
        _abreast(table, [voice.said(one.organisation) for one in some], 22, bold=True)
        _abreast(table, [voice.said(one.position) for one in some], 4)
        for cell in parts_of.new_row(table)[: 2 * len(some) : 2]:
            shape(cell.paragraphs[0], before=20, holds=True)
            parts_of.rule_below(cell.paragraphs[0])
        _abreast(table, [voice.said(one.name) for one in some], 2)
        _abreast(table, [voice.short(words.SEAL)] * len(some), 5, holds=False)


def _abreast(
    table: DocxTable,
    texts: Sequence[str],
    before: float,
    *,
    bold: bool = False,
    holds: bool = True,
) -> None:
    for cell, text in zip(parts_of.new_row(table)[::2], texts, strict=False):
        shape(cell.paragraphs[0], before=before, holds=holds)
        parts_of.run(cell.paragraphs[0], clean(text), bold=bold)
