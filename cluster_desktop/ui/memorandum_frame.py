"""The memorandum sheet as it looks: head, three blocks, live page, foot. Does nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui import theme
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.memorandum_form import Block, FindingList
from cluster_desktop.ui.memorandum_page import LivePage
from cluster_desktop.ui.memorandum_partner import PartnerBlock
from cluster_desktop.ui.memorandum_terms import TermsBlock
from cluster_desktop.ui.widgets import (
    Button,
    IconButton,
    Pill,
    PrimaryButton,
    Rule,
    StatusItem,
    TextLabel,
)

WIDTH = 940
FORM_WIDTH = 520


class Surface(QWidget):
    """The form's side of the sheet lies on *surface*, the page's side on *window*."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colours().surface)


class SheetFrame(QWidget):
    """Shown in a sheet.Overlay; `closed` when it is done with."""

    sheet_width = WIDTH
    closed = Signal()
    saved = Signal(object)
    """Changes that made the memorandum a record."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memorandum_sheet")
        self._desk = desk
        self._office = desk.office
        self._build()

    def _build(self) -> None:
        self.title = TextLabel("", "title", parent=self)
        self.pill = Pill(parent=self)
        self.kept = StatusItem("tick", "", self)
        self.kept.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.kept.hide()
        self.anew = Button("", look="flat", dense=True, parent=self)
        self.anew.setObjectName("start_anew")
        self.anew.hide()
        self.close_button = IconButton("close", parent=self)
        self.close_button.setObjectName("close_sheet")
        head = QHBoxLayout()
        head.setContentsMargins(20, 10, 12, 10)
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.pill)
        head.addStretch(1)
        for widget in (self.anew, self.kept, self.close_button):
            head.addWidget(widget)
        self.partner = PartnerBlock(self._office, self)
        self.terms = TermsBlock(self._office, self)
        self.checks = Block(3, lambda: _("Check"), self)
        self.findings = FindingList(self)
        self.checks.add_widget(self.findings)
        self.page = LivePage(self)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._form(), FORM_WIDTH)
        body.addWidget(self.page, WIDTH - FORM_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = Surface(self)
        top.setLayout(head)
        column.addWidget(top)
        column.addWidget(Rule(self))
        column.addLayout(body, 1)
        column.addWidget(Rule(self))
        column.addWidget(self._foot())

    def _form(self) -> QScrollArea:
        inside = Surface(self)
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(20, 8, 20, 12)
        inner.setSpacing(10)
        for part in (self.partner, Rule(self), self.terms, Rule(self), self.checks):
            inner.addWidget(part)
        inner.addStretch(1)
        self.form_area = QScrollArea(self)
        self.form_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.form_area.setWidgetResizable(True)
        self.form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form_area.setWidget(inside)
        return self.form_area

    def _foot(self) -> QWidget:
        foot = Surface(self)
        self.keep_button = Button("", parent=foot)
        self.keep_button.setObjectName("keep_draft")
        self.note = TextLabel("", "caption", "muted", foot, wrap=True)
        self.pdf_button = Button("", icon="document", parent=foot)
        self.pdf_button.setObjectName("save_pdf")
        self.save_menu = QMenu(self)
        self.as_pdf, self.as_word = QAction(self), QAction(self)
        self.save_menu.addActions([self.as_pdf, self.as_word])
        self.pdf_button.setMenu(self.save_menu)
        self.print_button = PrimaryButton("", icon="print", key="Ctrl+P", parent=foot)
        self.print_button.setObjectName("print_memorandum")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(8)
        row.addWidget(self.keep_button)
        row.addWidget(self.note, 1)
        row.addWidget(self.pdf_button)
        row.addWidget(self.print_button)
        return foot

    def retranslate(self) -> None:
        for block in (self.partner, self.terms, self.checks):
            block.retranslate()
        self.page.retranslate()
        self.close_button.set_name(_("Close"))
        self.anew.setText(_("Start anew"))
        self.as_pdf.setText(_("PDF document"))
        self.as_word.setText(_("Word document"))
        self.pdf_button.setText(_("Save PDF"))
        self.print_button.setText(_("Print"))
        self.say_head()

    def say_head(self) -> None:
        """Texts that depend on what is open."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 620)
