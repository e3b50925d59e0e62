"""Import wizard: file, columns, check and fix, result. Nothing is written before the last button.

Reading, checking and writing run in workers; Cancel leaves everything as it was. The page knows
the plan through importing_plan and no workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cluster_desktop.errors import Bug
from cluster_desktop.excel.reading import CellFinding
from cluster_desktop.excel.report import next_steps
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.services import safety
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.importing_bars import GroupMend, UnknownName
from cluster_desktop.ui.importing_find import FindPopover, Offers, offers_of
from cluster_desktop.ui.importing_frame import CHECK, FILE, RESULT
from cluster_desktop.ui.importing_plan import CheckedPlan, Snapshot
from cluster_desktop.ui.importing_reading import ImportReading
from cluster_desktop.ui.importing_rows import RowState, RowView
from cluster_desktop.ui.importing_table import Mend
from cluster_desktop.ui.importing_views import PlanWords
from cluster_desktop.ui.importing_words import CountLine, result_lines
from cluster_desktop.ui.keys import undo_or_redo
from cluster_desktop.ui.work import Progress, run


class ImportPage(ImportReading):
    """Lets the rows be mended, writes them, shows what came of it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._changes: Changes | None = None
        self._waiting: list[Callable[[], None]] = []
        self._warnings: list[CellFinding] = []
        self._are_rows_shown = True
        super().__init__(desk, parent)
        self._connect()
        self.retranslate()
        self.file_step.set_recent(self.files.recent())
        self._go(FILE)

    def _connect(self) -> None:
        self.columns_step.supposed.connect(self._suppose)
        self.columns_step.clears_chosen.connect(self._clear_blanks)
        three = self.check_step
        three.mend_wanted.connect(self._open_mend)
        three.fix_wanted.connect(self._fix)
        three.skip_wanted.connect(self._skip)
        three.ticked.connect(lambda row, ticked: self._tick([row], skipped=not ticked))
        three.above_wanted.connect(self._above)
        three.group_wanted.connect(self._take_group)
        three.name_applied.connect(self._apply_name)
        three.elsewhere_wanted.connect(self._show_next_wrong)
        three.other_wanted.connect(self._skip_other)
        three.agree_wanted.connect(self._agree)
        three.find_wanted.connect(self._find)
        four = self.result_step
        four.undo_wanted.connect(self.undo)
        four.protocol_wanted.connect(self._ask_protocol)
        four.left_out_wanted.connect(self._ask_left_out)
        four.another_wanted.connect(lambda: self.open(None, self._kind))
        four.done_wanted.connect(self.closed)
        for keys, step in (("F3", 1), ("Shift+F3", -1)):
            key = QShortcut(QKeySequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(lambda by=step: self._next_error(by))

    def open(self, path: Path | None = None, kind: str | None = None) -> None:
        self._changes = None
        self._waiting.clear()
        super().open(path, kind)

    def event(self, event: QEvent) -> bool:
        """Until it is written, Ctrl+Z is not the window's: it would take back something else."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride and undo_or_redo(event)
        if is_asked and self.step() < RESULT:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.step() < RESULT and undo_or_redo(event):
            self._desk.said.emit(
                _("Nothing is written yet. Change the cell again, or leave the row out.")
            )
        else:
            super().keyPressEvent(event)

    # ---- ③ check and fix ----

    def say(self) -> None:
        self._are_rows_shown = False
        super().say()
        self._show_result()

    def _go(self, step: int) -> None:
        if step == CHECK:
            self._show_rows()
        super()._go(step)

    def _show_plan(self, words: PlanWords, snapshot: Snapshot) -> None:
        super()._show_plan(words, snapshot)
        if self.step() == CHECK:
            self._show_rows()
        else:
            # The rows in a turn of their own: columns and rows together hold the window too long.
            QTimer.singleShot(0, self, self._show_rows)

    def _show_rows(self) -> None:
        """Fill the step of the rows, once for a plan."""
        words, snapshot = self._words, self._snapshot
        if self._are_rows_shown or words is None or snapshot is None:
            return
        self._are_rows_shown = True
        self.check_step.set_plan(
            words.headings(),
            words.widths(),
            dict(snapshot.states),
            self._view,
            self.check_step.number_width(words.longest_number()),
        )
        self.check_step.set_offers(snapshot.mends, snapshot.unknown)

    def _view(self, number: int) -> RowView:
        if self._words is None or self._snapshot is None:
            raise Bug("rows are shown without a plan")
        return self._words.view(self._snapshot, number)

    def snapshot(self) -> Snapshot | None:
        """What the plan said last."""
        return self._snapshot

    def _open_mend(self, row: int, column: int) -> None:
        if self._words is not None and self._snapshot is not None:
            self.check_step.open_mend(self._words.mend(self._snapshot, row, column))

    def _next_error(self, step: int) -> None:
        if self.step() == CHECK:
            self.check_step.go_to_error(step)

    def _change(
        self, work: Callable[[CheckedPlan], Iterable[int]], then: Callable[[], None] | None = None
    ) -> None:
        """Change the plan in a worker, one change at a time, and show what it touched."""
        table = self._table
        if table is None:
            return
        checked, before = table.checked, table.snapshot
        if self._task is not None:
            self._waiting.append(lambda: self._change(work, then))
            return

        def job(_progress: Progress) -> tuple[Snapshot, list[int]]:
            touched = list(work(checked))
            return checked.snapshot(before, touched), touched

        def done(found: tuple[Snapshot, list[int]]) -> None:
            table.snapshot, touched = found
            for later in self._tables[self._tables.index(table) + 1 :]:
                later.is_stale = True
            self.check_step.set_states(dict(table.snapshot.states), touched)
            self.check_step.set_offers(table.snapshot.mends, table.snapshot.unknown)
            self._say_tables()
            self._say_foot()
            if then is not None:
                then()

        self._task = run(self, job, done=done, failed=self._desk.fail)
        self._task.finished.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._task = None
        self._say_foot()
        if self._waiting:
            self._waiting.pop(0)()

    def _suppose(self, path: str, value: str) -> None:
        self._change(lambda checked: checked.suppose(path, value), self.say)

    def _clear_blanks(self, clears: bool) -> None:
        if self._opening is not None:
            self._opening.clears = clears
        for table in self._tables:
            table.is_stale = table is not self._table
        self._change(lambda checked: checked.clear_blanks(clears=clears), self.say)

    def _fix(self, row: int, column: str, text: str) -> None:
        self._change(
            lambda checked: checked.fix(row, int(column), text), lambda: self._after_mend(row)
        )

    def _after_mend(self, row: int) -> None:
        """On to the next row that waits; a row that is still wrong stays open."""
        self.check_step.table.close_mend()
        if self._snapshot is not None and self._snapshot.states[row] is RowState.ERROR:
            self._open_mend(row, -1)
        elif self.check_step.errors():
            self.check_step.go_to_error(1)
        else:
            self.check_step.focus_rows()

    def _skip_other(self, other: int) -> None:
        """Leave out the row that says the same; the opened one is taken then."""
        mend = self.check_step.table.mend
        if mend is not None:
            row = mend.row
            self._change(
                lambda checked: checked.skip([other], skipped=True), lambda: self._after_mend(row)
            )

    def _agree(self, row: int) -> None:
        """The row means the person who has its IIN."""
        self._change(lambda checked: checked.agree(row), lambda: self._after_mend(row))

    def _find(self, mend: Mend) -> None:
        """The list that the code stands in, under its button."""
        office = self._office
        title = _("{field}: find in the list").format(field=mend.label)

        def find(text: str) -> Offers:
            return offers_of(office, mend.find, mend.likely, text)

        popover = FindPopover(self, title, find)
        popover.chosen.connect(lambda code: self._fix(mend.row, mend.field, code))
        popover.open_under(self.check_step.table.bar.find_button)

    def _skip(self, rows: Sequence[int]) -> None:
        """Leave rows out; take them in again when all of them are out already."""
        states = self._snapshot.states if self._snapshot is not None else {}
        skipped = any(states.get(row) is not RowState.SKIPPED for row in rows)
        self._tick(list(rows), skipped=skipped)

    def _tick(self, rows: list[int], *, skipped: bool) -> None:
        mend = self.check_step.table.mend
        if mend is not None and mend.row in rows:
            self.check_step.table.close_mend()
        self._change(lambda checked: checked.skip(rows, skipped=skipped))

    def _above(self, row: int, column: str) -> None:
        if self._words is not None and self._snapshot is not None:
            order = self.check_step.table.rows.rows
            text = self._words.above(self._snapshot, order, row, column)
            if text:
                self._fix(row, column, text)

    def _take_group(self, mend: GroupMend) -> None:
        self.check_step.table.close_mend()
        self._change(lambda checked: checked.take_group(mend))

    def _apply_name(self, unknown: UnknownName, answer: str, keep: bool) -> None:
        self._change(lambda checked: checked.apply_name(unknown, answer, keep=keep))

    # ---- ④ result ----

    def apply(self) -> None:
        """Write all rows that are taken, as one action, after a backup copy."""
        checked, office = self._checked, self._office
        if checked is None or self._task is not None:
            return
        self.check_step.table.close_mend(keep_focus=False)
        writing = _("Writing the rows")

        def job(progress: Progress) -> tuple[Changes, list[CellFinding]]:
            progress(0, 0, _("Making a backup copy"))
            safety.make_backup(office, why="import")
            plan = checked.plan
            changes = plan.apply(office, lambda done, total: progress(done, total, writing))
            # Thousands of rows are walked through here, and not while the window waits.
            findings = (each for part in plan.parts for each in part.findings())
            return changes, [each for each in findings if each.severity == "warning"]

        def done(found: tuple[Changes, list[CellFinding]]) -> None:
            changes, self._warnings = found
            self._changes = changes
            self._show_result()
            self._go(RESULT)
            self.imported.emit(changes)

        self._start(writing, job, done, self._desk.fail)

    def _counts(self) -> list[CountLine]:
        if self._checked is None or self._snapshot is None:
            return []
        fixed = sum(table.snapshot.count(RowState.FIXED) for table in self._tables)
        return result_lines(self._checked.plan.total(), fixed)

    def _show_result(self) -> None:
        if self._changes is None:
            return
        wrote = self._changes.action is not None
        sentence = _("The import is done.") if wrote else _("Nothing had to be changed.")
        note = _("It is one action in the journal and can be taken back as a whole.")
        note = "\n".join([note, *next_steps(self._warnings)])
        counts = self._counts()
        left_out = any(look in ("bad", "soon") for _n, _words, look in counts)
        self.result_step.set_result(
            sentence, counts, note if wrote else "", has_left_out=left_out, can_undo=wrote
        )

    def undo(self) -> None:
        """Take the whole import back."""
        changes = self._changes
        if changes is None or changes.action is None:
            return
        action = changes.action
        self._desk.write(
            self,
            lambda: self._office.undo(action),
            then=lambda _changes: self.result_step.set_undone(),
            quiet=True,
        )

    def _ask_protocol(self) -> None:
        if self._checked is not None:
            action = self._changes.action if self._changes is not None else None
            self.files.ask_protocol(self._checked.plan, self._counts(), action)

    def _ask_left_out(self) -> None:
        if self._checked is not None:
            self.files.ask_left_out(self._checked.plan)
