"""One window per data folder: the first start holds a lock, a second one hands its arguments over.

The lock is the operating system's, so a killed program leaves nothing to clean up by hand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

LOCK_NAME = "cluster.lock"
_ANSWER_MS = 3000
_MESSAGE_BYTES = 64 * 1024


class Instance(QObject):
    """The claim of this program on a data folder.

    `called` carries the arguments of a second start, for the window to come to the front.
    """

    called = Signal(list)

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        data.mkdir(parents=True, exist_ok=True)
        self._address = _address_of(data)
        self._lock = QLockFile(str(data / LOCK_NAME))
        # 0: a lock is never called stale for its age, only when its process is gone.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None
        self._links: list[QLocalSocket] = []

    def claim(self) -> bool:
        """True if this is the first program on the folder; it then listens for later ones."""
        if not self._lock.tryLock(0):
            return False
        # A killed first program leaves its socket file; we hold the lock, so it is nobody's.
        QLocalServer.removeServer(self._address)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connection)
        if server.listen(self._address):
            self._server = server
        return True

    def call_first(self, arguments: Sequence[str]) -> bool:
        """Hand the arguments to the program that holds the folder. False if it does not answer."""
        socket = QLocalSocket(self)
        socket.connectToServer(self._address)
        if not socket.waitForConnected(_ANSWER_MS):
            return False
        socket.write(json.dumps(list(arguments)).encode() + b"\n")
        sent = socket.waitForBytesWritten(_ANSWER_MS)
        socket.disconnectFromServer()
        return sent

    def holder(self) -> int | None:
        """Process number of the program that holds the folder, where the lock file says it."""
        pid, _host, _program = self._lock.getLockInfo()
        return int(pid) or None

    def release(self) -> None:
        """Let the folder go: the next start is a first one again."""
        for link in list(self._links):
            self._finish(link)
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        self._lock.unlock()

    def _on_connection(self) -> None:
        if self._server is None:
            return
        while self._server.hasPendingConnections():
            link = self._server.nextPendingConnection()
            self._links.append(link)
            link.readyRead.connect(self._read_links)
            link.disconnected.connect(self._read_links)
        self._read_links()

    def _read_links(self) -> None:
        """Take the one line each caller sends; let go of callers that said it, or hung up."""
        for link in list(self._links):
            if link.canReadLine():
                self._finish(link)
                self._announce(bytes(link.readLine(_MESSAGE_BYTES).data()))
            elif (
                link.bytesAvailable() > _MESSAGE_BYTES
                or link.state() == QLocalSocket.LocalSocketState.UnconnectedState
            ):
                self._finish(link)

    def _finish(self, link: QLocalSocket) -> None:
        self._links.remove(link)
        link.readyRead.disconnect(self._read_links)
        link.disconnected.disconnect(self._read_links)
        link.deleteLater()

    def _announce(self, line: bytes) -> None:
        """Only our own user can connect, but what comes is still checked."""
        try:
            words = json.loads(line)
        except ValueError:
            return
        if isinstance(words, list):
            self.called.emit([str(word) for word in words])


def _address_of(data: Path) -> str:
    """A name of fixed length: the path of a socket may not be longer than about 100 bytes."""
    return "cluster-desktop-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:24]
