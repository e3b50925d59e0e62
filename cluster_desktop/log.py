"""The log and the crash file: rotating, small, and free of personal data. Knows no Qt and no SQL.

What people typed never gets in: callers log ids and counts, tracebacks keep the type of an error
but not its text (which may quote a cell), and what still looks like an identifier is masked.
"""

from __future__ import annotations

import faulthandler
import logging
import re
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

FILE_NAME = "cluster-desktop.log"
CRASH_FILE_NAME = "crash.txt"
FILES = 5
FILE_BYTES = 2_000_000

_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
# IIN, BIN, phones, IBAN, mail addresses. Ids of records are hexadecimal with dashes: they stay.
_PERSONAL = re.compile(
    r"(?<![\w.-])(?:\d{12}|(?:\+\d|[78])(?:[ ()-]{0,2}\d){10})(?![\w-])"
    r"|\bKZ\d{2}[0-9A-Z]{16}\b"
    # Bounded, and never from the middle of a word: a line of 100,000 letters must not cost minutes.
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,63}"
)

_log = logging.getLogger("cluster_desktop")
_crash_files: list[TextIO] = []  # faulthandler writes to the descriptor: it must stay open


class PlainFormatter(logging.Formatter):
    """One line a record; of an exception the frames and the type, never its text."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_personal(super().format(record))

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        return describe_error(ei[1]) if ei[1] is not None else ""


def mask_personal(text: str) -> str:
    """The text with everything that looks like a person's or firm's identifier replaced."""
    return _PERSONAL.sub("[…]", text)


def describe_error(error: BaseException) -> str:
    """Frames and type of an error and of its causes, without their texts, oldest first."""
    parts = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        frames = [
            f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(link.__traceback__)
        ]
        name = f"{type(link).__module__}.{type(link).__qualname__}"
        parts.append("\n".join([*frames, name]))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(reversed(parts))


def start(folder: Path) -> Path:
    """Log into this folder from now on; returns the log file.

    Uncaught errors of the main thread, of other threads and of destructors are logged too. Qt's own
    messages are led here by the window's crash module. Called again, it moves to the new folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE_NAME
    handler = RotatingFileHandler(
        file, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8", delay=True
    )
    handler.setFormatter(PlainFormatter(_LINE))
    stop()
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
    _catch_native_crashes(folder / CRASH_FILE_NAME)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    sys.unraisablehook = _log_unraisable
    return file


def stop() -> None:
    """Close log and crash file, so that their folder can be moved or deleted."""
    for handler in list(_log.handlers):
        _log.removeHandler(handler)
        handler.close()
    if _crash_files:
        faulthandler.disable()
        _crash_files.pop().close()


def _catch_native_crashes(file: Path) -> None:
    """Python stacks of a crash inside a library go to this file; it holds no values."""
    if file.exists() and file.stat().st_size > FILE_BYTES:
        file.unlink()
    stream = file.open("a", encoding="utf-8")
    faulthandler.enable(stream)
    _crash_files.append(stream)


def _log_uncaught(
    kind: type[BaseException], error: BaseException, frames: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, frames)
        return
    _log.critical("uncaught error\n%s", describe_error(error))
    if sys.stderr is not None:  # a window without console has none
        sys.__excepthook__(kind, error, frames)


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _log.critical("uncaught error in a thread\n%s", describe_error(args.exc_value))


def _log_unraisable(args: sys.UnraisableHookArgs) -> None:
    if args.exc_value is not None:
        _log.error("error in a destructor\n%s", describe_error(args.exc_value))
