"""After a print job: did all of it come out? Asked in the page, and kept until it is answered.

A job of records is remembered on this computer before its first page goes out: after a jam, a power
cut or a preview that was closed without an answer the same question is asked again from Home.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes
from cluster_desktop.services import print_job
from cluster_desktop.services.print_job import PrintJob
from cluster_desktop.ui import theme
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.preview_job import PaperJob
from cluster_desktop.ui.preview_records import RecordPapers
from cluster_desktop.ui.preview_saving import PreviewSaving
from cluster_desktop.ui.work import run

_NAME_WIDTH = 120


class PreviewFate(PreviewSaving):
    """Knows what was sent and what is known to have come out; printing itself is PrintPreview's."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._printed: Changes | None = None
        self._is_asked = False
        # While the papers are marked as printed, or the mark is taken back.
        self._is_marking = False
        self._sent: tuple[str, ...] = ()
        self._before: tuple[str, ...] = ()
        self._resumed: PrintJob | None = None
        self._kept_as = print_job.new_name()
        super().__init__(desk, parent)

    def _forget_fate(self) -> None:
        """Another job is shown."""
        self._printed, self._is_asked = None, False
        self._sent = self._before = ()

    def open_job(self, job: PaperJob) -> None:
        """Show the papers of a job."""

    def _load(self) -> None:
        """Make the papers of the job anew."""

    # ---- remembering ----

    def _remember(self, keys: Sequence[str]) -> None:
        """For a worker: these papers go out now."""
        self._sent = tuple(keys)
        job = self._job
        if isinstance(job, RecordPapers):
            told = job.told(self._sent, self._before, _title(len(self._before) + len(keys)))
            print_job.remember(self._desk.office, self._kept_as, told)

    def _forget(self) -> None:
        """For a worker: nothing of the job is open any more."""
        print_job.forget(self._desk.office, self._kept_as)

    def _stopped(self) -> None:
        """For a worker: the sending broke off; what came out in earlier ones is still open."""
        if not self._before:
            self._forget()

    def resume(self, kept_as: str, pending: PrintJob) -> None:
        """Show a job again whose end was not told, and ask about it."""
        self._kept_as, self._resumed = kept_as, pending
        at = self.options.layouts.findData(pending.layout)
        self.options.layouts.setCurrentIndex(max(0, at))
        self.open_job(RecordPapers(self._desk.office, pending.kind, pending.ids, of=pending.of))

    def _ask_again(self) -> None:
        """The papers of a resumed job are there."""
        pending, self._resumed = self._resumed, None
        if pending is None:
            return
        self._sent, self._before = pending.sent, pending.before
        self.list.model.tick_only(pending.sent)
        self._is_asked = True
        self._say_answer()
        self.yes_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, why: Exception) -> None:
        if self._resumed is not None and isinstance(why, Refusal):
            # Its records are gone: there is nothing left to ask about.
            self._resumed = None
            run(self, lambda _p: self._forget(), done=lambda _nothing: None)
        super()._on_failed(why)

    # ---- the question ----

    def _ask_printed(self) -> None:
        """One paper counts as printed unless the person says no; of many one question is asked."""
        self._is_asked = len(self._sent) > 1
        if self._is_asked:
            self._say_answer()
            self.yes_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._mark_printed()

    def _mark_printed(self) -> None:
        job, keys = self._job, [*self._before, *self._sent]
        if job is None or self._printed is not None:
            return

        self._is_marking = True

        def mark() -> Changes:
            changes = job.mark_printed(keys)
            self._forget()
            return changes

        def done(changes: Changes) -> None:
            self._printed, self._is_asked = changes, False
            self._unmark_later()
            if changes.action is None:
                self._printed = None  # a list, a form: nothing is kept and nothing taken back
                self._desk.said.emit(_("Printed."))
            self._say_answer()
            self.printed.emit(changes)

        run(self, lambda _progress: mark(), done=done, failed=self._on_unmarked)

    def _unmark_later(self) -> None:
        """The news of the own change may come after its end, in the same turn."""
        QTimer.singleShot(0, self, self._end_marking)

    def _end_marking(self) -> None:
        self._is_marking = False

    def _on_unmarked(self, why: Exception) -> None:
        self._end_marking()
        self._desk.fail(why)

    def _say_answer(self) -> None:
        """After the job: the question, or what was recorded and the way to take it back."""
        is_out = self._printed is not None
        for widget in (self.answer, self.no_button):
            widget.setVisible(is_out or self._is_asked)
        self.yes_button.setVisible(self._is_asked)
        if self._is_asked:
            count = len(self._sent)
            said = ngettext("Is {n} document printed?", "Are all {n} documents printed?", count)
            self.answer.setText(said.format(n=count))
            self._name_no()
        elif is_out:
            count = len(self._before) + len(self._sent)
            said = ngettext(
                "{n} document is marked as printed.", "{n} documents are marked as printed.", count
            )
            self.answer.setText(said.format(n=count))
            self.no_button.setText(_("Not printed – take back the number"))
            self.no_button.setToolTip("")

    def _name_no(self) -> None:
        """The document that is shown is the first one to be printed again."""
        paper = self.list.current()
        if paper is None or len(self._papers) == 1:
            self.no_button.setText(_("No, print again"))
            return
        words = _("No, from {document} again")
        room = theme.scaled(_NAME_WIDTH)
        metrics = self.no_button.fontMetrics()
        name = metrics.elidedText(paper.title, Qt.TextElideMode.ElideRight, room)
        self.no_button.setText(words.format(document=name))
        self.no_button.setToolTip(words.format(document=paper.title))

    def _on_no(self) -> None:
        if not self._is_asked:
            self._not_printed()
            return
        paper = self.list.current()
        at = self._sent.index(paper.key) if paper and paper.key in self._sent else 0
        self._before, self._sent = (*self._before, *self._sent[:at]), self._sent[at:]
        self._is_asked = False
        self.list.model.tick_only(self._sent)
        self._say_answer()
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)
        again = self._sent
        run(self, lambda _p: self._remember(again), done=lambda _n: None, failed=self._desk.fail)

    def _not_printed(self) -> None:
        job, printed = self._job, self._printed
        if job is None or printed is None:
            return
        self._is_marking = True

        def done(changes: Changes) -> None:
            self._unmark_later()
            self._forget_fate()
            self._say_answer()
            self._desk.said.emit(_("Taken back: the documents are not marked as printed."))
            self._load()

        run(self, lambda _progress: job.take_back(printed), done=done, failed=self._on_unmarked)

    def _ask_about_file(self) -> None:
        """The same question where the job is a file; it waits on Home until it is answered."""
        self._is_asked = True
        self._say_answer()
        sent = self._sent
        run(self, lambda _p: self._remember(sent), done=lambda _n: None, failed=self._desk.fail)


def _title(count: int) -> str:
    """What Home calls the job while nobody has said that it is printed."""
    said = ngettext("printing of {n} document", "printing of {n} documents", count)
    return said.format(n=count)
