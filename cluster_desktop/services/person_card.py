"""The personal card: everything that is kept about one person, as plain texts.

For whoever asks what is known of them. Other persons stay out of it: the card of a mentor names no
students, and lines of history say what changed in the person's records, not what else the same
action did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db import erasing
from cluster_desktop.entity import Entity
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Field, Link, Value
from cluster_desktop.i18n import _, format_date, format_moment
from cluster_desktop.query import HistoryLine, Ref, Row
from cluster_desktop.rules.erasure import PERSONS
from cluster_desktop.services.sources import SOURCES

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# What a file's record says of itself only for the program.
_INNER = frozenset({"owner_entity", "owner", "sha256"})


@dataclass(frozen=True)
class Part:
    """A part of the card: its title and (what, value) lines in their order."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Card:
    """Kind and name of the person, the day, the parts."""

    kind: str
    title: str
    day: str
    parts: tuple[Part, ...]


def refuse_others(entity: str) -> None:
    """Raises Refusal for a kind of record that is no person."""
    if entity not in PERSONS:
        said = _("“{kind}” is no kind of person. There are: {known}.")
        raise Refusal(said.format(kind=entity, known=", ".join(PERSONS)))


def card(office: Office, entity: str, person: UUID) -> Card:
    """Everything kept about a person, also in the bin. Raises Refusal for who is no person."""
    refuse_others(entity)
    declared = office.entity(entity)
    own = tuple(_fields(declared, office.get(entity, person), frozenset()))
    with office.store.reading() as connection:
        found = erasing.reach(connection, entity, person).records
        told = {**erasing.naming(connection, entity, person), **found}
    parts = [Part(_(declared.label), own)]
    for name, ids in told.items():
        if name != entity:
            other = office.entity(name)
            lines = [_line(other, office.get(name, one), _hidden(other, entity)) for one in ids]
            parts.append(Part(_(other.plural), tuple(lines)))
    records = [(name, one) for name, ids in found.items() for one in ids]
    parts.append(Part(_("History"), tuple(_history(office, records))))
    title, day = office.title(entity, person), format_date(office.today())
    return Card(_(declared.label), title, day, tuple(parts))


def _hidden(declared: Entity, person: str) -> frozenset[str]:
    """Links that say again whose card it is, and those to students in the card of another."""
    to = (person, "student", "placement")
    return _INNER | {name for name, link in declared.links().items() if link.to in to}


def _fields(declared: Entity, row: Row, hidden: frozenset[str]) -> list[tuple[str, str]]:
    """(label, value) of every field that has a value."""
    return [
        (declared.spec(name).title(), _shown(declared.spec(name), row[name]))
        for name in declared.fields
        if name not in hidden and row[name] not in (None, "", ())
    ]


def _shown(spec: Field, value: Value) -> str:
    return value.title if isinstance(value, Ref) else spec.format(value)


def _line(declared: Entity, row: Row, hidden: frozenset[str]) -> tuple[str, str]:
    """A record in one line: its first field, then the others by name."""
    said = _fields(declared, row, hidden)
    told = _("{field}: {value}")
    return (
        said[0][1] if said else "",
        "; ".join(told.format(field=field, value=value) for field, value in said[1:]),
    )


def _history(office: Office, records: Sequence[tuple[str, UUID]]) -> list[tuple[str, str]]:
    """Who changed what, when and from where; newest first within each record."""
    lines = []
    for entity, record in records:
        declared = office.entity(entity)
        for line in office.history(entity, record):
            source = _(SOURCES.get(line.source, SOURCES["form"]))
            when = f"{format_moment(line.moment)} · {line.actor or '–'} · {source}"
            lines.append((when, _changed(office, declared, line)))
    return lines


def _changed(office: Office, declared: Entity, line: HistoryLine) -> str:
    kind = _(declared.label)
    if not line.field:
        return _("{kind}: made").format(kind=kind)
    if line.field not in declared.fields:
        said = _("{kind}: to the bin") if line.new else _("{kind}: back from the bin")
        return said.format(kind=kind)
    spec = declared.spec(line.field)
    old, new = (_of_history(office, spec, value) or "–" for value in (line.old, line.new))
    said = _("{kind}, {field}: {old} → {new}")
    return said.format(kind=kind, field=spec.title(), old=old, new=new)


def _of_history(office: Office, spec: Field, value: Value) -> str:
    if isinstance(spec, Link) and value is not None:
        return office.title(spec.to, value)
    return spec.format(value)
