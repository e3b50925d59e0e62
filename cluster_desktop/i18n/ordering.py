"""Kazakh alphabetical order as a plain text that any database can index and compare."""

from __future__ import annotations

import re
import unicodedata

KAZAKH_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"

_WORD_BREAK = "!"
_FIRST_LETTER = ord("A")
_OTHER = "~"
# Every Kazakh letter becomes one ASCII sign between the digits and "~": keys are short, and the
# binary order is the same in Python, in SQLite and in PostgreSQL with the C collation.
_PLACES = {ord(letter): chr(_FIRST_LETTER + i) for i, letter in enumerate(KAZAKH_ALPHABET)}
_PLACES[ord(" ")] = _WORD_BREAK
_DIGIT = re.compile(r"\d")
_BREAKS = re.compile(f"{_WORD_BREAK}+")
_PARTS = re.compile(r"\d+|\D+")


def sort_key(text: str) -> str:
    """A text whose plain binary order is the order of the 42-letter Kazakh alphabet.

    Numbers by value and before letters; punctuation and symbols («», №, dashes) are skipped;
    letters of other alphabets come last. Upper and lower case are equal.
    """
    if text.isascii() and text.isdigit():
        return _number_key(text)
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    if _DIGIT.search(text) is None:
        return _tidy(text.translate(_KEYS))
    return _tidy(
        "".join(
            _number_key(part) if part[0].isdecimal() else part.translate(_KEYS)
            for part in _PARTS.findall(text)
        )
    )


def _number_key(digits: str) -> str:
    """Length first, then the digits, so that 12 comes after 3. The length is a run of nines and
    a rest (5 → "5", 12 → "93"), which keeps its own order for numbers of any length."""
    if not digits.isascii():
        digits = "".join(str(unicodedata.decimal(digit)) for digit in digits)
    value = digits.lstrip("0")
    nines, rest = divmod(len(value), 9)
    return "9" * nines + str(rest) + value


def _other_key(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind[0] == "Z" or sign.isspace():
        return _WORD_BREAK
    # Punctuation, symbols, combining marks and controls say nothing about the order.
    return "" if kind[0] in "PSMC" else _OTHER + sign


def _tidy(key: str) -> str:
    """Word breaks at the ends, or made double by a skipped dash, count once or not at all."""
    return _BREAKS.sub(_WORD_BREAK, key.strip(_WORD_BREAK))


class _Keys(dict[int, str]):
    """The key of every sign, worked out when it is first met."""

    def __missing__(self, sign: int) -> str:
        self[sign] = key = _other_key(chr(sign))
        return key


_KEYS = _Keys(_PLACES)
