"""Offices' workbooks behind one button: a new one to point at, and those that are kept."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QMenu, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.services import form_mappings
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.widgets import Button

_MOST = 20


class WorkbooksButton(Button):
    """Opens the form designer as a page of its own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", icon="excel", dense=True, parent=parent)
        self._desk = desk
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setObjectName("workbooks_of_offices")
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(_("Workbooks of offices"))
        self.setAccessibleName(_("Workbooks of offices"))

    def _fill(self) -> None:
        self._menu.clear()
        new = self._menu.addAction(icon("add", "muted"), _("New workbook of an office…"))
        new.triggered.connect(lambda: self.open())
        rows = form_mappings.of_form(self._desk.office)
        if rows:
            self._menu.addSeparator()
        for row in rows[:_MOST]:
            words = f"{row['form']} · {row['name']}"
            said = f"{words} · {row['sender']}" if row["sender"] else words
            # A name may hold an ampersand, which a menu would take for an access key.
            line = self._menu.addAction(icon("edit", "muted"), said.replace("&", "&&"))
            line.triggered.connect(lambda _on=False, record=row.id: self.open(record))

    def open(self, mapping: UUID | None = None, file: Path | None = None) -> None:
        """Show the designer: of a kept workbook, of a file, or with a place to drop one."""
        from cluster_desktop.ui.form_designer import FormDesigner  # loads openpyxl

        self._desk.page.emit(FormDesigner(self._desk, mapping, file))
