"""Places proposed for a period: seen whole, with a reason for each student, before it is written.

The search runs in a worker and can be cancelled. Discard leaves nothing; taking over is one action
that one undo takes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.services import matching
from cluster_desktop.services.matching import Trial
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.practice_sheets import MOST_SAID, Entry, EntryDelegate, EntryModel
from cluster_desktop.ui.popover import AskPopover
from cluster_desktop.ui.widgets import (
    BarWithCancel,
    Button,
    EmptyState,
    PrimaryButton,
    SearchField,
    Segmented,
    TextLabel,
)
from cluster_desktop.ui.work import Progress, Task, run

Part = tuple[str, str, list[Entry]]
_LAID_OUT_AT_ONCE = 200


def parts_of(trial: Trial) -> list[Part]:
    """(key, title with its count, lines) of what the trial says; parts without lines are absent."""
    unplaced = [Entry(one.student, one.name, one.reason, "error", "bad") for one in trial.unplaced]
    placed = [
        Entry(one.student, f"{one.name} → {one.where}", ", ".join(one.reasons), "check", "good")
        for one in trial.assigned
    ]
    changed = [
        Entry(one.student, f"{one.name}: {one.planned_before} → {one.where}",
              ", ".join(one.reasons), "exchange", "soon")
        for one in trial.assigned
        if one.planned_before
    ]  # fmt: skip
    lost = [
        Entry(one.student, f"{one.name}: {one.planned_before} → –", one.reason, "error", "bad")
        for one in trial.lost
    ]
    staying = [
        Entry(one.student, one.name, one.sentence, "lock" if one.locked else "pin")
        for one in trial.staying
    ]
    wins = [Entry(None, one.sentence, "", "add", "info") for one in trial.wins]
    parts = [
        ("placed", _("Proposed: {n}").format(n=len(placed)), placed),
        ("unplaced", _("Without a place: {n}").format(n=len(unplaced)), unplaced),
        ("lost", _("Lose their place: {n}").format(n=len(lost)), lost),
        ("changed", _("Moved: {n}").format(n=len(changed)), changed),
        ("staying", _("Stay: {n}").format(n=len(staying)), staying),
        ("wins", _("What to win next: {n}").format(n=len(wins)), wins),
    ]
    return [part for part in parts if part[2]]


@dataclass(frozen=True)
class Proposal:
    """A trial with its lines in words."""

    trial: Trial
    parts: list[Part]


class TrialSheet(QWidget):
    """A sheet over the page."""

    sheet_width = 900
    closed = Signal()

    def __init__(self, desk: Desk, period: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trial")
        self._desk = desk
        self._period = period
        self._task: Task | None = None
        self._trial: Trial | None = None
        self._parts: dict[str, list[Entry]] = {}
        self._titles: dict[str, str] = {}
        self._build()
        self._propose()

    def _build(self) -> None:
        title = _("Proposed places: {period}").format(
            period=self._desk.office.title("practice_period", self._period)
        )
        self.setAccessibleName(title)
        self.summary = TextLabel("", parent=self, wrap=True)
        self.bar = BarWithCancel(self)
        self.bar.cancelled.connect(self._cancel)
        self.choose = Segmented(parent=self)
        self.choose.setObjectName("trial_part")
        self.choose.setAccessibleName(_("Part of the proposal"))
        self.choose.changed.connect(self._show_part)
        self.search = SearchField(self)
        self.search.setPlaceholderText(_("Search in the proposal"))
        self.search.setAccessibleName(_("Search in the proposal"))
        self.search.setMaximumWidth(240)
        self.search.searched.connect(self._narrow)
        self.rows = QListView(self)
        self.rows.setObjectName("trial_rows")
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setUniformItemSizes(True)
        # Thousands of lines are laid out a part at a time; the first ones are seen at once.
        self.rows.setLayoutMode(QListView.LayoutMode.Batched)
        self.rows.setBatchSize(_LAID_OUT_AT_ONCE)
        self._model = EntryModel(self)
        self.rows.setModel(self._model)
        self.rows.setItemDelegate(EntryDelegate(self.rows))
        self._nothing = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self._nothing)
        self.discard = Button(_("Discard"), parent=self)
        self.discard.setObjectName("trial_discard")
        self.discard.clicked.connect(self._discard)
        self.take = PrimaryButton(_("Take over"), parent=self)
        self.take.setObjectName("trial_take")
        self.take.setEnabled(False)
        self.take.clicked.connect(self._take_over)
        narrow = QHBoxLayout()
        narrow.addWidget(self.choose)
        narrow.addStretch(1)
        narrow.addWidget(self.search)
        note = _(
            "Nothing is written yet. Locked and sent placements stay, "
            "and those with a written reason."
        )
        self._note = TextLabel(note, "caption", "muted", self, wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(self.discard)
        foot.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, "section", parent=self, elide=True))
        column.addWidget(self.summary)
        column.addWidget(self.bar)
        column.addLayout(narrow)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        for part in (self.choose, self.search, self._stack):
            part.hide()
        self.setFocusProxy(self.rows)

    def trial(self) -> Trial | None:
        """What is proposed, once it is found."""
        return self._trial

    def may_close(self) -> bool:
        """A search is stopped by leaving; a writing is not."""
        if self._task is not None and self._trial is not None:
            return False
        self._cancel()
        return True

    # ---- work ----

    def _run(
        self, text: str, job: Callable[[Progress], object], done: Callable[[object], None]
    ) -> None:
        self.bar.start(text)
        task = run(
            self, job, done=done, failed=self._failed,
            progress=lambda n, total, said: self.bar.step(n, total, said or None),
        )  # fmt: skip
        self._task = task
        task.finished.connect(self._ended)

    def _ended(self) -> None:
        self._task = None
        self.bar.finish()
        self.take.set_busy(False)
        self.take.setEnabled(self._changes())

    def _failed(self, why: Exception) -> None:
        self._desk.fail(why)
        if self._trial is None:
            self.closed.emit()

    def _changes(self) -> bool:
        """Whether taking over would write anything."""
        trial = self._trial
        if trial is None:
            return False
        return bool(trial.assigned or trial.lost)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            if self._trial is None:
                self.closed.emit()

    def _propose(self) -> None:
        office, period = self._desk.office, self._period

        def propose(progress: Progress) -> Proposal:
            trial = matching.propose(office, period, progress)
            # The sentences of thousands are made here, too, and not while the window waits.
            return Proposal(trial, parts_of(trial))

        self._run(_("Looking for the best places"), propose, self._found)

    def _found(self, found: object) -> None:
        if not isinstance(found, Proposal):
            return
        trial, parts = found.trial, found.parts
        self._trial = trial
        self.summary.setText(trial.summary)
        self._parts = {key: lines for key, _title, lines in parts}
        self._titles = {key: title for key, title, _lines in parts}
        self._stack.show()
        if not parts:
            said = _("Nobody is to be placed in this period: it has no groups or no students.")
            self._nothing.set(said, (), "practice")
            self._stack.setCurrentWidget(self._nothing)
            return
        self.choose.set_options([(key, title) for key, title, _lines in parts])
        self.choose.show()
        self.search.show()
        self._show_part(parts[0][0])
        self.take.setEnabled(self._changes())
        self.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_part(self, key: str) -> None:
        self.choose.set_value(key)
        self._model.set_entries(self._parts[key], self.search.text())
        self._show_first()
        self.rows.setAccessibleName(self._titles.get(key, ""))

    def _narrow(self, text: str) -> None:
        self._model.narrow(text)
        self._show_first()

    def _show_first(self) -> None:
        if self._model.shown:
            self.rows.setCurrentIndex(self._model.index(0))

    def titles(self) -> list[str]:
        """Of the parts there are, in their order."""
        return list(self._titles.values())

    def lines(self) -> list[Entry]:
        """Those on the screen."""
        return list(self._model.shown)

    def _discard(self) -> None:
        self._cancel()
        self.closed.emit()

    def _take_over(self) -> None:
        """At once, or asked about where somebody would be left without a place."""
        trial = self._trial
        if trial is None:
            return
        if not trial.lost:
            self._commit()
            return
        names = [f"{one.name}: {one.planned_before}" for one in trial.lost]
        lines = names[:MOST_SAID]
        if len(names) > MOST_SAID:
            lines.append(_("and {n} more").format(n=len(names) - MOST_SAID))
        ask = AskPopover(
            self, trial.losing, lines, _("Take over all the same"), self._commit, danger=True
        )
        ask.open_under(self.take)

    def _commit(self) -> None:
        office, trial = self._desk.office, self._trial
        if trial is None:
            return
        self.take.set_busy(True)
        self._run(
            _("Writing the places"),
            lambda progress: matching.commit(office, trial, progress, losing=True),
            self._written,
        )

    def _written(self, changes: object) -> None:
        if isinstance(changes, Changes) and changes.title:
            self._desk.done.emit(changes)
        self.closed.emit()
