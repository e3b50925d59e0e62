"""Deliver…: saves the form under a readable name; then the folder, the clipboard, the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QMimeData, QSize, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.errors import Bug, Refusal
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Changes, Row
from cluster_desktop.services import attachments, reports
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.output import FOLDER_KEY
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, FlowLayout, PrimaryButton, Segmented, TextLabel
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.excel.forms.deliver import Saved
    from cluster_desktop.excel.forms.state import FormState

HOW_KEY = "reports.how"
MOST_TOLD = 2


def open_path(path: Path) -> None:
    """Open a file or a folder with the system's program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def copy_file(path: Path) -> None:
    """The file itself into the clipboard: pasted into a chat or a letter it is sent."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)


def open_file(desk: Desk, owner: QWidget, request: UUID) -> None:
    """A copy of the delivered file in the system's program; the kept one stays as it is."""
    office = desk.office

    def find(_progress: object) -> Path:
        kept = reports.file_of(office, request)
        if kept is None:
            raise Refusal(_("This form has not been handed in yet."))
        return attachments.for_opening(office, kept.id)

    run(owner, find, done=open_path, failed=desk.fail)


class DeliverSheet(QWidget):
    """First name and folder; after saving, what can be done with the file."""

    closed = Signal()

    def __init__(self, desk: Desk, row: Row, state: FormState) -> None:
        super().__init__()
        from cluster_desktop.excel.forms import deliver

        self.setObjectName("deliver_sheet")
        self._desk = desk
        self._row = row
        self._private = deliver.is_private(row)
        unknown = [
            gap for gap in state.gaps if row["form"] == "F1" and gap.column == "other_reason"
        ]
        self._unknown = sum(gap.count for gap in unknown)
        self._missing = state.missing
        self._saved: Saved | None = None
        self._folder = Path(desk.preferences.get(FOLDER_KEY) or _documents())
        self.setAccessibleName(_("Deliver: {what}").format(what=reports.called(row)))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(TextLabel(reports.called(row), "section", parent=self, wrap=True))
        self._steps = QStackedWidget(self)
        self._steps.addWidget(self._before(deliver.file_name(desk.office, row)))
        self._steps.addWidget(self._after())
        column.addWidget(self._steps, 1)
        self.setFocusProxy(self.go)

    # ---- before ----

    def _before(self, name: str) -> QWidget:
        step = QWidget(self)
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if self._missing:
            said = ngettext(
                "{n} gap is left: the form goes out with it.",
                "{n} gaps are left: the form goes out with them.",
                self._missing,
            )
            column.addWidget(
                TextLabel(said.format(n=self._missing), ink="soon", parent=step, wrap=True)
            )
        column.addWidget(TextLabel(_("Name of the file"), ink="muted", parent=step))
        self.name = QLineEdit(name, step)
        self.name.setObjectName("file_name")
        self.name.setAccessibleName(_("Name of the file"))
        self.name.setCursorPosition(0)
        column.addWidget(self.name)
        row = QHBoxLayout()
        self.folder = TextLabel(str(self._folder), ink="muted", parent=step)
        change = Button(_("Another folder…"), dense=True, parent=step)
        change.clicked.connect(self._choose_folder)
        row.addWidget(self.folder, 1)
        row.addWidget(change)
        column.addLayout(row)
        self.iin = Segmented(parent=step)
        self.iin.setObjectName("iin")
        self.iin.set_options([("masked", _("IIN masked")), ("full", _("IIN in full"))])
        self.iin.set_value("masked")
        self.iin.setAccessibleName(_("Personal data"))
        if self._private:
            said = _("This form names people. Give it only to those who may see it.")
            column.addWidget(TextLabel(said, ink="muted", parent=step, wrap=True))
            column.addWidget(self.iin)
        self.iin.setVisible(self._private)
        self.count = QCheckBox(_("Count them in column 13, with a note"), step)
        self.count.setObjectName("count_unknown")
        if self._unknown:
            said = ngettext("Of {n} graduate nothing is known.",
                            "Of {n} graduates nothing is known.", self._unknown)  # fmt: skip
            column.addWidget(TextLabel(said.format(n=self._unknown), ink="soon", parent=step))
            column.addWidget(self.count)
        self.count.setVisible(bool(self._unknown))
        self.problem = TextLabel("", ink="bad", parent=step, wrap=True)
        column.addWidget(self.problem)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = Button(_("Cancel"), parent=step)
        cancel.clicked.connect(self.closed)
        self.go = PrimaryButton(_("Save the file"), parent=step)
        self.go.setObjectName("save_form")
        self.go.clicked.connect(self.save)
        buttons.addWidget(cancel)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        return step

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for the form"), str(self._folder))
        if chosen:
            self.set_folder(Path(chosen))

    def set_folder(self, folder: Path) -> None:
        self._folder = folder
        self.folder.setText(str(folder))

    def save(self) -> None:
        """Write the workbook in a worker."""
        office, request = self._desk.office, self._row.id
        name = attachments.safe_name(self.name.text().strip() or self._row["form"])
        name = name if name.casefold().endswith(".xlsx") else f"{name}.xlsx"
        folder = self._folder
        with_iin, count = self.iin.value() == "full", self.count.isChecked()
        self.problem.setText("")
        self.go.set_busy(True)

        def write(_progress: object) -> Saved:
            from cluster_desktop.excel.forms import deliver

            path = deliver.free_path(folder, name)
            return deliver.save(office, request, path, with_iin=with_iin, count_unknown=count)

        run(self, write, done=self._show_saved, failed=self._refused)

    def _refused(self, why: Exception) -> None:
        self.go.set_busy(False)
        if not isinstance(why, Refusal):
            self._desk.fail(why)
            return
        self.problem.setText(why.message)

    # ---- after ----

    def _after(self) -> QWidget:
        step = QWidget(self)
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.saved = TextLabel("", parent=step, wrap=True)
        self.told = TextLabel("", "caption", "soon", step, wrap=True)
        column.addWidget(self.saved)
        column.addWidget(self.told)
        holder = QWidget(step)
        row = FlowLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self.open_folder = Button(_("Open the folder"), icon="folder", parent=holder)
        self.open_folder.clicked.connect(lambda: open_path(self._path().parent))
        self.copy = Button(_("Copy the file"), icon="copy", parent=holder)
        self.copy.setObjectName("copy_file")
        self.copy.setToolTip(_("Then paste it into WhatsApp or a letter: Ctrl+V"))
        self.copy.clicked.connect(self._copy)
        self.to_print = Button(_("Open to print"), icon="print", parent=holder)
        self.to_print.setToolTip(_("Opens the form in Excel: Ctrl+P there"))
        self.to_print.clicked.connect(lambda: open_path(self._path()))
        for button in (self.open_folder, self.copy, self.to_print):
            row.addWidget(button)
        column.addWidget(holder)
        self.copied = TextLabel("", "caption", "muted", step, wrap=True)
        column.addWidget(self.copied)
        column.addWidget(TextLabel(_("How it was handed in"), ink="muted", parent=step))
        self.how = Segmented(parent=step)
        self.how.setObjectName("delivered_how")
        self.how.set_options([(key, _short(key)) for key in reports.WAYS])
        self.how.set_value(self._desk.preferences.get(HOW_KEY) or "messenger")
        self.how.setAccessibleName(_("How it was handed in"))
        column.addWidget(self.how)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        later = Button(_("Later"), parent=step)
        later.clicked.connect(self.closed)
        self.mark = PrimaryButton(_("Mark as handed in"), parent=step)
        self.mark.setObjectName("mark_delivered")
        self.mark.clicked.connect(self.hand_in)
        buttons.addWidget(later)
        buttons.addWidget(self.mark)
        column.addLayout(buttons)
        return step

    def _show_saved(self, saved: Saved) -> None:
        self._saved = saved
        self._desk.preferences.put(FOLDER_KEY, str(saved.path.parent))
        said = _("Saved: {file}, in the folder {folder}")
        self.saved.setText(said.format(file=saved.path.name, folder=saved.path.parent))
        told = list(saved.report.warnings[:MOST_TOLD])
        more = len(saved.report.warnings) - MOST_TOLD
        if more > 0:
            told.append(_("and {n} more").format(n=more))
        self.told.setText("\n".join(told))
        self.told.setVisible(bool(told))
        self._steps.setCurrentIndex(1)
        self.setFocusProxy(self.mark)
        self.mark.setFocus()

    def _path(self) -> Path:
        if self._saved is None:
            raise Bug("these buttons come after saving")
        return self._saved.path

    def _copy(self) -> None:
        copy_file(self._path())
        self.copied.setText(_("Copied. Paste it into WhatsApp or a letter: Ctrl+V."))

    def hand_in(self) -> None:
        """Keep the file with the request; the form is delivered."""
        office, request, saved, how = self._desk.office, self._row.id, self._saved, self.how.value()
        if saved is None:
            return
        self._desk.preferences.put(HOW_KEY, how)
        self.mark.set_busy(True)

        def keep() -> Changes:
            from cluster_desktop.excel.forms import deliver

            return deliver.hand_in(office, request, saved, how=how)

        self._desk.write(self, keep, then=lambda _c: self.closed.emit(), refused=self._not_kept)

    def _not_kept(self, sentence: str) -> None:
        self.mark.set_busy(False)
        self.told.setText(sentence)
        self.told.setVisible(True)

    def sizeHint(self) -> QSize:
        return QSize(680, min(490, scaled(400)))


def _short(way: str) -> str:
    said = {
        "email": _("E-mail"), "messenger": _("Messenger"), "paper": _("Paper"),
        "portal": _("Portal"), "other": _("Otherwise"),
    }  # fmt: skip
    return said[way]


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
