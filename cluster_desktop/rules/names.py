"""Names of people as signatures write them. Pure."""

from __future__ import annotations

import re

_INITIALS = re.compile(r"^(\S+?)\s+((?:\w\.\s*){1,2})$")
_INITIALS_FIRST = re.compile(r"^((?:\w\.\s*){1,2})(\S+)$")


def short_name(full: str) -> str:
    """«Оспанов Қайрат Мұратұлы» → «Қ. М. Оспанов»; what is not surname and names stays as it is."""
    full = " ".join(full.split())
    if match := _INITIALS.match(full):
        return f"{_spaced(match[2])}\u00a0{match[1]}"
    if match := _INITIALS_FIRST.match(full):
        return f"{_spaced(match[1])}\u00a0{match[2]}"
    words = full.split(" ")
    # «Иванов Иван оглы» and foreign names of four words are not ours to cut.
    if not 2 <= len(words) <= 3 or not all(word[0].isupper() for word in words):
        return full
    initials = "\u00a0".join(f"{word[0]}." for word in words[1:])
    return f"{initials}\u00a0{words[0]}"


def _spaced(initials: str) -> str:
    return "\u00a0".join(f"{letter}." for letter in re.findall(r"\w", initials))
