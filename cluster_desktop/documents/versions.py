"""Which paper of a record has just the content that a scanned code names."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from cluster_desktop.documents import press
from cluster_desktop.errors import Refusal
from cluster_desktop.services import paper_jobs
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_jobs import Job
from cluster_desktop.services.paper_kinds import OF_AGREEMENT

# Papers that follow from their one record alone. An order or a list also depends on which records
# were chosen for it, so that nothing can be said of its version.
KINDS: Mapping[str, tuple[str, ...]] = {
    "agreement": (OF_AGREEMENT, "annex"),
    "placement": ("referral", "reference", "certificate"),
    "meeting": ("minutes",),
}


def kind_now(office: Office, entity: str, record: UUID, digest: str) -> str | None:
    """The kind of the record's paper whose digest begins so today; "" where none does any more.

    None where papers of such records cannot be compared.
    """
    if entity not in KINDS:
        return None
    for kind in KINDS[entity]:
        try:
            jobs = paper_jobs.jobs(office, kind, [record])
        except Refusal:
            continue  # this record has no such paper
        for job in jobs:
            if any(found.startswith(digest) for found in _digests(job)):
                _data, template = job.ready()
                return template.kind
    return ""


def _digests(job: Job) -> list[str]:
    if job.data is None or job.template is None:
        return []
    try:
        return [
            press.content_digest(job.data, job.template, layout)
            for layout in (*press.LAYOUTS, *press.SINGLE)
        ]
    except Refusal:
        return []  # its template is broken today
