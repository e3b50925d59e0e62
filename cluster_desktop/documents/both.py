"""What stands in both languages at once, where a row takes the width of the page. Pure."""

from __future__ import annotations

from itertools import zip_longest

from cluster_desktop.services.paper_data import Pair

# Two short words stand on one line, two names below each other.
SHORT = 24


def said(pair: Pair, lang: str, between: str = "\n") -> str:
    """A pair in one language, or in both where they differ."""
    if lang != "both":
        return pair.kk if lang == "kk" else pair.ru
    return between.join(text for text in dict.fromkeys((pair.kk, pair.ru)) if text)


def by_lines(kk: str, ru: str, lang: str) -> str:
    """«Директор⏎М.О.» and «Директор⏎М.П.» → «Директор⏎М.О. / М.П.»."""
    if lang != "both":
        return kk if lang == "kk" else ru
    lines = zip_longest(kk.split("\n"), ru.split("\n"), fillvalue="")
    return "\n".join(
        said(Pair(*line), "both", " / " if len("".join(line)) < SHORT else "\n") for line in lines
    )
