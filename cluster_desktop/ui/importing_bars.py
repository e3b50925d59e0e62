"""The bars under the rows of an import: one answer that mends many rows at once."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.ui import theme
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.widgets import Button, TextLabel


@dataclass(frozen=True)
class GroupMend:
    """One repair that fits many rows: the sentence says which, the verb what the button does."""

    key: str
    sentence: str
    verb: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class UnknownName:
    """A name nobody knows, in several rows; `offers` are (key, label) of what it may stand for."""

    key: str
    name: str
    rows: tuple[int, ...]
    offers: tuple[tuple[str, str], ...]


class Bar(QWidget):
    """A tinted line with a sign and a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.sentence = TextLabel("", parent=self, wrap=True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(42, 8, 12, 8)
        self.row.setSpacing(12)
        self.row.addWidget(self.sentence, 1)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.tint("soon"))
        painter.fillRect(QRect(0, 0, self.width(), 1), colours.separator)
        square = QRect(14, self.height() // 2 - 8, 16, 16)
        paint_icon(painter, "warning", square, colours.ink("soon"))


class GroupBar(Bar):
    """«The lost zero at the beginning can be put back in 31 rows» [Put back]"""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mend: GroupMend | None = None
        self.go = Button("", dense=False, parent=self)
        self.go.setObjectName("mend_group")
        self.go.clicked.connect(self._tell)
        self.row.addWidget(self.go)

    def set_mend(self, mend: GroupMend | None) -> None:
        """Offer a repair, or nothing."""
        self._mend = mend
        self.setVisible(mend is not None)
        if mend is not None:
            self.sentence.setText(mend.sentence)
            self.go.setText(mend.verb)
            self.setAccessibleName(mend.sentence)

    def _tell(self) -> None:
        if self._mend is not None:
            self.wanted.emit(self._mend)


class NameBar(Bar):
    """«Unknown name in 3 rows: …» → [choice] ☑ remember [Apply to 3 rows]"""

    applied = Signal(object, str, bool)
    """(UnknownName, key of the chosen offer, remember)"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unknown: UnknownName | None = None
        self.choice = QComboBox(self)
        self.choice.setObjectName("name_offers")
        self.choice.setMinimumContentsLength(14)
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.remember = QCheckBox(self)
        self.remember.setObjectName("remember_name")
        self.remember.setChecked(True)
        self.go = Button("", parent=self)
        self.go.setObjectName("apply_name")
        self.go.clicked.connect(self._tell)
        for widget in (self.choice, self.remember, self.go):
            self.row.addWidget(widget)

    def retranslate(self) -> None:
        self.remember.setText(_("remember for this form"))
        self.choice.setAccessibleName(_("What the name stands for"))

    def set_unknown(self, unknown: UnknownName | None) -> None:
        """Ask about a name, or about nothing."""
        self._unknown = unknown
        self.setVisible(unknown is not None)
        if unknown is None:
            return
        n = len(unknown.rows)
        said = ngettext("Unknown name in {n} row: {name}", "Unknown name in {n} rows: {name}", n)
        self.sentence.setText(said.format(n=n, name=unknown.name))
        self.setAccessibleName(self.sentence.text())
        self.choice.clear()
        for key, label in unknown.offers:
            self.choice.addItem(label, key)
        verb = ngettext("Apply to {n} row", "Apply to {n} rows", n)
        self.go.setText(verb.format(n=n))
        self.retranslate()

    def _tell(self) -> None:
        if self._unknown is not None:
            key = str(self.choice.currentData() or "")
            self.applied.emit(self._unknown, key, self.remember.isChecked())
