"""Papers of the preview as files, and what the preview does while something runs.

Every file is written whole or not at all, also when the work is stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.preview_job import PaperJob
from cluster_desktop.ui.preview_shown import PreviewShown
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.work import Progress, Task, run


class PreviewSaving(PreviewShown):
    """Knows the job and its papers; what is printed is the business of PrintPreview."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._job: PaperJob | None = None
        self._papers: list[Paper] = []
        self._task: Task | None = None
        self._whole_files = 0
        super().__init__(desk, parent)

    def _chosen(self) -> list[Paper]:
        return self.list.model.ticked()

    # ---- files ----

    def _on_pdf(self) -> None:
        if len(self._papers) == 1:
            self._save_one()
            return
        corner = self.pdf_button.mapToGlobal(self.pdf_button.rect().topLeft())
        self.pdf_menu.popup(corner)

    def _folder(self) -> Path:
        kept = self._desk.preferences.get("print.folder")
        return Path(kept) if kept and Path(kept).is_dir() else Path.home()

    def _save_one(
        self, then: Callable[[], None] | None = None, in_order: Sequence[str] = ()
    ) -> None:
        chosen = self._chosen()
        if not chosen:
            return
        name = chosen[0].file_name if len(chosen) == 1 else _("Documents") + ".pdf"
        kinds = _("PDF document (*.pdf)")
        if len(chosen) == 1 and len(in_order) < 2:
            kinds += ";;" + _("Word document (*.docx)")
        picked, _kind = QFileDialog.getSaveFileName(
            self, _("Save"), str(self._folder() / name), kinds
        )
        if picked:
            self.save_to(Path(picked), then, in_order)

    def save_to(
        self,
        path: Path,
        then: Callable[[], None] | None = None,
        in_order: Sequence[str] = (),
    ) -> None:
        """The ticked papers as one file under that name; `in_order` with the copies of each."""
        job, chosen = self._job, self._chosen()
        if job is None or not chosen:
            return
        layout = self.options.layout_key()
        path = path if path.suffix else path.with_suffix(".pdf")
        self._desk.preferences.put("print.folder", str(path.parent))
        keys = [paper.key for paper in chosen]
        pages = list(in_order or keys)

        def save(progress: Progress) -> Changes:
            issued = job.issue(keys)
            if len(pages) == 1:
                job.save(pages[0], layout, path)
            else:
                job.save_all(pages, layout, path, progress)
            return issued

        self._run_save(save, path, then)

    def _save_many(self, ending: str) -> None:
        picked = QFileDialog.getExistingDirectory(self, _("Folder"), str(self._folder()))
        if picked:
            self.save_each(Path(picked), ending)

    def save_each(self, folder: Path, ending: str = ".pdf") -> None:
        """A file for each ticked paper into a folder, under readable names.

        Cancel leaves the files that are whole; printed again they get the same numbers.
        """
        job, chosen = self._job, self._chosen()
        if job is None:
            return
        layout = self.options.layout_key()
        self._desk.preferences.put("print.folder", str(folder))
        self._whole_files = 0

        def save(progress: Progress) -> Changes:
            issued = job.issue([paper.key for paper in chosen])
            for done, paper in enumerate(chosen):
                progress(done, len(chosen))
                job.save(paper.key, layout, folder / _file_of(paper, ending))
                self._whole_files = done + 1
            return issued

        self._run_save(save, folder)

    def _run_save(
        self,
        save: Callable[[Progress], Changes],
        target: Path,
        then: Callable[[], None] | None = None,
    ) -> None:
        def done(issued: Changes) -> None:
            self._desk.said.emit(_("Saved: {file}").format(file=target.name))
            if issued.action is not None:
                self._desk.done.emit(issued)
            if then is not None:
                then()

        self._start(_("Saving the files"))
        self._task = task = run(
            self, save, done=done, failed=self._on_failed, progress=self._on_step
        )
        task.finished.connect(lambda: self._say_stopped(task, target))
        task.finished.connect(self._finish)

    def _say_stopped(self, task: Task, folder: Path) -> None:
        """After Cancel: how many files there are; each is whole."""
        count = self._whole_files
        if task.progress.cancelled and count:
            said = ngettext(
                "Stopped. {n} whole file is in {folder}.",
                "Stopped. {n} whole files are in {folder}.",
                count,
            )
            self._desk.said.emit(said.format(n=count, folder=folder.name))
        self._whole_files = 0

    # ---- while something runs ----

    def _start(self, text: str) -> None:
        self.bar.start(text)
        self._show_busy(is_busy=True)

    def _on_step(self, done: int, total: int, text: str = "") -> None:
        """How far the work is; before the first paper is there, also in the middle."""
        self.bar.step(done, total, text)
        if not self._papers and total:
            words = ngettext("Preparing {n} document…", "Preparing {n} documents…", total)
            self.title.setText(words.format(n=total))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _finish(self) -> None:
        self._task = None
        self.bar.finish()
        self._show_busy(is_busy=False)
        self.say()

    def _show_busy(self, *, is_busy: bool) -> None:
        self.bar.setVisible(is_busy)
        self.note.setVisible(not is_busy)
        self.options.setEnabled(not is_busy)
        self.print_button.setEnabled(not is_busy)
        self.pdf_button.setEnabled(not is_busy)

    def _on_failed(self, why: Exception) -> None:
        if isinstance(why, Refusal | Trouble) and not self._papers:
            self.view.set_note(why.message)
        self._desk.fail(why)


def _file_of(paper: Paper, ending: str) -> str:
    """«С-001-2026 Әлиев Д. Ғ.»: with_suffix() would take the last initial for a suffix."""
    name = paper.file_name
    return (name[: -len(".pdf")] if name.casefold().endswith(".pdf") else name) + ending
