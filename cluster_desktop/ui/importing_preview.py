"""The sheet of a file with the found table drawn on it, and other headings pointed at.

Shows what it is given; what is pointed at is told to the page, which reads the file anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.importing_marks import SheetShown, masked_text
from cluster_desktop.ui.sheet_grid import SheetGrid
from cluster_desktop.ui.widgets import Button, Card, Tabs, TextLabel


class SheetPreview(Card):
    """Which list the file holds, its sheets, the sheet, and the verbs for what is pointed at."""

    kind_wanted = Signal(str)
    """The file holds another list than the program thinks."""
    sheet_wanted = Signal(str)
    headings_wanted = Signal(object, int, int)
    """(sheet or None, first and last row of the headings); (…, 0, 0): find them yourself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, margin=12)
        self.setObjectName("sheet_preview")
        self._sheets: Sequence[SheetShown] = ()
        self._is_pointed = False
        self.kinds_label = TextLabel("", parent=self)
        self.kinds = QComboBox(self)
        self.kinds.setObjectName("kinds")
        self.sheets_label = TextLabel("", parent=self)
        self.sheets = QComboBox(self)
        self.sheets.setObjectName("sheets")
        for label, box in ((self.kinds_label, self.kinds), (self.sheets_label, self.sheets)):
            label.setBuddy(box)
            box.setProperty("dense", True)
            box.setMinimumContentsLength(10)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self.tabs = Tabs(self)
        self.tabs.setObjectName("look_at_sheet")
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.grid = SheetGrid(self)
        self.hint = TextLabel("", "caption", "muted", self, wrap=True)
        self.as_found = Button("", icon="undo", look="flat", dense=True, parent=self)
        self.as_found.setObjectName("find_headings")
        self.take = Button("", icon="check", dense=True, parent=self)
        self.take.setObjectName("take_headings")
        self._lay_out()
        self.kinds.activated.connect(lambda: self.kind_wanted.emit(str(self.kinds.currentData())))
        self.sheets.activated.connect(
            lambda: self.sheet_wanted.emit(str(self.sheets.currentData()))
        )
        self.tabs.chosen.connect(lambda key: self._look_at(int(key)))
        self.grid.pointed.connect(self._on_pointed)
        self.grid.taken.connect(self._take)
        self.take.clicked.connect(self._take)
        self.as_found.clicked.connect(lambda: self.headings_wanted.emit(None, 0, 0))
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for label, box in ((self.kinds_label, self.kinds), (self.sheets_label, self.sheets)):
            head.addWidget(label)
            head.addWidget(box, 1)
            head.addSpacing(8)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.as_found)
        foot.addWidget(self.take)
        inside = QVBoxLayout()
        inside.setSpacing(6)
        inside.addLayout(head)
        inside.addWidget(self.tabs)
        inside.addWidget(self.grid, 1)
        inside.addLayout(foot)
        self.body.addLayout(inside, 1)

    def retranslate(self) -> None:
        self.kinds_label.setText(_("Holds:"))
        self.kinds.setAccessibleName(_("What the file holds"))
        self.sheets_label.setText(_("Another sheet:"))
        self.sheets.setAccessibleName(_("Another sheet:"))
        self.tabs.setAccessibleName(_("Sheet to look at"))
        self.grid.setAccessibleName(_("The sheet with the found table"))
        self.as_found.setText(_("As found by the program"))
        self.hint.setText(
            _("If other headings are meant, click their row (with Shift several) and take them.")
        )
        self._on_pointed(*self.grid.rows_pointed())

    # ---- what is shown ----

    def set_choices(
        self,
        kinds: Sequence[tuple[str, str]],
        kind: str,
        sheets: Sequence[tuple[str, str]],
        sheet: str,
    ) -> None:
        """What else the file may be read as; a box of one line is hidden."""
        for label, box, lines, chosen in (
            (self.kinds_label, self.kinds, kinds, kind),
            (self.sheets_label, self.sheets, sheets, sheet),
        ):
            box.clear()
            for key, words in lines:
                box.addItem(words, key)
            at = box.findData(chosen)
            box.setCurrentIndex(at if at >= 0 or not chosen else 0)
            box.setVisible(len(lines) > 1)
            label.setVisible(len(lines) > 1)

    def set_sheets(
        self, sheets: Sequence[SheetShown], *, look_at: str | None, pointed: bool
    ) -> None:
        """The sheets of the file; one that is named or where a table was found comes first."""
        self._sheets = sheets
        self._is_pointed = pointed
        self.as_found.setVisible(pointed)
        self.setVisible(bool(sheets))
        if not sheets:
            self.grid.set_sheet((), self.grid.sheet.marks)
            return
        named = [at for at, one in enumerate(sheets) if look_at is not None and one.name == look_at]
        found = [at for at, one in enumerate(sheets) if one.first]
        chosen = (named or found or [0])[0]
        self.tabs.setVisible(len(sheets) > 1)
        self.tabs.set_tabs(
            [(str(at), one.name or "", one.count or None) for at, one in enumerate(sheets)]
        )
        self.tabs.choose(str(chosen))
        self._look_at(chosen)

    def shown(self) -> SheetShown | None:
        """The sheet on the screen."""
        at = int(self.tabs.current() or 0) if len(self._sheets) > 1 else 0
        return self._sheets[at] if self._sheets else None

    def _look_at(self, at: int) -> None:
        if 0 <= at < len(self._sheets):
            sheet = self._sheets[at]
            self.grid.set_sheet(sheet.rows, sheet.marks, masked_text)
            if sheet.first:
                self.grid.show_row(sheet.first)

    # ---- pointing ----

    def _on_pointed(self, first: int, last: int) -> None:
        self.take.setEnabled(first > 0)
        if first == last:
            said = _("Headings are in row {row}") if first else _("Take these headings")
            self.take.setText(said.format(row=first))
        else:
            said = _("Headings are in rows {first}–{last}")
            self.take.setText(said.format(first=first, last=last))

    def _take(self) -> None:
        first, last = self.grid.rows_pointed()
        sheet = self.shown()
        if first and sheet is not None:
            self.headings_wanted.emit(sheet.name, first, last)
