"""Back and forward through the places a person has been, as in a browser. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cluster_desktop.query import Condition, Query

MOST = 50


@dataclass(frozen=True)
class Place:
    """Somewhere in the program that back and forward can return to.

    `query` is given where page and tab alone do not tell which list, or which day, is meant.
    """

    page: str
    tab: str = ""
    where: tuple[Condition, ...] | None = None
    text: str = ""
    record: UUID | None = None
    new: bool = False
    query: Query | None = None


class Trail:
    """Places visited; the current one is the last of `back`."""

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    def current(self) -> Place | None:
        return self._behind[-1] if self._behind else None

    def visit(self, place: Place) -> None:
        """A new place; what lay ahead is forgotten."""
        if self._behind and self._behind[-1] == place:
            return
        self._behind = [*self._behind[-MOST + 1 :], place]
        self._ahead.clear()

    def stay(self, place: Place) -> None:
        """The current place has changed in detail (another record): remember it so."""
        if self._behind:
            self._behind[-1] = place

    def back(self) -> Place | None:
        if len(self._behind) < 2:
            return None
        self._ahead.append(self._behind.pop())
        return self._behind[-1]

    def forward(self) -> Place | None:
        if not self._ahead:
            return None
        self._behind.append(self._ahead.pop())
        return self._behind[-1]

    def can_go(self) -> tuple[bool, bool]:
        """Whether there is somewhere (back, forward)."""
        return len(self._behind) > 1, bool(self._ahead)
