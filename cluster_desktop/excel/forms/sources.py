"""Where a row of a form comes from: the records behind it, and what it still owes. Knows no form.

A row carries its source as a fact of its own (ROW_SOURCE), which no column ever shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cluster_desktop.query import Condition, Query

ROW_SOURCE = "row.source"


@dataclass(frozen=True, slots=True)
class Fix:
    """The field of a record in which a gap is filled."""

    entity: str
    record: UUID
    field: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What a row owes beyond the needed columns of its form: so many of so many are missing.

    `sentence` says what is missing, in the language of now.
    """

    meaning: str
    sentence: str
    missing: int
    of: int = 1
    query: Query | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class RowSource:
    """The records of a row.

    `key` names the row the same way each time the form is made; `label` is what people call it.
    `records` are its records by kind, the main one first; `query` opens all that a row counts,
    `queries` those of one column.
    """

    key: str
    label: str
    records: Mapping[str, UUID] = field(default_factory=dict)
    query: Query | None = None
    queries: Mapping[str, Query] = field(default_factory=dict)
    owed: tuple[Owed, ...] = ()

    def behind(self, meaning: str) -> Query | None:
        """The records that a cell of this meaning tells of; None where none are known."""
        if meaning in self.queries:
            return self.queries[meaning]
        entity = meaning.partition(".")[0]
        if entity in self.records:
            return only(entity, self.records[entity])
        if self.query is not None:
            return self.query
        return next((only(kind, record) for kind, record in self.records.items()), None)


def of_records(label: str, **records: UUID | None) -> RowSource:
    """The source of a row that lists records, the main one first."""
    known = {kind: record for kind, record in records.items() if record is not None}
    key = " ".join(str(record) for record in list(known.values())[:2])
    return RowSource(key, label, known)


def only(entity: str, record: UUID) -> Query:
    """Exactly this record."""
    return Query(entity, (Condition("id", "is", record),))
