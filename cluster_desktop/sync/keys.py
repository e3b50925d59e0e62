"""The secret of a computer: made once, kept in a file beside the database, never in it.

The file is protected by Windows for its user, by a passphrase, or by the rights of the file alone.
"""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol

from cluster_desktop.errors import Refusal, Trouble
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.sync import crypto

_MOST = 64 << 10


@dataclass(frozen=True)
class DeviceKeys:
    """Two secrets: one to sign, one to open what others sealed to this computer."""

    sign_seed: bytes = field(repr=False)
    box_seed: bytes = field(repr=False)

    @cached_property
    def sign_public(self) -> bytes:
        return crypto.public_of(self.sign_seed)

    @cached_property
    def box_public(self) -> bytes:
        return crypto.box_public_of(self.box_seed)

    @property
    def public(self) -> bytes:
        """Both public keys: what the 8 words of this computer are made of."""
        return self.sign_public + self.box_public

    @property
    def device(self) -> str:
        return device_of(self.public)


def device_of(public: bytes) -> str:
    """The name of a computer among others: 26 letters that nobody else's keys give."""
    return crypto.base32(crypto.digest(public)[:16])


def make() -> DeviceKeys:
    """New secrets, never made before."""
    return DeviceKeys(crypto.fresh(), crypto.fresh())


class Protector(Protocol):
    """How a secret lies in its file. `unwrap` raises Refusal where it is somebody else's."""

    kind: str

    def wrap(self, secret: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes) -> bytes: ...


class FileMode:
    """The secret as it is; only the rights of its file keep others out."""

    kind = "file"

    def wrap(self, secret: bytes) -> bytes:
        return secret

    def unwrap(self, wrapped: bytes) -> bytes:
        return wrapped


@dataclass(frozen=True)
class _Locked:
    """What a passphrase locked, with all that is needed to try one."""

    salt: bytes
    turns: int
    memory: int
    locked: bytes


class Passphrase:
    """The secret locked with a passphrase."""

    kind = "passphrase"

    def __init__(self, passphrase: str, cost: crypto.Cost | None = None) -> None:
        self._passphrase = passphrase
        self._cost = cost or crypto.Cost()

    def wrap(self, secret: bytes) -> bytes:
        salt = crypto.fresh(crypto.SALT)
        key = self._key(salt, self._cost)
        locked = crypto.lock(key, secret, b"passphrase")
        return crypto.encode(_Locked(salt, self._cost.turns, self._cost.memory, locked))

    def unwrap(self, wrapped: bytes) -> bytes:
        try:
            kept = crypto.decode(wrapped, _Locked)
            cost = crypto.Cost(kept.turns, kept.memory)
            key = self._key(kept.salt, cost)
            return crypto.unlock(key, kept.locked, b"passphrase")
        except crypto.Wrong as why:
            raise Refusal(
                _("The passphrase does not fit, or the file is damaged. Type it again."),
                field="passphrase",
            ) from why

    def _key(self, salt: bytes, cost: crypto.Cost) -> bytes:
        try:
            return crypto.derive(self._passphrase, salt, cost)
        except MemoryError as why:
            raise Trouble(
                _("This computer has too little free memory now. Close other programs, try again.")
            ) from why


class _Blob(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char)))


class Dpapi:
    """The secret locked by Windows for the user who is signed in, on this computer."""

    kind = "windows"
    _SILENT = 1  # CRYPTPROTECT_UI_FORBIDDEN

    def wrap(self, secret: bytes) -> bytes:
        made = self._call("CryptProtectData", secret)
        if made is None:
            raise Trouble(
                _(
                    "Windows could not protect the secret of this computer. Sign out and in again, "
                    "then try once more."
                )
            )
        return made

    def unwrap(self, wrapped: bytes) -> bytes:
        made = self._call("CryptUnprotectData", wrapped)
        if made is None:
            raise elsewhere()
        return made

    def _call(self, name: str, data: bytes) -> bytes | None:
        """The answer of Windows, None if it refuses."""
        # Under other systems ctypes has no windll, and a type checker there must not look for it.
        windll = getattr(ctypes, "windll")  # noqa: B009
        held = ctypes.create_string_buffer(data, len(data))
        given = _Blob(len(data), ctypes.cast(held, ctypes.POINTER(ctypes.c_char)))
        made = _Blob()
        call = getattr(windll.crypt32, name)
        done = call(ctypes.byref(given), None, None, None, None, self._SILENT, ctypes.byref(made))
        if not done:
            return None
        try:
            return ctypes.string_at(made.data, made.size)
        finally:
            windll.kernel32.LocalFree.argtypes = [ctypes.c_void_p]
            windll.kernel32.LocalFree(ctypes.cast(made.data, ctypes.c_void_p))


def elsewhere() -> Refusal:
    """The sentence for a secret that belongs to another computer or user."""
    return Refusal(
        _(
            "The secret of this computer cannot be opened here: the data were copied from another "
            "computer or belong to another user. Ask the regional office to admit this computer "
            "anew."
        )
    )


def usual_protector() -> Protector:
    """What protects without asking: Windows where there is Windows, else the rights of the file."""
    return Dpapi() if sys.platform == "win32" else FileMode()


@dataclass(frozen=True)
class _Kept:
    """A file with a secret: what it is for, how it is protected."""

    what: str
    kind: str
    wrapped: bytes


def save_secret(path: Path, what: str, secret: bytes, protector: Protector) -> None:
    """Write the secret, readable for its owner only from its first byte on. Raises Trouble."""
    kept = crypto.encode(_Kept(what, protector.kind, protector.wrap(secret)))

    def put(stream: BinaryIO) -> None:
        if sys.platform != "win32":
            os.fchmod(stream.fileno(), 0o600)
        stream.write(kept)

    write_whole(path, put)


def load_secret(path: Path, what: str, protector: Protector) -> bytes:
    """The secret of that kind. Raises Refusal where it cannot be opened, Trouble if it is gone."""
    try:
        if path.stat().st_size > _MOST:
            raise _unusable(path)
        if sys.platform != "win32" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
        content = path.read_bytes()
    except OSError as why:
        raise Trouble(
            _(
                "The file {file} with the secret of this computer cannot be read. Put it back "
                "beside the data, or ask the regional office to admit this computer anew."
            ).format(file=path.name)
        ) from why
    try:
        kept = crypto.decode(content, _Kept)
    except crypto.Wrong as why:
        raise _unusable(path) from why
    if kept.what != what:
        raise _unusable(path)
    if kept.kind != protector.kind:
        raise elsewhere()
    return protector.unwrap(kept.wrapped)


def _unusable(path: Path) -> Refusal:
    said = _(
        "The file {file} is damaged or is another kind of file. Take the copy of it that lies in "
        "your backup, or ask the regional office to admit this computer anew."
    )
    return Refusal(said.format(file=path.name))


@dataclass(frozen=True)
class _Seeds:
    sign: bytes
    box: bytes


def save(keys: DeviceKeys, path: Path, protector: Protector) -> None:
    """Keep the secrets of this computer. Raises Trouble."""
    save_secret(path, "device", crypto.encode(_Seeds(keys.sign_seed, keys.box_seed)), protector)


def load(path: Path, protector: Protector) -> DeviceKeys:
    """The secrets of this computer. Raises Refusal or Trouble."""
    try:
        seeds = crypto.decode(load_secret(path, "device", protector), _Seeds)
    except crypto.Wrong as why:
        raise _unusable(path) from why
    if len(seeds.sign) != crypto.KEY or len(seeds.box) != crypto.KEY:
        raise _unusable(path)
    return DeviceKeys(seeds.sign, seeds.box)
