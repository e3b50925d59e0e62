"""How long the event loop is held, measured fairly: in CPU of its thread, the best of some tries.

A collection of garbage or a cold cache may fall into any single measurement; what holds the loop
by itself holds it in every try.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

LIMIT_MS = 50
TRIES = 3


class Pulse(QObject):
    """A timer of 1 ms that notes how much CPU this thread used between two of its beats.

    CPU of the thread and not the clock: on a busy machine another process may hold the core, which
    is not our blocking.
    """

    def __init__(self) -> None:
        super().__init__()
        self.worst_cpu_ms = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._cpu = time.thread_time()

    def start(self) -> None:
        # As the program does at rest (desktop.py): what was there before is no garbage to look for.
        gc.collect()
        gc.freeze()
        self.worst_cpu_ms = 0.0
        self._cpu = time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()

    def _beat(self) -> None:
        now = time.thread_time()
        self.worst_cpu_ms = max(self.worst_cpu_ms, (now - self._cpu) * 1000)
        self._cpu = now


def best_of(measure: Callable[[], float], limit: float = LIMIT_MS, tries: int = TRIES) -> float:
    """The least of some measurements; the first one that keeps the limit is enough."""
    least = measure()
    for _again in range(tries - 1):
        if least <= limit:
            break
        least = min(least, measure())
    return least
