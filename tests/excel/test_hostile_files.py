"""Hostile and damaged files from outside: each is refused with its cause and the next step."""

from __future__ import annotations

import time
import warnings
import zipfile
from pathlib import Path

import pytest

from cluster_desktop.errors import Refusal, TooBig
from cluster_desktop.excel import sniff, worker
from cluster_desktop.excel.reader import read

from .files import CELL, plain_package, refusal, save, zipped


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


def test_one_endless_comment_is_refused_at_once(tmp_path: Path) -> None:
    parts = plain_package("<row r='1'><c r='A1' t='str'><v>a</v></c></row>")
    sheet = "xl/worksheets/sheet1.xml"
    comment = b"<!--" + b" " * 30_000_000 + b"--><sheetData>"
    parts[sheet] = parts[sheet].replace(b"<sheetData>", comment)
    start = time.monotonic()
    with pytest.raises(Refusal, match="instructions that tables do not need"):
        read(zipped(tmp_path / "a.xlsx", parts))
    assert time.monotonic() - start < 20
