"""How the editor of templates is laid out: the list at the left, the clauses at the right.

Only widgets and their names; what they do is the tab's business.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.ui.pages.template_clause import MENU_SIDE, NUMBER_WIDTH
from cluster_desktop.ui.widgets import Button, Card, IconButton, PrimaryButton, Rule, TextLabel

LIST_WIDTH = 250


class TemplateFrame(QWidget):
    """The widgets of the tab, named in the language of the window."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(12)
        row.addLayout(self._side())
        row.addWidget(self._card(), 1)

    def _side(self) -> QVBoxLayout:
        self.list = QListWidget(self)
        self.list.setObjectName("template_list")
        self.list.setFixedWidth(LIST_WIDTH)
        self.new = Button(icon="add", parent=self)
        self.new.setObjectName("new_template")
        self._kinds = QMenu(self.new)
        self.new.setMenu(self._kinds)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self.list, 1)
        side.addWidget(self.new)
        return side

    def _card(self) -> Card:
        card = Card("", self, margin=12)
        card.body.setContentsMargins(16, 12, 12, 12)
        card.body.addLayout(self._head_of(card))
        card.body.addWidget(Rule(card))
        card.body.addLayout(self._languages(card))
        card.body.addWidget(self._clause_area(card), 1)
        card.body.addWidget(Rule(card))
        card.body.addLayout(self._foot(card))
        return card

    def _head_of(self, card: Card) -> QHBoxLayout:
        self._name = TextLabel("", "section", parent=card, elide=True)
        self._state = TextLabel("", "caption", "muted", card)
        self.places = Button(icon="add", dense=True, parent=card)
        self.places.setObjectName("insert_place")
        self._menu = QMenu(self.places)
        self.places.setMenu(self._menu)
        self.test = Button(icon="print", dense=True, parent=card)
        self.test.setObjectName("test_print")
        self.more = IconButton("more", parent=card)
        self.more.setObjectName("template_menu")
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        for widget in (self._state, self.places, self.test, self.more):
            head.addWidget(widget)
        return head

    def _languages(self, card: Card) -> QHBoxLayout:
        names = QHBoxLayout()
        names.setContentsMargins(NUMBER_WIDTH + 12, 0, MENU_SIDE + 24, 0)
        names.setSpacing(12)
        # Each language is named in itself.
        for said in ("Қазақша", "Русский"):
            names.addWidget(TextLabel(said, "strong", parent=card), 1)
        return names

    def _clause_area(self, card: Card) -> QScrollArea:
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(0)
        self._area = QScrollArea(card)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inner)
        self._area.viewport().setAutoFillBackground(False)
        # After setWidget, which switches it on: the card's own ground must show.
        self._inner.setAutoFillBackground(False)
        return self._area

    def _foot(self, card: Card) -> QHBoxLayout:
        self._problem = TextLabel("", "caption", "bad", card, wrap=True)
        self.back = Button(parent=card)
        self.save = PrimaryButton(parent=card)
        self.save.setObjectName("save_template")
        foot = QHBoxLayout()
        foot.addWidget(self._problem, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.save)
        return foot

    def retranslate(self) -> None:
        self.list.setAccessibleName(_("Document templates"))
        self.places.setText(_("Insert a place"))
        self.save.setText(_("Save as a new version"))
        self.back.setText(_("Back to the saved one"))
        self.new.setText(_("New template…"))
        self.test.setText(_("Test print"))
        self.more.set_name(_("More about the template"))
