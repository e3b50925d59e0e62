"""Names on a medium: made and read back alike, and nothing else is taken for one of ours."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.errors import Bug
from cluster_desktop.sync import names

DEVICE = names.base32(bytes(range(16)))
SCOPE = names.base32(bytes(range(8)))
HASH16 = "0123456789abcdef"


def last(path: str) -> str:
    return path.rpartition("/")[2]


def test_a_bundle_lies_in_the_segment_of_its_number() -> None:
    path = names.bundle_path(SCOPE, DEVICE, 12_345, HASH16)

    assert path == f"v1/{SCOPE}/{DEVICE}/00012/00012345-{HASH16}.clb"


@given(st.integers(0, 99_999_999), st.binary(min_size=8, max_size=8))
def test_a_bundles_name_is_read_back(seq: int, digest: bytes) -> None:
    path = names.bundle_path(SCOPE, DEVICE, seq, digest.hex())
    copy = names.copy_path(path, 3)

    assert names.parse_bundle(last(path)) == (seq, digest.hex())
    assert names.parse_bundle(last(copy)) == (seq, digest.hex())
    assert names.parse_segment(path.split("/")[3]) == seq // names.NAMES_IN_A_FOLDER


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".00000001-0123456789abcdef.clb.aabbccdd.part",
        "00000001-0123456789abcdef.clb.part",
        "00000001-0123456789abcdef.CLB",
        "00000001-0123456789ABCDEF.clb",
        "0000001-0123456789abcdef.clb",
        "00000001-0123456789abcdef-h0.clb",
        "00000001-0123456789abcdef.clb\n",
        "٠٠٠٠٠٠٠١-0123456789abcdef.clb",  # digits, but not ours
        "00000001-0123456789abcdef (2).clb",
        "00000001-0123456789abcdef~1.clb",
        "0000000~1.clb",
        "..",
        "desktop.ini",
    ],
)
def test_what_is_not_exactly_a_name_of_ours_is_nobodys_business(name: str) -> None:
    assert names.parse_bundle(name) is None


def test_every_kind_of_path_is_read_back_and_may_be_used() -> None:
    hash32 = HASH16 * 2
    paths = [
        names.roster_path(42, HASH16),
        names.request_path(DEVICE),
        names.invitation_path(DEVICE),
        names.manifest_path(SCOPE, 7, HASH16),
        names.part_path(SCOPE, 7, HASH16, 2, HASH16),
        names.blob_path(SCOPE, hash32),
        names.bundle_path(SCOPE, DEVICE, 1, HASH16),
        names.MARK,
    ]

    assert [names.check(path) for path in paths] == paths
    assert [names.check(names.copy_path(path, 9)) for path in paths]
    assert names.parse_roster(last(paths[0])) == (42, HASH16)
    assert names.parse_request(last(paths[1])) == DEVICE
    assert names.parse_invitation(last(paths[2])) == DEVICE
    assert names.is_manifest(last(paths[3]))
    assert names.parse_checkpoint(paths[3].split("/")[-2]) == (7, HASH16)
    assert names.parse_part(last(paths[4])) == (2, HASH16)
    assert names.parse_blob(last(paths[5])) == hash32


@given(st.text(max_size=70))
def test_fault_25_no_text_is_taken_for_a_name_unless_it_is_lower_case_ascii(text: str) -> None:
    readers = (names.parse_bundle, names.parse_roster, names.parse_request, names.parse_blob)

    taken = any(read(text) is not None for read in readers)

    assert not taken or (text.isascii() and text == text.lower())


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "/v1",
            "v1/",
            "v1//adm",
            "..",
            "v1/../x",
            "v1/adm/..",
            "./v1",
            "v1\\adm",
            "V1",
            "v1:x",
        ),
        *("v1/қазақ", "v1/a b", "c:", "x" * 65, "/".join(["abcdefgh"] * 14)),
    ],
)
def test_a_path_that_leads_elsewhere_is_a_bug(path: str) -> None:
    with pytest.raises(Bug):
        names.check(path)


@pytest.mark.parametrize(
    "make",
    [
        lambda: names.bundle_path(SCOPE, "short", 1, HASH16),
        lambda: names.bundle_path("../../etc", DEVICE, 1, HASH16),
        lambda: names.bundle_path(SCOPE, DEVICE, 10**8, HASH16),
        lambda: names.bundle_path(SCOPE, DEVICE, 1, "../x"),
        lambda: names.blob_path(SCOPE, HASH16),
        lambda: names.copy_path("v1/x.clb", 10),
    ],
)
def test_parts_of_a_name_are_checked_when_it_is_made(make: object) -> None:
    assert callable(make)
    with pytest.raises(Bug):
        make()


@given(st.binary(min_size=16, max_size=16))
def test_a_computers_letters_are_its_bytes(data: bytes) -> None:
    letters = names.base32(data)

    assert len(letters) == 26
    assert names.is_device(letters)
    assert names.from_base32(letters) == data


def test_letters_that_stand_for_no_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="not written"):
        names.from_base32(DEVICE[:-1] + "b")
    assert not names.is_device(DEVICE[:-1] + "b")


def test_a_new_scope_has_a_name_of_its_own() -> None:
    assert names.is_scope(names.new_scope())
    assert names.new_scope() != names.new_scope()
    assert not names.is_scope(names.OFFICE_SCOPE)


def test_a_temporary_name_is_read_by_nobody() -> None:
    path = names.bundle_path(SCOPE, DEVICE, 1, secrets.token_hex(8))

    beside = names.temporary(path)

    assert beside.rpartition("/")[0] == path.rpartition("/")[0]
    assert names.parse_bundle(last(beside)) is None
    assert names.temporary(path) != beside
