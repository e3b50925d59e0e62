"""Records that the rows of a form link to, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.query import Condition, Query, Ref, Row

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Table = Mapping[UUID, Row]


def table(office: Office, entity: str, *columns: str, only: Sequence[UUID] | None = None) -> Table:
    """Records of a kind by id, or `only` these; also those in the bin, since a form says whom a
    living record names, whoever threw that one away."""
    where = () if only is None else (Condition("id", "in", tuple(only)),)
    query = Query(entity, where, columns=columns)
    rows = [*office.rows(query), *office.rows(replace(query, bin=True))]
    return {row.id: row for row in rows}


def linked(link: object, among: Table) -> Row | None:
    """The record that a field names."""
    return among.get(link.id) if isinstance(link, Ref) else None
