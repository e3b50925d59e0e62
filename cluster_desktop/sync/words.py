"""Keys as words: eight to compare over the phone, thirty-six to keep on paper. Knows no keys' use.

256 plain nouns in three languages, in a fixed order (`resources/reference/words.csv`): what is read
in Kazakh may be typed in Russian. No two words of a language differ in one letter only.
"""

from __future__ import annotations

import csv
import hmac
import re
from collections.abc import Iterable
from functools import cache

from cluster_desktop.errors import Refusal
from cluster_desktop.i18n import _, fold, language
from cluster_desktop.paths import resource
from cluster_desktop.sync import crypto

SHOWN = 8
LANGUAGES = ("kk", "ru", "en")
# A recovery line: eight words of the secret and one that checks it and all lines before it.
LINES, IN_LINE = 4, 9
_WORD = re.compile(r"[^\W\d_]+")


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """The 256 words of each language, in their order."""
    with resource("reference", "words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {lang: tuple(row[f"name_{lang}"] for row in rows) for lang in LANGUAGES}


@cache
def _numbers() -> dict[str, int]:
    """Number of each word as it may be typed: any language, any keyboard."""
    return {fold(word): number for words in lists().values() for number, word in enumerate(words)}


def _typed(text: str) -> list[str]:
    """The words in a text; numbers, commas and lines between them say nothing."""
    return _WORD.findall(fold(text))


def unknown(text: str) -> tuple[str, ...]:
    """Typed words that are in no list: a slip of the finger to be shown at once."""
    return tuple(word for word in _typed(text) if word not in _numbers())


def in_language(known: Iterable[str], lang: str) -> tuple[str, ...]:
    """The same words in another language, for a sheet in two. Raises KeyError for other words."""
    return tuple(lists()[lang][_numbers()[fold(word)]] for word in known)


def fingerprint(public: bytes, lang: str | None = None) -> tuple[str, ...]:
    """The eight words of a key, in the language of the program if none is named."""
    words = lists()[lang or language()]
    return tuple(words[number] for number in _fingerprint(public))


def _fingerprint(public: bytes) -> bytes:
    return crypto.digest(b"words" + public)[:SHOWN]


def same_words(typed: str, known: Iterable[str]) -> bool:
    """True if the typed words are these, in any of the languages and whatever the case."""
    numbers = [_numbers().get(word) for word in _typed(typed)]
    return None not in numbers and numbers == [_numbers().get(fold(word)) for word in known]


def same_fingerprint(typed: str, public: bytes) -> bool:
    """True if these are the eight words of the key, in any of the languages."""
    numbers = [_numbers().get(word) for word in _typed(typed)]
    known = bytes(number for number in numbers if number is not None)
    return len(numbers) == SHOWN and hmac.compare_digest(known, _fingerprint(public))


def recovery(secret: bytes, lang: str) -> tuple[tuple[str, ...], ...]:
    """Four lines of nine words that give the 32 bytes again."""
    words = lists()[lang]
    return tuple(
        tuple(words[number] for number in (*secret[at : at + 8], _check(secret[: at + 8])))
        for at in range(0, crypto.KEY, 8)
    )


def _check(so_far: bytes) -> int:
    return crypto.digest(b"recovery" + so_far)[0]


def recovered(typed: str) -> bytes:
    """The 32 bytes of recovery words in any of the languages.

    Raises Refusal that names the word nobody knows, or the first line with a mistake.
    """
    wrong = unknown(typed)
    if wrong:
        raise Refusal(
            _("“{word}” is none of the words. Compare it with the sheet.").format(word=wrong[0]),
            field="words",
        )
    numbers = [_numbers()[word] for word in _typed(typed)]
    if len(numbers) != LINES * IN_LINE:
        raise Refusal(
            _(
                "The number of words is {count}, it must be {wanted}: {lines} × {each}. Compare "
                "them with the sheet."
            ).format(count=len(numbers), wanted=LINES * IN_LINE, lines=LINES, each=IN_LINE),
            field="words",
        )
    secret = b""
    for line in range(LINES):
        *told, check = numbers[line * IN_LINE : (line + 1) * IN_LINE]
        secret += bytes(told)
        if _check(secret) != check:
            raise Refusal(
                _(
                    "Line {n} has a mistake: compare its words and their order with the sheet."
                ).format(n=line + 1),
                field="words",
            )
    return secret
