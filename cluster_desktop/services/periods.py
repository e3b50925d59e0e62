"""Groups of a practice period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.i18n import N_
from cluster_desktop.query import Changes, Insert
from cluster_desktop.services import board
from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office


def add_groups(office: Office, period: UUID, groups: Sequence[UUID]) -> Changes:
    """Let these groups go in the period, as one action; those that go already change nothing."""
    known = set(board.group_ids(office, period))
    new = [group for group in dict.fromkeys(groups) if group not in known]
    if not new:
        return Changes()
    names = ", ".join(office.title("study_group", group) for group in new)
    places = {"period": office.title("practice_period", period), "groups": names}
    title = Said(N_("{period}: groups {groups}"), places)
    operations = [
        Insert("period_group", {"period_id": period, "group_id": group}, new_id()) for group in new
    ]
    return office.apply(title, office.source, operations)
