"""Runs a piece of work of ours and of named peers in turns, and judges the ratio of CPU time.

A fresh process for every measurement; CPU time of user and system, also of the work's own child
processes. Seconds depend on the machine and on what else it does, the ratio of medians from one
interleaved run hardly does. An answer that is not right stops the run: a fast wrong answer has no
time. Knows nothing of the cases.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
Answer = object
Work = Callable[[Path], Answer]


@dataclass(frozen=True)
class Case:
    """One piece of work. `prepare` fills a folder once; each side works on it and answers.

    `judge` gets the answers by side and raises AssertionError where one is not right. A target is
    the largest ratio ours / peer that counts as reached. With `from_start` the whole process is
    measured, imports included; otherwise only what happens between two calls of the side's clock.
    """

    name: str
    what: str
    module: str
    ours: str
    peers: tuple[str, ...]
    targets: dict[str, float]
    runs: int = 5
    from_start: bool = False
    most_seconds: float = 0.0  # a limit of its own, whatever the peer takes; 0 for none
    most_memory: int = 0  # MB that the whole process may hold at its fullest; 0 for any


@dataclass(frozen=True)
class Result:
    """Medians of one case: seconds of CPU time by side, and the MB our process held at most."""

    case: Case
    seconds: dict[str, float]
    memory: float = 0.0

    def ratio(self, peer: str) -> float:
        return self.seconds[self.case.ours] / self.seconds[peer]

    def reached(self, peer: str) -> bool:
        return self.ratio(peer) <= self.case.targets[peer]


class Clock:
    """CPU seconds of this process, its threads and its finished children between start and stop."""

    def __init__(self) -> None:
        self._start = _spent()
        self.seconds = 0.0

    def start(self) -> None:
        self._start = _spent()

    def stop(self) -> None:
        self.seconds = _spent() - self._start


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measure(case: Case, say: Callable[[str], None]) -> Result:
    """Prepare once, then all sides in turns. Raises AssertionError for a wrong answer."""
    module = importlib.import_module(case.module)
    sides = (case.ours, *case.peers)
    spent: dict[str, list[float]] = {side: [] for side in sides}
    held: list[float] = []
    with tempfile.TemporaryDirectory(prefix="cluster-benchmark-") as name:
        folder = Path(name)
        say(f"{case.name}: preparing")
        _child(case, "prepare", folder)
        for turn in range(case.runs):
            answers: dict[str, Answer] = {}
            # Every other turn backwards: what runs second may find warmer caches.
            for side in sides if turn % 2 == 0 else sides[::-1]:
                seconds, memory, answers[side] = _child(case, side, folder)
                spent[side].append(seconds)
                if side == case.ours:
                    held.append(memory)
            module.judge(answers)
            say(f"{case.name}: turn {turn + 1} of {case.runs}")
    medians = {side: statistics.median(values) for side, values in spent.items()}
    return Result(case, medians, statistics.median(held))


def _child(case: Case, side: str, folder: Path) -> tuple[float, float, Answer]:
    """Run one side in a fresh process: its CPU seconds, the MB it held at most, its answer."""
    command = [sys.executable, "-m", "benchmarks.harness", case.module, side, str(folder)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    out, err = process.stdout, process.stderr
    assert out is not None
    assert err is not None
    with out, err:
        said, complaint = out.read(), err.read()
        _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise AssertionError(f"{case.name}, {side}: {complaint.decode(errors='backslashreplace')}")
    told = json.loads(said.splitlines()[-1])
    whole = used.ru_utime + used.ru_stime
    seconds = whole if case.from_start else float(told["seconds"])
    return seconds, float(told["memory"]), told["answer"]


def main(arguments: Sequence[str]) -> None:
    """The child: `module side folder`; prints seconds and answer as one line of JSON."""
    module_name, side, folder = arguments
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    clock = Clock()
    work = getattr(importlib.import_module(module_name), side)
    answer = work(Path(folder), clock) if side != "prepare" else work(Path(folder))
    # Of Linux, in KB; its own processes are counted apart, as the system shows them.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"seconds": clock.seconds, "memory": memory, "answer": answer}
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
