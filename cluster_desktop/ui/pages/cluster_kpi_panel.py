"""Beside the table of indicators: plan, fact, source and reason of one indicator in one period."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.services import kpi
from cluster_desktop.services.kpi_lock import named_period
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import Editor, editor_for
from cluster_desktop.ui.field_row import FieldRow
from cluster_desktop.ui.listing_parts import ListFrame
from cluster_desktop.ui.pages.cluster_kpi_table import (
    STATES,
    Spot,
    base_of,
    number,
    percent_of,
    way_of,
)
from cluster_desktop.ui.widgets import Button, IconButton, PrimaryButton, Rule, TextLabel
from cluster_desktop.ui.work import run

MARGIN = 16


class KpiPanel(ListFrame):
    """`opened`: the records of a Figure are wanted; `card`: that of the indicator."""

    opened = Signal(object)
    card = Signal()
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kpi_panel")
        self._desk = desk
        self._spot: Spot | None = None
        self._title = TextLabel("", "section", parent=self, wrap=True)
        self._under = TextLabel("", "caption", "muted", self, wrap=True)
        self.close_button = IconButton("close", "", self)
        self.close_button.clicked.connect(self.closed)
        self._body = QWidget()
        self._about = TextLabel("", "caption", "muted", self._body, wrap=True)
        self._state = TextLabel("", "body", "text", self._body, wrap=True)
        self.records = Button("", icon="reports", dense=True, parent=self._body)
        self.records.setObjectName("kpi_records")
        self.records.clicked.connect(lambda _on=False: self._open())
        self.editors: dict[str, Editor] = {}
        self._rows: dict[str, FieldRow] = {}
        entity = desk.office.entity("kpi_value")
        for name in kpi.TYPED:
            editor = editor_for(entity.spec(name), desk.office, desk.office.today, self._body)
            editor.done.connect(lambda: self.save())
            self.editors[name] = editor
            self._rows[name] = FieldRow(editor, self._body)
        self.save_button = PrimaryButton("", parent=self)
        self.save_button.setObjectName("kpi_save")
        self.save_button.clicked.connect(lambda _on=False: self.save())
        self.card_button = Button("", dense=True, parent=self)
        self.card_button.clicked.connect(lambda _on=False: self.card.emit())
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._under)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 12, 8, 8)
        head.addLayout(words, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(MARGIN, 4, MARGIN, 8)
        inside.setSpacing(8)
        inside.addWidget(self._state)
        inside.addWidget(self.records, 0, Qt.AlignmentFlag.AlignLeft)
        for row in self._rows.values():
            inside.addWidget(row)
        inside.addWidget(self._about)
        inside.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(self._body)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 8, MARGIN, 8)
        foot.addWidget(self.card_button)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        column.addWidget(Rule(self))
        column.addLayout(foot)

    def spot(self) -> Spot | None:
        return self._spot

    def is_changed(self) -> bool:
        """Something typed here is not saved yet."""
        is_open = self._spot is not None and not self._spot.cell.closed
        return is_open and any(one.is_changed() for one in self._shown())

    def _shown(self) -> list[Editor]:
        counted = self._spot is not None and self._spot.line.counted
        return [one for name, one in self.editors.items() if not (counted and name in _COUNTED)]

    def show_spot(self, spot: Spot) -> None:
        """Another cell, or the same one read anew: then what is being typed stays."""
        old = self._spot
        same = (
            old is not None
            and old.line.id == spot.line.id
            and (old.cell.year, old.cell.period) == (spot.cell.year, spot.cell.period)
        )
        self._spot = spot
        for name, editor in self.editors.items():
            value: Value = getattr(spot.cell, name) or None
            if name in ("plan", "fact"):
                value = getattr(spot.cell, name)
            if same:
                editor.renew(value)
            else:
                editor.set_value(value)
        self._fill()

    def _fill(self) -> None:
        spot = self._spot
        if spot is None:
            return
        line, cell = spot.line, spot.cell
        self._title.setText(line.name.here())
        period = named_period(cell.year, cell.period)
        self._under.setText(f"{period} · {_('closed')}" if cell.closed else period)
        parts = [_(STATES[cell.state]), percent_of(cell)]
        told = " · ".join(part for part in parts if part)
        if cell.drifted:
            now = _("The period was closed with {fact}; the records say {now} now.")
            told += "\n" + now.format(fact=number(cell.fact), now=number(cell.now))
        self._state.setText(told)
        self.records.setVisible(cell.figure is not None)
        fact = _("Fact {fact}: show the records").format(fact=number(cell.now))
        self.records.setText(fact)
        for name, row in self._rows.items():
            row.setVisible(not (line.counted and name in _COUNTED))
            self.editors[name].set_read_only(cell.closed)
        about = [
            f"{_('Unit')}: {line.unit.here() or '–'}",
            f"{_('Base')}: {base_of(line)}",
            f"{_('Fact')}: {way_of(line)}",
            line.formula.here(),
        ]
        self._about.setText("\n".join(part for part in about if part))
        self.save_button.setVisible(not cell.closed)

    def _open(self) -> None:
        if self._spot is not None and self._spot.cell.figure is not None:
            self.opened.emit(self._spot.cell.figure)

    def edit(self) -> None:
        """Put the focus where the cell is filled in."""
        editor = self._shown()[0 if self._spot is None or self._spot.line.counted else 1]
        editor.setFocus()
        editor.select_all()

    # ---- saving ----

    def save(
        self,
        then: Callable[[], None] | None = None,
        refused: Callable[[], None] | None = None,
    ) -> None:
        """Write what was typed as one action; a refusal stands under its field."""
        spot = self._spot
        if spot is None or spot.cell.closed:
            return
        values: dict[str, Value] = {}
        for editor in self._shown():
            try:
                value = editor.read()
            except Refusal as why:
                editor.set_problem(why.message)
                editor.setFocus()
                if refused is not None:
                    refused()
                return
            if value != editor.saved_value():
                values[editor.field.name] = value
        if not values:
            if then is not None:
                then()
            return
        cell = spot.cell

        def written(changes: Changes) -> None:
            for name, value in values.items():
                if self._spot is spot:
                    self.editors[name].set_value(value)
            if changes.title:
                self._desk.done.emit(changes)
            if then is not None:
                then()

        def failed(why: Exception) -> None:
            if isinstance(why, Refusal) and why.field in self.editors and self._spot is spot:
                self.editors[why.field].set_problem(why.message)
                self.editors[why.field].setFocus()
            else:
                self._desk.fail(why)
            if refused is not None:
                refused()

        for editor in self._shown():
            editor.set_problem(None)
        office = self._desk.office
        run(
            self,
            lambda _p: kpi.put(office, spot.line.id, cell.year, cell.period, values),
            done=written,
            failed=failed,
        )

    def retranslate(self) -> None:
        self.setAccessibleName(_("Indicator"))
        self.close_button.set_name(_("Close"))
        self.save_button.setText(_("Save"))
        self.card_button.setText(_("Indicator…"))
        for row in self._rows.values():
            row.retranslate()
        self._fill()


# Of a counted indicator the program writes these two itself.
_COUNTED = ("fact", "source")
