"""Papers wait until a conflict in a field with legal meaning is decided."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.query import Insert
from cluster_desktop.services import paper_jobs, start, undecided
from cluster_desktop.services.office import Office
from tests.databases import Builder, Databases
from tests.services.persons import of, one_student, the_student
from tests.services.practice_records import add

STAMP, DEVICE = 7 << 16, "a" * 26


def one_memorandum(office: Office) -> None:
    start.prepare(office)
    start.set_college(office, {"name_kk": "Колледж", "name_ru": "Колледж"})
    place = add(office, "organisation", name_kk="Дала", name_ru="Дала")
    add(office, "agreement", partner_id=place, kind="memorandum", number="1", stage="signed")


@pytest.fixture
def content() -> Builder:
    return one_memorandum


def the_agreement(office: Office) -> UUID:
    return office.lookup("agreement", "number", ["1"])["1"][0]


def lost(office: Office, record: UUID, unit: str, value: object, entity: str = "agreement") -> None:
    """An operation that did not win, as the exchange keeps it."""
    with office.store.local_writing() as connection:
        connection.exec_driver_sql("INSERT OR REPLACE INTO sync_peer VALUES (2, ?)", (DEVICE,))
        connection.exec_driver_sql(
            "INSERT INTO sync_loser (record, unit, stamp, peer, seq, entity, scope, value, actor,"
            " kind) VALUES (?, ?, ?, 2, 1, ?, 'c', ?, '', 'field')",
            (record.bytes, unit, STAMP, entity, msgspec.msgpack.encode([value])),
        )


def decide(office: Office, record: UUID, unit: str) -> None:
    values = {
        "entity": "agreement",
        "record": str(record),
        "unit": unit,
        "stamp": str(STAMP),
        "device": DEVICE,
    }
    made = undecided.decision_id(record, unit, STAMP, DEVICE)
    office.apply("decided", "form", [Insert("conflict_decision", values, made)])


def test_a_paper_waits_for_the_decision_and_says_where_it_is_made(office: Office) -> None:
    agreement = the_agreement(office)
    lost(office, agreement, "stage", "ended")

    (job,) = paper_jobs.jobs(office, "agreement", [agreement])

    assert job.problem is not None
    assert job.problem.code == undecided.UNDECIDED
    assert "Data exchange" in job.problem.message
    with pytest.raises(Refusal, match="Decide first"):
        job.ready()
    with pytest.raises(Refusal, match="Decide first"):
        undecided.refuse(office, "agreement", agreement)


def test_after_the_decision_the_paper_is_made(office: Office) -> None:
    agreement = the_agreement(office)
    lost(office, agreement, "stage", "ended")

    decide(office, agreement, "stage")

    (job,) = paper_jobs.jobs(office, "agreement", [agreement])
    assert job.problem is None
    assert undecided.legal(office, "agreement") == {}
    undecided.refuse(office, "agreement", agreement)


def test_a_decision_that_is_taken_back_leaves_it_open_again(office: Office) -> None:
    agreement = the_agreement(office)
    lost(office, agreement, "stage", "ended")
    decide(office, agreement, "stage")

    office.undo()

    assert undecided.legal(office, "agreement", [agreement]) == {agreement: ("Stage",)}
    assert undecided.legal_count(office) == 1


def test_other_fields_and_equal_values_do_not_stop_a_paper(office: Office) -> None:
    agreement = the_agreement(office)
    lost(office, agreement, "note", "other")
    lost(office, agreement, "stage", "signed")

    assert undecided.legal(office, "agreement", [agreement]) == {}
    assert undecided.legal_count(office) == 0


def test_no_records_are_no_question(office: Office) -> None:
    lost(office, the_agreement(office), "stage", "ended")
    assert undecided.legal(office, "agreement", []) == {}
    assert undecided.legal(office, "organisation") == {}


def test_the_name_of_a_decision_is_the_same_on_every_computer() -> None:
    record = UUID(int=1)
    made = undecided.decision_id(record, "stage", STAMP, DEVICE)
    assert made == UUID("6d09c9d9-f500-5331-a3f9-6dd3a7ac64dc")
    assert made != undecided.decision_id(record, "stage", STAMP + 1, DEVICE)


@pytest.mark.parametrize("kind", ["referral", "order"])
def test_papers_of_a_placement_wait_too(databases: Databases, tmp_path: Path, kind: str) -> None:
    office = databases.open(one_student, tmp_path / "students" / "cluster.db")
    try:
        (placement,) = of(office, "placement", "student_id", the_student(office))
        lost(office, placement, "state", "cancelled", "placement")

        (job,) = paper_jobs.jobs(office, kind, [placement])

        assert job.problem is not None
        assert job.problem.code == undecided.UNDECIDED
    finally:
        office.close()
