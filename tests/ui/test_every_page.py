"""Every page in the dark and in each language: nothing cut off, all named, no English.

The light theme, with tabs and panels, is walked in tests/ui/window/test_everywhere.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cluster_desktop import i18n
from cluster_desktop.services.office import Office
from cluster_desktop.ui import work
from cluster_desktop.ui.desk import Place
from cluster_desktop.ui.pages import PAGES
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.theme import apply_theme
from cluster_desktop.ui.window import MainWindow
from tests.databases import Databases, sampled

SIZES = [(1366, 697), (1093, 514)]


@pytest.fixture(scope="module")
def sample(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with the whole sample data."""
    office = databases.open(sampled, tmp_path_factory.mktemp("sample") / "cluster.db")
    yield office
    office.close()


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, sample: Office, tmp_path: Path
) -> Iterator[MainWindow]:
    made = MainWindow(sample, FilePreferences(tmp_path / "preferences.ini"))
    qtbot.addWidget(made)
    made.show()
    yield made
    speak(qapp, "en")
    apply_theme(qapp, "light")


def open_page(qtbot: QtBot, window: MainWindow, page: str) -> None:
    window.open_place(Place(page))
    # Lists and cards are read in a worker; what arrived may ask for more, or start a short timer.
    qtbot.waitUntil(lambda: not work.busy(), timeout=10_000)
    qtbot.wait(80)
    qtbot.waitUntil(lambda: not work.busy(), timeout=10_000)
    qtbot.wait(10)


def visible(window: MainWindow) -> list[QWidget]:
    return [w for w in window.findChildren(QWidget) if w.isVisible() and w.width() > 1]


def is_cut_off(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        if widget.wordWrap() or not widget.text() or not widget.pixmap().isNull():
            return False
        if getattr(widget, "is_elided", False) or widget.property("elide"):
            return False
        return widget.sizeHint().width() > widget.width() + 1
    if isinstance(widget, QAbstractButton):
        return bool(widget.text()) and widget.minimumSizeHint().width() > widget.width() + 1
    return False


def is_outside(widget: QWidget, window: MainWindow) -> bool:
    """A button that hangs out of the window; what lies in a scroll area can be scrolled to."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if parent.inherits("QAbstractScrollArea"):
            return False
        parent = parent.parentWidget()
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return not window.rect().contains(place)


def has_no_name(widget: QWidget) -> bool:
    if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isEnabled():
        return False
    named = bool(widget.accessibleName())
    if isinstance(widget, QAbstractButton):
        return not (named or widget.text())
    if isinstance(widget, QLineEdit | QComboBox | QAbstractItemView):
        inside = isinstance(widget.parentWidget(), QComboBox)
        return not (named or inside)
    return False


def texts(window: MainWindow) -> set[str]:
    found: set[str] = set()
    for widget in visible(window):
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text().replace("&", ""))
        if isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
        if isinstance(widget, QComboBox):
            found.update(widget.itemText(n) for n in range(widget.count()))
        for said in (widget.toolTip(), widget.accessibleName()):
            found.add(said)
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            found.update(
                str(model.headerData(n, Qt.Orientation.Horizontal) or "")
                for n in range(model.columnCount())
            )
    return found


def faults(window: MainWindow) -> list[str]:
    """What a person would see or hear as wrong on the page that is open."""
    wrong: list[str] = []
    for widget in visible(window):
        said = f"{type(widget).__name__} {widget.objectName()!r}"
        text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        if is_cut_off(widget):
            wrong.append(f"cut off: {said} {text!r} {widget.sizeHint()} in {widget.size()}")
        if isinstance(widget, QAbstractButton) and is_outside(widget, window):
            wrong.append(f"outside: {said} {text!r}")
        if has_no_name(widget):
            wrong.append(f"no name: {said}")
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=["1366", "1093"])
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_nothing_is_cut_off_or_without_a_name_in_the_dark(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, lang: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.commands.run(f"language_{lang}")
    apply_theme(qapp, "dark")
    for page in PAGES:
        open_page(qtbot, window, page)
        # Lists arrive from a worker: a page may need a moment more on a busy machine.
        qtbot.waitUntil(lambda: faults(window) == [], timeout=8_000)


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_no_page_shows_english(qtbot: QtBot, window: MainWindow, project: Path, lang: str) -> None:
    path = project / "translations" / lang / "LC_MESSAGES" / "app.po"
    with path.open("rb") as file:
        catalogue = read_po(file)
    english = {
        one
        for message in catalogue
        if message.id and message.string != message.id
        for one in ([message.id] if isinstance(message.id, str) else message.id)
    }
    # A word that both languages write alike ("Excel", "PDF") is no English.
    same = {m.string for m in catalogue if isinstance(m.string, str)}
    window.commands.run(f"language_{lang}")
    for page in PAGES:
        open_page(qtbot, window, page)
        qtbot.waitUntil(lambda: texts(window) & (english - same) == set(), timeout=8_000)
