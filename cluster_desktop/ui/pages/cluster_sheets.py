"""Sheets laid over the cluster page: a few fields with one confirm, and the cluster's own card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.field_row import FieldRow
from cluster_desktop.ui.panel import SidePanel
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, TextLabel
from cluster_desktop.ui.work import run

Act = Callable[[Mapping[str, Value]], Changes]
MOST_LINES = 8


class ActSheet(QWidget):
    """A title, a few fields, lines to be seen before, and one button that does it."""

    closed = Signal()
    acted = Signal(object)

    def __init__(
        self,
        desk: Desk,
        title: str,
        fields: Sequence[Field],
        verb: str,
        act: Act,
        *,
        values: Mapping[str, Value] | None = None,
        note: str = "",
        lines: Sequence[str] = (),
        danger: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("act_sheet")
        self.setAccessibleName(title)
        self._desk = desk
        self._act = act
        self._height = 170 + 44 * len(fields) + 22 * min(len(lines), MOST_LINES)
        self._height += 44 if note else 0
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(TextLabel(title, "section", parent=self, wrap=True))
        if note:
            column.addWidget(TextLabel(note, ink="muted", parent=self, wrap=True))
        self.editors: dict[str, Editor] = {}
        for field in fields:
            editor = editor_for(field, desk.office, desk.office.today, self, creates=False)
            editor.set_value((values or {}).get(field.name))
            editor.done.connect(lambda name=field.name: self._go_on(name))
            self.editors[field.name] = editor
            column.addWidget(FieldRow(editor, self))
        for line in lines[:MOST_LINES]:
            column.addWidget(TextLabel(f"• {line}", "caption", "soon", self, wrap=True))
        if len(lines) > MOST_LINES:
            more = _("and {n} more").format(n=len(lines) - MOST_LINES)
            column.addWidget(TextLabel(more, "caption", "muted", self))
        self._problem = TextLabel("", "caption", "bad", self, wrap=True)
        column.addWidget(self._problem)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = Button(_("Cancel"), parent=self)
        cancel.clicked.connect(self.closed)
        made = Button(verb, look="danger", parent=self) if danger else PrimaryButton(verb)
        self.go = made
        self.go.setObjectName("act_go")
        self.go.clicked.connect(self._write)
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        first = next(iter(self.editors.values()), None)
        self.setFocusProxy(first if first is not None else self.go)
        if first is not None:
            # What is typed replaces the proposed value, as in a cell.
            first.select_all()

    def sizeHint(self) -> QSize:
        return QSize(620, min(490, scaled(self._height)))

    def _go_on(self, name: str) -> None:
        """Enter: the next field; in the last one what the button does."""
        names = list(self.editors)
        if name != names[-1]:
            later = self.editors[names[names.index(name) + 1]]
            later.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.go.isEnabled():
            self._write()

    def _write(self) -> None:
        for editor in self.editors.values():
            editor.commit()
            if editor.problem() and not editor.is_warning():
                editor.setFocus()
                return
        values = {name: editor.value() for name, editor in self.editors.items()}
        self._problem.setText("")
        self.go.set_busy(True)
        run(self, lambda _p: self._act(values), done=self._done, failed=self._fail)

    def _done(self, changes: Changes) -> None:
        self._desk.done.emit(changes)
        self.acted.emit(changes)
        self.closed.emit()

    def _fail(self, why: Exception) -> None:
        self.go.set_busy(False)
        if not isinstance(why, Refusal):
            self._desk.fail(why)
            return
        self._problem.setText(why.message)


class CardSheet(SidePanel):
    """A record's fields, files and history over the page; LOCKED ones change by verbs only."""

    sheet_width = 480

    def __init__(
        self, desk: Desk, entity: str, record: UUID, *, locked: Sequence[str] = ()
    ) -> None:
        super().__init__(desk.office, desk.bridge)
        self.setObjectName(f"card_{entity}")
        self.problem.connect(desk.refused)
        self.open(entity, record)
        lock(self, locked)


def lock(panel: SidePanel, names: Sequence[str]) -> None:
    """Fields of the open record that are seen here but change by a verb."""
    if panel.form is not None:
        for name in names:
            panel.form.field(name).set_read_only(True)
