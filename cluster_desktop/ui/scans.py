"""File scans: a stack of scanned papers goes to its records by the codes on the pages.

Reading, planning and keeping run in workers. Nothing is written before the button is pressed;
pages that the program cannot place are asked about, one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from cluster_desktop.documents import versions
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.rules.findings import Finding
from cluster_desktop.scanning import reader
from cluster_desktop.scanning.reader import Picture, Stack
from cluster_desktop.services import scans
from cluster_desktop.services.scans import Asked, Found, Kept, Page, Plan, Target
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.keys import undo_or_redo
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.scans_frame import ScansFrame, image_of
from cluster_desktop.ui.work import Progress, Task, run

_RESIZE_MS = 80


class ScanSheet(ScansFrame):
    """Shown in the window until `closed`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._stack = Stack(())
        self._plan = Plan()
        self._answers: dict[tuple[Path, int], Target] = {}
        self._left_out: set[tuple[Path, int]] = set()
        self._filed: set[tuple[Path, int]] = set()
        self._task: Task | None = None
        self._shown: tuple[tuple[Page, ...], int] = ((), 0)
        office = desk.office

        @lru_cache(maxsize=1_000)
        def kind_now(entity: str, record: UUID, digest: str) -> str | None:
            return versions.kind_now(office, entity, record, digest)

        self._kind_now = kind_now
        self._resize = QTimer(self)
        self._resize.setSingleShot(True)
        self._resize.setInterval(_RESIZE_MS)
        self._connect()
        self.retranslate()
        self._show_current()

    def _connect(self) -> None:
        self.close_button.clicked.connect(self._ask_to_close)
        self.files_button.clicked.connect(self._choose_files)
        self.folder_button.clicked.connect(self._choose_folder)
        self.dropped.connect(self.read)
        self.bar.cancelled.connect(self._cancel)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.model.ticks_changed.connect(self.say)
        self.ask.answered.connect(self.answer)
        self.ask.left.connect(self.leave_out)
        self.signed.toggled.connect(self.day.setEnabled)
        self.file_button.clicked.connect(self.file_now)
        self.view.turned.connect(self._turn)
        self.view.resized.connect(self._resize.start)
        self._resize.timeout.connect(self._draw)

    def event(self, event: QEvent) -> bool:
        """Nothing of this sheet is filed yet: Ctrl+Z would take back something else."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride and undo_or_redo(event)
        if is_asked and not self._filed:
            event.accept()
            return True
        return super().event(event)

    # ---- reading ----

    def _folder(self) -> str:
        kept = self._desk.preferences.get("scans.folder")
        return kept if kept and Path(kept).is_dir() else str(Path.home())

    def _choose_files(self) -> None:
        kinds = _("Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)") + ";;" + _("All files (*)")
        names, _kind = QFileDialog.getOpenFileNames(self, _("Choose scans…"), self._folder(), kinds)
        self.read([Path(name) for name in names])

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Choose a folder…"), self._folder())
        if name:
            self.read([Path(name)])

    def read(self, paths: Sequence[Path]) -> None:
        """Look for codes on the pages of these files and folders; they join what is there."""
        if not paths or self._task is not None:
            return
        first = paths[0]
        self._desk.preferences.put("scans.folder", str(first if first.is_dir() else first.parent))
        before = self._stack

        def job(progress: Progress) -> tuple[Stack, Plan]:
            stack = reader.read(paths, progress=lambda done, total: _tell(progress, done, total))
            known = {page.place for page in before.pages}
            fresh = tuple(page for page in stack.pages if page.place not in known)
            whole = Stack((*before.pages, *fresh), (*before.left_out, *stack.left_out))
            return whole, self._planned(whole)

        def done(found: tuple[Stack, Plan]) -> None:
            self._stack, plan = found
            self._show_plan(plan)

        self._start(_("Looking for codes"))
        self._task = run(
            self, job, done=done, failed=self._on_failed, progress=self.bar.step
        )  # fmt: skip
        self._task.finished.connect(self._finish)

    def _planned(self, stack: Stack) -> Plan:
        """For a worker. What was filed or left out is no longer in the stack."""
        gone = self._filed | self._left_out
        pages = [page for page in stack.pages if page.place not in gone]
        return scans.plan(
            self._desk.office, pages, answers=dict(self._answers), kind_now=self._kind_now
        )

    def _plan_again(self) -> None:
        stack = self._stack
        run(self, lambda _p: self._planned(stack), done=self._show_plan, failed=self._desk.fail)

    def _show_plan(self, plan: Plan) -> None:
        at = max(0, self.list.currentIndex().row())
        known = {found.key for found in self._plan.papers}
        self._plan = plan
        self.model.set_papers([*map(_paper, plan.papers), *map(_question, plan.asked)])
        for row, found in enumerate(plan.papers):
            if found.is_kept and found.key not in known:
                self.model.setData(self.model.index(row), None, Qt.ItemDataRole.CheckStateRole)
        first_asked = len(plan.papers) if plan.asked else at
        count = self.model.rowCount()
        if count:
            self.list.setCurrentIndex(self.model.index(min(first_asked, count - 1)))
        self._show_current()
        self.say()
        # The buttons that were pressed were hidden meanwhile, and the focus went on to Close.
        if self.focusWidget() in (None, self, self.close_button):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- what is shown ----

    def plan(self) -> Plan:
        return self._plan

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_current()

    def _current(self) -> Found | Asked | None:
        row = self.list.currentIndex().row()
        papers, asked = self._plan.papers, self._plan.asked
        if 0 <= row < len(papers):
            return papers[row]
        return asked[row - len(papers)] if 0 <= row - len(papers) < len(asked) else None

    def _show_current(self) -> None:
        shown = self._current()
        self.ask.setVisible(isinstance(shown, Asked))
        remarks = shown.remarks if isinstance(shown, Found) else ()
        self.remark.setText("\n".join(remark.message for remark in remarks))
        self.remark.setVisible(bool(remarks))
        if isinstance(shown, Asked):
            self.ask.ask(shown.said, shown.proposed)
        pages = shown.pages if isinstance(shown, Found) else (shown.page,) if shown else ()
        self._shown = (pages, 0)
        self._draw()

    def _turn(self, step: int) -> None:
        pages, at = self._shown
        if 0 <= at + step < len(pages):
            self._shown = (pages, at + step)
            self._draw()

    def _draw(self) -> None:
        pages, at = self._shown
        if not pages:
            self.place.setText("")
            self.view.set_note(_("Drop scans here: PDF, JPEG, PNG, TIFF."))
            return
        page, width = pages[at], self.view.wanted_width()
        self.place.setText(page.called)

        def draw() -> Picture | str:
            try:
                return reader.picture(page, width)
            except Refusal as why:
                return why.message  # the sheet may be closed by then: nobody else is to hear it

        def done(drawn: Picture | str) -> None:
            if self._shown != (pages, at):
                return
            if isinstance(drawn, str):
                self.view.set_note(drawn)
            else:
                self.view.set_page(image_of(drawn))

        run(self, lambda _p: draw(), done=done)

    def say(self) -> None:
        chosen = self.chosen()
        count = len(self._plan.papers)
        found = ngettext("{n} paper found", "{n} papers found", count).format(n=count)
        self.title.setText(found if self._stack.pages else _("File scans"))
        verb = ngettext("File {n} paper", "File {n} papers", len(chosen))
        self.file_button.setText(verb.format(n=len(chosen)) if chosen else _("File papers"))
        self.file_button.setEnabled(bool(chosen) and self._task is None)
        signs = any(one.signs for one in chosen)
        self.signed.setVisible(signs)
        self.day.setVisible(signs)
        self.notes.setText("\n".join(self._notes()))
        self.notes.setVisible(bool(self._notes()))

    def _notes(self) -> list[str]:
        said = []
        if blank := len(self._plan.blank):
            words = ngettext("{n} blank side left out", "{n} blank sides left out", blank)
            said.append(words.format(n=blank))
        if twice := len(self._plan.twice):
            words = ngettext(
                "{n} page lies there twice, left out once",
                "{n} pages lie there twice, left out once",
                twice,
            )
            said.append(words.format(n=twice))
        return said + [one.why.message for one in self._stack.left_out]

    def chosen(self) -> list[Found]:
        """The ticked papers."""
        ticked = {paper.key for paper in self.model.ticked()}
        return [found for found in self._plan.papers if found.key in ticked]

    # ---- answers ----

    def answer(self, target: Target) -> None:
        """The current page belongs to that record."""
        shown = self._current()
        if isinstance(shown, Asked):
            self._answers[shown.page.place] = target
            self._plan_again()

    def leave_out(self) -> None:
        """The current page is not filed."""
        shown = self._current()
        if isinstance(shown, Asked):
            self._left_out.add(shown.page.place)
            self._plan_again()

    # ---- keeping ----

    def file_now(self) -> None:
        """Keep the ticked papers with their records."""
        chosen = self.chosen()
        if not chosen or self._task is not None:
            return
        signed_on: date | None = None
        if self.signed.isChecked() and any(one.signs for one in chosen):
            self.day.commit()
            if self.day.problem():
                self._desk.refused.emit(self.day.problem() or "")
                return
            value = self.day.value()
            signed_on = value if isinstance(value, date) else None
        office = self._desk.office

        def job(progress: Progress) -> Kept:
            contents = []
            for done, found in enumerate(chosen):
                progress(done, len(chosen))
                contents.append((found, *reader.content_of(found.pages)))
            return scans.file(office, contents, signed_on=signed_on)

        self._start(_("Filing the scans"))
        self._task = run(
            self, job, done=lambda kept: self._on_filed(chosen, kept), failed=self._on_failed,
            progress=self.bar.step,
        )  # fmt: skip
        self._task.finished.connect(self._finish)

    def _on_filed(self, chosen: Sequence[Found], kept: Kept) -> None:
        self._filed |= {page.place for found in chosen for page in found.pages}
        if kept.changes.action is not None:
            self._desk.done.emit(kept.changes)
        if kept.already:
            said = ngettext(
                "{n} scan was kept already.", "{n} scans were kept already.", len(kept.already)
            )
            self._desk.said.emit(said.format(n=len(kept.already)))
        if self._plan.asked:
            self._plan_again()
        else:
            self.closed.emit()

    # ---- while something runs ----

    def _start(self, text: str) -> None:
        self.bar.start(text)
        self._show_busy(is_busy=True)

    def _finish(self) -> None:
        self._task = None
        self.bar.finish()
        self._show_busy(is_busy=False)
        self.say()

    def _show_busy(self, *, is_busy: bool) -> None:
        self.bar.setVisible(is_busy)
        for button in (self.files_button, self.folder_button):
            button.setVisible(not is_busy)
        self.file_button.setEnabled(not is_busy)
        self.ask.setEnabled(not is_busy)

    def _on_failed(self, why: Exception) -> None:
        self._desk.fail(why)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def may_close(self) -> bool:
        """A running job is stopped first, by its own Cancel."""
        return self._task is None

    def _ask_to_close(self) -> None:
        self._cancel()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._ask_to_close()
            return
        super().keyPressEvent(event)


def _tell(progress: Progress, done: int, total: int) -> None:
    """Between turns the reader only asks whether to go on."""
    if total:
        progress(done, total)
    elif progress.cancelled:
        progress(0, 0)


def _paper(found: Found) -> Paper:
    title = scans.title_of(found)
    return Paper(key=found.key, title=title, pages=len(found.pages), remarks=found.remarks)


def _question(asked: Asked) -> Paper:
    """A line without a tick: it has no record yet."""
    return Paper(key=asked.page.called, title=asked.page.called, gaps=(Finding(asked.said),))
