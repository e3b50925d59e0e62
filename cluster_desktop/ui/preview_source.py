"""Pictures of the pages of a job, made in a worker when asked for, the newest wish first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from cluster_desktop.documents import preview
from cluster_desktop.ui.printing import PageOf, Paper
from cluster_desktop.ui.work import run

# A page at screen width is about 4 MB: enough to turn to and fro, little enough for 4 GB machines.
_KEPT = 24
_KEPT_SMALL = 400
_SMALL = 200


def draw_page(pdf: bytes, page: int, width: int) -> QImage:
    """A page of a PDF as an opaque picture. For workers: takes about 16 ms at screen size."""
    across, down, raw = preview.page_rgba(pdf, page, width)
    # copy(): QImage does not keep the bytes alive that it was made of.
    return QImage(raw, across, down, across * 4, QImage.Format.Format_RGBX8888).copy()


class PageSource(QObject):
    """Pages counted through all papers of a job."""

    drawn = Signal(int, int)
    """Page and width now to be had from `image`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._papers: list[Paper] = []
        self._pages: list[PageOf] = []
        self._wishes: list[tuple[int, int]] = []
        self._kept: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._small: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._edition = 0
        self._busy = False

    def set_papers(self, papers: Sequence[Paper]) -> None:
        """Another job, or the same papers made anew: nothing drawn before is shown again."""
        self._edition += 1
        self._papers = list(papers)
        self._pages = [
            PageOf(at, page) for at, paper in enumerate(papers) for page in range(paper.pages)
        ]
        self._wishes.clear()
        self._kept.clear()
        self._small.clear()

    @property
    def count(self) -> int:
        return len(self._pages)

    def page(self, number: int) -> PageOf:
        """Which page of which paper the n-th page of the job is."""
        return self._pages[number]

    def first_page_of(self, paper: int) -> int:
        """Number of the first page of a paper in the job; 0 if it has none."""
        return next((n for n, page in enumerate(self._pages) if page.paper == paper), 0)

    def why_empty(self, paper: int) -> str:
        """Why a paper has no page; nothing for one that has."""
        found = self._papers[paper] if paper < len(self._papers) else None
        return found.gaps[0].message if found is not None and not found.pages and found.gaps else ""

    def labels(self) -> list[str]:
        """Words below the small pages: the page's number in the job."""
        return [str(number + 1) for number in range(len(self._pages))]

    def image(self, number: int, width: int) -> QImage | None:
        """The picture if it is drawn; otherwise it is asked for and `drawn` tells."""
        found = self._store(width).get((number, width))
        if found is not None:
            return found
        wish = (number, width)
        if wish in self._wishes:
            self._wishes.remove(wish)
        self._wishes.append(wish)
        self._next()
        return None

    def _store(self, width: int) -> OrderedDict[tuple[int, int], QImage]:
        return self._small if width <= _SMALL else self._kept

    def _next(self) -> None:
        if self._busy or not self._wishes:
            return
        number, width = self._wishes.pop()
        if number >= len(self._pages):
            self._next()
            return
        self._busy = True
        edition, at = self._edition, self._pages[number]
        pdf = self._papers[at.paper].pdf

        def done(image: QImage) -> None:
            if edition == self._edition:
                self._keep(number, width, image)

        task = run(self, lambda _progress: draw_page(pdf, at.page, width), done=done)
        task.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self._busy = False
        self._next()

    def _keep(self, number: int, width: int, image: QImage) -> None:
        store = self._store(width)
        store[number, width] = image
        while len(store) > (_KEPT_SMALL if width <= _SMALL else _KEPT):
            store.popitem(last=False)
        self.drawn.emit(number, width)
