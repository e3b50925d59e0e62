"""Many records at once are written as the same records one by one would be."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from cluster_desktop.db import bulk
from cluster_desktop.errors import Bug
from cluster_desktop.query import Condition, Insert, Operation, Query
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

MANY = bulk.ROWS * 2 + 1


def test_every_one_of_many_is_journaled_found_and_in_order(office: Office) -> None:
    made = [Insert("organisation", {"name_kk": f"Серіктес {n:05}"}, new_id()) for n in range(MANY)]

    changes = office.apply("Import", "import", list(reversed(made)))

    listed = office.rows(Query("organisation", columns=("name",), sort=(("name", False),)))
    assert [row.id for row in listed] == [one.id for one in made]
    assert office.journal(limit=1)[0].entity_counts == {"organisation": MANY}
    last = office.rows(Query("organisation", text=f"еріктес {MANY - 1:05}"))
    assert [row.id for row in last] == [made[-1].id]
    assert changes.ids == {one.id for one in made}

    office.undo(changes.action)

    assert office.count("organisation") == 0


def test_records_of_one_run_may_have_different_fields(office: Office) -> None:
    partner, plain, full = new_id(), new_id(), new_id()
    whole = {
        "partner_id": partner,
        "number": "М-1",
        "signed_on": date(2026, 4, 1),
        "open_ended": True,
        "directions": ("practice", "employment"),
    }
    operations: list[Operation] = [
        Insert("organisation", {"name_kk": "Серіктес"}, partner),
        Insert("agreement", {"partner_id": partner}, plain),
        Insert("agreement", whole, full),
    ]

    office.apply("Import", "import", operations)

    first, second = office.get("agreement", plain), office.get("agreement", full)
    assert {name: second[name] for name in whole if name != "partner_id"} == {
        name: value for name, value in whole.items() if name != "partner_id"
    }
    assert (first["signed_on"], first["open_ended"], first["directions"]) == (None, False, ())
    assert (first["kind"], first["stage"]) == ("memorandum", "draft")  # as they are declared
    filled = Query("agreement", (Condition("directions", "filled"),))
    assert [row.id for row in office.rows(filled)] == [full]


def test_what_is_not_asked_for_is_null_except_where_an_empty_text_is_kept(office: Office) -> None:
    partner, agreement = new_id(), new_id()
    office.apply(
        "Import",
        "import",
        [
            Insert("organisation", {"name_kk": "Серіктес"}, partner),
            Insert("agreement", {"partner_id": partner}, agreement),
        ],
    )

    with office.store.reading() as connection:
        stored = connection.execute(text("SELECT note, directions, deleted_at FROM agreement"))
        assert stored.one() == (None, "", None)


def test_an_unknown_field_is_a_bug_and_writes_nothing(office: Office) -> None:
    with pytest.raises(Bug, match="no field"):
        office.apply("Import", "import", [Insert("organisation", {"naem_kk": "х"}, new_id())])
    assert office.count("organisation") == 0


@pytest.mark.parametrize(("count", "spared"), [(bulk.MANY - 1, False), (bulk.MANY, True)])
def test_many_records_leave_the_memory_for_pages_as_it_was(
    office: Office, count: int, spared: bool
) -> None:
    with office.store.action("Import", actor="", source="import") as work:

        def cache() -> int:
            return int(work.connection.exec_driver_sql("PRAGMA cache_size").scalar_one())

        usual = cache()
        with bulk.sparing(work.connection, count):
            assert (cache() != usual) is spared
        assert cache() == usual
