"""Drafts of new records, and the look for a record that is already there. No widgets here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from cluster_desktop.entity import Entity
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Date, Field, Link, Measure, Money, Value
from cluster_desktop.query import Ref
from cluster_desktop.services.office import Office


def kind_of(entity: Entity) -> str:
    """Name under which the one unfinished new record of an entity is kept."""
    return f"new.{entity.name}"


def save(office: Office, entity: Entity, values: Mapping[str, Value]) -> None:
    """Keep the values; a draft that holds nothing beyond the defaults is dropped."""
    defaults = entity.defaults()
    given = {
        name: _packed(value)
        for name, value in values.items()
        if name in entity.fields and value not in (None, "", ()) and value != defaults.get(name)
    }
    if given:
        office.save_draft(kind_of(entity), given)
    else:
        drop(office, entity)


def load(office: Office, entity: Entity) -> dict[str, Value]:
    """Values of the draft, empty where there is none; what no longer fits is left out."""
    kept = office.draft(kind_of(entity)) or {}
    values: dict[str, Value] = {}
    for name, value in kept.items():
        if name in entity.fields:
            try:
                values[name] = _unpacked(entity.fields[name], value)
            except (ValueError, TypeError):
                continue
    return values


def drop(office: Office, entity: Entity) -> None:
    office.drop_draft(kind_of(entity))


def same_record(
    office: Office, entity: Entity, name: str, values: Mapping[str, Value], own: UUID | None
) -> Ref | None:
    """A live record with the same identifier or the same folded name, other than our own."""
    value = values.get(name)
    if not value:
        return None
    by_name = entity.title in entity.pairs() and name in entity.variants(entity.title)
    field = "folded_name" if by_name else name
    try:
        found = office.lookup(entity.name, field, [value])
    except Refusal:
        return None
    for ids in found.values():
        for record in ids:
            if record != own:
                return Ref(record, office.title(entity.name, record))
    return None


def same_records(
    office: Office, entity: Entity, asked: Mapping[str, Value], own: UUID | None
) -> dict[str, Ref]:
    """For each field that names a record already there, that record. Walks all names."""
    found = {name: same_record(office, entity, name, asked, own) for name in asked}
    return {name: ref for name, ref in found.items() if ref is not None}


def _packed(value: Value) -> Value:
    if isinstance(value, Ref):
        return str(value.id)
    if isinstance(value, UUID | date | Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _unpacked(field: Field, value: Value) -> Value:
    if isinstance(field, Date):
        return date.fromisoformat(value)
    if isinstance(field, Link):
        return UUID(value)
    if isinstance(field, Money | Measure):
        return Decimal(value)
    return tuple(value) if isinstance(value, list) else value
