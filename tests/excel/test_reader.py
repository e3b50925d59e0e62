"""Files from outside: what is read, and what hostile or damaged ones get."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import warnings
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cluster_desktop.errors import Cancelled, NeedsAnswer, Refusal, TooBig
from cluster_desktop.excel import reader, sniff, worker
from cluster_desktop.excel.reader import Broken, EncodingQuestion, read

from .files import open_document, plain_package, save, zipped

CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'


def refusal(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(path)
    assert path.name in caught.value.message
    return caught.value


# What is read


def test_values_keep_their_types(tmp_path: Path) -> None:
    moment = datetime(2025, 9, 1, 12, 30)
    path = save(tmp_path / "a.xlsx", [["007", 7, 7.5, True, date(2025, 9, 1), moment, None, "ң"]])

    (sheet,) = read(path).sheets

    assert list(sheet.rows[0]) == [
        "007",
        7,
        7.5,
        True,
        date(2025, 9, 1),
        "2025-09-01 12:30:00",
        None,
        "ң",
    ]


def test_dates_of_the_other_calendar_are_the_same_days(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(2025, 9, 1)
    book.save(tmp_path / "mac.xlsx")

    assert read(tmp_path / "mac.xlsx").sheets[0].rows[0][0] == date(2025, 9, 1)


def test_errors_and_formulas_without_value_are_no_empty_cells(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    page.append(["a", "=1+1", "", "d"])
    page["C1"] = "#N/A"
    page["C1"].data_type = "e"
    book.save(tmp_path / "broken.xlsx")

    row = read(tmp_path / "broken.xlsx").sheets[0].rows[0]

    assert list(row) == ["a", Broken("="), Broken("#N/A"), "d"]


def test_a_formula_with_its_stored_value_is_a_value(tmp_path: Path) -> None:
    sheet = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c></row>'
    )
    path = zipped(tmp_path / "f.xlsx", plain_package(sheet))

    assert list(read(path).sheets[0].rows[0][:1]) == [2]


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    save(tmp_path / "real.xlsx", [["a", "b"]]).rename(tmp_path / "list.csv")

    assert read(tmp_path / "list.csv").type == "xlsx"


@pytest.mark.parametrize(
    ("sample", "name"),
    [("01_seriktester_tizilimi.xlsx", "a.xls"), ("10_partners_ru_old.xls", "a.xlsx")],
)
def test_a_workbook_under_the_ending_of_another_kind_is_read(
    tmp_path: Path, project: Path, sample: str, name: str
) -> None:
    given = project / "resources" / "samples" / sample
    (tmp_path / name).write_bytes(given.read_bytes())
    assert read(tmp_path / name).sheets == read(given).sheets


def test_one_endless_comment_is_refused_at_once(tmp_path: Path) -> None:
    parts = plain_package("<row r='1'><c r='A1' t='str'><v>a</v></c></row>")
    sheet = "xl/worksheets/sheet1.xml"
    comment = b"<!--" + b" " * 30_000_000 + b"--><sheetData>"
    parts[sheet] = parts[sheet].replace(b"<sheetData>", comment)
    start = time.monotonic()
    with pytest.raises(Refusal, match="instructions that tables do not need"):
        read(zipped(tmp_path / "a.xlsx", parts))
    assert time.monotonic() - start < 20


def test_rows_behind_a_thousand_empty_ones_are_not_read_and_that_is_said(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "a"
    book.active["A5000"] = "far"
    book.save(tmp_path / "far.xlsx")

    (sheet,) = read(tmp_path / "far.xlsx").sheets

    assert (len(sheet.rows), sheet.cut) == (1, 1001)


def test_hidden_sheets_are_known_as_hidden(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "a"
    hidden = book.create_sheet("H")
    hidden["A1"] = "b"
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "h.xlsx")

    assert [(s.name, s.visible) for s in read(tmp_path / "h.xlsx").sheets] == [
        ("Sheet", True),
        ("H", False),
    ]


def test_a_spreadsheet_of_libreoffice_is_read(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", [["Атауы", "Күні"], ["«Қайнар»", "d:2025-09-01"]])

    source = read(path)

    assert source.type == "ods"
    assert source.sheets[0].name == "Тізілім"
    assert list(source.sheets[0].rows[1]) == ["«Қайнар»", date(2025, 9, 1)]


def test_merged_cells_of_libreoffice_are_known(tmp_path: Path) -> None:
    path = open_document(
        tmp_path / "a.ods", [["a", "b", ""], ["c"], [""], ["d"]], ["B1:C1", "A2:A3"]
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    repeated = b'<table:table-row table:number-rows-repeated="3"><table:table-cell/>'
    parts["content.xml"] = parts["content.xml"].replace(
        b"<table:table-row>", repeated + b"</table:table-row><table:table-row>", 1
    )

    plain, moved = read(path), read(zipped(tmp_path / "b.ods", parts))

    assert list(plain.sheets[0].merged) == [(0, 1, 0, 2), (1, 0, 2, 0)]
    assert list(moved.sheets[0].merged) == [(3, 1, 3, 2), (4, 0, 5, 0)]


def test_a_locked_spreadsheet_of_libreoffice_is_a_password(tmp_path: Path) -> None:
    path = open_document(tmp_path / "a.ods", [["a"]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["META-INF/manifest.xml"] += b"<manifest:encryption-data/>"

    assert "password" in refusal(zipped(tmp_path / "b.ods", parts)).message


# Text files


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16")],
)
def test_unicode_text_is_known_without_a_question(
    tmp_path: Path, encoding: str, shown: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("№;Атауы\r\n1;«Қостанай» ЖШС\r\n".encode(encoding))

    source = read(path)

    assert (source.encoding, source.delimiter, source.line_end) == (shown, ";", "CRLF")
    assert list(source.sheets[0].rows[1]) == ["1", "«Қостанай» ЖШС"]


def test_russian_letters_alone_leave_no_doubt(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("№;Название\n1;ТОО «Мельница Ёлка»\n".encode("cp1251"))

    assert read(path).encoding == "cp1251"


def test_kazakh_letters_of_one_byte_are_asked_with_a_preview(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("№;Атауы\n1;«Қостанай» ЖШС\n".encode("kz1048"))

    with pytest.raises(EncodingQuestion) as asked:
        read(path)

    assert asked.value.question == "encoding"
    assert asked.value.choices == ("cp1251", "kz1048")
    assert asked.value.previews["kz1048"] == ["1;«Қостанай» ЖШС"]
    assert asked.value.previews["cp1251"] == ["1;«Ќостанай» ЖШС"]
    assert read(path, encoding="kz1048").sheets[0].rows[1][1] == "«Қостанай» ЖШС"


def test_text_of_dos_is_asked_with_a_preview(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("№;Название\n1;ТОО Мельница Ёлка\n".encode("cp866"))

    with pytest.raises(EncodingQuestion) as asked:
        read(path)

    assert asked.value.choices[0] == "cp866"
    assert "1;ТОО Мельница Ёлка" in asked.value.previews["cp866"]
    assert read(path, encoding="cp866").sheets[0].rows[1][1] == "ТОО Мельница Ёлка"


def test_text_of_old_mail_is_asked_with_a_preview(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("№;Название\n1;ТОО Мельница Ёлка\n".replace("№", "No").encode("koi8-r"))

    with pytest.raises(EncodingQuestion) as asked:
        read(path)

    # kz1048 would show the same as cp1251.
    assert asked.value.choices == ("koi8-r", "cp1251")
    assert "1;ТОО Мельница Ёлка" in asked.value.previews["koi8-r"]


def test_a_chosen_encoding_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Қ;ә\n".encode("kz1048"))

    with pytest.raises(Refusal):
        read(path, encoding="utf-8")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    lines = [delimiter.join(['"a; b, c"', "2", f'"x{delimiter}y"', "4"])] * 3
    path.write_text("\n".join(lines), "utf-8")

    source = read(path)

    assert source.delimiter == delimiter
    assert list(source.sheets[0].rows[0]) == ["a; b, c", "2", f"x{delimiter}y", "4"]


ROWS = [f"{n};Иванов {n};АК-24-1;87012223340;" for n in range(1, 9)]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ({4: '"см. приказ'}, 6),
        ({7: '"см. приказ'}, 9),
        ({4: '"см. приказ', 6: '"Ромашка"'}, 6),
        ({4: '"см. приказ', 5: '"Ромашка"'}, 6),
        ({4: '"см. приказ', 6: 'труба 5"'}, 6),
    ],
)
def test_a_quote_that_is_never_closed_swallows_no_rows(
    tmp_path: Path, rows: dict[int, str], line: int
) -> None:
    path = tmp_path / "a.csv"
    given = [row + rows.get(n, "") for n, row in enumerate(ROWS)]
    path.write_text("\n".join(["№;ФИО;Группа;Телефон;Примечание", *given]), "utf-8")

    assert f"line {line} " in refusal(path).message


def test_a_cell_of_several_lines_is_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    address = "110000, Қостанай қ.,\nАбай к-сі, 5; 2 үй"
    path.write_text(f'№;Мекенжай;Ескертпе\r\n1;"{address}";"5"" құбыр"\r\n2;5" құбыр;"', "utf-8")

    with pytest.raises(Refusal, match="line 4 "):
        read(path)
    path.write_bytes(path.read_bytes()[:-1])
    assert [list(row) for row in read(path).sheets[0].rows[1:]] == [
        ["1", address, '5" құбыр'],
        ["2", '5" құбыр', ""],
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(end.join(["№;Атауы", '1;"а\nә"', "2;б"]).encode())

    assert [row[0] for row in read(path).sheets[0].rows] == ["№", "1", "2"]


def test_a_cell_without_end_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("№;Атауы\n1;" + "а" * 1_100_000, "utf-8")

    assert "line 2 " in refusal(path).message


# Hostile and damaged files


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")

    assert "empty" in refusal(tmp_path / "a.xlsx").message


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    refusal(tmp_path / "nobody.xlsx")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(tmp_path: Path, part: float) -> None:
    whole = save(tmp_path / "whole.xlsx", [["a", "b"]] * 50).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: int(len(whole) * part)])

    assert "damaged" in refusal(tmp_path / "cut.xlsx").message


@pytest.mark.parametrize("part", [0.2, 0.6])
def test_a_truncated_old_workbook_is_refused(tmp_path: Path, part: float) -> None:
    samples = Path(__file__).resolve().parents[2] / "resources" / "samples"
    whole = (samples / "10_partners_ru_old.xls").read_bytes()
    (tmp_path / "cut.xls").write_bytes(whole[: int(len(whole) * part)])

    refusal(tmp_path / "cut.xls")


def test_a_zip_bomb_is_stopped_while_unpacking(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.xlsx", plain_package(CELL, {"xl/x.xml": b" " * 40_000_000}))

    with pytest.raises(TooBig):
        read(path)


def test_a_header_that_lies_about_the_size_changes_nothing(tmp_path: Path) -> None:
    path = zipped(tmp_path / "lie.xlsx", plain_package(CELL, {"xl/x.bin": b"0" * 9_000_000}))
    raw = path.read_bytes()
    path.write_bytes(raw.replace((9_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))

    refusal(path)


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    many = {f"xl/media/{n}.png": b"" for n in range(sniff.MAX_ENTRIES)}

    with pytest.raises(TooBig):
        read(zipped(tmp_path / "many.xlsx", plain_package(CELL, many)))


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "twice.xlsx", plain_package(CELL))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("XL/workbook.xml", b"<x/>")

    assert "two parts" in refusal(path).message


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_every_encoding(tmp_path: Path, code: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'.encode(code)

    found = refusal(zipped(tmp_path / "dtd.xlsx", plain_package(CELL, {"xl/s.xml": bomb})))

    assert "instructions" in found.message


def test_an_encrypted_entry_is_a_password(tmp_path: Path) -> None:
    path = zipped(tmp_path / "locked.xlsx", plain_package(CELL))
    raw = bytearray(path.read_bytes())
    place = raw.find(b"PK\x01\x02")
    raw[place + 8] |= 1
    path.write_bytes(raw)

    assert "password" in refusal(path).message


def test_a_workbook_locked_by_excel_is_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1024 + name + b"\0" * 1024)

    assert "password" in refusal(path).message


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7\n", "neither"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "neither"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048, "neither"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "2003",
        ),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "list.xls"
    path.write_bytes(content)

    assert word in refusal(path).message


def test_a_word_document_is_no_workbook(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.xlsx", {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
    )

    assert "neither" in refusal(path).message


def test_strict_open_xml_is_named_as_such(tmp_path: Path) -> None:
    parts = plain_package(CELL)
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", strict
    )

    assert "Strict" in refusal(zipped(tmp_path / "strict.xlsx", parts)).message


def test_a_workbook_without_sheets_is_refused(tmp_path: Path) -> None:
    parts = plain_package(CELL)
    parts["xl/workbook.xml"] = (
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
    )

    refusal(zipped(tmp_path / "none.xlsx", parts))


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    assert "no rows" in refusal(save(tmp_path / "blank.xlsx", [])).message


def test_a_huge_declared_range_is_not_believed(tmp_path: Path) -> None:
    parts = plain_package(CELL)
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(
        b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'
    )

    assert len(read(zipped(tmp_path / "declared.xlsx", parts)).sheets[0].rows) == 1


def test_a_cell_at_the_far_corner_ends_the_worker_and_not_the_program(tmp_path: Path) -> None:
    far = CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

    refusal(zipped(tmp_path / "corner.xlsx", plain_package(far)))


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooBig):
        read(save(tmp_path / "wide.xlsx", [list(range(worker.MAX_COLUMNS + 1))]))


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("1;2\n" * (worker.MAX_ROWS + 1), "utf-8")

    with pytest.raises(TooBig):
        read(path)


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    with path.open("wb") as file:
        file.truncate(sniff.MAX_FILE + 1)

    with pytest.raises(TooBig):
        read(path)


# The worker


def test_cancel_kills_the_worker_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(reader, "_command", lambda: sleeping)
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda *a, **k: started.append(real(*a, **k)) or started[-1]
    )

    def cancel(_done: int, _all: int) -> None:
        raise Cancelled

    before = time.monotonic()
    with pytest.raises(Cancelled):
        read(save(tmp_path / "a.xlsx", [["a"]]), progress=cancel)

    assert time.monotonic() - before < 1.0
    assert started[0].poll() is not None


def test_a_worker_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(reader, "_command", lambda: sleeping)
    monkeypatch.setattr(reader, "TIME_LIMIT", 0.3)

    with pytest.raises(TooBig):
        read(save(tmp_path / "a.xlsx", [["a"]]))


@pytest.mark.parametrize(
    "answer", ["print(1)", "import os; os.abort()", "", "import sys; sys.exit(3)"]
)
def test_a_worker_that_breaks_gives_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(reader, "_command", lambda: [sys.executable, "-c", answer])

    refusal(save(tmp_path / "a.xlsx", [["a"]]))


def test_the_worker_loads_neither_window_nor_database() -> None:
    asked = (
        "import sys; import cluster_desktop.excel.worker; "
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    root = Path(__file__).resolve().parents[2]
    loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=root
    ).stdout.split()

    assert {"python_calamine", "msgspec"} <= set(loaded)
    assert not {"PySide6", "sqlalchemy", "sqlite3", "openpyxl", "babel"} & set(loaded)


def test_openpyxl_reads_xml_through_defusedxml() -> None:
    from openpyxl.xml import DEFUSEDXML

    assert DEFUSEDXML is True


def test_names_with_awkward_letters_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "Қағаз 100%41 «а»"
    folder.mkdir()

    assert read(save(folder / "тізім №1.xlsx", [["a"]])).type == "xlsx"
    assert os.listdir(folder) == ["тізім №1.xlsx"]


def test_reading_changes_nothing_in_the_file(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [["a"]])
    before = path.read_bytes()

    read(path)

    assert path.read_bytes() == before
    assert load_workbook(path).active["A1"].value == "a"


def test_a_question_is_a_refusal_with_choices() -> None:
    question = EncodingQuestion({"cp1251": [], "kz1048": []})

    assert isinstance(question, NeedsAnswer)


def test_a_folder_is_named_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="is a folder"):
        read(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no device files")
def test_a_device_is_no_file() -> None:
    with pytest.raises(Refusal, match="not a file"):
        read(Path("/dev/null"))


def test_a_name_too_long_is_refused_not_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read(tmp_path / ("ә" * 400))


@pytest.mark.parametrize("encoding", ["cp9999", "hex", "жоқ"])
def test_an_unknown_encoding_is_refused_with_the_known_ones(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Атауы;БСН\n".encode("cp1251", "replace"))
    with pytest.raises(Refusal, match=r"no encoding.*cp1251, kz1048, cp866, koi8-r or utf-8"):
        read(path, encoding=encoding)
