"""Offices' workbooks as maps: proposed, known again, filled; rows that grow, totals, two sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace
from openpyxl.styles import Border, Side
from openpyxl.workbook.workbook import Workbook

from cluster_desktop.errors import Refusal
from cluster_desktop.excel import forms
from cluster_desktop.excel.forms import designer, mapping
from cluster_desktop.excel.forms.delivery import Delivery, numbered
from cluster_desktop.excel.forms.layout import Form, FormColumn, Heading
from cluster_desktop.excel.forms.mapped import fill_mapped
from cluster_desktop.excel.forms.totals import summed
from cluster_desktop.services import form_fields, form_mappings, form_pointing
from cluster_desktop.services.form_mappings import FormMap, SheetMap, TableMap
from cluster_desktop.services.office import Office
from cluster_desktop.services.paper_data import Pair
from tests.databases import Databases
from tests.excel_out.changed_forms import TOTAL, changed_blank
from tests.excel_out.graduates import BLANK, TODAY, expected, with_graduates

COLUMNS = expected()["sheets"][0]["column_letters"]
ROWS = expected()["checks"]["expected_rows"]


@pytest.fixture(scope="module")
def office(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Of one module: the tests that write open a copy of their own."""
    folder = tmp_path_factory.mktemp("mapping")
    opened = databases.open(with_graduates, folder / "cluster.db", today=TODAY)
    yield opened
    opened.close()


@pytest.fixture
def own_office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    opened = databases.open(with_graduates, tmp_path / "own" / "cluster.db", today=TODAY)
    yield opened
    opened.close()


def short_blank(path: Path, *, formulas: bool = True) -> Path:
    """Three rows for eight specialities, the total above them, a sum of its own outside."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Свод"
    sheet["A1"], sheet["E1"] = "Түлектер / Выпускники", "Барлығы:"
    thin = Side(style="thin")
    for column, text in enumerate(("№", "Код", "Барлығы", "Жұмыс істейді"), start=1):
        sheet.cell(3, column, text)
        for row in range(4, 8):
            sheet.cell(row, column).border = Border(bottom=thin)
    sheet["B4"] = "Колледж бойынша"
    if formulas:
        sheet["C4"] = "=SUM(C5:C7)"
    sheet["B9"] = "Басшы __________"
    book.save(path)
    return path


def short_map(**other: Any) -> FormMap:
    table = TableMap(
        header_first=3, header_last=3, first_row=5, last_row=7, totals=(4,),
        columns={"A": "row.number", "B": "speciality", "C": "all", "D": "employed"},
    )  # fmt: skip
    return FormMap(
        sheets=(
            SheetMap(sheet="Свод", tables=(replace(table, **other),), cells={"F1": "total:all"}),
        )
    )


def opened_as(office: Office, path: Path, body: FormMap) -> designer.Opened:
    proposal = mapping.as_kept(path, body, designer.fields(office, "F1"))
    return designer.Opened("F1", proposal, path, "Свод")


def test_every_form_tells_what_it_can_say(office: Office) -> None:
    told = {code: designer.fields(office, code) for code in forms.FORMS}
    assert [len(told[code].tables) for code in ("F1", "F8", "F9")] == [1, 2, 2]
    assert all(each.columns for fields in told.values() for each in fields.tables)
    assert {"period", "college.bin", "total:all"} <= {fact.key for fact in told["F1"].facts}


def test_the_years_of_a_form_are_kept_by_their_place(office: Office) -> None:
    keys = [column.key for column in designer.fields(office, "F8").tables[0].columns]
    assert [key for key in keys if "#" in key] == [f"labour_need.#{n}" for n in range(1, 6)]


def test_sample_08_is_proposed_as_it_is_filled(office: Office) -> None:
    opened = designer.open_file(office, BLANK)
    (sheet,) = opened.proposal.body.sheets
    (table,) = sheet.tables
    told = expected()
    assert (opened.form, table.columns) == ("F1", COLUMNS)
    assert (table.header_first, table.header_last) == (10, 12)
    assert (table.first_row, table.last_row, table.totals) == (14, 27, (28,))
    assert set(sheet.cells) == set(told["fill_cells"])
    assert form_fields.problems(opened.proposal.body, opened.proposal.fields) == []


def test_filling_by_the_map_is_filling_by_the_headings(office: Office, tmp_path: Path) -> None:
    opened = designer.open_file(office, BLANK)
    by_map = designer.try_fill(office, opened, opened.proposal.body, tmp_path / "map.xlsx")
    forms.export(office, "F1", tmp_path / "own.xlsx", into=BLANK, period="2025")
    assert by_map.path.read_bytes() == (tmp_path / "own.xlsx").read_bytes()


def test_a_short_table_grows_and_everything_follows(office: Office, tmp_path: Path) -> None:
    blank = short_blank(tmp_path / "short.xlsx")
    opened = opened_as(office, blank, short_map())
    out = designer.try_fill(office, opened, short_map(), tmp_path / "out.xlsx").path
    sheet = openpyxl.load_workbook(out)["Свод"]
    shown = openpyxl.load_workbook(out, data_only=True)["Свод"]
    assert [sheet.cell(row, 3).value for row in range(5, 13)] == [row["all"] for row in ROWS]
    assert sheet["C4"].value == "=SUM(C5:C12)"
    assert (shown["C4"].value, shown["F1"].value) == (240, 240)
    assert sheet["D4"].value == 166  # no formula of the office stands there
    assert sheet["B14"].value == "Басшы __________"


def test_a_table_that_may_not_grow_is_refused(office: Office, tmp_path: Path) -> None:
    blank = short_blank(tmp_path / "short.xlsx")
    body = short_map(grows=False)
    with pytest.raises(Refusal, match="3 rows"):
        designer.try_fill(office, opened_as(office, blank, body), body, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def made(sheet: str, names: str, also: tuple[Delivery, ...] = ()) -> Delivery:
    """A form of numbered names, with a sum."""
    rows = [{"name": name, "n": n} for n, name in enumerate(names, start=1)]
    columns = (
        FormColumn("row.number", Pair("№")), FormColumn("name", Pair("Аты")),
        FormColumn("n", Pair("Саны"), "number"),
    )  # fmt: skip
    return Delivery(
        form=Form("T", Pair(sheet), columns, (summed(2),), sheet=sheet),
        heading=Heading(Pair(), "", Pair(), TODAY),
        rows=numbered([dict(row) for row in rows]),
        needed=frozenset({"name"}), not_found="", lacks="",
        around={"period": Pair("2026 жыл")}, also=also,
    )  # fmt: skip


def test_two_growing_tables_on_one_sheet_and_one_on_another(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Екеуі"
    sheet["A1"], sheet["A6"], sheet["A12"] = "А", "Ә", "Кезең:"
    sheet["C4"], sheet["C10"] = "=SUM(C2:C3)", "=SUM(C8:C9)+C4"
    book.create_sheet("Бөлек")["A1"] = "Б"
    book.save(tmp_path / "two.xlsx")
    letters = {"A": "row.number", "B": "name", "C": "n"}

    def table(key: str, header: int, **other: Any) -> TableMap:
        return TableMap(
            table=key, header_first=header, header_last=header, first_row=header + 1,
            last_row=header + 2, columns=letters, **other,
        )  # fmt: skip

    body = FormMap(
        sheets=(
            SheetMap(
                sheet="Екеуі",
                tables=(table("A", 1, totals=(4,)), table("B", 7, totals=(10,))),
                cells={"B12": "period"},
            ),
            SheetMap(sheet="Бөлек", tables=(table("C", 1, totals=(4,)),)),
        )
    )
    delivery = made("A", "абвг", (made("B", "деёжз"), made("C", "и")))
    fill_mapped(tmp_path / "two.xlsx", tmp_path / "out.xlsx", delivery, body, "both")
    done = openpyxl.load_workbook(tmp_path / "out.xlsx")
    both, own = done["Екеуі"], done["Бөлек"]
    assert "".join(str(both.cell(row, 2).value) for row in range(2, 6)) == "абвг"
    assert "".join(str(both.cell(row, 2).value) for row in range(10, 15)) == "деёжз"
    assert (both["C6"].value, both["C15"].value) == ("=SUM(C2:C5)", "=SUM(C10:C14)+C6")
    assert (both["A17"].value, both["B17"].value) == ("Кезең:", "2026 жыл")
    assert (own["B2"].value, own["B3"].value, own["C4"].value) == ("и", None, 1)
    shown = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)["Екеуі"]
    assert (shown["C6"].value, shown["C15"].value) == (10, 25)


def test_a_workbook_is_known_again_next_quarter(own_office: Office, tmp_path: Path) -> None:
    office = own_office
    blank = changed_blank(tmp_path / "I.xlsx")
    opened = designer.open_file(office, blank, "F1")
    name = opened.proposal.body.sheets[0].sheet
    body = form_pointing.with_column(opened.proposal.body, name, 12, "D", "all")
    body = form_pointing.with_totals(body, name, [TOTAL])
    record, __ = designer.keep(office, opened, body, name="Облыс", sender="Басқарма")
    # The office writes another year into a heading and renames the sheet.
    book = openpyxl.load_workbook(blank)
    book["1-нысан"]["A3"] = "ТҮЛЕКТЕР, II тоқсан"
    book["1-нысан"].title = "II тоқсан"
    book.save(tmp_path / "II.xlsx")
    known = mapping.known(office, "F1", tmp_path / "II.xlsx")
    assert known is not None
    assert (known.id, known.body.sheets[0].sheet) == (record, "II тоқсан")
    assert mapping.known(office, "F1", BLANK) is None
    assert mapping.known(office, "F2", tmp_path / "II.xlsx") is None
    out = forms.export(office, "F1", tmp_path / "out.xlsx", into=tmp_path / "II.xlsx").path
    sheet = openpyxl.load_workbook(out)["II тоқсан"]
    assert sheet["D15"].value == ROWS[0]["all"]


def test_the_kept_blank_is_filled_where_the_record_is_named(
    own_office: Office, tmp_path: Path
) -> None:
    office = own_office
    blank = short_blank(tmp_path / "short.xlsx")
    opened = opened_as(office, blank, short_map())
    record, changes = designer.keep(office, opened, short_map(), name="Свод", sender="")
    assert changes.title == "Workbook of an office: Свод"
    blank.unlink()
    path = forms.export(office, "F1", tmp_path / "out.xlsx", mapping=record).path
    assert openpyxl.load_workbook(path)["Свод"]["C5"].value == ROWS[0]["all"]
    with pytest.raises(Refusal):
        forms.export(office, "F2", tmp_path / "f2.xlsx", mapping=record)
    office.undo()
    assert form_mappings.of_form(office) == []


def test_a_damaged_map_is_refused_and_harms_no_other(own_office: Office, tmp_path: Path) -> None:
    office = own_office
    opened = designer.open_file(office, BLANK)
    body = opened.proposal.body
    record, __ = designer.keep(office, opened, body, name="Бланк", sender="")
    office.set("form_mapping", record, {"body": '{"sheets": 3}'})
    with pytest.raises(Refusal):
        forms.export(office, "F1", tmp_path / "out.xlsx", mapping=record)
    # The same workbook is filled by its headings, as without a map.
    assert forms.export(office, "F1", tmp_path / "out.xlsx", into=BLANK).rows == 8


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"columns": {"A": "row.number"}}, "nobody could tell the rows apart"),
        ({"totals": (6,)}, "lies among the rows"),
        ({"first_row": 3}, "Headings come first"),
        ({"table": "Баланс"}, "no table"),
        ({"columns": {"B": "speciality", "C": "nothing"}}, "does not have"),
    ],
)
def test_what_is_wrong_is_said_in_words(
    office: Office, other: dict[str, Any], message: str
) -> None:
    found = form_fields.problems(short_map(**other), designer.fields(office, "F1"))
    assert any(message in one.message and one.severity == "error" for one in found)


def test_a_field_moves_and_rows_give_way_to_totals() -> None:
    body = form_pointing.with_column(short_map(totals=()), "Свод", 3, "E", "all")
    assert body.sheets[0].tables[0].columns == {
        "A": "row.number", "B": "speciality", "D": "employed", "E": "all",
    }  # fmt: skip
    body = form_pointing.with_totals(body, "Свод", [7])
    assert (body.sheets[0].tables[0].last_row, body.sheets[0].tables[0].totals) == (6, (7,))
    body = form_pointing.with_totals(body, "Свод", [7])
    assert body.sheets[0].tables[0].totals == ()


def with_column_numbers(path: Path, *numbers: Any) -> Path:
    """The short blank without its total above, numbered columns, a sum below four rows."""
    short_blank(path, formulas=False)
    book = openpyxl.load_workbook(path)
    sheet = book["Свод"]
    for column, number in enumerate(numbers, start=1):
        sheet.cell(4, column).value = number
    sheet["B16"], sheet["C16"], sheet["D16"] = "БАРЛЫҒЫ", "=SUM(C5:C15)", "=D5+D6"
    book.save(path)
    return path


def test_a_total_is_looked_at_before_and_after_the_filling(office: Office, tmp_path: Path) -> None:
    blank = with_column_numbers(tmp_path / "numbered.xlsx", "I", "II", "III", "IV")
    body = short_map(first_row=4, last_row=15, totals=(16,))
    opened = opened_as(office, blank, body)
    said = [(one.row, one.message) for one in designer.problems(opened, body)][:3]
    assert said[0][0] == 4
    assert said[1] == (16, "The total in C16 leaves out rows that are filled: 4. =SUM(C5:C15)")
    assert said[2] == (16, "The total in D16 leaves out rows that are filled: 4, 7–15. =D5+D6")
    told = designer.try_fill(office, opened, body, tmp_path / "out.xlsx").warnings
    missing = sum(row["all"] for row in ROWS) - ROWS[0]["all"]
    assert any(f"C16 comes to {missing}, but the rows make 240" in one for one in told)
    right = short_map(first_row=5, last_row=15, totals=(16,))
    assert not any("C16" in one.message for one in designer.problems(opened, right))


def test_rows_right_beside_the_headings_join_them() -> None:
    body = short_map(first_row=4, totals=())
    sheet = body.sheets[0]
    assert form_pointing.joined(sheet, 4, 4, headings=True) == (3, 4)
    assert form_pointing.joined(sheet, 8, 8, headings=False) == (4, 8)
    assert form_pointing.joined(sheet, 5, 6, headings=False) == (5, 6)
    assert form_pointing.joined(sheet, 20, 20, headings=True) == (20, 20)
    body = form_pointing.with_headings(body, "Свод", 3, 4, "")
    assert body.sheets[0].tables[0].first_row == 5
    table = form_pointing.with_rows(body, "Свод", 4, 7).sheets[0].tables[0]
    assert (table.header_last, table.first_row) == (3, 4)


@pytest.mark.parametrize("marks", ["{n}а", "({n})", "№{n}", "{n}.1", "{n}-бағ.", "{letter}"])
def test_marks_of_columns_are_no_row_to_fill(office: Office, tmp_path: Path, marks: str) -> None:
    book = openpyxl.load_workbook(BLANK)
    for n, cell in enumerate(book["1-нысан"][13], start=1):
        cell.value = marks.format(n=n, letter="АБВГДЕЖЗИКЛМНОПРСТ"[n - 1])
    book.save(tmp_path / "marks.xlsx")
    delivery = designer.delivered(office, "F1")
    table = mapping.propose(tmp_path / "marks.xlsx", delivery).body.sheets[0].tables[0]
    assert (table.first_row, table.last_row) == (14, 27)
