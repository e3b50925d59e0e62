"""What every editor of a field can do: hold a value, tell a change, show a problem.

An editor parses and checks by its field's declaration and decides nothing else; saving is the
business of the form or table that made it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Ref
from cluster_desktop.ui.theme import scaled

Today = Callable[[], date]
_DENSE = 28


class Editor(QWidget):
    """One field on the screen. `input` is the control that has the focus.

    edited: a keystroke; committed(value): the field was left or Enter pressed with a new, valid
    value; problem_changed: the sentence beneath must be shown or hidden; done: Enter was pressed.
    """

    edited = Signal()
    committed = Signal(object)
    problem_changed = Signal()
    done = Signal()

    input: QWidget

    def __init__(self, field: Field, today: Today, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._today = today
        self._saved: Value = None
        self._shown = ""
        self._received: Value = None
        self._clashes = False
        self._problem: str | None = None
        self._warning = False
        self.setObjectName(field.name)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _take_input(self, control: QWidget) -> None:
        """Called once by each kind with the control it edits in."""
        self.input = control
        control.setProperty("dense", True)
        self._line.addWidget(control, 1)
        self.setMinimumHeight(scaled(_DENSE))
        self.setFocusProxy(control)
        control.installEventFilter(self)
        self.name_it()

    def name_it(self) -> None:
        """Accessible names in the current language."""
        title = self.field.title()
        self.setAccessibleName(title)
        self.input.setAccessibleName(title)

    # ---- what each kind answers ----

    def text(self) -> str:
        """What the person sees and types."""
        raise NotImplementedError

    def show_value(self, value: Value) -> None:
        """Put a value on the screen without telling anybody."""
        raise NotImplementedError

    def read(self) -> Value:
        """The value on the screen. Raises Refusal where it is none."""
        return self.field.parse(self.text(), self._today())

    # ---- the protocol ----

    def set_value(self, value: Value) -> None:
        """The saved value: what Esc returns to."""
        self._saved = value
        self.show_value(value)
        self._shown = self.text()
        self._clashes = False
        self.set_problem(None)

    def meet(self, value: Value) -> None:
        """The record was changed elsewhere: an untouched field follows, a touched one tells it."""
        plain = value.id if isinstance(value, Ref) else value
        if plain == self._saved:
            return
        if self.is_changed() and not self._shows(plain):
            self.clash(value)
        else:
            self.set_value(value)

    def clash(self, value: Value) -> None:
        """What is typed stays, and is not saved before the person says so; Esc takes `value`."""
        self._saved = value.id if isinstance(value, Ref) else value
        self._received, self._clashes = value, True
        self.say_clash()

    def say_clash(self) -> None:
        """The sentence beneath, in the current language."""
        value = self._received
        words = value.title if isinstance(value, Ref) else self.field.format(value)
        said = _("Changed elsewhere meanwhile: {value}").format(value=words or empty_word())
        self.set_problem(said, warning=True)

    def clashes(self) -> bool:
        """True while it is undecided which stays: what is typed or what came from elsewhere."""
        return self._clashes

    def renew(self, value: Value) -> None:
        """The record was read again: what is being typed, or was refused, stays on the screen."""
        refused = self._problem is not None and not self._warning
        if (refused or self.input.hasFocus()) and self.is_changed() and not self._shows(value):
            self._saved = value
            return
        self.set_value(value)

    def _shows(self, value: Value) -> bool:
        try:
            return bool(self.read() == value)
        except Refusal:
            return False

    def value(self) -> Value:
        """The value on the screen, or the saved one while the screen holds none."""
        try:
            return self.read()
        except Refusal:
            return self._saved

    def saved_value(self) -> Value:
        return self._saved

    def is_changed(self) -> bool:
        """Touched, and with another value than the saved one."""
        if self.text() == self._shown and not self._clashes:
            return False
        try:
            return bool(self.read() != self._saved)
        except Refusal:
            return True

    def restore(self) -> None:
        """Back to the last saved value."""
        self.set_value(self._saved)

    def problem(self) -> str | None:
        return self._problem

    def is_warning(self) -> bool:
        return self._warning

    def set_problem(self, sentence: str | None, *, warning: bool = False) -> None:
        """Red outline and a sentence beneath; a warning has the sentence only."""
        if sentence == self._problem and warning == self._warning:
            return
        self._problem, self._warning = sentence, warning
        self.input.setProperty("problem", bool(sentence) and not warning)
        self.input.setAccessibleDescription(sentence or "")
        self.input.update()
        if sentence:
            QAccessible.updateAccessibility(QAccessibleEvent(self.input, QAccessible.Event.Alert))
        self.problem_changed.emit()

    def commit(self) -> bool:
        """Check what was typed and tell it if it is new. False when it is refused."""
        try:
            value = self.read()
        except Refusal as why:
            self.set_problem(why.message)
            return False
        found = self.field.problems(value)
        errors = [f for f in found if f.severity == "error"]
        if errors:
            self.set_problem(errors[0].message)
            return False
        self.set_problem(found[0].message if found else None, warning=True)
        self.show_value(value)
        if value != self._saved:
            self.committed.emit(value)
        else:
            self._clashes = False
        return not self._clashes

    def set_read_only(self, locked: bool) -> None:
        self.input.setEnabled(not locked)

    def select_all(self) -> None:
        """Select what is there, as a table does when F2 opens a cell."""

    def type_first(self, text: str) -> None:
        """Start with the key that opened the editor in a table."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.input:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                self.input.update()
            if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                if event.reason() != Qt.FocusReason.PopupFocusReason:
                    self.leave()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
        return False

    def leave(self) -> None:
        """The field loses the focus: that is the attempt to save, unless it is to be decided."""
        if not self.is_changed():
            if self._clashes:
                self.restore()
        elif self._clashes:
            self.say_clash()
        else:
            self.commit()

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.commit():
                self.done.emit()
            return True
        if event.key() == Qt.Key.Key_Escape and self.is_changed():
            self.restore()
            return True
        return False


class LineEditor(Editor):
    """An editor of one typed line."""

    def __init__(
        self,
        field: Field,
        today: Today,
        parent: QWidget | None = None,
        line: QLineEdit | None = None,
    ) -> None:
        super().__init__(field, today, parent)
        self.line = line or QLineEdit(self)
        self._take_input(self.line)
        self.line.textEdited.connect(self._on_edited)

    def text(self) -> str:
        return self.line.text()

    def show_value(self, value: Value) -> None:
        shown = self.field.format(value)
        if shown != self.line.text():
            self.line.setText(shown)
            self.line.setCursorPosition(0)
        self.line.setToolTip(shown)  # a long name is cut by the field, never lost

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.line
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.line.isUndoAvailable()
        ):
            # Nothing was typed here: the window takes its last action back.
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def set_read_only(self, locked: bool) -> None:
        # Stays focusable and copyable.
        self.line.setReadOnly(locked)

    def select_all(self) -> None:
        self.line.selectAll()

    def type_first(self, text: str) -> None:
        self.line.setText(text)
        self._on_edited(text)

    def set_placeholder(self, text: str) -> None:
        self.line.setPlaceholderText(text)

    def _on_edited(self, text: str) -> None:
        self.edited.emit()


def empty_word() -> str:
    """The word for "no value", which one can also filter by."""
    return _("(empty)")
