"""The table of step 3: one row opens to be mended in its own cell, with its buttons below it.

Emits what the person wants (mend, skip, like above); the page asks the plan and tells the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.ui import theme
from cluster_desktop.ui.importing_paint import OPEN_ROW, OPEN_TOP, ROW, ImportDelegate
from cluster_desktop.ui.importing_rows import FIRST_CELL, NUMBER, TICK, ImportRows, RowView
from cluster_desktop.ui.keys import latin_key
from cluster_desktop.ui.widgets import Button, KeyCap, TextLabel

_EDITOR_MARGIN = 4
_LEAST_EDITOR = 140
_BELOW_EDITOR = 240
# The sign before the sentence, and the edges of its column.
_BESIDE_SENTENCE = 44


@dataclass(frozen=True)
class Mend:
    """What is opened in a row: the field, its text as it stands in the file, and a ready answer."""

    row: int
    field: str
    label: str
    text: str
    column: int | None
    is_wrong: bool
    message: str = ""
    suggestion: str = ""
    suggestion_label: str = ""
    skip_label: str = ""
    # Another row that may be left out instead of this one, 0 for none.
    other_row: int = 0
    other_label: str = ""
    # What the person may say of the row so that it is taken as it stands.
    agree_label: str = ""
    # The entity whose code stands in the cell, and codes that are likely meant.
    find: str = ""
    likely: tuple[str, ...] = ()


class MendBar(QWidget):
    """Buttons under the row being mended, and the keys that do the same."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mend_bar")
        self.label = TextLabel("", parent=self)
        self.skip = Button("", dense=True, parent=self)
        self.skip.setObjectName("skip_row")
        self.suggestion = Button("", dense=True, icon="check", parent=self)
        self.suggestion.setObjectName("take_suggestion")
        self.other = Button("", dense=True, parent=self)
        self.other.setObjectName("skip_other_row")
        self.agree = Button("", dense=True, icon="check", parent=self)
        self.agree.setObjectName("agree_row")
        self.find_button = Button("", dense=True, icon="search", parent=self)
        self.find_button.setObjectName("find_in_list")
        self._keys = [KeyCap("Enter", self), TextLabel("", "caption", parent=self),
                      KeyCap("Del", self), TextLabel("", "caption", parent=self)]  # fmt: skip
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(8, 0, 16, 8)
        self.row.setSpacing(8)
        self._gap = QWidget(self)
        self._gap.hide()
        self.row.addWidget(self.label)
        self.row.addWidget(self._gap)
        self.row.addWidget(self.skip)
        self.row.addWidget(self.suggestion)
        self.row.addWidget(self.other)
        self.row.addWidget(self.agree)
        self.row.addWidget(self.find_button)
        self.row.addStretch(1)
        for widget in self._keys:
            self.row.addWidget(widget)
        self.retranslate()

    def retranslate(self) -> None:
        self.skip.setText(_("Skip row"))
        self.find_button.setText(_("Find in the list…"))
        for label, words in ((self._keys[1], _("mend")), (self._keys[3], _("skip"))):
            if isinstance(label, TextLabel):
                label.setText(words)

    def set_gap(self, width: int) -> None:
        """Room for an editor between the label and the buttons."""
        self._gap.setFixedWidth(width)
        self._gap.setVisible(width > 0)

    def buttons_width(self) -> int:
        """Pixels of what stands at the left."""
        buttons = [self.skip, self.suggestion, self.other, self.agree, self.find_button]
        parts = [self.label, self._gap, *buttons]
        shown = [part for part in parts if part.isVisibleTo(self)]
        return sum(max(p.sizeHint().width(), p.minimumWidth()) + 8 for p in shown) + 16

    def show_keys(self, room: int) -> None:
        """The key legend is the first to go where the table is narrow."""
        need = self.buttons_width()
        legend = sum(w.sizeHint().width() + 8 for w in self._keys)
        for widget in self._keys:
            widget.setVisible(need + legend + 40 <= room)


class ImportTable(QTableView):
    """Rows of the file. Enter opens or mends, Del skips, Space ticks, Ctrl+D takes from above."""

    mend_wanted = Signal(int, int)
    """Row of the plan and column of the table to open."""
    fix_wanted = Signal(str)
    """Text for the opened cell."""
    skip_wanted = Signal(object)
    """Rows of the plan to skip, or to take back in when they are skipped."""
    above_wanted = Signal()
    other_wanted = Signal(int)
    """Row of the plan to leave out instead of the opened one."""
    find_wanted = Signal()
    agree_wanted = Signal(int)
    """Row of the plan that is to be taken as it stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_rows")
        self.rows = ImportRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(ImportDelegate(self.rows, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        # The style would not let rows be lower than a header of its own.
        self.verticalHeader().setMinimumSectionSize(20)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(32)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.editor = QLineEdit(self.viewport())
        self.editor.setObjectName("mend_editor")
        self.editor.hide()
        self.editor.installEventFilter(self)
        self.bar = MendBar(self.viewport())
        self.bar.hide()
        self.bar.skip.clicked.connect(self._skip_opened)
        self.bar.suggestion.clicked.connect(self._take_suggestion)
        self.bar.other.clicked.connect(self._skip_other)
        self.bar.find_button.clicked.connect(self.find_wanted)
        self.bar.agree.clicked.connect(self._agree)
        self._mend: Mend | None = None
        self.verticalScrollBar().valueChanged.connect(self._place)
        self.horizontalScrollBar().valueChanged.connect(self._place)
        header.sectionResized.connect(self._place)
        self.doubleClicked.connect(lambda at: self._open_at(at))
        self.rows.modelReset.connect(self._on_reset)
        theme.changes().changed.connect(self._scale)
        self._scale()

    # ---- columns and heights ----

    def _scale(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW))
        self._on_reset()

    def set_widths(self, cells: list[int], number: int) -> None:
        """Pixels of the shown columns of the file; what will happen takes the rest."""
        header = self.horizontalHeader()
        fixed = {TICK: 32, NUMBER: number, self.rows.state_column: self._state_width()}
        for column, width in fixed.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        for at, width in enumerate(cells):
            header.setSectionResizeMode(FIRST_CELL + at, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(FIRST_CELL + at, width)
        header.setSectionResizeMode(self.rows.outcome_column, QHeaderView.ResizeMode.Stretch)

    def _state_width(self) -> int:
        from_words = QFontMetrics(theme.font("caption")).horizontalAdvance(_("As before")) + 64
        return max(124, from_words)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Rows of the file"))
        self.bar.retranslate()

    # ---- the opened row ----

    @property
    def mend(self) -> Mend | None:
        return self._mend

    def open_mend(self, mend: Mend) -> None:
        """Open a row of the plan that is shown and put the keyboard into its cell."""
        self.close_mend(keep_focus=False)
        at = self.rows.place_of(mend.row)
        if at < 0:
            return
        self._mend = mend
        self.rows.open_row(mend.row)
        self.setRowHeight(at, theme.scaled(OPEN_ROW))
        self.selectionModel().setCurrentIndex(
            self.rows.index(at, FIRST_CELL),
            self.selectionModel().SelectionFlag.ClearAndSelect
            | self.selectionModel().SelectionFlag.Rows,
        )
        self.scrollTo(self.rows.index(at, FIRST_CELL))
        self._fill(mend)
        self._place()
        self.editor.show()
        self.bar.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.selectAll()
        if mend.message:
            # Screen readers say what is wrong without being asked.
            QAccessible.updateAccessibility(QAccessibleEvent(self.editor, QAccessible.Event.Alert))

    def _fill(self, mend: Mend) -> None:
        self.editor.setText(mend.text)
        self.editor.setProperty("problem", mend.is_wrong)
        self.editor.setAccessibleName(mend.label)
        self.editor.setAccessibleDescription(mend.message)
        self.bar.label.setText(f"{mend.label}:" if mend.column is None else "")
        self.bar.label.setVisible(mend.column is None)
        self.bar.suggestion.setText(mend.suggestion_label)
        self.bar.suggestion.setVisible(bool(mend.suggestion))
        self.bar.skip.setText(mend.skip_label or _("Skip row"))
        self.bar.other.setText(mend.other_label)
        self.bar.other.setVisible(mend.other_row > 0)
        self.bar.agree.setText(mend.agree_label)
        self.bar.agree.setVisible(bool(mend.agree_label))
        self.bar.find_button.setVisible(bool(mend.find))
        order = (
            self.editor,
            self.bar.skip,
            self.bar.suggestion,
            self.bar.other,
            self.bar.agree,
            self.bar.find_button,
        )
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def close_mend(self, *, keep_focus: bool = True) -> None:
        """Shut the opened row, nothing is changed."""
        if self._mend is None:
            return
        at = self.rows.place_of(self._mend.row)
        had_focus = self.editor.hasFocus() or self.bar.isAncestorOf(self.focusWidget() or self)
        self._mend = None
        self.editor.hide()
        self.bar.hide()
        self.rows.open_row(-1)
        if at >= 0:
            self.setRowHeight(at, theme.scaled(ROW))
        if keep_focus and had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_reset(self) -> None:
        self._mend = None
        self.editor.hide()
        self.bar.hide()
        # A model reset keeps the section sizes of a QHeaderView whose count stays the same.
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW) + 1)
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW))
        self.rows.open_row(-1)

    def _place(self) -> None:
        """Editor and buttons follow the row while it scrolls."""
        if self._mend is None:
            return
        at = self.rows.place_of(self._mend.row)
        if at < 0:
            return
        top = self.rowViewportPosition(at)
        room = self.viewport().width()
        high = theme.scaled(32)
        inset = (theme.scaled(OPEN_TOP) - high) // 2
        bar_top = top + theme.scaled(OPEN_TOP)
        bar_height = theme.scaled(OPEN_ROW) - theme.scaled(OPEN_TOP)
        message = QFontMetrics(theme.font()).horizontalAdvance(self._mend.message)
        outcome = self.rows.outcome_column
        fits = message + _BESIDE_SENTENCE <= self.columnWidth(outcome)
        column = self._mend.column
        extra = 0 if fits else self._lacking(self.columnWidth(outcome), column)
        if column is None:
            bar_top += extra
        self.rows.extra = extra
        self.setRowHeight(at, theme.scaled(OPEN_ROW) + extra)
        if column is None:
            # The cell's column is not shown: the editor stands in the row of the buttons.
            left = self.columnViewportPosition(FIRST_CELL)
            label = self.bar.label.sizeHint().width() + 16
            self.editor.setGeometry(left + label, bar_top + 2, _BELOW_EDITOR, theme.scaled(28))
        else:
            left = self.columnViewportPosition(column)
            wide = max(self.columnWidth(column) - _EDITOR_MARGIN, _LEAST_EDITOR, self._text_width())
            self.editor.setGeometry(left + 1, top + inset, min(wide, room - left - 8), high)
            if not fits:
                # A long sentence goes on below in its column, so the buttons end before it.
                end = self.columnViewportPosition(outcome) - self.bar.buttons_width()
                left = max(self.columnViewportPosition(FIRST_CELL), min(left, end))
        self.bar.set_gap(_BELOW_EDITOR + 8 if column is None else 0)
        self.bar.setGeometry(QRect(left - 8, bar_top, max(0, room - left + 8), bar_height))
        self.bar.show_keys(self.bar.width() if fits or column is None else 0)
        self.rows.set_wraps(wraps=not fits)

    def _lacking(self, wide: int, column: int | None) -> int:
        """Pixels that the sentence of the opened row goes on below the usual height.

        Where the editor stands among the buttons, the sentence ends above them.
        """
        if self._mend is None:
            return 0
        metrics = QFontMetrics(theme.font())
        room = QRect(0, 0, max(1, wide - _BESIDE_SENTENCE), 1_000)
        text = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._mend.message)
        above = (theme.scaled(OPEN_TOP) - metrics.height()) // 2 + 5
        usual = theme.scaled(OPEN_TOP if column is None else OPEN_ROW) - above
        return max(0, text.height() - usual)

    def _text_width(self) -> int:
        if self._mend is None:
            return 0
        return min(360, QFontMetrics(self.editor.font()).horizontalAdvance(self._mend.text) + 32)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    # ---- what the person does ----

    def current_row(self) -> int:
        """Row of the plan under the cursor, -1 for none."""
        at = self.currentIndex()
        return self.rows.view(at.row()).index if at.isValid() else -1

    def selected_rows(self) -> list[int]:
        return [self.rows.view(at.row()).index for at in self.selectionModel().selectedRows()]

    def _open_at(self, at: QModelIndex) -> None:
        if at.isValid():
            self.mend_wanted.emit(self.rows.view(at.row()).index, at.column())

    def _skip_opened(self) -> None:
        if self._mend is not None:
            self.skip_wanted.emit([self._mend.row])

    def _skip_other(self) -> None:
        if self._mend is not None:
            self.other_wanted.emit(self._mend.other_row)

    def _agree(self) -> None:
        if self._mend is not None:
            self.agree_wanted.emit(self._mend.row)

    def _take_suggestion(self) -> None:
        if self._mend is not None:
            self.fix_wanted.emit(self._mend.suggestion)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and event.type() == QEvent.Type.KeyPress:
            return isinstance(event, QKeyEvent) and self._editor_key(event)
        return super().eventFilter(watched, event)

    def _editor_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.fix_wanted.emit(self.editor.text())
        elif key == Qt.Key.Key_Escape:
            self.close_mend()
        elif key == Qt.Key.Key_Delete and not self.editor.isModified():
            # As the legend says; once something is typed, Del edits the text as everywhere.
            self._skip_opened()
        elif self._is_ctrl_d(event):
            self.above_wanted.emit()
        else:
            return False
        return True

    @staticmethod
    def _is_ctrl_d(event: QKeyEvent) -> bool:
        letter = latin_key(event) or event.key()
        return letter == Qt.Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and at.isValid():
            self._open_at(at)
        elif key == Qt.Key.Key_Delete and at.isValid():
            self.skip_wanted.emit(self.selected_rows())
        elif key == Qt.Key.Key_Space and at.isValid():
            self.rows.setData(self.rows.index(at.row(), TICK), None, Qt.ItemDataRole.CheckStateRole)
        elif self._is_ctrl_d(event) and at.isValid():
            self._open_at(at)
            self.above_wanted.emit()
        else:
            super().keyPressEvent(event)


__all__ = ["ImportTable", "Mend", "MendBar", "RowView"]
