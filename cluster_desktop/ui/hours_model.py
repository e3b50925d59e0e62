"""The hours of a month as a model: a row for each placement, a column for each day, totals last.

It plans what typing, pasting and filling would write and refuses what does not fit; writing is the
page's business. Nothing is half-planned: a plan is whole or a Refusal names the cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.services import hours
from cluster_desktop.services.hours import Sheet, SheetRow

Index = QModelIndex | QPersistentModelIndex
Plan = dict[tuple[UUID, date], str]
Spot = tuple[int, int]

WEEKDAYS = (N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"), N_("Sa"), N_("Su"))
SUNDAY = 6
ABSENCES = {letters[0]: mark for mark, letters in hours.LETTERS.items()}
_READ_ONLY = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_WRITTEN_IN = _READ_ONLY | Qt.ItemFlag.ItemIsEditable  # asked for each cell that is painted
_NAMES = {"absent": N_("Absent"), "ill": N_("Ill"), "excused": N_("Excused")}


class HoursModel(QAbstractTableModel):
    """One sheet. Columns are days from the first of the month; the last one is the total."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = Sheet((), ())
        # Rows that were written in since the sheet was read: thousands are not copied for a few.
        self._typed: dict[int, list[str]] = {}
        self._texts: Counter[str] = Counter()
        self._today: date | None = None

    # ---- the sheet ----

    def show_sheet(self, sheet: Sheet, today: date) -> None:
        """Another sheet; the same rows and days keep cursor and selection."""
        same = sheet.shape == self._sheet.shape
        self._today = today
        if not same:
            self.beginResetModel()
        self._sheet = sheet
        self._typed = {}
        self._texts = Counter(sheet.texts)
        if not same:
            self.endResetModel()
        elif sheet.rows:
            self._tell(0, len(sheet.rows) - 1)

    def sheet(self) -> Sheet:
        return self._sheet

    def day_count(self) -> int:
        return len(self._sheet.days)

    def line(self, row: int) -> SheetRow:
        return self._sheet.rows[row]

    def text(self, row: int, column: int) -> str:
        """What a cell holds; the total in the last column."""
        if column == self.day_count():
            total = self.total(row)
            return str(total) if total else ""
        return self._cells(row)[column]

    def _cells(self, row: int) -> Sequence[str]:
        return self._typed.get(row) or self._sheet.rows[row].cells

    def total(self, row: int) -> int:
        return sum(int(text) for text in self._cells(row) if text.isdigit())

    def sums(self) -> tuple[int, Mapping[str, int]]:
        """Hours of the month, and days of absence by mark."""
        worked = sum(int(text) * n for text, n in self._texts.items() if text.isdigit())
        marks = dict.fromkeys(_NAMES, 0)
        marks |= {mark: self._texts[letter] for letter, mark in ABSENCES.items()}
        return worked, marks

    def is_free_day(self, column: int) -> bool:
        """A Sunday or a day of a break."""
        day = self._sheet.days[column]
        return day.is_break or day.weekday == SUNDAY

    def is_today(self, column: int) -> bool:
        return column < self.day_count() and self._sheet.days[column].date == self._today

    def is_inside(self, row: int, column: int) -> bool:
        """Whether the student is at practice on that day."""
        line = self._sheet.rows[row]
        return line.starts <= self._sheet.days[column].date <= line.ends

    def can_hold(self, row: int, column: int) -> bool:
        """A day of the month on which the student is at practice."""
        inside = 0 <= row < len(self._sheet.rows) and 0 <= column < self.day_count()
        return inside and self.is_inside(row, column)

    @staticmethod
    def wrong(text: str) -> str:
        """Why a cell cannot hold a text; empty where it can."""
        try:
            hours.parse_cell(text)
        except Refusal as why:
            return why.message
        return ""

    # ---- plans ----

    def plan(self, cells: Mapping[Spot, str]) -> Plan:
        """These texts into these cells, those that are the same already left out.

        Raises Refusal naming the first cell that cannot hold its text.
        """
        made: Plan = {}
        for (row, column), text in cells.items():
            line, day = self._sheet.rows[row], self._sheet.days[column].date
            try:
                read = hours.parse_cell(text)
            except Refusal as why:
                raise self._refused(line, day, why.message) from why
            if read is not None and not self.is_inside(row, column):
                said = _("the practice is from {first} to {last}.").format(
                    first=format_date(line.starts), last=format_date(line.ends)
                )
                raise self._refused(line, day, said)
            shown = read.text() if read is not None else ""
            if shown != self._cells(row)[column]:
                made[line.placement, day] = shown
        return made

    @staticmethod
    def _refused(line: SheetRow, day: date, problem: str) -> Refusal:
        said = _("{who}, {day}: {problem} Nothing was written.")
        return Refusal(said.format(who=line.student, day=format_date(day), problem=problem))

    def plan_paste(self, at: Spot, block: Sequence[Sequence[str]], chosen: Sequence[Spot]) -> Plan:
        """A copied range with its corner at `at`; one copied cell fills all chosen ones.

        Raises Refusal where the range is larger than the room there is.
        """
        if len(block) == 1 and len(block[0]) == 1 and len(chosen) > 1:
            text = _bare(block[0][0])
            return self.plan({spot: text for spot in chosen if self.can_hold(*spot)})
        down, right = len(block), max((len(cells) for cells in block), default=0)
        if at[0] + down > len(self._sheet.rows):
            raise Refusal(
                ngettext(
                    "The copied range has {n} row, fewer are left here. Nothing was written.",
                    "The copied range has {n} rows, fewer are left here. Nothing was written.",
                    down,
                ).format(n=down)
            )
        if at[1] + right > self.day_count():
            raise Refusal(
                ngettext(
                    "The copied range has {n} column, fewer days are left. Nothing was written.",
                    "The copied range has {n} columns, fewer days are left. Nothing was written.",
                    right,
                ).format(n=right)
            )
        cells = {
            (at[0] + n, at[1] + m): _bare(text)
            for n, texts in enumerate(block)
            for m, text in enumerate(texts)
        }
        return self.plan(cells)

    def plan_fill(self, chosen: Sequence[Spot], *, down: bool) -> Plan:
        """Ctrl+D and Ctrl+R: the first row or column of the range into the rest of it.

        A single cell takes the one above it or at its left.
        """
        if len(chosen) == 1:
            row, column = chosen[0]
            source = (row - 1, column) if down else (row, column - 1)
            return self.plan({chosen[0]: self._cells(source[0])[source[1]]}) if (
                min(source) >= 0) else {}  # fmt: skip
        first: dict[int, Spot] = {}
        for row, column in sorted(chosen, key=lambda s: s if down else (s[1], s[0])):
            first.setdefault(column if down else row, (row, column))
        cells = {}
        for row, column in chosen:
            source = first[column if down else row]
            if (row, column) != source and self._is_filled(row, column, down=down):
                cells[row, column] = self._cells(source[0])[source[1]]
        return self.plan(cells)

    def _is_filled(self, row: int, column: int, *, down: bool) -> bool:
        """A fill to the right leaves out free days; both leave out days outside the practice."""
        return self.can_hold(row, column) and (down or not self.is_free_day(column))

    def plan_tick(self, chosen: Iterable[Spot]) -> Plan:
        """Space: full days; where all of them are full already, none."""
        spots = list(chosen)
        if len(spots) > 1:
            spots = [s for s in spots if self.can_hold(*s) and not self.is_free_day(s[1])]
        full = {spot: str(self._sheet.rows[spot[0]].full_day) for spot in spots}
        is_full = all(self._cells(row)[column] == full[row, column] for row, column in spots)
        return self.plan(dict.fromkeys(spots, "") if is_full else full)

    def put(self, plan: Plan) -> None:
        """Show what was written."""
        lines = {row.placement: n for n, row in enumerate(self._sheet.rows)}
        touched: set[int] = set()
        for (placement, day), text in plan.items():
            row = lines.get(placement)
            if row is not None and self._sheet.days and self._sheet.days[0].date <= day:
                cells = self._typed.setdefault(row, list(self._sheet.rows[row].cells))
                at = (day - self._sheet.days[0].date).days
                self._texts[cells[at]] -= 1
                self._texts[text] += 1
                cells[at] = text
                touched.add(row)
        if touched:
            self._tell(min(touched), max(touched))

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.day_count()))

    # ---- Qt ----

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self._sheet.days else self.day_count() + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _WRITTEN_IN if self.can_hold(index.row(), index.column()) else _READ_ONLY

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index)
        return None

    def _spoken(self, index: Index) -> str:
        line = self._sheet.rows[index.row()]
        text = self.text(index.row(), index.column())
        if index.column() == self.day_count():
            return f"{line.student}, {_('Total')}: {text or 0}"
        said = _(_NAMES[ABSENCES[text]]) if text in ABSENCES else text or _("(empty)")
        day = format_date(self._sheet.days[index.column()].date)
        return f"{line.student}, {day}: {said}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return self._row_head(section, role)
        if section > self.day_count():
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if section == self.day_count():
            return _("Total")
        day = self._sheet.days[section]
        return f"{day.date.day} {_(WEEKDAYS[day.weekday])}"

    def _row_head(self, row: int, role: int) -> object:
        if row >= len(self._sheet.rows):
            return None
        line = self._sheet.rows[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.student
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            dates = f"{format_date(line.starts)} – {format_date(line.ends)}"
            return f"{line.student}, {line.organisation}, {dates}"
        return None


def _bare(text: str) -> str:
    """A copied cell without the decimals of nothing that Excel may show: "6,00" is 6."""
    whole, sign, rest = text.strip().replace(".", ",").partition(",")
    return whole if sign and rest and not rest.strip("0") else text.strip()
