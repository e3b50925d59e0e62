"""A process of its own for files from outside: its limits, its one question, its end.

The child is a plain process with two pipes, never multiprocessing: what comes back from parsing
hostile bytes must not be unpickled, and the main module must not be imported again. Knows no
formats; standard library only, so that the child starts quickly.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

_LOOK_EVERY = 0.1

Look = Callable[[], None]
"""Called while the child works; may raise Cancelled."""


class Died(Exception):
    """The child was killed by a limit, or a native reader aborted it."""


class TookTooLong(Exception):
    """The clock on the wall ran out; the child is ended."""


def limit(memory: int, seconds: int) -> None:
    """Bytes of memory, seconds of processor, no file may grow. Linux and macOS; for the child.

    Windows has no such call in the standard library: there the parent's clock stands alone.
    """
    if sys.platform == "win32":
        return
    import resource  # only where the system has it

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def command(module: str, flag: str) -> list[str]:
    """How the child is started: the module's `main`, or in a bundle the program with the flag."""
    if getattr(sys, "frozen", False):
        return [sys.executable, flag]
    # -I: neither the environment nor the folder of the file can put code in the way.
    root = str(Path(__file__).resolve().parents[1])
    start = f"import sys; sys.path.insert(0, {root!r}); from {module} import main; main()"
    return [sys.executable, "-I", "-c", start]


def ask(started_by: list[str], request: bytes, *, seconds: float, look: Look | None) -> bytes:
    """The child's whole answer. Raises Died, TookTooLong, and what `look` raises."""
    import subprocess  # for the parent alone: the child starts without it

    process = subprocess.Popen(
        started_by,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        out = _wait(process, request, seconds, look)
    finally:
        # Cancel, time out or a bug here: the child never outlives the question.
        if process.poll() is None:
            process.kill()
            process.communicate()
    if process.returncode != 0 or not out:
        raise Died
    return out


def _wait(
    process: subprocess.Popen[bytes], request: bytes, seconds: float, look: Look | None
) -> bytes:
    import subprocess

    end = time.monotonic() + seconds
    pending: bytes | None = request
    while True:
        try:
            return process.communicate(pending, timeout=_LOOK_EVERY)[0]
        except subprocess.TimeoutExpired:
            pending = None
        if look is not None:
            look()
        if time.monotonic() > end:
            raise TookTooLong
