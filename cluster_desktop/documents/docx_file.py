"""The same paper as .docx, for partners who want to edit it: same rows, same bytes each time.

The code of the page is left out on purpose: it promises a content that an editor may change.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from cluster_desktop.documents.compose import BlockLine, Look, Paper, Row
from cluster_desktop.documents.escape import clean
from cluster_desktop.documents.places import Text, plain

FACE = "Times New Roman"  # the metrics of Tinos; every Word has it
COLUMN, GAP, WIDTH = 84.5, 6.0, 175.0  # millimetres, as in the PDF
DRAFT_WORDS = "ЖОБА / ПРОЕКТ"
# One fixed moment for every entry of the archive: the oldest a zip can say.
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)

BEFORE = {
    Look.TITLE: 0, Look.PLACE_AND_DATE: 9, Look.PREAMBLE: 9, Look.SECTION: 8, Look.CLAUSE: 3,
}  # fmt: skip
BLOCK_BEFORE = {"role": 5, "address": 3, "bin": 3, "position": 9, "signature": 26, "seal": 5}
NEXT_PAIR_BEFORE = 18


def render(paper: Paper, layout: str) -> bytes:
    """The file's bytes; only the paper decides them."""
    document = Document()
    _set_up(document, paper)
    if layout == "columns":
        _columns(document, paper)
    else:
        _sequence(document, paper)
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _set_up(document: DocumentType, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin, section.bottom_margin = Mm(15), Mm(20)
    section.header_distance, section.footer_distance = Mm(7), Mm(9)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(12)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FACE)
    spacing = style.paragraph_format
    spacing.space_after, spacing.space_before, spacing.line_spacing = Pt(0), Pt(0), 1.0
    spacing.widow_control = True
    _footer(document, paper)
    core = document.core_properties
    core.title, core.author, core.comments = clean(f"№ {paper.number}"), "", ""
    core.last_modified_by, core.revision, core.subject = "", 1, paper.digest
    day = paper.date or date(2000, 1, 1)
    core.created = core.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)


def _footer(document: DocumentType, paper: Paper) -> None:
    line = document.sections[0].footer.paragraphs[0]
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH / 2), WD_TAB_ALIGNMENT.CENTER)
    _run(line, clean(f"№ {paper.number}") + "\t", size=9)
    _field(line, "PAGE")
    _run(line, " / ", size=9)
    _field(line, "NUMPAGES")
    if paper.draft:
        head = document.sections[0].header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(head, DRAFT_WORDS, bold=True, size=9)


def _columns(document: DocumentType, paper: Paper) -> None:
    """Rows of a table without lines: Word itself keeps kk and ru level."""
    table = _table(document, (COLUMN, GAP, COLUMN))
    rows = [*paper.rows, *([paper.parties_heading] if paper.parties_heading else [])]
    for row in rows:
        cells = _new_row(table)
        _fill(cells[0], row, row.kk, row.kk_end, COLUMN)
        _fill(cells[2], row, row.ru, row.ru_end, COLUMN)
        for cell in (cells[0], cells[2]):
            _hold(cell.paragraphs[0], row, paper)
    _blocks(table, paper, "both")


def _sequence(document: DocumentType, paper: Paper) -> None:
    for lang in ("kk", "ru"):
        rows = [*paper.rows, *([paper.parties_heading] if paper.parties_heading else [])]
        for number, row in enumerate(rows):
            line = document.add_paragraph()
            line.paragraph_format.page_break_before = lang == "ru" and number == 0
            text, end = (row.kk, row.kk_end) if lang == "kk" else (row.ru, row.ru_end)
            _write(line, row, text, end, WIDTH)
            _hold(line, row, paper)
        _blocks(_table(document, (COLUMN, GAP, COLUMN)), paper, lang)


def _hold(line: Paragraph, row: Row, paper: Paper) -> None:
    """Nobody signs a page without text: the last clause goes with the signatures."""
    if paper.parties_heading is not None and row is paper.rows[-1]:
        line.paragraph_format.keep_with_next = True


def _table(document: DocumentType, widths: Iterable[float]) -> Table:
    widths = tuple(widths)
    table: Table = document.add_table(rows=0, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    return table


def _new_row(table: Table) -> tuple[_Cell, ...]:
    cells: tuple[_Cell, ...] = table.add_row().cells  # type: ignore[no-untyped-call]
    return cells


def _fill(cell: _Cell, row: Row, text: Text, end: Text, width: float) -> None:
    _write(cell.paragraphs[0], row, text, end, width)


def _write(line: Paragraph, row: Row, text: Text, end: Text, width: float) -> None:
    line.paragraph_format.space_before = Pt(BEFORE[row.look])
    heading = row.look in (Look.TITLE, Look.SECTION)
    if heading:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.keep_with_next = True
    _run(line, clean(plain(text)), bold=heading)
    if row.look is Look.PLACE_AND_DATE:
        line.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
        _run(line, "\t" + clean(plain(end)))


def _blocks(table: Table, paper: Paper, lang: str) -> None:
    for start in range(0, len(paper.blocks), 2):
        pair = paper.blocks[start : start + 2]
        for lines in zip(*pair, strict=True):
            gap = NEXT_PAIR_BEFORE if start and lines[0].key == "role" else 0
            _block_row(table, lines, lang, gap)


def _block_row(table: Table, lines: tuple[BlockLine, ...], lang: str, gap: int) -> None:
    said = [{"both": line.both, "kk": line.kk, "ru": line.ru}[lang] for line in lines]
    key = lines[0].key
    if not any(said) and key != "signature":
        return
    cells = _new_row(table)
    for cell, texts in zip((cells[0], cells[2]), said, strict=False):
        line = cell.paragraphs[0]
        line.paragraph_format.space_before = Pt(gap or BLOCK_BEFORE.get(key, 0))
        line.paragraph_format.keep_with_next = key != "seal"
        if key == "signature":
            _rule_below(line)
        else:
            _run(line, "\n".join(clean(text) for text in texts), bold=key == "role")


def _run(line: Paragraph, text: str, *, bold: bool = False, size: int | None = None) -> Run:
    run = line.add_run(text)  # python-docx makes line breaks of \n and a tab of \t
    run.bold = bold or None
    if size is not None:
        run.font.size = Pt(size)
    return run


def _field(line: Paragraph, code: str) -> None:
    """A field Word works out itself: number of the page, number of pages."""
    instruction = OxmlElement("w:instrText")
    instruction.text = code
    for element in (_mark("begin"), instruction, _mark("separate")):
        _run(line, "", size=9)._r.append(element)
    _run(line, "1", size=9)
    _run(line, "", size=9)._r.append(_mark("end"))


def _mark(kind: str) -> BaseOxmlElement:
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def _rule_below(line: Paragraph) -> None:
    """The line to sign on."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "5"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    line._p.get_or_add_pPr().append(borders)


def _same_bytes(archive: bytes) -> bytes:
    """The archive with fixed times and a fixed order, so that the same paper is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name), compresslevel=6)
    return out.getvalue()
