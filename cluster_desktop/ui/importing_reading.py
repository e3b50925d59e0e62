"""Steps ① and ② of the import: a file becomes a plan, questions are answered, columns are mapped.

What is done with the plan is the business of ImportPage.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.excel.kinds import ColumnsQuestion
from cluster_desktop.excel.reader import EncodingQuestion
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.importing_columns import NOT_IMPORTED, ColumnLine
from cluster_desktop.ui.importing_files import ImportFiles
from cluster_desktop.ui.importing_frame import CHECK, COLUMNS, FILE, RESULT, ImportFrame
from cluster_desktop.ui.importing_marks import SheetShown
from cluster_desktop.ui.importing_plan import CheckedPlan, Opening, Snapshot
from cluster_desktop.ui.importing_rows import RowState
from cluster_desktop.ui.importing_tables import (
    OpenFile,
    OpenTable,
    found_words,
    kind_choices,
    label_of,
    open_file,
    sheet_choices,
    sheets_of,
    waiting,
)
from cluster_desktop.ui.importing_views import PlanWords, example_of, meanings_of
from cluster_desktop.ui.importing_words import choice_labels, outlook
from cluster_desktop.ui.work import Progress, Task, run

T = TypeVar("T")


class ImportReading(ImportFrame):
    """Opens files and goes from step to step."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._opening: Opening | None = None
        self._kind: str | None = None
        self._tables: list[OpenTable] = []
        self._at = 0
        self._asked: ColumnsQuestion | None = None
        self._sheets: list[SheetShown] = []
        self._is_shown = True
        self._task: Task | None = None
        super().__init__(desk, parent)
        self.files = ImportFiles(desk, self)
        self.steps.wanted.connect(self._back_to)
        self.cancel_button.clicked.connect(self._leave)
        self.back_button.clicked.connect(lambda: self._back_to(self.steps.current - 1))
        self.go_button.clicked.connect(self._forward)
        self.bar.cancelled.connect(self.cancel_work)
        one = self.file_step
        one.chosen.connect(lambda path: self.open(path, self._kind))
        one.pasted.connect(self._paste)
        one.template_wanted.connect(self.files.ask_template)
        one.accepted.connect(lambda: self._go(COLUMNS))
        one.preview.sheet_wanted.connect(lambda sheet: self._answer("sheet", sheet))
        one.preview.kind_wanted.connect(lambda kind: self._answer("kind", kind))
        one.preview.headings_wanted.connect(self._point)
        one.question.answered.connect(self._answer)
        self.columns_step.changed.connect(self._on_column)
        self.tables.activated.connect(self._show_table)

    # ---- the table on the screen ----

    @property
    def _table(self) -> OpenTable | None:
        return self._tables[self._at] if self._tables else None

    @property
    def _checked(self) -> CheckedPlan | None:
        return self._table.checked if self._table is not None else None

    @property
    def _words(self) -> PlanWords | None:
        return self._table.words if self._table is not None else None

    @property
    def _snapshot(self) -> Snapshot | None:
        return self._table.snapshot if self._table is not None else None

    def _show_table(self, at: int) -> None:
        """Another table of the file; looked at anew where an earlier one was changed."""
        if self._task is not None or not 0 <= at < len(self._tables):
            self.tables.setCurrentIndex(self._at)
            return
        self.check_step.table.close_mend(keep_focus=False)
        self._at = at
        table = self._tables[at]

        def done(snapshot: Snapshot) -> None:
            table.snapshot, table.is_stale = snapshot, False
            self.say()

        if not table.is_stale:
            self.say()
            return
        looking = _("Checking the rows")
        self._start(looking, lambda _progress: table.checked.snapshot(), done, self._desk.fail)

    def _show_next_wrong(self) -> None:
        """The next table with rows that wait, from the shown one on and round."""
        count = len(self._tables)
        for step in range(1, count):
            at = (self._at + step) % count
            if self._tables[at].snapshot.count(RowState.ERROR):
                self._show_table(at)
                return

    def _say_tables(self) -> None:
        others = [table for table in self._tables if table is not self._table]
        self.check_step.set_elsewhere(len(waiting(others)))
        self.tables.setVisible(len(self._tables) > 1)
        self.tables.clear()
        self.tables.addItems([label_of(table) for table in self._tables])
        self.tables.setCurrentIndex(self._at)

    # ---- step by step ----

    def _go(self, step: int) -> None:
        if step == COLUMNS:
            self._show_later()
        self.stack.setCurrentIndex(step)
        self.steps.go(step, locked=step == RESULT or self._task is not None)
        self._file_row.setVisible(step > FILE)
        self._foot.setVisible(step in (COLUMNS, CHECK) or self._task is not None)
        self.cancel_button.setVisible(step != RESULT)
        self._say_foot()
        if step == CHECK:
            self.check_step.focus_rows()

    def step(self) -> int:
        """The open step, from 0."""
        return self.steps.current

    def is_busy(self) -> bool:
        """True while a worker reads, checks or writes."""
        return self._task is not None

    def _back_to(self, step: int) -> None:
        if self._task is None and FILE <= step < self.step():
            self.check_step.table.close_mend(keep_focus=False)
            self._go(step)

    def _forward(self) -> None:
        if self._task is not None:
            return
        if self.step() == CHECK:
            self.apply()
        elif self._asked is not None or self._is_remapped():
            self._read(then=CHECK)
        else:
            self._go(CHECK)

    def apply(self) -> None:
        """What the main button of step ③ does."""

    def _leave(self) -> None:
        self.cancel_work()
        self.closed.emit()

    def may_close(self) -> bool:
        return self._task is None

    # ---- ① file ----

    def open(self, path: Path | None = None, kind: str | None = None) -> None:
        """Begin with a file, or with the choice of one; `kind` presets what it holds."""
        self.cancel_work()
        self._kind = kind
        self.file_step.set_kind(kind)
        self._opening = Opening(Path(path), preset=kind) if path is not None else None
        self._tables, self._at, self._asked, self._sheets = [], 0, None, []
        self.file_step.show_nothing()
        self._go(FILE)
        if self._opening is not None:
            self._read(then=FILE)

    def _read(self, then: int) -> None:
        opening, office = self._opening, self._office
        if opening is None:
            return
        wanted = replace(opening, columns=dict(opening.columns))

        def job(progress: Progress) -> OpenFile:
            return open_file(office, wanted, progress)

        def done(found: OpenFile) -> None:
            opening.source = found.source
            self._tables, self._at, self._asked = found.tables, 0, None
            self._sheets = found.sheets
            if found.why is not None:
                self._on_unread(found.why)
                return
            self.files.remember(wanted.path)
            self.file_step.set_recent(self.files.recent())
            self.say()
            self._go(then)

        self._start(_("Reading {file}").format(file=opening.path.name), job, done, self._desk.fail)

    def _on_unread(self, why: Refusal) -> None:
        """The file is not taken as it is: ask what must be known, or say why."""
        one = self.file_step
        if isinstance(why, ColumnsQuestion):
            self._asked = why
            self._ask_columns(why)
            one.show_found(why.message, "")
            self._go(COLUMNS)
        elif isinstance(why, NeedsAnswer):
            self._go(FILE)
            one.show_nothing()
            previews = why.previews if isinstance(why, EncodingQuestion) else {}
            one.show_question(why, choice_labels(why), previews)
        else:
            self._go(FILE)
            one.show_refused(why.message, is_open=bool(self._sheets))
        self._show_sheets()
        self._say_file()

    def _answer(self, question: str, answer: str) -> None:
        if self._opening is not None:
            self._opening.answered(question, answer)
            self._read(then=FILE)

    def _point(self, sheet: str | None, first: int, last: int) -> None:
        """Other headings are meant: the table below them is read."""
        if self._opening is not None:
            self._opening.show_headings(sheet, first, last)
            self._read(then=FILE)

    def _paste(self, text: str) -> None:
        try:
            path = self.files.from_clipboard(text)
        except Refusal as why:
            self._desk.refused.emit(why.message)
            return
        self.open(path, self._kind)

    def _show_found(self) -> None:
        self.file_step.show_found(*found_words(self._tables))
        self._show_sheets()

    def _show_sheets(self) -> None:
        """The sheet as it stands below what was found, asked or refused."""
        opening, preview = self._opening, self.file_step.preview
        if opening is None or not self._sheets:
            preview.hide()
            return
        kind = self._tables[0].words.plan.kind.name if self._tables else ""
        if self._asked is not None:
            kind = self._asked.kind.name
        sheets = sheet_choices(self._tables, opening.sheet) if self._tables else []
        shown = opening.sheet
        if shown is None and sheets and sheets[0][0]:
            shown = self._tables[0].words.plan.sheet
        kinds = kind_choices(self._tables) if kind or opening.kind else []
        preview.set_choices(kinds, kind or opening.kind or "", sheets, shown or "")
        preview.set_sheets(
            self._sheets, look_at=opening.sheet, pointed=opening.headings is not None
        )

    # ---- ② columns ----

    def _ask_columns(self, why: ColumnsQuestion) -> None:
        lines = [
            ColumnLine(
                guess.column.index,
                guess.column.name,
                example_of(why.table, guess),
                guess.meaning or (guess.asked[0] if guess.asked else NOT_IMPORTED),
                "soon" if guess.asked else "good" if guess.meaning else "",
                _("please choose") if guess.asked else "",
            )
            for guess in why.guesses
        ]
        # The question itself stands beside the button.
        self.columns_step.set_columns(lines, meanings_of(why.kind.meanings), "")
        self.columns_step.set_assumptions([])
        if self._opening is not None:
            # What stands in the box is the answer, also when nobody opens it.
            for guess in why.guesses:
                if guess.asked:
                    self._opening.columns.setdefault(guess.column.name, guess.asked[0])

    def _on_column(self, index: int, meaning: str) -> None:
        guesses = self._asked.guesses if self._asked is not None else ()
        if self._asked is None and self._checked is not None:
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

    # ---- work that takes time ----

    def _start(
        self,
        text: str,
        job: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self.bar.start(text)
        task = run(self, job, done=done, failed=failed, progress=self._on_progress)
        self._task = task
        task.finished.connect(lambda: self._finish(task))
        self._go(self.step())

    def _on_progress(self, done: int, total: int, text: str) -> None:
        self.bar.step(done, total, text or None)

    def cancel_work(self) -> None:
        """Stop what runs; nothing of it stays."""
        if self._task is not None:
            self._task.cancel()

    def _finish(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self.bar.finish()
            self._go(self.step())

    # ---- words ----

    def say(self) -> None:
        if self._words is not None and self._snapshot is not None:
            self._show_found()
            # The next steps are filled when they are opened, at the latest in the next turn.
            self._is_shown = False
            if self.step() > FILE:
                self._show_later()
            else:
                QTimer.singleShot(0, self, self._show_later)
        self._say_file()
        self._say_tables()
        self._say_foot()

    def _show_later(self) -> None:
        """Fill the steps that lie ahead, once."""
        if not self._is_shown and self._words is not None and self._snapshot is not None:
            self._is_shown = True
            self._show_plan(self._words, self._snapshot)

    def _show_plan(self, words: PlanWords, snapshot: Snapshot) -> None:
        notes = "\n".join(words.notes())
        meanings = meanings_of(words.plan.kind.meanings)
        self.columns_step.set_columns(words.column_lines(), meanings, notes)
        self.columns_step.set_assumptions(words.assumptions())
        if self._opening is not None:
            self.columns_step.set_clears(clears=self._opening.clears)

    def _say_file(self) -> None:
        opening, words = self._opening, self._words
        self.file_name.setText(opening.path.name if opening is not None else "")
        parts: list[str] = []
        if words is not None:
            if self._table is not None and (sheets := sheets_of(self._table)):
                parts.append(sheets)
            parts += [_(words.plan.kind.label), words.key_note(), *words.notes()]
        elif self._asked is not None:
            parts.append(_(self._asked.kind.label))
        self.file_note.setText(" · ".join(filter(None, parts)))

    def _say_foot(self) -> None:
        working = self._task is not None and not self.bar.isHidden()
        step = self.step()
        self.back_button.setText(_("Back to columns") if step == CHECK else _("Back to the file"))
        self.back_button.setVisible(step in (COLUMNS, CHECK))
        self.back_button.setEnabled(not working)
        self.sentence.setVisible(not working)
        self.go_button.setVisible(step in (COLUMNS, CHECK))
        self.go_button.setEnabled(not working)
        if step == COLUMNS:
            self.go_button.setText(_("Check the rows"))
            self.go_button.set_icon("arrow-right")
            nothing = _("Nothing is written yet.")
            self.sentence.setText(nothing if self._asked is None else self._asked.message)
        elif step == CHECK and self._snapshot is not None:
            taken = sum(table.snapshot.taken for table in self._tables)
            words = ngettext("Import {n} row", "Import {n} rows", taken)
            self.go_button.setText(words.format(n=taken))
            self.go_button.set_icon("import")
            self.go_button.setEnabled(not working and taken > 0)
            self.sentence.setText(outlook(waiting(self._tables)))
