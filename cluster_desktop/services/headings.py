"""What a record is called where it stands alone: its title, and what tells it from its namesakes.

Numbers of agreements repeat from partner to partner, so the day and the partner stand beside them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.entity import Entity
from cluster_desktop.fields import Choice
from cluster_desktop.i18n import format_date
from cluster_desktop.query import Ref, Row

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

BESIDE = ("signed_on", "partner_id", "organisation_id")


def columns(entity: Entity) -> tuple[str, ...]:
    """The fields that `of_row` reads."""
    return (entity.title, *_beside(entity))


def of_row(entity: Entity, row: Row) -> str:
    """The heading of a record whose `columns` were read."""
    return _joined(_said(entity, entity.title, row), entity, row)


def heading(office: Office, entity: str, record: UUID) -> str:
    """The heading of one record. Raises Refusal where there is none."""
    return _joined(office.title(entity, record), office.entity(entity), office.get(entity, record))


def _joined(title: str, entity: Entity, row: Row) -> str:
    beside = (_said(entity, name, row) for name in _beside(entity))
    return " · ".join([title or "–", *filter(None, beside)])


def _beside(entity: Entity) -> list[str]:
    return [name for name in BESIDE if name in entity.fields and name != entity.title]


def _said(entity: Entity, name: str, row: Row) -> str:
    value = row[name]
    if isinstance(value, Ref):
        return value.title
    if isinstance(value, date):
        return format_date(value)
    spec = entity.spec(name)
    return spec.format(value) if isinstance(spec, Choice) else str(value or "")
