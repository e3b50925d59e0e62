"""How cells are painted and edited: pills, bold name of the current row, the field's own editor."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cluster_desktop.errors import Bug, Refusal
from cluster_desktop.fields import Field
from cluster_desktop.query import Ref
from cluster_desktop.services.office import Office
from cluster_desktop.ui.editors import Editor, editor_for
from cluster_desktop.ui.looks import PillLook
from cluster_desktop.ui.painting import check_mark, outline
from cluster_desktop.ui.table_model import (
    EMPTY_CELL,
    PILL_ROLE,
    TICK,
    VALUE_ROLE,
    EntityTableModel,
)
from cluster_desktop.ui.theme import TextRole, colours, face
from cluster_desktop.ui.widgets_state import paint_pill

Index = QModelIndex | QPersistentModelIndex
_PAD = 8
_ENDING = frozenset(
    {
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Escape,
    }
)


class RowDelegate(QStyledItemDelegate):
    """Paints rows of any table view: whole current row tinted, 8 px padding, pills by PILL_ROLE."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        state = option.state
        current = self.is_current_row(index)
        picked = current or bool(state & QStyle.StateFlag.State_Selected)
        self._background(painter, option.rect, index.row(), picked)
        text, pill, side = self.painted(index)
        if pill is not None:
            self._pill(painter, option.rect, pill, text)
        else:
            role: TextRole = "strong" if current and self.is_title(index) else "body"
            self._text(painter, option.rect, (text, side), role, picked)
        if state & QStyle.StateFlag.State_HasFocus:
            outline(painter, option.rect, None, colours().primary, width=2)
        painter.restore()

    def painted(self, index: Index) -> tuple[str, PillLook | None, int]:
        """Text, look of a state and alignment of a cell."""
        pill = index.data(PILL_ROLE)
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        flag = side if isinstance(side, Qt.AlignmentFlag) else Qt.AlignmentFlag.AlignVCenter
        return str(index.data() or ""), pill if isinstance(pill, PillLook) else None, flag.value

    def _view(self) -> QTableView | None:
        parent = self.parent()
        return parent if isinstance(parent, QTableView) else None

    def is_current_row(self, index: Index) -> bool:
        view = self._view()
        return view is not None and view.currentIndex().row() == index.row()

    def _background(self, painter: QPainter, rect: QRect, row: int, picked: bool) -> None:
        c = colours()
        painter.fillRect(rect, c.selection if picked else c.alternate if row % 2 else c.surface)

    def _pill(self, painter: QPainter, rect: QRect, pill: PillLook, word: str) -> None:
        room = rect.adjusted(_PAD if pill.tinted else 0, 0, -2, 0)
        paint_pill(painter, room, pill.text or word, pill.look, icon=pill.icon, tinted=pill.tinted)

    def _text(
        self, painter: QPainter, rect: QRect, said: tuple[str, int], role: TextRole, picked: bool
    ) -> None:
        """`said` is the text and its alignment."""
        c = colours()
        text, side = said
        used, metrics = face(role, tabular=True)
        painter.setFont(used)
        painter.setPen(c.muted if text == EMPTY_CELL else c.on_selection if picked else c.text)
        room = rect.adjusted(_PAD, 0, -_PAD, 0)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side, shown)

    def is_title(self, index: Index) -> bool:
        return index.column() == 0


class EntityDelegate(RowDelegate):
    """Cells of an entity's table: the tick, and editing with the editor of the field."""

    def __init__(self, office: Office, parent: QTableView) -> None:
        super().__init__(parent)
        self._office = office

    def is_title(self, index: Index) -> bool:
        return index.column() == TICK + 1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() != TICK:
            super().paint(painter, option, index)
            return
        painter.save()
        picked = bool(option.state & QStyle.StateFlag.State_Selected)
        picked = picked or self.is_current_row(index)
        self._background(painter, option.rect, index.row(), picked)
        c = colours()
        on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        fill, pen = (c.primary, c.primary) if on else (c.surface, c.ctrl)
        check_mark(painter, option.rect, c.on_primary, fill, pen, part=False if on else None)
        if option.state & QStyle.StateFlag.State_HasFocus:
            outline(painter, option.rect, None, c.primary, width=2)
        painter.restore()

    def painted(self, index: Index) -> tuple[str, PillLook | None, int]:
        model = index.model()
        if isinstance(model, EntityTableModel):
            return model.painted(index.row(), index.column())
        return super().painted(index)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if index.column() == TICK and event.type() == QEvent.Type.MouseButtonRelease:
            on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
            new = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
            return model.setData(_plain(index), new, Qt.ItemDataRole.CheckStateRole)
        return False

    # ---- editing ----

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        if not isinstance(model, EntityTableModel) or not model.editable(index.column()):
            raise Bug(f"column {index.column()} is not edited in the table")
        field = model.edited_field(index.column())
        editor = self.made_editor(field, parent)
        editor.setAutoFillBackground(True)
        editor.input.installEventFilter(self)
        return editor

    def made_editor(self, field: Field, parent: QWidget) -> Editor:
        """The editor of a field."""
        return editor_for(field, self._office, self._office.today, parent, creates=False)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, Editor):
            value = index.data(VALUE_ROLE)
            editor.set_value(value.id if isinstance(value, Ref) else value)
            editor.select_all()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if not isinstance(editor, Editor) or not isinstance(model, EntityTableModel):
            return
        try:
            value = editor.read()
        except Refusal as why:
            model.refused.emit(why.message)
            return
        if value != editor.saved_value():
            model.setData(_plain(index), value)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect = QRect(option.rect)
        rect.setHeight(max(rect.height(), editor.sizeHint().height()))
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes down, Shift+Enter up, Tab right, Esc gives the old value back."""
        editor = watched.parent()
        if not isinstance(editor, Editor):
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENDING:
                self._finish(editor, event)
                return True
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._on_left(editor, event.reason())
        return False

    def _on_left(self, editor: Editor, why: Qt.FocusReason) -> None:
        # A calendar or list that opens, and another window, do not end the editing.
        popup, window = Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason
        if why not in (popup, window):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _finish(self, editor: Editor, event: QKeyEvent) -> None:
        view = self._view()
        escaped = event.key() == Qt.Key.Key_Escape
        editor.input.removeEventFilter(self)  # the focus that goes now must not save again
        if not escaped:
            self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if view is not None:
            view.setFocus()
            if not escaped:
                self._move_on(view, event)

    def _move_on(self, view: QTableView, event: QKeyEvent) -> None:
        at = view.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            step = -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            goal = at.siblingAtRow(at.row() + step)
        else:
            step = -1 if event.key() == Qt.Key.Key_Backtab else 1
            goal = at.siblingAtColumn(at.column() + step)
        if goal.isValid():
            view.setCurrentIndex(goal)


def _plain(index: Index) -> QModelIndex:
    return index.model().index(index.row(), index.column())
