"""A region's office begins the exchange: a passphrase, a file to keep, words to print.

Whoever has the file and its passphrase, or the words on paper, can invite and exclude computers.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.exchange_fields import FolderLine, LabelledLine, WordsCard
from cluster_desktop.ui.pages.exchange_ask import Screen
from cluster_desktop.ui.widgets import Button, TextLabel
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.ui.exchange_link import Started

SHORTEST = 12  # as the office's file demands


class BeginScreen(Screen):
    """What the region is called and how its file is kept; afterwards the words to write down."""

    begun = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._started: Started | None = None
        self.asked = self._build_asked()
        self.told = self._build_told()
        self.column.addWidget(self.asked)
        self.column.addWidget(self.told)
        self.told.hide()
        self.go.setObjectName("begin_region")
        self.back.setObjectName("begin_back")
        self.go.clicked.connect(self._go)
        self.second.edit.returnPressed.connect(self.go.click)
        self._warned = False
        self.finish()
        self.retranslate()

    def _build_asked(self) -> QWidget:
        holder = QWidget(self)
        self.region = LabelledLine("region_title", holder)
        self.first = LabelledLine("region_passphrase", holder, hidden=True)
        self.second = LabelledLine("region_passphrase_again", holder, hidden=True)
        self.folder = FolderLine("region_folder", holder)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for line in (self.region, self.first, self.second, self.folder):
            column.addWidget(line)
        for edit in (self.region.edit, self.first.edit, self.second.edit):
            edit.textChanged.connect(lambda _text: self._allow())
        self.folder.changed.connect(lambda _path: self._allow())
        return holder

    def _build_told(self) -> QWidget:
        holder = QWidget(self)
        self._keep = TextLabel(parent=holder, wrap=True)
        self.words = WordsCard(holder)
        self.sheet = Button(icon="print", parent=holder)
        self.sheet.setObjectName("emergency_sheet")
        self.sheet.clicked.connect(self.save_sheet)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self._keep, self.words, self.sheet):
            column.addWidget(widget)
        return holder

    def entry(self) -> QWidget:
        return self.first.edit if self.region.text() else self.region.edit

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Closing the window loses the words: that is said once before it happens."""
        if event.type() != QEvent.Type.Close or self._started is None or self._warned:
            return super().eventFilter(watched, event)
        self._warned = True
        event.ignore()
        self.problem.show_text(
            "soon",
            _(
                "These words are shown only now and are kept nowhere. Write them down or save the "
                "sheet before you close the window."
            ),
        )
        return True

    def started(self) -> Started | None:
        """What was begun, while its words are on the screen."""
        return self._started

    def reload(self) -> None:
        office = self.desk.office
        own = office.college_id()
        if own is not None and not self.region.text():
            self.region.edit.setText(office.title("organisation", own))
        self._allow()

    def _allow(self) -> None:
        filled = self.region.text() and self.first.edit.text() and self.second.edit.text()
        self.go.setEnabled(self._started is not None or bool(filled and self.folder.path))

    def _go(self) -> None:
        if self._started is not None:
            self._leave()
            return
        if len(self.first.text()) < SHORTEST:
            self.first.set_problem(
                _("At least {n} characters. A sentence of four or five words is easy to keep.")
                .format(n=SHORTEST)
            )  # fmt: skip
            return
        if self.first.edit.text() != self.second.edit.text():
            self.second.set_problem(_("Both must be the same. Type the second one again."))
            return
        self._begin()

    def _begin(self) -> None:
        title, phrase, folder = self.region.text(), self.first.edit.text(), Path(self.folder.path)
        self.problem.clear()
        facade = self.desk.exchange.facade()
        task = run(
            self, lambda _p: facade.start_region(title, phrase, folder), done=self.on_started,
            failed=self.refuse,
        )  # fmt: skip
        self.wait_for(task)
        task.finished.connect(self._allow)

    def on_started(self, started: Started) -> None:
        """Show the words; they are kept nowhere."""
        self._started = started
        self.window().installEventFilter(self)
        self.first.edit.clear()
        self.second.edit.clear()
        self.words.set_words([word for line in started.recovery for word in line])
        self.asked.hide()
        self.told.show()
        self.back.hide()
        self.retranslate()
        self._allow()
        self.go.setFocus()

    def _leave(self) -> None:
        """The words are written down: they are shown nowhere again."""
        self._started = None
        self.window().removeEventFilter(self)
        self.problem.clear()
        self.words.set_words(())
        self.asked.show()
        self.told.hide()
        self.back.show()
        self.retranslate()
        self.desk.exchange.read()
        self.begun.emit()

    def save_sheet(self) -> None:
        """The emergency sheet as a PDF to print."""
        started = self._started
        if started is None:
            return
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the emergency sheet"), _("Emergency sheet") + ".pdf", "PDF (*.pdf)"
        )
        if not chosen:
            return
        title, path = self.region.text(), Path(chosen)

        def write(_progress: object) -> Path:
            # Loads ReportLab: paid once in the life of a region.
            from cluster_desktop.ui.exchange_sheet import save_emergency_sheet

            return save_emergency_sheet(started.recovery, title, path, self.desk.office.today())

        run(self, write, done=self._sheet_saved, failed=self.refuse)

    def _sheet_saved(self, path: Path) -> None:
        self.desk.said.emit(_("The emergency sheet lies in {file}").format(file=path))

    def retranslate(self) -> None:
        if self._started is None:
            self.title.setText(_("Begin the exchange of the region"))
            self.note.setText(
                _(
                    "A file is made that lets this office invite and exclude computers. Keep it on "
                    "a stick in a safe, not in the shared folder."
                )
            )
            self.go.setText(_("Begin"))
        else:
            self.title.setText(_("Write these words down or print them"))
            self.note.setText(
                _(
                    "The file lies in {file}. If it is lost or its passphrase forgotten, these "
                    "words are the only way back. They are not shown again."
                ).format(file=self._started.root_file)
            )
            self.go.setText(_("They are on paper: go on"))
        self.back.setText(_("Back"))
        self.region.set_texts(_("Name of the region's office"))
        self.first.set_texts(_("Passphrase"), _("It is asked when the file is used"))
        self.second.set_texts(_("Passphrase once more"))
        self.folder.set_texts(
            _("Where the file is kept"), _("Choose…"), _("A stick that is locked away afterwards")
        )
        self._keep.setText(_("Words to keep in a safe"))
        self.sheet.setText(_("Save the emergency sheet to print…"))
