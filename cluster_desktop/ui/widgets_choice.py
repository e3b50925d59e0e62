"""A drop-down of many named things in groups, where a row of words would be too wide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

Group = tuple[str, Sequence[tuple[str, str]]]
"""Title of a group, and (key, text) of what belongs to it."""


class GroupedChoice(QComboBox):
    """One of the entries; titles of groups stand between them and cannot be chosen."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = QStandardItemModel(self)
        self.setModel(self._entries)
        self.setMaxVisibleItems(40)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda at: self.changed.emit(str(self.itemData(at))))

    def set_groups(self, groups: Sequence[Group]) -> None:
        """The entries anew; what was chosen stays chosen."""
        chosen = self.value()
        self._entries.clear()
        for title, entries in groups:
            head = QStandardItem(title)
            head.setFlags(Qt.ItemFlag.NoItemFlags)
            bold = self.font()
            bold.setBold(True)
            head.setFont(bold)
            self._entries.appendRow(head)
            for key, text in entries:
                entry = QStandardItem(f"   {text}")
                entry.setData(key, Qt.ItemDataRole.UserRole)
                entry.setData(text, Qt.ItemDataRole.AccessibleTextRole)
                self._entries.appendRow(entry)
        self.set_value(chosen)

    def value(self) -> str:
        return str(self.currentData() or "")

    def set_value(self, key: str) -> None:
        at = self.findData(key)
        self.setCurrentIndex(at if at >= 0 else 1)
