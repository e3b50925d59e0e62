"""Whether a window can be shown here. Standard library only: Qt ends the program when it cannot."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_WINDOWLESS = ("offscreen", "minimal", "vnc")
_TIMEOUT_SECONDS = 2.0


def can_show_window(environ: Mapping[str, str] = os.environ) -> bool:
    """True if somebody can see a window: a display answers. Always true on Windows."""
    if sys.platform in ("win32", "darwin"):
        return True
    platform = environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform in _WINDOWLESS:
        return False
    return _wayland_answers(environ) or _x11_answers(environ.get("DISPLAY", ""))


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    folder = environ.get("XDG_RUNTIME_DIR", "")
    if not name or not (folder or name.startswith("/")):
        return False
    return _connects(str(Path(folder) / name))


def _x11_answers(display: str) -> bool:
    """DISPLAY is set by many who have none (a dead ssh forwarding), so ask the server."""
    found = re.fullmatch(r"(?P<host>[^:]*):(?P<number>\d+)(\.\d+)?", display)
    if found is None:
        return False
    host, number = found["host"].removeprefix("unix/"), int(found["number"])
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - the place X servers listen at
        return _connects(path) or _connects("\0" + path)
    try:
        with socket.create_connection((host, 6000 + number), timeout=_TIMEOUT_SECONDS):
            return True
    except OSError:
        return False


def _connects(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(_TIMEOUT_SECONDS)
        try:
            link.connect(path)
        except OSError:
            return False
    return True
