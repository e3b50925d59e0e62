"""Exchange: with which place, what will be sent and received, the run itself and what came of it.

The place is looked at in a worker, and nothing is written there before the button is pressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.exchange_brought import Brought
from cluster_desktop.ui.exchange_parts import (
    CountCard,
    Notice,
    PercentBar,
    PlaceChoice,
    holds_focus,
)
from cluster_desktop.ui.exchange_words import (
    PLACE_ICONS,
    ahead_sentence,
    conflicts_sentence,
    detail_lines,
    kinds_sentence,
    last_sentence,
    place_note,
    place_state,
    result_sentence,
    still_open,
    stopped_sentence,
)
from cluster_desktop.ui.pages.scrolling import scrolling
from cluster_desktop.ui.widgets import Button, Card, PrimaryButton, TextLabel
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.sync.views import Ahead, Place, Receipt

MOST_DETAILS = 5


class RunTab(QWidget):
    """The tab of a computer that belongs to a region."""

    review_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.link = desk.exchange
        self._places: list[Place] = []
        self._chosen: Place | None = None
        self._ahead: Ahead | None = None
        self._told_of: Place | None = None  # whose state the notice tells
        self._looking = self._wished = False
        self._asked = 0  # number of the newest look, so that an older answer is dropped
        self._group = QButtonGroup(self)
        self.choices: list[PlaceChoice] = []
        self._build()
        for signal, slot in (
            (self.link.came, self._show_state), (self.link.began, self._on_began),
            (self.link.ended, self._on_ended), (self.link.failed, self._on_failed),
        ):  # fmt: skip
            signal.connect(slot)
        self.link.told.connect(self.bar.step)
        self.retranslate()

    # ---- making ----

    def _build(self) -> None:
        inner = QWidget()
        self.notice = Notice(inner)
        self.warnings = Notice(inner)
        self.send, self.receive = CountCard(inner), CountCard(inner)
        counts = QHBoxLayout()
        counts.setSpacing(12)
        counts.addWidget(self.send, 1)
        counts.addWidget(self.receive, 1)
        self.now = PrimaryButton(icon="exchange", key="F9", parent=inner)
        self.now.setObjectName("exchange_now")
        self.now.clicked.connect(self.start)
        self.bar = PercentBar(inner)
        self.bar.cancelled.connect(self.link.cancel)
        self.result = Notice(inner)
        self._details = TextLabel(role="caption", ink="muted", parent=inner, wrap=True)
        self._details.hide()
        self.brought = Brought(self.desk, inner)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.now)
        row.addWidget(self.bar, 1)
        row.addStretch(0)
        self._calm = TextLabel(role="caption", ink="muted", parent=inner, wrap=True)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.warnings)
        column.addWidget(self._where_card(inner))
        column.addWidget(self.notice)
        column.addLayout(counts)
        column.addLayout(row)
        for widget in (self.result, self._details, self.brought):
            column.addWidget(widget)
        column.addWidget(self._calm)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inner))

    def _where_card(self, inner: QWidget) -> Card:
        self.where = Card(" ", inner)
        self.where.body.setContentsMargins(16, 0, 16, 10)
        self.other = Button(icon="folder", dense=True, parent=self.where)
        self.other.setObjectName("other_folder")
        self.other.clicked.connect(self.choose_folder)
        self.again = Button(icon="search", dense=True, parent=self.where)
        self.again.setObjectName("look_again")
        self.again.clicked.connect(self.reload)
        for button in (self.again, self.other):
            self.where.head.addWidget(button)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._none = TextLabel(ink="muted", parent=self.where, wrap=True)
        self._last = TextLabel(role="caption", ink="muted", parent=self.where, wrap=True)
        self.where.body.addLayout(self._grid)
        self.where.body.addWidget(self._none)
        self.where.body.addWidget(self._last)
        return self.where

    # ---- where ----

    def reload(self) -> None:
        """Find the places there are; the known one first."""
        self.link.read()
        if self.link.is_running():
            return
        self._looking = True
        self._tell_none()
        if holds_focus(self.again):
            self.start_focus()
        self.again.set_busy(True)
        task = run(
            self, lambda _p: self.link.facade().places(), done=self._on_places,
            failed=self._on_not_found,
        )  # fmt: skip
        task.finished.connect(lambda: self.again.set_busy(False))

    def _on_places(self, places: list[Place]) -> None:
        self._looking = False
        self._show_places(places)
        if self._wished:
            self._wished = False
            self.start()

    def _on_not_found(self, why: Exception) -> None:
        self._looking = self._wished = False
        self._tell_none()
        self._on_trouble(why)

    def _tell_none(self) -> None:
        if self._looking:
            self._none.setText(_("The region's folder and sticks are being looked for…"))
        else:
            self._none.setText(
                _(
                    "No folder of the region is known yet. Choose it, or plug in a stick and look "
                    "again."
                )
            )

    def places(self) -> list[Place]:
        return list(self._places)

    def chosen(self) -> Place | None:
        return self._chosen

    def _show_places(self, places: list[Place]) -> None:
        held = QApplication.focusWidget() if holds_focus(self) else None
        self._put_places(places)
        if held is not None and not held.isVisible():
            self.start_focus()

    def _put_places(self, places: list[Place]) -> None:
        self._places = places
        for old in self.choices:
            self._group.removeButton(old)
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.choices = []
        for at, place in enumerate(places):
            choice = PlaceChoice(PLACE_ICONS[place.kind], self.where)
            choice.setObjectName(f"place_{at}")
            choice.clicked.connect(lambda _on=False, of=place: self._on_chosen(of))
            self._group.addButton(choice)
            self._grid.addWidget(choice, at // 2, at % 2)
            self.choices.append(choice)
        self._tell_places()
        self._tell_none()
        self._none.setVisible(not places)
        former = self._chosen.path if self._chosen is not None else self._known_path()
        ready = [one for one in places if one.state == "ours"]
        same = [one for one in places if one.path == former]
        wanted = next(iter(same), None)
        if (wanted is None or wanted.state == "away") and ready:
            wanted = ready[0]
        wanted = wanted or next(iter(places), None)
        if wanted is not None:
            self.choose(wanted)
        else:
            self._chosen = self._ahead = None
            self._show_counts()

    def _on_chosen(self, place: Place) -> None:
        self._forget_failure()
        self.choose(place)

    def _known_path(self) -> str:
        state = self.link.state
        return state.place.path if state is not None and state.place is not None else ""

    def _tell_places(self) -> None:
        for choice, place in zip(self.choices, self._places, strict=True):
            choice.set_texts(place.title or place.path, place_note(place), place_state(place))

    def choose(self, place: Place) -> None:
        """Exchange with this place; see at once what there would be to do."""
        self._chosen, self._ahead = place, None
        for choice, one in zip(self.choices, self._places, strict=True):
            choice.setChecked(one.path == place.path)
        self.link.count_for(place)
        self._show_counts()
        self._ask_about(place)
        if place.state == "ours":
            self._count_ahead(place)

    def _ask_about(self, place: Place) -> None:
        """What is wrong with the place, in a sentence, and what can be done about it."""
        self._told_of = place
        if place.state == "empty":
            self.notice.show_text(
                "soon",
                _(
                    "This place is empty: the folder was cleared, or it is a new one or another "
                    "stick. Nothing of yours is lost. Shall it be filled from this computer?"
                ),
                [(_("Connect and fill"), "connect_place", lambda: self.connect_to(place), True)],
            )
        elif place.state == "other":
            self.notice.show_text(
                "soon",
                _(
                    "Here lie other data than those of your region. Nothing is read or written "
                    "here. Choose another folder or stick."
                ),
            )
        elif place.state == "away":
            self.notice.show_text(
                "info",
                _(
                    "The region's folder is not available now. It does not hinder your work: all "
                    "is saved on this computer and is exchanged when the folder appears."
                )
                if place.kind != "stick"
                else _("The stick is not plugged in. Plug it in and look again."),
            )
        else:
            self.notice.clear()

    def _count_ahead(self, place: Place) -> None:
        self._asked += 1
        number = self._asked
        run(
            self, lambda progress: self.link.facade().ahead(place, progress),
            done=lambda ahead: self._on_ahead(number, ahead),
            failed=self._on_trouble,
        )  # fmt: skip

    def _on_ahead(self, number: int, ahead: Ahead) -> None:
        if number == self._asked and not self.link.is_running():
            self._ahead = ahead
            self._show_counts()

    def connect_to(self, place: Place) -> None:
        """Make a place that is empty one of this region's."""
        self._forget_failure()

        def prepare(_progress: object) -> list[Place]:
            self.link.facade().prepare(place)
            self.link.facade().set_place(place)
            return self.link.facade().places()

        run(self, prepare, done=self._show_places, failed=self._on_trouble)

    def choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder of the region"))
        if chosen:
            self.look_at(chosen)

    def look_at(self, path: str) -> None:
        """A folder or an address that the person named."""
        run(
            self, lambda _p: self.link.facade().look(path), done=self._on_looked,
            failed=self._on_trouble,
        )  # fmt: skip

    def _on_looked(self, place: Place) -> None:
        self._forget_failure()
        self._chosen = place
        self._show_places([place, *(one for one in self._places if one.path != place.path)])

    def _on_trouble(self, why: Exception) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        self._told_of = None
        self.notice.show_text("soon", why.message)

    # ---- the run ----

    def can_start(self) -> bool:
        place = self._chosen
        return place is not None and place.state == "ours" and not self.link.is_running()

    def start(self) -> None:
        """Exchange with the chosen place; while places are looked for, with the one found."""
        if self._chosen is None and self._looking:
            self._wished = True
        elif self._chosen is not None and self.can_start():
            self.link.start(self._chosen)

    def _try_again(self) -> None:
        """What was not there may be back: look at it first, and exchange if it is."""
        self._wished = True
        self.reload()

    def _forget_failure(self) -> None:
        """Another place was chosen: what went wrong with the former one says nothing of it."""
        if self.link.trouble and not self.link.is_running():
            self.link.trouble = ""
            self.result.clear()

    def _on_began(self) -> None:
        held = holds_focus(self)
        self.bar.start(_("Exchanging"))
        if held:
            self.bar.take_focus()
        self.result.clear()
        self.brought.clear()
        self._details.hide()
        self._told_of = None
        self.notice.clear()
        self.now.setEnabled(False)

    def _on_ended(self, receipt: Receipt | None) -> None:
        self._over()

    def _on_failed(self, sentence: str) -> None:
        self._over()

    def _over(self) -> None:
        held = holds_focus(self.bar)
        self.now.setEnabled(True)
        self._tell_result()
        self.brought.read(self.link.receipt)
        if held:
            (self.result.first_button() or self.now).setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.finish()
        self.reload()

    def _tell_result(self) -> None:
        link, receipt = self.link, self.link.receipt
        if link.is_running():
            return
        if link.trouble:
            again = (_("Try again"), "exchange_again", self._try_again, False)
            self.result.show_text("soon", link.trouble, [again])
            return
        if receipt is None or receipt.outcome == "cancelled":
            if link.stopped:
                self.result.show_text("info", stopped_sentence(link.state))
            return
        verbs = []
        look = {"done": "good", "partly": "soon", "failed": "bad", "cancelled": "info"}
        still = still_open(receipt, link.state)
        if still:
            verbs = [(_("Decide now"), "review_conflicts", self.review_wanted.emit, False)]
        self.result.show_text(
            "conflict" if still else look[receipt.outcome], result_sentence(receipt, still), verbs,
        )  # fmt: skip
        lines = detail_lines(receipt)
        more = len(lines) - MOST_DETAILS
        if more > 0:
            lines = [*lines[:MOST_DETAILS], _("and {n} more").format(n=more)]
        self._details.setText("\n".join(lines))
        self._details.setVisible(bool(lines))

    # ---- what is shown ----

    def _show_state(self) -> None:
        state = self.link.state
        if state is None:
            return
        self._last.setText(last_sentence(state.last))
        self._show_counts()
        if state.warnings:
            self.warnings.show_text("soon", "\n".join(state.warnings))
        else:
            self.warnings.clear()
        link = self.link
        told = link.receipt is not None or link.trouble or link.stopped or link.is_running()
        if state.conflicts and not told:
            self.result.show_text(
                "conflict", conflicts_sentence(state.conflicts),
                [(_("Decide now"), "review_conflicts", self.review_wanted.emit, False)],
            )  # fmt: skip
        elif not told:
            self.result.clear()
        elif not link.trouble and (link.receipt is not None or link.stopped):
            held = holds_focus(self.result)
            self._tell_result()
            if held:
                (self.result.first_button() or self.now).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_counts(self) -> None:
        state, ahead, entities = self.link.state, self._ahead, self.desk.office.entities()
        changes = state.unsent_changes if state is not None else {}
        self.send.set_counts(
            _("To send: {n}").format(n=state.unsent if state is not None else 0),
            kinds_sentence(changes, entities) or _("Nothing new of yours."),
        )
        if ahead is None:
            waits = self._chosen is not None and self._chosen.state == "ours"
            away = self._chosen is None or self._chosen.state == "away"
            said = (
                _("Being counted…") if waits
                else _("Known once the place is available.") if away
                else _("Known once the place is connected.")
            )  # fmt: skip
            self.receive.set_counts(_("To receive"), said)
        else:
            self.receive.set_counts(
                _("To receive: {n}").format(n=ahead.receive), ahead_sentence(ahead, entities)
            )
        self.now.setEnabled(self.can_start())

    def panes(self) -> Sequence[QWidget]:
        return (self.where, self)

    def start_focus(self) -> None:
        first = self.now if self.now.isEnabled() else self.notice.first_button() or self.other
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.where.set_title(_("Exchange with"))
        self.other.setText(_("Another folder…"))
        self.again.setText(_("Look again"))
        self.now.setText(_("Exchange now"))
        self._tell_none()
        self._calm.setText(
            _(
                "You can go on working meanwhile. If the stick is pulled out or the network goes, "
                "nothing is damaged: the exchange goes on where it was, next time."
            )
        )
        self._tell_places()
        if self._told_of is not None:
            self._ask_about(self._told_of)
        self._show_state()
        self._show_counts()
        self._tell_result()
        self.brought.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(800, 420)
