"""Files from outside: what is read of them, and the process that reads."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cluster_desktop.errors import Cancelled, NeedsAnswer, Refusal, TooBig
from cluster_desktop.excel import reader
from cluster_desktop.excel.reader import Broken, EncodingQuestion, read
from tests.aborting import ABORT

from .files import open_document, plain_package, refusal, save, zipped

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

    path = save(tmp_path / "a.xlsx", [["a"]])
    before = time.monotonic()
    with pytest.raises(Cancelled):
        read(path, progress=cancel)

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
    "answer",
    ["print(1)", ABORT, "", "import sys; sys.exit(3)"],
    ids=["number", "abort", "nothing", "status"],
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
