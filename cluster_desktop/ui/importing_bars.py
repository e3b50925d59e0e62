"""The bars under the rows of an import: one answer that mends many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.ui import theme
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.widgets import Button, TextLabel


@dataclass(frozen=True)
class GroupMend:
    """One repair that fits many rows: the sentence says which, the verb what the button does."""

    key: str
    sentence: str
    verb: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class UnknownName:
    """A name nobody knows, in several rows; `offers` are (key, label) of what it may stand for."""

    key: str
    name: str
    rows: tuple[int, ...]
    offers: tuple[tuple[str, str], ...]


Offer = TypeVar("Offer", GroupMend, UnknownName)


class Bar(QWidget, Generic[Offer]):
    """A tinted line with a sign and a sentence: one of several offers, the others a click away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: Sequence[Offer] = ()
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.sentence = TextLabel("", parent=self, wrap=True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(42, 8, 12, 8)
        self.row.setSpacing(12)
        self.row.addWidget(self.sentence, 1)
        self.next = Button("", icon="chevron-right", look="flat", dense=True, parent=self)
        self.next.setObjectName("next_offer")
        self.next.clicked.connect(lambda: self._look_at(self._at + 1))
        self.row.addWidget(self.next)
        self.hide()

    @property
    def offer(self) -> Offer | None:
        """What is offered on the screen."""
        return self._offers[self._at] if self._offers else None

    def set_offers(self, offers: Sequence[Offer]) -> None:
        """All that can be offered; one that was on the screen stays there."""
        seen = self.offer
        same = [at for at, one in enumerate(offers) if seen and _key(one) == _key(seen)]
        self._offers = offers
        self._look_at(same[0] if same else 0)

    def _look_at(self, at: int) -> None:
        self._at = at % len(self._offers) if self._offers else 0
        count = len(self._offers)
        self.setVisible(count > 0)
        self.next.setVisible(count > 1)
        said = _("{at} of {n}").format(at=self._at + 1, n=count)
        self.next.setText(said)
        self.next.setAccessibleName(_("Next suggestion, this is {said}").format(said=said))
        if (offer := self.offer) is not None:
            self.show_offer(offer)
            self.setAccessibleName(self.sentence.full_text())

    def show_offer(self, offer: Offer) -> None:
        """Fill the line with an offer."""

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.tint("soon"))
        painter.fillRect(QRect(0, 0, self.width(), 1), colours.separator)
        square = QRect(14, self.height() // 2 - 8, 16, 16)
        paint_icon(painter, "warning", square, colours.ink("soon"))


def _key(offer: GroupMend | UnknownName) -> tuple[str, str]:
    return offer.key, offer.name if isinstance(offer, UnknownName) else ""


class GroupBar(Bar[GroupMend]):
    """«The lost zero at the beginning can be put back in 31 rows» [Put back]"""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.go = Button("", dense=False, parent=self)
        self.go.setObjectName("mend_group")
        self.go.clicked.connect(self._tell)
        self.row.addWidget(self.go)

    def show_offer(self, offer: GroupMend) -> None:
        self.sentence.setText(offer.sentence)
        self.go.setText(offer.verb)

    def _tell(self) -> None:
        if self.offer is not None:
            self.wanted.emit(self.offer)


class NameBar(Bar[UnknownName]):
    """«Unknown name in 3 rows: …» → [choice] ☑ remember [Apply to 3 rows]"""

    applied = Signal(object, str, bool)
    """(UnknownName, key of the chosen offer, remember)"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = QComboBox(self)
        self.choice.setObjectName("name_offers")
        self.choice.setMinimumContentsLength(14)
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.remember = QCheckBox(self)
        self.remember.setObjectName("remember_name")
        self.remember.setChecked(True)
        self.go = Button("", parent=self)
        self.go.setObjectName("apply_name")
        self.go.clicked.connect(self._tell)
        for widget in (self.choice, self.remember, self.go):
            self.row.addWidget(widget)

    def retranslate(self) -> None:
        self.remember.setText(_("remember for this form"))
        self.choice.setAccessibleName(_("What the name stands for"))

    def show_offer(self, offer: UnknownName) -> None:
        n = len(offer.rows)
        said = ngettext("Unknown name in {n} row: {name}", "Unknown name in {n} rows: {name}", n)
        self.sentence.setText(said.format(n=n, name=offer.name))
        self.choice.clear()
        for key, label in offer.offers:
            self.choice.addItem(label, key)
        verb = ngettext("Apply to {n} row", "Apply to {n} rows", n)
        self.go.setText(verb.format(n=n))
        self.retranslate()

    def _tell(self) -> None:
        if self.offer is not None:
            key = str(self.choice.currentData() or "")
            self.applied.emit(self.offer, key, self.remember.isChecked())
