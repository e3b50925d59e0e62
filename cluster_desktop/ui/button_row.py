"""A row of buttons that never overflows: what has no room goes behind "···"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.theme import changes, scaled
from cluster_desktop.ui.widgets_buttons import Button, IconButton

ButtonParts = tuple[str, str | None, Callable[[], None]]
_SIDE = 16
_GAP = 8


class ButtonRow(QWidget):
    """Buttons of a panel: (label, icon or None, callback)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[ButtonParts] = []
        self._buttons: list[Button] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(_SIDE, 8, _SIDE, 8)
        self._line.setSpacing(_GAP)
        self._line.addStretch(1)
        self._more = IconButton("more", parent=self, dense=True)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._more)
        self._menu.aboutToShow.connect(self._fill)
        self._more.setMenu(self._menu)
        self._line.addWidget(self._more)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        changes().changed.connect(self._fit)

    def set_buttons(self, parts: Sequence[ButtonParts]) -> None:
        for old in self._buttons:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._parts = list(parts)
        self._buttons = []
        for at, (label, name, action) in enumerate(parts):
            button = Button(label, icon=name, dense=True, parent=self)
            button.clicked.connect(lambda _on=False, act=action: act())
            self._line.insertWidget(at, button)
            self._buttons.append(button)
        self._more.set_name(_("More actions"))
        self._fit()

    def buttons(self) -> list[Button]:
        return list(self._buttons)

    def sizeHint(self) -> QSize:
        return QSize(240, scaled(28) + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, scaled(28) + 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * _SIDE
        widths = [button.sizeHint().width() + _GAP for button in self._buttons]
        over = sum(widths) - _GAP > room
        room -= self._more.sizeHint().width() if over else 0
        for button, width in zip(self._buttons, widths, strict=True):
            room -= width
            button.setVisible(room >= 0 or not over)
        self._more.setVisible(over)

    def _fill(self) -> None:
        self._menu.clear()
        for (label, name, action), button in zip(self._parts, self._buttons, strict=True):
            if button.isHidden():
                entry = self._menu.addAction(label)
                if name:
                    entry.setIcon(icon(name, "primary"))
                entry.triggered.connect(lambda _on=False, act=action: act())
