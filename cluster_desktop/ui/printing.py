"""One print job out of many papers: which page comes when, and painting them on a printer.

Runs in a worker: Qt allows a QPainter on a QPrinter in any thread. Pages are painted as pictures,
as the preview shows them, so paper and screen cannot differ. Knows no records and no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from cluster_desktop.errors import Trouble
from cluster_desktop.i18n import _
from cluster_desktop.rules.findings import Finding

# 30 pages take 3.7 s at 200 dpi and 11 s at 300 dpi (measured); text is sharp at both.
PRINT_DPI = 200
MAX_COPIES = 99
# Above this many pages the button says how many sheets of paper are needed.
MANY_PAGES = 200

Draw = Callable[[bytes, int, int], QImage]
"""(pdf, page from 0, width in pixels) → picture."""
Tell = Callable[[int, int, str], None]
"""(done, total, text); raises Cancelled when the user pressed Cancel."""


class Fate(StrEnum):
    """What the user said about the paper after the job."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document of a job.

    `gaps` are findings that keep it from being complete, `remarks` do not. `typed` names the fields
    of those that can be filled in beside the paper.
    """

    key: str
    title: str
    pdf: bytes = b""
    pages: int = 0
    gaps: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()
    typed: frozenset[str] = frozenset()
    file_name: str = ""


@dataclass(frozen=True)
class PageOf:
    """A page of a paper of the job, both from 0; the paper -1 is a blank side."""

    paper: int
    page: int


BLANK = PageOf(-1, 0)


def parse_pages(text: str, count: int) -> list[int]:
    """Page indexes of "1-3, 5" out of `count` pages, in the typed order; all for nothing.

    Raises ValueError for anything else, a page that is not there included.
    """
    if not text.strip():
        return list(range(count))
    chosen: list[int] = []
    for part in text.replace(";", ",").replace("–", "-").split(","):
        first, dash, last = part.strip().partition("-")
        start, end = int(first), int(last) if dash else int(first)
        if not 1 <= start <= end <= count:
            raise ValueError(part)
        chosen += range(start - 1, end)
    return chosen


def job_order(
    counts: Sequence[int],
    *,
    copies: int = 1,
    duplex: bool = False,
    pages: str = "",
    by_sets: bool = False,
) -> list[PageOf]:
    """Sides of the job: each paper whole and in list order, its copies one after another.

    `by_sets` prints all papers once, then all of them again. On both sides every paper starts on
    the front of a sheet, so odd ones get a blank side; not after the last. `pages` counts through
    the single paper of a job of one. Raises ValueError for a wrong `pages`.
    """
    chosen = [parse_pages(pages if len(counts) == 1 else "", count) for count in counts]
    papers = range(len(counts))
    each = [paper for _copy in range(copies) for paper in papers]
    order: list[PageOf] = []
    for paper in each if by_sets else sorted(each):
        if duplex and len(order) % 2:
            order.append(BLANK)
        order += [PageOf(paper, page) for page in chosen[paper]]
    return order


def sheets(order: Sequence[PageOf], *, duplex: bool) -> int:
    """Sheets of paper the job takes."""
    return (len(order) + 1) // 2 if duplex else len(order)


def printer_for(name: str, *, duplex: bool, title: str) -> QPrinter:
    """A printer by its name, A4 without margins of its own (the page has them)."""
    info = QPrinterInfo.printerInfo(name)
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    _settle(printer, title)
    sides = QPrinter.DuplexMode
    printer.setDuplex(sides.DuplexLongSide if duplex else sides.DuplexNone)
    return printer


def printer_to_file(path: Path, *, title: str) -> QPrinter:
    """A "printer" that makes a PDF of pictures; what a machine without printers is tested with."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    _settle(printer, title)
    return printer


def _settle(printer: QPrinter, title: str) -> None:
    printer.setDocName(title)
    printer.setResolution(PRINT_DPI)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)


def print_job(
    printer: QPrinter, papers: Sequence[Paper], order: Sequence[PageOf], draw: Draw, tell: Tell
) -> int:
    """Paint the job; the number of papers that went out whole.

    `tell` may raise Cancelled between documents: the job is then taken back from the queue.
    Raises Trouble if the printer does not start or breaks off.
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise Trouble(_("The printer does not answer. Nothing was printed. Check that it is on."))
    begun: set[int] = set()
    try:
        for number, side in enumerate(order):
            if side.paper >= 0 and side.paper not in begun:
                text = _("Preparing {n} of {total}").format(n=len(begun) + 1, total=len(papers))
                tell(len(begun), len(papers), text)
                begun.add(side.paper)
            if number and not printer.newPage():
                raise Trouble(_("The printer broke off. Check it and print again."))
            if side != BLANK:
                _paint_side(painter, printer, papers[side.paper], side.page, draw)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(begun)


def _paint_side(painter: QPainter, printer: QPrinter, paper: Paper, page: int, draw: Draw) -> None:
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
    image = draw(paper.pdf, page, round(sheet.width()))
    if (image.height() >= image.width()) != (sheet.height() >= sheet.width()):
        # A job has one orientation: a page across is turned, not shrunk.
        image = image.transformed(QTransform().rotate(90))
    size = image.size().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRect(0, 0, size.width(), size.height())
    target.moveCenter(QRect(0, 0, sheet.width(), sheet.height()).center())
    painter.drawImage(target, image)
