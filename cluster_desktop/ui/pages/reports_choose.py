"""The usual set of forms with the due dates that come next: ticked ones go into the calendar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Changes
from cluster_desktop.services import reports
from cluster_desktop.services.reports import Proposed
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, TextLabel
from cluster_desktop.ui.work import run


class ChooseForms(QWidget):
    """Ticks and one button."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("choose_forms")
        self.setAccessibleName(_("Usual forms"))
        self._desk = desk
        self.boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(TextLabel(_("Which forms do you deliver?"), "section", parent=self))
        said = _("The dates are those usually asked for; change them in the card of each form.")
        column.addWidget(TextLabel(said, ink="muted", parent=self, wrap=True))
        inner = QWidget()
        self._lines = QVBoxLayout(inner)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        column.addWidget(area, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = Button(_("Cancel"), parent=self)
        cancel.clicked.connect(self.closed)
        self.go = PrimaryButton(_("Add to the calendar"), parent=self)
        self.go.setObjectName("choose_go")
        self.go.clicked.connect(self._add)
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        self.setFocusProxy(self.go)
        office = desk.office
        run(self, lambda _p: reports.usual(office), done=self._show, failed=desk.fail)

    def _show(self, proposed: Sequence[Proposed]) -> None:
        for one in proposed:
            text = f"{one.name} ({one.form})"
            box = QCheckBox(text, self)
            box.setObjectName(f"usual_{one.key}")
            box.setChecked(not one.known)
            box.setEnabled(not one.known)
            due = _("due {day}").format(day=format_date(one.due_on))
            note = f"{one.period} · {due}"
            said = _("in the calendar already") if one.known else note
            row = QHBoxLayout()
            row.addWidget(box)
            row.addStretch(1)
            row.addWidget(TextLabel(said, "caption", "muted", self))
            holder = QWidget(self)
            row.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(row)
            self._lines.addWidget(holder)
            self.boxes[one.key] = box
        self._lines.addStretch(1)
        self.go.setEnabled(any(not one.known for one in proposed))

    def _add(self) -> None:
        office = self._desk.office
        keys = [key for key, box in self.boxes.items() if box.isEnabled() and box.isChecked()]

        def told(_changes: Changes) -> None:
            self.closed.emit()

        self._desk.write(self, lambda: reports.add_usual(office, keys), then=told)

    def sizeHint(self) -> QSize:
        return QSize(680, min(480, scaled(470)))
