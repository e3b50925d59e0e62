"""The verbs of the practice board: what a key, a drop or a line of the menu means there.

Everything that the mouse does has a key and a line in the context menu. What is written is done by
`practice_acts`.
"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.services.board import Board
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.pages.practice_acts import Acts
from cluster_desktop.ui.pages.practice_cards import CardsView
from cluster_desktop.ui.pages.practice_chosen import Chosen, Load
from cluster_desktop.ui.pages.practice_sheets import ChoiceSheet, Entry
from cluster_desktop.ui.pages.practice_spots import Spot
from cluster_desktop.ui.pages.practice_waiting import WaitingList
from cluster_desktop.ui.papers_menu import add_paper_actions


class BoardVerbs(QObject):
    """Hears the two views and acts on the board that is shown."""

    def __init__(
        self, desk: Desk, chosen: Chosen, waiting: WaitingList, cards: CardsView, host: QWidget
    ) -> None:
        super().__init__(host)
        self._desk = desk
        self._chosen = chosen
        self._waiting = waiting
        self._cards = cards
        self._host = host
        self.acts = Acts(desk, self)
        self.acts.done.connect(lambda _changes: chosen.clear())
        waiting.place_wanted.connect(lambda: self.place_at(waiting.load()))
        waiting.menu_wanted.connect(self._waiting_menu)
        waiting.landed.connect(lambda load: self.acts.unplace(load.placements))
        cards.verb.connect(self._on_verb)
        cards.menu_wanted.connect(self._cards_menu)
        cards.landed.connect(lambda load, number: self._land(load, cards.spot(number)))

    def board(self) -> Board | None:
        return self._cards.spots.board

    def place_at(self, load: Load) -> None:
        """“Place at…” for students or placements."""
        board = self.board()
        if board is not None:
            self.acts.ask_place(load, board.period.id)

    def find(self) -> None:
        """Ctrl+F: anybody and any enterprise on the board, by a part of the name."""
        board = self.board()
        if board is None:
            return
        waiting = [
            Entry(one.id, one.name, f"{one.group} · {_('Without a place')}", "warning", "soon")
            for one in board.waiting
        ]
        spots = [spot for spot in self._cards.spots.spots if spot.kind in ("student", "base")]
        there = [_entry_of(spot, board.bases[spot.base].organisation.title) for spot in spots]
        sheet = ChoiceSheet(_("Find on the board"), _("Nothing here yet."))
        sheet.set_entries([*waiting, *there])
        sheet.taken.connect(lambda entry: self._show(entry.id))
        self._desk.sheet.emit(sheet, "middle")

    def _show(self, wanted: UUID) -> None:
        """Put the frame on a student or a card."""
        if self._waiting.show_student(wanted):
            self._waiting.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._cards.show_record(wanted):
            self._cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _meant(self, spot: Spot | None) -> Load:
        """What a verb is about: the ticked ones, or the student under the frame."""
        if spot is not None and spot.placed is not None:
            return self._chosen.load_with(placement=spot.placed.id)
        return self._chosen.load()

    def _on_verb(self, verb: str) -> None:
        spot = self._cards.current()
        if spot is None:
            return
        placements = self._meant(spot).placements
        if verb == "enter":
            self._enter(spot)
        elif verb == "remove":
            self.acts.unplace(placements)
        elif verb == "lock":
            self.acts.lock(placements)
        elif spot.mentor is not None and spot.placed is None and not placements:
            self.acts.ask_mentor([one.id for one in spot.mentor.placements])
        else:
            self.acts.ask_mentor(placements)

    def _enter(self, spot: Spot) -> None:
        """Enter on a student: place elsewhere; on a card or mentor: the ticked ones come here."""
        board = self.board()
        load = self._meant(spot)
        if board is None:
            return
        if spot.placed is not None:
            self.place_at(load)
        elif spot.mentor is not None and spot.mentor.id is None:
            self.acts.ask_mentor([one.id for one in spot.mentor.placements])
        elif spot.kind == "agreement":
            self._open_agreement(spot)
        elif len(load):
            self._land(load, spot)
        else:
            organisation = board.bases[spot.base].organisation
            self._desk.go.emit(Place("partners", record=organisation.id))

    def _open_agreement(self, spot: Spot) -> None:
        """The agreement of the card, or a new one where there is none."""
        board = self.board()
        if board is None:
            return
        base = board.bases[spot.base]
        if base.agreement_id is not None:
            self._desk.go.emit(Place("agreements", record=base.agreement_id))
        else:
            self._desk.memorandum.emit(base.organisation.id)

    def _land(self, load: Load, spot: Spot) -> None:
        """Students or placements onto a card, or onto one of its mentors."""
        board = self.board()
        if board is None:
            return
        base = board.bases[spot.base]
        mentor = spot.mentor.id if spot.mentor is not None else None
        here = {one.id for line in base.mentors for one in line.placements}
        if load.placements and here.issuperset(load.placements):
            if mentor is not None:
                self.acts.assign(load.placements, mentor)
            return  # dropped where they already are
        slots = [slot.id for slot in base.slots]
        self.acts.place_at_base(load, board.period.id, slots, mentor)

    def related(self) -> None:
        """Ctrl+G: the enterprise of the current spot."""
        spot, board = self._cards.current(), self.board()
        if spot is not None and board is not None:
            organisation = board.bases[spot.base].organisation
            self._desk.go.emit(Place("partners", record=organisation.id))

    # ---- menus ----

    def _waiting_menu(self, at: QPoint) -> None:
        menu = self.menu()
        load = self._waiting.load()
        one = self._waiting.current_student()
        place = menu.addAction(icon("arrow-right", "muted"), _("Place at…"))
        place.triggered.connect(lambda: self.place_at(load))
        if one is not None:
            card = menu.addAction(icon("person", "muted"), _("Open the student"))
            card.triggered.connect(lambda: self._open_student(one.id))
        menu.popup(at)

    def _cards_menu(self, at: QPoint) -> None:
        spot = self._cards.current()
        if spot is None:
            return
        menu = self.menu()
        load = self._meant(spot)
        if spot.placed is not None:
            self._student_lines(menu, load, spot.placed.student_id)
        else:
            self._card_lines(menu, load, spot)
        menu.popup(at)

    def _student_lines(self, menu: QMenu, load: Load, student: UUID) -> None:
        ids = load.placements
        for name, text, keys, done in (
            ("arrow-right", _("Place at…"), "Enter", lambda: self.place_at(load)),
            ("mentors", _("Mentor…"), "M", lambda: self.acts.ask_mentor(ids)),
            ("lock", _("Lock or unlock"), "L", lambda: self.acts.lock(ids)),
            ("bin", _("Take from the place"), "Del", lambda: self.acts.unplace(ids)),
        ):
            # The tab shows the key as a shortcut is shown; the view itself hears it.
            menu.addAction(icon(name, "muted"), f"{text}\t{keys}", done)
        menu.addSeparator()
        add_paper_actions(menu, self._desk, "placement", lambda: ids)
        card = menu.addAction(icon("person", "muted"), _("Open the student"))
        card.triggered.connect(lambda: self._open_student(student))

    def _card_lines(self, menu: QMenu, load: Load, spot: Spot) -> None:
        if len(load):
            here = menu.addAction(icon("arrow-right", "muted"), _("Place the ticked ones here"))
            here.triggered.connect(lambda: self._land(load, spot))
        if spot.mentor is not None and spot.mentor.placements:
            ids = [one.id for one in spot.mentor.placements]
            other = menu.addAction(icon("mentors", "muted"), _("Mentor…") + "\tM")
            other.triggered.connect(lambda: self.acts.ask_mentor(ids))
        agreement = menu.addAction(icon("agreements", "muted"), _("Agreement"))
        agreement.triggered.connect(lambda: self._open_agreement(spot))
        partner = menu.addAction(icon("partners", "muted"), _("Open the enterprise"))
        partner.triggered.connect(self.related)

    def menu(self) -> QMenu:
        """An empty menu that goes away when it closes."""
        menu = QMenu(self._host)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _open_student(self, student: UUID) -> None:
        self._desk.go.emit(Place("practice", tab="students", record=student))


def _entry_of(spot: Spot, where: str) -> Entry:
    if spot.placed is None:
        return Entry(spot.organisation, spot.text, "", "partners")
    return Entry(spot.placed.id, spot.text, where, "person")
