"""Journal: everything that was done here, newest first; a batch can be taken back as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.query import ActionLine, Changes
from cluster_desktop.services.sources import LASTING
from cluster_desktop.services.sources import SOURCES as SOURCES
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.icons import paint_icon
from cluster_desktop.ui.moments import utc_now, when
from cluster_desktop.ui.pages.cards_page import CardsPage
from cluster_desktop.ui.theme import colours, font, scaled
from cluster_desktop.ui.widgets import Button, Card
from cluster_desktop.ui.work import run

PAGE = 50
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ICONS = {"import": "import", "undo": "undo", "redo": "redo", "program": "settings",
         "setup": "settings"}  # fmt: skip


class ActionRow(QWidget):
    """One action: when, what, by whom, how many records, and the button that takes it back."""

    def __init__(self, line: ActionLine, note: str, now: datetime, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self._when = when(line.moment, now)
        self._note = note
        self.setObjectName(f"action_{line.id}")
        self.setAccessibleName(f"{line.title}, {self._when}, {note}")
        self.setToolTip(line.title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.take_back = Button(_("Take back"), dense=True, parent=self)
        self.take_back.setAccessibleName(_("Take back: {what}").format(what=line.title))
        self.take_back.setVisible(not line.undone and line.source not in LASTING)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 16, 0)
        row.addStretch(1)
        row.addWidget(self.take_back)

    def sizeHint(self) -> QSize:
        return QSize(400, scaled(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        c = colours()
        painter = QPainter(self)
        middle = self.height() // 2
        name = ICONS.get(self.line.source, "edit")
        paint_icon(painter, name, QRect(16, middle - 10, 20, 20), c.muted)
        button = self.take_back.width() + 12 if self.take_back.isVisible() else 0
        right = self.width() - 16 - button
        painter.setFont(font())
        if self.line.undone:
            struck = painter.font()
            struck.setStrikeOut(True)
            painter.setFont(struck)
        painter.setPen(c.muted if self.line.undone else c.text)
        room = QRect(52, middle - scaled(18) + 2, right - 52, scaled(18))
        shown = painter.fontMetrics().elidedText(
            self.line.title, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, LEFT.value, shown)
        painter.setFont(font("caption"))
        painter.setPen(c.muted)
        below = QRect(52, middle + 1, right - 52, scaled(16))
        painter.drawText(below, LEFT.value, f"{self._when} · {self._note}")
        painter.fillRect(QRect(1, self.height() - 1, self.width() - 2, 1), c.line)


class JournalPage(CardsPage):
    """The list of actions; more are read when asked for."""

    KEY = "journal"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lines: list[ActionLine] = []
        self._rows: list[ActionRow] = []
        self.more = Button(parent=self.area.widget())
        self.more.setObjectName("journal_more")
        self.more.clicked.connect(self._read_more)
        self.column.insertWidget(0, self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def title(self) -> str:
        return _("Journal")

    def open_place(self, place: Place) -> None:
        self.reload()

    def reload(self) -> None:
        wanted = PAGE * max(1, ceil(len(self._lines) / PAGE))
        run(
            self, lambda _p: self.office.journal(wanted),
            done=lambda lines: self._show(lines, more=len(lines) == wanted), failed=self.desk.fail,
        )  # fmt: skip

    def _read_more(self) -> None:
        last = self._lines[-1].id if self._lines else None
        run(
            self, lambda _p: self.office.journal(PAGE, last),
            done=lambda lines: self._show([*self._lines, *lines], more=len(lines) == PAGE),
            failed=self.desk.fail,
        )  # fmt: skip

    def _show(self, lines: list[ActionLine], *, more: bool) -> None:
        self._lines, self._rows = lines, []
        self.more.setVisible(more)
        self.show_cards([self._card(lines)] if lines else [])

    def _card(self, lines: Sequence[ActionLine]) -> Card:
        card = self.new_card("", "journal_lines")
        card.body.setContentsMargins(0, 4, 0, 4)
        card.body.setSpacing(0)
        now = utc_now()
        self._rows = [ActionRow(line, self._note(line), now, card) for line in lines]
        for row in self._rows:
            row.take_back.clicked.connect(
                lambda _on=False, number=row.line.id: self.take_back(number)
            )
            card.body.addWidget(row)
        return card

    def rows(self) -> list[ActionRow]:
        return list(self._rows)

    def _note(self, line: ActionLine) -> str:
        parts = [line.actor] if line.actor else []
        parts.append(_(SOURCES[line.source]) if line.source in SOURCES else line.source)
        names = {entity.name: entity for entity in self.office.entities()}
        for name, count in line.entity_counts.items():
            if name in names:
                parts.append(f"{_(names[name].plural)}: {count}")
        if line.undone:
            parts.append(_("taken back"))
        return " · ".join(parts)

    def take_back(self, number: int, *, force: bool = False) -> None:
        """Take one action back; where records were changed since, ask for the rest first."""
        run(
            self, lambda _p: self.office.undo(number, force=force), done=self._taken_back,
            failed=lambda why: self._refused(number, why),
        )  # fmt: skip

    def _taken_back(self, changes: Changes) -> None:
        self.desk.said.emit(changes.title)
        self.reload()

    def _refused(self, number: int, why: Exception) -> None:
        if not isinstance(why, Refusal) or not why.findings:
            self.desk.fail(why)
            return
        ask = Ask(
            _("Some records were changed later"), why.message, _("Take back the rest"),
            lines=[found.message for found in why.findings],
        )  # fmt: skip
        ask.agreed.connect(lambda: self.take_back(number, force=True))
        self.desk.sheet.emit(ask, "middle")

    def retranslate(self) -> None:
        super().retranslate()
        self.hint.setText(
            _("Everything done here, newest first. Each line can be taken back as a whole.")
        )
        self.empty.set(_("Nothing has been done yet."), [], "history")
        self.more.setText(_("Show earlier ones"))
