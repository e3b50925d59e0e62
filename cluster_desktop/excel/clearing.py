"""Empty cells that clear what we have, where the person says so; by default they change nothing.

Only fields that a column of the file fills and that may be empty are cleared, and only of records
that are there already. What tells a record from others (names, BIN, IIN, numbers) and links to
other records stay. Where another row of the file says something for the same record, that holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from uuid import UUID

from cluster_desktop.entity import catalogue
from cluster_desktop.excel.cells import is_blank
from cluster_desktop.excel.matching import Fate, FieldChange, Proposal, RowState, in_parts
from cluster_desktop.excel.reading import Reading
from cluster_desktop.fields import Value
from cluster_desktop.query import Condition, Query
from cluster_desktop.services.office import Office

_CLEARED = ("text", "long_text", "digits", "phone", "date", "number", "money", "measure")
_KNOWN_BY = ("bin", "iin", "number", "code")

Place = tuple[str, UUID]
"""(entity, record)"""


def cleared(office: Office, reading: Reading, fates: Mapping[int, Fate]) -> dict[int, Fate]:
    """The fates, with the empty cells of rows that meet a record clearing its fields."""
    fields = _fields(reading)
    places = {row: _places(fate, fields) for row, fate in fates.items()}
    wanted: dict[Place, set[str]] = defaultdict(set)
    said: dict[Place, set[str]] = defaultdict(set)
    for row, met in places.items():
        for place in met:
            for name, columns in fields[place[0]].items():
                is_said = not _is_blank(reading, row, columns)
                is_said = is_said or reading.records[row].values.get(f"{place[0]}.{name}") not in (
                    None, "", (),
                )  # fmt: skip
                (said if is_said else wanted)[place].add(name)
    stored = _stored(office, fields, wanted)
    found = dict(fates)
    for row, met in places.items():
        for place in met:
            names = wanted[place] - said[place]
            old = {name: stored.get(place, {}).get(name) for name in names}
            gone = {name: value for name, value in old.items() if value not in (None, "", ())}
            if gone:
                found[row] = _clearing(found[row], place, gone)
                wanted[place] = set()  # the first row that meets the record shows it
    return found


def _fields(reading: Reading) -> dict[str, dict[str, list[int]]]:
    """{entity: {field: the columns that fill it}} of all fields that may be cleared."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for meaning in reading.kind.meanings:
        index = reading.columns.get(meaning.name)
        if index is None:
            continue
        for path in meaning.fields or (meaning.name,):
            entity, _dot, name = path.partition(".")
            if entity in catalogue and _may_be_cleared(entity, name):
                found[entity][name].append(index)
    return found


def _may_be_cleared(entity: str, name: str) -> bool:
    declared = catalogue[entity]
    spec = declared.fields.get(name)
    known_by = (*_KNOWN_BY, *declared.variants(declared.title), declared.title)
    return (
        spec is not None
        and spec.KIND in _CLEARED
        and not spec.required
        and name not in known_by
        and not name.startswith(("name", "full_name"))
    )


def _places(fate: Fate, fields: Mapping[str, object]) -> list[Place]:
    """The records there that the row means, with fields to clear."""
    if fate.state not in (RowState.SAME, RowState.CHANGED):
        return []
    return [
        (each.entity, each.id)
        for each in fate.proposals
        if each.id is not None and not each.is_new and each.entity in fields
    ]


def _is_blank(reading: Reading, row: int, columns: list[int]) -> bool:
    return all(is_blank(reading.cell(row, column)) for column in columns)


def _stored(
    office: Office,
    fields: Mapping[str, Mapping[str, object]],
    wanted: Mapping[Place, set[str]],
) -> dict[Place, Mapping[str, Value]]:
    """What we have in the fields of the records that are met."""
    found: dict[Place, Mapping[str, Value]] = {}
    for entity, ids in _by_entity(wanted):
        for part in in_parts(ids):
            where = (Condition("id", "in", tuple(part)),)
            for row in office.rows(Query(entity, where, columns=tuple(fields[entity]))):
                found[entity, row.id] = row.values
    return found


def _by_entity(places: Mapping[Place, object]) -> Iterator[tuple[str, list[UUID]]]:
    grouped: dict[str, list[UUID]] = defaultdict(list)
    for entity, record in places:
        grouped[entity].append(record)
    yield from grouped.items()


def _clearing(fate: Fate, place: Place, gone: Mapping[str, Value]) -> Fate:
    """The fate with the fields of one of its records emptied."""
    proposals = tuple(
        _emptied(each, gone) if (each.entity, each.id) == place else each for each in fate.proposals
    )
    return Fate(RowState.CHANGED, proposals, fate.findings)


def _emptied(proposal: Proposal, gone: Mapping[str, Value]) -> Proposal:
    changes = tuple(FieldChange(proposal.entity, name, old, None) for name, old in gone.items())
    return proposal._replace(
        values={**proposal.values, **dict.fromkeys(gone)}, changes=(*proposal.changes, *changes)
    )
