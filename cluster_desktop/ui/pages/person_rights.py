"""“···” of a person: the personal card as a file, and erasure for good, seen before it is done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.errors import Refusal
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.services import people
from cluster_desktop.services.attachments import safe_name
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, IconButton, TextLabel
from cluster_desktop.ui.work import Progress, run

FOLDER_KEY = "folder.cards"


class EraseSheet(QWidget):
    """Shown in a Floating: what goes, what stays elsewhere, the reason, and the verb."""

    closed = Signal()

    def __init__(
        self,
        desk: Desk,
        entity: str,
        person: UUID,
        told: people.Outlook,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("erase_person")
        self._desk, self._entity, self._person = desk, entity, person
        title = _("Erase for good: {who}").format(who=told.title)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, "section", parent=self, wrap=True))
        said = _(
            "Everything below is overwritten, also in the history. It cannot be taken back. "
            "What is only counted (state, year, speciality) stays without a name."
        )
        column.addWidget(TextLabel(said, "body", "bad", self, wrap=True))
        lines = _lines(told)
        column.addWidget(self._list(lines), 1)
        column.addWidget(TextLabel(_("Reason (stays in the journal)"), ink="muted", parent=self))
        self.reason = QLineEdit(self)
        self.reason.setObjectName("erase_reason")
        self.reason.setAccessibleName(_("Reason (stays in the journal)"))
        self.reason.setPlaceholderText(_("Such as: request of 20.11.2026, No. 7"))
        self.reason.textChanged.connect(lambda _text: self._allow())
        column.addWidget(self.reason)
        self.problem = TextLabel("", "caption", "bad", self, wrap=True)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        back = Button(_("Cancel"), parent=self)
        back.clicked.connect(self.closed)
        self.go = Button(_("Erase for good"), look="danger", parent=self)
        self.go.setObjectName("erase_go")
        self.go.clicked.connect(self._erase)
        row.addWidget(back)
        row.addWidget(self.go)
        column.addLayout(row)
        self._rows = len(lines)
        self.setFocusProxy(self.reason)
        self._allow()

    def sizeHint(self) -> QSize:
        return QSize(600, min(560, scaled(300 + 20 * self._rows)))

    def may_close(self) -> bool:
        return not self.go.is_busy()

    def _list(self, lines: list[str]) -> QScrollArea:
        label = QLabel("\n".join(lines))
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = QScrollArea(self)
        area.setWidget(label)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(_("What goes and what stays"))
        return area

    def _allow(self) -> None:
        self.go.setEnabled(bool(self.reason.text().strip()) and not self.go.is_busy())
        self.problem.setText("")

    def _erase(self) -> None:
        reason = self.reason.text()
        self.go.set_busy(True)

        def job(_progress: Progress) -> people.Erased:
            return people.erase(self._desk.office, self._entity, self._person, reason)

        run(self, job, done=self._done, failed=self._failed)

    def _done(self, erased: people.Erased) -> None:
        self.go.set_busy(False)
        self.closed.emit()
        self._desk.said.emit(
            _("Erased for good.")
            if erased.finished
            else _("Erased. The file is still in use: the next start finishes the erasure.")
        )

    def _failed(self, why: Exception) -> None:
        self.go.set_busy(False)
        self._allow()
        if isinstance(why, Refusal):
            self.problem.setText(why.message)
        else:
            self._desk.fail(why)


def _lines(told: people.Outlook) -> list[str]:
    lines = told.takes()
    if told.mentions:
        stays = _(
            "The same name or number also stands here; change it by hand if it is the person:"
        )
        lines += ["", stays, *told.mentions]
    if told.copies:
        still = _("These backup copies still hold the person:")
        lines += ["", still, *people.said_of_copies(told.copies)]
    return lines


class PersonMenu(IconButton):
    """The “···” beside a person; `record` says whom, `before` puts typing away first."""

    def __init__(
        self,
        desk: Desk,
        entity: str,
        record: Callable[[], UUID | None],
        before: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("more", parent=parent, dense=True)
        self.setObjectName("person_menu")
        self._desk, self._entity = desk, entity
        self._record, self._before = record, before
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self.card = self._entry("document", self.choose_card)
        self.erase = self._entry("bin", self.ask_to_erase)
        self._menu.aboutToShow.connect(self._allow)
        self.setMenu(self._menu)
        self.retranslate()

    def _entry(self, name: str, act: Callable[[], None]) -> QAction:
        entry = self._menu.addAction(icon(name, "muted"), "")
        entry.triggered.connect(lambda _on=False: act())
        return entry

    def _allow(self) -> None:
        known = self._record() is not None
        self.card.setEnabled(known)
        self.erase.setEnabled(known)

    def retranslate(self) -> None:
        self.set_name(_("Rights of the person"))
        self.card.setText(_("Personal card…"))
        self.erase.setText(_("Erase for good…"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    # ---- personal card ----

    def choose_card(self) -> None:
        person = self._record()
        if person is None:
            return
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        folder = Path(self._desk.preferences.get(FOLDER_KEY) or documents)
        title = self._desk.office.title(self._entity, person)
        name = safe_name(f"{title} {self._desk.office.today():%Y-%m-%d}.pdf")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the personal card"), str(folder / name), _("PDF (*.pdf)")
        )
        if chosen:
            self.save_card(Path(chosen), person)

    def save_card(self, path: Path, person: UUID) -> None:
        """Write the card; says where it lies."""
        self._desk.preferences.put(FOLDER_KEY, str(path.parent))
        target = path.with_suffix(".pdf")

        def write(_progress: Progress) -> Path:
            # Loads ReportLab: paid by the first card.
            from cluster_desktop.documents import person_card

            made = people.card(self._desk.office, self._entity, person)
            write_whole(target, person_card.render(made))
            return target

        run(self, write, done=self._told, failed=self._desk.fail)

    def _told(self, path: Path) -> None:
        said = _("Saved: {file} in {folder}").format(file=path.name, folder=path.parent)
        self._desk.said.emit(said)

    # ---- erasure ----

    def ask_to_erase(self) -> None:
        """Read what would go, then ask."""
        person = self._record()
        if person is None:
            return
        # A field that is being typed into would write itself back after the erasure.
        self._before()

        def read(_progress: Progress) -> tuple[UUID, people.Outlook]:
            return person, people.outlook(self._desk.office, self._entity, person)

        run(self, read, done=self._ask, failed=self._desk.fail)

    def _ask(self, found: tuple[UUID, people.Outlook]) -> None:
        self._desk.sheet.emit(EraseSheet(self._desk, self._entity, *found), "middle")
