"""The pages of a job on the screen: the current one sharp, small ones when they come into view."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.preview_frame import PreviewFrame
from cluster_desktop.ui.preview_pages import THUMB_WIDTH
from cluster_desktop.ui.preview_source import PageSource

_RESIZE_MS = 60


class PreviewShown(PreviewFrame):
    """Turns pages; files and printing are the business of others."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._page = 0
        self._why = ""
        self._source = PageSource(self)
        self._resize = QTimer(self)
        self._resize.setSingleShot(True)
        self._resize.setInterval(_RESIZE_MS)
        self._resize.timeout.connect(self._draw_page)
        self.view.resized.connect(self._resize.start)
        self.view.turned.connect(lambda step: self.thumbs.choose(self._page + step))
        self.thumbs.chosen.connect(self.show_page)
        self.thumbs.pages.wanted.connect(self._want_thumb)
        self._source.drawn.connect(self._on_drawn)
        self.list.chosen.connect(self._on_paper)

    def show_page(self, page: int) -> None:
        """Show the n-th page of the job."""
        self._page = page
        self._why = ""
        if self.thumbs.currentIndex().row() != page:
            self.thumbs.choose(page)
        self._draw_page()
        self.say()

    def page(self) -> int:
        return self._page

    def _draw_page(self) -> None:
        if self._why or self._page >= self._source.count:
            self.view.set_note(self._why or _("There is no page to show."))
            return
        image = self._source.image(self._page, self.view.wanted_width())
        if image is not None:
            self.view.set_page(image)

    def _want_thumb(self, page: int) -> None:
        image = self._source.image(page, self._thumb_width())
        if image is not None:
            self.thumbs.pages.set_image(page, image)

    def _thumb_width(self) -> int:
        return round(THUMB_WIDTH * self.devicePixelRatioF())

    def _on_drawn(self, page: int, width: int) -> None:
        if width == self._thumb_width():
            self._want_thumb(page)
        if page == self._page and width == self.view.wanted_width():
            self._draw_page()

    def _on_paper(self, at: int) -> None:
        """The first page of a paper, or why there is none."""
        self._why = self._source.why_empty(at)
        if self._why:
            self._draw_page()
        else:
            self.show_page(self._source.first_page_of(at))
