"""The selftest in a real window: an X server without a screen (Xvfb); run.py test provides it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cluster_desktop import selftest
from cluster_desktop.display import can_show_window


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of our own; the name to connect to."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as number:
        name = f":{number.readline().strip()}"
    yield name
    server.terminate()
    server.wait()


def test_every_part_works_in_a_real_window(display: str, project: Path, tmp_path: Path) -> None:
    environ = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(tmp_path)}
    assert can_show_window(environ)

    done = subprocess.run(
        [sys.executable, "-m", "cluster_desktop", "--selftest"],
        cwd=project,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines()[-1] == f"selftest: {len(selftest.PARTS)} passed, 0 failed"
    assert done.returncode == 0


def test_a_part_that_fails_is_told_and_the_others_are_tried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(folder: Path) -> None:
        raise OSError("a library is missing")

    seen: list[Path] = []
    monkeypatch.setattr(selftest, "PARTS", {"first": broken, "second": seen.append})

    assert selftest.run() == 1
    said = capsys.readouterr().out
    assert "FAILED first" in said
    assert "a library is missing" in said
    assert "ok second" in said
    assert len(seen) == 1
