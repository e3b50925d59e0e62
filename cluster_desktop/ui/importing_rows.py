"""Rows of an import as a table: what stands in the file, what would happen, in which state.

Shows `RowView`s it is given on demand, so that 20,000 rows cost nothing until they are seen. Knows
no plan and no office; importing_plan.py makes the views.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from cluster_desktop.i18n import N_, _

AnyIndex = QModelIndex | QPersistentModelIndex

PIECES_ROLE = int(Qt.ItemDataRole.UserRole) + 1
STATE_ROLE = int(Qt.ItemDataRole.UserRole) + 2

TICK, NUMBER, FIRST_CELL = 0, 1, 2


class RowState(StrEnum):
    """What will become of a row."""

    ERROR = "error"
    FIXED = "fixed"
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"
    SKIPPED = "skipped"


STATE_LABELS = {
    RowState.ERROR: N_("Error"),
    RowState.FIXED: N_("Fixed"),
    RowState.CHANGED: N_("Changes"),
    RowState.NEW: N_("New row"),
    RowState.SAME: N_("As before"),
    RowState.SKIPPED: N_("Skipped"),
}
STATE_LOOKS = {
    RowState.ERROR: ("bad", "error", True),
    RowState.FIXED: ("good", "check", False),
    RowState.CHANGED: ("info", "edit", True),
    RowState.NEW: ("good", "add", False),
    RowState.SAME: ("draft", "tick", True),
    RowState.SKIPPED: ("draft", "close", True),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in the column "what will happen": label, old, new, good, bad or plain."""

    text: str
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class RowView:
    """One row as the table shows it; `cells` stand under the model's headings."""

    index: int
    number: str
    state: RowState
    cells: tuple[str, ...]
    pieces: tuple[Piece, ...]
    ticked: bool
    can_tick: bool
    problem_column: int | None = None
    # All that would happen, where the pieces are cut short; what the opened row says.
    whole: str = ""

    def outcome(self) -> str:
        """The pieces as one sentence for screen readers and tests."""
        arrow = " → "
        parts: list[str] = []
        for piece in self.pieces:
            if piece.look == "new" and parts:
                parts[-1] += arrow + piece.text
            else:
                parts.append(piece.text)
        return " ".join(parts)


_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TICKED = _READ | Qt.ItemFlag.ItemIsUserCheckable


class ImportRows(QAbstractTableModel):
    """The shown rows, in the shown order."""

    ticked = Signal(int, bool)
    """Row of the plan, whether it is to be written."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._headings: list[str] = []
        self._rows: list[int] = []
        self._place: dict[int, int] = {}
        self._view_of: Callable[[int], RowView] | None = None
        self._seen: dict[int, RowView] = {}
        self._open = -1
        self.wraps = True
        # Pixels that the opened row is higher than usual, so that its sentence is whole.
        self.extra = 0

    def set_source(self, headings: Sequence[str], view_of: Callable[[int], RowView]) -> None:
        """Headings of the file's shown columns and the maker of views; rows follow by set_rows."""
        self.beginResetModel()
        self._headings = list(headings)
        self._view_of = view_of
        self._rows, self._place, self._seen, self._open = [], {}, {}, -1
        self.endResetModel()

    def set_rows(self, rows: Sequence[int]) -> None:
        """Show these rows of the plan."""
        self.beginResetModel()
        self._rows = list(rows)
        self._place = {row: at for at, row in enumerate(self._rows)}
        self._seen.clear()
        self._open = self._open if self._open in self._place else -1
        self.endResetModel()

    def forget(self, rows: Sequence[int] | None = None) -> None:
        """The plan has changed for these rows (all for None): ask again when painted."""
        if rows is None:
            self._seen.clear()
        else:
            for row in rows:
                self._seen.pop(row, None)
        if self._rows:
            last = self.index(len(self._rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def open_row(self, row: int) -> None:
        """The row being mended; -1 for none."""
        before, self._open = self._open, row
        for one in (before, row):
            at = self._place.get(one)
            if at is not None:
                self.dataChanged.emit(self.index(at, 0), self.index(at, self.columnCount() - 1))

    def set_wraps(self, *, wraps: bool) -> None:
        """Whether the sentence of the opened row may go on in a second line."""
        if wraps != self.wraps:
            self.wraps = wraps
            self.open_row(self._open)

    @property
    def opened(self) -> int:
        return self._open

    def view(self, at: int) -> RowView:
        """The view of the row at a place in the table."""
        row = self._rows[at]
        found = self._seen.get(row)
        if found is None:
            if self._view_of is None:
                raise IndexError(at)
            found = self._seen[row] = self._view_of(row)
        return found

    def place_of(self, row: int) -> int:
        """Where a row of the plan stands in the table, -1 if it is filtered out."""
        return self._place.get(row, -1)

    @property
    def rows(self) -> Sequence[int]:
        return self._rows

    @property
    def outcome_column(self) -> int:
        return FIRST_CELL + len(self._headings)

    @property
    def state_column(self) -> int:
        return self.outcome_column + 1

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else FIRST_CELL + len(self._headings) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = Qt.AlignmentFlag.AlignRight if section == NUMBER else Qt.AlignmentFlag.AlignLeft
            return right | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == TICK:
            return ""
        if section == NUMBER:
            return _("No.")
        if section == self.outcome_column:
            return _("What will happen")
        if section == self.state_column:
            return _("State")
        return self._headings[section - FIRST_CELL]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        view = self.view(index.row())
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            shown = self._text(view, column)
            return shown if role == Qt.ItemDataRole.DisplayRole or column >= NUMBER else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(view, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == TICK and view.can_tick:
            return Qt.CheckState.Checked if view.ticked else Qt.CheckState.Unchecked
        if role == PIECES_ROLE and column == self.outcome_column:
            return view.pieces
        if role == STATE_ROLE:
            return view.state
        return None

    def state_text(self, view: RowView) -> str:
        """The word of the pill."""
        left_out = view.can_tick and not view.ticked
        return _("Left out") if left_out else _(STATE_LABELS[view.state])

    def _text(self, view: RowView, column: int) -> str:
        if column == NUMBER:
            return view.number
        if column == self.outcome_column:
            return view.outcome()
        if column == self.state_column:
            return self.state_text(view)
        return view.cells[column - FIRST_CELL] if column > NUMBER else ""

    def _spoken(self, view: RowView, column: int) -> str:
        if column <= NUMBER:
            said = _("Row {number}, {state}: {outcome}")
            return said.format(
                number=view.number, state=_(STATE_LABELS[view.state]), outcome=view.outcome()
            )
        heading = self.headerData(column, Qt.Orientation.Horizontal)
        return f"{heading}: {self._text(view, column)}"

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.column() == TICK and self.view(index.row()).can_tick:
            return _TICKED
        return _READ

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        view = self.view(index.row())
        if not view.can_tick:
            return False
        self.ticked.emit(view.index, not view.ticked)
        return True
