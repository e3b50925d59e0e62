"""Bin: what was put away, by kind; it comes back with the records that went with it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.entity import Entity
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes, Query, Ref, Row
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.widgets import Button, Card, EmptyState, Rule, SearchField, TextLabel
from cluster_desktop.ui.work import run

MOST = 200
# What a person puts away by hand; the rest goes and comes with these.
SHOWN = (
    "organisation", "agreement", "obligation", "student", "placement", "mentor", "study_group",
    "practice_period", "practice_slot", "teacher", "academic_year", "rubric_criterion",
    "document_template", "speciality", "region",
)  # fmt: skip


class BinPage(Page):
    """A card for each kind, a line with [Take out] for each record."""

    KEY = "bin"
    COMMANDS = frozenset({"refresh", "find"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._text = ""
        self._cards: list[Card] = []
        self._hint = TextLabel(ink="muted", parent=self, wrap=True)
        self.search = SearchField(self)
        self.search.setMaximumWidth(320)
        self.search.searched.connect(self._on_search)
        self._empty = EmptyState(self)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        self._area.setWidget(inner)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 8, 0)
        top.addWidget(self._hint, 1)
        top.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 8, 8)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._empty)
        column.addWidget(self._area, 1)
        self.retranslate()

    def title(self) -> str:
        return _("Bin")

    def open_place(self, place: Place) -> None:
        self.reload()

    def run(self, command: str) -> None:
        if command == "find":
            self.search.setFocus()
        else:
            self.reload()

    def panes(self) -> Sequence[QWidget]:
        return (self._area,)

    def records_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    def _on_search(self, text: str) -> None:
        self._text = text
        self.reload()

    def reload(self) -> None:
        text = self._text
        run(self, lambda _p: self._read(text), done=self._show, failed=self.desk.fail)

    def _read(self, text: str) -> list[tuple[Entity, int, list[Row]]]:
        found = []
        for name in SHOWN:
            entity = self.office.entity(name)
            more = ("partner_id",) if "partner_id" in entity.fields else ()
            query = Query(name, text=text, columns=(entity.title, *more), bin=True)
            count = self.office.count(query)
            if count:
                found.append((entity, count, self.office.rows(query, MOST)))
        return found

    def _show(self, found: Sequence[tuple[Entity, int, list[Row]]]) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = []
        for entity, count, rows in found:
            card = self._card(entity, count, rows)
            self._column.insertWidget(len(self._cards), card)
            self._cards.append(card)
        self._empty.setVisible(not found)
        self._area.setVisible(bool(found))
        if self._text:
            self._empty.set(_("Nothing found for “{text}”").format(text=self._text), [], "search")
        else:
            self._empty.set(_("The bin is empty."), [], "bin")

    def cards(self) -> list[Card]:
        return list(self._cards)

    def _card(self, entity: Entity, count: int, rows: Sequence[Row]) -> Card:
        card = Card(f"{_(entity.plural)} · {count}", self._area.widget())
        card.setObjectName(f"bin_{entity.name}")
        if len(rows) > 1:
            said = ngettext("Take out {n}", "Take out all {n}", len(rows)).format(n=len(rows))
            every = Button(said, dense=True, parent=card)
            ids = [row.id for row in rows]
            every.clicked.connect(lambda _on=False: self.take_out(entity.name, ids))
            card.head.addWidget(every)
        card.body.setSpacing(4)
        for row in rows:
            line = QHBoxLayout()
            text = _text(row, entity)
            line.addWidget(TextLabel(text, parent=card, elide=True), 1)
            button = Button(_("Take out"), icon="undo", look="flat", dense=True, parent=card)
            button.setAccessibleName(_("Take out of the bin: {what}").format(what=text))
            button.clicked.connect(
                lambda _on=False, record=row.id: self.take_out(entity.name, [record])
            )
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
            card.body.addWidget(Rule(card))
            card.body.addLayout(line)
        return card

    def take_out(self, entity: str, records: list[UUID]) -> None:
        """Back to the lists, with links and what went along."""
        self.desk.write(self, lambda: self.office.restore(entity, records))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Bin"))
        self._hint.setText(
            _("What was put away is kept for 180 days and comes back with its links.")
        )
        self.search.setPlaceholderText(_("Search in the bin"))
        self.search.setAccessibleName(_("Search in the bin"))
        self._empty.set(_("The bin is empty."), [], "bin")
        if self._cards:
            self.reload()


def _text(row: Row, entity: Entity) -> str:
    title = row[entity.title]
    parts = [title.title if isinstance(title, Ref) else str(title or "–")]
    partner = row.values.get("partner_id")
    if isinstance(partner, Ref):
        parts.append(partner.title)
    return " · ".join(parts)
