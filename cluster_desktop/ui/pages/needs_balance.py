"""Labour needs · the balance: need against graduates by speciality, with who stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.excel.needs_sheet import write_balance
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes, Figure, Ref
from cluster_desktop.services import needs
from cluster_desktop.services.needs import Asked, Balance, Behinds, Line
from cluster_desktop.ui.desk import Desk, Place, place_of_record
from cluster_desktop.ui.listing_parts import ListFrame
from cluster_desktop.ui.needs_table import NeedsFoot, NeedsTable
from cluster_desktop.ui.pages.figure_link import open_figure
from cluster_desktop.ui.pages.list_page import NARROW_UNDER, PANEL_NARROW, PANEL_WIDE
from cluster_desktop.ui.pages.needs_panel import NeedsPanel
from cluster_desktop.ui.pages.official_forms import FormsButton
from cluster_desktop.ui.pages.output import FOLDER_KEY, Output
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets import TextLabel
from cluster_desktop.ui.widgets_feedback import EmptyState
from cluster_desktop.ui.work import run

READ_FROM = frozenset(
    {"labour_request", "labour_need", "other_supply", "student", "study_group", "speciality",
     "organisation", "setting", "district", "academic_year"}
)  # fmt: skip


class Legend(QWidget):
    """What the colours of the bars mean."""

    SQUARE = 12

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, words: Sequence[tuple[str, str]]) -> None:
        """(kind of mark, word): ours, others, need, lacks."""
        self._words = list(words)
        self.setAccessibleName(", ".join(word for _kind, word in words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        self.setFont(font("caption"))
        words = sum(self.fontMetrics().horizontalAdvance(word) for _kind, word in self._words)
        return QSize(words + len(self._words) * (self.SQUARE + 22), scaled(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        painter.setFont(font("caption"))
        left, top = 0, (self.height() - self.SQUARE) // 2
        for kind, word in self._words:
            if kind == "need":
                painter.fillRect(left + self.SQUARE // 2 - 1, top, 2, self.SQUARE, c.text)
            elif kind == "lacks":
                painter.setPen(QPen(c.ink("bad"), 1, Qt.PenStyle.DashLine))
                painter.setBrush(c.tint("bad"))
                painter.drawRect(left, top, self.SQUARE - 1, self.SQUARE - 1)
            else:
                colour = c.chart[0] if kind == "ours" else c.chart[5]
                painter.fillRect(left, top, self.SQUARE, self.SQUARE, colour)
            left += self.SQUARE + 6
            painter.setPen(c.text)
            width = painter.fontMetrics().horizontalAdvance(word)
            painter.drawText(
                left, 0, width + 2, self.height(), Qt.AlignmentFlag.AlignVCenter.value, word
            )
            left += width + 16


class Picker(QComboBox):
    """A dense choice whose value is the data of its item."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("dense", True)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(220)

    def fill(self, options: Sequence[tuple[str, object]], value: object) -> None:
        """Other choices; without telling anybody."""
        self.blockSignals(True)
        self.clear()
        for title, data in options:
            self.addItem(title, data)
        values = [data for _title, data in options]
        self.setCurrentIndex(values.index(value) if value in values else 0)
        self.setToolTip(self.currentText())
        self.blockSignals(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, super().minimumSizeHint().height())


class NeedsBalance(Page):
    """Year, source and district above; the table; the panel of the current speciality."""

    KEY = "needs"
    HEAD = ("import", "excel", "print", "new")
    COMMANDS = frozenset({"excel", "print", "refresh"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._year: int | None = None
        self._balance: Balance | None = None
        self._years: list[int] = []
        self._districts: list[Ref] = []
        self._stale = True
        self._panel_wanted = True
        self.output = Output(desk, self)
        self.years = Picker("pick_year", self)
        self.sources = Picker("pick_source", self)
        self.districts = Picker("pick_district", self)
        self.forms = FormsButton(desk, "labour_request", self, period=self._period)
        self.legend = Legend(self)
        self.table = NeedsTable(self)
        self.total = NeedsFoot(self.table, self)
        self.nothing = EmptyState(self)
        self.nothing.hide()
        self.note = TextLabel("", "caption", "muted", self, elide=True)
        self.panel = NeedsPanel(self)
        self.panel.hide()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self._top = top = QHBoxLayout()
        top.setContentsMargins(0, 8, 0, 8)
        top.setSpacing(8)
        for picker in (self.years, self.sources, self.districts):
            top.addWidget(picker)
        top.addWidget(self.forms)
        top.addStretch(1)
        top.addWidget(self.legend)
        frame = ListFrame(self)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.total)
        inside.addWidget(self.nothing, 1)
        self._foot = foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 4)
        foot.addWidget(self.note, 1)
        inside.addLayout(foot)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(frame)
        self.splitter.addWidget(self.panel)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        for picker in (self.years, self.sources, self.districts):
            picker.activated.connect(lambda _at: self._picked())
        self.table.opened.connect(self._open)
        self.total.opened.connect(self._open)
        self.table.chosen.connect(self._chosen)
        self.panel.opened.connect(self._open)
        self.panel.request_wanted.connect(self._open_request)
        self.panel.students_wanted.connect(self._open_students)
        self.panel.print_wanted.connect(lambda: self.run("print"))
        self.panel.closed.connect(self._close_panel)

    def _period(self) -> str | None:
        return None if self._year is None else str(self._year)

    # ---- reading ----

    def asked(self) -> Asked:
        """What is shown."""
        district = self.districts.currentData()
        return Asked(
            self._year or self.office.today().year,
            str(self.sources.currentData() or ""),
            district if isinstance(district, UUID) else None,
        )

    def _picked(self) -> None:
        year = self.years.currentData()
        self._year = year if isinstance(year, int) else self._year
        self.reload()

    def reload(self) -> None:
        """Read the balance anew in a worker."""
        self._stale = False
        asked, year = self.asked(), self._year
        run(self, lambda _p: self._read(asked, year), done=self._show, failed=self.desk.fail)

    def _read(self, asked: Asked, year: int | None) -> tuple[list[int], list[Ref], Balance]:
        if year is None:
            asked = Asked(needs.next_year(self.office), asked.source, asked.district)
        return (
            needs.years(self.office),
            needs.districts(self.office),
            needs.balance(self.office, asked),
        )

    def _show(self, found: tuple[list[int], list[Ref], Balance]) -> None:
        self._years, self._districts, self._balance = found
        self._year = self._balance.asked.year
        self._fill_pickers(self._balance.asked)
        kept = self.panel.speciality()
        self.table.show_balance(self._balance)
        has_rows = bool(self._balance.lines)
        self.table.setVisible(has_rows)
        self.total.setVisible(has_rows)
        self.nothing.setVisible(not has_rows)
        if not has_rows:
            self.panel.hide()
            return
        row = max(0, self.table.needs.row_of(kept)) if kept is not None else 0
        self.table.choose(row)
        self._chosen(self.table.needs.line(row))

    def _fill_pickers(self, asked: Asked) -> None:
        years = sorted({*self._years, asked.year})
        named = [(_("Year {year}").format(year=one), one) for one in years]
        self.years.fill(named, asked.year)
        sources = [(label, key) for key, label in needs.source_names().items()]
        self.sources.fill([(_("All sources"), ""), *sources], asked.source)
        here = [(ref.title, ref.id) for ref in self._districts]
        self.districts.fill([(_("All districts"), None), *here], asked.district)
        self.districts.setVisible(bool(here))

    # ---- the panel ----

    def _chosen(self, line: object) -> None:
        total = self._balance.total if self._balance is not None else None
        if not isinstance(line, Line) or line is total or self._balance is None:
            return
        asked = self._balance.asked
        speciality = line.speciality.id if line.speciality else None
        run(
            self, lambda _p: (line, needs.behind(self.office, asked, speciality)),
            done=self._show_line, failed=self.desk.fail,
        )  # fmt: skip

    def _show_line(self, found: tuple[Line, Behinds]) -> None:
        line, parts = found
        if self._balance is None or line not in self._balance.lines:
            return
        self.panel.show_line(line, parts)
        if self._panel_wanted and not self.panel.isVisible():
            self.panel.show()
            self._share_room()

    def _close_panel(self) -> None:
        self._panel_wanted = False
        self.panel.hide()
        self.table.setFocus()

    def _share_room(self) -> None:
        panel = PANEL_WIDE if self.width() >= NARROW_UNDER else PANEL_NARROW
        self.splitter.setSizes([max(1, self.splitter.width() - panel - 8), panel])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.panel.isVisible():
            self._share_room()
        # A narrow window needs the row above for the choices.
        narrow = self.width() < NARROW_UNDER
        row = self._foot if narrow else self._top
        if row.indexOf(self.legend) < 0:
            row.addWidget(self.legend)
        self.note.setVisible(not narrow)

    # ---- where numbers lead ----

    def _open(self, figure: object) -> None:
        if isinstance(figure, Figure):
            open_figure(self.desk, figure)

    def _open_request(self, request: object) -> None:
        place = place_of_record("labour_request", request) if isinstance(request, UUID) else None
        if place is not None:
            self.desk.go.emit(place)

    def _open_students(self) -> None:
        line = self.panel.line()
        if line is not None:
            open_figure(self.desk, line.ours)

    # ---- the page ----

    def title(self) -> str:
        return _("Labour needs")

    def place(self) -> Place:
        return Place(self.KEY, tab="balance")

    def open_place(self, place: Place) -> None:
        if self._stale:
            self.reload()

    def panes(self) -> Sequence[QWidget]:
        return (self.table, self.panel) if self.panel.isVisible() else (self.table,)

    def start_focus(self) -> None:
        self.table.setFocus()
        if self._panel_wanted is False:
            self._panel_wanted = True

    def run(self, command: str) -> None:
        if command == "refresh":
            self.reload()
        elif command == "print":
            self._print()
        elif command == "excel":
            self._to_excel()

    def _about(self) -> str:
        """What the balance is of, in words."""
        n = len(self._balance.lines) if self._balance is not None else 0
        count = ngettext("{n} speciality", "{n} specialities", n).format(n=n)
        parts = [count, self.sources.currentText()]
        if self.districts.isVisibleTo(self):
            parts.append(self.districts.currentText())
        return " · ".join(parts)

    def _print(self) -> None:
        if self._balance is None or not self._balance.lines:
            self.desk.refused.emit(_("There is nothing to print: no need is entered yet."))
            return
        # Loads ReportLab and the print system: paid by the first print.
        from cluster_desktop.ui.pages.needs_out import NeedsJob
        from cluster_desktop.ui.preview import PrintPreview

        preview = PrintPreview(self.desk)
        preview.options.show_layouts(is_shown=False)
        self.desk.sheet.emit(preview, "right")
        preview.open_job(NeedsJob(self.desk, self._balance, self._about()))

    def _to_excel(self) -> None:
        year = self.asked().year
        name = _("Labour needs and graduates, {year}").format(year=year)
        folder = Path(self.desk.preferences.get(FOLDER_KEY) or Path.home())
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save as Excel"), str(folder / f"{name}.xlsx"), _("Excel workbook (*.xlsx)")
        )
        if chosen:
            self.save_excel(Path(chosen))

    def save_excel(self, path: Path) -> None:
        """Every year from the shown one on that has a need, a sheet each."""
        self.desk.preferences.put(FOLDER_KEY, str(path.parent))
        asked, about = self.asked(), self._about()
        target = path.with_suffix(".xlsx")
        years = [asked.year, *(year for year in self._years if year > asked.year)]

        def write() -> Path:
            found = needs.balances(self.office, years, asked)
            write_balance(target, found, about=about, made_on=self.office.today())
            return target

        run(self, lambda _p: write(), done=self._saved, failed=self.desk.fail)

    def _saved(self, path: Path) -> None:
        said = _("Saved: {file} in {folder}")
        self.desk.said.emit(said.format(file=path.name, folder=path.parent))

    def records_changed(self, changes: Changes) -> None:
        """What is on the screen is read anew now; what is not, when it is shown."""
        if not changes.entities & READ_FROM:
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def retranslate(self) -> None:
        self.years.setAccessibleName(_("Year"))
        self.sources.setAccessibleName(_("Source of requests"))
        self.districts.setAccessibleName(_("District"))
        self.legend.set_words(
            [
                ("ours", _("our graduates")),
                ("others", _("other colleges")),
                ("need", _("needed")),
                ("lacks", _("lacking")),
            ]
        )
        self.note.setText(
            _("Needed: requests for staff and training that are not refused. A number opens its "
              "records.")
        )  # fmt: skip
        self.nothing.set(
            _("No requests yet. Load the form of the akimat or enter an employer's request."),
            [
                (_("Import…"), "import", lambda: self.desk.command.emit("import"), False),
                (_("New request"), "add", lambda: self.desk.command.emit("new"), True),
            ],
            "needs",
        )
        self._fill_pickers(self.asked())
        if self._balance is not None:
            # Names are read in the language of the window.
            self.reload()
        self.forms.retranslate()
        self.table.retranslate()
        self.total.setAccessibleName(_("Total"))
        self.panel.retranslate()
