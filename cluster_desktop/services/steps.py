"""The 12 steps of creation (chapter 4): state, dates, responsible, files, and proving records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.fields import Value
from cluster_desktop.query import Changes, Figure
from cluster_desktop.services.passport_content import Words

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office


@dataclass(frozen=True)
class Proof:
    """Records that prove a step: in words, and how many there are; the figure opens them."""

    label: str
    figure: Figure


@dataclass(frozen=True)
class Step:
    """One step as the page shows it. `asks` is what the recommendations ask, in kk and ru.

    state: not_started, in_progress, done. `record` is its creation_step (files hang there).
    """

    number: int
    title: str
    asks: Words
    state: str
    starts: date | None
    due: date | None
    done_on: date | None
    responsible: str
    evidence: str
    record: UUID
    files: int
    proofs: tuple[Proof, ...]

    @property
    def is_proved(self) -> bool:
        """There are files, words or records that prove it."""
        return bool(self.files or self.evidence or any(one.figure.value for one in self.proofs))


def steps(office: Office, on: date | None = None) -> list[Step]:
    """All 12 in order. Raises Refusal where there is no cluster."""
    raise NotImplementedError


def set_step(office: Office, number: int, values: Mapping[str, Value]) -> Changes:
    """New state, starts, due, done_on, responsible, evidence, note of a step.

    Done needs a day (today where none is given) and a proof. Raises Refusal.
    """
    raise NotImplementedError


def as_plan(office: Office, year: int) -> Changes:
    """“Insert the 12 steps”: a plan item for each step that has none, in kk and ru."""
    raise NotImplementedError
