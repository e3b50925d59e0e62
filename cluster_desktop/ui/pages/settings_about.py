"""Settings · About: version, where the data lie, a diagnostics file without personal data."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from cluster_desktop import paths
from cluster_desktop.i18n import _
from cluster_desktop.services import diagnostics, safety
from cluster_desktop.services.safety import CheckResult
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.settings_parts import SettingsTab
from cluster_desktop.ui.widgets import Button, TextLabel
from cluster_desktop.ui.work import run

# What stands in the program's folder, with its licence.
LIBRARIES = (
    "Qt for Python – LGPL 3 · SQLAlchemy, Alembic – MIT · openpyxl – MIT · ReportLab – BSD · "
    "pypdfium2 – Apache 2.0 / BSD · SQLite – public domain · Babel – BSD · Noto Sans, Tinos – OFL"
)


class AboutTab(SettingsTab):
    """Facts and three buttons."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._program = self.add_card()
        self._version_text = TextLabel(_version(), "strong")
        self._version = self.add_row(self._program, self._version_text)
        holder = QWidget(self)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        self._path = TextLabel(str(self.office.store.path.parent), parent=holder, elide=True)
        self._path.setMinimumWidth(320)
        self.open_folder = Button(icon="folder", dense=True, parent=holder)
        self.open_folder.setObjectName("open_data_folder")
        self.open_folder.clicked.connect(self._open)
        line.addWidget(self._path, 1)
        line.addWidget(self.open_folder)
        self._data = self.add_row(self._program, holder)
        self._care = self.add_card()
        self.check = Button(icon="check", dense=True, parent=self)
        self.check.setObjectName("check_data")
        self.check.clicked.connect(self._run_check)
        self._check = self.add_row(self._care, self.check)
        self.diagnostics = Button(icon="save", dense=True, parent=self)
        self.diagnostics.setObjectName("save_diagnostics")
        self.diagnostics.clicked.connect(self._choose)
        self._diagnostics = self.add_row(self._care, self.diagnostics)
        self._licences = self.add_card()
        self._libraries = TextLabel(LIBRARIES, "caption", "muted", self._licences, wrap=True)
        self._own = TextLabel("", parent=self._licences, wrap=True)
        self._licences.body.setSpacing(8)
        self._licences.body.addWidget(self._own)
        self._licences.body.addWidget(self._libraries)
        self.column.addStretch(1)
        self.retranslate()

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.office.store.path.parent)))

    def _run_check(self) -> None:
        self.check.set_busy(True)
        run(
            self, lambda _p: safety.check(self.office), done=self._checked, failed=self._failed
        )  # fmt: skip

    def _checked(self, result: CheckResult) -> None:
        self.check.set_busy(False)
        if result.is_clean:
            said = _("Everything is sound: {n} records.").format(n=result.records)
            self.desk.said.emit(said)
        else:
            self.desk.trouble.emit("; ".join((*result.damage, *result.dangling))[:400])

    def _failed(self, why: Exception) -> None:
        self.check.set_busy(False)
        self.desk.fail(why)

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save a diagnostics file"), "cluster-diagnostics.zip", "*.zip"
        )
        if chosen:
            self.save_diagnostics(Path(chosen))

    def save_diagnostics(self, path: Path) -> None:
        """Write the file for support and say where it is."""
        folder = self.office.store.path.parent
        usual = paths.places()
        places = usual if usual.data == folder else paths.places(folder)
        run(
            self, lambda _p: diagnostics.save(places, path),
            done=lambda _n: self.desk.said.emit(
                _("Saved: {file}. It holds no names and no numbers of people.").format(
                    file=path.name
                )
            ),
            failed=self.desk.fail,
        )  # fmt: skip

    def retranslate(self) -> None:
        self._program.set_title(_("Cluster Desktop"))
        self._care.set_title(_("Care"))
        self._licences.set_title(_("Licences"))
        self._version.set_texts(_("Version"))
        self._data.set_texts(_("Data folder"), _("Everything you enter stays here"))
        self.open_folder.setText(_("Open"))
        self._check.set_texts(_("Check the data"), _("The file and all links between records"))
        self.check.setText(_("Check"))
        self._diagnostics.set_texts(
            _("Diagnostics file"), _("For support: versions and the log, no personal data")
        )
        self.diagnostics.setText(_("Save a diagnostics file"))
        self._own.setText(_("The program is free: MIT licence. It stands on these works:"))


def _version() -> str:
    try:
        return version("cluster-desktop")
    except PackageNotFoundError:
        # Run from a source tree that was never installed.
        return _("from source")
