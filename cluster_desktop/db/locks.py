"""Locks of the operating system on a data folder: who has it open, who may replace it.

They end with their process, so a kill leaves nothing to clean up. Many programs may have the data
open (the window and commands); starting is one at a time, and replacing the file needs all to be
closed: a program that kept a replaced file open would write into nothing.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cluster_desktop.errors import Trouble
from cluster_desktop.i18n import _

START, USE = "start.lock", "use.lock"
START_SECONDS = 30.0
REPLACE_SECONDS = 1.0
_STEP_SECONDS = 0.05
_SLOTS = 64  # on Windows: as many programs may share

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO, *, shared: bool) -> bool:
        """Windows has no shared lock here: sharing takes any one byte, replacing all of them."""
        places = [(slot, 1) for slot in range(_SLOTS)] if shared else [(0, _SLOTS)]
        for offset, length in places:
            file.seek(offset)
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, length)
            except OSError:
                continue
            return True
        return False

else:
    import fcntl

    def _try_lock(file: BinaryIO, *, shared: bool) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file.fileno(), kind | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


class Use:
    """Having the data open; held until `release` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        self._file: BinaryIO | None = _taken(folder / USE, shared=True, seconds=START_SECONDS)

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def starting(folder: Path) -> Iterator[None]:
    """One start at a time on a folder: the second waits until the first has made the file."""
    file = _taken(folder / START, shared=False, seconds=START_SECONDS)
    try:
        yield
    finally:
        file.close()


@contextmanager
def replacing(folder: Path) -> Iterator[None]:
    """Nobody has the data open, and nobody can open them. Raises Trouble where somebody has."""
    with starting(folder):
        file = _taken(folder / USE, shared=False, seconds=REPLACE_SECONDS)
        try:
            yield
        finally:
            file.close()


def _taken(path: Path, *, shared: bool, seconds: float) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0)
    until = time.monotonic() + seconds
    while not _try_lock(file, shared=shared):
        if time.monotonic() > until:
            file.close()
            raise Trouble(
                _("The data are open in another window of the program. Close it and try again.")
            )
        time.sleep(_STEP_SECONDS)
    return file
