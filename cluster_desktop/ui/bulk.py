"""One field for many records: what they hold now, the new value, the first rows changed."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop import fields
from cluster_desktop.entity import Entity
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.editors import Editor, editor_for
from cluster_desktop.ui.popover import Popover
from cluster_desktop.ui.widgets_buttons import PrimaryButton
from cluster_desktop.ui.widgets_state import TextLabel

_SAMPLE = 5
_WIDTH = 420


def settable(entity: Entity) -> list[str]:
    """Fields that may hold the same value in many records."""
    unique = (fields.Digits, fields.LongText)
    kept = {entity.title, *entity.variants(entity.title), *entity.duplicates, "is_own"}
    return [
        name
        for name, spec in entity.fields.items()
        if not isinstance(spec, unique) and name not in kept and not name.startswith("printed_")
    ]


class BulkSheet(Popover):
    """Set a field of the chosen records; nothing is written before the button is pressed."""

    done = Signal(object)

    def __init__(
        self, office: Office, entity: Entity, records: Sequence[UUID], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._entity = entity
        self._records = list(records)
        self._rows: list[Row] = []
        n = len(self._records)
        said = ngettext("Set a field of {n} record", "Set a field of {n} records", n).format(n=n)
        self.setAccessibleName(said)
        self.body.addWidget(TextLabel(said, "strong", parent=self))
        self.field_box = QComboBox(self)
        self.field_box.setProperty("dense", True)
        self.field_box.setAccessibleName(_("Field"))
        for name in settable(entity):
            self.field_box.addItem(entity.fields[name].title(), name)
        self.body.addWidget(self.field_box)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self._now = TextLabel("", "caption", "muted", self, wrap=True)
        self._sample = TextLabel("", "caption", "muted", self, wrap=True)
        self._problem = TextLabel("", "caption", "bad", self, wrap=True)
        self._problem.hide()
        for label in (self._now, self._sample, self._problem):
            self.body.addWidget(label)
        row = QHBoxLayout()
        row.addStretch(1)
        self.button = PrimaryButton("", dense=True, parent=self)
        self.button.clicked.connect(self.apply)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.setFixedWidth(_WIDTH)
        self.editor: Editor | None = None
        self.field_box.currentIndexChanged.connect(lambda _at: self._ask())
        self._ask()

    def choose(self, name: str) -> None:
        self.field_box.setCurrentIndex(self.field_box.findData(name))

    def _name(self) -> str:
        return str(self.field_box.currentData())

    def _ask(self) -> None:
        """Another field: its editor, and what the records hold in it now."""
        while (item := self._place.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        spec = self._entity.fields[self._name()]
        self.editor = editor_for(spec, self._office, self._office.today, self, creates=False)
        self.editor.edited.connect(self._show)
        self._place.addWidget(self.editor)
        where = (Condition("id", "in", tuple(self._records)),)
        columns = (self._entity.title, self._name())
        asked = Query(self._entity.name, where=where, columns=columns)
        self._rows = self._office.rows(asked)
        self._show()

    def now_sentence(self) -> str:
        return self._now.full_text()

    def _show(self) -> None:
        name = self._name()
        kinds = len({_plain(row[name]) for row in self._rows})
        said = ngettext("{n} value now", "{n} different values now", kinds).format(n=kinds)
        self._now.setText(said)
        self._problem.hide()
        new = self._words(self._typed())
        lines = [
            f"{self._title(row)}: {self._words(row[name])} → {new}" for row in self._rows[:_SAMPLE]
        ]
        self._sample.setText("\n".join(lines))
        n = len(self._records)
        verb = ngettext("Set in {n} record", "Set in {n} records", n).format(n=n)
        self.button.setText(verb)
        self.adjustSize()

    def _typed(self) -> Value:
        try:
            return self.editor.read() if self.editor is not None else None
        except Refusal:
            return None

    def _title(self, row: Row) -> str:
        value = row[self._entity.title]
        return value.title if isinstance(value, Ref) else str(value or "–")

    def _words(self, value: Value) -> str:
        spec = self._entity.fields[self._name()]
        if isinstance(value, Ref):
            return value.title
        if isinstance(value, UUID) and isinstance(spec, fields.Link):
            return self._office.title(spec.to, value)
        return spec.format(value) or "–"

    def apply(self) -> None:
        """One action for all of them; refused as a whole, with the sentence here."""
        try:
            value = self.editor.read() if self.editor is not None else None
        except Refusal as why:
            self._say(why)
            return
        office, entity, records, name = self._office, self._entity, self._records, self._name()
        work.run(
            self,
            lambda _p: office.set_many(entity.name, records, {name: value}),
            done=self._close_with,
            failed=self._say,
        )

    def _close_with(self, changes: object) -> None:
        self.done.emit(changes)
        self.close()

    def _say(self, why: Exception) -> None:
        self._problem.setText(str(why))
        self._problem.show()
        self.adjustSize()


def _plain(value: Value) -> Value:
    return value.id if isinstance(value, Ref) else value
