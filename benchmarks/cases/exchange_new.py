"""A new computer takes the checkpoints of a whole region: cases/exchange.py tells of what."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.cases import exchange as cases
from benchmarks.exchange_network import exchange, opened
from benchmarks.exchange_region import ROWS
from benchmarks.harness import Clock


def prepare(folder: Path) -> None:
    cases.lay_checkpoints(folder)
    office = opened(folder / "office")
    (folder / "state").write_text(repr(cases.state_of(office)), "utf-8")
    office.close()


def from_checkpoints(folder: Path, clock: Clock) -> object:
    here = folder / "run"
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(folder / "second", here)
    office = opened(here)
    clock.start()
    exchange(office, folder / "share")
    clock.stop()
    state = cases.state_of(office)
    office.close()
    return [*state, repr(state) == (folder / "state").read_text("utf-8")]


def judge(answers: dict[str, object]) -> None:
    answer = answers["from_checkpoints"]
    assert isinstance(answer, list)
    assert len(answer) == 3, f"not an answer: {answer}"
    assert answer[0] >= ROWS, f"{answer[0]} records"
    assert answer[2], "its records are not those of the office"
