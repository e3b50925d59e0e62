"""Scanned papers: which record each page belongs to, and keeping them with those records.

The pages come as plain values (scanning/ reads them); what is kept is one action: the scans as
files of their records, and the agreements marked as signed. Knows no pictures and no PDF.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal, TooBig
from cluster_desktop.i18n import N_, _, format_date, ngettext
from cluster_desktop.query import Changes, Condition, Operation, Query, Ref, Row
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import agreements, attachments
from cluster_desktop.services.paper_kinds import PAPERS

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

ANNEX = "annex"
# The records a printed code may name: those that papers are made of.
ENTITIES = (
    *("agreement", "placement", "practice_period", "meeting", "organisation"),
    *("mentor", "student"),
)
UNSIGNED = frozenset({"draft", "approval", "printed"})

Why = Literal["no_code", "two_codes", "no_record", "in_bin"]
Version = Literal["printed", "present", "other", "unknown"]
KindNow = Callable[[str, UUID, str], str | None]
"""(entity, record, start of a digest) → the kind of its paper that has just this content now, ""
for none, None where it cannot be known. Making papers is another room's business."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file from a scanner. `number` counts from 0 among the `of` pages there."""

    path: Path
    number: int
    of: int
    sha256: str
    codes: tuple[tuple[UUID, str], ...] = ()
    is_blank: bool = False

    @property
    def place(self) -> tuple[Path, int]:
        return self.path, self.number

    @property
    def called(self) -> str:
        """How the page is named to a person."""
        if self.of == 1:
            return self.path.name
        return _("{file}, page {n}").format(file=self.path.name, n=self.number + 1)


@dataclass(frozen=True, slots=True)
class Target:
    """A record that pages are filed to."""

    entity: str
    record: UUID
    title: str = ""


Answers = Mapping[tuple[Path, int], Target]


@dataclass(frozen=True)
class Found:
    """The pages of one paper, and what is to be said of them."""

    target: Target
    digest: str
    pages: tuple[Page, ...]
    kind: str = ""
    version: Version = "unknown"
    is_kept: bool = False
    """The very same file is kept with the record already."""
    signs: bool = False
    """Filing it makes an agreement a signed one."""
    remarks: tuple[Finding, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.target.record}/{self.digest or self.pages[0].called}"


@dataclass(frozen=True)
class Asked:
    """A page the program must not guess: why, and the papers it may well belong to."""

    page: Page
    why: Why
    proposed: tuple[Target, ...] = ()

    @property
    def said(self) -> str:
        return {
            "no_code": _("No code is on this page. Choose the record it belongs to."),
            "two_codes": _("Codes of several papers are on this page. Choose the record."),
            "no_record": _("The record of this code is not among these data."),
            "in_bin": _("The record of this code is in the bin. Bring it back or choose another."),
        }[self.why]


@dataclass(frozen=True)
class Plan:
    """What is in the stack. `blank` and `twice` are left out, and said."""

    papers: tuple[Found, ...] = ()
    asked: tuple[Asked, ...] = ()
    blank: tuple[Page, ...] = ()
    twice: tuple[Page, ...] = ()


def plan(
    office: Office,
    pages: Sequence[Page],
    *,
    answers: Answers | None = None,
    kind_now: KindNow | None = None,
) -> Plan:
    """Which paper each page belongs to, in the order of the scans; nothing is written."""
    answers = answers or {}
    fresh, twice = _without_repeats(pages)
    named = {codes[0][0] for page in fresh if len(codes := _distinct(page)) == 1}
    known = targets(office, named)
    groups: dict[tuple[UUID, str], list[Page]] = {}
    owners: dict[tuple[UUID, str], Target] = {}
    blank: list[Page] = []
    waiting: list[tuple[Page, Why, int]] = []
    for page in fresh:
        codes = _distinct(page)
        if page.place in answers:
            target = answers[page.place]
            # By hand it joins the paper of that record in the stack, if there is one.
            joined = next((key for key in groups if key[0] == target.record), (target.record, ""))
            groups.setdefault(joined, []).append(page)
            owners.setdefault(joined, target)
        elif len(codes) == 1 and codes[0][0] in known:
            groups.setdefault(codes[0], []).append(page)
            owners[codes[0]] = known[codes[0][0]]
        elif page.is_blank:
            blank.append(page)
        else:
            waiting.append((page, _why(office, codes), len(groups)))
    order = list(groups)
    asked = tuple(
        Asked(page, why, _proposed([owners[key] for key in order], before))
        for page, why, before in waiting
    )
    papers = tuple(_found(office, owners[key], key[1], groups[key], kind_now) for key in order)
    return Plan(papers, asked, tuple(blank), tuple(twice))


def _without_repeats(pages: Sequence[Page]) -> tuple[list[Page], list[Page]]:
    """Pages, and those of a file that lies there twice."""
    seen: dict[tuple[str, int], Path] = {}
    fresh: list[Page] = []
    twice: list[Page] = []
    for page in pages:
        first = seen.setdefault((page.sha256, page.number), page.path)
        (fresh if first == page.path else twice).append(page)
    return fresh, twice


def _distinct(page: Page) -> list[tuple[UUID, str]]:
    return list(dict.fromkeys(page.codes))


def _why(office: Office, codes: Sequence[tuple[UUID, str]]) -> Why:
    if not codes:
        return "no_code"
    if len(codes) > 1:
        return "two_codes"
    lost = codes[0][0]
    return "in_bin" if any(office.is_in_bin(entity, lost) for entity in ENTITIES) else "no_record"


def _proposed(owners: Sequence[Target], before: int) -> tuple[Target, ...]:
    """The paper that lay before the page in the stack, then the one after it."""
    near = [*owners[max(0, before - 1) : before], *owners[before : before + 1]]
    return tuple(dict.fromkeys(near))


def targets(office: Office, records: set[UUID]) -> dict[UUID, Target]:
    """Live records by id, each with its kind and a title that a person knows it by."""
    found: dict[UUID, Target] = {}
    for entity in ENTITIES:
        left = records - set(found)
        if not left:
            break
        if entity in _NAMED_BY:
            where = (Condition("id", "in", tuple(left)),)
            rows = office.rows(Query(entity, where, columns=_NAMED_BY[entity]))
            found |= {row.id: Target(entity, row.id, _title(entity, row)) for row in rows}
            continue
        for record in office.lookup(entity, "id", left):
            if isinstance(record, UUID):
                found[record] = Target(entity, record, office.title(entity, record))
    return found


# Records that are known by more than one of their fields.
_NAMED_BY = {
    "agreement": ("number", "partner_id"),
    "placement": ("student_id", "organisation_id"),
}


def _title(entity: str, row: Row) -> str:
    names = [row[name] for name in _NAMED_BY[entity]]
    said = [name.title if isinstance(name, Ref) else str(name or "–") for name in names]
    return " · ".join(said)


# What is to be said of a paper


def _found(
    office: Office, target: Target, digest: str, pages: list[Page], kind_now: KindNow | None
) -> Found:
    made = Found(target, digest, tuple(pages))
    stage = printed = None
    if target.entity == "agreement":
        row = office.get("agreement", target.record)
        stage, printed = row["stage"], row["printed_hash"]
    if digest:
        kind, version = _version(target, digest, str(printed or ""), kind_now)
        made = replace(made, kind=kind, version=version)
    scans = [row for row in attachments.of_record(office, target.record) if row["kind"] == "scan"]
    whole = _whole_file(pages)
    return replace(
        made,
        is_kept=whole is not None and any(row["sha256"] == whole for row in scans),
        signs=stage in UNSIGNED and made.kind != ANNEX,
        remarks=tuple(_remarks(made, whole, scans)),
    )


def _version(
    target: Target, digest: str, printed: str, kind_now: KindNow | None
) -> tuple[str, Version]:
    if printed.startswith(digest):
        return "", "printed"
    kind = kind_now(target.entity, target.record, digest) if kind_now is not None else None
    if kind:
        return kind, "present"
    return "", "unknown" if kind is None else "other"


def _remarks(made: Found, whole: str | None, scans: Sequence[Row]) -> list[Finding]:
    remarks = []
    if made.version == "other":
        said = _("Another version: the record was changed after this paper was printed. Compare.")
        remarks.append(Finding(said, severity="warning", code="other_version"))
    if any(row["sha256"] == whole for row in scans):
        said = _("This very scan is kept already.")
        remarks.append(Finding(said, severity="warning", code="kept"))
    elif scans:
        said = ngettext(
            "{n} scan is kept already; this one is added.",
            "{n} scans are kept already; this one is added.",
            len(scans),
        ).format(n=len(scans))
        remarks.append(Finding(said, severity="warning", code="another_scan"))
    return remarks


def _whole_file(pages: Sequence[Page]) -> str | None:
    """The checksum of the file, if the paper is just that whole file."""
    first = pages[0]
    is_whole = [page.place for page in pages] == [(first.path, n) for n in range(first.of)]
    return first.sha256 if is_whole else None


def title_of(found: Found) -> str:
    """Kind of the paper, where it is known, and its record."""
    kind = PAPERS.get(found.kind)
    return f"{_(kind.label)}: {found.target.title}" if kind is not None else found.target.title


# Keeping


@dataclass(frozen=True)
class Kept:
    """What filing did; `already` are papers whose very file was there."""

    changes: Changes
    filed: tuple[Found, ...] = ()
    already: tuple[Found, ...] = ()


def file_name(office: Office, found: Found, ending: str) -> str:
    """What the scan is called among the record's files."""
    return f"{title_of(found)} {format_date(office.today())}{ending}"


def file(
    office: Office,
    contents: Sequence[tuple[Found, str, bytes]],
    *,
    signed_on: date | None = None,
) -> Kept:
    """Keep each paper (with the ending and bytes of its file) with its record, as one action.

    With a day, agreements that wait for it become signed on that day. Raises Refusal or TooBig,
    and then nothing was kept.
    """
    operations: list[Operation] = []
    filed: list[Found] = []
    already: list[Found] = []
    for found, ending, content in contents:
        target = found.target
        if len(content) > attachments.MAX_BYTES:
            said = _("{name} is larger than 25 MB. Scan it at 150–200 dpi and try again.")
            raise TooBig(said.format(name=found.target.title))
        digest = hashlib.sha256(content).hexdigest()
        there = attachments.of_record(office, target.record)
        if any(row["sha256"] == digest for row in there):
            already.append(found)
            continue
        name = attachments.safe_name(file_name(office, found, ending))
        operations.append(
            attachments.stored(office, target.entity, target.record, name, content, kind="scan")
        )
        filed.append(found)
    signed = [found.target.record for found in (*filed, *already) if found.signs]
    if signed_on is not None and signed:
        operations += agreements.signing(office, list(dict.fromkeys(signed)), signed_on)
    if not operations:
        return Kept(Changes(), (), tuple(already))
    title = Said(N_("Scans filed: {n}"), {"n": str(len(filed))})
    return Kept(office.apply(title, office.source, operations), tuple(filed), tuple(already))


def target_of(office: Office, entity: str, record: UUID) -> Target:
    """The record a person chose for a page. Raises Refusal where there is none."""
    found = targets(office, {record}) if entity in ENTITIES else {}
    if record not in found:
        raise Refusal(_("Scans are not filed to such records."))
    return found[record]


def choices(office: Office, text: str, limit: int = 12) -> list[Target]:
    """Records a page may be filed to, by parts of their text: agreements first."""
    wanted: list[UUID] = []
    for entity in ("agreement", "placement", "meeting", "organisation"):
        if len(wanted) < limit:
            found = office.choices_for(entity, text, limit - len(wanted))
            wanted += [ref.id for ref in found]
    known = targets(office, set(wanted))
    return [known[record] for record in wanted if record in known]
