"""A field in a form: label at the left, editor, and the sentence beneath it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.editors import Editor
from cluster_desktop.ui.icons import paint_icon, role_colour
from cluster_desktop.ui.theme import changes, scaled
from cluster_desktop.ui.widgets_buttons import Button
from cluster_desktop.ui.widgets_state import TextLabel

LABEL = 96
_DENSE = 28


class _Mark(QWidget):
    """The icon before a sentence, so that a problem is never told by colour alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._role = "error", "bad"
        self.setFixedSize(16, 16)

    def set(self, name: str, role: str) -> None:
        self._name, self._role = name, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_icon(QPainter(self), self._name, QRect(0, 0, 16, 16), role_colour(self._role))


class FieldRow(QWidget):
    """Label, editor, then its problem or else its hint."""

    def __init__(self, editor: Editor, parent: QWidget | None = None, label: str = "") -> None:
        super().__init__(parent)
        self.editor = editor
        self._own_label = label
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        self._label = TextLabel("", "body", "muted", self, wrap=True)
        self._label.setBuddy(editor.input)
        self._label.setMinimumWidth(LABEL)
        grid.addWidget(self._label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(editor, 0, 1, Qt.AlignmentFlag.AlignTop)
        beneath = QWidget(self)
        line = QHBoxLayout(beneath)
        line.setContentsMargins(0, 0, 0, 4)
        line.setSpacing(4)
        self._mark = _Mark(beneath)
        self._sentence = TextLabel("", "caption", "muted", beneath, wrap=True)
        self._fix = Button("", look="flat", dense=True, parent=beneath)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._sentence, 1)
        line.addWidget(self._fix, 0, Qt.AlignmentFlag.AlignTop)
        self._beneath = beneath
        self._fix.hide()
        self._action: Callable[[], None] | None = None
        self._fix.clicked.connect(self._act)
        grid.addWidget(beneath, 1, 1)
        self._choice: QWidget | None = None
        grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        editor.problem_changed.connect(self._show)
        changes().changed.connect(self._measure)
        self.retranslate()
        self._measure()

    def retranslate(self) -> None:
        self.editor.name_it()
        self._label.setText(self._own_label or self.editor.field.title())
        if self.editor.clashes():
            self.editor.say_clash()
        self._show()

    def _show_choice(self, wanted: bool) -> None:
        """Under the sentence: which stays, what is typed or what came from elsewhere."""
        if self._choice is not None:
            self._choice.hide()
            self._choice.deleteLater()
            self._choice = None
        layout = self.layout()
        if not wanted or not isinstance(layout, QGridLayout):
            return
        self._choice = QWidget(self)
        line = QVBoxLayout(self._choice)  # beside each other they are cut in kk and ru
        line.setContentsMargins(20, 0, 0, 4)
        line.setSpacing(0)
        for name, text, act in (
            ("keep_mine", _("Keep mine"), self.editor.commit),
            ("take_other", _("Take the other"), self.editor.restore),
        ):
            button = Button(text, look="flat", dense=True, parent=self._choice)
            button.setObjectName(name)
            button.setAccessibleName(f"{text}: {self.editor.field.title()}")
            button.clicked.connect(partial(self._decide, act))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._choice, 2, 1)
        # Tab leads from the field to what is asked about it.
        before: QWidget = self.editor.input
        for button in self._choice.findChildren(Button):
            QWidget.setTabOrder(before, button)
            before = button
        self._choice.show()

    def _decide(self, act: Callable[[], object], _on: bool = False) -> None:
        # The button goes with the question: the cursor is back in the field before that.
        self.editor.input.setFocus()
        act()

    def offer(self, text: str, action: Callable[[], None]) -> None:
        """A button behind the sentence ("Open it", "Put 0 first")."""
        self._fix.setText(text)
        self._fix.setVisible(bool(text))
        self._action = action

    def _act(self) -> None:
        if self._action is not None:
            self._action()

    def sentence(self) -> str:
        return "" if self._beneath.isHidden() else self._sentence.text()

    def _measure(self) -> None:
        # The first line of the label stands level with the text in the field.
        metrics = self._label.fontMetrics().lineSpacing()
        self._label.setContentsMargins(0, max(0, (scaled(_DENSE) - metrics) // 2), 0, 0)

    def _show(self) -> None:
        problem = self.editor.problem()
        hint = self.editor.field.hint
        self._mark.setVisible(bool(problem))
        if problem:
            soft = self.editor.is_warning()
            self._mark.set("warning" if soft else "error", "soon" if soft else "bad")
            self._sentence.set_ink("soon" if soft else "bad")
            self._sentence.setText(problem)
        else:
            self._fix.hide()
            self._sentence.set_ink("muted")
            self._sentence.setText(_(hint) if hint else "")
        self._beneath.setVisible(bool(problem or hint))
        asked = bool(problem) and self.editor.clashes()
        if asked:
            self._fix.hide()
        self._show_choice(asked)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        return QSize(LABEL + 120, super().minimumSizeHint().height())
