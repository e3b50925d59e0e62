"""What a merge of two records would do: which fields differ, what points at the one that goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from cluster_desktop.db import merging as links
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _
from cluster_desktop.query import Ref, Row

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

EMPTY = (None, "", ())


@dataclass(frozen=True)
class FieldPair:
    """One field, or fields that go together, of both records. `filled`: the one that stays has
    nothing there and takes over the other's; `differs`: both have something, a choice."""

    name: str
    label: str
    winner: str
    loser: str
    filled: bool = False
    differs: bool = False


@dataclass(frozen=True)
class Pointing:
    """So many records of a kind will name the one that stays."""

    kind: str
    field: str
    count: int


@dataclass(frozen=True)
class Outlook:
    """What a merge would do, before it is done."""

    entity: str
    winner: Ref
    loser: Ref
    fields: tuple[FieldPair, ...]
    pointing: tuple[Pointing, ...]


def may_merge(entity: Entity) -> bool:
    """Kinds of which one can be there twice, and which are not handed out by the region."""
    return bool(entity.duplicates) and entity.exchange in ("college", "registry")


def proposed(office: Office, entity: str, one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """(the one to stay, the one to go): own college, then more links, more fields, older."""
    with office.store.reading() as connection:
        count = Counter(target for _p, target in links.pointing(connection, entity, (one, other)))
        colleges = {r for r in (one, other) if _is_college(connection, entity, r)}

    def worth(record: UUID) -> tuple[bool, int, int]:
        values = values_of(office.get(entity, record))
        filled = sum(1 for n in catalogue[entity].fields if values[n] not in EMPTY)
        return record in colleges, count[record], filled

    first, second = sorted((one, other))
    return (first, second) if worth(first) >= worth(second) else (second, first)


def outlook(office: Office, entity: str, winner: UUID, loser: UUID) -> Outlook:
    """What merging would change. Raises Refusal where the two cannot be merged."""
    declared = office.entity(entity)
    kept, gone = both(office, declared, winner, loser)
    with office.store.reading() as connection:
        count = Counter(
            (pointer.entity, pointer.field)
            for pointer, _target in links.pointing(connection, entity, (loser,))
        )
    pointing = [
        Pointing(_(catalogue[name].plural), catalogue[name].fields[link].title(), n)
        for (name, link), n in sorted(count.items())
    ]
    titles = Ref(winner, office.title(entity, winner)), Ref(loser, office.title(entity, loser))
    return Outlook(entity, *titles, pairs_of(declared, kept, gone), tuple(pointing))


def both(office: Office, entity: Entity, winner: UUID, loser: UUID) -> tuple[Row, Row]:
    """Both records. Raises Refusal."""
    if not may_merge(entity):
        said = _("{kind}: records of this kind are not merged.")
        raise Refusal(said.format(kind=_(entity.plural)))
    if winner == loser:
        raise Refusal(_("This is one and the same record. Choose two."))
    rows = office.get(entity.name, winner), office.get(entity.name, loser)
    for record in (winner, loser):
        if office.is_in_bin(entity.name, record):
            raise Refusal(_("This record is in the bin. Bring it back first."))
    with office.store.reading() as connection:
        owners = links.colleges_of(connection, entity.name, (winner, loser))
        college = _is_college(connection, entity.name, loser)
    if entity.exchange == "college" and owners[winner] != owners[loser]:
        raise Refusal(
            _(
                "These two belong to different colleges. Each college keeps its own records: let "
                "them agree which one sends the other to the bin."
            )
        )
    if college or (entity.name == "organisation" and loser == office.college_id()):
        raise Refusal(_("This is a college with records of its own. Choose it as the one to stay."))
    return rows


def _is_college(connection: Connection, entity: str, record: UUID) -> bool:
    return entity == "organisation" and links.is_a_college(connection, record)


def values_of(row: Row) -> dict[str, Value]:
    return {n: v.id if isinstance(v, Ref) else v for n, v in row.values.items()}


def units_of(entity: Entity) -> list[tuple[str, ...]]:
    """The fields in declared order, those that go together as one; without this computer's own."""
    found: list[tuple[str, ...]] = []
    for name in entity.fields:
        group = next((g for g in entity.together if name in g), (name,))
        if name not in entity.here and group not in found:
            found.append(group)
    return found


def pairs_of(entity: Entity, kept: Row, gone: Row) -> tuple[FieldPair, ...]:
    found = []
    of_kept, of_gone = values_of(kept), values_of(gone)
    for unit in units_of(entity):
        here, there = [of_kept[n] for n in unit], [of_gone[n] for n in unit]
        is_empty, has_more = _are_empty(here), not _are_empty(there)
        # A record that names the one it is merged with would name itself.
        if (not has_more and is_empty) or kept.id in there or gone.id in here:
            continue
        label = ", ".join(entity.fields[n].title() for n in unit)
        found.append(
            FieldPair(
                unit[0],
                label,
                _shown(entity, kept, unit),
                _shown(entity, gone, unit),
                filled=is_empty and has_more,
                differs=not is_empty and has_more and here != there,
            )
        )
    return tuple(found)


def _are_empty(values: Collection[Value]) -> bool:
    return all(value in EMPTY for value in values)


def _shown(entity: Entity, row: Row, unit: tuple[str, ...]) -> str:
    parts = []
    for name in unit:
        value = row[name]
        parts.append(value.title if isinstance(value, Ref) else entity.fields[name].format(value))
    return " – ".join(part for part in parts if part)
