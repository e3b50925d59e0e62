"""Form F4 anew: read back, recalculated, recognised."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cluster_desktop.errors import Refusal
from cluster_desktop.excel import forms
from cluster_desktop.excel.forms.periods import day_of
from cluster_desktop.excel.importing import open_plan
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.excel_out.made_records import KAZAKH, TODAY, with_register


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    office = databases.open(with_register, tmp_path / "records.db", today=TODAY)
    yield office
    office.close()


def table(path: Path, *, values: bool = False) -> list[list[Any]]:
    """Rows of the first sheet from the column numbers on."""
    sheet = openpyxl.load_workbook(path, data_only=values).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    numbered = next(n for n, row in enumerate(rows) if row[:5] == [1, 2, 3, 4, 5])
    return rows[numbered:]


def test_rows_are_the_concluded_agreements_by_partner_and_date(
    office: Office, tmp_path: Path
) -> None:
    report = forms.export(office, "F4", tmp_path / "f4.xlsx")
    rows = table(report.path)
    assert report.rows == 5
    assert any(text.startswith("1 active partner ") for text in report.warnings)
    assert [row[10] for row in rows[1:6]] == ["7", "125", "10-ДО", "М-1/2025", "МД-9"]
    farm = rows[4]
    assert farm[1] == "«Қостанай агро» ЖШС\nТОО «Костанай агро»"
    assert farm[2] == "080840900129"
    assert farm[9] == "меморандум"
    assert farm[11] == datetime(2025, 2, 20)
    assert farm[12] == datetime(2026, 2, 19)
    assert farm[13] == "қолданыста / действует"
    assert farm[16] == "иә"
    assert rows[3][12] == "мерзімсіз / бессрочно"
    assert rows[2][13] == "мерзімі өтті / срок истёк"


def test_hostile_and_kazakh_names_come_back_as_typed(office: Office, tmp_path: Path) -> None:
    path = forms.export(office, "F4", tmp_path / "f4.xlsx").path
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row}
    assert f"«{KAZAKH}» мектебі <b>&" in cells
    assert cells["=1+1"].data_type == "s"


def test_totals_are_formulas_with_their_results(office: Office, tmp_path: Path) -> None:
    path = forms.export(office, "F4", tmp_path / "f4.xlsx").path
    formula = next(row for row in table(path) if row[1] == "Барлығы / Всего")[9]
    result = next(row for row in table(path, values=True) if row[1] == "Барлығы / Всего")[9]
    assert formula.startswith("=COUNTA(J")
    assert result == 5


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_recalculated_totals_are_the_stored_ones(office: Office, tmp_path: Path) -> None:
    path = forms.export(office, "F4", tmp_path / "f4.xlsx").path
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "ods", "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir",
         tmp_path / "again", tmp_path / "f4.ods"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    again = table(tmp_path / "again" / "f4.xlsx", values=True)
    assert next(row for row in again if row[1] == "Барлығы / Всего")[9] == 5


def test_as_of_an_earlier_day_later_papers_are_not_there(office: Office, tmp_path: Path) -> None:
    report = forms.export(office, "F4", tmp_path / "f4.xlsx", period="2024")
    rows = table(report.path)
    assert report.rows == 3
    assert [row[10] for row in rows[1:4]] == ["7", "125", "10-ДО"]
    assert rows[2][13] == "қолданыста / действует"


@pytest.mark.parametrize(
    ("language", "name", "heading"),
    [
        ("kk", "«Қостанай агро» ЖШС", "Ұйымның атауы"),
        ("ru", "ТОО «Костанай агро»", "Наименование организации"),
    ],
)
def test_one_language_only(
    office: Office, tmp_path: Path, language: Any, name: str, heading: str
) -> None:
    path = forms.export(office, "F4", tmp_path / "f4.xlsx", language=language).path
    sheet = openpyxl.load_workbook(path).worksheets[0]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert name in values
    assert heading in values


def test_same_records_same_bytes(office: Office, tmp_path: Path) -> None:
    first = forms.export(office, "F4", tmp_path / "a.xlsx").path.read_bytes()
    assert forms.export(office, "F4", tmp_path / "b.xlsx").path.read_bytes() == first


def test_the_form_says_what_it_is(office: Office, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(forms.export(office, "F4", tmp_path / "f4.xlsx").path)
    assert book.custom_doc_props["ClusterDesktop.form"].value == "F4"
    marks = dict(book["_form"].iter_rows(values_only=True))
    assert marks == {
        "form": "F4", "version": "1", "language": "both", "bin": "950140900017",
        "period": "2025-10-01",
    }  # fmt: skip
    assert book["_form"].sheet_state == "hidden"


def test_our_own_form_imports_as_nothing_new(office: Office, tmp_path: Path) -> None:
    path = forms.export(office, "F4", tmp_path / "f4.xlsx").path
    plan = open_plan(office, path)
    assert plan.errors() == []
    assert plan.count("new") == 0


@pytest.mark.parametrize(
    ("period", "day"),
    [
        (None, TODAY),
        ("2025", date(2025, 12, 31)),
        ("2025-Q3", date(2025, 9, 30)),
        ("2024-02", date(2024, 2, 29)),
        ("2025-07-01", date(2025, 7, 1)),
    ],
)
def test_periods_end_on_their_last_day(period: str | None, day: date) -> None:
    assert day_of(period, TODAY) == day


@pytest.mark.parametrize("period", ["2025-13", "quarter", "2025-02-30", "0000"])
def test_wrong_periods_are_refused(period: str) -> None:
    with pytest.raises(Refusal):
        day_of(period, TODAY)


def test_an_unknown_form_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        forms.export(office, "F99", tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()
