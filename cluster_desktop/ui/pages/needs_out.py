"""The balance of needs as a paper. Loads ReportLab: imported when it is printed first."""

from __future__ import annotations

from collections.abc import Sequence

from cluster_desktop.documents.list_paper import ListData
from cluster_desktop.i18n import _, format_date
from cluster_desktop.query import Query
from cluster_desktop.services.needs import Balance, Line, whole
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.needs_table import name_of, signed
from cluster_desktop.ui.pages.list_job import ListJob


class NeedsJob(ListJob):
    """The balance as one paper."""

    def __init__(self, desk: Desk, balance: Balance, about: str) -> None:
        title = _("Labour needs and graduates, {year}").format(year=balance.asked.year)
        super().__init__(desk, Query("labour_need"), title)
        self._balance = balance
        self._about = about

    def data(self) -> ListData:
        """The table with its sums last."""
        rows = [_cells(line, _code(line), name_of(line)) for line in self._balance.lines]
        rows.append(_cells(self._balance.total, "", _("Total")))
        return ListData(
            title=self._title,
            subtitle=self._about,
            headings=(
                _("Code"), _("Speciality"), _("Needed"), _("Ours"), _("Other colleges"),
                _("Difference"),
            ),
            rows=rows,
            day=format_date(self._office.today()),
        )  # fmt: skip


def _code(line: Line) -> str:
    return line.speciality.code if line.speciality else ""


def _cells(line: Line, code: str, name: str) -> Sequence[str]:
    numbers = [str(whole(one)) for one in (line.needed, line.ours, line.others)]
    return (code, name, *numbers, signed(line.gap))
