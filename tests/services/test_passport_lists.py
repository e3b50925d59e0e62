"""Each table of the passport opens its own records."""

from __future__ import annotations

import pytest

from cluster_desktop.services import passport
from cluster_desktop.services.office import Office
from cluster_desktop.services.passport_lists import LISTS, list_of
from tests.databases import Builder
from tests.services.passport_cluster import add, complete, organisations

# A row of these is a year, a source in a year, a speciality, an address: not one record.
NOT_RECORDS = ("4.addresses", "6.fields", "7.by_year", "9.by_source")


@pytest.fixture
def content() -> Builder:
    return filled


def filled(office: Office) -> None:
    complete(office)
    add(office, "fund", kind="development", name_kk="Даму қоры")
    add(office, "fund", kind="endowment", name_kk="Эндаумент-қор")
    add(office, "cluster_factor", kind="strength", text_kk="Тәжірибе")
    add(office, "innovation_project", name_kk="Смарт-зертхана")
    owner = organisations(office)["college"]
    add(office, "technology", kind="technology", name_kk="BIM", owner_id=owner)


def test_every_table_opens_as_many_records_as_it_has_rows(office: Office) -> None:
    tables = [table for one in passport.content(office).sections for table in one.tables]
    assert {table.key for table in tables} == set(LISTS)
    for table in tables:
        query = list_of(table.key)
        assert query is not None, table.key
        rows = office.count(query)
        assert rows > 0, table.key
        if table.key not in NOT_RECORDS:
            assert rows == len(table.rows), table.key
