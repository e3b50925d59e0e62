"""Workbooks of strangers: layouts that no sample has, each with what a right reading finds."""

from __future__ import annotations

from pathlib import Path

import pytest

import cluster_desktop.db.entities  # noqa: F401  (declares the headings)
from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.excel.kinds import read_tables
from cluster_desktop.excel.reading import Reading

from .strangers import odd, people, plans, practice, registers, shapes, students
from .strangers.making import TODAY, Stranger, Table

STRANGERS: tuple[Stranger, ...] = (
    *registers.CASES,
    *students.CASES,
    *people.CASES,
    *practice.CASES,
    *plans.CASES,
    *shapes.CASES,
    *odd.CASES,
)
TAKEN = [each for each in STRANGERS if each.tables]
REFUSED = [each for each in STRANGERS if each.refused or each.asked]


def test_there_are_enough() -> None:
    assert len(STRANGERS) >= 30
    assert len({each.name for each in STRANGERS}) == len(STRANGERS)


@pytest.mark.parametrize("stranger", TAKEN, ids=lambda each: each.name)
def test_a_strangers_workbook_is_read_as_its_writer_meant(
    stranger: Stranger, tmp_path: Path
) -> None:
    _source, readings = read_tables(stranger.make(tmp_path / "бөтен"), TODAY)

    assert [each.kind.name for each in readings] == [each.kind for each in stranger.tables]
    for reading, table in zip(readings, stranger.tables, strict=True):
        check(reading, table)


def check(reading: Reading, wanted: Table) -> None:
    """Headings, columns, rows, findings and the named values, in this order."""
    found = {guess.column.letter: guess.meaning for guess in reading.guesses}
    assert found == wanted.columns
    assert reading.table.header_row == wanted.header_row
    assert tuple(reading.table.place(row)[1] for row in reading.records) == tuple(wanted.rows)
    for severity, cells in (("error", wanted.errors), ("warning", wanted.warnings)):
        said = [each for each in reading.findings() if each.severity == severity]
        shown = [f"{each.cell.split('!')[-1]} {each.code}" for each in said]
        assert sorted(shown) == sorted(cells), [each.finding.message for each in said]
    lines = {reading.table.place(row)[1]: record for row, record in reading.records.items()}
    for row, values in wanted.values.items():
        record = lines[row]
        assert {name: record.values.get(name) for name in values} == values


@pytest.mark.parametrize("stranger", REFUSED, ids=lambda each: each.name)
def test_what_is_no_list_is_refused_with_its_reason(stranger: Stranger, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as why:
        read_tables(stranger.make(tmp_path / "бөтен"), TODAY)

    if stranger.asked:
        assert isinstance(why.value, NeedsAnswer)
        assert why.value.question == stranger.asked
    else:
        assert not isinstance(why.value, NeedsAnswer)
        assert stranger.refused in why.value.message
