"""A list as a workbook: queries, words of the values and writing, against openpyxl writing only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import python_calamine
from openpyxl import Workbook

from benchmarks.cases import people
from benchmarks.harness import Case, Clock
from cluster_desktop import i18n
from cluster_desktop.db.store import Store
from cluster_desktop.excel.lists import write_list
from cluster_desktop.query import Insert, Operation, Query
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office

PARTNERS = 1_000
RECORDS = 10_000
COLUMNS = (
    *("number", "partner_id", "kind", "signed_on", "valid_from", "valid_until", "until", "state"),
    *("days_left", "attention", "stage", "renewal", "places", "aid", "directions", "responsible"),
    *("official_number", "open_ended", "compensation", "note"),
)
CELLS = "cells.xlsx"  # what the peer writes again

CASE = Case(
    name="export",
    what=f"export of a list of {RECORDS:,} agreements x {len(COLUMNS)} to Excel",
    module=__name__,
    ours="list_of_the_program",
    peers=("openpyxl_write_only",),
    targets={"openpyxl_write_only": 0.5},
    runs=3,
)


def prepare(folder: Path) -> None:
    """Agreements in a database, and the cells of their list for the peer that only writes."""
    i18n.set_language("kk")
    office = Office(Store.open(folder / "cluster.db"))
    partners = [new_id() for _number in range(PARTNERS)]
    operations: list[Operation] = [
        Insert("organisation", {"name_kk": people.name_kk(number)}, partner)
        for number, partner in enumerate(partners)
    ]
    for number in range(RECORDS):
        signed = people.day(number)
        values = {
            "number": f"М-{number:05}",
            "partner_id": partners[number % PARTNERS],
            "kind": "memorandum" if number % 2 else "cooperation",
            "stage": "signed",
            "signed_on": signed,
            "valid_from": signed,
            "valid_until": signed.replace(year=signed.year + 3, day=min(signed.day, 28)),
            "places": number % 20,
            "aid": f"Станок, {number % 500} 000 теңге",
            "directions": ("practice", "employment"),
            "responsible": "Жұмабаев А.Ғ.",
            "note": "скан бар",
        }
        operations.append(Insert("agreement", values, new_id()))
    office.apply("benchmark", "import", operations)
    write_list(office, _query(), folder / CELLS, title="Келісімдер")
    office.close()


def _query() -> Query:
    return Query("agreement", columns=COLUMNS)


def judge(answers: dict[str, object]) -> None:
    ours, theirs = answers["list_of_the_program"], answers["openpyxl_write_only"]
    assert ours == theirs, f"not the same cells: {ours} / {theirs}"
    assert isinstance(ours, list)
    assert ours[:2] == [RECORDS + 1, len(COLUMNS)], ours


def list_of_the_program(folder: Path, clock: Clock) -> object:
    i18n.set_language("kk")
    office = Office(Store.open(folder / "cluster.db"))
    path = folder / "ours.xlsx"
    clock.start()
    write_list(office, _query(), path, title="Келісімдер")
    clock.stop()
    office.close()
    return _read(path)


def openpyxl_write_only(folder: Path, clock: Clock) -> object:
    rows = [[None if cell == "" else cell for cell in row] for row in _rows(folder / CELLS)]
    path = folder / "theirs.xlsx"
    clock.start()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Келісімдер")
    for row in rows:
        sheet.append(row)
    book.save(path)
    clock.stop()
    return _read(path)


def _rows(path: Path) -> list[list[object]]:
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def _read(path: Path) -> list[object]:
    """Rows, columns, and a sum of the letters and numbers of all cells."""
    rows = _rows(path)
    cells = [cell for row in rows for cell in row if cell != ""]
    words = sum(len(cell) for cell in cells if isinstance(cell, str))
    days = sum(cell.toordinal() for cell in cells if isinstance(cell, date))
    numbers = sum(cell for cell in cells if isinstance(cell, float))
    return [len(rows), max(map(len, rows)), words, days, numbers]
