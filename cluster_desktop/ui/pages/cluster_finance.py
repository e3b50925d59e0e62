"""Cluster · Finance: source × year with sums that open their lines, the chart, and the lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import N_, _, format_money, format_share
from cluster_desktop.query import Figure
from cluster_desktop.services import finance, passport
from cluster_desktop.services.passport_content import Chart
from cluster_desktop.ui.charts import ChartView
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_lists import ClusterLists
from cluster_desktop.ui.pages.cluster_overview import OverviewTab
from cluster_desktop.ui.pages.figure_link import open_figure
from cluster_desktop.ui.theme import TextRole
from cluster_desktop.ui.widgets import Button, Segmented, TextLabel
from cluster_desktop.ui.work import run

SECTION = 9  # of the passport: funding sources
INSET = 11  # of the words in a flat button, px: headings stand over the numbers


class FinanceTable(QWidget):
    """A row for each source, the sum last; a click on a sum opens its lines."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finance_table")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)

    def fill(self, lines: Sequence[finance.Line]) -> None:
        """Other lines in place of those shown."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        heads = (_("Source"), _("Planned"), _("Confirmed"), _("Spent"), _("Share of the plan, %"))
        for at, head in enumerate(heads):
            label = TextLabel(head, "caption", "muted", self)
            label.setContentsMargins(0, 0, INSET if 0 < at < len(heads) - 1 else 0, 0)
            side = Qt.AlignmentFlag.AlignLeft if not at else Qt.AlignmentFlag.AlignRight
            self._grid.addWidget(label, 0, at, side)
        for row, line in enumerate(lines, start=1):
            self._fill_row(row, line)

    def _fill_row(self, row: int, line: finance.Line) -> None:
        role: TextRole = "body" if line.source else "strong"
        self._grid.addWidget(TextLabel(line.title, role, "text", self), row, 0)
        for at, figure in enumerate(line.sums, start=1):
            self._grid.addWidget(self._number(line, figure), row, at, Qt.AlignmentFlag.AlignRight)
        share = "–" if line.share is None else format_share(line.share)
        label = TextLabel(share, role, "text", self)
        self._grid.addWidget(label, row, len(line.sums) + 1, Qt.AlignmentFlag.AlignRight)

    def _number(self, line: finance.Line, figure: Figure) -> Button:
        told = "–" if figure.value is None else format_money(figure.value)
        button = Button(told, look="flat", dense=True, parent=self)
        button.setObjectName(figure.key)
        button.setAccessibleName(f"{line.title}: {told}")
        button.clicked.connect(lambda _on=False: self.opened.emit(figure))
        return button


class FinanceOverview(QScrollArea):
    """The year's sources and the chart of all years."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._desk = desk
        self._year = desk.office.today().year
        self.years = Segmented(parent=self)
        self.years.setObjectName("choose_year")
        self.years.changed.connect(self._choose)
        self.table = FinanceTable(self)
        self.table.opened.connect(partial(open_figure, desk))
        self.chart = ChartView(self)
        self.chart.setObjectName("finance_chart")
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 4, 16, 8)
        column.setSpacing(12)
        column.addWidget(self.years)
        column.addWidget(self.table)
        column.addWidget(self.chart, 1)
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)

    def _choose(self, year: str) -> None:
        self._year = int(year)
        self.reload()

    def reload(self) -> None:
        """Read sums and chart beside the window."""
        office, year = self._desk.office, self._year

        def read() -> tuple[list[int], tuple[finance.Line, ...], tuple[Chart, ...]]:
            return (
                finance.years(office),
                finance.table(office, year),
                passport.section(office, SECTION).charts,
            )

        run(self, lambda _p: read(), done=self._show, failed=self._desk.fail)

    def _show(self, read: tuple[list[int], tuple[finance.Line, ...], tuple[Chart, ...]]) -> None:
        years, lines, charts = read
        self.years.set_options([(str(year), str(year)) for year in years])
        self.years.set_value(str(self._year))
        self.table.fill(lines)
        self.chart.show_chart(charts[0] if charts else None)


class FinanceLists(ClusterLists):
    """Funding, funds and their entries; chosen by the tab around it."""

    TAB = "finance"
    LISTS: ClassVar[Mapping[str, str]] = {
        "finance_line": "finance_line",
        "fund": "fund",
        "fund_entry": "fund_entry",
    }
    EMPTY: ClassVar[Mapping[str, str]] = {
        "finance_line": N_("No sources of funding yet. The passport needs one with a plan."),
        "fund": N_("No development fund and no endowment yet."),
        "fund_entry": N_("No entries of the funds yet."),
    }


class FinanceTab(OverviewTab):
    """Sources by year and the chart first."""

    BEHIND = FinanceLists

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.overview = FinanceOverview(desk, self)
        self._stack.addWidget(self.overview)
        self.retranslate()

    def overview_title(self) -> str:
        return _("By source")

    def title(self) -> str:
        return _("Finance")

    def help_topic(self) -> str:
        return "plan"

    def head(self) -> tuple[str, ...]:
        return ("new",) if self.is_overview() else self.lists.head()

    def can(self, command: str) -> bool:
        return command == "new" or (not self.is_overview() and self.lists.can(command))

    def run(self, command: str) -> None:
        if self.is_overview() and command == "new":
            self.choose("finance_line")
        if self.is_overview():
            self.overview.reload()
        else:
            self.lists.run(command)

    def panes(self) -> Sequence[QWidget]:
        return (self.chosen, self.overview) if self.is_overview() else self.lists.panes()

    def start_focus(self) -> None:
        if self.is_overview():
            self.chosen.setFocus()
        else:
            self.lists.start_focus()

    def refresh(self) -> None:
        """Others wrote: sums and chart are read anew."""
        self.overview.reload()

    def retranslate(self) -> None:
        super().retranslate()
        self.overview.years.setAccessibleName(_("Year"))
        self.overview.reload()
