"""Opens the window for a moment and looks at it, for the selftest of a build. Changes no data."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cluster_desktop.services.office import Office
from cluster_desktop.ui import theme
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.window import MainWindow

SETTLED_MS = 800
STEP = 7  # every seventh pixel of every seventh line is enough to tell a window from a blank


def picture_of_the_window(office: Office, choices: Path) -> tuple[int, int, int]:
    """Width and height of the shown window, and how many different colours were seen in it."""
    app = QApplication.instance() or QApplication(["cluster-desktop"])
    assert isinstance(app, QApplication)  # noqa: S101 - for the type checker: nothing else is made
    theme.load_fonts()
    theme.apply_theme(app, "light")
    window = MainWindow(office, FilePreferences(choices))
    window.show()
    loop = QEventLoop()
    QTimer.singleShot(SETTLED_MS, loop.quit)
    loop.exec()
    picture = window.grab().toImage()
    window.close()
    window.deleteLater()
    return picture.width(), picture.height(), _colours(picture)


def _colours(picture: QImage) -> int:
    return len(
        {
            picture.pixel(x, y)
            for y in range(0, picture.height(), STEP)
            for x in range(0, picture.width(), STEP)
        }
    )
