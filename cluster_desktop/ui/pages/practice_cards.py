"""The cards of enterprises on the practice board: a view that paints only what is visible.

A QListView because of what that class tells screen readers: each spot of a card is one of its
rows, with its words. How the rows lie and look is all our own.
"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QWidget

from cluster_desktop.services.board import Board
from cluster_desktop.ui.keys import latin_key
from cluster_desktop.ui.pages.practice_chosen import Carrier, Chosen, Load
from cluster_desktop.ui.pages.practice_model import SpotModel
from cluster_desktop.ui.pages.practice_paint import Marks, button_rect, paint_card, paint_spot
from cluster_desktop.ui.pages.practice_spots import BoardLayout, Direction, Spot, spots_of
from cluster_desktop.ui.theme import changes, text_percent

Index = QModelIndex | QPersistentModelIndex
ARROWS: dict[Qt.Key, Direction] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}
# Keys that mean a verb on the current spot; letters by the physical key, in any layout.
VERBS = {
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_M: "mentor",
    Qt.Key.Key_L: "lock",
}
STEP = 26
EDGE = 40
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class CardsView(QListView):
    """Cards in columns; arrows walk over their spots, the mouse carries students."""

    verb = Signal(str)
    """enter, remove, mentor or lock, on the current spot."""
    menu_wanted = Signal(QPoint)
    landed = Signal(object, int)
    """A load was dropped on a spot: a card's head or a mentor."""

    def __init__(self, chosen: Chosen, carrier: Carrier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cards")
        self._chosen = chosen
        self._carrier = carrier
        self._layout = BoardLayout([], 1)
        self._laid_out = (1, 100)
        self._pressed: tuple[QPoint, Load] | None = None
        self._target = (-1, -1)
        self._hovered = -1
        self._carried_y = 0
        self.spots = SpotModel(chosen, self)
        self.setModel(self.spots)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        carrier.add_target(self)
        chosen.changed.connect(self._repaint)
        changes().changed.connect(self._lay_out)

    def _repaint(self) -> None:
        # Not connected directly: see Carrier.add_target.
        self.viewport().update()

    # ---- what is shown ----

    def room(self) -> tuple[int, int]:
        """What a layout is made for: width of the view, text size in percent."""
        return self.viewport().width(), text_percent()

    def set_board(self, board: Board | None, layout: BoardLayout | None = None) -> None:
        """Show a board; the current spot stays current where it is still there.

        `layout` is one that was made beforehand for `room`; another is made where it fits no more.
        """
        before = self.current()
        key = before.key if before is not None else None
        top = self.verticalScrollBar().value()
        if layout is None or (layout.width, layout.percent) != self.room():
            layout = BoardLayout(spots_of(board) if board is not None else [], *self.room())
        self._layout, self._laid_out = layout, self.room()
        self.spots.set_board(board, layout.spots)
        self._fit()
        self.verticalScrollBar().setValue(top)
        if key is not None:
            alike = ((n, s) for n, s in enumerate(self.spots.spots) if s.kind == key[0])
            found = (n for n, s in alike if s.key == key)
            self._make_current(next(found, -1), scroll=False)

    def current(self) -> Spot | None:
        row = self.currentIndex().row()
        return self.spots.spots[row] if 0 <= row < len(self.spots.spots) else None

    def spot(self, number: int) -> Spot:
        return self.spots.spots[number]

    def rect_of(self, number: int) -> QRect:
        """Where a spot is in the viewport."""
        return self._layout.rects[number].translated(0, -self.verticalOffset())

    def show_record(self, record: UUID) -> bool:
        """Make a placement or an enterprise current; False where it is not on the board."""
        for number, spot in enumerate(self.spots.spots):
            mine = spot.placed.id if spot.placed is not None else spot.organisation
            if mine == record:
                self._make_current(number)
                return True
        return False

    def placements(self) -> list[UUID]:
        return [s.placed.id for s in self.spots.spots if s.placed is not None]

    def _make_current(self, number: int, *, scroll: bool = True) -> None:
        index = self.spots.index(number) if number >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
        if scroll and number >= 0:
            self.scrollTo(index)
        self.viewport().update()

    # ---- layout: everything that QListView would ask its rows for ----

    def _lay_out(self) -> None:
        self._laid_out = self.room()
        self._layout = BoardLayout(self.spots.spots, *self._laid_out)
        self._fit()

    def _fit(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    def doItemsLayout(self) -> None:
        """Qt asks again after each reset; a board of a region is not laid out twice."""
        same = self._layout.spots is self.spots.spots
        if not same or self._laid_out != self.room():
            self._lay_out()

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._layout.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(STEP)

    def visualRect(self, index: Index) -> QRect:
        row = index.row()
        return self.rect_of(row) if 0 <= row < len(self._layout.rects) else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        found = self._layout.spot_at(self._deep(point))
        return self.spots.index(found) if found is not None else QModelIndex()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        rect = self.visualRect(index)
        bar = self.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top() - STEP)
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height() + STEP)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: object) -> None:
        """Nothing is selected here: spots are ticked."""

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion()

    def keyboardSearch(self, search: str) -> None:
        """Letters are verbs here."""

    def _deep(self, point: QPoint) -> QPoint:
        return QPoint(point.x(), point.y() + self.verticalOffset())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    # ---- painting ----

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.spots.board is None:
            return
        painter = QPainter(self.viewport())
        painter.translate(0, -self.verticalOffset())
        area = event.rect().translated(0, self.verticalOffset())
        card_target, spot_target = self._target
        here = self.currentIndex().row() if self.hasFocus() else -1
        for card in self._layout.visible(area.top(), area.bottom()):
            lands = card == card_target and spot_target < 0
            paint_card(painter, self._layout.cards[card], self._layout.rules[card], target=lands)
            for number in self._layout.spots_of_card(card):
                spot = self.spots.spots[number]
                marks = Marks(
                    current=number == here,
                    ticked=spot.placed is not None and self._chosen.has(spot.placed.id),
                    target=number == spot_target,
                    hovered=number == self._hovered and spot.kind == "student",
                )
                rect = self._layout.rects[number]
                paint_spot(painter, spot, self.spots.base(spot), rect, marks)

    # ---- keyboard ----

    def focusInEvent(self, event: object) -> None:
        if not self.currentIndex().isValid() and self.spots.spots:
            self._make_current(0)
        self.viewport().update()

    def focusOutEvent(self, event: object) -> None:
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = latin_key(event) or Qt.Key(event.key())
        row = self.currentIndex().row()
        if event.modifiers() & _MODIFIERS:
            event.ignore()
        elif key in ARROWS:
            self._make_current(self._layout.step(row, ARROWS[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._make_current(0 if key == Qt.Key.Key_Home else len(self.spots.spots) - 1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._page(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Space:
            self._tick(self.current())
        elif key == Qt.Key.Key_Escape and len(self._chosen.load()):
            self._chosen.clear()
        elif key in VERBS:
            self.verb.emit(VERBS[key])
        else:
            event.ignore()

    def _page(self, step: int) -> None:
        """As many cards on as fit the height."""
        row = max(0, self.currentIndex().row())
        if not self._layout.rects:
            return
        rect = self._layout.rects[row]
        wanted = QPoint(rect.left() + 1, rect.top() + step * self.viewport().height())
        heads = [n for n in self._layout.first if self._layout.rects[n].left() <= wanted.x()]
        nearest = min(heads, key=lambda n: abs(self._layout.rects[n].top() - wanted.y()))
        self._make_current(nearest)

    def _tick(self, spot: Spot | None) -> None:
        if spot is not None and spot.placed is not None:
            self._chosen.flip_placement(spot.placed.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.current() is not None:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_wanted.emit(at)

    # ---- mouse ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._make_current(index.row(), scroll=False)
        spot = self.current()
        if event.button() != Qt.MouseButton.LeftButton or spot is None:
            return
        if spot.placed is not None:
            load = self._chosen.load_with(placement=spot.placed.id)
            self._pressed = (event.position().toPoint(), load)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._carrier.carries():
            self._carrier.move(event.globalPosition().toPoint())
        elif self._pressed is not None:
            start, load = self._pressed
            if (at - start).manhattanLength() >= QApplication.startDragDistance():
                self._carrier.begin(load, event.globalPosition().toPoint())
        else:
            self._hover(at)

    def _hover(self, at: QPoint) -> None:
        number = self.indexAt(at).row()
        if number != self._hovered:
            self._hovered = number
            self.viewport().update()
        over = number >= 0 and self._on_button(number, at)
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _on_button(self, number: int, at: QPoint) -> bool:
        spot = self.spots.spots[number]
        rect = button_rect(spot, self.spots.base(spot), self._layout.rects[number])
        return rect.contains(self._deep(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        at = event.position().toPoint()
        if self._carrier.carries():
            self._carrier.drop(event.globalPosition().toPoint())
            return
        number = self.indexAt(at).row()
        if event.button() != Qt.MouseButton.LeftButton or number < 0:
            return
        if self._on_button(number, at):
            self.verb.emit("enter")
        elif pressed is not None:
            self._tick(self.spots.spots[number])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The second press of a quick pair ticks like any other.
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.viewport().update()

    # ---- where a load lands ----

    def carried_over(self, at: QPoint | None, load: Load) -> bool:
        card, spot = -1, -1
        if at is not None and len(load):
            self._carried_y = at.y()
            found = self._layout.card_at(self._deep(at))
            if found is not None:
                card = found
                line = self._layout.mentor_at(self._deep(at))
                mentor = self.spots.spots[line].mentor if line is not None else None
                if line is not None and mentor is not None and mentor.id is not None:
                    spot = line
        if (card, spot) != self._target:
            self._target = (card, spot)
            self.viewport().update()
        return card >= 0

    def scroll_while_carrying(self) -> None:
        y = self._carried_y
        bar = self.verticalScrollBar()
        if y < EDGE:
            bar.setValue(bar.value() - STEP)
        elif y > self.viewport().height() - EDGE:
            bar.setValue(bar.value() + STEP)

    def dropped(self, at: QPoint, load: Load) -> None:
        card = self._layout.card_at(self._deep(at))
        if card is None:
            return
        number = self._layout.first[card]
        line = self._layout.mentor_at(self._deep(at))
        mentor = self.spots.spots[line].mentor if line is not None else None
        if line is not None and mentor is not None and mentor.id is not None:
            number = line
        self.landed.emit(load, number)
