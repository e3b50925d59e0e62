"""What a plan says: one row, findings that are answered together, a word to be explained. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from cluster_desktop.excel.matching import FieldChange, RowState
from cluster_desktop.excel.reading import CellFinding


@dataclass(frozen=True)
class PlanRow:
    """One row of the file as the plan sees it. `cells` are texts in the order of the columns;
    `facts` are worth telling of a new record, None where the kind has no say."""

    row: int
    state: RowState
    cells: tuple[str, ...]
    findings: tuple[CellFinding, ...]
    changes: tuple[FieldChange, ...]
    facts: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Group:
    """Findings of one reason in many rows, to be answered at once."""

    code: str
    message: str
    findings: tuple[CellFinding, ...]
    repaired: bool

    @property
    def has_suggestions(self) -> bool:
        return any(each.finding.suggestion is not None for each in self.findings)


@dataclass(frozen=True)
class UnknownWord:
    """A word of the file that the program does not know: choose once for all its rows."""

    meaning: str
    text: str
    rows: tuple[int, ...]
    choices: tuple[tuple[str, str], ...]
