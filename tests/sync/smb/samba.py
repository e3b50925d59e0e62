"""A real share for a test: Samba on this machine, started and ended by tests/sync/smb_share.sh."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import run
from cluster_desktop.sync.smb import SmbMedium

SCRIPT = Path(__file__).parents[1] / "smb_share.sh"
_TRIES = 5


def why_not() -> str | None:
    """Why there can be no Samba here; None if there can."""
    if run.find_admin_program("smbd") is None:
        return "the package samba is not installed"
    if os.geteuid() != 0:
        return "smbd changes to its users, which only root may"
    return None


class Samba:
    """The share `region` and its read-only twin `ro`, for two users, in a folder of its own."""

    def __init__(self) -> None:
        # Not pytest's folder: smbd's users may not go through it.
        self._home = Path(tempfile.mkdtemp(prefix="cluster-smb-"))
        self._home.chmod(0o755)
        self._port = ""
        self.settings: dict[str, str] = {}
        for tries_left in reversed(range(_TRIES)):
            try:
                self.start()
                return
            except subprocess.CalledProcessError:
                # Another process took the port, or holds the list of users, at this moment.
                self._port = ""
                if not tries_left:
                    self.end()
                    raise
                time.sleep(0.5)

    @property
    def project(self) -> Path:
        return SCRIPT.parents[2]

    @property
    def local(self) -> Path:
        """The folder behind the share."""
        return Path(self.settings["SMB_LOCAL_DIR"])

    def address(self, user: int = 1, share: str = "region") -> str:
        return f"smb://{self.settings[f'SMB_USER{user}']}@127.0.0.1:{self._port}/{share}"

    def password(self, user: int = 1) -> str:
        """What a process of its own finds under PASSWORD_VARIABLE."""
        return self.settings[f"SMB_PASS{user}"]

    def medium(self, user: int = 1, share: str = "region") -> SmbMedium:
        return SmbMedium(self.address(user, share), password=self.password(user))

    def start(self) -> None:
        """Start it, or start it again, at the same port."""
        self._port = self._port or _free_port()
        text = self._run("start")
        self.settings = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)

    def kill(self) -> None:
        """Its power is cut."""
        self._run("kill")

    def freeze(self) -> None:
        """It keeps all connections and answers nobody."""
        self._run("freeze")

    def thaw(self) -> None:
        self._run("thaw")

    def clear(self) -> None:
        """Running, thawed, and nothing on the share."""
        self.start()
        self.thaw()
        for entry in self.local.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    def end(self) -> None:
        self._run("wipe")
        shutil.rmtree(self._home, ignore_errors=True)

    def _run(self, command: str) -> str:
        return subprocess.run(
            ["bash", str(SCRIPT), command, str(self._home)],
            env={**os.environ, "SMB_PORT": self._port, "SMB_OWNER": str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
            timeout=60,
        ).stdout


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
