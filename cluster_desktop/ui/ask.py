"""A question in the page: a sentence, the records it is about, and a button that names its verb."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, TextLabel

# So many lines are seen at once; the others are scrolled to.
MOST_LINES = 12
_MOST_LISTED = 200
WIDTH, SIDE = 560, 20


class Ask(QWidget):
    """Shown in a Floating; `agreed` when the verb was pressed, `closed` in any case."""

    agreed = Signal()
    closed = Signal()

    def __init__(
        self,
        title: str,
        text: str,
        verb: str,
        *,
        lines: Sequence[str] = (),
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ask")
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 16, SIDE, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, role="section", parent=self))
        if text:
            column.addWidget(TextLabel(text, wrap=True, parent=self))
        if lines:
            column.addWidget(self._list(lines), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        back = Button(_("Cancel"), parent=self)
        back.clicked.connect(self.closed)
        go = Button(verb, look="danger" if danger else "primary", parent=self)
        go.setObjectName("ask_verb")
        go.clicked.connect(self._agree)
        row.addWidget(back)
        row.addWidget(go)
        column.addLayout(row)
        self._wanted = QSize(WIDTH, self._height(text, lines))
        self.setFocusProxy(go)

    def _height(self, text: str, lines: Sequence[str]) -> int:
        """Room for the sentence as it wraps, and for the lines that are seen at once."""
        metrics = self.fontMetrics()

        def wrapped(words: str, width: int) -> int:
            room = QRect(0, 0, width, 10_000)
            return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()

        seen = "\n".join(lines[:MOST_LINES])
        listed = wrapped(seen, WIDTH - 2 * SIDE - 40) + 24 if lines else 0
        return min(460, scaled(132) + wrapped(text, WIDTH - 2 * SIDE) + listed)

    def _list(self, lines: Sequence[str]) -> QWidget:
        shown = list(lines[:_MOST_LISTED])
        if len(lines) > _MOST_LISTED:
            shown.append(_("and {n} more").format(n=len(lines) - _MOST_LISTED))
        label = QLabel("\n".join(shown))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(8, 8, 8, 8)
        area = QScrollArea(self)
        area.setWidget(label)
        area.setWidgetResizable(True)
        return area

    def _agree(self) -> None:
        self.agreed.emit()
        self.closed.emit()

    def sizeHint(self) -> QSize:
        return self._wanted
