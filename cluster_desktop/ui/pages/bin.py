"""Bin: what was put away, by kind; it comes back with the records that went with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from cluster_desktop.entity import Entity
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Query, Row
from cluster_desktop.services import headings
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages.cards_page import CardsPage, add_line
from cluster_desktop.ui.widgets import Button, Card, SearchField
from cluster_desktop.ui.work import run

MOST = 200
# What a person puts away by hand; the rest goes and comes with these.
SHOWN = (
    "organisation", "agreement", "obligation", "student", "placement", "mentor", "study_group",
    "practice_period", "practice_slot", "teacher", "academic_year", "rubric_criterion",
    "document_template", "speciality", "region",
)  # fmt: skip


class BinPage(CardsPage):
    """A card for each kind, a line with [Take out] for each record."""

    KEY = "bin"
    COMMANDS = CardsPage.COMMANDS | {"find"}

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._text = ""
        self.search = SearchField(self)
        self.search.setMaximumWidth(320)
        self.search.searched.connect(self._on_search)
        self.top.addWidget(self.search)
        self.retranslate()

    def title(self) -> str:
        return _("Bin")

    def open_place(self, place: Place) -> None:
        self.reload()

    def run(self, command: str) -> None:
        if command == "find":
            self.search.setFocus()
        else:
            super().run(command)

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
            query = Query(name, text=text, columns=headings.columns(entity), bin=True)
            count = self.office.count(query)
            if count:
                found.append((entity, count, self.office.rows(query, MOST)))
        return found

    def _show(self, found: Sequence[tuple[Entity, int, list[Row]]]) -> None:
        self.show_cards([self._card(*one) for one in found])
        if self._text:
            self.empty.set(_("Nothing found for “{text}”").format(text=self._text), [], "search")
        else:
            self.empty.set(_("The bin is empty."), [], "bin")

    def _card(self, entity: Entity, count: int, rows: Sequence[Row]) -> Card:
        card = self.new_card(f"{_(entity.plural)} · {count}", f"bin_{entity.name}")
        if len(rows) > 1:
            said = ngettext("Take out {n}", "Take out all {n}", len(rows)).format(n=len(rows))
            every = Button(said, dense=True, parent=card)
            every.clicked.connect(self._taking_out(entity.name, [row.id for row in rows]))
            card.head.addWidget(every)
        for row in rows:
            verb = (_("Take out"), "undo", self._taking_out(entity.name, [row.id]))
            add_line(card, headings.of_row(entity, row), [verb])
        return card

    def _taking_out(self, entity: str, records: list[UUID]) -> Callable[[], None]:
        return lambda: self.take_out(entity, records)

    def take_out(self, entity: str, records: list[UUID]) -> None:
        """Back to the lists, with links and what went along."""
        self.desk.write(self, lambda: self.office.restore(entity, records))

    def retranslate(self) -> None:
        super().retranslate()
        self.hint.setText(
            _("What was put away is kept for 180 days and comes back with its links.")
        )
        self.search.setPlaceholderText(_("Search in the bin"))
        self.search.setAccessibleName(_("Search in the bin"))
        self.empty.set(_("The bin is empty."), [], "bin")
