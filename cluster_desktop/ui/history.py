"""History of a record: who, when, what, from what to what; any action can be taken back."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.entity import Entity
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.fields import Link, Value
from cluster_desktop.i18n import _, format_moment, ngettext
from cluster_desktop.query import Changes, HistoryLine
from cluster_desktop.services.office import Office
from cluster_desktop.services.sources import LASTING, SOURCES
from cluster_desktop.ui import work
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.popover import AskPopover
from cluster_desktop.ui.widgets_buttons import Button
from cluster_desktop.ui.widgets_state import Rule, TextLabel

_FIRST = 15
_SAMPLE = 5

# Pages of JSON that the program keeps for itself.
_UNREAD = frozenset({"figures"})


class HistoryList(QWidget):
    """The actions that touched one record, newest first."""

    taken_back = Signal(object)
    problem = Signal(str)

    def __init__(self, office: Office, bridge: OfficeBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._entity: Entity | None = None
        self._record: UUID | None = None
        self._lines: list[HistoryLine] = []
        self._shown = _FIRST
        self._boxes: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.field_box = QComboBox(self)
        self.field_box.setProperty("dense", True)
        self.field_box.activated.connect(lambda _at: self._draw())
        column.addWidget(self.field_box)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column.addLayout(self._list)
        column.addStretch(1)
        bridge.changed.connect(self._on_changed)

    def open(self, entity: str, record: UUID) -> None:
        self._entity, self._record, self._shown = self._office.entity(entity), record, _FIRST
        self._reload()

    def close_record(self) -> None:
        self._record = None

    def _reload(self) -> None:
        if self._record is None or self._entity is None:
            return
        name, record = self._entity.name, self._record
        work.run(self, lambda _p: self._office.history(name, record), done=self._take)

    def _take(self, lines: list[HistoryLine]) -> None:
        self._lines = lines
        chosen = self.field_box.currentData()
        self.field_box.clear()
        self.field_box.setAccessibleName(_("Changes of which field"))
        self.field_box.addItem(_("All changes"), "")
        if self._entity is not None:
            for name in dict.fromkeys(line.field for line in lines if line.field):
                if self._entity.has(name):
                    self.field_box.addItem(self._entity.spec(name).title(), name)
        self.field_box.setCurrentIndex(max(0, self.field_box.findData(chosen)))
        self._draw()

    def _on_changed(self, changes: Changes) -> None:
        if self._record is not None and self._record in changes.ids and self.isVisible():
            self._reload()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._take(self._lines)

    # ---- drawing ----

    def _draw(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        wanted = self.field_box.currentData() or ""
        lines = [one for one in self._lines if not wanted or one.field == wanted]
        lines.sort(key=lambda one: one.action, reverse=True)
        grouped = [(a, list(g)) for a, g in groupby(lines, key=lambda one: one.action)]
        self._boxes = [self._entry(action, part) for action, part in grouped[: self._shown]]
        for box in self._boxes:
            self._list.addWidget(box)
        left = len(grouped) - self._shown
        if left > 0:
            said = ngettext("{n} older change", "{n} older changes", left).format(n=left)
            more = Button(said, look="flat", dense=True, parent=self)
            more.clicked.connect(self._show_more)
            self._list.addWidget(more)

    def _show_more(self) -> None:
        self._shown += 2 * _FIRST
        self._draw()

    def _entry(self, action: int, lines: list[HistoryLine]) -> QWidget:
        head = lines[0]
        box = QFrame(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        top = QHBoxLayout()
        who = head.actor or _(SOURCES.get(head.source, SOURCES["form"]))
        said = f"{format_moment(head.moment)} · {who}"
        top.addWidget(TextLabel(said, "caption", "muted", box, elide=True), 1)
        back = Button(_("Take back"), look="flat", dense=True, parent=box)
        back.setVisible(head.source not in LASTING)
        back.setAccessibleName(_("Take back: {what}").format(what=head.title))
        back.clicked.connect(lambda: self.take_back(action, back))
        top.addWidget(back)
        column.addLayout(top)
        changed = [line for line in lines if line.field and line.field not in _UNREAD]
        if not changed:
            column.addWidget(TextLabel(head.title, parent=box, wrap=True))
        for line in changed:
            column.addWidget(TextLabel(self._changed_words(line), parent=box, wrap=True))
        column.addWidget(Rule(box))
        return box

    def _changed_words(self, line: HistoryLine) -> str:
        old, new = self._words(line.field, line.old), self._words(line.field, line.new)
        title = line.field
        if self._entity is not None and self._entity.has(line.field):
            title = self._entity.spec(line.field).title()
        return f"{title}: {old} → {new}"

    def _words(self, name: str, value: Value) -> str:
        if value in (None, "", ()):
            return "–"
        if self._entity is None or not self._entity.has(name):
            return str(value)
        spec = self._entity.spec(name)
        if isinstance(spec, Link):
            return self._office.title(spec.to, value) if isinstance(value, UUID) else str(value)
        return spec.format(value)

    def entries(self) -> list[str]:
        """What is on the screen, entry by entry (tests, screen readers)."""
        said: list[str] = []
        for box in self._boxes:
            said.append(" | ".join(t.full_text() for t in box.findChildren(TextLabel)))
        return said

    # ---- taking back ----

    def take_back(self, action: int, button: QWidget | None = None) -> None:
        """Undo one action; where records changed since, the rest after a yes."""
        work.run(
            self,
            lambda _p: self._office.undo(action),
            done=self.taken_back.emit,
            failed=lambda why: self._refused(why, action, button),
        )

    def _refused(self, why: Exception, action: int, button: QWidget | None) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        if not isinstance(why, Refusal) or not why.findings or button is None:
            self.problem.emit(why.message)
            return
        lines = [found.message for found in why.findings[:_SAMPLE]]
        verb = _("Take back the rest")
        sheet = AskPopover(self, why.message, lines, verb, lambda: self._force(action))
        sheet.open_under(button)

    def _force(self, action: int) -> None:
        work.run(
            self,
            lambda _p: self._office.undo(action, force=True),
            done=self.taken_back.emit,
            failed=lambda why: self.problem.emit(str(why)),
        )
