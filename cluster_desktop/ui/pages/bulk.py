"""Set one field in many records: how many values there are now, the first rows before and after."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Bug
from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, Rule, TextLabel
from cluster_desktop.ui.work import run

SHOWN = 5
# One value for many records makes no sense for what tells them apart.
_NEVER = frozenset(
    {"number", "bin", "name_kk", "name_ru", "is_own", "printed_hash", "printed_version", "figures"}
)


class BulkEdit(QWidget):
    """Shown in a Floating. Writes once, as one action that can be taken back."""

    closed = Signal()

    def __init__(
        self, desk: Desk, entity: str, records: Sequence[UUID], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bulk")
        self._desk = desk
        self._entity = desk.office.entity(entity)
        self._records = list(records)
        self._rows: list[Row] = []
        self._editor: Editor | None = None
        self._build()
        self._choose_field()

    def _build(self) -> None:
        self.setAccessibleName(_("Set a field"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        count = len(self._records)
        title = ngettext("Set a field in {n} record", "Set a field in {n} records", count)
        column.addWidget(TextLabel(title.format(n=count), role="section", parent=self))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnMinimumWidth(0, 130)
        self._grid.setColumnStretch(1, 1)
        self._fields = QComboBox(self)
        self._fields.setObjectName("bulk_field")
        self._fields.setAccessibleName(_("Field"))
        for name, spec in self._entity.fields.items():
            if name not in _NEVER and not spec.computed:
                self._fields.addItem(spec.title(), name)
        self._grid.addWidget(TextLabel(_("Field"), ink="muted", parent=self), 0, 0)
        self._grid.addWidget(self._fields, 0, 1)
        self._grid.addWidget(TextLabel(_("New value"), ink="muted", parent=self), 1, 0)
        column.addLayout(self._grid)
        self._now = TextLabel(ink="muted", role="caption", parent=self)
        column.addWidget(self._now)
        column.addWidget(Rule(self))
        self._sample = QGridLayout()
        self._sample.setHorizontalSpacing(12)
        self._sample.setVerticalSpacing(4)
        self._sample.setColumnStretch(0, 2)
        self._sample.setColumnStretch(1, 2)
        self._sample.setColumnStretch(3, 2)
        column.addLayout(self._sample)
        column.addStretch(1)
        self._problem = TextLabel(ink="bad", role="caption", parent=self, wrap=True)
        column.addWidget(self._problem)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = Button(_("Cancel"), parent=self)
        cancel.clicked.connect(self.closed)
        said = ngettext("Set in {n} record", "Set in {n} records", count).format(n=count)
        self._go = PrimaryButton(said, parent=self)
        self._go.setObjectName("bulk_go")
        self._go.clicked.connect(self._write)
        buttons.addWidget(cancel)
        buttons.addWidget(self._go)
        column.addLayout(buttons)
        self._fields.currentIndexChanged.connect(lambda _n: self._choose_field())
        self.setFocusProxy(self._fields)

    def sizeHint(self) -> QSize:
        return QSize(720, scaled(400))

    def field(self) -> Field:
        return self._entity.fields[str(self._fields.currentData())]

    def choose(self, name: str) -> None:
        """Choose the field by its name."""
        self._fields.setCurrentIndex(self._fields.findData(name))

    def editor(self) -> Editor:
        if self._editor is None:
            raise Bug("the constructor chooses a field, which makes its editor")
        return self._editor

    def _choose_field(self) -> None:
        spec = self.field()
        if self._editor is not None:
            self._grid.removeWidget(self._editor)
            self._editor.hide()
            self._editor.deleteLater()
        office = self._desk.office
        self._editor = editor_for(spec, office, office.today, self, creates=False)
        self._editor.setObjectName("bulk_value")
        self._editor.setAccessibleName(_("New value"))
        self._editor.edited.connect(self._preview)
        self._editor.committed.connect(lambda _v: self._preview())
        self._grid.addWidget(self._editor, 1, 1)
        QWidget.setTabOrder(self._fields, self._editor)
        self._now.setText("")
        run(self, lambda _p: self._read(spec.name), done=self._show, failed=self._desk.fail)

    def _read(self, name: str) -> tuple[str, list[Row]]:
        title = self._entity.title
        columns = tuple(dict.fromkeys((title, *self._told_by(), name)))
        where = (Condition("id", "in", tuple(self._records)),)
        return name, self._desk.office.rows(Query(self._entity.name, where, columns=columns))

    def _told_by(self) -> tuple[str, ...]:
        return ("partner_id",) if "partner_id" in self._entity.fields else ()

    def _show(self, found: tuple[str, list[Row]]) -> None:
        name, rows = found
        if name != self.field().name:
            return
        self._rows = rows
        different = {_key(row[name]) for row in rows}
        said = ngettext(
            "{n} value in these records now", "{n} different values now", len(different)
        )
        self._now.setText(said.format(n=len(different)))
        self._preview()

    def _preview(self) -> None:
        while (item := self._sample.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        spec = self.field()
        value = self.editor().value()
        heads = ("", _("now"), "", _("after"))
        for column, head in enumerate(heads):
            self._sample.addWidget(TextLabel(head, "caption", "muted", self), 0, column)
        for line, row in enumerate(self._rows[:SHOWN], start=1):
            before, after = shown(spec, row[spec.name]), shown(spec, value)
            texts = (self._title_of(row), before or "–", "→", after or "–")
            inks = ("text", "muted", "muted", "text" if before == after else "good")
            for column, (text, ink) in enumerate(zip(texts, inks, strict=True)):
                label = TextLabel(text, "body", ink, self, elide=column != 2)
                self._sample.addWidget(label, line, column)

    def _title_of(self, row: Row) -> str:
        parts = [
            shown(self._entity.spec(n), row[n]) for n in (self._entity.title, *self._told_by())
        ]
        return " · ".join(part for part in parts if part)

    def _write(self) -> None:
        editor = self.editor()
        editor.commit()
        if editor.problem():
            self._problem.setText(editor.problem() or "")
            return
        name, value = self.field().name, editor.value()
        plain = value.id if isinstance(value, Ref) else value
        office, records = self._desk.office, self._records
        self._go.set_busy(True)

        def failed(why: Exception) -> None:
            self._go.set_busy(False)
            self._problem.setText(str(why))

        def done(changes: object) -> None:
            self._desk.done.emit(changes)
            self.closed.emit()

        run(
            self, lambda _p: office.set_many(self._entity.name, records, {name: plain}),
            done=done, failed=failed,
        )  # fmt: skip


def shown(spec: Field, value: Value) -> str:
    """A value as a list shows it; links by the title of the other record."""
    return value.title if isinstance(value, Ref) else spec.format(value)


def _key(value: Value) -> object:
    return value.id if isinstance(value, Ref) else value
