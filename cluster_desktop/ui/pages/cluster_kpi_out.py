"""The table of indicators as a paper. Loads ReportLab: imported when it is printed first."""

from __future__ import annotations

from collections.abc import Sequence

from cluster_desktop.documents.list_paper import ListData
from cluster_desktop.i18n import _, format_date, ngettext
from cluster_desktop.query import Query
from cluster_desktop.services.kpi import PERIODS, Line
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_kpi_table import base_of, number, percent_of
from cluster_desktop.ui.pages.list_job import ListJob

_WEIGHTS = (2, 9, 4, 5, *((4, 4) * len(PERIODS)), 4)


class KpiJob(ListJob):
    """Plan and fact of a year as one paper."""

    def __init__(self, desk: Desk, lines: Sequence[Line], year: int, about: str) -> None:
        title = _("Indicators of the cluster, {year}").format(year=year)
        super().__init__(desk, Query("kpi"), title)
        self._lines = lines
        self._about = about

    def data(self) -> ListData:
        """Plan and fact of each period side by side; the percent is the year's."""
        n = len(self._lines)
        count = ngettext("{n} indicator", "{n} indicators", n).format(n=n)
        sides = (_("plan"), _("fact"))
        periods = [_("Year") if key == "year" else key for key in ("I", "II", "III", "IV", "year")]
        heads = [f"{period}, {side}" for period in periods for side in sides]
        return ListData(
            title=self._title,
            subtitle=f"{count} · {self._about}",
            headings=(_("No."), _("Indicator"), _("Unit"), _("Base"), *heads, "%"),
            rows=[_cells(line) for line in self._lines],
            weights=_WEIGHTS,
            day=format_date(self._office.today()),
        )


def _cells(line: Line) -> list[str]:
    cells = [str(line.number), line.name.here(), line.unit.here(), base_of(line)]
    for cell in line.cells.values():
        cells += [number(cell.plan), number(cell.fact)]
    return [*cells, percent_of(line.cells["year"])]
