"""What the practice board reads before it is shown: periods, groups, and the board of one period.

Done in a worker. The chosen period is remembered on this computer, for all tabs of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cluster_desktop.query import Condition, Query, Ref
from cluster_desktop.services import board
from cluster_desktop.services.board import Board
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.practice_spots import BoardLayout, spots_of

PERIOD = "practice.period"
# A change of one of these may change what the board shows.
SHOWN = frozenset(
    {"placement", "student", "practice_slot", "practice_period", "period_group", "mentor",
     "agreement", "addendum", "organisation", "study_group", "setting"}
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """All that the board tab needs at one moment."""

    periods: Sequence[Ref]
    groups: Sequence[Ref]
    group: UUID | None
    board: Board | None
    layout: BoardLayout | None = None


def remembered_period(desk: Desk) -> UUID | None:
    """The period that was looked at last on this computer."""
    text = desk.preferences.get(PERIOD)
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def remember_period(desk: Desk, period: UUID) -> None:
    desk.preferences.put(PERIOD, str(period))


def period_to_show(office: Office, wanted: UUID | None, periods: Sequence[Ref]) -> UUID | None:
    """The wanted one while it exists, else the one that is on or comes next, else the newest."""
    known = [ref.id for ref in periods]
    if wanted in known:
        return wanted
    where = (Condition("ends", "between", (office.today(), None)),)
    coming = office.rows(Query("practice_period", where, sort=(("starts", False),)), 1)
    return coming[0].id if coming else next(iter(known), None)


def read(office: Office, wanted: UUID | None, group: UUID | None, room: tuple[int, int]) -> Shown:
    """The board of the wanted period; of another one where that is gone.

    It is laid out here, too, for a `room` of (width, text size in percent).
    """
    periods = board.open_periods(office)
    period = period_to_show(office, wanted, periods)
    if period is None:
        return Shown((), (), None, None)
    ids = tuple(board.group_ids(office, period))
    where = (Condition("id", "in", ids),)
    rows = office.rows(Query("study_group", where, sort=(("name", False),), columns=("name",)))
    groups = [Ref(row.id, row["name"]) for row in rows]
    chosen = group if group in ids else None
    found = board.board(office, period, chosen)
    return Shown(periods, groups, chosen, found, BoardLayout(spots_of(found), *room))
