"""One form to deliver: its sheet as in Excel, what it lacks beside it, and handing it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from cluster_desktop.excel.forms.shown import Shown, shown
from cluster_desktop.fields import Date, LongText, Text, Value
from cluster_desktop.i18n import N_, _, format_date
from cluster_desktop.query import Changes
from cluster_desktop.services import reports
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_sheets import Act, ActSheet, CardSheet
from cluster_desktop.ui.pages.figure_link import open_query
from cluster_desktop.ui.pages.reports_card import LOCKED
from cluster_desktop.ui.pages.reports_deliver import DeliverSheet, open_file
from cluster_desktop.ui.pages.reports_side import FormSide
from cluster_desktop.ui.reports_grid import FormGrid, Marks
from cluster_desktop.ui.reports_table import due_text, state_of_row
from cluster_desktop.ui.widgets import (
    Button,
    Card,
    Meter,
    Pill,
    PrimaryButton,
    Segmented,
    TextLabel,
)
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.excel.forms.state import FormState

SIDE, SIDE_NARROW, NARROW_UNDER = 340, 300, 1080
RETURNED = (LongText(label=N_("Why it was sent back"), name="because", required=True),)
ACCEPTED = (Date(label=N_("Accepted on"), name="on", required=True),)


class FormView(QWidget):
    """The form of one request. `left`: back to the list; `known`: its state was worked out."""

    left = Signal()
    known = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._request: UUID | None = None
        self._shown: Shown | None = None
        self._to_gaps = False
        self._to_deliver = False
        self._reading = False
        self._again = False
        self._build()
        self.retranslate()

    # ---- making ----

    def _build(self) -> None:
        self.back = Button("", icon="chevron-left", look="flat", dense=True, parent=self)
        self.back.setObjectName("form_back")
        self.back.clicked.connect(self.left)
        self.pill = Pill("", "draft", parent=self)
        self.due = TextLabel("", ink="muted", parent=self, elide=True)
        self.meter = Meter(self)
        self.meter.setFixedWidth(96)
        self.percent = TextLabel("", parent=self)
        self.card = Button("", icon="edit", look="flat", dense=True, parent=self)
        self.card.setObjectName("form_card")
        self.card.clicked.connect(self.open_card)
        self.verbs = {
            "check": Button("", dense=True, parent=self),
            "returned": Button("", dense=True, parent=self),
            "accepted": Button("", dense=True, parent=self),
            "reopen": Button("", dense=True, parent=self),
            "file": Button("", icon="excel", dense=True, parent=self),
            "deliver": PrimaryButton("", parent=self),
        }
        self.verbs["deliver"].setProperty("dense", True)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 8)
        top.setSpacing(8)
        for widget in (self.back, self.pill, self.meter, self.percent):
            top.addWidget(widget)
        top.addWidget(self.due, 1)
        top.addWidget(self.card)
        for key, button in self.verbs.items():
            button.setObjectName(f"form_{key}")
            button.clicked.connect(lambda _on=False, verb=key: self.do(verb))
            top.addWidget(button)
        self.sheets = Segmented(parent=self)
        self.sheets.setObjectName("form_sheets")
        self.sheets.changed.connect(self._show_sheet)
        self.grid = FormGrid(self)
        self.grid.opened.connect(lambda query: open_query(self.desk, query))
        self.grid.chosen.connect(self._tell_cell)
        paper = Card("", self, margin=0)
        paper.body.addWidget(self.grid, 1)
        self.told = TextLabel("", ink="muted", parent=self)
        self.records = Button("", icon="arrow-right", look="flat", dense=True, parent=self)
        self.records.setObjectName("cell_records")
        self.records.clicked.connect(self._open_cell)
        self.by_hand = Button("", icon="edit", look="flat", dense=True, parent=self)
        self.by_hand.setObjectName("cell_by_hand")
        self.by_hand.clicked.connect(self.put_by_hand)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.sheets)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.records)
        foot.addWidget(self.by_hand)
        left = QWidget(self)
        under = QVBoxLayout(left)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(4)
        under.addWidget(paper, 1)
        under.addLayout(foot)
        self.side = FormSide(self.desk, self)
        self.side.dropped.connect(self._drop)
        self.side.pointed.connect(self._point)
        self.side.looked_at.connect(self._look_at)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.splitter, 1)

    # ---- what is shown ----

    def request(self) -> UUID | None:
        return self._request

    def form(self) -> Shown | None:
        """What was made last."""
        return self._shown

    def open(self, request: UUID, *, to_gaps: bool = False) -> None:
        """Another request; `to_gaps` puts the cursor into the first gap."""
        if request != self._request:
            self._request, self._shown = request, None
            self._tell_state()
        self._to_gaps = to_gaps
        self.reload()

    def reload(self) -> None:
        """Make the form anew in a worker; asked twice meanwhile, once more afterwards."""
        request = self._request
        if request is None:
            return
        if self._reading:
            self._again = True
            return
        self._reading = True
        office = self.desk.office
        run(self, lambda _p: shown(office, request), done=self._take, failed=self._fail)

    def _fail(self, why: Exception) -> None:
        self._reading = False
        self.desk.fail(why)
        self.left.emit()

    def _take(self, made: Shown) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.reload()
        if made.row.id != self._request:
            return
        self._shown = made
        names = [sheet.name for sheet in made.sheets]
        before = self.sheets.value()
        self.sheets.set_options([(one.name, one.title or one.name) for one in made.sheets])
        self.sheets.setVisible(len(names) > 1)
        if names:
            self.sheets.set_value(before if before in names else names[0])
        self._show_sheet(self.sheets.value() if names else "")
        focused = self.window().focusWidget()
        was_filling = focused is not None and self.side.isAncestorOf(focused)
        self.side.show_form(made)
        # Where nothing is to be said the form has the room.
        self.side.setVisible(self.side.has_words())
        self._tell_state()
        if was_filling and not self.side.isVisible():
            deliver = self.verbs["deliver"]
            (deliver if deliver.isVisible() else self.grid).setFocus()
        if self._to_gaps:
            self._to_gaps = False
            self.side.focus_gap()
        if self._to_deliver:
            self._to_deliver = False
            self.deliver()
        self.known.emit(made.row.id)

    def _show_sheet(self, name: str) -> None:
        made = self._shown
        if made is None:
            return
        sheet = next((one for one in made.sheets if one.name == name), None)

        def cells(of: Sequence[object]) -> frozenset[tuple[str, str]]:
            return frozenset(
                (getattr(one, "row", ""), getattr(one, "column", ""))
                for one in of
                if getattr(one, "sheet", "") == name
            )

        by_hand = frozenset((row, column) for of, row, column in made.by_hand if of == name)
        self.grid.show_sheet(
            sheet, Marks(cells(made.state.gaps), by_hand, cells(made.state.changes))
        )
        self._tell_cell(self.grid.currentIndex())

    def _tell_state(self) -> None:
        made = self._shown
        row = made.row if made is not None else None
        state: FormState | None = made.state if made is not None else None
        for widget in (self.pill, self.due, self.meter, self.percent, self.card):
            widget.setVisible(row is not None)
        now = str(row["state"]) if row is not None else ""
        still = now in reports.OPEN
        may_deliver = still and state is not None and not state.problem
        seen = {
            "check": now == "draft" and may_deliver,
            "returned": now in ("delivered", "accepted"),
            "accepted": now == "delivered",
            "reopen": now == "accepted",
            "file": now in ("delivered", "accepted", "returned"),
            "deliver": may_deliver,
        }
        for key, button in self.verbs.items():
            button.setVisible(seen[key])
        if row is None or state is None:
            return
        self.pill.set(*state_of_row(row, state))
        said = ", ".join(filter(None, (format_date(row["due_on"]), due_text(row))))
        self.due.setText(_("due {day}").format(day=said) if said else "")
        self.meter.set_value(state.share / 100, None if state.missing else "good")
        self.percent.setText("" if state.problem else f"{state.share} %")
        self.meter.setVisible(not state.problem)

    def title(self) -> str:
        """Name and period of the request."""
        return reports.called(self._shown.row) if self._shown is not None else ""

    # ---- a cell ----

    def _tell_cell(self, index: QModelIndex | QPersistentModelIndex) -> None:
        grid = self.grid.grid
        key = grid.key(index) if index.isValid() else None
        sheet = grid.sheet()
        self.records.setVisible(key is not None and grid.behind(index) is not None)
        may = self._shown is not None and self._shown.row["state"] in reports.OPEN
        self.by_hand.setVisible(key is not None and may and key[1] != "row.number")
        if key is None or sheet is None:
            self.told.setText("")
            return
        said = f"{grid.label(index)} · {sheet.headings.get(key[1], '')}"
        note = self._shown.by_hand.get((sheet.name, *key)) if self._shown is not None else None
        if note:
            said = _("By hand: {note}").format(note=note)
        self.told.setText(" ".join(said.split()))

    def _open_cell(self) -> None:
        query = self.grid.grid.behind(self.grid.currentIndex())
        if query is not None:
            open_query(self.desk, query)

    def _look_at(self, sheet: str, row: str, column: str) -> None:
        names = [one.name for one in self._shown.sheets] if self._shown is not None else []
        if sheet in names and self.sheets.value() != sheet:
            self.sheets.set_value(sheet)
            self._show_sheet(sheet)
        self.grid.go_to(row, column)

    def _point(self, sheet: str, row: str, column: str) -> None:
        self._look_at(sheet, row, column)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_by_hand(self) -> None:
        """Ask for the figure of the current cell and for the reason."""
        grid, request = self.grid.grid, self._request
        index = self.grid.currentIndex()
        key, sheet, cell = grid.key(index), grid.sheet(), grid.cell(index)
        if key is None or sheet is None or cell is None or request is None:
            return
        office = self.desk.office
        where = (sheet.name, *key)

        def act(values: Mapping[str, Value]) -> Changes:
            typed, note = str(values["value"] or ""), str(values["note"] or "")
            return reports.put_figure(office, request, where, typed, note)

        fields = (
            Text(label=N_("Figure"), name="value"),
            LongText(label=N_("Why by hand"), name="note", required=True),
        )
        note = self._shown.by_hand.get(where, "") if self._shown is not None else ""
        self.desk.sheet.emit(
            ActSheet(
                self.desk,
                f"{grid.label(index)} · {sheet.headings.get(key[1], '')}",
                fields,
                _("Put by hand"),
                act,
                values={"value": cell.text, "note": note or None},
                note=_("The records stay as they are; the cell is marked, and the note is kept."),
            ),
            "middle",
        )

    def _drop(self, cell: tuple[str, str, str]) -> None:
        office, request = self.desk.office, self._request
        if request is not None:
            self.desk.write(self, lambda: reports.drop_figure(office, request, cell))

    # ---- verbs ----

    def do(self, verb: str) -> None:
        """A button of the form's head."""
        office, request = self.desk.office, self._request
        if request is None:
            return
        if verb == "check":
            self.desk.write(self, lambda: reports.check(office, request))
        elif verb == "reopen":
            self.desk.write(self, lambda: reports.reopen(office, request))
        elif verb == "file":
            open_file(self.desk, self, request)
        elif verb == "deliver":
            self.deliver()
        elif verb == "returned":
            self._ask(_("Sent back by the office"), RETURNED, _("Mark as sent back"),
                      lambda values: reports.returned(office, request, str(values["because"] or "")))  # noqa: E501 # fmt: skip
        elif verb == "accepted":
            self._ask(_("Accepted by the office"), ACCEPTED, _("Mark as accepted"),
                      lambda values: reports.accepted(office, request, values["on"]),
                      {"on": office.today()})  # fmt: skip

    def _ask(
        self,
        title: str,
        fields: Sequence[Date | LongText],
        verb: str,
        act: Act,
        values: Mapping[str, Value] | None = None,
    ) -> None:
        sheet = ActSheet(self.desk, title, fields, verb, act, values=values)
        self.desk.sheet.emit(sheet, "middle")

    def deliver(self) -> None:
        """The sheet that saves the file and marks the form as handed in."""
        if self._shown is not None and not self._shown.state.problem:
            self.desk.sheet.emit(
                DeliverSheet(self.desk, self._shown.row, self._shown.state), "middle"
            )

    def deliver_soon(self) -> None:
        """The same as soon as the form is made."""
        self._to_deliver = True
        self.reload()

    def open_card(self) -> None:
        """Who asks, until when, the letter, the workbook of the office."""
        if self._request is not None:
            sheet = CardSheet(self.desk, "report_request", self._request, locked=LOCKED)
            self.desk.sheet.emit(sheet, "right")

    # ---- texts ----

    def retranslate(self) -> None:
        self.setAccessibleName(_("Form to deliver"))
        self.back.setText(_("All forms"))
        self.card.setText(_("Card"))
        self.card.setToolTip(_("Who asks for it, until when, and into which workbook"))
        said = {
            "check": _("Mark as ready"), "returned": _("Sent back…"), "accepted": _("Accepted…"),
            "reopen": _("Draft again"), "file": _("Open the file"), "deliver": _("Deliver…"),
        }  # fmt: skip
        for key, button in self.verbs.items():
            button.setText(said[key])
        self.meter.setAccessibleDescription(_("Filled"))
        self.records.setText(_("Show records"))
        self.by_hand.setText(_("By hand…"))
        self.sheets.setAccessibleName(_("Sheet"))
        self.grid.retranslate()
        if self._shown is not None:
            self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = SIDE if self.width() >= NARROW_UNDER else SIDE_NARROW
        self.splitter.setSizes([max(1, self.splitter.width() - side - 8), side])
