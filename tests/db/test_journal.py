"""The journal: nothing is written without an action, everything can be taken back."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cluster_desktop.db.base import table_of
from cluster_desktop.db.store import Store
from cluster_desktop.entity import catalogue
from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Insert, Query
from cluster_desktop.services.dump import logical_dump
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

AGRO = {"name_kk": "«Қостанай агро» ЖШС", "name_ru": "ТОО «Костанай агро»", "bin": "240240900092"}


def add_partner(office: Office, **values: object) -> UUID:
    (made,) = office.add("organisation", AGRO | values).ids
    return made


@pytest.mark.parametrize("entity", [e.name for e in catalogue.all()])
def test_the_database_refuses_to_change_a_record_without_an_action(
    office: Office, entity: str
) -> None:
    required = [c.name for c in table_of(entity).columns if not c.nullable and c.name != "row"]
    names = ", ".join(f'"{name}"' for name in required)
    values = ", ".join(f":{name}" for name in required)
    insert = text(f'INSERT INTO "{entity}" ({names}) VALUES ({values})')
    with (
        office.store.engine.begin() as connection,
        pytest.raises(IntegrityError, match="no action is open"),
    ):
        connection.execute(insert, dict.fromkeys(required, b"0123456789abcdef"))


def test_an_update_without_an_action_is_refused_and_changes_nothing(office: Office) -> None:
    partner = add_partner(office)
    with (
        pytest.raises(IntegrityError, match="no action is open"),
        office.store.engine.begin() as connection,
    ):
        connection.execute(text("UPDATE organisation SET name_kk = 'басқа'"))
    assert office.get("organisation", partner)["name_kk"] == AGRO["name_kk"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM organisation",
        "DELETE FROM journal",
        "UPDATE journal SET old = NULL",
        "DELETE FROM action",
        "UPDATE action SET actor = 'somebody else'",
    ],
)
def test_records_and_journal_are_not_deleted_or_rewritten(office: Office, statement: str) -> None:
    add_partner(office)
    with pytest.raises(IntegrityError), office.store.engine.begin() as connection:
        connection.execute(text(statement))


def test_history_names_the_field_the_old_and_the_new_value(office: Office) -> None:
    partner = add_partner(office)
    office.set("organisation", partner, {"phone": "+7 701 000 00 11"})
    office.set("organisation", partner, {"phone": "+7 701 000 00 12"})
    newest, middle, made = office.history("organisation", partner)
    assert (newest.field, newest.old, newest.new) == (
        "phone",
        "+7 701 000 00 11",
        "+7 701 000 00 12",
    )
    assert (middle.old, middle.new) == (None, "+7 701 000 00 11")
    assert made.field == ""


def test_the_same_value_again_leaves_no_line(office: Office) -> None:
    partner = add_partner(office)
    office.set("organisation", partner, {"name_kk": AGRO["name_kk"]})
    assert len(office.history("organisation", partner)) == 1


def test_undo_brings_back_an_equal_dump_also_after_a_restart(
    office: Office, tmp_path: Path
) -> None:
    add_partner(office)
    before = logical_dump(office)
    many = [Insert("organisation", {"name_kk": f"Серіктес {n}"}, new_id()) for n in range(1_500)]
    office.apply("Import", "import", many)
    assert office.count("organisation") == 1_501
    office.close()

    again = Office(Store.open(tmp_path / "data" / "cluster.db"))
    again.undo()
    assert logical_dump(again) == before
    assert again.count(Query("organisation", bin=True)) == 0
    again.close()


def test_redo_does_again_what_undo_took_back(office: Office) -> None:
    partner = add_partner(office)
    office.set("organisation", partner, {"name_kk": "«Торғай жарық» ЖШС"})
    changed = logical_dump(office)
    office.undo()
    assert office.get("organisation", partner)["name_kk"] == AGRO["name_kk"]
    office.redo()
    assert logical_dump(office) == changed
    office.undo()
    assert office.get("organisation", partner)["name_kk"] == AGRO["name_kk"]


def test_a_new_action_ends_redo(office: Office) -> None:
    partner = add_partner(office)
    office.set("organisation", partner, {"note": "бір"})
    office.undo()
    office.set("organisation", partner, {"note": "екі"})
    with pytest.raises(Refusal):
        office.redo()


def test_undo_of_a_batch_names_what_was_touched_since_and_takes_back_the_rest(
    office: Office,
) -> None:
    made = [Insert("organisation", {"name_kk": f"Серіктес {n}"}, new_id()) for n in range(3)]
    batch = office.apply("Import", "import", made)
    office.set("organisation", made[0].id, {"note": "қолмен жазылды"})
    with pytest.raises(Refusal) as refused:
        office.undo(batch.action)
    (found,) = refused.value.findings
    assert found.message.startswith("Partner: Серіктес 0 – Note; ")
    assert office.count("organisation") == 3

    office.undo(batch.action, force=True)
    assert [row["name"] for row in office.rows(Query("organisation", columns=("name",)))] == [
        "Серіктес 0"
    ]


def test_an_action_is_taken_back_once(office: Office) -> None:
    made = office.add("organisation", AGRO)
    office.undo(made.action)
    with pytest.raises(Refusal, match="taken back already"):
        office.undo(made.action)


def test_the_bin_gives_a_record_back_with_its_links(office: Office) -> None:
    partner = add_partner(office)
    (agreement,) = office.add("agreement", {"number": "М-001/2026", "partner_id": partner}).ids
    (addendum,) = office.add("addendum", {"agreement_id": agreement, "number": "1"}).ids
    before = logical_dump(office)
    office.delete("agreement", [agreement])
    assert office.count("addendum") == 0
    assert office.count(Query("agreement", bin=True)) == 1
    office.restore("agreement", [agreement])
    assert logical_dump(office) == before
    assert office.get("addendum", addendum)["agreement_id"].id == agreement


def test_an_addendum_deleted_before_its_agreement_stays_in_the_bin(office: Office) -> None:
    partner = add_partner(office)
    (agreement,) = office.add("agreement", {"number": "М-001/2026", "partner_id": partner}).ids
    (addendum,) = office.add("addendum", {"agreement_id": agreement, "number": "1"}).ids
    office.delete("addendum", [addendum])
    office.delete("agreement", [agreement])
    office.restore("agreement", [agreement])
    assert office.count("addendum") == 0


def test_a_cancelled_action_leaves_nothing(office: Office) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    before = logical_dump(office)
    many = [Insert("organisation", {"name_kk": f"Серіктес {n}"}, new_id()) for n in range(1_200)]
    with pytest.raises(KeyboardInterrupt):
        office.apply("Import", "import", many, progress=stop)
    assert logical_dump(office) == before
    assert office.count(Query("organisation", (Condition("name_kk", "filled"),))) == 0


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name_kk": st.text(alphabet="әғқңөұүһіАБ «»'\"%_\\", min_size=1, max_size=12),
        "note": st.one_of(st.none(), st.text(max_size=20)),
        "distance_km": st.one_of(st.none(), st.integers(0, 5_000)),
        "patron": st.booleans(),
    },
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(VALUES, min_size=1, max_size=6))
def test_undoing_every_step_walks_back_through_equal_dumps(
    office: Office, steps: list[dict[str, object]]
) -> None:
    partner = add_partner(office)
    dumps = [logical_dump(office)]
    for step in steps:
        if office.set("organisation", partner, step).action is not None:
            dumps.append(logical_dump(office))
    while len(dumps) > 1:
        assert logical_dump(office) == dumps.pop()
        office.undo()
    assert logical_dump(office) == dumps[0]
    office.undo()
