"""What was changed in a kept workbook, place by place, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import HistoryLine
from cluster_desktop.services.form_fields import FormFields
from cluster_desktop.services.form_mappings import FormMap, decoded
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.history import HistoryList
from cluster_desktop.ui.widgets import Button, TextLabel

_MOST_PLACES = 12


class _MapHistory(HistoryList):
    """The history of a kept workbook; its map is told by places, not as it is stored."""

    def __init__(self, desk: Desk, fields: FormFields, parent: QWidget | None = None) -> None:
        super().__init__(desk.office, desk.bridge, parent)
        self._fields = fields

    def _take(self, lines: list[HistoryLine]) -> None:
        # The signature follows from the map and says nothing to a person.
        super()._take([line for line in lines if line.field != "signature"])

    def _changed_words(self, line: HistoryLine) -> str:
        if line.field != "body":
            return super()._changed_words(line)
        try:
            old, new = (dict(_places(decoded(str(text)))) for text in (line.old, line.new))
        except Refusal:
            return _("Places changed")
        changed = [place for place in (*old, *new) if old.get(place) != new.get(place)]
        said = [
            f"{place}: {self._said(old.get(place))} → {self._said(new.get(place))}"
            for place in dict.fromkeys(changed)
        ]
        return "\n".join(said[:_MOST_PLACES]) or _("Places changed")

    def _said(self, key: str | None) -> str:
        """A field in words; rows as they are."""
        if key is None:
            return "–"
        for table in self._fields.tables:
            if (column := table.column(key)) is not None:
                return column.text()
        fact = self._fields.fact(key)
        return fact.text() if fact is not None else key


def _places(body: FormMap) -> Iterator[tuple[str, str]]:
    """(place, what it takes) of a whole map."""
    for sheet in body.sheets:
        for table in sheet.tables:
            at = f"{sheet.sheet} {table.header_first}"
            rows = f"{table.first_row}–{table.last_row}{'+' if table.grows else ''}"
            yield f"{at}, {_('Rows to fill')}", rows
            if table.totals:
                yield f"{at}, {_('Total')}", ", ".join(map(str, table.totals))
            for letter, key in table.columns.items():
                yield f"{sheet.sheet} {letter}", key
        for place, key in sheet.cells.items():
            yield f"{sheet.sheet} {place}", key


class HistorySheet(QWidget):
    """Laid over the designer."""

    closed = Signal()
    sheet_width = 480

    def __init__(self, desk: Desk, fields: FormFields, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workbook_history")
        self.setAccessibleName(_("History"))
        self.list = _MapHistory(desk, fields)
        self.list.problem.connect(desk.refused)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self.list)
        area.setAccessibleName(_("History"))
        close = Button(_("Close"), icon="close", look="flat", parent=self)
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(TextLabel(_("History"), "title", parent=self))
        head.addStretch(1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(area, 1)
        self.setFocusProxy(close)
