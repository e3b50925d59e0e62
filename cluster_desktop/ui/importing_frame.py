"""The import wizard as it looks: head with the step line, the four steps, foot. Does nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.importing_check import CheckStep
from cluster_desktop.ui.importing_columns import ColumnsStep
from cluster_desktop.ui.importing_file import FileStep
from cluster_desktop.ui.importing_result import ResultStep
from cluster_desktop.ui.importing_steps import StepLine
from cluster_desktop.ui.widgets import BarWithCancel, Button, PrimaryButton, TextLabel

FILE, COLUMNS, CHECK, RESULT = range(4)


class ImportFrame(QWidget):
    """A full page in the window, until `closed`."""

    closed = Signal()
    imported = Signal(object)
    """Changes of the import."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_page")
        self._desk = desk
        self._office = desk.office
        self._build()

    def _build(self) -> None:
        self.title = TextLabel("", "title", parent=self)
        self.steps = StepLine(self)
        self.cancel_button = Button("", icon="close", look="flat", parent=self)
        self.cancel_button.setObjectName("cancel_import")
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        head.setSpacing(24)
        head.addWidget(self.title)
        head.addWidget(self.steps)
        head.addStretch(1)
        head.addWidget(self.cancel_button)
        self.file_name = TextLabel("", "strong", parent=self)
        self.file_note = TextLabel("", "body", "muted", self, elide=True)
        self._file_row = QWidget(self)
        about = QHBoxLayout(self._file_row)
        about.setContentsMargins(16, 0, 16, 4)
        about.setSpacing(8)
        about.addWidget(self.file_name)
        about.addWidget(self.file_note, 1)
        self.tables = QComboBox(self._file_row)
        self.tables.setObjectName("tables")
        self.tables.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.tables.hide()
        about.addWidget(self.tables)
        self.file_step = FileStep(self)
        self.columns_step = ColumnsStep(self)
        self.check_step = CheckStep(self)
        self.result_step = ResultStep(self)
        self.stack = QStackedWidget(self)
        for step in (self.file_step, self.columns_step, self.check_step, self.result_step):
            self.stack.addWidget(step)
        self.bar = BarWithCancel(self)
        self.back_button = Button("", icon="chevron-left", parent=self)
        self.back_button.setObjectName("back")
        self.sentence = TextLabel("", "caption", "muted", self, wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.go_button = PrimaryButton("", icon="import", parent=self)
        self.go_button.setObjectName("go")
        self._foot = QWidget(self)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(16, 8, 16, 14)
        foot.setSpacing(12)
        foot.addWidget(self.back_button)
        foot.addWidget(self.bar, 2)
        foot.addWidget(self.sentence, 3)
        foot.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._file_row)
        column.addWidget(self.stack, 1)
        column.addWidget(self._foot)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Import"))
        self.title.setText(_("Import"))
        self.steps.set_titles([_("File"), _("Columns"), _("Check and fix"), _("Result")])
        self.cancel_button.setText(_("Cancel"))
        self.tables.setAccessibleName(_("Table of the file"))
        for step in (self.file_step, self.columns_step, self.check_step, self.result_step):
            step.retranslate()
        self.say()

    def say(self) -> None:
        """Texts that depend on what is open."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
