"""The file that carries changes: header, sealed body, signature. Knows no database, no meaning.

    CLB1 · u32 length of header · u32 length of nonce and body · header · nonce · body · signature

Whoever has the author's public key can check the file; only who has the key of its scope reads it.
The body is sealed together with everything before it, so it cannot serve under another header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import zstandard

from cluster_desktop.errors import Trouble
from cluster_desktop.i18n import _
from cluster_desktop.sync import crypto

MAGIC = b"CLB1"
VERSION = 1
MOST_FILE = 32 << 20
MOST_HEADER = 64 << 10
MOST_PLAIN = 256 << 20
_LEVEL = 9
_PREFIX = 12
_USE = "bundle"
# Lengths tell what happened in a college: small bodies are filled up to 256 bytes, others to 4 kB.
_SMALL, _STEP_SMALL, _STEP = 64 << 10, 256, 4096
# The last byte of a signature is small, but sixteen zeros are the tail of a power cut.
_GHOST = bytes(16)
_DEVICE = re.compile("[a-z2-7]{26}")
_SCOPE = re.compile("[a-z2-7]{13}")
_HASH = re.compile("([0-9a-f]{16})?")
_TRANSACTION = re.compile("[0-9a-f]{0,64}")
_MOST_PARTS = 4096
_MOST_NUMBER = 99_999_999  # as many as file names count


class Damaged(Trouble):
    """Torn, short, empty or with a tail of zeros: the same file may still come whole."""


class Forged(Trouble):
    """Whole, and not signed by who it says; or its author broke the limits. It will not heal."""


class Locked(Trouble):
    """Sealed with a key this computer does not have."""


@dataclass(frozen=True)
class Header:
    """What everybody may read of a bundle. `prev`: hash16 of the author's bundle before it in the
    scope; `parts`: (scope, seq) of all bundles of one sealing, this one included."""

    v: int
    scope: str
    epoch: int
    dev: str
    seq: int
    prev: str
    roster: int
    min_reader: int
    schema: int
    txn: str
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class _Cut:
    """The parts of a file."""

    header: Header
    ad: bytes
    nonce: bytes
    body: bytes


def _is_ours(header: Header) -> bool:
    """True if every word of the header has the form that file names and tables expect."""
    numbers = (header.epoch, header.seq, *(seq for _scope, seq in header.parts))
    scopes = (header.scope, *(scope for scope, _seq in header.parts))
    return (
        _DEVICE.fullmatch(header.dev) is not None
        and _HASH.fullmatch(header.prev) is not None
        and _TRANSACTION.fullmatch(header.txn) is not None
        and len(header.parts) <= _MOST_PARTS
        and all(_SCOPE.fullmatch(scope) for scope in scopes)
        and all(1 <= number <= _MOST_NUMBER for number in numbers)
        and all(0 <= number <= _MOST_NUMBER for number in (header.roster, header.min_reader))
    )


def damaged() -> Damaged:
    """The sentence for a file that may still come whole."""
    return Damaged(
        _("A file of the exchange is damaged. Nothing was taken from it; it will be fetched anew.")
    )


def forged() -> Forged:
    """The sentence for a file that was not made by who it says."""
    return Forged(
        _(
            "A file of the exchange was not made by the computer it names, or was changed on the "
            "way. Nothing was taken from it. Tell the regional office."
        )
    )


def pack(header: Header, body: bytes, scope_key: bytes, sign_seed: bytes) -> bytes:
    """The whole file. Raises ValueError over the limits: the caller splits what it sends."""
    if len(body) > MOST_PLAIN:
        raise ValueError("body too large")
    plain = _padded(zstandard.ZstdCompressor(level=_LEVEL).compress(body))
    told = crypto.encode(header)
    length = crypto.NONCE + len(plain) + crypto.TAG
    if len(told) > MOST_HEADER or _PREFIX + len(told) + length + crypto.SIGNATURE > MOST_FILE:
        raise ValueError("bundle too large")
    ad = MAGIC + len(told).to_bytes(4, "big") + length.to_bytes(4, "big") + told
    before = ad + crypto.lock(scope_key, plain, ad)
    return before + crypto.sign(sign_seed, before, use=_USE)


def _padded(packed: bytes) -> bytes:
    told = len(packed).to_bytes(4, "big") + packed
    step = _STEP_SMALL if len(told) <= _SMALL else _STEP
    return told + bytes(-len(told) % step)


def _cut(content: bytes) -> _Cut:
    """Lengths only, compared before anything is copied. Raises Damaged."""
    size = len(content)
    if not _PREFIX < size <= MOST_FILE or content[:4] != MAGIC or content[-16:] == _GHOST:
        raise damaged()
    told = int.from_bytes(content[4:8], "big")
    length = int.from_bytes(content[8:12], "big")
    least = crypto.NONCE + crypto.TAG
    if told > MOST_HEADER or length < least:
        raise damaged()
    if _PREFIX + told + length + crypto.SIGNATURE != size:
        raise damaged()
    ad = content[: _PREFIX + told]
    try:
        header = crypto.decode(ad[_PREFIX:], Header)
    except crypto.Wrong as why:
        raise damaged() from why
    start = len(ad) + crypto.NONCE
    return _Cut(header, ad, content[len(ad) : start], content[start : -crypto.SIGNATURE])


def look(content: bytes) -> Header:
    """The header, believed: nothing is checked but lengths. Raises Damaged."""
    header = _cut(content).header
    if not _is_ours(header):
        raise damaged()
    return header


def verify(content: bytes, sign_key: bytes, *, named: str = "") -> Header:
    """The header, checked with its author's key and, where given, the hash16 in the file's name.

    Raises Damaged where the file may still come whole (then it is not as its name says, either),
    Forged where it is whole and not the author's.
    """
    if named and crypto.hash16(content) != named:
        raise damaged()
    header = _cut(content).header
    signature = content[-crypto.SIGNATURE :]
    if not crypto.verify(sign_key, content[: -crypto.SIGNATURE], signature, use=_USE):
        raise forged()
    if not _is_ours(header):
        raise forged()
    return header


def unpack(content: bytes, header: Header, scope_key: bytes) -> bytes:
    """The body of a file that was verified. No room is made for more than MOST_PLAIN.

    Raises Locked for another key, Forged where the author's own limits are broken.
    """
    cut = _cut(content)
    if cut.header != header:
        raise damaged()
    try:
        plain = crypto.open_body(scope_key, cut.nonce, cut.body, cut.ad)
    except crypto.Wrong as why:
        raise Locked(
            _(
                "Changes of another computer cannot be read yet: this computer waits for news from "
                "the regional office."
            )
        ) from why
    length = int.from_bytes(plain[:4], "big")
    if len(plain) < 4 or length > len(plain) - 4:
        raise forged()
    return _unzipped(plain[4 : 4 + length])


def _unzipped(packed: bytes) -> bytes:
    try:
        # A frame says how much it holds; one that does not is none of ours.
        size = zstandard.frame_content_size(packed)
        if not 0 <= size <= MOST_PLAIN:
            raise forged()
        plain = zstandard.ZstdDecompressor().decompress(packed, allow_extra_data=False)
    except zstandard.ZstdError as why:
        raise forged() from why
    if len(plain) != size:
        raise forged()
    return plain
