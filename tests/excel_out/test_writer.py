"""Workbooks of our own writer, read back by others."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from cluster_desktop.errors import Refusal
from cluster_desktop.excel import writer
from cluster_desktop.excel.styles import Look
from cluster_desktop.excel.writer import Cell, Line, SheetOut

DAY = date(2026, 11, 21)
KAZAKH = "ӘҒҚҢӨҰҮҺІәғқңөұүһі"


def sheet(rows: list[list[Any]], **more: Any) -> SheetOut:
    kinds = ("text", "number", "decimal", "date")
    head = Line(tuple(Cell(n, f"B{n}", Look.HEADER) for n in range(4)))
    return SheetOut(
        name="Тізім",
        kinds=kinds,
        widths=(20, 8, 12, 11),
        above=(head,),
        rows=rows,
        header_rows=(1, 1),
        **more,
    )


def read(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


@pytest.mark.parametrize(
    "text",
    [
        KAZAKH,
        "=1+1",
        "+7 701",
        "@a",
        '<b>&<img src="x">',
        "  бос  ",
        "бір\nекі",
        "100 %s",
        "080840900129",
        "Ә" * 5_000,
    ],
)
def test_texts_come_back_as_they_were(text: str) -> None:
    cell = read(writer.to_bytes([sheet([[text, 1, None, None]])], made_on=DAY))["A2"]
    assert cell.data_type == "s"
    assert cell.value == text
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(writer.to_bytes([sheet([[text, 1, None, None]])], made_on=DAY))
    )
    assert book.get_sheet_by_index(0).to_python()[1][0] == text


def test_a_text_like_excels_own_spelling_of_a_sign_is_spelt_out() -> None:
    assert writer.text_xml("_x0041_ & _x") == "_x005F_x0041_ &amp; _x"


def test_signs_that_xml_forbids_are_left_out() -> None:
    found = read(
        writer.to_bytes([sheet([["а\x00б\x0bв\ufffeг\r", None, None, None]])], made_on=DAY)
    )
    assert found["A2"].value == "абвг"


def test_a_text_too_long_for_a_cell_is_refused_and_no_file_is_left(tmp_path: Path) -> None:
    path = tmp_path / "тізім.xlsx"
    with pytest.raises(Refusal):
        writer.write(path, [sheet([["ә" * 32_768, None, None, None]])], made_on=DAY)
    assert list(tmp_path.iterdir()) == []


def test_types_formats_and_gaps() -> None:
    rows = [
        ["а", 12, Decimal("1234567.89"), date(2026, 11, 3)],
        [None, None, None, None],
        ["б", -1, 0.5, datetime(2026, 11, 3, 14, 5)],
        ["в", 0, 0, date(1899, 5, 1)],
    ]
    found = read(writer.to_bytes([sheet(rows)], made_on=DAY))
    assert [c.value for c in found[2]] == ["а", 12, 1234567.89, datetime(2026, 11, 3)]
    assert [c.value for c in found[3]] == [None] * 4
    assert found["D4"].value == datetime(2026, 11, 3)
    assert found["D5"].value == "01.05.1899"
    assert found["D2"].number_format == "dd\\.mm\\.yyyy"
    assert found["A2"].number_format == "@"
    assert found["A2"].font.name == "Times New Roman"
    assert found["A1"].font.b
    assert found["A3"].border.left.style == "thin"


def test_page_head_widths_and_names() -> None:
    made = writer.to_bytes(
        [
            sheet([["а", 1, 2, DAY]], frozen_columns=1, has_filter=True),
            SheetOut(name="x", hidden=True),
        ],
        made_on=DAY,
        about={"form": "F4"},
    )
    book = openpyxl.load_workbook(io.BytesIO(made))
    first = book.worksheets[0]
    assert first.freeze_panes == "B2"
    assert first.print_title_rows == "$1:$1"
    assert first.auto_filter.ref == "A1:D2"
    assert first.page_setup.orientation == "landscape"
    assert first.page_setup.fitToHeight == 0
    assert first.column_dimensions["A"].width == 20
    assert book.worksheets[1].sheet_state == "hidden"
    assert book.custom_doc_props["form"].value == "F4"


def test_lines_below_know_the_rows_and_keep_the_results_of_formulas() -> None:
    def below(first: int, last: int) -> list[Line]:
        return [Line((Cell(1, 30, Look.TOTAL_NUMBER, f"SUM(B{first}:B{last})"),))]

    made = writer.to_bytes(
        [sheet([["а", 10, 1, None], ["б", 20, 1, None]], below=below)], made_on=DAY
    )
    assert read(made)["B4"].value == "=SUM(B2:B3)"
    values = openpyxl.load_workbook(io.BytesIO(made), data_only=True).worksheets[0]
    assert values["B4"].value == 30


def test_the_same_rows_are_the_same_bytes() -> None:
    rows = [["а", n, n / 2, DAY] for n in range(1_200)]
    assert writer.to_bytes([sheet(rows)], made_on=DAY) == writer.to_bytes(
        [sheet(rows)], made_on=DAY
    )


def test_many_rows_keep_their_numbers() -> None:
    made = writer.to_bytes([sheet([[str(n), n, None, None] for n in range(1_501)])], made_on=DAY)
    found = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert len(found) == 1_502
    assert all(row[0] == str(n) and row[1] == n for n, row in enumerate(found[1:]))


@pytest.mark.parametrize(
    ("name", "safe"), [("a[b]:*?/\\c", "a-b------c"), ("'x'", "x"), ("", "1"), ("ә" * 40, "ә" * 31)]
)
def test_names_of_sheets_are_ones_excel_takes(name: str, safe: str) -> None:
    assert writer.sheet_name(name) == safe
