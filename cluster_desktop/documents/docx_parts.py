"""What every .docx of ours is made of: tables without lines, runs, fields, the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime

from docx.document import Document as DocumentType
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FACE = "Times New Roman"  # the metrics of Tinos; every Word has it
LONGEST_PROPERTY = 255
# One fixed moment for every entry of the archive: the oldest a zip can say.
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def set_normal(document: DocumentType, size: float = 12) -> None:
    """The face of our papers, without gaps between paragraphs."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FACE)
    spacing = style.paragraph_format
    spacing.space_after, spacing.space_before, spacing.line_spacing = Pt(0), Pt(0), 1.0
    spacing.widow_control = True


def describe(document: DocumentType, title: str, subject: str, day: date) -> None:
    """What the file says of itself; the only dates in it are those of the paper."""
    core = document.core_properties
    core.title, core.author, core.comments = title[:LONGEST_PROPERTY], "", ""
    core.last_modified_by, core.revision, core.subject = "", 1, subject[:LONGEST_PROPERTY]
    core.created = core.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)


def clear_tabs(document: DocumentType, line: Paragraph) -> None:
    """The style of a footer has tabs of its own, those of another page."""
    for usual in document.styles["Footer"].paragraph_format.tab_stops:
        line.paragraph_format.tab_stops.add_tab_stop(usual.position, WD_TAB_ALIGNMENT.CLEAR)


def table_of(document: DocumentType, widths: Iterable[float]) -> Table:
    """A table without lines and rows yet, its columns so many millimetres wide."""
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


def new_row(table: Table) -> tuple[_Cell, ...]:
    """The cells of one more row."""
    cells: tuple[_Cell, ...] = table.add_row().cells  # type: ignore[no-untyped-call]
    return cells


def run(line: Paragraph, text: str, *, bold: bool = False, size: float | None = None) -> Run:
    """Letters of one look at the end of a paragraph."""
    made = line.add_run(text)  # python-docx makes line breaks of \n and a tab of \t
    made.bold = bold or None
    if size is not None:
        made.font.size = Pt(size)
    return made


def field(line: Paragraph, code: str, shown: str = "1", size: float = 9) -> None:
    """A field Word works out itself: number of the page, number of pages; first it is `shown`."""
    instruction = OxmlElement("w:instrText")
    instruction.text = code
    for element in (_mark("begin"), instruction, _mark("separate")):
        run(line, "", size=size)._r.append(element)
    run(line, shown, size=size)
    run(line, "", size=size)._r.append(_mark("end"))


def _mark(kind: str) -> BaseOxmlElement:
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def repeat_heading(table: Table) -> None:
    """Word shows the first row again on each page."""
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def rule_below(line: Paragraph) -> None:
    """The line to sign on."""
    borders = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "5"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    line._p.get_or_add_pPr().append(borders)


def same_bytes(archive: bytes) -> bytes:
    """The archive with fixed times and a fixed order, so that the same paper is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name), compresslevel=6)
    return out.getvalue()
