"""What happens when the program is wrong: a calm window, a log line, no personal data.

The person sees one sentence and may save diagnostics; a traceback goes to the log only, and the log
gets names of errors and places in the code, never values of records.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.log import describe_error
from cluster_desktop.ui import work
from cluster_desktop.ui.widgets_buttons import Button, PrimaryButton
from cluster_desktop.ui.widgets_state import TextLabel

_log = logging.getLogger("cluster_desktop.crash")

SaveDiagnostics = Callable[[Path], None]

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashDialog(QDialog):
    """One sentence, what is safe, and two buttons."""

    def __init__(
        self,
        save: SaveDiagnostics | None,
        parent: QWidget | None = None,
        *,
        log_file: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._save = save
        self.setWindowTitle(_("Something went wrong"))
        self.setMinimumWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(_("Something went wrong in the program."), "section"))
        said = _("What you saved is safe. You can go on working; if it happens again, save the "
                 "diagnostics and send the file to your support.")  # fmt: skip
        column.addWidget(TextLabel(said, ink="muted", wrap=True))
        if log_file is not None:
            where = _("The log: {file}").format(file=log_file)
            line = TextLabel(where, "caption", "muted", wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(line)
        row = QHBoxLayout()
        row.addStretch(1)
        if save is not None:
            keep = Button(_("Save diagnostics…"), icon="save")
            keep.clicked.connect(self._on_save)
            row.addWidget(keep)
        close = PrimaryButton(_("Go on working"))
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column.addLayout(row)

    def _on_save(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save diagnostics…"), "cluster-diagnostics.zip", "*.zip"
        )
        if name and self._save is not None:
            self._save(Path(name))
            self.accept()


class _Desk(QObject):
    """Carries an error of any thread to the UI thread; one dialog at a time."""

    arrived = Signal(object)

    def __init__(self, save: SaveDiagnostics | None, log_file: Path | None) -> None:
        super().__init__(QApplication.instance())
        self._save = save
        self._log_file = log_file
        self._dialog: CrashDialog | None = None
        self.arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def _show(self, why: BaseException) -> None:
        if isinstance(why, Refusal | Trouble) and work.has_listener():
            work.report(None, why)
            return
        if self._dialog is not None:
            return
        window = QApplication.activeWindow()
        self._dialog = CrashDialog(self._save, window, log_file=self._log_file)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


_desk: _Desk | None = None


def _told(kind: type[BaseException], why: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    # The message of an exception may hold a name or an IIN: only its kind and place are logged.
    _log.error("uncaught in the window:\n%s", describe_error(why.with_traceback(trace)))
    if _desk is not None:
        _desk.arrived.emit(why)


def _from_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _told(args.exc_type, args.exc_value, args.exc_traceback)


def _unraisable(args: sys.UnraisableHookArgs) -> None:
    if args.exc_value is not None:
        _log.error("unraisable:\n%s", describe_error(args.exc_value))


def _from_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "qt: %s", message)


def install(save_diagnostics: SaveDiagnostics | None = None, log_file: Path | None = None) -> None:
    """Catch whatever flies, in every thread, from now on. Needs the QApplication."""
    global _desk
    _desk = _Desk(save_diagnostics, log_file)
    sys.excepthook = _told
    threading.excepthook = _from_thread
    sys.unraisablehook = _unraisable
    qInstallMessageHandler(_from_qt)


def uninstall() -> None:
    """Give the hooks back (tests)."""
    global _desk
    _desk = None
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    sys.unraisablehook = sys.__unraisablehook__
    qInstallMessageHandler(None)
