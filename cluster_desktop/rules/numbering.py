"""Numbers of agreements: a mask, the next free number, and reading a number back. Pure.

A number holds the letters of the computer that gave it, so that two computers apart from each
other never give the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from cluster_desktop.errors import Bug
from cluster_desktop.i18n.catalogue import _
from cluster_desktop.rules.findings import Finding

DEFAULT_MASK = "{prefix}-{device}{n:03}/{year}"

_PLACE = re.compile(r"\{(prefix|device|year|n)(?:(?<=n):0?([1-9]))?\}")
_LETTERS = r"[^\W\d_]{1,8}"
_KIND: dict[str, Literal["letters", "digits"]] = {
    "prefix": "letters", "device": "letters", "n": "digits", "year": "digits",
}  # fmt: skip
_PATTERNS = {"prefix": _LETTERS, "device": _LETTERS, "n": r"[0-9]{1,9}", "year": r"[0-9]{4}"}


@dataclass(frozen=True)
class NumberParts:
    """What a number says: prefix of the kind, letters of the computer, running number, year."""

    prefix: str
    device: str
    n: int
    year: int


def next_number(mask: str, *, prefix: str, device: str, year: int, taken: Iterable[str]) -> str:
    """One more than the highest number of this prefix, computer and year among `taken`.

    Numbers in between stay free: a cancelled agreement may still lie in somebody's folder.
    Raises Bug for a mask with errors; the mask is checked where it is typed.
    """
    return next(numbers(mask, prefix=prefix, device=device, year=year, taken=taken))


def numbers(
    mask: str, *, prefix: str, device: str, year: int, taken: Iterable[str]
) -> Iterator[str]:
    """As many next numbers as are asked for, one after the other."""
    known = list(taken)
    wanted = (_comparable(prefix), _comparable(device), year)
    highest = 0
    for number in known:
        parts = parse_number(mask, number)
        if parts and (_comparable(parts.prefix), _comparable(parts.device), parts.year) == wanted:
            highest = max(highest, parts.n)
    # A mask changed since may have left numbers that look like a new one but do not read alike.
    used = {_comparable(number) for number in known}
    while True:
        highest += 1
        free = format_number(mask, NumberParts(prefix, device, highest, year))
        if _comparable(free) not in used:
            yield free


def format_number(mask: str, parts: NumberParts) -> str:
    """The number written by the mask: "М-A014/2026"."""
    _refuse_bad(mask, parts)
    # Not str.format(): the mask is typed by a user and must not reach into objects.
    values = {"prefix": parts.prefix, "device": parts.device, "year": f"{parts.year:04}"}

    def written(place: re.Match[str]) -> str:
        if place[1] == "n":
            return str(parts.n).zfill(int(place[2] or 1))
        return values[place[1]]

    return _PLACE.sub(written, mask)


def parse_number(mask: str, text: str) -> NumberParts | None:
    """The parts of a number written by this mask, upper or lower case; None for any other text."""
    match = re.fullmatch(_pattern(mask), _plain(text), re.IGNORECASE)
    if match is None:
        return None
    named = match.groupdict()
    # A mask without a place for the prefix or the year serves one kind or one running number.
    return NumberParts(
        named.get("prefix", ""), named["device"], int(named["n"]), int(named.get("year", 0))
    )


def check_mask(mask: str) -> tuple[Finding, ...]:
    """Why the mask cannot give numbers that are unique and can be read back; empty if it can."""
    messages: list[tuple[str, str]] = []
    places = [place[1] for place in _PLACE.finditer(mask)]
    if re.search(r"[{}]", _PLACE.sub("", mask)):
        text = _("A number may hold the places {places} only.")
        messages.append((text.format(places="{prefix} {device} {n} {year}"), "unknown_place"))
    for place in ("device", "n", "year"):
        if places.count(place) != 1:
            text = _("The place {place} must stand in the number once.")
            messages.append((text.format(place=f"{{{place}}}"), f"once_{place}"))
    if places.count("prefix") > 1:
        text = _("The place {place} may stand in the number only once.")
        messages.append((text.format(place="{prefix}"), "once_prefix"))
    if _runs_together(mask):
        text = _("Put a sign such as “-” or “/” between the parts, or the number cannot be read.")
        messages.append((text, "runs_together"))
    return tuple(Finding(message, code=code) for message, code in messages)


def check_letters(letters: str) -> tuple[Finding, ...]:
    """Why these are not the letters of a computer; empty if they are."""
    if _in_one_alphabet(letters):
        return ()
    text = _("Letters of this computer: 1 to 8 letters of one alphabet, Cyrillic or Latin.")
    return (Finding(text, code="letters"),)


def check_prefix(prefix: str) -> tuple[Finding, ...]:
    """Why no number can begin with this prefix; empty if it can."""
    if _in_one_alphabet(prefix):
        return ()
    text = _("A prefix is 1 to 8 letters of one alphabet, Cyrillic or Latin.")
    return (Finding(text, field="prefix", code="prefix"),)


def _in_one_alphabet(text: str) -> bool:
    """One alphabet only: Latin А among Cyrillic letters is found by nobody who types the number."""
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in text}
    known = alphabets in ({"CYRILLIC"}, {"LATIN"})
    return known and re.fullmatch(_LETTERS, text) is not None


def _runs_together(mask: str) -> bool:
    """Whether two places of letters, or two of digits, have no other sign between them."""
    places = list(_PLACE.finditer(mask))
    for i, place in enumerate(places):
        for later in places[i + 1 :]:
            between = _PLACE.sub("", mask[place.end() : later.start()])
            inner = {_KIND[p[1]] for p in places if place.end() <= p.start() < later.start()}
            kind = _KIND[place[1]]
            alike = str.isalpha if kind == "letters" else str.isdecimal
            same_kind = _KIND[later[1]] == kind
            if same_kind and inner <= {kind} and all(alike(sign) for sign in between):
                return True
    return False


def _refuse_bad(mask: str, parts: NumberParts) -> None:
    if check_mask(mask):
        raise Bug(f"bad mask {mask!r}")
    if not re.fullmatch(_LETTERS, parts.device) or parts.n < 1 or not 1 <= parts.year <= 9999:
        raise Bug(f"cannot be written as a number: {parts!r}")
    if "{prefix" in mask and not re.fullmatch(_LETTERS, parts.prefix):
        raise Bug(f"a prefix is 1 to 8 letters: {parts.prefix!r}")


def _pattern(mask: str) -> str:
    parts: list[str] = []
    end = 0
    for place in _PLACE.finditer(mask):
        parts.append(re.escape(_plain(mask[end : place.start()], keep_ends=True)))
        parts.append(f"(?P<{place[1]}>{_PATTERNS[place[1]]})")
        end = place.end()
    parts.append(re.escape(_plain(mask[end:], keep_ends=True)))
    return "".join(parts).strip()


def _plain(text: str, *, keep_ends: bool = False) -> str:
    """One kind of space and composed letters, as the number was written."""
    plain = re.sub(r"\s", " ", unicodedata.normalize("NFC", text))
    return plain if keep_ends else plain.strip()


_LOOK_ALIKES = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")


def _comparable(text: str) -> str:
    """Numbers that look the same on paper are the same: case, Latin М and Cyrillic М."""
    return _plain(text).upper().translate(_LOOK_ALIKES)
