"""Shortcuts under Cyrillic layouts: the physical key decides where Qt finds no Latin letter.

Source of the rule: under X11 with only a Kazakh or Russian layout loaded not even Ctrl+C fires
(measured). Knows no commands; it is given the actions to look through.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

_ROWS = {2: "1234567890", 16: "QWERTYUIOP", 30: "ASDFGHJKL", 44: "ZXCVBNM"}
# PC scan codes; X11 counts the same keys from 8 on.
_SHIFT = 0 if sys.platform == "win32" else 8
PHYSICAL = {
    first + n + _SHIFT: Qt.Key(ord(letter))
    for first, row in _ROWS.items()
    for n, letter in enumerate(row)
}
_HELD = Qt.KeyboardModifier.ControlModifier


def latin_key(event: QKeyEvent) -> Qt.Key | None:
    """The letter or digit printed in Latin on the pressed key, if Qt reports another one."""
    if 0x20 <= event.key() < 0x80 or event.key() >= Qt.Key.Key_Escape.value:
        return None
    return PHYSICAL.get(event.nativeScanCode())


def undo_or_redo(event: QEvent) -> str:
    """ "undo" for Ctrl+Z, "redo" for Ctrl+Y or Ctrl+Shift+Z, in any layout; else nothing.

    A page with work of its own takes them in its event() as ShortcutOverride, or the window would
    take back the last action of the records instead.
    """
    if not isinstance(event, QKeyEvent):
        return ""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = latin_key(event) or event.key()
    if held == _HELD and key == Qt.Key.Key_Z:
        return "undo"
    again = (held == _HELD and key == Qt.Key.Key_Y) or (
        held == _HELD | Qt.KeyboardModifier.ShiftModifier and key == Qt.Key.Key_Z
    )
    return "redo" if again else ""


class LayoutKeys(QObject):
    """Event filter of the application; `actions` gives the window's actions at that moment."""

    def __init__(self, actions: Callable[[], Iterable[QAction]], parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if not event.modifiers() & _HELD or not isinstance(watched, QWidget):
            return False
        key = latin_key(event)
        return key is not None and self._act(watched, key, event)

    def _act(self, widget: QWidget, key: Qt.Key, event: QKeyEvent) -> bool:
        """What Qt does for a Latin layout: the field first, then the window's shortcuts."""
        held = event.modifiers()
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, key.value, held)
        asked.ignore()
        QApplication.sendEvent(widget, asked)
        if not asked.isAccepted():
            wanted = QKeySequence(held.value | key.value)
            for action in self._actions():
                if action.isEnabled() and wanted in action.shortcuts():
                    action.trigger()
                    return True
        pressed = QKeyEvent(QEvent.Type.KeyPress, key.value, held)
        QApplication.sendEvent(widget, pressed)
        return True


def first_stop(pane: QWidget) -> QWidget:
    """The first control of a pane that Tab would reach, or the pane itself."""
    tab = Qt.FocusPolicy.TabFocus
    if pane.focusPolicy() & tab:
        return pane
    at = pane.nextInFocusChain()
    while at is not None and at is not pane:
        if pane.isAncestorOf(at) and at.isVisible() and at.isEnabled() and at.focusPolicy() & tab:
            return at
        at = at.nextInFocusChain()
    return pane


def pane_of(widget: QWidget | None, panes: Sequence[QWidget]) -> int:
    """Number of the pane that holds a widget; the last one that does, -1 for none."""
    held = [
        number
        for number, pane in enumerate(panes)
        if widget is not None and (pane is widget or pane.isAncestorOf(widget))
    ]
    return held[-1] if held else -1
