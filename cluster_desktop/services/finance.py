"""Money of the cluster by source in a year; every sum opens the lines that it adds up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from cluster_desktop.db.entities.finance import SOURCES
from cluster_desktop.i18n import _
from cluster_desktop.query import Condition, Figure, Query
from cluster_desktop.services import figures
from cluster_desktop.services.figures import ONE_DECIMAL

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

SUMS = ("planned", "confirmed", "spent")


@dataclass(frozen=True, slots=True)
class Line:
    """A source in a year, or ("") all of them: sums in tenge, share of the plan in percent."""

    source: str
    title: str
    sums: tuple[Figure, ...]
    share: Decimal | None


def years(office: Office) -> list[int]:
    """Years with lines of funding, and this one; newest first."""
    there = {int(year) for year in office.counts_by(Query("finance_line"), "year") if year}
    return sorted(there | {office.today().year}, reverse=True)


def table(office: Office, year: int) -> tuple[Line, ...]:
    """A line for each source with money in the year, in the declared order, and their sum last."""
    of_year = (Condition("year", "is", year),)
    there = office.counts_by(Query("finance_line", of_year), "source")
    total = _sums(office, year, "", of_year)
    whole = total[0].value or Decimal(0)
    lines = []
    for source, label in SOURCES.items():
        if there.get(source):
            where = (*of_year, Condition("source", "is", source))
            sums = _sums(office, year, source, where)
            lines.append(Line(source, _(label), sums, _share(sums[0].value, whole)))
    return (*lines, Line("", _("All sources"), total, _share(whole, whole)))


def _sums(
    office: Office, year: int, source: str, where: tuple[Condition, ...]
) -> tuple[Figure, ...]:
    return tuple(
        figures.summed(
            office, f"finance.{year}.{source}.{name}", Query("finance_line", where), name
        )
        for name in SUMS
    )


def _share(part: Decimal | None, whole: Decimal) -> Decimal | None:
    if not whole or part is None:
        return None
    return (part * 100 / whole).quantize(ONE_DECIMAL, ROUND_HALF_UP)
