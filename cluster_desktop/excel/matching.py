"""What a row of a file would do to the records: words shared by all import kinds. Pure."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from cluster_desktop.entity import catalogue
from cluster_desktop.excel.reading import CellFinding, Reading, Record
from cluster_desktop.fields import Value
from cluster_desktop.i18n import fold
from cluster_desktop.query import Insert, Operation, Ref
from cluster_desktop.services.ids import new_id

MANY = 5_000  # values in one question to the database


class RowState(StrEnum):
    """What will happen to a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"
    SKIPPED = "skipped"


class FieldChange(NamedTuple):
    """One value that an import would replace; `old` is None where there was none."""

    entity: str
    field: str
    old: Value
    new: Value

    @property
    def label(self) -> str:
        return catalogue[self.entity].fields[self.field].title()

    def shown(self) -> tuple[str, str]:
        """Old and new as people read them."""
        spec = catalogue[self.entity].fields[self.field]
        old, new = (
            value.title if isinstance(value, Ref) else spec.format(value)
            for value in (self.old, self.new)
        )
        return old, new


# Named tuples: an import of 10,000 rows makes 40,000 of them, and a frozen dataclass costs five
# times as much to make.
class Proposal(NamedTuple):
    """A record to be made or changed: `values` are written, `changes` show what they replace.

    Without an `id` a new record is meant that nothing else of the plan links to.
    """

    entity: str
    id: UUID | None
    is_new: bool
    values: Mapping[str, Value]
    changes: tuple[FieldChange, ...] = ()

    @property
    def does_something(self) -> bool:
        return self.is_new or bool(self.values)


class Fate(NamedTuple):
    """What a row means for the records, were it taken."""

    state: RowState
    proposals: tuple[Proposal, ...] = ()
    findings: tuple[CellFinding, ...] = ()

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        return tuple(change for proposal in self.proposals for change in proposal.changes)


class Together:
    """New records that several tables of one file mean: one id for a thing, whoever names it first.

    A row that needs such a record proposes it, too: it is written once, by whichever row is taken.
    """

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], UUID] = {}
        self.proposals: dict[tuple[str, str], Proposal] = {}
        # What one table says of a thing that another one counts or names.
        self.told: dict[tuple[str, str], object] = {}

    def id_of(self, entity: str, key: str) -> UUID:
        """The same id for the same new thing as long as the plan lives."""
        return self._ids.setdefault((entity, key), new_id())


class Matcher(Protocol):
    """What an import kind knows of the records already there."""

    def load(self, reading: Reading, records: Iterable[Record]) -> None:
        """Read in bulk what the records may meet."""

    def fates(self, reading: Reading, rows: Iterable[int]) -> dict[int, Fate]:
        """The fate of each row and of all rows that share a group with it."""

    def operations(self, fates: Sequence[Fate]) -> list[Operation]:
        """What to write for the rows taken, in an order that suits bulk writing."""


Same = Callable[[Value, Value], bool]


def same_text(old: Value, new: Value) -> bool:
    """Case, quotes and look-alike letters make no other text."""
    return old == new or fold(str(old or "")) == fold(str(new or ""))


@dataclass
class Differ:
    """Compares wanted values with stored ones; `same` holds the comparisons that are not plain."""

    entity: str
    same: Mapping[str, Same] = field(default_factory=dict)

    def changes(
        self, stored: Mapping[str, Value], wanted: Mapping[str, Value]
    ) -> tuple[FieldChange, ...]:
        found = []
        for name, new in wanted.items():
            old = stored.get(name)
            if old == new or (old in (None, "", ()) and new in (None, "", ())):
                continue
            compare = self.same.get(name, same_text if isinstance(new, str) else None)
            if old not in (None, "") and compare is not None and compare(old, new):
                continue
            found.append(FieldChange(self.entity, name, old, new))
        return tuple(found)


@contextmanager
def many_objects() -> Iterator[None]:
    """No garbage collection over the many objects made inside; they die by reference counting.

    Going over 100,000 live objects again and again costs a sixth of an import, frees nothing, and
    stops the window for a tenth of a second each time, since a collection lets no thread run.
    So they are set aside from later collections as well (gc.freeze).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def each_once(operations: Iterable[Operation]) -> list[Operation]:
    """Without the repeated makings of one record, which several tables may need."""
    made: set[int] = set()  # an id's own hash is Python's work, that of a number is not
    found: list[Operation] = []
    for each in operations:
        if isinstance(each, Insert) and each.id is not None:
            if each.id.int in made:
                continue
            made.add(each.id.int)
        found.append(each)
    return found


Item = TypeVar("Item")


def in_parts(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The items in lists of at most MANY."""
    everything = list(items)
    for start in range(0, len(everything), MANY):
        yield everything[start : start + MANY]
