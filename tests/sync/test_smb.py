"""The real share: Samba on this machine, killed, frozen, read-only, with files held by others."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from types import ModuleType

import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.sync import names
from cluster_desktop.sync.deadline import Deadlined
from cluster_desktop.sync.finding import look_at, open_place
from cluster_desktop.sync.medium import Away, Busy, NotLetIn, ReadOnly, TooSlow
from cluster_desktop.sync.share import state_of, write_mark
from cluster_desktop.sync.smb import PASSWORD_VARIABLE, SmbMedium, read_address
from tests.sync.smb.samba import Samba

SCOPE, DEVICE = names.base32(b"8 random"), names.base32(b"sixteen bytes 16")
REGION = "01890a5d-ac96-774b-bcce-b302099a8057"
SHORT = 1.0


def path_of(seq: int) -> str:
    return names.bundle_path(SCOPE, DEVICE, seq, f"{seq:016x}")


@pytest.fixture
def medium(samba: Samba) -> Iterator[SmbMedium]:
    opened = samba.medium()
    yield opened
    opened.close()


@pytest.fixture
def neighbour(samba: Samba) -> Iterator[SmbMedium]:
    """Another computer, with another name and password."""
    opened = samba.medium(user=2)
    yield opened
    opened.close()


def test_what_one_lays_the_other_reads(medium: SmbMedium, neighbour: SmbMedium) -> None:
    big = bytes(range(256)) * 20_000
    medium.lay(path_of(1), big)

    assert neighbour.read(path_of(1), len(big)) == big
    assert neighbour.lay(path_of(1), big) == "same"
    assert neighbour.lay(path_of(1), b"") == "differs"


def test_fault_20_a_server_killed_at_any_moment_leaves_no_half_file(
    samba: Samba, medium: SmbMedium
) -> None:
    content = bytes(1_000_000)
    laid = 0
    for seq in range(6):
        killer = threading.Timer(0.01 + 0.02 * seq, samba.kill)
        killer.start()
        try:
            for part in range(50):
                medium.lay(path_of(100 * seq + part), content)
                laid += 1
        except (Away, Busy):
            pass
        killer.join()
        samba.start()

    found = [
        path.read_bytes() for path in samba.local.rglob("*.clb") if names.parse_bundle(path.name)
    ]
    assert len(found) >= laid
    assert all(body == content for body in found)
    assert medium.lay(path_of(9999), content) == "laid"


def test_fault_20_an_idle_session_outlives_a_restart_of_the_server(
    samba: Samba, medium: SmbMedium
) -> None:
    medium.lay(path_of(1), b"content")
    samba.kill()
    samba.start()

    assert medium.read(path_of(1), 100) == b"content"


def test_a_server_that_is_down_is_away(samba: Samba, medium: SmbMedium) -> None:
    samba.kill()

    with pytest.raises(Away):
        medium.list("")
    samba.start()
    assert medium.list("") == []


def test_fault_19_a_frozen_server_is_left_at_the_deadline_and_used_again_later(
    samba: Samba, medium: SmbMedium
) -> None:
    share = Deadlined(medium, SHORT)
    share.lay(path_of(1), b"content")
    samba.freeze()
    start = time.monotonic()

    for call in (
        lambda: share.list(""),
        lambda: share.read(path_of(1), 100),
        lambda: share.lay(path_of(2), b"content"),
    ):
        with pytest.raises((TooSlow, Away)):
            call()

    assert time.monotonic() - start < 3 * (SHORT + 1)
    samba.thaw()
    assert share.lay(path_of(2), b"content") == "laid"
    assert share.read(path_of(1), 100) == b"content"
    share.close()


def test_fault_19_the_program_ends_while_the_server_is_frozen(samba: Samba) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(samba.project)!r})
from cluster_desktop.sync.finding import open_place
from cluster_desktop.sync.medium import Away
share = open_place({samba.address()!r}, 1.0)
share.list("")
print("connected", flush=True)
sys.stdin.readline()
try:
    share.list("")
except Away:
    print("left", flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, PASSWORD_VARIABLE: samba.password()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "connected\n"
        samba.freeze()
        start = time.monotonic()
        process.stdin.write("\n")
        process.stdin.flush()

        assert process.stdout.readline() == "left\n"
        assert process.wait(15) == 0
        assert time.monotonic() - start < 15


def test_fault_21_a_file_that_another_program_holds_is_left_and_the_rest_goes_on(
    medium: SmbMedium, neighbour: SmbMedium
) -> None:
    neighbour.lay(path_of(1), b"content")
    medium._pause = lambda seconds: None
    holding = {"mode": "rb", "shared": None}

    with (
        neighbour._ask(lambda at: neighbour._opened(path_of(1), *holding.values(), at)),
        pytest.raises(Busy),
    ):
        medium.read(path_of(1), 100)

    assert medium.lay(path_of(2), b"content") == "laid"
    assert medium.read(path_of(1), 100) == b"content"


def test_fault_21_a_file_held_for_a_moment_is_waited_for(
    medium: SmbMedium, neighbour: SmbMedium
) -> None:
    neighbour.lay(path_of(1), b"content")
    holding = neighbour._ask(lambda at: neighbour._opened(path_of(1), "rb", None, at))
    holding.__enter__()
    medium._pause = lambda seconds: holding.__exit__(None, None, None)

    assert medium.read(path_of(1), 100) == b"content"


def test_fault_23_a_read_only_share_is_read(samba: Samba, medium: SmbMedium) -> None:
    medium.lay(path_of(1), b"content")
    share = samba.medium(share="ro")

    assert share.read(path_of(1), 100) == b"content"
    with pytest.raises(ReadOnly):
        share.lay(path_of(2), b"content")
    share.close()


def test_a_rename_never_replaces_on_the_real_share(medium: SmbMedium) -> None:
    medium.lay(path_of(1), b"one")
    medium.lay(path_of(2), b"two")

    with pytest.raises(FileExistsError):
        medium.rename_new(path_of(1), path_of(2))
    assert medium.read(path_of(2), 10) == b"two"


def test_fault_25_the_real_share_finds_a_name_in_any_case_and_lays_no_second(
    samba: Samba, medium: SmbMedium
) -> None:
    medium.lay(path_of(1), b"one")
    file = samba.local / path_of(1)
    file.rename(file.with_name(file.name.upper()))

    assert medium.lay(path_of(1), b"one") == "same"
    assert len(list(samba.local.rglob("*.*"))) == 1


def test_a_wrong_password_is_told_as_such_and_never_shown(samba: Samba) -> None:
    share = SmbMedium(samba.address(), password="құпия-сөз")

    with pytest.raises(NotLetIn) as told:
        share.list("")

    assert "құпия-сөз" not in told.value.message
    assert "kolledzh1" not in told.value.message
    share.close()


def test_a_share_of_another_name_is_away(samba: Samba) -> None:
    share = samba.medium(share="жоқ-папка")

    with pytest.raises(Away):
        share.list("")
    share.close()


def test_a_folder_within_the_share_is_a_place_of_its_own(
    samba: Samba, medium: SmbMedium, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, samba.password())
    address = samba.address() + "/Алмасу 2026"
    inner = SmbMedium(address)
    with pytest.raises(Away):
        inner.lay(path_of(1), b"content")
    (samba.local / "Алмасу 2026").mkdir(mode=0o777)
    (samba.local / "Алмасу 2026").chmod(0o777)

    assert state_of(inner, REGION) == "empty"
    write_mark(inner, REGION, bytes(32))

    assert look_at(address, REGION).state == "ours"
    assert look_at(address, REGION).kind == "smb"
    assert state_of(medium, REGION) == "other"
    inner.close()


def test_the_password_may_come_from_the_environment(
    samba: Samba, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, samba.password(user=2))

    share = open_place(samba.address(user=2))

    assert share.list("") == []
    share.close()


def test_an_address_is_read_in_its_parts_and_shown_without_the_user() -> None:
    address = read_address("smb://Aig%C3%BCl@server.kz:1445/region/Алмасу")

    assert (address.host, address.port, address.share) == ("server.kz", 1445, "region")
    assert address.user == "Aigül"
    assert address.root == r"\\server.kz\region\Алмасу"
    assert str(address) == "smb://server.kz:1445/region/Алмасу"


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(Refusal, match="Leave the password out") as told:
        SmbMedium("smb://aigul:p%40ss@server.kz/region")

    assert "p@ss" not in told.value.message
    assert "p%40ss" not in told.value.message


@pytest.mark.parametrize(
    "text",
    ["smb://", "smb://server", "smb://server/", "smb://s:port/x", "http://s/x", "smb://s/a/../b"],
)
def test_an_address_that_cannot_be_understood_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refusal, match="smb://name@server/share/folder"):
        read_address(text)


def test_without_its_library_a_drive_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    find = builtins.__import__

    def without(name: str, *rest: object) -> ModuleType:
        if name == "smbclient":
            raise ImportError(name)
        return find(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(Refusal, match="as a drive"):
        SmbMedium("smb://server/region")
