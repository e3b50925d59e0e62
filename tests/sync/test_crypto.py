"""Signing, sealing, decoding: what is not exactly right is refused, never more than that."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.sync import crypto

SEED, OTHER = bytes(range(32)), bytes(range(1, 33))
CHEAP = crypto.Cost(turns=1, memory=8192)


def test_a_signature_is_good_for_its_key_its_data_and_its_use_only() -> None:
    signature = crypto.sign(SEED, b"told", use="roster")
    public = crypto.public_of(SEED)

    assert crypto.verify(public, b"told", signature, use="roster")
    assert not crypto.verify(public, b"told", signature, use="bundle")
    assert not crypto.verify(public, b"tolD", signature, use="roster")
    assert not crypto.verify(crypto.public_of(OTHER), b"told", signature, use="roster")


@given(st.binary(max_size=100), st.binary(max_size=100))
def test_random_keys_and_signatures_are_refused_quietly(public: bytes, signature: bytes) -> None:
    assert not crypto.verify(public, b"told", signature)


def test_a_sealed_body_opens_with_its_key_and_what_it_is_bound_to() -> None:
    locked = crypto.lock(SEED, b"plain", b"header")

    assert crypto.unlock(SEED, locked, b"header") == b"plain"
    for key, ad in ((OTHER, b"header"), (SEED, b"another")):
        with pytest.raises(crypto.Wrong):
            crypto.unlock(key, locked, ad)


@given(st.binary(max_size=200))
def test_random_bytes_are_no_sealed_body(content: bytes) -> None:
    with pytest.raises(crypto.Wrong):
        crypto.unlock(SEED, content)
    with pytest.raises(crypto.Wrong):
        crypto.open_sealed(SEED, content)


def test_what_is_sealed_to_one_computer_no_other_opens() -> None:
    sealed = crypto.seal_to(crypto.box_public_of(SEED), b"scope key")

    assert crypto.open_sealed(SEED, sealed) == b"scope key"
    assert len(sealed) == len(b"scope key") + crypto.SEALED
    with pytest.raises(crypto.Wrong):
        crypto.open_sealed(OTHER, sealed)


@pytest.mark.parametrize("key", [b"", bytes(32), bytes(31)])
def test_a_key_that_gives_everybody_one_secret_is_refused(key: bytes) -> None:
    with pytest.raises(crypto.Wrong):
        crypto.seal_to(key, b"scope key")


def test_a_passphrase_is_the_same_however_its_letters_are_composed() -> None:
    salt = bytes(16)
    word = "Жайық өзені – йод"

    whole = crypto.derive(unicodedata.normalize("NFC", word), salt, CHEAP)

    assert crypto.derive(unicodedata.normalize("NFD", word), salt, CHEAP) == whole
    assert crypto.derive(word + ".", salt, CHEAP) != whole


@pytest.mark.parametrize("cost", [crypto.Cost(1, 1 << 40), crypto.Cost(1 << 31, 8192)])
def test_a_file_cannot_ask_for_all_memory_or_all_time(cost: crypto.Cost) -> None:
    with pytest.raises(crypto.Wrong):
        crypto.derive("passphrase", bytes(16), cost)


@given(st.binary(max_size=300))
def test_random_bytes_decode_or_are_refused(content: bytes) -> None:
    try:
        value = crypto.decode(content, dict[str, int])
    except crypto.Wrong:
        return
    assert crypto.encode(value) == crypto.encode(dict(sorted(value.items())))


@pytest.mark.parametrize(
    "content",
    [b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\x91" * 100_000],
)
def test_fault_36_great_lengths_and_deep_nesting_are_refused(content: bytes) -> None:
    with pytest.raises(crypto.Wrong):
        crypto.decode(content, list[object])
    with pytest.raises(crypto.Wrong):
        crypto.decode(content, dict[str, bytes])


def test_equal_values_give_equal_bytes() -> None:
    assert crypto.encode({"b": 1, "a": 2}) == crypto.encode({"a": 2, "b": 1})
