"""A medium on an SMB server that this machine has as no drive: smb://user@server/share/folder.

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
from dataclasses import dataclass, field
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
    """An smb:// address in its parts; shown without the password."""

    host: str
    port: int
    share: str
    folder: tuple[str, ...]
    user: str | None
    password: str | None = field(repr=False)

    def __str__(self) -> str:
        port = "" if self.port == _PORT else f":{self.port}"
        return f"smb://{self.host}{port}/" + "/".join((self.share, *self.folder))

    @property
    def root(self) -> str:
        return "\\\\" + "\\".join((self.host, self.share, *self.folder))


def read_address(text: str) -> Address:
    """Raises Refusal with the form that an address has."""
    try:
        parts = urlsplit(text)
        port = parts.port or _PORT
    except ValueError:
        raise _bad_address(text) from None
    pieces = [unquote(piece) for piece in parts.path.split("/") if piece]
    odd = any(piece in (".", "..") or set(piece) & set('\\/:*?"<>|') for piece in pieces)
    if parts.scheme != "smb" or not parts.hostname or not pieces or odd:
        raise _bad_address(text)
    return Address(
        host=parts.hostname,
        port=port,
        share=pieces[0],
        folder=tuple(pieces[1:]),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else os.environ.get(PASSWORD_VARIABLE),
    )


class SmbMedium(FileMedium):
    """Connects at the first call; a connection that broke is made anew by the next.

    For one thread at a time; `abandon` may come from any.
    """

    def __init__(self, address: str, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._address = read_address(address)
        super().__init__(str(self._address), pause=pause)
        self._library = _library()
        self._lock = threading.Lock()
        self._connections: dict[str, Any] = {}

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
            connections, self._connections = self._connections, {}
        for connection in connections.values():
            _cut(connection)

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
        had_connection = bool(self._connections)
        try:
            return self._once(step)
        except ConnectionError:
            if not had_connection:
                raise
        return self._once(step)

    def _once(self, step: Callable[[dict[str, Any]], T]) -> T:
        from smbprotocol.exceptions import SMBException, SMBResponseException

        try:
            return step(self._connected())
        except SMBResponseException as why:
            raise self._error(why.status) from why
        except OSError as why:
            status = getattr(why, "ntstatus", None)
            raise (self._lost() if status is None else self._error(status)) from why
        except (SMBException, ValueError) as why:
            # ValueError: nobody listens there. Else: cut in the middle of a word.
            raise self._lost() from why

    def _connected(self) -> dict[str, Any]:
        """What the library's calls want to know; connects where there is no connection.

        The library would connect by itself, but then nobody could break off the attempt.
        """
        from smbclient import ClientConfig
        from smbprotocol.connection import Connection

        host, port = self._address.host, self._address.port
        with self._lock:
            connections = self._connections
            key = f"{host.lower()}:{port}"  # as the library looks for it
            there = connections.get(key)
            made = None
            if there is None or not there.transport.connected:
                made = connections[key] = Connection(ClientConfig().client_guid, host, port)
        if made is not None:
            made.connect(timeout=_CONNECT_SECONDS)
        return {
            "username": self._address.user,
            "password": self._address.password,
            "port": port,
            "connection_cache": connections,
        }

    def _error(self, status: int) -> OSError:
        if status in _NOT_LET_IN:
            self.abandon()
            raise NotLetIn(self.name)
        number = _ERRNO.get(status, errno.EIO)
        if number in (errno.ENODEV, errno.ETIMEDOUT):
            return self._lost()
        return OSError(number, os.strerror(number))

    def _lost(self) -> OSError:
        self.abandon()
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
