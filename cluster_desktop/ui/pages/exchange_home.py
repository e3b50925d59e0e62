"""Home's share of the exchange: how old it is, how much is not sent, what needs a decision."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Alert
from cluster_desktop.ui.desk import Desk, Place
from cluster_desktop.ui.exchange_words import strip_sentence
from cluster_desktop.ui.moments import utc_now
from cluster_desktop.ui.widgets import Button, Card, TextLabel

# An exchange older than this is worth a line of its own.
OLD_DAYS = 14


class ExchangeCard(Card):
    """One sentence and the way to the page; nothing at all where data are not exchanged."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self.desk = desk
        self._text = TextLabel(ink="muted", role="caption", parent=self, wrap=True)
        self.go = Button(dense=True, parent=self)
        self.go.setObjectName("home_exchange")
        self.go.clicked.connect(lambda: desk.go.emit(Place("exchange", tab="exchange")))
        row = QHBoxLayout()
        row.addWidget(self._text, 1)
        row.addWidget(self.go, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        desk.exchange.came.connect(self.show_state)
        self.retranslate()

    def show_state(self) -> None:
        state = self.desk.exchange.state
        takes_part = state is not None and not self.desk.exchange.is_sample()
        self.setVisible(takes_part)
        if state is None or not takes_part:
            return
        if state.stage == "off":
            self._text.setText(_("Your data are not exchanged with the region yet."))
        else:
            self._text.setText(strip_sentence(state, utc_now()))

    def retranslate(self) -> None:
        self.set_title(_("Data exchange"))
        self.go.setText(_("Open"))
        self.go.setAccessibleName(_("Open the data exchange"))
        self.show_state()


def alerts_of(desk: Desk) -> list[Alert]:
    """Lines of Home: what needs a decision, and an exchange that is long ago."""
    state = desk.exchange.state
    if state is None or state.stage != "member" or desk.exchange.is_sample():
        return []
    lines = []
    if state.last is not None and state.unsent:
        days = (utc_now() - state.last.at).days
        if days >= OLD_DAYS:
            lines.append(_old(days, state.unsent))
    if state.conflicts:
        lines.append(
            Alert(
                "exchange_conflicts", "conflict", state.conflicts,
                ngettext("record was changed on two sides", "records were changed on two sides",
                         state.conflicts),
                _("Both versions are kept until you decide"), None, _("Decide…"), "conflicts",
            )
        )  # fmt: skip
    return lines


def _old(days: int, unsent: int) -> Alert:
    reason = ngettext(
        "The last exchange was {n} day ago", "The last exchange was {n} days ago", days
    )
    return Alert(
        "exchange_old", "soon", unsent,
        ngettext("change is not sent to the region", "changes are not sent to the region", unsent),
        reason.format(n=days), None, _("Exchange…"), "exchange_now",
    )  # fmt: skip
