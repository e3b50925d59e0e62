"""A college asks to take part, and accepts the invitation: two screens with a phone call between.

The file of the request goes to the region's folder or a stick; the words read over the phone make
sure that nobody else asked, or invited, in their place.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.sync.names import MARK
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.exchange_fields import FolderLine, LabelledLine, WordsCard
from cluster_desktop.ui.exchange_parts import Notice
from cluster_desktop.ui.widgets import Button, PrimaryButton, TextLabel
from cluster_desktop.ui.work import Task, run

if TYPE_CHECKING:
    from cluster_desktop.sync.views import Place as SharePlace

ADDRESS = "smb://"
KEY = "Ctrl+Return"
FOLDER_KEY = "exchange.folder"
DEVICE_KEY = "exchange.asked_as"
INVITATION = "*.cli"
THERE = "*"  # the invitation lies on the place that is set, not in a file of its own


class Screen(QWidget):
    """Title, sentence, what is between, and a row of buttons with a sentence of refusal."""

    back_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.title = TextLabel(role="section", parent=self, wrap=True)
        self.note = TextLabel(ink="muted", parent=self, wrap=True)
        self.problem = Notice(self)
        self.back = Button(parent=self)
        self.back.clicked.connect(self.back_wanted)
        self.go = PrimaryButton(key="Ctrl+Enter", parent=self)
        key = QShortcut(QKeySequence(KEY), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.go.click)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addWidget(self.go)
        self.foot.addWidget(self.back)
        self.foot.addStretch(1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.column.addWidget(self.title)
        self.column.addWidget(self.note)
        self.setFocusProxy(self.go)

    def finish(self) -> None:
        """Below everything: the refusal and the buttons."""
        self.column.addWidget(self.problem)
        self.column.addLayout(self.foot)
        self.column.addStretch(1)

    def wait_for(self, task: Task) -> None:
        """The main button is busy so long; a button that is off loses the focus."""
        self.go.set_busy(True)
        task.finished.connect(self._waited)

    def _waited(self) -> None:
        self.go.set_busy(False)
        if self.isVisible():
            self.first_stop().setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, why: Exception) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        self.problem.show_text("soon", why.message)

    def first_stop(self) -> QWidget:
        """Where work begins: the button, or what has to be filled in before it."""
        return self.go if self.go.isEnabled() else self.entry()

    def entry(self) -> QWidget:
        """The first thing to fill in."""
        return self.back

    def reload(self) -> None:
        """Read what is shown."""

    def retranslate(self) -> None:
        """Set the texts."""


class AskScreen(Screen):
    """Who asks, and where the request is laid."""

    asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._college = TextLabel(parent=self, wrap=True)
        self.folder = FolderLine("ask_folder", self)
        self.folder.changed.connect(lambda _path: self._allow())
        self.column.addWidget(self._college)
        self.column.addWidget(self.folder)
        self.go.setObjectName("ask_region")
        self.back.setObjectName("ask_back")
        self.go.clicked.connect(self._ask)
        self.college = Button(icon="edit", parent=self)
        self.college.setObjectName("ask_college")
        self.college.clicked.connect(lambda: desk.go.emit(Place("settings", tab="college")))
        self.foot.insertWidget(2, self.college)
        self.finish()
        self._known = ""
        self.retranslate()

    def reload(self) -> None:
        self.problem.clear()
        office = self.desk.office

        def read(_progress: object) -> tuple[str, list[SharePlace]]:
            own = office.college_id()
            name = office.title("organisation", own) if own is not None else ""
            facade = self.desk.exchange.facade()
            return name, facade.places()

        run(self, read, done=self._show, failed=self.refuse)

    def _show(self, found: tuple[str, list[SharePlace]]) -> None:
        self._known, places = found
        near = [place for place in places if place.state != "away"]
        if not self.folder.path:
            self.folder.set_path(near[0].path if near else "")
        self._tell_college()

    def entry(self) -> QWidget:
        return self.folder.choose

    def _tell_college(self) -> None:
        if self._known:
            person = self.desk.office.setting("college.coordinator") or ""
            said = _("The request will name: {who}").format(
                who=", ".join(part for part in (self._known, person) if part)
            )
            self._college.setText(said)
        else:
            self._college.setText(
                _("The name of your college is needed first. Fill it in, then come back.")
            )
        self._allow()

    def _allow(self) -> None:
        self.go.setEnabled(bool(self._known and self.folder.path))

    def _ask(self) -> None:
        folder = self.folder.path
        self.desk.preferences.put(FOLDER_KEY, folder)
        facade = self.desk.exchange.facade()

        def ask(_progress: object) -> Path | None:
            if is_of_a_region(folder):
                facade.set_place(facade.look(folder))
                return facade.request(None)
            return facade.request(Path(folder))

        self.wait_for(run(self, ask, done=self._asked, failed=self.refuse))

    def _asked(self, path: Path | None) -> None:
        there = path if path is not None else self.folder.path
        if path is not None:
            self.desk.preferences.put(DEVICE_KEY, path.stem.removeprefix("request-"))
        self.desk.said.emit(_("The request lies in {file}").format(file=there))
        self.desk.exchange.read()
        self.asked.emit()

    def retranslate(self) -> None:
        self.title.setText(_("Step 1 of 2: ask the region's office"))
        self.note.setText(
            _(
                "A small file is laid in the region's folder, or on a USB stick that you take to "
                "the office. It holds no data of students or partners."
            )
        )
        self.folder.set_texts(
            _("Folder or stick"), _("Choose…"), _("Plug in a stick or choose the region's folder")
        )
        self.go.setText(_("Lay down the request"))
        self.back.setText(_("Back"))
        self.college.setText(_("Name of the college…"))
        self._tell_college()


class AcceptScreen(Screen):
    """The words to read aloud; then the invitation's file and the words of the region."""

    again_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.words = WordsCard(self)
        self.column.addWidget(self.words)
        self._then = TextLabel(ink="muted", parent=self, wrap=True)
        self.column.addWidget(self._then)
        self._file = ""
        self.file = FolderLine("invitation_file", self)
        self.file.choose.clicked.disconnect()
        self.file.choose.clicked.connect(self.choose_file)
        self.finder = Button(icon="search", dense=True, parent=self)
        self.finder.setObjectName("find_invitation")
        self.finder.clicked.connect(self.look_for_it)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.file, 1)
        line.addWidget(self.finder)
        self.column.addLayout(line)
        self.region_words = LabelledLine("region_words", self)
        self.region_words.edit.textChanged.connect(lambda _text: self._allow())
        self.column.addWidget(self.region_words)
        self.go.setObjectName("accept_invitation")
        self.go.clicked.connect(self._accept)
        self.back.clicked.connect(self.again_wanted)
        self.back.setObjectName("ask_again")
        self.finish()
        self.retranslate()

    def reload(self) -> None:
        facade = self.desk.exchange.facade()
        run(self, lambda _p: facade.fingerprint(), done=self._show_words, failed=self.refuse)
        self._allow()

    def _show_words(self, words: tuple[str, ...]) -> None:
        self.words.set_words(words, compared=True)

    def entry(self) -> QWidget:
        return self.finder

    def _folder(self) -> str:
        return self.desk.preferences.get(FOLDER_KEY)

    def choose_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("The invitation's file"), self._folder(), _("Invitations ({ending})").format(
                ending=INVITATION)
        )  # fmt: skip
        if chosen:
            self.take(chosen)

    def take(self, path: str, shown: str = "") -> None:
        """The file of the invitation, or THERE with the folder that is set."""
        self.problem.clear()
        self._file = path
        self.file.set_path(shown or path)
        self._allow()

    def look_for_it(self) -> None:
        """In the folder of the request, and on the sticks there are."""
        self.finder.set_busy(True)
        kept, facade = self._folder(), self.desk.exchange.facade()
        device = self.desk.preferences.get(DEVICE_KEY)

        def look(_progress: object) -> str:
            if facade.is_invited():
                return THERE
            folders = [kept] if kept else []
            folders += [place.path for place in facade.places() if place.kind == "stick"]
            for folder in dict.fromkeys(folders):
                found = find_invitation(Path(folder), device)
                if found is not None:
                    return str(found)
            return ""

        task = run(self, look, done=self._found, failed=self.refuse)
        task.finished.connect(lambda: self.finder.set_busy(False))

    def _found(self, path: str) -> None:
        if path == THERE:
            self.take(path, self._folder())
        elif path:
            self.take(path)
        else:
            self.problem.show_text(
                "info",
                _("No invitation for this computer lies there yet. Call the region's office."),
            )

    def _allow(self) -> None:
        self.go.setEnabled(bool(self._file and self.region_words.text()))

    def _accept(self) -> None:
        path = None if self._file == THERE else Path(self._file)
        words = self.region_words.text()
        kept = self._folder()
        self.problem.clear()
        facade = self.desk.exchange.facade()

        def accept(_progress: object) -> None:
            facade.accept(path, words)
            if kept:
                place = facade.look(kept)
                if place.state == "ours":
                    facade.set_place(place)

        self.wait_for(run(self, accept, done=lambda _none: self._accepted(), failed=self.refuse))

    def _accepted(self) -> None:
        self.desk.said.emit(_("The invitation is accepted. This computer takes part now."))
        self.desk.exchange.read()

    def retranslate(self) -> None:
        self.title.setText(_("Step 2 of 2: call the region's office"))
        self.note.setText(
            _(
                "The request is laid down. Call the office and read these words aloud; they show "
                "that the request came from you."
            )
        )
        self._then.setText(
            _("The office lays down an invitation and tells you its own words. Enter them here.")
        )
        self.file.set_texts(_("Invitation"), _("Choose…"), _("not found yet"))
        self.finder.setText(_("Look for it"))
        self.region_words.set_texts(
            _("Words of the region"), _("Eight words, from the office's paper or over the phone")
        )
        self.go.setText(_("Accept the invitation"))
        self.back.setText(_("Ask anew"))


def is_of_a_region(path: str) -> bool:
    """Whether a region's mark lies there, so that it has a place for requests. In a worker."""
    if path.startswith(ADDRESS):
        return True
    try:
        return (Path(path) / MARK).is_file()
    except OSError:
        return False


def find_invitation(folder: Path, device: str) -> Path | None:
    """The newest invitation for this computer in a folder. Called by a worker."""
    try:
        found = sorted(
            (path for path in folder.rglob(f"invite-{device}*{INVITATION[1:]}")),
            key=lambda path: path.stat().st_mtime,
        )
    except OSError:
        return None  # a stick that was pulled out holds none
    return found[-1] if found else None
