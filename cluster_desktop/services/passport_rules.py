"""When a section of the passport is complete: passport.md section 1, line by line.

A gap says what is missing and leads to where it is filled in: to records (`query`, an empty list
where there is none yet) or to a field of one record. What is missing keeps a section from being
complete; warnings and hints do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from cluster_desktop.query import Query

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Severity = Literal["missing", "warning", "hint"]


@dataclass(frozen=True)
class Gap:
    """One thing that a section lacks.

    `key` is stable ("2.no_head"); `sentence` is in the language of the window. Either `query` says
    which records to show (for "there is none" all records of the kind: add one there), or
    `entity`, `record` and `field` name the one field to fill.
    """

    section: int
    key: str
    severity: Severity
    sentence: str
    query: Query | None = None
    entity: str = ""
    record: UUID | None = None
    field: str = ""
    count: int = 0


def gaps(office: Office, section: int) -> list[Gap]:
    """What one section lacks, worst first. Raises Refusal where there is no cluster."""
    raise NotImplementedError
