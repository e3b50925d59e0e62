"""Editors that choose: one word, several words, yes or no, another record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from cluster_desktop.fields import Choice, Choices, Field, Link, Value
from cluster_desktop.i18n import _, fold
from cluster_desktop.query import Ref
from cluster_desktop.ui.editors_base import Editor, LineEditor, Today, empty_word
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.painting import chevron, outline
from cluster_desktop.ui.popover import TickListPopover
from cluster_desktop.ui.theme import colours, scaled

_LOOKUP = 12


class Offers(Protocol):
    """The part of the office that completes links."""

    def choices_for(self, entity: str, text: str, limit: int = 20) -> Sequence[Ref]: ...
    def title(self, entity: str, id: UUID) -> str: ...


class _Combo(QComboBox):
    """A combo box that the mouse wheel cannot change by accident while the page scrolls."""

    def wheelEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        super().wheelEvent(event)  # type: ignore[arg-type]

    def showPopup(self) -> None:
        """As wide as its longest word: a choice must be readable before it is made."""
        view = self.view()
        view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + 32))
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4:
            self.showPopup()
            return
        super().keyPressEvent(event)


class ChoiceEdit(Editor):
    """One of a fixed set of words."""

    def __init__(self, field: Choice, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        self._choice = field
        self.combo = _Combo(self)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(6)
        self._take_input(self.combo)
        self._fill()
        self.combo.activated.connect(self._on_activated)

    def _fill(self) -> None:
        self.combo.clear()
        if not self._choice.required:
            self.combo.addItem("–", None)
            self.combo.setItemData(0, empty_word(), Qt.ItemDataRole.AccessibleTextRole)
        for value, label in self._choice.options():
            self.combo.addItem(label, value)

    def name_it(self) -> None:
        super().name_it()
        if self.combo.count():
            value = self.read()
            self._fill()
            self.show_value(value)

    def text(self) -> str:
        return self.combo.currentText()

    def read(self) -> Value:
        return self.combo.currentData()

    def show_value(self, value: Value) -> None:
        at = self.combo.findData(value)
        if at < 0 and value is not None:
            # A word of a newer version of the program is kept.
            self.combo.addItem(self._choice.format(value), value)
            at = self.combo.count() - 1
        self.combo.setCurrentIndex(at)

    def type_first(self, text: str) -> None:
        at = self.combo.findText(text, Qt.MatchFlag.MatchStartsWith)
        if at >= 0:
            self.combo.setCurrentIndex(at)

    def _on_activated(self, _at: int) -> None:
        self.edited.emit()
        self.commit()


class YesNo(Editor):
    """A tick with the word beside it."""

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        self.box = QCheckBox(self)
        self._take_input(self.box)
        self.box.toggled.connect(self._word)
        self.box.clicked.connect(self._on_clicked)
        self._word(False)

    def text(self) -> str:
        return self.box.text()

    def read(self) -> Value:
        return self.box.isChecked()

    def show_value(self, value: Value) -> None:
        self.box.setChecked(bool(value))
        self._word(bool(value))

    def name_it(self) -> None:
        super().name_it()
        self._word(self.box.isChecked())

    def _word(self, on: bool) -> None:
        self.box.setText(_("yes") if on else _("no"))

    def _on_clicked(self, _on: bool) -> None:
        self.edited.emit()
        self.commit()


class _FieldButton(QAbstractButton):
    """A button that looks like a field with an arrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, scaled(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        bad = bool(self.property("problem"))
        pen = c.ink("bad") if bad else c.primary if self.hasFocus() else c.ctrl
        outline(painter, self.rect(), c.surface, pen, width=2 if bad or self.hasFocus() else 1)
        painter.setPen(c.text if self.isEnabled() else c.muted)
        room = self.rect().adjusted(9, 0, -28, 0)
        shown = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, shown)
        chevron(painter, self.rect().adjusted(self.width() - 28, 0, -4, 0), c.muted)


class ChoicesEdit(Editor):
    """Any number of a fixed set of words, ticked in a list that opens under the field."""

    def __init__(self, field: Choices, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(field, today, parent)
        self._choices = field
        self._chosen: tuple[str, ...] = ()
        self._button = _FieldButton(self)
        self._take_input(self._button)
        self._button.clicked.connect(self.open_list)

    def text(self) -> str:
        return self._button.text()

    def read(self) -> Value:
        return self._chosen

    def show_value(self, value: Value) -> None:
        self._chosen = tuple(value or ())
        shown = self._choices.format(self._chosen)
        self._button.setText(shown or "–")
        self._button.setToolTip(shown)

    def open_list(self) -> None:
        title = self.field.title()
        popup = TickListPopover(self, title, self._choices.options(), self._chosen)
        popup.chosen.connect(self._on_chosen)
        popup.setMinimumWidth(self.width())
        popup.open_under(self._button)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_F4, Qt.Key.Key_Down):
            self.open_list()
            return True
        return super()._on_key(event)

    def _on_chosen(self, chosen: list[str]) -> None:
        # Words of a newer version are not in the list and stay.
        newer = [value for value in self._chosen if value not in self._choices.choices]
        self.show_value((*chosen, *newer))
        self.edited.emit()
        self.commit()


class RefEdit(LineEditor):
    """Another record by part of its name; the last offer makes a new one of what was typed."""

    create_wanted = Signal(str)
    opened = Signal(object)

    def __init__(
        self,
        field: Link,
        today: Today,
        office: Offers,
        parent: QWidget | None = None,
        *,
        creates: bool = True,
    ) -> None:
        super().__init__(field, today, parent)
        self._to = field.to
        self._office = office
        self._creates = creates
        self._id: UUID | None = None
        self._title = ""
        self._offers: list[Ref] = []
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self.line)
        self._completer.setMaxVisibleItems(_LOOKUP + 1)
        self._completer.activated[QModelIndex].connect(self._on_chosen)  # type: ignore[index]
        self._open = QAction(icon("link", "muted"), _("Open the record"), self.line)
        self._open.triggered.connect(self._on_open)
        self.line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self._open.setVisible(False)

    def name_it(self) -> None:
        super().name_it()
        self.line.setPlaceholderText(_("Type part of the name"))

    def title(self) -> str:
        """Name of the chosen record."""
        return self._title

    def show_value(self, value: Value) -> None:
        if isinstance(value, Ref):
            self._id, self._title = value.id, value.title
        elif isinstance(value, UUID):
            if value != self._id or not self._title:
                self._id, self._title = value, self._office.title(self._to, value)
        else:
            self._id, self._title = None, ""
        if self.line.text() != self._title:
            self.line.setText(self._title)
            self.line.setCursorPosition(0)
        self.line.setToolTip(self._title)
        self._open.setVisible(self._id is not None)

    def set_value(self, value: Value) -> None:
        super().set_value(value)
        self._saved = self._id

    def read(self) -> Value:
        text = self.line.text().strip()
        if not text:
            return None
        if self._id is not None and text == self._title.strip():
            return self._id
        for ref in self._office.choices_for(self._to, text, _LOOKUP):
            if fold(ref.title) == fold(text):
                return ref.id
        said = _("{field}: “{value}” is not known. Choose from the list.")
        raise self.field.refuse(said.format(field=self.field.title(), value=text))

    def _on_open(self) -> None:
        if self._id is not None:
            self.opened.emit(self._id)

    def _list_is_open(self) -> bool:
        popup = self._completer.popup()
        return popup is not None and popup.isVisible()

    def offers(self) -> list[str]:
        """What the open list shows."""
        return self._words.stringList()

    def _on_edited(self, text: str) -> None:
        super()._on_edited(text)
        self._offer(text.strip())

    def _offer(self, text: str) -> None:
        self._offers = list(self._office.choices_for(self._to, text, _LOOKUP))
        words = [ref.title for ref in self._offers]
        exact = any(fold(word) == fold(text) for word in words)
        if self._creates and text and not exact:
            words.append(_("+ create «{name}»").format(name=text))
        self._words.setStringList(words)
        if words:
            self._completer.setCompletionPrefix("")
            self._completer.complete()
        elif (popup := self._completer.popup()) is not None:
            popup.hide()

    def _on_chosen(self, index: QModelIndex) -> None:
        row = index.row()
        if row < len(self._offers):
            self.show_value(self._offers[row])
            self.commit()
            return
        self.create_wanted.emit(self.line.text().strip())

    def _on_key(self, event: QKeyEvent) -> bool:
        if self._list_is_open():
            return False
        if event.key() in (Qt.Key.Key_F4, Qt.Key.Key_Down):
            self._offer("" if self._id is not None else self.line.text().strip())
            return True
        return super()._on_key(event)

    def leave(self) -> None:
        if not self._list_is_open():
            super().leave()
