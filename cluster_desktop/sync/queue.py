"""Which waiting bundles may be applied now, and why the others must wait.

A bundle follows its author's one before it, everything its author had seen, and comes together
with the other parts of its sealing. Nothing waits for ever: after 30 days it is applied without
what is missing; fields are right then too, only conflicts are found less exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from cluster_desktop.db import local
from cluster_desktop.db.journal import COUNTER_BITS
from cluster_desktop.db.migrate import HEAD
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import N_
from cluster_desktop.sync import bundle, inbox, rows, units, wire
from cluster_desktop.sync.applying import Applier
from cluster_desktop.sync.bundle import Damaged, Forged, Header, Locked
from cluster_desktop.sync.coming import Come, Forbidden, Outcome
from cluster_desktop.sync.member import Membership
from cluster_desktop.sync.sealing import MIN_READER
from cluster_desktop.sync.seen import has_branches, note_missing, put_seen, seen_of, vector
from cluster_desktop.sync.units import DELETED, INNER
from cluster_desktop.sync.wire import Body

AHEAD = timedelta(hours=24)
PATIENCE = timedelta(days=30)
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
FARTHEST = BUILT + timedelta(days=20 * 365)
MANY_DELETED, SHARE_DELETED = 50, 0.2
RELEASED = "sync.released"  # bundles, by hash, and computers that a person let through
ALARM = "sync.alarm"
LAST_RUN = "sync.last_run"
TRUSTED = timedelta(days=20)

EARLIER = N_("An earlier file of the same computer has not come yet.")
OTHERS = N_("Changes of other computers that it builds upon have not come yet.")
TOGETHER = N_("The other part of the same change has not come yet.")
NEWER = N_("It was made by a newer version of the program. Update the program.")
NO_KEY = N_("This computer waits for news from the regional office to read it.")
CLOCK = N_("The clock of that computer is ahead: it is dated in the future.")
FAR_CLOCK = N_("The clock of that computer is wrong by many years.")
MASS = N_("It sends many records to the bin at once. Somebody must look at it first.")
UNREADABLE = N_("Its content cannot be read.")


@dataclass
class Waiting:
    """A bundle that waits, opened."""

    header: Header
    hashed: str
    prev: str
    came_at: int
    body: Body

    @property
    def scope(self) -> str:
        return self.header.scope

    @property
    def device(self) -> str:
        return self.header.dev

    @property
    def seq(self) -> int:
        return self.header.seq


class Queue:
    """The waiting bundles of one run; `ready` and `apply` share a transaction of the caller."""

    def __init__(self, member: Membership, now: datetime) -> None:
        self.member = member
        self.now = now
        self.reasons: dict[tuple[str, str, int, str], str] = {}
        self._opened: dict[tuple[str, str, int, str], Waiting] = {}

    def ready(self, connection: Connection) -> list[Waiting]:
        """The next bundles that belong together and may be applied now; [] if there are none."""
        self.reasons.clear()
        for first in self._candidates(connection):
            together = self._together(connection, first)
            if together:
                return together
        return []

    def apply(
        self, connection: Connection, together: list[Waiting], receipt: int | None
    ) -> Outcome | None:
        """Apply them. None where their author may not write one of them: that one is refused for
        good, the others go without it. Who does not read its scope takes them as well."""
        applier = Applier(connection, self.member, self.now)
        nested = connection.begin_nested()
        try:
            for one in together:
                applier.apply(Come(one.scope, one.device, one.seq, one.body), receipt)
            outcome = applier.finish()
        except Forbidden as why:
            nested.rollback()
            self._refuse(connection, one, str(why))
            return None
        nested.commit()
        for one in together:
            peer = applier.peers.number(one.device)
            note_missing(connection, one.scope, one.device, one.seq)
            if one.seq > seen_of(connection, one.scope, peer)[0]:
                put_seen(connection, one.scope, peer, one.seq, one.hashed)
            inbox.set_state(connection, one.scope, one.device, one.seq, one.hashed, "applied")
            self._compare(connection, applier, one)
        return outcome

    def counted(self, connection: Connection) -> tuple[dict[str, int], int]:
        """By kind the changed records in everything that waits, and how many colleges they come
        from."""
        records: dict[str, set[bytes]] = defaultdict(set)
        colleges: set[str] = set()
        for one in self._candidates(connection):
            colleges.add(self.member.title(one.device))
            for group in one.body.groups:
                kind = group.part.removesuffix(INNER)
                records[kind].update(group.record(n) for n in range(group.count()))
        return {kind: len(some) for kind, some in records.items() if some}, len(colleges)

    # Who may go first

    def _candidates(self, connection: Connection) -> Iterator[Waiting]:
        lines = connection.exec_driver_sql(
            "SELECT scope, device, seq, hash, prev, came_at FROM sync_bundle"
            " WHERE state = 'waiting' ORDER BY device, scope, seq"
        ).all()
        stopped: set[tuple[str, str]] = set()
        for scope, device, seq, hashed, prev, came_at in lines:
            if (scope, device) in stopped:
                self.reasons[scope, device, seq, hashed] = EARLIER
                continue
            one = self._open(connection, scope, device, seq, hashed, prev, came_at)
            if one is not None:
                yield one
            if (scope, device, seq, hashed) in self.reasons:
                stopped.add((scope, device))

    def _open(
        self,
        connection: Connection,
        scope: str,
        device: str,
        seq: int,
        hashed: str,
        prev: str,
        came_at: int,
    ) -> Waiting | None:
        name = (scope, device, seq, hashed)
        if name in self._opened:
            return self._opened[name]
        content = bytes(
            connection.exec_driver_sql(
                "SELECT content FROM sync_bundle"
                " WHERE scope = ? AND device = ? AND seq = ? AND hash = ?",
                name,
            ).scalar_one()
        )
        header = bundle.look(content)
        if header.min_reader > MIN_READER:
            self.reasons[name] = NEWER
            return None
        key = self.member.scope_key(scope, header.epoch)
        if key is None:
            self.reasons[name] = NO_KEY
            return None
        try:
            body = wire.decode(bundle.unpack(content, header, key))
        except Locked:
            self.reasons[name] = NO_KEY
            return None
        except (Refusal, Forged, Damaged):
            inbox.set_state(connection, scope, device, seq, hashed, "rejected", UNREADABLE)
            self._pass_over(connection, scope, device, seq, hashed)
            return None
        self._opened[name] = Waiting(header, hashed, prev, came_at, body)
        return self._opened[name]

    def _together(self, connection: Connection, first: Waiting) -> list[Waiting]:
        """All parts of the first one's sealing that are readable here, or [] if it must wait."""
        found: list[Waiting] = []
        ahead: dict[str, tuple[int, str]] = {}
        for scope, seq in first.header.parts or ((first.scope, first.seq),):
            if scope not in self.member.reads:
                continue
            if (scope, seq) == (first.scope, first.seq):
                one: Waiting | None = first
            else:
                if self._is_applied(connection, scope, first.device, seq):
                    continue
                one = self._part(connection, scope, first.device, seq, first.header.txn)
            if one is None:
                return self._wait(connection, first, TOGETHER, [])
            reason = self._hindrance(connection, one, ahead)
            if reason:
                return self._wait(connection, first, reason, found)
            ahead[scope] = (one.seq, one.hashed)
            found.append(one)
        return found

    def _wait(
        self, connection: Connection, first: Waiting, reason: str, found: list[Waiting]
    ) -> list[Waiting]:
        """Noted, unless it has waited too long already for what is missing."""
        waited = timedelta(seconds=self.now.timestamp() - first.came_at)
        if reason in (EARLIER, OTHERS, TOGETHER) and waited > PATIENCE:
            return [*found, first] if first not in found else found
        self.reasons[first.scope, first.device, first.seq, first.hashed] = reason
        return []

    def _is_applied(self, connection: Connection, scope: str, device: str, seq: int) -> bool:
        found = connection.exec_driver_sql(
            "SELECT 1 FROM sync_seen s JOIN sync_peer p ON p.id = s.peer"
            " WHERE s.scope = ? AND p.device = ? AND s.seq >= ?",
            (scope, device, seq),
        )
        return found.first() is not None

    def _part(
        self, connection: Connection, scope: str, device: str, seq: int, txn: str
    ) -> Waiting | None:
        lines = connection.exec_driver_sql(
            "SELECT hash, prev, came_at FROM sync_bundle"
            " WHERE scope = ? AND device = ? AND seq = ? AND state = 'waiting'",
            (scope, device, seq),
        ).all()
        for hashed, prev, came_at in lines:
            one = self._open(connection, scope, device, seq, hashed, prev, came_at)
            if one is not None and one.header.txn == txn:
                return one
        return None

    def _hindrance(
        self, connection: Connection, one: Waiting, ahead: dict[str, tuple[int, str]]
    ) -> str:
        """Why it cannot be applied now; "" if it can."""
        peers = rows.Peers(connection)
        seq, hashed = ahead.get(one.scope) or seen_of(
            connection, one.scope, peers.number(one.device)
        )
        if one.seq > seq + 1:
            return EARLIER
        if one.seq == seq + 1 and one.prev != hashed and not self._is_branch(connection, one):
            return EARLIER
        if one.seq <= seq and not self._is_branch(connection, one):
            return EARLIER
        mine = vector(connection, one.scope)
        for device, told in one.body.seen.items():
            needed = told
            if device in (one.device, self.member.device):
                continue
            out = self.member.roster.revocation(device)
            if out is not None:  # nobody else takes what came after its end
                needed = min(needed, out.last.get(one.scope, 0))
            if mine.get(peers.number(device), 0) < needed:
                return OTHERS
        return self._clock(connection, one) or self._mass(connection, one)

    def _is_branch(self, connection: Connection, one: Waiting) -> bool:
        """A copied computer: it goes on from one of its own bundles that is applied here."""
        if one.seq == 1:
            return True
        found = connection.exec_driver_sql(
            "SELECT 1 FROM sync_bundle WHERE scope = ? AND device = ? AND seq = ? AND hash = ?"
            " AND state IN ('applied', 'own')",
            (one.scope, one.device, one.seq - 1, one.prev),
        )
        return found.first() is not None

    def _clock(self, connection: Connection, one: Waiting) -> str:
        highest = max((act.stamp for act in one.body.acts), default=one.body.hi)
        stated = datetime.fromtimestamp(
            min((max(highest, one.body.hi) >> COUNTER_BITS) / 1000, 32_000_000_000), UTC
        )
        if stated > FARTHEST:
            return FAR_CLOCK
        if stated <= self.now + AHEAD or one.device in released(connection):
            return ""
        return CLOCK

    def _mass(self, connection: Connection, one: Waiting) -> str:
        """Whether it would empty a good part of a scope, and nobody has said yes to it."""
        gone = [
            group
            for group in one.body.groups
            if group.unit == DELETED and not group.part.endswith(INNER)
        ]
        count = sum(sum(v is not None for v in group.values[0]) for group in gone)
        if count <= MANY_DELETED:
            return ""
        here = _live(connection, one.scope)
        if count <= SHARE_DELETED * here or one.hashed in released(connection):
            return ""
        return MASS

    def _refuse(self, connection: Connection, one: Waiting, why: str) -> None:
        inbox.set_state(connection, one.scope, one.device, one.seq, one.hashed, "rejected", why)
        self._pass_over(connection, one.scope, one.device, one.seq, one.hashed)

    def _pass_over(
        self, connection: Connection, scope: str, device: str, seq: int, hashed: str
    ) -> None:
        """What is refused for good does not stop the same computer's next ones."""
        peer = rows.Peers(connection).number(device)
        if seq == seen_of(connection, scope, peer)[0] + 1:
            put_seen(connection, scope, peer, seq, hashed)

    def _compare(self, connection: Connection, applier: Applier, one: Waiting) -> None:
        """The same bundles make the same records; where they do not, somebody must be told."""
        if not one.body.digest or one.body.app != HEAD:
            return
        mine = {applier.peers.device(p): n for p, n in vector(connection, one.scope).items()}
        theirs = {**one.body.seen, one.device: one.seq}
        if mine != theirs or has_branches(connection, one.scope):
            return
        here = rows.digest(connection, one.scope).to_bytes(32, "big")
        key = f"{ALARM}.{one.scope}"
        if here != one.body.digest:
            local.put_fact(connection, key, one.device)
        elif local.fact(connection, key) == one.device:
            local.put_fact(connection, key, "")


def _live(connection: Connection, scope: str) -> int:
    """The records of a scope that are not in the bin: what lies there cannot be emptied."""
    kinds = connection.exec_driver_sql(
        "SELECT DISTINCT entity FROM sync_row WHERE scope = ?", (scope,)
    ).scalars()
    found = 0
    for part in [units.part(kind) for kind in kinds]:
        if part is not None and not part.is_inner:
            found += connection.exec_driver_sql(
                f'SELECT count(*) FROM sync_row r JOIN "{part.name}" e ON e.id = r.record'
                " WHERE r.scope = ? AND r.entity = ? AND e.deleted_at IS NULL",
                (scope, part.name),
            ).scalar_one()
    return found


def start_waiting_anew(connection: Connection, now: datetime) -> None:
    """After a jump of this computer's clock nothing has waited 30 days that has not."""
    last = int(local.fact(connection, LAST_RUN) or 0)
    since = now.timestamp() - last
    if last and not 0 <= since <= TRUSTED.total_seconds():
        connection.exec_driver_sql(
            "UPDATE sync_bundle SET came_at = ? WHERE state = 'waiting'", (int(now.timestamp()),)
        )
    local.put_fact(connection, LAST_RUN, str(int(now.timestamp())))


def released(connection: Connection) -> set[str]:
    return set((local.fact(connection, RELEASED) or "").split())


def release(connection: Connection, name: str) -> None:
    """A person has looked at it: a bundle (by hash) may be applied although it empties much, what a
    computer makes although its clock is ahead."""
    local.put_fact(connection, RELEASED, " ".join(sorted({*released(connection), name})))
