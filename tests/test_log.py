"""The log says what happened and to which record, and nothing about anybody."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cluster_desktop import log

RECORD_ID = "01932f5e-8c4a-7d30-9b1e-2f6a5c8d9e01"


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A log file; the process's hooks are as before afterwards."""
    for owner, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(log._log, "propagate", True)
    monkeypatch.setattr(log._log, "level", log._log.level)
    yield log.start(tmp_path / "журнал")
    log.stop()
    faulthandler.enable(sys.__stderr__)  # as pytest has it


def fail_with(text: str) -> None:
    raise ValueError(text)


@pytest.mark.parametrize(
    "personal",
    [
        "900101350017",
        "+7 701 123-45-67",
        "8(7142)54-21-10",
        "KZ86125KZT5004100100",
        "aigul.serikova@college.kz",
    ],
)
def test_identifiers_are_masked(personal: str) -> None:
    assert personal not in log.mask_personal(f"row 7: {personal} refused")


@pytest.mark.parametrize("plain", [RECORD_ID, "2026-11-03 10:15:42,118", "128 rows, action 42"])
def test_ids_moments_and_counts_stay(plain: str) -> None:
    assert log.mask_personal(plain) == plain


def test_a_traceback_names_the_place_and_not_the_value(written: Path) -> None:
    logger = logging.getLogger("cluster_desktop.excel")

    try:
        fail_with("Сәуле Қайратқызы")
    except ValueError:
        logger.exception("reading failed, record %s", RECORD_ID)

    text = written.read_text("utf-8")
    assert "fail_with" in text
    assert "builtins.ValueError" in text
    assert RECORD_ID in text
    assert "Сәуле" not in text


def test_an_uncaught_error_is_logged_and_still_shown(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        fail_with("Сәуле")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)

    assert "uncaught error" in written.read_text("utf-8")
    assert "ValueError" in capsys.readouterr().err


def test_an_error_in_a_thread_is_logged(written: Path) -> None:
    thread = threading.Thread(target=fail_with, args=("Сәуле",))
    hook = threading.excepthook

    # pytest watches threads with a hook of its own, which would fail this test.
    threading.excepthook = log._log_uncaught_in_thread
    thread.start()
    thread.join()
    threading.excepthook = hook

    assert "uncaught error in a thread" in written.read_text("utf-8")


def test_causes_are_told_oldest_first() -> None:
    try:
        try:
            fail_with("a")
        except ValueError as why:
            raise RuntimeError("b") from why
    except RuntimeError as error:
        lines = log.describe_error(error).splitlines()

    named = [line for line in lines if line.startswith("builtins.")]
    assert named == ["builtins.ValueError", "builtins.RuntimeError"]


def test_the_log_never_outgrows_five_files_of_two_megabytes(written: Path) -> None:
    logger = logging.getLogger("cluster_desktop.db")
    line = "x" * 100_000

    for _ in range(120):
        logger.info(line)

    files = list(written.parent.glob(f"{log.FILE_NAME}*"))
    assert len(files) == log.FILES
    assert sum(file.stat().st_size for file in files) <= log.FILES * log.FILE_BYTES
