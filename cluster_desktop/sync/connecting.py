"""Joining a region and its regional office, over files and places: what the façade inherits."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from cluster_desktop.db import local
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.sync import finding, names, returning, seen
from cluster_desktop.sync import roster as lists
from cluster_desktop.sync.enrol import invite_name
from cluster_desktop.sync.joining import LIMIT, Founded, Joining, newest_on, read_file
from cluster_desktop.sync.keys import Protector
from cluster_desktop.sync.medium import Medium
from cluster_desktop.sync.rounds import Progress, Watch, silently
from cluster_desktop.sync.views import Member, Place, Receipt, Request, Role, State

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

PLACE = "sync.place"
FOLDER = "sync.folder"  # the last place that was no stick


class Connecting(ABC):
    """How a computer becomes a member, and what the regional office does with members.

    `is_sample`: sample data are never exchanged. `protector` guards the computer's secret keys.
    """

    def __init__(
        self, office: Office, *, is_sample: bool = False, protector: Protector | None = None
    ) -> None:
        self.office = office
        self.store = office.store
        self.is_sample = is_sample
        self.joining = Joining(office, protector)

    @abstractmethod
    def state(self) -> State:
        """Where the exchange stands."""

    @abstractmethod
    def run(self, place: Place) -> Receipt:
        """One exchange with a place."""

    def place(self) -> Place | None:
        with self.store.reading() as connection:
            return kept_place(local.fact(connection, PLACE))

    def set_place(self, place: Place) -> None:
        """Exchange there from now on; a stick does not make the region's folder forgotten."""
        kept = msgspec.json.encode(place).decode()
        self.office.put_local_fact(PLACE, kept)
        if place.kind != "stick":
            self.office.put_local_fact(FOLDER, kept)

    def request(self, folder: Path | None = None) -> Path | None:
        """Ask the regional office: a file in a folder, or laid on the place that is set."""
        self._refuse_sample()
        if folder is not None:
            return self.joining.request(folder)
        place = self.place()
        if place is None:
            raise Refusal(_("Choose the region's folder or a stick first."))
        medium = finding.open_place(place.path)
        try:
            path, content = self.joining.request_content(self._office_box(medium))
            medium.lay(path, content)
        finally:
            medium.close()
        self.office.put_local_fact("sync.asked", self._now().isoformat())
        return None

    def _office_box(self, medium: Medium) -> bytes | None:
        """The key to which the names in a request are sealed; None where no list lies there."""
        with suppress(Trouble, Refusal):
            newest = newest_on(medium)
            return None if newest is None else lists.read(newest).office_cert.box
        return None

    def accept(self, path: Path | None, typed: str) -> State:
        """Take the invitation, from a file or from the place that is set; `typed` are the region's
        words as they stand on paper."""
        self._refuse_sample()
        if path is not None:
            self.joining.accept(path, typed)
            return self.state()
        content = self._invitation_there()
        if content is None:
            raise Refusal(_("There is no invitation for this computer yet."))
        self.joining.accept_content(content, typed)
        return self.state()

    def is_invited(self) -> bool:
        """Whether an invitation of this computer lies on the place that is set. Touches it."""
        with suppress(Trouble, Refusal):
            return self._invitation_there() is not None
        return False

    def _invitation_there(self) -> bytes | None:
        place = self.place()
        if place is None:
            return None
        medium = finding.open_place(place.path)
        try:
            path = names.invitation_path(self.joining.keys().device)
            return medium.read(path, LIMIT)
        finally:
            medium.close()

    def start_region(self, title: str, passphrase: str, folder: Path) -> Founded:
        """Make this computer the office of a new region; the locked-away file goes into the
        folder, the words on paper."""
        self._refuse_sample()
        return self.joining.found(title, passphrase, folder)

    def region_words(self) -> tuple[str, ...]:
        return self.joining.region_words()

    def fingerprint(self) -> tuple[str, ...]:
        """8 words of this computer, to be compared over the phone."""
        return self.joining.fingerprint()

    def requests(self, place: Place | None = None) -> list[Request]:
        """Requests that lie on a place, of computers that are not admitted. Touches it."""
        at = place or self.place()
        if at is None:
            return []
        medium = finding.open_place(at.path)
        try:
            return self.joining.requests_on(medium)
        finally:
            medium.close()

    def read_request(self, path: Path) -> Request:
        return self.joining.read_request(read_file(path), str(path))

    def invite(
        self,
        request: Request,
        folder: Path | None = None,
        *,
        college_id: UUID | None = None,
        role: Role = "college",
    ) -> Path | None:
        """Admit the computer; the invitation goes into a folder, or where the request lies."""
        content = self._request_content(request)
        device, invitation = self.joining.invite(content, college_id=college_id, role=role)
        if folder is not None:
            return self._write(folder, device, invitation)
        if Path(request.path).is_file():
            return self._write(Path(request.path).parent, device, invitation)
        place = self.place()
        if place is None:
            raise Refusal(_("Choose where the invitation goes."))
        medium = finding.open_place(place.path)
        try:
            medium.lay(names.invitation_path(device), invitation)
        finally:
            medium.close()
        return None

    def _write(self, folder: Path, device: str, invitation: bytes) -> Path:
        path = folder / invite_name(device)
        write_whole(path, invitation)
        return path

    def _request_content(self, request: Request) -> bytes:
        if Path(request.path).is_file():
            return read_file(Path(request.path))
        place = self.place()
        if place is None:
            raise Refusal(_("Choose the region's folder or a stick first."))
        medium = finding.open_place(place.path)
        try:
            content = medium.read(request.path, LIMIT)
        finally:
            medium.close()
        if content is None:
            raise Refusal(_("The request is not there any more."))
        return content

    def members(self) -> list[Member]:
        return self.joining.members()

    def revoke(self, device: str) -> None:
        """Exclude a computer. What of it was applied here by now stays, everything later is
        refused by everybody; what it has read already it keeps."""
        place = self.place()
        if place is not None:
            with suppress(Trouble, Refusal):  # what it sent before is taken first, if it can be had
                self.run(place)
        own = self.joining.needed()
        with self.store.reading() as connection:
            last = seen.last_of(connection, device)
        logging.getLogger(__name__).info("a computer was excluded")
        self.joining.revoke(device, {s: n for s, n in last.items() if s in own.reads})

    def renew_office(
        self,
        root_file: Path | None,
        secret: str,
        *,
        place: Place | None = None,
        name: str = "",
        progress: Progress = silently,
    ) -> None:
        """The right to admit computers for another year; or, on a new computer after the office's
        was lost, the office itself: under this `name`, over the list on the place, by default the
        one that is set. Nothing is written before everything fits."""
        self._refuse_sample()
        if self.joining.membership() is not None:
            self.joining.renew_office(returning.root_of(root_file, secret))
            return
        at = place or self.place()
        if at is None:
            raise Refusal(_("Choose the region's folder first: the list of computers lies there."))
        progress(0, 3, _("The words are compared"))
        root = returning.root_of(root_file, secret)
        watch = Watch(progress)
        watch(1, 3, _("The region's folder is read"))
        medium = finding.open_place(at.path, look=watch.look)
        try:
            content = returning.list_for(root, medium)
        finally:
            medium.close()
        progress(2, 3, _("The office is brought back"))
        self.joining.bring_back(root, content, name)
        self.set_place(at)

    def _refuse_sample(self) -> None:
        if self.is_sample:
            raise Refusal(_("Sample data are for looking around; they are not exchanged."))

    def _now(self) -> datetime:
        return self.store.clock()


def kept_place(kept: str | None) -> Place | None:
    return None if not kept else msgspec.json.decode(kept, type=Place)
