"""Keys as words: eight to compare over the phone, thirty-six to keep on paper. Knows no keys' use.

256 plain nouns in three languages, in a fixed order (`resources/reference/words.csv`): what is read
in Kazakh may be typed in Russian. No two words of a language differ in one letter only.
"""

from __future__ import annotations

import csv
import difflib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
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
            count_sentence(len(numbers)),
            field="words",
        )
    if line := _wrong_line(numbers):
        raise Refusal(wrong_line_sentence(line), field="words")
    return bytes(number for at, number in enumerate(numbers, start=1) if at % IN_LINE)


def count_sentence(count: int) -> str:
    return _(
        "The number of words is {count}, it must be {wanted}: {lines} × {each}. Compare "
        "them with the sheet."
    ).format(count=count, wanted=LINES * IN_LINE, lines=LINES, each=IN_LINE)


def wrong_line_sentence(line: int) -> str:
    return _("Line {n} has a mistake: compare its words and their order with the sheet.").format(
        n=line
    )


@dataclass(frozen=True)
class Typed:
    """How far recovery words are typed. `wrong` is the first word that is in no list, at place
    `wrong_at` from 1; `line` the first line, from 1, whose words do not belong together."""

    count: int
    wrong: str = ""
    wrong_at: int = 0
    perhaps: str = ""  # a word of the list that looks like the wrong one
    line: int = 0

    @property
    def is_whole(self) -> bool:
        return self.count == LINES * IN_LINE and not self.wrong and not self.line


def look_over(text: str) -> Typed:
    """What can be said of recovery words while they are typed; the last one may be half typed."""
    said, spelled = _typed(text), _WORD.findall(text)
    known = _numbers()
    half = bool(said) and text[-1:].isalpha() and said[-1] not in known
    if half and any(word.startswith(said[-1]) for word in known):
        said = said[:-1]
    for at, word in enumerate(said, start=1):
        if word not in known:
            near = difflib.get_close_matches(word, known, 1, 0.7)
            shown = spelled[at - 1] if len(spelled) >= len(said) else word
            return Typed(len(said), shown, at, _spelled(near[0]) if near else "")
    return Typed(len(said), line=_wrong_line([known[word] for word in said]))


def _spelled(folded: str) -> str:
    """A word of a list as it stands there."""
    return next(word for words in lists().values() for word in words if fold(word) == folded)


def _wrong_line(numbers: list[int]) -> int:
    """The first whole line whose last word does not fit what stands before it; 0 for none."""
    secret = b""
    for line in range(min(LINES, len(numbers) // IN_LINE)):
        *told, check = numbers[line * IN_LINE : (line + 1) * IN_LINE]
        secret += bytes(told)
        if _check(secret) != check:
            return line + 1
    return 0
