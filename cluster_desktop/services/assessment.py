"""Assessment of a practice by the rubric: points for each criterion give the mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Delete, Insert, Operation, Query, Ref, Update
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.preferences import DEFAULTS

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# From so many percent of the points on: 5, 4, 3; below that 2.
MARKS = "assessment.marks"


@dataclass(frozen=True)
class Criterion:
    """A line of the rubric with the points given, None where none are yet."""

    id: UUID
    name: str
    most: int
    points: int | None


def rubric(office: Office, placement: UUID) -> list[Criterion]:
    """The rubric of the placement's kind of practice, with its points."""
    kind = office.get("placement", placement)["kind"]
    given = _given(office, placement)
    where = (Condition("kind", "in", (kind, None)),)
    rows = office.rows(Query("rubric_criterion", where, columns=("name", "most")))
    return [
        Criterion(row.id, row["name"], row["most"], given[row.id][1] if row.id in given else None)
        for row in rows
    ]


def _given(office: Office, placement: UUID) -> dict[UUID, tuple[UUID, int]]:
    where = (Condition("placement_id", "is", placement),)
    rows = office.rows(Query("assessment_mark", where, columns=("criterion_id", "points")))
    return {
        row["criterion_id"].id: (row.id, row["points"])
        for row in rows
        if isinstance(row["criterion_id"], Ref)
    }


def mark_of(criteria: list[Criterion], bounds: str) -> int | None:
    """5, 4, 3 or 2 by the share of the points; None while a criterion has no points."""
    if not criteria or any(one.points is None for one in criteria):
        return None
    reached = sum(one.points or 0 for one in criteria) * 100
    most = sum(one.most for one in criteria)
    for mark, bound in zip((5, 4, 3), _bounds(bounds), strict=True):
        if reached >= bound * most:
            return mark
    return 2


def _bounds(text: str) -> tuple[int, ...]:
    parts = text.split(",")
    if len(parts) == 3 and all(part.strip().isdigit() for part in parts):
        return tuple(int(part) for part in parts)
    return tuple(int(part) for part in DEFAULTS[MARKS].split(","))


def assess(office: Office, placement: UUID, points: Mapping[UUID, int | None]) -> Changes:
    """Points by criterion; None takes them away. With all given the mark is set. One action.

    Raises Refusal for more points than the criterion has; then nothing is written.
    """
    criteria = rubric(office, placement)
    given = _given(office, placement)
    operations: list[Operation] = []
    for one in criteria:
        if one.id not in points or points[one.id] == one.points:
            continue
        new = points[one.id]
        if new is not None and not 0 <= new <= one.most:
            said = _("{field}: from {least} to {most}, now {value}.")
            raise Refusal(said.format(field=one.name, least=0, most=one.most, value=new))
        old = given.get(one.id)
        if new is None:
            operations += [Delete("assessment_mark", old[0])] if old else []
        elif old is None:
            values = {"placement_id": placement, "criterion_id": one.id, "points": new}
            operations.append(Insert("assessment_mark", values, new_id()))
        else:
            operations.append(Update("assessment_mark", old[0], {"points": new}))
    whole = [
        Criterion(one.id, one.name, one.most, points.get(one.id, one.points)) for one in criteria
    ]
    grade = mark_of(whole, office.setting(MARKS) or "")
    row = office.get("placement", placement)
    if grade is not None and row["grade"] != grade:
        state = "failed" if grade == 2 else "assessed"
        operations.append(Update("placement", placement, {"grade": grade, "state": state}))
    if not operations:
        return Changes()
    title = Said(N_("Assessed: {what}"), {"what": row["student_id"].title})
    return office.apply(title, office.source, operations)
