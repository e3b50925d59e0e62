"""A stack of scanned papers finds its records; what cannot be known is asked, never guessed."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.documents import press, versions
from cluster_desktop.scanning import reader
from cluster_desktop.services import agreements, attachments, paper_jobs, scans
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_kinds import OF_AGREEMENT
from tests.databases import Builder, Databases
from tests.documents.practice_records import of_practice, placements
from tests.scanning.stacks import (
    blank,
    letter,
    mark_printed,
    memoranda,
    printed,
    saved,
    scanned,
    with_ten,
)
from tests.ui.desks import add_memorandum, add_partner

DAY = date(2026, 11, 20)


@pytest.fixture
def content() -> Builder:
    return with_ten


def planned(office: Office, *paths: Path, **answers: object) -> scans.Plan:
    stack = reader.read(list(paths))
    return scans.plan(
        office,
        stack.pages,
        answers=answers.get("answers"),  # type: ignore[arg-type]
        kind_now=partial(versions.kind_now, office),
    )


def filed(office: Office, plan: scans.Plan, signed_on: date | None = DAY) -> scans.Kept:
    contents = [(found, *reader.content_of(found.pages)) for found in plan.papers]
    return scans.file(office, contents, signed_on=signed_on)


def scans_of(office: Office, record: UUID) -> list[str]:
    rows = attachments.of_record(office, record)
    return [row["name"] for row in rows if row["kind"] == "scan"]


def test_ten_scanned_papers_are_filed_to_their_records_and_one_without_a_code_is_asked_about(
    office: Office, tmp_path: Path
) -> None:
    records = memoranda(office)
    for n, record in enumerate(records):
        pages = scanned(printed(office, record), slope=2 if n % 2 else -2, turned=n == 4, most=1)
        saved(tmp_path / f"scan {n}.png", pages)
    saved(tmp_path / "scan 10.png", [letter()])

    plan = planned(office, tmp_path)

    assert [found.target.record for found in plan.papers] == records
    assert {found.version for found in plan.papers} == {"printed"}
    assert [(asked.page.path.name, asked.why) for asked in plan.asked] == [
        ("scan 10.png", "no_code")
    ]
    kept = filed(office, plan)
    assert len(kept.filed) == 10
    for record in records:
        row = office.get("agreement", record)
        assert (row["stage"], row["signed_on"], row["has_scan"]) == ("signed", DAY, True)
        (name,) = scans_of(office, record)
        assert name.startswith(str(row["number"]).replace("/", ""))
    office.undo()
    assert {office.get("agreement", record)["stage"] for record in records} == {"printed"}
    assert scans_of(office, records[0]) == []


def test_a_stack_in_one_file_is_cut_into_its_papers(office: Office, tmp_path: Path) -> None:
    first, second = memoranda(office)[:2]
    papers = [scanned(printed(office, record), most=2) for record in (first, second)]
    path = saved(tmp_path / "stack.pdf", [*papers[0], blank(), *papers[1], letter()])

    plan = planned(office, path)

    assert [found.target.record for found in plan.papers] == [first, second]
    assert [page.number for page in plan.blank] == [len(papers[0])]
    (asked,) = plan.asked
    assert [target.record for target in asked.proposed] == [second]
    # The person says that the last page belongs to the second paper.
    plan = planned(office, path, answers={asked.page.place: asked.proposed[0]})
    assert not plan.asked
    filed(office, plan)
    (row,) = attachments.of_record(office, second)
    kept = attachments.content_path(office, row.id).read_bytes()
    assert kept.startswith(b"%PDF-")
    again = reader.read([attachments.content_path(office, row.id)])
    assert len(again.pages) == len(plan.papers[1].pages)
    assert {code[0] for page in again.pages for code in page.codes} == {second}


# What is said of a page: no picture is needed to decide it


def page(n: int, *codes: tuple[UUID, str], blank: bool = False) -> scans.Page:
    return scans.Page(Path("stack.pdf"), n, 9, "0" * 64, codes, blank)


def code_of(office: Office, record: UUID, kind: str = OF_AGREEMENT) -> tuple[UUID, str]:
    """What the paper printed now carries."""
    (job,) = paper_jobs.jobs(office, kind, [record])
    return record, press.content_digest(*job.ready())[:16]


def plan_of(office: Office, *pages: scans.Page) -> scans.Plan:
    return scans.plan(office, pages, kind_now=partial(versions.kind_now, office))


def test_a_paper_whose_record_was_changed_since_is_told(office: Office) -> None:
    record = memoranda(office)[0]
    before = code_of(office, record)
    office.set("agreement", record, {"places": 9})
    (found,) = plan_of(office, page(0, before)).papers
    assert found.version == "printed"  # it is the very paper that was printed last
    mark_printed(office, [record])
    (found,) = plan_of(office, page(0, before)).papers
    assert found.version == "other"
    assert "Another version" in found.remarks[0].message
    (found,) = plan_of(office, page(0, code_of(office, record))).papers
    assert (found.version, found.remarks) == ("printed", ())


def test_a_paper_that_was_saved_and_not_marked_is_known_by_its_content(office: Office) -> None:
    record = add_memorandum(office, add_partner(office, name_kk="«Тың» ЖШС", bin=None))
    (found,) = plan_of(office, page(0, code_of(office, record))).papers
    assert (found.version, found.kind, found.signs) == ("present", "memorandum", True)


def test_pages_of_two_papers_of_no_record_and_of_a_record_in_the_bin_are_asked(
    office: Office,
) -> None:
    first, second, gone = memoranda(office)[:3]
    codes = [code_of(office, record) for record in (first, second, gone)]
    office.delete("agreement", [gone])
    stranger = (UUID(int=7), "ab" * 8)
    plan = plan_of(
        office, page(0, *codes[:2]), page(1, stranger), page(2, codes[2]), page(3, blank=True)
    )
    assert [asked.why for asked in plan.asked] == ["two_codes", "no_record", "in_bin"]
    assert [one.number for one in plan.blank] == [3]
    assert plan.papers == ()


def test_a_signed_agreement_keeps_its_day(office: Office, tmp_path: Path) -> None:
    record = memoranda(office)[0]
    agreements.mark_signed(office, [record], date(2026, 11, 1))
    (found,) = plan_of(office, scans.Page(tmp_path, 0, 1, "0", (code_of(office, record),))).papers
    assert not found.signs
    scans.file(office, [(found, ".pdf", b"%PDF-1.7")], signed_on=DAY)
    assert office.get("agreement", record)["signed_on"] == date(2026, 11, 1)


def test_the_annex_of_a_contract_is_its_own_paper_and_signs_nothing(
    databases: Databases, tmp_path: Path
) -> None:
    office = databases.open(of_practice, tmp_path / "practice.db")
    contract = _contract_with_annex(office)
    (found,) = plan_of(office, page(0, code_of(office, contract, "annex"))).papers
    assert (found.kind, found.version, found.signs) == ("annex", "present", False)
    assert scans.title_of(found).startswith("Annex: list of students: ")
    office.close()


def _contract_with_annex(office: Office) -> UUID:
    """A contract of practice with an enterprise, for all whom it takes."""
    placed = placements(office)
    place = office.get("placement", placed[0])["organisation_id"].id
    values = {"partner_id": place, "kind": "practice", "number": "П-1"}
    (contract,) = office.add("agreement", values).ids
    for one in placed:
        if office.get("placement", one)["organisation_id"].id == place:
            office.set("placement", one, {"agreement_id": contract})
    return contract


def test_a_certificate_goes_to_its_placement(databases: Databases, tmp_path: Path) -> None:
    office = databases.open(of_practice, tmp_path / "practice.db")
    placement = placements(office)[0]
    paper_jobs.issue(office, [paper_jobs.jobs(office, "referral", [placement])[0].ready()[0]])
    (found,) = plan_of(office, page(0, code_of(office, placement, "referral"))).papers
    assert (found.target.entity, found.kind, found.version) == ("placement", "referral", "present")
    assert scans.title_of(found).startswith("Referral: Әлиев Дамир Ғалымұлы · ")
    office.close()
