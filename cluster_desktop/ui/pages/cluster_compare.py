"""Two versions of the passport side by side: every line that differs, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.fields import NEWER
from cluster_desktop.i18n import _, format_date, ngettext
from cluster_desktop.query import Row
from cluster_desktop.services import passport, passport_versions
from cluster_desktop.services.passport_compare import Line, compare
from cluster_desktop.services.passport_content import Passport
from cluster_desktop.services.passport_versions import VERSION_STATES
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.pages.cluster_words import WordsTable
from cluster_desktop.ui.widgets import EmptyState, IconButton, Rule, TextLabel
from cluster_desktop.ui.work import run

WIDTH = 1000
_DRAFT = "draft"


class CompareSheet(QWidget):
    """Shown over the page; reads the versions in a worker."""

    closed = Signal()
    sheet_width = WIDTH

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passport_compare_sheet")
        self._office = desk.office
        self._desk = desk
        title = _("Compare versions of the passport")
        self.setAccessibleName(title)
        self.before = self._chooser(_("Before"))
        self.after = self._chooser(_("After"))
        self._count = TextLabel("", "caption", "muted", self)
        self.rows = self._table(title)
        self._nothing = EmptyState(self)
        self._build(title)
        run(
            self, lambda _p: passport_versions.versions(self._office), done=self._offer,
            failed=desk.fail,
        )  # fmt: skip

    def _chooser(self, name: str) -> QComboBox:
        made = QComboBox(self)
        made.setAccessibleName(name)
        made.setMinimumWidth(240)
        made.activated.connect(lambda _at: self.compare())
        return made

    def _table(self, title: str) -> WordsTable:
        headings = [_("Section"), _("What"), _("Before"), _("After")]
        made = WordsTable(title, headings, self)
        header = made.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 170), (1, 170)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            made.setColumnWidth(column, width)
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
        """The newest version against the draft of today first."""
        for chooser in (self.before, self.after):
            chooser.clear()
            chooser.addItem(_("The draft as it is now"), _DRAFT)
            for row in versions:
                chooser.addItem(_named(row), row.id)
        self.before.setCurrentIndex(1 if versions else 0)
        self.compare()

    def compare(self) -> None:
        """Read both and show what differs."""
        before, after = self.before.currentData(), self.after.currentData()

        def job() -> list[Line]:
            return compare(self._content(before), self._content(after))

        run(self, lambda _p: job(), done=self._show, failed=self._desk.fail)

    def _content(self, chosen: UUID | str) -> Passport:
        if isinstance(chosen, UUID):
            return passport_versions.frozen(self._office, chosen)
        return passport.content(self._office)

    def _show(self, lines: Sequence[Line]) -> None:
        n = len(lines)
        self._count.setText(ngettext("{n} line differs", "{n} lines differ", n).format(n=n))
        self.rows.words.set_rows([_cells(line) for line in lines])
        self.rows.resizeRowsToContents()
        self._count.setVisible(n > 0)
        self.rows.setVisible(n > 0)
        self._nothing.setVisible(n == 0)
        self._nothing.set(_("Nothing differs."), (), "check")


def _named(row: Row) -> str:
    state = _(VERSION_STATES.get(str(row["state"]), NEWER))
    day = format_date(row["approved_on"])
    return _("Version {n} of {date}: {state}").format(n=row["number"], date=day, state=state)


def _cells(line: Line) -> list[str]:
    named = f"{line.section}. {line.title.here()}" if 0 < line.section < 12 else line.title.here()
    return [named, line.what.here(), line.before.here() or "–", line.after.here() or "–"]
