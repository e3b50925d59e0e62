"""Settings · Reference lists: regions, specialities and the like, edited in their tables."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.listing import EntityList
from cluster_desktop.ui.panel import SidePanel
from cluster_desktop.ui.undecided_line import decision_place
from cluster_desktop.ui.widgets import Button, Segmented

LISTS = ("region", "district", "speciality", "qualification")


class ListsTab(QWidget):
    """One list at a time, made when first chosen; a new record is typed in the panel."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reference_lists")
        self.desk = desk
        self._lists: dict[str, EntityList] = {}
        self.chosen = Segmented(parent=self)
        self.chosen.setObjectName("choose_list")
        self.chosen.changed.connect(self.open)
        self.new = Button(icon="add", parent=self)
        self.new.clicked.connect(self._open_new)
        self._stack = QStackedWidget(self)
        self.panel = SidePanel(desk.office, desk.bridge, self)
        self.panel.setFixedWidth(351)
        self.panel.hide()
        self.panel.closed.connect(self.panel.hide)
        self.panel.decide_wanted.connect(lambda one: desk.go.emit(decision_place(one)))
        top = QHBoxLayout()
        top.addWidget(self.chosen)
        top.addStretch(1)
        top.addWidget(self.new)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._stack, 1)
        row.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(row, 1)
        self.retranslate()

    def open(self, entity: str) -> None:
        """Show a list."""
        shown = self._lists.get(entity)
        if shown is None:
            shown = EntityList(self.desk.office, self.desk.bridge, entity, self)
            shown.opened.connect(lambda record, name=entity: self._open_record(name, record))
            shown.acted.connect(self.desk.done)
            shown.problem.connect(self.desk.refused)
            self._lists[entity] = shown
            self._stack.addWidget(shown)
        self._stack.setCurrentWidget(shown)
        self.panel.hide()
        self.chosen.set_value(entity)

    def _open_record(self, entity: str, record: object) -> None:
        if isinstance(record, UUID):
            self.panel.show()
            self.panel.open(entity, record)

    def _open_new(self) -> None:
        self.panel.show()
        self.panel.open_new(self.chosen.value(), {})

    def reload(self) -> None:
        self.open(self.chosen.value() or LISTS[0])

    def look_for(self, words: list[str]) -> bool:
        """Reference lists have no settings to find; their records are found by Ctrl+K."""
        return False

    def retranslate(self) -> None:
        office = self.desk.office
        self.chosen.set_options([(name, _(office.entity(name).plural)) for name in LISTS])
        self.chosen.setAccessibleName(_("Reference list"))
        self.new.setText(_("New"))
