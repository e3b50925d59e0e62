"""What belongs to the open record (an agreement's addenda, a partner's contacts), under its fields.

Made from the declarations: an entity with an owned link appears here by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.entity import Entity
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Condition, Query, Ref, Row
from cluster_desktop.services.office import Office
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.form import EntityForm
from cluster_desktop.ui.pages.home_parts import FactLine
from cluster_desktop.ui.widgets_buttons import Button
from cluster_desktop.ui.widgets_state import TextLabel
from cluster_desktop.ui.work import Progress, run

MOST = 50


class Belongings(QWidget):
    """Lines of one kind, a form for the one being looked at, and the way to add another."""

    counted = Signal(int)
    saved = Signal(object)
    problem = Signal(str)

    def __init__(
        self,
        office: Office,
        bridge: OfficeBridge,
        entity: Entity,
        link: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"belongings_{entity.name}")
        self.entity = entity
        self._office = office
        self._bridge = bridge
        self._link = link
        self._owner: UUID | None = None
        self._form: EntityForm | None = None
        self._lines: list[FactLine] = []
        self._more = TextLabel("", "caption", "muted", self)
        self._more.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self._more)
        self._buttons = QHBoxLayout()
        self._add = Button("", icon="add", look="flat", dense=True, parent=self)
        self._add.clicked.connect(self.add)
        self._bin = Button("", icon="bin", look="flat", dense=True, parent=self)
        self._bin.clicked.connect(self.to_bin)
        self._bin.hide()
        self._buttons.addWidget(self._add)
        self._buttons.addWidget(self._bin)
        self._buttons.addStretch(1)
        self._column.addLayout(self._buttons)
        bridge.changed.connect(self._on_changed)
        self.retranslate()

    def open(self, owner: UUID) -> None:
        """Show what belongs to this record."""
        self._close_form()
        self._owner = owner
        self._reload()

    def put_in_row(self, widget: QWidget) -> None:
        """A button of the page's own, beside those of the line being looked at."""
        self._buttons.insertWidget(self._buttons.count() - 1, widget)

    def shown(self) -> UUID | None:
        """The line being looked at."""
        return None if self._form is None or self._form.isHidden() else self._form.record_id()

    def close_form(self) -> None:
        """Save what is being typed and put the line away."""
        self._close_form()

    def form(self) -> EntityForm | None:
        """The form of the line being looked at."""
        return self._form

    def lines(self) -> list[FactLine]:
        return list(self._lines)

    def add(self) -> None:
        """A new one of this kind for the open record."""
        if self._owner is not None:
            self._shown_form().open_new({self._link: self._owner})
            self._bin.hide()

    def show_one(self, record: UUID) -> None:
        form = self._shown_form()
        if name := form.clashing():
            form.show_field(name)  # changed elsewhere meanwhile: decided first
            return
        form.open(record)
        self._bin.show()

    def to_bin(self) -> None:
        """The one being looked at, into the bin; Ctrl+Z brings it back."""
        record = self._form.record_id() if self._form is not None else None
        if record is None:
            return
        self._close_form()
        run(
            self,
            lambda _p: self._office.delete(self.entity.name, [record]),
            done=self.saved.emit,
            failed=self._tell,
        )

    def _tell(self, why: Exception) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        self.problem.emit(why.message)

    def _shown_form(self) -> EntityForm:
        if self._form is None:
            self._form = EntityForm(
                self._office, self._bridge, self.entity.name, self, hidden=(self._link,)
            )
            self._form.saved.connect(self.saved)
            self._form.created.connect(lambda _record: self._bin.show())
            self._column.insertWidget(self._column.count() - 1, self._form)
        self._form.show()
        return self._form

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.commit()
            self._form.hide()
        self._bin.hide()

    # ---- showing ----

    def _reload(self) -> None:
        owner = self._owner
        if owner is None:
            return
        columns = tuple(name for name in self.entity.listed() if name != self._link)
        query = Query(self.entity.name, (Condition(self._link, "is", owner),), columns=columns)

        def read(_progress: Progress) -> tuple[UUID, list[Row], int]:
            rows = self._office.rows(query, MOST)
            # The number beside the title is that of all, not of those that are listed.
            return owner, rows, len(rows) if len(rows) < MOST else self._office.count(query)

        run(self, read, done=self._show_read)

    def _show_read(self, read: tuple[UUID, list[Row], int]) -> None:
        owner, rows, count = read
        if owner != self._owner:
            return  # another record was opened meanwhile
        for old in self._lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = [self._line(row) for row in rows]
        self._more.setText(_("and {n} more").format(n=count - len(rows)))
        self._more.setVisible(count > len(rows))
        for at, line in enumerate(self._lines):
            self._column.insertWidget(at, line)
        self.counted.emit(count)
        self.updateGeometry()

    def _line(self, row: Row) -> FactLine:
        title, note = self._said(list(row.values.items()))
        line = FactLine(self.entity.icon, title or "–", note, self)
        line.clicked.connect(lambda _on=False, one=row.id: self.show_one(one))
        return line

    def _said(self, cells: Sequence[tuple[str, Value]]) -> tuple[str, str]:
        """The first listed column at the left, the next filled one at the right."""
        shown = [
            value.title if isinstance(value, Ref) else self.entity.spec(name).format(value)
            for name, value in cells
        ]
        filled = [text for text in shown[1:] if text]
        return (shown[0] if shown else ""), (filled[0] if filled else "")

    def retranslate(self) -> None:
        self._add.setText(_("Add"))
        self._add.setAccessibleName(f"{_('Add')}: {_(self.entity.label)}")
        self._bin.setText(_("To the bin"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self._reload()

    def _on_changed(self, changes: Changes) -> None:
        if self.entity.name in changes.entities:
            self._reload()
