"""How a file is laid on a medium made of files, whatever carries it: folder, stick, SMB.

exclusive temporary name → write, flush to the disk, close → read back and compare → rename to a
name that is free. Nothing is replaced, and nothing of anybody else's is removed.
"""

from __future__ import annotations

import errno
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from cluster_desktop.sync import names
from cluster_desktop.sync.medium import (
    Away,
    Busy,
    Full,
    Laid,
    Names,
    ReadOnly,
    TooLong,
    megabytes,
)

T = TypeVar("T")

PAUSES = (0.1, 0.2, 0.4, 0.6, 0.7)  # two seconds in all, for a virus scanner to let go
MOST_NAMES = 100_000  # of a folder that somebody filled; ours have a thousand

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_ROOM_WINDOWS = frozenset({39, 112, 1295})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NOT_ALLOWED_WINDOWS = frozenset({5, 19, 1314})
_HELD = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EAGAIN})
_HELD_WINDOWS = frozenset({32, 33})  # sharing violation, lock violation
_DENIED_WINDOWS = 5  # also said of a file that a virus scanner holds
# There, opening a file tells no more than "denied", whoever holds it.
_TELLS_LITTLE = sys.platform == "win32"
_GONE = frozenset(
    {
        *(errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.ESTALE, errno.ETIMEDOUT, errno.EPIPE),
        *(errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH),
        *(errno.ECONNRESET, errno.ECONNREFUSED, errno.ECONNABORTED),
        *(getattr(errno, name, errno.ENODEV) for name in ("ENOMEDIUM", "EREMOTEIO", "ESHUTDOWN")),
    }
)
# not ready, network path or name gone, semaphore timeout, device removed, no connection …
_GONE_WINDOWS = frozenset({21, 53, 54, 55, 59, 64, 65, 67, 71, 121, 433, 1167, 1222, 1231, 1236})


class FileMedium(ABC):
    """A Medium over the few steps that each kind of file system does in its own way.

    The steps raise OSError with a true errno (or winerror); here they become the troubles of a
    medium. `pause` waits between two tries.
    """

    def __init__(self, name: str, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._name = name
        self._pause = pause

    @property
    def name(self) -> str:
        return self._name

    # --- the steps

    @abstractmethod
    def look_at_root(self) -> None:
        """Raises OSError if the medium itself is not there."""

    @abstractmethod
    def names_in(self, folder: str) -> Iterator[str]:
        """Names in a folder; FileNotFoundError or NotADirectoryError if it is none."""

    @abstractmethod
    def fetch(self, path: str, limit: int) -> bytes:
        """Up to limit + 1 bytes. FileNotFoundError if there is no such file."""

    @abstractmethod
    def make_folder(self, folder: str) -> None:
        """Make it and those above it, below the root only; fine if they are there."""

    @abstractmethod
    def create(self, path: str, content: bytes) -> None:
        """Write a new file down to the disk; FileExistsError if the name is taken."""

    @abstractmethod
    def rename_new(self, path: str, new: str) -> None:
        """FileExistsError if the new name is taken: it is never replaced."""

    @abstractmethod
    def discard(self, path: str) -> None:
        """Take back a temporary file of this very call."""

    @abstractmethod
    def free_bytes(self) -> int | None: ...

    # --- the calls of a Medium

    def list(self, folder: str) -> Names:
        if folder:
            names.check(folder)
        with self._troubles():
            try:
                found = self._patiently(lambda: self._names_of(folder))
            except (FileNotFoundError, NotADirectoryError):
                self.look_at_root()
                return []
        return sorted(found)

    def read(self, path: str, limit: int) -> bytes | None:
        names.check(path)
        with self._troubles():
            content = self._content(path, limit)
        if content is not None and len(content) > limit:
            raise TooLong(self.name)
        return content

    def lay(self, path: str, content: bytes) -> Laid:
        names.check(path)
        with self._troubles(writing=len(content)):
            there = self._compare(path, content)
            if there is not None:
                return there
            return self._lay_new(path, content)

    def free(self) -> int | None:
        with self._troubles():
            return self.free_bytes()

    # --- inside

    def _lay_new(self, path: str, content: bytes) -> Laid:
        beside = names.temporary(path)
        try:
            self._write_beside(beside, content)
            if self._content(beside, len(content)) != content:
                raise OSError(errno.EIO, "what was read back differs from what was written")
            self._patiently(lambda: self.rename_new(beside, path))
        except OSError as why:
            self._take_back(beside)
            # Somebody else laid it meanwhile: two relays carry the same files.
            if isinstance(why, FileExistsError | FileNotFoundError):
                there = self._compare(path, content)
                if there is not None:
                    return there
            raise
        return "laid"

    def _write_beside(self, beside: str, content: bytes) -> None:
        try:
            self._patiently(lambda: self.create(beside, content), but_denied=True)
        except FileNotFoundError:
            self.look_at_root()  # a folder is never made where the drive itself is missing
            self.make_folder(beside.rpartition("/")[0])
            self._patiently(lambda: self.create(beside, content), but_denied=True)

    def _names_of(self, folder: str) -> set[str]:
        found: set[str] = set()
        for name in self.names_in(folder):
            # Ours are in lower case; a driver that shouts them all means the same files.
            found.add(name.lower() if name.isascii() else name)
            if len(found) == MOST_NAMES:
                break
        return found

    def _content(self, path: str, limit: int) -> bytes | None:
        try:
            return self._patiently(lambda: self.fetch(path, limit))
        except (FileNotFoundError, NotADirectoryError):
            self.look_at_root()
            return None
        except IsADirectoryError:
            return b""  # a folder in the place of a file has no content of ours

    def _compare(self, path: str, content: bytes) -> Laid | None:
        there = self._content(path, len(content))
        if there is None:
            return None
        return "same" if there == content else "differs"

    def _take_back(self, beside: str) -> None:
        try:
            self.discard(beside)
        except OSError:
            pass  # a temporary file that stays harms nobody: no reader takes it

    def _patiently(self, step: Callable[[], T], *, but_denied: bool = False) -> T:
        """Do it, waiting a little for whoever holds the file; `but_denied`: a denial is final."""
        for pause in PAUSES:
            try:
                return step()
            except OSError as why:
                if not _is_held(why, denied_too=not but_denied):
                    raise
            self._pause(pause)
        return step()

    @contextmanager
    def _troubles(self, writing: int | None = None) -> Iterator[None]:
        try:
            yield
        except OSError as why:
            raise self._trouble_of(why, writing) from why

    def _trouble_of(self, why: OSError, writing: int | None) -> Away | Busy | Full | ReadOnly:
        windows = getattr(why, "winerror", None)
        if windows in _NO_ROOM_WINDOWS or why.errno in _NO_ROOM:
            return Full(self.name, megabytes(writing or 0))
        if why.errno in _GONE or windows in _GONE_WINDOWS or not self._is_there():
            return Away(self.name)
        if windows in _HELD_WINDOWS or why.errno in _HELD:
            return Busy(self.name)
        if writing is not None and (why.errno in _NOT_ALLOWED or windows in _NOT_ALLOWED_WINDOWS):
            return ReadOnly(self.name)
        return Busy(self.name)

    def _is_there(self) -> bool:
        try:
            self.look_at_root()
        except OSError:
            return False
        return True


def _is_held(why: OSError, *, denied_too: bool) -> bool:
    windows = getattr(why, "winerror", None)
    if denied_too and (windows == _DENIED_WINDOWS or (_TELLS_LITTLE and why.errno == errno.EACCES)):
        return True
    return windows in _HELD_WINDOWS or why.errno in _HELD
