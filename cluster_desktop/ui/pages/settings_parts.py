"""Rows of the settings pages: label, hint and control, found by the search above."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.i18n import fold
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors_base import Editor
from cluster_desktop.ui.theme import changes
from cluster_desktop.ui.widgets import Card, Rule, TextLabel

LABEL = 260


class SettingRow(QWidget):
    """One setting: what it is at the left, its control at the right."""

    def __init__(self, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self._label = TextLabel(parent=self, wrap=True)
        self._hint = TextLabel(role="caption", ink="muted", parent=self, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._label)
        words.addWidget(self._hint)
        left = QWidget(self)
        left.setFixedWidth(LABEL)
        words.setContentsMargins(0, 0, 0, 0)
        left.setLayout(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(16)
        row.addWidget(left, 0, Qt.AlignmentFlag.AlignVCenter)
        self._problem = TextLabel(role="caption", ink="bad", parent=self, wrap=True)
        self._problem.setMinimumWidth(320)  # a field of few letters is too narrow for a sentence
        self._problem.hide()
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(control)
        right.addWidget(self._problem)
        row.addLayout(right)
        row.addStretch(1)
        if isinstance(control, Editor):
            control.problem_changed.connect(self._say)
        changes().changed.connect(self._fit)

    def _fit(self) -> None:
        """Room for every line of the words: a row is not made lower than what it says."""
        for words in (self._label, self._hint):
            words.setMinimumHeight(words.heightForWidth(LABEL) if words.text() else 0)

    def set_texts(self, label: str, hint: str = "") -> None:
        self._label.setText(label)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        if isinstance(self.control, Editor):
            self.control.name_it()  # units and choices speak the language, too
        self.control.setAccessibleName(label)
        self.control.setAccessibleDescription(hint)
        self._fit()

    def _say(self) -> None:
        """The editor's sentence of refusal, under it."""
        said = self.control.problem() if isinstance(self.control, Editor) else None
        self._problem.setText(said or "")
        self._problem.set_ink("soon" if self.control.is_warning() else "bad")  # type: ignore[attr-defined]
        self._problem.setVisible(bool(said))

    def holds(self, words: list[str]) -> bool:
        """Whether every folded word is in the label or the hint."""
        text = fold(f"{self._label.text()} {self._hint.text()}")
        return all(word in text for word in words)

    def mark(self, found: bool) -> None:
        self._label.set_ink("primary" if found else "text")
        self._label.set_role("strong" if found else "body")
        self._fit()


class SettingsTab(QScrollArea):
    """A tab of plain forms: cards of rows, one column, scrolled."""

    WIDTH = 820

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.office = desk.office
        self.rows: list[SettingRow] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inner = QWidget()
        self.inner.setMaximumWidth(self.WIDTH)
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(0, 12, 12, 12)
        self.column.setSpacing(12)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(self.inner)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)
        # After setWidget, which switches it on.
        self.inner.setAutoFillBackground(False)

    def add_card(self) -> Card:
        card = Card(" ", self.inner)
        card.body.setSpacing(0)
        self.column.addWidget(card)
        return card

    def add_row(self, card: Card, control: QWidget) -> SettingRow:
        if card.body.count():
            card.body.addWidget(Rule(card))
        row = SettingRow(control, card)
        card.body.addWidget(row)
        self.rows.append(row)
        return row

    def reload(self) -> None:
        """Read the present values."""

    def retranslate(self) -> None:
        """Set the texts."""

    def look_for(self, words: list[str]) -> bool:
        """Mark the rows that hold the words; True if there are any."""
        hits = [row for row in self.rows if words and row.holds(words)]
        for row in self.rows:
            row.mark(row in hits)
        if hits:
            self.ensureWidgetVisible(hits[0])
        return bool(hits)
