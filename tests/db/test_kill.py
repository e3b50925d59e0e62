"""A process killed at any moment loses nothing that was acknowledged, and leaves no half."""

from __future__ import annotations

import os
import random
import signal
import struct
import sys
import time
from pathlib import Path

import pytest

from cluster_desktop.db.store import Store
from cluster_desktop.query import Condition, Insert, Query
from cluster_desktop.services import safety
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

KILLS = 200
BATCH = 120


def work_until_killed(path: Path, first: int, acknowledge: int) -> None:
    """Edit one record and import batches in turns; write a number out after each that is done."""
    office = Office(Store.open(path), source="test")
    os.write(acknowledge, struct.pack("<I", 0))
    (partner,) = office.lookup("organisation", "name_kk", ["Басты"])["Басты"]
    for number in range(first, first + 10_000):
        if number % 3:
            office.set("organisation", partner, {"note": str(number)})
        else:
            batch = [
                Insert(
                    "organisation", {"name_kk": f"Серіктес {n}", "sector": f"{number}"}, new_id()
                )
                for n in range(BATCH)
            ]
            office.apply("Import", "import", batch)
        os.write(acknowledge, struct.pack("<I", number))


def last_acknowledged(pipe: int) -> list[int]:
    told = b""
    while part := os.read(pipe, 65_536):
        told += part
    return acknowledged(told)


def acknowledged(told: bytes) -> list[int]:
    whole = len(told) // 4 * 4
    return [number for (number,) in struct.iter_unpack("<I", told[:whole])]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are POSIX")
def test_a_kill_at_any_moment_loses_no_acknowledged_change(tmp_path: Path) -> None:
    path = tmp_path / "cluster.db"
    office = Office(Store.open(path))
    office.add("organisation", {"name_kk": "Басты"})
    office.close()
    chance = random.Random(20261121)
    number = 1
    done: set[int] = set()
    edits = 0
    for turn in range(KILLS):
        read_end, write_end = os.pipe()
        child = os.fork()
        if child == 0:  # the worker; it never returns into the test
            os.close(read_end)
            work_until_killed(path, number, write_end)
            os._exit(0)
        os.close(write_end)
        begun: list[int] = []
        if turn % 4:  # mostly in the middle of work, else while the database is being opened
            begun = acknowledged(os.read(read_end, 4) + os.read(read_end, 4))
        time.sleep(chance.uniform(0.001, 0.09))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told = begun + last_acknowledged(read_end)
        os.close(read_end)
        done.update(told)
        edits += len([number for number in told if number])

        office = Office(Store.open(path))
        note = office.rows(
            Query("organisation", (Condition("name_kk", "is", "Басты"),), columns=("note",))
        )
        kept = int(note[0]["note"] or 0)
        edited = [n for n in done if n % 3]
        assert kept >= max(edited, default=0)
        batches = office.counts_by(
            Query("organisation", (Condition("sector", "filled"),)), "sector"
        )
        assert set(batches.values()) <= {BATCH}
        assert {n for n in done if n and n % 3 == 0} <= {int(key) for key in batches}
        office.close()
        number = max([number, *told, kept, *map(int, batches)]) + 1
    assert edits > KILLS // 2  # the worker did get to work between kills
    office = Office(Store.open(path))
    assert safety.check(office).is_clean
    office.close()
