"""A region in one process: real computers on real databases, media in memory, one seed.

`World(seed).live(steps)` lets people work and things go wrong; `settle()` lets everybody exchange
in peace at the end. What must hold then is in `checks`. The story is kept for whoever looks at a
failing seed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.services.office import Office
from cluster_desktop.sync import conflicts, share
from cluster_desktop.sync.member import Membership, newest_list, own_keys
from cluster_desktop.sync.rounds import Round
from cluster_desktop.sync.views import Receipt
from tests.sync.simulation import media
from tests.sync.simulation.deeds import Deeds
from tests.sync.simulation.intruder import intrude
from tests.sync.simulation.media import Crashed, MemoryMedium
from tests.sync.simulation.region import MADE, Region, Templates, region_id

SKEWS = (0, 0, 0, 60, -3_600, 6 * 3_600, -400 * 86_400)  # seconds
CYCLES = 14
# Where a computer dies: at the n-th step of that name, "" at the n-th of any.
CRASHES = (
    *("", "seal.before_commit", "seal.committed", "part", "laid", "publish.laid"),
    *("read", "fetch.kept", "apply.begun", "apply.before_commit", "apply.committed"),
)
# Where no transaction is open, so that the window can write.
QUIET = ("seal.committed", "publish.laid", "fetch.kept", "apply.committed")


@dataclass
class Computer:
    """One data folder and its wall clock, which may be wrong."""

    name: str
    folder: Path
    skew: timedelta
    office: Office
    receipts: list[Receipt] = field(default_factory=list)


class World:
    """What one seed makes. Close it in the end."""

    def __init__(self, seed: int, folder: Path, templates: Templates) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self.templates = templates
        self.region: Region = templates.region
        self.now = MADE + timedelta(days=20)
        self.story: list[str] = []
        self.crashes = 0
        self.mishaps: Counter[str] = Counter()
        self.met: Counter[str] = Counter()  # what came up at all: a story without it proves little
        self.deeds = Deeds(self.chance)
        self._memberships: dict[tuple[str, int], Membership] = {}
        self.share = self._medium("share")
        self.sticks = [self._medium("stick one"), self._medium("stick two")]
        self.computers = {name: self._computer(name, folder) for name in self.region.computers}

    def close(self) -> None:
        for computer in self.computers.values():
            computer.office.close()

    @property
    def media(self) -> list[MemoryMedium]:
        return [self.share, *self.sticks]

    def _medium(self, name: str) -> MemoryMedium:
        medium = MemoryMedium(name)
        share.write_mark(medium, region_id(), self.region.root_fp)
        return medium

    def _computer(self, name: str, folder: Path) -> Computer:
        skew = timedelta(seconds=self.chance.choice(SKEWS))
        self.templates.copy(name, folder / name)
        return Computer(name, folder / name, skew, self._opened(name, folder / name))

    def _opened(self, name: str, folder: Path) -> Office:
        return self.templates.open(name, folder, lambda: self._clock(name), self._today)

    def _clock(self, name: str) -> datetime:
        computers = getattr(self, "computers", {})
        return self.now + (computers[name].skew if name in computers else timedelta())

    def _today(self) -> date:
        return self.now.date()

    def restart(self, name: str) -> None:
        """The program ends and starts again; what was not committed is gone."""
        computer = self.computers[name]
        computer.office.close()
        computer.office = self._opened(name, computer.folder)

    # The story

    def live(self, steps: int) -> None:
        names = list(self.computers)
        acts: list[tuple[int, Callable[[str], str]]] = [
            (10, lambda name: self.deeds.add(name, self.office(name))),
            (40, lambda name: self.deeds.edit(name, self.office(name))),
            (5, lambda name: self.deeds.delete(name, self.office(name))),
            (3, lambda name: self.deeds.restore(name, self.office(name))),
            (3, lambda name: self.deeds.undo(name, self.office(name))),
            (2, lambda name: self.deeds.erase(name, self.office(name))),
            (3, lambda name: self.deeds.merge(name, self.office(name))),
            (2, lambda name: self.deeds.separate(name, self.office(name))),
            (4, self.decide),
            (18, lambda name: self.meet(name, self.share)),
            (9, lambda name: self.meet(name, self.chance.choice(self.sticks))),
            (14, self.crash),
            (6, self.work_on),
            (8, self.spoil),
            (2, self.reveal),
            (1, self.wipe),
            (3, self.change_clock),
            (2, self.replay),
            (2, self.intrude),
        ]
        weights = [weight for weight, _act in acts]
        for _step in range(steps):
            self.now += timedelta(seconds=self.chance.randrange(1, 3 * 3_600))
            name = self.chance.choice(names)
            (_weight, act), = self.chance.choices(acts, weights)  # fmt: skip
            self.story.append(f"{self.now:%m-%d %H:%M} {name} {act(name)}")

    def office(self, name: str) -> Office:
        return self.computers[name].office

    def membership(self, name: str) -> Membership:
        store = self.office(name).store
        with store.reading() as connection:
            number = connection.exec_driver_sql("SELECT max(number) FROM sync_document").scalar()
            if (name, number) not in self._memberships:
                newest = newest_list(connection)
                assert newest is not None
                self._memberships[name, number] = Membership(own_keys(store), newest)
        return self._memberships[name, number]

    def meet(
        self, name: str, medium: MemoryMedium, points: Callable[[str], None] | None = None
    ) -> str:
        """An exchange of that computer with a share or a stick."""
        told = share.state_of(medium, region_id())
        if told != "ours":
            return f"finds {medium.name} {told} and leaves it"
        computer = self.computers[name]
        number = len(computer.receipts) + 1
        options = {} if points is None else {"points": points}
        # Sticks carry everything, the share what the computer reads; computers of one seed differ.
        carry = medium is not self.share or name == "office"
        one = Round(
            computer.office,
            self.membership(name),
            medium,
            place=medium.name,
            carry=carry,
            **options,
        )
        receipt = one.run(number)
        computer.receipts.append(receipt)
        self.deeds.settle(name, computer.office)
        self.met["run"] += 1
        for name_of in ("applied", "waiting", "rejected", "healed", "relayed", "merged"):
            self.met[name_of] += getattr(receipt, name_of)
        return (
            f"meets {medium.name}: received {receipt.received}, applied {receipt.applied}, "
            f"waiting {receipt.waiting}, rejected {receipt.rejected}"
        )

    def crash(self, name: str) -> str:
        """An exchange that dies at some named point or some call of the medium."""
        medium = self.chance.choice(self.media)
        wanted = self.chance.choice(CRASHES)
        countdown = self.chance.randrange(1, 4 if wanted else 30)
        died: list[str] = []

        def fuse(what: str, path: str = "") -> None:
            nonlocal countdown
            countdown -= not wanted or what == wanted
            if countdown == 0:
                died.append(what)
                raise Crashed(what)

        medium.mishap = fuse
        try:
            said = self.meet(name, medium, fuse)
        except Crashed:
            said = f"dies at {died[0]} with {medium.name}"
            self.crashes += 1
            self.mishaps[f"crash {died[0]}"] += 1
            self.restart(name)
        finally:
            medium.mishap = None
        return said

    def work_on(self, name: str) -> str:
        """An exchange during which somebody goes on typing in the window."""
        typed: list[str] = []

        def somebody_types(what: str) -> None:
            if what in QUIET and len(typed) < 3 and self.chance.random() < 0.4:
                typed.append(self.deeds.edit(name, self.office(name)))

        said = self.meet(name, self.chance.choice(self.media), somebody_types)
        return f"{said}; meanwhile {typed}"

    def decide(self, name: str) -> str:
        office = self.office(name)
        own = self.membership(name)
        found = sorted(
            conflicts.listed(office, own), key=lambda c: (c.entity, len(c.fields), c.title)
        )
        if not found:
            return "finds nothing to decide"
        one = self.chance.choice(found)
        chosen = {f.key: self.chance.choice(("mine", "theirs")) for f in one.fields}
        try:
            changes = conflicts.decide(office, own, one.entity, one.record, chosen)
        except Refusal as why:
            return f"cannot decide: {why}"
        for key in [k for k in self.deeds.last if k[0] == name and k[1] in changes.ids]:
            del self.deeds.last[key]
        return f"decides {len(chosen)} of {one.entity}"

    # What goes wrong

    def spoil(self, _name: str) -> str:
        medium = self.chance.choice(self.media)
        mishap = media.spoil(medium, self.chance)
        self.mishaps[mishap or "nothing"] += 1
        return f"– {medium.name}: {mishap or 'nothing there to spoil'}"

    def reveal(self, _name: str) -> str:
        for medium in self.media:
            medium.hidden.clear()
        return "– what came late is there"

    def wipe(self, _name: str) -> str:
        medium = self.chance.choice(self.media)
        media.wipe(medium)
        self.mishaps["wipe"] += 1
        return f"– {medium.name} is emptied"

    def change_clock(self, name: str) -> str:
        self.computers[name].skew = timedelta(seconds=self.chance.choice(SKEWS))
        return f"has its clock {self.computers[name].skew} off"

    def replay(self, _name: str) -> str:
        """Somebody copies a folder over another, as the explorer does: files that were there are
        there again, nothing is replaced."""
        source, target = self.chance.sample(self.media, 2)
        for path, content in source.files.items():
            if path.endswith(".clb"):
                target.files.setdefault(path, content)
        return f"– {source.name} is copied over {target.name}"

    def intrude(self, name: str) -> str:
        said = intrude(self.share, self.region, name, self.chance)
        self.mishaps[said] += 1
        return f"– {said}"

    # The end

    def refill(self, medium: MemoryMedium) -> None:
        """Somebody said yes to "looks empty – use it?"."""
        if share.state_of(medium, region_id()) == "ours":
            return
        share.write_mark(medium, region_id(), self.region.root_fp)
        for computer in self.computers.values():
            with computer.office.store.local_writing() as connection:
                connection.exec_driver_sql("DELETE FROM sync_place WHERE place = ?", (medium.name,))

    def settle(self) -> int:
        """Clocks are put right, the share is whole, everybody exchanges until nothing is new."""
        self.now += timedelta(hours=30)
        self.share.hidden.clear()
        for computer in self.computers.values():
            computer.skew = timedelta()
        self.refill(self.share)
        quiet = 0  # how many in a row had nothing new
        for cycle in range(1, CYCLES + 1):
            for name, computer in self.computers.items():
                self.now += timedelta(minutes=1)
                try:
                    self.story.append(f"{cycle}: {name} {self.meet(name, self.share)}")
                except Trouble as why:
                    self.story.append(f"{cycle}: {name} {why}")
                newest = computer.receipts[-1]
                is_new = newest.sent + newest.received + newest.healed
                quiet = 0 if is_new else quiet + 1
                if quiet == len(self.computers):
                    return cycle
        self.story.append("it does not come to rest")
        return CYCLES + 1


def with_shared_records(bare: Templates, folder: Path) -> Templates:
    """The same computers with some records that all of them have already: people who change the
    same ones apart are what the stories are about."""
    world = World(0, folder, bare)
    try:
        world.deeds.pen.written = 100_000  # no story writes these again
        for computer in world.computers.values():
            computer.skew = timedelta()
        for name in ("office", "a1", "a2", "b1"):
            for _record in range(3):
                world.deeds.add(name, world.office(name))
        # Under a name of its own: nobody takes the story's share for one that has all this.
        world.share.name = "before the story"
        world.settle()
    finally:
        world.close()
    return Templates.of(folder, bare.region)
