"""Files appear whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from cluster_desktop import files
from cluster_desktop.errors import Trouble
from cluster_desktop.files import write_whole


def test_bytes_and_writers_are_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "Ә 100%.txt"
    write_whole(path, b"old")
    write_whole(path, lambda stream: stream.write("жаңа".encode()))
    assert path.read_text("utf-8") == "жаңа"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failing_writer_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"good")

    def half(stream: BinaryIO) -> None:
        stream.write(b"half")
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write_whole(path, half)
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_a_full_or_closed_disk_is_trouble_that_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"good")

    def fail(*__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(Trouble) as caught:
        write_whole(path, b"new")
    assert "a.pdf" in caught.value.message
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        write_whole(tmp_path / "no" / "a.pdf", b"x")


def test_a_file_open_elsewhere_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    real, tries = os.replace, []

    def busy_twice(source: Path, target: Path) -> None:
        tries.append(1)
        if len(tries) < 3:
            why = PermissionError(errno.EACCES, "busy")
            why.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise why
        real(source, target)

    monkeypatch.setattr(files.os, "replace", busy_twice)
    write_whole(path, b"x")
    assert path.read_bytes() == b"x"
    assert len(tries) == 3


def test_reasons_are_our_own_sentences(tmp_path: Path) -> None:
    folder = tmp_path / "samples"
    folder.mkdir()
    (folder / "a").touch()
    with pytest.raises(Trouble, match="samples is a folder"):
        write_whole(folder, b"x")
    with pytest.raises(Trouble, match="name is too long"):
        write_whole(tmp_path / ("a" * 300), b"x")
    why = OSError(errno.EIO, os.strerror(errno.EIO))
    said = files.reason_of(why, tmp_path / "b.pdf")
    assert os.strerror(errno.EIO) not in said
    assert f"(error {errno.EIO})" in said
