"""Plain words between the office and everybody who asks it: queries, rows, changes. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

from cluster_desktop.fields import Value

Operator = Literal["is", "not", "in", "contains", "empty", "filled", "between", "before", "after"]


class Ref(NamedTuple):
    """A link as a list shows it: the other record's id and its title in the current language."""

    id: UUID
    title: str


@dataclass(frozen=True)
class Condition:
    """One filter. `value` is a plain value; a tuple for in and between (ends included)."""

    field: str
    op: Operator
    value: Value = None


@dataclass(frozen=True)
class Query:
    """Which records, in which order, with which columns.

    `text` is folded and searched in the record's searchable fields; `sort` holds (field,
    descending) pairs; empty `columns` mean the standard view; `bin` shows the bin instead; `on` is
    the day by which computed columns reckon, today where it is None.
    """

    entity: str
    where: tuple[Condition, ...] = ()
    text: str = ""
    sort: tuple[tuple[str, bool], ...] = ()
    columns: tuple[str, ...] = ()
    bin: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its id and the asked-for values by field name (links as Ref)."""

    id: UUID
    values: Mapping[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self.values[name]


@dataclass(frozen=True)
class Listing:
    """The result of a query as row numbers in order: 8 bytes a record, pages are read on demand."""

    query: Query
    columns: tuple[str, ...]
    keys: array[int]

    @property
    def count(self) -> int:
        return len(self.keys)


@dataclass(frozen=True)
class Changes:
    """What a write touched, for those who show it."""

    entities: frozenset[str] = frozenset()
    ids: frozenset[UUID] = frozenset()
    action: int | None = None
    title: str = ""


@dataclass(frozen=True)
class HistoryLine:
    """One changed field of one record; `field` is empty for its creation."""

    moment: datetime
    actor: str
    source: str
    title: str
    action: int
    field: str
    old: Value
    new: Value


@dataclass(frozen=True)
class ActionLine:
    """One thing somebody did."""

    id: int
    moment: datetime
    actor: str
    source: str
    title: str
    entity_counts: Mapping[str, int] = field(default_factory=dict)
    undone: bool = False


@dataclass(frozen=True)
class Hit:
    """One find of the search over everything."""

    entity: str
    id: UUID
    title: str
    subtitle: str = ""


@dataclass(frozen=True)
class Chip:
    """A saved count above a list; `look` is a palette role, `where` what a click filters by.

    `count` is None while nobody has counted yet.
    """

    key: str
    label: str
    count: int | None
    where: tuple[Condition, ...]
    look: str = "neutral"
    icon: str = ""


@dataclass(frozen=True)
class Alert:
    """One line of what needs attention today; its query opens exactly `count` records."""

    key: str
    severity: Literal["bad", "soon", "conflict"]
    count: int
    sentence: str
    reason: str
    query: Query | None
    verb: str = ""
    verb_key: str = ""


Measure = Literal["count", "sum", "mean"]


@dataclass(frozen=True)
class Behind:
    """The records behind a number, and what is made of them: how many, a field's sum or mean."""

    query: Query
    measure: Measure = "count"
    field: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that opens its records. With `base` it is a share of it in percent (one decimal).

    `value` is None where nothing is known: no base, no record to take a mean of.
    """

    key: str
    value: Decimal | None
    behind: Behind
    base: Behind | None = None


# A named tuple: an import makes tens of thousands, and a frozen dataclass costs four times as much.
class Insert(NamedTuple):
    """A new record; its id is chosen beforehand, so that others can link to it."""

    entity: str
    values: Mapping[str, Value]
    id: UUID


@dataclass(frozen=True, slots=True)
class Update:
    """New values of some fields of a record."""

    entity: str
    id: UUID
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Delete:
    """To the bin."""

    entity: str
    id: UUID


Operation = Insert | Update | Delete
