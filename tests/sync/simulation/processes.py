"""Computers as real processes: each works and exchanges on its own, and may be killed.

A process tells every finished step through a pipe; whoever started it judges what it told.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from cluster_desktop.db.store import Store, utc_now
from cluster_desktop.errors import Trouble
from cluster_desktop.query import Insert, Update
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from cluster_desktop.sync.exchange import Exchange
from cluster_desktop.sync.finding import open_place
from cluster_desktop.sync.smb import PASSWORD_VARIABLE

TODAY = date(2026, 11, 21)
Tell = Callable[[dict[str, Any]], None]


def opened(folder: Path) -> Office:
    return Office(Store.open(folder / "cluster.db", clock=utc_now), today=lambda: TODAY)


def work(folder: Path, place: str, rounds: int, seed: int, seconds: float, tell: Tell) -> None:
    """So many rounds: change something, exchange; what fails is told, and the next round comes."""
    chance = random.Random(seed)
    office = opened(folder)
    exchange = Exchange(office)
    skip_backups(office)
    for number in range(rounds):
        record, text = change(office, chance, f"{folder.name} {number}")
        tell({"edit": str(record), "text": text})
        began = time.monotonic()
        try:
            meet(exchange, place, seconds)
            outcome = "done"
        except Trouble:
            outcome = "trouble"
        tell({"round": number, "outcome": outcome, "seconds": time.monotonic() - began})
    office.close()


def skip_backups(office: Office) -> None:
    """The backup of each day has tests of its own."""
    office.put_local_fact("sync.backup", utc_now().date().isoformat())


def meet(exchange: Exchange, place: str, seconds: float) -> None:
    medium = open_place(place, seconds)
    try:
        exchange.run_on(medium, "share")
    finally:
        medium.close()


def change(office: Office, chance: random.Random, text: str) -> tuple[UUID, str]:
    """A new teacher, or another name for one that is there; its id and what was written."""
    with office.store.reading() as connection:
        there = list(connection.exec_driver_sql("SELECT id FROM teacher").scalars())
    if len(there) < 8 or not chance.randrange(3):
        record = new_id()
        office.apply("made", "hand", [Insert("teacher", {"full_name": text}, record)])
        return record, text
    record = UUID(bytes=bytes(chance.choice(there)))
    office.apply("changed", "hand", [Update("teacher", record, {"full_name": text})])
    return record, text


def start(
    folder: Path, place: str, rounds: int, seed: int, seconds: float, *, password: str = ""
) -> tuple[int, int]:
    """A process of its own that does `work`: its id and the pipe on which it tells."""
    reading, writing = os.pipe()
    arguments = [str(folder), place, str(rounds), str(seed), str(seconds), str(writing)]
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.sync.simulation.processes", *arguments],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        env={**os.environ, PASSWORD_VARIABLE: password},
        cwd=Path(__file__).resolve().parents[3],
    )
    os.close(writing)
    RUNNING[started.pid] = started
    return started.pid, reading


RUNNING: dict[int, Any] = {}


def told_by(pipe: int, content: bytes = b"") -> list[dict[str, Any]]:
    """Everything it told until its end; a line that was cut off by a kill counts for nothing."""
    while piece := os.read(pipe, 65_536):
        content += piece
    os.close(pipe)
    return [json.loads(line) for line in content.split(b"\n")[:-1]]


def main(arguments: list[str]) -> None:
    folder, place, rounds, seed, seconds, pipe = arguments

    def tell(said: dict[str, Any]) -> None:
        os.write(int(pipe), json.dumps(said).encode() + b"\n")

    tell({"ready": True})
    work(Path(folder), place, int(rounds), int(seed), float(seconds), tell)


if __name__ == "__main__":
    main(sys.argv[1:])
