"""A share or stick that does everything a real one was ever seen to do wrong, in memory.

`Disk` is the thing itself, `NastyMedium` one computer's look at it: the real laying protocol over
steps that are held, late, cut short, out of room or dead. Faults are either set (`disk.room = 100`)
or drawn from the random numbers of the medium (`habits`), so that a seed says everything.

    disk = Disk()
    medium = NastyMedium(disk, random.Random(7), habits=Habits(held=0.2, half_read=0.1))
    with disk.dying_at("rename"): ...   # the process or the power ends there: raises PowerCut
    disk.cut_power(rng)                 # what was not settled is zero, half, or gone
"""

from __future__ import annotations

import errno
import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from cluster_desktop.sync.laying import FileMedium
from cluster_desktop.sync.medium import MEGABYTE, beat

STALE_LISTING, STALE_MISS = 10.0, 5.0  # seconds; what Windows does by default
STEPS = ("look", "list", "fetch", "folder", "create", "half", "written", "rename", "renamed")


class PowerCut(BaseException):
    """The process ended here. No `except Exception` and no clean-up of files survives that."""


def failure(number: int) -> OSError:
    return OSError(number, os.strerror(number))


@dataclass
class File:
    name: str  # as it was written; found in any case
    content: bytes
    is_settled: bool = False  # a power cut cannot harm it any more


@dataclass
class Disk:
    """Files and folders by their path in lower case, and what is wrong with the drive."""

    files: dict[str, File] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=lambda: {"": ""})
    room: int | None = None  # bytes
    is_away: bool = False
    is_read_only: bool = False
    held: set[str] = field(default_factory=set)  # paths that another program holds open
    hangs: threading.Event | None = None  # every step waits for it, without end
    now: float = 0.0
    dies_at: str | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)  # a drive does one thing at a time
    history: list[tuple[str, str]] = field(default_factory=list)  # (step, path) of every change

    def step(self, step: str, path: str = "") -> None:
        if self.hangs is not None:
            self.hangs.wait()
        if self.dies_at == step:
            raise PowerCut(f"{step} {path}")
        if self.is_away:
            raise failure(errno.ENODEV)

    @contextmanager
    def dying_at(self, step: str) -> Iterator[None]:
        """Within, the process dies at the first such step; afterwards all is as it was left."""
        assert step in STEPS
        self.dies_at = step
        try:
            yield
        finally:
            self.dies_at = None

    def used(self) -> int:
        return sum(len(file.content) for file in self.files.values())

    def empty(self) -> None:
        """Somebody deleted everything, or the folder is a mount point without its drive."""
        self.files.clear()
        self.folders = {"": ""}

    def settle(self) -> None:
        """All that is there has reached the platters."""
        for file in self.files.values():
            file.is_settled = True

    def cut_power(self, rng: random.Random) -> list[str]:
        """What a cheap stick leaves of files that it said were written; returns their paths."""
        hurt = []
        for path, file in sorted(self.files.items()):
            if file.is_settled:
                continue
            hurt.append(path)
            kept = rng.randrange(len(file.content) + 1)
            match rng.choice(("zero length", "tail of zeros", "half", "gone")):
                case "zero length":
                    file.content = b""
                case "tail of zeros":
                    file.content = file.content[:kept] + bytes(len(file.content) - kept)
                case "half":
                    file.content = file.content[:kept]
                case _:
                    del self.files[path]
        return hurt

    def contents(self) -> dict[str, bytes]:
        """All files that have a name of their own, by path: no temporary ones."""
        return {
            path: file.content for path, file in self.files.items() if not path.endswith(".part")
        }


@dataclass(frozen=True)
class Habits:
    """How often, from 0 to 1, a step goes wrong by itself."""

    held: float = 0.0  # refused: another program has it open
    half_read: float = 0.0  # only a part of the content is read
    stale: bool = True  # listings and misses are remembered for seconds


class NastyMedium(FileMedium):
    """One computer's way to the disk, with the remembered listings of that computer."""

    def __init__(
        self,
        disk: Disk,
        rng: random.Random | None = None,
        *,
        habits: Habits = Habits(),
        name: str = "Облыстың ортақ қалтасы",
        pause: Callable[[float], None] | None = None,
    ) -> None:
        super().__init__(name, pause=pause or self._let_time_pass)
        self.disk = disk
        self._rng = rng or random.Random(0)
        self._habits = habits
        self._listings: dict[str, tuple[float, list[str]]] = {}
        self._misses: dict[str, float] = {}

    def _let_time_pass(self, seconds: float) -> None:
        self.disk.now += seconds

    def look_at_root(self) -> None:
        self.disk.step("look")

    def names_in(self, folder: str) -> Iterator[str]:
        self.disk.step("list", folder)
        at, names = self._listings.get(folder.lower(), (-STALE_LISTING, []))
        if not self._habits.stale or self.disk.now - at >= STALE_LISTING:
            names = self._true_names(folder.lower())
            self._listings[folder.lower()] = (self.disk.now, names)
        return iter(names)

    def _true_names(self, folder: str) -> list[str]:
        if folder not in self.disk.folders:
            raise failure(errno.ENOENT)
        entries = {path: file.name for path, file in self.disk.files.items()} | self.disk.folders
        start = f"{folder}/" if folder else ""
        names = [
            name
            for path, name in entries.items()
            if path and path.startswith(start) and "/" not in path[len(start) :]
        ]
        self._rng.shuffle(names)
        return names

    def fetch(self, path: str, limit: int) -> bytes:
        self.disk.step("fetch", path)
        key = path.lower()
        missed = self._misses.get(key)
        if self._habits.stale and missed is not None and self.disk.now - missed < STALE_MISS:
            raise failure(errno.ENOENT)
        file = self.disk.files.get(key)
        if file is None:
            self._misses[key] = self.disk.now
            raise failure(errno.EISDIR if key in self.disk.folders else errno.ENOENT)
        self._may_use(path)
        content = file.content[: limit + 1]
        beat()
        if self._happens(self._habits.half_read) and not path.endswith(".part"):
            return content[: self._rng.randrange(len(content) + 1)]
        return content

    def make_folder(self, folder: str) -> None:
        self.disk.step("folder", folder)
        pieces = folder.split("/")
        for depth in range(1, len(pieces) + 1):
            path = "/".join(pieces[:depth])
            if path.lower() in self.disk.files:
                raise failure(errno.ENOTDIR)
            if path.lower() not in self.disk.folders:
                self._may_write()
                self.disk.folders[path.lower()] = pieces[depth - 1]
                self._forget(path)

    def create(self, path: str, content: bytes) -> None:
        self.disk.step("create", path)
        self._may_write()
        if path.rpartition("/")[0].lower() not in self.disk.folders:
            raise failure(errno.ENOENT)
        if path.lower() in self.disk.files:
            raise failure(errno.EEXIST)
        file = self.disk.files[path.lower()] = File(path.rpartition("/")[2], b"")
        self._forget(path)
        room = None if self.disk.room is None else max(0, self.disk.room - self.disk.used())
        file.content = content[: len(content) // 2]
        self.disk.step("half", path)
        if room is not None and len(content) > room:
            file.content = content[:room]
            raise failure(errno.ENOSPC)
        file.content = content
        self.disk.history.append(("create", path))
        self.disk.step("written", path)

    def rename_new(self, path: str, new: str) -> None:
        self.disk.step("rename", new)
        self._may_write()
        self._may_use(new)
        with self.disk.lock:
            if new.lower() in self.disk.files:
                raise failure(errno.EEXIST)
            file = self.disk.files.pop(path.lower(), None)
            if file is None:
                raise failure(errno.ENOENT)
            file.name = new.rpartition("/")[2]
            self.disk.files[new.lower()] = file
        self.disk.history.append(("rename", new))
        self._forget(new)
        self.disk.step("renamed", new)

    def discard(self, path: str) -> None:
        self.disk.step("look", path)
        assert path.endswith(".part"), f"nothing else is ever removed: {path}"
        self._may_write()
        self.disk.files.pop(path.lower(), None)

    def free_bytes(self) -> int | None:
        self.disk.step("look")
        return 64 * MEGABYTE if self.disk.room is None else self.disk.room - self.disk.used()

    def _may_write(self) -> None:
        if self.disk.is_read_only:
            raise failure(errno.EROFS)

    def _may_use(self, path: str) -> None:
        if path in self.disk.held or self._happens(self._habits.held):
            raise failure(errno.EBUSY)

    def _happens(self, share: float) -> bool:
        return share > 0 and self._rng.random() < share

    def _forget(self, path: str) -> None:
        """A computer knows at once what it has done itself."""
        self._misses.pop(path.lower(), None)
        self._listings.pop(path.rpartition("/")[0].lower(), None)
