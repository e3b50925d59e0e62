"""A person's hand that counts: every click and key of a task, against the budget of the task.

Clicks go where a person could click: the widget is on the screen, enabled and nothing lies over the
spot. Keys go to what has the focus. Text that must be typed (names, numbers) counts apart.

    hand = Hand(qtbot)
    hand.click(page.go_button)
    hand.type("040840972892")
    hand.press(Qt.Key.Key_Return)
    hand.within(clicks=15, keys=30)
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QMenu,
    QStyle,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.hands import settle, type_text

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Hand:
    """Clicks, keys and letters spent since it was made."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.clicks = 0
        self.keys = 0
        self.letters = 0

    def within(self, *, clicks: int, keys: int, with_text: bool = False) -> None:
        """The budget is kept; `with_text`: it says that typed text counts among the keys."""
        spent = self.keys + (self.letters if with_text else 0)
        said = f"{self.clicks} clicks of {clicks}, {spent} keys of {keys} ({self.letters} letters)"
        assert self.clicks <= clicks, said
        assert spent <= keys, said

    # ---- the mouse ----

    def click(
        self, widget: QWidget, at: QPoint | None = None, held: Qt.KeyboardModifier = NONE
    ) -> None:
        """One click, in the middle where no place is named."""
        spot = at if at is not None else _spot(widget)
        _reachable(widget, spot)
        self.clicks += 1
        QTest.mouseClick(widget, LEFT, held, spot)
        settle()

    def double_click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Two clicks in one place."""
        spot = at if at is not None else _spot(widget)
        _reachable(widget, spot)
        self.clicks += 2
        QTest.mouseClick(widget, LEFT, NONE, spot)
        QTest.mouseDClick(widget, LEFT, NONE, spot)
        settle()

    def cell(
        self, view: QAbstractItemView, row: int, column: int, held: Qt.KeyboardModifier = NONE
    ) -> None:
        """A click on a cell; a table is scrolled by the wheel, which is no click."""
        index = view.model().index(row, column, view.rootIndex())
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center(), held)

    def tick(self, view: QAbstractItemView, row: int, column: int = 0) -> None:
        """A click on the box of a cell."""
        index = view.model().index(row, column, view.rootIndex())
        view.scrollTo(index)
        option = QStyleOptionViewItem()
        option.rect = view.visualRect(index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        part = QStyle.SubElement.SE_ItemViewItemCheckIndicator
        box = view.style().subElementRect(part, option, view)
        self.click(view.viewport(), box.center() if box.isValid() else option.rect.center())

    def choose(self, box: QComboBox, data: object) -> None:
        """Open the list of a box and take a line of it: two clicks."""
        at = box.findData(data)
        assert at >= 0, f"{data!r} is not offered"
        # Qt takes a release soon after the list opened for the end of the opening click.
        interval = QApplication.doubleClickInterval()
        QApplication.setDoubleClickInterval(0)
        self.click(box)
        view = box.view()
        index = box.model().index(at, box.modelColumn(), box.rootModelIndex())
        view.scrollTo(index)
        # Not by click(): window() of the open list would be given to Python, which deletes it.
        self.clicks += 1
        QTest.mouseClick(view.viewport(), LEFT, NONE, view.visualRect(index).center())
        settle()
        QApplication.setDoubleClickInterval(interval)
        _give_back(box)
        assert box.currentIndex() == at

    def menu(self, button: QAbstractButton, words: str) -> None:
        """Open a button's menu and take the line with these words: two clicks."""
        self.click(button)
        menu = _open_menu()
        line = next(each for each in menu.actions() if words in each.text().replace("&", ""))
        self.click(menu, menu.actionGeometry(line).center())
        _give_back(button)

    def tab(self, bar: QTabBar, at: int) -> None:
        """A click on a tab."""
        self.click(bar, bar.tabRect(at).center())

    def drop(self, widget: QWidget, path: Path) -> None:
        """A file dragged from its folder and let go here: one click."""
        _reachable(widget, widget.rect().center())
        self.clicks += 1
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        middle = QPointF(widget.rect().center())
        copy = Qt.DropAction.CopyAction
        enter = QDragEnterEvent(middle.toPoint(), copy, mime, LEFT, NONE)
        QApplication.sendEvent(widget, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(widget, QDropEvent(middle, copy, mime, LEFT, NONE))
        settle()

    # ---- the keyboard ----

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = NONE, *, times: int = 1,
        on: QWidget | None = None,
    ) -> None:  # fmt: skip
        """A key, with what is held down, to what has the focus: one key each time."""
        for _time in range(times):
            self.keys += 1
            QTest.keyClick(on or _focused(), key, held)
            settle()

    def type(self, text: str, *, on: QWidget | None = None) -> None:
        """Text in any script into what has the focus; its letters are counted apart."""
        self.letters += len(text)
        type_text(on or _focused(), text)
        settle()

    # ---- waiting ----

    def wait(self, until: Callable[[], object], timeout: int = 30_000) -> None:
        """Until something is so (milliseconds)."""
        self._qtbot.waitUntil(lambda: bool(until()), timeout=timeout)
        settle()


def _focused() -> QWidget:
    found = QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None, "nothing has the focus"
    return found


def _give_back(widget: QWidget) -> None:
    """What a window manager does once a list or a menu is closed: its window is active again."""
    if QApplication.activePopupWidget() is None and QApplication.activeWindow() is None:
        widget.window().activateWindow()
        settle()


def _open_menu() -> QMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu), "no menu is open"
    return found


def _spot(widget: QWidget) -> QPoint:
    """Where one clicks: the box and its words of a check or radio button, else the middle."""
    if isinstance(widget, QAbstractButton) and widget.isCheckable() and not widget.icon():
        option = QStyleOptionButton()
        option.initFrom(widget)
        return QPoint(min(12, widget.width() // 2), widget.height() // 2)
    return widget.rect().center()


def _reachable(widget: QWidget, spot: QPoint) -> None:
    """A person could click there: shown, enabled, inside the window, nothing on top."""
    name = widget.objectName() or type(widget).__name__
    assert widget.isVisible(), f"{name} is not shown"
    assert widget.isEnabled(), f"{name} is greyed out"
    window = widget.window()
    place = widget.mapTo(window, spot) if widget is not window else spot
    assert window.rect().contains(place), f"{name} lies outside its window at {place}"
    over = window.childAt(place)
    is_free = over is None or over is widget or widget.isAncestorOf(over) or over.isAncestorOf(
        widget
    )  # fmt: skip
    assert is_free, f"{over} lies over {name}"
