"""The program with a window: QApplication, one instance per folder, the windows that come and go.

Loaded only when something is to be shown; commands never load Qt.
"""

from __future__ import annotations

import gc
import logging
import shutil
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from cluster_desktop import app, i18n, log, paths
from cluster_desktop.app import Options
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.services import diagnostics
from cluster_desktop.services.office import Office
from cluster_desktop.ui import crash, work
from cluster_desktop.ui.garbage import collect_here
from cluster_desktop.ui.instance import Instance
from cluster_desktop.ui.preferences import FilePreferences
from cluster_desktop.ui.speaking import speak
from cluster_desktop.ui.theme import (
    TEXT_SIZES,
    apply_text_size,
    apply_theme,
    load_fonts,
    theme_named,
)
from cluster_desktop.ui.window import MainWindow

PREFERENCES = "preferences.ini"
SAMPLE = "sample"
AT_REST_MS = 2_000


def run(options: Options, *, sample: bool = False) -> int:
    """Show the window on the data of the options until it is closed. Returns the exit status."""
    application = make_application()
    places = options.places()
    preferences = FilePreferences(places.data / PREFERENCES)
    language = options.language or preferences.get("language") or i18n.language()
    speak(application, language)
    apply_text_size(application, text_size_kept(preferences))
    apply_theme(application, theme_named(preferences.get("theme")))
    crash.install(lambda path: diagnostics.save(places, path), places.logs / log.FILE_NAME)
    instance = Instance(places.data)
    if not instance.claim():
        if instance.call_first(sys.argv[1:]):
            return 0
        QMessageBox.information(
            None, _("Cluster Desktop"), _("The program is already open on these data.")
        )
        return 2
    try:
        desktop = Desktop(options, preferences, sample=sample)
    except (Refusal, Trouble) as why:
        QMessageBox.warning(None, _("Cluster Desktop"), why.message)
        return 2
    instance.called.connect(desktop.come_to_front)
    desktop.show()
    status = application.exec()
    desktop.close()
    instance.release()
    return status


def text_size_kept(preferences: FilePreferences) -> int:
    """The text size of the file, which people may have edited; 100 % for anything else."""
    sizes = {str(size): size for size in TEXT_SIZES}
    return sizes.get(preferences.get("text_size"), 100)


def make_application() -> QApplication:
    """The QApplication with the program's fonts; the one there is already in tests."""
    there = QApplication.instance()
    application = there if isinstance(there, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Cluster Desktop")
    application.setDesktopFileName("cluster-desktop")
    application.setWindowIcon(QIcon(str(paths.resource("program", "app.svg"))))
    load_fonts()
    collect_here(application)
    return application


class Desktop(QObject):
    """The open window; another takes its place for sample data or after a restore."""

    def __init__(
        self, options: Options, preferences: FilePreferences, *, sample: bool = False
    ) -> None:
        super().__init__()
        self._options = options
        self._preferences = preferences
        self._sample: MainWindow | None = None
        self._sample_office: Office | None = None
        self._is_loading = False
        self._office = app.open_office(options, source="form")
        self._window = self._make(self._office, sample)

    def _make(self, office: Office, sample: bool) -> MainWindow:
        window = MainWindow(
            office,
            self._preferences,
            sample=sample,
            exchange=lambda: app.exchange(office, is_sample=sample),
        )
        window.sample_wanted.connect(self._open_sample)
        window.leave_sample_wanted.connect(self._leave_sample)
        window.desk.restore.connect(self._restore)
        window.page_made.connect(self._set_aside)
        return window

    def _set_aside(self) -> None:
        """Modules and widgets that are there stay: no garbage is looked for among them.

        A full collection would go over 200,000 objects, free none, and stop every thread for a
        tenth of a second. What is loaded later is looked through as ever.
        """
        QTimer.singleShot(AT_REST_MS, gc.freeze)

    def show(self) -> None:
        self._window.show()
        self._set_aside()

    def come_to_front(self) -> None:
        """A second start of the program: show the window that is already open."""
        window = self._sample or self._window
        window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def close(self) -> None:
        for office in (self._sample_office, self._office):
            if office is not None:
                office.close()

    # Sample data: a database of its own beside the real one

    def _open_sample(self) -> None:
        if self._sample is not None:
            self.come_to_front()
            return
        if self._is_loading:
            return  # the second click of a double click: two loads would write into one file
        self._is_loading = True
        folder = self._options.places().data / SAMPLE
        options = Options(folder, self._options.language, self._options.today)
        self._window.desk.said.emit(_("The sample data are being made ready…"))
        task = work.run(
            self,
            lambda _progress: open_sample(options),
            done=self._show_sample,
            failed=lambda why: self._window.desk.fail(why),
        )
        task.finished.connect(self._loaded)

    def _loaded(self) -> None:
        self._is_loading = False

    def _show_sample(self, office: Office) -> None:
        self._sample_office = office
        self._sample = self._make(office, sample=True)
        self._sample.show()
        self._window.hide()

    def _leave_sample(self) -> None:
        if self._sample is None:
            self._window.close()  # the whole program was started on sample data (demo)
            return
        self._window.show()
        # The sample window took over the telling of problems, and goes away now.
        work.on_problem(lambda _owner, why: self._window.desk.fail(why))
        self._sample.close()
        self._sample.deleteLater()
        if self._sample_office is not None:
            self._sample_office.close()
        self._sample = self._sample_office = None

    # A backup copy becomes the database

    def _restore(self, copy: Path) -> None:
        self._window.setEnabled(False)
        office = self._office

        def put_back(_progress: work.Progress) -> Office:
            office.close()
            try:
                app.restore(self._options, copy)
            finally:
                reopened = app.open_office(self._options, source="form")
            return reopened

        work.run(self, put_back, done=self._reopened, failed=self._not_restored)

    def _reopened(self, office: Office) -> None:
        former, self._office = self._window, office
        self._window = self._make(office, sample=False)
        self._window.show()
        former.close()
        former.deleteLater()

    def _not_restored(self, why: Exception) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        logging.getLogger(__name__).warning("restore: %s", log.describe_error(why))
        self._window.setEnabled(True)
        self._window.desk.fail(why)


def open_sample(options: Options) -> Office:
    """The office of the sample data; a folder that cannot be used is made anew.

    Nothing in it is the person's own, so whatever is wrong with it, making it again is the cure.
    """
    places = options.places()
    if places.database.exists():
        try:
            return _load_sample(options, is_new=False)
        except Exception as why:  # noqa: BLE001 - told to the log, and mended below
            told = log.describe_error(why)
            logging.getLogger(__name__).warning("sample data are made anew: %s", told)
            _remove_sample(places)
    return _load_sample(options, is_new=True)


def _load_sample(options: Options, *, is_new: bool) -> Office:
    from cluster_desktop import demo  # loads importer and paper: not needed to start

    office = app.open_office(options, source="form")
    try:
        if not is_new and office.college_id() is None:
            raise Trouble(_("The sample data are not whole."))
        demo.load_samples(office)
    except BaseException:
        office.close()  # or the folder could not be removed
        raise
    return office


def _remove_sample(places: paths.Places) -> None:
    """Everything but the log, which is open and tells why. Raises Trouble."""
    try:
        for found in places.data.iterdir():
            if found == places.logs:
                continue
            if found.is_dir():
                shutil.rmtree(found)
            else:
                found.unlink()
    except OSError as why:
        raise Trouble(
            _(
                "The sample data in {folder} are damaged and could not be removed. "
                "Close the programs that have them open and try again."
            ).format(folder=places.data)
        ) from why
