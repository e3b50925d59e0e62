"""A list summed up by two of its fields, laid over the list: choose, read, click through.

It shows what the list shows now: the same filter, the same search, the same day.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes, Query
from cluster_desktop.services import summary
from cluster_desktop.services.summary import Asked, Measure, Summary
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.popover import NamePopover
from cluster_desktop.ui.summary_table import SummaryTable
from cluster_desktop.ui.widgets import Button, EmptyState, IconButton, Rule, TextLabel
from cluster_desktop.ui.work import run

# The field a list is summed up by at first, where it has one of these.
USUAL = ("kind", "stage", "state", "status", "course", "year")


class SummarySheet(QWidget):
    """Fills the page; reads in a worker."""

    closed = Signal()
    records_wanted = Signal(object)
    """Query of the records behind a number."""
    excel_wanted = Signal(object, str)
    print_wanted = Signal(object, str)
    save_wanted = Signal(str, object)
    """Name of the view and what it asks."""
    sheet_width = 0

    def __init__(
        self, desk: Desk, query: Query, title: str, asked: Asked | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("summary_sheet")
        self._desk = desk
        self._query = query
        self._title = title
        self._entity = desk.office.entity(query.entity)
        self._asking = 0
        self.made: Summary | None = None
        said = _("Summary: {list}").format(list=title)
        self.setAccessibleName(said)
        self.rows = self._chooser(_("Rows"))
        self.columns = self._chooser(_("Columns"))
        self.measure = self._chooser(_("What is counted"))
        self.table = SummaryTable(self)
        self.table.setAccessibleName(said)
        self.table.wanted.connect(self._open)
        self._nothing = EmptyState(self)
        self._count = TextLabel("", "caption", "muted", self, elide=True)
        self._build(said)
        self._offer(asked or self._first())
        desk.bridge.changed.connect(self._on_changed)
        self.read()

    def _chooser(self, name: str) -> QComboBox:
        made = QComboBox(self)
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(16)
        made.setMaxVisibleItems(16)
        made.activated.connect(lambda _at: self.read())
        return made

    def _build(self, said: str) -> None:
        head = QHBoxLayout()
        head.addWidget(TextLabel(said, "section", parent=self, elide=True), 1)
        self.save = Button(_("Save view as…"), icon="save", dense=True, parent=self)
        self.excel = Button(_("Excel"), icon="excel", dense=True, parent=self)
        self.print = Button(_("Print"), icon="print", dense=True, parent=self)
        self.excel.clicked.connect(lambda: self.excel_wanted.emit(self.made, self.title()))
        self.print.clicked.connect(lambda: self.print_wanted.emit(self.made, self.title()))
        self.save.clicked.connect(self._ask_name)
        for button in (self.save, self.excel, self.print):
            head.addWidget(button)
        close = IconButton("close", _("Close"), self)
        close.clicked.connect(self.closed)
        head.addWidget(close)
        choice = QHBoxLayout()
        choice.setSpacing(8)
        for label, chooser in (
            (_("Rows"), self.rows), (_("Columns"), self.columns),
            (_("What is counted"), self.measure),
        ):  # fmt: skip
            choice.addWidget(TextLabel(label, "caption", "muted", self))
            choice.addWidget(chooser, 1)
        self.turn = IconButton("exchange", _("Rows become columns"), self)
        self.turn.clicked.connect(self._turn)
        choice.insertWidget(2, self.turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(Rule(self))
        column.addLayout(choice)
        column.addWidget(self.table, 1)
        column.addWidget(self._nothing, 1)
        column.addWidget(self._count)
        self._nothing.hide()
        self.setFocusProxy(self.rows)

    def _first(self) -> Asked:
        """A field people ask for first, against nothing."""
        known = summary.axes(self._entity)
        usual = next((name for name in USUAL if name in known), next(iter(known), ""))
        return Asked(usual)

    def _offer(self, asked: Asked) -> None:
        axes = summary.axes(self._entity)
        for name, label in axes.items():
            self.rows.addItem(label, name)
        self.columns.addItem(_("– no columns –"), "")
        for name, label in axes.items():
            self.columns.addItem(label, name)
        self.measure.addItem(_("Number of records"), ("count", ""))
        for name in summary.added(self._entity):
            for measure in ("sum", "mean"):
                one = Asked("", measure=measure, field=name)
                self.measure.addItem(summary.label_of(self._entity, one), (measure, name))
        self._choose(asked)

    def _choose(self, asked: Asked) -> None:
        self.rows.setCurrentIndex(max(0, self.rows.findData(asked.rows)))
        self.columns.setCurrentIndex(max(0, self.columns.findData(asked.columns)))
        wanted = (asked.measure, asked.field)
        every = [tuple(self.measure.itemData(n)) for n in range(self.measure.count())]
        self.measure.setCurrentIndex(every.index(wanted) if wanted in every else 0)

    def asked(self) -> Asked:
        """What is chosen above the table."""
        measure: tuple[Measure, str] = self.measure.currentData()
        return Asked(self.rows.currentData(), self.columns.currentData(), *measure)

    def title(self) -> str:
        """What file and paper are called."""
        return f"{self._title}: {self.made.title}" if self.made is not None else self._title

    # ---- reading ----

    def read(self) -> None:
        """The summary of what is chosen; of two questions the later one is answered."""
        self._asking += 1
        number, asked, office = self._asking, self.asked(), self._desk.office
        self.turn.setEnabled(bool(asked.columns))

        def made(found: Summary | str) -> None:
            if number == self._asking:
                self._show(found)

        def job() -> Summary | str:
            try:
                return summary.make(office, self._query, asked)
            except Refusal as why:
                return why.message

        run(self, lambda _p: job(), done=made, failed=self._desk.fail)

    def _show(self, found: Summary | str) -> None:
        self.made = found if isinstance(found, Summary) else None
        has_rows = self.made is not None and bool(self.made.rows)
        self.table.setVisible(has_rows)
        self._nothing.setVisible(not has_rows)
        for button in (self.save, self.excel, self.print):
            button.setEnabled(has_rows)
        if isinstance(found, str):
            self._nothing.set(found, (), "info")
        elif not has_rows:
            self._nothing.set(_("There are no records to sum up."), (), self._entity.icon)
        self.table.show_summary(self.made)
        n = len(found.rows) if isinstance(found, Summary) else 0
        rows = ngettext("{n} row", "{n} rows", n).format(n=n)
        hint = _("A click on a number opens its records.")
        self._count.setText(f"{rows} · {hint}" if has_rows else "")

    def _on_changed(self, changes: Changes) -> None:
        if self._query.entity in changes.entities:
            self.read()

    # ---- verbs ----

    def _turn(self) -> None:
        asked = self.asked()
        self._choose(Asked(asked.columns, asked.rows, asked.measure, asked.field))
        self.read()

    def _open(self, row: int, column: int) -> None:
        if self.made is not None:
            self.records_wanted.emit(self.made.behind(row, column))
            self.closed.emit()

    def _ask_name(self) -> None:
        title = self.made.title if self.made is not None else ""
        sheet = NamePopover(self, _("Name of the view"), _("Save view"), title)
        sheet.named.connect(lambda name: self.save_wanted.emit(name, self.asked()))
        sheet.open_under(self.save)
