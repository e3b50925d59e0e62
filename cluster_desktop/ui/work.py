"""Long work off the UI thread: start it, hear of its progress, stop it. Knows no widgets.

The window never waits: whatever may take longer than 50 ms goes through `run`. Results arrive in
the UI thread, and only while the owner lives.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from cluster_desktop.errors import Cancelled, Refusal, Trouble

T = TypeVar("T")
Failed = Callable[[Exception], None]
Told = Callable[[int, int, str], None]

_PROGRESS_EVERY_S = 0.05


class Progress:
    """What a job calls between its steps: tells the screen, and raises Cancelled when stopped."""

    def __init__(self, tell: Told) -> None:
        self._tell = tell
        self._stop = threading.Event()
        self._told_at = 0.0
        self._text = ""

    def __call__(self, done: int, total: int, text: str = "") -> None:
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        # Each telling paints: steps of a job come faster than anybody sees, but for the last one
        # and those that say something new.
        soon = now - self._told_at < _PROGRESS_EVERY_S
        if soon and done < total and text == self._text:
            return
        self._told_at, self._text = now, text
        self._tell(done, total, text)

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def stop(self) -> None:
        self._stop.set()


class Task(QObject):
    """A running job. `finished` comes last in every case, also after Cancel."""

    finished = Signal()
    _came = Signal(object)
    _broke = Signal(object)
    _told = Signal(int, int, str)

    def __init__(
        self,
        owner: QObject,
        done: Callable[[object], None],
        failed: Failed | None,
        progress: Told | None,
    ) -> None:
        # The application owns the task, not `owner`: a result that comes too late is dropped
        # quietly instead of being delivered to a dead object.
        super().__init__(QCoreApplication.instance())
        self._owner = owner
        self._done = done
        self._failed = failed
        self._progress = progress
        self.progress = Progress(self._told.emit)
        self.running = True
        queued = Qt.ConnectionType.QueuedConnection
        self._came.connect(self._on_came, queued)
        self._broke.connect(self._on_broke, queued)
        self._told.connect(self._on_told, queued)

    def cancel(self) -> None:
        """Ask the job to stop; its state is rolled back by the job itself."""
        self.progress.stop()

    def _wanted(self) -> bool:
        return bool(shiboken6.isValid(self._owner)) and not self.progress.cancelled

    @Slot(object)
    def _on_came(self, result: object) -> None:
        wanted = self._wanted()
        self._end()
        if wanted:
            self._done(result)

    @Slot(object)
    def _on_broke(self, why: Exception) -> None:
        alive = bool(shiboken6.isValid(self._owner))
        self._end()
        if isinstance(why, Cancelled):
            return
        if not isinstance(why, Refusal | Trouble):
            raise why  # a bug: flies to the crash window
        if self._failed is not None and alive:
            self._failed(why)
        else:
            report(self._owner if alive else None, why)

    @Slot(int, int, str)
    def _on_told(self, done: int, total: int, text: str) -> None:
        if self._progress is not None and self.running and self._wanted():
            self._progress(done, total, text)

    def _end(self) -> None:
        self.running = False
        _running.discard(self)
        self.finished.emit()
        self.deleteLater()


class _Runner(QRunnable, Generic[T]):
    def __init__(self, task: Task, job: Callable[[Progress], T]) -> None:
        super().__init__()
        self._task = task
        self._job = job

    def run(self) -> None:
        try:
            result = self._job(self._task.progress)
        # Not swallowed: carried to the UI thread, where it is shown or flies to the crash window.
        except Exception as why:  # noqa: BLE001
            self._task._broke.emit(why)
        else:
            self._task._came.emit(result)


_running: set[Task] = set()
_listeners: list[Callable[[QObject | None, Exception], None]] = []


def run(
    owner: QObject,
    job: Callable[[Progress], T],
    *,
    done: Callable[[T], None],
    failed: Failed | None = None,
    progress: Told | None = None,
) -> Task:
    """Do `job` in a worker; then `done(result)` or `failed(error)` in the UI thread.

    Refusal and Trouble without `failed` go to the window's listener (`on_problem`); any other
    error is a bug. Nothing is called once `owner` is gone.
    """

    def came(result: object) -> None:
        done(result)  # type: ignore[arg-type]  # the signal carries T as object

    task = Task(owner, came, failed, progress)
    _running.add(task)
    QThreadPool.globalInstance().start(_Runner(task, job))
    return task


# A worker's answer comes a moment later, which is seen where little is shown.
_QUICK_S = 0.05
_QUICK_ROWS = 2_000


class Pace:
    """Whether a reading may hold the event loop: few records, and quick when it was made last."""

    def __init__(self, records: Callable[[int], int]) -> None:
        """`records` counts them, but no further than the number it is given."""
        self._records = records
        self._many = False
        self._took = 0.0

    def is_quick(self) -> bool:
        self._many = self._many or self._records(_QUICK_ROWS) >= _QUICK_ROWS
        return not self._many and self._took < _QUICK_S

    def timed(self, read: Callable[[], T]) -> T:
        """The reading's result; how long it took is kept."""
        # The thread's own time: what other programs do at that moment says nothing of the list.
        start = time.thread_time()
        try:
            return read()
        finally:
            self._took = time.thread_time() - start


def busy() -> int:
    """How many jobs run now."""
    return len(_running)


def on_problem(listener: Callable[[QObject | None, Exception], None] | None) -> None:
    """Who shows a Refusal or Trouble that no room caught: the window, as toast or banner."""
    _listeners.clear()
    if listener is not None:
        _listeners.append(listener)


def has_listener() -> bool:
    return bool(_listeners)


def report(owner: QObject | None, why: Exception) -> None:
    """Hand a Refusal or Trouble to the window. Without a window it is a bug like any other."""
    if not _listeners:
        raise why
    for listener in _listeners:
        listener(owner, why)
