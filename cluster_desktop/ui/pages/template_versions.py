"""Versions of one template side by side: what differs, and the way back to an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Row
from cluster_desktop.services import templates
from cluster_desktop.services.paper_data import Pair
from cluster_desktop.services.templates import Difference
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_words import WordsTable
from cluster_desktop.ui.widgets import EmptyState, IconButton, PrimaryButton, Rule, TextLabel
from cluster_desktop.ui.work import run

WIDTH = 1000
PLACE_WIDTH = 110


class VersionsSheet(QWidget):
    """Shown over the page; reads the versions in a worker."""

    closed = Signal()
    returned = Signal(object)
    """Changes of the return: the earlier version is in use again."""
    sheet_width = WIDTH

    def __init__(self, desk: Desk, record: UUID, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("template_versions_sheet")
        self._desk = desk
        self._record = record
        title = _("Versions of the template")
        self.setAccessibleName(title)
        self.before = self._chooser(_("Before"))
        self.after = self._chooser(_("After"))
        self._count = TextLabel("", "caption", "muted", self)
        self.rows = self._table(title)
        self._nothing = EmptyState(self)
        self.back = PrimaryButton(_("Return to this version"), parent=self)
        self.back.setObjectName("return_to_version")
        self.back.clicked.connect(self._return)
        self._build(title)
        office = desk.office
        run(
            self, lambda _p: templates.versions(office, record), done=self._offer,
            failed=desk.fail,
        )  # fmt: skip

    def _chooser(self, name: str) -> QComboBox:
        made = QComboBox(self)
        made.setAccessibleName(name)
        made.setMinimumWidth(220)
        made.activated.connect(lambda _at: self.compare())
        return made

    def _table(self, title: str) -> WordsTable:
        made = WordsTable(title, [_("Clause"), _("Before"), _("After")], self)
        header = made.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        made.setColumnWidth(0, PLACE_WIDTH)
        return made

    def _build(self, title: str) -> None:
        head = QHBoxLayout()
        head.addWidget(TextLabel(title, "section", parent=self, elide=True), 1)
        close = IconButton("close", _("Close"), self)
        close.clicked.connect(self.closed)
        head.addWidget(close)
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(self.before)
        choice.addWidget(TextLabel("→", ink="muted", parent=self))
        choice.addWidget(self.after)
        choice.addStretch(1)
        choice.addWidget(self._count)
        choice.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 16, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(Rule(self))
        column.addLayout(choice)
        column.addWidget(self.rows, 1)
        column.addWidget(self._nothing, 1)
        self._nothing.hide()
        self.setFocusProxy(self.before)

    def _offer(self, versions: Sequence[Row]) -> None:
        """The version before the newest against the newest."""
        for chooser in (self.before, self.after):
            chooser.clear()
            for row in versions:
                said = _("Version {n}").format(n=row["version"])
                if row["is_current"]:
                    said = _("Version {n}, in use").format(n=row["version"])
                chooser.addItem(said, row.id)
        self.before.setCurrentIndex(min(1, len(versions) - 1))
        self.compare()

    def compare(self) -> None:
        """Read both and show what differs."""
        before, after = self.before.currentData(), self.after.currentData()
        self.back.setEnabled(self.before.count() > 1 and self.before.currentIndex() > 0)
        office = self._desk.office

        def job() -> list[Difference]:
            return templates.compare(templates.read(office, before), templates.read(office, after))

        run(self, lambda _p: job(), done=self._show, failed=self._desk.fail)

    def _show(self, found: Sequence[Difference]) -> None:
        n = len(found)
        self._count.setText(ngettext("{n} clause differs", "{n} clauses differ", n).format(n=n))
        self.rows.words.set_rows([_cells(one) for one in found])
        self.rows.resizeRowsToContents()
        self._count.setVisible(n > 0)
        self.rows.setVisible(n > 0)
        self._nothing.setVisible(n == 0)
        said = _("Nothing differs.") if self.before.count() > 1 else _("There is one version only.")
        self._nothing.set(said, (), "check")

    def _return(self) -> None:
        """The version at the left becomes the newest one."""
        chosen = self.before.currentData()
        office = self._desk.office

        def done(changes: object) -> None:
            self.returned.emit(changes)
            self.closed.emit()

        self._desk.write(self, lambda: templates.return_to(office, chosen), then=done)


def _cells(one: Difference) -> list[str]:
    place = _("Heading") if one.place == 0 else _("No. {n}").format(n=one.place)
    before, after = _said(one.old), _said(one.new)
    if one.conditions_differ:
        after = _("The same words; the condition or the level differs.")
    return [place, before, after]


def _said(pair: Pair | None) -> str:
    if pair is None:
        return "–"
    return "\n".join(text for text in dict.fromkeys((pair.kk, pair.ru)) if text) or "–"
