"""Records that may mean one thing: the same number, or the same name with nothing against it.

Looked for after every exchange, since two people enter the same partner or person apart. Nothing is
merged by itself; what somebody called different is not listed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from cluster_desktop.db import duplicates as shared
from cluster_desktop.db import grouping
from cluster_desktop.db.duplicates import Groups, Line
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Alert, Ref
from cluster_desktop.services import merging

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Pair = tuple[UUID, UUID]
# The same person in two colleges is of interest to the region, which reads both.
ACROSS = "iin"
MOST_ALIKE = 40  # records with one name; more are no duplicates but a way of naming


@dataclass(frozen=True)
class Also:
    """What makes an equal name or number mean something: nothing of `against` differs, all of
    `same` is equal."""

    against: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


BY_NUMBER = {  # by kind and field; the other numbers mean one thing by themselves
    ("agreement", "number"): Also(against=("kind", "signed_on"), same=("partner_id",)),
    ("practice_period", "name"): Also(against=("starts", "ends")),
}
BY_NAME = {
    "organisation": Also(against=("bin",)),
    "student": Also(against=("iin", "born")),
    "mentor": Also(against=("iin",), same=("organisation_id",)),
    "teacher": Also(against=("iin",)),
}


@dataclass(frozen=True)
class Possible:
    """Two records that may be one, and the fields that say so. `across`: of two colleges, which
    only they can settle."""

    entity: str
    one: Ref
    other: Ref
    why: tuple[str, ...]
    across: bool = False


def kinds() -> list[Entity]:
    """The kinds of record that are looked through."""
    return [entity for entity in catalogue.all() if merging.may_merge(entity)]


def of(office: Office, entity: str = "") -> list[Possible]:
    """Possible duplicates of one kind or of all, those with equal numbers first."""
    if entity and not merging.may_merge(office.entity(entity)):
        raise Refusal(
            _("{kind}: records of this kind are not merged.").format(
                kind=_(office.entity(entity).plural)
            )
        )
    found: list[Possible] = []
    for declared in kinds():
        if entity in ("", declared.name):
            found += _of_kind(office, declared)
    return found


def count(office: Office, entity: str = "") -> int:
    """How many pairs wait for somebody to look at them."""
    wanted = [one for one in kinds() if entity in ("", one.name)]
    return sum(len(_pairs(office, one)) for one in wanted)


def alert(office: Office) -> Alert | None:
    """The line of Home."""
    n = count(office)
    if not n:
        return None
    return Alert(
        "duplicates",
        "soon",
        n,
        ngettext("possible duplicate", "possible duplicates", n),
        _("first: {which}").format(which=_first(office)),
        None,
        _("Compare…"),
        "duplicates",
    )


def _first(office: Office) -> str:
    """The title of the first record that may be there twice."""
    for declared in kinds():
        for one, _other in _pairs(office, declared):
            return office.title(declared.name, one)
    return ""


def _of_kind(office: Office, entity: Entity) -> list[Possible]:
    pairs = _pairs(office, entity)
    every = [record for pair in pairs for record in pair]
    with office.store.reading() as connection:
        titles = grouping.titles(connection, entity.name, every) if every else {}
    return [
        Possible(
            entity.name,
            Ref(one, titles.get(one, "")),
            Ref(other, titles.get(other, "")),
            tuple(entity.column_title(name) for name in why),
            across,
        )
        for (one, other), (why, across) in pairs.items()
    ]


def _pairs(office: Office, entity: Entity) -> dict[Pair, tuple[tuple[str, ...], bool]]:
    """By pair: the fields that are equal, and whether it belongs to two colleges. Of several
    records alike each stands in as many pairs as are needed to make one of all."""
    different = merging.apart(office, entity.name)
    found: dict[Pair, tuple[tuple[str, ...], bool]] = {}
    with office.store.reading() as connection:
        for name, groups, rule in _groups(connection, entity):
            for lines in _parted(groups, rule):
                for one, other in _chained(entity, name, lines[:MOST_ALIKE], rule):
                    if frozenset((one.id, other.id)) in different:
                        continue
                    pair = (one.id, other.id)
                    why, _across = found.get(pair, ((), False))
                    if name not in why:
                        found[pair] = ((*why, name), _differ(entity, one, other))
    return found


def _groups(connection: Connection, entity: Entity) -> Iterator[tuple[str, Groups, Also]]:
    by_name = BY_NAME.get(entity.name)
    for name in entity.duplicates:
        if name == entity.title and name in entity.pairs():
            continue
        rule = BY_NUMBER.get((entity.name, name), Also())
        more = (*rule.against, *rule.same)
        for column in entity.variants(name):
            yield name, shared.sharing(connection, entity.name, column, more), rule
    if by_name is None:
        return
    more = (*by_name.against, *by_name.same)
    if entity.title in entity.pairs():
        yield entity.title, shared.sharing_name(connection, entity.name, more), by_name
    else:
        column = f"{entity.title}_sort"
        yield entity.title, shared.sharing(connection, entity.name, column, more), by_name


def _parted(groups: Groups, rule: Also) -> Iterator[list[Line]]:
    """Records that also agree in all of `same`."""
    for lines in groups.values():
        parts: dict[tuple[Value, ...], list[Line]] = defaultdict(list)
        for line in lines:
            parts[line.values[len(rule.against) :]].append(line)
        yield from parts.values()


def _chained(
    entity: Entity, name: str, lines: Sequence[Line], rule: Also
) -> Iterator[tuple[Line, Line]]:
    """Pairs of the lines that may be one, without those that follow from others."""
    of = {line.id: line.id for line in lines}
    for one, other in combinations(lines, 2):
        if of[one.id] == of[other.id] or not _may_be_one(entity, name, one, other, rule):
            continue
        old, new = of[other.id], of[one.id]
        of = {record: new if group == old else group for record, group in of.items()}
        yield one, other


def _may_be_one(entity: Entity, name: str, one: Line, other: Line, rule: Also) -> bool:
    if name != ACROSS and _differ(entity, one, other):
        return False
    against = zip(one.values, other.values, strict=True)
    return not any(
        mine and theirs and mine != theirs for mine, theirs in islice(against, len(rule.against))
    )


def _differ(entity: Entity, one: Line, other: Line) -> bool:
    return entity.exchange == "college" and one.college != other.college
