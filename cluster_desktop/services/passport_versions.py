"""Versions of the passport: submitted, returned, approved and frozen, in force, amended, archived.

An approval freezes the content: its JSON never changes again, and its prints are kept as files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.query import Changes, Row
from cluster_desktop.services.passport_content import Passport, Words

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

# From the content to files by name, such as {"passport-v1.pdf": …}. The paper room is not known here:
# window and command line hand in `documents.passport_paper.prints`.
Printer = Callable[[Passport], Mapping[str, bytes]]


@dataclass(frozen=True)
class Approval:
    """Who approved the passport, when, and by which minutes or decision."""

    on: date
    minutes_number: str
    by_kk: str
    by_ru: str = ""


@dataclass(frozen=True)
class Line:
    """One difference of two versions. `section` is 0 for the title page, 12 for annexes."""

    section: int
    title: Words
    what: Words
    before: Words
    after: Words


def submit(office: Office, on: date, document: str = "", *, incomplete: bool = False) -> Changes:
    """Draft or returned → submitted; the path notes it, too. Raises Refusal with what is missing,
    unless `incomplete` says that it is meant so."""
    raise NotImplementedError


def give_back(office: Office, on: date, reason: str) -> Changes:
    """Submitted → returned for revision, with the council's reason."""
    raise NotImplementedError


def approve(office: Office, approval: Approval, printer: Printer) -> Changes:
    """Submitted → approved: freezes the next version with its prints, as one action."""
    raise NotImplementedError


def put_in_force(office: Office, on: date) -> Changes:
    """The approved version is in force; the one before it goes to the archive."""
    raise NotImplementedError


def amend(office: Office) -> Changes:
    """In force → being amended: the draft is open again; the version in force stays in force."""
    raise NotImplementedError


def archive(office: Office, version: UUID) -> Changes:
    """A version in force is no longer so. Raises Refusal where it is not in force."""
    raise NotImplementedError


def versions(office: Office) -> list[Row]:
    """All versions, newest first: number, state, approved_on, minutes_number, approved_by_kk/ru,
    digest."""
    raise NotImplementedError


def in_force(office: Office) -> Row | None:
    """The version in force."""
    raise NotImplementedError


def frozen(office: Office, version: UUID) -> Passport:
    """The content of a version. Raises Trouble where it is not what was frozen."""
    raise NotImplementedError


def prints(office: Office, version: UUID) -> list[Row]:
    """The kept prints (attachments): name, sha256; attachments.content_path gives the file."""
    raise NotImplementedError


def compare(before: Passport, after: Passport) -> list[Line]:
    """Exactly what differs: typed text by paragraph, facts, rows of tables, charts."""
    raise NotImplementedError
