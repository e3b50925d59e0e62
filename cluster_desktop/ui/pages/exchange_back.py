"""A lost regional office comes back on this computer: the folder, the words or the file, a name.

Nothing is written before everything fits and somebody has read what will happen.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from cluster_desktop.i18n import _
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.exchange_fields import FolderLine, LabelledLine
from cluster_desktop.ui.exchange_parts import PercentBar
from cluster_desktop.ui.exchange_recovery import RecoveryWords
from cluster_desktop.ui.pages.exchange_ask import Screen
from cluster_desktop.ui.widgets import Segmented
from cluster_desktop.ui.work import Progress, Task, run

if TYPE_CHECKING:
    from cluster_desktop.sync.views import Place as SharePlace


class BackScreen(Screen):
    """Where the region exchanges, with what it is opened, and what this computer is called."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.is_back = False  # until the first exchange has begun
        self._task: Task | None = None
        self.folder = FolderLine("back_folder", self)
        self.folder.changed.connect(lambda _path: self._allow())
        self.by = Segmented(self._ways(), self)
        self.by.changed.connect(lambda _key: self._tell())
        self.words = RecoveryWords("recovery_words", self)
        self.words.changed.connect(self._allow)
        self.file = FolderLine("back_file", self)
        self.file.choose.clicked.disconnect()
        self.file.choose.clicked.connect(self._choose_file)
        self.phrase = LabelledLine("back_passphrase", self, hidden=True)
        self.name = LabelledLine("computer_name", self)
        for line in (self.phrase, self.name):
            line.edit.textChanged.connect(lambda _text: self._allow())
        self.bar = PercentBar(self)
        self.bar.cancelled.connect(self._cancel)
        for widget in (
            self.folder, self.by, self.words, self.file, self.phrase, self.name, self.bar,
        ):  # fmt: skip
            self.column.addWidget(widget)
        self.go.setObjectName("bring_back")
        self.go.clicked.connect(self._ask)
        self.back.setObjectName("back_back")
        self.back.clicked.connect(self._forget)
        self.finish()
        self.retranslate()
        self._tell()

    @staticmethod
    def _ways() -> list[tuple[str, str]]:
        return [("words", _("With the words")), ("file", _("With the file"))]

    def entry(self) -> FolderLine:
        return self.folder

    def reload(self) -> None:
        office = self.desk.office
        if not self.name.text():
            own = office.college_id()
            named = office.actor() or ("" if own is None else office.title("organisation", own))
            self.name.edit.setText(named)
        facade = self.desk.exchange.facade()
        run(self, lambda _p: facade.places(), done=self._offer, failed=self.refuse)
        self._allow()

    def _offer(self, places: list[SharePlace]) -> None:
        near = [place for place in places if place.state == "ours"]
        if near and not self.folder.path:
            self.folder.set_path(near[0].path)
            self._allow()

    def _tell(self) -> None:
        by_file = self.by.value() == "file"
        self.words.setVisible(not by_file)
        self.file.setVisible(by_file)
        self.phrase.setVisible(by_file)
        self._allow()

    def _allow(self) -> None:
        by_file = self.by.value() == "file"
        opens = bool(self.file.path and self.phrase.edit.text())
        ready = opens if by_file else self.words.is_whole()
        free = self._task is None
        self.go.setEnabled(bool(free and ready and self.folder.path and self.name.text()))

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("File from the safe"), "", _("Files of a region ({ending})").format(
                ending="*.clk")
        )  # fmt: skip
        if chosen:
            self.file.set_path(chosen)
            self._allow()

    def _ask(self) -> None:
        self.problem.clear()
        ask = Ask(
            _("Make this computer the region's office?"),
            _(
                "From now on this computer admits and excludes others; the lost one no longer can. "
                "Then the first exchange collects here everything that lies in the folder. "
                "Afterwards exclude the lost computer on the tab “Colleges”."
            ),
            _("Bring the office back"), lines=[self.folder.path, self.name.text()],
        )  # fmt: skip
        ask.agreed.connect(self._begin)
        self.desk.sheet.emit(ask, "middle")

    def _begin(self) -> None:
        by_file = self.by.value() == "file"
        path = Path(self.file.path) if by_file else None
        secret = self.phrase.edit.text() if by_file else self.words.text()
        folder, name = self.folder.path, self.name.text()
        facade = self.desk.exchange.facade()

        def bring_back(progress: Progress) -> None:
            place = facade.look(folder)
            facade.renew_office(path, secret, place=place, name=name, progress=progress)

        self.bar.start(_("The office is brought back"))
        self._task = run(
            self, bring_back, done=lambda _none: self._on_back(), failed=self.refuse,
            progress=self.bar.step,
        )  # fmt: skip
        self.wait_for(self._task)
        self._task.finished.connect(self._on_finished)
        self.bar.take_focus()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _on_finished(self) -> None:
        stopped = self._task is not None and self._task.progress.cancelled
        self._task = None
        self.bar.finish()
        self._allow()
        if stopped:
            self.problem.show_text("info", _("Stopped. Nothing was changed."))
            self.desk.exchange.read()  # unless Cancel came a moment too late

    def _on_back(self) -> None:
        self.is_back = True
        self._forget()
        self.desk.said.emit(
            _("The office is back. Exclude the lost computer on the tab “Colleges”.")
        )
        self.desk.exchange.read()

    def _forget(self) -> None:
        """The words and the passphrase stay on no screen."""
        self.words.clear()
        self.phrase.edit.clear()
        self.problem.clear()

    def retranslate(self) -> None:
        self.title.setText(_("Bring the region's office back"))
        self.note.setText(
            _(
                "The office's computer is broken, lost or stolen. This one takes its place; the "
                "colleges go on exchanging as before."
            )
        )
        self.folder.set_texts(
            _("Folder or stick"), _("Choose…"),
            _("The region's folder, or a stick with which a college exchanged"),
        )  # fmt: skip
        self.by.set_options(self._ways())
        self.by.setAccessibleName(_("With what"))
        self.words.retranslate()
        self.file.set_texts(_("File from the safe"), _("Choose…"), _("not chosen yet"))
        self.phrase.set_texts(_("Passphrase"))
        self.name.set_texts(
            _("Name of this computer"), _("It stands in the list of the region's computers")
        )
        self.go.setText(_("Bring the office back…"))
        self.back.setText(_("Back"))
