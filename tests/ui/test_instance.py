"""One window per data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cluster_desktop.ui.instance import Instance

HOLD = (
    "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
    "app = QCoreApplication([])\n"
    "from cluster_desktop.ui.instance import Instance\n"
    "first = Instance(Path(sys.argv[1])); print(first.claim(), flush=True); sys.stdin.read()"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    # Longer than the path of a socket may be.
    return tmp_path / ("Қостанай политехникалық колледжі " * 4).strip()


def test_the_second_start_gives_its_arguments_to_the_first(qtbot: QtBot, data: Path) -> None:
    first, second = Instance(data), Instance(data)
    assert first.claim()

    assert not second.claim()
    with qtbot.waitSignal(first.called, timeout=5000) as called:
        assert second.call_first(["--lang", "kk", "тізілім.xlsx"])

    assert called.args == [["--lang", "kk", "тізілім.xlsx"]]
    assert second.holder() == os.getpid()
    first.release()


def test_after_the_first_has_gone_the_next_start_is_first(qtbot: QtBot, data: Path) -> None:
    first, second = Instance(data), Instance(data)
    first.claim()
    first.release()

    assert second.claim()
    second.release()


def test_another_folder_has_its_own_window(qtbot: QtBot, data: Path, tmp_path: Path) -> None:
    first, other = Instance(data), Instance(tmp_path / "басқа")

    assert first.claim()
    assert other.claim()
    first.release()
    other.release()


def test_a_killed_program_leaves_nothing_in_the_way(qtbot: QtBot, data: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(data)]
    killed = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    assert killed.stdin is not None
    assert killed.stdout.readline() == "True\n"
    assert not Instance(data).claim()

    killed.kill()
    killed.wait()
    killed.stdin.close()
    killed.stdout.close()

    after = Instance(data)
    assert after.claim()
    after.release()


def test_a_start_without_a_first_program_gets_no_answer(qtbot: QtBot, data: Path) -> None:
    assert not Instance(data).call_first(["--lang", "ru"])
