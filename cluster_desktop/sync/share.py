"""Whose medium it is: a small file at its root that says the region, looked at before each use.

An empty folder under a well-known path is a drive that is not connected, and a full one may be
somebody else's: neither is ever taken for "everything was deleted".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.i18n import _
from cluster_desktop.sync import names
from cluster_desktop.sync.medium import Away, Busy, Laid, Medium, Names, TooLong

PlaceState = Literal["ours", "empty", "other", "away"]

_LIMIT = 1024
_TEXT = re.compile(
    rb"cluster-share 1\r?\nregion ([0-9a-z-]{1,64})\r?\nroot ([0-9a-f]{32,128})\r?\n"
)
# What systems leave on an empty drive. Compared in lower case.
_LEFTOVERS = frozenset(
    {
        *("system volume information", "$recycle.bin", "recycler", "recycled", "desktop.ini"),
        *("thumbs.db", "autorun.inf", "lost+found", ".ds_store", ".spotlight-v100", ".trashes"),
        *(".fseventsd", ".temporaryitems", ".directory", "found.000", "indexervolumeguid"),
        *("wpsettings.dat", ".snapshot", "~snapshot", "#recycle", "@eadir"),
    }
)
_TRASH = re.compile(r"\.trash(-\d+)?")
_MARKS = (names.MARK, *(names.copy_path(names.MARK, n) for n in range(1, names.COPIES + 1)))


@dataclass(frozen=True)
class Mark:
    """What the medium says of itself. Not signed: it says where to look, never what to believe."""

    region: str
    root: bytes  # fingerprint of the region's root

    def text(self) -> bytes:
        return f"cluster-share 1\nregion {self.region}\nroot {self.root.hex()}\n".encode("ascii")


class Another(Away):
    """The medium is there, but it is not the region's any more: emptied, exchanged, unmounted."""

    def __init__(self, place: str) -> None:
        Trouble.__init__(
            self,
            _(
                "{place} is not the region's folder any more: it looks empty, or another folder is "
                "there. Nothing was deleted or handed over. Check the drive, or connect the folder "
                "again on the page Data exchange."
            ).format(place=place),
        )


def read_mark(medium: Medium) -> Mark | None:
    """The mark, or None where there is none that can be understood. Raises Away, Busy."""
    for path in _MARKS:
        try:
            content = medium.read(path, _LIMIT)
        except TooLong:
            continue
        if content is None:
            return None  # copies are laid in turn, each beside a damaged one
        if found := _TEXT.fullmatch(content):
            return Mark(found[1].decode("ascii"), bytes.fromhex(found[2].decode("ascii")))
    return None


def write_mark(medium: Medium, region_id: str | UUID, root_fp: bytes) -> Mark:
    """Make the medium the region's. A damaged mark stays and a whole one is laid beside it.

    Raises Refusal if the medium is another region's, and what `lay` raises.
    """
    mark = Mark(str(region_id), root_fp)
    for path in _MARKS:
        there = read_mark(medium)
        if there == mark:
            return mark
        if there is not None:
            raise Refusal(
                _(
                    "{place} belongs to another region. Choose the folder that your regional "
                    "office has named, or an empty one."
                ).format(place=medium.name)
            )
        medium.lay(path, mark.text())
    if read_mark(medium) != mark:
        raise Busy(medium.name)
    return mark


def state_of(medium: Medium, region_id: str | UUID | None) -> PlaceState:
    """Whose the medium is; any region's is "ours" to who belongs to none yet. "away" also where it
    cannot be told at this moment."""
    try:
        mark = read_mark(medium)
        if mark is not None:
            mine = region_id is None or mark.region == str(region_id)
            return "ours" if mine else "other"
        return "empty" if all(_is_leftover(name) for name in medium.list("")) else "other"
    except Trouble:
        return "away"


def _is_leftover(name: str) -> bool:
    folded = name.lower()
    return (
        folded in _LEFTOVERS
        or folded in _MARKS
        or _TRASH.fullmatch(folded) is not None
        or (folded.startswith(f".{names.MARK}.") and folded.endswith(".part"))
    )


class Ours:
    """The medium as long as it is the region's: asked before every file that is laid.

    A drive can be exchanged between two files; laying on would start a second, lonely share.
    """

    def __init__(self, medium: Medium, region_id: str | UUID) -> None:
        self._medium = medium
        self._region = str(region_id)

    @property
    def name(self) -> str:
        return self._medium.name

    def list(self, folder: str) -> Names:
        return self._medium.list(folder)

    def read(self, path: str, limit: int) -> bytes | None:
        return self._medium.read(path, limit)

    def lay(self, path: str, content: bytes) -> Laid:
        mark = read_mark(self._medium)
        if mark is None or mark.region != self._region:
            raise Another(self.name)
        return self._medium.lay(path, content)

    def free(self) -> int | None:
        return self._medium.free()
