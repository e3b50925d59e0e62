"""F4 filled into an office's own workbook: what is not ours stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from cluster_desktop.errors import Refusal
from cluster_desktop.excel import forms
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.excel_out.made_records import TODAY, with_own_college, with_register

HEADINGS = (
    "Р/с №\n№ п/п",
    "БСН/ЖСН\nБИН/ИИН",
    "Ұйымның атауы\nНаименование организации",
    "Түрі\nВид",
    "№, күні\n№, дата",
    "Қолданылу мерзімі\nСрок действия",
    "Бөлімнің белгісі\nОтметка отдела",
)
FIRST, LAST = 6, 8  # three ruled rows; the register needs five


@pytest.fixture
def office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    office = databases.open(with_register, tmp_path / "records.db", today=TODAY)
    yield office
    office.close()


def blank(path: Path) -> Path:
    """A form as an office sends it: other order, a column of its own, totals, drop-down."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "4-нысан"
    thin = Side(style="thin")
    sheet["A1"] = "Әріптестер тізілімі / Реестр партнёров"
    sheet.merge_cells("A1:G1")
    for column, text in enumerate(HEADINGS, start=1):
        sheet.cell(4, column, text).font = Font(bold=True)
        sheet.cell(5, column, column)
        for row in range(FIRST, LAST + 1):
            cell = sheet.cell(row, column)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.font = Font(name="Arial", size=9)
    for row in range(FIRST, LAST + 1):
        sheet.cell(row, 7, f'=IF(C{row}="","",1)')
        sheet.row_dimensions[row].height = 40
    sheet.cell(LAST + 1, 3, "Барлығы / Всего")
    sheet.cell(LAST + 1, 4, f"=COUNTA(D{FIRST}:D{LAST})").fill = PatternFill("solid", "FFDDDDDD")
    sheet.cell(LAST + 1, 7, f"=SUM(G{FIRST}:G{LAST})")
    sheet.merge_cells(start_row=LAST + 1, end_row=LAST + 1, start_column=1, end_column=2)
    sheet.cell(LAST + 3, 2, "Басшы / Руководитель __________")
    sheet.row_dimensions[LAST + 3].height = 33
    sheet.column_dimensions["C"].width = 41
    sheet.print_area = f"A1:G{LAST + 3}"
    sheet.freeze_panes = f"A{FIRST}"
    rule = DataValidation(type="list", formula1="=тізім!$A$1:$A$2", sqref=f"D{FIRST}:D{LAST}")
    sheet.add_data_validation(rule)
    marked = CellIsRule(operator="equal", formula=["1"], fill=PatternFill("solid", "FFFF0000"))
    sheet.conditional_formatting.add(f"G{FIRST}:G{LAST}", marked)
    hidden = book.create_sheet("тізім")
    hidden.sheet_state = "hidden"
    hidden["A1"], hidden["A2"] = "меморандум", "шарт"
    hidden["B1"] = f"='4-нысан'!D{LAST + 1}"
    book.save(path)
    return path


def filled(office: Office, tmp_path: Path) -> tuple[Any, Any, forms.ExportReport]:
    """(workbook before, workbook after, report)."""
    form = blank(tmp_path / "нысан 100%.xlsx")
    before = form.read_bytes()
    report = forms.export(office, "F4", tmp_path / "out.xlsx", into=form)
    assert form.read_bytes() == before
    return openpyxl.load_workbook(form), openpyxl.load_workbook(report.path), report


def test_rows_stand_under_their_own_headings(office: Office, tmp_path: Path) -> None:
    __, book, report = filled(office, tmp_path)
    sheet = book["4-нысан"]
    assert report.rows == 5
    assert [sheet.cell(row, 1).value for row in range(FIRST, FIRST + 5)] == [1, 2, 3, 4, 5]
    assert sheet["B9"].value == "080840900129"
    assert sheet["C9"].value == "«Қостанай агро» ЖШС\nТОО «Костанай агро»"
    assert sheet["D9"].value == "меморандум"
    assert sheet["E9"].value == "№ М-1/2025, 20.02.2025"
    assert sheet["F9"].value == datetime(2026, 2, 19)
    assert sheet["F9"].number_format == "dd\\.mm\\.yyyy"
    assert any("Отметка отдела" in text for text in report.warnings)


def test_what_stood_below_moves_down_and_its_formulas_follow(
    office: Office, tmp_path: Path
) -> None:
    __, book, __ = filled(office, tmp_path)
    sheet = book["4-нысан"]
    last = FIRST + 4
    assert sheet.cell(last + 1, 3).value == "Барлығы / Всего"
    assert sheet.cell(last + 1, 4).value == f"=COUNTA(D{FIRST}:D{last})"
    assert sheet.cell(last + 1, 7).value == f"=SUM(G{FIRST}:G{last})"
    assert sheet.cell(last + 1, 4).fill.fgColor.rgb == "FFDDDDDD"
    assert sheet.cell(last, 7).value == f'=IF(C{last}="","",1)'
    assert f"A{last + 1}:B{last + 1}" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[last + 3].height == 33
    assert sheet.row_dimensions[last].height == 40
    assert sheet.print_area == f"'4-нысан'!$A$1:$G${last + 3}"
    assert book["тізім"]["B1"].value == f"='4-нысан'!D{last + 1}"
    rule = sheet.data_validations.dataValidation[0]
    assert str(rule.sqref) == f"D{FIRST}:D{last}"
    assert [str(area.sqref) for area in sheet.conditional_formatting] == [f"G{FIRST}:G{last}"]


def test_added_rows_look_like_the_last_one(office: Office, tmp_path: Path) -> None:
    before, book, __ = filled(office, tmp_path)
    model, added = before["4-нысан"].cell(LAST, 3), book["4-нысан"].cell(LAST + 2, 3)
    assert (repr(added.font), repr(added.border)) == (repr(model.font), repr(model.border))


def test_nothing_above_the_table_or_on_other_sheets_changes(office: Office, tmp_path: Path) -> None:
    before, book, __ = filled(office, tmp_path)
    for row in range(1, FIRST):
        old = [cell.value for cell in before["4-нысан"][row]]
        assert [cell.value for cell in book["4-нысан"][row]] == old
    assert book["тізім"].sheet_state == "hidden"
    assert book["тізім"]["A2"].value == "шарт"
    assert book["4-нысан"].column_dimensions["C"].width == 41
    assert book["4-нысан"].freeze_panes == f"A{FIRST}"


def test_room_that_is_enough_changes_only_mapped_cells(
    databases: Databases, tmp_path: Path
) -> None:
    office = databases.open(with_own_college, tmp_path / "records.db", today=TODAY)
    form = blank(tmp_path / "form.xlsx")
    path = forms.export(office, "F4", tmp_path / "out.xlsx", into=form).path
    before, after = openpyxl.load_workbook(form), openpyxl.load_workbook(path)
    office.close()
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                assert after[sheet.title][cell.coordinate].value == cell.value
                assert repr(after[sheet.title][cell.coordinate].font) == repr(cell.font)


def test_filling_again_over_our_own_rows_gives_the_same(office: Office, tmp_path: Path) -> None:
    __, once, report = filled(office, tmp_path)
    again = forms.export(office, "F4", tmp_path / "again.xlsx", into=report.path).path
    twice = openpyxl.load_workbook(again)["4-нысан"]
    rows = [[cell.value for cell in row] for row in once["4-нысан"].iter_rows()]
    assert [[cell.value for cell in row] for row in twice.iter_rows()] == rows


def test_a_workbook_without_the_table_is_refused(office: Office, tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "басқа нәрсе"  # type: ignore[index]
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(Refusal):
        forms.export(office, "F4", tmp_path / "out.xlsx", into=tmp_path / "other.xlsx")
    assert not (tmp_path / "out.xlsx").exists()
