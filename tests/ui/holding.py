"""How long the event loop is held by something, in CPU of its thread."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer


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
