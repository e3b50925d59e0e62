"""The right column of the preview: printer, copies, pages, sides, layout. Remembers the choices."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIntValidator, QKeyEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Preferences
from cluster_desktop.ui.editors_text import DigitLine
from cluster_desktop.ui.printing import MAX_COPIES, printer_for
from cluster_desktop.ui.widgets import Button, TextLabel

LAYOUTS = ("columns", "sequence")
# How copies of many documents follow each other.
BY_DOCUMENT, BY_SET = "document", "set"
ORDERS = (BY_DOCUMENT, BY_SET)
# The entry that stands for no printer: the job becomes a file, also where none is installed.
TO_FILE = ""
WIDTH = 272


class Copies(DigitLine):
    """A small number: typed, or stepped by the arrow keys; never less than 1."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText("1")
        self.setMaxLength(2)
        self.setValidator(QIntValidator(1, MAX_COPIES, self))
        self.textChanged.connect(lambda _text: self.changed.emit())
        self.editingFinished.connect(lambda: self.set_value(self.value()))

    def value(self) -> int:
        text = self.text()
        return min(MAX_COPIES, max(1, int(text))) if text.isdigit() else 1

    def set_value(self, value: int) -> None:
        self.setText(str(min(MAX_COPIES, max(1, value))))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.set_value(self.value())
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.set_value(self.value() + step)
            return
        super().keyPressEvent(event)


class PrintOptions(QWidget):
    """What the person chooses before printing."""

    layout_changed = Signal(str)
    changed = Signal()
    properties_wanted = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.printer = QComboBox(self)
        self.printer.setObjectName("printer")
        self.copies = Copies(self)
        self.copies.setObjectName("copies")
        self.pages = QLineEdit(self)
        self.pages.setObjectName("pages")
        self.order = QComboBox(self)
        self.order.setObjectName("order")
        # The column is as wide as it is: words that are longer are cut in the closed box alone.
        self.order.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.order.setMinimumContentsLength(8)
        self.both_sides = QCheckBox(self)
        self.both_sides.setObjectName("both_sides")
        self.layouts = QComboBox(self)
        self.layouts.setObjectName("layout")
        self._labels = {
            name: TextLabel("", "caption", "muted", self)
            for name in ("printer", "copies", "order", "pages", "layout")
        }
        self._problem = TextLabel("", "caption", "bad", self, wrap=True)
        self._problem.hide()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        for name, field in (
            ("printer", self.printer), ("copies", self.copies), ("order", self.order),
            ("pages", self.pages), ("layout", self.layouts),
        ):  # fmt: skip
            column.addWidget(self._labels[name])
            column.addWidget(field)
            if name == "pages":
                column.addWidget(self._problem)
            if name != "order":  # hidden mostly, and then without a gap
                column.addSpacing(8)
        column.addWidget(self.both_sides)
        self.properties = Button("", look="flat", dense=True, icon="settings", parent=self)
        self.properties.setObjectName("printer_properties")
        self.properties.clicked.connect(self.properties_wanted)
        column.addWidget(self.properties)
        column.addStretch(1)
        self._find_printers()
        self.both_sides.setChecked(preferences.get("print.both_sides") == "yes")
        for key in ORDERS:
            self.order.addItem("", key)
        self.order.setCurrentIndex(max(0, self.order.findData(preferences.get("print.order"))))
        self._has_many = False
        self._offer_order()
        self.order.activated.connect(self._on_order)
        self.copies.changed.connect(self._offer_order)
        self.copies.changed.connect(self.changed)
        self.pages.textChanged.connect(self.changed)
        self.both_sides.toggled.connect(self._keep)
        self.printer.currentIndexChanged.connect(self._keep)
        self.layouts.activated.connect(self._on_layout)
        for key in LAYOUTS:
            self.layouts.addItem("", key)
        self.retranslate()
        kept = self.layouts.findData(preferences.get("print.layout", LAYOUTS[0]))
        self.layouts.setCurrentIndex(max(0, kept))

    def _find_printers(self) -> None:
        names = QPrinterInfo.availablePrinterNames()
        for name in names:
            self.printer.addItem(name, name)
        self.printer.addItem("", TO_FILE)
        wanted = self._preferences.get("print.printer") or QPrinterInfo.defaultPrinterName()
        at = self.printer.findData(wanted) if wanted else -1
        self.printer.setCurrentIndex(max(0, at))

    def retranslate(self) -> None:
        texts = {
            "printer": _("Printer"),
            "copies": _("Copies of each"),
            "order": _("Order"),
            "pages": _("Pages"),
            "layout": _("Kazakh and Russian"),
        }
        fields = {"printer": self.printer, "copies": self.copies, "pages": self.pages}
        for name, text in texts.items():
            self._labels[name].setText(text)
            if name in fields:
                fields[name].setAccessibleName(text)
                self._labels[name].setBuddy(fields[name])
        self.layouts.setAccessibleName(texts["layout"])
        self.order.setAccessibleName(texts["order"])
        for at, text in enumerate((_("document by document"), _("the whole set, then again"))):
            self.order.setItemText(at, text)
        self.printer.setItemText(self.printer.count() - 1, _("To a file (PDF)"))
        self.pages.setPlaceholderText(_("all, or 1-3, 5"))
        self.both_sides.setText(_("Both sides of the sheet"))
        self.properties.setText(_("Printer properties…"))
        self._offer_properties()
        for at, text in enumerate((_("side by side"), _("one after the other"))):
            self.layouts.setItemText(at, text)

    def layout_key(self) -> str:
        return str(self.layouts.currentData())

    def show_layouts(self, *, is_shown: bool) -> None:
        """A list has one language: the one it is read in."""
        self.layouts.setVisible(is_shown)
        self._labels["layout"].setVisible(is_shown)

    def put_choice(self, choice: QWidget) -> None:
        """What a paper of its own kind lets choose, in the place of the layouts."""
        self.show_layouts(is_shown=False)
        self._column.insertWidget(self._column.indexOf(self.both_sides), choice)

    def order_key(self) -> str:
        return str(self.order.currentData())

    def _offer_order(self) -> None:
        """An order is to be chosen where several copies of several documents are printed."""
        is_shown = self._has_many and self.copies.value() > 1
        self.order.setVisible(is_shown)
        self._labels["order"].setVisible(is_shown)

    def _on_order(self) -> None:
        self._preferences.put("print.order", self.order_key())
        self.changed.emit()

    def show_pages(self, *, is_shown: bool) -> None:
        """Page numbers make sense for one document only, an order for several."""
        self._has_many = not is_shown
        self._offer_order()
        self.pages.setVisible(is_shown)
        self._labels["pages"].setVisible(is_shown)
        if not is_shown:
            self.pages.clear()

    def set_problem(self, sentence: str) -> None:
        """Say beside the pages why they are not understood; empty when they are."""
        self.pages.setProperty("problem", bool(sentence))
        self.pages.update()
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def printer_name(self) -> str:
        """Name of the printer, TO_FILE for none."""
        return str(self.printer.currentData() or TO_FILE)

    def _offer_properties(self) -> None:
        """The system's own dialog makes sense for a real printer only."""
        self.properties.setVisible(self.printer_name() != TO_FILE)

    def _keep(self) -> None:
        self._offer_properties()
        self._preferences.put("print.printer", self.printer_name())
        self._preferences.put("print.both_sides", "yes" if self.both_sides.isChecked() else "no")
        self.changed.emit()

    def _on_layout(self) -> None:
        self._preferences.put("print.layout", self.layout_key())
        self.layout_changed.emit(self.layout_key())


class ChosenPrinter(QObject):
    """The printer of a job, as the system's own dialog left it if it was opened."""

    def __init__(self, options: PrintOptions) -> None:
        super().__init__(options)
        self._options = options
        self._kept: QPrinter | None = None
        options.properties_wanted.connect(self.show_properties)

    def printer(self, title: str) -> QPrinter:
        """Ready for a job of that name."""
        name = self._options.printer_name()
        if self._kept is not None and self._kept.printerName() == name:
            self._kept.setDocName(title)
            return self._kept
        return printer_for(name, duplex=self._options.both_sides.isChecked(), title=title)

    def show_properties(self) -> None:
        """Tray, quality and whatever else the driver offers."""
        printer = self.printer("")
        if QPrintDialog(printer, self._options).exec() == QPrintDialog.DialogCode.Accepted:
            self._kept = printer
