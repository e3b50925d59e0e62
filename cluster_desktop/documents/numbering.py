"""Numbers of clauses: 1. section, 1.1. clause, 1.1.1. clause below it. Pure."""

from __future__ import annotations

from cluster_desktop.services.paper_data import Level


class Numbering:
    """Counts as a paper goes on; clauses before the first section are 1., 2., 3."""

    def __init__(self) -> None:
        self._section = self._clause = self._below = 0

    def next(self, level: Level) -> str:
        """The number of the next clause of that level, «2.1.»; empty for what has none."""
        if level in (Level.SECTION, Level.PARTIES):
            self._section, self._clause, self._below = self._section + 1, 0, 0
            return f"{self._section}."
        if level is Level.SUBCLAUSE and self._clause:
            self._below += 1
            return f"{self._above()}{self._below}."
        if level in (Level.CLAUSE, Level.SUBCLAUSE):
            self._clause, self._below = self._clause + 1, 0
            return self._above()
        return ""

    def _above(self) -> str:
        return f"{self._section}.{self._clause}." if self._section else f"{self._clause}."
