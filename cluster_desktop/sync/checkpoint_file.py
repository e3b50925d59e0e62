"""The files of a checkpoint: sealed parts, and the signed manifest that is laid last.

    part:     CLP1 · nonce · sealed (compressed content, filled up)
    manifest: CLM1 · u32 length · msgpack map · signature

A part is named by the hash of what lies there and bound to its scope, epoch and place among the
others; the manifest names all parts, so that its signature stands for them. It tells nothing that
the names of bundles do not tell anyway. Knows no database and no records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import zstandard

from cluster_desktop.errors import Bug
from cluster_desktop.i18n import _
from cluster_desktop.sync import crypto, names
from cluster_desktop.sync.bundle import Locked, damaged, forged

PART_MAGIC, MANIFEST_MAGIC = b"CLP1", b"CLM1"
VERSION = 1
MOST_PART = 8 << 20  # of a part as it lies on a medium
MOST_PLAIN = 64 << 20  # of a part's content
MOST_PARTS = 256
MOST_MANIFEST = 1 << 20
MOST_DEVICES = 10_000
PLAIN_OF_PART = 6 << 20  # what a maker puts in one: compressed it is a fifth of that
_LEVEL = 9
_USE = "checkpoint"
_STEP = 4096
_LENGTH = 4
_MOST_NUMBER = 1 << 40


@dataclass(frozen=True)
class PartOf:
    """A part as the manifest names it: hash16 and size of the file."""

    hash: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What a checkpoint covers. `seen`: of each computer the last bundle it holds, with its hash.

    `number` counts the checkpoints of the scope; `digest` and `inner` are the sums of the maker's
    rows, `hi` the highest stamp in it, `roster` the roster its maker knew.
    """

    v: int
    scope: str
    epoch: int
    dev: str
    number: int
    roster: int
    min_reader: int
    schema: int
    hi: int
    seen: Mapping[str, tuple[int, str]]
    digest: bytes
    inner: bytes
    parts: tuple[PartOf, ...]


def pack_part(content: bytes, scope: str, epoch: int, at: int, scope_key: bytes) -> bytes:
    """One part as it lies on a medium. Raises ValueError over the limits."""
    if len(content) > MOST_PLAIN:
        raise ValueError("content of a part too large")
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(content)
    told = len(packed).to_bytes(_LENGTH, "big") + packed
    told += bytes(-len(told) % _STEP)
    made = PART_MAGIC + crypto.lock(scope_key, told, _bound(scope, epoch, at))
    if len(made) > MOST_PART:
        raise ValueError("part too large")
    return made


def _bound(scope: str, epoch: int, at: int) -> bytes:
    return PART_MAGIC + crypto.encode((scope, epoch, at))


def open_part(content: bytes, manifest: Manifest, at: int, scope_key: bytes) -> bytes:
    """The content of the manifest's part `at`. Raises Damaged, Locked or Forged."""
    named = manifest.parts[at]
    if len(content) != named.size or crypto.hash16(content) != named.hash:
        raise damaged()
    if content[: len(PART_MAGIC)] != PART_MAGIC:
        raise forged()
    bound = _bound(manifest.scope, manifest.epoch, at)
    try:
        told = crypto.unlock(scope_key, content[len(PART_MAGIC) :], bound)
    except crypto.Wrong as why:
        raise Locked(
            _(
                "Changes of another computer cannot be read yet: this computer waits for news from "
                "the regional office."
            )
        ) from why
    length = int.from_bytes(told[:_LENGTH], "big")
    if len(told) < _LENGTH or length > len(told) - _LENGTH:
        raise forged()
    return _unzipped(told[_LENGTH : _LENGTH + length])


def _unzipped(packed: bytes) -> bytes:
    try:
        size = zstandard.frame_content_size(packed)
        if not 0 <= size <= MOST_PLAIN:
            raise forged()
        plain = zstandard.ZstdDecompressor().decompress(packed, allow_extra_data=False)
    except zstandard.ZstdError as why:
        raise forged() from why
    if len(plain) != size:
        raise forged()
    return plain


def pack_manifest(manifest: Manifest, sign_seed: bytes) -> bytes:
    """The signed manifest. Raises Bug for one that no reader would take."""
    if not _is_ours(manifest):
        raise Bug("a manifest over its own limits")
    told = crypto.encode(manifest)
    before = MANIFEST_MAGIC + len(told).to_bytes(_LENGTH, "big") + told
    return before + crypto.sign(sign_seed, before, use=_USE)


def look(content: bytes) -> Manifest:
    """The manifest, believed: only its form is checked. Raises Damaged."""
    start = len(MANIFEST_MAGIC) + _LENGTH
    end = len(content) - crypto.SIGNATURE
    if not start < end <= MOST_MANIFEST or content[: len(MANIFEST_MAGIC)] != MANIFEST_MAGIC:
        raise damaged()
    if int.from_bytes(content[len(MANIFEST_MAGIC) : start], "big") != end - start:
        raise damaged()
    try:
        manifest = crypto.decode(content[start:end], Manifest)
    except crypto.Wrong as why:
        raise damaged() from why
    if not _is_ours(manifest):
        raise damaged()
    return manifest


def verify(content: bytes, sign_key: bytes) -> Manifest:
    """The manifest, checked with its maker's key. Raises Damaged or Forged."""
    manifest = look(content)
    end = len(content) - crypto.SIGNATURE
    if not crypto.verify(sign_key, content[:end], content[end:], use=_USE):
        raise forged()
    return manifest


def _is_ours(manifest: Manifest) -> bool:
    numbers = (manifest.epoch, manifest.number, *(q for q, _h in manifest.seen.values()))
    return (
        names.is_scope(manifest.scope)
        and names.is_device(manifest.dev)
        and all(names.is_device(one) for one in manifest.seen)
        and len(manifest.seen) <= MOST_DEVICES
        and 0 < len(manifest.parts) <= MOST_PARTS
        and all(0 < one.size <= MOST_PART for one in manifest.parts)
        and all(_is_hash(one.hash) for one in manifest.parts)
        and all(not hashed or _is_hash(hashed) for _q, hashed in manifest.seen.values())
        and all(1 <= number <= _MOST_NUMBER for number in numbers)
        and len(manifest.digest) == len(manifest.inner) == crypto.KEY
    )


def _is_hash(text: str) -> bool:
    return len(text) == 16 and set(text) <= set("0123456789abcdef")


@dataclass(frozen=True)
class Packed:
    """A checkpoint ready to be laid: files by path, the manifest last."""

    manifest: Manifest
    folder: str
    files: tuple[tuple[str, bytes], ...]


def pack(draft: Manifest, contents: Sequence[bytes], scope_key: bytes, sign_seed: bytes) -> Packed:
    """Seal the contents as parts and name them in the draft's manifest, in the order of laying."""
    sealed = [
        pack_part(content, draft.scope, draft.epoch, at, scope_key)
        for at, content in enumerate(contents)
    ]
    named = tuple(PartOf(crypto.hash16(one), len(one)) for one in sealed)
    manifest = replace(draft, parts=named)
    told = pack_manifest(manifest, sign_seed)
    return Packed(manifest, *_laid(manifest, told, sealed))


def _laid(
    manifest: Manifest, told: bytes, sealed: Sequence[bytes]
) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    where = (manifest.scope, manifest.number, crypto.hash16(told))
    files = [(part_of(manifest, where[2], at), one) for at, one in enumerate(sealed)]
    return names.checkpoint_folder(*where), (*files, (names.manifest_path(*where), told))


def part_of(manifest: Manifest, hash16: str, at: int) -> str:
    """Where part `at` lies; `hash16` is the manifest's."""
    named = manifest.parts[at]
    return names.part_path(manifest.scope, manifest.number, hash16, at + 1, named.hash)
