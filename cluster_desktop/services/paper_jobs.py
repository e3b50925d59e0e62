"""Print jobs: from chosen records to papers of one kind, and the numbers kept when they go out.

A job is made in one pass over all records, so that four hundred papers need a few dozen queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from cluster_desktop.db.journal import Said
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Value
from cluster_desktop.i18n import N_, _
from cluster_desktop.query import Changes, Condition, Query, Row, Update
from cluster_desktop.rules.findings import Finding
from cluster_desktop.services import (
    colleges,
    council_minutes,
    paper_contracts,
    paper_lists,
    paper_placement,
    paper_practice,
    undecided,
)
from cluster_desktop.services.agreements import NUMBERED, proposed_numbers
from cluster_desktop.services.contracts import STANDING
from cluster_desktop.services.paper_contracts import LEFT_OUT, NO_CONTRACT
from cluster_desktop.services.paper_data import AnyData, PaperData, Template
from cluster_desktop.services.paper_kinds import OF_AGREEMENT, PLACED, PaperKind, kind_of
from cluster_desktop.services.paper_placement import CONTRACTS
from cluster_desktop.services.paper_reader import Reader, id_of, named
from cluster_desktop.services.papers import memorandum_data

if TYPE_CHECKING:
    from cluster_desktop.services.office import Office

Progress = Callable[[int, int], None]

# What an action that keeps the numbers of papers is called in the journal.
ISSUED: Mapping[str, str] = {
    "certificate": N_("Certificates issued: {n}"),
    "referral": N_("Referrals issued: {n}"),
    "order": N_("Orders on sending: {n}"),
}


@dataclass(frozen=True)
class Job:
    """One paper to be printed, or why it cannot be made."""

    key: str
    title: str
    data: AnyData | None = None
    template: Template | None = None
    problem: Finding | None = None

    def ready(self) -> tuple[AnyData, Template]:
        """Data and template. Raises Refusal where the paper cannot be made."""
        if self.data is None or self.template is None:
            said = self.problem.message if self.problem is not None else self.title
            raise Refusal(f"{self.title}: {said}" if said != self.title else said)
        return self.data, self.template


def of_agreement(office: Office, agreement: UUID) -> tuple[AnyData, Template]:
    """The paper of one agreement by its own kind. Raises Refusal."""
    return jobs(office, OF_AGREEMENT, [agreement])[0].ready()


def jobs(
    office: Office,
    kind: str,
    ids: Sequence[UUID],
    *,
    of: str = "",
    progress: Progress | None = None,
) -> list[Job]:
    """The papers of one kind for records of an entity, in the order of the records.

    `of` names the entity of the ids where it is not the one the paper is made of. Raises Refusal
    where there is nothing to print at all.
    """
    reader = Reader(office)
    named = "agreement" if kind == OF_AGREEMENT else of or kind_of(kind).entity
    colleges.refuse_others(office, named, ids)
    if kind == OF_AGREEMENT:
        made = _of_agreements(reader, ids, None, progress)
        if not made:
            raise Refusal(_("Nothing is chosen to print."))
        return made
    wanted = kind_of(kind)
    if wanted.key in CONTRACTS and of in PLACED:
        return _contracts(reader, wanted, of, ids, progress)
    records = records_of(office, wanted, of or wanted.entity, ids)
    if not records:
        raise Refusal(_nothing(wanted, of or wanted.entity))
    if wanted.entity == "agreement":
        return _of_agreements(reader, records, wanted, progress)
    if wanted.key == "mentor_list":
        mentors = paper_lists.mentor_rows(reader, records)
        return [_job(reader, "list", paper_lists.mentor_list(reader, mentors))]
    if wanted.key == "graduates":
        students = paper_lists.graduate_rows(reader, records)
        return [_job(reader, "list", paper_lists.graduates(reader, students))]
    if wanted.key == "minutes":
        return _minutes(reader, records, progress)
    placements = reader.load("placement", records)
    paper_placement.preload(reader, placements)
    if wanted.gathers:
        return _gathered(reader, wanted, placements)
    return _each(reader, wanted, placements, progress)


def _nothing(kind: PaperKind, entity: str) -> str:
    if kind.key == "annex" and entity != "agreement":
        return _("These students stand on no contract that has a list of students.")
    if kind.entity == "agreement" and entity != "agreement":
        return _("There is no contract to print yet. Make the contracts first.")
    return _("Nothing is chosen to print.")


# From what a page shows to what a paper is made of


def records_of(office: Office, kind: PaperKind, of: str, ids: Sequence[UUID]) -> list[UUID]:
    """The records a kind of paper is made of, from those of a page. Raises Refusal."""
    if of == kind.entity:
        return list(dict.fromkeys(ids))
    if of not in kind.offered_for:
        raise Refusal(_("This paper is not made of these records."))
    if kind.entity == "mentor" and of == "organisation":
        where = (Condition("organisation_id", "in", tuple(ids)),)
        mentors = colleges.of_own(office, Query("mentor", where, columns=("position",)))
        return [row.id for row in office.rows(mentors)]
    rows = _placements(office, of, ids)
    if kind.entity == "placement":
        return [row.id for row in rows]
    link = {"agreement": "agreement_id", "mentor": "mentor_id"}[kind.entity]
    found = list(dict.fromkeys(record for row in rows if (record := id_of(row[link]))))
    if kind.entity != "agreement" or not found:
        return found
    of_kind = (Condition("id", "in", tuple(found)), Condition("kind", "is", kind.key))
    if kind.key == "annex":
        # The contract of one student names the student itself.
        of_kind = (of_kind[0], Condition("student_id", "empty"))
    right = {row.id for row in office.rows(Query("agreement", of_kind, columns=("kind",)))}
    return [record for record in found if record in right]


def _placements(office: Office, of: str, ids: Sequence[UUID]) -> list[Row]:
    """Live placements behind records: by enterprise and name; of a student the newest."""
    link = {
        "placement": "id",
        "practice_period": "period_id",
        "student": "student_id",
        "mentor": "mentor_id",
        "organisation": "organisation_id",
    }[of]
    where: tuple[Condition, ...] = (Condition(link, "in", tuple(ids)),)
    if of in ("mentor", "organisation"):
        where = (*where, Condition("current", "is", True))
    query = Query(
        "placement",
        where,
        sort=(("organisation_id", False), ("student_id", False)),
        columns=(
            *("student_id", "organisation_id", "agreement_id", "mentor_id"),
            *("starts", "state"),
        ),
    )
    found = office.rows(colleges.of_own(office, query))
    rows = [row for row in found if row["state"] not in paper_placement.GIVEN_UP]
    if of != "student":
        return rows
    newest: dict[UUID | None, Row] = {}
    for row in sorted(rows, key=lambda row: row["starts"]):
        newest[id_of(row["student_id"])] = row
    order = {record: at for at, record in enumerate(ids)}
    return sorted(newest.values(), key=lambda row: order[row["student_id"].id])


# Making


def _of_agreements(
    reader: Reader, ids: Sequence[UUID], wanted: PaperKind | None, progress: Progress | None
) -> list[Job]:
    rows = reader.load("agreement", ids)
    reader.through(rows, "partner_id", "organisation")
    reader.through(rows, "student_id", "student")
    for entity in ("placement", "signatory"):
        reader.load_of(entity, "agreement_id", [row.id for row in rows])
    placed = [one for row in rows for one in reader.of("placement", "agreement_id", row.id)]
    paper_placement.preload(reader, placed)
    made: list[Job] = []
    waiting = undecided.legal(reader.office, "agreement", [row.id for row in rows])
    for done, row in enumerate(rows):
        if progress is not None:
            progress(done, len(rows))
        key, title = str(row.id), str(row["number"] or "–")
        if row.id in waiting:
            made.append(Job(key, title, problem=undecided.problem(waiting[row.id], row.id)))
            continue
        try:
            data, template = _of_agreement(reader, row, wanted)
        except Refusal as why:
            made.append(Job(key, title, problem=Finding(why.message, field=why.field)))
        else:
            made.append(Job(key, title_of(data), data, template))
    return made


def _contracts(
    reader: Reader, kind: PaperKind, of: str, ids: Sequence[UUID], progress: Progress | None
) -> list[Job]:
    """The contracts of placed students, in the order of the placements.

    A contract of dual training is made with each student: that of the enterprise alone says
    nothing of them. Who has none yet gets a line that says so.
    """
    rows = _placements(reader.office, of, ids)
    links = tuple({record for row in rows if (record := id_of(row["agreement_id"]))})
    columns = ("kind", "student_id", "partner_id", "stage")
    query = Query("agreement", (Condition("id", "in", links),), columns=columns)
    linked = {row.id: row for row in reader.office.rows(query)} if links else {}
    students = [row.id for row in reader.through(rows, "student_id", "student")]
    reader.load_of("agreement", "student_id", students)
    found: dict[str, UUID | Job] = {}
    for row in rows:
        stands_on = linked.get(id_of(row["agreement_id"]) or row.id)
        contract = _contract_of(reader, kind.key, row, stands_on)
        if contract is not None:
            found[str(contract)] = contract
        elif kind.key == "dual" or stands_on is None or stands_on["kind"] not in CONTRACTS:
            said = Finding(_("No contract with this student yet"), code=NO_CONTRACT)
            found[str(row.id)] = Job(str(row.id), row["student_id"].title, problem=said)
    if not found:
        raise Refusal(_nothing(kind, of))
    records = [one for one in found.values() if isinstance(one, UUID)]
    made = {job.key: job for job in _of_agreements(reader, records, kind, progress)}
    return [one if isinstance(one, Job) else made[key] for key, one in found.items()]


def _contract_of(reader: Reader, kind: str, placement: Row, linked: Row | None) -> UUID | None:
    """The contract that a placement stands on, else one that the student has with the place."""
    student, place = id_of(placement["student_id"]), id_of(placement["organisation_id"])
    if linked is not None and linked["kind"] == kind:
        is_own = id_of(linked["student_id"]) == student
        # A contract of practice covers all whom the enterprise takes.
        if is_own or (kind == "practice" and linked["student_id"] is None):
            return linked.id
    for row in reader.of("agreement", "student_id", student) if student is not None else ():
        stands = row["kind"] == kind and row["stage"] in STANDING
        if stands and id_of(row["partner_id"]) == place:
            return row.id
    return None


def _of_agreement(reader: Reader, row: Row, wanted: PaperKind | None) -> tuple[AnyData, Template]:
    office, kind = reader.office, str(row["kind"])
    if wanted is not None and wanted.key == "annex":
        return paper_contracts.annex(reader, row), reader.template(None, "annex")
    if wanted is not None and wanted.key != kind:
        said = _("This is another kind of document: “{document}”.")
        raise Refusal(said.format(document=kind), field="kind")
    if kind in CONTRACTS:
        contract = paper_contracts.contract(reader, row)
        return contract, reader.template(row["template_id"], contract.kind)
    template = reader.template(row["template_id"], kind)
    return memorandum_data(office, row.id), template


def _each(
    reader: Reader, kind: PaperKind, placements: Sequence[Row], progress: Progress | None
) -> list[Job]:
    office = reader.office
    template = reader.template(None, kind.key)
    numbers: Iterator[str] = iter(())
    if kind.key in NUMBERED:
        numbers = proposed_numbers(office, kind.key, office.today().year)
    made = []
    waiting = undecided.legal(office, "placement", [row.id for row in placements])
    for done, row in enumerate(placements):
        if progress is not None:
            progress(done, len(placements))
        why = paper_practice.not_due(row, office.today()) if kind.key == "certificate" else None
        if row.id in waiting:
            why = undecided.problem(waiting[row.id], row.id)
        if why is not None:
            made.append(Job(str(row.id), row["student_id"].title, problem=why))
            continue
        if kind.key == "certificate":
            data = paper_practice.certificate(reader, row, numbers)
        elif kind.key == "referral":
            data = paper_practice.referral(reader, row, numbers)
        else:
            data = paper_practice.reference(reader, row)
        made.append(Job(str(row.id), title_of(data), data, template))
    return made


def _minutes(reader: Reader, ids: Sequence[UUID], progress: Progress | None) -> list[Job]:
    """Minutes of meetings that were held; of a planned one there is nothing to print."""
    template = reader.template(None, "minutes")
    made = []
    rows = reader.load("meeting", ids)
    for done, row in enumerate(rows):
        if progress is not None:
            progress(done, len(rows))
        if row["state"] in council_minutes.NOT_HELD:
            said = Finding(_("The meeting was not held yet"), code=LEFT_OUT)
            made.append(Job(str(row.id), council_minutes.title(row), problem=said))
            continue
        data = council_minutes.minutes(reader, row)
        made.append(Job(str(row.id), title_of(data), data, template))
    return made


def _gathered(reader: Reader, kind: PaperKind, placements: Sequence[Row]) -> list[Job]:
    """One paper for each order there is or is to be, or for each enterprise."""
    groups: dict[tuple[Value, ...], list[Row]] = {}
    of_order = kind.key == "order"
    for row in placements:
        by = row["order_number"] or "" if of_order else id_of(row["organisation_id"])
        groups.setdefault((id_of(row["period_id"]), by), []).append(row)
    made = []
    waiting = undecided.legal(reader.office, "placement", [row.id for row in placements])
    for by, rows in groups.items():
        key = ",".join(str(part) for part in by)
        undecided_row = next((row for row in rows if row.id in waiting), None)
        if undecided_row is not None:
            # One student of it: the paper names them all.
            said = undecided.problem(waiting[undecided_row.id], undecided_row.id)
            made.append(Job(key, undecided_row["student_id"].title, problem=said))
        elif of_order:
            made.append(_job(reader, key, paper_practice.order(reader, rows)))
        elif any(row["mentor_id"] is not None for row in rows):
            made.append(_job(reader, key, paper_practice.mentor_order(reader, rows)))
        else:
            # An order on nobody would be a heading with an empty table.
            said = Finding(_("No student has a mentor here yet"), code=LEFT_OUT)
            partner = named(reader.row("organisation", rows[0]["organisation_id"]))
            made.append(Job(key, partner.kk, problem=said))
    return made


def _job(reader: Reader, key: str, data: PaperData) -> Job:
    return Job(key, title_of(data), data, reader.template(None, data.kind))


def title_of(data: AnyData) -> str:
    """What a paper is called in a list of papers: number and whom it is about."""
    if isinstance(data, PaperData):
        return f"{data.number} {data.subject}".strip()
    partner = data.parties[1] if len(data.parties) > 1 else None
    name = (partner.name_kk or partner.name_ru) if partner is not None else ""
    return f"{data.number} {name}".strip()


# Going out


def issue(office: Office, papers: Sequence[AnyData]) -> Changes:
    """Keep the numbers and days of papers that go out, as one action; nothing where all are kept.

    Raises Refusal where somebody took one of the numbers meanwhile.
    """
    some = [data for data in papers if isinstance(data, PaperData)]
    updates = [update for data in some for update in data.behind.writes]
    stored = {row.id: row for row in Reader(office).load("placement", [u.id for u in updates])}
    fresh: list[Update] = []
    for update in updates:
        row = stored[update.id]
        new = {name: value for name, value in update.values.items() if row[name] != value}
        if new:
            fresh.append(replace(update, values=new))
    if not fresh:
        return Changes()
    for field in ("certificate_number", "referral_number"):
        _refuse_taken(office, field, fresh)
    kind = some[0].kind
    count = len({data.record_id for data in some if data.behind.writes})
    title = Said(ISSUED.get(kind, N_("Printed: {n}")), {"n": str(count)})
    return office.apply(title, office.source, fresh)


def _refuse_taken(office: Office, field: str, updates: Sequence[Update]) -> None:
    wanted = {u.values[field]: u.id for u in updates if field in u.values}
    taken = office.lookup("placement", field, wanted) if wanted else {}
    for number, records in taken.items():
        if any(record != wanted[number] for record in records):
            said = _("The number {number} was given to another paper meanwhile. Print again.")
            raise Refusal(said.format(number=number), field=field)
