"""The passport of the cluster: its content as plain values, and how complete each section is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cluster_desktop.fields import Value
from cluster_desktop.query import Changes, Figure, Row
from cluster_desktop.services.passport_content import Passport, Section, Words
from cluster_desktop.services.passport_rules import Gap

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

State = Literal["empty", "started", "complete"]


@dataclass(frozen=True)
class SectionState:
    """How far one section is.

    complete: nothing is missing and somebody has marked it; started: something is typed or
    recorded; empty: nothing. `can_be_marked` is False while something is missing.
    """

    number: int
    title: str
    state: State
    gaps: tuple[Gap, ...]
    marked: bool
    marked_on: date | None

    @property
    def missing(self) -> tuple[Gap, ...]:
        """The gaps that keep it from being complete."""
        return tuple(one for one in self.gaps if one.severity == "missing")

    @property
    def can_be_marked(self) -> bool:
        return not self.missing


def texts(office: Office) -> dict[int, Row]:
    """The passport_section record of each section: text_kk, text_ru, text_en, complete, marked_on.

    Raises Refusal where there is no cluster.
    """
    raise NotImplementedError


def set_text(office: Office, number: int, values: Mapping[str, Value]) -> Changes:
    """New text (text_kk, text_ru, text_en) of a section, as one action; the same text: nothing."""
    raise NotImplementedError


def mark(office: Office, number: int, complete: bool) -> Changes:
    """Mark a section as complete, or not. Raises Refusal with what is missing."""
    raise NotImplementedError


def states(office: Office) -> list[SectionState]:
    """All 11 sections in order."""
    raise NotImplementedError


def completeness(found: list[SectionState]) -> tuple[int, int]:
    """(complete sections, 11): the meter."""
    raise NotImplementedError


def content(office: Office, on: date | None = None) -> Passport:
    """The passport as it would be printed now: the draft. Numbers reckon by `on`, else today."""
    raise NotImplementedError


def section(office: Office, number: int, on: date | None = None) -> Section:
    """One section of the draft, for the editor: text, facts, tables, charts."""
    raise NotImplementedError


def figures(office: Office, on: date | None = None) -> dict[str, Figure]:
    """Every number of the facts by the fact's key ("2.participants"): opens its records."""
    raise NotImplementedError


def checklist(number: int) -> tuple[Words, ...]:
    """“What belongs here”: what the recommendations ask of the section."""
    raise NotImplementedError
