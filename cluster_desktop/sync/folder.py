"""A medium that is a folder: a mapped drive, a network path, a stick. Knows no contents."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cluster_desktop.sync.laying import FileMedium
from cluster_desktop.sync.medium import MEGABYTE, beat

_CHUNK = MEGABYTE
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF})
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EACCES})
# Linux: the file itself, never what a link or a pipe of that name leads to
_AS_IT_IS = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_AT_FDCWD, _RENAME_NOREPLACE = -100, 1


class FolderMedium(FileMedium):
    """Raises Away for a folder that is not there: it is never made here."""

    def __init__(
        self,
        root: Path,
        *,
        name: str | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(name or str(root), pause=pause)
        self._root = root

    def look_at_root(self) -> None:
        if not stat.S_ISDIR(self._root.stat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, "the place is no folder")

    def names_in(self, folder: str) -> Iterator[str]:
        with os.scandir(self._at(folder)) as entries:
            for entry in entries:
                yield entry.name

    def fetch(self, path: str, limit: int) -> bytes:
        try:
            handle = os.open(self._at(path), os.O_RDONLY | _AS_IT_IS)
        except OSError as why:
            if why.errno == errno.ELOOP:
                return b""  # a link somebody put there: where it leads is none of our files
            raise
        with os.fdopen(handle, "rb", buffering=0) as stream:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return b""
            content = bytearray()
            while len(content) <= limit:
                piece = stream.read(min(_CHUNK, limit + 1 - len(content)))
                if not piece:
                    break
                content += piece
                beat()
        return bytes(content)

    def make_folder(self, folder: str) -> None:
        at = self._root
        for piece in filter(None, folder.split("/")):
            above, at = at, at / piece
            try:
                at.mkdir()
            except FileExistsError:
                if not at.is_dir():
                    raise NotADirectoryError(errno.ENOTDIR, "a file is in the way") from None
            else:
                _sync_folder(above)

    def create(self, path: str, content: bytes) -> None:
        with self._at(path).open("xb", buffering=0) as stream:
            rest = memoryview(content)
            while rest:
                rest = rest[stream.write(rest[:_CHUNK]) :]
                beat()
            os.fsync(stream.fileno())

    def rename_new(self, path: str, new: str) -> None:
        rename_without_replacing(self._at(path), self._at(new))
        _sync_folder(self._at(new).parent)

    def discard(self, path: str) -> None:
        self._at(path).unlink(missing_ok=True)

    def free_bytes(self) -> int | None:
        return shutil.disk_usage(self._root).free

    def _at(self, path: str) -> Path:
        return self._root / path


def rename_without_replacing(path: Path, new: Path) -> None:
    """Rename; FileExistsError if the new name is taken, also by somebody at the same moment.

    Where a file system can do neither a careful rename nor a second name, the moment between
    looking and renaming remains: two contents never share a name of ours, so nothing is lost.
    """
    if sys.platform == "win32":
        os.rename(path, new)  # refuses a name that is taken
        return
    if _rename_carefully(path, new):
        return
    try:
        os.link(path, new, follow_symlinks=False)
    except OSError as why:
        if why.errno not in _NO_LINKS:
            raise
    else:
        os.unlink(path)
        return
    if os.path.lexists(new):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(new))
    os.rename(path, new)


def _rename_carefully(path: Path, new: Path) -> bool:
    """Linux's renameat2; False where the library, the kernel or the file system has it not."""
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    answer = call(
        *(_AT_FDCWD, os.fsencode(path)), *(_AT_FDCWD, os.fsencode(new)), _RENAME_NOREPLACE
    )
    if answer == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(new))


def _sync_folder(folder: Path) -> None:
    """Make a new name itself last, where the system can (not on Windows, not on every share)."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as why:
        if why.errno not in _NO_SYNC:
            raise
