"""The empty template of each list is recognised as that list, with every column of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.empty_list import write_empty
from cluster_desktop.excel.kinds import KINDS, Wishes, read_table
from cluster_desktop.excel.reading import Reading
from cluster_desktop.excel.register_list import REGISTERS
from cluster_desktop.services.office import Office
from tests.databases import Builder
from tests.ui.desks import with_college

TODAY = date(2026, 11, 20)


@pytest.fixture
def content() -> Builder:
    return with_college


def read_back(office: Office, kind: str, path: Path) -> Reading:
    """Fill in one row of the empty list, and read it."""
    write_empty(office, kind, path)
    # A register without a form is read where it is asked for.
    wishes = Wishes() if kind in KINDS else Wishes(kind=kind)
    with pytest.raises(Refusal, match="no rows below"):
        read_table(path, TODAY, wishes)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    filled = [sum(cell.value is not None for cell in row) for row in sheet.iter_rows()]
    top = next(n for n, count in enumerate(filled) if count > 3)
    first = filled.index(0, top) + 1
    for cell in sheet[first]:
        cell.value = 1 if cell.column == 1 else "Ақбұлақ"
    book.save(path)
    _source, reading = read_table(path, TODAY, wishes)
    assert list(reading.records) == [first]
    return reading


def test_the_empty_template_of_a_list_is_read_as_that_list(office: Office, tmp_path: Path) -> None:
    unread = {}
    for kind in dict.fromkeys([*KINDS, *REGISTERS]):
        reading = read_back(office, kind, tmp_path / "үлгі.xlsx")
        assert reading.kind.name == kind
        assert len(reading.columns) >= 5
        if unknown := [g.column.name for g in reading.guesses if g.meaning is None]:
            unread[kind] = unknown
    # The form says how an agreement stands today; that is worked out of its days.
    assert unread == {"agreements": ["Жағдайы Состояние"]}
