"""The main job on the sample workbooks: import, memorandum, form F4, alerts. Also "sample data".

One imagined college; all people and organisations are invented. Works in a folder of its own and
never touches the user's data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cluster_desktop import documents
from cluster_desktop.excel import forms, importing
from cluster_desktop.fields import Value
from cluster_desktop.files import write_whole
from cluster_desktop.i18n import _
from cluster_desktop.paths import resource
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import papers, start
from cluster_desktop.services.office import Office

SAMPLES = ("01_seriktester_tizilimi.xlsx",)

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
    """What the demo made: counts of the database and the files."""

    partners: int
    agreements: int
    row_errors: int
    files: tuple[Path, ...]


def load_samples(office: Office) -> int:
    """The sample college and its workbooks into an empty database. Returns the rows with errors."""
    if office.college_id() is None:
        start.set_college(office, COLLEGE)
        papers.seed_templates(office)
        office.put_setting("firstrun.done", "1")
    wrong = 0
    for name in SAMPLES:
        plan = importing.open_plan(office, resource("samples", name))
        wrong += plan.counts()["error"]
        plan.apply(office)
    return wrong


def run(office: Office, out: Path, say: Callable[[str], None]) -> DemoResult:
    """The whole job, each step told. Raises Refusal or Trouble like any use case."""
    out.mkdir(parents=True, exist_ok=True)
    wrong = load_samples(office)
    partners = office.count(Query("organisation", (Condition("is_own", "is", False),)))
    agreements = office.count("agreement")
    say(
        _(
            "Workbook “{file}”: {partners} partners, {agreements} agreements, {errors} errors"
        ).format(file=SAMPLES[0], partners=partners, agreements=agreements, errors=wrong)
    )
    files = [_memorandum(office, out), _form(office, out)]
    for path in files:
        say(_("Written: {path}").format(path=path))
    for alert in office.alerts():
        say(f"  {alert.count} {alert.sentence} ({alert.reason})")
    return DemoResult(partners, agreements, wrong, tuple(files))


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
    write_whole(path, documents.render(*papers.job_of(office, newest.id)))
    return path


def _form(office: Office, out: Path) -> Path:
    path = out / "F4.xlsx"
    forms.export(office, "F4", path)
    return path
