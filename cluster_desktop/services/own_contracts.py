"""Contracts with one student (college, enterprise, student) beside those of the enterprise.

Such a contract is as good a ground for the student's place as the enterprise's own, and once a
placement names it no proposal and no move within the enterprise may put another in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Condition, Query, Ref, Row
from cluster_desktop.rules.practice import Span
from cluster_desktop.services import board

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

_SIGNED = ("signed", "in_force", "expiring")
_OVER = ("terminated", "cancelled")
_COLUMNS = ("partner_id", "student_id", "kind", "state", "valid_from", "until")


def holding(office: Office, students: Sequence[UUID], span: Span) -> dict[tuple[UUID, UUID], UUID]:
    """By student and enterprise: the signed contract that holds from the first to the last day."""
    where = (
        Condition("student_id", "in", tuple(students)),
        Condition("kind", "in", board.CONTRACTS),
    )
    rows = office.rows(Query("agreement", where, columns=_COLUMNS)) if students else []
    return {
        (row["student_id"].id, row["partner_id"].id): row.id
        for row in sorted(rows, key=lambda row: row.id)
        if row["partner_id"] and _holds(row, span)
    }


def kept(office: Office, placements: Sequence[Row]) -> frozenset[UUID]:
    """Placements whose agreement stays as long as they stay at their enterprise.

    The student's own, signed or not yet; or one of the enterprise that holds to the last day.
    """
    named = {_id(row["agreement_id"]) for row in placements} - {None}
    where = (Condition("id", "in", tuple(named)),)
    there = {row.id: row for row in office.rows(Query("agreement", where, columns=_COLUMNS))}
    return frozenset(
        row.id for row in placements if _suits(row, there.get(_id(row["agreement_id"])))
    )


def _suits(placement: Row, agreement: Row | None) -> bool:
    if agreement is None or _id(agreement["partner_id"]) != _id(placement["organisation_id"]):
        return False
    if agreement["student_id"] is not None:
        same = _id(agreement["student_id"]) == _id(placement["student_id"])
        return same and agreement["state"] not in _OVER
    usual = agreement["kind"] in board.CONTRACTS
    return usual and _holds(agreement, board.span_of(placement))


def _holds(agreement: Row, span: Span) -> bool:
    begins, until = agreement["valid_from"], agreement["until"]
    in_time = (begins is None or begins <= span.starts) and (until is None or until >= span.ends)
    return in_time and agreement["state"] in _SIGNED


def _id(value: Value) -> Value:
    return value.id if isinstance(value, Ref) else value
