"""Regions and districts by the names people type: «Қостанай обл., Арқалық қ.». Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cluster_desktop.i18n import fold
from cluster_desktop.query import Ref

_KINDS = {
    fold(word): kind
    for kind, words in (
        ("region", ("облысы", "облыс", "область", "области", "обл")),
        ("district", ("ауданы", "аудан", "район", "района", "р-н")),
        ("city", ("қаласы", "қала", "город", "города", "қ", "г")),
    )
    for word in words
}
_KIND_WORD = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, _KINDS), key=len, reverse=True))})(?!\w)\.?"
)
_PARTS = re.compile(r"[,;\n]|\s/\s")


def place_keys(name: str) -> tuple[str, str]:
    """(name with the kind of place, name alone): Almaty is a region and a city."""
    folded = fold(name)
    said = _KIND_WORD.search(folded)
    bare = " ".join(_KIND_WORD.sub(" ", folded).replace(".", " ").split())
    kind = _KINDS[said[0].rstrip(".")] if said else ""
    return f"{bare} {kind}".strip(), bare


Found = tuple[Ref | None, Ref | None, list[str]]


@dataclass
class Places:
    """Known regions and districts by key."""

    regions: Mapping[str, Ref] = field(default_factory=dict)
    districts: Mapping[str, Ref] = field(default_factory=dict)
    _found: dict[str, Found] = field(default_factory=dict)

    def find(self, text: str) -> Found:
        """(region, district, parts that are neither or may be several)."""
        # A list names a few places in thousands of rows.
        if text not in self._found:
            self._found[text] = self._look_up(text)
        return self._found[text]

    def _look_up(self, text: str) -> Found:
        region = district = None
        unknown: list[str] = []
        for part in _PARTS.split(text):
            whole, bare = place_keys(part)
            if not bare:
                continue
            if whole in self.regions:
                region = region or self.regions[whole]
            elif whole in self.districts:
                district = district or self.districts[whole]
            else:
                unknown.append(part.strip())
        return region, district, unknown


def by_key(places: Iterable[tuple[Ref, Iterable[str | None]]]) -> dict[str, Ref]:
    """{key: place} of (place, its names); a key of several places is of none."""
    found: dict[str, set[Ref]] = {}
    for place, names in places:
        for name in names:
            for key in place_keys(name) if name else ():
                found.setdefault(key, set()).add(place)
    return {key: refs.pop() for key, refs in found.items() if len(refs) == 1 and key}
