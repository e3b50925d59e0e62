"""A code chosen from its list while a row of an import is mended: likely ones first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office
from cluster_desktop.ui.popover import Popover

_MOST = 12
_COLUMNS = ("code", "name")

Offers = Sequence[tuple[str, str]]
"""(code, words) from above."""


def offers_of(office: Office, entity: str, likely: Sequence[str], text: str) -> Offers:
    """Codes whose code or name holds the text; without a text the likely ones, then the first."""
    found: dict[str, str] = {}
    if not text.strip() and likely:
        where = (Condition("code", "in", tuple(likely)),)
        known = {
            row["code"]: row["name"] for row in office.rows(Query(entity, where, columns=_COLUMNS))
        }
        found = {code: known[code] for code in likely if code in known}
    for row in office.rows(
        Query(entity, text=text, sort=(("code", False),), columns=_COLUMNS), _MOST
    ):
        found.setdefault(row["code"], row["name"])
    return [(code, f"{code} {name or ''}".strip()) for code, name in list(found.items())[:_MOST]]


class FindPopover(Popover):
    """A line to search with and what was found; Enter or a click takes one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, title: str, find: Callable[[str], Offers]) -> None:
        super().__init__(parent)
        self._find = find
        self.body.setContentsMargins(8, 8, 8, 8)
        self.setAccessibleName(title)
        self.line = QLineEdit(self)
        self.line.setObjectName("find_line")
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(_("Part of the code or the name"))
        self.line.textEdited.connect(self._fill)
        self.line.returnPressed.connect(self._take)
        self.line.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("find_list")
        self.list.setAccessibleName(title)
        self.list.itemClicked.connect(lambda item: self._take(item))
        self.body.addWidget(self.line)
        self.body.addWidget(self.list)
        self.setMinimumWidth(420)
        self._fill("")
        self.line.setFocus()

    def _fill(self, text: str) -> None:
        self.list.clear()
        for code, words in self._find(text):
            item = QListWidgetItem(words, self.list)
            item.setData(Qt.ItemDataRole.UserRole, code)
        if self.list.count():
            self.list.setCurrentRow(0)

    def _take(self, item: QListWidgetItem | None = None) -> None:
        wanted = item or self.list.currentItem()
        if wanted is not None:
            self.close()
            self.chosen.emit(str(wanted.data(Qt.ItemDataRole.UserRole)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk the list while the keyboard stays in the line."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress:
            key = event.key() if isinstance(event, QKeyEvent) else 0
            step = {Qt.Key.Key_Down.value: 1, Qt.Key.Key_Up.value: -1}.get(key, 0)
            if step:
                last = self.list.count() - 1
                self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)
