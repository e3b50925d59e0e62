"""Form F1: the office's own workbook filled in place, and the form anew."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cluster_desktop.errors import NeedsAnswer, Refusal
from cluster_desktop.excel import forms
from cluster_desktop.query import Insert
from cluster_desktop.services.ids import new_id
from cluster_desktop.services.office import Office
from tests.databases import Databases
from tests.excel_out.graduates import BLANK, TODAY, expected, graduate, with_graduates

CHECKS = expected()["checks"]
LETTERS = {meaning: letter for letter, meaning in expected()["sheets"][0]["column_letters"].items()}
NUMBERS = [name for name in CHECKS["expected_total"] if not name.startswith("percent")]
FIRST, LAST, TOTAL = (expected()["table"][n] for n in ("first_row", "last_row", "total_row"))
PARTS = ("employed", *NUMBERS[5:])


@pytest.fixture(scope="module")
def office(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Of one module: the tests that write open a copy of their own."""
    path = tmp_path_factory.mktemp("f1") / "cluster.db"
    opened = databases.open(with_graduates, path, today=TODAY)
    yield opened
    opened.close()


@pytest.fixture
def own_office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(with_graduates, tmp_path / "own" / "cluster.db", today=TODAY)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def in_place(office: Office, tmp_path_factory: pytest.TempPathFactory) -> forms.ExportReport:
    out = tmp_path_factory.mktemp("f1-out") / "filled.xlsx"
    return forms.export(office, "F1", out, into=BLANK, period="2025")


def the_sheet(path: Path, *, values: bool = False) -> Worksheet:
    return openpyxl.load_workbook(path, data_only=values).worksheets[0]


def numbers_of(sheet: Worksheet, row: int) -> dict[str, Any]:
    return {name: sheet[f"{LETTERS[name]}{row}"].value for name in NUMBERS}


def test_the_rows_are_those_of_the_sample(in_place: forms.ExportReport) -> None:
    sheet = the_sheet(in_place.path)
    assert (in_place.rows, in_place.warnings) == (8, ())
    for row, wanted in enumerate(CHECKS["expected_rows"], start=FIRST):
        assert sheet[f"A{row}"].value == row - FIRST + 1
        assert sheet[f"B{row}"].value.startswith(f"{wanted['speciality']} – ")
        found = numbers_of(sheet, row)
        assert found == {name: wanted[name] for name in NUMBERS}
        assert found["all"] == sum(found[name] for name in PARTS)


def test_specialities_are_written_as_the_office_lists_them(in_place: forms.ExportReport) -> None:
    book = openpyxl.load_workbook(in_place.path)
    listed = {row[1] for row in book["анықтамалық"].iter_rows(min_row=2, values_only=True)}
    written = {book.worksheets[0][f"B{row}"].value for row in range(FIRST, FIRST + 8)}
    assert written <= listed


def test_who_when_and_for_which_year_stand_at_their_labels(in_place: forms.ExportReport) -> None:
    sheet = the_sheet(in_place.path)
    assert sheet["D6"].value == (
        "«Ақжайлау аграрлық-техникалық колледжі» МКҚК / "
        "ГККП «Акжайлауский аграрно-технический колледж»"
    )
    assert (sheet["D7"].value, sheet["D7"].data_type) == ("950140900017", "s")
    assert sheet["D8"].value == "2025 жыл / 2025 год"
    assert sheet["J31"].value == "Е. С. Нұрланов"
    assert sheet["C33"].value == "Сейітова А. Қ."
    assert sheet["G33"].value == "+7 714 302 11 22"
    assert sheet["C34"].value == datetime(2026, 1, 1)


def test_only_mapped_cells_differ(in_place: forms.ExportReport) -> None:
    before, after = openpyxl.load_workbook(BLANK), openpyxl.load_workbook(in_place.path)
    mapped = set(expected()["fill_cells"])
    mapped |= {
        f"{letter}{row}"
        for meaning, letter in LETTERS.items() if meaning != "percent"
        for row in range(FIRST, FIRST + 8)
    }  # fmt: skip
    assert after.sheetnames == before.sheetnames
    assert list(after.defined_names) == list(before.defined_names)
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        assert new.dimensions == old.dimensions
        for row in old.iter_rows():
            for cell in row:
                other = new[cell.coordinate]
                assert looks(other) == looks(cell), cell.coordinate
                if old.title != "1-нысан" or cell.coordinate not in mapped:
                    assert other.value == cell.value, cell.coordinate
        assert around(new) == around(old)
        # Rows for which the office has set no height become as high as their texts.
        heights = {row: one.height for row, one in new.row_dimensions.items() if one.height}
        high = {row for row in heights if FIRST <= row < FIRST + 8}
        given = {row: one.height for row, one in old.row_dimensions.items() if one.height}
        assert {row: h for row, h in heights.items() if row not in high} == given
        assert (FIRST + 4 in high) == (old.title == "1-нысан")
    formulas = expected()["formulas_to_keep"]
    assert {cell: after.worksheets[0][cell].value for cell in formulas} == formulas
    with ZipFile(BLANK) as given, ZipFile(in_place.path) as made:
        assert made.namelist() == given.namelist()
        changed = [name for name in given.namelist() if made.read(name) != given.read(name)]
    assert changed == ["xl/worksheets/sheet1.xml", "xl/workbook.xml"]


def looks(cell: Any) -> list[Any]:
    parts = ("font", "fill", "border", "alignment", "protection")
    return [cell.number_format, *(repr(getattr(cell, part)) for part in parts)]


def around(sheet: Worksheet) -> list[Any]:
    rules = sheet.data_validations.dataValidation
    return [
        sheet.sheet_state,
        sheet.print_area,
        sheet.print_title_rows,
        sheet.freeze_panes,
        sorted(str(area) for area in sheet.merged_cells.ranges),
        {name: one.width for name, one in sheet.column_dimensions.items()},
        sorted((str(rule.sqref), rule.type, rule.formula1, rule.operator) for rule in rules),
        [(str(one.sqref), [rule.formula for rule in one.rules])
         for one in sheet.conditional_formatting],
        repr(sheet.page_setup), repr(sheet.page_margins), sheet.oddFooter.center.text,
        repr(sheet.sheet_properties.pageSetUpPr),
    ]  # fmt: skip


def test_programs_that_do_not_reckon_see_the_results(in_place: forms.ExportReport) -> None:
    sheet = the_sheet(in_place.path, values=True)
    total = CHECKS["expected_total"]
    assert numbers_of(sheet, TOTAL) == {name: total[name] for name in NUMBERS}
    assert round(sheet[f"O{TOTAL}"].value, 1) == total["percent"]
    assert round(sheet[f"O{FIRST}"].value, 1) == CHECKS["expected_rows"][0]["percent"]
    assert sheet[f"O{LAST}"].value is None  # an empty text


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_program_recalculates_it_to_the_same(
    in_place: forms.ExportReport, tmp_path: Path
) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "again",
         in_place.path],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    sheet = the_sheet(tmp_path / "again" / in_place.path.name, values=True)
    total = numbers_of(sheet, TOTAL)
    assert total == {name: CHECKS["expected_total"][name] for name in NUMBERS}
    assert total["all"] == sum(total[name] for name in PARTS)
    rows = [*enumerate(CHECKS["expected_rows"], start=FIRST), (TOTAL, CHECKS["expected_total"])]
    for row, wanted in rows:
        assert round(sheet[f"O{row}"].value, 1) == wanted["percent"]


def test_more_rows_than_the_form_has_get_rows_of_their_own(
    own_office: Office, tmp_path: Path
) -> None:
    office = own_office
    trades = [(new_id(), f"1013{n:02}00") for n in range(50, 60)]
    office.apply("test", "test", [
        *(Insert("speciality", {"code": code, "name_kk": "Жаңа"}, one) for one, code in trades),
        *(step for one, code in trades for step in graduate(code, "army", speciality_id=one)),
    ])  # fmt: skip
    report = forms.export(office, "F1", tmp_path / "more.xlsx", into=BLANK)
    sheet = the_sheet(report.path)
    last, total = FIRST + 17, FIRST + 18
    assert report.rows == 18
    assert sheet[f"D{total}"].value == f"=SUM(D{FIRST}:D{last})"
    assert sheet[f"O{total}"].value == f'=IF(D{total}=0,"",F{total}/D{total}*100)'
    assert sheet[f"O{last}"].value == f'=IF(D{last}=0,"",F{last}/D{last}*100)'
    assert sum(sheet[f"D{row}"].value for row in range(FIRST, total)) == 250
    assert sheet.print_area == "'1-нысан'!$A$1:$P$38"
    assert sheet["J35"].value == "Е. С. Нұрланов"
    rules = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert rules == {f"B{FIRST}:B{last}", f"D{FIRST}:N{last}"}
    assert len(report.warnings) == 10  # specialities that the office's list does not know


def test_unknown_graduates_are_asked_about_and_never_counted_in_silence(
    own_office: Office, tmp_path: Path
) -> None:
    office, out = own_office, tmp_path / "f1.xlsx"
    (trade,) = office.lookup("speciality", "code", ["10130300"])["10130300"]
    office.apply("test", "test", graduate("Белгісіз", None, speciality_id=trade))
    with pytest.raises(NeedsAnswer) as refused:
        forms.export(office, "F1", out, into=BLANK)
    assert refused.value.question == "unknown"
    assert not out.exists()
    report = forms.export(office, "F1", out, into=BLANK, count_unknown=True)
    sheet = the_sheet(out)
    row = FIRST + 7
    found = numbers_of(sheet, row)
    assert (found["all"], found["other_reason"], found["employed"]) == (29, 1, 18)
    assert found["all"] == sum(found[name] for name in PARTS)
    assert "1" in sheet[f"P{row}"].value
    assert len(report.warnings) == 1


def test_the_form_anew_has_formulas_with_results_and_says_the_formula(
    office: Office, tmp_path: Path
) -> None:
    path = forms.export(office, "F1", tmp_path / "f1.xlsx").path
    rows, values = (
        [[cell.value for cell in row] for row in the_sheet(path, values=v).iter_rows()]
        for v in (False, True)
    )
    top = next(n for n, row in enumerate(rows) if row == list(range(1, 17)))
    total = next(n for n, row in enumerate(rows) if row[1] == "Барлығы / Всего")
    assert total - top == 9
    for found, shown, wanted in zip(
        rows[top + 1 : total], values[top + 1 : total], CHECKS["expected_rows"], strict=True
    ):
        assert found[3:14] == [wanted[name] for name in NUMBERS]
        assert found[14].startswith("=IF(D")
        assert shown[14] == wanted["percent"]
    assert rows[total][3] == f"=SUM(D{top + 2}:D{total})"
    wanted_total = CHECKS["expected_total"]
    assert values[total][3:15] == [*(wanted_total[n] for n in NUMBERS), wanted_total["percent"]]
    assert any("6 ÷ 4" in str(row[1]) for row in rows[total:])


def test_the_other_formula_of_the_settings(own_office: Office, tmp_path: Path) -> None:
    own_office.put_setting("outcomes.rate", "employed/available")
    path = forms.export(own_office, "F1", tmp_path / "f1.xlsx").path
    rows = [[cell.value for cell in row] for row in the_sheet(path, values=True).iter_rows()]
    total = next(row for row in rows if row[1] == "Барлығы / Всего")
    assert total[14] == CHECKS["expected_total"]["percent_without_studying_army_childcare"]
    assert any("4 − 9 − 10 − 11" in str(row[1]) for row in rows)


def test_qualifications_have_rows_and_their_speciality_a_total(
    own_office: Office, tmp_path: Path
) -> None:
    office = own_office
    (trade,) = office.lookup("speciality", "code", ["07150500"])["07150500"]
    skill = new_id()
    office.apply("test", "test", [
        Insert("qualification", {"code": "3W07150599", "name_kk": "Дәнекерлеуші"}, skill),
        *graduate("а", "employed", speciality_id=trade, qualification_id=skill),
        *graduate("ә", "not_employed", speciality_id=trade, qualification_id=skill),
    ])  # fmt: skip
    path = forms.export(office, "F1", tmp_path / "f1.xlsx").path
    rows = [[cell.value for cell in row] for row in the_sheet(path).iter_rows()]
    values = [[cell.value for cell in row] for row in the_sheet(path, values=True).iter_rows()]
    own = next(n for n, row in enumerate(rows) if row[2] == "3W07150599 – Дәнекерлеуші")
    assert values[own][3:6] == [2, 0, 1]
    # Of the speciality, those without a qualification are a row of their own.
    part = next(n for n, row in enumerate(rows) if str(row[1]).startswith("07150500 бойынша"))
    assert (part, rows[part][3]) == (own + 2, f"=SUBTOTAL(9,D{own + 1}:D{own + 2})")
    assert values[part][3] == 25
    assert values[part][14] == float(Decimal("56.0"))
    total = next(n for n, row in enumerate(rows) if row[1] == "Барлығы / Всего")
    assert (rows[total][3][:11], values[total][3]) == ("=SUBTOTAL(9", 242)


def test_a_past_day_knows_nothing_of_later_outcomes(office: Office, tmp_path: Path) -> None:
    then = Office(office.store, today=lambda: TODAY.replace(year=2025, month=8))
    with pytest.raises(NeedsAnswer):
        forms.export(then, "F1", tmp_path / "f1.xlsx", period="2025")


def test_a_wrong_year_and_a_workbook_without_the_table_are_refused(
    office: Office, tmp_path: Path
) -> None:
    with pytest.raises(Refusal):
        forms.export(office, "F1", tmp_path / "f1.xlsx", period="2025-Q3")
    book = openpyxl.Workbook()
    book.active["A1"] = "басқа"  # type: ignore[index]
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(Refusal):
        forms.export(office, "F1", tmp_path / "out.xlsx", into=tmp_path / "other.xlsx")
