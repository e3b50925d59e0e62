"""The logical content of a database: every live record with its values. For tests and support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from cluster_desktop.db.base import table_of
from cluster_desktop.entity import catalogue

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office


def logical_dump(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """By entity the live records' ids and field values, ordered by id.

    Two databases with equal dumps show people the same; row numbers, journal and bin may differ.
    """
    found: dict[str, list[tuple[object, ...]]] = {}
    with office.store.reading() as connection:
        for entity in catalogue.all():
            table = table_of(entity.name)
            columns = [table.c[name] for name in ("id", "college_id", *entity.fields, "folded")]
            wanted = select(*columns).where(table.c.deleted_at.is_(None)).order_by(table.c.id)
            found[entity.name] = [tuple(line) for line in connection.execute(wanted)]
    return found
