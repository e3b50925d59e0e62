"""Rows of one entity for a table view: read by pages from the office, sorted and filtered there.

Keeps row numbers (8 bytes a record) and the last pages; never a whole table of values. Writes go to
the office; what changed comes back through `refresh`.
"""

from __future__ import annotations

import time
from array import array
from collections import OrderedDict
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from cluster_desktop import fields
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.fields import Field, Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Listing, Query, Ref, Row
from cluster_desktop.services.office import Office
from cluster_desktop.ui import looks, work

Index = QModelIndex | QPersistentModelIndex
VALUE_ROLE = Qt.ItemDataRole.UserRole
ID_ROLE = Qt.ItemDataRole.UserRole + 1
PILL_ROLE = Qt.ItemDataRole.UserRole + 2

TICK = 0  # the first section holds the ticks
PAGE = 25
_PAGES_KEPT = 96
_QUICKLY_TICKED = 1_000
_BATCH = 500
EMPTY_CELL = "–"
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_AT_RIGHT = (fields.Number, fields.Money, fields.Measure)
TICK_NAME = N_("Ticked")


def _no_keys() -> array[int]:
    return array("q")


def _is(record: UUID) -> Condition:
    return Condition("id", "is", record)


class EntityTableModel(QAbstractTableModel):
    """The records of a query. Section 0 is the tick; then the columns of the query.

    listed: a new listing is there; refused(sentence): an edit was not taken; ticked: ticks changed.
    """

    listed = Signal()
    failed = Signal(object)
    refused = Signal(str)
    ticked = Signal()
    saved = Signal(object)

    def __init__(self, office: Office, entity: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.entity = office.entity(entity)
        self._columns: list[str] = self.standard()
        self._listing = Listing(Query(entity), (), _no_keys())
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._flags: dict[int, Qt.ItemFlag] = {}  # by section; Qt asks for each cell it paints
        self._ticks: dict[int, UUID] = {}
        self._pace = work.Pace(lambda most: office.count(entity, most))
        self._task: work.Task | None = None
        self._query = self._listing.query

    # ---- what is shown ----

    def query(self) -> Query:
        """The query with the shown columns, as Excel and print take it."""
        return replace(self._query, columns=tuple(self._columns))

    def columns(self) -> list[str]:
        return list(self._columns)

    def standard(self) -> list[str]:
        """Columns of the standard view."""
        return self.entity.listed()

    def column_name(self, section: int) -> str:
        return self._columns[section - 1]

    def section_of(self, column: str) -> int:
        """Section of a column, 0 where it is not shown."""
        return self._columns.index(column) + 1 if column in self._columns else 0

    def spec(self, section: int) -> Field:
        return self.entity.spec(self.column_name(section))

    def set_columns(self, columns: list[str]) -> None:
        """Show these columns in this order; names the entity does not have are dropped."""
        known = [name for name in columns if self.entity.has(name)] or self.standard()
        self.beginResetModel()
        self._columns = known
        self._flags.clear()
        self._pages.clear()
        self._listing = replace(self._listing, columns=self._read_columns())
        self.endResetModel()

    def _read_columns(self) -> tuple[str, ...]:
        """Shown columns, the record's title, and what the looks of states need."""
        wanted = [*self._columns, self.entity.title]
        for column in self._columns:
            wanted += looks.needed_by(self.entity.name, column)
        return tuple(dict.fromkeys(wanted))

    def set_query(self, query: Query) -> None:
        """Show the records of another query; ticks are dropped when the filter changes."""
        if (query.where, query.text, query.bin) != (
            self._query.where,
            self._query.text,
            self._query.bin,
        ):
            self._ticks.clear()
            self.ticked.emit()
        self._query = query
        self._flags.clear()
        self.reload()

    def reload(self) -> None:
        """Ask the office again: at once while that is quick, in a worker otherwise."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        asked = replace(self._query, columns=self._read_columns())
        if self._pace.is_quick():
            try:
                listing = self._pace.timed(lambda: self._office.listing(asked))
            except Trouble as why:
                self.failed.emit(why)
                return
            self._take(listing)
            return
        self._task = work.run(
            self,
            lambda _p: self._pace.timed(lambda: self._office.listing(asked)),
            done=self._take_late,
            failed=self.failed.emit,
        )

    def _take_late(self, listing: Listing) -> None:
        self._task = None
        self._take(listing)

    def _take(self, listing: Listing) -> None:
        same = listing.keys == self._listing.keys and listing.columns == self._listing.columns
        self._pages.clear()
        if same:
            self._listing = listing
            if listing.count:
                last = self.index(listing.count - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self._listing = listing
            if self._ticks:
                here = set(listing.keys)
                self._ticks = {k: v for k, v in self._ticks.items() if k in here}
            self.endResetModel()
        self.listed.emit()

    def refresh(self, changes: Changes) -> None:
        """Follow a write: our entity, or one that our columns link to."""
        linked = {link.to for link in self.entity.links().values()}
        if changes.entities & ({self.entity.name, "setting"} | linked):
            self.reload()

    # ---- rows ----

    def count(self) -> int:
        return self._listing.count

    def row(self, at: int) -> Row | None:
        """The record in that line; None when it went away since the listing was made."""
        page, inside = divmod(at, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._read(page)
        else:
            self._pages.move_to_end(page)
        return rows[inside] if inside < len(rows) else None

    def _read(self, page: int) -> list[Row]:
        """A page, and the next in the same reading: what a screen shows lies in two of them."""
        start, end = page * PAGE, (page + 1) * PAGE
        stop = end if page + 1 in self._pages else end + PAGE
        rows = self._office.page(self._listing, start, stop)
        if len(rows) < min(stop, self.count()) - start:  # some are gone: which, nobody can say
            rows = self._office.page(self._listing, start, end)
        elif len(rows) > PAGE:
            self._pages[page + 1] = rows[PAGE:]
            rows = rows[:PAGE]
        self._pages[page] = rows
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return rows

    def id_at(self, at: int) -> UUID | None:
        row = self.row(at) if 0 <= at < self.count() else None
        return row.id if row is not None else None

    def key_at(self, at: int) -> int | None:
        return self._listing.keys[at] if 0 <= at < self.count() else None

    def line_of_key(self, key: int | None) -> int:
        """Line of a record by its row number, -1 where it is not listed."""
        if key is None:
            return -1
        try:
            return self._listing.keys.index(key)
        except ValueError:
            return -1

    def line_of(self, record: UUID) -> int:
        """Line of a record by id, -1 where it is not listed."""
        found = self._office.listing(
            replace(self._query, where=(*self._query.where, _is(record)), columns=())
        )
        return self.line_of_key(found.keys[0]) if found.count else -1

    # ---- ticks ----

    def ticked_ids(self) -> list[UUID]:
        """Ticked records in the order of the list."""
        if not self._ticks:
            return []
        return [self._ticks[key] for key in self._listing.keys if key in self._ticks]

    def tick_count(self) -> int:
        return len(self._ticks)

    def is_ticked(self, at: int) -> bool:
        return self.key_at(at) in self._ticks

    def tick(self, at: int, on: bool) -> None:
        key, record = self.key_at(at), self.id_at(at)
        if key is None or record is None:
            return
        if on:
            self._ticks[key] = record
        else:
            self._ticks.pop(key, None)
        self.dataChanged.emit(self.index(at, TICK), self.index(at, TICK))
        self.ticked.emit()

    def tick_all(self, on: bool) -> None:
        """Every record of the list, or none."""
        if not on:
            self._set_ticks({})
            return
        listing = replace(self._listing, columns=())
        keys = self._listing.keys

        def ids(progress: work.Progress) -> dict[int, UUID]:
            found: dict[int, UUID] = {}
            for start in range(0, listing.count, _BATCH):
                progress(start, listing.count)
                rows = self._office.page(listing, start, start + _BATCH)
                found.update(zip(keys[start : start + _BATCH], (r.id for r in rows), strict=False))
                # A short rest, so that the window gets the interpreter between two batches.
                time.sleep(0.001)
            return found

        if self.count() <= _QUICKLY_TICKED:
            self._set_ticks(ids(work.Progress(lambda *_: None)))
        else:
            work.run(self, ids, done=self._set_ticks)

    def _set_ticks(self, ticks: dict[int, UUID]) -> None:
        self._ticks = ticks
        if self.count():
            self.dataChanged.emit(self.index(0, TICK), self.index(self.count() - 1, TICK))
        self.ticked.emit()

    # ---- Qt ----

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._listing.count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= self.count():
            return None
        row = self.row(index.row())
        if row is None:
            return None
        if index.column() == TICK:
            return self._tick_data(index.row(), row, role)
        name = self.column_name(index.column())
        value = row.values.get(name)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell_text(name, value) or EMPTY_CELL
        if role == Qt.ItemDataRole.EditRole:
            return self.cell_text(name, value)
        if role == VALUE_ROLE:
            return value
        if role == ID_ROLE:
            return row.id
        if role == PILL_ROLE:
            return looks.pill_of(self.entity.name, name, row.values)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.column(), row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        return None

    def painted(self, at: int, section: int) -> tuple[str, looks.PillLook | None, int]:
        """What a cell's painter needs, in one question: text, look of a state, alignment."""
        row = self.row(at) if at < self.count() else None
        if row is None:
            return "", None, _LEFT.value
        name = self.column_name(section)
        text = self.cell_text(name, row.values.get(name)) or EMPTY_CELL
        pill = looks.pill_of(self.entity.name, name, row.values)
        return text, pill, self._side(section).value

    def _side(self, section: int) -> Qt.AlignmentFlag:
        """Numbers stand at the right, under a heading at the right."""
        right = isinstance(self.spec(section), _AT_RIGHT)
        return _RIGHT if right else _LEFT

    def cell_text(self, name: str, value: Value) -> str:
        """What a cell shows; of a link the other record's name."""
        if isinstance(value, Ref):
            return value.title
        return self.entity.spec(name).format(value)

    def _tick_data(self, at: int, row: Row, role: int) -> object:
        if role == Qt.ItemDataRole.CheckStateRole:
            on = self.is_ticked(at)
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == ID_ROLE:
            return row.id
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._summary(row)
        return None

    def _summary(self, row: Row) -> str:
        """The record in one line, for screen readers."""
        said = {name: self.cell_text(name, row.values.get(name)) for name in self._columns}
        titled = [f"{self.entity.column_title(n)}: {text}" for n, text in said.items() if text]
        return ", ".join(titled)

    def _spoken(self, section: int, row: Row) -> str:
        if section == 1:
            return self._summary(row)
        name = self.column_name(section)
        text = self.cell_text(name, row.values.get(name)) or _(fields.SHOWN_EMPTY)
        return f"{self.entity.column_title(name)}: {text}"

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if section == TICK:
            return _(TICK_NAME) if role == Qt.ItemDataRole.AccessibleTextRole else None
        if section > len(self._columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.entity.column_title(self.column_name(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        section = index.column()
        if section < 0:
            return Qt.ItemFlag.NoItemFlags
        if section not in self._flags:
            self._flags[section] = self._flags_of(section)
        return self._flags[section]

    def _flags_of(self, section: int) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if section == TICK:
            return base | Qt.ItemFlag.ItemIsUserCheckable
        if self.editable(section):
            return base | Qt.ItemFlag.ItemIsEditable
        return base

    def stored_field(self, section: int) -> str:
        """The stored column behind a section: of a kk/ru pair the one that is shown."""
        return self.entity.variants(self.column_name(section))[0]

    def edited_field(self, section: int) -> Field:
        """The declaration by which a cell is edited."""
        return self.entity.fields[self.stored_field(section)]

    def editable(self, section: int) -> bool:
        if self._query.bin or section == TICK:
            return False
        name = self.stored_field(section)
        spec = self.entity.fields.get(name)
        return spec is not None and spec.inline and not spec.computed

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK:
            self.tick(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        record = self.id_at(index.row())
        if role != Qt.ItemDataRole.EditRole or record is None or not self.editable(index.column()):
            return False
        try:
            changes = self._office.set(
                self.entity.name, record, {self.stored_field(index.column()): value}
            )
        except (Refusal, Trouble) as why:
            self.refused.emit(why.message)
            return False
        self._pages.pop(index.row() // PAGE, None)
        self.dataChanged.emit(index, index)
        self.saved.emit(changes)
        return True
