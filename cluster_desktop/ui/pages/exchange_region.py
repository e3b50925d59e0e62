"""Colleges: the region's office sees who exchanged when, invites who asks, excludes the lost.

Inviting comes after a phone call: the words on the screen are the ones the college reads aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.services import region
from cluster_desktop.ui.ask import Ask
from cluster_desktop.ui.desk import Desk
from cluster_desktop.ui.exchange_members import MembersTable, heard_sentence
from cluster_desktop.ui.pages.exchange_invite import Colleges, InviteSheet
from cluster_desktop.ui.pages.exchange_renew import RenewSheet
from cluster_desktop.ui.widgets import Button, Card, Rule, TextLabel
from cluster_desktop.ui.work import run

if TYPE_CHECKING:
    from cluster_desktop.sync.views import Member, Request, Waiting
    from cluster_desktop.ui.exchange_link import Facade


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


def whose(member: Member) -> str:
    """Person and college, in full: a question about a computer must leave no doubt which."""
    return ", ".join(dict.fromkeys(part for part in (member.owner, member.college) if part))


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
        self.release = Button(icon="tick", dense=True, parent=self._card)
        self.release.setObjectName("let_through")
        self.release.clicked.connect(self.ask_release)
        self._card.head.addWidget(self.release)
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
        self.renew = Button(icon="clock", dense=True, look="flat", parent=self)
        self.renew.setObjectName("renew_office_right")
        self.renew.clicked.connect(self.ask_renew)
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(self.renew)
        column.addLayout(foot)
        self._heads: Sequence[Request] = ()
        self._words: Sequence[str] = ()
        self._waiting: dict[str, Waiting] = {}
        self.retranslate()

    # ---- what there is ----

    def reload(self) -> None:
        if not self.desk.exchange.is_region():
            return
        facade = self.desk.exchange.facade()
        run(self, lambda _p: facade.members(), done=self._show_members, failed=self.desk.fail)
        run(self, lambda _p: facade.waiting(), done=self._show_waiting, failed=self.desk.fail)
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

    def _show_waiting(self, waiting: list[Waiting]) -> None:
        self._waiting = {one.device: one for one in waiting if not one.refused}
        self.table.members.set_waiting(self._waiting)
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        member = self.table.chosen()
        state = self.desk.exchange.state
        own = state.device if state is not None else ""
        can = member is not None and not member.revoked and member.device != own
        self.exclude.setEnabled(can)
        waits = self._waiting.get(member.device) if member is not None else None
        self.release.setVisible(waits is not None)
        said = [heard_sentence(member)] if member is not None else []
        self._about.setText(" ".join([*said, waits.why] if waits is not None else said))

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
            _("Exclude this computer?"),
            _(
                "Nothing more is taken from it, and it can read nothing new. What it has already "
                "received stays on it. This cannot be taken back: to take part again it has to be "
                "invited anew."
            ),
            _("Exclude the computer"), lines=[whose(member)], danger=True,
        )  # fmt: skip
        ask.agreed.connect(lambda: self._exclude(member))
        self.desk.sheet.emit(ask, "middle")

    def _exclude(self, member: Member) -> None:
        facade = self.desk.exchange.facade()
        run(
            self, lambda _p: facade.revoke(member.device), done=lambda _none: self._excluded(),
            failed=self.desk.fail,
        )  # fmt: skip

    def ask_release(self) -> None:
        """What waits because it would empty much: somebody has looked at it and called."""
        member = self.table.chosen()
        waits = self._waiting.get(member.device) if member is not None else None
        if member is None or waits is None:
            return
        ask = Ask(
            _("Accept what this computer sent all the same?"),
            _("Call that college first and ask whether it is meant so. {why}").format(
                why=waits.why
            ),
            _("Accept all the same"), lines=[whose(member)],
        )  # fmt: skip
        ask.agreed.connect(lambda: self._release(member))
        self.desk.sheet.emit(ask, "middle")

    def _release(self, member: Member) -> None:
        facade = self.desk.exchange.facade()
        run(
            self, lambda _p: facade.release(member.device), done=lambda _none: self._released(),
            failed=self.desk.fail,
        )  # fmt: skip

    def _released(self) -> None:
        self.desk.said.emit(_("It is taken over with the next exchange."))
        self.reload()

    def ask_renew(self) -> None:
        sheet = RenewSheet(self.desk)
        sheet.renewed.connect(self._renewed)
        self.desk.sheet.emit(sheet, "middle")

    def _renewed(self) -> None:
        self.desk.said.emit(_("The right to admit computers is renewed for a year."))
        self.desk.exchange.read()

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
        self.release.setText(_("Accept all the same…"))
        self.renew.setText(_("Renew the office's right…"))
        self.table.setAccessibleName(_("Computers of the region"))
        self._card.set_title(_("Computers of the region"))
        self._show_requests(self._heads)
        self._show_members(self.table.members.members)
