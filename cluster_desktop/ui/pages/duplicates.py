"""Possible duplicates: pairs by kind, compared side by side; below, what was merged before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.services import duplicates, merging
from cluster_desktop.services.duplicates import Possible
from cluster_desktop.services.merging import Pair
from cluster_desktop.ui.desk import PAGE_OF, Desk, Place
from cluster_desktop.ui.navigation import STOPS
from cluster_desktop.ui.pages.cards_page import CardsPage, Verb, add_line
from cluster_desktop.ui.pages.duplicates_compare import CompareSheet
from cluster_desktop.ui.widgets import Button, Card, TextLabel
from cluster_desktop.ui.work import run

MOST = 100  # pairs of one kind; the others come when these are settled
Found = tuple[list[Possible], list[Pair]]


class DuplicatesPage(CardsPage):
    """A card for each kind, a line with verbs for each pair; the kind asked for comes first."""

    KEY = "duplicates"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._kind = ""
        self.retranslate()

    def title(self) -> str:
        said = _("Possible duplicates")
        stop = next((stop for stop in STOPS if stop.key == self._stop()), None)
        return f"{_(stop.label)} › {said}" if stop else said

    def rail(self) -> str:
        return self._stop() or "home"

    def _stop(self) -> str:
        """The page of the kind that was asked for, which this one stands under."""
        return PAGE_OF.get(self._kind, "")

    def place(self) -> Place:
        return Place(self.KEY, tab=self._kind)

    def open_place(self, place: Place) -> None:
        self._kind = place.tab
        self.setAccessibleName(self.title())
        self.reload()

    def reload(self) -> None:
        run(self, lambda _p: self._read(), done=self._show, failed=self.desk.fail)

    def _read(self) -> Found:
        return duplicates.of(self.office), merging.merged(self.office)

    def _show(self, found: Found) -> None:
        possible, merged = found
        kinds = list(dict.fromkeys(one.entity for one in possible))
        cards = [
            self._of_kind(kind, [one for one in possible if one.entity == kind])
            for kind in sorted(kinds, key=lambda kind: kind != self._kind)
        ]
        if merged:
            cards.append(self._of_merged(merged))
        self.show_cards(cards)

    def _of_kind(self, kind: str, pairs: Sequence[Possible]) -> Card:
        entity = self.office.entity(kind)
        card = self.new_card(f"{_(entity.plural)} · {len(pairs)}", f"duplicates_{kind}")
        for pair in pairs[:MOST]:
            text, why = self._said(pair)
            add_line(card, text, self._verbs(pair), why)
        if len(pairs) > MOST:
            said = _("and {n} more").format(n=len(pairs) - MOST)
            card.body.addWidget(TextLabel(said, "caption", "muted", card))
        return card

    def _said(self, pair: Possible) -> tuple[str, str]:
        """Who may be whom, and what says so."""
        same = pair.one.title == pair.other.title
        both = _("{one} – twice") if same else _("{one} – {other}")
        why = _("the same: {fields}").format(fields=", ".join(pair.why))
        if pair.across:
            why = _("{why}; in two colleges, which settle it between them").format(why=why)
        return both.format(one=pair.one.title, other=pair.other.title), why

    def _verbs(self, pair: Possible) -> list[Verb]:
        if pair.across:
            return []
        return [
            (_("Compare…"), "columns", lambda: self.compare(pair)),
            (_("Two different ones"), "", lambda: self.set_apart(pair)),
        ]

    def _of_merged(self, pairs: Sequence[Pair]) -> Card:
        card = self.new_card(_("Merged · {n}").format(n=len(pairs)), "merged")
        for pair in pairs[:MOST]:
            kind = _(self.office.entity(pair.entity).label)
            said = _("{loser} went into {winner}").format(
                loser=pair.loser.title, winner=pair.winner.title
            )
            verb = (_("Separate again"), "undo", self._separating(pair.entity, pair.loser.id))
            add_line(card, said, [verb], kind)
        return card

    def _separating(self, entity: str, loser: UUID) -> Callable[[], None]:
        return lambda: self.desk.write(self, lambda: merging.separate(self.office, entity, loser))

    def compare(self, pair: Possible) -> None:
        """Both side by side, and the choice."""
        sheet = CompareSheet(self.desk, pair.entity, pair.one.id, pair.other.id)
        self.desk.sheet.emit(sheet, "middle")

    def set_apart(self, pair: Possible) -> None:
        """They only look alike."""
        office = self.office
        self.desk.write(
            self, lambda: merging.set_apart(office, pair.entity, pair.one.id, pair.other.id)
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.hint.setText(
            _(
                "The same number, or the same name with nothing against it. "
                "Nothing merges by itself."
            )
        )
        self.empty.set(_("Nothing looks as if it were there twice."), [], "check")


class DuplicatesLink(Button):
    """Above a list: how many pairs of its kind wait, or to compare the two that are ticked; hidden
    where there is neither."""

    def __init__(self, desk: Desk, entity: str, parent: QWidget | None = None) -> None:
        super().__init__("", icon="duplicates", look="flat", dense=True, parent=parent)
        self.setObjectName("duplicates_link")
        self._desk, self._entity = desk, entity
        self._count = 0
        self._ticked: tuple[UUID, ...] = ()
        self.hide()
        self.clicked.connect(self._open)
        desk.bridge.changed.connect(self._on_changed)
        self._read()

    def _on_changed(self, changes: Changes) -> None:
        if changes.entities & {self._entity, "merged_record"}:
            self._read()

    def _read(self) -> None:
        office, entity = self._desk.office, self._entity
        run(self, lambda _p: duplicates.count(office, entity), done=self._show)

    def _show(self, count: int) -> None:
        self._count = count
        self._say()

    def set_ticked(self, records: tuple[UUID, ...]) -> None:
        """These are ticked in the list; of two somebody may know better than the program."""
        self._ticked = records
        self._say()

    def _open(self) -> None:
        if len(self._ticked) == 2:
            sheet = CompareSheet(self._desk, self._entity, *self._ticked)
            self._desk.sheet.emit(sheet, "middle")
        else:
            self._desk.go.emit(Place("duplicates", tab=self._entity))

    def _say(self) -> None:
        self.setVisible(bool(self._count) or len(self._ticked) == 2)
        self.retranslate()

    def retranslate(self) -> None:
        of_all = _("Possible duplicates: {n}").format(n=self._count)
        self.setText(_("Compare the two ticked…") if len(self._ticked) == 2 else of_all)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
