"""The print job whose end nobody has confirmed yet: kept on this computer over a jam or power cut.

A job is remembered before its first page goes out and forgotten when the person says what became
of it. It names records and what was chosen, never the papers themselves: those are made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cluster_desktop.services.ids import new_id

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

DRAFT = "print_job"


@dataclass(frozen=True)
class PrintJob:
    """What was sent: the kind of paper and the records it was asked from, and the keys of papers.

    `sent` are the papers of the last sending, `before` those that are known to have come out.
    `title` is what Home calls it.
    """

    kind: str
    of: str
    ids: tuple[UUID, ...]
    sent: tuple[str, ...]
    before: tuple[str, ...] = ()
    layout: str = "columns"
    title: str = ""


def new_name() -> str:
    """What a job is kept under."""
    return f"{DRAFT}:{new_id()}"


def remember(office: Office, name: str, job: PrintJob) -> None:
    """Keep the job on this computer, in place of what was kept under that name."""
    body = {
        "kind": job.kind,
        "of": job.of,
        "ids": [str(one) for one in job.ids],
        "sent": list(job.sent),
        "before": list(job.before),
        "layout": job.layout,
        "title": job.title,
    }
    office.save_draft(name, body)


def pending(office: Office, name: str) -> PrintJob | None:
    """The job that waits for an answer."""
    body = office.draft(name)
    return None if body is None else _read(body)


def forget(office: Office, name: str) -> None:
    """The person said what became of it."""
    office.drop_draft(name)


def _read(body: dict[str, Any]) -> PrintJob:
    return PrintJob(
        kind=str(body["kind"]),
        of=str(body["of"]),
        ids=tuple(UUID(one) for one in body["ids"]),
        sent=tuple(map(str, body["sent"])),
        before=tuple(map(str, body["before"])),
        layout=str(body["layout"]),
        title=str(body["title"]),
    )
