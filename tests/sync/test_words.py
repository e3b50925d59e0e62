"""Words for keys: the lists, eight to compare, thirty-six to keep."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_desktop import i18n
from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import fold
from cluster_desktop.sync import crypto, words

PUBLIC = crypto.digest(b"a key")


def are_alike(one: str, other: str) -> bool:
    """True for words that one slip of the finger makes of each other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return one == other
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[same:] == other[same + 1 :]
    swapped = one[:same] + one[same : same + 2][::-1] + one[same + 2 :]
    return one[same + 1 :] == other[same + 1 :] or swapped == other


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_a_list_has_256_plain_words_that_no_slip_makes_of_each_other(lang: str) -> None:
    known = words.lists()[lang]
    folded = [fold(word) for word in known]

    assert len(known) == 256
    assert [word for word in known if not 3 <= len(word) <= 11] == []
    assert [word for word in known if unicodedata.normalize("NFC", word.lower()) != word] == []
    assert [(a, b) for n, a in enumerate(folded) for b in folded[n + 1 :] if are_alike(a, b)] == []


def test_kazakh_and_russian_words_are_cyrillic_and_english_ones_latin() -> None:
    known = words.lists()

    assert [word for word in known["kk"] if not re.fullmatch("[а-яёәғқңөұүһі]+", word)] == []
    assert [word for word in known["ru"] if not re.fullmatch("[а-яё]+", word)] == []
    assert [word for word in known["en"] if not re.fullmatch("[a-z]+", word)] == []


def test_a_word_means_one_number_in_whatever_language_it_is_typed() -> None:
    numbers: dict[str, set[int]] = {}
    for known in words.lists().values():
        for number, word in enumerate(known):
            numbers.setdefault(fold(word), set()).add(number)

    assert {word: found for word, found in numbers.items() if len(found) > 1} == {}


def test_the_order_of_the_words_never_changes() -> None:
    """Another order would give printed sheets and telephones another meaning."""
    told = "\n".join(",".join(row) for row in zip(*words.lists().values(), strict=True))

    assert crypto.hash16(told.encode()) == "3f64ab4db9dd9dc5"


def test_eight_words_are_said_in_the_language_of_the_program() -> None:
    english = words.fingerprint(PUBLIC)
    i18n.set_language("kk")

    assert len(english) == 8
    assert words.fingerprint(PUBLIC) == words.fingerprint(PUBLIC, "kk")
    assert words.fingerprint(PUBLIC) != english


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
@pytest.mark.parametrize("between", [" ", ", ", "\n3. ", " – "])
def test_words_are_the_same_in_any_language_and_however_they_are_typed(
    lang: str, between: str
) -> None:
    said = words.fingerprint(PUBLIC, lang)

    assert words.same_fingerprint(between.join(said).upper(), PUBLIC)


def test_kazakh_words_may_be_typed_on_a_russian_keyboard() -> None:
    said = " ".join(words.fingerprint(PUBLIC, "kk"))

    assert words.same_fingerprint(said.translate(str.maketrans("әғқңөұүһі", "агкноуухи")), PUBLIC)


def test_one_word_more_less_other_or_moved_is_another_key() -> None:
    said = list(words.fingerprint(PUBLIC, "en"))

    assert not words.same_fingerprint(" ".join(said[:7]), PUBLIC)
    assert not words.same_fingerprint(" ".join([*said, said[0]]), PUBLIC)
    assert not words.same_fingerprint(" ".join(reversed(said)), PUBLIC)
    assert not words.same_fingerprint(" ".join(["table", *said[1:]]), PUBLIC)
    assert not words.same_fingerprint(" ".join([*said[:7], "unknown"]), PUBLIC)
    assert not words.same_fingerprint("", PUBLIC)


def test_a_slip_of_the_finger_is_shown() -> None:
    assert words.unknown("түйе, верблюд, camel, kamel") == ("kamel",)


@given(st.binary(min_size=32, max_size=32), st.sampled_from(["kk", "ru", "en"]))
def test_recovery_words_give_the_secret_again(secret: bytes, lang: str) -> None:
    lines = words.recovery(secret, lang)

    assert [len(line) for line in lines] == [9, 9, 9, 9]
    assert words.recovered("\n".join(" ".join(line) for line in lines)) == secret


def test_words_of_one_language_are_said_in_another() -> None:
    english = words.fingerprint(PUBLIC, "en")

    assert words.in_language(english, "kk") == words.fingerprint(PUBLIC, "kk")
    assert words.in_language(words.in_language(english, "ru"), "en") == english


@given(st.binary(min_size=32, max_size=32), st.integers(0, 35), st.integers(1, 255))
def test_a_wrong_word_is_noticed_mostly_in_its_line(secret: bytes, place: int, by: int) -> None:
    known = words.lists()["ru"]
    typed = [word for line in words.recovery(secret, "ru") for word in line]
    typed[place] = known[(known.index(typed[place]) + by) % 256]

    with pytest.raises(Refusal, match=r"Line \d has a mistake") as refusal:
        words.recovered(" ".join(typed))

    assert int(refusal.value.message[5]) >= place // 9 + 1


def test_a_mistake_names_its_line() -> None:
    typed = [list(line) for line in words.recovery(bytes(range(32)), "kk")]
    typed[2][0], typed[2][1] = typed[2][1], typed[2][0]

    with pytest.raises(Refusal, match="Line 3 has a mistake"):
        words.recovered(" ".join(word for line in typed for word in line))


def test_a_word_nobody_knows_and_a_missing_word_are_told() -> None:
    typed = [word for line in words.recovery(bytes(range(32)), "en") for word in line]

    with pytest.raises(Refusal, match="“unicorn” is none of the words"):
        words.recovered(" ".join([*typed[:5], "unicorn", *typed[6:]]))
    with pytest.raises(Refusal, match="number of words is 35, it must be 36: 4 × 9"):
        words.recovered(" ".join(typed[:-1]))
