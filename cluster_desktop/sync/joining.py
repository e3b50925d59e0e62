"""Becoming a member: request, invitation, the list; and the regional office that admits others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from cluster_desktop.db.journal import Said
from cluster_desktop.entity import catalogue
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import N_, _, language
from cluster_desktop.query import Changes, Condition, Query
from cluster_desktop.services import reference_lock
from cluster_desktop.sync import enrol, member, names, office_keys, units, words
from cluster_desktop.sync import roster as lists
from cluster_desktop.sync.crypto import hash16
from cluster_desktop.sync.keys import DeviceKeys, Protector, usual_protector
from cluster_desktop.sync.medium import Medium
from cluster_desktop.sync.member import FOLDER, Membership
from cluster_desktop.sync.office_keys import Region, Root
from cluster_desktop.sync.roster import Roster
from cluster_desktop.sync.views import Member, Request, Role

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

OFFICE_KEY = "office.clk"
ROOT_FILE = "region-root.clk"
LIMIT = 16 * 1024 * 1024
ADMITTED = "sync.college."  # and a BIN: the college whose first computer was admitted under it


@dataclass(frozen=True)
class Founded:
    """A new region: the words to write on paper, the file to lock away, the region's own words
    that every college types in once."""

    recovery: tuple[tuple[str, ...], ...]
    root_file: Path
    region_words: tuple[str, ...]


class Joining:
    """Membership of one office; every file it reads or writes is small."""

    def __init__(self, office: Office, protector: Protector | None = None) -> None:
        self.office = office
        self.store = office.store
        self.protector = protector or usual_protector()
        self._cached: tuple[str, Membership] | None = None

    # Who am I

    def keys(self) -> DeviceKeys:
        return member.own_keys(self.store, self.protector)

    def has_keys(self) -> bool:
        return member.keys_path(self.store).exists()

    def membership(self) -> Membership | None:
        """This computer as a member; None where it is not admitted yet."""
        if not self.has_keys():
            return None
        with self.store.reading() as connection:
            newest = member.newest_list(connection)
        if newest is None:
            return None
        if self._cached is None or self._cached[0] != newest.hash:
            try:
                self._cached = (newest.hash, Membership(self.keys(), newest))
            except KeyError:
                return None
        return self._cached[1]

    def needed(self) -> Membership:
        """Raises Refusal where this computer is not admitted."""
        own = self.membership()
        if own is None:
            raise Refusal(
                _("This computer is not connected to a region yet. Open the page Data exchange.")
            )
        return own

    def fingerprint(self) -> tuple[str, ...]:
        return words.fingerprint(self.keys().public)

    # A college asks and is admitted

    def request(self, folder: Path) -> Path:
        """The file that asks the regional office. Raises Refusal where the college has no name."""
        _place, content = self.request_content()
        path = folder / enrol.request_name(self.keys().device)
        write_whole(path, content)
        self.office.put_local_fact("sync.asked", self._now().isoformat())
        return path

    def request_content(self, office_box: bytes | None = None) -> tuple[str, bytes]:
        """(path on a medium, content) of a request; its names are sealed to the office's key where
        that is known."""
        keys = self.keys()
        college = self.office.college_id()
        if college is None:
            raise Refusal(_("Say first which college this is: Settings, College."))
        row = self.office.get("organisation", college)
        title = str(row["name_kk"] or row["name_ru"] or "")
        content = enrol.make_request(
            keys, self.office.actor() or title, title, str(row["bin"] or ""), college,
            at=self._now(),
        )  # fmt: skip
        return names.request_path(keys.device), content

    def accept(self, path: Path, typed: str) -> Membership:
        """Take the invitation; `typed` are the region's words from paper. Raises Refusal."""
        return self.accept_content(read_file(path), typed)

    def accept_content(self, content: bytes, typed: str) -> Membership:
        keys = self.keys()
        invitation = enrol.read_invite(content, typed, keys)
        known = self.membership()
        if known is not None and known.roster.region_id != invitation.roster.region_id:
            raise Refusal(_("This computer belongs to another region already."))
        own = Membership(keys, invitation.roster)
        self._keep(invitation.roster, invitation.content)
        self._belong(own)
        return own

    def _keep(self, roster: Roster, content: bytes) -> None:
        with self.store.local_writing() as connection:
            member.keep_list(connection, roster.number, hash16(content), content)

    def _belong(self, own: Membership) -> None:
        """What was made before the college was admitted belongs to it from now on."""
        if own.me.letters.isalpha() and own.me.letters.isupper():
            self.office.put_local_fact("device.letters", own.me.letters)
        self.office.put_local_fact(reference_lock.ROLE, own.me.role)
        college = own.me.college_id
        if college is None:
            return
        former = self.office.college_id()
        title = Said(N_("Connected to {region}"), {"region": own.roster.region_title})
        with self.store.action(title, actor=self.office.actor(), source="program") as work:
            _re_own(work.connection, former, college)

    def settle_college(self) -> Changes | None:
        """The record of the own college as the region knows it, once it has come."""
        own = self.membership()
        if own is None or own.me.college_id in (None, self.office.college_id()):
            return None
        college = own.me.college_id
        try:
            self.office.get("organisation", college)
        except Refusal:
            return None
        former = self.office.college_id()
        changes = self.office.put_setting("college.organisation", str(college))
        self.office.set("organisation", college, {"is_own": True})
        if former is not None:
            self.office.set("organisation", former, {"is_own": False})
        return changes

    # The regional office

    def found(self, title: str, passphrase: str, folder: Path) -> Founded:
        """A new region with this computer as its office. Raises Refusal."""
        if self.membership() is not None:
            raise Refusal(_("This computer belongs to a region already."))
        started = Region.start(
            title,
            passphrase,
            self.keys(),
            self.office.actor() or title,
            now=self._now(),
            college_id=self.office.college_id(),
        )
        path = folder / ROOT_FILE
        if path.exists():
            raise Refusal(_("{file} exists already. Choose an empty folder.").format(file=path))
        write_whole(path, started.root_file)
        self._publish(started.region)
        self._belong(self.needed())
        return Founded(
            started.root.recovery_words(language()),
            path,
            words.fingerprint(started.root.public),
        )

    def region_words(self) -> tuple[str, ...]:
        """The words that colleges type in when they are admitted."""
        return words.fingerprint(self.needed().roster.root_key)

    def newest(self) -> tuple[int, str, bytes]:
        """Number, hash and content of the list in force. Raises Refusal where there is none."""
        self.needed()
        with self.store.reading() as connection:
            number, hashed, content = connection.exec_driver_sql(
                "SELECT number, hash, content FROM sync_document WHERE kind = ?"
                " ORDER BY number DESC LIMIT 1",
                (member.ROSTER,),
            ).one()
        return int(number), str(hashed), bytes(content)

    def region(self) -> Region:
        """The office at work. Raises Refusal on other computers."""
        own = self.needed()
        path = self._office_path()
        if not own.is_region or not path.exists():
            raise Refusal(_("Only the regional office can do this."))
        return Region.load(path, self.protector, self.keys(), self.newest()[2])

    def _office_path(self) -> Path:
        return self.store.path.parent / FOLDER / OFFICE_KEY

    def _publish(self, region: Region) -> None:
        """Keep a new list, after the key that signs it."""
        self._office_path().parent.mkdir(parents=True, exist_ok=True)
        region.save(self._office_path(), self.protector)
        self._keep(region.roster, region.content)
        self._cached = None

    def read_request(self, content: bytes, path: str) -> Request:
        asked = enrol.read_request(content, self.keys())
        return Request(
            path=path,
            device=asked.device,
            owner=asked.owner,
            college=asked.college,
            college_bin=asked.college_bin,
            college_id=asked.college_id,
            fingerprint=words.fingerprint(asked.public),
            at=asked.made_at,
        )

    def requests_on(self, medium: Medium) -> list[Request]:
        """Requests that lie on the region's folder, of computers that are not in the list."""
        own = self.needed()
        found = []
        for name in medium.list(names.inbox_folder()):
            device = names.parse_request(name)
            if device is None or own.certificate(device) is not None:
                continue
            path = names.request_path(device)
            try:
                content = medium.read(path, LIMIT)
                if content is not None:
                    found.append(self.read_request(content, path))
            except (Refusal, Trouble):
                continue  # not a request, or torn: it may come whole
        return found

    def invite(
        self, content: bytes, *, college_id: UUID | None = None, role: Role = "college"
    ) -> tuple[str, bytes]:
        """Admit the computer that asks: (its name, the invitation). The office has compared the
        words. Its college is known by the BIN, so that a second computer joins the first."""
        asked = enrol.read_request(content, self.keys())
        region = self.region()
        college = college_id or self._college_of(asked, region.roster) or asked.college_id
        region, invitation = region.issue(
            asked, college=asked.college, college_id=college, now=self._now(), role=role
        )
        self._publish(region)
        if asked.college_bin and role == "college" and college is not None:
            self.office.put_local_fact(ADMITTED + asked.college_bin, str(college))
        return asked.device, invitation

    def _college_of(self, asked: enrol.Request, roster: Roster) -> UUID | None:
        """As it was admitted here, though it has sent nothing yet; else by its record."""
        if not asked.college_bin:
            return None
        known = {one.college_id for one in roster.scopes if one.college_id is not None}
        kept = self.office.local_fact(ADMITTED + asked.college_bin)
        if kept is not None and UUID(kept) in known:
            return UUID(kept)
        same = Query("organisation", (Condition("bin", "is", asked.college_bin),), columns=("bin",))
        return next((row.id for row in self.office.rows(same) if row.id in known), None)

    def revoke(self, device: str, last: Mapping[str, int]) -> None:
        """Exclude a computer: what it made after `last` of each scope counts nowhere."""
        self._publish(self.region().revoke(device, last, now=self._now()))

    def turn(self) -> None:
        """New keys of every scope: once a year and after an erasure."""
        self._publish(self.region().turn(now=self._now()))

    def renew_office(self, root: Root) -> None:
        """The office's right for another year. Raises Refusal on other computers."""
        own = self.needed()
        if own.is_revoked or not own.is_region:
            raise Refusal(
                _(
                    "Only a computer of the regional office can do this. If the office is lost, "
                    "bring it back on a computer that belongs to no region yet."
                )
            )
        self._renew(root, self.newest()[2], own.me.owner)

    def bring_back(self, root: Root, content: bytes, name: str) -> None:
        """This computer takes the place of a lost office, over the newest list that is known;
        `name` stands in the list. Raises Refusal."""
        title = lists.read(content).region_title
        owner = name.strip() or self.office.actor() or title
        if not enrol.is_name(owner):
            raise Refusal(_("The name of the computer is one short line."), field="name")
        self._renew(root, content, owner)
        self._belong(self.needed())

    def _renew(self, root: Root, content: bytes, owner: str) -> None:
        if lists.read(content).root_key != root.public:
            raise office_keys.of_another_region()  # before this computer gets keys
        region = Region.renewed(root, self.keys(), owner, content, now=self._now())
        self._publish(region)

    def days_left(self) -> int | None:
        """Days until the office's right must be renewed; None on other computers."""
        own = self.membership()
        if own is None or not own.is_region or not self._office_path().exists():
            return None
        return (own.roster.office_cert.valid_until - self.office.today()).days

    def members(self) -> list[Member]:
        """Every computer of the list, with when something of it last came."""
        own = self.needed()
        with self.store.reading() as connection:
            heard = {
                str(device): (int(at or 0), int(count))
                for device, at, count in connection.exec_driver_sql(
                    "SELECT device, max(came_at), count(*) FROM sync_bundle GROUP BY device"
                )
            }
        found = []
        for one in own.roster.certificates:
            at, count = heard.get(one.device, (0, 0))
            last = datetime.fromtimestamp(at, UTC) if at else None
            found.append(
                Member(
                    device=one.device,
                    owner=one.owner,
                    college=one.college,
                    college_id=one.college_id,
                    role=one.role,
                    letters=one.letters,
                    since=one.since,
                    last_heard=last,
                    bundles=count,
                    revoked=own.roster.revocation(one.device) is not None,
                    dormant=last is not None and (self._now() - last).days > 180,
                    fingerprint=words.fingerprint(one.public),
                )
            )
        return found

    def _now(self) -> datetime:
        return self.store.clock()


def _re_own(connection: Connection, former: UUID | None, college: UUID) -> None:
    """Records of nobody that a person made, and those of the former name of the college."""
    for entity in catalogue.all():
        if not units.parts_of(entity.name):
            continue
        connection.exec_driver_sql(
            f'UPDATE "{entity.name}" SET college_id = ? WHERE college_id IS NOT ?'
            " AND (college_id = ? OR (college_id IS NULL AND id IN ("
            " SELECT j.record FROM journal j JOIN action a ON a.id = j.action"
            " WHERE j.entity = ? AND j.op = 'i' AND a.source <> 'program')))",
            (
                college.bytes, college.bytes, None if former is None else former.bytes,
                entity.name,
            ),
        )  # fmt: skip


def lists_on(medium: Medium) -> Iterator[bytes]:
    """The lists that lie on a place, newest first, believed: whoever uses one checks who signed
    it."""
    found = [
        one for name in medium.list(names.office_folder()) if (one := names.parse_roster(name))
    ]
    for number, hashed in sorted(found, reverse=True):
        content = medium.read(names.roster_path(number, hashed), LIMIT)
        if content is not None and hash16(content) == hashed:
            yield content


def newest_on(medium: Medium) -> bytes | None:
    return next(lists_on(medium), None)


def read_file(path: Path) -> bytes:
    """A small file somebody chose. Raises Refusal."""
    try:
        if path.stat().st_size > LIMIT:
            raise Refusal(_("{file} is too large for this.").format(file=path.name))
        return path.read_bytes()
    except OSError as why:
        raise Refusal(_("{file} could not be read.").format(file=path.name)) from why
