"""What a print preview asks of the thing it prints: papers, gaps filled, the fate remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from cluster_desktop.query import Changes
from cluster_desktop.rules.findings import Finding
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.work import Progress


class PaperJob(Protocol):
    """All methods run in a worker, one at a time."""

    def papers(self, layout: str, progress: Progress) -> list[Paper]:
        """The papers of the job, made anew from the records. Raises Refusal."""
        ...

    def fill(self, key: str, gap: Finding, text: str) -> Changes:
        """Write what was missing. Raises Refusal if the text will not do."""
        ...

    def save(self, key: str, layout: str, path: Path) -> None:
        """One paper as a file; .docx by its ending, else PDF."""
        ...

    def save_all(self, keys: list[str], layout: str, path: Path, progress: Progress) -> None:
        """Many papers as one PDF."""
        ...

    def issue(self, keys: list[str]) -> Changes:
        """The papers are about to go out: their numbers are kept. Nothing for those without."""
        ...

    def mark_printed(self, keys: list[str]) -> Changes:
        """The papers went to the printer: drafts become printed."""
        ...

    def take_back(self, printed: Changes) -> Changes:
        """They were not printed after all: stage and number as before."""
        ...
