"""A medium on an SMB server that this machine has as no drive: smb://user@server/share/folder.

The password is never part of the address, which is kept, shown and written into the journal: it
comes from the environment, or the system answers for the user who is logged in.

Its library is an optional part of the program. The library waits for answers without end, so this
medium is used behind a deadline only; `abandon` makes whatever hangs in it end.
"""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _
from cluster_desktop.sync.laying import FileMedium
from cluster_desktop.sync.medium import MEGABYTE, NotLetIn, beat

T = TypeVar("T")

PASSWORD_VARIABLE = "CLUSTER_SHARE_PASSWORD"  # noqa: S105 - the name of a variable
_PORT = 445
_CONNECT_SECONDS = 10
_CHUNK = MEGABYTE
# NT status → what Python's own file calls would say. Source: MS-ERREF 2.3.1.
_ERRNO = {
    0xC000000F: errno.ENOENT,  # no such file
    0xC0000034: errno.ENOENT,  # name not found
    0xC000003A: errno.ENOENT,  # path not found
    0xC0000225: errno.ENOENT,  # not found
    0xC0000035: errno.EEXIST,  # name collision
    0xC00000BA: errno.EISDIR,
    0xC0000103: errno.ENOTDIR,
    0xC0000022: errno.EACCES,  # access denied
    0xC00000A2: errno.EROFS,  # write protected
    0xC0000043: errno.EBUSY,  # sharing violation
    0xC0000054: errno.EBUSY,  # lock conflict
    0xC0000055: errno.EBUSY,  # lock not granted
    0xC0000056: errno.EBUSY,  # delete pending
    0xC000007F: errno.ENOSPC,
    0xC0000044: errno.ENOSPC,  # quota
    0xC00000CC: errno.ENODEV,  # no such share
    0xC00000C9: errno.ENODEV,  # share withdrawn
    0xC0000203: errno.ENODEV,  # session ended by the server
    0xC000035C: errno.ENODEV,  # session expired
    0xC00000B5: errno.ETIMEDOUT,
    0xC000020C: errno.ENODEV,  # disconnected
    0xC000013B: errno.ENODEV,
    0xC000013C: errno.ENODEV,
    0xC000020D: errno.ENODEV,  # connection reset
}
_NOT_LET_IN = frozenset(
    # logon failure, account restriction, expired, disabled, locked out, must change password
    {0xC000006D, 0xC000006E, 0xC0000071, 0xC0000072, 0xC0000234, 0xC0000224, 0xC0000064, 0xC000006A}
)


@dataclass(frozen=True)
class Address:
    """An smb:// address in its parts."""

    host: str
    port: int
    share: str
    folder: tuple[str, ...]
    user: str | None

    def __str__(self) -> str:
        port = "" if self.port == _PORT else f":{self.port}"
        return f"smb://{self.host}{port}/" + "/".join((self.share, *self.folder))

    @property
    def root(self) -> str:
        return "\\\\" + "\\".join((self.host, self.share, *self.folder))


def read_address(text: str) -> Address:
    """Raises Refusal with the form that an address has, and for one with a password in it."""
    try:
        parts = urlsplit(text)
        port = parts.port or _PORT
    except ValueError:
        raise _bad_address(text) from None
    pieces = [unquote(piece) for piece in parts.path.split("/") if piece]
    odd = any(piece in (".", "..") or set(piece) & set('\\/:*?"<>|') for piece in pieces)
    if parts.scheme != "smb" or not parts.hostname or not pieces or odd:
        raise _bad_address(text)
    if parts.password is not None:
        raise Refusal(
            _(
                "Leave the password out of the address: the address is kept and shown. Connect the "
                "folder as a drive of the system, or set {variable} before the program starts."
            ).format(variable=PASSWORD_VARIABLE),
            field="path",
        )
    return Address(
        host=parts.hostname,
        port=port,
        share=pieces[0],
        folder=tuple(pieces[1:]),
        user=unquote(parts.username) if parts.username else None,
    )


class _Line:
    """The connection of a medium until it is abandoned; whoever hangs on it gets no other."""

    def __init__(self) -> None:
        self.connections: dict[str, Any] = {}  # as the library keeps them
        self.is_left = False

    def cut(self) -> None:
        """The next step connects anew, unless the line was left."""
        for key in list(self.connections):
            _cut(self.connections.pop(key))


class SmbMedium(FileMedium):
    """Connects at the first call; a connection that broke is made anew by the next.

    For one thread at a time; `abandon` may come from any.
    """

    def __init__(
        self,
        address: str,
        *,
        password: str | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._address = read_address(address)
        self._password = password or os.environ.get(PASSWORD_VARIABLE)
        super().__init__(str(self._address), pause=pause)
        self._library = _library()
        self._lock = threading.Lock()
        self._line = _Line()
        self._of_thread = threading.local()

    def look_at_root(self) -> None:
        self._ask(lambda at: self._library.stat(self._at(""), **at))

    def names_in(self, folder: str) -> Iterator[str]:
        found = self._ask(lambda at: list(self._library.listdir(self._at(folder), **at)))
        return (str(name) for name in found)

    def fetch(self, path: str, limit: int) -> bytes:
        return self._ask(lambda at: self._fetch(path, limit, at))

    def make_folder(self, folder: str) -> None:
        self._ask(lambda at: self._library.makedirs(self._at(folder), exist_ok=True, **at))

    def create(self, path: str, content: bytes) -> None:
        self._ask(lambda at: self._create(path, content, at))

    def rename_new(self, path: str, new: str) -> None:
        try:
            self._ask(lambda at: self._library.rename(self._at(path), self._at(new), **at))
        except PermissionError:
            # Samba and Windows call a name that is taken "access denied" when it is a rename.
            if self._is_taken(new):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new) from None
            raise

    def discard(self, path: str) -> None:
        self._ask(lambda at: self._library.remove(self._at(path), **at))

    def free_bytes(self) -> int | None:
        volume = self._ask(lambda at: self._library.stat_volume(self._at(""), **at))
        return int(volume.caller_available_size)

    def abandon(self) -> None:
        """Cut the connection without a word to the server: what waits for it ends."""
        with self._lock:
            line, self._line = self._line, _Line()
            line.is_left = True
        line.cut()

    def close(self) -> None:
        """Nothing of ours is open between two calls, so the line is simply cut."""
        self.abandon()

    # --- inside

    def _fetch(self, path: str, limit: int, at: dict[str, Any]) -> bytes:
        content = bytearray()
        with self._opened(path, "rb", "rwd", at) as stream:
            while len(content) <= limit:
                piece = stream.read(min(_CHUNK, limit + 1 - len(content)))
                if not piece:
                    break
                content += piece
                beat()
        return bytes(content)

    def _create(self, path: str, content: bytes, at: dict[str, Any]) -> None:
        # Nobody else may read or rename it while it is being written.
        with self._opened(path, "xb", None, at) as stream:
            rest = memoryview(content)
            while rest:
                rest = rest[stream.write(bytes(rest[:_CHUNK])) :]
                beat()
            stream.flush()  # down to the server's disk

    @contextmanager
    def _opened(
        self, path: str, mode: str, shared: str | None, at: dict[str, Any]
    ) -> Iterator[Any]:
        stream = self._library.open_file(
            self._at(path), mode=mode, buffering=0, share_access=shared, **at
        )
        try:
            yield stream
        finally:
            try:
                stream.close()
            finally:
                # Of a broken connection nothing can be closed; the server has done it.
                stream.fd._connected = False

    def _is_taken(self, path: str) -> bool:
        try:
            self._ask(lambda at: self._library.stat(self._at(path), **at))
        except FileNotFoundError:
            return False
        return True

    def _at(self, path: str) -> str:
        return "\\".join((self._address.root, *filter(None, path.split("/"))))

    def _ask(self, step: Callable[[dict[str, Any]], T]) -> T:
        """Do it; a connection that broke since the last call is made anew once."""
        line = self._my_line()
        had_connection = bool(line.connections)
        try:
            return self._once(step, line)
        except ConnectionError:
            if not had_connection or line.is_left:
                raise
        return self._once(step, line)

    def _my_line(self) -> _Line:
        """The line that was there when this thread began: a thread that was left never comes
        back upon the line of those who go on."""
        line: _Line | None = getattr(self._of_thread, "line", None)
        if line is None:
            with self._lock:
                line = self._of_thread.line = self._line
        return line

    def _once(self, step: Callable[[dict[str, Any]], T], line: _Line) -> T:
        from smbprotocol.exceptions import SMBException, SMBResponseException

        try:
            return step(self._connected(line))
        except SMBResponseException as why:
            raise self._error(why.status, line) from why
        except OSError as why:
            status = getattr(why, "ntstatus", None)
            raise (_lost(line) if status is None else self._error(status, line)) from why
        except (SMBException, ValueError) as why:
            # ValueError: nobody listens there. Else: cut in the middle of a word.
            raise _lost(line) from why

    def _connected(self, line: _Line) -> dict[str, Any]:
        """What the library's calls want to know; connects where there is no connection.

        The library would connect by itself, but then nobody could break off the attempt.
        """
        from smbclient import ClientConfig
        from smbprotocol.connection import Connection

        host, port = self._address.host, self._address.port
        key = f"{host.lower()}:{port}"  # as the library looks for it
        with self._lock:
            there = line.connections.get(key)
            made = None
            if not line.is_left and (there is None or not there.transport.connected):
                made = line.connections[key] = Connection(ClientConfig().client_guid, host, port)
        if made is not None:
            made.connect(timeout=_CONNECT_SECONDS)
        if line.is_left:
            if made is not None:
                _cut(made)
            raise ConnectionAbortedError(errno.ECONNABORTED, "nobody waits for this any more")
        return {
            "username": self._address.user,
            "password": self._password,
            "port": port,
            "connection_cache": line.connections,
        }

    def _error(self, status: int, line: _Line) -> OSError:
        if status in _NOT_LET_IN:
            line.cut()
            raise NotLetIn(self.name)
        number = _ERRNO.get(status, errno.EIO)
        if number in (errno.ENODEV, errno.ETIMEDOUT):
            return _lost(line)
        return OSError(number, os.strerror(number))


def _lost(line: _Line) -> OSError:
    line.cut()
    return ConnectionAbortedError(errno.ECONNABORTED, os.strerror(errno.ECONNABORTED))


def _cut(connection: Any) -> None:
    """End a connection at once. The library's own close() waits for what a hanging call holds."""
    for session in list(connection.session_table.values()):
        for opened in list(session.open_table.values()):
            opened._connected = False  # the server closes it; here nobody can any more
    transport = connection.transport
    line: socket.socket | None = getattr(transport, "_sock", None)
    if line is None:
        return
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # it was closed already


def _library() -> Any:
    try:
        import smbclient
    except ImportError:
        raise Refusal(
            _(
                "This computer can reach the region's folder only as a drive. Connect it as a "
                "drive or a folder of the system and choose that one."
            )
        ) from None
    return smbclient


def _bad_address(text: str) -> Refusal:
    return Refusal(
        _(
            "The address {address} cannot be understood. It looks like "
            "smb://name@server/share/folder: ask your regional office for it."
        ).format(address=text.partition("@")[2] if "@" in text else text),
        field="path",
    )
