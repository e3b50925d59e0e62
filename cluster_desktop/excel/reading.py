"""An import kind, and what a right reading of a sheet by it gives: records with findings.

A kind declares meanings (what a column may say) and one function that looks at records together;
later kinds add a module of their own and a line in kinds.py. Knows no database.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cluster_desktop.entity import catalogue
from cluster_desktop.excel import cells, composed
from cluster_desktop.excel.cells import Around, Reader, is_blank
from cluster_desktop.excel.headings import Guess
from cluster_desktop.excel.reader import Broken, Cell
from cluster_desktop.excel.table import Table, column_letter
from cluster_desktop.rules.findings import Finding

ROW_NUMBER = "row.number"
_TICK = 500  # groups between two looks at Cancel


@dataclass(frozen=True)
class Meaning:
    """What a column may say. `fields` ("organisation.bin") lend it their declared headings and
    are what it fills; `dash_is_value`: «–» is an answer (no), not an empty cell; `refers` is the
    entity whose code is typed, so that it can be chosen from its list; `sums` are values of money,
    which may stand in thousands."""

    name: str
    label: str
    read: Reader | None
    fields: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    dash_is_value: bool = False
    refers: str = ""
    sums: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellFinding:
    """A finding at its place: row of the table, column letter, what stands in the cell.

    Where the table is joined of several sheets, `sheet` and `line` are what Excel shows.
    """

    row: int
    column: str
    meaning: str
    value: str
    finding: Finding
    sheet: str = ""
    line: int = 0
    # Another row of the table that says the same thing, 0 for none.
    same_as: int = 0

    @property
    def severity(self) -> str:
        return self.finding.severity

    @property
    def code(self) -> str:
        return self.finding.code

    @property
    def number(self) -> int:
        """The row as Excel counts it."""
        return self.line or self.row

    @property
    def cell(self) -> str:
        """The address in Excel, with the sheet where there are several."""
        if not self.column:
            return ""
        address = f"{self.column}{self.number}"
        return f"{self.sheet}!{address}" if self.sheet else address


class Record:
    """One data row: `own` is what its cells say, `values` what it means beside the other rows."""

    __slots__ = ("cell_findings", "own", "row", "row_findings", "values")

    def __init__(self, row: int) -> None:
        self.row = row
        self.own: dict[str, object] = {}
        self.values: dict[str, object] = {}
        # Of most rows nothing is found: tuples, since a list of its own takes room though empty.
        self.cell_findings: tuple[CellFinding, ...] = ()
        self.row_findings: tuple[CellFinding, ...] = ()

    @property
    def findings(self) -> list[CellFinding]:
        return [*self.cell_findings, *self.row_findings]

    @property
    def is_wrong(self) -> bool:
        found = self.cell_findings + self.row_findings
        return bool(found) and any(each.finding.severity == "error" for each in found)


@dataclass(frozen=True, eq=False)
class ImportKind:
    """One kind of list. Of each set in `needed` at least one meaning must have a column.

    `group_of` tells which records must be looked at together (`prepare` may look at all before),
    `settle` does it: it fills values and row findings of one group anew. `warn` gives findings of
    the table as a whole; `assumed` are values taken where the table has no such column.
    `many`: all sheets with such lists go in together, beside lists of other kinds that do so too;
    of other kinds one sheet is asked for. `heeds_skips`: a row left out by hand means something
    to the rows settled with it. `subjects` are words that its headings may have or lack, `titles`
    words of the texts above such a table, `foreign` words that speak against it; `joined` are
    meanings that may be divided into columns (a name and its parts). `describe` gives what is
    worth telling of a new record. `counted` are headings of what the program counts by itself.
    """

    name: str
    label: str
    meanings: tuple[Meaning, ...]
    needed: tuple[frozenset[str], ...]
    prepare: Callable[[Reading], None]
    group_of: Callable[[Reading, Record], str]
    settle: Callable[[Reading, Sequence[Record]], None]
    warn: Callable[[Reading], list[CellFinding]]
    assumed: Mapping[str, object] = field(default_factory=dict)
    many: bool = False
    heeds_skips: bool = False
    # Words that its headings may have or lack («студенттің»), and those of its titles.
    subjects: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    # Words of headings and titles of which a list of the kind has none.
    foreign: tuple[str, ...] = ()
    # {meaning: the meanings of the columns that it may be divided into}
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    describe: Callable[[Record], tuple[str, ...]] | None = None
    counted: tuple[str, ...] = ()

    def meaning(self, name: str) -> Meaning:
        return next(each for each in self.meanings if each.name == name)

    def spellings(self) -> dict[str, list[str]]:
        """Known headings of each meaning: the declarations' and the kind's own."""
        found: dict[str, list[str]] = {}
        for meaning in self.meanings:
            texts = list(meaning.headings)
            for path in meaning.fields:
                entity, _dot, name = path.partition(".")
                texts += catalogue[entity].fields[name].headings
            found[meaning.name] = texts
        return found


@dataclass
class Reading:
    """A table read by a kind. `records` by row number, in the order of the sheet."""

    kind: ImportKind
    table: Table
    guesses: Sequence[Guess]
    around: Around
    defaults: dict[str, object] = field(default_factory=dict)
    records: dict[int, Record] = field(default_factory=dict)
    groups: dict[str, dict[int, Record]] = field(default_factory=dict)
    edited: dict[tuple[int, int], str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)
    # Rows of which somebody said: it is the person who has this IIN, under whatever name.
    agreed: set[int] = field(default_factory=set)
    # Called every few milliseconds of work; may raise Cancelled.
    tick: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self.columns = {g.meaning: g.column.index for g in self.guesses if g.meaning}
        self.defaults = {
            name: value for name, value in self.kind.assumed.items() if name not in self.columns
        } | self.defaults
        self.scales = composed.scales_of(self)
        self._keys: dict[int, str] = {}
        self._headings = self.table.sub_headings()
        self._heading_rows = [row for row, _text in self._headings]

    @property
    def meanings(self) -> dict[str, str | None]:
        """{heading: meaning}, None for a column that is not imported."""
        return {guess.column.name: guess.meaning for guess in self.guesses}

    def letter(self, meaning: str) -> str:
        """The column letter of a meaning, empty where the sheet has no such column."""
        index = self.columns.get(meaning)
        if index is None and meaning in self.kind.joined:
            index = self.columns.get(self.kind.joined[meaning][0])
        return "" if index is None else column_letter(index)

    def cell(self, row: int, column: int) -> Cell:
        """What stands in the cell, an edit made here first."""
        edit = self.edited.get((row, column))
        return self.table.cell(row, column) if edit is None else (edit or None)

    def typed(self, row: int, meaning: str) -> str:
        index = self.columns.get(meaning)
        if index is None and meaning in self.kind.joined:
            return composed.joined_text(self, row, self.kind.joined[meaning])
        return "" if index is None else cells.text_of(self.cell(row, index))

    def at(self, record: Record, meaning: str, finding: Finding) -> CellFinding:
        """The finding at the record's cell of that meaning."""
        typed = self.typed(record.row, meaning)
        return self._found(record.row, self.letter(meaning), meaning, typed, finding)

    def _found(
        self, row: int, letter: str, meaning: str, typed: str, finding: Finding
    ) -> CellFinding:
        return CellFinding(row, letter, meaning, typed, finding, *self.table.place(row))

    def context(self, row: int) -> tuple[str, ...]:
        """The texts above the headings of the row's sheet, from above."""
        return tuple(text for _row, text in self.table.part(row).context)

    def sub_heading(self, row: int) -> tuple[int, str]:
        """(row, text) of the sub-heading that the row stands under; the text is empty for none."""
        return self._headings[bisect_right(self._heading_rows, row) - 1]

    def findings(self) -> list[CellFinding]:
        """Of all rows from above, then of the table."""
        rows = [each for record in self.records.values() for each in record.findings]
        return rows + self.kind.warn(self)

    # Reading

    def read_all(self) -> None:
        """Every cell once, column by column: equal cells are read once, which is most of a list."""
        self.records = {row: Record(row) for row in self.table.rows}
        for meaning in self.kind.meanings:
            index = self.columns.get(meaning.name)
            if index is not None and meaning.read is not None:
                self.tick()
                self._read_column(meaning, index)
        if self.scales or self.kind.joined:
            for record in self.records.values():
                composed.complete(self, record)
        self._keys.clear()
        self.groups.clear()
        self.kind.prepare(self)
        for record in self.records.values():
            self._join_group(record)
        for place, group in enumerate(self.groups.values()):
            if place % _TICK == 0:
                self.tick()
            self.kind.settle(self, list(group.values()))

    def _read_column(self, meaning: Meaning, index: int) -> None:
        # By cell and type: 1, 1.0 and True are equal, but not the same cell.
        memory: dict[object, cells.Read] = {"": cells.NOTHING, (type(None), None): cells.NOTHING}
        letter = column_letter(index)
        column_of_cells = self.table.values(index)
        edited = {row: text for (row, column), text in self.edited.items() if column == index}
        if edited:
            column_of_cells = [
                (edited[row] or None) if row in edited else cell
                for row, cell in zip(self.records, column_of_cells, strict=True)
            ]
        for record, cell in zip(self.records.values(), column_of_cells, strict=True):
            key = cell if type(cell) is str else (type(cell), cell)
            read = memory.get(key)
            if read is None:
                read = memory[key] = self._read_cell(meaning, cell)
            values, findings = read
            record.own.update(values)
            if findings:
                typed = cells.text_of(cell)
                record.cell_findings += tuple(
                    self._found(record.row, letter, meaning.name, typed, each) for each in findings
                )

    def _read_cell(self, meaning: Meaning, cell: Cell) -> cells.Read:
        if isinstance(cell, Broken):
            return {}, (cells.broken(cell),)
        if isinstance(cell, str) and cell[:1] in "#E" and cells.is_error_text(cell):
            return {}, (cells.broken(Broken(cell.strip())),)
        if meaning.read is None or (is_blank(cell) and not meaning.dash_is_value):
            return cells.NOTHING
        return meaning.read(cell, self.around)

    def read_again(self, rows: Iterable[int]) -> set[int]:
        """Read the rows anew after an edit; all rows that may mean something else now."""
        touched: set[str] = set()
        for row in rows:
            touched.add(self._leave_group(row))
            record = self.records[row] = Record(row)
            for meaning in self.kind.meanings:
                self._read_one(record, meaning)
            composed.complete(self, record)
            self._keys[row] = ""
        # A row that is told by another row's name may belong elsewhere now.
        self.kind.prepare(self)
        for row, record in self.records.items():
            key = self.kind.group_of(self, record)
            if key != self._keys[row]:
                touched |= {self._leave_group(row), key}
                self._join_group(record)
        changed: set[int] = set()
        for key in touched:
            group = dict(sorted(self.groups.get(key, {}).items()))
            self.groups[key] = group
            self.kind.settle(self, list(group.values()))
            changed.update(group)
        return changed

    def settle_again(self, rows: Iterable[int]) -> set[int]:
        """Weigh the groups of the rows anew, their cells being the same; all rows of them."""
        touched: set[int] = set()
        for key in {self._keys[row] for row in rows}:
            group = self.groups[key]
            self.kind.settle(self, list(group.values()))
            touched.update(group)
        return touched

    def _leave_group(self, row: int) -> str:
        key = self._keys[row]
        self.groups.get(key, {}).pop(row, None)
        return key

    def _read_one(self, record: Record, meaning: Meaning) -> None:
        index = self.columns.get(meaning.name)
        if index is None:
            return
        cell = self.cell(record.row, index)
        if cell is None or cell == "":
            return
        values, findings = self._read_cell(meaning, cell)
        record.own.update(values)
        record.cell_findings += tuple(self.at(record, meaning.name, each) for each in findings)

    def _join_group(self, record: Record) -> str:
        key = self._keys[record.row] = self.kind.group_of(self, record)
        self.groups.setdefault(key, {})[record.row] = record
        return key


def missing(kind: ImportKind, guesses: Sequence[Guess]) -> list[frozenset[str]]:
    """The needed sets of which no column was found."""
    found = with_joined(kind, (guess.meaning for guess in guesses))
    return [wanted for wanted in kind.needed if not wanted & found]


def with_joined(kind: ImportKind, meanings: Iterable[str | None]) -> set[str | None]:
    """The meanings, and those whose parts are there: a surname and a given name are a name."""
    found = set(meanings)
    return found | {whole for whole, parts in kind.joined.items() if found.issuperset(parts[:2])}
