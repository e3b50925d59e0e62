"""Typed text with bold and italic: an editor, and the marks that the passport keeps.

`**bold**` and `*italic*` are the only marks; a line is a paragraph. Knows no records.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from cluster_desktop.documents.marks import Run, runs, written
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes, colours, font, scaled
from cluster_desktop.ui.widgets import IconButton, Rule, TextLabel

LEAST, MOST = 96, 260
# The letters on the keys of Ctrl+B and Ctrl+I, also in the Cyrillic layouts.
_BOLD_KEYS = (Qt.Key.Key_B, 0x418)
_ITALIC_KEYS = (Qt.Key.Key_I, 0x428)


class MarkedEdit(QTextEdit):
    """Words with two marks and nothing else: what is pasted comes as plain text."""

    left = Signal()
    """The focus went: what was typed is to be saved."""
    look_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAcceptRichText(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(10)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        changes().changed.connect(self._wear)
        self._wear()

    def _wear(self) -> None:
        self.setFont(font())
        self._grow()

    def _grow(self) -> None:
        """As high as the text, between a few lines and a third of the screen."""
        wanted = round(self.document().size().height()) + 2
        height = min(scaled(MOST), max(scaled(LEAST), wanted))
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def marks(self) -> str:
        """The text with its marks; lines at the end that say nothing are left out."""
        lines = []
        block = self.document().begin()
        while block.isValid():
            lines.append(_marked(block))
            block = block.next()
        return "\n".join(lines).rstrip()

    def set_marks(self, text: str) -> None:
        """Show a text; typing can not be undone past it."""
        self.blockSignals(True)
        self.clear()
        cursor = self.textCursor()
        for number, line in enumerate(text.split("\n")):
            if number:
                cursor.insertBlock()
            for run in runs(line):
                cursor.insertText(run.text, _format(run))
        self.setCurrentCharFormat(_format(Run("")))
        self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.blockSignals(False)
        self._grow()

    def turn(self, look: str) -> None:
        """Bold or italic on or off, for what is chosen or for what is typed next."""
        now, wanted = self.currentCharFormat(), QTextCharFormat()
        if look == "bold":
            is_on = now.fontWeight() > QFont.Weight.Normal
            wanted.setFontWeight(QFont.Weight.Normal if is_on else QFont.Weight.Bold)
        else:
            wanted.setFontItalic(not now.fontItalic())
        self.mergeCurrentCharFormat(wanted)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            self.insertPlainText(source.text())

    def event(self, event: QEvent) -> bool:
        # Ctrl+I is the import elsewhere; in a text it is italic.
        if event.type() == QEvent.Type.ShortcutOverride and _look_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        look = _look_of(event)
        if look:
            self.look_wanted.emit(look)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def _look_of(event: QEvent) -> str:
    if not isinstance(event, QKeyEvent):
        return ""
    if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
        return ""
    if event.key() in _BOLD_KEYS:
        return "bold"
    return "italic" if event.key() in _ITALIC_KEYS else ""


def _format(run: Run) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontWeight(QFont.Weight.Bold if run.bold else QFont.Weight.Normal)
    made.setFontItalic(run.italic)
    return made


def _marked(block: QTextBlock) -> str:
    """A paragraph with its marks."""
    said: list[Run] = []
    step = block.begin()
    while not step.atEnd():
        piece = step.fragment()
        if piece.isValid():
            look = piece.charFormat()
            text = piece.text().replace("\u2028", " ")
            said.append(Run(text, look.fontWeight() > QFont.Weight.Normal, look.fontItalic()))
        step += 1
    return written(said)


class TextBox(QWidget):
    """The editor with its two buttons and the number of characters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = MarkedEdit(self)
        self.edit.setObjectName("passport_text")
        self.bold = IconButton("bold", parent=self, dense=True)
        self.italic = IconButton("italic", parent=self, dense=True)
        for button, look in ((self.bold, "bold"), (self.italic, "italic")):
            button.setObjectName(f"text_{look}")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, wanted=look: self._turn(wanted))
        self._count = TextLabel("", "caption", "muted", self)
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 2, 12, 2)
        bar.addWidget(self.bold)
        bar.addWidget(self.italic)
        bar.addStretch(1)
        bar.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(Rule(self))
        column.addWidget(self.edit)
        self.edit.look_wanted.connect(self._turn)
        self.edit.textChanged.connect(self.count)
        self.edit.currentCharFormatChanged.connect(lambda _look: self._show_look())
        self.edit.cursorPositionChanged.connect(self._show_look)
        self.retranslate()

    def _turn(self, look: str) -> None:
        if not self.edit.isReadOnly():
            self.edit.turn(look)
            self.edit.setFocus()
        self._show_look()

    def _show_look(self) -> None:
        look = self.edit.currentCharFormat()
        self.bold.setChecked(look.fontWeight() > QFont.Weight.Normal)
        self.italic.setChecked(look.fontItalic())

    def set_read_only(self, locked: bool) -> None:
        self.edit.setReadOnly(locked)
        self.bold.setEnabled(not locked)
        self.italic.setEnabled(not locked)
        self.update()

    def count(self) -> None:
        """How many characters there are, without marks."""
        n = len(self.edit.toPlainText().rstrip())
        self._count.setText(ngettext("{n} character", "{n} characters", n).format(n=n))

    def retranslate(self) -> None:
        self.bold.set_name(_("Bold (Ctrl+B)"))
        self.italic.set_name(_("Italic (Ctrl+I)"))
        self.count()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        focus = self.edit.hasFocus()
        fill = c.alternate if self.edit.isReadOnly() else c.surface
        pen = c.primary if focus else c.ctrl
        outline(QPainter(self), self.rect(), fill, pen, width=2 if focus else 1)
