"""Commands on papers: what is missing first, then one file, or a file for each."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cluster_desktop import documents
from cluster_desktop.cli import passport
from cluster_desktop.cli.commands import conditions_of, id_of, opened, put_json, say
from cluster_desktop.documents import press
from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _, ngettext
from cluster_desktop.query import Condition, Query
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import contracts, paper_gaps, paper_jobs, paper_kinds, paper_placement
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_contracts import LEFT_OUT, MISSING, NO_CONTRACT, REMARK
from cluster_desktop.services.paper_data import AnyData, Template
from cluster_desktop.services.paper_jobs import Job
from cluster_desktop.services.paper_kinds import PaperKind

WITH_MISSING, REFUSED = 1, 2
# A book of the whole cluster and no paper of a record: it has a room of its own.
PASSPORT = "passport"


@dataclass(frozen=True)
class _Checked:
    """A paper with what it lacks."""

    job: Job
    lacks: tuple[Finding, ...]
    remarks: tuple[Finding, ...] = ()

    @property
    def is_left_out(self) -> bool:
        """There is nothing to print: blanks to write on are for missing words only."""
        problem = self.job.problem
        return problem is not None and problem.code in (LEFT_OUT, NO_CONTRACT)


def print_papers(asked: argparse.Namespace) -> int:
    """Check all papers, then make them; incomplete ones are asked about, never guessed."""
    if asked.list:
        return _list_kinds(asked)
    if not asked.document:
        raise Refusal(_("Name a document: print --list shows them."))
    if asked.document == PASSPORT:
        return passport.print_as_paper(asked)
    kind = paper_kinds.kind_of(asked.document)
    if asked.out is None and not asked.check:
        raise Refusal(_("Say where to: --out FILE, or --out FOLDER with --each."))
    with opened(asked) as office:
        of, ids = _chosen(office, kind, asked)
        found = paper_jobs.jobs(office, kind.key, ids, of=of)
        if asked.number:
            found = _with_number(office, kind, found, asked, ids, of)
        checked = [_check(job, asked.layout) for job in found]
        _tell(checked)
        if asked.check:
            return _say_checked(asked, checked)
        ready = [one.job.ready() for one in _to_print(kind, checked, asked)]
        paper_jobs.issue(office, [data for data, __ in ready])
        try:
            files = _write(ready, asked)
        except KeyboardInterrupt:
            say(_("Stopped. The files that are there are whole."))
            return REFUSED
    for path in files if len(files) < 10 else [asked.out]:
        say(_("Written: {path}").format(path=path))
    if asked.json:
        put_json({"papers": len(ready), "files": [str(path) for path in files]})
    return 0


def _list_kinds(asked: argparse.Namespace) -> int:
    if asked.json:
        put_json(
            [
                {"document": kind.key, "title": _(kind.label), "of": kind.entity}
                for kind in paper_kinds.PAPERS.values()
            ]
            + [{"document": PASSPORT, "title": _("Passport"), "of": "cluster"}]
        )
        return 0
    for kind in paper_kinds.PAPERS.values():
        print(f"{kind.key}\t{_(kind.label)}\t{kind.entity}")
    print(f"{PASSPORT}\t{_('Passport')}\tcluster")
    return 0


def _chosen(office: Office, kind: PaperKind, asked: argparse.Namespace) -> tuple[str, list[UUID]]:
    """The records that were named: their entity and their ids."""
    ways = (bool(asked.ids), asked.all, bool(asked.where), bool(asked.period))
    if not any(ways) or (asked.ids and sum(ways) > 1):
        raise Refusal(_("Name the records to print, or say --all, --period or --where."))
    entity = office.entity(kind.entity)
    if asked.ids:
        return kind.entity, list(dict.fromkeys(id_of(office, entity, one) for one in asked.ids))
    where = conditions_of(office, entity, asked.where)
    if asked.period:
        period = id_of(office, office.entity("practice_period"), asked.period)
        if "practice_period" not in kind.offered_for:
            raise Refusal(_("This paper is not made of these records."))
        if kind.key in paper_placement.CONTRACTS and not where:
            # From the students, so that those without a contract are told.
            return "practice_period", [period]
        found = paper_jobs.records_of(office, kind, "practice_period", [period])
        if where:
            some = {row.id for row in office.rows(Query(entity.name, where, columns=("id",)))}
            found = [record for record in found if record in some]
        return kind.entity, found
    query = Query(entity.name, (*where, *_of_kind(kind)), columns=(entity.title,))
    return kind.entity, [row.id for row in office.rows(query)]


def _of_kind(kind: PaperKind) -> tuple[Condition, ...]:
    """Which records “all” means for a kind of paper."""
    if kind.key == "annex":
        contracts_only = Condition("kind", "in", paper_placement.CONTRACTS)
        return (contracts_only, Condition("student_id", "empty"))
    if kind.entity == "agreement":
        return (Condition("kind", "is", kind.key),)
    if kind.key == "graduates":
        return (Condition("graduated", "is", True),)
    if kind.entity == "placement":
        return (
            Condition("state", "in", ("planned", "sent", "in_progress", "finished", "assessed")),
        )
    return ()


def _with_number(
    office: Office,
    kind: PaperKind,
    found: Sequence[Job],
    asked: argparse.Namespace,
    ids: Sequence[UUID],
    of: str,
) -> list[Job]:
    """An order's number is that of the college's register: typed, then kept with the placements."""
    if kind.key != "order" or len(found) != 1:
        raise Refusal(_("--number is for one order on sending."))
    data, __ = found[0].ready()
    if data.number != asked.number:
        paper_gaps.fill(office, data, Finding("", field="number"), asked.number)
    return paper_jobs.jobs(office, kind.key, ids, of=of)


def _check(job: Job, layout: press.Layout) -> _Checked:
    if job.problem is not None:
        return _Checked(job, (job.problem,))
    data, template = job.ready()
    found = press.findings(data, template, layout)
    lacks, remarks = (tuple(one for one in found if one.code == code) for code in (MISSING, REMARK))
    return _Checked(job, lacks, remarks)


def _tell(checked: Sequence[_Checked]) -> None:
    for one in checked:
        if one.job.problem is not None and len(checked) == 1:
            continue  # it is refused with the same words
        for said in (*one.lacks, *one.remarks):
            say(f"{one.job.title}: {said.message}")


def _say_checked(asked: argparse.Namespace, checked: Sequence[_Checked]) -> int:
    lacking = [one for one in checked if one.lacks]
    if asked.json:
        put_json(
            {
                "papers": len(checked),
                "ready": len(checked) - len(lacking),
                "missing": [
                    {
                        "id": one.job.key,
                        "title": one.job.title,
                        "missing": [lack.message for lack in one.lacks],
                    }
                    for one in lacking
                ],
            }
        )
    said = _("{n} papers, {ready} ready, {missing} not complete")
    say(said.format(n=len(checked), ready=len(checked) - len(lacking), missing=len(lacking)))
    return WITH_MISSING if lacking else 0


def _to_print(
    kind: PaperKind, checked: Sequence[_Checked], asked: argparse.Namespace
) -> list[_Checked]:
    """The papers to be made. Raises NeedsAnswer where some of many lack something."""
    lacking = [one for one in checked if one.lacks]
    if asked.only_ready:
        ready = [one for one in checked if not one.lacks]
        if not ready:
            raise Refusal(_("No paper is complete: fill in what is missing."))
        return ready
    # Scripts print memoranda with lines to write on since the first version.
    asks = len(checked) > 1 and kind.key != "memorandum"
    if lacking and asks and not asked.blanks:
        raise NeedsAnswer(
            ngettext(
                "{n} paper of {total} is not complete.",
                "{n} papers of {total} are not complete.",
                len(lacking),
            ).format(n=len(lacking), total=len(checked)),
            question="missing",
            choices=(
                _("--only-ready: go on without them"),
                _("--blanks: print lines to write on"),
            ),
        )
    return _makeable(checked)


def _makeable(checked: Sequence[_Checked]) -> list[_Checked]:
    """Without those that must not go out. Raises Refusal where none is left."""
    kept = [one for one in checked if not one.is_left_out]
    if not kept and len(checked) == 1:
        checked[0].job.ready()
    if not kept:
        raise Refusal(_("None of these papers can be made."))
    left = len(checked) - len(kept)
    if left:
        said = ngettext("{n} paper of {total} left out.", "{n} papers of {total} left out.", left)
        say(said.format(n=left, total=len(checked)))
    return kept


def _write(jobs: Sequence[tuple[AnyData, Template]], asked: argparse.Namespace) -> list[Path]:
    """One file with all papers; a .docx holds one paper, several go into a folder."""
    out: Path = asked.out
    ending = out.suffix.lower() == ".docx"
    wanted: press.Format = asked.format or ("docx" if ending else "pdf")
    if asked.each or (wanted == "docx" and len(jobs) > 1):
        return documents.render_files(jobs, out, asked.layout, wanted)
    ends_with(out, f".{wanted}")
    if wanted == "docx":
        write_whole(out, documents.render(*jobs[0], asked.layout, "docx"))
    else:
        write_whole(out, documents.render_many(jobs, asked.layout))
    return [out]


def ends_with(path: Path, ending: str) -> None:
    """A file whose name promises something else would not open where it is sent."""
    if path.is_dir() or not path.name:
        raise Refusal(_("{path} is a folder. Name the file to write.").format(path=path))
    if path.suffix.casefold() != ending:
        raise Refusal(
            _("The file must end with {ending}: {name}").format(ending=ending, name=path.name)
        )


def make_contracts(asked: argparse.Namespace) -> int:
    """A draft contract for every student of a period who has none."""
    with opened(asked) as office:
        period = id_of(office, office.entity("practice_period"), asked.period)
        kind = paper_kinds.kind_of("referral")
        placements = paper_jobs.records_of(office, kind, "practice_period", [period])
        changes = contracts.make_contracts(office, placements, asked.kind)
        made = office.lookup("agreement", "id", changes.ids)
    if asked.json:
        put_json({"action": changes.action, "contracts": sorted(str(one) for one in made)})
    say(changes.title)
    return 0
