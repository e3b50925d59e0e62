"""What the last exchange brought: a button for each kind of record opens exactly those."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Query
from cluster_desktop.ui.desk import Desk, place_of
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, FlowLayout, TextLabel
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.sync.views import Receipt

MOST = 5_000  # records of a kind that a list is narrowed to: more is a whole college's first time
KINDS = 6
Records = dict[str, tuple[UUID, ...]]


class Brought(QWidget):
    """Nothing at all where a run brought nothing that has a list of its own."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._records: Records = {}
        self._label = TextLabel(ink="muted", parent=self)
        self._label.setMinimumHeight(scaled(28))
        line = FlowLayout(self)
        line.addWidget(self._label)
        # Made once: a place taken out of a layout of ours would stay in PySide's memory.
        self._made = [Button("", dense=True, parent=self) for _kind in range(KINDS)]
        for at, button in enumerate(self._made):
            button.hide()
            button.clicked.connect(lambda _on=False, n=at: self._open(self._kinds[n]))
            line.addWidget(button)
        self._kinds: list[str] = []
        self.hide()

    @property
    def buttons(self) -> list[Button]:
        """Those that lead somewhere now."""
        return self._made[: len(self._kinds)]

    def read(self, receipt: Receipt | None) -> None:
        """Ask which records the run changed."""
        self.clear()
        if receipt is None or not receipt.received_changes:
            return
        facade, number = self._desk.exchange.facade(), receipt.id
        run(self, lambda _p: facade.brought(number), done=self._show, failed=self._desk.fail)

    def clear(self) -> None:
        self._show({})

    def _show(self, records: Records) -> None:
        self._records = records
        known = [(entity, len(records[entity])) for entity in records if self._opens(entity)]
        known.sort(key=lambda one: (-one[1], one[0]))
        self._kinds = [entity for entity, _n in known[:KINDS]]
        for button, (entity, n) in zip(self._made, known, strict=False):
            plural = _(self._desk.office.entity(entity).plural)
            button.setText(f"{plural} {n}")
            button.setObjectName(f"show_{entity}")
            button.setAccessibleName(_("Show what came: {kind}").format(kind=plural))
        for button in self._made[len(known) :]:
            button.setObjectName("")
        for at, button in enumerate(self._made):
            button.setVisible(at < len(self._kinds))
        self.setVisible(bool(self._kinds))

    def _opens(self, entity: str) -> bool:
        return len(self._records[entity]) <= MOST and place_of(self._query(entity)) is not None

    def _query(self, entity: str) -> Query:
        return Query(entity, (Condition("id", "in", self._records[entity]),))

    def _open(self, entity: str) -> None:
        place = place_of(self._query(entity))
        if place is not None:
            self._desk.go.emit(place)

    def retranslate(self) -> None:
        self._label.setText(_("Show what came:"))
        self._show(self._records)
