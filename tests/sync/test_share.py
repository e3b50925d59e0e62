"""Whose medium it is; nothing is laid on one that is not the region's, and sticks are found."""

from __future__ import annotations

import ctypes
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.sync import finding, names
from cluster_desktop.sync.finding import look_at, stick_roots, sticks
from cluster_desktop.sync.folder import FolderMedium
from cluster_desktop.sync.medium import ReadOnly
from cluster_desktop.sync.share import Another, Mark, Ours, read_mark, state_of, write_mark
from tests.sync.nasty import Disk, File, NastyMedium

REGION = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
OTHER = UUID("01890a5d-ac96-774b-bcce-b302099a8058")
ROOT = bytes(range(32))
PATH = names.bundle_path(names.base32(b"8 random"), names.base32(b"sixteen bytes 16"), 1, "a" * 16)


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def medium(disk: Disk) -> NastyMedium:
    return NastyMedium(disk)


def put(disk: Disk, path: str, content: bytes) -> None:
    disk.files[path.lower()] = File(path, content)


def test_a_mark_is_read_back_and_written_once(medium: NastyMedium, disk: Disk) -> None:
    mark = write_mark(medium, REGION, ROOT)

    assert mark == Mark(str(REGION), ROOT)
    assert read_mark(medium) == mark
    assert write_mark(medium, REGION, ROOT) == mark
    assert list(disk.files) == [names.MARK]


def test_fault_17_the_state_of_a_place_is_what_its_mark_says(
    medium: NastyMedium, disk: Disk
) -> None:
    assert state_of(medium, REGION) == "empty"
    write_mark(medium, REGION, ROOT)

    assert state_of(medium, REGION) == "ours"
    assert state_of(medium, OTHER) == "other"
    assert state_of(medium, None) == "ours"  # who is not admitted yet asks there


def test_fault_18_a_drive_that_is_not_connected_is_empty_and_one_that_fails_is_away(
    medium: NastyMedium, disk: Disk, tmp_path: Path
) -> None:
    write_mark(medium, REGION, ROOT)
    disk.empty()
    disk.now += 60

    assert state_of(medium, REGION) == "empty"
    disk.is_away = True
    assert state_of(medium, REGION) == "away"
    assert state_of(FolderMedium(tmp_path / "жоқ"), REGION) == "away"


@pytest.mark.parametrize(
    "name", ["System Volume Information", "$RECYCLE.BIN", ".Trash-1000", "lost+found", "Thumbs.db"]
)
def test_what_a_system_leaves_on_a_new_stick_makes_it_no_other(
    medium: NastyMedium, disk: Disk, name: str
) -> None:
    put(disk, name, b"")

    assert state_of(medium, REGION) == "empty"


@pytest.mark.parametrize("name", ["суреттер.zip", "v1", "cluster.db"])
def test_a_place_with_foreign_files_is_another(medium: NastyMedium, disk: Disk, name: str) -> None:
    put(disk, name, b"")

    assert state_of(medium, REGION) == "other"


@pytest.mark.parametrize(
    "damaged", [b"", b"\0" * 90, Mark(str(REGION), ROOT).text()[:-9], b"x" * 5000, b"\xff\xfe<\0"]
)
def test_fault_06_a_damaged_mark_is_no_mark_and_a_whole_one_is_laid_beside(
    medium: NastyMedium, disk: Disk, damaged: bytes
) -> None:
    put(disk, names.MARK, damaged)
    assert read_mark(medium) is None
    assert state_of(medium, REGION) == "empty"

    write_mark(medium, REGION, ROOT)

    assert state_of(medium, REGION) == "ours"
    assert disk.files[names.MARK].content == damaged


def test_another_regions_place_is_never_marked_over(medium: NastyMedium, disk: Disk) -> None:
    write_mark(medium, OTHER, ROOT)

    with pytest.raises(Refusal, match="another region"):
        write_mark(medium, REGION, ROOT)
    assert len(disk.files) == 1


def test_a_mark_of_this_region_with_another_root_is_not_taken_over(medium: NastyMedium) -> None:
    write_mark(medium, REGION, ROOT)

    with pytest.raises(Refusal):
        write_mark(medium, REGION, ROOT[::-1])


def test_a_place_that_may_not_be_written_gets_no_mark(medium: NastyMedium, disk: Disk) -> None:
    disk.is_read_only = True

    with pytest.raises(ReadOnly):
        write_mark(medium, REGION, ROOT)
    assert state_of(medium, REGION) == "empty"


@pytest.mark.parametrize("what", ["emptied", "exchanged"])
def test_fault_17_nothing_more_is_laid_once_the_place_is_another(
    medium: NastyMedium, disk: Disk, what: str
) -> None:
    write_mark(medium, REGION, ROOT)
    ours = Ours(medium, REGION)
    assert ours.lay(PATH, b"one") == "laid"

    disk.empty()
    if what == "exchanged":
        put(disk, names.MARK, Mark(str(OTHER), ROOT).text())
    before = dict(disk.files)

    with pytest.raises(Another, match="Nothing was deleted"):
        ours.lay(names.copy_path(PATH, 1), b"two")
    assert disk.files == before


def test_a_folder_is_looked_at(tmp_path: Path) -> None:
    folder = tmp_path / "Облыс"
    folder.mkdir()
    write_mark(FolderMedium(folder), REGION, ROOT)

    place = look_at(str(folder), REGION)

    assert (place.kind, place.title, place.state) == ("folder", "Облыс", "ours")
    assert (place.free_mb or 0) > 0
    assert look_at(str(tmp_path / "жоқ"), REGION).state == "away"


def test_a_dead_folder_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(hangs=threading.Event())
    monkeypatch.setattr(finding, "_medium_at", lambda path: NastyMedium(disk, name="dead"))
    start = time.monotonic()

    place = look_at("/mnt/dead", REGION, seconds=0.2)

    assert disk.hangs is not None
    disk.hangs.set()
    assert place.state == "away"
    assert time.monotonic() - start < 2


MOUNTS = r"""
/dev/sda2 / ext4 rw,relatime 0 0
/dev/sdb1 /media/aigul/KINGSTON\0408GB vfat rw,nosuid 0 0
/dev/sdc1 /run/media/aigul/флешка exfat rw 0 0
//server/region /mnt/region cifs rw 0 0
tmpfs /media tmpfs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
"""


def test_sticks_are_where_desktops_put_them() -> None:
    assert stick_roots(MOUNTS.splitlines()) == [
        Path("/media/aigul/KINGSTON 8GB"),
        Path("/run/media/aigul/флешка"),
    ]


def test_each_stick_is_told_with_its_name_and_whose_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, ours = tmp_path / "KINGSTON", tmp_path / "ОБЛЫС"
    new.mkdir()
    ours.mkdir()
    write_mark(FolderMedium(ours), REGION, ROOT)
    monkeypatch.setattr(finding, "_roots", lambda: [ours, new, tmp_path / "суырылған"])

    found = {place.title: (place.kind, place.state) for place in sticks(REGION)}

    assert found == {
        "KINGSTON": ("stick", "empty"),
        "ОБЛЫС": ("stick", "ours"),
        "суырылған": ("stick", "away"),
    }


class WindowsDrives:
    """A: floppy, C: disk, E: and F: sticks, Z: the mapped share."""

    kinds = {"A:\\": 2, "C:\\": 3, "E:\\": 2, "F:\\": 2, "Z:\\": 4}  # noqa: RUF012

    def GetLogicalDrives(self) -> int:
        return sum(1 << (ord(drive[0]) - ord("A")) for drive in self.kinds)

    def GetDriveTypeW(self, drive: str) -> int:
        return self.kinds[drive]


def test_on_windows_sticks_are_the_removable_drives(monkeypatch: pytest.MonkeyPatch) -> None:
    windll = SimpleNamespace(kernel32=WindowsDrives())
    monkeypatch.setattr(ctypes, "windll", windll, raising=False)

    assert [str(root) for root in finding._windows_roots()] == ["A:\\", "E:\\", "F:\\"]
