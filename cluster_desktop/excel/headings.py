"""Which column means what: known spellings first, then likeness, and a question where in doubt.

Headings come in Kazakh, in Russian, or both in one cell; words are misspelt, groups stand above
details. A tie is never decided by chance (БСН and БИН are equally like many words). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from cluster_desktop.excel.table import Column, one_line
from cluster_desktop.excel.wording import NEARLY, SAME, Wording
from cluster_desktop.i18n import fold

# A heading is taken as misspelt from this likeness on, when no other meaning is nearly as like.
TYPO = 84.0
CLEARLY = 6.0
# From this likeness on a heading may mean something, and is asked.
ALIKE = 88.0
_LONGEST = 160

_DOTTED = re.compile(r"(?<=\w)\.(?=\w\b)|(?<=\b\w)\.")
_NOT_WORD = re.compile(r"[^\w№%]+")
_SIGN = re.compile(r"№")
GROUPED = "|"


def heading_key(text: str) -> str:
    """A heading for comparing: folded, without dots and brackets; «Ф.И.О.» and «ФИО» are one."""
    folded = _DOTTED.sub("", fold(text.replace("\n", " ")))
    return " ".join(_NOT_WORD.sub(" ", _SIGN.sub(" № ", folded)).split())


@dataclass(frozen=True)
class Guess:
    """What a column seems to mean. `meaning` is None where nothing fits; `asked` are the meanings
    to choose from where it is in doubt; `exact` says that the spelling is known."""

    column: Column
    meaning: str | None = None
    exact: bool = False
    asked: tuple[str, ...] = ()
    # How sure the words of the heading are (wording.py); a known spelling is surer than all.
    sure: int = 0

    @property
    def rank(self) -> int:
        return SAME + 1 if self.exact else self.sure


class Headings:
    """Spellings of one import kind: {meaning: spellings}; «group | heading» is allowed in them.

    `remembered` are answers of the user, by heading key; an empty meaning says "do not import".
    `subjects` are words that headings of the kind may have or lack (wording.py).
    """

    def __init__(
        self,
        spellings: Mapping[str, Iterable[str]],
        remembered: Mapping[str, str] | None = None,
        subjects: Iterable[str] = (),
    ) -> None:
        self._wording = Wording(spellings, subjects)
        self._exact: dict[str, set[str]] = {}
        for meaning, texts in spellings.items():
            for text in texts:
                parts = [heading_key(part) for part in text.split(GROUPED)]
                self._exact.setdefault(GROUPED.join(parts), set()).add(meaning)
        self._remembered = dict(remembered or {})
        plain = [key for key in self._exact if GROUPED not in key]
        self._signed = [key for key in plain if "№" in key]
        self._unsigned = [key for key in plain if "№" not in key]
        self._known: dict[tuple[str, Sequence[str]], bool] = {}

    def knows(self, heading: str, groups: Sequence[str] = ()) -> bool:
        """Whether the text is a heading of the kind, a misspelt one included."""
        asked = (heading, tuple(groups))
        if asked not in self._known:
            self._known[asked] = (
                bool(self.exact(heading, groups))
                or self._worded(heading, groups)[1] >= NEARLY
                or self._is_typo(heading)
            )
        return self._known[asked]

    def _worded(self, heading: str, groups: Sequence[str] = ()) -> tuple[set[str], int]:
        """(meanings by the words of the heading, how sure), its groups' words with its own."""
        best: tuple[set[str], int] = (set(), 0)
        for text in (f"{groups[0]} {heading}",) if groups else ():
            found = self._wording.meanings(text)
            if found[1] == SAME:
                return found
            best = found
        for text in (heading, *_parts(heading)):
            found = self._wording.meanings(text)
            if found[1] > best[1]:
                best = found
            elif found[1] == best[1] and best[0] & found[0]:
                best = best[0] & found[0], best[1]
        return best

    def _is_typo(self, heading: str) -> bool:
        if not 3 < len(heading) <= _LONGEST:
            return False
        keys = [heading_key(heading), *map(heading_key, _parts(heading))]
        return any(
            process.extractOne(key, self._like(key), scorer=fuzz.ratio, score_cutoff=TYPO)
            for key in keys
            if len(key) > 3
        )

    def _like(self, key: str) -> list[str]:
        """Spellings that may be meant by a misspelt one: the sign of a number is never a slip."""
        return self._signed if "№" in key else self._unsigned

    def exact(self, heading: str, groups: Sequence[str] = ()) -> set[str]:
        """Meanings whose known spelling this is; several where one spelling serves several."""
        whole = heading_key(heading)
        if whole in self._remembered:
            return {self._remembered[whole]}
        parts = [heading_key(part) for part in _parts(heading)]
        for group in groups:
            above = [heading_key(part) for part in (group, *_parts(group))]
            found = self._union(f"{up}{GROUPED}{down}" for up in above for down in (whole, *parts))
            if found:
                return found
        if whole in self._exact:
            return set(self._exact[whole])
        known = [self._exact[part] for part in parts if part in self._exact]
        if known:
            common = set.intersection(*known)
            return common or set.union(*known)
        return self._halves(whole.split())

    def _halves(self, words: list[str]) -> set[str]:
        """Both languages in one line without a mark between them."""
        for cut in range(1, len(words)):
            left = self._exact.get(" ".join(words[:cut]), set())
            common = left & self._exact.get(" ".join(words[cut:]), set())
            if common:
                return common
        return set()

    def _union(self, keys: Iterable[str]) -> set[str]:
        return set().union(*(self._exact.get(key, set()) for key in keys))

    def alike(self, heading: str) -> tuple[dict[str, float], dict[str, float]]:
        """(likeness as a misspelling, likeness by parts), best by meaning, 0 to 100."""
        typos: dict[str, float] = {}
        parts: dict[str, float] = {}
        for key in {heading_key(heading), *map(heading_key, _parts(heading))}:
            if len(key) <= 3:
                continue
            for scorer, best in ((fuzz.ratio, typos), (fuzz.WRatio, parts)):
                for spelling, score, _place in process.extract(
                    key,
                    self._like(key),
                    scorer=scorer,
                    score_cutoff=min(TYPO, ALIKE) - CLEARLY,
                    limit=None,
                ):
                    for meaning in self._exact[spelling]:
                        best[meaning] = max(best.get(meaning, 0.0), score)
        return typos, parts

    def recognise(
        self,
        columns: Sequence[Column],
        *,
        first_only: frozenset[str] = frozenset(),
        given: Mapping[str, str | None] | None = None,
    ) -> list[Guess]:
        """A guess for every column. `first_only` meanings fit the leftmost column alone («№»);
        `given` are answers by the column's name."""
        guesses = [
            self._guess(column, place == 0, first_only, given or {})
            for place, column in enumerate(columns)
        ]
        guesses = _settle(guesses)
        taken = {guess.meaning for guess in guesses if guess.meaning}
        guesses = [
            self._by_likeness(guess, taken)
            if guess.meaning is None and not guess.asked and not guess.exact
            else guess
            for guess in guesses
        ]
        return _settle(guesses)

    def _guess(
        self,
        column: Column,
        is_first: bool,
        first_only: frozenset[str],
        given: Mapping[str, str | None],
    ) -> Guess:
        if column.name in given:
            return Guess(column, given[column.name] or None, exact=True)
        found = self.exact(column.raw, column.groups)
        if found == {""}:
            return Guess(column, None, exact=True)
        if owned := self._owned(column, found):
            # «Ф.И.О.» under «Родители» is not the student's.
            return Guess(column, owned, sure=SAME)
        if len(found) > 1 and found & first_only:
            found = found & first_only if is_first else found - first_only
        elif found and found <= first_only and not is_first:
            found = set()
        if len(found) == 1:
            return Guess(column, found.pop(), exact=True)
        if found:
            return Guess(column, exact=True, asked=tuple(sorted(found)))
        worded, sure = self._worded(column.raw, column.groups)
        if not is_first:
            worded -= first_only
        if len(worded) == 1:
            return Guess(column, worded.pop(), sure=sure)
        return Guess(column, asked=tuple(sorted(worded)), sure=sure)

    def _owned(self, column: Column, found: set[str]) -> str | None:
        """The meaning by the words of heading and group together, where it is another one than
        the heading alone would have."""
        if not column.groups or self._is_grouped(column):
            return None
        meanings, sure = self._wording.meanings(f"{column.groups[0]} {column.raw}")
        if sure == SAME and len(meanings) == 1 and meanings.isdisjoint(found):
            return meanings.pop()
        return None

    def _is_grouped(self, column: Column) -> bool:
        """Whether the heading is known under its group as it is spelled, or was answered."""
        alone = heading_key(column.raw)
        if alone in self._remembered:
            return True
        above = [heading_key(part) for each in column.groups for part in (each, *_parts(each))]
        below = [alone, *map(heading_key, _parts(column.raw))]
        return bool(self._union(f"{up}{GROUPED}{down}" for up in above for down in below))

    def _by_likeness(self, guess: Guess, taken: set[str]) -> Guess:
        typos, parts = self.alike(guess.column.raw)
        ranked = sorted(((score, meaning) for meaning, score in typos.items()), reverse=True)
        if ranked and ranked[0][0] >= TYPO:
            score, meaning = ranked[0]
            runner_up = ranked[1][0] if len(ranked) > 1 else 0.0
            if meaning in taken:
                # «Телефон 2» beside «Телефон»: the known spelling has the meaning already.
                return guess
            if score - runner_up >= CLEARLY:
                return Guess(guess.column, meaning)
        near = {m for m, s in (*typos.items(), *parts.items()) if s >= ALIKE} - taken
        return Guess(guess.column, asked=tuple(sorted(near)))


def _parts(text: str) -> list[str]:
    """The languages of one cell: by line, by « / »; empty where there is only one."""
    parts = [part for line in text.split("\n") for part in line.split(" / ")]
    return [one_line(part) for part in parts if part.strip()] if len(parts) > 1 else []


def _settle(guesses: list[Guess]) -> list[Guess]:
    """One column a meaning: what only one column is left for is taken, equals are asked."""
    sure: dict[str, list[Guess]] = {}
    for guess in guesses:
        if guess.meaning is not None:
            sure.setdefault(guess.meaning, []).append(guess)
    doubled = {name for name, claims in sure.items() if len(claims) > 1 and not _surest(claims)}
    return [_settled(guess, sure, doubled) for guess in guesses]


def _surest(claims: Sequence[Guess]) -> Guess | None:
    """The claim that is surer than all others, None for equals."""
    first, second, *_rest = sorted(claims, key=lambda claim: -claim.rank)
    return first if first.rank > second.rank else None


def _settled(guess: Guess, sure: Mapping[str, Sequence[Guess]], doubled: set[str]) -> Guess:
    if guess.meaning in doubled:
        return Guess(guess.column, asked=(guess.meaning,))
    if guess.meaning is not None:
        claims = sure[guess.meaning]
        beaten = len(claims) > 1 and guess is not _surest(claims)
        return Guess(guess.column) if beaten else guess
    if not guess.asked:
        return guess
    left = tuple(each for each in guess.asked if each in doubled or each not in sure)
    if guess.rank >= NEARLY and len(left) == 1 and len(guess.asked) > 1:
        # A known spelling of several meanings, and the others have columns of their own.
        return Guess(guess.column, left[0], exact=guess.exact, sure=guess.sure)
    return Guess(guess.column, exact=guess.exact, asked=left, sure=guess.sure)
