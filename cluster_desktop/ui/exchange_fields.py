"""What the screens of the first connection are made of: a labelled line, a place to lay a file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import language
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import changes, colours, font, scaled
from cluster_desktop.ui.widgets import Button, TextLabel

LABEL = 200


class LabelledLine(QWidget):
    """A label, a field, and beneath it a sentence for what is wrong or a hint."""

    def __init__(self, name: str, parent: QWidget | None = None, *, hidden: bool = False) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setObjectName(name)
        if hidden:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._label = TextLabel(parent=self, wrap=True)
        self._label.setFixedWidth(LABEL)
        self._label.setBuddy(self.edit)
        self._note = TextLabel(role="caption", ink="muted", parent=self, wrap=True)
        self._hint = ""
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self.edit)
        right.addWidget(self._note)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(lambda _text: self.set_problem(""))

    def set_texts(self, label: str, hint: str = "") -> None:
        self._label.setText(label)
        self.edit.setAccessibleName(label)
        self.edit.setAccessibleDescription(hint)
        self._hint = hint
        self.set_problem("")

    def set_problem(self, sentence: str) -> None:
        self._note.set_ink("bad" if sentence else "muted")
        self._note.setText(sentence or self._hint)
        self._note.setVisible(bool(sentence or self._hint))

    def problem(self) -> str:
        return "" if self._note.text() == self._hint else self._note.text()

    def text(self) -> str:
        return self.edit.text().strip()


class FolderLine(QWidget):
    """A folder and the button that chooses another one."""

    changed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = ""
        self._nothing = ""
        self._label = TextLabel(parent=self, wrap=True)
        self._label.setFixedWidth(LABEL)
        self._shown = TextLabel(parent=self, elide=True)
        self.choose = Button(icon="folder", dense=True, parent=self)
        self.choose.setObjectName(name)
        self.choose.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._label)
        row.addWidget(self._shown, 1)
        row.addWidget(self.choose)
        self.setFocusProxy(self.choose)

    def set_texts(self, label: str, verb: str, nothing: str) -> None:
        self._label.setText(label)
        self.choose.setText(verb)
        self.choose.setAccessibleName(f"{label}: {verb}")
        self._nothing = nothing
        self.set_path(self.path)

    def set_path(self, path: str) -> None:
        self.path = path
        self._shown.set_ink("text" if path else "muted")
        self._shown.setText(path or self._nothing)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._label.text())
        if chosen:
            self.set_path(chosen)
            self.changed.emit(chosen)


def other_language(words: Sequence[str]) -> tuple[str, ...]:
    """The same words as somebody reads them whose program speaks Russian where this one speaks
    Kazakh, and the reverse."""
    # Loads what seals files: only where words are compared.
    from cluster_desktop.sync.words import in_language, unknown

    if unknown(" ".join(words)):
        return ()
    return in_language(words, "kk" if language() == "ru" else "ru")


class WordsCard(QWidget):
    """Words to read aloud or to write down: numbered, in rows as the room allows."""

    WIDEST = 118

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._also: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        changes().changed.connect(self.updateGeometry)

    def set_words(self, words: Sequence[str], *, compared: bool = False) -> None:
        """`compared` over the phone with somebody whose program may speak the other language: the
        words stand in both."""
        self._words = tuple(words)
        self._also = other_language(words) if compared else ()
        said = [" ".join(one) for one in (self._words, self._also) if one]
        self.setAccessibleName(". ".join(said))
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def words(self) -> tuple[str, ...]:
        return self._words

    def also(self) -> tuple[str, ...]:
        """The same words in the other language, where they are compared."""
        return self._also

    def _line(self) -> int:
        return scaled(44) if self._also else scaled(30)

    def sizeHint(self) -> QSize:
        lines = -(-len(self._words) // self._columns(max(self.width(), 480)))
        return QSize(480, lines * self._line() + 16)

    def _columns(self, width: int) -> int:
        most = max(4, (width - 24) // scaled(self.WIDEST))
        # Rows of equal length where there are such.
        even = [n for n in range(most, 3, -1) if len(self._words) % n == 0]
        return even[0] if even else most

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return -(-len(self._words) // self._columns(width)) * self._line() + 16

    def minimumSizeHint(self) -> QSize:
        return QSize(400, self._line() + 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        outline(painter, self.rect(), c.alternate, c.separator)
        columns = self._columns(self.width())
        width = (self.width() - 24) // columns
        number = QFontMetrics(font("caption")).horizontalAdvance("00") + 8
        for at, word in enumerate(self._words):
            row, column = divmod(at, columns)
            box = QRect(12 + column * width, 8 + row * self._line(), width, scaled(30))
            painter.setFont(font("caption", tabular=True))
            painter.setPen(c.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter.value, str(at + 1))
            painter.setFont(font("strong"))
            painter.setPen(c.text)
            room = box.adjusted(number, 0, -4, 0)
            shown = painter.fontMetrics().elidedText(
                word, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter.value, shown)
            if self._also:
                painter.setFont(font("caption"))
                painter.setPen(c.muted)
                below = room.translated(0, scaled(19)).adjusted(0, 0, 0, scaled(-10))
                painter.drawText(below, Qt.AlignmentFlag.AlignVCenter.value, self._also[at])
