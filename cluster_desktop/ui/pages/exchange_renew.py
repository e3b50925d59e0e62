"""The office's right to admit computers, for another year: by the file or the words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.exchange_fields import FolderLine, LabelledLine
from cluster_desktop.ui.exchange_parts import Notice
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, PrimaryButton, Segmented, TextLabel
from cluster_desktop.ui.work import run


class RenewSheet(QWidget):
    """`renewed` when it is done."""

    closed = Signal()
    renewed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("renew_office")
        self._desk = desk
        title = _("Renew the right to admit computers")
        self.setAccessibleName(title)
        self.by = Segmented([("file", _("With the file")), ("words", _("With the words"))], self)
        self.by.setAccessibleName(_("With what"))
        self.by.changed.connect(lambda _key: self._tell())
        self.file = FolderLine("renew_file", self)
        self.file.choose.clicked.disconnect()
        self.file.choose.clicked.connect(self._choose)
        self.file.set_texts(_("File from the safe"), _("Choose…"), _("not chosen yet"))
        self.phrase = LabelledLine("renew_passphrase", self, hidden=True)
        self.phrase.set_texts(_("Passphrase"))
        self.words = LabelledLine("renew_words", self)
        self.words.set_texts(_("Words from paper"), _("All of them in their order, with spaces"))
        for line in (self.phrase, self.words):
            line.edit.textChanged.connect(lambda _text: self._allow())
        self.problem = Notice(self)
        cancel = Button(_("Cancel"), parent=self)
        cancel.clicked.connect(self.closed)
        self.go = PrimaryButton(_("Renew for a year"), parent=self)
        self.go.setObjectName("renew_right")
        self.go.clicked.connect(self._renew)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        said = _(
            "The right holds for a year, so that a stolen computer cannot admit others for long."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, "section", parent=self, wrap=True))
        column.addWidget(TextLabel(said, ink="muted", parent=self, wrap=True))
        for widget in (self.by, self.file, self.phrase, self.words, self.problem):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(row)
        self.setFocusProxy(self.file.choose)
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(620, scaled(360))

    def _tell(self) -> None:
        by_file = self.by.value() == "file"
        self.file.setVisible(by_file)
        self.phrase.setVisible(by_file)
        self.words.setVisible(not by_file)
        self._allow()

    def _allow(self) -> None:
        by_file = self.by.value() == "file"
        ready = self.file.path and self.phrase.edit.text() if by_file else self.words.text()
        self.go.setEnabled(bool(ready))

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("File from the safe"), "", _("Files of a region ({ending})").format(
                ending="*.clk")
        )  # fmt: skip
        if chosen:
            self.file.set_path(chosen)
            self._allow()

    def _renew(self) -> None:
        by_file = self.by.value() == "file"
        path = Path(self.file.path) if by_file else None
        secret = self.phrase.edit.text() if by_file else self.words.text()
        facade = self._desk.exchange.facade()
        self.problem.clear()
        self.go.set_busy(True)
        task = run(
            self, lambda _p: facade.renew_office(path, secret), done=lambda _none: self._renewed(),
            failed=self._refused,
        )  # fmt: skip
        task.finished.connect(lambda: self.go.set_busy(False))

    def _renewed(self) -> None:
        self.closed.emit()
        self.renewed.emit()

    def _refused(self, why: Exception) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        self.problem.show_text("soon", why.message)
