"""Shows a window for a moment and looks at it, for the selftest of a build."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

SETTLED_MS = 800
STEP = 7  # every seventh pixel of every seventh line is enough to tell a window from a blank


def look_at(window: QWidget) -> tuple[int, int, int]:
    """Width and height of the window once shown, and how many different colours it has."""
    window.show()
    loop = QEventLoop()
    QTimer.singleShot(SETTLED_MS, loop.quit)
    loop.exec()
    picture = window.grab().toImage()
    window.close()
    return picture.width(), picture.height(), _colours(picture)


def _colours(picture: QImage) -> int:
    return len(
        {
            picture.pixel(x, y)
            for y in range(0, picture.height(), STEP)
            for x in range(0, picture.width(), STEP)
        }
    )
