"""The field for the words of the emergency sheet: each slip is told while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.exchange_fields import LABEL
from cluster_desktop.ui.theme import changes
from cluster_desktop.ui.widgets import TextLabel

if TYPE_CHECKING:
    from cluster_desktop.sync.words import Typed

LINES_SHOWN = 5


class RecoveryWords(QWidget):
    """Several lines to type into, and below them how far they are right."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area = QPlainTextEdit(self)
        self.area.setObjectName(name)
        self.area.setTabChangesFocus(True)
        self.area.setProperty("field", True)
        self.area.document().setDocumentMargin(6)
        self.area.textChanged.connect(self._on_changed)
        self._label = TextLabel(parent=self, wrap=True)
        self._label.setFixedWidth(LABEL)
        self._label.setBuddy(self.area)
        self.note = TextLabel(role="caption", ink="muted", parent=self, wrap=True)
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self.area)
        right.addWidget(self.note)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        self.setFocusProxy(self.area)
        self._whole = False
        changes().changed.connect(self._fit)
        self._fit()

    def text(self) -> str:
        return self.area.toPlainText()

    def is_whole(self) -> bool:
        """Whether all words are there and belong together."""
        return self._whole

    def clear(self) -> None:
        """Forget the words, also for Undo."""
        self.area.clear()
        self.area.document().clearUndoRedoStacks()

    def _fit(self) -> None:
        step = QFontMetrics(self.area.font()).lineSpacing()
        self.area.setFixedHeight(LINES_SHOWN * step + 16)

    def _on_changed(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        # Loads what seals files: only where words are typed.
        from cluster_desktop.sync import words

        seen = words.look_over(self.text())
        self._whole = seen.is_whole
        most = words.LINES * words.IN_LINE
        bad = bool(seen.wrong or seen.line or seen.count > most)
        if seen.wrong:
            said = _unknown(seen)
        elif seen.line:
            said = words.wrong_line_sentence(seen.line)
        elif seen.count > most:
            said = words.count_sentence(seen.count)
        elif seen.is_whole:
            said = _("All {n} words are there, and they are right.").format(n=most)
        elif seen.count:
            said = _("{n} of {total} words.").format(n=seen.count, total=most)
        else:
            said = _(
                "The {n} words of recovery from the sheet, {lines} lines of {each}, in their "
                "order. In Kazakh or in Russian; numbers and capital letters do not matter."
            ).format(n=most, lines=words.LINES, each=words.IN_LINE)
        self.note.set_ink("bad" if bad else "good" if self._whole else "muted")
        self.note.setText(said)
        self.area.setAccessibleDescription(said)

    def retranslate(self) -> None:
        label = _("Words of recovery")
        self._label.setText(label)
        self.area.setAccessibleName(label)
        self._tell()


def _unknown(seen: Typed) -> str:
    from cluster_desktop.sync import words

    line, at = divmod(seen.wrong_at - 1, words.IN_LINE)
    said = _("Word {n} (line {line}, place {place}) – “{word}” – is none of the words.").format(
        n=seen.wrong_at, line=line + 1, place=at + 1, word=seen.wrong
    )
    if seen.perhaps:
        said += " " + _("Perhaps “{word}”?").format(word=seen.perhaps)
    return said
