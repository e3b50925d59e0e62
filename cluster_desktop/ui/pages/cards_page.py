"""A page of cards below each other under a hint, or a word that there is nothing. Knows no records.

What it shows is read in a worker; the page that derives from it says what, and makes the cards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.query import Changes
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.pages.scrolling import scrolling
from cluster_desktop.ui.widgets import Button, Card, EmptyState, Rule, TextLabel

Verb = tuple[str, str, Callable[[], object]]
"""What a line offers: its words, the name of its icon or nothing, and what it does."""


class CardsPage(Page):
    """`top` is the row of the hint, `column` the one of the cards; both take more widgets."""

    COMMANDS = frozenset({"refresh"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._cards: list[Card] = []
        self.hint = TextLabel(ink="muted", parent=self, wrap=True)
        self.empty = EmptyState(self)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(12)
        self.column.addStretch(1)
        self.area = scrolling(inner)
        self.top = QHBoxLayout()
        self.top.setContentsMargins(0, 0, 8, 0)
        self.top.addWidget(self.hint, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 0, 8, 8)
        whole.setSpacing(8)
        whole.addLayout(self.top)
        whole.addWidget(self.empty)
        whole.addWidget(self.area, 1)

    def run(self, command: str) -> None:
        self.reload()

    def panes(self) -> Sequence[QWidget]:
        return (self.area,)

    def records_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.reload()

    def cards(self) -> list[Card]:
        return list(self._cards)

    def show_cards(self, cards: Sequence[Card]) -> None:
        """These instead of the ones before; none of them, and the page says that it is empty."""
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = list(cards)
        for at, card in enumerate(cards):
            self.column.insertWidget(at, card)
        self.empty.setVisible(not cards)
        self.area.setVisible(bool(cards))

    def new_card(self, title: str, name: str) -> Card:
        """A card that this page may show, its lines close together."""
        card = Card(title, self.area.widget())
        card.setObjectName(name)
        card.body.setSpacing(4)
        return card

    def retranslate(self) -> None:
        self.setAccessibleName(self.title())
        if self._cards:
            self.reload()


def add_line(card: Card, text: str, verbs: Sequence[Verb], note: str = "") -> None:
    """A line of a card under a rule: its words, a note below them, and what can be done."""
    line = QHBoxLayout()
    told = QVBoxLayout()
    told.setSpacing(0)
    told.addWidget(TextLabel(text, parent=card, elide=True))
    if note:
        told.addWidget(TextLabel(note, "caption", "muted", card, elide=True))
    line.addLayout(told, 1)
    for label, icon, act in verbs:
        button = Button(label, icon=icon or None, look="flat", dense=True, parent=card)
        button.setAccessibleName(f"{label} {text}")
        button.clicked.connect(lambda _on=False, act=act: act())
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
    card.body.addWidget(Rule(card))
    card.body.addLayout(line)
