"""The line under a list: type a name, press Enter, and the partner is there.

While a name is typed, a partner of the same name is shown, so that nobody is entered twice.
"""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from cluster_desktop.i18n import _, language
from cluster_desktop.query import Changes
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.icons import icon
from cluster_desktop.ui.painting import outline
from cluster_desktop.ui.theme import colours, scaled
from cluster_desktop.ui.widgets import Button, TextLabel
from cluster_desktop.ui.work import run

ASK_MS = 200
KAZAKH_ONLY = frozenset("әғқңөұүһі")


class QuickAdd(QWidget):
    """One field. `added` tells the new record, `opened` one that was there already."""

    added = Signal(object)
    opened = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quick_add")
        self._desk = desk
        self._same: UUID | None = None
        self.input = QLineEdit(self)
        self.input.setObjectName("quick_add_name")
        self.input.setProperty("bare", True)
        self.input.setFrame(False)
        self.input.addAction(icon("add", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.input.returnPressed.connect(self._add)
        self._there = TextLabel("", "caption", "soon", self)
        self.open = Button(look="flat", dense=True, parent=self)
        self.open.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.addWidget(self.input, 1)
        row.addWidget(self._there)
        row.addWidget(self.open)
        self.setFixedHeight(scaled(34))
        self._ask_later = QTimer(self)
        self._ask_later.setSingleShot(True)
        self._ask_later.setInterval(ASK_MS)
        self._ask_later.timeout.connect(self._ask)
        self.input.textChanged.connect(lambda _text: self._ask_later.start())
        self._show(None, "")
        self.retranslate()

    def _ask(self) -> None:
        name = self.input.text().strip()
        if not name:
            self._show(None, "")
            return
        run(
            self,
            lambda _p: self._find(name),
            done=lambda found: self._show(*found),
            failed=self._desk.fail,
        )

    def _find(self, name: str) -> tuple[UUID | None, str]:
        office = self._desk.office
        ids = [
            i
            for found in office.lookup("organisation", "folded_name", [name]).values()
            for i in found
        ]
        return (ids[0], office.title("organisation", ids[0])) if ids else (None, "")

    def _show(self, same: UUID | None, title: str) -> None:
        self._same = same
        said = _("Already in the list: {name}").format(name=title) if same is not None else ""
        self._there.setText(said)
        self._there.setVisible(same is not None)
        self.open.setVisible(same is not None)

    def same(self) -> UUID | None:
        """The partner of that name that is there already."""
        return self._same

    def _open(self) -> None:
        if self._same is not None:
            self.opened.emit(self._same)
            self.input.clear()

    def _add(self) -> None:
        """Enter: a new partner; the field is ready for the next one."""
        name = " ".join(self.input.text().split())
        if not name:
            return
        kazakh = language() != "ru" or any(letter in KAZAKH_ONLY for letter in name.casefold())
        values = {"name_kk" if kazakh else "name_ru": name}
        self._desk.write(
            self, lambda: self._desk.office.add("organisation", values), then=self._added
        )
        self.input.clear()

    def _added(self, changes: Changes) -> None:
        for record in changes.ids:
            self.added.emit(record)

    def retranslate(self) -> None:
        self.input.setPlaceholderText(_("type here to add a partner"))
        self.input.setAccessibleName(_("Name of a new partner"))
        self.open.setText(_("Open it"))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        outline(QPainter(self), self.rect(), c.surface, c.separator)
