"""Practice · Board: students without a place at the left, enterprises with places at the right.

Reads and shows; what keys, drops and menus mean is told by `practice_verbs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Condition, Query, Ref
from cluster_desktop.services.board import Board
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.pages import practice_read
from cluster_desktop.ui.pages.output import Output
from cluster_desktop.ui.pages.page import Page
from cluster_desktop.ui.pages.practice_cards import CardsView
from cluster_desktop.ui.pages.practice_chosen import Carrier, Chosen
from cluster_desktop.ui.pages.practice_copy import CopySheet
from cluster_desktop.ui.pages.practice_counts import CountsLine, pieces_of
from cluster_desktop.ui.pages.practice_read import Shown
from cluster_desktop.ui.pages.practice_verbs import BoardVerbs
from cluster_desktop.ui.pages.practice_waiting import WaitingPanel
from cluster_desktop.ui.widgets import Button, EmptyState
from cluster_desktop.ui.work import run

LEFT_WIDE, LEFT_NARROW = 290, 250
NARROW_UNDER = 1020
_SOON_MS = 30


class BoardTab(Page):
    """One period at a time."""

    KEY = "practice"
    HEAD = ("import", "excel", "print")
    COMMANDS = frozenset({"import", "excel", "print", "refresh", "find", "new", "related"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._asked = 0
        self._shown = Shown((), (), None, None)
        self._wanted = practice_read.remembered_period(desk)
        self._stale = True
        self._then = ""  # verb that waits for the board to be read
        self.output = Output(desk, self)
        self.chosen = Chosen(self)
        self.carrier = Carrier(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.reload)
        self._build()
        self.verbs = BoardVerbs(desk, self.chosen, self.waiting.list, self.cards, self)
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.period = QComboBox(self)
        self.period.setObjectName("board_period")
        self.group = QComboBox(self)
        self.group.setObjectName("board_group")
        for box in (self.period, self.group):
            box.setProperty("dense", True)
            box.setMaximumWidth(220)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.propose = Button("", icon="check", dense=True, parent=self)
        self.propose.setObjectName("propose")
        self.counts = CountsLine(self)
        head = QHBoxLayout()
        head.setSpacing(8)
        for part in (self.period, self.group, self.propose):
            head.addWidget(part)
        head.addWidget(self.counts, 1)
        self.waiting = WaitingPanel(self.chosen, self.carrier, self)
        self.cards = CardsView(self.chosen, self.carrier, self)
        self._no_bases = EmptyState(self)
        self._right = QStackedWidget(self)
        self._right.addWidget(self.cards)
        self._right.addWidget(self._no_bases)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.waiting)
        self.splitter.addWidget(self._right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self._empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.splitter)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.period.activated.connect(lambda _at: self._choose_period())
        self.group.activated.connect(lambda _at: self.reload())
        self.propose.clicked.connect(self.propose_places)

    # ---- reading ----

    def board(self) -> Board | None:
        """What is shown now."""
        return self._shown.board

    def period_id(self) -> UUID | None:
        return self._shown.board.period.id if self._shown.board is not None else None

    def reload(self) -> None:
        self._asked += 1
        self._stale = False
        number, office, wanted = self._asked, self.office, self._wanted
        data = self.group.currentData()
        group = data if isinstance(data, UUID) else None
        room = self.cards.room()
        run(
            self, lambda _p: practice_read.read(office, wanted, group, room),
            done=lambda shown: self._show(number, shown), failed=self._failed,
        )  # fmt: skip

    def _failed(self, why: Exception) -> None:
        self.desk.fail(why)
        again = (_("Try again"), "exchange", self.reload, True)
        said = _("The list did not open. The data are intact.")
        self._empty.set(said, (again,), "error")
        self._stack.setCurrentWidget(self._empty)

    def _show(self, number: int, shown: Shown) -> None:
        if number != self._asked:
            return  # another period was chosen meanwhile, its board is on the way
        self._shown = shown
        board = shown.board
        self._fill_pickers(shown)
        self.counts.set_pieces(pieces_of(board))
        self.waiting.set_students(board.waiting if board is not None else ())
        self.cards.set_board(board, shown.layout)
        if len(self.chosen.load()):
            waiting = [one.id for one in board.waiting] if board is not None else []
            self.chosen.keep(waiting, self.cards.placements())
        self.propose.setEnabled(board is not None)
        self._show_emptiness()
        then, self._then = self._then, ""
        if then:
            self.act(then)

    def _fill_pickers(self, shown: Shown) -> None:
        for box, refs, chosen in (
            (self.period, shown.periods, self.period_id()),
            (self.group, [None, *shown.groups], shown.group),
        ):
            box.blockSignals(True)
            box.clear()
            for ref in refs:
                box.addItem(ref.title if ref else _("All groups"), ref.id if ref else None)
            ids = [ref.id if ref else None for ref in refs]
            if not refs:
                box.addItem(_("No period"), None)
            box.setCurrentIndex(ids.index(chosen) if chosen in ids else 0)
            box.setEnabled(bool(shown.periods))
            box.blockSignals(False)

    def _choose_period(self) -> None:
        chosen = self.period.currentData()
        if isinstance(chosen, UUID):
            self.show_period(chosen)

    def show_period(self, period: UUID) -> None:
        """Show another period; it is the one of the other tabs, too."""
        self._wanted = period
        practice_read.remember_period(self.desk, period)
        self.chosen.clear()
        self.reload()

    def _show_emptiness(self) -> None:
        board = self._shown.board
        if board is not None and (board.bases or board.waiting):
            self._stack.setCurrentWidget(self.splitter)
            self._right.setCurrentWidget(self.cards if board.bases else self._no_bases)
            self._say_no_bases()
            return
        said = _("No places of practice have been given for this period yet.")
        if not self._shown.periods:
            said = _("There is no practice period yet. Import the students or add a period.")
        actions = [
            (_("Import students"), "import", lambda: self.output.import_into("student"), True),
            (_("Copy the last period…"), "copy", self.copy_period, False),
        ]
        if not self._shown.periods:
            new = (_("New period"), "add", lambda: self._go("periods", new=True), False)
            actions = [actions[0], new]
        self._empty.set(said, actions, "practice")
        self._stack.setCurrentWidget(self._empty)

    def _say_no_bases(self) -> None:
        said = _("No enterprise offers places in this period yet.")
        self._no_bases.set(
            said,
            [
                (_("Add places"), "add", lambda: self._go("slots", new=True), True),
                (_("Import…"), "import", lambda: self.output.import_into(""), False),
                (_("Copy the last period…"), "copy", self.copy_period, False),
            ],
            "partners",
        )

    def _go(self, tab: str, *, new: bool = False) -> None:
        self.desk.go.emit(Place("practice", tab=tab, new=new))

    def propose_places(self) -> None:
        """The best distribution as a trial, in a sheet."""
        period = self.period_id()
        if period is not None:
            # Loads the solver: paid by the first proposal.
            from cluster_desktop.ui.pages.practice_trial import TrialSheet

            self.desk.sheet.emit(TrialSheet(self.desk, period), "right")

    def copy_period(self) -> None:
        """A new period like the one shown."""
        if self._shown.periods:
            sheet = CopySheet(self.desk, self._shown.periods, self.period_id())
            sheet.made.connect(self.show_period)
            self.desk.sheet.emit(sheet, "middle")
        else:
            self.desk.said.emit(_("There is no earlier period to copy."))

    # ---- the page ----

    def title(self) -> str:
        return _("Board")

    def open_place(self, place: Place) -> None:
        wanted = practice_read.remembered_period(self.desk)
        if self._stale or wanted != self._wanted:
            self._wanted = wanted
            self.reload()

    def act(self, verb: str) -> None:
        """Ctrl+K's and the menu's “Propose places…”, from any page."""
        if self._shown.board is None and not self._then:
            self._then = verb
            self.reload()
        elif verb == "propose":
            self.propose_places()

    def records_changed(self, changes: Changes) -> None:
        if not changes.entities & practice_read.SHOWN:
            return
        if self.isVisible():
            self._soon.start()
        else:
            self._stale = True

    def panes(self) -> Sequence[QWidget]:
        if self._stack.currentWidget() is self._empty:
            return (self.period, self._empty)
        return (self.period, self.waiting.list, self._right)

    def start_focus(self) -> None:
        if self.waiting.list.rows.rowCount():
            self.waiting.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.cards.spots.rowCount():
            self.cards.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().start_focus()

    def run(self, command: str) -> None:
        period = self.period_id()
        if command == "refresh":
            self.reload()
        elif command == "import":
            self.output.import_into("")
        elif command == "new":
            self._go("slots", new=True)
        elif command == "find":
            self.verbs.find()
        elif command == "related":
            self.verbs.related()
        elif period is not None:
            self._out(command, period)

    def _out(self, command: str, period: UUID) -> None:
        # Loads the forms and their writer: paid when something is saved or printed.
        from cluster_desktop.ui.pages.practice_out import excel_menu, papers_menu

        at = self.mapToGlobal(QPoint(max(0, self.width() - 360), 0))
        if command == "print":
            papers_menu(self, self.desk, "practice_period", [period], at)
            return
        query = Query("placement", (Condition("period_id", "is", period),))
        name = self._period_name()
        excel_menu(self, self.desk, lambda: self.output.to_excel(query, name), name, at)

    def _period_name(self) -> str:
        refs: Sequence[Ref] = self._shown.periods
        return next((ref.title for ref in refs if ref.id == self.period_id()), "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left = LEFT_WIDE if self.width() >= NARROW_UNDER else LEFT_NARROW
        self.splitter.setSizes([left, max(1, self.splitter.width() - left - 8)])

    def retranslate(self) -> None:
        self.period.setAccessibleName(_("Practice period"))
        self.group.setAccessibleName(_("Group"))
        self.propose.setText(_("Propose places…"))
        self.cards.setAccessibleName(_("Enterprises with places"))
        self.waiting.retranslate()
        self.counts.set_pieces(pieces_of(self._shown.board))
        if not self._stale:
            self.reload()
