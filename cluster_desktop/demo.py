"""The main job on the sample workbooks: import, practice, papers, forms. Also "sample data".

One imagined college; all people and organisations are invented. Works in a folder of its own and
never touches the user's data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from cluster_desktop import demo_cluster, documents
from cluster_desktop.documents import passport_paper
from cluster_desktop.excel import forms, importing
from cluster_desktop.fields import Value
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import N_, _
from cluster_desktop.paths import resource
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import (
    contracts,
    matching,
    paper_jobs,
    papers,
    passport,
    practice,
    start,
)
from cluster_desktop.services.office import Office

SAMPLES = (
    "01_seriktester_tizilimi.xlsx",
    "02_studentter.xlsx",
    "03_talimgerler.xlsx",
    "04_praktika_bazalary.xlsx",
    "05_tulekter_2025.xlsx",
)
BLANK_F1 = "08_akimat_F1_bos_nysan.xlsx"
GRADUATES_OF = "2025"
CONTRACTS = 25
# The coming practice: like last year's production practice, half a year on.
SPRING: Mapping[str, Value] = {
    "name": "Көктем 2027",
    "starts": date(2027, 2, 1),
    "ends": date(2027, 3, 27),
    "days": ("mon", "tue", "wed", "thu", "fri"),
    "hours_per_day": 6,
}
YEAR: Mapping[str, Value] = {
    "name": "2026-2027",
    "starts": date(2026, 9, 1),
    "ends": date(2027, 6, 30),
}
BREAK: Mapping[str, Value] = {
    "name_kk": "Наурыз мерекесі",
    "name_ru": "Праздник Наурыз",
    "starts": date(2027, 3, 21),
    "ends": date(2027, 3, 23),
}

COLLEGE: Mapping[str, Value] = {
    "name_kk": "«Ақжайлау аграрлық-техникалық колледжі» КММ",
    "name_ru": "КГУ «Акжайлауский аграрно-технический колледж»",
    "bin": "950140900017",
    "head_kk": "Нұрланов Ерлан Серікұлы",
    "head_ru": "Нурланов Ерлан Серикович",
    "head_position_kk": "директор",
    "head_position_ru": "директор",
    "basis_kk": "Жарғы",
    "basis_ru": "Устав",
    "in_person_kk": "директор Е. С. Нұрланов",
    "in_person_ru": "директора Нурланова Е. С.",
    "address_kk": "Ақжайлау ауылы, Достық көшесі, 14",
    "address_ru": "село Акжайлау, ул. Достык, 14",
    "phone": "+7 (71430) 2-11-22",
    "email": "kense@akzhailau.example",
    "iban": "KZ37997ABCDEF1234567",
    "bank": "«Үлгі Банк» АҚ",
    "bic": "ULGIKZKA",
    "kbe": "11",
}

# What the register does not say of the partner whose memorandum is printed.
PARTNER_BIN = "220840970001"
PARTNER: Mapping[str, Value] = {
    "head_ru": "Турсынбаева Кымбат",
    "head_position_kk": "директор",
    "head_position_ru": "директор",
    "basis_kk": "Жарғы",
    "basis_ru": "Устав",
    "in_person_kk": "директор Қ. Тұрсынбаева",
    "in_person_ru": "директора Турсынбаевой К.",
    "address_ru": "село Жанатогай, ул. Тауелсиздик, 55",
}
PLACE: Mapping[str, Value] = {"place_kk": "Ақжайлау ауылы", "place_ru": "с. Акжайлау"}


@dataclass(frozen=True)
class DemoResult:
    """What the demo made: counts of the database, what the proposal placed, and the files."""

    counts: Mapping[str, int]
    row_errors: int
    placed: int
    unplaced: int
    files: tuple[Path, ...]


COUNTED = {
    "organisation": N_("partners"),
    "agreement": N_("agreements"),
    "student": N_("students and graduates"),
    "study_group": N_("groups"),
    "mentor": N_("mentors"),
    "practice_slot": N_("practice slots"),
    "placement": N_("places of students"),
    "outcome": N_("outcomes of graduates"),
    "membership": N_("participants of the cluster"),
    "labour_request": N_("requests for staff"),
    "plan_item": N_("plan items"),
}


def load_samples(office: Office, say: Callable[[str], None] | None = None) -> int:
    """The sample college with its workbooks, the coming practice and its cluster.

    Returns the rows with errors.
    """
    wrong = load_workbooks(office, say)
    demo_cluster.load(office)
    return wrong


def load_workbooks(office: Office, say: Callable[[str], None] | None = None) -> int:
    """The sample college and its people's workbooks into an empty database, and the practice.

    Returns the rows with errors.
    """
    if office.college_id() is None:
        start.set_college(office, COLLEGE)
        papers.seed_templates(office)
        office.put_setting("firstrun.done", "1")
    wrong = 0
    for name in SAMPLES:
        plan = importing.open_plan(office, resource("samples", name))
        counts = sum((Counter(part.counts()) for part in plan.parts), Counter[str]())
        wrong += counts["error"]
        plan.apply(office)
        if say is not None:
            said = _("Workbook “{file}”: {new} new rows, {errors} errors")
            say(said.format(file=name, new=counts["new"], errors=counts["error"]))
    if not office.lookup("practice_period", "name", [SPRING["name"]]):
        _prepare_spring(office)
    return wrong


def _prepare_spring(office: Office) -> None:
    """The academic year with its break, mentors for it, and a period like last year's."""
    (year,) = office.add("academic_year", YEAR).ids
    office.add("academic_break", {**BREAK, "academic_year_id": year})
    mentors = [row.id for row in office.rows(Query("mentor", columns=("full_name",)))]
    office.set_many("mentor", mentors, {"ends": YEAR["ends"]})
    last = Query(
        "practice_period", (Condition("kind", "is", "production"),), sort=(("placed", True),)
    )
    practice.copy_period(
        office, office.rows(last, limit=1)[0].id, {**SPRING, "academic_year_id": year}
    )


def run(office: Office, out: Path, say: Callable[[str], None]) -> DemoResult:
    """The whole job, each step told. Raises Refusal or Trouble like any use case."""
    out.mkdir(parents=True, exist_ok=True)
    wrong = load_samples(office, say)
    trial = _match(office, say)
    files = [_memorandum(office, out), *_contracts(office, out), *_certificates(office, out)]
    files += _forms(office, out)
    files += _of_cluster(office, out)
    partners = office.count(Query("organisation", (Condition("is_own", "is", False),)))
    counts = {entity: office.count(entity) for entity in COUNTED} | {"organisation": partners}
    for entity, label in COUNTED.items():
        say(f"  {counts[entity]} {_(label)}")
    for folder in dict.fromkeys(path.parent for path in files if path.parent != out):
        n = sum(1 for path in files if path.parent == folder)
        say(_("Written: {path}").format(path=f"{folder} ({n})"))
    for path in files:
        if path.parent == out:
            say(_("Written: {path}").format(path=path))
    for alert in office.alerts():
        say(f"  {alert.count} {alert.sentence} ({alert.reason})")
    return DemoResult(counts, wrong, len(trial.assigned), len(trial.unplaced), tuple(files))


def _match(office: Office, say: Callable[[str], None]) -> matching.Trial:
    """Places proposed for the spring, and taken over as one action."""
    (period,) = office.lookup("practice_period", "name", [SPRING["name"]])[SPRING["name"]]
    # The sample practice has fixed days: the job is the same whenever it is shown.
    trial = matching.propose(office, period, past=True)
    say(trial.summary)
    matching.commit(office, trial, losing=True)
    return trial


def _spring_placements(office: Office) -> list[UUID]:
    (period,) = office.lookup("practice_period", "name", [SPRING["name"]])[SPRING["name"]]
    where = (Condition("period_id", "is", period),)
    return [row.id for row in office.rows(Query("placement", where, columns=("student_id",)))]


def _contracts(office: Office, out: Path) -> list[Path]:
    """Contracts with the first students who got a place, a file for each."""
    placements = _spring_placements(office)[:CONTRACTS]
    if not office.count(Query("agreement", (Condition("student_id", "filled"),))):
        contracts.make_contracts(office, placements, "dual")
    return _papers(office, "dual", placements, out / "contracts")


def _certificates(office: Office, out: Path) -> list[Path]:
    """Certificates of those whose practice was assessed last year."""
    done = Query("placement", (Condition("state", "is", "assessed"),), columns=("student_id",))
    ids = [row.id for row in office.rows(done, limit=CONTRACTS)]
    return _papers(office, "certificate", ids, out / "certificates")


def _papers(office: Office, kind: str, placements: list[UUID], folder: Path) -> list[Path]:
    jobs = paper_jobs.jobs(office, kind, placements, of="placement")
    ready = [job.ready() for job in jobs if job.problem is None]
    paper_jobs.issue(office, [data for data, _template in ready])
    return documents.render_files(ready, folder)


def _forms(office: Office, out: Path) -> list[Path]:
    register, employment = out / "F4.xlsx", out / "F1.xlsx"
    forms.export(office, "F4", register)
    forms.export(office, "F1", employment, into=resource("samples", BLANK_F1), period=GRADUATES_OF)
    return [register, employment]


def _of_cluster(office: Office, out: Path) -> list[Path]:
    """The passport of the cluster in kk and ru, and the minutes of the council's meeting."""
    content = passport.content(office)
    files = []
    kinds: tuple[passport_paper.Kind, ...] = ("pdf", "docx")
    for kind in kinds:
        path = out / f"passport.{kind}"
        write_whole(path, passport_paper.render_passport(content, "kk+ru", kind))
        files.append(path)
    (meeting,) = office.rows(Query("meeting", columns=("held_on",)), 1)
    (job,) = paper_jobs.jobs(office, "minutes", [meeting.id], of="meeting")
    path = out / "minutes.pdf"
    write_whole(path, documents.render(*job.ready()))
    return [*files, path]


def _memorandum(office: Office, out: Path) -> Path:
    """The newest memorandum with one partner of the register, whose requisites are completed."""
    query = Query(
        "agreement",
        (Condition("kind", "is", "memorandum"),),
        sort=(("signed_on", True),),
        columns=("number",),
    )
    (partner,) = office.lookup("organisation", "bin", [PARTNER_BIN])[PARTNER_BIN]
    of_partner = (*query.where, Condition("partner_id", "is", partner))
    (newest,) = office.rows(replace(query, where=of_partner), limit=1)
    office.set("organisation", partner, PARTNER)
    office.set("agreement", newest.id, PLACE)
    path = out / "memorandum.pdf"
    write_whole(path, documents.render(*paper_jobs.of_agreement(office, newest.id)))
    return path
