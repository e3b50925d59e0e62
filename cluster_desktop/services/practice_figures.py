"""Figures of practice: who was sent to each offer of places, and the mean mark. Source of form F6.

Sent is who takes a place in the offer, as lists of places count; who interrupted or failed is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import String, and_, case, func, select, type_coerce

from cluster_desktop.db import colleges
from cluster_desktop.db.base import table_of
from cluster_desktop.db.people import GIVEN_UP
from cluster_desktop.rules.practice import Span

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class SlotFigures:
    """Of one offer: students sent, and the mean of their marks to two decimals, half up."""

    sent: int = 0
    average: Decimal | None = None


def of_slots(office: Office, slots: Sequence[UUID]) -> dict[UUID, SlotFigures]:
    """Figures of these offers; an offer without placements is left out."""
    placement = table_of("placement")
    wanted = (
        select(
            placement.c.slot_id,
            func.sum(case((placement.c.state.not_in(GIVEN_UP), 1), else_=0)),
            func.sum(placement.c.grade),
            func.count(placement.c.grade),
        )
        .where(placement.c.deleted_at.is_(None), placement.c.slot_id.in_(slots))
        .group_by(placement.c.slot_id)
    )
    with office.store.reading() as connection:
        rows = connection.execute(wanted).all()
    return {slot: SlotFigures(sent, _mean(marks, count)) for slot, sent, marks, count in rows}


def without_slot(office: Office, span: Span, practice: UUID | None) -> int:
    """Live placements of these days, or of one practice, that name no offer of places."""
    placement = table_of("placement")
    starts, ends = (type_coerce(c, String) for c in (placement.c.starts, placement.c.ends))
    which = (
        placement.c.period_id == practice
        if practice is not None
        else and_(starts <= span.ends.isoformat(), ends >= span.starts.isoformat())
    )
    wanted = select(func.count()).where(
        placement.c.deleted_at.is_(None),
        placement.c.slot_id.is_(None),
        placement.c.state.not_in(GIVEN_UP),
        colleges.among(placement, office.colleges),
        which,
    )
    with office.store.reading() as connection:
        return connection.execute(wanted).scalar_one()


def _mean(marks: int | None, count: int) -> Decimal | None:
    if not count or marks is None:
        return None
    return (Decimal(marks) / count).quantize(_HUNDREDTH, ROUND_HALF_UP)
