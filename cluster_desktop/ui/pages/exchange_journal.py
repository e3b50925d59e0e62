"""Journal of the exchange: every run, newest first; each can be taken back at first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.i18n import _, format_moment
from cluster_desktop.query import Changes
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.exchange_parts import holds_focus
from cluster_desktop.ui.exchange_words import (
    detail_lines,
    kinds_sentence,
    received_of,
    result_sentence,
)
from cluster_desktop.ui.moments import utc_now, when
from cluster_desktop.ui.pages.scrolling import scrolling
from cluster_desktop.ui.widgets import Button, Card, EmptyState, Pill, Rule, TextLabel
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.entity import Entity
    from cluster_desktop.sync.views import Receipt

PAGE = 50
LOOKS = {"done": ("good", "check"), "partly": ("soon", "warning"), "failed": ("bad", "error"),
         "cancelled": ("draft", "close")}  # fmt: skip


def outcome_word(receipt: Receipt) -> str:
    return {
        "done": _("successful"),
        "partly": _("in part"),
        "failed": _("without success"),
        "cancelled": _("stopped"),
    }[receipt.outcome]


class RunRow(QWidget):
    """One run: when and with what, what came of it, and the button that takes it back."""

    undo_wanted = Signal(int)

    def __init__(
        self, receipt: Receipt, entities: Sequence[Entity], now: datetime, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.receipt = receipt
        moment = when(receipt.at, now)
        self.setObjectName(f"run_{receipt.id}")
        head = QHBoxLayout()
        head.setSpacing(12)
        strong = TextLabel(moment, "strong", parent=self)
        strong.setToolTip(format_moment(receipt.at))
        head.addWidget(strong)
        look, icon = LOOKS[receipt.outcome]
        head.addWidget(Pill(outcome_word(receipt), look, icon, tinted=look in ("soon", "bad"),
                            parent=self))  # fmt: skip
        head.addWidget(TextLabel(receipt.place, ink="muted", parent=self, elide=True), 1)
        self.take_back = Button(_("Take back"), dense=True, parent=self)
        self.take_back.setAccessibleName(_("Take back the exchange: {when}").format(when=moment))
        self.take_back.clicked.connect(lambda: self.undo_wanted.emit(receipt.id))
        self.take_back.setVisible(received_of(receipt) > 0 and not receipt.undone)
        head.addWidget(self.take_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(2)
        column.addLayout(head)
        said = _("Taken back.") if receipt.undone else result_sentence(receipt)
        column.addWidget(TextLabel(said, parent=self, wrap=True))
        for text in self._notes(entities):
            column.addWidget(TextLabel(text, "caption", "muted", self, wrap=True))
        self.setAccessibleName(f"{moment}: {said}")

    def _notes(self, entities: Sequence[Entity]) -> list[str]:
        notes = []
        for text, counts in (
            (_("Sent: {kinds}"), self.receipt.sent_changes),
            (_("Received: {kinds}"), self.receipt.received_changes),
        ):
            kinds = kinds_sentence(counts, entities)
            if kinds:
                notes.append(text.format(kinds=kinds))
        return [*notes, *detail_lines(self.receipt)]


class RunsTab(QWidget):
    """The list of runs."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._rows: list[RunRow] = []
        self._rules: list[Rule] = []
        self._hint = TextLabel(ink="muted", parent=self, wrap=True)
        self._empty = EmptyState(self)
        inner = QWidget()
        self._card = Card("", inner)
        self._card.body.setContentsMargins(0, 4, 0, 4)
        self._card.body.setSpacing(0)
        around = QVBoxLayout(inner)
        around.setContentsMargins(0, 0, 8, 0)
        around.addWidget(self._card)
        around.addStretch(1)
        self._area = scrolling(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._hint)
        column.addWidget(self._empty, 1)
        column.addWidget(self._area, 1)
        self.retranslate()

    def reload(self) -> None:
        if self.desk.exchange.state is None or self.desk.exchange.is_sample():
            self._show([])
            return
        facade = self.desk.exchange.facade()
        run(self, lambda _p: facade.receipts(PAGE), done=self._show, failed=self.desk.fail)

    def rows(self) -> list[RunRow]:
        return list(self._rows)

    def _show(self, receipts: list[Receipt]) -> None:
        held = holds_focus(self)
        self._hint.setVisible(self.desk.exchange.is_member())
        for old in (*self._rows, *self._rules):
            old.hide()
            old.deleteLater()
        now, entities = utc_now(), list(self.desk.office.entities())
        self._rows, self._rules = [], []
        for receipt in receipts:
            row = RunRow(receipt, entities, now, self._card)
            row.undo_wanted.connect(self.ask_take_back)
            if not self.desk.exchange.is_member():
                row.take_back.hide()  # nobody in the region would hear of it
            rule = Rule(self._card)
            self._card.body.addWidget(row)
            self._card.body.addWidget(rule)
            self._rows.append(row)
            self._rules.append(rule)
        self._empty.setVisible(not receipts)
        self._area.setVisible(bool(receipts))
        if held and not holds_focus(self):
            self.start_focus()

    def ask_take_back(self, number: int) -> None:
        """Much may go, and the next exchange tells everybody of it: that is asked first."""
        (receipt,) = [row.receipt for row in self._rows if row.receipt.id == number]
        kinds = kinds_sentence(receipt.received_changes, list(self.desk.office.entities()))
        ask = Ask(
            _("Take back the exchange?"),
            _(
                "What it brought is taken back on this computer, and with the next exchange in the "
                "whole region. Work of other colleges goes with it."
            ),
            _("Take back"), lines=[_("Received: {kinds}").format(kinds=kinds)], danger=True,
        )  # fmt: skip
        ask.agreed.connect(lambda: self.take_back(number))
        self.desk.sheet.emit(ask, "middle")

    def take_back(self, number: int) -> None:
        """Everything a run brought goes back, unless something was built upon it."""
        facade = self.desk.exchange.facade()
        run(
            self, lambda _p: facade.undo_run(number), done=self._taken_back, failed=self.desk.fail
        )  # fmt: skip

    def _taken_back(self, changes: Changes) -> None:
        self.desk.said.emit(_("What this exchange brought is taken back."))
        self.desk.exchange.read()
        self.reload()

    def panes(self) -> Sequence[QWidget]:
        return (self._area,) if self._rows else (self._empty,)

    def start_focus(self) -> None:
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._hint.setText(
            _("Every exchange, newest first. It can be taken back until its records are changed.")
        )
        self._empty.set(_("There has been no exchange yet."), [], "exchange")
        if self._rows:
            self._show([row.receipt for row in self._rows])
