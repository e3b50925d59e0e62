"""A medium that always answers: within its deadline, or by saying that the share does not.

A file call on a dead share may never return, and no program can end it. So each call is made in a
thread that nobody has to wait for, not even the end of the program; how many may hang is bounded.
"""

from __future__ import annotations

import queue
import threading
import time
import weakref
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar, cast, runtime_checkable

from cluster_desktop.sync.medium import Laid, Medium, Names, TooSlow, listen

T = TypeVar("T")

SECONDS = 30.0
# A share that gets on byte by byte keeps its deadline alive no longer than this many deadlines.
LONGEST = 20
MOST_HUNG_OF_A_PLACE, MOST_HUNG = 2, 8
_LOOK_EVERY = 0.1

Look = Callable[[], None]
"""Called while a call is under way; may raise Cancelled."""


@runtime_checkable
class Abandonable(Protocol):
    def abandon(self) -> None:
        """Break off what hangs, without waiting; the next call begins anew."""


@runtime_checkable
class Closable(Protocol):
    def close(self) -> None: ...


class _Hung:
    """How many calls hang at this moment, by place."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: Counter[str] = Counter()

    def too_many(self, place: str) -> bool:
        with self._lock:
            return self._of[place] >= MOST_HUNG_OF_A_PLACE or self._of.total() >= MOST_HUNG

    def add(self, place: str, number: int) -> None:
        with self._lock:
            self._of[place] += number


_hung = _Hung()


class _Job:
    """One call: what to do, how it ended, and whether somebody still waits for it."""

    def __init__(self, step: Callable[[], object], place: str) -> None:
        self._step = step
        self._place = place
        self._lock = threading.Lock()
        self._is_left = False
        self.done = threading.Event()
        self.started = self.last_beat = time.monotonic()
        self.answer: object = None
        self.error: BaseException | None = None

    def run(self) -> bool:
        """Do it. True if the thread is still wanted afterwards."""
        listen(self._beat)
        try:
            self.answer = self._step()
        except BaseException as why:  # noqa: BLE001 - the caller raises it
            self.error = why
        listen(None)
        with self._lock:
            self.done.set()
            if self._is_left:
                _hung.add(self._place, -1)
            return not self._is_left

    def leave(self) -> bool:
        """Wait no longer. False if it ended at this very moment."""
        with self._lock:
            if self.done.is_set():
                return False
            self._is_left = True
            _hung.add(self._place, 1)
            return True

    def _beat(self) -> None:
        self.last_beat = time.monotonic()


_Jobs = queue.SimpleQueue["_Job | None"]


def _work(jobs: _Jobs) -> None:
    while (job := jobs.get()) is not None:
        is_wanted = job.run()
        del job  # it holds the medium, which nobody may use any more while this thread waits
        if not is_wanted:
            return


class Caller:
    """Makes calls one after another in a thread of its own, each with the deadline.

    Raises TooSlow in the name of the place, and what `look` raises; `left` is told of a call that
    nobody waits for any more, and must not wait itself.
    """

    def __init__(
        self,
        place: str,
        seconds: float,
        *,
        look: Look | None = None,
        left: Callable[[], None] | None = None,
    ) -> None:
        self._place = place
        self._seconds = seconds
        self._look = look
        self._left = left
        self._one_at_a_time = threading.Lock()
        self._jobs: _Jobs | None = None
        self._end: weakref.finalize[[], Caller] | None = None

    def call(self, step: Callable[[], T]) -> T:
        with self._one_at_a_time:
            if _hung.too_many(self._place):
                raise TooSlow(self._place)
            job = _Job(step, self._place)
            self._thread().put(job)
            try:
                self._wait(job)
            except BaseException:
                if job.leave():
                    self._forget_thread()
                raise
        if job.error is not None:
            try:
                raise job.error
            finally:
                job.error = None  # else error and traceback keep each other alive
        return cast(T, job.answer)

    def close(self) -> None:
        """Let the thread end; waits for nothing."""
        if self._end is not None:
            self._end()
        self._jobs = self._end = None

    def _wait(self, job: _Job) -> None:
        while True:
            now = time.monotonic()
            end = min(job.last_beat + self._seconds, job.started + LONGEST * self._seconds)
            if now >= end and not job.done.is_set():
                raise TooSlow(self._place)
            if job.done.wait(min(_LOOK_EVERY, max(0.0, end - now))):
                return
            if self._look is not None:
                self._look()

    def _forget_thread(self) -> None:
        """It ends by itself when its call returns, if ever."""
        if self._end is not None:
            self._end.detach()
        self._jobs = self._end = None
        if self._left is not None:
            self._left()

    def _thread(self) -> _Jobs:
        if self._jobs is None:
            self._jobs = queue.SimpleQueue()
            # daemon: the end of the program does not wait for a share
            threading.Thread(
                target=_work, args=(self._jobs,), name=f"exchange {self._place}", daemon=True
            ).start()
            self._end = weakref.finalize(self, partial(self._jobs.put, None))
            self._end.atexit = False
        return self._jobs


class Deadlined:
    """A Medium whose calls take `seconds` at most from one sign of life to the next."""

    def __init__(
        self, medium: Medium, seconds: float = SECONDS, *, look: Look | None = None
    ) -> None:
        self._medium = medium
        left = medium.abandon if isinstance(medium, Abandonable) else None
        self._caller = Caller(medium.name, seconds, look=look, left=left)

    @property
    def name(self) -> str:
        return self._medium.name

    def list(self, folder: str) -> Names:
        return self._caller.call(lambda: self._medium.list(folder))

    def read(self, path: str, limit: int) -> bytes | None:
        return self._caller.call(lambda: self._medium.read(path, limit))

    def lay(self, path: str, content: bytes) -> Laid:
        return self._caller.call(lambda: self._medium.lay(path, content))

    def free(self) -> int | None:
        return self._caller.call(self._medium.free)

    def close(self) -> None:
        """Give back connection and thread; waits for neither."""
        if isinstance(self._medium, Closable):
            self._medium.close()
        self._caller.close()
