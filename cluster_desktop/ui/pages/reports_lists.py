"""Reports & forms: the archive of what was handed in, and ready lists for print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes, Condition
from cluster_desktop.services import print_lists
from cluster_desktop.services.print_lists import PrintList
from cluster_desktop.ui.desk import Desk, Place, place_of
from cluster_desktop.ui.pages.cluster_sheets import lock
from cluster_desktop.ui.pages.list_page import ListPage
from cluster_desktop.ui.pages.output import Output
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.pages.reports_card import LOCKED
from cluster_desktop.ui.pages.reports_deliver import open_file
from cluster_desktop.ui.widgets import Button, Card, Rule, TextLabel
from cluster_desktop.ui.work import run

HANDED_IN = (Condition("state", "in", ("delivered", "accepted", "returned")),)


class Archive(ListPage):
    """What was handed in: the file, how, and what the office said."""

    KEY = "reports"
    ENTITY: ClassVar[str] = "report_request"
    HEAD: ClassVar[tuple[str, ...]] = ("excel", "print", "new")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.list.set_where(HANDED_IN)
        self.add_belongings()
        self.retranslate()

    def title(self) -> str:
        return _("Reports & forms")

    def tab_titles(self) -> list[str]:
        return [self.title()]

    def open_new(self) -> None:
        super().open_new()
        lock(self.panel, LOCKED)

    def record_opened(self, record: UUID) -> None:
        """What was handed in changes by its verbs, not by typing."""
        lock(self.panel, LOCKED)

    def show_form(self, requests: list[UUID]) -> None:
        """The first chosen one as in Excel, with what has changed since."""
        if requests:
            self.desk.go.emit(Place(self.KEY, tab="deliver", record=requests[0]))

    def open_files(self, requests: list[UUID]) -> None:
        """The delivered file of each chosen form."""
        for request in requests:
            open_file(self.desk, self, request)

    def retranslate(self) -> None:
        super().retranslate()
        self.list.set_verbs(
            [
                ("file", _("Open the file"), "excel", self.open_files),
                ("form", _("Show the form"), "reports", self.show_form),
                ("excel", _("Excel"), "excel", self.excel_of),
                ("bin", _("Bin"), "bin", self.to_bin),
            ]
        )
        self.list.set_empty(_("Nothing has been handed in yet."), [])
        self.list.retranslate()


class ListsForPrint(Page):
    """Lists that are often asked for, each one click from paper and from Excel."""

    KEY = "reports"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.output = Output(desk, self)
        self.buttons: dict[str, tuple[Button, Button]] = {}
        inner = QWidget()
        inner.setAutoFillBackground(False)
        self._card = Card(" ", inner)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._card.body.addLayout(self._lines)
        down = QVBoxLayout(inner)
        down.setContentsMargins(16, 8, 16, 16)
        down.addWidget(self._card)
        down.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._area = area
        self.retranslate()

    def title(self) -> str:
        return _("Reports & forms")

    def open_place(self, place: object) -> None:
        self.reload()

    def reload(self) -> None:
        """The lists with their numbers of records, counted in a worker."""
        office = self.office
        run(self, lambda _p: print_lists.counted(office), done=self._show, failed=self.desk.fail)

    def _show(self, lists: Sequence[tuple[PrintList, int]]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        for one, count in lists:
            self._lines.addWidget(self._line(one, count))
            self._lines.addWidget(Rule(self))

    def _line(self, one: PrintList, count: int) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(TextLabel(one.title, parent=holder), 1)
        said = ngettext("{n} record", "{n} records", count).format(n=count)
        row.addWidget(TextLabel(said, ink="muted", parent=holder))
        show = Button(_("Show"), look="flat", dense=True, parent=holder)
        show.clicked.connect(lambda: self._go(one))
        show.setVisible(place_of(one.query) is not None)
        excel = Button(_("Excel"), icon="excel", dense=True, parent=holder)
        excel.clicked.connect(lambda: self.output.to_excel(one.query, one.title))
        paper = Button(_("Print"), icon="print", dense=True, parent=holder)
        paper.clicked.connect(lambda: self.output.print_list(one.query, one.title))
        for button, verb in ((show, _("Show")), (excel, _("Excel")), (paper, _("Print"))):
            button.setAccessibleName(f"{verb}: {one.title}")
            row.addWidget(button)
        self.buttons[one.key] = (excel, paper)
        return holder

    def _go(self, one: PrintList) -> None:
        place = place_of(one.query)
        if place is not None:
            self.desk.go.emit(place)

    def panes(self) -> Sequence[QWidget]:
        return (self._area,)

    def start_focus(self) -> None:
        pairs = list(self.buttons.values())
        if pairs:
            pairs[0][1].setFocus(Qt.FocusReason.OtherFocusReason)

    def records_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    def retranslate(self) -> None:
        self._card.set_title(_("Ready lists"))
        if self.buttons:
            self.reload()
