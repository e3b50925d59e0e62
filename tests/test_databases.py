"""What tests stand on: a database is made once, its copies are each test's own."""

from __future__ import annotations

from pathlib import Path

from cluster_desktop.services.office import Office
from tests.databases import Databases, empty

RUNS: list[str] = []


def with_one_partner(office: Office) -> None:
    RUNS.append("made")
    office.add("organisation", {"name_kk": "«Арай» ЖШС"})


def test_a_builder_runs_once_and_its_copies_are_apart(databases: Databases, tmp_path: Path) -> None:
    first, second = (
        databases.open(with_one_partner, tmp_path / name / "cluster.db") for name in ("a", "b")
    )
    first.add("organisation", {"name_kk": "«Бастау» ЖШС"})
    third = databases.open(with_one_partner, tmp_path / "c" / "cluster.db")
    counts = [office.count("organisation") for office in (first, second, third)]
    for office in (first, second, third):
        office.close()
    assert counts == [2, 1, 1]
    assert RUNS == ["made"]


def test_what_is_written_to_the_copy_is_read_from_the_copy(
    databases: Databases, tmp_path: Path
) -> None:
    # All engines share one cache of compiled statements: it holds words, never a database.
    one, other = (databases.open(empty, tmp_path / name / "cluster.db") for name in ("a", "b"))
    one.add("organisation", {"name_kk": "«Арай» ЖШС"})
    assert (one.count("organisation"), other.count("organisation")) == (1, 0)
    assert one.store.engine._compiled_cache is other.store.engine._compiled_cache
    one.close()
    other.close()


def test_the_sample_office_holds_the_whole_sample_data(sample_office: Office) -> None:
    assert sample_office.count("organisation") >= 65
    assert sample_office.count("agreement") >= 128
