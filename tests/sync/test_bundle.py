"""The file of the exchange: whole and its author's, or refused, whatever happened to it."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.sync import bundle, crypto
from cluster_desktop.sync.bundle import Damaged, Forged, Header, Locked

SEED, KEY, OTHER = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
PUBLIC = crypto.public_of(SEED)
HEADER = Header(
    v=1,
    scope="abcdefghijk23",
    epoch=2,
    dev="abcdefghijklmnopqrstuvwx27",
    seq=17,
    prev="0123456789abcdef",
    roster=4,
    min_reader=1,
    schema=6,
    txn="00ff",
    parts=(("abcdefghijk23", 17), ("zyxwvutsrqp23", 3)),
)
BODY = "Әлия Нұрғалиқызы 040517650123 ".encode() * 20
PACKED = bundle.pack(HEADER, BODY, KEY, SEED)


def opened(content: bytes) -> bytes:
    return bundle.unpack(content, bundle.verify(content, PUBLIC), KEY)


def signed(before: bytes) -> bytes:
    """A file whose author signed whatever stands in it."""
    return before + crypto.sign(SEED, before, use="bundle")


def with_plain(plain: bytes) -> bytes:
    """A file of an author who seals what this program never would."""
    told = crypto.encode(HEADER)
    length = crypto.NONCE + len(plain) + crypto.TAG
    ad = b"CLB1" + len(told).to_bytes(4, "big") + length.to_bytes(4, "big") + told
    return signed(ad + crypto.lock(KEY, plain, ad))


def test_what_was_packed_comes_out() -> None:
    assert bundle.look(PACKED) == HEADER
    assert opened(PACKED) == BODY


@given(st.binary(max_size=3000))
def test_any_body_comes_out_as_it_went_in(body: bytes) -> None:
    assert opened(bundle.pack(HEADER, body, KEY, SEED)) == body


def test_the_same_changes_packed_twice_make_two_files_of_one_length() -> None:
    again = bundle.pack(HEADER, BODY, KEY, SEED)

    assert again != PACKED
    assert len(again) == len(PACKED)


def test_lengths_tell_little() -> None:
    sizes = {len(bundle.pack(HEADER, b"x" * many, KEY, SEED)) for many in range(150)}

    assert len(sizes) == 1


def test_nothing_of_the_body_can_be_read_in_the_file() -> None:
    assert b"040517650123" not in PACKED
    assert "Әлия".encode() not in PACKED
    assert zstandard.ZstdCompressor(level=9).compress(BODY)[:40] not in PACKED


def test_without_the_key_of_the_scope_it_is_verified_and_not_read() -> None:
    header = bundle.verify(PACKED, PUBLIC)

    with pytest.raises(Locked, match="waits for news"):
        bundle.unpack(PACKED, header, OTHER)


def test_fault_42_a_bundle_of_a_later_key_waits_and_opens_once_the_key_is_there() -> None:
    later = bundle.pack(replace(HEADER, epoch=3), BODY, OTHER, SEED)
    header = bundle.verify(later, PUBLIC)

    with pytest.raises(Locked):
        bundle.unpack(later, header, KEY)

    assert bundle.unpack(later, header, OTHER) == BODY


def test_fault_7_a_flipped_bit_anywhere_is_noticed() -> None:
    taken = []
    for place in range(len(PACKED)):
        changed = bytearray(PACKED)
        changed[place] ^= 1 << place % 8
        try:
            opened(bytes(changed))
            taken.append(place)
        except (Damaged, Forged):
            pass

    assert taken == []


def test_fault_7_with_its_name_a_flipped_bit_is_damage_that_may_heal() -> None:
    name = crypto.hash16(PACKED)
    changed = bytearray(PACKED)
    changed[len(PACKED) // 2] ^= 4

    with pytest.raises(Damaged, match="damaged"):
        bundle.verify(bytes(changed), PUBLIC, named=name)

    assert bundle.verify(PACKED, PUBLIC, named=name) == HEADER


def test_fault_8_a_file_cut_anywhere_is_damaged_and_may_heal() -> None:
    for length in range(len(PACKED)):
        with pytest.raises(Damaged):
            bundle.verify(PACKED[:length], PUBLIC)


@pytest.mark.parametrize("lost", [16, 64, 65, 300, len(PACKED) - 4, len(PACKED)])
def test_fault_6_a_tail_of_zeros_is_damage_and_no_forgery(lost: int) -> None:
    ghost = PACKED[: len(PACKED) - lost] + bytes(lost)

    with pytest.raises(Damaged):
        bundle.verify(ghost, PUBLIC)


def test_fault_6_an_empty_file_is_damage() -> None:
    with pytest.raises(Damaged):
        bundle.look(b"")


def test_bytes_behind_the_signature_are_noticed() -> None:
    with pytest.raises(Damaged):
        bundle.verify(PACKED + b"\n", PUBLIC)


def test_fault_10_a_file_signed_by_somebody_else_is_forged() -> None:
    stranger = bundle.pack(HEADER, BODY, KEY, OTHER)

    with pytest.raises(Forged, match="Tell the regional office"):
        bundle.verify(stranger, PUBLIC)


def test_a_body_cannot_serve_under_another_header() -> None:
    later = replace(HEADER, seq=18)
    told, length = crypto.encode(later), len(PACKED) - 12 - len(crypto.encode(HEADER)) - 64
    ad = b"CLB1" + len(told).to_bytes(4, "big") + length.to_bytes(4, "big") + told
    moved = signed(ad + PACKED[12 + len(crypto.encode(HEADER)) : -64])

    header = bundle.verify(moved, PUBLIC)

    assert header.seq == 18
    with pytest.raises(Locked):
        bundle.unpack(moved, header, KEY)


@pytest.mark.parametrize(
    "changed",
    [
        {"dev": "../../../etc/passwd-abcdefg"},
        {"scope": "ABCDEFGHIJK23"},
        {"seq": 0},
        {"seq": 1 << 60},
        {"epoch": -1},
        {"prev": "0123"},
        {"txn": "x" * 80},
        {"parts": (("..", 1),)},
        {"parts": (("abcdefghijk23", 1),) * 5000},
    ],
)
def test_a_header_with_words_of_another_form_is_refused(changed: dict[str, object]) -> None:
    told = crypto.encode(replace(HEADER, **changed))  # type: ignore[arg-type]
    plain = bytes(256)
    length = crypto.NONCE + len(plain) + crypto.TAG
    ad = b"CLB1" + len(told).to_bytes(4, "big") + length.to_bytes(4, "big") + told
    content = signed(ad + crypto.lock(KEY, plain, ad))

    with pytest.raises(Damaged):
        bundle.look(content)
    with pytest.raises((Damaged, Forged)):
        bundle.verify(content, PUBLIC)


def test_a_header_of_a_newer_program_is_read_with_what_is_known() -> None:
    told = crypto.encode({**crypto.decode(crypto.encode(HEADER), dict), "later": [1, {"a": 2}]})
    plain = bytes(256)
    length = crypto.NONCE + len(plain) + crypto.TAG
    ad = b"CLB1" + len(told).to_bytes(4, "big") + length.to_bytes(4, "big") + told

    assert bundle.verify(signed(ad + crypto.lock(KEY, plain, ad)), PUBLIC) == HEADER


def frame(size: int) -> bytes:
    """A zstd frame that says it holds `size` bytes, with nothing behind its head."""
    return b"\x28\xb5\x2f\xfd" + bytes([0b1110_0000]) + size.to_bytes(8, "little")


@pytest.mark.parametrize(
    "packed",
    [
        zstandard.ZstdCompressor(level=9).compress(bytes(bundle.MOST_PLAIN + 1)),
        frame(1 << 62),
        frame(bundle.MOST_PLAIN + 1),
        zstandard.ZstdCompressor(write_content_size=False).compress(bytes(1000)),
        zstandard.ZstdCompressor().compress(b"one") + b"two",
        b"no frame at all",
        b"",
    ],
    ids=["bomb", "2^62", "declared", "undeclared", "two", "none", "empty"],
)
def test_fault_36_a_body_that_would_unpack_to_too_much_is_refused_before_room_is_made(
    packed: bytes,
) -> None:
    content = with_plain(len(packed).to_bytes(4, "big") + packed)
    tracemalloc.start()
    try:
        with pytest.raises(Forged):
            opened(content)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert most < 4 << 20


@pytest.mark.parametrize("plain", [b"", b"\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x05abcd"])
def test_fault_36_a_length_inside_the_body_is_compared_with_what_is_there(plain: bytes) -> None:
    with pytest.raises(Forged):
        opened(with_plain(plain))


@pytest.mark.parametrize("place", [4, 8])
def test_fault_36_lengths_of_2_to_the_32_are_refused_before_room_is_made(place: int) -> None:
    content = PACKED[:place] + b"\xff\xff\xff\xff" + PACKED[place + 4 :]

    with pytest.raises(Damaged):
        bundle.look(content)


def test_a_file_over_the_limit_is_not_looked_at() -> None:
    with pytest.raises(Damaged):
        bundle.look(PACKED[:12] + bytes(bundle.MOST_FILE))


def test_what_is_too_large_is_not_packed() -> None:
    with pytest.raises(ValueError, match="too large"):
        bundle.pack(HEADER, crypto.fresh(bundle.MOST_FILE), KEY, SEED)


@given(st.binary(max_size=400), st.booleans())
def test_random_bytes_never_pass_and_never_crash(content: bytes, begins: bool) -> None:
    with pytest.raises(Damaged):
        bundle.verify(PACKED[:12] + content if begins else content, PUBLIC)


@given(st.binary(max_size=400))
def test_random_headers_that_are_signed_are_refused(told: bytes) -> None:
    before = b"CLB1" + len(told).to_bytes(4, "big") + (40).to_bytes(4, "big") + told + bytes(40)

    with pytest.raises((Damaged, Forged)):
        bundle.verify(signed(before), PUBLIC)
