"""The same paper as .docx, for partners who want to edit it: same rows, same bytes each time.

The code of the page is left out on purpose: it promises a content that an editor may change.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from cluster_desktop.documents import fonts
from cluster_desktop.documents.both import by_lines, said
from cluster_desktop.documents.compose import BlockLine, Look, Paper, Row
from cluster_desktop.documents.docx_parts import (
    clear_tabs,
    describe,
    field,
    new_row,
    repeat_heading,
    rule_below,
    run,
    same_bytes,
    set_normal,
    table_of,
)
from cluster_desktop.documents.escape import clean
from cluster_desktop.documents.places import Text, plain
from cluster_desktop.services.paper_data import Pair, TableData

DRAFT_WORDS = "ЖОБА / ПРОЕКТ"

BEFORE = {
    Look.TITLE: 0, Look.PLACE_AND_DATE: 9, Look.PREAMBLE: 9, Look.SECTION: 8, Look.CLAUSE: 3,
    Look.HEAD: 0, Look.CENTRE: 6, Look.STRONG: 8, Look.SIGN: 20, Look.TABLE: 9, Look.LINES: 6,
}  # fmt: skip
BLOCK_BEFORE = {
    "role": 5, "address": 3, "bin": 3, "position": 9, "signature": 26, "seal": 5,
    "guardian_role": 9, "guardian_signature": 26,
}  # fmt: skip
NEXT_PAIR_BEFORE = 18
ALIGNED = {
    Look.TITLE: WD_ALIGN_PARAGRAPH.CENTER, Look.SECTION: WD_ALIGN_PARAGRAPH.CENTER,
    Look.CENTRE: WD_ALIGN_PARAGRAPH.CENTER, Look.STRONG: WD_ALIGN_PARAGRAPH.CENTER,
    Look.HEAD: WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip
# Rows that take the width of the page also where kk and ru stand side by side.
WHOLE_WIDTH = (Look.SIGN, Look.TABLE, Look.LINES)
SIGN_PARTS = (0.42, 0.24, 0.34)
GREAT, LARGE, TABLE_SIZE, SMALL = 24, 19, 9.5, 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """Measures of a page in millimetres, as in the PDF."""

    width: float = 210
    height: float = 297
    left: float = 20
    right: float = 15
    top: float = 15
    bottom: float = 20
    gap: float = 6
    is_framed: bool = False

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    def columns(self, count: int) -> tuple[float, ...]:
        """Widths of so many columns with the gaps between them."""
        column = (self.text_width - (count - 1) * self.gap) / count
        widths = [column]
        for __ in range(count - 1):
            widths += [self.gap, column]
        return tuple(widths)


SHEETS = {
    "portrait": Sheet(),
    "landscape": Sheet(width=297, height=210),
    "certificate": Sheet(297, 210, 24, 24, 24, 18, 16, is_framed=True),
}


def render(paper: Paper, layout: str) -> bytes:
    """The file's bytes; only the paper decides them."""
    document = Document()
    _set_up(document, paper)
    if layout == "columns":
        _columns(document, paper)
    else:
        _sequence(document, paper, ("kk", "ru") if layout == "sequence" else (layout,))
    out = io.BytesIO()
    document.save(out)
    return same_bytes(out.getvalue())


def _set_up(document: DocumentType, paper: Paper) -> None:
    section = document.sections[0]
    sheet = SHEETS[paper.page]
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    if sheet.width > sheet.height:
        section.orientation = WD_ORIENTATION.LANDSCAPE
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.header_distance, section.footer_distance = Mm(7), Mm(9)
    if sheet.is_framed:
        _frame(section._sectPr)
    set_normal(document)
    if not sheet.is_framed:
        _footer(document, paper, sheet)
    describe(document, clean(f"№ {paper.number}"), paper.digest, paper.date or date(2000, 1, 1))


def _frame(section: BaseOxmlElement) -> None:
    """The double line around a certificate, as a border of the page."""
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "double"), ("sz", "12"), ("space", "26"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    margins = section.find(qn("w:pgMar"))
    if margins is not None:
        margins.addnext(borders)


def _footer(document: DocumentType, paper: Paper, sheet: Sheet) -> None:
    line = document.sections[0].footer.paragraphs[0]
    clear_tabs(document, line)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(sheet.text_width / 2), WD_TAB_ALIGNMENT.CENTER)
    run(line, clean(f"№ {paper.number}" if paper.number else "") + "\t", size=9)
    field(line, "PAGE")
    run(line, " / ", size=9)
    field(line, "NUMPAGES")
    if paper.draft:
        head = document.sections[0].header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run(head, DRAFT_WORDS, bold=True, size=9)


def _columns(document: DocumentType, paper: Paper) -> None:
    """Rows of a table without lines: Word itself keeps kk and ru level."""
    sheet = SHEETS[paper.page]
    widths = sheet.columns(2)
    table: Table | None = None
    rows = [*paper.rows, *([paper.parties_heading] if paper.parties_heading else [])]
    for row in rows:
        if row.look in WHOLE_WIDTH:
            _whole(document, row, sheet, "both")
            table = None
            continue
        table = table or table_of(document, widths)
        cells = new_row(table)
        _write(cells[0].paragraphs[0], row, row.kk, row.kk_end, widths[0], sheet)
        _write(cells[2].paragraphs[0], row, row.ru, row.ru_end, widths[0], sheet)
        for cell in (cells[0], cells[2]):
            _hold(cell.paragraphs[0], row, paper)
    _all_blocks(document, paper, sheet, "both", table)


def _sequence(document: DocumentType, paper: Paper, languages: tuple[str, ...]) -> None:
    sheet = SHEETS[paper.page]
    for lang in languages:
        rows = [*paper.rows, *([paper.parties_heading] if paper.parties_heading else [])]
        for number, row in enumerate(rows):
            if row.look in WHOLE_WIDTH:
                _whole(document, row, sheet, lang)
                continue
            line = document.add_paragraph()
            line.paragraph_format.page_break_before = lang != languages[0] and number == 0
            text, end = (row.kk, row.kk_end) if lang == "kk" else (row.ru, row.ru_end)
            _write(line, row, text, end, sheet.text_width, sheet)
            _hold(line, row, paper)
        _all_blocks(document, paper, sheet, lang, None)


def _all_blocks(
    document: DocumentType, paper: Paper, sheet: Sheet, lang: str, table: Table | None
) -> None:
    """The parties, in the table of the text where they have its columns."""
    if not paper.blocks:
        return
    if table is None or paper.abreast != 2:
        table = table_of(document, sheet.columns(paper.abreast))
    _blocks(table, paper, lang)


def _whole(document: DocumentType, row: Row, sheet: Sheet, lang: str) -> None:
    if row.look is Look.SIGN:
        _signature(document, row, sheet, lang)
        return
    words = said(Pair(plain(row.kk), plain(row.ru)), lang, " / ")
    if words:
        line = document.add_paragraph()
        line.paragraph_format.space_before = Pt(BEFORE[row.look])
        line.paragraph_format.keep_with_next = True
        run(line, clean(words))
    for __ in range(row.lines if row.look is Look.LINES else 0):
        line = document.add_paragraph()
        line.paragraph_format.space_before = Pt(10)
        rule_below(line)
    if row.table is not None:
        _list(document, row.table, sheet, lang)


def _signature(document: DocumentType, row: Row, sheet: Sheet, lang: str) -> None:
    table = table_of(document, [sheet.text_width * part for part in SIGN_PARTS])
    cells = new_row(table)
    for cell, words in (
        (cells[0], by_lines(plain(row.kk), plain(row.ru), lang)),
        (cells[1], ""),
        (cells[2], by_lines(plain(row.kk_end), plain(row.ru_end), lang)),
    ):
        line = cell.paragraphs[0]
        line.paragraph_format.space_before = Pt(BEFORE[Look.SIGN])
        run(line, clean(words))
    cells[2].paragraphs[0].paragraph_format.left_indent = Mm(3)
    rule_below(cells[1].paragraphs[0])


def _list(document: DocumentType, data: TableData, sheet: Sheet, lang: str) -> None:
    """A table with lines; Word repeats its heading on each page."""
    unit = sheet.text_width / sum(data.weights)
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    table = table_of(document, [weight * unit for weight in data.weights])
    table.style = "Table Grid"
    for number, pairs in enumerate((data.headings, *data.rows)):
        cells = new_row(table)
        if len(pairs) == 1 and len(cells) > 1:
            cells = (cells[0].merge(cells[-1]),)
        bold = number == 0 or len(pairs) == 1
        for cell, pair in zip(cells, pairs, strict=True):
            run(cell.paragraphs[0], clean(said(pair, lang)), bold=bold, size=TABLE_SIZE)
            cell.paragraphs[0].paragraph_format.left_indent = Mm(1)
        if number == 0:
            repeat_heading(table)


def _hold(line: Paragraph, row: Row, paper: Paper) -> None:
    """Nobody signs a page without text: the last clause goes with the signatures."""
    if row.look is Look.TITLE and row is not paper.rows[0]:
        line.paragraph_format.space_before = Pt(14)  # below the mark of an annex
    if paper.parties_heading is not None and row is paper.rows[-1]:
        line.paragraph_format.keep_with_next = True


def _write(line: Paragraph, row: Row, text: Text, end: Text, width: float, sheet: Sheet) -> None:
    line.paragraph_format.space_before = Pt(BEFORE[row.look])
    heading = row.look in (Look.TITLE, Look.SECTION, Look.STRONG)
    if row.look in ALIGNED:
        line.alignment = ALIGNED[row.look]
    line.paragraph_format.keep_with_next = True if row.look in (Look.TITLE, Look.SECTION) else None
    size = {Look.TITLE: GREAT, Look.STRONG: LARGE}.get(row.look) if sheet.is_framed else None
    run(line, clean(plain(text)), bold=heading, size=size)
    if row.look is Look.PLACE_AND_DATE and sheet.is_framed:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(line, " " + clean(plain(end)))
    elif row.look is Look.PLACE_AND_DATE:
        line.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
        right = clean(plain(end))
        # Without room for both, a tab would glue them together: the right one gets its own line.
        fits = fonts.width_mm(f"{clean(plain(text))}   {right}", 12) <= width
        run(line, ("\t" if fits else "\n\t") + right)


def _blocks(table: Table, paper: Paper, lang: str) -> None:
    for start in range(0, len(paper.blocks), paper.abreast):
        some = paper.blocks[start : start + paper.abreast]
        for lines in zip(*some, strict=True):
            gap = NEXT_PAIR_BEFORE if start and lines[0].key == "role" else 0
            _block_row(table, lines, lang, gap, None if paper.abreast == 2 else SMALL)


def _block_row(
    table: Table, lines: tuple[BlockLine, ...], lang: str, gap: int, size: float | None
) -> None:
    words = [{"both": line.both, "kk": line.kk, "ru": line.ru}[lang] for line in lines]
    key = lines[0].key
    if not any(words) and not any(line.is_rule for line in lines):
        return
    cells = new_row(table)
    for cell, texts, own in zip(cells[::2], words, lines, strict=False):
        line = cell.paragraphs[0]
        line.paragraph_format.space_before = Pt(gap or BLOCK_BEFORE.get(key, 0))
        line.paragraph_format.keep_with_next = key != "seal"
        if own.is_rule:
            rule_below(line)
        elif (not own.is_rule and texts) or key not in ("signature", "guardian_signature"):
            heavy = key in ("role", "guardian_role")
            run(line, "\n".join(clean(text) for text in texts), bold=heavy, size=size)
