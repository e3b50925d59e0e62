"""The secret of a computer: in a file of its owner, opened only where it was made."""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.exceptions import RuntimeError as NoRoom
from nacl.pwhash import argon2id

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.sync import crypto, keys

CHEAP = crypto.Cost(turns=1, memory=8192)
POSIX = pytest.mark.skipif(
    sys.platform == "win32", reason="rights of files are another thing there"
)


def test_each_computer_is_another_one() -> None:
    made = {keys.make().device for _once in range(50)}

    assert len(made) == 50
    assert all(len(device) == 26 and device == device.lower() for device in made)


def test_secrets_do_not_show_in_a_log() -> None:
    mine = keys.make()

    assert mine.sign_seed.hex() not in repr(mine)
    assert repr(mine.sign_seed) not in repr(mine)
    assert repr(mine.box_seed) not in repr(mine)


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    mine, path = keys.make(), tmp_path / "computer.key"

    keys.save(mine, path, keys.FileMode())

    assert keys.load(path, keys.FileMode()) == mine
    assert keys.load(path, keys.FileMode()).device == mine.device


@POSIX
def test_the_file_is_its_owners_alone_and_stays_so(tmp_path: Path) -> None:
    mine, path = keys.make(), tmp_path / "computer.key"
    keys.save(mine, path, keys.FileMode())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    path.chmod(0o644)
    keys.load(path, keys.FileMode())

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@POSIX
def test_the_file_is_never_readable_for_others_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    fsync = os.fsync

    def watched(handle: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    keys.save(keys.make(), tmp_path / "computer.key", keys.FileMode())

    assert seen[0] == 0o600


def test_with_a_passphrase_the_secret_is_not_in_the_file(tmp_path: Path) -> None:
    mine, path = keys.make(), tmp_path / "computer.key"

    keys.save(mine, path, keys.Passphrase("тоғыз құлақ", CHEAP))

    assert mine.sign_seed not in path.read_bytes()
    assert keys.load(path, keys.Passphrase("тоғыз құлақ", CHEAP)) == mine
    with pytest.raises(Refusal, match="does not fit") as refusal:
        keys.load(path, keys.Passphrase("тоғыз қулақ", CHEAP))
    assert refusal.value.field == "passphrase"


def test_too_little_memory_for_a_passphrase_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(*_asked: object) -> bytes:
        raise NoRoom("Unexpected failure in key derivation")

    monkeypatch.setattr(argon2id, "kdf", none_left)

    with pytest.raises(Trouble, match="Close other programs"):
        keys.Passphrase("тоғыз құлақ", CHEAP).wrap(b"secret")


def test_a_secret_of_another_kind_of_protection_is_of_another_computer(tmp_path: Path) -> None:
    path = tmp_path / "computer.key"
    keys.save(keys.make(), path, keys.FileMode())

    with pytest.raises(Refusal, match="copied from another computer"):
        keys.load(path, keys.Dpapi())


def test_a_missing_file_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"computer\.key .* Put it back"):
        keys.load(tmp_path / "computer.key", keys.FileMode())


@given(content=st.binary(max_size=200))
def test_random_bytes_are_no_secret(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.key"
    path.write_bytes(content)

    with pytest.raises(Refusal):
        keys.load(path, keys.FileMode())


def test_a_file_cut_anywhere_or_with_more_behind_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "computer.key"
    keys.save(keys.make(), path, keys.FileMode())
    whole = path.read_bytes()

    for content in (*(whole[:length] for length in range(len(whole))), whole + b"\n"):
        path.write_bytes(content)
        with pytest.raises(Refusal):
            keys.load(path, keys.FileMode())


def test_a_secret_for_another_purpose_is_no_secret_of_a_computer(tmp_path: Path) -> None:
    path = tmp_path / "office.key"
    keys.save_secret(path, "office", bytes(32), keys.FileMode())

    with pytest.raises(Refusal, match="another kind of file"):
        keys.load(path, keys.FileMode())


def test_under_linux_the_rights_of_the_file_protect_without_asking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert keys.usual_protector().kind == "file"
    monkeypatch.setattr(sys, "platform", "win32")
    assert keys.usual_protector().kind == "windows"


class FakeWindows:
    """What Windows does for one user: locks by a secret of its own, refuses what is not its."""

    def __init__(self, user: int) -> None:
        self._user = user
        self._held: list[Any] = []
        self.freed: list[int] = []
        self.refuses = False
        self.crypt32 = self.kernel32 = self

    def _give(self, made: bytes, out: Any) -> int:
        held = ctypes.create_string_buffer(made, len(made))
        self._held.append(held)
        out._obj.size = len(made)
        out._obj.data = ctypes.cast(held, ctypes.POINTER(ctypes.c_char))
        return 1

    def _given(self, blob: Any) -> bytes:
        return ctypes.string_at(blob._obj.data, blob._obj.size)

    def CryptProtectData(self, given: Any, *rest: Any) -> int:
        if self.refuses:
            return 0
        return self._give(bytes([self._user]) + self._given(given)[::-1], rest[-1])

    def CryptUnprotectData(self, given: Any, *rest: Any) -> int:
        wrapped = self._given(given)
        return self._give(wrapped[:0:-1], rest[-1]) if wrapped[0] == self._user else 0

    @property
    def LocalFree(self) -> Any:
        def free(address: Any) -> None:
            self.freed.append(address.value)

        return free


def test_windows_protects_for_its_user_on_its_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, path, windows = keys.make(), tmp_path / "computer.key", FakeWindows(1)
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)

    keys.save(mine, path, keys.Dpapi())

    assert mine.sign_seed not in path.read_bytes()
    assert keys.load(path, keys.Dpapi()) == mine
    assert len(windows.freed) == 2


def test_a_copied_data_folder_does_not_open_for_another_user_of_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "computer.key"
    monkeypatch.setattr(ctypes, "windll", FakeWindows(1), raising=False)
    keys.save(keys.make(), path, keys.Dpapi())
    monkeypatch.setattr(ctypes, "windll", FakeWindows(2), raising=False)

    with pytest.raises(Refusal, match="admit this computer anew"):
        keys.load(path, keys.Dpapi())


def test_where_windows_cannot_protect_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = FakeWindows(1)
    windows.refuses = True
    monkeypatch.setattr(ctypes, "windll", windows, raising=False)

    with pytest.raises(Trouble, match="Sign out and in"):
        keys.save(keys.make(), tmp_path / "computer.key", keys.Dpapi())

    assert list(tmp_path.iterdir()) == []
