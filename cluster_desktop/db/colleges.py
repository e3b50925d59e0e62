"""Whose records stand in this database: several colleges' at the regional office, as SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, FromClause, func, or_, select, true, union

from cluster_desktop.db.base import table_of
from cluster_desktop.entity import COLLEGE, catalogue


def there(connection: Connection) -> set[UUID]:
    """Every college that a live record of a college's own kinds belongs to."""
    kinds = [entity.name for entity in catalogue.all() if entity.exchange == "college"]
    asked = []
    for name in kinds:
        table = table_of(name)
        named = table.c[COLLEGE].is_not(None)
        asked.append(select(table.c[COLLEGE]).where(named, table.c.deleted_at.is_(None)))
    return set(connection.execute(union(*asked)).scalars())


def among(table: FromClause, colleges: Sequence[UUID | None] | None) -> ColumnElement[Any]:
    """A record of one of these colleges; None among them stands for records without a college."""
    if colleges is None:
        return true()
    column = table.c[COLLEGE]
    named = column.in_([one for one in colleges if one is not None])
    return or_(named, column.is_(None)) if None in colleges else named


def students_in_several(connection: Connection, colleges: Sequence[UUID]) -> int:
    """Number of IIN that live students of more than one of these colleges have."""
    student = table_of("student")
    several = (
        select(student.c.iin)
        .where(
            student.c.deleted_at.is_(None),
            student.c.iin.is_not(None),
            student.c.iin != "",
            student.c[COLLEGE].in_(colleges),
        )
        .group_by(student.c.iin)
        .having(func.count(student.c[COLLEGE].distinct()) > 1)
    )
    return connection.execute(select(func.count()).select_from(several.subquery())).scalar_one()
