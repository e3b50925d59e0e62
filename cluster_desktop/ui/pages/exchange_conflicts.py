"""Conflicts: the records that two people changed apart, one after another, decided in the page.

Nothing here is modal and nothing has to be decided: both versions are kept until somebody does.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes
from cluster_desktop.ui.desk import Desk, place_of_record
from cluster_desktop.ui.exchange_parts import holds_focus
from cluster_desktop.ui.exchange_review import MINE, THEIRS, Draft, ReviewGrid
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.pages.scrolling import scrolling
from cluster_desktop.ui.theme import colours, scaled
from cluster_desktop.ui.widgets import (
    Button,
    Card,
    EmptyState,
    IconButton,
    PrimaryButton,
    Rule,
    TextLabel,
)
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from uuid import UUID

    from cluster_desktop.sync.views import Conflict

KEY = "Ctrl+Return"


class _Mark(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_icon(QPainter(self), "conflict", QRect(0, 0, 20, 20), colours().ink("conflict"))


class ConflictsTab(QWidget):
    """One conflict at a time; `counted` tells how many there are."""

    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._conflicts: list[Conflict] = []
        self._shown: Conflict | None = None
        self._drafts: dict[UUID, Draft] = {}  # what was chosen and not saved
        self._at = 0
        self._wanted: UUID | None = None  # whose conflict somebody came for
        self._build()
        self._key = QShortcut(QKeySequence(KEY), self)
        self._key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._key.activated.connect(self.save)
        self.retranslate()

    # ---- making ----

    def _build(self) -> None:
        self.empty = EmptyState(self)
        self.review = QWidget(self)
        self._paper = Card("", self.review, margin=0)
        self.grid = ReviewGrid(self.desk.office)
        self._merged = TextLabel(ink="muted", wrap=True)
        self._merged.setContentsMargins(12, 6, 12, 8)
        inner = QWidget()
        down = QVBoxLayout(inner)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.grid)
        down.addWidget(Rule(inner))
        down.addWidget(self._merged)
        down.addStretch(1)
        self._area = scrolling(inner)
        self._paper.body.setSpacing(0)
        self._paper.body.addWidget(self._area, 1)
        self._paper.body.addWidget(Rule(self._paper))
        self._paper.body.addLayout(self._foot())
        self._calm = TextLabel(role="caption", ink="muted", parent=self.review, wrap=True)
        column = QVBoxLayout(self.review)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(8)
        column.addLayout(self._top())
        column.addWidget(self._paper, 1)
        column.addWidget(self._calm)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.review)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _top(self) -> QHBoxLayout:
        self.title = TextLabel(role="section", parent=self.review, elide=True)
        self.title.setSizePolicy(self.title.sizePolicy().Policy.Preferred,
                                 self.title.sizePolicy().verticalPolicy())  # fmt: skip
        self._about = TextLabel(ink="muted", parent=self.review, elide=True)
        self._about.setMinimumWidth(scaled(220))  # a long name gives way, not what it is about
        self._number = TextLabel(parent=self.review)
        self.previous = IconButton("chevron-left", parent=self.review)
        self.next = IconButton("chevron-right", parent=self.review)
        self.previous.setObjectName("conflict_previous")
        self.next.setObjectName("conflict_next")
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.open = Button(icon="link", dense=True, look="flat", parent=self.review)
        self.open.setObjectName("conflict_open")
        self.open.clicked.connect(self._open_record)
        self.later = Button(dense=True, parent=self.review)
        self.later.setObjectName("conflict_later")
        self.later.clicked.connect(lambda: self.step(1))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(_Mark(self.review))
        row.addWidget(self.title)
        row.addWidget(self._about, 1)
        row.addWidget(self.open)
        row.addWidget(self._number)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addWidget(self.later)
        return row

    def _foot(self) -> QHBoxLayout:
        self.all_here = Button(dense=True, parent=self._paper)
        self.all_there = Button(dense=True, parent=self._paper)
        self.all_here.setObjectName("take_all_here")
        self.all_there.setObjectName("take_all_there")
        self.all_here.clicked.connect(lambda: self.grid.take_all(MINE))
        self.all_there.clicked.connect(lambda: self.grid.take_all(THEIRS))
        self._undoable = TextLabel(role="caption", ink="muted", parent=self._paper, wrap=True)
        self._undoable.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.go = PrimaryButton(icon="tick", key="Ctrl+Enter", parent=self._paper)
        self.go.setObjectName("save_decision")
        self.go.clicked.connect(self.save)
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.all_here)
        row.addWidget(self.all_there)
        row.addWidget(self._undoable, 1)
        row.addWidget(self.go)
        return row

    # ---- which one ----

    def reload(self) -> None:
        if not (self.desk.exchange.is_member() or self.desk.exchange.is_out()):
            self._show([])
            return
        facade = self.desk.exchange.facade()
        run(self, lambda _p: facade.conflicts(), done=self._show, failed=self.desk.fail)

    def conflicts(self) -> list[Conflict]:
        return list(self._conflicts)

    def current(self) -> Conflict | None:
        return self._conflicts[self._at] if self._conflicts else None

    def _show(self, conflicts: list[Conflict]) -> None:
        wanted, self._wanted = self._wanted, None
        kept = self.current()
        if kept is not None and self._conflicts == conflicts:
            self._turn_to(wanted)
            return  # choices made on the screen stay
        self._conflicts = conflicts
        same = [
            n
            for n, one in enumerate(conflicts)
            if kept is not None and (one.entity, one.record) == (kept.entity, kept.record)
        ]
        self._at = same[0] if same else min(self._at, max(0, len(conflicts) - 1))
        self._turn()
        self._turn_to(wanted)
        self.counted.emit(len(conflicts))

    def show_record(self, record: UUID) -> None:
        """The conflict of this record, as soon as what there is has been read."""
        self._wanted = record

    def _turn_to(self, record: UUID | None) -> None:
        at = next((n for n, one in enumerate(self._conflicts) if one.record == record), self._at)
        if at != self._at:
            self._at = at
            self._turn()

    def step(self, by: int) -> None:
        """To another one, undecided; round and round."""
        if self._conflicts:
            self._at = (self._at + by) % len(self._conflicts)
            self._turn()

    def _turn(self) -> None:
        one = self.current()
        held = holds_focus(self)
        inside = holds_focus(self.grid) or holds_focus(self.empty)
        self._keep_draft()
        self._stack.setCurrentWidget(self.empty if one is None else self.review)
        self.grid.show_conflict(one)
        self._shown = one
        if one is not None:
            self.grid.restore(self._drafts.get(one.record, {}))
            self._tell(one)
            self._order()
        if inside or (held and one is None):
            self.start_focus()

    def _keep_draft(self) -> None:
        """Leaving a record undecided keeps what was chosen for it."""
        if self._shown is not None and self._shown in self._conflicts:
            self._drafts[self._shown.record] = self.grid.draft()

    def _order(self) -> None:
        """Tab goes through the fields, then to what can be done with them."""
        stops = [*self.grid.stops(), self.all_here, self.all_there, self.go]
        for first, then in pairwise(stops):
            QWidget.setTabOrder(first, then)

    def _tell(self, one: Conflict) -> None:
        self.title.setText(one.title)
        fields = ngettext(
            "{n} field was changed on both sides", "{n} fields were changed on both sides",
            len(one.fields),
        ).format(n=len(one.fields))  # fmt: skip
        self._about.setText(f"{one.kind_title} · {fields}")
        count = len(self._conflicts)
        self._number.setText(_("{n} of {count}").format(n=self._at + 1, count=count))
        for button in (self.previous, self.next, self.later):
            button.setEnabled(count > 1)
        names = ", ".join(one.merged)
        said = _("Merged by themselves ({n}): {fields}").format(n=len(one.merged), fields=names)
        self._merged.setText(said if one.merged else "")
        self._merged.setVisible(bool(one.merged))
        self.open.setVisible(place_of_record(one.entity, one.record) is not None)
        self.go.setText(_("Save the decision and go on") if count > 1 else _("Save the decision"))
        self._area.verticalScrollBar().setValue(0)

    def _open_record(self) -> None:
        one = self.current()
        place = place_of_record(one.entity, one.record) if one is not None else None
        if place is not None:
            self.desk.go.emit(place)

    # ---- deciding ----

    def save(self) -> None:
        """The decision as an ordinary change: it travels, stands in the history, can be undone."""
        one = self.current()
        if one is None or self.go.is_busy():
            return
        try:
            choices = self.grid.choices()
        except Refusal as why:
            self._refused(why)
            return
        facade = self.desk.exchange.facade()
        if holds_focus(self):
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)  # a busy button passes it on
        self.go.set_busy(True)
        task = run(
            self,
            lambda _p: facade.decide(one.entity, one.record, choices),
            done=lambda changes: self._decided(one, changes),
            failed=self._refused,
        )
        task.finished.connect(lambda: self.go.set_busy(False))

    def _refused(self, why: Exception) -> None:
        """A written value that is none is outlined; the sentence says what it should be."""
        if isinstance(why, Refusal):
            self.grid.mark(why.field, why.message)
        self.desk.fail(why)

    def _decided(self, one: Conflict, changes: Changes) -> None:
        self._drafts.pop(one.record, None)
        self._shown = None
        if changes.title:
            self.desk.done.emit(changes)
        self.desk.exchange.read()
        self.reload()

    def panes(self) -> Sequence[QWidget]:
        return (self._paper,) if self._conflicts else (self.empty,)

    def start_focus(self) -> None:
        rows = self.grid.rows
        first = rows[0].stop() if rows else self.empty
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.empty.set(_("Nothing needs a decision."), [], "check")
        self.previous.set_name(_("Previous one"))
        self.next.set_name(_("Next one"))
        self.later.setText(_("Decide later"))
        self.open.setText(_("Open the record"))
        self.all_here.setText(_("Take all from here"))
        self.all_there.setText(_("Take all from there"))
        self._undoable.setText(
            _("The decision stands in the record's history and can be taken back.")
        )
        self._calm.setText(
            _("Until it is decided, the newer values are seen. Both versions are kept.")
        )
        self._turn()
        if self._conflicts:
            self.reload()  # titles and values are read in the language there is
