"""The bar that appears with the first tick: how many, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.theme import colours, scaled
from cluster_desktop.ui.widgets_buttons import Button, KeyCap
from cluster_desktop.ui.widgets_state import TextLabel


@dataclass(frozen=True)
class Verb:
    """Something to do with the chosen records; `icon` empty for none."""

    key: str
    label: str
    icon: str
    action: Callable[[list[UUID]], None]


class SelectionBar(QWidget):
    """Number, verbs (those without room in "More"), and how to clear."""

    cleared = Signal()
    all_wanted = Signal()

    def __init__(self, ids: Callable[[], list[UUID]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids = ids
        self._verbs: list[Verb] = []
        self._buttons: list[Button] = []
        self._hidden: list[Verb] = []
        self._partial = False
        self.setFixedHeight(scaled(40))
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 0, 12, 0)
        self._line.setSpacing(8)
        self._count = TextLabel("", "strong", "on_selection", self)
        self._line.addWidget(self._count)
        self._all = Button("", look="flat", dense=True, parent=self)
        self._all.clicked.connect(self.all_wanted)
        self._more = Button("", dense=True, parent=self)
        self._menu = QMenu(self._more)
        self._menu.aboutToShow.connect(self._fill_more)
        self._more.setMenu(self._menu)
        self._line.addWidget(self._more)
        self._line.addWidget(self._all)
        self._line.addStretch(1)
        self._cap = KeyCap("Esc", self)
        self._line.addWidget(self._cap)
        self._clear = Button("", look="flat", dense=True, parent=self)
        self._clear.clicked.connect(self.cleared)
        self._line.addWidget(self._clear)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        self._more.setText(_("More"))
        self._clear.setText(_("Clear"))
        self._clear.setAccessibleName(_("Clear the selection"))

    def set_verbs(self, verbs: Sequence[Verb]) -> None:
        self._verbs = list(verbs)
        for old in self._buttons:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for at, verb in enumerate(verbs):
            button = Button(verb.label, icon=verb.icon or None, dense=True, parent=self)
            button.setObjectName(verb.key)
            button.clicked.connect(lambda _on=False, v=verb: v.action(self._ids()))
            self._line.insertWidget(1 + at, button)
            self._buttons.append(button)
        self._fit()

    def set_count(self, ticked: int, whole: int) -> None:
        """How many are ticked of how many that the list has."""
        self._count.setText(ngettext("Selected: {n}", "Selected: {n}", ticked).format(n=ticked))
        self._all.setText(_("Select all {n}").format(n=whole))
        self._partial = 1 < ticked < whole
        self._fit()

    def buttons(self) -> list[Button]:
        return list(self._buttons)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, scaled(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many verbs as there is room for; the rest, and "Select all", go into "More"."""
        always = [self._count, self._cap, self._clear]
        room = self.width() - 24 - sum(w.sizeHint().width() + 8 for w in always)
        need = sum(b.sizeHint().width() + 8 for b in self._buttons)
        all_fits = need + self._all.sizeHint().width() + 8 <= room
        self._all.setVisible(self._partial and all_fits)
        more = need > room or (self._partial and not all_fits)
        if more:
            room -= self._more.sizeHint().width() + 8
        self._hidden = []
        for verb, button in zip(self._verbs, self._buttons, strict=True):
            room -= button.sizeHint().width() + 8
            fits = room >= 0 and not self._hidden
            button.setVisible(fits)
            if not fits:
                self._hidden.append(verb)
        self._more.setVisible(more)

    def _fill_more(self) -> None:
        self._menu.clear()
        for verb in self._hidden:
            action = self._menu.addAction(verb.label)
            if verb.icon:
                action.setIcon(icon(verb.icon, "primary"))
            action.triggered.connect(lambda _on=False, v=verb: v.action(self._ids()))
        if self._partial and self._all.isHidden():
            self._menu.addAction(self._all.text()).triggered.connect(self.all_wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), colours().selection)
