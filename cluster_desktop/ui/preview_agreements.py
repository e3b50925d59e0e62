"""The papers of agreements as a print job: memoranda made from records, their gaps filled in place.

Every method runs in a worker. Knows the office and the documents, no widgets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import UUID

from cluster_desktop.documents import press
from cluster_desktop.errors import Bug, Refusal
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.query import Changes, Condition, Query, Ref
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import papers
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_data import MemorandumData, Template
from cluster_desktop.ui.printing import Paper
from cluster_desktop.ui.work import Progress

PaperLayout = Literal["columns", "sequence"]

# Field of a party on paper → field of the organisation it comes from.
ORGANISATION_FIELD = {
    "person_kk": "head_kk", "person_ru": "head_ru", "position_kk": "head_position_kk",
    "position_ru": "head_position_ru",
}  # fmt: skip
# What a paper needs from a record; other findings are remarks, not gaps.
MISSING = "missing"
# A role is no field that is typed: it follows from the kind of the organisation.
_NOT_TYPED = ("role_kk", "role_ru")


@dataclass(frozen=True)
class _Known:
    data: MemorandumData
    template: Template


def layout_of(key: str) -> PaperLayout:
    """The layout a choice stands for."""
    return "sequence" if key == "sequence" else "columns"


class AgreementPapers:
    """A PaperJob of agreements."""

    def __init__(self, office: Office, agreements: Sequence[UUID]) -> None:
        self._office = office
        self._ids = list(agreements)
        self._known: dict[str, _Known] = {}
        self._layout: PaperLayout = "columns"

    def papers(self, layout: str, progress: Progress) -> list[Paper]:
        """The papers in the order of the list; one that cannot be made says why and has no page."""
        self._layout = layout_of(layout)
        taken: set[str] = set()
        found = []
        for done, agreement in enumerate(self._ids):
            progress(done, len(self._ids))
            found.append(self._paper(agreement, taken))
        return found

    def _paper(self, agreement: UUID, taken: set[str]) -> Paper:
        key = str(agreement)
        try:
            data, template = papers.job_of(self._office, agreement)
            shown = press.show(data, template, self._layout)
            gaps = self._gaps(data, template)
        except Refusal as why:
            if len(self._ids) == 1:
                raise
            title = self._office.title("agreement", agreement)
            return Paper(key=key, title=title, gaps=(Finding(why.message, field=why.field),))
        self._known[key] = _Known(data, template)
        partner = data.parties[1] if len(data.parties) > 1 else None
        name = (partner.name_kk or partner.name_ru) if partner is not None else ""
        return Paper(
            key=key,
            title=f"{data.number} {name}".strip(),
            pdf=shown.pdf,
            pages=shown.pages,
            gaps=gaps,
            file_name=press.file_name(data, "pdf", taken),
        )

    def _gaps(self, data: MemorandumData, template: Template) -> tuple[Finding, ...]:
        found = press.findings(data, template, self._layout)
        return tuple(
            f for f in found if f.code == MISSING and (f.field or "").rsplit(".", 1)[-1]
            not in _NOT_TYPED
        )  # fmt: skip

    def fill(self, key: str, gap: Finding, text: str) -> Changes:
        """Write what was missing into the record it belongs to."""
        entity, record, name = self._target(key, gap)
        spec = self._office.entity(entity).fields[name]
        value = spec.parse(text, self._office.today())
        return self._office.set(entity, record, {name: value})

    def _target(self, key: str, gap: Finding) -> tuple[str, UUID, str]:
        """(entity, record, field) behind a gap."""
        head, _dot, rest = (gap.field or "").partition(".")
        if head != "parties":
            name = "valid_from" if head == "date" else head
            if name not in self._office.entity("agreement").fields:
                raise Refusal(_("This is filled in on the record's own page."))
            return "agreement", UUID(key), name
        number, _dot, name = rest.partition(".")
        name = ORGANISATION_FIELD.get(name, name)
        organisation = self._organisation(key, int(number))
        if name not in self._office.entity("organisation").fields:
            raise Refusal(_("This is filled in on the record's own page."))
        return "organisation", organisation, name

    def _organisation(self, key: str, number: int) -> UUID:
        """The organisation of a party: the college, the partner, then the others in their order."""
        agreement = UUID(key)
        query = Query(
            "party",
            where=(Condition("agreement_id", "is", agreement),),
            sort=(("position", False),),
            columns=("organisation_id",),
        )
        links = [self._office.get("agreement", agreement)["partner_id"]]
        links += [row["organisation_id"] for row in self._office.rows(query)]
        found = [self._office.college_id(), *(x.id for x in links if isinstance(x, Ref))]
        wanted = found[number] if number < len(found) else None
        if wanted is None:
            raise Bug(f"no party {number} in the paper {key}")
        return wanted

    def save(self, key: str, layout: str, path: Path) -> None:
        """One paper as a file, docx by its ending."""
        known = self._of(key)
        kind: Literal["pdf", "docx"] = "docx" if path.suffix.casefold() == ".docx" else "pdf"
        made = press.render(known.data, known.template, layout_of(layout), kind)
        write_whole(path, made)

    def save_all(self, keys: list[str], layout: str, path: Path, progress: Progress) -> None:
        """Many papers as one PDF."""
        jobs = [(self._of(key).data, self._of(key).template) for key in keys]
        made = press.render_many(
            jobs, layout_of(layout), progress=lambda done, total: progress(done, total)
        )
        write_whole(path, made)

    def mark_printed(self, keys: list[str]) -> Changes:
        """Day, checksum and template version of what was printed; drafts become printed."""
        prints = []
        for key in keys:
            known = self._of(key)
            digest = press.content_digest(known.data, known.template, self._layout)
            prints.append(papers.Printed(UUID(key), digest, known.template.version))
        return papers.mark_printed(self._office, prints)

    def take_back(self, printed: Changes) -> Changes:
        """Not printed after all."""
        return self._office.undo(printed.action)

    def _of(self, key: str) -> _Known:
        if key not in self._known:
            raise Refusal(_("This paper cannot be made yet: fill in what is missing."))
        return self._known[key]
