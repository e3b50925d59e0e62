"""Settings · Backup: the copies there are, one more now, and the way back, looked at first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.fields import Number
from cluster_desktop.i18n import N_, _, format_moment, ngettext
from cluster_desktop.services import safety
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.editors import editor_for
from cluster_desktop.ui.moments import size_text
from cluster_desktop.ui.pages.settings_parts import SettingsTab
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, Rule, TextLabel
from cluster_desktop.ui.work import run

SHOWN = 30
TOLD = ("organisation", "agreement", "obligation", "attachment")


class LookSheet(QWidget):
    """What a copy holds beside what is here now; read only, nothing is changed by looking."""

    closed = Signal()

    def __init__(self, desk: Desk, copy: safety.Copy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("look_into_copy")
        self._desk = desk
        self._copy = copy
        title = _("Copy of {moment}").format(moment=format_moment(copy.made_at))
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, "section", parent=self))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(24)
        column.addLayout(self._grid)
        column.addStretch(1)
        said = _("Before it is restored, the present data are kept as a copy of their own.")
        column.addWidget(TextLabel(said, "caption", "muted", self, wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = Button(_("Cancel"), parent=self)
        cancel.clicked.connect(self.closed)
        self.go = Button(_("Restore this copy"), look="danger", parent=self)
        self.go.setObjectName("restore_copy")
        self.go.setEnabled(False)
        self.go.clicked.connect(self._restore)
        row.addWidget(cancel)
        row.addWidget(self.go)
        column.addLayout(row)
        self.setFocusProxy(cancel)
        run(self, lambda _p: self._read(), done=self._show, failed=self._fail)

    def sizeHint(self) -> QSize:
        return QSize(560, scaled(320))

    def _read(self) -> list[tuple[str, int, int]]:
        office = self._desk.office
        found = safety.look_into(self._copy.path)
        return [
            (office.entity(name).plural, found.get(name, 0), office.count(name)) for name in TOLD
        ]

    def _show(self, lines: list[tuple[str, int, int]]) -> None:
        for column, head in enumerate(("", _("in the copy"), _("here now"))):
            self._grid.addWidget(TextLabel(head, "caption", "muted", self), 0, column)
        for line, (label, there, here) in enumerate(lines, start=1):
            for column, text in enumerate((_(label), str(there), str(here))):
                align = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                self._grid.addWidget(TextLabel(text, parent=self), line, column, align)
        self.go.setEnabled(True)

    def _fail(self, why: Exception) -> None:
        self._grid.addWidget(TextLabel(str(why), ink="bad", parent=self, wrap=True), 0, 0)

    def _restore(self) -> None:
        self.closed.emit()
        self._desk.restore.emit(self._copy.path)


class BackupTab(SettingsTab):
    """Folder, a copy now, the list of copies."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._make = self.add_card()
        self.now = PrimaryButton(icon="copy", parent=self)
        self.now.setObjectName("make_backup")
        self.now.clicked.connect(lambda: desk.command.emit("backup"))
        self._now = self.add_row(self._make, self.now)
        self.folder = QWidget(self)
        line = QHBoxLayout(self.folder)
        line.setContentsMargins(0, 0, 0, 0)
        self._path = TextLabel(parent=self.folder, elide=True)
        self._path.setMinimumWidth(280)
        self.choose = Button(dense=True, parent=self.folder)
        self.choose.clicked.connect(self._choose)
        self.show_folder = Button(icon="folder", dense=True, look="flat", parent=self.folder)
        self.show_folder.clicked.connect(self._open_folder)
        line.addWidget(self._path, 1)
        line.addWidget(self.choose)
        line.addWidget(self.show_folder)
        self._folder = self.add_row(self._make, self.folder)
        spec = Number(
            label=N_("Keep copies for"), name="keep_days", unit=N_("days"), most=3650, required=True
        )
        self.keep = editor_for(spec, self.office, self.office.today, self)
        self.keep.setFixedWidth(150)
        self.keep.committed.connect(self._keep_for)
        self._keep = self.add_row(self._make, self.keep)
        self._list = self.add_card()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self._list.body.addLayout(self._lines)
        self.column.addStretch(1)
        self._copies: list[safety.Copy] = []
        self.retranslate()
        self.reload()

    def reload(self) -> None:
        run(
            self, lambda _p: safety.backups(self.office), done=self._show, failed=self.desk.fail
        )  # fmt: skip
        self._path.setText(str(safety.backups_folder(self.office)))
        self.keep.renew(safety.keep_days(self.office))

    def copies(self) -> list[safety.Copy]:
        return list(self._copies)

    def _show(self, copies: list[safety.Copy]) -> None:
        self._copies = copies[:SHOWN]
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not copies:
            said = _("No backup copy has been made yet.")
            self._lines.addWidget(TextLabel(said, ink="muted", parent=self._list))
        for copy in self._copies:
            self._lines.addWidget(self._line(copy))

    def _line(self, copy: safety.Copy) -> QWidget:
        holder = QWidget(self._list)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        moment = TextLabel(format_moment(copy.made_at), parent=holder)
        moment.setMinimumWidth(160)
        row.addWidget(moment)
        records = ngettext("{n} record", "{n} records", copy.records).format(n=copy.records)
        note = f"{size_text(copy.size)} · {records}"
        row.addWidget(TextLabel(note, ink="muted", parent=holder), 1)
        look = Button(_("Look and restore…"), dense=True, parent=holder)
        look.setAccessibleName(_("Look into the copy of {moment}").format(
            moment=format_moment(copy.made_at)))  # fmt: skip
        look.clicked.connect(lambda: self.desk.sheet.emit(LookSheet(self.desk, copy), "middle"))
        row.addWidget(look)
        column.addLayout(row)
        column.addWidget(Rule(holder))
        return holder

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for backup copies"))
        if chosen:
            self.set_folder(Path(chosen))

    def set_folder(self, folder: Path) -> None:
        """Keep copies there from now on."""
        self.desk.write(
            self, lambda: self.office.put_setting("backup.folder", str(folder)), quiet=True,
            then=lambda _c: self.reload(),
        )  # fmt: skip

    def _keep_for(self, days: object) -> None:
        self.desk.write(
            self.keep, lambda: self.office.put_setting("backup.keep_days", str(days)), quiet=True,
            refused=self.keep.set_problem,
        )  # fmt: skip

    def _open_folder(self) -> None:
        folder = safety.backups_folder(self.office)
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def retranslate(self) -> None:
        self._make.set_title(_("Backup copies"))
        self._list.set_title(_("Copies there are"))
        self.now.setText(_("Make a copy now"))
        self._now.set_texts(
            _("A copy of everything"), _("One is made by itself before each import and update")
        )
        self._folder.set_texts(_("Folder for copies"), _("Best on another disk or a USB stick"))
        self._keep.set_texts(
            _("Keep copies for"),
            _("0: until you delete them. Older ones go after a new copy; five always stay"),
        )
        self.choose.setText(_("Choose…"))
        self.show_folder.setText(_("Open"))
        self.reload()
