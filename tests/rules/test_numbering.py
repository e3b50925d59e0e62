"""Numbers of agreements: next, read back, and never the same on two computers."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cluster_desktop.errors import Bug
from cluster_desktop.rules.numbering import (
    DEFAULT_MASK,
    NumberParts,
    check_letters,
    check_mask,
    check_prefix,
    format_number,
    next_number,
    parse_number,
)


def following(taken: list[str], mask: str = DEFAULT_MASK) -> str:
    return next_number(mask, prefix="М", device="А", year=2026, taken=taken)


@pytest.mark.parametrize(
    ("taken", "number"),
    [
        ([], "М-А001/2026"),
        (["М-А001/2026", "М-А014/2026"], "М-А015/2026"),
        (["М-А014/2025", "М-Б020/2026", "Д-А030/2026"], "М-А001/2026"),
        (["М-А999/2026"], "М-А1000/2026"),
        ([" м-а014/2026 "], "М-А015/2026"),
        (["M-A014/2026"], "М-А015/2026"),  # typed with Latin letters, the same on paper
        (["№ 12-ДО/2026", "", "белгісіз"], "М-А001/2026"),
        (["М-А14/2026"], "М-А015/2026"),
    ],
)
def test_the_next_number_follows_the_highest_of_its_kind(taken: list[str], number: str) -> None:
    assert following(taken) == number


def test_a_number_that_only_looks_the_same_on_paper_is_stepped_over() -> None:
    typed_with_latin_letter = "C-А1/2026"
    assert following([typed_with_latin_letter], "С-{device}{n}/{year}") == "С-А2/2026"


@pytest.mark.parametrize(
    "mask",
    ["{prefix}-{device}{n:03}/{year}", "№ {device}{n}-{prefix}/{year}", "{year}/{device}-{n:5}"],
)
def test_a_good_mask_has_no_findings(mask: str) -> None:
    assert check_mask(mask) == ()


@pytest.mark.parametrize(
    ("mask", "codes"),
    [
        ("{prefix}-{n:03}/{year}", ["once_device"]),
        ("{prefix}-{device}/{year}", ["once_n"]),
        ("{prefix}-{device}{n}", ["once_year"]),
        ("{prefix}{device}{n}/{year}", ["runs_together"]),
        ("{prefix}-{device}{n}{year}", ["runs_together"]),
        ("{prefix}а{device}{n}/{year}", ["runs_together"]),
        ("{device}{n}/{year}{n}", ["once_n", "runs_together"]),
        ("{prefix}-{prefix}-{device}{n}/{year}", ["once_prefix"]),
        ("{device.__class__}-{device}{n}/{year}", ["unknown_place"]),
        ("{year:02}-{device}{n}", ["unknown_place", "once_year"]),
        ("{}", ["unknown_place", "once_device", "once_n", "once_year"]),
    ],
)
def test_a_bad_mask_is_refused_for_its_reasons(mask: str, codes: list[str]) -> None:
    assert [finding.code for finding in check_mask(mask)] == codes


def test_a_bad_mask_writes_no_number() -> None:
    with pytest.raises(Bug):
        following([], "{prefix}-{n}")


@pytest.mark.parametrize("text", ["", "М-014/2026", "М-А014/26", "М-А014/2026-1", "М-А٠١٤/2026"])
def test_other_texts_are_not_read_as_numbers(text: str) -> None:
    assert parse_number(DEFAULT_MASK, text) is None


letters = st.text(alphabet="АБВГДЖИЛФЭЯҚӨDFGJLNQ", min_size=1, max_size=3)
masks = st.sampled_from(
    [
        "{prefix}-{device}{n:03}/{year}",
        "№ {device}{n}-{prefix}/{year}",
        "{year}-{n}{device} {prefix}",
    ]
)
parts = st.builds(
    NumberParts, letters, letters, st.integers(1, 999_999_999), st.integers(1000, 9999)
)


@given(masks, parts)
def test_a_written_number_is_read_back(mask: str, written: NumberParts) -> None:
    assert check_mask(mask) == ()
    assert parse_number(mask, format_number(mask, written)) == written


@given(masks, letters, letters, letters, st.lists(st.integers(1, 60)), st.integers(0, 20))
def test_two_computers_apart_never_give_the_same_number(
    mask: str, prefix: str, one: str, other: str, shared: list[int], steps: int
) -> None:
    assume(one != other)
    seen = [format_number(mask, NumberParts(prefix, one, n, 2026)) for n in shared]
    given_by_one, given_by_other = list(seen), list(seen)
    for _step in range(steps + 1):
        given_by_one.append(
            next_number(mask, prefix=prefix, device=one, year=2026, taken=given_by_one)
        )
        given_by_other.append(
            next_number(mask, prefix=prefix, device=other, year=2026, taken=given_by_other)
        )
    new_of_one, new_of_other = given_by_one[len(seen) :], given_by_other[len(seen) :]
    assert not set(new_of_one) & set(new_of_other)
    assert not set(new_of_one) & set(seen)
    assert len(set(new_of_one)) == len(new_of_one)


@pytest.mark.parametrize(
    ("prefix", "device"), [("М", "А1"), ("М", ""), ("", "А"), ("М-2", "А"), ("М", "{n}")]
)
def test_prefix_and_letters_of_the_computer_are_letters(prefix: str, device: str) -> None:
    with pytest.raises(Bug):
        next_number(DEFAULT_MASK, prefix=prefix, device=device, year=2026, taken=[])


@pytest.mark.parametrize("letters", ["А", "АВЕ", "AB", "Қ", "АБВГДЕЖЗ", "мд"])
def test_letters_of_one_alphabet_make_numbers(letters: str) -> None:
    assert check_letters(letters) == check_prefix(letters) == ()
    parts = NumberParts(letters, letters, 1, 2026)
    assert parse_number(DEFAULT_MASK, format_number(DEFAULT_MASK, parts)) == parts


@pytest.mark.parametrize(
    "letters", ["", " ", "??", "<b>", "=1", "А1", "А В", "AБ", "АБВГДЕЖЗИ", "مد", "И\u0306", "_"]
)
def test_anything_else_is_refused_with_a_sentence(letters: str) -> None:
    (found,) = check_letters(letters)
    assert "1 to 8 letters" in found.message
    (found,) = check_prefix(letters)
    assert found.field == "prefix"
