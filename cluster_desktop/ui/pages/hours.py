"""Practice · Hours: attendance of a month as a grid that behaves like Excel.

`HoursPage(desk, parent)` is a tab of the Practice page, made like its other tabs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _, add_months, language, month_title, ngettext
from cluster_desktop.query import Changes, Condition, Query, Ref
from cluster_desktop.services import board, hours
from cluster_desktop.services.hours import Sheet
from cluster_desktop.services.office import Office
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.hours_grid import HoursGrid
from cluster_desktop.ui.hours_model import Plan
from cluster_desktop.ui.key_hints import KeyHints
from cluster_desktop.ui.listing_parts import ListFrame, SumLine
from cluster_desktop.ui.pages import practice_read
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.theme import font
from cluster_desktop.ui.widgets import IconButton, Rule, TextLabel
from cluster_desktop.ui.widgets_feedback import EmptyAction, EmptyState
from cluster_desktop.ui.work import run

# More cells than this are written in a worker.
AT_ONCE = 40
# A change of one of these may change the rows or the days.
SHOWN = frozenset(
    {"attendance", "placement", "practice_period", "academic_break", "student", "period_group"}
)


@dataclass(frozen=True)
class Wanted:
    """What the grid shall show."""

    period: UUID | None = None
    group: UUID | None = None
    year: int = 0
    month: int = 0


@dataclass(frozen=True)
class Read:
    """A sheet with the choices beside it."""

    wanted: Wanted
    periods: Sequence[Ref]
    groups: Sequence[Ref]
    sheet: Sheet


def read(office: Office, wanted: Wanted) -> Read:
    """The sheet of what is wanted; without a month, that of the period nearest to today."""
    periods = board.open_periods(office)
    if wanted.period not in [None, *(ref.id for ref in periods)]:
        wanted = replace(wanted, period=None)
    if not wanted.month:
        day = _month_of(office, wanted.period)
        wanted = replace(wanted, year=day.year, month=day.month)
    ids = tuple(board.group_ids(office, wanted.period)) if wanted.period is not None else ()
    where = (Condition("id", "in", ids),) if wanted.period is not None else ()
    rows = office.rows(Query("study_group", where, sort=(("name", False),), columns=("name",)))
    groups = [Ref(row.id, str(row["name"])) for row in rows]
    if wanted.group not in [None, *(ref.id for ref in groups)]:
        wanted = replace(wanted, group=None)
    sheet = hours.sheet(office, wanted.period, wanted.year, wanted.month, wanted.group)
    return Read(wanted, periods, groups, sheet)


def period_begun(office: Office, wanted: UUID | None) -> UUID | None:
    """The wanted period while it exists, else the one that has begun last: hours are of the past.

    Before the first one has begun it is the one that comes next.
    """
    periods = board.open_periods(office)
    if wanted is not None and wanted in [ref.id for ref in periods]:
        return wanted
    where = (Condition("starts", "between", (None, office.today())),)
    begun = office.rows(Query("practice_period", where, sort=(("starts", True),)), 1)
    return begun[0].id if begun else practice_read.period_to_show(office, None, periods)


def _month_of(office: Office, period: UUID | None) -> date:
    """Today while the period is on, else its end that is nearer."""
    today = office.today()
    if period is None:
        return today
    row = office.get("practice_period", period)
    span = board.span_of(row)
    return span.starts if today < span.starts else min(today, span.ends)


class HoursPage(Page):
    """Month, period and group above; the grid; sums and keys below."""

    KEY = "practice"
    COMMANDS = frozenset({"refresh"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._wanted = Wanted()
        self._opened = False
        self._stale = False
        self._shows_periods = True
        self._own: set[int] = set()
        self.grid = HoursGrid(self)
        self.grid.wanted.connect(self.write)
        self.grid.refused.connect(desk.refused)
        self.earlier = IconButton("chevron-left", parent=self, dense=True)
        self.later = IconButton("chevron-right", parent=self, dense=True)
        self.earlier.clicked.connect(lambda: self.turn(-1))
        self.later.clicked.connect(lambda: self.turn(1))
        self.month = TextLabel("", "strong", parent=self)
        self.periods = self._picker("hours_period")
        self.groups = self._picker("hours_group")
        self.sums = TextLabel("", "caption", "muted", self, elide=True)
        self.sums.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._nothing = EmptyState(self)
        self.hints = KeyHints(self)
        self._foot = SumLine(self)
        self._foot.put_between(self.hints)
        self._build()
        self.retranslate()

    def _picker(self, name: str) -> QComboBox:
        picker = QComboBox(self)
        picker.setObjectName(name)
        picker.setProperty("dense", True)
        picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        picker.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        picker.activated.connect(lambda _at: self._on_picked(picker))
        return picker

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 4, 0, 4)
        head.setSpacing(8)
        for widget in (self.earlier, self.month, self.later):
            head.addWidget(widget)
        head.addSpacing(8)
        head.addWidget(self.periods)
        head.addWidget(self.groups)
        head.addWidget(self.sums, 1)
        frame = ListFrame(self)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        self._stack = QStackedWidget(frame)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._nothing)
        inside.addWidget(self._stack, 1)
        inside.addWidget(Rule(frame))
        inside.addWidget(self._foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(frame, 1)

    # ---- the page ----

    def title(self) -> str:
        return _("Hours")

    def help_topic(self) -> str:
        return "hours"

    def open_place(self, place: Place) -> None:
        """First opened, the period that is remembered for all tabs of the page."""
        if self._opened:
            self.reload()
            return
        self._opened = True
        wanted = practice_read.remembered_period(self.desk)

        run(
            self, lambda _p: period_begun(self.office, wanted), done=self.show_period,
            failed=self.desk.fail,
        )  # fmt: skip

    def panes(self) -> Sequence[QWidget]:
        return (self.periods, self.grid)

    def start_focus(self) -> None:
        self.grid.setFocus()

    def run(self, command: str) -> None:
        if command == "refresh":
            self.reload()

    # ---- what is shown ----

    def show_period(self, period: UUID | None) -> None:
        """Another period in its own month; None for all of them."""
        self._opened = True
        self._wanted = replace(self._wanted, period=period, group=None, month=0)
        self.reload()

    def show_month(self, year: int, month: int) -> None:
        self._opened = True
        self._wanted = replace(self._wanted, year=year, month=month)
        self.reload()

    def turn(self, months: int) -> None:
        """To an earlier or a later month."""
        now = self._wanted
        day = add_months(date(now.year, now.month, 1), months) if now.month else None
        if day is not None:
            self.show_month(day.year, day.month)

    def reload(self) -> None:
        wanted = self._wanted
        run(
            self, lambda _p: (wanted, read(self.office, wanted)), done=self._show,
            failed=self.desk.fail,
        )  # fmt: skip

    def _on_picked(self, picker: QComboBox) -> None:
        value = picker.currentData()
        chosen = value if isinstance(value, UUID) else None
        if picker is self.periods:
            if chosen is not None:
                practice_read.remember_period(self.desk, chosen)
            self.show_period(chosen)
        else:
            self._wanted = replace(self._wanted, group=chosen)
            self.reload()

    def _show(self, found: tuple[Wanted, Read]) -> None:
        asked, read_now = found
        if asked != self._wanted:
            return  # something else was asked for meanwhile
        self._wanted = read_now.wanted
        now = read_now.wanted
        self._shows_periods = bool(read_now.periods)
        self._say_nothing()
        _fill(self.periods, _("All periods"), read_now.periods, now.period)
        _fill(self.groups, _("All groups"), read_now.groups, now.group)
        self._say_month()
        self.grid.hours.show_sheet(read_now.sheet, self.office.today())
        self._say_sums()

    def _say_nothing(self) -> None:
        """Why the grid is empty, and the way on."""
        if self._shows_periods:
            board_: EmptyAction = (_("Board"), "practice", lambda: self._go("board"), True)
            self._nothing.set(_("No student is at practice in this month."), (board_,), "clock")
            return
        new: EmptyAction = (_("New period"), "add", lambda: self._go("periods", new=True), True)
        self._nothing.set(_("There is no practice period yet."), (new,), "clock")

    def _go(self, tab: str, *, new: bool = False) -> None:
        self.desk.go.emit(Place("practice", tab=tab, new=new))

    def _say_month(self) -> None:
        now = self._wanted
        if now.month:
            title = month_title(now.year, now.month, language())
            self.month.setText(title[:1].upper() + title[1:])

    def _say_sums(self) -> None:
        rows = self.grid.hours.rowCount()
        self._stack.setCurrentWidget(self.grid if rows else self._nothing)
        worked, marks = self.grid.hours.sums()
        shown = ngettext("{n} student", "{n} students", rows).format(n=rows)
        said = [
            ngettext("Month: {n} hour", "Month: {n} hours", worked).format(n=worked),
            _("absent: {n}").format(n=marks["absent"]),
            _("ill: {n}").format(n=marks["ill"]),
            _("excused: {n}").format(n=marks["excused"]),
        ]
        absent = [word for word, n in zip(said[1:], marks.values(), strict=True) if n]
        self.sums.setText(" · ".join((said[0], *absent)))
        self._foot.set_words(shown, [])

    # ---- writing ----

    def write(self, plan: Plan) -> None:
        """What was typed, pasted or filled, as one action; a large range in a worker."""
        if len(plan) > AT_ONCE:
            self.grid.setEnabled(False)
            run(
                self, lambda _p: (plan, hours.write(self.office, plan)), done=self._written,
                failed=self._failed,
            )  # fmt: skip
            return
        try:
            self._written((plan, hours.write(self.office, plan)))
        except (Refusal, Trouble) as why:
            self.desk.fail(why)

    def _written(self, done: tuple[Plan, Changes]) -> None:
        plan, changes = done
        self.grid.setEnabled(True)
        if changes.action is not None:
            self._own.add(changes.action)
        self.grid.hours.put(plan)
        self._say_sums()
        if len(plan) > 1:
            self.desk.done.emit(changes)
            self.grid.setFocus()

    def _failed(self, why: Exception) -> None:
        self.grid.setEnabled(True)
        self.grid.setFocus()
        self.desk.fail(why)

    def records_changed(self, changes: Changes) -> None:
        if changes.action is not None and changes.action in self._own:
            self._own.discard(changes.action)
        elif self._opened and changes.entities & SHOWN:
            # Nobody waits for a sheet of thousands that is not seen.
            self._stale = not self.isVisible()
            if not self._stale:
                self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()

    # ---- texts ----

    def retranslate(self) -> None:
        self.grid.setAccessibleName(_("Hours of the month"))
        self.periods.setAccessibleName(_("Practice period"))
        self.groups.setAccessibleName(_("Group"))
        self.earlier.set_name(_("Earlier month"))
        self.later.set_name(_("Later month"))
        self.month.setFont(font("strong"))
        self._say_nothing()
        letters = {mark: known[0] for mark, known in hours.LETTERS.items()}
        self.hints.set_hints(
            [
                ("0–24", _("whole hours")),
                (letters["absent"], _("absent")),
                (letters["ill"], _("ill")),
                (letters["excused"], _("excused")),
                (_("Space"), _("full day")),
                ("Ctrl+D", _("fill down")),
                ("Ctrl+R", _("fill right")),
                ("Ctrl+V", _("from Excel")),
            ]
        )
        self._say_month()
        self._say_sums()
        if self._opened:
            self.reload()


def _fill(picker: QComboBox, everything: str, options: Sequence[Ref], value: UUID | None) -> None:
    picker.blockSignals(True)
    picker.clear()
    picker.addItem(everything, None)
    for ref in options:
        picker.addItem(ref.title, ref.id)
    at = next((n for n, ref in enumerate(options, start=1) if ref.id == value), 0)
    picker.setCurrentIndex(at)
    picker.setToolTip(picker.currentText())
    picker.blockSignals(False)
