"""No call on a medium takes longer than its deadline; threads that hang do not pile up."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cluster_desktop.errors import Cancelled
from cluster_desktop.sync import deadline, names
from cluster_desktop.sync.deadline import Caller, Deadlined
from cluster_desktop.sync.medium import Away, Full, Laid, TooSlow, beat
from tests.sync.nasty import Disk, NastyMedium

SHORT = 0.3
PATH = names.bundle_path(names.base32(b"8 random"), names.base32(b"sixteen bytes 16"), 1, "a" * 16)


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk that hangs no longer than its test."""
    made = Disk()
    yield made
    if made.hangs is not None:
        made.hangs.set()
    wait_until(lambda: deadline._hung._of.total() == 0)


def wait_until(true: object, seconds: float = 5.0) -> None:
    assert callable(true)
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def threads_of_exchange() -> int:
    return sum(thread.name.startswith("exchange ") for thread in threading.enumerate())


def test_answers_and_troubles_come_through_unchanged(disk: Disk) -> None:
    medium = Deadlined(NastyMedium(disk), SHORT)

    assert medium.lay(PATH, b"content") == "laid"
    assert medium.read(PATH, 100) == b"content"
    assert medium.list("") == ["v1"]
    assert medium.free() is not None
    disk.room = 0
    with pytest.raises(Full):
        medium.lay(names.copy_path(PATH, 1), b"more")
    medium.close()


def test_fault_19_a_share_that_hangs_is_left_at_the_deadline(disk: Disk) -> None:
    medium = Deadlined(NastyMedium(disk, name="Қатқан қалта"), SHORT)
    disk.hangs = threading.Event()
    start = time.monotonic()

    with pytest.raises(TooSlow, match="Қатқан қалта"):
        medium.list("")

    assert SHORT <= time.monotonic() - start < SHORT + 1


def test_fault_19_when_the_share_comes_back_the_exchange_goes_on(disk: Disk) -> None:
    medium = Deadlined(NastyMedium(disk), SHORT)
    disk.hangs = threading.Event()
    with pytest.raises(TooSlow):
        medium.lay(PATH, b"content")

    disk.hangs.set()

    wait_until(lambda: disk.contents() == {PATH: b"content"})  # the call that was left ended well
    assert medium.lay(PATH, b"content") == "same"
    medium.close()


def test_calls_that_hang_do_not_pile_up(disk: Disk) -> None:
    medium = Deadlined(NastyMedium(disk), 0.1)
    disk.hangs = threading.Event()
    before = threads_of_exchange()
    start = time.monotonic()

    for _ in range(30):
        with pytest.raises(TooSlow):
            medium.read(PATH, 10)

    assert threads_of_exchange() - before <= deadline.MOST_HUNG_OF_A_PLACE
    # only the first ones were waited for
    assert time.monotonic() - start < 2


def test_many_dead_places_together_are_bounded_too(disk: Disk) -> None:
    disk.hangs = threading.Event()
    before = threads_of_exchange()

    for number in range(2 * deadline.MOST_HUNG):
        with pytest.raises(TooSlow):
            Deadlined(NastyMedium(disk, name=f"place {number}"), 0.05).list("")

    assert threads_of_exchange() - before <= deadline.MOST_HUNG


def test_one_dead_place_does_not_block_another(disk: Disk) -> None:
    disk.hangs = threading.Event()
    for _ in range(3):
        with pytest.raises(TooSlow):
            Deadlined(NastyMedium(disk, name="dead"), 0.05).list("")

    alive = Deadlined(NastyMedium(Disk(), name="alive"), SHORT)

    assert alive.list("") == []
    alive.close()


def test_cancel_is_heard_while_a_share_hangs(disk: Disk) -> None:
    asked = threading.Event()

    def look() -> None:
        asked.set()
        raise Cancelled

    disk.hangs = threading.Event()
    start = time.monotonic()

    with pytest.raises(Cancelled):
        Deadlined(NastyMedium(disk), 60, look=look).list("")

    assert asked.is_set()
    assert time.monotonic() - start < 2


def test_a_slow_file_that_gets_on_is_not_given_up() -> None:
    def slow() -> str:
        for _ in range(6):
            time.sleep(SHORT / 2)
            beat()
        return "whole"

    caller = Caller("slow", SHORT)

    assert caller.call(slow) == "whole"
    caller.close()


def test_a_share_that_drips_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "LONGEST", 3)
    end = threading.Event()

    def drip() -> None:
        while not end.wait(0.05):
            beat()

    start = time.monotonic()
    with pytest.raises(TooSlow):
        Caller("drips", 0.2).call(drip)
    end.set()

    assert time.monotonic() - start < 2


class BrokenOff:
    """A medium that can be told to break off what hangs."""

    name = "broken off"

    def __init__(self) -> None:
        self.line = threading.Event()

    def list(self, folder: str) -> list[str]:
        self.line.wait()
        raise Away(self.name)

    def read(self, path: str, limit: int) -> bytes | None:
        raise NotImplementedError

    def lay(self, path: str, content: bytes) -> Laid:
        raise NotImplementedError

    def free(self) -> int | None:
        raise NotImplementedError

    def abandon(self) -> None:
        self.line.set()


def test_what_hangs_is_broken_off_where_the_medium_can() -> None:
    medium = BrokenOff()

    with pytest.raises(TooSlow):
        Deadlined(medium, 0.1).list("")

    wait_until(lambda: deadline._hung._of.total() == 0)


def test_a_medium_that_is_no_longer_used_leaves_no_thread() -> None:
    before = threads_of_exchange()
    for _ in range(5):
        closed, forgotten = (Deadlined(NastyMedium(Disk()), SHORT) for _ in range(2))
        closed.list("")
        forgotten.list("")
        closed.close()
    del closed, forgotten
    gc.collect()

    wait_until(lambda: threads_of_exchange() <= before)


def test_the_end_of_the_program_does_not_wait_for_a_file_call_that_never_returns(
    tmp_path: Path,
) -> None:
    os.mkfifo(tmp_path / "dead")  # to open it waits in the system for a writer that never comes
    program = f"""
from cluster_desktop.sync.deadline import Caller
from cluster_desktop.sync.medium import TooSlow
for _ in range(3):
    try:
        Caller("dead", 0.1).call(lambda: open({str(tmp_path / "dead")!r}, "rb"))
    except TooSlow:
        print("left")
"""
    start = time.monotonic()

    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True
    )

    assert ended.stdout == "left\n" * 3
    assert ended.stderr == ""
    assert time.monotonic() - start < 15
