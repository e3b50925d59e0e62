"""Import wizard: file, columns, check and fix, result. Nothing is written before the last button.

Reading, checking and writing run in workers; Cancel leaves everything as it was. The page knows
the plan through importing_plan and no workbook.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.errors import NeedsAnswer, Refusal, Trouble
from cluster_desktop.excel.kinds import KINDS, ColumnsQuestion
from cluster_desktop.excel.left_out import write_left_out
from cluster_desktop.excel.reader import EncodingQuestion
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes
from cluster_desktop.services import safety
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.importing_bars import GroupMend, UnknownName
from cluster_desktop.ui.importing_check import CheckStep
from cluster_desktop.ui.importing_columns import NOT_IMPORTED, ColumnLine, ColumnsStep
from cluster_desktop.ui.importing_file import MOST_RECENT, RECENT_KEY, FileStep
from cluster_desktop.ui.importing_plan import (
    CheckedPlan,
    Opening,
    Snapshot,
    meanings_of,
    protocol,
    write_template,
)
from cluster_desktop.ui.importing_result import ResultStep
from cluster_desktop.ui.importing_rows import RowState
from cluster_desktop.ui.importing_steps import StepLine
from cluster_desktop.ui.widgets import BarWithCancel, Button, PrimaryButton, TextLabel
from cluster_desktop.ui.work import Progress, Task, run

FILE, COLUMNS, CHECK, RESULT = range(4)
_ENCODINGS = {"cp1251": "Windows-1251", "kz1048": "KZ-1048", "ptcp154": "PT154"}


class ImportPage(QWidget):
    """A full page in the window, until `closed`."""

    closed = Signal()
    imported = Signal(object)
    """Changes of the import."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_page")
        self._desk = desk
        self._office = desk.office
        self._opening: Opening | None = None
        self._checked: CheckedPlan | None = None
        self._snapshot: Snapshot | None = None
        self._asked: ColumnsQuestion | None = None
        self._task: Task | None = None
        self._changes: Changes | None = None
        self._waiting: list[Callable[[], None]] = []
        self._build()
        self._connect()
        self.retranslate()
        self._show_recent()
        self._go(FILE)

    # ---- making ----

    def _build(self) -> None:
        self.title = TextLabel("", "title", parent=self)
        self.steps = StepLine(self)
        self.cancel_button = Button("", icon="close", look="flat", parent=self)
        self.cancel_button.setObjectName("cancel_import")
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        head.setSpacing(24)
        head.addWidget(self.title)
        head.addWidget(self.steps)
        head.addStretch(1)
        head.addWidget(self.cancel_button)
        self.file_name = TextLabel("", "strong", parent=self)
        self.file_note = TextLabel("", "body", "muted", self, elide=True)
        self._file_row = QWidget(self)
        about = QHBoxLayout(self._file_row)
        about.setContentsMargins(16, 0, 16, 4)
        about.setSpacing(8)
        about.addWidget(self.file_name)
        about.addWidget(self.file_note, 1)
        self.file_step = FileStep(self)
        self.columns_step = ColumnsStep(self)
        self.check_step = CheckStep(self)
        self.result_step = ResultStep(self)
        self.stack = QStackedWidget(self)
        for step in (self.file_step, self.columns_step, self.check_step, self.result_step):
            self.stack.addWidget(step)
        self.bar = BarWithCancel(self)
        self.back_button = Button("", icon="chevron-left", parent=self)
        self.back_button.setObjectName("back")
        self.sentence = TextLabel("", "caption", "muted", self, wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.go_button = PrimaryButton("", icon="import", parent=self)
        self.go_button.setObjectName("go")
        self._foot = QWidget(self)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(16, 8, 16, 14)
        foot.setSpacing(12)
        foot.addWidget(self.back_button)
        foot.addWidget(self.bar, 2)
        foot.addWidget(self.sentence, 3)
        foot.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._file_row)
        column.addWidget(self.stack, 1)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self.steps.wanted.connect(self._back_to)
        self.cancel_button.clicked.connect(self._leave)
        self.back_button.clicked.connect(lambda: self._back_to(self.steps.current - 1))
        self.go_button.clicked.connect(self._forward)
        self.bar.cancelled.connect(self.cancel_work)
        one = self.file_step
        one.chosen.connect(lambda path: self.open(path))
        one.pasted.connect(self._paste)
        one.template_wanted.connect(self._ask_template)
        one.accepted.connect(lambda: self._go(COLUMNS))
        one.question.answered.connect(self._answer)
        two = self.columns_step
        two.changed.connect(self._on_column)
        three = self.check_step
        three.mend_wanted.connect(self._open_mend)
        three.fix_wanted.connect(self._fix)
        three.skip_wanted.connect(self._skip)
        three.ticked.connect(lambda row, ticked: self._tick([row], skipped=not ticked))
        three.above_wanted.connect(self._above)
        three.group_wanted.connect(self._take_group)
        three.name_applied.connect(self._apply_name)
        four = self.result_step
        four.undo_wanted.connect(self.undo)
        four.protocol_wanted.connect(self._ask_protocol)
        four.left_out_wanted.connect(self._ask_left_out)
        four.another_wanted.connect(self._another)
        four.done_wanted.connect(self.closed)
        for keys, step in (("F3", 1), ("Shift+F3", -1)):
            key = QShortcut(QKeySequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(lambda by=step: self._next_error(by))

    def retranslate(self) -> None:
        self.setAccessibleName(_("Import"))
        self.title.setText(_("Import"))
        self.steps.set_titles([_("File"), _("Columns"), _("Check and fix"), _("Result")])
        self.cancel_button.setText(_("Cancel"))
        for step in (self.file_step, self.columns_step, self.check_step, self.result_step):
            step.retranslate()
        if self._checked is not None and self._snapshot is not None:
            self._show_plan()
            self._show_found()
        self._say_file()
        self._say_foot()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # ---- step by step ----

    def _go(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self.steps.go(step, locked=step == RESULT or self._task is not None)
        self._file_row.setVisible(step > FILE)
        self._foot.setVisible(step in (COLUMNS, CHECK) or self._task is not None)
        self.cancel_button.setVisible(step != RESULT)
        self._say_foot()
        if step == CHECK:
            self.check_step.focus_rows()

    def step(self) -> int:
        return self.steps.current

    def _back_to(self, step: int) -> None:
        if self._task is None and FILE <= step < self.steps.current:
            self.check_step.table.close_mend(keep_focus=False)
            self._go(step)

    def _forward(self) -> None:
        if self._task is not None:
            return
        if self.step() == COLUMNS:
            if self._asked is not None or self._is_remapped():
                self._read(then=CHECK)
            else:
                self._go(CHECK)
        elif self.step() == CHECK:
            self.apply()

    def _leave(self) -> None:
        self.cancel_work()
        self.closed.emit()

    def may_close(self) -> bool:
        return self._task is None

    # ---- ① file ----

    def open(self, path: Path | None = None, kind: str | None = None) -> None:
        """Begin with a file, or with the choice of one."""
        self._opening = Opening(Path(path), kind=kind) if path is not None else None
        self._checked = self._snapshot = self._asked = self._changes = None
        self.file_step.show_nothing()
        self._go(FILE)
        if self._opening is not None:
            self._read(then=FILE)

    def _read(self, then: int) -> None:
        opening, office = self._opening, self._office
        if opening is None:
            return
        wanted = replace(opening, columns=dict(opening.columns))

        def job(progress: Progress) -> tuple[CheckedPlan, Snapshot]:
            checked = CheckedPlan.open(office, wanted, lambda done, total: progress(done, total))
            progress(0, 0)
            return checked, checked.snapshot()

        def done(found: tuple[CheckedPlan, Snapshot]) -> None:
            self._checked, self._snapshot = found
            self._asked = None
            self._remember_file(wanted.path)
            self._show_plan()
            self._show_found()
            self._go(then)

        self._start(_("Reading {file}").format(file=opening.path.name), job, done, self._on_unread)

    def _on_unread(self, why: Exception) -> None:
        if isinstance(why, ColumnsQuestion):
            self._asked = why
            self._show_question_columns(why)
            self._go(COLUMNS)
            self.sentence.setText(why.message)
        elif isinstance(why, NeedsAnswer):
            self._go(FILE)
            previews = why.previews if isinstance(why, EncodingQuestion) else {}
            self.file_step.show_question(why, self._choice_labels(why), previews)
        elif isinstance(why, Refusal | Trouble):
            self._go(FILE)
            self.file_step.show_nothing()
            self._desk.fail(why)
        else:
            raise why

    @staticmethod
    def _choice_labels(why: NeedsAnswer) -> dict[str, str]:
        if why.question == "kind":
            return {name: _(kind.label) for name, kind in KINDS.items()}
        if why.question == "encoding":
            return {name: _ENCODINGS.get(name, name) for name in why.choices}
        return {}

    def _answer(self, question: str, answer: str) -> None:
        if self._opening is not None:
            self._opening.answered(question, answer)
            self._read(then=FILE)

    def _paste(self, text: str) -> None:
        """A table from the clipboard becomes a file of its own, read as any other."""
        if "\t" not in text and "\n" not in text.strip():
            self._desk.refused.emit(
                _("There is no table in the clipboard. Copy cells in Excel first.")
            )
            return
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows(csv.reader(io.StringIO(text), delimiter="\t"))
        folder = Path(tempfile.mkdtemp(prefix="cluster-import-"))
        path = folder / (_("From the clipboard") + ".csv")
        write_whole(path, out.getvalue().encode("utf-8-sig"))
        self.open(path)

    def _ask_template(self) -> None:
        name = _("Register of partners") + ".xlsx"
        picked, _kind = QFileDialog.getSaveFileName(
            self, _("Empty template"), str(self._folder() / name), _("Excel workbook (*.xlsx)")
        )
        if picked:
            self.save_template(Path(picked))

    def save_template(self, path: Path) -> None:
        """An empty register to fill in."""
        office = self._office
        self._save(path, lambda: write_template(office, path))

    def _show_recent(self) -> None:
        kept = self._desk.preferences.get(RECENT_KEY).split("\n")
        self.file_step.set_recent([Path(one) for one in kept if one and Path(one).is_file()])

    def _remember_file(self, path: Path) -> None:
        if path.parent.name.startswith("cluster-import-"):
            return  # the clipboard is no file of the person
        kept = [one for one in self._desk.preferences.get(RECENT_KEY).split("\n") if one]
        names = list(dict.fromkeys([str(path), *kept]))[:MOST_RECENT]
        self._desk.preferences.put(RECENT_KEY, "\n".join(names))
        self._show_recent()

    def _show_found(self) -> None:
        checked = self._checked
        if checked is None:
            return
        known, total = checked.known_headings()
        said = _("Looks like: {kind} ({known} of {total} headings match)")
        kind = _(checked.plan.kind.label)
        sheet = checked.plan.sheet
        rows = ngettext("{n} row", "{n} rows", len(self._states())).format(n=len(self._states()))
        note = (
            rows if sheet is None else _("sheet “{sheet}”, {rows}").format(sheet=sheet, rows=rows)
        )
        self.file_step.show_found(said.format(kind=kind, known=known, total=total), note)

    def _states(self) -> dict[int, RowState]:
        return dict(self._snapshot.states) if self._snapshot is not None else {}

    # ---- ② columns ----

    def _show_question_columns(self, why: ColumnsQuestion) -> None:
        lines = [
            ColumnLine(
                guess.column.index,
                guess.column.name,
                "",
                guess.meaning or (guess.asked[0] if guess.asked else NOT_IMPORTED),
                "soon" if guess.asked else "good" if guess.meaning else "",
                _("please choose") if guess.asked else "",
            )
            for guess in why.guesses
        ]
        self.columns_step.set_columns(lines, meanings_of(why.kind.meanings), why.message)
        self.columns_step.show_blanks(is_shown=False)
        if self._opening is not None:
            for guess in why.guesses:
                if guess.asked:
                    self._opening.columns[guess.column.name] = guess.asked[0]

    def _on_column(self, index: int, meaning: str) -> None:
        guesses = self._asked.guesses if self._asked else ()
        if not guesses and self._checked is not None:
            guesses = tuple(self._checked.plan.columns)
        name = next(guess.column.name for guess in guesses if guess.column.index == index)
        if self._opening is not None:
            self._opening.columns[name] = meaning or None
        self._say_foot()

    def _is_remapped(self) -> bool:
        if self._opening is None or self._checked is None:
            return False
        now = {guess.column.name: guess.meaning for guess in self._checked.plan.columns}
        return any(now.get(name) != wanted for name, wanted in self._opening.columns.items())

    # ---- ③ check and fix ----

    def _show_plan(self) -> None:
        checked, snapshot = self._checked, self._snapshot
        if checked is None or snapshot is None:
            return
        notes = "\n".join(checked.notes())
        self.columns_step.set_columns(
            checked.column_lines(), meanings_of(checked.plan.kind.meanings), notes
        )
        self.columns_step.show_blanks(is_shown=False)
        self.check_step.set_plan(
            checked.headings(), checked.widths(), dict(snapshot.states), self._view
        )
        self.check_step.set_offers(snapshot.mend, snapshot.unknown)
        self._say_file()
        self._say_foot()

    def _view(self, number: int):  # type: ignore[no-untyped-def]
        assert self._checked is not None and self._snapshot is not None
        return self._checked.view(self._snapshot, number)

    def _open_mend(self, row: int, column: int) -> None:
        if self._checked is not None and self._snapshot is not None:
            self.check_step.open_mend(self._checked.mend(self._snapshot, row, column))

    def _next_error(self, step: int) -> None:
        if self.step() == CHECK:
            self.check_step.go_to_error(step)

    def _change(
        self, work: Callable[[CheckedPlan], Iterable[int]], then: Callable[[], None] | None = None
    ) -> None:
        """Change the plan in a worker, one change at a time, and show what it touched."""
        checked = self._checked
        if checked is None:
            return
        if self._task is not None:
            self._waiting.append(lambda: self._change(work, then))
            return

        def job(_progress: Progress) -> tuple[Snapshot, list[int]]:
            touched = list(work(checked))
            return checked.snapshot(self._snapshot, touched), touched

        def done(found: tuple[Snapshot, list[int]]) -> None:
            self._snapshot, touched = found
            self.check_step.set_states(dict(self._snapshot.states), touched)
            self.check_step.set_offers(self._snapshot.mend, self._snapshot.unknown)
            self._say_foot()
            if then is not None:
                then()

        self._task = run(self, job, done=done, failed=self._desk.fail)
        self._task.finished.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._task = None
        if self._waiting:
            self._waiting.pop(0)()

    def _fix(self, row: int, column: str, text: str) -> None:
        def after() -> None:
            self.check_step.table.close_mend()
            state = self._states().get(row)
            if state is RowState.ERROR:
                self._open_mend(row, -1)
            elif self.check_step.errors():
                self.check_step.go_to_error(1)
            else:
                self.check_step.focus_rows()

        self._change(lambda checked: checked.fix(row, int(column), text), after)

    def _skip(self, rows: Sequence[int]) -> None:
        states = self._states()
        skipped = any(states.get(row) is not RowState.SKIPPED for row in rows)
        self._tick(list(rows), skipped=skipped)

    def _tick(self, rows: list[int], *, skipped: bool) -> None:
        mend = self.check_step.table.mend
        if mend is not None and mend.row in rows:
            self.check_step.table.close_mend()
        self._change(lambda checked: checked.skip(rows, skipped=skipped))

    def _above(self, row: int, column: str) -> None:
        if self._checked is not None and self._snapshot is not None:
            order = self.check_step.table.rows.rows
            text = self._checked.above(self._snapshot, order, row, column)
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

        def job(progress: Progress) -> Changes:
            progress(0, 0, _("Making a backup copy"))
            safety.make_backup(office, why="import")
            progress(0, 0, _("Writing the rows"))
            return checked.plan.apply(
                office, lambda done, total: progress(done, total, _("Writing the rows"))
            )

        def done(changes: Changes) -> None:
            self._changes = changes
            self._show_result()
            self._go(RESULT)
            self.imported.emit(changes)

        self._start(_("Writing the rows"), job, done, self._desk.fail)

    def _counts(self) -> list[tuple[int, str, str]]:
        """Lines of the result: number, words, look."""
        snapshot = self._snapshot
        if self._checked is None or snapshot is None:
            return []
        written = self._checked.plan.written or self._checked.plan.counts()
        fixed = snapshot.count(RowState.FIXED)
        rows = (
            (written["new"], ngettext("row added", "rows added", written["new"]), "good"),
            (written["changed"], ngettext("row changed", "rows changed", written["changed"]), "info"),
            (written["same"], ngettext("row as before", "rows as before", written["same"]), "muted"),
            (fixed, ngettext("of them mended here", "of them mended here", fixed), "good"),
            (written["error"], ngettext("row with an error left out", "rows with errors left out",
                                        written["error"]), "bad"),
            (written["skipped"], ngettext("row left out by hand", "rows left out by hand",
                                          written["skipped"]), "soon"),
        )  # fmt: skip
        return [row for row in rows if row[0]]

    def _show_result(self) -> None:
        changes, checked = self._changes, self._checked
        if changes is None or checked is None:
            return
        wrote = changes.action is not None
        sentence = _("The import is done.") if wrote else _("Nothing had to be changed.")
        note = (
            _("It is one action in the journal and can be taken back as a whole.") if wrote else ""
        )
        left_out = any(look in ("bad", "soon") for _n, _words, look in self._counts())
        self.result_step.set_result(
            sentence, self._counts(), note, has_left_out=left_out, can_undo=wrote
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

    def _folder(self) -> Path:
        if self._opening is not None and self._opening.path.parent.is_dir():
            return self._opening.path.parent
        return Path.home()

    def _ask_protocol(self) -> None:
        stem = self._opening.path.stem if self._opening is not None else ""
        name = _("Protocol {file}").format(file=stem) + ".txt"
        picked, _kind = QFileDialog.getSaveFileName(
            self, _("Protocol"), str(self._folder() / name), _("Text (*.txt)")
        )
        if picked:
            self.save_protocol(Path(picked))

    def save_protocol(self, path: Path) -> None:
        """What was imported and what was not, as a text file."""
        checked, changes = self._checked, self._changes
        if checked is None:
            return
        counts = [(number, words) for number, words, _look in self._counts()]
        action = changes.action if changes is not None else None

        def job() -> None:
            text = protocol(checked.plan, counts, action)
            write_whole(path, text.encode("utf-8-sig"))

        self._save(path, job)

    def _ask_left_out(self) -> None:
        stem = self._opening.path.stem if self._opening is not None else ""
        name = _("Left out {file}").format(file=stem) + ".xlsx"
        picked, _kind = QFileDialog.getSaveFileName(
            self, _("Rows left out"), str(self._folder() / name), _("Excel workbook (*.xlsx)")
        )
        if picked:
            self.save_left_out(Path(picked))

    def save_left_out(self, path: Path) -> None:
        """The rows that were not taken, with the reason in the last column."""
        checked = self._checked
        if checked is not None:
            self._save(path, lambda: write_left_out(checked.plan, path))

    def _save(self, path: Path, job: Callable[[], object]) -> None:
        def done(_nothing: object) -> None:
            self._desk.said.emit(_("Saved: {file}").format(file=path.name))

        run(self, lambda _progress: job(), done=done, failed=self._desk.fail)

    def _another(self) -> None:
        self.open(None)

    # ---- work that takes time ----

    def _start(self, text, job, done, failed) -> None:  # type: ignore[no-untyped-def]
        self.bar.start(text)
        self._task = run(self, job, done=done, failed=failed, progress=self._on_progress)
        self._task.finished.connect(self._finish)
        self._go(self.step())

    def _on_progress(self, done: int, total: int, text: str) -> None:
        self.bar.step(done, total, text or None)

    def cancel_work(self) -> None:
        """Stop what runs; nothing of it stays."""
        if self._task is not None:
            self._task.cancel()

    def _finish(self) -> None:
        self._task = None
        self.bar.finish()
        self._go(self.step())

    # ---- words ----

    def _say_file(self) -> None:
        opening, checked = self._opening, self._checked
        self.file_name.setText(opening.path.name if opening is not None else "")
        parts: list[str] = []
        if checked is not None:
            if checked.plan.sheet:
                parts.append(_("sheet “{sheet}”").format(sheet=checked.plan.sheet))
            parts.append(_(checked.plan.kind.label))
            parts += checked.notes()
        self.file_note.setText(" · ".join(parts))

    def _say_foot(self) -> None:
        busy = self._task is not None and self.bar.isVisibleTo(self)
        step = self.step() if self.steps.current in range(4) else FILE
        self.back_button.setText(_("Back to columns") if step == CHECK else _("Back to the file"))
        self.back_button.setVisible(step in (COLUMNS, CHECK))
        self.back_button.setEnabled(not busy)
        self.sentence.setVisible(not busy)
        self.go_button.setVisible(step in (COLUMNS, CHECK))
        if step == COLUMNS:
            self.go_button.setText(_("Check the rows"))
            self.go_button.set_icon("arrow-right")
            self.go_button.setEnabled(not busy)
            if self._asked is None:
                self.sentence.setText(_("Nothing is written yet."))
        elif step == CHECK and self._snapshot is not None:
            taken = self._snapshot.taken
            words = ngettext("Import {n} row", "Import {n} rows", taken)
            self.go_button.setText(words.format(n=taken))
            self.go_button.set_icon("import")
            self.go_button.setEnabled(not busy and taken > 0)
            self.sentence.setText(self._outlook())

    def _outlook(self) -> str:
        """What will become of the rows with errors, and that nothing is written yet."""
        snapshot = self._snapshot
        if snapshot is None:
            return ""
        wrong = [row for row, state in snapshot.states.items() if state is RowState.ERROR]
        nothing = _("Nothing is written yet. The import can be taken back as a whole.")
        if not wrong:
            return nothing
        if len(wrong) == 1:
            said = _("Row {row} will not be imported and can be saved as “Left out”.")
            return said.format(row=wrong[0]) + "\n" + nothing
        said = ngettext(
            "{n} row will not be imported and can be saved as “Left out”.",
            "{n} rows will not be imported and can be saved as “Left out”.",
            len(wrong),
        )
        return said.format(n=len(wrong)) + "\n" + nothing
