"""The menu bar that appears with Alt or F10 and holds every command with its key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMainWindow

from cluster_desktop.ui.actions import Actions


class AltMenu(QObject):
    """Watches the window's keys: Alt pressed and let go alone shows the menu, again hides it."""

    def __init__(self, window: QMainWindow, actions: Actions) -> None:
        super().__init__(window)
        self.bar = window.menuBar()
        actions.fill(self.bar)
        self.bar.hide()
        self._alone = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._alone = event.key() == Qt.Key.Key_Alt
            if event.key() == Qt.Key.Key_F10 and not event.modifiers():
                self.show()
                return True
        elif event.type() == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_Alt:
            if self._alone:
                self.toggle()
            self._alone = False
        return False

    def toggle(self) -> None:
        if self.bar.isVisible():
            self.bar.hide()
        else:
            self.show()

    def show(self) -> None:
        """Show the bar with its first menu ready to be opened."""
        self.bar.show()
        self.bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
        self.bar.setActiveAction(self.bar.actions()[0])

    def is_visible(self) -> bool:
        return self.bar.isVisible()

    def menus(self) -> list[QAction]:
        return self.bar.actions()
