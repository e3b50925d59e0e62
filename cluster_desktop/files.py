"""Writing files so that they appear complete under their name or not at all. Knows no formats.

Source of the rule: security.md section 2. A good file is never truncated first; what a person sees
under the name is always whole, also after a power cut or a full disk.
"""

from __future__ import annotations

import errno
import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from cluster_desktop.errors import Trouble
from cluster_desktop.i18n import _

# Excel, a virus scanner or the exchange client holds a file open for moments: Windows then refuses
# the rename with one of these codes (access denied, sharing violation, lock violation).
_BUSY_WINDOWS_ERRORS = frozenset({5, 32, 33})
_RETRY_SECONDS = 5.0

Writer = Callable[[BinaryIO], object]


def write_whole(path: Path, content: bytes | Writer) -> None:
    """Put `content` under `path`, whole or not at all.

    `content` is the bytes, or a function that writes them into the open file it is given.
    Raises Trouble with the cause and the next step; a file that was there before is then unchanged.
    Whatever a writer function raises flies on, and nothing is left behind.
    """
    path = Path(path)
    beside = path.with_name(f".{path.name[:80]}.{secrets.token_hex(6)}.tmp")
    try:
        try:
            with beside.open("xb") as stream:
                if isinstance(content, bytes):
                    stream.write(content)
                else:
                    content(stream)
                stream.flush()
                os.fsync(stream.fileno())
            _replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as why:
        raise Trouble(reason_of(why, path)) from why


def _replace(beside: Path, path: Path) -> None:
    """Rename over `path`; on Windows wait a while for a program that holds it open."""
    end = time.monotonic() + _RETRY_SECONDS
    while True:
        try:
            os.replace(beside, path)
            return
        except PermissionError as why:
            busy = getattr(why, "winerror", None) in _BUSY_WINDOWS_ERRORS
            if not busy or time.monotonic() >= end:
                raise
            time.sleep(0.1)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable where the system can sync a folder (not on Windows)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as why:
        # Some network file systems refuse to sync a folder; the file itself is already synced.
        if why.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def reason_of(why: OSError, path: Path) -> str:
    """The sentence for a person: what failed for the file, and what to try.

    The system's own words come in the system's language, so they are never shown.
    """
    # Windows calls a folder in the way "access denied", as it does a busy file: look first.
    if why.errno == errno.EISDIR or _is_folder(path):
        return _("{file} is a folder. Choose another name for the file.").format(file=path.name)
    if why.errno == errno.ENAMETOOLONG:
        return _("The name is too long: {file}. Choose a shorter one.").format(
            file=f"{path.name[:40]}…"
        )
    if why.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _(
            "There is no room left on the disk for {file}. Free some space and try again."
        ).format(file=path.name)
    if getattr(why, "winerror", None) in _BUSY_WINDOWS_ERRORS:
        return _("{file} is open in another program. Close it there and try again.").format(
            file=path.name
        )
    if why.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _(
            "It is not allowed to write {file} into this folder. Choose another folder."
        ).format(file=path.name)
    if why.errno in {errno.ENOENT, errno.ENOTDIR}:
        return _("The folder for {file} is not there. Choose another folder.").format(
            file=path.name
        )
    return _("{file} could not be written (error {number}). Choose another folder.").format(
        file=path.name, number=why.errno or 0
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # then the failure that is being told of is another one
