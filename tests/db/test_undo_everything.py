"""Undo and history over the whole catalogue: every field of every kind of record, links too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from cluster_desktop import fields
from cluster_desktop.entity import Entity, catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.fields import Field, Value
from cluster_desktop.query import Insert, Query, Update
from cluster_desktop.services import board, practice
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.office import Office
from tests.databases import Databases, prepared
from tests.services.practice_records import add, named, of_period, practice_school

PLAIN: dict[type[Field], tuple[Value, Value]] = {
    fields.Text: ("Әлия", "Жаңа"),
    fields.LongText: ("бір", "екі"),
    fields.Digits: ("070126599892", "100206592243"),
    fields.Phone: ("+77010000001", "+77010000002"),
    fields.Date: (date(2026, 1, 1), date(2026, 2, 2)),
    fields.Moment: (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 2, tzinfo=UTC)),
    fields.Number: (3, 4),
    fields.Money: (Decimal("10.50"), Decimal(99)),
    fields.Measure: (Decimal("82.50"), Decimal(7)),
    fields.YesNo: (False, True),
}


def two_values(spec: Field, target: UUID, other: UUID) -> tuple[Value, Value]:
    if isinstance(spec, fields.Link):
        return target, other
    if isinstance(spec, fields.Choices):
        first, second = list(spec.choices)[:2]
        return (first,), (first, second)
    if isinstance(spec, fields.Choice):
        first, second = list(spec.choices)[:2]
        return first, second
    return PLAIN[type(spec)]


@pytest.fixture(scope="module")
def shared(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = databases.open(prepared, tmp_path_factory.mktemp("undo") / "cluster.db")
    yield opened
    opened.close()


def inserts(entity: Entity, made: dict[str, UUID]) -> list[Insert]:
    """A record with every field filled, and the records that it links to."""
    found: list[Insert] = []
    values: dict[str, Value] = {}
    for name, spec in entity.fields.items():
        if isinstance(spec, fields.Link):
            target = uuid4()
            if spec.owned:
                found += inserts(catalogue[spec.to], {})
                target = found[-1].id
            made[name] = target
        values[name], _new = two_values(spec, made.get(name, uuid4()), uuid4())
    return [*found, Insert(entity.name, values, uuid4())]


@pytest.mark.parametrize("entity", catalogue.all(), ids=lambda e: e.name)
def test_every_field_comes_back(shared: Office, entity: Entity) -> None:
    if not entity.journaled:
        pytest.skip("keeps no journal")
    operations = inserts(entity, {})
    record = operations[-1].id
    shared.apply("made", "test", operations)
    before = logical_dump(shared)
    new = {
        name: two_values(spec, uuid4(), uuid4())[1]
        for name, spec in entity.fields.items()
        if not (isinstance(spec, fields.Link) and spec.owned)
    }
    shared.apply("changed", "test", [Update(entity.name, record, new)])
    lines = [line for line in shared.history(entity.name, record) if line.field]
    assert {line.field for line in lines} == set(new)
    assert {line.field: line.new for line in lines} == new
    old = operations[-1].values
    assert {line.field: line.old for line in lines} == {name: old[name] for name in new}
    shared.undo()
    assert logical_dump(shared) == before


def test_what_others_refer_to_is_not_taken_back_unasked(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office = databases.open(practice_school, tmp_path_factory.mktemp("u") / "cluster.db")
    group = named(office, "study_group", "ДІ-24-1")
    new = [
        Insert(
            "student", {"full_name": f"Жаңа {n}", "status": "studying", "group_id": group}, uuid4()
        )
        for n in range(2)
    ]
    action = office.apply("import", "import", new).action
    period = named(office, "practice_period", "Spring 2027")
    (slot,) = [s for b in board.board(office, period).bases for s in b.slots if s.places == 2]
    practice.place(office, [new[0].id], slot.id)
    with pytest.raises(Refusal) as refused:
        office.undo(action)
    assert [finding.message for finding in refused.value.findings] == [
        "Student: Жаңа 0 – is used by Placement: Жаңа 0"
    ]
    office.undo(action, force=True)
    names = {row["full_name"] for row in office.rows(Query("student"))}
    assert "Жаңа 0" in names
    assert "Жаңа 1" not in names
    office.close()


def test_a_student_goes_to_the_bin_with_places_and_hours(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office = databases.open(practice_school, tmp_path_factory.mktemp("b") / "cluster.db")
    student = named(office, "student", "Әлиев")
    period = named(office, "practice_period", "Spring 2027")
    (slot,) = [s for b in board.board(office, period).bases for s in b.slots if s.places == 2]
    practice.place(office, [student], slot.id)
    (placement,) = of_period(office)
    add(office, "attendance", placement_id=placement, day=date(2027, 2, 1), hours=6)
    before = logical_dump(office)
    office.delete("student", [student])
    assert (office.count("placement"), office.count("attendance")) == (0, 0)
    assert "no_mentor" not in {alert.key for alert in office.alerts()}
    office.restore("student", [student])
    assert (office.count("placement"), office.count("attendance")) == (1, 1)
    office.undo()
    office.undo()
    assert logical_dump(office) == before
    office.delete("practice_period", [period])
    assert (office.count("placement"), office.count("practice_slot")) == (0, 0)
    office.close()
