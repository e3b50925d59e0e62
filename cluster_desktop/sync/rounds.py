"""One exchange with one place: hand over what it lacks, take what it has, apply what is ready.

Each step is a transaction of its own or a file that is whole or not there, so a run may be broken
off anywhere and simply be made again. `points` is told where it stands; tests break it off there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db import local
from cluster_desktop.db.migrate import HEAD
from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.sync import bundle, checkpoint, inbox, member, names, rows, sealing, seen
from cluster_desktop.sync import roster as lists
from cluster_desktop.sync.applying import Applier
from cluster_desktop.sync.carrying import Luggage
from cluster_desktop.sync.crypto import hash16
from cluster_desktop.sync.inbox import Verdict
from cluster_desktop.sync.medium import Busy, Full, Medium, ReadOnly, TooLong
from cluster_desktop.sync.member import Membership
from cluster_desktop.sync.queue import Queue, start_waiting_anew
from cluster_desktop.sync.telling import Name, Outcome, Tally, changes_in, told, torn
from cluster_desktop.sync.views import Receipt

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cluster_desktop.services.office import Office

Points = Callable[[str], None]
Progress = Callable[[int, int, str], None]
UNDERSTOOD = "sync.understood"  # the schema by which unknown operations were last looked at
LIST_LIMIT = 8 * 1024 * 1024
LOOKED_AT_AGAIN = 5  # own newest files that are read back in each run, to lay damaged ones anew


def nowhere(_name: str) -> None:
    """Nobody wants to know where a run stands."""


class Watch:
    """Progress that can be asked again while a call on the place hangs, so that Cancel is heard."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = (0, 0, "")

    def __call__(self, done: int, total: int, text: str = "") -> None:
        self._last = (done, total, text)
        self._progress(done, total, text)

    def look(self) -> None:
        self._progress(*self._last)


def silently(_done: int, _total: int, _text: str = "") -> None:
    """Nobody watches."""


class Round:
    """One run. `place` names the share or stick in what is remembered of it; `carry` takes also
    what cannot be read here, for others."""

    def __init__(
        self,
        office: Office,
        own: Membership,
        medium: Medium,
        *,
        place: str,
        carry: bool = False,
        points: Points = nowhere,
        progress: Progress = silently,
    ) -> None:
        self.office = office
        self.store = office.store
        self.own = own
        self.medium = medium
        self.place = place
        self.carry = carry
        self.points = points
        self.progress = progress
        self.tally = Tally()
        self.number = 0
        self.lost: list[Name] = []  # held here, gone from the place
        self.reasons: dict[Name, str] = {}
        self.touched: dict[str, set[UUID]] = defaultdict(set)
        self.luggage = Luggage(self)

    def run(self, receipt: int) -> Receipt:
        """The whole run. Raises Cancelled, Away; what was done by then stays done."""
        outcome: Outcome = "done"
        self.number = receipt
        self._understand()
        self.step(0, _("Looking at the list of computers"))
        self._lists()
        if self.own.is_revoked:
            raise Refusal(
                _(
                    "The regional office has excluded this computer: nothing is handed over or "
                    "taken. Your work stays here. Call the regional office."
                )
            )
        self._numbers()
        self.luggage.name_files()
        self._seal()
        for step, what in (
            (1, self._hand_over), (2, self.luggage.take), (2, self._fetch),
            (3, lambda: self._apply_all(receipt)), (4, self.luggage.lay),
            (4, self.luggage.fetch_files),
        ):  # fmt: skip
            with self._noting():
                self.step(step, "")
                what()
        with self._noting():
            self._heal()
        if self.tally.troubles:
            outcome = "partly"
        return self.receipt(receipt, outcome)

    def peek(self) -> tuple[dict[str, int], int]:
        """Fetch what is new, apply nothing: (changed records by kind, how many colleges)."""
        self._lists()
        self._fetch()
        counted = Queue(self.own, self.store.clock())
        with self.store.local_writing() as connection:
            return counted.counted(connection)

    def step(self, done: int, text: str) -> None:
        self.progress(done * 100, 400, text)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """A place that cannot be written to may still be read, and one file may be held."""
        try:
            yield
        except (Full, ReadOnly, Busy) as why:
            self.note_trouble(why)

    def note_trouble(self, why: Trouble) -> None:
        if why.message not in self.tally.troubles:
            self.tally.troubles.append(why.message)

    def _understand(self) -> None:
        """After an update of the program: what it had put aside as unknown."""
        with self.store.local_writing() as connection:
            if local.fact(connection, UNDERSTOOD) == HEAD:
                return
            Applier(connection, self.own, self.store.clock()).fold_unknown()
            local.put_fact(connection, UNDERSTOOD, HEAD)

    # The list of computers

    def _lists(self) -> None:
        """Take newer lists from the place, and lay there those it lacks."""
        with self.store.reading() as connection:
            known = {
                (int(n), str(h)): bytes(c)
                for n, h, c in connection.exec_driver_sql(
                    "SELECT number, hash, content FROM sync_document WHERE kind = ?",
                    (member.ROSTER,),
                )
            }
        there = {p for name in self.medium.list(names.office_folder())
                 if (p := names.parse_roster(name)) is not None}  # fmt: skip
        for number, hashed in sorted(there):
            if (number, hashed) not in known and number > self.own.roster_number:
                self._take_list(number, hashed)
        newest = max(known, default=None)
        if newest is not None and newest not in there and newest[0] >= self.own.roster_number:
            with self._noting():
                self.medium.lay(names.roster_path(*newest), known[newest])

    def _take_list(self, number: int, hashed: str) -> None:
        content = self._read_whole(names.roster_path(number, hashed), hashed, LIST_LIMIT)
        if content is None:
            return
        try:
            newer = lists.verify(content, self.own.roster.root_fp, self.own.roster)
        except lists.Foreign:
            return  # another region's: nobody's business here
        except (Trouble, Refusal) as why:
            self.tally.troubles.append(why.message)
            return
        with self.store.local_writing() as connection:
            member.keep_list(connection, newer.number, hashed, content)
        self.points("list.kept")
        self.renew()

    def renew(self) -> None:
        """Read the newest list; what waited for it is judged again."""
        with self.store.local_writing() as connection:
            newest = member.newest_list(connection)
            if newest is None:
                return
            self.own = self.own.renewed(newest)
            inbox.judge_strangers(connection, self.own)
            inbox.judge_again(connection, self.own)
        self.tally.new_list = True

    # Own bundles

    def _numbers(self) -> None:
        """Own bundles that this database does not know: it was restored or copied. They are
        fetched as anybody's, and new ones are numbered after them."""
        found = False
        for scope in sorted(self.own.writes):
            with self.store.reading() as connection:
                me = rows.Peers(connection).number_if_known(self.own.device)
                seq = seen.seen_of(connection, scope, me)[0] if me else 0
                known = inbox.known_since(connection, scope, self.own.device, 0)
            start = seq - seq % names.NAMES_IN_A_FOLDER
            there = self._names(scope, self.own.device, start)
            self.lost += [
                (scope, self.own.device, *one)
                for one in known - there
                if start <= one[0] <= self._laid(scope, self.own.device)
            ]
            unknown = sorted(there - known)
            for number, hashed in unknown:
                self._fetch_one(scope, self.own.device, number, hashed)
            if unknown:
                with self.store.local_writing() as connection:
                    seen.go_on_after(connection, scope, self.own.device)
            found = found or bool(unknown)
        if found:
            with self.store.local_writing() as connection:
                seen.found_own(connection)

    def _seal(self) -> None:
        with self.store.local_writing() as connection:
            self.points("seal.begun")
            now = self.store.clock()
            hello = seen.has_news_of_others(connection, self.own.own_scope, now)
            sealing.seal(connection, self.own, now=now, hello=hello)
            self.points("seal.before_commit")
        self.points("seal.committed")

    def _hand_over(self) -> None:
        """Everything that is held here and that the place is not known to have."""
        loading = self.luggage.loading()
        done: dict[tuple[str, str], int] = {}
        there: dict[tuple[str, str], set[tuple[int, str]]] = {}
        for at, one in enumerate(loading.taken):
            self.progress(100 + 100 * at // len(loading.taken), 400, _("Handing over"))
            of, (scope, device, seq, hashed, state) = one.of, one.told
            if state != "own" and of not in there:
                there[of] = self._names(scope, device, 0)
            if (seq, hashed) not in there.get(of, ()):
                self._lay(scope, device, seq, hashed)
                if state == "own":
                    self.tally.laid.append((scope, device, seq, hashed))
                else:
                    self.tally.relayed += 1
            if done.get(of, seq - 1) == seq - 1 or seq == done.get(of):
                done[of] = seq
            self.points("publish.laid")
            if (at + 1) % 50 == 0:
                self._remember(done)
        self._remember(done)
        self.luggage.no_room(loading)
        self._heal()
        self._look_again()

    def _heal(self) -> None:
        """Lay again what is held here and was lost there: a scanner of viruses, a hand."""
        for scope, device, seq, hashed in self.lost:
            if self._lay(scope, device, seq, hashed):
                self.tally.healed += 1
        self.lost.clear()

    def _laid(self, scope: str, device: str) -> int:
        with self.store.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT seq FROM sync_place WHERE place = ? AND scope = ? AND device = ?",
                (self.place, scope, device),
            ).scalar()
        return int(found or 0)

    def _remember(self, done: dict[tuple[str, str], int]) -> None:
        with self.store.local_writing() as connection:
            for (scope, device), seq in done.items():
                connection.exec_driver_sql(
                    "INSERT OR REPLACE INTO sync_place (place, scope, device, seq)"
                    " VALUES (?, ?, ?, ?)",
                    (self.place, scope, device, seq),
                )

    def _lay(self, scope: str, device: str, seq: int, hashed: str) -> bool:
        """The bundle under its name; under the name of a copy where something damaged lies. False
        where it is not held whole here."""
        with self.store.reading() as connection:
            content = connection.exec_driver_sql(
                "SELECT content FROM sync_bundle"
                " WHERE scope = ? AND device = ? AND seq = ? AND hash = ? AND state <> 'rejected'",
                (scope, device, seq, hashed),
            ).scalar()
        if not content:
            return False
        self._lay_content(names.bundle_path(scope, device, seq, hashed), bytes(content))
        return True

    def _lay_content(self, path: str, content: bytes) -> bool:
        """True if a copy had to be laid beside a damaged file."""
        if self.medium.lay(path, content) != "differs":
            return False
        for number in range(1, names.COPIES + 1):
            if self.medium.lay(names.copy_path(path, number), content) != "differs":
                return True
        return False

    def _look_again(self) -> None:
        """Read back the newest own files, and older ones in turn: a power cut of the server may
        have emptied them."""
        with self.store.reading() as connection:
            own = connection.exec_driver_sql(
                "SELECT scope, device, seq, hash FROM sync_bundle WHERE state = 'own'"
                " ORDER BY rowid DESC"
            ).all()
        turn = self.number * LOOKED_AT_AGAIN % max(len(own), 1)
        for scope, device, seq, hashed in {*own[:LOOKED_AT_AGAIN],
                                           *own[turn : turn + LOOKED_AT_AGAIN]}:  # fmt: skip
            path = names.bundle_path(scope, device, seq, hashed)
            if self._read_whole(path, hashed, bundle.MOST_FILE) is None:
                self._lay(scope, device, seq, hashed)
                self.tally.healed += 1

    # Others' bundles

    def _fetch(self) -> None:
        """Everything new that may be read here, and what is carried for others."""
        scopes = [name for name in self.medium.list(names.ROOT) if names.is_scope(name)]
        wanted: list[Name] = []
        for scope in scopes:
            if scope not in self.own.reads and not self.carry:
                continue
            devices = [d for d in self.medium.list(names.scope_folder(scope)) if names.is_device(d)]
            for at, device in enumerate(devices):
                self.progress(200 + at * 30 // len(devices), 400, _("Looking for news"))
                if device != self.own.device:
                    wanted += self._new_of(scope, device)
        for at, name in enumerate(wanted):
            title = self.own.title(name[1])
            text = _("Reading {college}").format(college=title) if title else _("Reading")
            self.progress(230 + 70 * at // len(wanted), 400, text)
            self._fetch_one(*name)
            self.points("fetch.kept")

    def _new_of(self, scope: str, device: str) -> list[Name]:
        with self.store.reading() as connection:
            peer = rows.Peers(connection).number_if_known(device)
            last = seen.seen_of(connection, scope, peer)[0] if peer else 0
            start = last - last % names.NAMES_IN_A_FOLDER
            known = inbox.known_since(connection, scope, device, start)
            floor = checkpoint.floors(connection, scope).get(device, 0)
        there = self._names(scope, device, start)
        self.lost += [(scope, device, *one) for one in known - there]
        return [(scope, device, seq, one) for seq, one in sorted(there - known) if seq > floor]

    def _names(self, scope: str, device: str, since: int) -> set[tuple[int, str]]:
        """(seq, hash) of the files of a computer, from the folder that holds `since` on."""
        found: set[tuple[int, str]] = set()
        segment = since // names.NAMES_IN_A_FOLDER
        while True:
            here = {
                one
                for name in self.medium.list(names.segment_folder(scope, device, segment))
                if (one := names.parse_bundle(name)) is not None
                and one[0] // names.NAMES_IN_A_FOLDER == segment
            }
            found |= here
            if not here and segment > since // names.NAMES_IN_A_FOLDER:
                return found
            if not here and not self._later_segment(scope, device, segment):
                return found
            segment += 1

    def _later_segment(self, scope: str, device: str, segment: int) -> bool:
        there = self.medium.list(names.device_folder(scope, device))
        return any((one := names.parse_segment(name)) is not None and one > segment
                   for name in there)  # fmt: skip

    def _fetch_one(self, scope: str, device: str, seq: int, hashed: str) -> None:
        path = names.bundle_path(scope, device, seq, hashed)
        try:
            content = self._read_whole(path, hashed, bundle.MOST_FILE)
        except (Busy, Full) as why:
            self.note_trouble(why)
            return
        if content is None:
            self.tally.damaged += 1
            self.note_trouble(torn(self.own.title(device)))
            return
        verdict: Verdict = inbox.judge(
            content, scope=scope, device=device, seq=seq, hashed=hashed, member=self.own
        )
        name = {"scope": scope, "device": device, "seq": seq, "hashed": hashed}
        with self.store.local_writing() as connection:
            at = int(self.store.clock().timestamp())
            kept = inbox.keep(connection, verdict, content, at=at, **name)  # type: ignore[arg-type]
            if verdict.state != "rejected" and kept:
                self._is_there(connection, scope, device, seq)
        if kept:
            self.tally.fetched.append((scope, device, seq, hashed))

    def _is_there(self, connection: Connection, scope: str, device: str, seq: int) -> None:
        """The place itself has it: it need not be laid there again."""
        connection.exec_driver_sql(
            "INSERT INTO sync_place (place, scope, device, seq) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (place, scope, device) DO UPDATE SET seq = excluded.seq"
            " WHERE excluded.seq = sync_place.seq + 1",
            (self.place, scope, device, seq) if seq == 1 else (self.place, scope, device, 0),
        )
        connection.exec_driver_sql(
            "UPDATE sync_place SET seq = ? WHERE place = ? AND scope = ? AND device = ?"
            " AND seq = ? - 1",
            (seq, self.place, scope, device, seq),
        )

    def _read_whole(self, path: str, hashed: str, limit: int) -> bytes | None:
        """The file whose content is as its name says, or a whole copy of it."""
        for number in range(names.COPIES + 1):
            one = path if number == 0 else names.copy_path(path, number)
            try:
                content = self.medium.read(one, limit)
            except TooLong:
                continue
            if content is None:
                return None
            if hash16(content) == hashed:
                return content
        return None

    # Into the records

    def _apply_all(self, receipt: int) -> None:
        self.luggage.pass_covered()
        self._apply(receipt)
        if self.luggage.take_for_stuck():
            self._apply(receipt)

    def _apply(self, receipt: int) -> None:
        queue = Queue(self.own, self.store.clock())
        with self.store.local_writing() as connection:
            start_waiting_anew(connection, self.store.clock())
        left = self._waiting_count()
        done = 0
        while True:
            self.progress(300 + 100 * done // max(left, done, 1), 400, _("Taking over changes"))
            with self.store.local_writing() as connection:
                together = queue.ready(connection)
                if not together:
                    break
                # People work on while files are fetched: what they changed meanwhile must have
                # its clock before others' changes meet it, or it would be written over in silence.
                if not self.own.is_revoked:
                    sealing.seal(connection, self.own, now=self.store.clock())
                self.points("apply.begun")
                outcome = queue.apply(connection, together, receipt)
                self.points("apply.before_commit")
            self.points("apply.committed")
            if outcome is None:
                done += 1
                continue
            done += len(together)
            self.tally.count(one.body for one in together)
            self.tally.merged += len(outcome.merged)
            for entity, ids in outcome.touched.items():
                self.touched[entity] |= ids
        self.reasons = dict(queue.reasons)

    def _waiting_count(self) -> int:
        with self.store.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT count(*) FROM sync_bundle WHERE state = 'waiting'"
            )
            return int(found.scalar_one())

    def changes(self) -> Changes:
        """What the window must show anew."""
        ids: frozenset[UUID] = frozenset().union(*self.touched.values())
        return Changes(frozenset(self.touched), ids)

    def receipt(self, number: int, outcome: Outcome) -> Receipt:
        """What is told of the run; also of one that was broken off."""
        with self.store.reading() as connection:
            self.tally.gone = changes_in(connection, self.own, self.tally.laid)
        return told(self.store, self.own, self.tally, self.reasons, number, self.place, outcome)
