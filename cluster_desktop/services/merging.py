"""Two records that mean one thing become one, and become two again.

The one that goes lies in the bin, and a `merged_record` says which one stands for it; links of
others lead there. What the exchange brings later is settled alike on every computer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from sqlalchemy import Connection

from cluster_desktop.db import merging as links
from cluster_desktop.db.journal import Said, spoken
from cluster_desktop.db.merging import Merged, Moved, Pointer
from cluster_desktop.db.work import Work
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Insert, Ref, Row
from cluster_desktop.rules.merged import in_circles, standing
from cluster_desktop.services.merging_outlook import (
    both,
    pairs_of,
    units_of,
    values_of,
)
from cluster_desktop.services.merging_outlook import may_merge as may_merge
from cluster_desktop.services.merging_outlook import outlook as outlook
from cluster_desktop.services.merging_outlook import proposed as proposed

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# Names of merges are made of what they say, so that two who merge apart make one record.
NAMESPACE = UUID("5d0b6a52-3c1e-5f0e-9a77-1c2f6f0d8e31")
MERGED = N_("Merged: {loser} into {winner}")
SEPARATED = N_("Separated again: {loser} from {winner}")
SETTLED = N_("Links of merged records")
APART = N_("Two different ones: {winner} and {loser}")


@dataclass(frozen=True)
class Pair:
    """Two records that were merged: the one in the bin and the one that stands for it."""

    entity: str
    loser: Ref
    winner: Ref


def merge_id(entity: str, loser: UUID) -> UUID:
    return uuid5(NAMESPACE, f"{entity}/{loser}")


def apart_id(entity: str, one: UUID, other: UUID) -> UUID:
    first, second = sorted((str(one), str(other)))
    return uuid5(NAMESPACE, f"apart/{entity}/{first}/{second}")


def link_id(pointer: Pointer, loser: UUID) -> UUID:
    return uuid5(NAMESPACE, f"link/{pointer.entity}.{pointer.field}/{pointer.record}/{loser}")


# Merging


def merge(
    office: Office, entity: str, winner: UUID, loser: UUID, take: Collection[str] = ()
) -> Changes:
    """One record of two, as one action. Raises Refusal.

    Empty fields of the one that stays are filled; of the fields in `take` both exchange their
    values, so that nothing is lost: the other one lies in the bin with what was not chosen.
    """
    declared = office.entity(entity)
    kept, gone = both(office, declared, winner, loser)
    pairs = pairs_of(declared, kept, gone)
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
        _lead_on(work, entity, {loser: winner})
        for record, values in ((winner, new_kept), (loser, new_gone)):
            if values:
                work.update(entity, record, values)
        work.mark_deleted(entity, [loser], work.now)
        _write(work, [_Fact(merge_id(entity, loser), entity, loser, winner, {})])
        _write(work, _taken(entity, loser, winner, filled, swapped))
        changes = work.changes(spoken(title.stored()))
    return office.tell(changes)


def _exchanged(
    entity: Entity, kept: Row, gone: Row, filled: Collection[str], swapped: Collection[str]
) -> tuple[dict[str, Value], dict[str, Value]]:
    """New values of the one that stays and of the one that goes."""
    of_kept, of_gone = values_of(kept), values_of(gone)
    new_kept: dict[str, Value] = {}
    new_gone: dict[str, Value] = {}
    for unit in units_of(entity):
        if unit[0] in filled or unit[0] in swapped:
            new_kept |= {n: of_gone[n] for n in unit}
        if unit[0] in swapped:
            new_gone |= {n: of_kept[n] for n in unit}
    return new_kept, new_gone


def _refuse_wrong(entity: Entity, kept: Row, new: Mapping[str, Value]) -> None:
    """The record as it would stand has no fault that it does not have now."""
    before = values_of(kept)
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


@dataclass(frozen=True)
class _Fact:
    """One merged_record to be written."""

    id: UUID
    entity: str
    loser: UUID
    winner: UUID
    body: Mapping[str, Any]


def _taken(
    entity: str, loser: UUID, winner: UUID, filled: Collection[str], swapped: Collection[str]
) -> list[_Fact]:
    """What a merge did to fields, a record for each: two who merge apart add theirs together."""
    done = [(name, "filled") for name in filled] + [(name, "swapped") for name in swapped]
    return [
        _Fact(
            uuid5(NAMESPACE, f"field/{entity}/{loser}/{winner}/{name}/{how}"),
            entity,
            loser,
            winner,
            {"field": name, "how": how},
        )
        for name, how in done
    ]


def _write(work: Work, facts: Collection[_Fact]) -> None:
    """Merged records, made or taken out of the bin again. Each belongs to whom the record that it
    names as `winner` belongs, whoever merges."""
    known = links.colleges_of(work.connection, "merged_record", [one.id for one in facts])
    new: dict[UUID | None, list[Insert]] = defaultdict(list)
    named: dict[str, list[UUID]] = defaultdict(list)
    for one in facts:
        named[one.entity].append(one.winner)
    owners = {e: links.colleges_of(work.connection, e, ids) for e, ids in named.items()}
    for one in facts:
        values = {
            "entity": one.entity,
            "loser": str(one.loser),
            "winner": str(one.winner),
            "body": json.dumps(one.body, sort_keys=True),
        }
        if one.id in known:
            work.update("merged_record", one.id, values)
            work.mark_deleted("merged_record", [one.id], None)
        else:
            owner = owners[one.entity].get(one.winner)
            new[owner].append(Insert("merged_record", values, one.id))
    for owner, inserts in new.items():
        work.insert("merged_record", inserts, owner)


def _lead_on(work: Work, entity: str, winners: Mapping[UUID, UUID]) -> None:
    """Links that lead to merged records lead to the ones that stay; each step is written down."""
    ends = standing(winners)
    new: dict[Pointer, UUID | None] = {}
    facts = []
    for pointer, target in links.pointing(work.connection, entity, winners):
        # A record that names the one it is merged with would name itself.
        new[pointer] = None if pointer.record == ends[target] else ends[target]
        at = target
        while at in winners:
            body = {"link": pointer.field, "of": entity, "put": str(winners[at])}
            one = link_id(pointer, at)
            facts.append(_Fact(one, pointer.entity, at, pointer.record, body))
            at = winners[at]
    links.point(work, new)
    _write(work, facts)


def _lead_back(work: Work) -> None:
    """Links that a merge moved return when it does not hold any more, if nobody else has moved
    them since. Moments are those of the merge: everywhere the same."""
    kept = links.kept(work.connection)
    ends = _standing(_in_effect(work.connection))
    due = _returning(kept)
    now = links.targets_of(work.connection, [one.pointer for one, _moment in due])
    new: dict[Pointer, UUID | None] = {}
    left = list(due)
    # A link may have gone a way of several merges: the last step is taken back first.
    while step := next((one for one in left if _leads_there(one[0], now, ends)), None):
        left.remove(step)
        now[step[0].pointer] = new[step[0].pointer] = step[0].loser
    links.point(work, new)
    for one, moment in due:
        work.mark_deleted("merged_record", [one.id], moment)


def _returning(kept: links.Kept) -> list[tuple[Moved, datetime]]:
    """Moved links whose merge does not hold any more, and since when."""
    ended = {(m.entity, m.loser): m.ended for m in kept.merges if m.ended is not None}
    return [(one, ended[one.of, one.loser]) for one in kept.moved if (one.of, one.loser) in ended]


def _leads_there(
    one: Moved, now: Mapping[Pointer, UUID], ends: Mapping[str, Mapping[UUID, UUID]]
) -> bool:
    """Whether the link still leads where the merge left it."""
    put = ends.get(one.of, {}).get(one.put, one.put)
    target = now.get(one.pointer)
    return target in (put, one.put) or (target is None and one.pointer.record == put)


def set_apart(office: Office, entity: str, one: UUID, other: UUID) -> Changes:
    """These two only look alike: they are not listed again. One action."""
    first, second = sorted((one, other), key=str)
    office.get(entity, first), office.get(entity, second)
    title = _said(office, APART, entity, first, second)
    with office.store.action(title, actor=office.actor(), source=office.source) as work:
        name = apart_id(entity, one, other)
        _write(work, [_Fact(name, entity, first, second, {"apart": True})])
        changes = work.changes(spoken(title.stored()))
    return office.tell(changes)


def apart(office: Office, entity: str) -> frozenset[frozenset[UUID]]:
    """Pairs that somebody said are different."""
    with office.store.reading() as connection:
        found = links.kept(connection).apart
    return frozenset(frozenset((one, other)) for name, one, other in found if name == entity)


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
        work.mark_deleted("merged_record", [found.id], work.now)
        work.mark_deleted(entity, [loser], None)
        _give_back(work, catalogue[entity], found)
        _lead_back(work)
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
    taken = [
        one
        for one in links.kept(work.connection).taken
        if (one.entity, one.loser, one.winner) == (found.entity, found.loser, found.winner)
    ]
    done = {(one.field, one.how) for one in taken}
    for one in taken:
        work.mark_deleted("merged_record", [one.id], work.now)
    for unit in units_of(entity):
        same = all(kept[name] == gone[name] for name in unit)
        if (unit[0], "filled") in done and same:
            new_kept |= dict.fromkeys(unit)
        elif (unit[0], "swapped") in done:
            new_kept |= {name: gone[name] for name in unit}
            new_gone |= {name: kept[name] for name in unit}
    for record, values in ((found.winner, new_kept), (found.loser, new_gone)):
        if values:
            work.update(entity.name, record, values)


# Settling


def settle(office: Office) -> Changes | None:
    """After an exchange: links to merged records lead on, circles are broken; None where all is
    well. Again and again it changes nothing more, and two computers apart write the same."""
    college = office.college_id()
    with office.store.reading() as connection:
        if not _is_unsettled(connection, college):
            return None
    title = Said(SETTLED)
    # Nobody asked for it: like what the exchange brings, Ctrl+Z passes it over.
    with office.store.action(title, actor="", source="exchange") as work:
        for one in _not_holding(_in_effect(work.connection), college):
            work.mark_deleted(one.entity, [one.loser], None)
            work.mark_deleted("merged_record", [one.id], one.since)
            for taken in links.kept(work.connection).taken:
                if taken.loser == one.loser:
                    work.mark_deleted("merged_record", [taken.id], one.since)
        _lead_back(work)
        for entity, winners in _winners(_in_effect(work.connection)).items():
            _lead_on(work, entity, winners)
        changes = work.changes(spoken(title.stored()))
    return office.tell(changes)


def _is_unsettled(connection: Connection, college: UUID | None) -> bool:
    every = _in_effect(connection)
    if _not_holding(every, college) or _returning(links.kept(connection)):
        return True
    return any(
        next(links.pointing(connection, entity, winners), None) is not None
        for entity, winners in _winners(every).items()
    )


def _not_holding(every: Collection[Merged], college: UUID | None) -> list[Merged]:
    """Of each circle the merge of the one that stays; and the own college, which is never merged
    away on its own computers."""
    stays = _circles(every)
    return [m for m in every if (m.entity, m.loser) in stays or m.loser == college]


def _in_effect(connection: Connection) -> list[Merged]:
    """Merges that hold: not taken back, and nobody brought the merged record out of the bin."""
    every = [m for m in links.kept(connection).merges if m.is_live]
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
