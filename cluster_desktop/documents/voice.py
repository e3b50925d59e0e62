"""In which languages a paper speaks, and how one text is said in them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cluster_desktop.services.passport_content import Words


@dataclass(frozen=True, slots=True)
class Voice:
    """The languages that stand on one page, the first one first: ("kk", "ru") or ("ru",)."""

    languages: tuple[str, ...]

    @property
    def is_double(self) -> bool:
        return len(self.languages) > 1

    def columns(self, words: Words) -> tuple[str, ...]:
        """The text for each column. A page of one language shows the state language rather than
        nothing."""
        if self.is_double:
            return tuple(str(getattr(words, lang)) for lang in self.languages)
        (lang,) = self.languages
        return (getattr(words, lang) or words.kk or words.ru or words.en,)

    def said(self, words: Words, between: str = "\n") -> str:
        """In one place: each language in its line, once where they are equal. Texts of as many
        lines are said line by line, so that a telephone stands there once."""
        texts = self.columns(words)
        parts = [text.strip().split("\n") for text in texts]
        if between == "\n" and len({len(lines) for lines in parts}) == 1:
            return between.join(one for row in zip(*parts, strict=True) for one in self._once(row))
        return between.join(self._once(texts))

    def short(self, words: Words) -> str:
        """In one line, for a legend or a foot."""
        return self.said(words, " / ")

    @staticmethod
    def _once(texts: Iterable[str]) -> list[str]:
        return [text for text in dict.fromkeys(text.strip() for text in texts) if text]
