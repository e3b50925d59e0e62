"""Folders of the program, and the refusal of drives on which SQLite loses data."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cluster_desktop import paths
from cluster_desktop.errors import Refusal
from cluster_desktop.paths import Drive

MOUNTS = [
    "/dev/sda2 / ext4 rw 0 0",
    "//akimat/бөлім /mnt/share cifs rw 0 0",
    "colleges:/export /mnt/nfs nfs4 rw 0 0",
    "/dev/sdb1 /media/usb\\040disk vfat rw 0 0",
    "/dev/sda3 /mnt/share/local ext4 rw 0 0",
]


@pytest.fixture
def blocks(tmp_path: Path) -> Path:
    """The kernel's list of disks: sda is fixed, sdb can be pulled out."""
    for disk, flag in (("sda", "0"), ("sdb", "1")):
        for partition in (f"{disk}1", f"{disk}2", f"{disk}3"):
            (tmp_path / "devices" / disk / partition).mkdir(parents=True)
            (tmp_path / partition).symlink_to(tmp_path / "devices" / disk / partition)
        (tmp_path / "devices" / disk / "removable").write_text(f"{flag}\n")
    return tmp_path


@pytest.mark.parametrize(
    ("folder", "drive"),
    [
        ("/srv/айгүл/data", Drive.LOCAL),
        ("/mnt/share", Drive.NETWORK),
        ("/mnt/share/колледж", Drive.NETWORK),
        ("/mnt/shared-not", Drive.LOCAL),
        ("/mnt/nfs/x", Drive.NETWORK),
        ("/mnt/share/local/x", Drive.LOCAL),
        ("/media/usb disk/data", Drive.REMOVABLE),
    ],
)
def test_the_drive_of_a_folder_is_the_one_of_its_mount(
    folder: str, drive: Drive, blocks: Path
) -> None:
    assert paths.drive_by_mounts(Path(folder), MOUNTS, blocks) is drive


def test_of_two_mounts_on_one_point_the_later_counts(blocks: Path) -> None:
    covered = [*MOUNTS, "/dev/sda1 /mnt/share ext4 rw 0 0"]

    assert paths.drive_by_mounts(Path("/mnt/share"), covered, blocks) is Drive.LOCAL


def test_a_folder_that_is_not_there_yet_is_judged_by_its_parent(tmp_path: Path) -> None:
    assert paths.is_local(tmp_path / "жаңа" / "қалта")


@pytest.mark.parametrize("drive", [Drive.NETWORK, Drive.REMOVABLE])
def test_a_database_elsewhere_is_refused_with_the_folder(
    drive: Drive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "drive_of", lambda path: drive)

    with pytest.raises(Refusal, match=tmp_path.name):
        paths.refuse_unless_local(tmp_path)


def test_a_chosen_folder_holds_data_and_logs(tmp_path: Path) -> None:
    chosen = paths.places(tmp_path / "деректер")

    assert chosen.data == tmp_path / "деректер"
    assert chosen.logs.is_relative_to(chosen.data)
    assert chosen.database.parent == chosen.data


def test_without_a_choice_the_systems_folders_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    chosen = paths.places()

    assert chosen.data == tmp_path / "data" / paths.APPLICATION
    assert chosen.logs.is_relative_to(tmp_path / "state")


def test_a_marker_beside_the_program_keeps_everything_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "cluster-desktop"))
    (tmp_path / paths.PORTABLE_MARKER).touch()

    assert paths.places().data == tmp_path / "data"


def test_a_bundle_finds_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert paths.resource("fonts", "Tinos-Regular.ttf").is_relative_to(tmp_path)
    assert paths.translations().is_relative_to(tmp_path)
    assert paths.migrations().is_relative_to(tmp_path)
