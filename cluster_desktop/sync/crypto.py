"""Signing, sealing, hashing for the exchange: a thin layer over libsodium. Knows no files.

Every signature is made for one use, named in it: a signed request can never pass for a roster.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.exceptions import RuntimeError as NoRoom
from nacl.pwhash import argon2id

KEY = 32
NONCE = 24
TAG = 16
SIGNATURE = 64
SALT = 16
# What sealing a key to a device adds to its length.
SEALED = 48
_USE = b"cluster-desktop 1 "
# Parameters of a passphrase come from a file: more than this is no file of ours.
_MOST_MEMORY = 1 << 30
_MOST_TURNS = 16

T = TypeVar("T")


class Wrong(ValueError):
    """What was opened, checked or decoded is not what it says it is."""


@dataclass(frozen=True)
class Cost:
    """How hard a passphrase is to guess: turns and bytes of memory of Argon2id."""

    turns: int = argon2id.OPSLIMIT_MODERATE
    memory: int = argon2id.MEMLIMIT_MODERATE


def fresh(size: int = KEY) -> bytes:
    """Random bytes of the system."""
    return bindings.randombytes(size)


def digest(data: bytes) -> bytes:
    """32 bytes of BLAKE2b."""
    return hashlib.blake2b(data, digest_size=32).digest()


def hash16(data: bytes) -> str:
    """The 16 hexadecimal letters that stand in the name of a file."""
    return digest(data).hex()[:16]


def hash32(data: bytes) -> str:
    """The 32 hexadecimal letters that name an attachment."""
    return digest(data).hex()[:32]


def base32(data: bytes) -> str:
    """Lower-case letters a-z and 2-7, without the equal signs."""
    return base64.b32encode(data).decode("ascii").rstrip("=").lower()


def public_of(seed: bytes) -> bytes:
    """The key that others check signatures of `seed` with."""
    return bytes(bindings.crypto_sign_seed_keypair(seed)[0])


def box_public_of(seed: bytes) -> bytes:
    """The key that others seal to, for the holder of `seed`."""
    return bytes(bindings.crypto_scalarmult_base(seed))


def box_of_signer(public: bytes) -> bytes:
    """The key to seal to the holder of a signing key. Raises Wrong."""
    try:
        return bytes(bindings.crypto_sign_ed25519_pk_to_curve25519(public))
    except (CryptoError, TypeError, ValueError) as why:
        raise Wrong("not a key") from why


def box_seed_of_signer(seed: bytes) -> bytes:
    """What opens that which was sealed to `box_of_signer` of this seed's public key."""
    secret = bindings.crypto_sign_seed_keypair(seed)[1]
    return bytes(bindings.crypto_sign_ed25519_sk_to_curve25519(secret))


def sign(seed: bytes, data: bytes, *, use: str = "") -> bytes:
    """The 64 bytes that prove who wrote `data`, for this use only."""
    secret = bindings.crypto_sign_seed_keypair(seed)[1]
    return bytes(bindings.crypto_sign(_told(data, use), secret)[:SIGNATURE])


def verify(public: bytes, data: bytes, signature: bytes, *, use: str = "") -> bool:
    """True if the holder of `public` signed `data` for this use."""
    if len(public) != KEY or len(signature) != SIGNATURE:
        return False
    try:
        bindings.crypto_sign_open(signature + _told(data, use), public)
    except CryptoError:
        return False
    return True


def _told(data: bytes, use: str) -> bytes:
    return _USE + use.encode() + b"\0" + digest(data)


def seal_body(key: bytes, nonce: bytes, plain: bytes, ad: bytes) -> bytes:
    """Encrypted and bound to `ad`, which stays readable: 16 bytes longer than `plain`."""
    return bytes(bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, nonce, key))


def open_body(key: bytes, nonce: bytes, sealed: bytes, ad: bytes) -> bytes:
    """Raises Wrong for another key, another `ad`, a changed byte."""
    if len(sealed) < TAG or len(nonce) != NONCE or len(key) != KEY:
        raise Wrong("too short")
    try:
        return bytes(bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, ad, nonce, key))
    except CryptoError as why:
        raise Wrong("not sealed with this key") from why


def lock(key: bytes, plain: bytes, ad: bytes = b"") -> bytes:
    """`seal_body` with a nonce of its own in front."""
    nonce = fresh(NONCE)
    return nonce + seal_body(key, nonce, plain, ad)


def unlock(key: bytes, locked: bytes, ad: bytes = b"") -> bytes:
    """What `lock` locked. Raises Wrong."""
    return open_body(key, locked[:NONCE], locked[NONCE:], ad)


def seal_to(public: bytes, data: bytes) -> bytes:
    """Readable for the holder of that key only; says nothing of who sealed it."""
    if len(public) != KEY:
        raise Wrong("not a key")
    try:
        return bytes(bindings.crypto_box_seal(data, public))
    except CryptoError as why:  # a point that gives everybody the same secret
        raise Wrong("not a key") from why


def open_sealed(seed: bytes, sealed: bytes) -> bytes:
    """What was sealed to the holder of `seed`. Raises Wrong."""
    if len(sealed) < SEALED:
        raise Wrong("too short")
    try:
        return bytes(bindings.crypto_box_seal_open(sealed, box_public_of(seed), seed))
    except CryptoError as why:
        raise Wrong("sealed to somebody else") from why


def derive(passphrase: str, salt: bytes, cost: Cost | None = None) -> bytes:
    """The key of a passphrase, the same however its letters are composed. Slow on purpose.

    Raises Wrong for a cost that this program never asks for, MemoryError where the machine has not
    enough for it.
    """
    asked = cost or Cost()
    if not (1 <= asked.turns <= _MOST_TURNS and 8192 <= asked.memory <= _MOST_MEMORY):
        raise Wrong("cost out of bounds")
    if len(salt) != SALT:
        raise Wrong("not a salt")
    told = unicodedata.normalize("NFC", passphrase).encode()
    try:
        return bytes(argon2id.kdf(KEY, told, salt, asked.turns, asked.memory))
    except NoRoom as why:
        raise MemoryError("a passphrase needs more memory") from why


_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


def encode(value: object) -> bytes:
    """Plain values as bytes; equal values give equal bytes."""
    return _ENCODER.encode(value)


def decode(content: bytes, kind: type[T]) -> T:
    """Bytes as a value of that kind. Fields it does not know are passed over.

    Raises Wrong for anything else, never more: lengths are compared with what is there before
    room is made for them.
    """
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except (ValueError, RecursionError) as why:
        raise Wrong("not the expected values") from why
