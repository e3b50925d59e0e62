"""A list summed up by two fields: every number is what its records give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cluster_desktop import i18n
from cluster_desktop.errors import Refusal
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import summary
from cluster_desktop.services.office import Office
from cluster_desktop.services.summary import TOTAL, Asked
from tests.databases import Databases
from tests.excel_out.made_records import TODAY, with_own_college


def agreements(office: Office) -> None:
    """Seven agreements of three partners, of two years, with and without places."""
    with_own_college(office)
    names = ("Әлем ЖШС", "«Қостанай агро» ЖШС", "Ақниет мектебі")
    ids = [next(iter(office.add("organisation", {"name_kk": name}).ids)) for name in names]
    for number, (owner, kind, year, places, about) in enumerate(
        (
            (0, "memorandum", 2025, 12, ("practice", "employment")),
            (0, "memorandum", 2026, None, ("practice",)),
            (0, "practice", 2026, 3, ()),
            (1, "memorandum", 2025, 5, ("employment",)),
            (1, "practice", 2025, 0, ()),
            (2, "memorandum", None, None, ()),
            (2, "practice", 2026, 8, ()),
        )
    ):
        day = date(year, 9, 1) if year else None
        values = {"kind": kind, "valid_from": day, "places": places, "directions": about}
        office.add("agreement", {"number": f"М-{number}", "partner_id": ids[owner], **values})


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    i18n.set_language("en")
    office = databases.open(agreements, tmp_path / "records.db", today=TODAY)
    yield office
    office.close()


ALL = Query("agreement")


def test_partners_by_kind_are_counted_in_kazakh_order(office: Office) -> None:
    made = summary.make(office, ALL, Asked("partner_id", "kind"))
    headings, lines = made.table()
    assert headings[1:] == ["Memorandum", "Practice", "Total"]
    assert lines == [
        ["Ақниет мектебі", "1", "1", "2"],
        ["Әлем ЖШС", "2", "1", "3"],
        ["«Қостанай агро» ЖШС", "1", "1", "2"],
        ["Total", "4", "3", "7"],
    ]


@pytest.mark.parametrize(
    "asked",
    [
        Asked("partner_id", "kind"),
        Asked("valid_from:year", "directions"),
        Asked("directions", "valid_from:month"),
        Asked("kind", "places"),
        Asked("state"),
        Asked("kind", "partner_id", "sum", "places"),
    ],
)
def test_every_number_is_that_of_the_records_it_opens(office: Office, asked: Asked) -> None:
    query = Query("agreement", (Condition("number", "not", "М-6"),))
    made = summary.make(office, query, asked)
    for row in made.row_order():
        for column in made.column_order():
            rows = office.rows(replace_columns(made.behind(row, column)))
            places = [one["places"] for one in rows if one["places"] is not None]
            expected = len(rows) if asked.measure == "count" else sum(places)
            assert (made.number(row, column) or 0) == expected


def replace_columns(query: Query) -> Query:
    return Query(query.entity, query.where, columns=("places",))


def test_sums_and_means_leave_empty_cells_out(office: Office) -> None:
    sums = summary.make(office, ALL, Asked("kind", measure="sum", field="places"))
    assert [sums.number(n, TOTAL) for n in sums.row_order()] == [17, 11, 28]
    means = summary.make(office, ALL, Asked("kind", "valid_from:year", "mean", "places"))
    assert means.number(0, TOTAL) == Decimal("8.50")
    assert means.number(TOTAL, TOTAL) == Decimal("5.60")
    # Of the memorandum without a day nobody knows the places.
    assert means.columns[-1].label == "(empty)"
    assert means.number(0, 2) is None


def test_a_record_with_several_words_is_counted_at_each_and_once_in_the_total(
    office: Office,
) -> None:
    made = summary.make(office, ALL, Asked("directions", "kind"))
    counted = {head.label: made.number(at, TOTAL) for at, head in enumerate(made.rows)}
    assert sum(counted.values()) == 8  # type: ignore[arg-type]
    assert made.number(TOTAL, TOTAL) == 7


@pytest.mark.parametrize(
    "asked",
    [
        Asked("nothing"),
        Asked("kind", "kind"),
        Asked("note"),
        Asked("kind", measure="sum", field="number"),
    ],
)
def test_what_is_no_field_to_sum_up_is_refused(office: Office, asked: Asked) -> None:
    with pytest.raises(Refusal):
        summary.make(office, ALL, asked)


def test_names_of_persons_are_no_field_to_sum_up(office: Office) -> None:
    offered = summary.axes(office.entity("student"))
    assert "full_name" not in offered
    assert "iin" not in offered
    assert "group_id" in offered
