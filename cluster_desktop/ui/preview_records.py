"""Papers of records as a print job: made from the office, their gaps filled in place.

Every method runs in a worker. Knows the office and the documents, no widgets.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from uuid import UUID

from cluster_desktop.documents import press, preview
from cluster_desktop.errors import Refusal
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import contracts, paper_gaps, paper_jobs, paper_kinds, papers
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_contracts import LEFT_OUT, MISSING, NO_CONTRACT, REMARK
from cluster_desktop.services.paper_data import AnyData, Template
from cluster_desktop.services.paper_jobs import Job
from cluster_desktop.services.paper_kinds import OF_AGREEMENT, PAPERS
from cluster_desktop.services.print_job import PrintJob
from cluster_desktop.services.undecided import UNDECIDED
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.work import Progress

# A role is no field that is typed: it follows from the kind of the organisation.
_NOT_TYPED = ("role_kk", "role_ru")


def layout_of(key: str) -> press.Layout:
    """The layout a choice stands for."""
    return "sequence" if key == "sequence" else "columns"


class RecordPapers:
    """A PaperJob of one kind of paper for chosen records.

    `of` names the entity of the records where the paper is made of others (placements of a
    period). The kind OF_AGREEMENT prints each agreement by its own kind.
    """

    def __init__(self, office: Office, kind: str, ids: Sequence[UUID], *, of: str = "") -> None:
        self._office = office
        self._kind = kind
        self._of = of
        self._ids = list(ids)
        self._known: dict[str, tuple[AnyData, Template]] = {}
        self._layout: press.Layout = "columns"
        self._issued = Changes()

    def told(self, sent: Sequence[str], before: Sequence[str], title: str) -> PrintJob:
        """The job as it is remembered until its end is known."""
        return PrintJob(
            kind=self._kind,
            of=self._of,
            ids=tuple(self._ids),
            sent=tuple(sent),
            before=tuple(before),
            layout=self._layout,
            title=title,
        )

    def papers(self, layout: str, progress: Progress) -> list[Paper]:
        """The papers in the order of the list; one that cannot be made says why and has no page."""
        self._layout = layout_of(layout)
        self._known = {}
        jobs = paper_jobs.jobs(
            self._office, self._kind, self._ids, of=self._of, progress=_quiet(progress)
        )
        if len(jobs) == 1 and not _is_left_out(jobs[0]):
            jobs[0].ready()
        taken: set[str] = set()
        found = []
        for done, job in enumerate(jobs):
            progress(done, len(jobs))
            found.append(self._paper(job, taken, is_only=len(jobs) == 1))
        return found

    def _paper(self, job: Job, taken: set[str], *, is_only: bool) -> Paper:
        if job.problem is not None and _is_left_out(job):
            return Paper(key=job.key, title=job.title, gaps=(job.problem,))
        try:
            data, template = job.ready()
            pdf = press.render(data, template, self._layout)
            gaps, remarks = self._gaps(data, template)
        except Refusal as why:
            if is_only:
                raise
            problem = job.problem or Finding(why.message, field=why.field)
            return Paper(key=job.key, title=job.title, gaps=(problem,))
        self._known[job.key] = (data, template)
        return Paper(
            key=job.key,
            title=job.title,
            pdf=pdf,
            pages=preview.page_count(pdf),
            gaps=gaps,
            remarks=remarks,
            typed=frozenset(
                gap.field or ""
                for gap in (*gaps, *remarks)
                if paper_gaps.is_typed(self._office, data, gap)
            ),
            file_name=press.file_name(data, "pdf", taken),
        )

    def _gaps(
        self, data: AnyData, template: Template
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """What the paper needs from the record, and what is only remarked."""
        found = press.findings(data, template, self._layout)
        gaps = tuple(
            f for f in found if f.code == MISSING and (f.field or "").rsplit(".", 1)[-1]
            not in _NOT_TYPED
        )  # fmt: skip
        return gaps, tuple(f for f in found if f.code == REMARK)

    def fill(self, key: str, gap: Finding, text: str) -> Changes:
        """Write what was missing into the record it belongs to."""
        return paper_gaps.fill(self._office, self._known_of(key)[0], gap, text)

    def make_contracts(self) -> Changes:
        """A draft contract for each student of the job who has none."""
        placed = paper_kinds.kind_of("referral")
        found = paper_jobs.records_of(self._office, placed, self._of, self._ids)
        return contracts.make_contracts(self._office, found, self._kind)

    def save(self, key: str, layout: str, path: Path) -> None:
        """One paper as a file, docx by its ending."""
        data, template = self._known_of(key)
        kind: Literal["pdf", "docx"] = "docx" if path.suffix.casefold() == ".docx" else "pdf"
        write_whole(path, press.render(data, template, layout_of(layout), kind))

    def save_all(self, keys: list[str], layout: str, path: Path, progress: Progress) -> None:
        """Many papers as one PDF."""
        jobs = [self._known_of(key) for key in keys]
        made = press.render_many(jobs, layout_of(layout), progress=_quiet(progress))
        write_whole(path, made)

    def issue(self, keys: list[str]) -> Changes:
        """Keep the numbers shown in the preview, before the papers go out."""
        self._issued = paper_jobs.issue(self._office, [self._known_of(key)[0] for key in keys])
        return self._issued

    def mark_printed(self, keys: list[str]) -> Changes:
        """Of agreements: day, checksum and template version; drafts become printed."""
        if not self._of_agreements():
            return self._issued
        prints = []
        for key in keys:
            data, template = self._known_of(key)
            digest = press.content_digest(data, template, self._layout)
            prints.append(papers.Printed(UUID(key), digest, template.version))
        return papers.mark_printed(self._office, prints)

    def _of_agreements(self) -> bool:
        if self._kind == OF_AGREEMENT:
            return True
        return PAPERS[self._kind].entity == "agreement" and self._kind != "annex"

    def take_back(self, printed: Changes) -> Changes:
        """Not printed after all."""
        self._issued = Changes()
        return self._office.undo(printed.action) if printed.action is not None else Changes()

    def _known_of(self, key: str) -> tuple[AnyData, Template]:
        if key not in self._known:
            raise Refusal(_("This paper cannot be made yet: fill in what is missing."))
        return self._known[key]


def _is_left_out(job: Job) -> bool:
    return job.problem is not None and job.problem.code in (LEFT_OUT, NO_CONTRACT, UNDECIDED)


def _quiet(progress: Progress) -> paper_jobs.Progress:
    return lambda done, total: progress(done, total)
