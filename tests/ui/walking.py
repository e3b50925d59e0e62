"""What a person would see or hear as wrong in a window: cut-off texts, nameless controls, English.

For tests that walk over pages; `tests/ui/test_every_page.py` is the walk.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path

import shiboken6
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from PySide6.QtCore import QAbstractTableModel, QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpacerItem,
    QTabBar,
    QToolButton,
    QWidget,
    QWidgetItem,
)

from cluster_desktop.ui import work
from cluster_desktop.ui.flow import FlowLayout

_WORD = re.compile(r"(?<![\w@.:/\\-])[A-Za-z]{3,}(?![\w@.:/\\-])")
_PLACE = re.compile(r"\{[^{}]*\}")
_ROWS_READ = 12


def visible(host: QWidget) -> list[QWidget]:
    return [w for w in host.findChildren(QWidget) if w.isVisible() and w.width() > 1]


# ---- cut off, outside, nameless ----


def _is_icon(widget: QWidget) -> bool:
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(widget, QToolButton) and widget.toolButtonStyle() is icon_only


def is_cut_off(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        if widget.wordWrap() or not widget.text() or not widget.pixmap().isNull():
            return False
        # What is shortened on purpose ends in "…", which has to be seen whole.
        needed = QFontMetrics(widget.font()).horizontalAdvance(widget.text().split("\n")[0])
        return needed > widget.width() + 1
    if _is_icon(widget):
        return False
    if isinstance(widget, QAbstractButton):
        return bool(widget.text()) and widget.minimumSizeHint().width() > widget.width() + 1
    if isinstance(widget, QTabBar):
        return widget.count() > 0 and widget.tabRect(widget.count() - 1).right() > widget.width()
    if isinstance(widget, QLineEdit):
        words = QFontMetrics(widget.font()).horizontalAdvance(widget.placeholderText())
        return not widget.text() and words > widget.width()
    return False


def too_low(widget: QWidget) -> bool:
    """A wrapped text whose last line is cut off."""
    if not isinstance(widget, QLabel) or not widget.wordWrap() or not widget.text():
        return False
    return widget.heightForWidth(widget.width()) > widget.height() + 1


def is_outside(widget: QWidget, window: QWidget) -> bool:
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
    if isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox | QAbstractItemView):
        inside = isinstance(widget.parentWidget(), QComboBox)
        return not (named or inside)
    return False


def faults(window: QWidget) -> list[str]:
    """A line for each fault of the page that is open."""
    wrong: list[str] = []
    for widget in visible(window):
        said = f"{type(widget).__name__} {widget.objectName()!r}"
        text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        if isinstance(widget, QLineEdit):
            text = widget.placeholderText()
        if is_cut_off(widget):
            needed = widget.minimumSizeHint().width()
            wrong.append(f"cut off: {said} {text!r} {widget.width()} of {needed}")
        if too_low(widget):
            wrong.append(f"too low: {said} {text!r}")
        if isinstance(widget, QAbstractButton) and is_outside(widget, window):
            wrong.append(f"outside: {said} {text!r}")
        if has_no_name(widget):
            wrong.append(f"no name: {said}")
    return wrong


# ---- English ----


class English:
    """Texts of the source that the other language says in another way."""

    def __init__(self, catalogue: Path) -> None:
        with catalogue.open("rb") as file:
            found = read_po(file)
        said = [text for message in found for text in _texts(message.string)]
        self._texts = {
            one
            for message in found
            for one in _texts(message.id)
            if message.id and message.string != message.id
        } - {*said, "English"}  # fmt: skip
        # A word that translations hold, too ("Excel", "PDF"), is no English, and a language
        # names itself.
        own = {word for text in said for word in _words(text)} | {"english"}
        self._words = {word for word in _source_words(found) if word not in own}

    def on(self, window: QWidget) -> list[str]:
        """English that is shown or spoken on the page that is open."""
        found = set()
        for text in texts(window):
            if " – MIT" in text:
                continue  # the names of licences
            if text in self._texts or any(word in self._words for word in _words(text)):
                found.add(f"English: {text!r}")
        return sorted(found)


def _texts(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value or ()]


def _words(text: str) -> Iterator[str]:
    for found in _WORD.finditer(_PLACE.sub(" ", text)):
        yield found.group().casefold()


def _source_words(catalogue: Catalog) -> set[str]:
    return {
        word for message in catalogue for text in _texts(message.id) for word in _words(text)
    }  # fmt: skip


def texts(window: QWidget) -> set[str]:
    """All that is written or spoken on the page, also in the first rows of its lists."""
    found: set[str] = set()
    for widget in visible(window):
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text().replace("&", ""))
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            found.add(widget.placeholderText())
        if isinstance(widget, QComboBox):
            found.update(widget.itemText(n) for n in range(min(widget.count(), 30)))
        if isinstance(widget, QTabBar):
            found.update(widget.tabText(n) for n in range(widget.count()))
        for said in (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()):
            found.add(said)
        if isinstance(widget, QAbstractItemView):
            found.update(_texts_of_rows(widget))
    return found


def _texts_of_rows(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    columns = model.columnCount() if isinstance(model, QAbstractTableModel) else 1
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(_ROWS_READ, model.rowCount())):
            index = model.index(row, column)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
                said = index.data(role)
                if isinstance(said, str):
                    yield said


# ---- what must not be kept ----


def all_places() -> list[object]:
    """Python's objects for places of widgets in layouts that Qt has made."""
    return [
        one
        for one in shiboken6.getAllValidWrappers()
        if type(one) in (QWidgetItem, QSpacerItem) and not shiboken6.createdByPython(one)
    ]


def kept_places() -> list[object]:
    """Those that Qt deletes without telling. A layout of ours deletes its own itself, and one that
    went with its widget keeps them until it is collected: Qt never touches those."""
    gc.collect()
    flows = [one for one in shiboken6.getAllValidWrappers() if isinstance(one, FlowLayout)]
    own = {id(item) for flow in flows for item in flow._items}
    return [one for one in all_places() if id(one) not in own]


# ---- waiting ----


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle() -> None:
    """Lists and cards are read in a worker; what arrived may ask for more, or start a timer."""
    for milliseconds in (30, 80):
        while work.busy():
            pause(5)
        pause(milliseconds)
    while work.busy():
        pause(5)
    pause(10)
