"""Checkpoints: a scope as it stands, so that nobody needs all bundles since the beginning.

A new computer takes the newest one and the bundles after it; one that was away for a year, or that
waits for a bundle nobody has any more, takes it as well. Made monthly or after 500 bundles.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from cluster_desktop.db import bulk, local
from cluster_desktop.db.journal import moment_of
from cluster_desktop.db.migrate import HEAD
from cluster_desktop.db.store import Store
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.sync import (
    checkpoint_body,
    checkpoint_file,
    checkpoint_make,
    names,
    rows,
    sealing,
)
from cluster_desktop.sync.applying import Applier
from cluster_desktop.sync.bundle import Damaged, Forged, Locked, damaged
from cluster_desktop.sync.checkpoint_file import Manifest, Packed
from cluster_desktop.sync.checkpoint_merge import Merger
from cluster_desktop.sync.coming import Forbidden, Outcome
from cluster_desktop.sync.crypto import hash16
from cluster_desktop.sync.medium import Busy, Medium, TooLong
from cluster_desktop.sync.queue import AHEAD, ALARM
from cluster_desktop.sync.seen import forget_missing, missing, put_seen, seen_of

if TYPE_CHECKING:
    from cluster_desktop.sync.member import Membership

MONTH = timedelta(days=30)
MANY_BUNDLES = 500
FAR_BEHIND = 200  # bundles: fewer are applied one by one, which tells history more exactly
OF_ONE_RUN = 4  # checkpoints that are made: the region makes those of all colleges
LOOK_AGAIN = timedelta(days=1)
TRIES = 3  # checkpoints of a scope that are looked at in one run, newest first
KIND = "checkpoint"
LAID = "ckpt"  # of a place in sync_place
LOOKED = "sync.checkpoint.looked"
STARTED = "sync.checkpoint.started"
FLOOR = "sync.checkpoint.floor"
COVERED = "sync.checkpoint.covered"

Points = Callable[[str], None]


def _nowhere(_name: str) -> None:
    """Nobody wants to know where it stands."""


@dataclass(frozen=True)
class Kept:
    """A checkpoint whose files are here, to be laid on places."""

    manifest: Manifest
    hash: str
    files: tuple[tuple[str, bytes], ...]


# --- making -------------------------------------------------------------------------------------


def may_make(own: Membership, device: str, scope: str) -> bool:
    """The region of every scope, a college's computers of their own: nobody else sees all of it."""
    known = own.certificate(device)
    if known is None or own.roster.revocation(device) is not None:
        return False
    if known.role == "region":
        return scope in known.reads
    return scope in known.writes and scope != own.registry


def due(connection: Connection, scope: str, now: datetime) -> bool:
    """Whether 500 bundles have come since the newest checkpoint known here, or a month has gone
    in which any came."""
    newest = newest_kept(connection, scope)
    seen = checkpoint_make.seen_by_device(connection, scope)
    covered: Mapping[str, tuple[int, str]] = {} if newest is None else newest.seen
    since = sum(max(0, seq - covered.get(dev, (0, ""))[0]) for dev, (seq, _h) in seen.items())
    if not since:
        return False
    started = _since(connection, scope, now)
    return since >= MANY_BUNDLES or now - started >= MONTH


def _since(connection: Connection, scope: str, now: datetime) -> datetime:
    """When the newest checkpoint was made or came, else when somebody first asked."""
    key = f"{STARTED}.{scope}"
    told = local.fact(connection, key)
    if told is None or datetime.fromisoformat(told) > now:  # the clock was ahead then
        local.put_fact(connection, key, now.isoformat())
        return now
    return datetime.fromisoformat(told)


def make_due(store: Store, own: Membership, *, at_once: bool = False) -> int:
    """Make checkpoints that are due, a few in one run; `at_once` all of them. After sealing. How
    many."""
    now = store.clock()
    mine = [scope for scope in sorted(own.reads) if may_make(own, own.device, scope)]
    with store.local_writing() as connection:
        wanted = [scope for scope in mine if due(connection, scope, now) or at_once]
    made = 0
    for scope in wanted if at_once else wanted[:OF_ONE_RUN]:
        with store.reading() as connection:
            newest = newest_kept(connection, scope)
            number = 1 if newest is None else newest.number + 1
            packed = checkpoint_make.make(connection, own, scope, number)
        if packed is not None:
            with store.local_writing() as connection:
                keep(connection, packed, now)
            made += 1
    return made


# --- what is kept here --------------------------------------------------------------------------


def keep(connection: Connection, packed: Packed, now: datetime) -> None:
    """Keep the files, instead of those of older checkpoints of the scope."""
    manifest, told = packed.manifest, packed.files[-1][1]
    connection.exec_driver_sql("DELETE FROM sync_document WHERE kind = ?", (_kind(manifest.scope),))
    named = hash16(told)
    connection.exec_driver_sql(
        "INSERT INTO sync_document (kind, number, hash, content) VALUES (?, ?, ?, ?)",
        [
            (_kind(manifest.scope), manifest.number, f"{named}/{at:04d}", content)
            for at, (_path, content) in enumerate((packed.files[-1], *packed.files[:-1]))
        ],
    )
    local.put_fact(connection, f"{STARTED}.{manifest.scope}", now.isoformat())


def _kind(scope: str) -> str:
    return f"{KIND}/{scope}"


def newest_kept(connection: Connection, scope: str) -> Manifest | None:
    line = connection.exec_driver_sql(
        "SELECT content FROM sync_document WHERE kind = ? AND hash LIKE '%/0000'"
        " ORDER BY number DESC LIMIT 1",
        (_kind(scope),),
    ).first()
    return None if line is None else checkpoint_file.look(bytes(line[0]))


def kept(connection: Connection) -> list[tuple[str, int, str]]:
    """(scope, number, hash) of the checkpoints whose files are here."""
    found = connection.exec_driver_sql(
        "SELECT kind, number, hash FROM sync_document WHERE kind LIKE ? AND hash LIKE '%/0000'"
        " ORDER BY kind, number",
        (f"{KIND}/%",),
    )
    return [
        (kind.removeprefix(f"{KIND}/"), int(number), hashed.partition("/")[0])
        for kind, number, hashed in found
    ]


def files_of(connection: Connection, scope: str, number: int, hashed: str) -> Kept:
    """The files of one, the manifest last."""
    contents = [
        bytes(one)
        for one in connection.exec_driver_sql(
            "SELECT content FROM sync_document WHERE kind = ? AND hash LIKE ? ORDER BY hash",
            (_kind(scope), f"{hashed}/%"),
        ).scalars()
    ]
    manifest = checkpoint_file.look(contents[0])
    parts = [
        (checkpoint_file.part_of(manifest, hashed, at), content)
        for at, content in enumerate(contents[1:])
    ]
    return Kept(
        manifest, hashed, (*parts, (names.manifest_path(scope, number, hashed), contents[0]))
    )


def lay(
    store: Store, medium: Medium, place: str, room: int | None = None
) -> tuple[int | None, bool]:
    """Lay what is kept here and not known to be there, the manifest last: (the room left, whether
    all had room)."""
    with store.reading() as connection:
        there = set(
            connection.exec_driver_sql(
                "SELECT device FROM sync_place WHERE place = ? AND scope LIKE ?",
                (place, f"%/{LAID}"),
            ).scalars()
        )
        wanted = [one for one in kept(connection) if one[2] not in there]
    for scope, number, hashed in wanted:
        with store.reading() as connection:
            one = files_of(connection, scope, number, hashed)
        size = sum(len(content) for _path, content in one.files)
        if room is not None and size > room:
            return room, False
        for path, content in one.files:
            if medium.lay(path, content) == "differs":
                _lay_beside(medium, path, content)
        room = None if room is None else room - size
        with store.local_writing() as connection:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO sync_place (place, scope, device, seq) VALUES (?, ?, ?, ?)",
                (place, f"{scope}/{LAID}", hashed, number),
            )
    return room, True


def _lay_beside(medium: Medium, path: str, content: bytes) -> None:
    for number in range(1, names.COPIES + 1):
        if medium.lay(names.copy_path(path, number), content) != "differs":
            return


# --- taking -------------------------------------------------------------------------------------


@dataclass
class Taken:
    """What taking checkpoints changed; sentences of what stood in the way."""

    outcome: Outcome = field(default_factory=Outcome)
    count: int = 0
    troubles: list[str] = field(default_factory=list)


class Taker:
    """Looks for checkpoints on a place that bring this computer further, and merges them."""

    def __init__(
        self,
        store: Store,
        own: Membership,
        medium: Medium,
        *,
        receipt: int | None = None,
        points: Points = _nowhere,
    ) -> None:
        self.store = store
        self.own = own
        self.medium = medium
        self.receipt = receipt
        self.points = points
        self.now = store.clock()
        self.taken = Taken()

    def take(self, stuck: Mapping[str, Collection[str]] | None = None) -> Taken:
        """All scopes this computer reads, the registry first, since others refer to it.

        `stuck`: by scope the computers whose bundles wait for others that may never come.
        """
        waits = stuck or {}
        for scope in sorted(self.own.reads, key=lambda one: (one != self.own.registry, one)):
            if self._worth_looking(scope, waits.get(scope, ())):
                self._of_scope(scope, waits.get(scope, ()))
        return self.taken

    def _worth_looking(self, scope: str, stuck: Collection[str]) -> bool:
        if stuck:
            return True
        with self.store.reading() as connection:
            told = local.fact(connection, f"{LOOKED}.{scope}")
            is_new = not set(self._mine(connection, scope)) - {self.own.device}
        if is_new or told is None:
            return True
        since = self.now - datetime.fromisoformat(told)
        return not timedelta(0) <= since < LOOK_AGAIN

    def _mine(self, connection: Connection, scope: str) -> dict[str, int]:
        seen = checkpoint_make.seen_by_device(connection, scope)
        return {device: seq for device, (seq, _hash) in seen.items()}

    def _of_scope(self, scope: str, stuck: Collection[str]) -> None:
        found = [
            one
            for name in self.medium.list(names.checkpoints_folder(scope))
            if (one := names.parse_checkpoint(name)) is not None
        ]
        for number, hashed in sorted(found, reverse=True)[:TRIES]:
            try:
                manifest = self._manifest(scope, number, hashed)
                if manifest is None or not self._helps(manifest, stuck):
                    continue
                parts = self._parts(manifest, hashed)
                self._merge(manifest, hashed, parts)
                break
            except (Busy, TooLong, Damaged, Forged, Locked, Refusal) as why:
                self._note(why)
            except Forbidden as why:
                self.taken.troubles.append(str(why))
        with self.store.local_writing() as connection:
            local.put_fact(connection, f"{LOOKED}.{scope}", self.now.isoformat())

    def _note(self, why: Trouble | Refusal) -> None:
        if why.message not in self.taken.troubles:
            self.taken.troubles.append(why.message)

    def _manifest(self, scope: str, number: int, hashed: str) -> Manifest | None:
        """The manifest of that name; None where it has not come yet, or is none of ours."""
        path = names.manifest_path(scope, number, hashed)
        content = self._read_whole(path, hashed, checkpoint_file.MOST_MANIFEST)
        if content is None:
            return None
        manifest = checkpoint_file.look(content)
        maker = self.own.certificate(manifest.dev)
        if maker is None or not may_make(self.own, manifest.dev, scope):
            return None
        manifest = checkpoint_file.verify(content, maker.sign_key)
        is_named = (manifest.scope, manifest.number) == (scope, number)
        can_be_read = manifest.min_reader <= sealing.MIN_READER
        return manifest if is_named and can_be_read else None

    def _read_whole(self, path: str, hashed: str, limit: int) -> bytes | None:
        for number in range(names.COPIES + 1):
            one = path if number == 0 else names.copy_path(path, number)
            content = self.medium.read(one, limit)
            if content is None:
                return None
            if hash16(content) == hashed:
                return content
        return None

    def _helps(self, manifest: Manifest, stuck: Collection[str]) -> bool:
        """Whether it brings this computer further than the bundles would."""
        if moment_of(manifest.hi) > self.now + AHEAD:
            return False
        with self.store.reading() as connection:
            mine = self._mine(connection, manifest.scope)
            gaps = missing(connection, manifest.scope)
        theirs = {device: seq for device, (seq, _hash) in manifest.seen.items()}
        if any(seq <= theirs.get(device, 0) for device, some in gaps.items() for seq in some):
            return True
        gain = sum(max(0, seq - mine.get(device, 0)) for device, seq in theirs.items())
        is_new = not set(mine) - {self.own.device}
        return gain > 0 and (is_new or gain >= FAR_BEHIND or bool(stuck))

    def _parts(self, manifest: Manifest, hashed: str) -> list[bytes]:
        """All parts as they lie there; nothing is begun before all are here. Raises Damaged."""
        found: list[bytes] = []
        for at, named in enumerate(manifest.parts):
            path = checkpoint_file.part_of(manifest, hashed, at)
            content = self._read_whole(path, named.hash, checkpoint_file.MOST_PART)
            if content is None:
                raise damaged()
            found.append(content)
        return found

    def _merge(self, manifest: Manifest, hashed: str, parts: list[bytes]) -> None:
        told = self._read_whole(
            names.manifest_path(manifest.scope, manifest.number, hashed),
            hashed,
            checkpoint_file.MOST_MANIFEST,
        )
        with self.store.local_writing() as connection:
            self.points("checkpoint.begun")
            outcome = merge(connection, self.own, manifest, parts, self.now, self.receipt)
            if told is not None:
                keep(connection, _packed(manifest, told, parts), self.now)
            self.points("checkpoint.before_commit")
        self.points("checkpoint.committed")
        self.taken.count += 1
        for entity, ids in outcome.touched.items():
            self.taken.outcome.touched[entity] |= ids
        self.taken.outcome.erased += outcome.erased
        self.taken.outcome.conflicts += outcome.conflicts
        self.taken.outcome.merged |= outcome.merged


def _packed(manifest: Manifest, told: bytes, parts: list[bytes]) -> Packed:
    return Packed(manifest, "", (*(("", one) for one in parts), ("", told)))


def merge(
    connection: Connection,
    own: Membership,
    manifest: Manifest,
    parts: list[bytes],
    now: datetime,
    receipt: int | None = None,
) -> Outcome:
    """Merge a verified checkpoint, in the transaction of the caller. Raises Damaged, Locked,
    Forged, Forbidden, Refusal; the caller rolls back."""
    key = own.scope_key(manifest.scope, manifest.epoch)
    if key is None:
        raise Locked(damaged().message)
    sealing.seal(connection, own, now=now)
    applier = Applier(connection, own, now)
    merger = Merger(applier, manifest, receipt)
    with bulk.sparing(connection, bulk.MANY):
        for at, part in enumerate(parts):
            opened = checkpoint_file.open_part(part, manifest, at, key)
            merger.page(checkpoint_body.decode(opened))
        merger.finish()
    _see(connection, applier, manifest)
    _compare(connection, applier, manifest)
    return applier.outcome


def _see(connection: Connection, applier: Applier, manifest: Manifest) -> None:
    """What the checkpoint has seen is seen here. A new computer leaves the bundles before it where
    they are; others go on fetching, so that they can lay them on an emptied place."""
    scope, me = manifest.scope, applier.member.device
    is_new = not set(checkpoint_make.seen_by_device(connection, scope)) - {me}
    floor, covered = floors(connection, scope), _covered(connection, scope)
    for device, (seq, hashed) in manifest.seen.items():
        forget_missing(connection, scope, device, seq)
        peer = applier.peers.number(device)
        if seq <= seen_of(connection, scope, peer)[0]:
            continue
        put_seen(connection, scope, peer, seq, hashed)
        covered[device] = (seq, hashed)
        if is_new:
            floor[device] = seq
    local.put_fact(connection, f"{FLOOR}.{scope}", json.dumps(floor))
    local.put_fact(connection, f"{COVERED}.{scope}", json.dumps(covered))
    pass_covered(connection, scope)


def floors(connection: Connection, scope: str) -> dict[str, int]:
    """By computer the bundle up to which a checkpoint stands for all: none of these is fetched."""
    told: dict[str, int] = json.loads(local.fact(connection, f"{FLOOR}.{scope}") or "{}")
    return told


def _covered(connection: Connection, scope: str) -> dict[str, tuple[int, str]]:
    """By computer the newest bundle that came into the records by a checkpoint, and its hash."""
    told = json.loads(local.fact(connection, f"{COVERED}.{scope}") or "{}")
    return {device: (int(seq), str(hashed)) for device, (seq, hashed) in told.items()}


def pass_covered(connection: Connection, scope: str) -> None:
    """Bundles whose content has come by a checkpoint wait no more. Those of a copy of a computer,
    which went its own way from one of them, still do."""
    for device, (last, hashed) in _covered(connection, scope).items():
        lines = connection.exec_driver_sql(
            "SELECT seq, hash, prev, state FROM sync_bundle"
            " WHERE scope = ? AND device = ? AND seq <= ? ORDER BY seq DESC",
            (scope, device, last),
        ).all()
        wanted = {last: hashed}
        for seq, one, prev, state in lines:
            if wanted.get(seq, one) != one:
                continue
            wanted[seq - 1] = prev
            if state in ("waiting", "held"):
                connection.exec_driver_sql(
                    "UPDATE sync_bundle SET state = 'applied', reason = ''"
                    " WHERE scope = ? AND device = ? AND seq = ? AND hash = ?",
                    (scope, device, seq, one),
                )


def _compare(connection: Connection, applier: Applier, manifest: Manifest) -> None:
    """Who has seen the same has the same records; where not, somebody must be told."""
    if manifest.schema != int(HEAD):
        return
    seen = checkpoint_make.seen_by_device(connection, manifest.scope)
    theirs = {device: seq for device, (seq, _hash) in manifest.seen.items()}
    if {device: seq for device, (seq, _hash) in seen.items()} != theirs:
        return
    here = rows.digest(connection, manifest.scope).to_bytes(32, "big")
    if here != manifest.digest:
        local.put_fact(connection, f"{ALARM}.{manifest.scope}", manifest.dev)
