"""Colleges: the region's office sees who exchanged when, invites who asks, excludes the lost.

Inviting comes after a phone call: the words on the screen are the ones the college reads aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.services import region
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.exchange_fields import WordsCard
from cluster_desktop.ui.exchange_members import MembersTable, heard_sentence
from cluster_desktop.ui.exchange_parts import Notice
from cluster_desktop.ui.theme import scaled
from cluster_desktop.ui.widgets import Button, Card, PrimaryButton, Rule, TextLabel
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.sync.views import Member, Request
    from cluster_desktop.ui.exchange_link import Facade

Colleges = list[tuple[UUID, str]]


class InviteSheet(QWidget):
    """Who asks, the words to compare, and which college of the list it is."""

    closed = Signal()
    invited = Signal(object)

    def __init__(
        self, desk: Desk, request: Request, colleges: Colleges, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("invite_sheet")
        self._desk = desk
        self._request = request
        title = _("Invite: {college}").format(college=request.college)
        self.setAccessibleName(title)
        self.words = WordsCard(self)
        self.words.set_words(request.fingerprint)
        self.which = self._offer(colleges)
        self.problem = Notice(self)
        cancel = Button(_("Cancel"), parent=self)
        cancel.clicked.connect(self.closed)
        self.go = PrimaryButton(_("The words are the same: invite"), parent=self)
        self.go.setObjectName("invite_go")
        self.go.clicked.connect(self._invite)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        who = ", ".join(part for part in (request.owner, request.college_bin) if part)
        said = _(
            "Ask over the phone to have the eight words read from that computer's screen. Invite "
            "only if every word is the same."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(TextLabel(title, "section", parent=self, wrap=True))
        if who:
            column.addWidget(TextLabel(who, ink="muted", parent=self, wrap=True))
        column.addWidget(TextLabel(said, parent=self, wrap=True))
        column.addWidget(self.words)
        column.addWidget(TextLabel(_("Which college of the list it is"), parent=self))
        column.addWidget(self.which)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addLayout(row)
        self.setFocusProxy(self.go)

    def _offer(self, colleges: Colleges) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("invite_college")
        box.setAccessibleName(_("Which college of the list it is"))
        box.addItem(_("A new one: {college}").format(college=self._request.college), None)
        for college, name in colleges:
            box.addItem(name, college)
        known = [n for n, (college, _name) in enumerate(colleges, start=1)
                 if college == self._request.college_id]  # fmt: skip
        box.setCurrentIndex(known[0] if known else 0)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    def sizeHint(self) -> QSize:
        return QSize(640, scaled(400))

    def _invite(self) -> None:
        facade, request = self._desk.exchange.facade(), self._request
        college = self.which.currentData()
        self.go.set_busy(True)
        task = run(
            self, lambda _p: facade.invite(request, college_id=college), done=self._invited,
            failed=self._refused,
        )  # fmt: skip
        task.finished.connect(lambda: self.go.set_busy(False))

    def _invited(self, path: Path | None) -> None:
        self.closed.emit()
        self.invited.emit(path)

    def _refused(self, why: Exception) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        self.problem.show_text("soon", why.message)


class RequestRow(QWidget):
    """A computer that asks to be admitted."""

    wanted = Signal(object)

    def __init__(self, request: Request, parent: QWidget) -> None:
        super().__init__(parent)
        self.request = request
        self.setObjectName(f"request_{request.device}")
        name = TextLabel(request.college, "strong", parent=self, elide=True)
        who = ", ".join(part for part in (request.owner, request.college_bin) if part)
        note = TextLabel(who, "caption", "muted", self, elide=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(note)
        self.invite = Button(_("Invite…"), dense=True, parent=self)
        self.invite.setObjectName("invite")
        self.invite.setAccessibleName(_("Invite: {college}").format(college=request.college))
        self.invite.clicked.connect(lambda: self.wanted.emit(request))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addLayout(words, 1)
        row.addWidget(self.invite)


def requests_of(facade: Facade) -> list[Request]:
    """What lies in the region's folder and on the sticks that are plugged in. In a worker."""
    found = {one.device: one for one in facade.requests()}
    known = {one.device for one in facade.members()}
    for place in facade.places():
        if place.kind != "stick" or place.state == "away":
            continue
        for path in sorted(Path(place.path).glob("request-*.clr")):
            try:
                one = facade.read_request(path)
            except (Refusal, Trouble):
                continue  # not a request; the stick may hold anything
            if one.device not in known:
                found.setdefault(one.device, one)
    return list(found.values())


class RegionTab(QWidget):
    """Requests above, the computers below."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._rows: list[RequestRow] = []
        self._requests = Card(" ", self)
        self._requests.body.setContentsMargins(0, 0, 0, 6)
        self._requests.body.setSpacing(0)
        self.look = Button(icon="search", dense=True, parent=self._requests)
        self.look.setObjectName("look_for_requests")
        self.look.clicked.connect(self.look_for_requests)
        self.open = Button(icon="folder", dense=True, parent=self._requests)
        self.open.setObjectName("open_request")
        self.open.clicked.connect(self.choose_request)
        self._requests.head.addWidget(self.look)
        self._requests.head.addWidget(self.open)
        self._none = TextLabel(ink="muted", parent=self._requests, wrap=True)
        self._none.setContentsMargins(16, 0, 16, 4)
        self._requests.body.addWidget(self._none)
        self.words = TextLabel(role="caption", ink="muted", parent=self, wrap=True)
        self._card = Card(" ", self, margin=16)
        self._card.body.setContentsMargins(0, 0, 0, 0)
        self.table = MembersTable(self._card)
        self.exclude = Button(icon="close", dense=True, parent=self._card)
        self.exclude.setObjectName("exclude")
        self.exclude.clicked.connect(self.ask_exclude)
        self._card.head.addWidget(self.exclude)
        self._about = TextLabel(role="caption", ink="muted", parent=self._card, wrap=True)
        self._about.setContentsMargins(16, 6, 16, 8)
        self._card.body.setSpacing(0)
        self._card.body.addWidget(Rule(self._card))
        self._card.body.addWidget(self.table, 1)
        self._card.body.addWidget(Rule(self._card))
        self._card.body.addWidget(self._about)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._tell_chosen())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self._requests)
        column.addWidget(self._card, 1)
        column.addWidget(self.words)
        self._heads: Sequence[Request] = ()
        self._words: Sequence[str] = ()
        self.retranslate()

    # ---- what there is ----

    def reload(self) -> None:
        if not self.desk.exchange.is_region():
            return
        facade = self.desk.exchange.facade()
        run(self, lambda _p: facade.members(), done=self._show_members, failed=self.desk.fail)
        run(self, lambda _p: facade.region_words(), done=self._show_words, failed=self.desk.fail)
        self.look_for_requests()

    def look_for_requests(self) -> None:
        """In the region's folder and on the sticks there are."""
        facade = self.desk.exchange.facade()
        self.look.set_busy(True)
        task = run(
            self, lambda _p: requests_of(facade), done=self._show_requests, failed=self._not_found
        )
        task.finished.connect(lambda: self.look.set_busy(False))

    def choose_request(self) -> None:
        """A request that came on a stick or by mail."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("The request's file"), "", _("Requests ({ending})").format(ending="*.clr")
        )
        if chosen:
            self.open_request(Path(chosen))

    def open_request(self, path: Path) -> None:
        facade = self.desk.exchange.facade()
        run(
            self, lambda _p: facade.read_request(path), done=self.ask_invite,
            failed=self.desk.fail,
        )  # fmt: skip

    def _show_words(self, words: Sequence[str]) -> None:
        self._words = words
        self.words.setText(
            _("Words of the region, told to a college over the phone: {words}").format(
                words=" ".join(words)
            )
        )

    def _not_found(self, why: Exception) -> None:
        if not isinstance(why, Refusal | Trouble):
            raise why
        self._show_requests([])
        self._none.setText(why.message)

    def _show_members(self, members: list[Member]) -> None:
        self.table.show_members(members)
        working = sum(not one.revoked for one in members)
        self._card.set_title(
            ngettext("{n} computer of the region", "{n} computers of the region", working).format(
                n=working
            )
        )
        self._tell_chosen()

    def _show_requests(self, requests: Sequence[Request]) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._heads = requests
        self._rows = [RequestRow(request, self._requests) for request in requests]
        for row in self._rows:
            row.wanted.connect(self.ask_invite)
            self._requests.body.addWidget(row)
        self._none.setText(_("Nobody asks to be admitted now."))
        self._none.setVisible(not requests)
        self._requests.set_title(
            ngettext("{n} computer asks to take part", "{n} computers ask to take part",
                     len(requests)).format(n=len(requests))
            if requests else _("Who asks to take part")
        )  # fmt: skip

    def rows(self) -> list[RequestRow]:
        return list(self._rows)

    def _tell_chosen(self) -> None:
        member = self.table.chosen()
        state = self.desk.exchange.state
        own = state.device if state is not None else ""
        can = member is not None and not member.revoked and member.device != own
        self.exclude.setEnabled(can)
        self._about.setText(heard_sentence(member) if member is not None else "")

    # ---- verbs ----

    def ask_invite(self, request: Request) -> None:
        office = self.desk.office

        def colleges(_progress: object) -> Colleges:
            return [(one.id, one.title) for one in region.colleges_of(office)]

        run(
            self, colleges, done=lambda known: self._open_invite(request, known),
            failed=self.desk.fail,
        )  # fmt: skip

    def _open_invite(self, request: Request, colleges: Colleges) -> None:
        sheet = InviteSheet(self.desk, request, colleges)
        sheet.invited.connect(self._invited)
        self.desk.sheet.emit(sheet, "middle")

    def _invited(self, path: Path | None) -> None:
        if path is None:
            self.desk.said.emit(_("The invitation lies in the region's folder."))
        else:
            self.desk.said.emit(_("The invitation lies in {file}").format(file=path))
        self.reload()

    def ask_exclude(self) -> None:
        """After a theft or a loss: nothing more is taken from that computer."""
        member = self.table.chosen()
        if member is None:
            return
        ask = Ask(
            _("Exclude the computer of {who}?").format(who=member.owner or member.college),
            _(
                "Nothing more is taken from it, and it can read nothing new. What it has already "
                "received stays on it. This cannot be taken back: to take part again it has to be "
                "invited anew."
            ),
            _("Exclude the computer"), danger=True,
        )  # fmt: skip
        ask.agreed.connect(lambda: self._exclude(member))
        self.desk.sheet.emit(ask, "middle")

    def _exclude(self, member: Member) -> None:
        facade = self.desk.exchange.facade()
        run(
            self, lambda _p: facade.revoke(member.device), done=lambda _none: self._excluded(),
            failed=self.desk.fail,
        )  # fmt: skip

    def _excluded(self) -> None:
        self.desk.said.emit(_("The computer is excluded. Everybody learns of it by exchanging."))
        self.reload()

    def panes(self) -> Sequence[QWidget]:
        return (self._requests, self.table)

    def start_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self.look.setText(_("Look again"))
        self.open.setText(_("Open a request…"))
        if self._words:
            self._show_words(self._words)
        self.exclude.setText(_("Exclude…"))
        self.table.setAccessibleName(_("Computers of the region"))
        self._card.set_title(_("Computers of the region"))
        self._show_requests(self._heads)
        self._show_members(self.table.members.members)
