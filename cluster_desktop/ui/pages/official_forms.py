"""The official Excel forms of a page behind one button: save as a new workbook or into a given one.

Asks where to, writes in a worker and says what the person should look at.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.pages.output import FOLDER_KEY
from cluster_desktop.ui.widgets import Button


class FormsButton(Button):
    """The forms about an entity, each anew or into the blank workbook that the office has sent.

    `period` says for which period they are; it is asked when one is saved.
    """

    def __init__(
        self,
        desk: Desk,
        entity: str,
        parent: QWidget | None = None,
        *,
        period: Callable[[], str | None] = lambda: None,
    ) -> None:
        super().__init__("", icon="excel", look="flat", dense=True, parent=parent)
        self._desk = desk
        self._entity = entity
        self._period = period
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setObjectName("official_forms")
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(_("Forms"))
        self.setAccessibleName(_("Official forms in Excel"))

    def _fill(self) -> None:
        # The forms load what reads and writes workbooks, 0.3 s: paid by the first who opens this.
        from cluster_desktop.excel.forms.export import forms_for

        self._menu.clear()
        for kind in forms_for(self._entity):
            name, code = _(kind.label), kind.code
            new = self._menu.addAction(icon("excel", "muted"), name + "…")
            new.triggered.connect(lambda _on=False, form=code: self.ask_new(form))
            said = _("{form}: into a given workbook…").format(form=name)
            given = self._menu.addAction(icon("edit", "muted"), said)
            given.triggered.connect(lambda _on=False, form=code: self.ask_given(form))

    def ask_new(self, code: str) -> None:
        """Ask for the name of a new workbook and save the form there."""
        day = f"{self._desk.office.today():%Y-%m-%d}"
        name = f"{code} {self._period() or day}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the form"), str(self._folder() / name), self._kinds()
        )
        if chosen:
            self.save(code, Path(chosen).with_suffix(".xlsx"))

    def ask_given(self, code: str) -> None:
        """Ask for the office's workbook and for the name of the filled copy."""
        given, _kind = QFileDialog.getOpenFileName(
            self, _("Choose the workbook to fill in"), str(self._folder()), self._kinds()
        )
        if not given:
            return
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save the form"), given, self._kinds())
        if chosen:
            self.save(code, Path(chosen).with_suffix(".xlsx"), into=Path(given))

    def save(self, code: str, out: Path, *, into: Path | None = None) -> None:
        """Write the form in a worker; says how many rows, where, and what is missing in it."""
        from cluster_desktop.ui.form_job import Asked, FormJob  # loads the forms

        self._desk.preferences.put(FOLDER_KEY, str(out.parent))
        FormJob(self._desk, self).start(Asked(code, out, into, self._period()))

    def _folder(self) -> Path:
        documents = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        return Path(self._desk.preferences.get(FOLDER_KEY) or documents)

    def _kinds(self) -> str:
        return _("Excel workbook (*.xlsx)")
