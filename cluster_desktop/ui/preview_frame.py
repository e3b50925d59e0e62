"""The print preview as it looks: where its parts stand and what they are called. Does nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.ui import theme
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.preview_options import WIDTH as OPTIONS_WIDTH
from cluster_desktop.ui.preview_options import PrintOptions
from cluster_desktop.ui.preview_pages import PageView, Thumbs
from cluster_desktop.ui.preview_papers import PaperList
from cluster_desktop.ui.widgets import (
    BarWithCancel,
    Button,
    IconButton,
    PrimaryButton,
    Rule,
    TextLabel,
)

BAR_WIDTH = 480


class PreviewFrame(QWidget):
    """Papers, small pages, the page, and the column of choices with its buttons."""

    sheet_width = 0
    closed = Signal()
    printed = Signal(object)
    """Changes that marked the papers as printed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("print_preview")
        self._desk = desk
        self._build()

    def _build(self) -> None:
        self.title = TextLabel("", "title", parent=self, elide=True)
        self.note = TextLabel("", "body", "muted", self)
        self.close_button = IconButton("close", parent=self)
        self.close_button.setObjectName("close_preview")
        self.bar = BarWithCancel(self)
        self.bar.setMinimumWidth(BAR_WIDTH)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 12, 12)
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        head.addWidget(self.note)
        # In the head it moves nothing when it comes and goes, and has room for its words.
        head.addWidget(self.bar)
        head.addWidget(self.close_button)
        self.list = PaperList(self)
        self.thumbs = Thumbs(self)
        self.view = PageView(self)
        self.view.setObjectName("page_view")
        self.options = PrintOptions(self._desk.preferences, self)
        self.print_button = PrimaryButton("", icon="print", parent=self)
        self.print_button.setObjectName("print_now")
        self.pdf_button = Button("", icon="document", parent=self)
        self.pdf_button.setObjectName("save_pdf")
        self.pdf_menu = QMenu(self)
        self.one_file, self.many_files = QAction(self), QAction(self)
        self.word_files = QAction(self)
        self.pdf_menu.addActions([self.one_file, self.many_files, self.word_files])
        self.answer = TextLabel("", parent=self, wrap=True)
        self.yes_button = Button("", icon="check", parent=self)
        self.no_button = Button("", icon="undo", parent=self)
        self.no_button.setObjectName("not_printed")
        body = QHBoxLayout()
        body.setSpacing(0)
        for widget, stretch in ((self.list, 0), (self.thumbs, 0), (self.view, 1)):
            body.addWidget(widget, stretch)
        body.addLayout(self._right())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(Rule(self))
        column.addLayout(body, 1)

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(0)
        # Large letters need more height than small screens have: choices scroll, buttons do not.
        area = QScrollArea(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.options)
        area.setMinimumHeight(120)
        self._choices = area
        self._fit()
        theme.changes().changed.connect(self._fit)
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        right.addWidget(area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 16)
        foot.setSpacing(8)
        for widget in (self.answer, self.yes_button, self.no_button):
            foot.addWidget(widget)
        for button in (self.pdf_button, self.print_button, self.yes_button, self.no_button):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        foot.addWidget(self.pdf_button)
        foot.addWidget(self.print_button)
        right.addLayout(foot)
        return right

    def _fit(self) -> None:
        self._choices.setFixedWidth(theme.scaled(OPTIONS_WIDTH))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Print preview"))
        self.close_button.set_name(_("Close"))
        self.view.setAccessibleName(_("Page"))
        self.thumbs.setAccessibleName(_("Pages"))
        self.one_file.setText(_("One file (PDF)"))
        self.many_files.setText(_("A file for each document (PDF)"))
        self.word_files.setText(_("A file for each document (Word)"))
        self.yes_button.setText(_("Yes, mark as printed"))
        self.options.retranslate()
        self.list.retranslate()
        self.say()

    def say(self) -> None:
        """Texts that depend on what is shown."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
