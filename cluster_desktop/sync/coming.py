"""What comes: bundles ready to be applied, what they are asked, what applying them changed."""

from __future__ import annotations

import json
import string
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection

from cluster_desktop.db import journal
from cluster_desktop.i18n import N_
from cluster_desktop.sync import rows, units, wire
from cluster_desktop.sync.units import DELETED, Part
from cluster_desktop.sync.wire import Act, Body, Group, Operation, Stored

LONGEST = 300  # letters of a name or title from outside


class Reader(Protocol):
    """What applying asks of the membership (member.py)."""

    @property
    def device(self) -> str: ...
    @property
    def own_scope(self) -> str: ...
    @property
    def registry(self) -> str: ...

    def college_of(self, scope: str) -> bytes | None: ...
    def is_region_device(self, device: str) -> bool: ...
    def college_of_device(self, device: str) -> bytes | None: ...


@dataclass(frozen=True)
class Come:
    """A bundle ready to be applied."""

    scope: str
    device: str
    seq: int
    body: Body


@dataclass
class Outcome:
    """What applying changed: for the receipt, and for those who show the records."""

    touched: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    actions: list[int] = field(default_factory=list)
    conflicts: int = 0
    merged: set[bytes] = field(default_factory=set)
    parked: int = 0
    erased: list[tuple[str, UUID]] = field(default_factory=list)


class Forbidden(Exception):
    """Its author may not write this: the whole bundle is refused. The text is for people."""


def same(unit: str, one: Sequence[Stored], other: Sequence[Stored]) -> bool:
    """Whether two values say the same: the moment of a deletion is nobody's business."""
    if unit == DELETED:
        return (one[0] is None) == (other[0] is None)
    return tuple(one) == tuple(other)


def only(group: Group, names: Sequence[str]) -> Group:
    places = [group.fields.index(name) for name in names]
    return Group(
        part=group.part, unit=group.unit, fields=tuple(names), records=group.records,
        acts=group.acts, prevs=group.prevs, values=[group.values[n] for n in places],
        olds=[group.olds[n] for n in places] if group.olds else [],
    )  # fmt: skip


def group_of(op: Operation) -> Group:
    """One operation as a group of its own."""
    return Group(
        part=op.part, unit=op.unit, fields=op.fields, records=op.record, acts=[0],
        prevs=[op.prev] if op.unit else [], values=[[value] for value in op.values],
        olds=[[value] for value in op.olds],
    )  # fmt: skip


def pack_kept(act: Act, seen: Mapping[str, int], op: Operation) -> bytes:
    return wire.pack([wire.pack(act), dict(seen), wire.pack_operation(op)])


def unpack_kept(packed: bytes) -> tuple[Act, dict[str, int], Operation]:
    act, seen, operation = wire.unpack(packed)
    stamp, actor, source, title = wire.unpack(act)
    return Act(stamp, actor, source, title), seen, wire.unpack_operation(operation)


def owners(connection: Connection, part: Part, records: Sequence[bytes]) -> dict[bytes, Any]:
    """The colleges of those of the records that are here."""
    found: dict[bytes, Any] = {}
    for start in range(0, len(records), rows.PART):
        some = records[start : start + rows.PART]
        marks = ", ".join("?" * len(some))
        lines = connection.exec_driver_sql(
            f'SELECT id, college_id FROM "{part.entity.name}" WHERE id IN ({marks})', tuple(some)
        )
        for record, college in lines:
            found[bytes(record)] = None if college is None else bytes(college)
    return found


def existing(connection: Connection, entity: str, records: Sequence[bytes]) -> set[bytes]:
    return set(owners(connection, units.parts_of(entity)[0], records))


PLAIN = journal.Said(N_("Changed by another computer"))


def safe_title(title: str) -> str:
    """A title from outside, if this program can say it; else a plain one."""
    plain = PLAIN.stored()
    if not title.startswith('{"m":'):
        return title[:LONGEST]
    try:
        said = json.loads(title)
        found = [place for place in string.Formatter().parse(said["m"]) if place[1] is not None]
        places = {str(name) for _text, name, _spec, _conv in found}
        # Nothing of ours says how wide a place is: that would only be room for mischief.
        if any(spec or conv for _text, _name, spec, conv in found):
            return plain
        if not all(name.isidentifier() for name in places) or not places <= set(said["p"]):
            return plain
        journal.spoken(title)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return plain
    return title if len(title) <= 10 * LONGEST else plain  # half of it could not be read
