"""One behaviour for every kind of medium: a folder, a real Samba share, a stick that misbehaves."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_desktop.errors import Trouble
from cluster_desktop.sync import names
from cluster_desktop.sync.folder import FolderMedium
from cluster_desktop.sync.laying import FileMedium
from cluster_desktop.sync.medium import Away, Busy, Full, ReadOnly, TooLong
from cluster_desktop.sync.share import Ours, read_mark, state_of, write_mark
from tests.sync.nasty import STEPS, Disk, File, Habits, NastyMedium, PowerCut

SCOPE, DEVICE = names.base32(b"8 random"), names.base32(b"sixteen bytes 16")
REGION = "01890a5d-ac96-774b-bcce-b302099a8057"
CONTENT = bytes(range(256)) * 700


def path_of(seq: int) -> str:
    return names.bundle_path(SCOPE, DEVICE, seq, f"{seq:016x}")


def no_pause(seconds: float) -> None:
    """Tests need not wait for whoever holds a file."""


@pytest.fixture(params=["folder", "samba", "nasty"])
def computers(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[FileMedium]]:
    """Two computers' ways to one and the same medium."""
    match request.param:
        case "folder":
            yield [FolderMedium(tmp_path, pause=no_pause) for _ in range(2)]
        case "samba":
            samba = request.getfixturevalue("samba")
            shares = [samba.medium(user=user) for user in (1, 2)]
            yield [*shares]
            for share in shares:
                share.close()
        case _:
            disk = Disk()
            yield [NastyMedium(disk, habits=Habits(stale=False)) for _ in range(2)]


@pytest.fixture
def medium(computers: list[FileMedium]) -> FileMedium:
    return computers[0]


# --- all of them alike


def test_a_file_is_laid_once_and_read_by_everybody(medium: FileMedium) -> None:
    path = path_of(1)

    assert medium.lay(path, CONTENT) == "laid"
    assert medium.lay(path, CONTENT) == "same"
    assert medium.lay(path, CONTENT[:-1]) == "differs"
    assert medium.read(path, len(CONTENT)) == CONTENT
    assert medium.list(path.rpartition("/")[0]) == [path.rpartition("/")[2]]


def test_fault_06_a_file_of_no_length_is_seen_as_such_and_a_copy_is_laid(
    medium: FileMedium,
) -> None:
    path = path_of(1)
    medium.lay(path, b"")

    assert medium.read(path, 10) == b""
    assert medium.lay(path, CONTENT) == "differs"
    assert medium.lay(names.copy_path(path, 1), CONTENT) == "laid"
    assert medium.read(names.copy_path(path, 1), len(CONTENT)) == CONTENT


def test_what_is_not_there_is_neither_read_nor_listed(medium: FileMedium) -> None:
    assert medium.list("v1/adm") == []
    assert medium.read(path_of(1), 10) is None
    assert medium.list("") == []


def test_too_long_a_file_is_left_alone(medium: FileMedium) -> None:
    medium.lay(path_of(1), CONTENT)

    with pytest.raises(TooLong):
        medium.read(path_of(1), 100)
    assert medium.read(path_of(1), len(CONTENT)) == CONTENT


def test_a_folder_under_a_files_name_has_no_content(medium: FileMedium) -> None:
    medium.make_folder(path_of(1))

    assert not medium.read(path_of(1), 10)


def test_a_mark_makes_the_place_the_regions(medium: FileMedium) -> None:
    assert state_of(medium, REGION) == "empty"
    write_mark(medium, REGION, bytes(32))

    assert state_of(medium, REGION) == "ours"
    assert Ours(medium, REGION).lay(path_of(1), CONTENT) == "laid"


def test_nothing_of_the_temporary_files_stays(medium: FileMedium) -> None:
    for seq in range(5):
        medium.lay(path_of(seq), CONTENT)
        medium.lay(path_of(seq), b"other")

    found = medium.list(path_of(0).rpartition("/")[0])

    assert len(found) == 5
    assert all(names.parse_bundle(name) for name in found)


def test_free_room_is_a_number(medium: FileMedium) -> None:
    assert (medium.free() or 0) > 0


def test_two_who_lay_the_same_files_at_once_lose_nothing(
    computers: list[FileMedium],
) -> None:
    mine = {path_of(seq): bytes([seq]) * 3000 for seq in range(12)}
    said: list[str] = []

    def lay_all(medium: FileMedium, order: list[str]) -> None:
        said.extend(medium.lay(path, mine[path]) for path in order)

    both = [
        threading.Thread(
            target=lay_all, args=(medium, sorted(mine, reverse=medium is computers[0]))
        )
        for medium in computers
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(60)

    assert sorted(said) == ["laid"] * 12 + ["same"] * 12
    assert {path: computers[0].read(path, 5000) for path in mine} == mine


# --- a process or a drive that dies


@pytest.mark.parametrize("step", STEPS)
def test_faults_03_04_39_wherever_it_dies_the_name_is_whole_or_absent(step: str) -> None:
    disk = Disk()
    with disk.dying_at(step):
        try:
            NastyMedium(disk).lay(path_of(1), CONTENT)
        except PowerCut:
            pass

    assert disk.contents() in ({}, {path_of(1): CONTENT})
    # The next insertion finds out, and lays anew what is missing.
    assert NastyMedium(disk).lay(path_of(1), CONTENT) in ("laid", "same")
    assert disk.contents() == {path_of(1): CONTENT}


@pytest.mark.parametrize("step", ["half", "written", "rename"])
def test_a_temporary_file_that_stayed_is_read_by_nobody(step: str) -> None:
    disk = Disk()
    with disk.dying_at(step), pytest.raises(PowerCut):
        NastyMedium(disk).lay(path_of(1), CONTENT)

    listed = NastyMedium(disk).list(path_of(1).rpartition("/")[0])

    assert len(listed) == 1
    assert names.parse_bundle(listed[0]) is None


@given(st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_fault_06_after_a_power_cut_every_file_can_be_healed_and_none_is_written_over(
    seed: int,
) -> None:
    rng = random.Random(seed)
    disk = Disk()
    wanted = {path_of(seq): rng.randbytes(rng.randrange(1, 4000)) for seq in range(8)}
    for number, (path, content) in enumerate(wanted.items()):
        NastyMedium(disk).lay(path, content)
        if number == 3:
            disk.settle()
    disk.cut_power(rng)
    damaged = disk.contents()

    later = NastyMedium(disk, rng)
    for path, content in wanted.items():
        if later.lay(path, content) == "differs":
            assert later.lay(names.copy_path(path, 1), content) == "laid"

    healed = disk.contents()
    assert damaged.items() <= healed.items()
    assert all(
        healed.get(path) == content or healed.get(names.copy_path(path, 1)) == content
        for path, content in wanted.items()
    )


# --- what others do to a file, and a drive to everybody


def test_fault_21_a_file_held_for_moments_is_waited_for() -> None:
    disk = Disk()
    medium = NastyMedium(disk, pause=lambda seconds: disk.held.clear())
    disk.held.add(path_of(1))

    assert medium.lay(path_of(1), CONTENT) == "laid"


def test_fault_21_a_file_held_for_ever_is_left_and_the_others_go_on() -> None:
    disk = Disk()
    medium = NastyMedium(disk)
    disk.held.add(path_of(1))

    with pytest.raises(Busy):
        medium.lay(path_of(1), CONTENT)

    assert 1.5 <= disk.now <= 3  # seconds that were waited
    assert medium.lay(path_of(2), CONTENT) == "laid"
    assert disk.contents() == {path_of(2): CONTENT}


def test_fault_22_no_room_says_how_much_and_leaves_nothing_half() -> None:
    disk = Disk(room=2_000_000)
    medium = NastyMedium(disk)

    with pytest.raises(Full) as told:
        medium.lay(path_of(1), bytes(3_500_000))

    assert told.value.needed_mb == 4
    assert disk.files == {}
    assert medium.lay(path_of(2), bytes(1_000_000)) == "laid"


def test_fault_23_a_read_only_place_is_read() -> None:
    disk = Disk()
    NastyMedium(disk).lay(path_of(1), CONTENT)
    disk.is_read_only = True
    medium = NastyMedium(disk)

    assert medium.read(path_of(1), len(CONTENT)) == CONTENT
    with pytest.raises(ReadOnly, match="was read"):
        medium.lay(path_of(2), CONTENT)


def test_fault_24_a_stale_listing_and_a_stale_miss_only_delay() -> None:
    disk = Disk()
    reader, writer = NastyMedium(disk), NastyMedium(disk)
    folder = path_of(1).rpartition("/")[0]
    writer.lay(path_of(1), CONTENT)
    assert reader.list(folder) == [path_of(1).rpartition("/")[2]]
    assert reader.read(path_of(2), len(CONTENT)) is None

    writer.lay(path_of(2), CONTENT)

    assert len(reader.list(folder)) == 1
    assert reader.read(path_of(2), len(CONTENT)) is None
    disk.now += 11
    assert len(reader.list(folder)) == 2
    assert reader.read(path_of(2), len(CONTENT)) == CONTENT


def test_fault_24_who_is_told_of_no_file_that_is_there_still_writes_over_none() -> None:
    disk = Disk()
    late, quick = NastyMedium(disk), NastyMedium(disk)
    assert late.read(path_of(1), 10) is None
    quick.lay(path_of(1), CONTENT)

    with pytest.raises(Trouble):
        late.lay(path_of(1), CONTENT + b"!")

    assert disk.contents() == {path_of(1): CONTENT}
    disk.now += 11
    assert late.lay(path_of(1), CONTENT) == "same"


def test_fault_25_a_drive_that_shouts_all_names_is_none_the_worse() -> None:
    disk = Disk()
    NastyMedium(disk).lay(path_of(1), CONTENT)
    for file in disk.files.values():
        file.name = file.name.upper()  # as old drivers show them

    medium = NastyMedium(disk)
    (name,) = medium.list(path_of(1).rpartition("/")[0])

    assert names.parse_bundle(name) is not None
    assert medium.read(path_of(1), len(CONTENT)) == CONTENT
    assert medium.lay(path_of(1), CONTENT) == "same"
    assert len(disk.files) == 1


def test_fault_25_times_of_files_are_never_asked(tmp_path: Path) -> None:
    medium = FolderMedium(tmp_path)
    medium.lay(path_of(1), CONTENT)
    os.utime(tmp_path / path_of(1), (0, 2**31))

    assert medium.lay(path_of(1), CONTENT) == "same"
    assert medium.read(path_of(1), len(CONTENT)) == CONTENT


def test_fault_37_the_copy_that_a_mirror_moved_away_is_laid_anew() -> None:
    disk = Disk()
    NastyMedium(disk).lay(path_of(1), CONTENT)
    file = disk.files.pop(path_of(1))
    folder = path_of(1).rpartition("/")[0]
    disk.files[f"{folder}/conflictanddeleted"] = File("ConflictAndDeleted", file.content)

    medium = NastyMedium(disk)

    assert medium.lay(path_of(1), CONTENT) == "laid"
    found = [name for name in medium.list(folder) if names.parse_bundle(name)]
    assert found == [path_of(1).rpartition("/")[2]]


def test_fault_20_a_drive_that_goes_in_the_middle_is_away_and_nothing_is_half() -> None:
    disk = Disk()
    medium = NastyMedium(disk)
    write_mark(medium, REGION, bytes(32))
    disk.is_away = True

    for call in (
        lambda: medium.lay(path_of(1), CONTENT),
        lambda: medium.read(path_of(1), 10),
        lambda: medium.list(""),
    ):
        with pytest.raises(Away):
            call()
    disk.is_away = False
    assert medium.lay(path_of(1), CONTENT) == "laid"
    assert read_mark(medium) is not None


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_files_held_and_read_half_at_random_never_lead_to_a_wrong_file(seed: int) -> None:
    rng = random.Random(seed)
    disk = Disk(room=60_000)
    wanted = {path_of(seq): rng.randbytes(rng.randrange(1, 9000)) for seq in range(6)}
    people = [NastyMedium(disk, rng, habits=Habits(held=0.3, half_read=0.1)) for _ in range(3)]

    for _ in range(4):
        for path, content in wanted.items():
            try:
                rng.choice(people).lay(path, content)
            except (Busy, Full):
                disk.now += 11

    assert disk.contents().items() <= wanted.items()
