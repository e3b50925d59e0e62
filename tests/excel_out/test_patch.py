"""Cells changed in place: the XML around them stays byte for byte, in every program's spelling."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.styles import Font

from cluster_desktop.errors import Refusal
from cluster_desktop.excel.forms.dated import with_days
from cluster_desktop.excel.forms.patch import Changes, patched
from cluster_desktop.excel.forms.results import Results

SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: str, *, prefix: str = "", more: str = "", properties: str = "") -> bytes:
    """A workbook by hand: only what a program must write."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    p = f"{prefix}:" if prefix else ""
    own = f"xmlns:{prefix}" if prefix else "xmlns"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{properties}<sheets>'
        '<sheet name="Бет &amp; 1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="/{SHEET}"/></Relationships>',
        SHEET: f"<?xml version='1.0' encoding='UTF-8'?>\n<{p}worksheet {own}=\"{main}\">"
        f"{rows}{more}</{p}worksheet>",
        "xl/media/image1.png": "not ours",
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def xml_of(book: bytes, part: str = SHEET) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(part).decode()


def values_of(book: bytes) -> dict[str, object]:
    sheet = openpyxl.load_workbook(io.BytesIO(book), data_only=True).worksheets[0]
    return {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}


def test_cells_rows_and_heights_are_put_where_they_belong() -> None:
    rows = (
        '<sheetData><row r="2" spans="1:9" x="y"><c r="B2" s="0"/><c r="D2"><v>7</v></c></row>'
        '<row r="5" ht="9"/><!-- kept --></sheetData>'
    )
    cells = {(1, 1): "а<&", (2, 1): 1, (2, 2): Decimal("2.5"), (2, 3): None, (2, 4): None,
             (2, 9): "=1+1", (4, 2): date(2025, 9, 1), (5, 3): " бос ", (9, 1): True}  # fmt: skip
    made = patched(workbook(rows), "Бет & 1", Changes(cells, {5: 30.0, 7: 12.0}))
    assert values_of(made) == {
        "A1": "а<&", "A2": 1, "B2": 2.5, "I2": "=1+1", "B4": 45901, "C5": " бос ", "A9": 1,
    }  # fmt: skip
    text = xml_of(made)
    assert '<row r="2" spans="1:9" x="y"><c r="A2"><v>1</v></c><c r="B2" s="0">' in text
    assert '<row r="5" ht="30" customHeight="1">' in text
    assert '<row r="7" ht="12" customHeight="1"></row>' in text
    assert "<!-- kept -->" in text
    assert xml_of(made, "xl/media/image1.png") == "not ours"


def test_other_spellings_of_the_same_xml() -> None:
    """Prefixes, cells without a place, a sheet without rows, Excel for Mac's old calendar."""
    rows = (
        "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row></x:sheetData>"
    )
    made = patched(workbook(rows, prefix="x"), "Бет & 1", Changes({(1, 2): "екі", (1, 3): 3}))
    assert values_of(made) == {"A1": 1, "B1": "екі", "C1": 3}
    made = patched(workbook("<sheetData/>"), "Бет & 1", Changes({(3, 1): "бір"}))
    assert values_of(made) == {"A3": "бір"}
    old = workbook("<sheetData></sheetData>", properties='<workbookPr date1904="1"/>')
    made = patched(old, "Бет & 1", Changes({(1, 1): date(2025, 9, 1)}))
    assert "<v>44439</v>" in xml_of(made)


def test_formulas_stay_and_their_results_are_given_or_dropped() -> None:
    rows = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1" t="str"><f>A1</f><v>old</v></c>'
        '<c r="C1"><f>A1*2</f><v/></c><c r="D1"><f>A1*3</f></c></row></sheetData>'
    )
    results: dict[tuple[int, int], Decimal | str] = {(1, 3): Decimal("4.50"), (1, 4): "алты"}
    cells = {(1, 1): 2, (1, 2): "never"}
    made = patched(workbook(rows), "Бет & 1", Changes(cells, results=results))
    assert values_of(made) == {"A1": 2, "C1": 4.5, "D1": "алты"}
    assert '<c r="B1"><f>A1</f></c>' in xml_of(made)
    assert 'fullCalcOnLoad="1"' in xml_of(made, "xl/workbook.xml")
    again = patched(made, "Бет & 1", Changes())
    assert xml_of(again, "xl/workbook.xml") == xml_of(made, "xl/workbook.xml")


def test_what_a_cell_cannot_hold_is_refused() -> None:
    book = workbook("<sheetData/>")
    with pytest.raises(Refusal):
        patched(book, "Бет & 1", Changes({(1, 1): "я" * 40_000}))
    with pytest.raises(Refusal):
        patched(book, "Басқа", Changes({(1, 1): 1}))


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=SUM(A1:A3)", Decimal("7.5")),
        ("=SUM(A1:A2,A3)", Decimal("7.5")),
        ("=COUNTA(A1:B3)", Decimal(4)),
        ('=IF(A9=0,"",A1/A9*100)', ""),
        ('=IF(A1=0,"",A2/A1*100)', Decimal(250)),
        ('=IF(B1="сөз",1,2)', Decimal(1)),
        ("=ROUND(A1/3*100,1)", Decimal("66.7")),
        ("=-(A1-A2)*2", Decimal(6)),
        ("=$A$1+C1", Decimal("9.5")),
        ("=A1/A9", None),
        ("=B1+1", None),
        ("=C2", None),
        ("=VLOOKUP(A1,A1:B3,2)", None),
        ("=Басқа!A1", None),
        ("=SUM(A1:XFD1048576)", None),
        ("=A1+", None),
        ("=TODAY()", None),
    ],
)
def test_results_of_formulas(formula: str, result: object) -> None:
    values = {(1, 1): 2, (2, 1): 5, (3, 1): 0.5, (1, 2): "сөз"}
    formulas = {(1, 3): "=SUM(A1:A3)", (2, 3): "=C2", (5, 5): formula}
    assert Results(values, formulas).of((5, 5)) == result


def test_a_long_path_of_dependence_ends() -> None:
    formulas = {(row, 1): f"=A{row + 1}" for row in range(1, 2_000)}
    assert Results({(2_000, 1): 1}, formulas).of((1, 1)) is None
    assert Results({(2_000, 1): 1}, formulas).of((1_990, 1)) == 1
    deep = "=" + "(" * 5_000 + "1" + ")" * 5_000
    assert Results({}, {(1, 1): deep}).of((1, 1)) is None


def test_a_day_in_a_plain_cell_is_shown_as_a_day_and_nothing_else_changes() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"].font = Font(name="Arial", size=9, bold=True)
    sheet["A1"].number_format = "0.000"
    sheet["B1"] = "жанында"
    given = io.BytesIO()
    book.save(given)
    days = frozenset({(1, 1), (2, 1)})
    cells = {place: date(2026, 9, 1) for place in days}
    made = patched(given.getvalue(), "Sheet", Changes(cells, days=days))
    shown = openpyxl.load_workbook(io.BytesIO(made))["Sheet"]
    for cell in (shown["A1"], shown["A2"]):
        assert (cell.value.date(), cell.number_format) == (date(2026, 9, 1), "dd\\.mm\\.yyyy")
    assert (shown["A1"].font.name, shown["A1"].font.b) == ("Arial", True)
    assert shown["B1"].number_format == "General"
    with zipfile.ZipFile(given) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        changed = [name for name in old.namelist() if new.read(name) != old.read(name)]
    assert sorted(changed) == ["xl/styles.xml", "xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    "formats", ["", '<x:numFmts count="1"><x:numFmt numFmtId="170" formatCode="0.0"/></x:numFmts>']
)
def test_styles_of_other_programs_get_their_day(formats: str) -> None:
    styles = (
        f'<x:styleSheet xmlns:x="urn:x">{formats}<x:cellXfs count="2"><x:xf numFmtId="0"/>'
        '<x:xf numFmtId="170" fontId="3"><x:alignment wrapText="1"/></x:xf></x:cellXfs>'
        "</x:styleSheet>"
    )
    made, twins = with_days(styles.encode(), [1, 7])
    number = 171 if formats else 164
    assert twins == {1: 2}
    assert (
        f'<x:xf fontId="3" numFmtId="{number}" applyNumberFormat="1"><x:alignment wrapText="1"/>'
        "</x:xf></x:cellXfs>"
    ) in made.decode()
    assert 'cellXfs count="3"' in made.decode()
    assert with_days(b"<none/>", [0]) == (b"<none/>", {})
