"""The lock of closed periods: whatever writes a value of an indicator is asked here first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.entities.membership import PERIODS
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Delete, Insert, Operation, Query

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

GUARDED = frozenset({"kpi_value", "kpi_period"})


def closed_periods(office: Office) -> frozenset[tuple[int, str]]:
    """(year, period) of every closed period."""
    asked = Query("kpi_period", (Condition("closed", "is", True),), columns=("year", "period"))
    return frozenset((row["year"], row["period"]) for row in office.rows(asked))


def named_period(year: int, period: str) -> str:
    """ "Quarter II 2026", or the year alone, in the language spoken now."""
    if period == "year":
        return _("Year {year}").format(year=year)
    return _("{quarter} {year}").format(quarter=_(PERIODS[period]), year=year)


def refuse_locked(office: Office, operations: Sequence[Operation]) -> None:
    """Raises Refusal where one of the operations touches what a closed period holds."""
    touched = [one for one in operations if one.entity in GUARDED]
    closed = closed_periods(office) if touched else frozenset()
    if not closed:
        return
    for one in touched:
        for at in _of(office, one):
            is_lock = one.entity == "kpi_period" and not isinstance(one, Delete)
            if at in closed and not is_lock:
                said = _("{period} is closed. Reopen it first, with a reason.")
                raise Refusal(said.format(period=named_period(*at)))


def _of(office: Office, one: Operation) -> Iterable[tuple[int, str]]:
    """The period a value belongs to, and the one it would be moved into."""
    if not isinstance(one, Insert):
        yield _place(office, one.entity, one.id)
    if not isinstance(one, Delete) and {"year", "period"} & set(one.values):
        old = (0, "") if isinstance(one, Insert) else _place(office, one.entity, one.id)
        yield one.values.get("year", old[0]), one.values.get("period", old[1])


def _place(office: Office, entity: str, record: UUID) -> tuple[int, str]:
    row = office.get(entity, record)
    return row["year"], row["period"]
