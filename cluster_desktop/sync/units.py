"""What of a record is exchanged, in which part and in which units.

A *unit* is a field, or fields that go together, with one clock. A record of a kind that everybody
shares has a second *part*, named `organisation@college`, with what each college keeps for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection

from cluster_desktop.db import bulk
from cluster_desktop.db.base import classes
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.fields import YesNo

INNER = "@college"
DELETED = "deleted_at"
OWNER = "college_id"
# Records that speak of another record and go where that one is, whoever made them.
ABOUT_OTHERS = frozenset({"conflict_decision", "merged_record"})
GONE = "deleted_at:"


@dataclass(frozen=True)
class Part:
    """The exchanged columns of a kind of record. `units`: name of a unit → its columns."""

    name: str
    entity: Entity
    units: Mapping[str, tuple[str, ...]]
    columns: tuple[str, ...]
    unit_of: Mapping[str, str]  # column → its unit

    @property
    def is_inner(self) -> bool:
        return self.name.endswith(INNER)


@cache
def parts_of(entity: str) -> tuple[Part, ...]:
    """The parts of a kind of record; none where it is not exchanged."""
    about = catalogue[entity]
    if about.exchange == "local" or not about.journaled:
        return ()
    apart = {*about.inner, *about.here}
    main = [name for name in about.fields if name not in apart]
    found = [_part(entity, about, [*main, OWNER, DELETED])]
    if about.inner:
        found.append(_part(entity + INNER, about, list(about.inner)))
    return tuple(found)


def _part(name: str, about: Entity, columns: list[str]) -> Part:
    units: dict[str, tuple[str, ...]] = {}
    unit_of: dict[str, str] = {}
    for column in columns:
        group = next((g for g in about.together if column in g), (column,))
        units[group[0]] = group
        unit_of[column] = group[0]
    return Part(name, about, units, tuple(columns), unit_of)


@cache
def part(name: str) -> Part | None:
    """The part of that name; None where this version of the program knows no such."""
    entity = name.removesuffix(INNER)
    if entity not in classes:
        return None
    return next((one for one in parts_of(entity) if one.name == name), None)


@cache
def come_with(entity: str) -> dict[str, Any]:
    """What a record that comes from elsewhere has in the fields it does not bring: the defaults,
    but no mark of one's own (a template of another college is not in use here)."""
    about = catalogue[entity]
    stored = bulk.stored_defaults(entity)
    marks = {name: 0 for name in about.inner if isinstance(about.fields[name], YesNo)}
    return {**stored, **marks}


def gone(unit: str, stamp: int, device: str) -> str:
    """The name under which an edit of a unit meets a deletion whose author did not know of it."""
    return f"{GONE}{unit}:{stamp}:{device}"


def parts_of_gone(name: str) -> tuple[str, int, str]:
    """(unit, stamp and computer of the deletion) of such a name."""
    unit, stamp, device = name.removeprefix(GONE).rsplit(":", 2)
    return unit, int(stamp), device


def forget_deletion(connection: Connection, record: bytes, stamp: int, device: str) -> None:
    """Somebody built upon that deletion: what met it is settled."""
    connection.exec_driver_sql(
        "DELETE FROM sync_loser WHERE record = ? AND kind = 'deleted' AND unit LIKE ?",
        (record, f"{GONE}%:{stamp}:{device}"),
    )
