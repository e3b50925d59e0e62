"""Whether a window can be shown is asked of the display itself, not of its name."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from cluster_desktop.display import can_show_window


@pytest.fixture
def listening(tmp_path: Path) -> socket.socket:
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(tmp_path / "wayland-7"))
    server.listen()
    return server


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"DISPLAY": ""},
        {"DISPLAY": ":4711"},
        {"DISPLAY": "localhost:4711.0"},
        {"DISPLAY": "nonsense"},
        {"WAYLAND_DISPLAY": "wayland-7"},
        {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"},
    ],
)
def test_a_display_that_does_not_answer_is_none(environ: dict[str, str]) -> None:
    assert not can_show_window(environ)


def test_a_wayland_display_that_answers_is_taken(tmp_path: Path, listening: socket.socket) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": os.fspath(tmp_path)}

    assert can_show_window(environ)
    listening.close()
    assert not can_show_window(environ)
