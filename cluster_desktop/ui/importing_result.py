"""Step 4 of the import: what was written, and what one can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.widgets import Button, Card, FlowLayout, PrimaryButton, TextLabel


class ResultStep(QWidget):
    """Counts as big numbers, then Undo, Protocol, Rows left out."""

    undo_wanted = Signal()
    protocol_wanted = Signal()
    left_out_wanted = Signal()
    another_wanted = Signal()
    done_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card("", self)
        self.sentence = TextLabel("", "section", parent=self.card, wrap=True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._numbers = QGridLayout()
        self._numbers.setHorizontalSpacing(16)
        self._numbers.setVerticalSpacing(4)
        self._numbers.setColumnStretch(1, 1)
        self.note = TextLabel("", "body", "muted", self.card, wrap=True)
        for part in (self.sentence,):
            self.card.body.addWidget(part)
        self.card.body.addLayout(self._numbers)
        self.card.body.addWidget(self.note)
        self.undo = Button("", icon="undo", parent=self.card)
        self.undo.setObjectName("undo_import")
        self.protocol = Button("", icon="document", parent=self.card)
        self.protocol.setObjectName("protocol")
        self.left_out = Button("", icon="excel", parent=self.card)
        self.left_out.setObjectName("left_out")
        actions = QWidget(self.card)
        flow = FlowLayout(actions)
        for button in (self.undo, self.protocol, self.left_out):
            flow.addWidget(button)
        self.card.body.addWidget(actions)
        self.another = Button("", icon="import", parent=self)
        self.another.setObjectName("another_file")
        self.done = PrimaryButton("", icon="tick", parent=self)
        self.done.setObjectName("done")
        foot = QHBoxLayout()
        foot.addWidget(self.another)
        foot.addStretch(1)
        foot.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.card)
        column.addStretch(1)
        column.addLayout(foot)
        self.undo.clicked.connect(self.undo_wanted)
        self.protocol.clicked.connect(self.protocol_wanted)
        self.left_out.clicked.connect(self.left_out_wanted)
        self.another.clicked.connect(self.another_wanted)
        self.done.clicked.connect(self.done_wanted)
        self.retranslate()

    def retranslate(self) -> None:
        self.undo.setText(_("Undo this import"))
        self.protocol.setText(_("Protocol"))
        self.left_out.setText(_("Rows left out → Excel"))
        self.another.setText(_("Import another file"))
        self.done.setText(_("Done"))

    def set_result(
        self,
        sentence: str,
        counts: Sequence[tuple[int, str, str]],
        note: str,
        *,
        has_left_out: bool,
        can_undo: bool,
    ) -> None:
        """`counts` are (number, words, look); only what is not zero is worth a line."""
        self.sentence.setText(sentence)
        while (item := self._numbers.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for at, (number, words, look) in enumerate(counts):
            label = TextLabel(str(number), "number", look, self.card)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._numbers.addWidget(label, at, 0)
            self._numbers.addWidget(TextLabel(words, parent=self.card), at, 1)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.left_out.setVisible(has_left_out)
        self.undo.setVisible(can_undo)
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_undone(self) -> None:
        """The import was taken back: nothing is left to undo."""
        self.undo.setIcon(icon("check", "good"))
        self.undo.setText(_("Taken back"))
        self.undo.setEnabled(False)
