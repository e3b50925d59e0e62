"""A new practice period like an earlier one: its groups and places, nobody placed yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, add_months
from cluster_desktop.query import Changes, Ref
from cluster_desktop.services import practice
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import Editor, editor_for
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, TextLabel
from cluster_desktop.ui.work import run

ASKED = ("name", "starts", "ends")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def next_name(name: str) -> str:
    """The name a year later: “Spring 2026” becomes “Spring 2027”; without a year it stays."""
    return _YEAR.sub(lambda found: str(int(found[0]) + 1), name)


def year_later(day: date) -> date:
    return add_months(day, 12)


class CopySheet(QWidget):
    """Shown in a Floating. `made` tells the new period."""

    closed = Signal()
    made = Signal(object)

    def __init__(
        self,
        desk: Desk,
        periods: Sequence[Ref],
        source: UUID | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("copy_period")
        self._desk = desk
        title = _("Copy a period")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, "section", parent=self))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.source = QComboBox(self)
        self.source.setObjectName("copy_source")
        self.source.setAccessibleName(_("Copy from"))
        for ref in periods:
            self.source.addItem(ref.title, ref.id)
        self.source.setCurrentIndex(max(0, self.source.findData(source)))
        self.source.currentIndexChanged.connect(lambda _at: self._suggest())
        grid.addWidget(TextLabel(_("Copy from"), ink="muted", parent=self), 0, 0)
        grid.addWidget(self.source, 0, 1)
        office = desk.office
        self.editors: dict[str, Editor] = {}
        for line, name in enumerate(ASKED, start=1):
            spec = office.entity("practice_period").fields[name]
            editor = editor_for(spec, office, office.today, self)
            editor.setObjectName(f"copy_{name}")
            editor.setAccessibleName(spec.title())
            self.editors[name] = editor
            grid.addWidget(TextLabel(spec.title(), ink="muted", parent=self), line, 0)
            grid.addWidget(editor, line, 1)
        column.addLayout(grid)
        self.groups = QCheckBox(_("with its groups"), self)
        self.slots = QCheckBox(_("with the places that enterprises offered"), self)
        for box in (self.groups, self.slots):
            box.setChecked(True)
            column.addWidget(box)
        self._problem = TextLabel("", "caption", "bad", self, wrap=True)
        column.addWidget(self._problem)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        back = Button(_("Cancel"), parent=self)
        back.clicked.connect(self.closed)
        self.go = PrimaryButton(_("Copy the period"), parent=self)
        self.go.setObjectName("copy_go")
        self.go.clicked.connect(self._write)
        buttons.addWidget(back)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.setFocusProxy(self.editors["name"])
        self._suggest()

    def sizeHint(self) -> QSize:
        return QSize(560, scaled(380))

    def _suggest(self) -> None:
        """The same a year later, to be changed."""
        source = self.source.currentData()
        office = self._desk.office
        run(
            self, lambda _p: office.get("practice_period", source),
            done=lambda row: self._show(row.values), failed=self._desk.fail,
        )  # fmt: skip

    def _show(self, values: Mapping[str, Value]) -> None:
        self.editors["name"].set_value(next_name(str(values["name"])))
        for name in ("starts", "ends"):
            self.editors[name].set_value(year_later(values[name]))

    def _write(self) -> None:
        typed: dict[str, Value] = {}
        for name, editor in self.editors.items():
            editor.commit()
            if editor.problem():
                self._problem.setText(editor.problem() or "")
                return
            typed[name] = editor.value()
        source, office = self.source.currentData(), self._desk.office
        groups, slots = self.groups.isChecked(), self.slots.isChecked()
        self.go.set_busy(True)

        def job() -> tuple[Changes, UUID]:
            changes = practice.copy_period(office, source, typed, slots=slots, groups=groups)
            return changes, next(iter(office.lookup("practice_period", "id", changes.ids)))

        run(self, lambda _p: job(), done=self._done, failed=self._refused)

    def _done(self, made: tuple[Changes, UUID]) -> None:
        changes, period = made
        self._desk.done.emit(changes)
        self.closed.emit()
        self.made.emit(period)

    def _refused(self, why: Exception) -> None:
        self.go.set_busy(False)
        if not isinstance(why, Refusal):
            self._desk.fail(why)
            return
        self._problem.setText(why.message)
