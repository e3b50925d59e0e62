"""The live page of a paper being written: the real PDF, redrawn shortly after each keystroke.

One drawing at a time: while one is made the newest wish waits, older ones are dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.documents.press import Shown
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.rules.findings import Finding
from cluster_desktop.ui.preview_pages import PageView
from cluster_desktop.ui.preview_source import draw_page
from cluster_desktop.ui.widgets import IconButton, TextLabel
from cluster_desktop.ui.work import run

DELAY_MS = 220
ZOOMED = 1.8


@dataclass(frozen=True)
class Made:
    """What the worker gives back: the paper, one page of it as a picture, what the check found."""

    shown: Shown
    page: int
    image: QImage
    findings: tuple[Finding, ...]


Make = Callable[[], tuple[Shown, tuple[Finding, ...]]]
# Called in the UI thread: reads the form; what it returns is done in the worker.
Gather = Callable[[], Make]


class LivePage(QWidget):
    """Preview column of a sheet: head with page switch and magnifier, the page below."""

    checked = Signal(object)
    """Findings of the paper just drawn."""
    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gather: Gather | None = None
        self._shown: Shown | None = None
        self._page = 0
        self._is_busy = False
        self._again = False
        self._follow = False
        self.title = TextLabel("", "strong", parent=self)
        self.pages = TextLabel("", "body", "muted", self)
        self.back = IconButton("chevron-left", parent=self, dense=True)
        self.forth = IconButton("chevron-right", parent=self, dense=True)
        self.zoom = IconButton("search", parent=self, dense=True)
        self.zoom.setObjectName("zoom_page")
        self.zoom.setCheckable(True)
        self.view = PageView(self)
        self.view.setObjectName("live_page")
        head = QHBoxLayout()
        head.setContentsMargins(24, 6, 16, 0)
        head.setSpacing(4)
        head.addWidget(self.title)
        head.addStretch(1)
        for widget in (self.back, self.pages, self.forth, self.zoom):
            head.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DELAY_MS)
        self._pause.timeout.connect(self._start)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forth.clicked.connect(lambda: self.turn(1))
        self.view.turned.connect(self.turn)
        self.view.resized.connect(lambda: self._pause.start())
        self.zoom.toggled.connect(lambda on: self.view.set_zoom(ZOOMED if on else 1.0))
        self.retranslate()

    def retranslate(self) -> None:
        self.title.setText(_("Preview"))
        self.view.setAccessibleName(_("The paper as it will be printed"))
        self.back.set_name(_("Previous page"))
        self.forth.set_name(_("Next page"))
        self.zoom.set_name(_("Magnify"))
        self._say_pages()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # ---- wishes ----

    def set_gatherer(self, gather: Gather) -> None:
        """Who knows what is to be drawn."""
        self._gather = gather

    def ask(self, *, follow: bool = False, at_once: bool = False) -> None:
        """The paper has changed. `follow`: go to the page with the tinted place."""
        self._follow = self._follow or follow
        if at_once:
            self._pause.stop()
            self._start()
        else:
            self._pause.start()

    def is_waiting(self) -> bool:
        """True while what is shown is older than what was typed."""
        return self._pause.isActive() or self._is_busy or self._again

    def turn(self, step: int) -> None:
        """Show the page before or after."""
        if self._shown is None:
            return
        page = min(max(0, self._page + step), self._shown.pages - 1)
        if page != self._page:
            self._page = page
            self._say_pages()
            self._start(same_paper=True)

    def shown(self) -> Shown | None:
        return self._shown

    def page(self) -> int:
        return self._page

    def _start(self, *, same_paper: bool = False) -> None:
        if self._gather is None:
            return
        if self._is_busy:
            self._again = True
            return
        self._is_busy = True
        make, width, follow = self._gather(), self.view.wanted_width(), self._follow
        old, page = self._shown if same_paper else None, self._page
        self._follow = False

        def job(_progress: object) -> Made:
            shown, findings = (old, ()) if old is not None else make()
            at = shown.tinted_page if follow and old is None else min(page, shown.pages - 1)
            return Made(shown, at, draw_page(shown.pdf, at, width), findings)

        is_new = old is None

        def done(made: Made) -> None:
            self._shown, self._page = made.shown, made.page
            self.view.set_page(made.image)
            self._say_pages()
            if is_new:
                self.checked.emit(made.findings)
            self.drawn.emit()

        task = run(self, job, done=done, failed=self._on_failed)
        task.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self._is_busy = False
        if self._again:
            self._again = False
            self._start()

    def _on_failed(self, why: Exception) -> None:
        if isinstance(why, Refusal | Trouble):
            self._shown = None
            self.view.set_note(why.message)
            self._say_pages()
            found = list(why.findings) if isinstance(why, Refusal) else []
            field = why.field if isinstance(why, Refusal) else None
            self.checked.emit(tuple(found or [Finding(why.message, field=field)]))

    def _say_pages(self) -> None:
        count = self._shown.pages if self._shown is not None else 0
        said = _("page {page} of {count}").format(page=self._page + 1, count=count)
        self.pages.setText(said if count else "")
        self.back.setVisible(count > 1)
        self.forth.setVisible(count > 1)
        self.back.setEnabled(self._page > 0)
        self.forth.setEnabled(self._page + 1 < count)
