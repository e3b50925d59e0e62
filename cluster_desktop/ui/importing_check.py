"""Step 3 of the import: chips, the rows, one row opened to be mended, bars for whole groups.

Shows what the plan says and tells what the person wants; the page lets a worker change the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.i18n import N_, _
from cluster_desktop.ui import theme
from cluster_desktop.ui.importing_bars import GroupBar, GroupMend, NameBar, UnknownName
from cluster_desktop.ui.importing_rows import RowState, RowView
from cluster_desktop.ui.importing_table import ImportTable, Mend
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.widgets import Button, ChipRow, KeyCap

ALL = "all"
_NUMBER_WIDTH, _WIDEST_NUMBER = 48, 150
_CHIPS = (
    (ALL, N_("All"), "neutral", ""),
    (RowState.ERROR.value, N_("Errors"), "bad", "error"),
    (RowState.FIXED.value, N_("Fixed here"), "good", "check"),
    (RowState.CHANGED.value, N_("Changes"), "info", "edit"),
    (RowState.NEW.value, N_("New rows"), "good", "add"),
    (RowState.SAME.value, N_("As before"), "neutral", ""),
    (RowState.SKIPPED.value, N_("Skipped"), "draft", ""),
)


@dataclass(frozen=True)
class _Chip:
    key: str
    label: str
    count: int
    look: str
    icon: str


class Frame(QWidget):
    """A 1 px outlined surface around the table and its bars."""

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        outline(QPainter(self), self.rect(), colours.surface, colours.separator)


class CheckStep(QWidget):
    """Rows by state, mended where they stand."""

    mend_wanted = Signal(int, int)
    fix_wanted = Signal(int, str, str)
    """(row of the plan, field, text)"""
    skip_wanted = Signal(object)
    ticked = Signal(int, bool)
    above_wanted = Signal(int, str)
    group_wanted = Signal(object)
    name_applied = Signal(object, str, bool)
    other_wanted = Signal(int)
    agree_wanted = Signal(int)
    find_wanted = Signal(object)
    """The opened Mend, whose code is to be chosen from a list."""
    elsewhere_wanted = Signal()
    """The next error stands in another table of the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._states: dict[int, RowState] = {}
        self._elsewhere = 0
        self._widths: list[int] = []
        self._number_width = _NUMBER_WIDTH
        self.chips = ChipRow(self)
        self.next_error = Button("", look="flat", dense=True, parent=self)
        self.next_error.setObjectName("next_error")
        self._f3 = KeyCap("F3", self)
        self.table = ImportTable(self)
        self.group_bar = GroupBar(self)
        self.name_bar = NameBar(self)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 4)
        top.setSpacing(8)
        top.addWidget(self.chips, 1)
        top.addWidget(self.next_error)
        top.addWidget(self._f3)
        frame = Frame(self)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.group_bar)
        inside.addWidget(self.name_bar)
        around = QHBoxLayout()
        around.setContentsMargins(16, 0, 16, 0)
        around.addWidget(frame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(around, 1)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        table = self.table
        table.mend_wanted.connect(self.mend_wanted)
        table.fix_wanted.connect(self._on_fix)
        table.skip_wanted.connect(self.skip_wanted)
        table.above_wanted.connect(self._on_above)
        table.other_wanted.connect(self.other_wanted)
        table.agree_wanted.connect(self.agree_wanted)
        table.find_wanted.connect(lambda: self.find_wanted.emit(self.table.mend))
        table.rows.ticked.connect(self.ticked)
        self.chips.changed.connect(lambda _keys: self._refill())
        self.next_error.clicked.connect(lambda: self.go_to_error(1))
        self.group_bar.wanted.connect(self.group_wanted)
        self.name_bar.applied.connect(self.name_applied)

    def retranslate(self) -> None:
        self.next_error.setText(_("Next error"))
        self.table.retranslate()
        self.name_bar.retranslate()
        self._count()

    # ---- what the plan says ----

    def set_plan(
        self,
        headings: Sequence[str],
        widths: Sequence[int],
        states: dict[int, RowState],
        view_of: Callable[[int], RowView],
        number_width: int = _NUMBER_WIDTH,
    ) -> None:
        """Show a freshly checked plan; rows that wait for a person come first."""
        self._states = dict(states)
        self._widths = list(widths)
        self._number_width = number_width
        self.table.rows.set_source(headings, view_of)
        self._fit_columns()
        self._count()
        self.chips.select((ALL,))
        self._refill()

    def set_states(self, states: dict[int, RowState], rows: Sequence[int] | None = None) -> None:
        """The plan changed in `rows` (anywhere for None); the order on the screen stays."""
        self._states = dict(states)
        self.table.rows.forget(rows)
        self._count()

    def set_offers(self, mends: Sequence[GroupMend], unknown: Sequence[UnknownName]) -> None:
        """The bars below the rows."""
        self.group_bar.set_offers(mends)
        self.name_bar.set_offers(unknown)

    def set_elsewhere(self, wrong: int) -> None:
        """How many rows of other tables of the file wait for a person."""
        self._elsewhere = wrong
        self._count()

    def _count(self) -> None:
        chips: list[_Chip] = []
        found = Counter(self._states.values())
        for key, label, look, icon in _CHIPS:
            count = len(self._states) if key == ALL else found[RowState(key)]
            if count or key in (ALL, RowState.ERROR.value):
                chips.append(_Chip(key, _(label), count, look, icon))
        chosen = self.chips.selection() or (ALL,)
        self.chips.set_chips(chips)
        self.chips.select(chosen)
        wrong = found[RowState.ERROR] + self._elsewhere
        self.next_error.setVisible(wrong > 0)
        self._f3.setVisible(wrong > 0)

    def _refill(self) -> None:
        chosen = set(self.chips.selection())
        every = ALL in chosen or not chosen
        wanted = {state for state in RowState if every or state.value in chosen}
        waiting = wanted & {RowState.ERROR, RowState.FIXED}
        others = wanted - waiting
        states = self._states.items()
        first = [row for row, state in states if state in waiting] if waiting else []
        shown = first + [row for row, state in states if state in others]
        self.table.rows.set_rows(shown)
        if shown:
            self.table.setCurrentIndex(self.table.rows.index(0, 2))

    # ---- moving ----

    def errors(self) -> list[int]:
        """Rows of the plan that wait for a person, in the order of the table."""
        return [row for row in self.table.rows.rows if self._states.get(row) is RowState.ERROR]

    def go_to_error(self, step: int) -> None:
        """Open the next (1) or previous (-1) row with an error; all rows are shown for it."""
        if not self.errors() and RowState.ERROR in self._states.values():
            self.chips.select((ALL,))
            self._refill()
        wrong = self.errors()
        if not wrong:
            if self._elsewhere:
                self.elsewhere_wanted.emit()
            return
        order = list(self.table.rows.rows)
        mend = self.table.mend
        here = mend.row if mend is not None else self.table.current_row()
        at = order.index(here) if here in order else -1
        if mend is None and self._states.get(here) is RowState.ERROR and step > 0:
            at -= 1
        places = [order.index(row) for row in wrong]
        ahead = [p for p in places if (p > at if step > 0 else p < at)]
        chosen = (
            (min(ahead) if step > 0 else max(ahead))
            if ahead
            else (min(places) if step > 0 else max(places))
        )
        self.mend_wanted.emit(order[chosen], -1)

    def open_mend(self, mend: Mend) -> None:
        self.table.open_mend(mend)

    def _on_fix(self, text: str) -> None:
        mend = self.table.mend
        if mend is not None:
            self.fix_wanted.emit(mend.row, mend.field, text)

    def _on_above(self) -> None:
        mend = self.table.mend
        if mend is not None:
            self.above_wanted.emit(mend.row, mend.field)

    # ---- widths ----

    @staticmethod
    def number_width(longest: str) -> int:
        """Pixels of the column of row numbers; one that names sheets is wider."""
        text = QFontMetrics(theme.font("body", tabular=True)).horizontalAdvance(longest)
        return min(_WIDEST_NUMBER, max(_NUMBER_WIDTH, text + 20))

    def _fit_columns(self) -> None:
        """Columns of the file shrink with the window; what will happen keeps at least a third."""
        room = self.width() - 34 - 32 - self._number_width - 130
        total = sum(self._widths)
        most = room * 0.62
        share = min(1.0, most / total) if total else 1.0
        cells = [max(70, round(width * share)) for width in self._widths]
        self.table.set_widths(cells, self._number_width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._widths:
            self._fit_columns()

    def sizeHint(self) -> QSize:
        return QSize(800, 460)

    def focus_rows(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
