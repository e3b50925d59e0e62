"""A folder as a medium: whole or not at all, nothing replaced, each failure told truly."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cluster_desktop.sync import folder, laying, names
from cluster_desktop.sync.folder import FolderMedium, rename_without_replacing
from cluster_desktop.sync.medium import Away, Busy, Full, ReadOnly, TooLong

PATH = names.bundle_path(names.base32(b"8 random"), names.base32(b"sixteen bytes 16"), 1, "a" * 16)
FOLDER = PATH.rpartition("/")[0]
CONTENT = bytes(range(256)) * 5000


@pytest.fixture
def medium(tmp_path: Path) -> FolderMedium:
    return FolderMedium(tmp_path, pause=lambda seconds: None)


def files_of(root: Path) -> Iterator[str]:
    return (str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def failing(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def test_a_laid_file_is_listed_and_read_back(medium: FolderMedium, tmp_path: Path) -> None:
    assert medium.lay(PATH, CONTENT) == "laid"

    assert medium.list(FOLDER) == [PATH.rpartition("/")[2]]
    assert medium.list("") == ["v1"]
    assert medium.read(PATH, len(CONTENT)) == CONTENT
    assert list(files_of(tmp_path)) == [PATH]


def test_laying_the_same_again_changes_nothing(medium: FolderMedium, tmp_path: Path) -> None:
    medium.lay(PATH, CONTENT)
    before = (tmp_path / PATH).stat().st_ino

    assert medium.lay(PATH, CONTENT) == "same"
    assert (tmp_path / PATH).stat().st_ino == before


@pytest.mark.parametrize("there", [b"", CONTENT[:-1], CONTENT + b"x", b"\0" * len(CONTENT)])
def test_fault_06_what_lies_under_the_name_is_judged_by_its_content(
    medium: FolderMedium, tmp_path: Path, there: bytes
) -> None:
    medium.lay(PATH, CONTENT)
    (tmp_path / PATH).write_bytes(there)

    assert medium.lay(PATH, CONTENT) == "differs"
    assert (tmp_path / PATH).read_bytes() == there
    assert medium.lay(names.copy_path(PATH, 1), CONTENT) == "laid"


def test_nothing_there_is_no_failure(medium: FolderMedium) -> None:
    assert medium.list(FOLDER) == []
    assert medium.read(PATH, 10) is None


def test_a_longer_file_than_wanted_is_not_read(medium: FolderMedium) -> None:
    medium.lay(PATH, CONTENT)

    with pytest.raises(TooLong):
        medium.read(PATH, len(CONTENT) - 1)


def test_fault_18_a_root_that_is_gone_is_away_and_is_not_made(tmp_path: Path) -> None:
    medium = FolderMedium(tmp_path / "алынған диск", pause=lambda seconds: None)

    with pytest.raises(Away, match="алынған диск"):
        medium.list("")
    with pytest.raises(Away):
        medium.read(PATH, 10)
    with pytest.raises(Away):
        medium.lay(PATH, CONTENT)
    with pytest.raises(Away):
        medium.free()
    assert not (tmp_path / "алынған диск").exists()


def test_links_pipes_and_folders_of_our_names_are_never_followed(
    medium: FolderMedium, tmp_path: Path
) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    secret = tmp_path / "secret"
    secret.write_bytes(b"passwords")
    (tmp_path / PATH).symlink_to(secret)
    pipe = names.copy_path(PATH, 1)
    os.mkfifo(tmp_path / pipe)
    (tmp_path / names.copy_path(PATH, 2)).mkdir()

    assert medium.read(PATH, 100) == b""
    assert medium.read(pipe, 100) == b""
    assert medium.read(names.copy_path(PATH, 2), 100) == b""
    assert medium.lay(PATH, CONTENT) == "differs"
    assert secret.read_bytes() == b"passwords"


def test_a_file_in_the_place_of_a_folder_stops_only_what_goes_through_it(
    medium: FolderMedium, tmp_path: Path
) -> None:
    (tmp_path / "v1").write_bytes(b"")

    assert medium.list("v1/adm") == []
    assert medium.read(PATH, 10) is None
    with pytest.raises(Busy):
        medium.lay(PATH, CONTENT)


def test_fault_22_no_room_leaves_nothing_and_says_how_much_is_needed(
    medium: FolderMedium, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(handle: int) -> None:
        raise failing(errno.ENOSPC)

    monkeypatch.setattr(folder.os, "fsync", no_room)

    with pytest.raises(Full, match="2 MB") as told:
        medium.lay(PATH, CONTENT)

    assert told.value.needed_mb == 2
    assert list(files_of(tmp_path)) == []


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_fault_23_a_place_that_may_not_be_written_is_still_read(
    medium: FolderMedium, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    medium.lay(PATH, CONTENT)

    def not_allowed(path: str, content: bytes) -> None:
        raise failing(number)

    monkeypatch.setattr(medium, "create", not_allowed)

    with pytest.raises(ReadOnly):
        medium.lay(names.copy_path(PATH, 1), CONTENT)
    assert medium.read(PATH, len(CONTENT)) == CONTENT


@pytest.mark.parametrize("number", [errno.ETIMEDOUT, errno.ESTALE, errno.ENODEV, errno.EHOSTDOWN])
def test_a_place_that_goes_away_meanwhile_is_away(
    medium: FolderMedium, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def gone(path: str, limit: int) -> bytes:
        raise failing(number)

    monkeypatch.setattr(medium, "fetch", gone)

    with pytest.raises(Away):
        medium.read(PATH, 10)


def test_one_bad_file_on_a_good_stick_is_no_bad_stick(
    medium: FolderMedium, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(path: str, limit: int) -> bytes:
        raise failing(errno.EIO)

    monkeypatch.setattr(medium, "fetch", unreadable)

    with pytest.raises(Busy):
        medium.read(PATH, 10)


def windows_error(number: int, errno_of_it: int) -> OSError:
    """What Windows raises; errno is Python's translation of the number."""
    why = failing(errno_of_it)
    why.winerror = number  # type: ignore[attr-defined]
    return why


@pytest.mark.parametrize(
    ("number", "errno_of_it", "told"),
    [
        (32, errno.EACCES, Busy),  # sharing violation
        (33, errno.EACCES, Busy),
        (112, errno.ENOSPC, Full),
        (39, errno.ENOSPC, Full),
        (1295, errno.EINVAL, Full),  # quota
        (19, errno.EACCES, ReadOnly),  # write protected
        (53, errno.ENOENT, Away),  # network path not found
        (59, errno.EINVAL, Away),
        (64, errno.EINVAL, Away),
        (21, errno.EACCES, Away),  # not ready
        (1231, errno.EINVAL, Away),
    ],
)
def test_the_words_of_windows_are_understood(
    medium: FolderMedium,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    errno_of_it: int,
    told: type[Exception],
) -> None:
    def fails(path: str, content: bytes) -> None:
        raise windows_error(number, errno_of_it)

    monkeypatch.setattr(medium, "create", fails)

    with pytest.raises(told) as why:
        medium.lay(PATH, CONTENT)
    assert why.type is told


@pytest.mark.parametrize("step", ["fetch", "rename_new"])
@pytest.mark.parametrize("numbers", [(5, errno.EACCES), (32, errno.EACCES), (None, errno.EACCES)])
def test_fault_21_on_windows_a_denial_is_waited_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, numbers: tuple[int | None, int]
) -> None:
    monkeypatch.setattr(laying, "_TELLS_LITTLE", True)
    waited: list[float] = []
    medium = FolderMedium(tmp_path, pause=waited.append)
    true_step = getattr(medium, step)

    def denied_thrice(*arguments: object) -> object:
        if len(waited) < 3:
            raise failing(numbers[1]) if numbers[0] is None else windows_error(*numbers)
        return true_step(*arguments)

    monkeypatch.setattr(medium, step, denied_thrice)

    assert medium.lay(PATH, CONTENT) == "laid"
    assert len(waited) == 3


def test_what_reads_back_otherwise_than_written_never_gets_its_name(
    medium: FolderMedium, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = medium.create
    monkeypatch.setattr(medium, "create", lambda path, content: write(path, content[:-1] + b"?"))

    with pytest.raises(Busy):
        medium.lay(PATH, CONTENT)
    assert list(files_of(tmp_path)) == []


def test_of_two_who_lay_one_name_at_once_one_wins_and_both_are_well(
    medium: FolderMedium, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = medium.rename_new

    def overtaken(path: str, new: str) -> None:
        (tmp_path / new).write_bytes(CONTENT)
        rename(path, new)

    monkeypatch.setattr(medium, "rename_new", overtaken)

    assert medium.lay(PATH, CONTENT) == "same"
    assert list(files_of(tmp_path)) == [PATH]


@pytest.mark.parametrize("means", ["careful rename", "second name", "look first"])
def test_fault_37_renaming_never_replaces_by_whatever_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, means: str
) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    one.write_bytes(b"1")
    two.write_bytes(b"2")

    def no_links(*paths: object, follow_symlinks: bool = True) -> None:
        raise failing(errno.EPERM)

    if means != "careful rename":
        monkeypatch.setattr(folder, "_rename_carefully", lambda path, new: False)
    if means == "look first":
        monkeypatch.setattr(folder.os, "link", no_links)

    with pytest.raises(FileExistsError):
        rename_without_replacing(one, two)
    rename_without_replacing(one, three)

    assert (two.read_bytes(), three.read_bytes(), one.exists()) == (b"2", b"1", False)


def test_free_room_is_told(medium: FolderMedium) -> None:
    assert (medium.free() or 0) > 0
