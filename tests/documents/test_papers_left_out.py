"""Papers that are not made, and why: nobody to name, a contract that is another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cluster_desktop import documents
from cluster_desktop.documents import preview
from cluster_desktop.documents.press import Layout
from cluster_desktop.query import Query
from cluster_desktop.services import contracts, paper_jobs
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.documents.practice_records import FARM, of_practice, one, placements


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(of_practice, tmp_path / "cluster.db")
    yield opened
    opened.close()


def test_the_contract_of_the_enterprise_is_not_that_of_its_students(office: Office) -> None:
    farm = office.lookup("organisation", "bin", [FARM["bin"]])[FARM["bin"]][0]
    frame = one(office.add("agreement", {"kind": "dual", "number": "14-ДО", "partner_id": farm}))
    some = placements(office)
    contracts.make_contracts(office, some[:2], "dual")
    office.set_many("placement", some, {"agreement_id": frame})
    jobs = paper_jobs.jobs(office, "dual", some, of="placement")
    assert len(jobs) == 6
    # Their own contracts are found though the placements stand on that of the enterprise.
    made_of = {job.title.partition(" ")[2] for job in jobs if job.problem is None}
    assert made_of == {office.get("placement", one)["student_id"].title for one in some[:2]}


def test_a_memorandum_does_not_stand_for_a_contract(office: Office) -> None:
    farm = office.lookup("organisation", "bin", [FARM["bin"]])[FARM["bin"]][0]
    values = {"kind": "memorandum", "number": "МД-3", "partner_id": farm}
    memorandum = one(office.add("agreement", values))
    office.set_many("placement", placements(office), {"agreement_id": memorandum})
    assert contracts.make_contracts(office, placements(office), "practice").title.endswith(": 6")


def test_an_enterprise_without_mentors_has_no_order_on_them(office: Office) -> None:
    some = [
        one
        for one in placements(office)
        if office.get("placement", one)["organisation_id"].title == FARM["name_kk"]
    ]
    office.set_many("placement", some, {"mentor_id": None})
    jobs = paper_jobs.jobs(office, "mentor_order", placements(office))
    assert {job.title: job.problem and job.problem.message for job in jobs} == {
        "«Темір қанат» ЖШС": None,
        "«Қостанай агро» ЖШС": "No student has a mentor here yet",
    }


@pytest.mark.parametrize(("layout", "pages"), [("columns", 1), ("sequence", 2)])
def test_a_certificate_with_long_names_stays_on_one_sheet(
    office: Office, layout: Layout, pages: int
) -> None:
    long = "«Қостанай облысының ауыл шаруашылығы машиналары мен жабдықтары зауыты» ЖШС"
    long = f"{long}, {long}"
    for row in office.rows(Query("organisation", columns=("name_kk",))):
        office.set("organisation", row.id, {"name_kk": long, "name_ru": long})
    for row in office.rows(Query("mentor", columns=("position",))):
        position = "ақпараттық технологиялар бөлімі басшысының бірінші орынбасары"
        office.set("mentor", row.id, {"position": position})
    (job,) = paper_jobs.jobs(office, "certificate", placements(office)[:1])
    assert preview.page_count(documents.render(*job.ready(), layout)) == pages
