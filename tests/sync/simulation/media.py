"""Shares and sticks as dictionaries, and what happens to them: damage, delay, emptying.

A medium of the simulation behaves as a real one towards the engine (nothing is replaced, a name
appears whole or not at all) and remembers everything that ever lay on it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field


class Crashed(BaseException):
    """The process died here. No `except Exception` of the program can hold it."""


@dataclass
class MemoryMedium:
    """A folder somewhere: path → bytes. `hidden` names what a listing does not show yet."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    ever: dict[str, set[bytes]] = field(default_factory=dict)
    broken_rules: list[str] = field(default_factory=list)
    mishap: Callable[[str, str], None] | None = None  # (what is done, path): may raise

    def list(self, folder: str) -> list[str]:
        self._may("list", folder)
        start = f"{folder}/" if folder else ""
        found = {
            path[len(start) :].split("/")[0]
            for path in self.files
            if path.startswith(start) and path not in self.hidden
        }
        # In no order at all: nobody may rely on the order of a listing.
        mixed = sorted(found)
        random.Random(len(self.files)).shuffle(mixed)
        return mixed

    def read(self, path: str, limit: int) -> bytes | None:
        self._may("read", path)
        content = None if path in self.hidden else self.files.get(path)
        if content is not None and len(content) > limit:
            raise too_long(path)
        return content

    def lay(self, path: str, content: bytes) -> str:
        self._may("lay", path)
        there = self.files.get(path)
        if there is not None:
            return "same" if there == content else "differs"
        self._may("part", path)
        self.files[path] = content
        self.ever.setdefault(path, set()).add(content)
        self._may("laid", path)
        return "laid"

    def free(self) -> int | None:
        return None

    def _may(self, what: str, path: str) -> None:
        if self.mishap is not None:
            self.mishap(what, path)


def too_long(path: str) -> Exception:
    # Imported late: the simulation's media are also used without the engine.
    from cluster_desktop.sync.medium import TooLong

    return TooLong(path)


Mishap = Callable[["MemoryMedium", str, random.Random], None]

# What happens to files between two visits. Each takes the medium and the chance of the seed.


def flip(medium: MemoryMedium, path: str, chance: random.Random) -> None:
    """One bit of the file is another one."""
    content = bytearray(medium.files[path])
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    medium.files[path] = bytes(content)


def cut(medium: MemoryMedium, path: str, chance: random.Random) -> None:
    """The power failed while it was written: the end is missing."""
    content = medium.files[path]
    medium.files[path] = content[: chance.randrange(max(1, len(content)))]


def ghost(medium: MemoryMedium, path: str, chance: random.Random) -> None:
    """The name is there and the size, and zeros from some place on."""
    content = medium.files[path]
    good = chance.randrange(max(1, len(content)))
    medium.files[path] = content[:good] + bytes(len(content) - good)


def empty_file(medium: MemoryMedium, path: str, _chance: random.Random) -> None:
    medium.files[path] = b""


def lose(medium: MemoryMedium, path: str, _chance: random.Random) -> None:
    """An antivirus program took it away."""
    del medium.files[path]


def swap(medium: MemoryMedium, path: str, chance: random.Random) -> None:
    """Two files have each other's name."""
    other = chance.choice(bundles_on(medium))
    files = medium.files
    files[path], files[other] = files[other], files[path]


def copy_aside(medium: MemoryMedium, path: str, chance: random.Random) -> None:
    """The same bytes lie in another device's folder, too."""
    other = chance.choice(bundles_on(medium))
    target = f"{other.rsplit('/', 1)[0]}/{path.rsplit('/', 1)[1]}"
    medium.files.setdefault(target, medium.files[path])


def litter(medium: MemoryMedium, path: str, chance: random.Random) -> None:
    """Left-overs of other programs beside the bundles, and a half part."""
    folder = path.rsplit("/", 1)[0]
    medium.files[f"{folder}/Thumbs.db"] = b"\xd0\xcf\x11\xe0"
    medium.files[f"{folder}/.{path.rsplit('/', 1)[1]}.abcd.part"] = medium.files[path][:100]
    medium.files[f"{folder}/desktop (2).clb"] = chance.randbytes(50)


def late(medium: MemoryMedium, path: str, _chance: random.Random) -> None:
    """Nobody sees it for a while."""
    medium.hidden.add(path)


MISHAPS = (flip, cut, ghost, empty_file, lose, swap, copy_aside, litter, late)


def bundles_on(medium: MemoryMedium) -> list[str]:
    return sorted(path for path in medium.files if path.endswith(".clb"))


def spoil(medium: MemoryMedium, chance: random.Random) -> str:
    """One accident to one file; its name, "" where there is no file yet."""
    paths = bundles_on(medium)
    if not paths:
        return ""
    mishap = chance.choice(MISHAPS)
    mishap(medium, chance.choice(paths), chance)
    return mishap.__name__


def wipe(medium: MemoryMedium) -> None:
    """Somebody emptied the folder, its mark included."""
    medium.files.clear()
    medium.hidden.clear()
