"""The program's own print preview: small pages, the page, the choices; one job for many papers.

Shows exactly the PDF that is printed. Making papers, pictures and the job itself run in workers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services.paper_kinds import OF_AGREEMENT
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.preview_fate import PreviewFate
from cluster_desktop.ui.preview_job import PaperJob
from cluster_desktop.ui.preview_options import BY_SET, TO_FILE, ChosenPrinter
from cluster_desktop.ui.preview_records import RecordPapers
from cluster_desktop.ui.preview_source import draw_page
from cluster_desktop.ui.printing import (
    MANY_PAGES,
    PageOf,
    Paper,
    job_order,
    print_job,
    printer_to_file,
    sheets,
)
from cluster_desktop.ui.undecided_line import decision_place
from cluster_desktop.ui.work import Progress, run


class PrintPreview(PreviewFate):
    """Shown in the window until `closed`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._is_filling = False
        self._is_making = False
        self._is_stale = False
        self._to_gap = False
        super().__init__(desk, parent)
        self._chosen_printer = ChosenPrinter(self.options)
        self._connect()
        self.retranslate()
        self._show_busy(is_busy=False)

    def _connect(self) -> None:
        self._desk.bridge.changed.connect(self._on_changed)
        self.close_button.clicked.connect(self._ask_to_close)
        self.options.layout_changed.connect(lambda _layout: self._load())
        self.options.changed.connect(self._count)
        self.list.filled.connect(self._fill)
        self.list.decide_wanted.connect(lambda one: self._desk.go.emit(decision_place(one)))
        self.list.make_button.clicked.connect(self._make_contracts)
        self.list.model.ticks_changed.connect(self._count)
        self.print_button.clicked.connect(self.print_now)
        self.pdf_button.clicked.connect(self._on_pdf)
        self.one_file.triggered.connect(lambda: self._save_one())
        self.many_files.triggered.connect(lambda: self._save_many(".pdf"))
        self.word_files.triggered.connect(lambda: self._save_many(".docx"))
        self.bar.cancelled.connect(self._cancel)
        self.yes_button.clicked.connect(self._mark_printed)
        self.no_button.clicked.connect(self._on_no)
        again = QShortcut(QKeySequence("Ctrl+P"), self)
        again.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        again.activated.connect(self.print_now)
        gap = QShortcut(QKeySequence("F3"), self)
        gap.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        gap.activated.connect(self.list.next_gap)

    def say(self) -> None:
        if self._is_filling:
            return  # the papers come one list after another; it is said once
        self._count()
        self._say_answer()

    # ---- the job ----

    def open_agreements(self, agreements: Sequence[UUID]) -> None:
        """The papers of agreements of the list, in that order."""
        self.open_job(RecordPapers(self._desk.office, OF_AGREEMENT, agreements))

    def open_job(self, job: PaperJob) -> None:
        """Show the papers of a job."""
        self._job = job
        self._papers = []
        self._forget_fate()
        self._say_answer()
        self._page = 0
        self._load()

    def _load(self) -> None:
        job = self._job
        if job is None:
            return
        layout = self.options.layout_key()
        self._is_making, self._is_stale = True, False
        self._start(_("Preparing the pages"))
        if not self._papers:
            self.title.setText(_("Preparing the pages"))
            self._why = _("Preparing the pages")
            self.view.set_note(self._why)
            self.list.hide()
        self._task = run(
            self,
            lambda progress: job.papers(layout, progress),
            done=self._on_papers,
            failed=self._on_failed,
            progress=self._on_step,
        )
        self._task.finished.connect(self._finish)

    def _on_changed(self, _changes: object) -> None:
        """The records changed, by an undo perhaps: what is printed is what they say now."""
        if self._job is None or self._is_marking:
            return
        if self._task is None:
            self._load()
        else:
            # A job that prints or saves changes records itself: the numbers it gives out.
            self._is_stale = self._is_stale or self._is_making

    def _finish(self) -> None:
        self._is_making = False
        super()._finish()
        if self._is_stale:
            self._load()

    def _on_papers(self, papers: Sequence[Paper]) -> None:
        self._papers = list(papers)
        self._source.set_papers(papers)
        self._why = ""
        many = len(papers) > 1 or any(paper.gaps or paper.remarks for paper in papers)
        self.list.setVisible(many)
        self.options.show_pages(is_shown=len(papers) == 1)
        self._is_filling = True
        self.list.set_papers(papers)
        self.thumbs.pages.set_pages(self._source.labels())
        self._is_filling = False
        self._count()
        if not self._why:
            self.show_page(min(self._page, max(0, self._source.count - 1)))
        self._ask_again()
        filled, self._to_gap = self._to_gap, False
        if filled and self.list.focus_gap():
            return
        focused = self.focusWidget()
        if focused in (None, self, self.close_button):
            self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_contracts(self) -> None:
        job = self._job
        if isinstance(job, RecordPapers) and self._task is None:
            self._desk.write(self, job.make_contracts)

    def papers(self) -> list[Paper]:
        return list(self._papers)

    # ---- counting ----

    def _order(self) -> list[PageOf] | None:
        """Sides of the job, None while the page numbers are not understood."""
        counts = [paper.pages for paper in self._chosen()]
        try:
            order = job_order(
                counts,
                copies=self.options.copies.value(),
                duplex=self.options.both_sides.isChecked(),
                pages=self.options.pages.text(),
                by_sets=self.options.order_key() == BY_SET,
            )
        except ValueError:
            said = _("Type page numbers from 1 to {n}, like 1-3, 5.")
            self.options.set_problem(said.format(n=sum(counts)))
            return None
        self.options.set_problem("")
        return order

    def _count(self) -> None:
        order = self._order()
        chosen = self._chosen()
        if not self._papers:
            self._say_empty()
            return
        count = sum(1 for paper in self._papers if paper.pages)
        title = ngettext("Print {n} document", "Print {n} documents", count)
        one = self._papers[0].title if len(self._papers) == 1 else ""
        self.title.setText(one or title.format(n=count))
        pages = ngettext("{n} page", "{n} pages", self._source.count).format(n=self._source.count)
        at = _("page {page} of {count}").format(page=self._page + 1, count=self._source.count)
        self.note.setText(at if self._source.count > 1 else pages)
        verb = ngettext("Print {n} document", "Print {n} documents", len(chosen))
        words = verb.format(n=len(chosen)) if len(self._papers) > 1 else _("Print")
        if order is not None and len(order) > MANY_PAGES:
            paper = sheets(order, duplex=self.options.both_sides.isChecked())
            said = ngettext("Print ({n} sheet)", "Print ({n} sheets)", paper)
            words = said.format(n=paper)
        self.print_button.setText(words)
        self.pdf_button.setText(_("Save PDF"))
        self.print_button.setEnabled(bool(order) and self._task is None)
        self.pdf_button.setEnabled(bool(chosen) and self._task is None)

    def _say_empty(self) -> None:
        """No paper yet: they are being made, or could not be."""
        if self._task is None:
            self.title.setText(_("Print preview"))
            if self._why == _("Preparing the pages"):
                self._why = ""
                self._draw_page()
        self.note.setText("")
        self.print_button.setText(_("Print"))
        self.pdf_button.setText(_("Save PDF"))
        self.print_button.setEnabled(False)
        self.pdf_button.setEnabled(False)

    # ---- filling gaps ----

    def _fill(self, key: str, gap: Finding, text: str) -> None:
        job = self._job
        if job is None:
            return

        def failed(why: Exception) -> None:
            if isinstance(why, Refusal):
                self.list.refuse(gap, why.message)
            else:
                self._desk.fail(why)

        run(self, lambda _progress: job.fill(key, gap, text), done=self._on_filled, failed=failed)

    def _on_filled(self, changes: Changes) -> None:
        # The papers are made anew as after any change of the records.
        self._to_gap = changes.action is not None

    # ---- printing ----

    def print_now(self) -> None:
        """Send the ticked papers as one job."""
        order, chosen = self._order(), self._chosen()
        if not order or self._task is not None:
            return
        name = self.options.printer_name()
        if name == TO_FILE:
            # Printed from the file, elsewhere perhaps: only the person knows.
            self._sent = tuple(paper.key for paper in chosen)
            self._save_one(then=self._ask_about_file, in_order=self._with_copies())
            return
        self._print(self._chosen_printer.printer(self.title.text()), order, chosen)

    def _with_copies(self) -> list[str]:
        """Keys of the ticked papers, as often as copies are asked for, in the chosen order."""
        keys, copies = [paper.key for paper in self._chosen()], self.options.copies.value()
        if self.options.order_key() == BY_SET:
            return keys * copies
        return [key for key in keys for _copy in range(copies)]

    def print_to(self, path: Path) -> None:
        """The job as pictures into a PDF, by the same way as to a printer."""
        order, chosen = self._order(), self._chosen()
        if order and self._task is None:
            self._print(printer_to_file(path, title=self.title.text()), order, chosen)

    def _print(self, printer: QPrinter, order: list[PageOf], chosen: list[Paper]) -> None:
        job, keys = self._job, [paper.key for paper in chosen]
        if job is None:
            return

        def work(progress: Progress) -> None:
            self._remember(keys)
            issued = job.issue(keys)
            try:
                print_job(printer, chosen, order, draw_page, progress)
            except BaseException:
                # Nothing left the printer: the numbers are free again.
                job.take_back(issued)
                self._stopped()
                raise

        self._start(self.print_button.text())
        self._task = run(
            self,
            work,
            done=lambda _nothing: self._ask_printed(),
            failed=self._on_failed,
            progress=self._on_step,
        )
        self._task.finished.connect(self._finish)

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
