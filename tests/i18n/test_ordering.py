"""Kazakh alphabetical order by plain comparison of stored texts."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop.i18n import KAZAKH_ALPHABET, sort_key

# The reference is written a second time, as the recipe says it, and not imported.
REFERENCE = [*"аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"]


def reference(word: str) -> list[int]:
    return [REFERENCE.index(letter) for letter in word.lower()]


def test_the_alphabet_has_its_42_letters_in_order() -> None:
    assert list(KAZAKH_ALPHABET) == REFERENCE
    assert len(set(REFERENCE)) == 42


@pytest.mark.parametrize(("before", "after"), list(pairwise(REFERENCE)))
def test_each_letter_comes_after_the_one_before_it(before: str, after: str) -> None:
    assert sort_key(before) < sort_key(after)
    assert sort_key(f"аб{before.upper()}я") < sort_key(f"аб{after}а")


words = st.text(alphabet="".join(REFERENCE) + "".join(REFERENCE).upper(), max_size=12)


@given(words, words)
def test_any_two_words_compare_as_the_alphabet_says(one: str, other: str) -> None:
    expected = (reference(one) > reference(other)) - (reference(one) < reference(other))
    found = (sort_key(one) > sort_key(other)) - (sort_key(one) < sort_key(other))
    assert found == expected


@given(st.integers(0, 10**25), st.integers(0, 10**25), words)
def test_numbers_compare_by_value(one: int, other: int, word: str) -> None:
    found = sort_key(f"{word} № {one:05}") < sort_key(f"{word} №{other}")
    assert found == (one < other)


@pytest.mark.parametrize(
    "ordered",
    [
        ["№3 мектеп", "№12 мектеп", "Абай", "«Ақжол» ЖШС", "Әлия", "Қайнар", "Яссауи", "Gamma"],
        ["Ала тау", "Алаңай", "Алатау"],
        ["М-2/2026", "М-014/2026", "М-014/2027", "М-А1/2026"],
        ["5-курс", "12-курс"],
        ["", "1", "а"],
    ],
)
def test_lists_stand_in_the_order_people_expect(ordered: list[str]) -> None:
    keys = [sort_key(text) for text in ordered]
    assert sorted(set(keys)) == keys


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("«Қайнар»", "қайнар"),
        ("мектеп-гимназия", "МектепГимназия"),
        (" А – Б ", "а б"),
        ("Ай", unicodedata.normalize("NFD", "Ай")),
        ("А\u00a0Б", "а б"),
        ("№ 007", "7"),
        ("٧", "7"),
    ],
)
def test_case_punctuation_and_spelling_of_spaces_make_no_difference(one: str, same: str) -> None:
    assert sort_key(one) == sort_key(same)


@given(st.lists(st.text(max_size=15), max_size=20))
def test_the_database_orders_the_stored_key_as_python_does(texts: list[str]) -> None:
    keys = [sort_key(text) for text in texts]
    database = sqlite3.connect(":memory:")
    database.execute("create table listed (sort text)")
    database.executemany("insert into listed values (?)", [(key,) for key in keys])
    ordered = [row[0] for row in database.execute("select sort from listed order by sort")]
    database.close()
    assert ordered == sorted(keys)


@given(st.text(max_size=30))
def test_a_key_never_has_separators_at_its_ends(text: str) -> None:
    assert not re.search(r"^!|!$|!!", sort_key(text))
