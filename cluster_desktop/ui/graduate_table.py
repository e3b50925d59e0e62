"""The graduates' table: a letter is a status, Enter says where, Ctrl+D takes the row above.

Everything else is the table of any entity. Files dropped on a row become proof of its outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QCompleter,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cluster_desktop.fields import Choice, Field, Text, Value
from cluster_desktop.i18n import _, fold
from cluster_desktop.query import Ref
from cluster_desktop.ui.delegates import EntityDelegate
from cluster_desktop.ui.editors import Editor
from cluster_desktop.ui.editors_base import LineEditor, Today
from cluster_desktop.ui.editors_choice import Offers
from cluster_desktop.ui.graduate_keys import SPECIALITY_KEY, StatusMenu, letter_of, status_of
from cluster_desktop.ui.graduate_model import ABOUT_OUTCOME, PROOF, STATUS, WHERE, GraduateModel
from cluster_desktop.ui.painting import chevron, outline
from cluster_desktop.ui.table import EntityTable
from cluster_desktop.ui.theme import colours, font

Index = QModelIndex | QPersistentModelIndex
_LOOKUP = 10
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class WhereEdit(LineEditor):
    """Place of work: an organisation of the list by part of its name, or any text."""

    finished = Signal()

    def __init__(
        self, field: Field, today: Today, office: Offers, parent: QWidget | None = None
    ) -> None:
        super().__init__(field, today, parent)
        self._office = office
        self._offers: list[Ref] = []
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self.line)
        self._completer.setMaxVisibleItems(_LOOKUP)
        self._completer.activated[QModelIndex].connect(self._on_chosen)  # type: ignore[index]
        # While the list is open the completer hands Enter to the line alone.
        self.line.returnPressed.connect(self._on_return)
        self.line.setPlaceholderText(_("Partner or any other place"))

    def read(self) -> Value:
        text = " ".join(self.line.text().split())
        if not text:
            return None
        for ref in (*self._offers, *self._office.choices_for("organisation", text, _LOOKUP)):
            if fold(ref.title) == fold(text):
                return ref
        return self.field.parse(text, self._today())

    def show_value(self, value: Value) -> None:
        super().show_value(value.title if isinstance(value, Ref) else value)

    def _on_edited(self, text: str) -> None:
        super()._on_edited(text)
        wanted = text.strip()
        self._offers = list(self._office.choices_for("organisation", wanted, _LOOKUP))
        self._words.setStringList([ref.title for ref in self._offers])
        popup = self._completer.popup()
        if self._offers and wanted and self.line.isVisible():
            self._completer.setCompletionPrefix("")
            self._completer.complete()
            if popup is not None:
                # Qt chooses the first offer: Enter would take it instead of what was typed.
                popup.setCurrentIndex(QModelIndex())
        elif popup is not None:
            popup.hide()

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.row() < len(self._offers):
            self.line.setText(self._offers[index.row()].title)
            self.finished.emit()

    def _on_return(self) -> None:
        popup = self._completer.popup()
        if popup is not None and popup.isVisible() and not popup.currentIndex().isValid():
            popup.hide()
            self.finished.emit()


class GraduateDelegate(EntityDelegate):
    """The status cell looks like a choice while it is current; "where" has an editor of its own."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if not current or not isinstance(model, GraduateModel) or not _is(model, index, STATUS):
            super().paint(painter, option, index)
            return
        if model.state_at(index.row()) == "unknown":
            self._choose(painter, option)
        else:
            super().paint(painter, option, index)
        arrow = option.rect.adjusted(option.rect.width() - 28, 0, -4, 0)
        painter.save()
        chevron(painter, arrow, colours().muted)
        painter.restore()

    def _choose(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        c = colours()
        painter.save()
        outline(painter, option.rect, c.surface, c.primary, width=2)
        painter.setFont(font())
        painter.setPen(c.text)
        room = option.rect.adjusted(8, 0, -28, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, _("choose"))
        painter.restore()

    def made_editor(self, field: Field, parent: QWidget) -> Editor:
        if not isinstance(field, Text) or field.name != "employer":
            return super().made_editor(field, parent)
        editor = WhereEdit(field, self._office.today, self._office, parent)
        editor.finished.connect(lambda: self._end(editor))
        return editor

    def _end(self, editor: Editor) -> None:
        pressed = QKeyEvent(
            QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier
        )
        self._finish(editor, pressed)

    def _move_on(self, view: QTableView, event: QKeyEvent) -> None:
        """Enter in "where" that was reached from a status goes to the next status."""
        super()._move_on(view, event)
        if isinstance(view, GraduateTable) and event.key() not in _TABS:
            view.back_to_status()

    def _finish(self, editor: Editor, event: QKeyEvent) -> None:
        super()._finish(editor, event)
        view = self._view()
        if event.key() == Qt.Key.Key_Escape and isinstance(view, GraduateTable):
            view.back_to_status()

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        super().updateEditorGeometry(editor, option, index)
        if isinstance(editor, WhereEdit):
            # A name of an organisation is longer than its column.
            editor.setFixedWidth(max(option.rect.width(), 240))


def _is(model: GraduateModel, index: Index, name: str) -> bool:
    return index.column() > 0 and model.column_name(index.column()) == name


class GraduateTable(EntityTable):
    """See the module. `files_dropped` tells a line of the list and paths."""

    files_dropped = Signal(int, list)
    files_wanted = Signal(int)

    MODEL: ClassVar[type[GraduateModel]] = GraduateModel
    DELEGATE: ClassVar[type[GraduateDelegate]] = GraduateDelegate
    rows: GraduateModel
    _from_status = False

    def _dress(self) -> None:
        super()._dress()
        self.viewport().setAcceptDrops(True)
        self.setAcceptDrops(True)

    def set_line(self, line: int) -> None:
        """A row is entered at its status, where the letters work."""
        at = self.currentIndex()
        section = at.column() if at.column() > 0 else self.rows.section_of(STATUS) or 1
        self.setCurrentIndex(self.rows.index(line, section))

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Qt would enter the table at its first cell, the tick.
        if not self.currentIndex().isValid() and self.rows.count():
            self.set_line(0)
        super().focusInEvent(event)

    def lines(self) -> list[int]:
        """Rows of the selected cells, the current one where only that is selected."""
        chosen = sorted({index.row() for index in self.selectedIndexes()})
        at = self.currentIndex()
        return chosen if len(chosen) > 1 else [at.row()] if at.isValid() else []

    # ---- keys ----

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        if at.isValid() and not self.rows.query().bin and self._on_key(at, event):
            return
        super().keyPressEvent(event)

    def _on_key(self, at: QModelIndex, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = not held
        here = self.rows.column_name(at.column()) if at.column() else ""
        if held == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_D:
            if here in ABOUT_OUTCOME:
                self.rows.as_above(self.lines())
            return here in ABOUT_OUTCOME
        if plain and here in (STATUS, WHERE) and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_where(at)
            return True
        if here != STATUS:
            return False
        opens = held == Qt.KeyboardModifier.AltModifier and key == Qt.Key.Key_Down
        if opens or (plain and key in (Qt.Key.Key_F2, Qt.Key.Key_F4)):
            self.open_menu()
        elif plain and key == Qt.Key.Key_Delete:
            self.rows.take_away(self.lines())
        elif state := status_of(event):
            self.rows.give(self.lines(), state)
        elif letter_of(event) == SPECIALITY_KEY:
            self.rows.flip_speciality(self.lines())
        else:
            return False
        return True

    def edit_where(self, at: QModelIndex) -> None:
        """Enter: where the graduate is, known once the status is."""
        section = self.rows.section_of(WHERE)
        if not section:
            return
        if self.rows.state_at(at.row()) == "unknown":
            self.rows.refused.emit(_("Choose the status first, then where and since when."))
            return
        goal = at.siblingAtColumn(section)
        self.setCurrentIndex(goal)
        self.start_editing(goal)
        self._from_status = _is(self.rows, at, STATUS)

    def back_to_status(self) -> None:
        """After "where" that was begun from a status cell."""
        section = self.rows.section_of(STATUS)
        if self._from_status and section:
            self.setCurrentIndex(self.currentIndex().siblingAtColumn(section))
        self._from_status = False

    # ---- menu ----

    def open_menu(self, at: QPoint | None = None, lines: Sequence[int] | None = None) -> StatusMenu:
        """The menu of statuses at the current cell, or at a place of the screen."""
        index = self.currentIndex()
        field = self._office.entity("student").spec(STATUS)
        assert isinstance(field, Choice)  # noqa: S101  # for the type checker: declared so
        menu = StatusMenu(field, self)
        lines = self.lines() if lines is None else list(lines)
        state = self.rows.state_at(min(lines) - 1) if lines else ""
        known = state and state != "unknown"
        menu.fill(
            lambda chosen: self.rows.give(lines, chosen),
            lambda: self.rows.take_away(lines),
            lambda: self.rows.flip_speciality(lines),
            (lambda: self.rows.as_above(lines)) if known else None,
            field.format(state) if known else "",
            is_in_trade=bool(lines) and self.rows.is_in_speciality(lines[0]),
        )
        if len(lines) == 1:
            attach = menu.addAction(_("Attach a file as proof…"))
            attach.triggered.connect(lambda _on=False: self.files_wanted.emit(lines[0]))
        corner = self.visualRect(index).bottomLeft()
        menu.popup(at if at is not None else self.viewport().mapToGlobal(corner))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            if not index.isValid():
                return
            if not self.selectionModel().isSelected(index):
                self.setCurrentIndex(index)
            self.open_menu(event.globalPos())
        else:
            self.open_menu()

    def _on_double(self, index: QModelIndex) -> None:
        name = self.rows.column_name(index.column()) if index.column() else ""
        if name == STATUS:
            self.open_menu()
        elif name == WHERE:
            self.edit_where(index)
        elif name in ABOUT_OUTCOME:
            self.start_editing(index)
        else:
            super()._on_double(index)

    def start_editing(self, index: QModelIndex, first: str = "") -> None:
        self._from_status = False
        name = self.rows.column_name(index.column()) if index.column() else ""
        if name in ABOUT_OUTCOME and self.rows.state_at(index.row()) == "unknown":
            self.rows.refused.emit(_("Choose the status first, then where and since when."))
            return
        super().start_editing(index, first)

    # ---- proof by drop ----

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        event.setAccepted(index.isValid())
        if index.isValid():
            self.setCurrentIndex(index.siblingAtColumn(self.rows.section_of(PROOF) or 1))

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if index.isValid() and paths:
            self.files_dropped.emit(index.row(), paths)
            event.acceptProposedAction()
