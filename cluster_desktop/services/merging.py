"""Two records that mean one thing become one, and become two again.

The one that goes lies in the bin, and a `merged_record` says which one stands for it; links of
others lead there. What the exchange brings later is settled alike on every computer.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from sqlalchemy import Connection

from cluster_desktop.db import merging as links
from cluster_desktop.db.journal import Said, spoken
from cluster_desktop.db.merging import Merged, Pointer
from cluster_desktop.db.work import Work
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Insert, Ref, Row
from cluster_desktop.rules.merged import in_circles, standing

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# Names of merges are made of what they say, so that two who merge apart make one record.
NAMESPACE = UUID("5d0b6a52-3c1e-5f0e-9a77-1c2f6f0d8e31")
MERGED = N_("Merged: {loser} into {winner}")
SEPARATED = N_("Separated again: {loser} from {winner}")
SETTLED = N_("Links of merged records")
APART = N_("Two different ones: {winner} and {loser}")
OF_MERGING = (MERGED, SEPARATED, SETTLED)
# Links that are written down by name; of more, other computers know from the history.
MOST_NAMED = 150
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


@dataclass(frozen=True)
class Pair:
    """Two records that were merged: the one in the bin and the one that stands for it."""

    entity: str
    loser: Ref
    winner: Ref


def may_merge(entity: Entity) -> bool:
    """Kinds of which one can be there twice, and which are not handed out by the region."""
    return bool(entity.duplicates) and entity.exchange in ("college", "registry")


def merge_id(entity: str, loser: UUID) -> UUID:
    return uuid5(NAMESPACE, f"{entity}/{loser}")


def apart_id(entity: str, one: UUID, other: UUID) -> UUID:
    first, second = sorted((str(one), str(other)))
    return uuid5(NAMESPACE, f"apart/{entity}/{first}/{second}")


# Before


def proposed(office: Office, entity: str, one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """(the one to stay, the one to go): own college, then more links, more fields, older."""
    with office.store.reading() as connection:
        count = Counter(target for _p, target in links.pointing(connection, entity, (one, other)))
        colleges = {r for r in (one, other) if _is_college(connection, entity, r)}

    def worth(record: UUID) -> tuple[bool, int, int]:
        values = _values(office.get(entity, record))
        filled = sum(1 for n in catalogue[entity].fields if values[n] not in EMPTY)
        return record in colleges, count[record], filled

    first, second = sorted((one, other))
    return (first, second) if worth(first) >= worth(second) else (second, first)


def outlook(office: Office, entity: str, winner: UUID, loser: UUID) -> Outlook:
    """What merging would change. Raises Refusal where the two cannot be merged."""
    declared = office.entity(entity)
    kept, gone = _both(office, declared, winner, loser)
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
    return Outlook(entity, *titles, _pairs(declared, kept, gone), tuple(pointing))


def _both(office: Office, entity: Entity, winner: UUID, loser: UUID) -> tuple[Row, Row]:
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


def _values(row: Row) -> dict[str, Value]:
    return {n: v.id if isinstance(v, Ref) else v for n, v in row.values.items()}


def _units(entity: Entity) -> list[tuple[str, ...]]:
    """The fields in declared order, those that go together as one; without this computer's own."""
    found: list[tuple[str, ...]] = []
    for name in entity.fields:
        group = next((g for g in entity.together if name in g), (name,))
        if name not in entity.here and group not in found:
            found.append(group)
    return found


def _pairs(entity: Entity, kept: Row, gone: Row) -> tuple[FieldPair, ...]:
    found = []
    of_kept, of_gone = _values(kept), _values(gone)
    for unit in _units(entity):
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


# Merging


def merge(
    office: Office, entity: str, winner: UUID, loser: UUID, take: Collection[str] = ()
) -> Changes:
    """One record of two, as one action. Raises Refusal.

    Empty fields of the one that stays are filled; of the fields in `take` both exchange their
    values, so that nothing is lost: the other one lies in the bin with what was not chosen.
    """
    declared = office.entity(entity)
    kept, gone = _both(office, declared, winner, loser)
    pairs = _pairs(declared, kept, gone)
    unknown = set(take) - {pair.name for pair in pairs}
    if unknown:
        said = _("There is nothing to choose here: {fields}.")
        raise Refusal(said.format(fields=", ".join(sorted(unknown))))
    filled = [pair.name for pair in pairs if pair.filled]
    swapped = [pair.name for pair in pairs if pair.differs and pair.name in take]
    new_kept, new_gone = _exchanged(declared, kept, gone, filled, swapped)
    _refuse_wrong(declared, kept, new_kept)
    title = _said(office, MERGED, entity, winner, loser)
    with office.store.action(title, actor=office.actor(), source=office.source) as work:
        moved = dict(links.pointing(work.connection, entity, (loser,)))
        links.point(work, {p: None if p.record == winner else winner for p in moved})
        # A link of the one that stays to the one that goes is empty now: it cannot name itself.
        for record, values in ((winner, new_kept), (loser, new_gone)):
            if values:
                work.update(entity, record, values)
        work.mark_deleted(entity, [loser], work.now)
        body = {"filled": filled, "swapped": swapped, "links": _named(moved)}
        _write(work, merge_id(entity, loser), entity, loser, winner, body)
        changes = work.changes(spoken(title.stored()))
    return office.tell(changes)


def _exchanged(
    entity: Entity, kept: Row, gone: Row, filled: Collection[str], swapped: Collection[str]
) -> tuple[dict[str, Value], dict[str, Value]]:
    """New values of the one that stays and of the one that goes."""
    of_kept, of_gone = _values(kept), _values(gone)
    new_kept: dict[str, Value] = {}
    new_gone: dict[str, Value] = {}
    for unit in _units(entity):
        if unit[0] in filled or unit[0] in swapped:
            new_kept |= {n: of_gone[n] for n in unit}
        if unit[0] in swapped:
            new_gone |= {n: of_kept[n] for n in unit}
    return new_kept, new_gone


def _refuse_wrong(entity: Entity, kept: Row, new: Mapping[str, Value]) -> None:
    """The record as it would stand has no fault that it does not have now."""
    before = _values(kept)
    old = {found.message for found in entity.problems(before)}
    wrong = [
        found
        for found in entity.problems(before | dict(new))
        if found.severity == "error" and found.message not in old
    ]
    if wrong:
        raise Refusal(wrong[0].message, field=wrong[0].field, findings=wrong)


def _said(office: Office, msgid: str, entity: str, winner: UUID, loser: UUID) -> Said:
    titles = {"winner": office.title(entity, winner), "loser": office.title(entity, loser)}
    return Said(msgid, titles)


def _named(moved: Collection[Pointer]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for pointer in sorted(moved)[:MOST_NAMED]:
        found[f"{pointer.entity}.{pointer.field}"].append(pointer.record.hex)
    return dict(found)


def _write(
    work: Work, record: UUID, entity: str, loser: UUID, winner: UUID, body: Mapping[str, Any]
) -> None:
    """The merged_record, made or taken out of the bin again."""
    values = {
        "entity": entity,
        "loser": str(loser),
        "winner": str(winner),
        "body": json.dumps(body, sort_keys=True),
    }
    if links.is_known(work.connection, "merged_record", record):
        work.update("merged_record", record, values)
        work.mark_deleted("merged_record", [record], None)
        return
    # It belongs where the record belongs, whoever merges.
    owner = links.colleges_of(work.connection, entity, (loser,))[loser]
    work.insert("merged_record", [Insert("merged_record", values, record)], owner)


def set_apart(office: Office, entity: str, one: UUID, other: UUID) -> Changes:
    """These two only look alike: they are not listed again. One action."""
    first, second = sorted((one, other), key=str)
    office.get(entity, first), office.get(entity, second)
    title = _said(office, APART, entity, first, second)
    with office.store.action(title, actor=office.actor(), source=office.source) as work:
        _write(work, apart_id(entity, one, other), entity, first, second, {"apart": True})
        changes = work.changes(spoken(title.stored()))
    return office.tell(changes)


def apart(office: Office, entity: str) -> frozenset[frozenset[UUID]]:
    """Pairs that somebody said are different."""
    with office.store.reading() as connection:
        every = links.all_merged(connection)
    return frozenset(
        frozenset((m.loser, m.winner))
        for m in every
        if m.is_live and m.entity == entity and m.body.get("apart")
    )


# Separating


def merged(office: Office) -> list[Pair]:
    """All records that are merged now, by kind."""
    with office.store.reading() as connection:
        found = [m for m in _in_effect(connection) if m.entity in catalogue]
    return [
        Pair(
            m.entity,
            Ref(m.loser, office.title(m.entity, m.loser)),
            Ref(m.winner, office.title(m.entity, m.winner)),
        )
        for m in sorted(found, key=lambda m: (m.entity, m.id))
    ]


def separate(office: Office, entity: str, loser: UUID) -> Changes:
    """Two records of one again, each with its links, as one action. Raises Refusal.

    What was changed by hand since the merge stays as it is.
    """
    with office.store.reading() as connection:
        in_effect = {(m.entity, m.loser): m for m in _in_effect(connection)}
    found = in_effect.get((entity, loser))
    if found is None:
        raise Refusal(_("This record is not merged with another one."))
    title = _said(office, SEPARATED, entity, found.winner, loser)
    with office.store.action(title, actor=office.actor(), source=office.source) as work:
        before = _standing(_in_effect(work.connection))[entity]
        work.mark_deleted("merged_record", [found.id], work.now)
        work.mark_deleted(entity, [loser], None)
        _give_back(work, catalogue[entity], found)
        links.point(work, _leading_back(work.connection, found, before[loser]))
        links.point(work, _misled(work.connection, _standing(_in_effect(work.connection))))
        changes = work.changes(spoken(title.stored()))
    return office.tell(changes)


def _give_back(work: Work, entity: Entity, found: Merged) -> None:
    """Filled fields are empty again, exchanged values go where they were."""
    kept = links.values_of(work.connection, entity.name, found.winner)
    gone = links.values_of(work.connection, entity.name, found.loser)
    if not kept:
        return  # the one that stayed has not been received here
    new_kept: dict[str, Value] = {}
    new_gone: dict[str, Value] = {}
    for unit in _units(entity):
        same = all(kept[name] == gone[name] for name in unit)
        if unit[0] in found.body.get("filled", ()) and same:
            new_kept |= dict.fromkeys(unit)
        elif unit[0] in found.body.get("swapped", ()):
            new_kept |= {name: gone[name] for name in unit}
            new_gone |= {name: kept[name] for name in unit}
    for record, values in ((found.winner, new_kept), (found.loser, new_gone)):
        if values:
            work.update(entity.name, record, values)


def _leading_back(connection: Connection, found: Merged, end: UUID) -> dict[Pointer, UUID | None]:
    """Links that the merge moved and that still lead where it left them."""
    named = [
        Pointer(*links.parts(place), UUID(record))
        for place, records in found.body.get("links", {}).items()
        if links.is_link(place)
        for record in records
    ]
    now = links.targets_of(connection, named)
    own = {p for p in named if p.record == found.winner and p not in now}
    return {p: found.loser for p in named if p in own or now.get(p) == end}


# Settling


def settle(office: Office) -> Changes | None:
    """After an exchange: links to merged records lead on, circles are broken; None where all is
    well. Again and again it changes nothing more, and two computers apart write the same."""
    with office.store.reading() as connection:
        if not _due(connection, office.college_id()).is_anything():
            return None
    title = Said(SETTLED)
    # Nobody asked for it: like what the exchange brings, Ctrl+Z passes it over.
    with office.store.action(title, actor="", source="exchange") as work:
        due = _due(work.connection, office.college_id())
        for entity, record in due.back:
            work.mark_deleted(entity, [record], None)
        for record, moment in due.ended.items():
            work.mark_deleted("merged_record", [record], moment)
        links.point(work, due.links)
        changes = work.changes(spoken(title.stored()))
    return office.tell(changes)


@dataclass(frozen=True)
class _Due:
    back: tuple[tuple[str, UUID], ...]  # out of the bin
    ended: Mapping[
        UUID, datetime | None
    ]  # merges that do not hold: their moment is everywhere the same
    links: Mapping[Pointer, UUID | None]

    def is_anything(self) -> bool:
        return bool(self.back or self.ended or self.links)


def _due(connection: Connection, college: UUID | None) -> _Due:
    every = _in_effect(connection)
    circles = _circles(every)
    # A college is never merged away on its own computers.
    ended = [m for m in every if (m.entity, m.loser) in circles or m.loser == college]
    holding = [m for m in every if m not in ended]
    back = tuple((m.entity, m.loser) for m in ended)
    ends = _standing(holding)
    moved: dict[Pointer, UUID | None] = {}
    for entity, of_entity in ends.items():
        for pointer, target in links.pointing(connection, entity, of_entity):
            end = of_entity[target]
            moved[pointer] = None if pointer.record == end else end
    return _Due(back, {m.id: m.since for m in ended}, _misled(connection, ends) | moved)


def _in_effect(connection: Connection) -> list[Merged]:
    """Merges that hold: not taken back, and nobody brought the merged record out of the bin."""
    every = [m for m in links.all_merged(connection) if m.is_live and not m.body.get("apart")]
    by_entity: dict[str, list[UUID]] = defaultdict(list)
    for one in every:
        by_entity[one.entity].append(one.loser)
    since = {name: links.binned(connection, name, ids) for name, ids in by_entity.items()}
    return [replace(m, since=since[m.entity][m.loser]) for m in every if m.loser in since[m.entity]]


def _winners(every: Collection[Merged]) -> dict[str, dict[UUID, UUID]]:
    found: dict[str, dict[UUID, UUID]] = defaultdict(dict)
    for one in every:
        found[one.entity][one.loser] = one.winner
    return found


def _standing(every: Collection[Merged]) -> dict[str, dict[UUID, UUID]]:
    """By kind: for each merged record the one that stands for it in the end."""
    return {entity: standing(winners) for entity, winners in _winners(every).items()}


def _circles(every: Collection[Merged]) -> frozenset[tuple[str, UUID]]:
    return frozenset(
        (entity, record)
        for entity, winners in _winners(every).items()
        for record in in_circles(winners)
    )


def _misled(
    connection: Connection, ends: Mapping[str, Mapping[UUID, UUID]]
) -> dict[Pointer, UUID | None]:
    """Links that merging moved and that belong elsewhere, since a merge was taken back."""
    origins = links.origins(connection, OF_MERGING)
    now = links.targets_of(connection, origins)
    kinds = links.entity_of(connection, now)
    found: dict[Pointer, UUID | None] = {}
    for pointer, target in now.items():
        origin = origins[pointer]
        end = ends.get(kinds[pointer], {}).get(origin, origin)
        if target != end and pointer.record != end:
            found[pointer] = end
    return found
