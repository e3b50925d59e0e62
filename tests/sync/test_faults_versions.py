"""Faults of versions: what cannot be understood yet, and what happens after an update.

The index of all 44 is docs/exchange-faults.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from cluster_desktop.entity import catalogue
from cluster_desktop.sync import bundle, queue, rows, units, wire
from cluster_desktop.sync.bundle import Header
from tests.sync.simulation.intruder import lay, teacher_body
from tests.sync.simulation.region import keys_of
from tests.sync.simulation.stage import OFFICE, A, B, Stage

# 34, 35: what cannot be understood yet


def test_fault_34_a_child_without_its_parent_waits_and_the_file_does_not_grow(stage: Stage) -> None:
    college = stage.office(A).college_id()
    assert college is not None
    parent, child = uuid4(), uuid4()
    forge(stage, 1, addendum_body(parent, child, college.bytes))
    stage.meet(B)
    assert stage.seen(B, child, "number", "addendum") is None
    actions = stage.count(B, "action")
    for _time in range(5):
        stage.add(OFFICE, "organisation", name_kk="Зауыт", kind="enterprise")
        stage.meet(OFFICE, B)
    assert stage.count(B, "action") == actions + 5
    partner = stage.add(B, "organisation", name_kk="Серіктес", kind="enterprise")
    forge(stage, 2, agreement_body(parent, partner.bytes, college.bytes))
    stage.meet(B)
    assert stage.seen(B, child, "number", "addendum") == "№ 1"


def forge(stage: Stage, seq: int, body: wire.Body, *, min_reader: int = 1) -> None:
    """Lay a bundle of A, made by hand: what another version of the program may have written."""
    scope = stage.region.own_scope(A)
    before = stage.files_of(A)
    header = Header(
        v=bundle.VERSION, scope=scope, epoch=1, dev=stage.region.device(A), seq=seq,
        prev=before[-1].rsplit("-", 1)[1][:16] if before else "", roster=1,
        min_reader=min_reader, schema=99, txn="", parts=((scope, seq),),
    )  # fmt: skip
    key = stage.region.scope_keys[scope, 1]
    lay(stage.share, bundle.pack(header, wire.encode(body), key, keys_of(A).sign_seed))


def whole(stage_moment: datetime, part: str, record: bytes, values: dict[str, object]) -> wire.Body:
    stamp = int(stage_moment.timestamp() * 1000) << 16
    group = wire.Group(
        part=part, unit="", fields=tuple(values), records=record, acts=[0], prevs=[],
        values=[[value] for value in values.values()], olds=[],
    )  # fmt: skip
    act = wire.Act(stamp, "Айгүл", "hand", "жаңа")
    return wire.Body(app="99", seen={}, hi=stamp, acts=[act], groups=[group])


MOMENT = datetime(2026, 11, 20, tzinfo=UTC)


def addendum_body(parent: object, child: object, college: bytes) -> wire.Body:
    values = {
        "agreement_id": parent.bytes, "number": "№ 1", "stage": "draft",
        "college_id": college, "deleted_at": None,
    }  # fmt: skip
    return whole(MOMENT, "addendum", child.bytes, values)


def agreement_body(record: object, partner: bytes, college: bytes) -> wire.Body:
    values = {
        "partner_id": partner, "kind": "cooperation", "stage": "draft", "number": "К-1",
        "college_id": college, "deleted_at": None,
    }  # fmt: skip
    return whole(MOMENT + timedelta(hours=1), "agreement", record.bytes, values)


def test_fault_35_fields_and_tables_of_a_newer_version_are_kept_for_later(stage: Stage) -> None:
    body = teacher_body("Әлия", int(MOMENT.timestamp() * 1000) << 16)
    (group,) = body.groups
    newer = replace_group(group, (*group.fields, "telepathy"), [*group.values, ["иә"]])
    unknown = wire.Group(
        part="hologram", unit="", fields=("name",), records=uuid4().bytes, acts=[0], prevs=[],
        values=[["бейне"]], olds=[],
    )  # fmt: skip
    forge(stage, 1, wire.Body(app="99", seen={}, hi=body.hi, acts=body.acts,
                              groups=[newer, unknown]))  # fmt: skip
    stage.meet(B)
    assert stage.count(B, "teacher") == 1
    with stage.office(B).store.reading() as connection:
        kept = connection.exec_driver_sql(
            "SELECT entity FROM sync_unknown WHERE why = 'unknown' ORDER BY entity"
        ).scalars()
        assert list(kept) == ["hologram", "teacher"]


def replace_group(group: wire.Group, fields: tuple[str, ...], values: list) -> wire.Group:
    return wire.Group(
        part=group.part, unit=group.unit, fields=fields, records=group.records, acts=group.acts,
        prevs=group.prevs, values=values, olds=group.olds,
    )  # fmt: skip


def test_fault_35_what_needs_a_newer_reader_waits_and_ones_own_goes_out(stage: Stage) -> None:
    forge(stage, 1, teacher_body("Әлия", int(MOMENT.timestamp() * 1000) << 16), min_reader=99)
    own = stage.add(B, full_name="Болат")
    receipt = stage.meet(B)
    assert receipt.waiting == 1
    assert receipt.why[0].why == queue.NEWER
    stage.meet(OFFICE)
    assert stage.seen(OFFICE, own) == "Болат"
    assert stage.count(B, "teacher") == 1


# 12 of the invariants: an old program reads on, and is like a new one after its update


@contextmanager
def old_program(computer: Stage) -> Iterator[None]:
    """A version that knows neither goals nor the position of a teacher. B is updated at its end."""
    now_parts = units.parts_of

    def shorter(name: str) -> units.Part | None:
        entity = name.removesuffix(units.INNER)
        parts = now_parts(entity) if entity in catalogue and entity != "goal" else ()
        known = next((one for one in parts if one.name == name), None)
        if known is None or name != "teacher":
            return known
        return replace(
            known,
            units={unit: names for unit, names in known.units.items() if unit != "position"},
            columns=tuple(c for c in known.columns if c != "position"),
            unit_of={c: u for c, u in known.unit_of.items() if u != "position"},
        )

    def shorter_parts(entity: str) -> tuple[units.Part, ...]:
        return tuple(p for one in now_parts(entity) if (p := shorter(one.name)) is not None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "part", shorter)
        patch.setattr(units, "parts_of", shorter_parts)
        patch.setattr(rows, "part_of", shorter)
        yield
    computer.office(B).put_local_fact("sync.understood", "0001")


def test_fault_35_after_its_update_an_old_program_is_like_one_that_was_always_new(
    stage: Stage,
) -> None:
    record = stage.add(A, full_name="Әлия", position="әдіскер")
    untouched = stage.add(A, full_name="Болат", position="шебер")
    goal = stage.add(A, "goal", name_kk="Мақсат", horizon="year1")
    stage.meet(A)
    with old_program(stage):
        stage.meet(B)
        assert stage.seen(B, record, "position") is None
        assert stage.seen(B, goal, "name_kk", "goal") is None
        stage.put(B, record, full_name="Әлия Қасымқызы")  # an old form saves what it knows
        stage.meet(B)
    stage.put(A, record, position="аға әдіскер")
    stage.put(A, goal, "goal", name_kk="Жаңа мақсат")
    stage.meet(A)
    with old_program(stage):
        stage.meet(B)
    stage.settle()
    scope = stage.region.own_scope(A)
    for name in (A, B, OFFICE):
        assert stage.seen(name, record) == "Әлия Қасымқызы"
        assert stage.seen(name, record, "position") == "аға әдіскер"
        assert stage.seen(name, untouched, "position") == "шебер"
        assert stage.seen(name, goal, "name_kk", "goal") == "Жаңа мақсат"
        assert stage.conflicts(name) == []
        assert stage.count(name, "sync_unknown") == 0
        assert stage.digest(name, scope) == stage.digest(A, scope)
