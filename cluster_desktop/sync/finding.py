"""Where an exchange can take place: sticks that are plugged in, a folder somebody names.

Every look at a drive has a deadline: one that is dead is told as away, it never holds up a page.
"""

from __future__ import annotations

import ctypes
import string
import sys
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from cluster_desktop import paths
from cluster_desktop.errors import Trouble
from cluster_desktop.sync.deadline import SECONDS, Caller, Deadlined, Look
from cluster_desktop.sync.folder import FolderMedium
from cluster_desktop.sync.medium import MEGABYTE, Medium
from cluster_desktop.sync.share import state_of
from cluster_desktop.sync.views import Place, PlaceKind

SMB = "smb://"
LOOK_SECONDS = 5.0
_WINDOWS_REMOVABLE = 2
_STICKS_UNDER = (Path("/media"), Path("/run/media"))


def open_place(path: str, seconds: float = SECONDS, *, look: Look | None = None) -> Deadlined:
    """The medium at a folder or an smb:// address. Nothing is touched yet; close() it in the end.

    Raises Refusal for an address that cannot be understood.
    """
    return Deadlined(_medium_at(path), seconds, look=look)


def look_at(
    path: str, region_id: str | UUID | None, *, seconds: float = LOOK_SECONDS, title: str = ""
) -> Place:
    """What the place is and whose, within a few deadlines at most."""
    medium = open_place(path, seconds)
    try:
        state = state_of(medium, region_id)
        free = None if state == "away" else _free_mb(medium)
        kind: PlaceKind = _kind(path, medium.name, seconds) if state != "away" else _said(path)
        name = title or _title(path, medium.name)
        return Place(path=path, kind=kind, title=name, state=state, free_mb=free)
    finally:
        medium.close()


def sticks(region_id: str | UUID | None = None) -> list[Place]:
    """Removable drives that are plugged in now."""
    found = [look_at(str(root), region_id, title=root.name or str(root)) for root in _roots()]
    return [
        Place(place.path, "stick", place.title, place.state, place.free_mb)
        for place in sorted(found, key=lambda place: place.path)
    ]


def stick_roots(mounts: Iterable[str]) -> list[Path]:
    """The folders of sticks, by lines of /proc/self/mounts: where desktops put them."""
    points = (Path(paths.unescape_mount(line.split()[1])) for line in mounts if " " in line)
    return sorted(
        {point for point in points if any(_is_below(point, top) for top in _STICKS_UNDER)}
    )


def _is_below(point: Path, top: Path) -> bool:
    return point != top and point.is_relative_to(top)


def _roots() -> list[Path]:
    if sys.platform == "win32":
        return _windows_roots()
    try:
        text = Path("/proc/self/mounts").read_text("utf-8", errors="surrogateescape")
    except OSError:
        return []
    return stick_roots(text.splitlines())


def _windows_roots() -> list[Path]:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    there = int(kernel.GetLogicalDrives())
    drives = [f"{letter}:\\" for n, letter in enumerate(string.ascii_uppercase) if there >> n & 1]
    return [Path(drive) for drive in drives if kernel.GetDriveTypeW(drive) == _WINDOWS_REMOVABLE]


def _medium_at(path: str) -> Medium:
    if path.startswith(SMB):
        from cluster_desktop.sync.smb import SmbMedium  # its library is an optional part

        return SmbMedium(path)
    return FolderMedium(Path(path))


def _free_mb(medium: Medium) -> int | None:
    try:
        free = medium.free()
    except Trouble:
        return None
    return None if free is None else free // MEGABYTE


def _said(path: str) -> PlaceKind:
    return "smb" if path.startswith(SMB) else "folder"


def _kind(path: str, name: str, seconds: float) -> PlaceKind:
    if path.startswith(SMB):
        return "smb"
    caller = Caller(name, seconds)
    try:
        drive = caller.call(lambda: paths.drive_of(Path(path)))
    except Trouble:
        return "folder"
    finally:
        caller.close()
    return "stick" if drive is paths.Drive.REMOVABLE else "folder"


def _title(path: str, name: str) -> str:
    return name if path.startswith(SMB) else Path(path).name or path
