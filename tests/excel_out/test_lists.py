"""Lists as workbooks: what the view shows, typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cluster_desktop.errors import Cancelled
from cluster_desktop.excel.lists import summary_csv, write_csv, write_list, write_summary
from cluster_desktop.query import Condition, Query
from cluster_desktop.services import summary
from cluster_desktop.services.office import Office
from cluster_desktop.services.summary import Asked
from tests.databases import Databases
from tests.excel_out.made_records import TODAY, fill_register, with_own_college


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    office = databases.open(with_own_college, tmp_path / "records.db", today=TODAY)
    yield office
    office.close()


def rows_of(path: Path) -> list[list[Any]]:
    return [list(row) for row in openpyxl.load_workbook(path).worksheets[0].values]


def test_the_list_stands_as_the_view_shows_it(office: Office, tmp_path: Path) -> None:
    ids = fill_register(office)
    query = Query(
        "agreement",
        where=(Condition("partner_id", "is", ids["farm"]), Condition("stage", "is", "signed")),
        sort=(("signed_on", True),),
        columns=("number", "partner_id", "kind", "signed_on", "places"),
    )
    count = write_list(office, query, tmp_path / "a.xlsx", title="Келісімдер")
    rows = rows_of(tmp_path / "a.xlsx")
    assert count == 4
    assert rows[0] == ["No.", "Partner", "Kind", "Signed", "Practice places a year"]
    assert [row[0] for row in rows[1:]] == ["МД-9", "М-1/2025", "10-ДО", "125"]
    assert rows[2] == ["М-1/2025", "«Қостанай агро» ЖШС", "Memorandum", datetime(2025, 2, 20), 12]


def test_only_the_chosen_rows(office: Office, tmp_path: Path) -> None:
    ids = fill_register(office)
    query = Query("agreement", columns=("number",))
    write_list(office, query, tmp_path / "a.xlsx", title="x", only=[ids["dual"]])
    assert rows_of(tmp_path / "a.xlsx") == [["No."], ["10-ДО"]]


def test_cancel_leaves_no_file(office: Office, tmp_path: Path) -> None:
    fill_register(office)

    def stop(done: int, of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_list(office, Query("agreement"), tmp_path / "a.xlsx", title="x", progress=stop)
    assert not list(tmp_path.glob("*.xlsx*"))
    assert not list(tmp_path.glob(".a*"))


def test_an_empty_list_has_its_headings(office: Office, tmp_path: Path) -> None:
    assert write_list(office, Query("agreement"), tmp_path / "a.xlsx", title="x") == 0
    assert len(rows_of(tmp_path / "a.xlsx")) == 1


def csv_of(path: Path) -> list[str]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return content.decode("utf-8-sig").splitlines()


def test_a_csv_runs_no_formula_and_keeps_phones(office: Office, tmp_path: Path) -> None:
    office.add(
        "organisation",
        {"name_kk": "=HYPERLINK(1)", "phone": "+7 701 123 45 67", "note": "-x"},
    )
    query = Query(
        "organisation",
        (Condition("name", "contains", "HYPERLINK"),),
        columns=("name", "phone", "note"),
    )
    assert write_csv(office, query, tmp_path / "a.csv") == 1
    assert csv_of(tmp_path / "a.csv")[1] == "'=HYPERLINK(1);+7 701 123 45 67;'-x"


def test_a_csv_has_days_and_numbers_as_people_write_them(office: Office, tmp_path: Path) -> None:
    ids = fill_register(office)
    query = Query("agreement", columns=("number", "signed_on", "places"))
    write_csv(office, query, tmp_path / "a.csv", only=[ids["memorandum"]])
    assert csv_of(tmp_path / "a.csv") == [
        "No.;Signed;Practice places a year",
        "М-1/2025;20.02.2025;12",
    ]


def test_a_summary_leaves_as_a_workbook_and_as_csv(office: Office, tmp_path: Path) -> None:
    fill_register(office)
    made = summary.make(office, Query("agreement"), Asked("partner_id", "kind", "sum", "places"))
    write_summary(made, tmp_path / "a.xlsx", title="Келісімдер", made_on=TODAY)
    rows = rows_of(tmp_path / "a.xlsx")
    headings, lines = made.table()
    assert rows[0] == headings
    assert [row[0] for row in rows[1:]] == [line[0] for line in lines]
    assert rows[-1][-1] == made.number(-1, -1)
    assert summary_csv(made, tmp_path / "a.csv") == len(lines)
    assert csv_of(tmp_path / "a.csv")[-1].endswith(f";{made.number(-1, -1)}")
