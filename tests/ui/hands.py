"""What a person's hands do in tests: typing in any script (QTest knows only ASCII), waiting."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Key by key into the widget."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, event)


def settle() -> None:
    """Let workers finish and their news arrive."""
    for _turn in range(3):
        QThreadPool.globalInstance().waitForDone(5000)
        QApplication.sendPostedEvents()
        QApplication.processEvents()
