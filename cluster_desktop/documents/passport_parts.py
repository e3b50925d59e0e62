"""Which parts of a passport are printed. Pure."""

from __future__ import annotations

from dataclasses import dataclass

ALL_SECTIONS = tuple(range(1, 12))


@dataclass(frozen=True, slots=True)
class Parts:
    """What of the passport is printed; `sections` by their numbers."""

    title: bool = True
    contents: bool = True
    sections: tuple[int, ...] = ALL_SECTIONS
    annexes: bool = True
    signatures: bool = True


WHOLE = Parts()
