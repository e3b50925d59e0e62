"""A stack of scanned papers finds its records; what cannot be known is asked, never guessed."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from cluster_desktop.documents import versions
from cluster_desktop.scanning import reader
from cluster_desktop.services import attachments, scans
from cluster_desktop.services.office import Office
from tests.databases import Builder
from tests.scanning.stacks import (
    blank,
    letter,
    memoranda,
    printed,
    saved,
    scanned,
    with_ten,
)

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
    annexes = letter()
    stack = [*scanned(printed(office, first)), blank(), *scanned(printed(office, second)), annexes]
    path = saved(tmp_path / "stack.pdf", stack)

    plan = planned(office, path)

    assert [found.target.record for found in plan.papers] == [first, second]
    assert [page.number for page in plan.blank] == [len(scanned(printed(office, first)))]
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
