"""Files of a checkpoint: what is laid can be checked by all, read by few, and breaks loudly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_desktop.errors import Bug, Trouble
from cluster_desktop.sync import checkpoint_file, crypto, names
from cluster_desktop.sync.bundle import Damaged, Forged, Locked
from cluster_desktop.sync.checkpoint_file import Manifest, PartOf

KEY, SEED = bytes(range(32)), bytes(range(32, 64))
SCOPE = names.base32(bytes(8))
DEVICE = names.base32(b"kostanay-college")
DRAFT = Manifest(
    v=1, scope=SCOPE, epoch=3, dev=DEVICE, number=7, roster=42, min_reader=1, schema=6,
    hi=2**57, seen={DEVICE: (12, "0123456789abcdef")}, digest=bytes(32), inner=bytes(32), parts=(),
)  # fmt: skip
CONTENTS = ["Әлиев Дамир, 050101500011".encode() * 900, b"", bytes(70_000)]


def test_what_was_packed_is_read_by_who_has_the_key() -> None:
    packed = checkpoint_file.pack(DRAFT, CONTENTS, KEY, SEED)

    manifest = checkpoint_file.verify(packed.files[-1][1], crypto.public_of(SEED))

    assert manifest == packed.manifest == replace(DRAFT, parts=manifest.parts)
    parts = [
        checkpoint_file.open_part(content, manifest, at, KEY)
        for at, (_path, content) in enumerate(packed.files[:-1])
    ]
    assert parts == CONTENTS


def test_the_manifest_is_laid_last_and_names_say_nothing() -> None:
    packed = checkpoint_file.pack(DRAFT, CONTENTS, KEY, SEED)

    paths = [path for path, _content in packed.files]

    assert paths[-1].endswith("/manifest.clm")
    assert [names.check(path) for path in paths] == paths
    assert {path.rpartition("/")[0] for path in paths} == {packed.folder}
    laid = b"".join(content for _path, content in packed.files)
    assert "Әлиев".encode() not in laid
    assert b"050101500011" not in laid


def test_a_flipped_bit_anywhere_in_the_manifest_is_refused() -> None:
    told = checkpoint_file.pack(DRAFT, CONTENTS, KEY, SEED).files[-1][1]
    public = crypto.public_of(SEED)

    for at in range(len(told)):
        bent = told[:at] + bytes([told[at] ^ 1]) + told[at + 1 :]
        with pytest.raises((Damaged, Forged)):
            checkpoint_file.verify(bent, public)


@pytest.mark.parametrize("cut", [0, 3, 4, 8, 100, -1, -64])
def test_a_torn_manifest_is_damaged(cut: int) -> None:
    told = checkpoint_file.pack(DRAFT, CONTENTS, KEY, SEED).files[-1][1]

    with pytest.raises(Damaged):
        checkpoint_file.verify(told[:cut], crypto.public_of(SEED))


def test_another_key_is_refused_and_so_is_a_part_at_another_place() -> None:
    packed = checkpoint_file.pack(DRAFT, CONTENTS, KEY, SEED)
    first, told = packed.files[0][1], packed.files[-1][1]
    swapped = replace(packed.manifest, parts=packed.manifest.parts[::-1])

    with pytest.raises(Forged):
        checkpoint_file.verify(told, crypto.public_of(KEY))
    with pytest.raises(Locked):
        checkpoint_file.open_part(first, packed.manifest, 0, SEED)
    with pytest.raises(Locked):
        checkpoint_file.open_part(first, swapped, 2, KEY)
    with pytest.raises(Damaged):
        checkpoint_file.open_part(first[:-1], packed.manifest, 0, KEY)


def test_a_part_that_swells_is_refused_before_room_is_made() -> None:
    bomb = bytes(checkpoint_file.MOST_PLAIN + 1)

    with pytest.raises(ValueError, match="too large"):
        checkpoint_file.pack_part(bomb, SCOPE, 1, 0, KEY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "../../etc/passwd"},
        {"dev": "x"},
        {"seen": {DEVICE: (0, "0123456789abcdef")}},
        {"seen": {DEVICE: (1, "../../../../../..")}},
        {"digest": b""},
        {"parts": ()},
        {"parts": (PartOf("0123456789abcdef", 1 << 40),)},
    ],
)
def test_a_manifest_over_its_limits_is_neither_made_nor_believed(wrong: dict[str, object]) -> None:
    whole = {**vars(DRAFT), "parts": (PartOf("0123456789abcdef", 100),), **wrong}
    told = crypto.encode(whole)
    before = b"CLM1" + len(told).to_bytes(4, "big") + told

    with pytest.raises(Bug):
        checkpoint_file.pack_manifest(Manifest(**whole), SEED)  # type: ignore[arg-type]
    with pytest.raises(Damaged):
        checkpoint_file.look(before + bytes(64))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_damaged_and_nothing_worse(content: bytes, with_head: bool) -> None:
    head = b"CLM1" + max(0, len(content) - 64).to_bytes(4, "big") if with_head else b""

    with pytest.raises(Trouble):
        checkpoint_file.verify(head + content, crypto.public_of(SEED))
