"""The table of one entity: Excel's manners over a paging model. Knows no page.

Typing edits or jumps by name, Enter opens the record, Space ticks, Ctrl+C/V copy and paste ranges,
Ctrl+D takes the cell above, F2 edits, Del clears a cell or asks for the bin.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui import clipboard, work
from cluster_desktop.ui.bridge import OfficeBridge
from cluster_desktop.ui.delegates import EntityDelegate
from cluster_desktop.ui.editors import Editor
from cluster_desktop.ui.table_freeze import FrozenColumns
from cluster_desktop.ui.table_header import TICK_WIDTH, TickHeader
from cluster_desktop.ui.table_jump import key_named
from cluster_desktop.ui.table_layout import planned
from cluster_desktop.ui.table_model import TICK, VALUE_ROLE, EntityTableModel
from cluster_desktop.ui.theme import changes, font, scaled

Index = QModelIndex | QPersistentModelIndex

ROW = 30
_JUMP_PAUSE_S = 1.0


class EntityTable(QTableView):
    """Rows of an entity. The list around it (chips, filters, bars) is EntityList's business."""

    opened = Signal(object)
    current_changed = Signal(object)
    bin_wanted = Signal(list)
    paste_wanted = Signal(object)
    layout_changed = Signal()
    sorted_by = Signal(str, bool)

    MODEL: ClassVar[type[EntityTableModel]] = EntityTableModel
    DELEGATE: ClassVar[type[EntityDelegate]] = EntityDelegate

    def __init__(
        self,
        office: Office,
        bridge: OfficeBridge,
        entity: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._office = office
        self.rows = self.MODEL(office, entity, self)
        self._typed, self._typed_at = "", 0.0
        self._current: UUID | None = None
        self._sort: tuple[str, bool] = (self.rows.entity.sort or self.rows.entity.title, False)
        self._laying_out = False
        self._widths: dict[str, int] = {}
        self._kept: tuple[int | None, int, int] = (None, -1, 1)
        self._scrolled = 0
        self._jumping: work.Task | None = None
        self._frozen: FrozenColumns | None = None
        self._dress()
        self._connect(bridge)
        self.apply_layout()

    def _dress(self) -> None:
        self.setObjectName("table")
        header = TickHeader(self)
        self.setHorizontalHeader(header)
        self.setModel(self.rows)
        self.setItemDelegate(self.DELEGATE(self._office, self))
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._measure()
        header.setSortIndicatorShown(True)
        self.retranslate()

    def _connect(self, bridge: OfficeBridge) -> None:
        header = self.head()
        bridge.changed.connect(self.rows.refresh)
        changes().changed.connect(self._measure)
        self.rows.modelAboutToBeReset.connect(self._remember)
        self.rows.modelReset.connect(self._return)
        self.rows.ticked.connect(self._show_ticks)
        header.ticked_all.connect(self.rows.tick_all)
        header.sectionClicked.connect(self._on_header)
        header.sectionMoved.connect(lambda *_: self._on_moved())
        header.sectionResized.connect(self._on_resized)
        self.doubleClicked.connect(self._on_double)

    def head(self) -> TickHeader:
        header = self.horizontalHeader()
        assert isinstance(header, TickHeader)  # noqa: S101  # for the type checker: we set it
        return header

    def retranslate(self) -> None:
        self.setAccessibleName(_(self.rows.entity.plural))
        self.rows.headerDataChanged.emit(
            Qt.Orientation.Horizontal, 0, max(0, self.rows.columnCount() - 1)
        )

    def _measure(self) -> None:
        self.setFont(font(tabular=True))
        self.verticalHeader().setMinimumSectionSize(scaled(ROW))
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        self.viewport().update()

    # ---- query ----

    def query(self) -> Query:
        return self.rows.query()

    def show_query(self, query: Query) -> None:
        """Show other records in the order the header says."""
        self.rows.set_query(replace(query, sort=(self._sort,)))
        self._show_sort()

    def sort(self) -> tuple[str, bool]:
        return self._sort

    def set_sort(self, column: str, descending: bool) -> None:
        if self.rows.entity.has(column):
            self._sort = (column, descending)
            self.show_query(self.rows.query())
            self.layout_changed.emit()

    def _on_header(self, section: int) -> None:
        if section == TICK:
            return
        column = self.rows.column_name(section)
        self.set_sort(column, self._sort == (column, False))
        self.sorted_by.emit(*self._sort)

    def _show_sort(self) -> None:
        section = self.rows.section_of(self._sort[0])
        order = Qt.SortOrder.DescendingOrder if self._sort[1] else Qt.SortOrder.AscendingOrder
        self.head().setSortIndicator(section or -1, order)

    # ---- columns ----

    def shown_columns(self) -> list[str]:
        """Columns in the order of the screen."""
        header = self.head()
        order = [header.logicalIndex(n) for n in range(1, self.rows.columnCount())]
        return [self.rows.column_name(section) for section in order if section > 0]

    def widths(self) -> dict[str, int]:
        """Widths that somebody has set, by column."""
        return dict(self._widths)

    def set_columns(self, columns: list[str], widths: dict[str, int] | None = None) -> None:
        if widths is not None:
            self._widths = dict(widths)
        self.rows.set_columns(columns)
        self.apply_layout()
        self.rows.reload()
        self.layout_changed.emit()

    def apply_layout(self) -> None:
        """Widths as declared or as set; one column without a width takes what is left."""
        self._laying_out = True
        header = self.head()
        for n in range(header.count()):
            header.moveSection(header.visualIndex(n), n)
        header.setSectionResizeMode(TICK, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(TICK, TICK_WIDTH)
        room = self.viewport().width() - TICK_WIDTH
        plan = planned(self.rows, self._widths, header.fontMetrics(), room)
        for section in range(1, header.count()):
            header.setSectionHidden(section, section not in plan)
        for section, width in plan.items():
            header.resizeSection(section, width)
        self._laying_out = False
        if self._frozen is not None:
            self._frozen.follow()

    def frozen(self) -> str:
        """The last column that stays while the others scroll, "" for none."""
        if self._frozen is None:
            return ""
        return self.rows.column_name(self._frozen.sections())

    def freeze(self, column: str) -> None:
        """Keep the columns up to this one in sight; "" lets all of them scroll."""
        if self._frozen is not None:
            self._frozen.hide()
            self._frozen.deleteLater()
            self._frozen = None
        section = self.rows.section_of(column) if column else 0
        delegate = self.itemDelegate()
        if section and isinstance(delegate, EntityDelegate):
            self._frozen = FrozenColumns(self, delegate, section)
        self.layout_changed.emit()

    def _on_moved(self) -> None:
        if self._laying_out:
            return
        columns = self.shown_columns()
        self.rows.set_columns(columns)
        self.apply_layout()
        self.rows.reload()
        self.layout_changed.emit()

    def _on_resized(self, section: int, _old: int, new: int) -> None:
        if self._laying_out or section == TICK:
            return
        self._widths[self.rows.column_name(section)] = new
        self.layout_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.apply_layout()

    # ---- current row ----

    def current_id(self) -> UUID | None:
        return self._current

    def select(self, record: UUID | None) -> bool:
        """Make a record the current row; False where it is not in the list."""
        line = self.rows.line_of(record) if record is not None else -1
        if line < 0:
            return False
        self.set_line(line)
        return True

    def set_line(self, line: int) -> None:
        column = max(1, self.currentIndex().column())
        self.setCurrentIndex(self.rows.index(line, column))

    def _remember(self) -> None:
        at = self.currentIndex()
        self._kept = (self.rows.key_at(at.row()) if at.isValid() else None, at.row(), at.column())
        self._scrolled = self.verticalScrollBar().value()

    def _return(self) -> None:
        """After a new listing: back to the same record, or to the line where it stood."""
        self.apply_layout()
        key, row, column = self._kept
        if row < 0 or not self.rows.count():
            self._tell_current()
            return
        line = self.rows.line_of_key(key)
        line = line if line >= 0 else min(row, self.rows.count() - 1)
        column = min(max(column, 1), self.rows.columnCount() - 1)
        self.verticalScrollBar().setValue(self._scrolled)
        self.setCurrentIndex(self.rows.index(line, column))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.viewport().update()
        self._tell_current()

    def _tell_current(self) -> None:
        at = self.currentIndex()
        record = self.rows.id_at(at.row()) if at.isValid() else None
        if record != self._current:
            self._current = record
            self.current_changed.emit(record)

    def _on_double(self, index: QModelIndex) -> None:
        if index.column() != TICK:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        record = self.rows.id_at(index.row()) if index.isValid() else None
        if record is not None:
            self.opened.emit(record)

    def _show_ticks(self) -> None:
        ticked, whole = self.rows.tick_count(), self.rows.count()
        states = Qt.CheckState
        state = states.Checked if whole and ticked == whole else states.PartiallyChecked
        self.head().set_state(state if ticked else states.Unchecked)

    # ---- keys ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        handler = self._keys().get((event.key(), event.modifiers() & ~_KEYPAD))
        if handler is not None and index.isValid():
            handler(index)
            return
        if self._is_typing(event):
            self._type(index, event)
            return
        super().keyPressEvent(event)

    def _keys(self) -> dict[tuple[int, Qt.KeyboardModifier], Callable[[QModelIndex], None]]:
        plain, ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
        return {
            (Qt.Key.Key_Return, plain): self._open,
            (Qt.Key.Key_Enter, plain): self._open,
            (Qt.Key.Key_Space, plain): self._flip,
            (Qt.Key.Key_F2, plain): self.start_editing,
            (Qt.Key.Key_Delete, plain): self._clear,
            (Qt.Key.Key_D, ctrl): self._as_above,
            (Qt.Key.Key_C, ctrl): lambda _at: self.copy(),
            (Qt.Key.Key_V, ctrl): lambda _at: self.paste(),
            (Qt.Key.Key_A, ctrl): lambda _at: self.rows.tick_all(True),
        }

    def _is_typing(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~(_KEYPAD | Qt.KeyboardModifier.ShiftModifier)
        return not held and event.text().isprintable() and bool(event.text().strip())

    def _type(self, index: QModelIndex, event: QKeyEvent) -> None:
        if index.isValid() and self.rows.editable(index.column()):
            self.start_editing(index, event.text())
        else:
            self._jump(event.text())

    def start_editing(self, index: QModelIndex, first: str = "") -> None:
        """Open the cell's editor, over its text or with the key that opened it."""
        if not self.rows.editable(index.column()):
            return
        self.edit(index)
        editor = self.indexWidget(index) or self.findChild(Editor)
        if isinstance(editor, Editor):
            editor.input.setFocus()
            if first:
                editor.type_first(first)

    def _flip(self, index: QModelIndex) -> None:
        self.rows.tick(index.row(), not self.rows.is_ticked(index.row()))

    def _clear(self, index: QModelIndex) -> None:
        """Del: an editable cell is emptied; elsewhere the ticked or current records go."""
        if self.rows.editable(index.column()):
            self.rows.setData(index, None)
            return
        wanted = self.rows.ticked_ids() or ([self._current] if self._current else [])
        if wanted:
            self.bin_wanted.emit(wanted)

    def _as_above(self, index: QModelIndex) -> None:
        if index.row() == 0 or not self.rows.editable(index.column()):
            return
        above = index.siblingAtRow(index.row() - 1).data(VALUE_ROLE)
        self.rows.setData(index, getattr(above, "id", above))

    def _jump(self, text: str) -> None:
        """Type-ahead: the first record whose name begins with what was typed."""
        now = time.monotonic()
        self._typed = text if now - self._typed_at > _JUMP_PAUSE_S else self._typed + text
        self._typed_at = now
        typed, query = self._typed, self.rows.query()
        if self._jumping is not None:
            self._jumping.cancel()
        # One letter is in nearly every name: that walk is too long for the window.
        self._jumping = work.run(
            self, lambda _p: key_named(self._office, query, typed), done=self._on_found
        )

    def _on_found(self, key: int | None) -> None:
        self._jumping = None
        line = self.rows.line_of_key(key)
        if line >= 0:
            self.set_line(line)

    def keyboardSearch(self, search: str) -> None:
        """Ours is `_jump`: Qt's own would walk the whole model."""

    # ---- clipboard ----

    def copy(self) -> None:
        """The selected cells as rows and tabs, as Excel takes them."""
        QApplication.clipboard().setText(clipboard.copied(self.rows, self.selectedIndexes()))

    def paste(self) -> None:
        """Plan what the clipboard would change; the list asks before anything is written."""
        plan = clipboard.plan(
            self.rows, self.currentIndex(), QApplication.clipboard().text(), self._office.today()
        )
        if plan.cells:
            self.paste_wanted.emit(plan)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.apply_layout()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
