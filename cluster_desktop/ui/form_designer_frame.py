"""The form designer as it looks: name and form above, the workbook, choices beside, verbs below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.form_designer_grid import DesignGrid
from cluster_desktop.ui.form_designer_side import SidePart
from cluster_desktop.ui.importing_file import DropZone
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import (
    BarWithCancel,
    Button,
    IconButton,
    PrimaryButton,
    Tabs,
    TextLabel,
)

_NARROW_UNDER = 1100
_LOW_UNDER = 600


class DesignerFrame(QWidget):
    """A full page in the window, until `closed`. Does nothing."""

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form_designer")
        self._desk = desk
        self._office = desk.office
        self._build()
        self._lay_out()

    def _build(self) -> None:
        self.title = TextLabel("", "title", parent=self)
        self.file_note = TextLabel("", "body", "muted", self, elide=True)
        self.undo_button = IconButton("undo", parent=self, dense=True)
        self.undo_button.setObjectName("undo_pointing")
        self.redo_button = IconButton("redo", parent=self, dense=True)
        self.redo_button.setObjectName("redo_pointing")
        self.history_button = IconButton("history", parent=self, dense=True)
        self.history_button.setObjectName("history_of_workbook")
        self.bin_button = IconButton("bin", parent=self, dense=True)
        self.bin_button.setObjectName("workbook_to_bin")
        self.close_button = Button("", icon="close", look="flat", parent=self)
        self.close_button.setObjectName("close_designer")
        self.form_label = TextLabel("", parent=self)
        self.form_box = QComboBox(self)
        self.form_box.setObjectName("form_of_workbook")
        self.form_box.setMinimumContentsLength(12)
        self.form_box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.name_label = TextLabel("", parent=self)
        self.name_field = QLineEdit(self)
        self.name_field.setObjectName("name_of_workbook")
        self.sender_label = TextLabel("", parent=self)
        self.sender_field = QLineEdit(self)
        self.sender_field.setObjectName("office_of_workbook")
        self.zone = DropZone(self)
        self.zone.paste.hide()
        self.tabs = Tabs(self)
        self.tabs.setObjectName("sheets_of_workbook")
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.grid = DesignGrid(self)
        self.hint = TextLabel("", "caption", "muted", self, elide=True)
        self.side = SidePart(self)
        self.bar = BarWithCancel(self)
        self.sentence = TextLabel("", "caption", "muted", self, elide=True)
        self.try_button = Button("", icon="excel", parent=self)
        self.try_button.setObjectName("try_fill")
        self.save_button = PrimaryButton("", icon="save", parent=self)
        self.save_button.setObjectName("save_workbook")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 0)
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.file_note, 1)
        for button in (
            self.undo_button, self.redo_button, self.history_button, self.bin_button,
            self.close_button,
        ):  # fmt: skip
            head.addWidget(button)
        self._about = QWidget(self)
        about = QHBoxLayout(self._about)
        about.setContentsMargins(16, 0, 16, 0)
        about.setSpacing(8)
        for label, field, share in (
            (self.form_label, self.form_box, 4),
            (self.name_label, self.name_field, 3),
            (self.sender_label, self.sender_field, 3),
        ):
            label.setBuddy(field)
            about.addWidget(label)
            about.addWidget(field, share)
        shown = QWidget(self)
        sheet = QVBoxLayout()
        sheet.setSpacing(4)
        sheet.addWidget(self.tabs)
        sheet.addWidget(self.grid, 1)
        sheet.addWidget(self.hint)
        body = QHBoxLayout(shown)
        body.setContentsMargins(16, 0, 16, 0)
        body.setSpacing(16)
        body.addLayout(sheet, 1)
        body.addWidget(self.side)
        empty = QWidget(self)
        middle = QVBoxLayout(empty)
        middle.setContentsMargins(16, 8, 16, 8)
        middle.addWidget(self.zone)
        middle.addStretch(1)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(empty)
        self.stack.addWidget(shown)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 12)
        foot.setSpacing(12)
        foot.addWidget(self.bar, 2)
        foot.addWidget(self.sentence, 2)
        foot.addWidget(self.try_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(scaled(316 if self.width() < _NARROW_UNDER else 352))
        self.side.set_low(low=self.height() < _LOW_UNDER)

    def retranslate(self) -> None:
        self.setAccessibleName(_("Workbook of an office"))
        self.title.setText(_("Workbook of an office"))
        self.undo_button.set_name(_("Take the last pointing back"))
        self.redo_button.set_name(_("Point again"))
        self.history_button.set_name(_("History"))
        self.bin_button.set_name(_("To the bin"))
        self.close_button.setText(_("Close"))
        self.form_label.setText(_("Form:"))
        self.form_box.setAccessibleName(_("Form"))
        self.name_label.setText(_("Name:"))
        self.name_field.setAccessibleName(_("Name of the workbook"))
        self.sender_label.setText(_("Office:"))
        self.sender_field.setAccessibleName(_("Office that asks for the form"))
        self.zone.setAccessibleName(_("Drop the office's blank workbook here"))
        self.zone.words.setText(_("Drop the office's blank workbook here"))
        self.zone.hint.setText(
            _("The program proposes what stands where; you correct it by pointing.")
        )
        self.zone.choose.setText(_("Choose a file…"))
        self.tabs.setAccessibleName(_("Sheets of the workbook"))
        self.grid.setAccessibleName(_("The office's workbook"))
        self.hint.setText(
            _("Click a column or a cell and choose what it takes. Rows: choose them, then 1, 2, 3.")
        )
        self.try_button.setText(_("Fill and open"))
        self.save_button.setText(_("Save"))
        self.say()

    def say(self) -> None:
        """Texts that depend on what is open."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
