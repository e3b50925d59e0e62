"""The exchange as the window, the command line and tests use it: one door to everything in here."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from sqlalchemy import Connection, text

from cluster_desktop.db import history, local
from cluster_desktop.db.journal import Said, spoken
from cluster_desktop.errors import Cancelled, Refusal, Trouble
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Update
from cluster_desktop.services import merging, people, reference_lock, safety
from cluster_desktop.sync import blobs, conflicts, finding, names, queue, seen, share
from cluster_desktop.sync.connecting import FOLDER, PLACE, Connecting, kept_place
from cluster_desktop.sync.deadline import SECONDS
from cluster_desktop.sync.medium import Away, Medium
from cluster_desktop.sync.member import Membership
from cluster_desktop.sync.rounds import (
    Points,
    Progress,
    Round,
    Watch,
    nowhere,
    silently,
)
from cluster_desktop.sync.telling import unsent_to, waiting_of
from cluster_desktop.sync.views import (
    Ahead,
    Conflict,
    Place,
    Receipt,
    State,
    Waiting,
)

if TYPE_CHECKING:
    pass

BACKED_UP = "sync.backup"
KEPT_RECEIPTS = 500


class Exchange(Connecting):
    """The exchange of one office. Thread-safe as the office is; no Qt."""

    # Where it stands

    def state(self, place: Place | None = None) -> State:
        """From the database alone: quick, and the same whether a share is there or not. Not sent is
        what `place` lacks, by default the one that is set."""
        own = self.joining.membership()
        with self.store.reading() as connection:
            asked = local.fact(connection, "sync.asked") is not None
            base = State(
                stage="asked" if asked else "off",
                place=kept_place(local.fact(connection, PLACE)),
                is_sample=self.is_sample,
                conflicts=conflicts.count(connection),
            )
            if own is None:
                return self._own_words(base)
            unsent = unsent_to(connection, own, place or base.place)
            warnings = self._warnings(connection, own)
            waiting = connection.exec_driver_sql(
                "SELECT count(*) FROM sync_bundle WHERE state IN ('waiting', 'held')"
            ).scalar_one()
        received = self.receipts(1)
        return replace(
            base,
            stage="revoked" if own.is_revoked else "member",
            role=own.me.role,
            region=own.roster.region_title,
            college=own.me.college,
            device=own.device,
            fingerprint=self.joining.fingerprint(),
            last=received[0] if received else None,
            unsent=sum(unsent.values()),
            unsent_changes=unsent,
            waiting=int(waiting),
            warnings=warnings,
        )

    def _own_words(self, state: State) -> State:
        """What a computer that waits for its invitation reads over the phone."""
        if not self.joining.has_keys():
            return state
        device, fingerprint = self.joining.keys().device, self.joining.fingerprint()
        return replace(state, device=device, fingerprint=fingerprint)

    def _warnings(self, connection: Connection, own: Membership) -> tuple[str, ...]:
        found = []
        now = self.store.clock()
        if (now - own.roster.made_at).days > 60:
            found.append(
                _("The list of computers is more than 60 days old. Exchange with the region.")
            )
        newest = connection.exec_driver_sql("SELECT max(stamp) FROM action").scalar() or 0
        if seen.is_behind(int(newest), now):
            found.append(
                _(
                    "The date of this computer looks wrong: others have already worked on later "
                    "days. Set the clock; your work is not lost."
                )
            )
        alarms = connection.exec_driver_sql(
            "SELECT count(*) FROM local WHERE key LIKE 'sync.alarm.%' AND value <> ''"
        ).scalar_one()
        if alarms:
            found.append(
                _(
                    "The records of two computers differ although both have the same changes. "
                    "Tell the regional office."
                )
            )
        if seen.is_forked(connection, own.device):
            found.append(
                _(
                    "A copy of this program's data works on another computer under the same name. "
                    "Tell the regional office: one of them must be admitted anew."
                )
            )
        if self._has_more_of_excluded(connection, own):
            found.append(
                _(
                    "Changes of an excluded computer had come here before it was known. Others do "
                    "not have them: look them through and tell the regional office."
                )
            )
        days = self.joining.days_left()
        if days is not None and days < 60:
            found.append(
                _("The right to admit computers ends in {n} days. Renew it.").format(n=days)
            )
        return tuple(found)

    def _has_more_of_excluded(self, connection: Connection, own: Membership) -> bool:
        """Whether something of an excluded computer was applied here that counts nowhere else."""
        return any(
            n > out.last.get(scope, 0)
            for out in own.roster.revocations
            for scope, n in seen.last_of(connection, out.device).items()
        )

    def receipts(self, limit: int = 50) -> list[Receipt]:
        """The last runs, newest first."""
        with self.store.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT body FROM sync_receipt WHERE body <> '' ORDER BY id DESC LIMIT ?", (limit,)
            ).scalars()
            return [msgspec.json.decode(one, type=Receipt) for one in found]

    def waiting(self) -> list[Waiting]:
        """What has come and is not applied, with the reason."""
        own = self.joining.needed()
        reader = queue.Queue(own, self.store.clock())
        with self.store.local_writing() as connection:
            reader.ready(connection)
        return waiting_of(self.store, own, reader.reasons)

    # Places

    def places(self) -> list[Place]:
        """The region's folder, the place used last, and the sticks that are plugged in. Touches
        drives; what was a stick stays one when it is not plugged in."""
        with self.store.reading() as connection:
            kept = [kept_place(local.fact(connection, key)) for key in (FOLDER, PLACE)]
        remembered = {one.path: one for one in kept if one is not None}
        found = []
        for one in remembered.values():
            seen = self.look(one.path)
            away = seen.state == "away"
            found.append(replace(seen, kind=one.kind, title=one.title) if away else seen)
        sticks = finding.sticks(self._region_id())
        return found + [one for one in sticks if one.path not in remembered]

    def look(self, path: str) -> Place:
        """What lies at a path: ours, empty, another's, or not to be reached."""
        return finding.look_at(path, self._region_id())

    def prepare(self, place: Place) -> Place:
        """Put the region's mark on an empty folder or stick; everything held here is laid there
        again at the next exchange. Raises Refusal where it is another region's."""
        own = self.joining.needed()
        medium = finding.open_place(place.path)
        try:
            share.write_mark(medium, own.roster.region_id, own.roster.root_fp)
            number, hashed, content = self.joining.newest()
            medium.lay(names.roster_path(number, hashed), content)  # to whom requests are sealed
        finally:
            medium.close()
        with self.store.local_writing() as connection:
            connection.exec_driver_sql("DELETE FROM sync_place WHERE place = ?", (place.path,))
        return self.look(place.path)

    def _region_id(self) -> UUID | None:
        own = self.joining.membership()
        return None if own is None else own.roster.region_id

    # One run

    def ahead(self, place: Place, progress: Progress = silently) -> Ahead:
        """What a run would bring: others' files are read, no record is touched."""
        own = self._ready()
        watch = Watch(progress)
        medium = finding.open_place(place.path, look=watch.look)
        try:
            self._refuse_unless_ours(medium, own)
            round_ = Round(self.office, own, medium, place=place.path, progress=watch)
            kinds, colleges = round_.peek()
        finally:
            medium.close()
        with self.store.reading() as connection:
            unsent = unsent_to(connection, own, place)
        return Ahead(place, sum(unsent.values()), unsent, sum(kinds.values()), colleges, kinds)

    def run(
        self,
        place: Place,
        progress: Progress = silently,
        *,
        points: Points = nowhere,
        seconds: float = SECONDS,
    ) -> Receipt:
        """Exchange with a place. Raises Refusal, Trouble with what to do; what was done stays."""
        self._ready()
        watch = Watch(progress)
        medium = finding.open_place(place.path, seconds, look=watch.look)
        try:
            return self.run_on(
                medium, place.path, carry=self._carries(place), progress=watch, points=points
            )
        finally:
            medium.close()

    def run_on(
        self,
        medium: Medium,
        place: str,
        *,
        carry: bool = False,
        progress: Progress = silently,
        points: Points = nowhere,
    ) -> Receipt:
        """The same with an open medium: tests bring their own."""
        own = self._ready()
        number = self._begin()
        round_ = Round(
            self.office, own, medium, place=place, carry=carry, points=points, progress=progress
        )
        open_before = self._open_conflicts()
        try:
            self._refuse_unless_ours(medium, own)
            round_.medium = share.Ours(medium, own.roster.region_id)
            self._back_up()
            receipt = round_.run(number)
        except Cancelled:
            self._end(replace(round_.receipt(number, "cancelled"), outcome="cancelled"))
            self._tell(round_)
            raise
        except (Trouble, Refusal) as why:
            made = round_.receipt(number, "failed")
            self._end(replace(made, troubles=tuple(dict.fromkeys((*made.troubles, why.message)))))
            self._tell(round_)
            raise
        new = {record for record, _key in self._open_conflicts() - open_before}
        receipt = replace(receipt, conflicts=len(new))
        self._end(receipt)
        self._tell(round_)
        people.finish(self.office)
        self.joining.settle_college()
        merging.settle(self.office)
        return receipt

    def holder(self, attachment: UUID) -> str:
        """Who has the file of a record: the college, or of the own college the computer; "" where
        it is this computer or not known."""
        own = self._ready()
        with self.store.reading() as connection:
            return blobs.holder(connection, own, attachment)

    def brought(self, receipt: int) -> dict[str, tuple[UUID, ...]]:
        """By kind the records that a run changed here."""
        found: dict[str, list[UUID]] = defaultdict(list)
        with self.store.reading() as connection:
            lines = connection.exec_driver_sql(
                "SELECT DISTINCT j.entity, j.record FROM journal j"
                " JOIN sync_action s ON s.action = j.action WHERE s.receipt = ?",
                (receipt,),
            ).all()
        for entity, record in lines:
            found[str(entity)].append(UUID(bytes=bytes(record)))
        return {entity: tuple(ids) for entity, ids in found.items()}

    def bring(self, attachment: UUID, progress: Progress = silently) -> bool:
        """Fetch the file of a record from the place that is set, because somebody wants to see it.
        False where it has not come there yet. Raises Refusal, Trouble."""
        own = self._ready()
        place = self.place()
        if place is None:
            raise Refusal(_("Choose the region's folder or a stick first."))
        watch = Watch(progress)
        watch(0, 0)
        medium = finding.open_place(place.path, look=watch.look)
        try:
            self._refuse_unless_ours(medium, own)
            return blobs.fetch(self.office, medium, attachment)
        finally:
            medium.close()

    def _carries(self, place: Place) -> bool:
        """Whether others' files go along: from everything that is not the region's own folder."""
        with self.store.reading() as connection:
            folder = kept_place(local.fact(connection, FOLDER))
        return place.kind == "stick" or folder is None or folder.path != place.path

    def _open_conflicts(self) -> set[tuple[bytes, str]]:
        with self.store.reading() as connection:
            return {(one.record, one.key) for one in conflicts.open_ones(connection)}

    def _ready(self) -> Membership:
        if self.is_sample:
            raise Refusal(_("Sample data are for looking around; they are not exchanged."))
        return self.joining.needed()

    def _refuse_unless_ours(self, medium: Medium, own: Membership) -> None:
        state = share.state_of(medium, own.roster.region_id)
        if state == "away":
            raise Away(medium.name)
        if state != "ours":
            raise share.Another(medium.name)

    def _begin(self) -> int:
        with self.store.local_writing() as connection:
            connection.exec_driver_sql("INSERT INTO sync_receipt (at, body) VALUES ('', '')")
            return int(connection.exec_driver_sql("SELECT max(id) FROM sync_receipt").scalar_one())

    def _end(self, receipt: Receipt) -> None:
        with self.store.local_writing() as connection:
            connection.exec_driver_sql(
                "UPDATE sync_receipt SET at = ?, body = ? WHERE id = ?",
                (receipt.at.isoformat(), msgspec.json.encode(receipt).decode(), receipt.id),
            )
            connection.exec_driver_sql(
                "DELETE FROM sync_receipt WHERE id <= ?", (receipt.id - KEPT_RECEIPTS,)
            )
        logging.getLogger(__name__).info(
            "exchange %s: %s, received %s, applied %s, waiting %s, rejected %s",
            receipt.id, receipt.outcome, receipt.received, receipt.applied, receipt.waiting,
            receipt.rejected,
        )  # fmt: skip

    def _tell(self, round_: Round) -> None:
        changes = round_.changes()
        if changes.ids:
            self.office.tell(changes)

    def _back_up(self) -> None:
        """Once a day before anything of others is applied."""
        today = self.store.clock().date().isoformat()
        if self.office.local_fact(BACKED_UP) == today:
            return
        safety.make_backup(self.office, why="exchange")
        self.office.put_local_fact(BACKED_UP, today)

    def undo_run(self, number: int) -> Changes:
        """Take back what a run brought, as one action. Raises Refusal where something of it was
        changed or used since."""
        with self.store.reading() as connection:
            actions = [
                int(one)
                for one in connection.exec_driver_sql(
                    "SELECT s.action FROM sync_action s JOIN action a ON a.id = s.action"
                    " WHERE s.receipt = ? AND a.undone_by IS NULL ORDER BY s.action DESC",
                    (number,),
                ).scalars()
            ]
            brought = set(actions)
            later = history.touched_since_all(connection, brought)
        if not actions:
            raise Refusal(_("There is nothing of this exchange left to take back."))
        if later:
            raise Refusal(
                _(
                    "{n} records of this exchange were changed or are used since. Take those "
                    "changes back first."
                ).format(n=len(later))
            )
        self._refuse_regions(number)
        title = Said(N_("Undo: {what}"), {"what": _("exchange")})
        with self.store.action(title, actor=self.office.actor(), source="undo") as work:
            for action in actions:
                history.take_back(work, action)
            changes = work.changes(spoken(title.stored()))
        self._mark_undone(number)
        return self.office.tell(changes)

    def _refuse_regions(self, number: int) -> None:
        """What the region keeps is not taken back on one computer: it would differ for ever."""
        with self.store.reading() as connection:
            lines = connection.exec_driver_sql(
                "SELECT DISTINCT j.entity, j.record FROM journal j"
                " JOIN sync_action s ON s.action = j.action WHERE s.receipt = ?",
                (number,),
            ).all()
        back = [Update(e, UUID(bytes=bytes(r)), {"deleted_at": None}) for e, r in lines]
        reference_lock.refuse_foreign(self.office, back)

    def _mark_undone(self, number: int) -> None:
        for receipt in self.receipts(KEPT_RECEIPTS):
            if receipt.id == number:
                self._end(replace(receipt, undone=True))

    # Conflicts

    def conflicts(self) -> list[Conflict]:
        return conflicts.listed(self.office, self.joining.membership())

    def decide(self, entity: str, record: UUID, choices: Mapping[str, Value]) -> Changes:
        """By the key of each field: "mine", "theirs", "both" (long texts), or a new value."""
        return conflicts.decide(self.office, self.joining.membership(), entity, record, choices)

    def release(self, device: str) -> None:
        """Let through what a computer sends although it empties much: somebody looked at it."""
        with self.store.local_writing() as connection:
            for hashed in (
                connection.exec_driver_sql(
                    "SELECT hash FROM sync_bundle WHERE device = ? AND state = 'waiting'", (device,)
                )
                .scalars()
                .all()
            ):
                queue.release(connection, str(hashed))
            queue.release(connection, device)

    def digests(self) -> dict[str, str]:
        """By scope the sum of everything in it: equal on two computers that have the same."""
        with self.store.reading() as connection:
            found = connection.execute(text("SELECT scope, digest FROM sync_scope"))
            return {str(s): bytes(d).hex() for s, d in found if not str(s).endswith("@")}
