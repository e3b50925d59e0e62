"""Where things lie: the program's own files, data, logs; and whether a folder is on a local disk.

Knows no database and no Qt. The one module that asks the machine for folders.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import platformdirs

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _

APPLICATION = "ClusterDesktop"
PORTABLE_MARKER = "portable.txt"

_NETWORK_FILESYSTEMS = frozenset(
    {
        *("9p", "afs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "lustre", "ncpfs"),
        *("nfs", "nfs4", "ocfs2", "smb2", "smb3", "smbfs"),
        *("fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs"),
        *("fuse.smbnetfs", "fuse.sshfs"),
    }
)
# GetDriveTypeW of the Windows API
_WINDOWS_REMOVABLE, _WINDOWS_REMOTE, _WINDOWS_CD = 2, 4, 5


class Drive(StrEnum):
    """What kind of place a folder is on, as far as the system says."""

    LOCAL = "local"
    NETWORK = "network"
    REMOVABLE = "removable"


@dataclass(frozen=True)
class Places:
    """The folders of one run of the program. They may not exist yet."""

    data: Path
    logs: Path

    @property
    def database(self) -> Path:
        return self.data / "cluster.db"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def attachments(self) -> Path:
        return self.data / "attachments"


def program_root() -> Path:
    """The folder that holds resources/ and translations/: unpacked bundle or source tree."""
    return Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[1]))


def resource(*parts: str) -> Path:
    """A file the program brings along, such as resource("fonts", "Tinos-Regular.ttf")."""
    return program_root().joinpath("resources", *parts)


def translations() -> Path:
    """The folder of the compiled catalogues."""
    return program_root() / "translations"


def migrations() -> Path:
    """The folder of the database migrations, as plain files also in a bundle."""
    return program_root() / "cluster_desktop" / "db" / "migrations"


def places(chosen: Path | None = None) -> Places:
    """Where data and logs of this run go.

    A chosen folder (--data) holds both. A file portable.txt beside the program keeps them beside it
    too, for a computer where the profile is not to be used. Otherwise the system's folders.
    """
    if chosen is not None:
        return _together(chosen.expanduser().absolute())
    if (beside := _program_folder()) is not None and (beside / PORTABLE_MARKER).is_file():
        return _together(beside / "data")
    return Places(
        data=Path(platformdirs.user_data_dir(APPLICATION, appauthor=False)),
        logs=Path(platformdirs.user_log_dir(APPLICATION, appauthor=False)),
    )


def _together(folder: Path) -> Places:
    return Places(data=folder, logs=folder / "logs")


def _program_folder() -> Path | None:
    """Where the person sees the program: the bundle's folder, or the source tree."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent
    return program_root()


def is_local(path: Path) -> bool:
    """True if the folder (or the nearest existing one above it) is on a fixed local disk."""
    return drive_of(path) is Drive.LOCAL


def refuse_unless_local(path: Path) -> None:
    """Raise Refusal for a database folder on a network drive or a stick.

    SQLite's log of changes needs shared memory and locks that a share does not have, and a stick is
    pulled out in the middle of a write. Source: security.md section 2.
    """
    drive = drive_of(path)
    if drive is Drive.NETWORK:
        raise Refusal(
            _(
                "The folder {folder} is on a network drive. Data kept there can be damaged. "
                "Choose a folder on this computer; colleges exchange data by files instead."
            ).format(folder=path)
        )
    if drive is Drive.REMOVABLE:
        raise Refusal(
            _(
                "The folder {folder} is on a removable drive. Data kept there can be damaged when "
                "it is pulled out. Choose a folder on this computer; backups may go on the drive."
            ).format(folder=path)
        )


def drive_of(path: Path) -> Drive:
    """The kind of drive of the nearest existing folder. Unknown kinds count as local."""
    folder = _nearest_existing(path)
    if sys.platform == "win32":
        return _windows_drive(folder)
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", errors="surrogateescape")
    except OSError:
        return Drive.LOCAL
    return drive_by_mounts(folder, mounts.splitlines())


def drive_by_mounts(folder: Path, mounts: Iterable[str], blocks: Path | None = None) -> Drive:
    """The kind of drive by lines of /proc/self/mounts; `blocks` is the kernel's list of disks."""
    device, filesystem, longest = "", "", -1
    for line in mounts:
        words = line.split()
        if len(words) < 3:
            continue
        point = Path(unescape_mount(words[1]))
        # >= : of two mounts on one point the later one is seen
        if folder.is_relative_to(point) and len(point.parts) >= longest:
            device, filesystem, longest = words[0], words[2], len(point.parts)
    if filesystem in _NETWORK_FILESYSTEMS:
        return Drive.NETWORK
    if _is_removable(device, blocks or Path("/sys/class/block")):
        return Drive.REMOVABLE
    return Drive.LOCAL


def unescape_mount(field: str) -> str:
    """Spaces and the like stand as \\040 in the kernel's list."""
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, letter)
    return field


def _is_removable(device: str, blocks: Path) -> bool:
    if not device.startswith("/dev/"):
        return False
    entry = (blocks / Path(device).name).resolve()
    # A partition says nothing of itself; the disk it is on stands one folder above.
    for flag in (entry / "removable", entry.parent / "removable"):
        try:
            return flag.read_text("ascii").strip() == "1"
        except OSError:
            continue
    return False


def _windows_drive(folder: Path) -> Drive:
    anchor = folder.anchor
    if anchor.startswith("\\\\"):
        return Drive.NETWORK
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    kind = kernel.GetDriveTypeW(anchor)
    if kind == _WINDOWS_REMOTE:
        return Drive.NETWORK
    return Drive.REMOVABLE if kind in (_WINDOWS_REMOVABLE, _WINDOWS_CD) else Drive.LOCAL


def _nearest_existing(path: Path) -> Path:
    path = path.expanduser().absolute()
    for folder in (path, *path.parents):
        if folder.exists():
            return folder.resolve()
    return path
