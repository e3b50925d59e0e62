"""The grid of hours: a table of days that behaves like Excel. Knows no office.

Typing starts editing, Enter goes down, Tab right, arrows end typing and move; Shift selects a
range; Ctrl+C, X, V exchange ranges with Excel; Ctrl+D and Ctrl+R fill; Space is a full day; Del
clears. `wanted` tells what the person wants written, `refused` why something was not taken.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cluster_desktop.errors import Refusal
from cluster_desktop.ui.cell_problem import CellProblem
from cluster_desktop.ui.clipboard import read_cells
from cluster_desktop.ui.editors_text import DigitLine, physical_digit
from cluster_desktop.ui.hours_headers import DayHeader, NameHeader
from cluster_desktop.ui.hours_model import ABSENCES, HoursModel, Plan, Spot
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes, colours, font, scaled

Index = QModelIndex | QPersistentModelIndex
# 31 days and the total fit beside the names on 1366 pixels.
ROW, DAY, TOTAL = 28, 26, 52
_LOOKS = {"absent": "bad", "ill": "soon", "excused": "info"}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_STEPS: dict[int, Spot] = {
    Qt.Key.Key_Up.value: (-1, 0), Qt.Key.Key_Down.value: (1, 0),
    Qt.Key.Key_Left.value: (0, -1), Qt.Key.Key_Right.value: (0, 1),
    Qt.Key.Key_Return.value: (1, 0), Qt.Key.Key_Enter.value: (1, 0),
    Qt.Key.Key_Tab.value: (0, 1), Qt.Key.Key_Backtab.value: (0, -1),
}  # fmt: skip
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_STILL_HERE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class HoursDelegate(QStyledItemDelegate):
    """Cells of hours: shaded free days, letters of absence in their colour, a narrow editor."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, HoursModel):
            return
        c, rect = colours(), option.rect
        row, column = index.row(), index.column()
        is_total = column == model.day_count()
        picked = bool(option.state & QStyle.StateFlag.State_Selected)
        text = model.text(row, column)
        painter.save()
        if picked:
            ground = c.selection
        elif is_total or not model.is_inside(row, column):
            ground = c.window
        else:
            ground = c.header if model.is_free_day(column) else c.surface
        painter.fillRect(rect, ground)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line)
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), c.line)
        if text:  # most of the thousand cells of a month are empty
            painter.setFont(font("strong" if is_total else "body", tabular=True))
            look = _LOOKS.get(ABSENCES.get(text, ""))
            painter.setPen(c.ink(look) if look else c.on_selection if picked else c.text)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter.value, text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            outline(painter, rect, None, c.primary, width=2)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = DigitLine(parent)
        line.setObjectName("hours_cell")
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.setFrame(False)
        line.setMaxLength(4)
        line.setProperty("bare", True)
        line.setAutoFillBackground(True)
        line.installEventFilter(self)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, DigitLine):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        view = self.parent()
        if isinstance(editor, DigitLine) and isinstance(view, HoursGrid):
            view.want({(index.row(), index.column()): editor.text()})

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, DigitLine):
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(watched, event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._on_left(watched, event.reason())
        return False

    def _on_left(self, line: DigitLine, why: Qt.FocusReason) -> None:
        if why not in _STILL_HERE:
            self._close(line, save=True)

    def _on_key(self, line: DigitLine, event: QKeyEvent) -> bool:
        view = self.parent()
        if not isinstance(view, HoursGrid):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._close(line, save=False)
            view.setFocus()
            return True
        # With F2 the arrows move inside the text; after a typed letter they end the typing.
        sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if event.key() not in _STEPS or (sideways and not view.is_typing):
            return False
        wrong = view.hours.wrong(line.text())
        if wrong:
            # What was typed stays to be mended; the sentence stands under it.
            line.selectAll()
            view.problem.say(line, wrong)
            return True
        self._close(line, save=True)
        view.setFocus()
        view.step(event)
        return True

    def _close(self, line: DigitLine, *, save: bool) -> None:
        line.removeEventFilter(self)
        if save:
            self.commitData.emit(line)
        self.closeEditor.emit(line, QAbstractItemDelegate.EndEditHint.NoHint)


class HoursGrid(QTableView):
    """See the module."""

    wanted = Signal(object)
    """A Plan to be written."""
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hours_grid")
        self.hours = HoursModel(self)
        self.problem = CellProblem(self.viewport())
        self.is_typing = False
        self.setHorizontalHeader(DayHeader(self))
        self.setVerticalHeader(NameHeader(self))
        self.setModel(self.hours)
        self.setItemDelegate(HoursDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda index: self.start_editing(index))
        self.hours.modelReset.connect(self._on_reset)
        changes().changed.connect(self._measure)
        self._measure()

    # ---- looks ----

    def _measure(self) -> None:
        self.setFont(font(tabular=True))
        self.verticalHeader().setMinimumSectionSize(scaled(ROW))
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        self._lay_out()
        self.viewport().update()

    def _on_reset(self) -> None:
        self._lay_out()
        if self.hours.rowCount():
            today = next((n for n in range(self.hours.day_count()) if self.hours.is_today(n)), 0)
            self.go(0, today)

    def _lay_out(self) -> None:
        days = self.hours.day_count()
        if not days:
            return
        total = scaled(TOTAL)
        day = max(scaled(DAY), (self.viewport().width() - total) // days)
        header = self.horizontalHeader()
        for n in range(days):
            header.resizeSection(n, day)
        header.resizeSection(days, max(total, self.viewport().width() - day * days))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.verticalHeader().viewport().update()

    # ---- what is chosen ----

    def go(self, row: int, column: int) -> None:
        """Make a cell current and the only chosen one; outside the grid nothing happens."""
        goal = self.hours.index(row, column)
        if goal.isValid():
            # Not the view's own: that would keep the selection while Ctrl is held.
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(goal, alone)

    def spots(self) -> list[Spot]:
        """The selected days, the current cell where nothing is selected; totals left out."""
        days = self.hours.day_count()
        found = sorted((i.row(), i.column()) for i in self.selectedIndexes() if i.column() < days)
        at = self.currentIndex()
        if not found and at.isValid() and at.column() < days:
            return [(at.row(), at.column())]
        return found

    def corner(self) -> Spot | None:
        """Upper left of the selection."""
        spots = self.spots()
        return (min(s[0] for s in spots), min(s[1] for s in spots)) if spots else None

    # ---- doing ----

    def want(self, cells: dict[Spot, str]) -> None:
        """Ask for these texts in these cells."""
        self._ask(lambda: self.hours.plan(cells))

    def _ask(self, planned: Callable[[], Plan]) -> None:
        try:
            plan = planned()
        except Refusal as why:
            self.refused.emit(why.message)
            return
        if plan:
            self.wanted.emit(plan)

    def tick(self) -> None:
        """Space: full days in the chosen cells, or none where they are full."""
        self._ask(lambda: self.hours.plan_tick(self.spots()))

    def clear_cells(self) -> None:
        self.want({spot: "" for spot in self.spots() if self.hours.can_hold(*spot)})

    def fill(self, *, down: bool) -> None:
        spots = self.spots()
        if spots:
            self._ask(lambda: self.hours.plan_fill(spots, down=down))

    def copied(self) -> str:
        """The range around the chosen cells as rows and tabs."""
        spots = self.spots()
        if not spots:
            return ""
        rows = range(min(s[0] for s in spots), max(s[0] for s in spots) + 1)
        columns = range(min(s[1] for s in spots), max(s[1] for s in spots) + 1)
        chosen = set(spots)
        lines = [
            "\t".join(self.hours.text(r, c) if (r, c) in chosen else "" for c in columns)
            for r in rows
        ]
        return "\n".join(lines)

    def copy(self) -> None:
        QApplication.clipboard().setText(self.copied())

    def cut(self) -> None:
        self.copy()
        self.clear_cells()

    def paste(self) -> None:
        """The clipboard's range from the upper left of the selection on: all of it or nothing."""
        block = read_cells(QApplication.clipboard().text())
        corner, spots = self.corner(), self.spots()
        if corner is not None and any(text for cells in block for text in cells):
            self._ask(lambda: self.hours.plan_paste(corner, block, spots))

    # ---- keys ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        held = event.modifiers() & ~_KEYPAD
        act = self._keys().get((event.key(), held))
        if at.isValid() and act is not None:
            act()
        elif at.isValid() and event.key() in (*_ENTERS, *_TABS) and held in (_NONE, _SHIFT):
            self.step(event)
        elif at.isValid() and (first := _typed(event)):
            self.start_editing(at, first)
        else:
            super().keyPressEvent(event)

    def _keys(self) -> dict[tuple[int, Qt.KeyboardModifier], Callable[[], None]]:
        return {
            (Qt.Key.Key_C, _CTRL): self.copy,
            (Qt.Key.Key_X, _CTRL): self.cut,
            (Qt.Key.Key_V, _CTRL): self.paste,
            (Qt.Key.Key_D, _CTRL): lambda: self.fill(down=True),
            (Qt.Key.Key_R, _CTRL): lambda: self.fill(down=False),
            (Qt.Key.Key_Space, _NONE): self.tick,
            (Qt.Key.Key_Delete, _NONE): self.clear_cells,
            (Qt.Key.Key_Backspace, _NONE): self.clear_cells,
            (Qt.Key.Key_F2, _NONE): lambda: self.start_editing(self.currentIndex()),
        }

    def step(self, event: QKeyEvent) -> None:
        """Enter, Tab and the arrows after typing: to the next cell, back with Shift."""
        down, right = _STEPS[event.key()]
        back = event.modifiers() & _SHIFT and event.key() in (*_ENTERS, Qt.Key.Key_Tab)
        sign = -1 if back else 1
        at = self.currentIndex()
        row, column = at.row() + sign * down, at.column() + sign * right
        if event.key() in _TABS and not 0 <= column < self.hours.columnCount():
            # Past the end of a row: the beginning of the next one.
            ahead = sign * right > 0
            row = at.row() + (1 if ahead else -1)
            column = 0 if ahead else self.hours.day_count()
        self.go(row, column)

    def start_editing(self, index: Index, first: str = "") -> None:
        """Open the cell, over its text with the first letter typed, or with the text (F2)."""
        if not self.hours.can_hold(index.row(), index.column()):
            if first and index.column() < self.hours.day_count():
                self.want({(index.row(), index.column()): first})
            return
        self.is_typing = bool(first)
        here = self.hours.index(index.row(), index.column())
        self.edit(here)
        line = self.indexWidget(here)
        if isinstance(line, DigitLine):
            line.setFocus()
            if first:
                line.setText(first)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab moves inside the grid, as in Excel; from the last cell on, and by F6, it leaves."""
        at = self.currentIndex()
        end = (self.hours.rowCount() - 1, self.hours.columnCount() - 1) if next else (0, 0)
        if at.isValid() and (at.row(), at.column()) != end:
            return False
        return super().focusNextPrevChild(next)

    def keyboardSearch(self, search: str) -> None:
        """Typing edits; Qt's own would walk the model."""


def _typed(event: QKeyEvent) -> str:
    """The letter or digit that starts editing; the number row gives digits in every layout."""
    if event.modifiers() & ~(_KEYPAD | _SHIFT):
        return ""
    text = physical_digit(event) or event.text()
    return text if text.isprintable() and text.strip() else ""
